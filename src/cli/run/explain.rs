//! `morgue explain`: how a query is read, what its clauses find, and why a story is found or not.

use crate::cli::args::ExplainArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, doctor, explain, json};
use crate::search::Engine;

pub(super) fn run(args: &ExplainArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let mut request = plan::explain_request(args);
    if let Some(typed) = &args.story {
        let found = super::show::find(&engine, typed)?;
        let Some(found) = found.first() else { return super::show::none(typed, out) };
        // An id is asked for as it is: exact twins share it.
        if &found.story.id != typed {
            request.story = Some(found.address.clone());
        }
    }
    let explained = super::ask(&engine, || engine.explain(&request))?;
    out.repairs(&request.query)?;
    out.cuts(&explained.cut)?;
    if args.json {
        json::explanation(out, engine.archive(), &request.query, &explained)?;
    } else {
        explain::explanation(out, &request.query, &explained)?;
        if request.story.is_none() {
            doctor::advice(out, &explained.advice)?;
        }
    }
    let holds = explained.stories.iter().any(|story| story.clause.holds);
    Ok(Exit::found(if request.story.is_some() { holds } else { explained.clause.stories > 0 }))
}

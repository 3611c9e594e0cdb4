//! `morgue timeline`: counts over time.

use crate::cli::args::TimelineArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, json, tables, timeline};
use crate::search::Engine;

pub(super) fn run(args: &TimelineArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let request = plan::timeline_request(args);
    let response = super::ask(&engine, || engine.timeline(&request))?;
    out.repairs(&request.query)?;
    out.cuts(&response.cut)?;
    if args.json {
        json::timeline(out, engine.archive(), &request, &response, args.per)?;
    } else if args.csv {
        tables::timeline(out, &response, args.per)?;
    } else {
        timeline::timeline(out, &request, &response, args.per)?;
        super::advise(&engine, &request.query, response.stories > 0, out)?;
    }
    Ok(Exit::found(response.stories > 0))
}

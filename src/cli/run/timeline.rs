//! `morgue timeline`: counts over time.

use crate::cli::args::TimelineArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, doctor, json, tables, timeline};
use crate::search::Engine;

pub(super) fn run(args: &TimelineArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let request = plan::timeline_request(args);
    let response = super::ask(&engine, || engine.timeline(&request))?;
    out.repairs(&request.query)?;
    out.cuts(&response.cut)?;
    if args.json {
        let advice = super::advice(&engine, &request.query, response.stories > 0)?;
        json::timeline(out, engine.archive(), &request, &response, &advice, args.per)?;
    } else if args.csv {
        tables::timeline(out, &response, args.per)?;
    } else {
        timeline::timeline(out, &request, &response, args.per)?;
        doctor::advice(out, &super::advice(&engine, &request.query, response.stories > 0)?)?;
    }
    Ok(Exit::found(response.stories > 0))
}

//! `morgue quotes`: who said what.

use crate::cli::args::QuotesArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, json, quotes, tables};
use crate::search::Engine;

pub(super) fn run(args: &QuotesArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let request = plan::quotes_request(args);
    let response = super::ask(&engine, || engine.quotes(&request))?;
    out.repairs(&request.query)?;
    out.cuts(&response.cut)?;
    request.about.iter().try_for_each(|about| out.repairs(about))?;
    super::warn(&engine, out)?;
    if args.json {
        json::quotes(out, engine.archive(), &request, &response)?;
    } else if args.csv {
        tables::quotes(out, engine.archive(), &response)?;
    } else {
        quotes::list(out, engine.archive(), &response)?;
    }
    Ok(Exit::found(response.total > 0))
}

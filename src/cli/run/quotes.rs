//! `morgue quotes`: who said what.

use crate::cli::args::QuotesArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, json, quotes, tables};
use crate::query::Query;
use crate::search::{Engine, LocalEngine, Request, SearchError, Want};

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
        let found = response.total > 0 || super::ask(&engine, || finds(&engine, &request.stories()))?;
        super::advise(&engine, &request.stories(), found, out)?;
    }
    Ok(Exit::found(response.total > 0))
}

/// Whether a query finds any story: one with such quotes, none of which is certain enough perhaps.
fn finds(engine: &LocalEngine, query: &Query) -> Result<bool, SearchError> {
    let request =
        Request { query: query.clone(), sort: None, offset: 0, limit: Some(0), want: Want::Addresses };
    Ok(engine.search(&request)?.total > 0)
}

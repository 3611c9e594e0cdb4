//! `morgue quotes`: who said what.

use crate::cli::args::QuotesArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, doctor, json, quotes, tables};
use crate::search::{Advice, Engine, LocalEngine, QuotesRequest, QuotesResponse, Request, Want};

pub(super) fn run(args: &QuotesArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let request = plan::quotes_request(args);
    let response = super::ask(&engine, || engine.quotes(&request))?;
    out.repairs(&request.query)?;
    out.cuts(&response.cut)?;
    request.about.iter().try_for_each(|about| out.repairs(about))?;
    super::warn(&engine, out)?;
    if args.json {
        let advice = advice(&engine, &request, &response)?;
        json::quotes(out, engine.archive(), &request, &response, &advice)?;
    } else if args.csv {
        tables::quotes(out, engine.archive(), &response)?;
    } else {
        quotes::list(out, engine.archive(), &response)?;
        let advice = advice(&engine, &request, &response)?;
        doctor::advice(out, &advice)?;
        if response.total == 0 && advice.doctor.is_none() {
            out.note(without(&request))?;
        }
    }
    Ok(Exit::found(response.total > 0))
}

/// What is to be said of the query of the stories with such quotes. Some may be found where no quote is: none of
/// them is certain enough perhaps.
fn advice(
    engine: &LocalEngine,
    request: &QuotesRequest,
    response: &QuotesResponse,
) -> anyhow::Result<Advice> {
    let query = request.stories();
    let stories =
        Request { query: query.clone(), sort: None, offset: 0, limit: Some(0), want: Want::Addresses };
    let found = response.total > 0 || super::ask(engine, || engine.search(&stories))?.total > 0;
    super::advice(engine, &query, found)
}

/// Why stories that are found give no quotes.
fn without(request: &QuotesRequest) -> &'static str {
    match request.unattributed || request.min_confidence.is_some() {
        true => "nothing found: stories have such quotes; leave out --min-confidence and --unattributed",
        false => "nothing found: the stories that the query finds have no quotes",
    }
}

//! `morgue people`, `places` and `orgs`: names with exact counts.

use crate::cli::args::FacetArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, json, text};
use crate::search::{Engine, Facet};

pub(super) fn run(args: &FacetArgs, facet: Facet, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let request = plan::facet_request(args, facet);
    let response = super::ask(&engine, || engine.facet(&request))?;
    out.repairs(&request.query)?;
    if args.json {
        json::facet(out, engine.archive(), &request, &response)?;
    } else {
        text::facet(out, &request, &response)?;
    }
    Ok(Exit::found(!response.values.is_empty()))
}

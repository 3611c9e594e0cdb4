//! `morgue people`, `places` and `orgs`: names with exact counts.

use crate::cli::args::{FacetArgs, PeopleArgs};
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, json, people, text};
use crate::search::{Engine, Facet};

pub(super) fn people(args: &PeopleArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let Some(name) = &args.why else { return run(&args.facet, Facet::People, out) };
    let engine = super::engine(&args.facet.place, out)?;
    let request = plan::why_request(&args.facet, name);
    let response = super::ask(&engine, || engine.why(&request))?;
    out.repairs(&request.query)?;
    super::warn(&engine, out)?;
    if args.facet.json {
        json::why(out, &response)?;
    } else {
        let (edits, _) = engine.archive().edits()?;
        people::why(out, &request, &response, &edits.path)?;
    }
    Ok(Exit::found(!response.people.is_empty()))
}

pub(super) fn run(args: &FacetArgs, facet: Facet, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let request = plan::facet_request(args, facet);
    let response = super::ask(&engine, || engine.facet(&request))?;
    out.repairs(&request.query)?;
    if facet == Facet::People {
        super::warn(&engine, out)?;
    }
    if args.json {
        json::facet(out, engine.archive(), &request, &response)?;
    } else {
        text::facet(out, &request, &response)?;
    }
    Ok(Exit::found(!response.values.is_empty()))
}

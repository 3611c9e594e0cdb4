//! `morgue people`, `places`, `orgs` and `facet`: values with exact counts.

use crate::cli::args::{FacetArgs, FieldArgs, PeopleArgs};
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, doctor, json, people, tables, text};
use crate::search::{Engine, Facet, FacetRequest};

pub(super) fn people(args: &PeopleArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let Some(name) = &args.why else { return count(&args.facet, &plan::people_request(args)?, out) };
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

pub(super) fn field(args: &FieldArgs, out: &mut Output) -> anyhow::Result<Exit> {
    run(&args.facet, plan::facet(args.field), out)
}

pub(super) fn run(args: &FacetArgs, facet: Facet, out: &mut Output) -> anyhow::Result<Exit> {
    count(args, &plan::facet_request(args, facet)?, out)
}

fn count(args: &FacetArgs, request: &FacetRequest, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let response = super::ask(&engine, || engine.facet(request))?;
    out.repairs(&request.query)?;
    out.cuts(&response.cut)?;
    if matches!(request.facet, Facet::People | Facet::Speakers | Facet::Unquoted) {
        super::warn(&engine, out)?;
    }
    if args.json {
        let advice = super::advice(&engine, &request.query, response.stories > 0)?;
        json::facet(out, engine.archive(), request, &response, &advice)?;
    } else if args.csv {
        tables::facet(out, request, &response)?;
    } else {
        text::facet(out, request, &response)?;
        doctor::advice(out, &super::advice(&engine, &request.query, response.stories > 0)?)?;
    }
    Ok(Exit::found(!response.values.is_empty()))
}

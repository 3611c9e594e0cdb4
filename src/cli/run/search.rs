//! `morgue search`: ranked stories with snippets.

use std::io::Write;
use std::time::Instant;

use crate::cli::args::SearchArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, doctor, json, paths, tables, text};
use crate::query::Query;
use crate::search::{
    Answer, Candidates, Engine, FacetRequest, FacetResponse, Hit, LocalEngine, Request, Response,
};

/// Hits as they are read.
type Hits<'a> = Box<dyn Iterator<Item = anyhow::Result<Hit>> + 'a>;

pub(super) fn run(args: &SearchArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let request = plan::request(args, engine.archive().generation.number)?;
    let begun = Instant::now();
    let (response, hits) = answer(&engine, &request)?;
    let took = begun.elapsed();
    out.repairs(&request.query)?;
    out.cuts(&response.cut)?;
    let archive = engine.archive();
    match args.format {
        f if f.count => paths::count(out, response.total)?,
        f if f.null => each(hits, |hit| paths::path(out, archive, hit, 0))?,
        f if f.files_with_matches => each(hits, |hit| paths::path(out, archive, hit, b'\n'))?,
        f if f.vimgrep => each(hits, |hit| paths::marks(out, archive, hit))?,
        f if f.csv => {
            tables::hit_titles(out)?;
            each(hits, |hit| tables::hit(out, archive, hit))?;
        }
        f if f.json => {
            let candidates = super::ask(&engine, || engine.candidates(&request.query))?;
            json::head(out, archive, &request.query)?;
            each(hits, |hit| json::hit(out, archive, hit))?;
            for (request, response, _) in beside(&engine, args, &request.query)? {
                json::values(out, request.facet, &response.values)?;
            }
            let took = if request.limit.is_some() { took } else { begun.elapsed() };
            let advice = super::advice(&engine, &request.query, response.total > 0)?;
            json::summary(out, &response, &candidates, &advice, took)?;
        }
        _ => {
            out.reading(&request.query, &response, archive, took)?;
            remark(&engine, &request.query, out)?;
            let mut before = "";
            each(hits, |hit| {
                write!(out, "{before}")?;
                before = "\n";
                text::hit(out, archive, hit)
            })?;
            for (request, response, widened) in beside(&engine, args, &request.query)? {
                text::beside(out, &request, &response, widened)?;
            }
        }
    }
    out.flush()?;
    if !args.format.json {
        advise(&engine, args, &request.query, response.total > 0, out)?;
    }
    Ok(Exit::found(response.total > 0))
}

/// Says what there is to say of the words of a query, and why nothing was found; beside formats for programs
/// to people only.
fn advise(
    engine: &LocalEngine,
    args: &SearchArgs,
    query: &Query,
    found: bool,
    out: &mut Output,
) -> anyhow::Result<()> {
    let f = args.format;
    let for_programs = f.count || f.null || f.files_with_matches || f.vimgrep || f.csv;
    if for_programs && !out.is_watched() {
        return Ok(());
    }
    Ok(doctor::advice(out, &super::advice(engine, query, found)?)?)
}

/// The answer without its hits, and these: a page is read at once, an answer of any length one by one.
fn answer<'a>(engine: &'a LocalEngine, request: &'a Request) -> anyhow::Result<(Response, Hits<'a>)> {
    if request.limit.is_some() {
        let mut response = super::ask(engine, || engine.search(request))?;
        let hits = std::mem::take(&mut response.hits);
        return Ok((response, Box::new(hits.into_iter().map(Ok))));
    }
    let Answer { response, mut hits } = super::ask(engine, || engine.stream(request))?;
    let next = move || super::ask(engine, || hits.next().transpose()).transpose();
    Ok((response, Box::new(std::iter::from_fn(next))))
}

fn each(hits: Hits<'_>, mut print: impl FnMut(&Hit) -> std::io::Result<()>) -> anyhow::Result<()> {
    for hit in hits {
        print(&hit?)?;
    }
    Ok(())
}

/// The facets to print beside the stories, and whether each was counted without the query's own choice.
fn beside(
    engine: &LocalEngine,
    args: &SearchArgs,
    query: &Query,
) -> anyhow::Result<Vec<(FacetRequest, FacetResponse, bool)>> {
    let count = |&typed| {
        let (request, widened) = plan::beside(typed, query);
        let response = super::ask(engine, || engine.facet(&request))?;
        Ok((request, response, widened))
    };
    args.facet.iter().map(count).collect()
}

/// Tells people at a terminal who may be meant by names that fit several.
fn remark(engine: &LocalEngine, query: &Query, out: &mut Output) -> anyhow::Result<()> {
    if out.is_watched() {
        let candidates: Vec<Candidates> = super::ask(engine, || engine.candidates(query))?;
        candidates.iter().try_for_each(|one| out.remark(&text::candidates(one)))?;
    }
    Ok(())
}

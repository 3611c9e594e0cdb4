//! `morgue search`: ranked stories with snippets.

use std::time::Instant;

use crate::cli::args::SearchArgs;
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::print::{Output, json, paths, text};
use crate::search::Engine;

pub(super) fn run(args: &SearchArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let request = plan::request(args);
    let begun = Instant::now();
    let response = super::ask(&engine, || engine.search(&request))?;
    let elapsed = begun.elapsed();
    out.repairs(&request.query)?;
    let archive = engine.archive();
    match args.format {
        f if f.count => paths::count(out, response.total)?,
        f if f.null => paths::list(out, archive, &response, 0)?,
        f if f.files_with_matches => paths::list(out, archive, &response, b'\n')?,
        f if f.json => json::search(out, archive, &request, &response, elapsed)?,
        _ => {
            out.reading(&request.query, &response, archive, elapsed)?;
            text::search(out, archive, &response)?;
        }
    }
    Ok(Exit::found(response.total > 0))
}

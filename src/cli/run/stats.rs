//! `morgue stats`: numbers about an archive.

use crate::cli::args::StatsArgs;
use crate::cli::exit::Exit;
use crate::print::{Output, json, text};
use crate::search::Engine;

pub(super) fn run(args: &StatsArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let stats = super::ask(&engine, || engine.stats())?;
    if args.json {
        json::stats(out, &stats)?;
    } else {
        text::stats(out, &stats)?;
    }
    Ok(Exit::Done)
}

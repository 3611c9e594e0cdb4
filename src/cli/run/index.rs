//! `morgue index`: build the index of an archive.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;

use crate::cli::args::IndexArgs;
use crate::cli::exit::Exit;
use crate::cli::{interrupt, plan};
use crate::index::place::IndexPlace;
use crate::index::{BuildOptions, Summary, build};
use crate::print::log::Log;
use crate::print::{Output, Progress, summary};

pub(super) fn run(args: &IndexArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let place = plan::index_place(args)?;
    let options = plan::build_options(args)?;
    let stop = interrupt::listen()?;
    let report = args.report.as_deref().map(create).transpose()?;
    if !args.log_json {
        return build_and_tell(&place, &options, report, &stop, out);
    }
    let log = Log::new(stop);
    let built = build(&place, &options, &log, report)?;
    log.summary(&built, &place, options.dry_run);
    Ok(exit(&built))
}

fn create(path: &Path) -> anyhow::Result<Box<dyn Write>> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Box::new(BufWriter::new(file)))
}

/// Builds with progress, and tells on stderr what was done.
pub(super) fn build_and_tell(
    place: &IndexPlace,
    options: &BuildOptions,
    report: Option<Box<dyn Write>>,
    stop: &Arc<AtomicBool>,
    out: &mut Output,
) -> anyhow::Result<Exit> {
    let progress = Progress::new(Arc::clone(stop));
    let built = build(place, options, &progress, report);
    let done = progress.end();
    let built = built?;
    summary::tell(out, &built, place, done, options.dry_run)?;
    Ok(exit(&built))
}

fn exit(built: &Summary) -> Exit {
    match () {
        () if built.stopped => Exit::Interrupted,
        () if built.counts.failed > 0 => Exit::SomeFailed,
        () => Exit::Done,
    }
}

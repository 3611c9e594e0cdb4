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
use crate::index::{BuildOptions, build};
use crate::print::{Output, Progress};

pub(super) fn run(args: &IndexArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let place = plan::index_place(args)?;
    let options = plan::build_options(args)?;
    let stop = interrupt::listen()?;
    build_and_tell(&place, &options, args.report.as_deref(), &stop, out)
}

/// Builds with progress, and tells on stderr what was done.
pub(super) fn build_and_tell(
    place: &IndexPlace,
    options: &BuildOptions,
    report: Option<&Path>,
    stop: &Arc<AtomicBool>,
    out: &mut Output,
) -> anyhow::Result<Exit> {
    let create = |path: &Path| -> anyhow::Result<Box<dyn Write>> {
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Box::new(BufWriter::new(file)))
    };
    let report = report.map(create).transpose()?;
    let progress = Progress::new(Arc::clone(stop));
    let summary = build(place, options, &progress, report);
    progress.end();
    let summary = summary?;
    out.summary(&summary, place, options.dry_run)?;
    Ok(match () {
        () if summary.stopped => Exit::Interrupted,
        () if summary.counts.failed > 0 => Exit::SomeFailed,
        () => Exit::Done,
    })
}

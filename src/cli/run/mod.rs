//! One file a subcommand.

mod batch;
mod doctor;
mod explain;
mod extract;
mod facet;
mod index;
mod names;
mod quotes;
mod search;
mod show;
mod stats;
mod timeline;

use std::io::Write;

use clap::CommandFactory;

use super::args::{Args, Command, Where};
use super::exit::{Exit, Stopped};
use super::{interrupt, plan};
use crate::index::Archive;
use crate::print::Output;
use crate::query::Query;
use crate::search::{Advice, Engine, Facet, LocalEngine, SearchError};

/// Runs the command that was typed.
pub(super) fn run(args: Args) -> anyhow::Result<Exit> {
    let mut out = Output::new(plan::colors(args.color));
    match args.command {
        Command::Index(typed) => index::run(&typed, &mut out),
        Command::Search(typed) => search::run(&typed, &mut out),
        Command::Explain(typed) => explain::run(&typed, &mut out),
        Command::Quotes(typed) => quotes::run(&typed, &mut out),
        Command::People(typed) => facet::people(&typed, &mut out),
        Command::Places(typed) => facet::run(&typed, Facet::Places, &mut out),
        Command::Orgs(typed) => facet::run(&typed, Facet::Orgs, &mut out),
        Command::Facet(typed) => facet::field(&typed, &mut out),
        Command::Timeline(typed) => timeline::run(&typed, &mut out),
        Command::Batch(typed) => batch::run(&typed, &mut out),
        Command::Names(typed) => names::run(&typed, &mut out),
        Command::Show(typed) => show::run(&typed, &mut out),
        Command::Extract(typed) => extract::run(&typed, &mut out),
        Command::Stats(typed) => stats::run(&typed, &mut out),
        Command::Doctor(typed) => doctor::run(&typed, &mut out),
        Command::Completions { shell } => {
            // Into memory first: it panics where it cannot write.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "morgue", &mut script);
            out.write_all(&script)?;
            out.flush()?;
            Ok(Exit::Done)
        }
        Command::Man => {
            manual(&mut out)?;
            Ok(Exit::Done)
        }
    }
}

/// The page of morgue, then one of each command: readers show them one behind the other.
fn manual(out: &mut Output) -> std::io::Result<()> {
    let mut command = Args::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for subcommand in command.get_subcommands().cloned() {
        clap_mangen::Man::new(subcommand).render(out)?;
    }
    out.flush()
}

/// Opens the archive that was named. One that was never indexed is indexed first.
fn engine(typed: &Where, out: &mut Output) -> anyhow::Result<LocalEngine> {
    let place = plan::place(typed)?;
    if !place.exists() && typed.archive.is_some() {
        let stop = interrupt::listen()?;
        let exit = index::build_and_tell(&place, &plan::default_build_options(), None, &stop, out)?;
        anyhow::ensure!(exit != Exit::Interrupted, Stopped);
    }
    Ok(LocalEngine::new(Archive::open(&place)?))
}

/// Tells what `names.toml` says of names that no story has.
fn warn(engine: &LocalEngine, out: &mut Output) -> anyhow::Result<()> {
    let (_, applied) = engine.archive().edits()?;
    applied.warnings.iter().try_for_each(|warning| out.note(&format!("note: {warning}")))?;
    Ok(())
}

/// What is to be said of a query that finds something or nothing.
fn advice(engine: &LocalEngine, query: &Query, found: bool) -> anyhow::Result<Advice> {
    ask(engine, || engine.advice(query, found))
}

/// Asks an engine; where it fails because its index is damaged, the error says so.
fn ask<T>(engine: &LocalEngine, question: impl FnOnce() -> Result<T, SearchError>) -> anyhow::Result<T> {
    Ok(engine.archive().reading(|| question().map_err(|SearchError::Index(error)| error))?)
}

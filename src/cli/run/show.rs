//! `morgue show`: a story with its parts labelled.

use std::path::Path;

use crate::cli::args::ShowArgs;
use crate::cli::exit::Exit;
use crate::corpus::address::address_of;
use crate::extract::Given;
use crate::print::{self, Output};
use crate::search::{Engine, Found, LocalEngine};
use crate::story::{Options, Story};

pub(super) fn run(args: &ShowArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let engine = super::engine(&args.place, out)?;
    let found = find(&engine, &args.story)?;
    if found.is_empty() {
        return none(&args.story, out);
    }
    for Found { address, story } in found {
        match args {
            ShowArgs { raw: true, .. } => print::story::raw(out, &story)?,
            ShowArgs { why: true, .. } => {
                print::story::labelled(out, &address, &with_reasons(story, &address))?
            }
            _ => print::story::labelled(out, &address, &story)?,
        }
    }
    Ok(Exit::Done)
}

/// Says that there is no such story.
pub(super) fn none(typed: &str, out: &mut Output) -> anyhow::Result<Exit> {
    out.note(&format!("no story has the address or id {typed:?}: `morgue search -l` lists paths"))?;
    Ok(Exit::Nothing)
}

/// An address, an id, or the path of a file as the user sees it from where they are.
pub(super) fn find(engine: &LocalEngine, typed: &str) -> anyhow::Result<Vec<Found>> {
    let found = super::ask(engine, || engine.find(typed))?;
    if !found.is_empty() {
        return Ok(found);
    }
    let archive = &engine.archive().place.archive;
    let relative = Path::new(typed).strip_prefix(archive).unwrap_or(Path::new(typed));
    let found = match relative.to_str() {
        // What `-l` prints of a story in a container.
        Some(address) => super::ask(engine, || engine.find(address))?,
        None => found,
    };
    if !found.is_empty() {
        return Ok(found);
    }
    super::ask(engine, || engine.find(&address_of(relative)))
}

/// Reasons are not stored; labelling the same text again gives the same labels with their reasons.
fn with_reasons(story: Story, address: &str) -> Story {
    let given = Given { path: Some(address.to_owned()), ..Given::default() };
    Story::from_text(
        &story.text,
        &Options { given, why: true, encoding: story.encoding, ..Options::default() },
    )
}

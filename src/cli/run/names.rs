//! `morgue names`: names that are likely one person's, and the user's file that says who is who.

use crate::cli::args::{NamesArgs, NamesEdit, Where};
use crate::cli::exit::Exit;
use crate::cli::plan;
use crate::index::Archive;
use crate::index::names::edits::{self, Change};
use crate::print::{Output, json, people};
use crate::search::{Engine, LocalEngine};

pub(super) fn run(args: &NamesArgs, out: &mut Output) -> anyhow::Result<Exit> {
    if let Some(edit) = &args.edit {
        let (place, change) = change(edit);
        return write(place, &change, out);
    }
    let engine = super::engine(&args.place, out)?;
    let most = plan::amount(args.max_count, args.all);
    let suggestions = super::ask(&engine, || engine.suggestions(most))?;
    super::warn(&engine, out)?;
    if args.json {
        json::suggestions(out, &suggestions)?;
    } else {
        people::suggestions(out, &suggestions)?;
    }
    Ok(Exit::found(!suggestions.is_empty()))
}

/// Of which archive what is to be written.
fn change(edit: &NamesEdit) -> (&Where, Change) {
    match edit {
        NamesEdit::Merge { names, shown, place } => {
            (place, Change::Merge { names: names.clone(), shown: shown.clone() })
        }
        NamesEdit::Split { name, shown, path, place } => {
            let (name, shown, paths) = (name.clone(), shown.clone(), path.clone());
            (place, Change::Split { name, shown, paths })
        }
        NamesEdit::Pin { name, shown, place } => {
            (place, Change::Pin { name: name.clone(), shown: shown.clone() })
        }
        NamesEdit::Ignore { name, place } => (place, Change::Ignore { name: name.clone() }),
    }
}

/// Writes an entry, and tells what the file then says of names that no story has.
fn write(place: &Where, change: &Change, out: &mut Output) -> anyhow::Result<Exit> {
    let place = plan::place(place)?;
    let path = edits::place_of(&place);
    edits::change(&path, change)?;
    out.note(&format!("wrote {}", path.display()))?;
    if place.exists() {
        let engine = LocalEngine::new(Archive::open(&place)?);
        super::warn(&engine, out)?;
    }
    Ok(Exit::Done)
}

//! Writing entries into `names.toml`: what else stands there stays as it is.

use std::path::{Path, PathBuf};

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::super::lookup::key;
use super::{EditKind, read};
use crate::index::IndexError;

/// An entry to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// These names are one person.
    Merge {
        /// Two names or more.
        names: Vec<String>,
        /// The name to show.
        shown: Option<String>,
    },
    /// This name leaves its entry.
    Split {
        /// The name.
        name: String,
        /// The name to show, or the entry that it goes to.
        shown: Option<String>,
        /// Only in stories of these paths; in all without any.
        paths: Vec<String>,
    },
    /// Whoever bears this name is listed under it, or under another.
    Pin {
        /// The name.
        name: String,
        /// The name to show, if it is another.
        shown: Option<String>,
    },
    /// This name is nobody's.
    Ignore {
        /// The name.
        name: String,
    },
}

/// How a new file begins.
const HEAD: &str = "\
# Names of this archive that morgue is to put together or keep apart: see `morgue names --help`.
";

/// Writes an entry into the file at `path`, which is made if need be. Gives the file's new text.
///
/// # Errors
/// When the file means nothing as it stands or would with the entry, or cannot be written.
pub fn change(path: &Path, change: &Change) -> Result<String, IndexError> {
    read(path)?;
    let text = std::fs::read_to_string(path).unwrap_or_else(|_| HEAD.to_owned());
    let wrong = |what: String| IndexError::NamesFile { path: path.to_owned(), line: 1, what };
    let mut file: DocumentMut =
        text.parse().map_err(|e: toml_edit::TomlError| wrong(e.message().to_owned()))?;
    let mut head = String::new();
    if file.is_empty() && !text.trim().is_empty() {
        // Comments with nothing behind them would end up behind the entry.
        head = format!("{}\n\n", text.trim_end());
        file = DocumentMut::new();
    }
    let kept = put(&mut file, change);
    kept.ok_or_else(|| {
        wrong("an entry is no table: write [[merge]], [[split]], [[pin]] or [[ignore]]".to_owned())
    })?;
    let text = format!("{head}{file}");
    super::parse(&text, path)?;
    replace(path, &text)?;
    Ok(text)
}

/// A file is replaced as a whole: half a file would lose what the user wrote.
fn replace(path: &Path, text: &str) -> Result<(), IndexError> {
    let new: PathBuf = path.with_file_name(".names.toml.new");
    std::fs::write(&new, text).map_err(IndexError::io("cannot write", &new))?;
    std::fs::rename(&new, path).map_err(IndexError::io("cannot write", path))
}

/// Changes the entry that speaks of the same name, or adds one at the end of its kind.
fn put(file: &mut DocumentMut, change: &Change) -> Option<()> {
    match change {
        Change::Merge { names, shown } => {
            let known =
                |table: &Table| list(table, "names").any(|n| names.iter().any(|name| key(n) == key(name)));
            let table = entry(file, EditKind::Merge, known)?;
            extend(table, "names", names, |a, b| key(a) == key(b));
            show(table, shown.as_deref());
        }
        Change::Split { name, shown, paths } => {
            let same = |table: &Table| is_named(table, name) && text(table, "as") == shown.as_deref();
            let table = entry(file, EditKind::Split, same)?;
            table["name"] = value(name.as_str());
            show(table, shown.as_deref());
            extend(table, "paths", paths, |a, b| a == b);
        }
        Change::Pin { name, shown } => {
            let table = entry(file, EditKind::Pin, |table| is_named(table, name))?;
            table["name"] = value(name.as_str());
            show(table, shown.as_deref());
        }
        Change::Ignore { name } => {
            let table = entry(file, EditKind::Ignore, |table| is_named(table, name))?;
            table["name"] = value(name.as_str());
        }
    }
    Some(())
}

/// The first entry of a kind that passes a test, or a new one behind the others.
fn entry(file: &mut DocumentMut, kind: EditKind, test: impl Fn(&Table) -> bool) -> Option<&mut Table> {
    let item = file.entry(kind.name()).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if !item.is_array_of_tables() {
        // `pin = [{ name = "A" }]` says the same.
        *item = Item::ArrayOfTables(std::mem::take(item).into_array_of_tables().ok()?);
    }
    let entries = item.as_array_of_tables_mut()?;
    let at = entries.iter().position(test).unwrap_or(entries.len());
    if at == entries.len() {
        entries.push(Table::new());
    }
    entries.get_mut(at)
}

/// Adds what a list lacks.
fn extend(table: &mut Table, field: &str, more: &[String], same: impl Fn(&str, &str) -> bool) {
    let old: Vec<String> = list(table, field).map(str::to_owned).collect();
    let new: Vec<&String> = more.iter().filter(|new| !old.iter().any(|old| same(old, new))).collect();
    match table.get_mut(field).and_then(Item::as_array_mut) {
        Some(array) => new.into_iter().for_each(|text| array.push(text.as_str())),
        None if new.is_empty() => {}
        None => table[field] = value(new.into_iter().map(String::as_str).collect::<Array>()),
    }
}

fn show(table: &mut Table, shown: Option<&str>) {
    if let Some(shown) = shown {
        table["as"] = value(shown);
    }
}

fn text<'a>(table: &'a Table, field: &str) -> Option<&'a str> {
    table.get(field).and_then(Item::as_str)
}

fn is_named(table: &Table, name: &str) -> bool {
    text(table, "name").is_some_and(|n| key(n) == key(name))
}

fn list<'a>(table: &'a Table, field: &str) -> impl Iterator<Item = &'a str> {
    let all = table.get(field).and_then(Item::as_array);
    all.into_iter().flat_map(|all| all.iter().filter_map(toml_edit::Value::as_str))
}

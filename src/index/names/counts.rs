//! What was counted, as a side table: the next run adds the stories that it finds and takes those out that
//! are gone.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::NameCounters;
use super::counter::Count;
use super::people::Told;
use crate::index::IndexError;
use crate::index::frames::{RowWriter, Rows};
use crate::index::generation::{self, Generation};

/// One count.
#[derive(Serialize, Deserialize)]
enum Row {
    Person(String, Told),
    OneEntry(String, String, i32),
    TwoEntries(String, String, i32),
    Place(String, Count),
    Org(String, Count),
}

/// Writes the counts of a generation; gives the name of the file. Equal counts make equal files.
///
/// # Errors
/// When the file cannot be written.
pub(in crate::index) fn write(
    dir: &Path,
    number: u64,
    counters: &NameCounters,
) -> Result<String, IndexError> {
    let mut out = RowWriter::create(generation::unfinished(dir, generation::COUNTS, number))?;
    let people = &counters.people;
    for (name, told) in sorted(&people.names) {
        out.push(&Row::Person(name.clone(), told.clone()))?;
    }
    for ((a, b), n) in sorted(&people.one_entry) {
        out.push(&Row::OneEntry(a.clone(), b.clone(), *n))?;
    }
    for ((a, b), n) in sorted(&people.two_entries) {
        out.push(&Row::TwoEntries(a.clone(), b.clone(), *n))?;
    }
    for (name, count) in sorted(&counters.places.counts) {
        out.push(&Row::Place(name.clone(), *count))?;
    }
    for (name, count) in sorted(&counters.orgs.counts) {
        out.push(&Row::Org(name.clone(), *count))?;
    }
    generation::finished(dir, generation::COUNTS, number, out.finish()?)
}

fn sorted<K: Ord, V>(counts: &HashMap<K, V>) -> impl Iterator<Item = (&K, &V)> {
    let mut all: Vec<(&K, &V)> = counts.iter().collect();
    all.sort_by_key(|(key, _)| *key);
    all.into_iter()
}

/// Reads the counts of a generation.
///
/// # Errors
/// What is wrong with the file, in words.
pub(in crate::index) fn read(dir: &Path, generation: &Generation) -> Result<NameCounters, String> {
    let mut counters = NameCounters::default();
    for row in Rows::open(&dir.join(&generation.counts))? {
        match row? {
            Row::Person(name, told) => drop(counters.people.names.insert(name, told)),
            Row::OneEntry(a, b, n) => drop(counters.people.one_entry.insert((a, b), n)),
            Row::TwoEntries(a, b, n) => drop(counters.people.two_entries.insert((a, b), n)),
            Row::Place(name, count) => drop(counters.places.counts.insert(name, count)),
            Row::Org(name, count) => drop(counters.orgs.counts.insert(name, count)),
        }
    }
    Ok(counters)
}

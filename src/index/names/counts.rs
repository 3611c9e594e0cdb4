//! What was counted, as a side table: the next run adds the stories that it finds and takes those out that
//! are gone.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::iter::{Peekable, once_with};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::counter::Count;
use super::people::Told;
use super::{NameCounters, Reasons, totals};
use crate::index::IndexError;
use crate::index::frames::{RowWriter, Rows};
use crate::index::generation::{self, Generation};
use crate::index::place::IndexPlace;

/// One count. Rows come kind by kind, those of a kind by their names.
#[derive(Serialize, Deserialize)]
pub(super) enum Row {
    Person(String, Told),
    OneEntry(String, String, i32),
    TwoEntries(String, String, i32),
    Place(String, Count),
    Org(String, Count),
}

impl Row {
    /// Where it comes among all.
    fn key(&self) -> (u8, &str, &str) {
        match self {
            Row::Person(name, _) => (0, name, ""),
            Row::OneEntry(a, b, _) => (1, a, b),
            Row::TwoEntries(a, b, _) => (2, a, b),
            Row::Place(name, _) => (3, name, ""),
            Row::Org(name, _) => (4, name, ""),
        }
    }

    /// Whether it is of people.
    pub(super) fn is_of_people(&self) -> bool {
        matches!(self, Row::Person(..) | Row::OneEntry(..) | Row::TwoEntries(..))
    }

    /// Adds a row with the same key.
    fn add(&mut self, more: Row) {
        match (self, more) {
            (Row::Person(_, told), Row::Person(_, more)) => *told += more,
            (Row::OneEntry(_, _, n), Row::OneEntry(_, _, more)) => *n += more,
            (Row::TwoEntries(_, _, n), Row::TwoEntries(_, _, more)) => *n += more,
            (Row::Place(_, count), Row::Place(_, more)) => *count += more,
            (Row::Org(_, count), Row::Org(_, more)) => *count += more,
            _ => {}
        }
    }

    /// Whether it comes to nothing.
    fn is_nothing(&self) -> bool {
        match self {
            Row::Person(_, told) => *told == Told::default(),
            Row::OneEntry(_, _, n) | Row::TwoEntries(_, _, n) => *n == 0,
            Row::Place(_, count) | Row::Org(_, count) => *count == Count::default(),
        }
    }
}

/// The rows of counters, in order. Each kind is sorted when it is asked for, and leaves nothing behind.
pub(super) fn rows(counters: NameCounters) -> impl Iterator<Item = Row> {
    let NameCounters { people, places, orgs } = counters;
    let names = once_with(|| sorted(people.names)).flatten();
    let one_entry = once_with(|| sorted(people.one_entry)).flatten();
    let two_entries = once_with(|| sorted(people.two_entries)).flatten();
    let places = once_with(|| sorted(places.counts)).flatten();
    let orgs = once_with(|| sorted(orgs.counts)).flatten();
    names
        .map(|(name, told)| Row::Person(name, told))
        .chain(one_entry.map(|((a, b), n)| Row::OneEntry(a, b, n)))
        .chain(two_entries.map(|((a, b), n)| Row::TwoEntries(a, b, n)))
        .chain(places.map(|(name, count)| Row::Place(name, count)))
        .chain(orgs.map(|(name, count)| Row::Org(name, count)))
}

fn sorted<K: Ord, V>(counts: HashMap<K, V>) -> Vec<(K, V)> {
    let mut all: Vec<(K, V)> = counts.into_iter().collect();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    all
}

/// Rows of a file with those of counters added.
struct Merged<Old: Iterator<Item = Result<Row, String>>, More: Iterator<Item = Row>> {
    old: Peekable<Old>,
    more: Peekable<More>,
}

impl<Old: Iterator<Item = Result<Row, String>>, More: Iterator<Item = Row>> Merged<Old, More> {
    fn sum(&mut self) -> Option<Result<Row, String>> {
        let order = match (self.old.peek(), self.more.peek()) {
            (Some(Ok(old)), Some(more)) => old.key().cmp(&more.key()),
            (Some(_), _) => Ordering::Less,
            (None, _) => Ordering::Greater,
        };
        match order {
            Ordering::Less => self.old.next(),
            Ordering::Greater => self.more.next().map(Ok),
            Ordering::Equal => {
                let mut row = self.old.next()?;
                row.iter_mut().zip(self.more.next()).for_each(|(row, more)| row.add(more));
                Some(row)
            }
        }
    }
}

impl<Old: Iterator<Item = Result<Row, String>>, More: Iterator<Item = Row>> Iterator for Merged<Old, More> {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Result<Row, String>> {
        loop {
            let row = self.sum()?;
            if !row.as_ref().is_ok_and(Row::is_nothing) {
                return Some(row);
            }
        }
    }
}

/// What [`write`] made.
pub(in crate::index) struct Written {
    /// Name of the file of counts.
    pub(in crate::index) counts: String,
    /// The tables, packed in parts.
    pub(in crate::index) names: [Vec<u8>; 2],
    /// Why people are who they are in them.
    pub(in crate::index) reasons: Reasons,
}

/// Writes the counts of a generation: those of the generation before, with what was counted since. Gives the
/// tables of them too. Equal counts make equal files.
///
/// # Errors
/// When the file cannot be written, or that of the generation before cannot be read.
pub(in crate::index) fn write(
    place: &IndexPlace,
    number: u64,
    before: Option<&Generation>,
    more: NameCounters,
) -> Result<Written, IndexError> {
    let damaged = |what| place.damaged(what);
    let old =
        before.map(|before| Rows::open(&place.dir.join(&before.counts))).transpose().map_err(damaged)?;
    let old = old.unwrap_or_else(Rows::none).peekable();
    let mut out = RowWriter::create(generation::unfinished(&place.dir, generation::COUNTS, number))?;
    let all = Merged { old, more: rows(more).peekable() };
    let (names, reasons) = totals::packed(all.map(|row| {
        let row = row.map_err(damaged)?;
        out.push(&row)?;
        Ok(row)
    }))?;
    let counts = generation::finished(&place.dir, generation::COUNTS, number, out.finish()?)?;
    Ok(Written { counts, names, reasons })
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

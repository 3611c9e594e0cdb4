//! What was counted, as a side table: the next run adds the stories that it finds and takes those out that
//! are gone.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::iter::once_with;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::counter::Count;
use super::people::Told;
use super::runs::Counted;
use super::{NameCounters, Reasons, totals};
use crate::index::IndexError;
use crate::index::frames::{RowWriter, Rows};
use crate::index::generation::{self, Generation, TableWriter};
use crate::index::place::IndexPlace;

/// One count. Rows come kind by kind, those of a kind by their names.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
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

/// Rows in their order.
pub(super) type Ordered<'a> = Box<dyn Iterator<Item = Result<Row, String>> + 'a>;

/// Rows of several origins, those of one key added.
pub(super) struct Merged<'a> {
    origins: Vec<Ordered<'a>>,
    /// The next row of each origin that has one.
    next: BinaryHeap<Head>,
    wrong: Option<String>,
}

/// The next row of an origin; the greatest is the one that comes first.
struct Head {
    row: Row,
    origin: usize,
}

impl Ord for Head {
    fn cmp(&self, other: &Head) -> Ordering {
        (other.row.key(), other.origin).cmp(&(self.row.key(), self.origin))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Head) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Head) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Head {}

impl<'a> Merged<'a> {
    /// Merges rows.
    pub(super) fn of(origins: Vec<Ordered<'a>>) -> Merged<'a> {
        let mut merged = Merged { next: BinaryHeap::with_capacity(origins.len()), origins, wrong: None };
        (0..merged.origins.len()).for_each(|origin| merged.ask(origin));
        merged
    }

    fn ask(&mut self, origin: usize) {
        match self.origins[origin].next() {
            Some(Ok(row)) => self.next.push(Head { row, origin }),
            Some(Err(wrong)) => self.wrong = Some(wrong),
            None => {}
        }
    }

    /// The next row of any origin.
    fn pop(&mut self) -> Option<Row> {
        let Head { row, origin } = self.next.pop()?;
        self.ask(origin);
        Some(row)
    }

    fn sum(&mut self) -> Option<Row> {
        let mut row = self.pop()?;
        while self.next.peek().is_some_and(|head| head.row.key() == row.key()) {
            self.pop().into_iter().for_each(|more| row.add(more));
        }
        Some(row)
    }
}

impl Iterator for Merged<'_> {
    type Item = Result<Row, String>;

    fn next(&mut self) -> Option<Result<Row, String>> {
        loop {
            let row = self.sum();
            if let Some(wrong) = self.wrong.take() {
                self.next.clear();
                return Some(Err(wrong));
            }
            if !row.as_ref().is_some_and(Row::is_nothing) {
                return row.map(Ok);
            }
        }
    }
}

/// What [`write`] made.
pub(in crate::index) struct Written {
    /// Name of the file of counts.
    pub(in crate::index) counts: String,
    /// Name of the file of the tables.
    pub(in crate::index) names: String,
    /// Why people are who they are in them.
    pub(in crate::index) reasons: Reasons,
}

/// Writes the counts of a generation: those of the generation before, with what was counted since. Then makes the
/// tables of them, when all else is out of memory. Equal counts make equal files.
///
/// # Errors
/// When the files cannot be written, or that of the generation before cannot be read.
pub(in crate::index) fn write(
    place: &IndexPlace,
    number: u64,
    before: Option<&Generation>,
    more: Counted,
) -> Result<Written, IndexError> {
    let (dir, damaged) = (&place.dir, |what| place.damaged(what));
    let old = before.map(|before| Rows::open(&dir.join(&before.counts))).transpose().map_err(damaged)?;
    let mut out = RowWriter::create(generation::unfinished(dir, generation::COUNTS, number))?;
    more.merged(old)?.try_for_each(|row| out.push(&row.map_err(damaged)?))?;
    let counts = generation::finished(dir, generation::COUNTS, number, out.finish()?)?;
    let mut names = TableWriter::create(dir, generation::NAMES, number)?;
    let rows = Rows::open(&dir.join(&counts)).map_err(damaged)?;
    let reasons = totals::write(rows.map(|row| row.map_err(damaged)), &mut names)?;
    Ok(Written { counts, names: names.finish()?, reasons })
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

//! What was counted in all stories of an archive, in the order of the counts' file, and the tables made of it.

use std::panic::resume_unwind;
use std::thread;

use super::counter::{NameCounters, unsigned};
use super::counts::{Row, rows};
use super::people::People;
use super::places::{Atlas, name_of};
use super::reasons::Reasons;
use super::values::{Entry, Texts};
use super::{Identity, NameTable, Names, Values};
use crate::index::layout::PART;
use crate::index::{IndexError, generation};

/// Sums over all stories.
#[derive(Debug, Default)]
struct Totals {
    people: People,
    places: Values,
    orgs: Values,
}

impl Totals {
    /// Takes in one more row; rows come in their order.
    fn push(&mut self, row: Row) {
        match row {
            Row::Person(name, told) => self.people.push(name, told),
            Row::OneEntry(a, b, n) => self.people.push_one_entry(&a, &b, n),
            Row::TwoEntries(a, b, n) => self.people.push_two_entries(&a, &b, n),
            Row::Place(name, count) => self.places.push(&name, unsigned(count.stories)),
            Row::Org(name, count) => self.orgs.push(&name, unsigned(count.stories)),
        }
    }
}

/// The tables of what was counted, where that is all there is, and why people are who they are in them.
pub(super) fn tables(counters: NameCounters) -> (Names, Reasons) {
    let mut totals = Totals::default();
    rows(counters).for_each(|row| totals.push(row));
    let (people, reasons) = totals.people.table();
    (Names { people, places: place_table(totals.places), orgs: org_table(totals.orgs) }, reasons)
}

/// The tables of rows, packed in parts as [`Names`], and why people are who they are in them. People are
/// grouped while rows behind theirs come in; what is made is packed at once.
///
/// # Errors
/// The first that comes among the rows, or when nothing can be packed.
pub(super) fn packed(
    rows: impl Iterator<Item = Result<Row, IndexError>>,
) -> Result<([Vec<u8>; 2], Reasons), IndexError> {
    let mut rows = rows.peekable();
    let mut totals = Totals::default();
    while let Some(row) = rows.next_if(|row| row.as_ref().is_ok_and(Row::is_of_people)) {
        totals.push(row?);
    }
    let Totals { people, .. } = std::mem::take(&mut totals);
    thread::scope(|scope| {
        let grouped = scope.spawn(move || {
            let (table, reasons) = people.table();
            generation::pack(&table).map(|table| (table, reasons))
        });
        rows.try_for_each(|row| row.map(|row| totals.push(row)))?;
        let others = generation::pack(&(place_table(totals.places), org_table(totals.orgs)))?;
        let (people, reasons) = grouped.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        Ok(([people, others], reasons))
    })
}

/// The table of organisations: spellings that differ in case, accents, hyphens and points are one.
fn org_table(mut values: Values) -> NameTable {
    let (identities, own) = by_spelling(&values);
    own.into_iter().for_each(|own| values.push_identities([own]));
    NameTable { identities, values, ..NameTable::default() }
}

/// The table of places: each value counts for its region and country too.
fn place_table(values: Values) -> NameTable {
    let atlas = Atlas::default();
    let mut values = with_divisions(values, &atlas);
    let (mut identities, own) = by_spelling(&values);
    atlas.place(&mut values, &mut identities, &own);
    NameTable { identities, values, ..NameTable::default() }
}

/// Places, and the regions and countries that they lie in.
fn with_divisions(places: Values, atlas: &Atlas) -> Values {
    let around = places.iter().flat_map(|entry| atlas.around(entry.value));
    let mut missing: Vec<String> = around.filter(|value| places.position(value).is_none()).collect();
    missing.sort_unstable();
    missing.dedup();
    let mut all: Vec<(&str, u32)> = places.iter().map(|entry| (entry.value, entry.stories)).collect();
    all.extend(missing.iter().map(|value| (value.as_str(), 0)));
    all.sort_unstable();
    let mut values = Values::default();
    all.into_iter().for_each(|(value, stories)| values.push(value, stories));
    values
}

/// Groups values to identities: spellings that differ in case, accents, hyphens and points. The commonest
/// spelling names the identity; of equally common ones the first by code point. Gives the identity of each
/// value too.
fn by_spelling(values: &Values) -> (Vec<Identity>, Vec<u32>) {
    let mut keys = Texts::default();
    values.iter().for_each(|entry| keys.push(|out| push_key(entry, out)));
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|&at| keys.get(at));
    let (mut identities, mut own) = (Vec::new(), vec![0; values.len()]);
    for group in order.chunk_by(|&a, &b| keys.get(a) == keys.get(b)) {
        let entries = group.iter().map(|&at| values.at(at));
        let shown = entries.max_by(|a, b| a.stories.cmp(&b.stories).then_with(|| b.value.cmp(a.value)));
        group.iter().for_each(|&at| own[at] = identities.len() as u32);
        let name = shown.map(|entry| name_of(entry.value).to_owned()).unwrap_or_default();
        identities.push(Identity { name, place: None });
    }
    (identities, own)
}

/// What spellings of one name share. Places meet only when country, region and GeoNames id agree too.
fn push_key(entry: Entry<'_>, out: &mut String) {
    let name = name_of(entry.value);
    out.push_str(if entry.folded.is_empty() { name } else { entry.folded });
    out.push_str(entry.value.strip_prefix(name).filter(|rest| rest.starts_with(PART)).unwrap_or_default());
}

/// Values that are each in one story.
#[cfg(test)]
fn values(all: &[&str]) -> Values {
    let mut all = all.to_vec();
    all.sort_unstable();
    let mut values = Values::default();
    all.chunk_by(|a, b| a == b).for_each(|same| values.push(same[0], same.len() as u32));
    values
}

/// A table of organisations, each in one story for each time that it stands there.
#[cfg(test)]
pub(super) fn orgs(all: &[&str]) -> NameTable {
    org_table(values(all))
}

/// A table of places, each in one story for each time that it stands there.
#[cfg(test)]
pub(super) fn places(all: &[&str]) -> NameTable {
    place_table(values(all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Options, Story};

    #[test]
    fn tables_that_were_packed_in_parts_are_read_as_one() {
        let story = Story::from_text(
            "MOSCOW (AP) - Anna Sokolova met President Boris Petrov of the Ural Bank in Sochi on Monday.",
            &Options::default(),
        );
        let mut counters = NameCounters::default();
        counters.add(&story);
        let (parts, reasons) = packed(rows(counters.clone()).map(Ok)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = generation::write_packed(folder.path(), generation::NAMES, 1, &parts).unwrap();
        let read: Names = generation::read_table(folder.path(), &file).unwrap();
        let made = counters.tables();
        assert!(
            made.0.people.values.len() > 1
                && made.0.places.values.len() > 1
                && !made.0.orgs.values.is_empty()
        );
        assert_eq!((format!("{read:?}"), reasons), (format!("{:?}", made.0), made.1));
    }

    #[test]
    fn spellings_meet_under_the_commonest() {
        let table = orgs(&["Al-Azhar", "Al Azhar", "Al-Azhar", "Al Ahram"]);
        let names: Vec<&str> = table.identities.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["Al Ahram", "Al-Azhar"]);
        assert_eq!(table.values.get("Al Azhar"), table.values.get("Al-Azhar"));
    }
}

//! The tables of names, made of what was counted in all stories of an archive, in the order of the counts' file.

use std::cmp::Ordering;

use super::counter::{NameCounters, unsigned};
use super::counts::{Row, rows};
use super::people::People;
use super::places::{Atlas, name_of};
use super::plain::{self, folded};
use super::reasons::Reasons;
use super::{Identity, NameTable, Names, Values};
use crate::index::IndexError;
use crate::index::generation::Parts;
use crate::index::layout::PART;
use crate::text::texts::Texts;

/// The tables of what was counted, where that is all there is, and why people are who they are in them.
pub(super) fn tables(counters: NameCounters) -> Result<(Names, Reasons), IndexError> {
    let mut bytes: Vec<u8> = Vec::new();
    let reasons = write(rows(counters).map(Ok), &mut bytes)?;
    let names = postcard::from_bytes(&bytes).map_err(|e| IndexError::Story(e.to_string()))?;
    Ok((names, reasons))
}

/// Writes the tables of rows as [`Names`], one after the other, so that only one of them is in memory. Gives why
/// people are who they are in them.
///
/// # Errors
/// The first that comes among the rows, or when the tables cannot be written.
pub(super) fn write(
    rows: impl Iterator<Item = Result<Row, IndexError>>,
    out: &mut impl Parts,
) -> Result<Reasons, IndexError> {
    let mut rows = rows.peekable();
    let mut people = People::default();
    while let Some(row) = rows.next_if(|row| row.as_ref().is_ok_and(Row::is_of_people)) {
        people.push(row?);
    }
    let reasons = people.write(out)?;
    let mut places = Values::default();
    while let Some(row) = rows.next_if(|row| matches!(row, Ok(Row::Place(..)))) {
        if let Row::Place(name, count) = row? {
            places.push(&name, unsigned(count.stories));
        }
    }
    out.push(&place_table(places))?;
    let (mut orgs, mut stories) = (Texts::default(), Vec::new());
    for row in rows {
        if let Row::Org(name, count) = row? {
            orgs.push(|out| out.push_str(&name));
            stories.push(unsigned(count.stories));
        }
    }
    write_orgs(&orgs, &stories, out)?;
    Ok(reasons)
}

/// The table of organisations: spellings that differ in case, accents, hyphens and points are one.
fn write_orgs(orgs: &Texts, stories: &[u32], out: &mut impl Parts) -> Result<(), IndexError> {
    let folded = folded(orgs);
    let Spellings { shown, of } = Spellings::of(orgs, &folded, stories);
    let names = shown.iter().map(|&shown| name_of(orgs.get(shown as usize)));
    plain::write(out, names, orgs, &folded, &of, stories)
}

/// The table of places: each value counts for its region and country too.
fn place_table(values: Values) -> NameTable {
    let atlas = Atlas::default();
    let mut values = with_divisions(values, &atlas);
    let Spellings { shown, of } = values.spellings();
    let name = |&shown: &u32| name_of(values.at(shown as usize).value).to_owned();
    let mut identities: Vec<Identity> =
        shown.iter().map(|shown| Identity { name: name(shown), place: None }).collect();
    atlas.place(&mut values, &mut identities, &of);
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

/// Values as identities: spellings that differ in case, accents, hyphens and points are one.
pub(super) struct Spellings {
    /// The value that names each identity: the commonest spelling, of equally common ones the first by code point.
    shown: Vec<u32>,
    /// The identity of each value.
    of: Vec<u32>,
}

impl Spellings {
    /// Those of values, with their names folded, and the stories of each.
    pub(super) fn of(values: &Texts, folded: &Texts, stories: &[u32]) -> Spellings {
        let key = |at: u32| key(values.get(at as usize), folded.get(at as usize));
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_unstable_by(|&a, &b| compared(key(a), key(b)).then(a.cmp(&b)));
        let mut spellings = Spellings { shown: Vec::new(), of: vec![0; values.len()] };
        for group in order.chunk_by(|&a, &b| compared(key(a), key(b)).is_eq()) {
            let number = spellings.shown.len() as u32;
            group.iter().for_each(|&at| spellings.of[at as usize] = number);
            let said = |at: u32| (stories[at as usize], values.get(at as usize));
            let more = |a: u32, b: u32| said(a).0.cmp(&said(b).0).then_with(|| said(b).1.cmp(said(a).1));
            spellings.shown.extend(group.iter().copied().max_by(|&a, &b| more(a, b)));
        }
        spellings
    }
}

/// What spellings of one name share, in two parts. Places meet only when country, region and GeoNames id agree too.
fn key<'a>(value: &'a str, folded: &'a str) -> (&'a str, &'a str) {
    let name = name_of(value);
    let rest = value.strip_prefix(name).filter(|rest| rest.starts_with(PART)).unwrap_or_default();
    (if folded.is_empty() { name } else { folded }, rest)
}

/// The order of keys, as if their parts were one text.
fn compared(a: (&str, &str), b: (&str, &str)) -> Ordering {
    match (a.1, b.1) {
        ("", "") => a.0.cmp(b.0),
        _ => a.0.bytes().chain(a.1.bytes()).cmp(b.0.bytes().chain(b.1.bytes())),
    }
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
    let values = values(all);
    let (mut texts, mut bytes) = (Texts::default(), Vec::<u8>::new());
    values.iter().for_each(|entry| texts.push(|out| out.push_str(entry.value)));
    let stories: Vec<u32> = values.iter().map(|entry| entry.stories).collect();
    write_orgs(&texts, &stories, &mut bytes).unwrap();
    postcard::from_bytes(&bytes).unwrap()
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

    /// A table that is written part by part must be what one in memory would be.
    #[test]
    fn tables_that_are_written_in_parts_are_read_and_written_as_one() {
        let story = Story::from_text(
            "MOSCOW (AP) - Anna Sokolova met President Boris Petrov of the Ural Bank in Sochi on Monday.",
            &Options::default(),
        );
        let mut counters = NameCounters::default();
        counters.add(&story);
        let mut bytes: Vec<u8> = Vec::new();
        write(rows(counters.clone()).map(Ok), &mut bytes).unwrap();
        let (names, _) = counters.tables().unwrap();
        let all = [&names.people, &names.places, &names.orgs];
        assert!(all.iter().all(|table| !table.values.is_empty() && !table.identities.is_empty()));
        assert_eq!(postcard::to_stdvec(&names).unwrap(), bytes);
    }

    #[test]
    fn spellings_meet_under_the_commonest() {
        let table = orgs(&["Al-Azhar", "Al Azhar", "Al-Azhar", "Al Ahram"]);
        let names: Vec<&str> = table.identities.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["Al Ahram", "Al-Azhar"]);
        assert_eq!(table.values.get("Al Azhar"), table.values.get("Al-Azhar"));
    }
}

//! Counting the values of columns while an index is built, and the tables made of them.

use std::collections::{BTreeMap, HashMap};

use super::lookup::key;
use super::people::PeopleCounter;
use super::places::{Atlas, name_of, place_value};
use super::reasons::Reasons;
use super::{Identity, NameTable, Names, Values};
use crate::index::layout::PART;
use crate::story::Story;

/// Counts the names of stories, for all tables.
#[derive(Clone, Debug, Default)]
pub struct NameCounters {
    people: PeopleCounter,
    places: NameCounter,
    orgs: NameCounter,
}

impl NameCounters {
    /// Counts the names of one story.
    pub fn add(&mut self, story: &Story) {
        self.people.add(story);
        story.places.iter().for_each(|p| self.places.add(&place_value(p)));
        story.dateline_places.iter().for_each(|p| self.places.know(&place_value(p)));
        story.orgs.iter().for_each(|o| self.orgs.add(&o.name));
    }

    /// Adds the counts of other counters.
    pub fn merge(&mut self, other: NameCounters) {
        self.people.merge(other.people);
        self.places.merge(other.places);
        self.orgs.merge(other.orgs);
    }

    /// The tables of what was counted, and why people are who they are in them.
    pub fn tables(self) -> (Names, Reasons) {
        let (people, reasons) = self.people.table();
        let names = Names { people, places: self.places.place_table(), orgs: self.orgs.table() };
        (names, reasons)
    }
}

/// A table in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// The identities.
    pub(super) identities: Vec<Identity>,
    /// Each value with the identities that it counts for and the number of its stories.
    pub(super) values: BTreeMap<String, (Vec<usize>, u32)>,
}

impl Draft {
    /// Takes in an identity with its values.
    pub(super) fn push(&mut self, name: String, values: impl Iterator<Item = (String, u32)>) {
        let number = self.identities.len();
        self.identities.push(Identity { name, place: None });
        self.values.extend(values.map(|(value, stories)| (value, (vec![number], stories))));
    }

    /// The table.
    pub(super) fn finish(self) -> NameTable {
        NameTable { identities: self.identities, values: Values::of(self.values), ..NameTable::default() }
    }
}

/// Counts the values of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct NameCounter {
    stories: HashMap<String, u32>,
}

impl NameCounter {
    fn add(&mut self, value: &str) {
        match self.stories.get_mut(value) {
            Some(count) => *count += 1,
            None => drop(self.stories.insert(value.to_owned(), 1)),
        }
    }

    /// Takes a value in without counting a story.
    fn know(&mut self, value: &str) {
        if !self.stories.contains_key(value) {
            self.stories.insert(value.to_owned(), 0);
        }
    }

    fn merge(&mut self, other: NameCounter) {
        for (value, count) in other.stories {
            *self.stories.entry(value).or_default() += count;
        }
    }

    /// Groups the values to identities: spellings that differ in case, accents, hyphens and points.
    pub(super) fn table(self) -> NameTable {
        self.draft().finish()
    }

    /// The commonest spelling names the identity; of equally common ones the first by code point.
    fn draft(self) -> Draft {
        let mut groups: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
        for (value, count) in self.stories {
            groups.entry(group_key(&value)).or_default().push((value, count));
        }
        let mut draft = Draft::default();
        for group in groups.into_values() {
            let shown = group.iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
            let name = shown.map(|(value, _)| name_of(value).to_owned()).unwrap_or_default();
            draft.push(name, group.into_iter());
        }
        draft
    }

    /// The table of places: each value counts for its region and country too.
    pub(super) fn place_table(mut self) -> NameTable {
        let atlas = Atlas::default();
        let around: Vec<String> = self.stories.keys().flat_map(|value| atlas.around(value)).collect();
        around.iter().for_each(|value| self.know(value));
        let mut draft = self.draft();
        atlas.place(&mut draft);
        draft.finish()
    }
}

/// Places meet only when country, region and GeoNames id agree too.
fn group_key(value: &str) -> String {
    match value.split_once(PART) {
        None => key(value),
        Some((name, rest)) => format!("{}{PART}{rest}", key(name)),
    }
}

#[cfg(test)]
impl NameCounter {
    /// Each value once for each time that it stands there.
    pub(super) fn of(values: &[&str]) -> NameCounter {
        let mut counter = NameCounter::default();
        values.iter().for_each(|value| counter.add(value));
        counter
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet_under_the_commonest() {
        let values = ["Al-Azhar", "Al Azhar", "Al-Azhar", "Al Ahram"];
        let table = NameCounter::of(&values).table();
        let names: Vec<&str> = table.identities.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["Al Ahram", "Al-Azhar"]);
        assert_eq!(table.values.get("Al Azhar"), table.values.get("Al-Azhar"));
    }
}

//! Counting the values of columns while an index is built, and the tables made of them.

use std::collections::{BTreeMap, HashMap};

use super::lookup::key;
use super::places::{Atlas, name_of, place_value};
use super::{Identity, NameTable, Names};
use crate::index::layout::PART;
use crate::story::Story;

/// Counts the names of stories, for all tables.
#[derive(Clone, Debug, Default)]
pub struct NameCounters {
    people: NameCounter,
    places: NameCounter,
    orgs: NameCounter,
}

impl NameCounters {
    /// Counts the names of one story.
    pub fn add(&mut self, story: &Story) {
        story.people.iter().for_each(|p| self.people.add(&p.name));
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

    /// The tables of what was counted.
    pub fn tables(self) -> Names {
        Names { people: self.people.table(), places: self.places.place_table(), orgs: self.orgs.table() }
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

    /// Groups the values to identities. The commonest spelling names the identity; of equally
    /// common ones the first by code point.
    pub(super) fn table(self) -> NameTable {
        let mut groups: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
        for (value, count) in self.stories {
            groups.entry(group_key(&value)).or_default().push((value, count));
        }
        let mut table = NameTable::default();
        for group in groups.into_values() {
            let number = table.identities.len();
            let shown = group.iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
            let name = shown.map(|(value, _)| name_of(value).to_owned()).unwrap_or_default();
            table.identities.push(Identity { name, place: None });
            table.values.extend(group.into_iter().map(|(value, _)| (value, vec![number])));
        }
        table
    }

    /// The table of places: each value counts for its region and country too.
    pub(super) fn place_table(mut self) -> NameTable {
        let atlas = Atlas::default();
        let around: Vec<String> = self.stories.keys().flat_map(|value| atlas.around(value)).collect();
        around.iter().for_each(|value| self.know(value));
        let mut table = self.table();
        atlas.place(&mut table);
        table
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
        let values = ["Bashar al-Assad", "Bashar Al-Assad", "Bashar al-Assad", "Asma al-Assad"];
        let table = NameCounter::of(&values).table();
        let names: Vec<&str> = table.identities.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["Asma al-Assad", "Bashar al-Assad"]);
        assert_eq!(table.values["Bashar Al-Assad"], table.values["Bashar al-Assad"]);
    }
}

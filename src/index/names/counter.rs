//! Counting the values of columns while an index is built, and the tables made of them.
//!
//! Counts are sums over stories, so that a story that is gone can be taken out again: what is left is what
//! the other stories alone would have given.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::lookup::key;
use super::people::PeopleCounter;
use super::places::{Atlas, name_of, place_value};
use super::reasons::Reasons;
use super::{Identity, NameTable, Names, Values};
use crate::index::layout::PART;
use crate::story::Story;

/// Counts the names of stories, for all tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameCounters {
    pub(super) people: PeopleCounter,
    pub(super) places: NameCounter,
    pub(super) orgs: NameCounter,
}

impl NameCounters {
    /// Counts the names of one story.
    pub fn add(&mut self, story: &Story) {
        self.count(story, 1);
    }

    /// Takes a story out that was counted, here or in counters that these will be merged with.
    pub fn remove(&mut self, story: &Story) {
        self.count(story, -1);
    }

    fn count(&mut self, story: &Story, by: i32) {
        self.people.count(story, by);
        story.places.iter().for_each(|p| self.places.count(&place_value(p), Count::stories(by)));
        story.dateline_places.iter().for_each(|p| self.places.count(&place_value(p), Count::datelines(by)));
        story.orgs.iter().for_each(|o| self.orgs.count(&o.name, Count::stories(by)));
    }

    /// Adds the counts of other counters.
    pub fn merge(&mut self, other: NameCounters) {
        self.people.merge(other.people);
        self.places.merge(other.places);
        self.orgs.merge(other.orgs);
    }

    /// Whether they change nothing when they are merged with others.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.places.counts.is_empty() && self.orgs.counts.is_empty()
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

/// Stories that have a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Count {
    /// Stories that name it.
    stories: i32,
    /// Stories with it in the dateline, which need not name it.
    datelines: i32,
}

impl Count {
    fn stories(by: i32) -> Count {
        Count { stories: by, datelines: 0 }
    }

    fn datelines(by: i32) -> Count {
        Count { stories: 0, datelines: by }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, more: Count) {
        self.stories += more.stories;
        self.datelines += more.datelines;
    }
}

/// Adds to the count of a key; a count that comes to nothing is none.
pub(super) fn bump<K, Q, C>(counts: &mut HashMap<K, C>, key: &Q, by: C)
where
    K: Borrow<Q> + Eq + Hash,
    Q: ToOwned<Owned = K> + Eq + Hash + ?Sized,
    C: AddAssign + Default + PartialEq,
{
    let Some(count) = counts.get_mut(key) else {
        if by != C::default() {
            counts.insert(key.to_owned(), by);
        }
        return;
    };
    *count += by;
    if *count == C::default() {
        counts.remove(key);
    }
}

/// Counts the values of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NameCounter {
    pub(super) counts: HashMap<String, Count>,
}

impl NameCounter {
    fn count(&mut self, value: &str, by: Count) {
        bump(&mut self.counts, value, by);
    }

    fn merge(&mut self, other: NameCounter) {
        for (value, count) in other.counts {
            self.count(&value, count);
        }
    }

    /// Groups the values to identities: spellings that differ in case, accents, hyphens and points.
    pub(super) fn table(self) -> NameTable {
        self.draft().finish()
    }

    /// The commonest spelling names the identity; of equally common ones the first by code point.
    fn draft(self) -> Draft {
        let mut groups: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
        for (value, count) in self.counts {
            groups.entry(group_key(&value)).or_default().push((value, unsigned(count.stories)));
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
        let around: Vec<String> = self.counts.keys().flat_map(|value| atlas.around(value)).collect();
        for value in around {
            self.counts.entry(value).or_default();
        }
        let mut draft = self.draft();
        atlas.place(&mut draft);
        draft.finish()
    }
}

/// A count of stories, all of which are counted.
pub(super) fn unsigned(count: i32) -> u32 {
    u32::try_from(count).unwrap_or(0)
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
        values.iter().for_each(|value| counter.count(value, Count::stories(1)));
        counter
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Options;

    #[test]
    fn stories_taken_out_leave_no_trace() {
        let text = "MOSCOW (AP) - Anna Sokolova met President Boris Petrov of the Ural Bank in Sochi on Monday. \
            \"We agreed,\" Sokolova said. Anna Petrov, his wife, was there.";
        let story = |text: &str| Story::from_text(text, &Options::default());
        let (one, other) =
            (story(text), story("Anna Petrov and Mr Boris Petrov left Leeds, Ms Petrov said."));
        let mut alone = NameCounters::default();
        alone.add(&one);
        assert!(!alone.is_empty() && alone.places.counts.len() > 1);
        let (mut both, mut delta) = (alone.clone(), NameCounters::default());
        both.add(&other);
        delta.remove(&other);
        assert_ne!(both, alone);
        both.merge(delta);
        assert_eq!(both, alone);
        both.remove(&one);
        assert!(both.is_empty());
    }

    #[test]
    fn spellings_meet_under_the_commonest() {
        let values = ["Al-Azhar", "Al Azhar", "Al-Azhar", "Al Ahram"];
        let table = NameCounter::of(&values).table();
        let names: Vec<&str> = table.identities.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["Al Ahram", "Al-Azhar"]);
        assert_eq!(table.values.get("Al Azhar"), table.values.get("Al-Azhar"));
    }
}

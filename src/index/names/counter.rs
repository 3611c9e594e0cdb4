//! Counting the values of columns while an index is built.
//!
//! Counts are sums over stories, so that a story that is gone can be taken out again: what is left is what
//! the other stories alone would have given.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::people::PeopleCounter;
use super::places::place_value;
use super::reasons::Reasons;
use super::{Names, totals};
use crate::index::IndexError;
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

    /// How many names are counted, and pairs of names.
    pub(super) fn len(&self) -> usize {
        self.people.len() + self.places.counts.len() + self.orgs.counts.len()
    }

    /// Whether they change nothing when they are merged with others.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The tables of what was counted, and why people are who they are in them.
    ///
    /// # Errors
    /// When they cannot be encoded; a bug.
    pub fn tables(self) -> Result<(Names, Reasons), IndexError> {
        totals::tables(self)
    }
}

/// Stories that have a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Count {
    /// Stories that name it.
    pub(super) stories: i32,
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
}

/// A count of stories, all of which are counted.
pub(super) fn unsigned(count: i32) -> u32 {
    u32::try_from(count).unwrap_or(0)
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
}

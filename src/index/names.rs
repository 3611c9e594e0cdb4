//! The generation's name table: from the names that stories use to today's identities.
//!
//! Segments keep each story's own values; which of them are one person (or place, organisation) is
//! decided here, in one small immutable file a generation, so that it can change without touching
//! a segment. This version merges spellings that differ in case, accents, hyphens and points only.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::layout::PART;
use crate::extract::Place;
use crate::text::fold::fold;
use crate::text::words::words;

/// The tables of one generation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// People.
    pub people: NameTable,
    /// Places.
    pub places: NameTable,
    /// Organisations.
    pub orgs: NameTable,
}

/// Which values stand for which identity. An identity's number is its index in `identities`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameTable {
    /// The identities, by name.
    pub identities: Vec<Identity>,
}

/// One person, place or organisation of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name to show.
    pub name: String,
    /// ISO 3166-1 alpha-2 code, of resolved places.
    pub country: Option<String>,
    /// The column values that mean it, ascending.
    pub values: Vec<String>,
}

/// The column value of a place: name, country, region and GeoNames id, parted by U+001F.
pub fn place_value(place: &Place) -> String {
    let id = place.geonames.map(|g| g.to_string()).unwrap_or_default();
    let country = place.country.as_deref().unwrap_or_default();
    let region = place.region.as_deref().unwrap_or_default();
    format!("{}{PART}{country}{PART}{region}{PART}{id}", place.name)
}

/// The key under which spellings of one name meet.
///
/// ```
/// use morgue::index::names::key;
/// assert_eq!(key("Bashar Al-Assad"), key("Bashar al Assad"));
/// assert_ne!(key("John Smith"), key("John B. Smith"));
/// ```
pub fn key(name: &str) -> String {
    let folded = folded(name);
    if folded.is_empty() { name.to_owned() } else { folded.join(" ") }
}

/// Counts the values of a column while an index is built.
#[derive(Clone, Debug, Default)]
pub struct NameCounter {
    stories: HashMap<String, u32>,
}

impl NameCounter {
    /// Counts one story for each value.
    pub fn add(&mut self, value: &str) {
        match self.stories.get_mut(value) {
            Some(count) => *count += 1,
            None => drop(self.stories.insert(value.to_owned(), 1)),
        }
    }

    /// Adds the counts of another counter.
    pub fn merge(&mut self, other: NameCounter) {
        for (value, count) in other.stories {
            *self.stories.entry(value).or_default() += count;
        }
    }

    /// Groups the values to identities. The commonest spelling names the identity; of equally
    /// common ones the first by code point.
    pub fn table(self) -> NameTable {
        let mut groups: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
        for (value, count) in self.stories {
            groups.entry(group_key(&value)).or_default().push((value, count));
        }
        NameTable { identities: groups.into_values().map(identity).collect() }
    }
}

/// Places meet only when country, region and GeoNames id agree too.
fn group_key(value: &str) -> String {
    match value.split_once(PART) {
        None => key(value),
        Some((name, rest)) => format!("{}{PART}{rest}", key(name)),
    }
}

fn identity(mut values: Vec<(String, u32)>) -> Identity {
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let shown = values.first().map(|(value, _)| value.clone()).unwrap_or_default();
    let mut parts = shown.split(PART);
    let name = parts.next().unwrap_or_default().to_owned();
    let country = parts.next().filter(|c| !c.is_empty()).map(str::to_owned);
    let mut values: Vec<String> = values.into_iter().map(|(value, _)| value).collect();
    values.sort();
    Identity { name, country, values }
}

impl NameTable {
    /// The numbers of the identities one of whose names holds all the `wanted` words (folded).
    pub fn holding(&self, wanted: &[String]) -> Vec<usize> {
        self.matching(|words| wanted.iter().all(|w| words.contains(w)))
    }

    /// The numbers of the identities one of whose names is `name`, spelling aside.
    pub fn named(&self, name: &str) -> Vec<usize> {
        let wanted = key(name);
        self.matching(|words| words.join(" ") == wanted)
    }

    /// The numbers of the identities one of whose names has a word that begins with the last of the
    /// `wanted` words (folded), and holds the others.
    pub fn beginning(&self, wanted: &[String]) -> Vec<usize> {
        self.matching(|words| begins(words, wanted))
    }

    fn matching(&self, test: impl Fn(&[String]) -> bool) -> Vec<usize> {
        let holds = |identity: &Identity| identity.values.iter().any(|value| test(&name_words(value)));
        (0..self.identities.len()).filter(|&i| holds(&self.identities[i])).collect()
    }

    /// From each column value to its identity's number.
    pub fn by_value(&self) -> HashMap<&str, usize> {
        let pairs = self.identities.iter().enumerate();
        pairs.flat_map(|(i, identity)| identity.values.iter().map(move |v| (v.as_str(), i))).collect()
    }
}

/// Whether one of `words` begins with the last of `wanted`, and the others are among them.
pub fn begins(words: &[String], wanted: &[String]) -> bool {
    let Some((prefix, whole)) = wanted.split_last() else { return true };
    whole.iter().all(|w| words.contains(w)) && words.iter().any(|w| w.starts_with(prefix.as_str()))
}

/// The folded words of a name.
pub fn folded(name: &str) -> Vec<String> {
    words(name).map(|w| fold(w.of(name))).collect()
}

fn name_words(value: &str) -> Vec<String> {
    folded(value.split(PART).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(values: &[&str]) -> NameTable {
        let mut counter = NameCounter::default();
        values.iter().for_each(|v| counter.add(v));
        counter.table()
    }

    #[test]
    fn spellings_meet_under_the_commonest() {
        let table = table(&["Bashar al-Assad", "Bashar Al-Assad", "Bashar al-Assad", "Asma al-Assad"]);
        let names: Vec<&str> = table.identities.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["Asma al-Assad", "Bashar al-Assad"]);
        assert_eq!(table.identities[1].values.len(), 2);
    }

    #[test]
    fn places_of_one_name_stay_apart() {
        let table = table(&["Paris\u{1f}FR\u{1f}\u{1f}2988507", "Paris\u{1f}US\u{1f}Texas\u{1f}4717560"]);
        assert_eq!(table.identities.len(), 2);
        assert_eq!(table.holding(&["paris".into()]).len(), 2);
    }

    #[test]
    fn a_name_is_found_by_words_whole_or_beginning() {
        let table = table(&["Vladimir Putin", "Lyudmila Putina"]);
        assert_eq!(table.holding(&["putin".into()]), table.named("vladimir  PUTIN"));
        assert_eq!(table.beginning(&["puti".into()]).len(), 2);
        assert_eq!(table.beginning(&["vladimir".into(), "puti".into()]).len(), 1);
        assert!(table.named("putin").is_empty());
    }
}

//! Finding identities by their names, and the values that count for them.

use super::NameTable;
use super::places::{PlaceKind, name_of, place_value};
use crate::extract::entities::known::called;
use crate::text::fold::fold;
use crate::text::words::words;

impl NameTable {
    /// The numbers of the identities one of whose names holds all the `wanted` words (folded).
    pub fn holding(&self, wanted: &[String]) -> Vec<usize> {
        self.matching(|words, _| wanted.iter().all(|w| words.contains(w)))
    }

    /// The numbers of the identities one of whose names is `name`, spelling aside. Behind the name of
    /// a place may stand where it lies: `Paris, Texas`, or as lists show it, `Paris (Texas, US)`.
    pub fn named(&self, name: &str) -> Vec<usize> {
        let (wanted, key) = (folded(name), key(name));
        self.matching(|words, of| {
            let behind = wanted.strip_prefix(words).filter(|behind| !behind.is_empty());
            words.join(" ") == key || behind.is_some_and(|behind| self.lies_in(of, behind))
        })
    }

    /// The numbers of the places that the gazetteer knows by this name, which may be another than the
    /// one they are listed under: the United Kingdom for `UK`.
    pub fn called(&self, name: &str) -> Vec<usize> {
        let values = called(name).into_iter().map(|place| place_value(&place));
        values.filter_map(|value| self.values.get(&value)?.first().copied()).collect()
    }

    /// Whether `words` say where a place lies, of which `of` are the identities: by its region, by its
    /// country's code or name, or by both.
    fn lies_in(&self, of: &[usize], words: &[String]) -> bool {
        let around = || of.iter().skip(1).filter_map(|&i| self.identities.get(i));
        let name =
            |kind| around().find(|i| i.place.as_ref().is_some_and(|p| p.kind == kind)).map(|i| &*i.name);
        let code = around().find_map(|i| i.place.as_ref()?.country.as_deref());
        let regions = [Some(""), name(PlaceKind::Region)].into_iter().flatten();
        regions.map(folded).any(|region| {
            let behind = words.strip_prefix(region.as_slice());
            let country = [Some(""), code, name(PlaceKind::Country)].into_iter().flatten().map(folded);
            behind.is_some_and(|behind| country.into_iter().any(|country| country == behind))
        })
    }

    /// The numbers of the identities one of whose names has a word that begins with the last of the
    /// `wanted` words (folded), and holds the others.
    pub fn beginning(&self, wanted: &[String]) -> Vec<usize> {
        self.matching(|words, _| begins(words, wanted))
    }

    /// The identities of the values whose names (folded words) and identities pass a test, ascending,
    /// each once.
    fn matching(&self, test: impl Fn(&[String], &[usize]) -> bool) -> Vec<usize> {
        let named = self.values.iter().filter(|(value, of)| test(&folded(name_of(value)), of));
        let mut found: Vec<usize> = named.filter_map(|(_, of)| of.first().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The column values that count for one of these identities (ascending), whether they name it or
    /// lie in it.
    pub fn values_of<'a>(&'a self, identities: &'a [usize]) -> impl Iterator<Item = &'a str> {
        let counts = |of: &Vec<usize>| of.iter().any(|i| identities.binary_search(i).is_ok());
        self.values.iter().filter(move |(_, of)| counts(of)).map(|(value, _)| value.as_str())
    }
}

/// The key under which spellings of one name meet.
///
/// ```
/// use morgue::index::names::lookup::key;
/// assert_eq!(key("Bashar Al-Assad"), key("Bashar al Assad"));
/// assert_ne!(key("John Smith"), key("John B. Smith"));
/// ```
pub fn key(name: &str) -> String {
    let folded = folded(name);
    if folded.is_empty() { name.to_owned() } else { folded.join(" ") }
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

#[cfg(test)]
mod tests {
    use super::super::counter::NameCounter;

    #[test]
    fn a_name_is_found_by_words_whole_or_beginning() {
        let table = NameCounter::of(&["Vladimir Putin", "Lyudmila Putina"]).table();
        assert_eq!(table.holding(&["putin".into()]), table.named("vladimir  PUTIN"));
        assert_eq!(table.beginning(&["puti".into()]).len(), 2);
        assert_eq!(table.beginning(&["vladimir".into(), "puti".into()]).len(), 1);
        assert!(table.named("putin").is_empty());
    }

    #[test]
    fn a_place_is_found_by_its_name_and_where_it_lies() {
        let paris = ["Paris\u{1f}FR\u{1f}\u{1f}2988507", "Paris\u{1f}US\u{1f}Texas\u{1f}4717560"];
        let table = NameCounter::of(&paris).place_table();
        let [france, texas] = paris.map(|value| vec![table.values[value][0]]);
        assert_eq!(table.named("paris").len(), 2);
        for typed in ["Paris, Texas", "Paris (Texas, US)", "paris us", "Paris, United States"] {
            assert_eq!(table.named(typed), texas, "{typed}");
        }
        assert_eq!(table.called("U.S."), table.named("United States"));
        assert_eq!(table.named("Paris, France"), france);
        assert!(table.named("Paris, Ohio").is_empty() && table.named("Paris, France, Texas").is_empty());
    }
}

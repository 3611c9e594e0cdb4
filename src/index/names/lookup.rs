//! Finding identities by their names, and the values that count for them.

use super::edits::ByPath;
use super::places::{PlaceKind, place_value};
use super::{Identity, NameTable};
use crate::extract::entities::known::called;
use crate::text::fold::{fold, fold_into};
use crate::text::words::words;

impl NameTable {
    /// The numbers of the identities one of whose names holds all the `wanted` words (folded).
    pub fn holding(&self, wanted: &[String]) -> Vec<usize> {
        self.matching(|words, _| wanted.iter().all(|w| words.contains(&w.as_str())))
    }

    /// The numbers of the identities one of whose names is `name`, spelling aside. Behind the name of
    /// a place may stand where it lies: `Paris, Texas`, or as lists show it, `Paris (Texas, US)`.
    pub fn named(&self, name: &str) -> Vec<usize> {
        let (wanted, key) = (folded(name), key(name));
        let found = self.matching(|words, of| {
            words.join(" ") == key || behind(&wanted, words).is_some_and(|behind| self.lies_in(of, behind))
        });
        // Of namesakes that the user told apart by paths the one that is shown so is meant.
        let shown = |&&i: &&usize| lookup_key(self, i) == key;
        match self.by_path.is_empty() || !found.iter().any(|i| shown(&i)) {
            true => found,
            false => found.iter().filter(shown).copied().collect(),
        }
    }

    /// The numbers of the places that the gazetteer knows by this name, which may be another than the
    /// one they are listed under: the United Kingdom for `UK`.
    pub fn called(&self, name: &str) -> Vec<usize> {
        let values = called(name).into_iter().map(|place| place_value(&place));
        values.filter_map(|value| self.values.get(&value)?.first().map(|&i| i as usize)).collect()
    }

    /// Whether `words` say where a place lies, of which `of` are the identities: by its region, by its
    /// country's code or name, or by both.
    fn lies_in(&self, of: &[u32], words: &[String]) -> bool {
        let around = || of.iter().skip(1).filter_map(|&i| self.identities.get(i as usize));
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
    fn matching(&self, test: impl Fn(&[&str], &[u32]) -> bool) -> Vec<usize> {
        let passes = |folded: &str, of: &[u32]| test(&folded.split(' ').collect::<Vec<_>>(), of);
        let mut found: Vec<usize> = Vec::new();
        for (at, entry) in self.values.iter().enumerate() {
            if passes(entry.folded, entry.of) {
                found.extend(entry.of.first().map(|&i| i as usize));
                found.extend(self.of_paths(at).map(|i| i as usize));
            }
        }
        for &number in &self.given {
            let name = self.identities.get(number as usize).map(|i| folded(&i.name).join(" "));
            if name.is_some_and(|name| passes(&name, &[number])) {
                found.push(number as usize);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The column values that count for one of these identities (ascending), whether they name it or
    /// lie in it; but for those that do so by path.
    pub fn values_of<'a>(&'a self, identities: &'a [usize]) -> impl Iterator<Item = &'a str> {
        let counts = |of: &[u32]| of.iter().any(|i| identities.binary_search(&(*i as usize)).is_ok());
        let whole = |at: usize| self.by_path.binary_search_by_key(&at, |b| b.value).is_err();
        let entries = self.values.iter().enumerate();
        entries.filter(move |(at, entry)| counts(entry.of) && whole(*at)).map(|(_, entry)| entry.value)
    }

    /// The numbers of the values that count for an identity, in some stories at least, ascending.
    pub fn bearing(&self, identity: u32) -> Vec<usize> {
        let bears =
            |at: usize| self.values.at(at).of.contains(&identity) || self.of_paths(at).any(|i| i == identity);
        (0..self.values.len()).filter(|&at| bears(at)).collect()
    }

    /// A table in which each of some values has an identity of its own, by its place among them, in the
    /// stories in which it counts for `identity` here. All others count for none.
    pub fn values_apart(&self, identity: u32, values: &[usize]) -> NameTable {
        let own = |value: usize| values.binary_search(&value).ok().map(|own| own as u32);
        let counts = |at: usize, of: &[u32]| own(at).filter(|_| of.contains(&identity)).into_iter().collect();
        let by_path = self.by_path.iter().map(|by_path| {
            let own = own(by_path.value);
            let rules =
                by_path.rules.iter().map(|(paths, i)| (paths.clone(), own.filter(|_| *i == Some(identity))));
            ByPath { value: by_path.value, rules: rules.collect() }
        });
        NameTable {
            identities: vec![Identity::default(); values.len()],
            values: self.values.counting_for(counts),
            by_path: by_path.collect(),
            given: Vec::new(),
        }
    }

    /// The identities that the value with this number counts for in some stories by their paths.
    pub(super) fn of_paths(&self, value: usize) -> impl Iterator<Item = u32> {
        let found = self.by_path.binary_search_by_key(&value, |b| b.value).ok();
        found.into_iter().flat_map(|at| self.by_path[at].identities())
    }

    /// The identities that a value counts for in the story at an address.
    pub fn at_address(&self, value: &str, address: &str) -> &[u32] {
        let Some(at) = self.values.position(value) else { return &[] };
        let by_path = self.by_path.binary_search_by_key(&at, |b| b.value).ok();
        let elsewhere = by_path.and_then(|found| self.by_path[found].at(address));
        elsewhere.unwrap_or_else(|| self.values.at(at).of)
    }
}

fn lookup_key(table: &NameTable, number: usize) -> String {
    table.identities.get(number).map(|identity| key(&identity.name)).unwrap_or_default()
}

/// The words behind a name at whose beginning `words` stand.
fn behind<'a>(wanted: &'a [String], words: &[&str]) -> Option<&'a [String]> {
    let (head, rest) = wanted.split_at_checked(words.len())?;
    (head.iter().eq(words.iter()) && !rest.is_empty()).then_some(rest)
}

/// The key under which spellings of one name meet.
///
/// ```
/// use morgue::index::names::lookup::key;
/// assert_eq!(key("Bashar Al-Assad"), key("Bashar al Assad"));
/// assert_ne!(key("John Smith"), key("John B. Smith"));
/// ```
pub fn key(name: &str) -> String {
    let mut folded = String::new();
    push_folded(name, &mut folded);
    if folded.is_empty() { name.to_owned() } else { folded }
}

/// Whether one of `words` begins with the last of `wanted`, and the others are among them.
pub fn begins(words: &[impl AsRef<str>], wanted: &[String]) -> bool {
    let Some((prefix, whole)) = wanted.split_last() else { return true };
    let has = |wanted: &String| words.iter().any(|w| w.as_ref() == wanted);
    whole.iter().all(has) && words.iter().any(|w| w.as_ref().starts_with(prefix.as_str()))
}

/// The folded words of a name.
pub fn folded(name: &str) -> Vec<String> {
    words(name).map(|w| fold(w.of(name))).collect()
}

/// Appends the folded words of a name, parted by blanks.
pub(super) fn push_folded(name: &str, out: &mut String) {
    for (at, word) in words(name).enumerate() {
        if at > 0 {
            out.push(' ');
        }
        fold_into(word.of(name), out);
    }
}

#[cfg(test)]
mod tests {
    use super::super::totals::{orgs, places};

    #[test]
    fn a_name_is_found_by_words_whole_or_beginning() {
        let table = orgs(&["Lyudmila Putina", "Vladimir Putin"]);
        assert_eq!(table.holding(&["putin".into()]), table.named("vladimir  PUTIN"));
        assert_eq!(table.beginning(&["puti".into()]).len(), 2);
        assert_eq!(table.beginning(&["vladimir".into(), "puti".into()]).len(), 1);
        assert!(table.named("putin").is_empty());
    }

    #[test]
    fn a_place_is_found_by_its_name_and_where_it_lies() {
        let paris = ["Paris\u{1f}FR\u{1f}\u{1f}2988507", "Paris\u{1f}US\u{1f}Texas\u{1f}4717560"];
        let table = places(&paris);
        let [france, texas] = paris.map(|value| vec![table.values.get(value).unwrap()[0] as usize]);
        assert_eq!(table.named("paris").len(), 2);
        for typed in ["Paris, Texas", "Paris (Texas, US)", "paris us", "Paris, United States"] {
            assert_eq!(table.named(typed), texas, "{typed}");
        }
        assert_eq!(table.called("U.S."), table.named("United States"));
        assert_eq!(table.named("Paris, France"), france);
        assert!(table.named("Paris, Ohio").is_empty() && table.named("Paris, France, Texas").is_empty());
    }
}

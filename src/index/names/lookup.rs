//! Finding identities by their names, and the values that count for them.

use super::NameTable;
use super::places::name_of;
use crate::text::fold::fold;
use crate::text::words::words;

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

    /// Ascending, each once.
    fn matching(&self, test: impl Fn(&[String]) -> bool) -> Vec<usize> {
        let named = self.values.iter().filter(|(value, _)| test(&folded(name_of(value))));
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
}

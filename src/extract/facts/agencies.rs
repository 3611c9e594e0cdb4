//! The table of news agencies (`schema/agencies.v1.json`) and the two ways to look one up: a tag
//! that stands alone, and a spelling inside a credit sentence.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use crate::text::words::is_word_char;

#[derive(Deserialize, Default)]
struct File {
    agencies: Vec<Agency>,
}

#[derive(Deserialize)]
struct Agency {
    name: String,
    spellings: Vec<String>,
    tags: Vec<String>,
}

struct Table {
    names: Vec<String>,
    /// Spellings and tags as written, and those of four letters or more in lower case too.
    alone: HashMap<String, usize>,
    inside: Option<AhoCorasick>,
    /// The agency and whether case counts, for each pattern of `inside`.
    patterns: Vec<(usize, bool)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File =
        serde_json::from_str(include_str!("../../../schema/agencies.v1.json")).unwrap_or_default();
    Table::new(file.agencies)
});

impl Table {
    fn new(agencies: Vec<Agency>) -> Table {
        let mut alone = HashMap::new();
        let (mut texts, mut patterns) = (Vec::new(), Vec::new());
        for (i, agency) in agencies.iter().enumerate() {
            for word in agency.spellings.iter().chain(&agency.tags).chain([&agency.name]) {
                alone.entry(word.clone()).or_insert(i);
                if word.chars().count() > 3 {
                    alone.entry(word.to_lowercase()).or_insert(i);
                }
            }
            for word in agency.spellings.iter().filter(|w| !w.starts_with("The ")) {
                texts.push(word.clone());
                patterns.push((i, !word.contains(' ') && word.len() <= 5));
            }
        }
        let inside = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(&texts)
            .ok();
        Table { names: agencies.into_iter().map(|a| a.name).collect(), alone, inside, patterns }
    }
}

/// The usual short name of the agency that `tag` alone stands for: `Reuter` gives `Reuters`.
pub(super) fn by_tag(tag: &str) -> Option<&'static str> {
    let table = &*TABLE;
    let known = |word: &str| table.alone.get(word).and_then(|&i| table.names.get(i)).map(String::as_str);
    known(tag).or_else(|| {
        let long = tag.len() < 60 && tag.chars().count() > 3;
        long.then(|| known(&tag.to_lowercase())).flatten()
    })
}

/// The first agency that a credit sentence names.
pub(super) fn in_credit(sentence: &str) -> Option<&'static str> {
    let table = &*TABLE;
    let finder = table.inside.as_ref()?;
    finder.find_iter(sentence).find_map(|m| {
        let &(agency, exact) = table.patterns.get(m.pattern().as_usize())?;
        let found = sentence.get(m.range())?;
        let alone = !sentence.get(..m.start())?.ends_with(is_word_char)
            && !sentence.get(m.end()..)?.starts_with(is_word_char);
        // Five letters or fewer are a common word in lower case.
        let cased = !exact || found.chars().any(char::is_uppercase);
        (alone && cased).then(|| table.names.get(agency).map(String::as_str)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::{TABLE, by_tag, in_credit};

    #[test]
    fn the_table_is_read_and_each_name_leads_to_itself() {
        assert!(TABLE.names.len() > 60);
        for name in &TABLE.names {
            assert_eq!(by_tag(name), Some(name.as_str()));
        }
    }

    #[test]
    fn short_tags_keep_their_case_and_long_ones_do_not() {
        assert_eq!(by_tag("PA"), Some("PA"));
        assert_eq!(by_tag("pa"), None);
        assert_eq!(by_tag("REUTER"), Some("Reuters"));
        assert_eq!(by_tag("dpa"), Some("DPA"));
        assert_eq!(by_tag(""), None);
    }

    #[test]
    fn a_credit_names_an_agency_between_word_borders() {
        assert_eq!(in_credit("generated from a PTI feed"), Some("PTI"));
        assert_eq!(in_credit("an ASEPTIC room"), None);
        assert_eq!(in_credit("By the associated press"), Some("AP"));
        assert_eq!(in_credit("the Associated Press of Pakistan"), Some("APP"));
    }
}

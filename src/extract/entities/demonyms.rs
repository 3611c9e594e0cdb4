//! Words for people and things of a country: a weak hint which country a story is about.
//!
//! `Syrian` is no mention of Syria; it only makes the Syrian town of a name likelier than another.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::classes::{DEMONYM, Fast, OPENS_PHRASE};
use super::gazetteer;
use super::tokens::Tokens;

static WORDS: &str = include_str!("../../../schema/demonyms.v1.tsv");

static TABLE: LazyLock<HashMap<&'static str, u8, Fast>> = LazyLock::new(|| {
    let rows = WORDS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    let rows = rows.filter_map(|(code, words)| Some((gazetteer::country(code)?, words)));
    rows.flat_map(|(country, words)| words.split('|').map(move |word| (word, country))).collect()
});

/// How often the words of each country stand in a story, by the country's number.
pub(super) type Counts = [u16; 256];

/// Counts them.
pub(super) fn counts(tokens: &Tokens<'_>) -> Counts {
    let mut counts = [0; 256];
    let mut phrase = String::new();
    let mut skip = false;
    for (i, token) in tokens.all.iter().enumerate() {
        let class = token.class;
        if std::mem::take(&mut skip) || !class.any(DEMONYM.or(OPENS_PHRASE)) || !token.capital() {
            continue;
        }
        let mut found = None;
        if class.any(OPENS_PHRASE) && i + 1 < tokens.len() {
            phrase.clear();
            phrase.push_str(tokens.folded(i));
            phrase.push(' ');
            phrase.push_str(tokens.folded(i + 1));
            found = TABLE.get(phrase.as_str());
            skip = found.is_some();
        }
        if let Some(&country) = found.or_else(|| TABLE.get(tokens.folded(i))) {
            let count: &mut u16 = &mut counts[usize::from(country)];
            *count = count.saturating_add(1);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::super::classes::class_of;
    use super::*;
    use crate::extract::Page;
    use crate::segment::whole;

    #[test]
    fn every_word_is_a_demonym_of_the_class_table_too() {
        for (word, _) in TABLE.iter() {
            assert!(class_of(word).any(DEMONYM), "{word}");
        }
        assert!(TABLE.len() > 350);
    }

    #[test]
    fn words_and_phrases_count_for_their_country() {
        let text = "South Korean troops met Korean, Syrian and syrian guests.";
        let anatomy = whole(text);
        let counts = counts(&Tokens::read(Page { text, anatomy: &anatomy }));
        let of = |code| counts[usize::from(gazetteer::country(code).unwrap())];
        assert_eq!((of("KR"), of("SY")), (1, 1));
        assert_eq!(counts.iter().sum::<u16>(), 2);
    }
}

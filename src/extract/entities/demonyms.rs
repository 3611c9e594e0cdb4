//! Words for people and things of a country: a weak hint which country a story is about.
//!
//! `Syrian` is no mention of Syria; it only makes the Syrian town of a name likelier than another.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::classes::Fast;
use super::gazetteer;
use super::tokens::Tokens;
use crate::text::hash::{hash, mix};

static WORDS: &str = include_str!("../../../schema/demonyms.v1.tsv");

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// Bits that tell most words apart from those of the table.
const BITS: u64 = 1 << 13;

/// Words and pairs of words by their hashes.
struct Table {
    /// One bit for the hash of each word and of the last word of each pair.
    filter: Vec<u64>,
    country: HashMap<u64, u8, Fast>,
}

impl Table {
    fn read() -> Table {
        let mut table = Table { filter: vec![0; BITS as usize / 64], country: HashMap::default() };
        let rows = WORDS.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
        for (code, words) in rows {
            let Some(country) = gazetteer::country(code) else { continue };
            for word in words.split('|') {
                let (before, last) = word.split_once(' ').map_or((None, word), |(a, b)| (Some(a), b));
                let last = hash(last.as_bytes());
                table.filter[Table::slot(last)] |= 1 << (last % 64);
                table.country.insert(before.map_or(last, |b| mix(hash(b.as_bytes()), last)), country);
            }
        }
        table
    }

    fn slot(hash: u64) -> usize {
        (hash % BITS) as usize / 64
    }

    /// The country of a word, by its hash and that of the word before.
    fn of(&self, before: u64, word: u64) -> Option<u8> {
        if self.filter[Table::slot(word)] >> (word % 64) & 1 == 0 {
            return None;
        }
        self.country.get(&mix(before, word)).or_else(|| self.country.get(&word)).copied()
    }
}

/// How often the words of each country stand in a story, by the country's number.
pub(super) type Counts = [u16; 256];

/// Counts them; a word counts only with a capital.
pub(super) fn counts(tokens: &Tokens<'_>) -> Counts {
    let mut counts = [0; 256];
    let mut before = 0;
    for token in &tokens.all {
        if token.capital()
            && let Some(country) = TABLE.of(before, token.hash)
        {
            let count: &mut u16 = &mut counts[usize::from(country)];
            *count = count.saturating_add(1);
        }
        before = token.hash;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Page;
    use crate::segment::whole;

    #[test]
    fn every_row_names_a_country_and_no_word_stands_twice() {
        let rows: Vec<_> = WORDS.lines().filter(|l| !l.starts_with('#')).collect();
        let words: usize = rows.iter().map(|r| r.split('|').count()).sum();
        assert!(rows.iter().all(|r| gazetteer::country(r.split('\t').next().unwrap()).is_some()));
        assert_eq!(TABLE.country.len(), words);
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

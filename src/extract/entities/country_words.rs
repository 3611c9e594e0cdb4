//! Words that hint which country a story is about: `Syrian`, `sheriff`, `crore`.
//!
//! They are no mentions of a country; they only make the Syrian town of a name likelier than another.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::classes::Fast;
use super::gazetteer;
use super::tokens::Tokens;
use crate::text::hash::hash;

static WORDS: &str = include_str!("../../../schema/country-words.v1.tsv");

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// Bits that tell most words apart from those of the table.
const BITS: u64 = 1 << 15;

/// What a demonym says against a named place, and a word that papers of the country use.
const DEMONYM: f32 = 0.7;
const LOCAL: f32 = 0.3;
/// The most that such words say together.
const LOCAL_SUM: f32 = 1.5;

/// A row of the file.
struct Row {
    demonyms: bool,
    countries: Vec<u8>,
}

/// Words and pairs of words by their hashes.
struct Table {
    rows: Vec<Row>,
    /// One bit for the hash of each word and of the last word of each pair.
    filter: Vec<u64>,
    /// The rows of each; few words have more than one.
    row: HashMap<u64, Vec<u16>, Fast>,
}

impl Table {
    fn read() -> Table {
        let mut table =
            Table { rows: Vec::new(), filter: vec![0; BITS as usize / 64], row: HashMap::default() };
        for line in WORDS.lines().filter(|l| !l.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(kind), Some(codes), Some(words)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            let number = table.rows.len() as u16;
            let countries = codes.split(' ').filter_map(gazetteer::country).collect();
            table.rows.push(Row { demonyms: kind == "demonym", countries });
            words.split('|').for_each(|word| table.add(word, number));
        }
        table
    }

    fn add(&mut self, word: &str, row: u16) {
        let (before, last) = word.split_once(' ').map_or((None, word), |(a, b)| (Some(a), b));
        let last = hash(last.as_bytes());
        self.filter[Table::slot(last)] |= 1 << (last % 64);
        let key = before.map_or(last, |b| gazetteer::then(hash(b.as_bytes()), last));
        self.row.entry(key).or_default().push(row);
    }

    fn slot(hash: u64) -> usize {
        (hash % BITS) as usize / 64
    }

    /// The rows of a word, by its hash and that of the word before.
    fn of(&self, before: u64, word: u64) -> &[u16] {
        if self.filter[Table::slot(word)] >> (word % 64) & 1 == 0 {
            return &[];
        }
        self.row
            .get(&gazetteer::then(before, word))
            .or_else(|| self.row.get(&word))
            .map_or(&[], Vec::as_slice)
    }
}

/// What the words of a story say for each country, by its number, in mentions of a place.
pub(super) fn votes(tokens: &Tokens<'_>) -> [f32; 256] {
    let (mut votes, mut local) = ([0.0_f32; 256], [0.0_f32; 256]);
    let mut before = 0;
    for token in &tokens.all {
        for &number in TABLE.of(before, token.hash) {
            let row = &TABLE.rows[usize::from(number)];
            for &country in &row.countries {
                match (row.demonyms, token.capital()) {
                    (true, true) => votes[usize::from(country)] += DEMONYM,
                    (true, false) => {}
                    (false, _) => local[usize::from(country)] += LOCAL,
                }
            }
        }
        before = token.hash;
    }
    votes.iter_mut().zip(&local).for_each(|(v, l)| *v += l.min(LOCAL_SUM));
    votes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Page;
    use crate::segment::whole;

    fn said(text: &str) -> Vec<(&'static str, f32)> {
        let anatomy = whole(text);
        let votes = votes(&Tokens::read(Page { text, anatomy: &anatomy }));
        let of = |code: &'static str| (code, votes[usize::from(gazetteer::country(code).unwrap())]);
        ["GB", "KR", "KP", "SY", "US"].into_iter().map(of).filter(|v| v.1 > 0.0).collect()
    }

    #[test]
    fn every_row_names_known_countries_and_a_known_kind() {
        let rows: Vec<_> = WORDS.lines().filter(|l| !l.starts_with('#')).collect();
        assert_eq!(rows.len(), TABLE.rows.len());
        for row in rows {
            let cells: Vec<_> = row.split('\t').collect();
            assert!(cells.len() == 3 && ["demonym", "local"].contains(&cells[0]), "{row}");
            assert!(cells[1].split(' ').all(|code| gazetteer::country(code).is_some()), "{row}");
        }
    }

    #[test]
    fn a_demonym_stands_in_one_row() {
        let demonyms =
            |rows: &&Vec<u16>| rows.iter().filter(|&&r| TABLE.rows[usize::from(r)].demonyms).count() > 1;
        assert_eq!(TABLE.row.values().filter(demonyms).count(), 0);
    }

    #[test]
    fn words_and_phrases_count_for_their_country() {
        assert_eq!(
            said("South Korean troops met Korean, Syrian and syrian guests."),
            [("KR", DEMONYM), ("SY", DEMONYM)]
        );
        assert_eq!(said("The sheriff left the high school."), [("US", 2.0 * LOCAL)]);
        assert_eq!(said(&"The sheriff left. ".repeat(40)), [("US", LOCAL_SUM)]);
    }
}

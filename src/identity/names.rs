//! All names of an archive as words: each distinct word is read once, however many names have it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::name::{self, Kind, Suffix, Word};

/// Names as numbers of words.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Each word that differs in anything from all others.
    table: Vec<Word>,
    /// The words of all names, one name behind the other.
    said: Vec<u32>,
    /// Where the words of each name end.
    ends: Vec<u32>,
    suffixes: Vec<Option<Suffix>>,
}

/// One of the names, in the order in which its words are said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'a> {
    table: &'a [Word],
    /// The numbers of its words.
    pub(super) numbers: &'a [u32],
    /// What tells a son from his father.
    pub(super) suffix: Option<Suffix>,
}

impl<'a> Name<'a> {
    /// All words but the suffix.
    pub(super) fn words(self) -> impl DoubleEndedIterator<Item = &'a Word> + Clone {
        self.numbers.iter().map(move |&n| &self.table[n as usize])
    }

    /// The words that count: given names, initials, surnames.
    pub(super) fn main(self) -> impl DoubleEndedIterator<Item = &'a Word> + Clone {
        self.words().filter(|w| w.kind != Kind::Particle)
    }

    /// The first and the last of two or more words that count.
    pub(super) fn ends(self) -> Option<(&'a Word, &'a Word)> {
        let mut main = self.main();
        main.next().zip(main.next_back())
    }
}

impl Names {
    /// Reads names.
    pub(super) fn read<'a>(names: impl Iterator<Item = &'a str>) -> Names {
        let mut reader = Reader::default();
        names.for_each(|name| reader.push(name));
        reader.names
    }

    /// The name with this number.
    pub(super) fn get(&self, at: usize) -> Name<'_> {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        let numbers = &self.said[start as usize..self.ends[at] as usize];
        Name { table: &self.table, numbers, suffix: self.suffixes[at] }
    }

    /// The distinct words.
    pub(super) fn table(&self) -> &[Word] {
        &self.table
    }
}

/// Reads names one after the other.
#[derive(Default)]
struct Reader<'a> {
    names: Names,
    numbers: HashMap<Word, u32>,
    /// The words of chunks that were read before: of a name in capitals, at the beginning of a name.
    chunks: HashMap<(&'a str, bool, bool), Box<[u32]>>,
}

impl<'a> Reader<'a> {
    fn push(&mut self, value: &'a str) {
        let start = self.names.said.len();
        let suffix = match name::composed(value) {
            Cow::Borrowed(value) => self.known(value, start),
            Cow::Owned(value) => self.unknown(&value, start),
        };
        self.mark_particles(start);
        self.names.ends.push(self.names.said.len() as u32);
        self.names.suffixes.push(suffix);
    }

    /// Reads a name whose chunks may have been read before.
    fn known(&mut self, value: &'a str, start: usize) -> Option<Suffix> {
        let cut = name::cut(value);
        for chunk in cut.chunks {
            let first = self.names.said.len() == start;
            let key = (chunk, cut.capitals, first);
            if !self.chunks.contains_key(&key) {
                let words = name::words_of(chunk, cut.capitals, first);
                let numbers = words.into_iter().map(|word| self.number(word)).collect();
                self.chunks.insert(key, numbers);
            }
            self.names.said.extend(self.chunks.get(&key).into_iter().flatten());
        }
        cut.suffix
    }

    fn unknown(&mut self, value: &str, start: usize) -> Option<Suffix> {
        let cut = name::cut(value);
        for chunk in cut.chunks {
            for word in name::words_of(chunk, cut.capitals, self.names.said.len() == start) {
                let number = self.number(word);
                self.names.said.push(number);
            }
        }
        cut.suffix
    }

    fn number(&mut self, word: Word) -> u32 {
        if let Some(&number) = self.numbers.get(&word) {
            return number;
        }
        let number = self.names.table.len() as u32;
        self.names.table.push(word.clone());
        self.numbers.insert(word, number);
        number
    }

    /// Marks an article before a first name; the last word is a name in any case.
    fn mark_particles(&mut self, start: usize) {
        let word = |number: u32| &self.names.table[number as usize];
        if let [first, second, ..] = self.names.said[start..]
            && name::opens_with_article(word(first), word(second))
        {
            self.set(start, Kind::Particle);
        }
        if self.names.said.len() > start {
            self.set(self.names.said.len() - 1, Kind::Plain);
        }
    }

    fn set(&mut self, at: usize, kind: Kind) {
        let word = &self.names.table[self.names.said[at] as usize];
        if word.kind != kind {
            let word = Word { kind, ..word.clone() };
            self.names.said[at] = self.number(word);
        }
    }
}

//! All names of an archive as words: what stands between two blanks is read once, however many names have it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::name::{self, Kind, Suffix, Word};

/// Names as numbers of words.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// The words; one may be there more than once.
    table: Vec<Word>,
    /// The number of the first word with the same text, for each word.
    texts: Vec<u32>,
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

    /// The numbers of the words that count.
    pub(super) fn counting(self) -> impl DoubleEndedIterator<Item = u32> + Clone {
        self.numbers.iter().copied().filter(move |&n| self.table[n as usize].kind != Kind::Particle)
    }

    /// The numbers of the first and the last of two or more words that count.
    pub(super) fn ends(self) -> Option<(u32, u32)> {
        let mut counting = self.counting();
        counting.next().zip(counting.next_back())
    }
}

impl Names {
    /// Reads names.
    pub(super) fn read<'a>(names: impl Iterator<Item = &'a str>) -> Names {
        let mut reader = Reader::default();
        names.for_each(|name| reader.push(name));
        let Reader { mut names, chunks, .. } = reader;
        drop(chunks);
        let mut first: HashMap<&str, u32, RandomState> = HashMap::default();
        let texts = names.table.iter().zip(0..).map(|(word, n)| *first.entry(word.text()).or_insert(n));
        names.texts = texts.collect();
        names
    }

    /// The name with this number.
    pub(super) fn get(&self, at: usize) -> Name<'_> {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        let numbers = &self.said[start as usize..self.ends[at] as usize];
        Name { table: &self.table, numbers, suffix: self.suffixes[at] }
    }

    /// The words of all names, each at its number.
    pub(super) fn table(&self) -> &[Word] {
        &self.table
    }

    /// The suffixes of all names.
    pub(super) fn suffixes(&self) -> impl Iterator<Item = Option<Suffix>> {
        self.suffixes.iter().copied()
    }

    /// A number that words share that have the same text, and no others.
    pub(super) fn text(&self, word: u32) -> u32 {
        self.texts[word as usize]
    }
}

/// Reads names one after the other.
#[derive(Default)]
struct Reader<'a> {
    names: Names,
    /// The words of chunks that were read before: in a name in capitals, at the beginning of a name.
    chunks: HashMap<(&'a str, bool, bool), Range<u32>, RandomState>,
    /// The numbers of those, one chunk behind the other.
    numbers: Vec<u32>,
    /// Words that are of another kind in some names than by themselves.
    turned: HashMap<(u32, Kind), u32>,
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
            let numbers = match self.chunks.get(&(chunk, cut.capitals, first)) {
                Some(numbers) => numbers.clone(),
                None => self.read(chunk, cut.capitals, first),
            };
            self.names.said.extend_from_slice(&self.numbers[numbers.start as usize..numbers.end as usize]);
        }
        cut.suffix
    }

    /// Reads a chunk. Its words are mostly the same wherever it stands.
    fn read(&mut self, chunk: &'a str, capitals: bool, first: bool) -> Range<u32> {
        let words = name::words_of(chunk, capitals, first);
        let elsewhere = self.chunks.get(&(chunk, capitals, !first)).filter(|numbers| {
            let numbers = &self.numbers[numbers.start as usize..numbers.end as usize];
            numbers.iter().map(|&n| &self.names.table[n as usize]).eq(&words)
        });
        let numbers = elsewhere.cloned().unwrap_or_else(|| {
            let start = self.numbers.len() as u32;
            self.numbers.extend((self.names.table.len() as u32..).take(words.len()));
            self.names.table.extend(words);
            start..self.numbers.len() as u32
        });
        self.chunks.insert((chunk, capitals, first), numbers.clone());
        numbers
    }

    fn unknown(&mut self, value: &str, start: usize) -> Option<Suffix> {
        let cut = name::cut(value);
        for chunk in cut.chunks {
            let words = name::words_of(chunk, cut.capitals, self.names.said.len() == start);
            self.names.said.extend((self.names.table.len() as u32..).take(words.len()));
            self.names.table.extend(words);
        }
        cut.suffix
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
        let (number, table) = (self.names.said[at], &mut self.names.table);
        let word = &table[number as usize];
        if word.kind != kind {
            let word = word.turned(kind);
            self.names.said[at] = *self.turned.entry((number, kind)).or_insert_with(|| {
                table.push(word);
                table.len() as u32 - 1
            });
        }
    }
}

//! The terms of words, each found once: a few thousand words are most of what an archive says.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::layout::{capitals_mark, joined_term, stem_term};
use super::terms::{Pile, Terms};
use crate::text::Span;
use crate::text::analyze::Analyzer;
use crate::text::words::Capitals;

/// So many words are remembered; of news that is nearly all that comes twice, in some 4 MB.
const MOST: usize = 1 << 16;
/// Longer words, in bytes, are found anew each time: few come twice.
const LONGEST: usize = 32;

/// What words of texts are to the index, by the language of the text.
#[derive(Default)]
pub struct Lexicon {
    languages: HashMap<Option<String>, Vocabulary>,
}

impl Lexicon {
    /// The words of texts in a language, by its ISO 639-1 code.
    pub fn of(&mut self, language: Option<&str>) -> &mut Vocabulary {
        if self.languages.values().map(|words| words.known.len()).sum::<usize>() > MOST {
            self.languages.clear();
        }
        self.languages.entry(language.map(str::to_owned)).or_insert_with(|| Vocabulary::of(language))
    }
}

/// The words of one language.
pub struct Vocabulary {
    analyzer: Analyzer,
    hasher: RandomState,
    known: HashTable<Word>,
    /// Of each known word how it is written, and its terms behind that; the commonest words come first, so that
    /// they lie together.
    written: String,
}

/// What a word is to the index.
#[derive(Clone, Copy, Debug)]
struct Word {
    /// Where it begins in [`Vocabulary::written`].
    start: u32,
    /// Length of the word as it is written, in bytes.
    len: u16,
    /// Its form and its stem.
    terms: Part,
    /// These, and the mark of its capitals.
    marked: Part,
}

/// Terms behind a word.
#[derive(Clone, Copy, Debug)]
struct Part {
    bytes: u16,
    terms: u16,
}

impl Part {
    fn of(pile: &Pile) -> Part {
        Part { bytes: pile.written().len() as u16, terms: pile.len() as u16 }
    }
}

impl Vocabulary {
    fn of(language: Option<&str>) -> Vocabulary {
        Vocabulary {
            analyzer: Analyzer::of(language),
            hasher: RandomState::default(),
            known: HashTable::new(),
            written: String::new(),
        }
    }

    /// Adds form and stem of a word at a position.
    pub fn push(&mut self, word: &str, position: usize, out: &mut Terms) {
        match self.known(word) {
            Some(known) => self.push_part(known, known.terms, position, out),
            None => out.push_all(position, &self.terms(word)),
        }
    }

    /// Adds form, stem and the mark of the capitals of a word at a position.
    pub(super) fn push_marked(&mut self, word: &str, position: usize, out: &mut Terms) {
        match self.known(word) {
            Some(known) => self.push_part(known, known.marked, position, out),
            None => out.push_all(position, &with_capitals(self.terms(word), word)),
        }
    }

    /// Adds what a word makes with the next one, where a hyphen joins them.
    pub(super) fn push_joined(&self, text: &str, words: [Span; 2], position: usize, out: &mut Terms) {
        let [first, second] = words.map(|word| word.of(text));
        let Some(joined) = self.analyzer.joined(first, second) else { return };
        out.push(position, &joined_term(&joined.form));
        if let Some(stem) = &joined.stem {
            out.push(position, &joined_term(&stem_term(stem)));
        }
    }

    fn push_part(&self, word: Word, part: Part, position: usize, out: &mut Terms) {
        let from = word.start as usize + usize::from(word.len);
        let written = self.written.get(from..from + usize::from(part.bytes)).unwrap_or_default();
        out.push_written(position, written, part.terms.into());
    }

    /// What is known of a word, which is found now if it was not; nothing of long ones.
    fn known(&mut self, word: &str) -> Option<Word> {
        if word.len() > LONGEST {
            return None;
        }
        let hash = self.hasher.hash_one(word);
        let is_it = |known: &Word| written(&self.written, known) == word;
        if let Some(known) = self.known.find(hash, is_it) {
            return Some(*known);
        }
        let terms = self.terms(word);
        let marked = with_capitals(terms.clone(), word);
        let (start, len) = (u32::try_from(self.written.len()).ok()?, word.len() as u16);
        let found = Word { start, len, terms: Part::of(&terms), marked: Part::of(&marked) };
        self.written.push_str(word);
        self.written.push_str(marked.written());
        let hash_of = |known: &Word| self.hasher.hash_one(written(&self.written, known));
        self.known.insert_unique(hash, found, hash_of);
        Some(found)
    }

    fn terms(&self, word: &str) -> Pile {
        let (form, stem) = self.analyzer.form_and_stem(word);
        let mut terms = Pile::default();
        terms.push(&form);
        if let Some(stem) = stem {
            terms.push(&stem_term(&stem));
        }
        terms
    }
}

/// How a word is written.
fn written<'a>(all: &'a str, word: &Word) -> &'a str {
    let start = word.start as usize;
    all.get(start..start + usize::from(word.len)).unwrap_or_default()
}

fn with_capitals(mut terms: Pile, word: &str) -> Pile {
    if let Some(mark) = capitals_mark(Capitals::of(word)) {
        terms.push(mark);
    }
    terms
}

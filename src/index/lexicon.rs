//! The terms of words, each found once: a few thousand words are most of what an archive says.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::layout::{capitals_mark, joined_term, stem_term};
use super::terms::{Pile, Terms};
use crate::text::Span;
use crate::text::analyze::Analyzer;
use crate::text::words::Capitals;

/// Places for words that are remembered, a power of two: 2 MB for the words of one language.
const PLACES: usize = 1 << 15;
/// So many languages have such places at once.
const LANGUAGES: usize = 4;
/// Bytes of a word and its terms in a place, which is as large as what a processor reads at once. What is longer
/// is found anew each time: few such words come twice.
const HELD: usize = 59;

/// What words of texts are to the index, by the language of the text.
#[derive(Default)]
pub struct Lexicon {
    languages: HashMap<Option<String>, Vocabulary>,
}

impl Lexicon {
    /// The words of texts in a language, by its ISO 639-1 code.
    pub fn of(&mut self, language: Option<&str>) -> &mut Vocabulary {
        let language = language.map(str::to_owned);
        if self.languages.len() >= LANGUAGES && !self.languages.contains_key(&language) {
            self.languages.clear();
        }
        let make = |language: &Option<String>| Vocabulary::of(language.as_deref());
        self.languages.entry(language).or_insert_with_key(make)
    }
}

/// The words of one language.
pub struct Vocabulary {
    analyzer: Analyzer,
    hasher: RandomState,
    /// A word stands in one of two neighbours, by its hash; the one found last drives out the other.
    known: Box<[Place]>,
}

/// A word and what it is to the index.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Place {
    /// The word as it is written, and behind it its terms.
    held: [u8; HELD],
    /// Bytes of the word; none has 0.
    len: u8,
    /// Its form and its stem.
    terms: Part,
    /// These, and the mark of its capitals.
    marked: Part,
}

/// Terms behind a word.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    bytes: u8,
    terms: u8,
}

impl Part {
    fn of(pile: &Pile) -> Option<Part> {
        Some(Part { bytes: pile.written().len().try_into().ok()?, terms: pile.len().try_into().ok()? })
    }
}

impl Place {
    const FREE: Place = Place {
        held: [0; HELD],
        len: 0,
        terms: Part { bytes: 0, terms: 0 },
        marked: Part { bytes: 0, terms: 0 },
    };

    /// The place of a word; none where it does not fit.
    fn of(word: &str, terms: &Pile, marked: &Pile) -> Option<Place> {
        let mut held = [0; HELD];
        let (written, behind) = held.split_at_mut_checked(word.len())?;
        written.copy_from_slice(word.as_bytes());
        behind.get_mut(..marked.written().len())?.copy_from_slice(marked.written().as_bytes());
        let len = word.len().try_into().ok()?;
        Some(Place { held, len, terms: Part::of(terms)?, marked: Part::of(marked)? })
    }

    fn is_of(&self, word: &str) -> bool {
        self.held.get(..usize::from(self.len)) == Some(word.as_bytes())
    }

    fn push(&self, part: Part, position: usize, out: &mut Terms) {
        let from = usize::from(self.len);
        let written = self.held.get(from..from + usize::from(part.bytes)).unwrap_or_default();
        out.push_written(position, written, part.terms.into());
    }
}

impl Vocabulary {
    fn of(language: Option<&str>) -> Vocabulary {
        Vocabulary {
            analyzer: Analyzer::of(language),
            hasher: RandomState::default(),
            known: vec![Place::FREE; PLACES].into_boxed_slice(),
        }
    }

    /// Adds form and stem of a word at a position.
    pub fn push(&mut self, word: &str, position: usize, out: &mut Terms) {
        match self.known(word) {
            Ok(place) => place.push(place.terms, position, out),
            Err((terms, _)) => out.push_all(position, &terms),
        }
    }

    /// Adds form, stem and the mark of the capitals of a word at a position.
    pub(super) fn push_marked(&mut self, word: &str, position: usize, out: &mut Terms) {
        match self.known(word) {
            Ok(place) => place.push(place.marked, position, out),
            Err((_, marked)) => out.push_all(position, &marked),
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

    /// The place of a word, which is put there if it was not; its terms, and these with the mark of its capitals,
    /// where it does not fit.
    fn known(&mut self, word: &str) -> Result<&Place, (Pile, Pile)> {
        let first = self.hasher.hash_one(word) as usize % PLACES;
        let other = first ^ 1;
        for at in [first, other] {
            if self.known[at].is_of(word) {
                return Ok(&self.known[at]);
            }
        }
        let terms = self.terms(word);
        let marked = with_capitals(terms.clone(), word);
        let Some(place) = Place::of(word, &terms, &marked) else { return Err((terms, marked)) };
        let before = std::mem::replace(&mut self.known[first], place);
        if before.len > 0 {
            self.known[other] = before;
        }
        Ok(&self.known[first])
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

fn with_capitals(mut terms: Pile, word: &str) -> Pile {
    if let Some(mark) = capitals_mark(Capitals::of(word)) {
        terms.push(mark);
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_remembered_has_the_terms_that_were_found() {
        let long = "Donaudampfschifffahrtsgesellschaftskapitänsmützen";
        let words = ["Talks", "talks", "U.S", "AT&T", "Éire", long, "1,000", "\u{300}", "NATO"];
        let (mut used, mut never) = (Lexicon::default(), Lexicon::default());
        let many: Vec<String> = (0..3 * PLACES).map(|n| format!("Words{n}")).collect();
        for word in words.into_iter().chain(many.iter().map(String::as_str)).chain(words) {
            let [mut first, mut again, mut plain, mut alone] = [(); 4].map(|()| Terms::default());
            used.of(None).push_marked(word, 3, &mut first);
            used.of(None).push_marked(word, 3, &mut again);
            used.of(None).push(word, 3, &mut plain);
            assert_eq!(first, again);
            let vocabulary = never.of(None);
            let terms = vocabulary.terms(word);
            alone.push_all(3, &terms);
            assert_eq!(plain, alone);
            let mut alone = Terms::default();
            alone.push_all(3, &with_capitals(terms, word));
            assert_eq!(first, alone);
        }
    }
}

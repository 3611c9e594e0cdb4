//! The course of a story: who was named when, up to the mention that is judged.

use std::collections::HashMap;

use crate::extract::entities::classes::Fast;
use crate::extract::entities::tokens::Tokens;

/// Who was named when, up to the mention that is judged.
pub(super) struct Course {
    /// The sentence that is read.
    pub(super) sentence: usize,
    /// Sentence of the last mention of each person.
    seen: Vec<Option<usize>>,
    /// How often each person was called by a word alone.
    called: HashMap<(usize, u64), u32, Fast>,
}

impl Course {
    pub(super) fn new(people: usize) -> Course {
        Course { sentence: 0, seen: vec![None; people], called: HashMap::default() }
    }

    /// Goes on to the sentence of a word.
    pub(super) fn reach(&mut self, tokens: &Tokens<'_>, word: usize) {
        while tokens.sentences.get(self.sentence + 1).is_some_and(|&next| next <= word) {
            self.sentence += 1;
        }
    }

    /// The sentence in which a person was named last.
    pub(super) fn seen(&self, person: usize) -> Option<usize> {
        self.seen.get(person).copied().flatten()
    }

    /// How often a person was called so.
    pub(super) fn called(&self, person: usize, word: u64) -> u32 {
        self.called.get(&(person, word)).copied().unwrap_or(0)
    }

    /// Takes note of a mention; `word` if it was a word alone.
    pub(super) fn name(&mut self, person: usize, word: Option<u64>) {
        if person >= self.seen.len() {
            self.seen.resize(person + 1, None);
        }
        self.seen[person] = Some(self.sentence);
        if let Some(word) = word {
            *self.called.entry((person, word)).or_default() += 1;
        }
    }
}

//! The documents of a window: which of them match, and what they earn at most.

use tantivy::{DocId, Score, TERMINATED};

use super::word::{Documents, WINDOW, Word, places};
use crate::query::plan::bm25::LOST;

/// With fewer candidates in a window, a word is asked for each of them.
const FEW: u32 = 24;

/// Some documents in a row, with the words that they have.
pub(super) struct Window {
    /// The rarest first where all are asked for.
    words: Vec<Word>,
    all: bool,
    /// The first document of the window.
    from: DocId,
    /// Documents that match.
    found: Documents,
    bounds: Bounds,
}

/// What documents earn at most.
struct Bounds {
    /// Where they stand in the window.
    places: Vec<u16>,
    /// What their lengths come to.
    norms: Vec<f32>,
    most: Vec<Score>,
    /// By the headline alone, for the whole window.
    headlines: Box<[Score; WINDOW]>,
}

impl Window {
    /// Before the first window.
    pub(super) fn of(words: Vec<Word>, all: bool) -> Window {
        let bounds = Bounds {
            places: Vec::new(),
            norms: Vec::new(),
            most: Vec::new(),
            headlines: Box::new([0.0; WINDOW]),
        };
        Window { words, all, from: 0, found: [0; WINDOW / 64], bounds }
    }

    /// Tells of every document that matches, and what those may earn at most that are not among the best.
    pub(super) fn each(&mut self, mut threshold: Score, callback: &mut dyn FnMut(DocId, Score) -> Score) {
        while self.read() {
            self.bound();
            for i in 0..self.bounds.places.len() {
                let (at, most) = (usize::from(self.bounds.places[i]), self.bounds.most[i]);
                let doc = self.from + at as DocId;
                let score = if most < threshold { most } else { self.score(at, doc) };
                threshold = callback(doc, score);
            }
        }
    }

    fn score(&mut self, at: usize, doc: DocId) -> Score {
        let own = self.words.iter_mut().filter(|word| word.frequencies[at] > 0);
        own.map(|word| word.scoring.earned(doc, word.frequencies[at])).sum()
    }

    /// Works out what the documents found earn at most.
    fn bound(&mut self) {
        let Bounds { places: found, norms, most, headlines } = &mut self.bounds;
        found.clear();
        found.extend(places(&self.found).map(|at| at as u16));
        if found.is_empty() {
            return;
        }
        let Some(Word { scoring, .. }) = self.words.first() else { return };
        norms.clear();
        norms.extend(found.iter().map(|&at| scoring.norm(self.from + DocId::from(at))));
        let lost = LOST * self.words.len() as Score;
        most.clear();
        most.resize(found.len(), lost);
        let mut in_headlines = false;
        for word in &mut self.words {
            in_headlines |= word.add_headlines(self.from, headlines);
        }
        if in_headlines {
            most.iter_mut().zip(&*found).for_each(|(most, &at)| *most += headlines[usize::from(at)]);
            headlines.fill(0.0);
        }
        self.words.iter().for_each(|word| word.add_most(found, norms, most));
    }

    /// Reads the next window; false if there is none.
    fn read(&mut self) -> bool {
        let next = match self.all {
            true => self.words.first().map(Word::next),
            false => self.words.iter().map(Word::next).min(),
        };
        let Some(from) = next.filter(|&doc| doc != TERMINATED) else { return false };
        self.from = from;
        self.found = [0; WINDOW / 64];
        match self.all {
            true => self.read_all(),
            false => self.words.iter_mut().for_each(|word| word.read(from, &mut self.found)),
        }
        true
    }

    /// Reads what all words have.
    fn read_all(&mut self) {
        let Some((rarest, others)) = self.words.split_first_mut() else { return };
        rarest.read(self.from, &mut self.found);
        for word in others {
            let mut found = [0; WINDOW / 64];
            match self.found.iter().map(|bits| bits.count_ones()).sum::<u32>() {
                0 => return,
                1..FEW => word.read_some(self.from, &self.found, &mut found),
                _ => word.read(self.from, &mut found),
            }
            self.found.iter_mut().zip(found).for_each(|(both, found)| *both &= found);
        }
    }
}

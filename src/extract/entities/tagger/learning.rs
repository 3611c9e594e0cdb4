//! What a trainer needs of the tagger: the features of words, and the labels that a truth gives them.

use std::ops::Range;

use super::super::super::Page;
use super::super::mended;
use super::super::tokens::Tokens;
use super::super::types::{Kind, Mention};
use super::{AROUND, Room, around, features, labelled, memory::Memory, signs, stretches};
use crate::text::Span;

pub use super::labels::{LABELS, Label, OTHER, OUT, WIDTH, closes, follows, label, opens};
pub use super::model::{ROWS, SIZE};

/// A story as the tagger sees it: stretches of words, each word with the rows of its features.
pub struct Lesson<'a> {
    tokens: Tokens<'a>,
    /// The stretches in the story's words.
    pub stretches: Vec<Range<usize>>,
}

impl<'a> Lesson<'a> {
    /// Reads a page.
    pub fn new(page: Page<'a>) -> Lesson<'a> {
        let tokens = Tokens::read(page);
        Lesson { stretches: stretches::stretches(&tokens), tokens }
    }

    /// Number of words in all stretches.
    pub fn len(&self) -> usize {
        self.stretches.iter().map(Range::len).sum()
    }

    /// Whether the story has no capitals at all.
    pub fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// The rows of each word's own features, for both passes.
    pub fn rows(&self) -> Vec<Vec<u32>> {
        let mut room = Room::default();
        let mut out = Vec::with_capacity(self.len());
        for stretch in &self.stretches {
            signs::read(&self.tokens, stretch, &mut room.signs, &mut room.listed);
            for at in 0..stretch.len() {
                let mut rows = Vec::new();
                features::rows(&room.signs, AROUND + at, &mut rows);
                out.push(rows);
            }
        }
        out
    }

    /// The rows that the second pass adds, given the first one's labels.
    pub fn rows_again(&self, first: &[Label]) -> Vec<Vec<u32>> {
        let memory = Memory::of(&self.tokens, &self.stretches, first);
        let rows = |(stretch, own): (&Range<usize>, &[Label]), at: usize| {
            let mut rows = Vec::new();
            memory.rows(&self.tokens, stretch.start + at, around(own, at), &mut rows);
            rows
        };
        let stretches = labelled(&self.stretches, first);
        stretches.flat_map(|labelled| (0..labelled.1.len()).map(move |at| rows(labelled, at))).collect()
    }

    /// The label of each word that a truth of names gives; `None` as kind: another name.
    ///
    /// A name that does not lie in one stretch is cut to the words that do, or lost.
    pub fn labels(&self, truth: &[(Option<Kind>, Span)]) -> Vec<Label> {
        let mut out = vec![OUT; self.len()];
        let mut base = 0;
        for stretch in &self.stretches {
            let here = &self.tokens.all[stretch.clone()];
            for (kind, span) in truth {
                let first = here.partition_point(|t| t.span.end <= span.start);
                let end = here.partition_point(|t| t.span.start < span.end);
                for at in first..end {
                    out[base + at] = label(*kind, at - first, end - first);
                }
            }
            base += stretch.len();
        }
        out
    }

    /// The names that labels tell, put right as the extractor does.
    pub fn mentions(&self, labels: &[Label]) -> Vec<Mention> {
        let mut room = Room::default();
        for stretch in &self.stretches {
            signs::read(&self.tokens, stretch, &mut room.signs, &mut room.listed);
        }
        let pieces = super::pieces(&self.stretches, labels, &room.listed);
        let pieces = mended(&self.tokens, None, pieces);
        pieces.iter().map(|p| Mention { kind: p.kind, span: self.tokens.span(p.first, p.end) }).collect()
    }
}

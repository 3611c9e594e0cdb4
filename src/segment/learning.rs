//! What the trainer of the trees needs: rows of a page, and the body that scores lead to.

pub use super::rows::{COLUMNS, FIRST, NAMES, Row};
pub use super::trees::{DEPTH, LANES, LEAVES, Model, Tree, UNIT};

use super::features::{Facts, facts};
use super::furniture::Furniture;
use super::rows::{First, Rows, WIDTH};
use super::{core, score};
use crate::text::lines::lines;
use crate::text::wrap::{Block, blocks};

/// A page as the trees see it.
pub struct Lesson {
    /// The blocks that are labelled.
    pub blocks: Vec<Block>,
    facts: Vec<Facts>,
}

/// A row for each block.
pub type Table = Vec<Row>;

impl Lesson {
    /// Measures a text.
    pub fn of(text: &str, furniture: Option<&Furniture>) -> Lesson {
        let spans = lines(text);
        let blocks = blocks(text, &spans);
        Lesson { facts: facts(text, &spans, &blocks, furniture), blocks }
    }

    /// The rows of the first pass; the columns of the second are 0.
    pub fn first(&self) -> Table {
        let rows = Rows::of(&self.facts);
        self.each(|i, row| rows.first(i, row))
    }

    /// The rows of the second pass after these scores of the first.
    pub fn second(&self, scores: &[f32]) -> Table {
        let rows = Rows::of(&self.facts);
        let first = First::of(&self.facts, scores, core::anchor(&self.facts, scores));
        self.each(|i, row| {
            rows.first(i, row);
            rows.second(&first, i, row);
        })
    }

    fn each(&self, fill: impl Fn(usize, &mut Row)) -> Table {
        let row = |i| {
            let mut row = [0.0; WIDTH];
            fill(i, &mut row);
            row
        };
        (0..self.facts.len()).map(row).collect()
    }

    /// The scores that a model gives to the blocks.
    pub fn scores(&self, model: &Model) -> Vec<f32> {
        score::scores(&self.facts, model, |_| ())
    }

    /// Which blocks are body after these scores of the second pass.
    pub fn body(&self, scores: &[f32]) -> Vec<bool> {
        let core = core::Core::of(&self.facts, scores);
        (0..self.facts.len()).map(|i| core.has(i)).collect()
    }

    /// The words of a block.
    pub fn words(&self, i: usize) -> f32 {
        self.facts[i].words
    }
}

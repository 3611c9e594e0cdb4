//! The trained model: two passes of boosted trees, `models/segmenter/segmenter.bin`.
//!
//! All nodes of one level of a tree ask the same question (symmetric trees, as in CatBoost), so a
//! block's leaf is a number of [`DEPTH`] bits, and a score a sum of leaves.
//!
//! The file, all numbers little-endian: for each of the two passes the number of trees (u16) and the trees;
//! a tree is [`DEPTH`] questions, "is column c (u8) greater than t (f32)?", and 2^[`DEPTH`] leaves
//! (i16, in units of 1/[`UNIT`] log-odds), the first question's answer the lowest bit.

use std::sync::LazyLock;

use super::rows::{Row, WIDTH};

/// Questions of a tree.
pub const DEPTH: usize = 5;
/// Leaves of a tree.
pub const LEAVES: usize = 1 << DEPTH;
/// What one log-odd is in a leaf.
pub const UNIT: f32 = 1024.0;

/// The model that ships.
pub static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::read(include_bytes!("../../models/segmenter/segmenter.bin")));

/// One tree.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Column and threshold of each question.
    pub questions: [(u8, f32); DEPTH],
    /// What each leaf adds to the score.
    pub leaves: [i16; LEAVES],
}

/// Both passes.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The trees of the first and of the second pass.
    pub passes: [Vec<Tree>; 2],
}

impl Model {
    /// Reads the file's bytes. What is missing reads as no trees or zeros.
    pub fn read(bytes: &[u8]) -> Model {
        let mut bytes = Bytes(bytes);
        Model { passes: [(); 2].map(|()| (0..bytes.u16()).map(|_| Tree::read(&mut bytes)).collect()) }
    }

    /// The file's bytes.
    pub fn written(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for trees in &self.passes {
            out.extend((trees.len() as u16).to_le_bytes());
            trees.iter().for_each(|tree| tree.write(&mut out));
        }
        out
    }

    /// The score of a row: log-odds that the block is body.
    pub fn score(&self, pass: usize, row: &Row) -> f32 {
        let sum: i32 = self.passes[pass].iter().map(|tree| i32::from(tree.leaf(row))).sum();
        sum as f32 / UNIT
    }

    /// By how much the columns speak for a row (or against it): what the score would lose were the
    /// answers about a column the other way round. Strongest first.
    pub fn reasons(&self, pass: usize, row: &Row) -> Vec<(usize, f32)> {
        let mut weights = [0i32; WIDTH];
        for tree in &self.passes[pass] {
            let at = tree.place(row);
            for (bit, (column, _)) in tree.questions.iter().enumerate() {
                let other = tree.leaves[at ^ (1 << bit)];
                weights[*column as usize % WIDTH] += i32::from(tree.leaves[at]) - i32::from(other);
            }
        }
        let mut all: Vec<(usize, f32)> = weights.iter().map(|&w| w as f32 / UNIT).enumerate().collect();
        all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
        all
    }
}

impl Tree {
    fn leaf(&self, row: &Row) -> i16 {
        self.leaves[self.place(row)]
    }

    /// The number of the leaf that a row falls into.
    fn place(&self, row: &Row) -> usize {
        let answer = |(bit, &(column, least)): (usize, &(u8, f32))| {
            usize::from(row[column as usize % WIDTH] > least) << bit
        };
        self.questions.iter().enumerate().map(answer).sum::<usize>() % LEAVES
    }

    fn read(bytes: &mut Bytes<'_>) -> Tree {
        Tree {
            questions: [(); DEPTH].map(|()| (bytes.u8(), bytes.f32())),
            leaves: [(); LEAVES].map(|()| bytes.i16()),
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        for (column, least) in self.questions {
            out.push(column);
            out.extend(least.to_le_bytes());
        }
        out.extend(self.leaves.iter().flat_map(|leaf| leaf.to_le_bytes()));
    }
}

/// Numbers taken off the front of bytes; zeros behind their end.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((first, rest)) = self.0.split_first_chunk::<N>() else {
            self.0 = &[];
            return [0; N];
        };
        self.0 = rest;
        *first
    }

    fn u8(&mut self) -> u8 {
        u8::from_le_bytes(self.take())
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.take())
    }

    fn i16(&mut self) -> i16 {
        i16::from_le_bytes(self.take())
    }

    fn f32(&mut self) -> f32 {
        f32::from_le_bytes(self.take())
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows::COLUMNS;
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let leaves = std::array::from_fn(|leaf| [0, 512, -3, 400][leaf % 4]);
        let tree = Tree { questions: [(3, 1.5), (0, -1.0), (1, 0.0), (1, 0.0), (1, 0.0)], leaves };
        let model = Model { passes: [vec![tree.clone(), tree], Vec::new()] };
        let again = Model::read(&model.written());
        assert_eq!(again.written(), model.written());
        let mut row = [0.0; WIDTH];
        row[0] = -2.0;
        row[3] = 2.0;
        assert_eq!((again.score(0, &row), again.score(1, &row)), (1.0, 0.0));
        assert_eq!(again.reasons(0, &row)[0].0, 3);
    }

    #[test]
    fn the_shipped_model_is_whole() {
        assert!(SHIPPED.passes.iter().all(|trees| trees.len() > 20));
        let questions = SHIPPED.passes.iter().flatten().flat_map(|tree| tree.questions);
        assert!(
            questions.into_iter().all(|(column, least)| (column as usize) < COLUMNS && least.is_finite())
        );
    }
}

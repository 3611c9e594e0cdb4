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
/// Rows that are scored together.
pub const LANES: usize = 8;
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

    /// The scores of rows: log-odds that the blocks are body. Each question is put to all rows at once.
    pub fn scores(&self, pass: usize, rows: &[Row; LANES]) -> [f32; LANES] {
        let columns: [[f32; LANES]; WIDTH] =
            std::array::from_fn(|column| std::array::from_fn(|lane| rows[lane][column]));
        let mut sums = [0i32; LANES];
        for tree in &self.passes[pass] {
            for (sum, place) in sums.iter_mut().zip(tree.places(&columns)) {
                *sum += i32::from(tree.leaves[place as usize % LEAVES]);
            }
        }
        sums.map(|sum| sum as f32 / UNIT)
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
    /// The numbers of the leaves that rows fall into, given column by column. Only apart from the sum is it made
    /// into instructions that compare several rows at once.
    #[inline(never)]
    fn places(&self, columns: &[[f32; LANES]; WIDTH]) -> [u32; LANES] {
        self.questions.iter().rev().fold([0; LANES], |places, &(column, least)| {
            let values = &columns[column as usize % WIDTH];
            std::array::from_fn(|lane| places[lane] << 1 | u32::from(values[lane] > least))
        })
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
        let mut rows = [[0.0; WIDTH]; LANES];
        rows[2] = row;
        assert_eq!(again.scores(0, &rows)[..4], [-6.0 / UNIT, -6.0 / UNIT, 1.0, -6.0 / UNIT]);
        assert_eq!(again.scores(1, &rows), [0.0; LANES]);
        assert_eq!(again.reasons(0, &row)[0].0, 3);
    }

    #[test]
    fn rows_scored_together_score_as_their_leaves_say() {
        let mut state = 1u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as f32 / 4096.0 - 4.0
        };
        let rows: [Row; LANES] = std::array::from_fn(|_| std::array::from_fn(|_| next()));
        for pass in 0..2 {
            let trees = &SHIPPED.passes[pass];
            let sum =
                |row: &Row| trees.iter().map(|tree| i32::from(tree.leaves[tree.place(row)])).sum::<i32>();
            let naive: Vec<f32> = rows.iter().map(|row| sum(row) as f32 / UNIT).collect();
            assert_eq!(SHIPPED.scores(pass, &rows).to_vec(), naive);
        }
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

//! The features of a word: each a template filled with signs, hashed to a row of weights.

use super::signs::Signs;
use crate::text::hash::mix;

/// Features of a word.
pub(super) const TEMPLATES: usize = 34;

/// The rows of the features of word `at` of a stretch's signs.
pub(super) fn rows(signs: &[Signs], at: usize, out: &mut Vec<u32>) {
    let (before2, before, word, after, after2) =
        (&signs[at - 2], &signs[at - 1], &signs[at], &signs[at + 1], &signs[at + 2]);
    let (first, last) = (&signs[word.ends.0], &signs[word.ends.1]);
    let (ahead, behind) = (&signs[word.ends.0 - 1], &signs[word.ends.1 + 1]);
    let tail = u64::from(u32::from_le_bytes(word.tail));
    let pairs: [(u64, u64); TEMPLATES] = [
        (word.word, word.stand),
        (before.word, 0),
        (after.word, 0),
        (before.word, word.word),
        (word.word, after.word),
        (after.word, word.list),
        (word.shape, before.shape << 16 | after.shape << 32),
        (word.shape, word.stand),
        (word.shape, word.gap | after.gap << 8 | word.run << 16),
        (tail & 0xFF_FFFF, 0),
        (word.head, word.shape),
        (before2.class, before.class),
        (after.class, after2.class),
        (before.class, word.class),
        (word.class, after.class),
        (before.class, word.list),
        (after.class, word.list | after.gap << 8),
        (word.list, word.stand),
        (before.list << 8 | word.list, word.gap),
        (word.list << 8 | after.list, after.gap),
        (word.place, word.stand),
        (word.place, word.list),
        (word.place, before.class),
        (before.place << 8 | word.place, word.gap),
        (word.place << 8 | after.place, after.gap),
        (word.run, last.word),
        (word.run, first.class),
        (word.run, first.list << 8 | last.list),
        (word.run, ahead.class),
        (word.run, behind.class),
        (word.run, ahead.word),
        (word.line, word.place << 8 | word.stand << 24),
        (word.line, word.shape | before.shape << 16 | after.shape << 32),
        (word.line, word.run | word.list << 8 | word.gap << 16 | after.gap << 24),
    ];
    out.extend(pairs.iter().enumerate().map(|(template, &(a, b))| row(template as u64, a, b)));
}

/// The row of a template filled with two signs.
pub(super) fn row(template: u64, a: u64, b: u64) -> u32 {
    (mix(mix(template << 56 ^ a, b), SEED) >> 32) as u32
}

/// Any odd number: parts rows from the hashes of words that they are made of.
const SEED: u64 = 0x2545_f491_4f6c_dd1d;

//! The trained weights: `models/tagger/tagger.bin`, written by `examples/train_tagger.rs`.
//!
//! The file: for each of the two passes the points of steps between labels ([`WIDTH`] x [`WIDTH`] i16,
//! little-endian); then [`ROWS`] rows of 2 x [`WIDTH`] bytes, the points (i8) that a feature of that
//! row gives to each label in the first and in the second pass.

use std::sync::LazyLock;

use super::super::types::Kind;
use super::decode::{Scores, Steps, allowed};
use super::labels::{Label, Part, WIDTH, named};

/// The file, laid out so that no row lies across two lines of the processor's cache.
#[repr(align(64))]
struct Aligned([u8; SIZE]);

static FILE: Aligned = Aligned(*include_bytes!("../../../../models/tagger/tagger.bin"));
static BYTES: &[u8; SIZE] = &FILE.0;

/// Rows of the table; a feature's row is its hash modulo this. Two features that share a row share its
/// weights; more rows did not score better.
pub const ROWS: usize = 1 << 16;

/// Bytes of the steps of one pass.
const STEPS: usize = WIDTH * WIDTH * 2;

/// Bytes of the whole file.
pub const SIZE: usize = 2 * STEPS + ROWS * 2 * WIDTH;

/// Steps between labels in the two passes.
pub(super) static STEPS_OF: LazyLock<[Steps; 2]> = LazyLock::new(|| [steps(0), steps(1)]);

fn steps(pass: usize) -> Steps {
    let mut raw = [[0; WIDTH]; WIDTH];
    let bytes = BYTES.get(pass * STEPS..(pass + 1) * STEPS).unwrap_or_default();
    for (at, pair) in bytes.chunks_exact(2).enumerate() {
        raw[at / WIDTH][at % WIDTH] = i16::from_le_bytes([pair[0], pair[1]]);
    }
    allowed(&raw)
}

/// Where a row begins in the file.
fn place(row: u32) -> usize {
    2 * STEPS + row as usize % ROWS * 2 * WIDTH
}

/// Reads a byte of each row, so that all of them are on their way from memory at once: the table is larger
/// than the processor's near cache, and rows that are waited for one by one take twice the time.
pub(super) fn call_up(rows: &[u32]) {
    let seen = rows.iter().fold(0, |seen, &row| seen | BYTES.get(place(row)).copied().unwrap_or(0));
    std::hint::black_box(seen);
}

/// The weights of a feature in both passes.
fn weights(row: u32) -> &'static [u8; 2 * WIDTH] {
    let at = place(row);
    BYTES.get(at..).and_then(|rest| rest.first_chunk()).unwrap_or(&[0; 2 * WIDTH])
}

/// Adds weights to sums. The sum of a few hundred features cannot overflow.
fn add(sums: &mut [i16], weights: &[u8]) {
    for (sum, &weight) in sums.iter_mut().zip(weights) {
        *sum += i16::from(weight as i8);
    }
}

/// Sums of weights of one word in one pass.
#[derive(Clone, Copy)]
pub(super) struct Sums([i16; WIDTH]);

impl Sums {
    /// The sums of a word's own features in the first and in the second pass.
    pub(super) fn of(rows: &[u32]) -> [Sums; 2] {
        let mut sums = [0; 2 * WIDTH];
        rows.iter().for_each(|&row| add(&mut sums, weights(row)));
        let [mut first, mut second] = [Sums([0; WIDTH]); 2];
        first.0.copy_from_slice(&sums[..WIDTH]);
        second.0.copy_from_slice(&sums[WIDTH..]);
        [first, second]
    }

    /// Adds features that only the second pass has.
    pub(super) fn add_second(&mut self, rows: &[u32]) {
        rows.iter().for_each(|&row| add(&mut self.0, &weights(row)[WIDTH..]));
    }

    /// Makes it impossible that the name of a person or place goes on with the word.
    pub(super) fn begin_anew(&mut self) {
        for (label, sum) in self.0.iter_mut().enumerate() {
            let named = named(label as Label);
            let goes_on = matches!(named, Some((Kind::Person | Kind::Place, Part::Inner | Part::Last)));
            *sum -= if goes_on { 1 << 14 } else { 0 };
        }
    }

    /// The points of each label.
    pub(super) fn scores(&self) -> Scores {
        self.0.map(f32::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_have_their_size() {
        assert_eq!(BYTES.len(), SIZE);
    }
}

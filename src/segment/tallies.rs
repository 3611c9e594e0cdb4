//! Two small tallies over a page's blocks: prefix sums, and sets of hashes that tell shared words.

use std::ops::Range;

/// Which hashes stand in some blocks; may take two hashes for one.
pub struct Bits {
    once: Vec<u64>,
    twice: Vec<u64>,
}

impl Bits {
    /// Bits of a set, a power of two.
    const COUNT: u32 = 1 << 14;

    /// Of the blocks' hashes; a block has each of its own once.
    pub fn of<'a>(hashes: impl Iterator<Item = &'a u32>) -> Bits {
        let empty = || vec![0u64; Bits::COUNT as usize / 64];
        let mut bits = Bits { once: empty(), twice: empty() };
        for &hash in hashes {
            let (at, bit) = Bits::place(hash);
            bits.twice[at] |= bits.once[at] & bit;
            bits.once[at] |= bit;
        }
        bits
    }

    fn place(hash: u32) -> (usize, u64) {
        let hash = hash % Bits::COUNT;
        (hash as usize / 64, 1 << (hash % 64))
    }

    /// Which part of a block's hashes other blocks have; `inside`: the block is one of those counted.
    /// -1 for a block without any.
    pub fn share(&self, hashes: &[u32], inside: bool) -> f32 {
        let set = if inside { &self.twice } else { &self.once };
        let has = |&&hash: &&u32| {
            let (at, bit) = Bits::place(hash);
            set[at] & bit != 0
        };
        match hashes.len() {
            0 => -1.0,
            n => hashes.iter().filter(has).count() as f32 / n as f32,
        }
    }
}

/// Prefix sums of `N` values of each block, for means over windows in constant time.
pub struct Sums<const N: usize>(Vec<[f64; N]>);

impl<const N: usize> Sums<N> {
    /// Of the blocks' values in order.
    pub fn of(values: impl Iterator<Item = [f32; N]>) -> Sums<N> {
        let mut sums = Vec::with_capacity(values.size_hint().0 + 1);
        let mut sum = [0.0f64; N];
        sums.push(sum);
        for values in values {
            sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += f64::from(value));
            sums.push(sum);
        }
        Sums(sums)
    }

    /// The sum of one of the values over a range of blocks.
    pub fn sum(&self, which: usize, range: Range<usize>) -> f32 {
        if range.is_empty() { 0.0 } else { (self.0[range.end][which] - self.0[range.start][which]) as f32 }
    }

    /// The mean of one of the values over the blocks `i + from ..= i + to`; places outside the text count as 0.
    pub fn mean(&self, which: usize, i: usize, from: isize, to: isize) -> f32 {
        let last = self.0.len() - 1;
        let start = i.saturating_add_signed(from).min(last);
        let end = (i as isize + to + 1).clamp(0, last as isize) as usize;
        self.sum(which, start..end) / (to - from + 1) as f32
    }
}

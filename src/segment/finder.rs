//! All places where any of many strings stands in a line.
//!
//! Of each string the window of a few bytes that is likely the rarest in English stands for it. A line is
//! read window by window; one bit tells of nearly all of them that no string has it, and the few others
//! are compared in full. An automaton of so many strings outgrows the fast memory; these tables do not.

use std::cmp::Reverse;
use std::ops::Range;

/// Bits that windows are told by, a power of two.
const BITS: usize = 1 << 15;
/// Slots that windows are looked up in, a power of two.
const SLOTS: usize = 1 << 11;
/// Letters of English, the most common ones first.
const COMMON: &[u8] = b" etaoinsrhldcumfpgwybv";

/// Many strings, told by windows of `WIDTH` bytes, four at most.
pub struct Finder<const WIDTH: usize> {
    strings: Vec<String>,
    bits: Vec<u64>,
    /// For each slot, where its places begin; and where the last one's end.
    slots: Vec<u16>,
    /// The windows by slot: the string, and where in it the window stands.
    places: Vec<(u16, u16)>,
    /// Strings shorter than a window.
    short: Vec<u16>,
}

impl<const WIDTH: usize> Finder<WIDTH> {
    /// Of some strings, fewer than 2^16.
    pub fn of(strings: Vec<String>) -> Finder<WIDTH> {
        let mut bits = vec![0u64; BITS / 64];
        let mut keyed: Vec<(usize, (u16, u16))> = Vec::new();
        for (string, number) in strings.iter().zip(0u16..) {
            if let Some((at, window)) = rarest::<WIDTH>(string) {
                let key = key(window);
                bits[key / 64] |= 1 << (key % 64);
                keyed.push((slot(key), (number, at as u16)));
            }
        }
        keyed.sort_unstable();
        let before = |slot: usize| keyed.partition_point(|place| place.0 < slot) as u16;
        let short = strings.iter().zip(0u16..).filter(|(s, _)| s.len() < WIDTH).map(|(_, number)| number);
        Finder {
            slots: (0..=SLOTS).map(before).collect(),
            places: keyed.iter().map(|place| place.1).collect(),
            short: short.collect(),
            bits,
            strings,
        }
    }

    /// Shows each place where a string that is wanted stands, in any order: its range, and the string's number.
    pub fn each(
        &self,
        line: &[u8],
        wanted: impl Fn(usize) -> bool,
        mut show: impl FnMut(Range<usize>, usize),
    ) {
        for (at, window) in line.windows(WIDTH).enumerate() {
            let Some(key) = window.first_chunk().map(key::<WIDTH>) else { continue };
            if self.bits[key / 64] >> (key % 64) & 1 == 0 {
                continue;
            }
            let slot = slot(key);
            for &(number, inside) in &self.places[self.slots[slot].into()..self.slots[slot + 1].into()] {
                let number = usize::from(number);
                let Some(start) = at.checked_sub(inside.into()).filter(|_| wanted(number)) else { continue };
                if line[start..].starts_with(self.strings[number].as_bytes()) {
                    show(start..start + self.strings[number].len(), number);
                }
            }
        }
        for number in self.short.iter().map(|&number| usize::from(number)).filter(|&number| wanted(number)) {
            let string = self.strings[number].as_bytes();
            let Some(&first) = string.first() else { continue };
            let starts = memchr::memchr_iter(first, line);
            for start in starts.filter(|&at| line[at..].starts_with(string)) {
                show(start..start + string.len(), number);
            }
        }
    }
}

/// The window of a string that is likely the rarest, and where it stands.
fn rarest<const WIDTH: usize>(string: &str) -> Option<(usize, &[u8; WIDTH])> {
    let rank = |byte: &u8| COMMON.iter().position(|common| common == byte).unwrap_or(2 * COMMON.len());
    let windows = string.as_bytes().windows(WIDTH).filter_map(|w| w.first_chunk()).enumerate();
    windows.max_by_key(|(at, window)| (window.iter().map(rank).sum::<usize>(), Reverse(*at)))
}

/// The bit that tells of a window.
fn key<const WIDTH: usize>(window: &[u8; WIDTH]) -> usize {
    let mut four = [0; 4];
    four[..WIDTH].copy_from_slice(window);
    let mixed = u32::from_le_bytes(four).wrapping_mul(0x9e37_79b1);
    (mixed >> 17) as usize % BITS
}

/// The slot of a window that this bit tells of.
fn slot(key: usize) -> usize {
    key / (BITS / SLOTS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn naive(strings: &[String], line: &str) -> Vec<(Range<usize>, usize)> {
        let mut all = Vec::new();
        for (number, string) in strings.iter().enumerate() {
            let starts = (0..line.len()).filter(|&at| line.as_bytes()[at..].starts_with(string.as_bytes()));
            all.extend(starts.map(|at| (at..at + string.len(), number)));
        }
        all
    }

    proptest! {
        #[test]
        fn every_place_of_every_string_is_found(
            strings in prop::collection::vec("[abé ]{1,6}", 1..12),
            line in "[abé ]{0,60}",
        ) {
            let mut found = Vec::new();
            Finder::<4>::of(strings.clone()).each(line.as_bytes(), |_| true, |range, string| found.push((range, string)));
            found.sort_by_key(|(range, string)| (*string, range.start));
            prop_assert_eq!(found, naive(&strings, &line));
        }
    }
}

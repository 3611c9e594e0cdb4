//! Given names, surnames and words that newspapers write in lower case, with weights.
//!
//! The list is made by `models/gazetteer/build.py` (Faker, US census of 1990, GMB and GUM counts).

use super::types::Gender;
use crate::text::hash::hash;

static TABLE: &[u8] = include_bytes!("../../../models/gazetteer/lexicon.bin");

/// Bytes of a slot: fingerprint (u32, the upper half of the word's hash) and weights (u16, 0 where the
/// slot is free). A word stands at the slot of its hash's lower half or the next free one.
const SLOT: usize = 6;

/// What the list says of a word: four weights from 0 (not listed) to 15.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weights(u16);

impl Weights {
    /// Looks a folded word up.
    pub(super) fn of(folded: &str) -> Weights {
        Weights::of_hash(hash(folded.as_bytes()))
    }

    /// Looks a folded word up by its [`hash`].
    pub(super) fn of_hash(hash: u64) -> Weights {
        let mask = TABLE.len() / SLOT - 1;
        let print = (hash >> 32) as u32;
        let mut at = hash as usize & mask;
        while let Some(&[a, b, c, d, low, high]) = TABLE.get(at * SLOT..at * SLOT + SLOT) {
            let weights = u16::from_le_bytes([low, high]);
            if weights == 0 || u32::from_le_bytes([a, b, c, d]) == print {
                return Weights(weights);
            }
            at = (at + 1) & mask;
        }
        Weights(0)
    }

    /// How common it is as a given name.
    pub(super) fn given(self) -> u16 {
        (self.0 & 15).max(self.0 >> 4 & 15)
    }

    /// The gender that bearers of the given name mostly have, where the lists agree.
    pub(super) fn leaning(self) -> Option<Gender> {
        match (self.0 & 15, self.0 >> 4 & 15) {
            (f, m) if f > 2 * m => Some(Gender::Female),
            (f, m) if m > 2 * f => Some(Gender::Male),
            _ => None,
        }
    }

    /// How common it is as a surname.
    pub(super) fn surname(self) -> u16 {
        self.0 >> 8 & 15
    }

    /// How common it is as a word in lower case.
    pub(super) fn common(self) -> u16 {
        self.0 >> 12
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_common_words_have_their_weights() {
        assert!(Weights::of("priya").given() > 0);
        assert!(Weights::of("smith").surname() > 10);
        assert!(Weights::of("minister").common() > 5);
        assert_eq!(Weights::of("qqqqzz"), Weights::default());
        assert_eq!(Weights::of(""), Weights::default());
    }
}

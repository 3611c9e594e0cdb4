//! Given names, surnames and words that newspapers write in lower case, with weights.
//!
//! The list is made by `models/gazetteer/build.py` (Faker, US census of 1990, GMB and GUM counts).

use std::sync::LazyLock;

use fst::raw::Fst;

use super::types::Gender;

static BYTES: &[u8] = include_bytes!("../../../models/gazetteer/lexicon.fst");

static MAP: LazyLock<Option<Fst<&'static [u8]>>> = LazyLock::new(|| Fst::new(BYTES).ok());

/// What the list says of a word: four weights from 0 (not listed) to 15.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weights(u16);

impl Weights {
    /// Looks a folded word up.
    pub(super) fn of(folded: &str) -> Weights {
        let found = MAP.as_ref().and_then(|map| map.get(folded.as_bytes()));
        Weights(found.map_or(0, |output| output.value() as u16))
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

    /// In no list at all, like most names from far away.
    pub(super) fn unknown(self) -> bool {
        self.0 == 0
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
        assert!(Weights::of("qqqqzz").unknown());
        assert!(Weights::of("").unknown());
    }
}

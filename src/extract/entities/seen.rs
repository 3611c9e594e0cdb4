//! How a story writes its words: which stand in lower case somewhere, which with a capital inside a
//! sentence. What is never written small is likely a name.

use super::tokens::{Case, Shape, Token};

/// The words of a story by hash, in one open-addressed table. Two words that share 32 bits of their hash
/// are one word here: a wrong hint at worst.
#[derive(Default)]
pub(super) struct Seen {
    /// Fingerprint with [`LOWER`] and [`CAPITAL`] in its lowest bits; 0: free.
    slots: Vec<u32>,
}

const LOWER: u32 = 1;
const CAPITAL: u32 = 2;
const FLAGS: u32 = LOWER | CAPITAL;

impl Seen {
    /// Reads all words of a story.
    pub(super) fn of(tokens: &[Token]) -> Seen {
        let size = (tokens.len() * 2).next_power_of_two();
        let mut seen = Seen { slots: vec![0; size] };
        for token in tokens {
            let flag = match token.shape {
                Shape::Lower => LOWER,
                Shape::Capital | Shape::Upper if !token.first && token.case == Case::Text => CAPITAL,
                _ => continue,
            };
            let at = seen.slot(token.hash);
            seen.slots[at] = fingerprint(token.hash) | seen.slots[at] & FLAGS | flag;
        }
        seen
    }

    /// In lower case?
    pub(super) fn lower(&self, hash: u64) -> bool {
        self.flags(hash) & LOWER != 0
    }

    /// With a capital where no sentence begins?
    pub(super) fn capital(&self, hash: u64) -> bool {
        self.flags(hash) & CAPITAL != 0
    }

    fn flags(&self, hash: u64) -> u32 {
        if self.slots.is_empty() { 0 } else { self.slots[self.slot(hash)] }
    }

    /// The word's slot, or the free one where it belongs. At most half of the table is taken.
    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != 0 && self.slots[at] & !FLAGS != fingerprint(hash) {
            at = (at + 1) & mask;
        }
        at
    }
}

/// Never 0, so that a taken slot is never free.
fn fingerprint(hash: u64) -> u32 {
    (hash >> 32) as u32 & !FLAGS | 4
}

//! Word classes of `schema/entity-words.v1.tsv`: titles, prepositions, words of organisations …

use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::text::hash::hash;

/// A set of word classes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u64);

impl Class {
    /// Has the word any of the classes of `other`?
    pub(super) const fn any(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// One bit a class.
    pub(super) const fn bits(self) -> u64 {
        self.0
    }

    /// The classes of both.
    pub(super) const fn or(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

macro_rules! classes {
    ($($bit:literal $constant:ident $name:literal),* $(,)?) => {
        $(pub(super) const $constant: Class = Class(1 << $bit);)*
        fn by_name(name: &str) -> Option<Class> {
            match name {
                $($name => Some($constant),)*
                _ => None,
            }
        }
    };
}

classes! {
    0 HONORIFIC "honorific", 1 MALE "male", 2 FEMALE "female", 3 TITLE "title", 4 TITLE_MOD "title_mod",
    5 ROLE "role", 6 SPEECH "speech", 7 SAID "asked_after", 8 PLACE_PREP "place_prep", 9 LOCATIVE "locative",
    10 GENERIC_PLACE "generic_place", 11 PARTICLE "particle", 12 ARABIC "arabic", 13 SUFFIX "suffix",
    14 CALENDAR "calendar", 15 WEEKDAY "weekday", 16 FUNCTION "function", 17 THE "the_word",
    18 ABBREVIATION "abbreviation", 19 ORG "org", 20 ORG_FIRST "org_first", 21 EVENT "event",
    22 PLACE_HEAD "place_head", 23 PLACE_HEAD_STRONG "place_head_strong", 24 PLACE_TAIL "place_tail",
    25 PLACE_TAIL_STRONG "place_tail_strong", 26 ORG_NAME "org_name", 27 DEMONYM "demonym", 28 HE "he",
    29 SHE "she", 30 PAIR_NOUN "pair_noun", 31 AND "both", 32 OF "of", 33 OPENING "opening_particle", 34 REIGN "reign", 35 DEED "deed", 36 COMPOUND "compound_tail", 37 STATE "state_abbreviation", 38 FAMOUS "famous",
    41 KIN "kin", 42 KIN_HE "kin_he", 43 KIN_SHE "kin_she", 44 KIN_ELDER "kin_elder", 45 KIN_YOUNGER "kin_younger",
    46 ORG_POSSESSIVE "org_possessive", 47 NO_NAME "no_name",
}

/// Set on the first word of a phrase of more than one word.
pub(super) const OPENS_PHRASE: Class = Class(1 << 40);

static WORDS: &str = include_str!("../../../schema/entity-words.v1.tsv");

/// Words and phrases with their classes: an open-addressed table of hashes, small enough to stay in the
/// processor's cache. The list is ours and no two of its words share a fingerprint in one place; a foreign
/// word that meets one is a wrong hint at worst.
struct Table {
    /// One bit for each word: turns most words away without a look into the slots.
    filter: [u64; FILTER],
    /// Upper half of a word's hash and the number of its set of classes; number 0: free.
    slots: Vec<(u32, u32)>,
    sets: Vec<Class>,
}

const FILTER: usize = 1 << 10;
const SLOTS: usize = 1 << 14;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { filter: [0; FILTER], slots: vec![(0, 0); SLOTS], sets: vec![Class::default()] };
    for line in WORDS.lines().filter(|l| !l.starts_with('#')) {
        let Some((name, words)) = line.split_once('\t') else { continue };
        let Some(class) = by_name(name) else { continue };
        for word in words.split('|') {
            table.add(word, class);
            if let Some((first, _)) = word.split_once(' ') {
                table.add(first, OPENS_PHRASE);
            }
        }
    }
    table
});

impl Table {
    fn add(&mut self, word: &str, class: Class) {
        let hash = hash(word.as_bytes());
        let at = self.slot(hash);
        let class = self.sets[self.slots[at].1 as usize].or(class);
        let known = self.sets.iter().position(|&set| set == class);
        let number = known.unwrap_or(self.sets.len());
        if number == self.sets.len() {
            self.sets.push(class);
        }
        self.slots[at] = ((hash >> 32) as u32, number as u32);
        self.filter[(hash >> 40) as usize % FILTER] |= 1 << (hash >> 58);
    }

    /// The word's slot, or the free one where it belongs.
    fn slot(&self, hash: u64) -> usize {
        let mut at = hash as usize % SLOTS;
        while self.slots[at].1 != 0 && self.slots[at].0 != (hash >> 32) as u32 {
            at = (at + 1) % SLOTS;
        }
        at
    }

    fn get(&self, hash: u64) -> Class {
        if self.filter[(hash >> 40) as usize % FILTER] >> (hash >> 58) & 1 == 0 {
            return Class::default();
        }
        self.sets[self.slots[self.slot(hash)].1 as usize]
    }
}

/// The classes of the folded word with this [`hash`].
pub(super) fn class_of_hash(hash: u64) -> Class {
    TABLE.get(hash)
}

/// The classes of a folded word, or of a phrase of folded words with single blanks.
pub(super) fn class_of(folded: &str) -> Class {
    class_of_hash(hash(folded.as_bytes()))
}

/// A fast hash for short words (FNV-1a, 64 bits); the tables it serves are fixed or bounded by one story.
#[derive(Clone, Copy, Debug)]
pub(in crate::extract) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

/// Builds [`Fnv`].
pub(in crate::extract) type Fast = BuildHasherDefault<Fnv>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_names_a_known_class() {
        for line in WORDS.lines().filter(|l| !l.starts_with('#')) {
            let name = line.split('\t').next().unwrap();
            assert!(by_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn the_table_has_room() {
        assert!(TABLE.slots.iter().filter(|slot| slot.1 != 0).count() * 2 < SLOTS);
    }

    #[test]
    fn words_and_phrases_are_found() {
        assert!(class_of("president").any(TITLE));
        assert!(class_of("sri lankan").any(DEMONYM));
        assert!(class_of("red").any(OPENS_PHRASE));
        assert_eq!(class_of("zzz"), Class::default());
    }
}

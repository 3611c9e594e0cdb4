//! Classes of words that tell story from furniture, as one table.

use std::ops::{BitOr, BitOrAssign};
use std::sync::LazyLock;

use crate::text::hash::hash;

/// What a word is, as a set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word(u16);

impl Word {
    /// A function word.
    pub const STOP: Word = Word(1);
    /// A verb of speech.
    pub const SPEECH: Word = Word(2);
    /// The reader: `you`, `your`.
    pub const YOU: Word = Word(4);
    /// The house: `we`, `our`, `us`.
    pub const WE: Word = Word(8);
    /// The writer: `I`, `my`, `me`.
    pub const I: Word = Word(16);
    /// Whom a story is about: `he`, `her`, `they`.
    pub const THEY: Word = Word(32);
    /// A word of menus, buttons and appeals.
    pub const FURNITURE: Word = Word(64);
    /// How long ago: `ago`, `yesterday`, `hours`.
    pub const AGE: Word = Word(128);
    /// What happened: `was`, `had`, `will`.
    pub const PAST: Word = Word(256);

    /// Whether the word is of this class.
    pub const fn is(self, class: Word) -> bool {
        self.0 & class.0 != 0
    }
}

impl BitOr for Word {
    type Output = Word;

    fn bitor(self, other: Word) -> Word {
        Word(self.0 | other.0)
    }
}

impl BitOrAssign for Word {
    fn bitor_assign(&mut self, other: Word) {
        *self = *self | other;
    }
}

const CLASSES: [(Word, &str); 11] = [
    (Word::STOP, include_str!("../../schema/stopwords.en.v1.txt")),
    (Word::STOP, include_str!("../../schema/stopwords.more.v1.txt")),
    (Word::FURNITURE, include_str!("../../schema/furniture-words.v1.txt")),
    (
        Word::SPEECH,
        "said says told added according asked wrote saying announced reported tells claimed stated explained",
    ),
    (Word::YOU, "you your you're you'll you've you'd yours yourself"),
    (Word::WE, "we our us we're we'll we've we'd ours"),
    (Word::I, "i i'm i've i'll i'd my me mine im ive myself"),
    (Word::THEY, "he she his her him they their them he's she's they're"),
    (Word::AGE, "ago yesterday minute minutes hour hours day days week weeks mins hrs min hr"),
    (Word::PAST, "was were had did been"),
    (Word::PAST, "will would could should may might"),
];

/// Slots of the table; a power of two, a quarter of them filled.
const SLOTS: usize = 4096;

/// Bits of the filter, a power of two.
const FILTER: usize = 1 << 14;

/// The words with their classes.
struct Table {
    /// The hash's upper half and classes; classes of 0 mark an empty slot.
    slots: Vec<(u32, Word)>,
    /// One bit for each word: it tells most other words in little memory.
    filter: [u64; FILTER / 64],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { slots: vec![(0, Word::default()); SLOTS], filter: [0; FILTER / 64] };
    for (class, list) in CLASSES {
        let lines = list.lines().filter(|line| !line.starts_with('#'));
        for word in lines.flat_map(str::split_whitespace) {
            let key = hash(word.as_bytes());
            let at = slot(&table.slots, key);
            table.slots[at].0 = kept(key);
            table.slots[at].1 |= class;
            let (part, bit) = bit(key);
            table.filter[part] |= bit;
        }
    }
    table
});

/// The bit of the filter that stands for a key.
const fn bit(key: u64) -> (usize, u64) {
    ((key >> 40) as usize % (FILTER / 64), 1 << (key >> 58))
}

/// The part of a key that its slot does not tell.
const fn kept(key: u64) -> u32 {
    (key >> 32) as u32
}

/// Where a key stands or would stand.
fn slot(table: &[(u32, Word)], key: u64) -> usize {
    let probes = (0..SLOTS).map(|step| (key as usize).wrapping_add(step) % SLOTS);
    probes
        .into_iter()
        .find(|&at| table[at].1 == Word::default() || table[at].0 == kept(key))
        .unwrap_or_default()
}

/// The classes of a word in lower case with straight apostrophes, by its hash.
pub fn classes(key: u64) -> Word {
    let table = &*TABLE;
    let (part, bit) = bit(key);
    if table.filter[part] & bit == 0 { Word::default() } else { table.slots[slot(&table.slots, key)].1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_all_their_classes() {
        let of = |word: &str| classes(hash(word.as_bytes()));
        assert!(of("your").is(Word::YOU) && of("your").is(Word::FURNITURE) && of("your").is(Word::STOP));
        assert!(of("newsletter").is(Word::FURNITURE) && !of("newsletter").is(Word::STOP));
        assert_eq!(of("weir"), Word::default());
    }

    #[test]
    fn the_table_has_room() {
        assert!(TABLE.slots.iter().filter(|(_, word)| *word != Word::default()).count() * 3 < SLOTS);
    }
}

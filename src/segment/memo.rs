//! What was found out of short blocks, for when they come again: the furniture of a site stands on each of its
//! pages.
//!
//! A block is kept once it has come twice, so that the lines of stories do not drive it out.

use super::features::Facts;

/// Blocks that are kept at most, and blocks that are known to have come; a power of two.
const PLACES: usize = 4096;
/// Longest block, in bytes, that is kept.
const LONGEST: usize = 200;

/// The facts of blocks that came twice.
pub(super) struct Memo {
    /// By the lowest bits of its key the key of the last block that came.
    seen: Vec<u64>,
    kept: Vec<Option<(Box<str>, Facts)>>,
}

impl Default for Memo {
    fn default() -> Self {
        Memo { seen: vec![0; PLACES], kept: vec![None; PLACES] }
    }
}

impl Memo {
    /// The facts of a block with this hash; `read` finds them out.
    pub(super) fn facts(&mut self, block: &str, key: u64, read: impl FnOnce() -> Facts) -> Facts {
        if block.len() > LONGEST {
            return read();
        }
        let place = key as usize % PLACES;
        if let Some((_, facts)) = self.kept[place].as_ref().filter(|(kept, _)| **kept == *block) {
            return facts.clone();
        }
        let facts = read();
        if self.seen[place] == key {
            self.kept[place] = Some((block.into(), facts.clone()));
        }
        self.seen[place] = key;
        facts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_read_twice_and_kept_though_others_come() {
        let (mut memo, mut read) = (Memo::default(), 0);
        let mut ask = |block: &str, key: u64| {
            let facts = memo.facts(block, key, || {
                read += 1;
                Facts { words: block.len() as f32, ..Facts::default() }
            });
            assert_eq!(facts.words, block.len() as f32);
            read
        };
        let key = 7;
        assert_eq!([ask("Log in", key), ask("Log in", key), ask("Log in", key)], [1, 2, 2]);
        let another = key + PLACES as u64;
        assert_eq!([ask("It rained.", another), ask("Log in", key)], [3, 3]);
        assert_eq!(ask("Log out", key), 4, "another block of the same key");
        let long = "x".repeat(LONGEST + 1);
        assert_eq!([ask(&long, 3), ask(&long, 3), ask(&long, 3)], [5, 6, 7]);
    }
}

//! How common a word is as a given name or surname: the lists, and the archive's own names.

use std::collections::HashMap;

use super::forms;
use super::names::{Name, Names};
use crate::extract::entities::commonness;

/// Weight of a surname that the table of forms calls common.
const MILLIONS: u16 = 12;

/// How many different given names each surname of an archive has, where that is more than two.
#[derive(Clone, Debug, Default)]
pub(super) struct Commonness {
    bearers: HashMap<String, u32>,
}

impl Commonness {
    /// Counts some of the names of an archive.
    pub(super) fn of<'a>(names: &'a Names, counted: impl Iterator<Item = Name<'a>>) -> Commonness {
        let ends = counted.filter_map(Name::ends);
        let mut pairs: Vec<(u32, u32)> =
            ends.map(|(first, last)| (names.text(last), names.text(first))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let bearers = pairs
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|given| given.len() > 2)
            .map(|given| (names.table()[given[0].0 as usize].text().to_owned(), given.len() as u32))
            .collect();
        Commonness { bearers }
    }

    /// How common a surname is, from 0 (in no list) to 15: one more is about half as many again.
    pub(super) fn surname(&self, word: &str) -> u16 {
        let (_, listed) = commonness(word);
        let known = if forms::is_common(word) { listed.max(MILLIONS) } else { listed };
        let bearers = self.bearers.get(word).copied().unwrap_or(0);
        // A hundred given names make a surname as common as the lists' 10.
        let here = (f64::from(bearers.max(1)).log2() * 1.5) as u16;
        known.max(here).min(15)
    }

    /// How common a given name is, from 0 to 15.
    pub(super) fn given(&self, word: &str) -> u16 {
        commonness(word).0
    }
}

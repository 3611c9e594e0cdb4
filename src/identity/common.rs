//! How common a word is as a given name or surname: the lists, and the archive's own names.

use std::collections::HashMap;

use super::forms;
use super::name::Name;
use crate::extract::entities::commonness;

/// Weight of a surname that the table of forms calls common.
const MILLIONS: u16 = 12;

/// How many different given names each surname of an archive has.
#[derive(Clone, Debug, Default)]
pub(super) struct Commonness {
    bearers: HashMap<String, u32>,
}

impl Commonness {
    /// Counts the names of an archive.
    pub(super) fn of(names: impl Iterator<Item = Name>) -> Commonness {
        let mut pairs: Vec<(String, String)> = names
            .filter_map(|name| {
                let main = name.main();
                let [first, .., last] = &main[..] else { return None };
                Some((last.text().to_owned(), first.text().to_owned()))
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut bearers = HashMap::new();
        pairs.into_iter().for_each(|(last, _)| *bearers.entry(last).or_default() += 1);
        bearers.retain(|_, n: &mut u32| *n > 2);
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

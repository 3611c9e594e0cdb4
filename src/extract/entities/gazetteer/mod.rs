//! The embedded gazetteer: countries, regions, counties, towns and landmarks (GeoNames, CC BY 4.0, and
//! facts of our own).
//!
//! `places.bin` finds names by the hashes of their words and holds the places; it is made by
//! `models/gazetteer/places.py`, whose head describes the format. Nothing is unpacked and no look-up
//! allocates: it reads a few bytes of the embedded tables.

mod layout;
mod record;

use crate::text::hash::{hash, mix};
pub(super) use layout::Entry;
use layout::{DATA, Links};
pub(super) use record::{PlaceKind, Record, record};

/// The places of one name: its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Postings(u32);

/// A walk along one or more words through the names.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    hash: u64,
    entry: Entry,
}

impl Walk {
    /// The walk behind a first word, by the hash of its folded form and its [`entry`].
    pub(super) fn first(hash: u64, entry: Entry) -> Walk {
        Walk { hash, entry }
    }

    /// The walk behind one more word; `None` where no name goes on so.
    pub(super) fn next(self, word: u64) -> Option<Walk> {
        if !self.entry.goes_on() {
            return None;
        }
        let hash = then(self.hash, word);
        DATA.entry(hash).map(|entry| Walk { hash, entry })
    }

    /// The places whose name ends here.
    pub(super) fn here(self) -> Option<Postings> {
        self.entry.key().map(Postings)
    }
}

/// What is known of a first word, by the hash of its folded form; `None` where no name begins so. Most words
/// of a text cost one look at a bit.
pub(super) fn entry(hash: u64) -> Option<Entry> {
    DATA.passes(hash).then(|| DATA.entry(hash)).flatten()
}

/// The hash of words and one more: `mix` alone does not tell `East Hampton` from `Hampton East`.
pub(super) fn then(words: u64, word: u64) -> u64 {
    mix(words.rotate_left(21), word)
}

/// The places of a name's folded words.
pub(super) fn look_up(words: &[String]) -> Option<Postings> {
    let (first, rest) = words.split_first()?;
    let first = hash(first.as_bytes());
    let walk = Walk::first(first, entry(first)?);
    rest.iter().try_fold(walk, |walk, word| walk.next(hash(word.as_bytes())))?.here()
}

/// The number of the country with this ISO code.
pub(super) fn country(code: &str) -> Option<u8> {
    (0..=u8::MAX).take_while(|&n| DATA.code(n).is_some()).find(|&n| DATA.code(n) == Some(code))
}

impl Postings {
    /// The places; `true`: under an alternate name. Those whose name it is come first, the most populous
    /// ones before others.
    pub(super) fn records(self) -> impl Iterator<Item = (Record, bool)> {
        let Links { own, others } = DATA.links(self.0);
        let own = own.filter_map(|id| Some((record(id)?, false)));
        let others = others.filter_map(|at| {
            let (id, alternate) = DATA.other(at)?;
            Some((record(id)?, alternate))
        });
        own.chain(others)
    }

    /// How many places there are.
    pub(super) fn count(self) -> usize {
        let Links { own, others } = DATA.links(self.0);
        own.len() + others.len()
    }

    /// The same for the same name.
    pub(super) fn key(self) -> u64 {
        u64::from(self.0)
    }

    /// The most populous place under a proper name, else under an alternate one.
    pub(super) fn best(self) -> Option<(Record, bool)> {
        let Links { own, others } = DATA.links(self.0);
        let own = own.start..own.end.min(own.start + 1);
        let others = others.start..others.end.min(others.start + 1);
        let first = own.filter_map(record).next().map(|r| (r, false));
        let second = others.filter_map(|at| DATA.other(at)).next();
        let second = second.and_then(|(id, alternate)| Some((record(id)?, alternate)));
        match (first, second) {
            (Some(a), Some(b)) if !b.1 && b.0.log_population > a.0.log_population => Some(b),
            (a, b) => a.or(b),
        }
    }
}

#[cfg(test)]
mod tests;

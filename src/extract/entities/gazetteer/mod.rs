//! The embedded gazetteer: countries, regions, counties, towns and landmarks (GeoNames, CC BY 4.0, and
//! facts of our own).
//!
//! `places.fst` numbers the folded names, `places.bin` holds the places; both are made by
//! `models/gazetteer/places.py`, whose head describes the format. Nothing is unpacked and no look-up
//! allocates: it reads a few bytes of the embedded tables.

mod layout;
mod record;

use std::sync::LazyLock;

use fst::raw::{Fst, Output};

use crate::text::hash::hash;
use layout::{DATA, Links};
pub(super) use record::{PlaceKind, Record, record};

static NAMES: &[u8] = include_bytes!("../../../../models/gazetteer/places.fst");

static MAP: LazyLock<Option<Fst<&'static [u8]>>> = LazyLock::new(|| Fst::new(NAMES).ok());

/// The places of one name: its number in the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Postings(u32);

/// A walk along one or more words through the names.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    address: usize,
    output: Output,
}

impl Walk {
    /// The walk behind a folded first word and its hash; `None` where no name begins so. Most words of a
    /// text cost one look at a bit.
    pub(super) fn first(word: &str, hash: u64) -> Option<Walk> {
        if !DATA.passes(hash >> 32) {
            return None;
        }
        let root = MAP.as_ref()?.root().addr();
        Walk { address: root, output: Output::zero() }.step(word.as_bytes())
    }

    /// The walk behind one more folded word.
    pub(super) fn next(self, word: &str) -> Option<Walk> {
        self.step(b" ")?.step(word.as_bytes())
    }

    /// Follows the bytes; `None` where no name goes on so.
    fn step(self, bytes: &[u8]) -> Option<Walk> {
        let map = MAP.as_ref()?;
        let mut walk = self;
        for &b in bytes {
            let node = map.node(walk.address);
            let transition = node.transition(node.find_input(b)?);
            walk = Walk { address: transition.addr, output: walk.output.cat(transition.out) };
        }
        Some(walk)
    }

    /// The places whose name ends here.
    pub(super) fn here(self) -> Option<Postings> {
        let node = MAP.as_ref()?.node(self.address);
        let number = node.is_final().then(|| self.output.cat(node.final_output()).value())?;
        u32::try_from(number).ok().map(Postings)
    }
}

/// The places of a name's folded words.
pub(super) fn look_up(words: &[String]) -> Option<Postings> {
    let (first, rest) = words.split_first()?;
    let walk = Walk::first(first, hash(first.as_bytes()))?;
    rest.iter().try_fold(walk, |walk, word| walk.next(word))?.here()
}

/// The number of the country with this ISO code.
pub(super) fn country(code: &str) -> Option<u8> {
    (0..=u8::MAX).take_while(|&n| DATA.code(n).is_some()).find(|&n| DATA.code(n) == Some(code))
}

/// The name that is number `key` of the map.
fn key_of(key: u32) -> Option<String> {
    MAP.as_ref()?.get_key(u64::from(key)).and_then(|bytes| String::from_utf8(bytes).ok())
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

//! Where things stand in `places.bin`. The head of `models/gazetteer/places.py` tells the format.

use std::num::NonZero;
use std::ops::Range;
use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!("../../../../models/gazetteer/places.bin");

pub(super) static DATA: LazyLock<Layout> = LazyLock::new(Layout::read);

const HEAD: usize = 40;
const REGION: usize = 4;
const BLOCK: usize = 9;
/// Names that a block counts together.
const BLOCK_KEYS: usize = 32;
/// Bytes of one record.
pub(super) const RECORD: usize = 10;
const OTHER: usize = 3;
const ODD: usize = 6;
const FILTER: usize = 1 << 16;
const SLOT: usize = 5;

/// The tables of the file.
pub(super) struct Layout {
    /// How many countries there are: the first regions are theirs.
    pub(super) countries: usize,
    codes: &'static [u8],
    regions: &'static [u8],
    counts: &'static [u8],
    blocks: &'static [u8],
    records: &'static [u8],
    others: &'static [u8],
    odd: &'static [u8],
    pool: &'static [u8],
    spelling: &'static [u8],
    filter: &'static [u8],
    slots: &'static [u8],
    /// Bits of a hash below those that tell its slot.
    shift: usize,
}

/// The places of a name: records that bear it, and numbers of the table of others.
pub(super) struct Links {
    pub(super) own: Range<u32>,
    pub(super) others: Range<u32>,
}

/// What the table knows of some words: the number of the name that they are, and whether a name goes on
/// behind them.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Entry(NonZero<u32>);

impl Entry {
    pub(super) fn key(self) -> Option<u32> {
        (self.0.get() & KEY).checked_sub(2)
    }

    pub(super) fn goes_on(self) -> bool {
        self.0.get() > KEY
    }
}

/// The bits of a slot that hold the number of a name, from 2 on; 0: free, 1: no name. The bit above them says
/// that names go on, and those above that one are of the hash.
const KEY: u32 = (1 << 18) - 1;

impl Layout {
    fn read() -> Layout {
        let head = |i: usize| number::<4>(BYTES, 4 * i) as usize;
        let mut at = HEAD;
        let mut take = |length: usize| {
            let table = BYTES.get(at..at + length).unwrap_or(&[]);
            at += length;
            table
        };
        let (countries, keys) = (head(0), head(3));
        Layout {
            countries,
            codes: take(2 * countries),
            regions: take(REGION * head(1)),
            counts: take(keys),
            blocks: take(BLOCK * keys.div_ceil(BLOCK_KEYS)),
            records: take(RECORD * head(2)),
            others: take(OTHER * head(4)),
            odd: take(ODD * head(5)),
            pool: take(head(6)),
            spelling: take(head(7)),
            filter: take(FILTER),
            slots: take(SLOT << head(8)),
            shift: head(9),
        }
    }

    /// What is known of words with this hash, which is wrong for one hash in two million.
    pub(super) fn entry(&self, hash: u64) -> Option<Entry> {
        let slots = (self.slots.len() / SLOT).max(1);
        let mut at = (hash >> self.shift) as usize & (slots - 1);
        loop {
            let low = number::<4>(self.slots, SLOT * at);
            let slot = u64::from(low) | u64::from(*self.slots.get(SLOT * at + 4)?) << 32;
            if low & KEY == 0 {
                return None;
            }
            if slot >> 19 == hash >> 43 {
                return NonZero::new(low & (2 * KEY + 1)).map(Entry);
            }
            at = (at + 1) & (slots - 1);
        }
    }

    /// The places of name number `key`.
    pub(super) fn links(&self, key: u32) -> Links {
        let (key, block) = (key as usize, key as usize / BLOCK_KEYS);
        let mut own = number::<3>(self.blocks, BLOCK * block);
        let mut others = number::<3>(self.blocks, BLOCK * block + 3);
        for &count in self.counts.get(block * BLOCK_KEYS..key).unwrap_or(&[]) {
            own += u32::from(count >> 3);
            others += u32::from(count & 7);
        }
        let count = u32::from(self.counts.get(key).copied().unwrap_or(0));
        Links { own: own..own + (count >> 3), others: others..others + (count & 7) }
    }

    /// Number of the name that record `id` bears.
    pub(super) fn key(&self, id: u32) -> Option<usize> {
        let blocks = self.blocks.len() / BLOCK;
        let after = partition(blocks, |b| number::<3>(self.blocks, BLOCK * b) <= id);
        let block = after.checked_sub(1)?;
        let mut own = number::<3>(self.blocks, BLOCK * block);
        let from = block * BLOCK_KEYS;
        for (i, &count) in self.counts.get(from..)?.iter().enumerate() {
            own += u32::from(count >> 3);
            if own > id {
                return Some(from + i);
            }
        }
        None
    }

    /// The folded words of a name, where its records need them.
    pub(super) fn spelt(&self, key: usize) -> Option<String> {
        let block = key / BLOCK_KEYS;
        let mut at = number::<3>(self.blocks, BLOCK * block + 6) as usize;
        let mut said: Vec<u8> = Vec::new();
        for i in block * BLOCK_KEYS..=key {
            let differ = usize::from(*self.spelling.get(at)?);
            if differ == 0 {
                at += 1;
                if i == key {
                    return None;
                }
                continue;
            }
            said.truncate(usize::from(*self.spelling.get(at + 1)?));
            said.extend_from_slice(self.spelling.get(at + 2..at + 2 + differ)?);
            at += 2 + differ;
        }
        String::from_utf8(said).ok()
    }

    /// Entry of the table of others: a record, and whether the name is an alternate one.
    pub(super) fn other(&self, at: u32) -> Option<(u32, bool)> {
        let at = OTHER * at as usize;
        (at + OTHER <= self.others.len())
            .then(|| number::<OTHER>(self.others, at))
            .map(|v| (v >> 1, v & 1 == 1))
    }

    /// The bytes of record `id`.
    pub(super) fn record(&self, id: u32) -> Option<&'static [u8; RECORD]> {
        self.records.get(RECORD * id as usize..)?.first_chunk()
    }

    /// Record and country of a region.
    pub(super) fn region(&self, region: usize) -> Option<(u32, u8)> {
        let at = REGION * region;
        self.regions.get(at + 3).map(|&country| (number::<3>(self.regions, at), country))
    }

    /// ISO code of a country.
    pub(super) fn code(&self, country: u8) -> Option<&'static str> {
        let at = 2 * usize::from(country);
        self.codes.get(at..at + 2).and_then(|b| std::str::from_utf8(b).ok())
    }

    /// The name of record `id`, where it is not its key with capitals.
    pub(super) fn odd_name(&self, id: u32) -> Option<&'static str> {
        let at = partition(self.odd.len() / ODD, |i| number::<3>(self.odd, ODD * i) < id);
        if ODD * at >= self.odd.len() || number::<3>(self.odd, ODD * at) != id {
            return None;
        }
        let from = number::<3>(self.odd, ODD * at + 3) as usize;
        let length = usize::from(*self.pool.get(from)?);
        self.pool.get(from + 1..from + 1 + length).and_then(|b| std::str::from_utf8(b).ok())
    }

    /// May a name begin with the word of this hash? Wrong for one word in seven.
    pub(super) fn passes(&self, hash: u64) -> bool {
        let bit = (hash >> 32) as usize & (8 * FILTER - 1);
        self.filter.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }
}

/// Little-endian number of `N` bytes (4 at most); 0 beyond the table.
pub(super) fn number<const N: usize>(table: &[u8], at: usize) -> u32 {
    let Some(found) = table.get(at..).and_then(|rest| rest.first_chunk::<N>()) else { return 0 };
    let mut bytes = [0; 4];
    bytes[..N].copy_from_slice(found);
    u32::from_le_bytes(bytes)
}

/// How many of the first numbers up to `n` hold, where those that hold come first.
fn partition(n: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

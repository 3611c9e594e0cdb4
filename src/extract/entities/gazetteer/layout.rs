//! Where things stand in `places.bin`. The head of `models/gazetteer/places.py` tells the format.

use std::ops::Range;
use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!("../../../../models/gazetteer/places.bin");

pub(super) static DATA: LazyLock<Layout> = LazyLock::new(Layout::read);

const HEAD: usize = 32;
const REGION: usize = 4;
const BLOCK: usize = 6;
/// Names a block counts together.
const BLOCK_KEYS: usize = 64;
/// Bytes of one record.
pub(super) const RECORD: usize = 10;
const OTHER: usize = 3;
const ODD: usize = 6;

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
    filter: &'static [u8],
}

/// The places of a name: records that bear it, and numbers of the table of others.
pub(super) struct Links {
    pub(super) own: Range<u32>,
    pub(super) others: Range<u32>,
}

impl Layout {
    fn read() -> Layout {
        let head = |i: usize| number(BYTES, 4 * i, 4) as usize;
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
            filter: take((1 << head(7)) / 8),
        }
    }

    /// The places of name number `key`.
    pub(super) fn links(&self, key: u32) -> Links {
        let (key, block) = (key as usize, key as usize / BLOCK_KEYS);
        let mut own = number(self.blocks, BLOCK * block, 3);
        let mut others = number(self.blocks, BLOCK * block + 3, 3);
        for &count in self.counts.get(block * BLOCK_KEYS..key).unwrap_or(&[]) {
            own += u32::from(count >> 3);
            others += u32::from(count & 7);
        }
        let count = u32::from(self.counts.get(key).copied().unwrap_or(0));
        Links { own: own..own + (count >> 3), others: others..others + (count & 7) }
    }

    /// Number of the name that record `id` bears.
    pub(super) fn key(&self, id: u32) -> Option<u32> {
        let blocks = self.blocks.len() / BLOCK;
        let after = partition(blocks, |b| number(self.blocks, BLOCK * b, 3) <= id);
        let block = after.checked_sub(1)?;
        let mut own = number(self.blocks, BLOCK * block, 3);
        let from = block * BLOCK_KEYS;
        for (i, &count) in self.counts.get(from..)?.iter().enumerate() {
            own += u32::from(count >> 3);
            if own > id {
                return u32::try_from(from + i).ok();
            }
        }
        None
    }

    /// Entry of the table of others: a record, and whether the name is an alternate one.
    pub(super) fn other(&self, at: u32) -> Option<(u32, bool)> {
        let at = OTHER * at as usize;
        (at + OTHER <= self.others.len())
            .then(|| number(self.others, at, OTHER))
            .map(|v| (v >> 1, v & 1 == 1))
    }

    /// The bytes of record `id`.
    pub(super) fn record(&self, id: u32) -> Option<&'static [u8]> {
        let at = RECORD * id as usize;
        self.records.get(at..at + RECORD)
    }

    /// Record and country of a region.
    pub(super) fn region(&self, region: usize) -> Option<(u32, u8)> {
        let at = REGION * region;
        self.regions.get(at + 3).map(|&country| (number(self.regions, at, 3), country))
    }

    /// ISO code of a country.
    pub(super) fn code(&self, country: u8) -> Option<&'static str> {
        let at = 2 * usize::from(country);
        self.codes.get(at..at + 2).and_then(|b| std::str::from_utf8(b).ok())
    }

    /// The name of record `id`, where it is not its key with capitals.
    pub(super) fn odd_name(&self, id: u32) -> Option<&'static str> {
        let at = partition(self.odd.len() / ODD, |i| number(self.odd, ODD * i, 3) < id);
        if ODD * at >= self.odd.len() || number(self.odd, ODD * at, 3) != id {
            return None;
        }
        let from = number(self.odd, ODD * at + 3, 3) as usize;
        let length = usize::from(*self.pool.get(from)?);
        self.pool.get(from + 1..from + 1 + length).and_then(|b| std::str::from_utf8(b).ok())
    }

    /// Is the bit of a first word set?
    pub(super) fn passes(&self, hash: u64) -> bool {
        let bits = 8 * self.filter.len() as u64;
        let bit = if bits == 0 { 0 } else { hash & (bits - 1) };
        self.filter.get(bit as usize / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }
}

/// Little-endian number of `bytes` bytes (4 at most); 0 beyond the table.
pub(super) fn number(table: &[u8], at: usize, bytes: usize) -> u32 {
    let found = table.get(at..at + bytes).unwrap_or(&[]);
    found.iter().rev().fold(0, |sum, &b| sum << 8 | u32::from(b))
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

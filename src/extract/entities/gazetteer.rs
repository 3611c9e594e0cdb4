//! The embedded gazetteer: countries, regions, counties and towns of GeoNames (CC BY 4.0).
//!
//! `places.fst` maps a folded name to its places, `places.bin` holds them; both are made by
//! `models/gazetteer/build.py`, whose head describes the format. Nothing is unpacked: a look-up reads
//! a few bytes of the embedded tables.

use std::sync::LazyLock;

use fst::raw::{Fst, Output};

static NAMES: &[u8] = include_bytes!("../../../models/gazetteer/places.fst");
static DATA: &[u8] = include_bytes!("../../../models/gazetteer/places.bin");

static MAP: LazyLock<Option<Fst<&'static [u8]>>> = LazyLock::new(|| Fst::new(NAMES).ok());

const HEAD: usize = 16;
const RECORD: usize = 17;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlaceKind {
    Country,
    /// Continents, seas, islands, well-known areas: hand-made.
    Region,
    /// First-level division of a country.
    State,
    City,
    County,
}

/// One place of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Record {
    pub(super) id: u32,
    pub(super) kind: PlaceKind,
    pub(super) lat: f64,
    pub(super) lon: f64,
    pub(super) geonames: u32,
    /// The first-level region, a record too.
    pub(super) region: Option<u32>,
    /// Number of the country, which is also its record.
    pub(super) country: Option<u8>,
    /// Binary logarithm of the number of inhabitants.
    pub(super) log_population: f64,
    name_at: usize,
}

/// The places of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Postings(u64);

/// A walk along one or more words through the names.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    address: usize,
    output: Output,
}

impl Walk {
    /// At the root, if the gazetteer is readable.
    pub(super) fn start() -> Option<Walk> {
        MAP.as_ref().map(|map| Walk { address: map.root().addr(), output: Output::zero() })
    }

    /// Follows the bytes of a folded word; `None` where no name goes on so.
    pub(super) fn step(self, bytes: &[u8]) -> Option<Walk> {
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
        node.is_final().then(|| Postings(self.output.cat(node.final_output()).value()))
    }
}

/// The places of a folded name.
pub(super) fn look_up(folded: &str) -> Option<Postings> {
    Walk::start()?.step(folded.as_bytes())?.here()
}

impl Postings {
    /// The places, most populous first, proper names before alternate ones; `true`: alternate name.
    pub(super) fn records(self) -> impl Iterator<Item = (Record, bool)> {
        let many = self.0 & 1 == 1;
        let (first, count) = ((self.0 >> 9) as usize, (self.0 >> 1 & 0xFF) as usize);
        let single = u32::try_from(self.0 >> 1).ok();
        let total = if many { count } else { 1 };
        (0..total).filter_map(move |i| {
            let posting = if many { posting(first + i) } else { single }?;
            Some((record(posting >> 1)?, posting & 1 == 1))
        })
    }

    /// The same for the same name.
    pub(super) fn key(self) -> u64 {
        self.0
    }

    /// The first place: the most populous one under its proper name.
    pub(super) fn best(self) -> Option<(Record, bool)> {
        self.records().next()
    }
}

fn u32_at(at: usize) -> Option<u32> {
    let bytes = DATA.get(at..at + 4)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

fn i24_at(at: usize) -> Option<i32> {
    let bytes = DATA.get(at..at + 3)?;
    Some(i32::from_le_bytes([0, bytes[0], bytes[1], bytes[2]]) >> 8)
}

fn u24_at(at: usize) -> Option<u32> {
    i24_at(at).map(|v| v as u32 & 0x00FF_FFFF)
}

fn count(i: usize) -> usize {
    u32_at(4 * i).unwrap_or(0) as usize
}

fn records_at() -> usize {
    HEAD + 2 * count(0)
}

fn pool_at() -> usize {
    records_at() + RECORD * count(1)
}

fn posting(i: usize) -> Option<u32> {
    u32_at(pool_at() + count(2) + 4 * i)
}

/// Record number `id`.
pub(super) fn record(id: u32) -> Option<Record> {
    let at = records_at() + RECORD * id as usize;
    let tail = DATA.get(at + 12..at + RECORD).filter(|_| (id as usize) < count(1))?;
    let region = u16::from_le_bytes([tail[0], tail[1]]);
    Some(Record {
        id,
        kind: match tail[3] {
            0 => PlaceKind::Country,
            1 => PlaceKind::Region,
            2 => PlaceKind::State,
            3 => PlaceKind::City,
            _ => PlaceKind::County,
        },
        lat: f64::from(i24_at(at)?) / 1e4,
        lon: f64::from(i24_at(at + 3)?) / 1e4,
        geonames: u24_at(at + 6)?,
        name_at: u24_at(at + 9)? as usize,
        region: (region != u16::MAX).then_some(u32::from(region)),
        country: (tail[2] != u8::MAX).then_some(tail[2]),
        log_population: f64::from(tail[4]) / 8.0,
    })
}

impl Record {
    /// The gazetteer's name.
    pub(super) fn name(&self) -> &'static str {
        let at = pool_at() + self.name_at;
        let length = DATA.get(at).copied().map_or(0, usize::from);
        DATA.get(at + 1..at + 1 + length).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    /// The first-level region that it lies in or is.
    pub(super) fn region_or_self(&self) -> Option<u32> {
        if self.kind == PlaceKind::State { Some(self.id) } else { self.region }
    }

    /// ISO 3166-1 code of its country.
    pub(super) fn country_code(&self) -> Option<&'static str> {
        let at = HEAD + 2 * usize::from(self.country?);
        DATA.get(at..at + 2).and_then(|b| std::str::from_utf8(b).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(name: &str) -> Record {
        look_up(name).unwrap().best().unwrap().0
    }

    #[test]
    fn countries_cities_and_states_are_found_with_position() {
        let russia = best("russia");
        assert_eq!((russia.name(), russia.country_code()), ("Russia", Some("RU")));
        let sochi = best("sochi");
        assert!((sochi.lat - 43.6).abs() < 0.1 && (sochi.lon - 39.73).abs() < 0.1);
        assert_eq!(sochi.country_code(), Some("RU"));
        assert_eq!(best("us").name(), "United States");
        assert_eq!(best("uk").country_code(), Some("GB"));
        assert!(best("buenos aires").lon < -50.0);
        assert_eq!(best("kiev").name(), "Kyiv");
    }

    #[test]
    fn one_name_gives_all_its_places() {
        let states: Vec<_> =
            look_up("springfield").unwrap().records().filter_map(|(r, _)| r.region).collect();
        assert!(states.len() > 5);
        assert!(look_up("nosuchplace").is_none());
        assert!(look_up("").is_none());
    }
}

//! One place: what the ten bytes of its record say, and its name.

use super::layout::{DATA, number};

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum PlaceKind {
    Country,
    /// Continents, seas, islands, landmarks, well-known areas.
    Region,
    /// First-level division of a country.
    State,
    City,
    /// Second-level division: county, district.
    County,
}

/// One place of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Record {
    pub(in super::super) id: u32,
    pub(in super::super) kind: PlaceKind,
    pub(in super::super) lat: f64,
    pub(in super::super) lon: f64,
    pub(in super::super) geonames: u32,
    /// The first-level region that it lies in (or is), a record too.
    pub(in super::super) region: Option<u32>,
    /// Number of the country that it lies in (or is).
    pub(in super::super) country: Option<u8>,
    /// Binary logarithm of the number of inhabitants.
    pub(in super::super) log_population: f64,
    /// Its name is kept, not made from its key.
    odd: bool,
}

/// All bits of a region number set: nowhere.
const NOWHERE: usize = 0x1FFF;

/// Record number `id`.
pub(in super::super) fn record(id: u32) -> Option<Record> {
    let bytes = DATA.record(id)?;
    let place = number::<4>(bytes, 0);
    let tail = number::<2>(bytes, 7) as usize;
    let (region, country) = match tail & NOWHERE {
        NOWHERE => (None, None),
        n => {
            let (region, country) = DATA.region(n)?;
            ((n >= DATA.countries).then_some(region), Some(country))
        }
    };
    Some(Record {
        id,
        kind: match tail >> 13 {
            0 => PlaceKind::Country,
            1 => PlaceKind::Region,
            2 => PlaceKind::State,
            3 => PlaceKind::City,
            _ => PlaceKind::County,
        },
        lat: hundredths(place & 0x7FFF, 90),
        lon: hundredths(place >> 15 & 0xFFFF, 180),
        odd: place >> 31 == 1,
        geonames: number::<3>(bytes, 4),
        region,
        country,
        log_population: f64::from(bytes[9]) / 8.0,
    })
}

/// Degrees, two decimals.
fn hundredths(value: u32, less: i32) -> f64 {
    f64::from(value as i32 - 100 * less) / 100.0
}

/// Words that stand in names without a capital, save at the head.
const SMALL: [&str; 10] = ["of", "the", "and", "de", "la", "del", "do", "da", "di", "upon"];

impl Record {
    /// The gazetteer's name.
    pub(in super::super) fn name(&self) -> String {
        if self.odd {
            return DATA.odd_name(self.id).unwrap_or_default().to_owned();
        }
        let key = DATA.key(self.id).and_then(|key| DATA.spelt(key)).unwrap_or_default();
        let mut name = String::with_capacity(key.len());
        for (i, word) in key.split(' ').enumerate() {
            let mut letters = word.chars();
            if i > 0 {
                name.push(' ');
            }
            match letters.next() {
                Some(first) if i == 0 || !SMALL.contains(&word) => {
                    name.extend(first.to_uppercase());
                    name.push_str(letters.as_str());
                }
                _ => name.push_str(word),
            }
        }
        name
    }

    /// ISO 3166-1 code of its country.
    pub(in super::super) fn country_code(&self) -> Option<&'static str> {
        DATA.code(self.country?)
    }
}

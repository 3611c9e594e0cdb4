//! Groups mentions of places: one entry a place of the gazetteer, or a name where none was found.

use crate::text::blanks::collapsed;
use std::collections::HashMap;

use super::super::Dateline;
use super::classes::Fast;
use super::gazetteer::{self, PlaceKind, Record};
use super::regions::Piece;
use super::resolve::resolve;
use super::tokens::Tokens;
use super::types::Place;

/// What makes two mentions one place.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Record(u32),
    Name(String),
}

/// Groups the pieces, which are in order and all places; the places inside names of organisations help
/// to tell which are meant.
pub(super) fn group(
    tokens: &Tokens<'_>,
    dateline: Option<&Dateline>,
    pieces: &[Piece],
    orgs: &[Piece],
) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut index: HashMap<Key, usize, Fast> = HashMap::default();
    for (p, record) in pieces.iter().zip(resolve(tokens, dateline, pieces, orgs)) {
        let key = record.map_or_else(|| Key::Name(tokens.joined(p.first, p.end)), Key::Record);
        let span = tokens.span(p.first, p.end);
        let at = *index.entry(key).or_insert(places.len());
        if at == places.len() {
            let known = record.and_then(gazetteer::record);
            places.push(known.map_or_else(|| unresolved(span.of(tokens.text)), |r| resolved(&r)));
        }
        if let Some(place) = places.get_mut(at) {
            place.mentions.push(span);
        }
    }
    places
}

/// `Harbour Road`: a street is no place of the gazetteer, and never a person.
pub(super) fn is_street(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let street = |word: &str| {
        matches!(word, "street" | "avenue" | "road" | "lane" | "boulevard" | "drive" | "crescent" | "terrace")
    };
    p.end - p.first > 1
        && p.kind != super::regions::Kind::Org
        && p.places.is_none()
        && street(tokens.folded(p.end - 1))
}

fn unresolved(written: &str) -> Place {
    Place { name: collapsed(written), ..Place::default() }
}

pub(super) fn resolved(record: &Record) -> Place {
    let region = match record.kind {
        PlaceKind::City | PlaceKind::County => record.region.and_then(gazetteer::record).map(|r| r.name()),
        PlaceKind::State => Some(record.name()),
        PlaceKind::Country | PlaceKind::Region => None,
    };
    Place {
        name: record.name(),
        country: record.country_code().map(str::to_owned),
        region,
        lat: Some(record.lat),
        lon: Some(record.lon),
        geonames: (record.geonames > 0).then_some(record.geonames),
        mentions: Vec::new(),
    }
}

//! Groups mentions of places: one entry a place of the gazetteer, or a name where none was found.

use crate::text::blanks::collapsed;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::super::Dateline;
use super::classes::Fast;
use super::gazetteer::{self, PlaceKind, Postings, Record};
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

/// Groups the pieces, which are in order and all places.
pub(super) fn group(tokens: &Tokens<'_>, dateline: Option<&Dateline>, pieces: &[Piece]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut index: HashMap<Key, usize, Fast> = HashMap::default();
    for (p, record) in pieces.iter().zip(resolve(tokens, dateline, pieces)) {
        let key = record.map_or_else(|| Key::Name(tokens.joined(p.first, p.end)), |r| Key::Record(r.id));
        let span = tokens.span(p.first, p.end);
        let at = *index.entry(key).or_insert(places.len());
        if at == places.len() {
            places.push(record.map_or_else(|| unresolved(span.of(tokens.text)), |r| resolved(&r)));
        }
        if let Some(place) = places.get_mut(at) {
            place.mentions.push(span);
        }
    }
    places
}

/// The places that the words `first..end` name.
pub(super) fn named(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Postings> {
    gazetteer::look_up(&tokens.joined(first, end))
}

/// `Harbour Road`: a street is no place of the gazetteer, and never a person.
pub(super) fn is_street(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let street = |word: &str| {
        matches!(word, "street" | "avenue" | "road" | "lane" | "boulevard" | "drive" | "crescent" | "terrace")
    };
    p.end - p.first > 1
        && p.kind != Some(super::regions::Kind::Org)
        && p.places.is_none()
        && street(tokens.folded(p.end - 1))
}

/// Countries whose names come to English from another script, or without their marks.
const ROMANISED: &str = "IN PK BD NP LK RU UA BY BG CN JP KR KP IR IQ SY SA AE YE OM JO EG LY TN DZ MA SD ET AF TJ KZ \
                         UZ GE AM TH MM KH LA VN KW QA BH LB PS IL MN KG TM TW";

/// The name as English newspapers write it: `Sriperumbudur`, not `Srīperumbūdūr`.
fn usual(record: &Record) -> String {
    let name = record.name();
    let romanised = record.country_code().is_some_and(|c| ROMANISED.split_whitespace().any(|r| r == c));
    if name.is_ascii() || !romanised {
        return name.to_owned();
    }
    let bare = name.nfd().filter(|c| !is_combining_mark(*c) && !matches!(c, '’' | '‘' | 'ʼ' | 'ʻ'));
    bare.map(|c| {
        if c == 'Đ' {
            'D'
        } else if c == 'đ' {
            'd'
        } else {
            c
        }
    })
    .collect()
}

fn unresolved(written: &str) -> Place {
    Place { name: collapsed(written), ..Place::default() }
}

pub(super) fn resolved(record: &Record) -> Place {
    let region = match record.kind {
        PlaceKind::City | PlaceKind::County => {
            record.region.and_then(gazetteer::record).map(|r| r.name().to_owned())
        }
        PlaceKind::State => Some(record.name().to_owned()),
        PlaceKind::Country | PlaceKind::Region => None,
    };
    Place {
        name: usual(record),
        country: record.country_code().map(str::to_owned),
        region,
        lat: Some(record.lat),
        lon: Some(record.lon),
        geonames: (record.geonames > 0).then_some(record.geonames),
        mentions: Vec::new(),
    }
}

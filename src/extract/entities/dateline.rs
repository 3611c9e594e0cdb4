//! The dateline's place: as a place mention, and apart from all others.

use super::super::{Dateline, Page};
use super::place_names::exact;
use super::regions::{Kind, Piece, place_at};
use super::tokens::{Gap, Tokens};
use super::types::Place;
use crate::segment;
use crate::text::Span;

/// Puts the place of the dateline among the pieces, in the stead of what overlaps it.
pub(super) fn mark(tokens: &Tokens<'_>, dateline: Option<&Dateline>, pieces: &mut Vec<Piece>) {
    let Some(piece) = dateline.and_then(|d| piece(tokens, d)) else { return };
    // `(Atlas)` in a dateline is an agency, whatever it looks like.
    let within = dateline.map_or(Span::default(), |d| d.span);
    let agency = |p: &Piece| {
        p.kind == Kind::Person || p.kind == Kind::Place && tokens.gap_before(p.first) == Gap::Bracket
    };
    pieces.retain(|p| !agency(p) || !within.contains(tokens.span(p.first, p.end)));
    let told = pieces.iter().any(|p| p.kind == Kind::Place && p.first < piece.end && piece.first < p.end);
    if piece.places.is_none() && !told {
        // `SOCCER - …` opens a story as a dateline does.
        return;
    }
    pieces.retain(|p| p.end <= piece.first || p.first >= piece.end);
    pieces.push(piece);
}

fn piece(tokens: &Tokens<'_>, dateline: &Dateline) -> Option<Piece> {
    let span = written(tokens.text, dateline)?;
    let first = tokens.all.partition_point(|t| t.span.start < span.start);
    let end = tokens.all.partition_point(|t| t.span.end <= span.end);
    if first >= end {
        return None;
    }
    // `NEW DELHI, India` names two places: the first one is the dateline's, known or not.
    let comma = (first + 1..end).find(|&i| tokens.gap_before(i) == Gap::Comma).unwrap_or(end);
    let whole = exact(tokens, first, end);
    let (length, places) = match (whole, place_at(tokens, first)) {
        (Some(places), _) => (end - first, Some(places)),
        (None, Some((n, places))) if first + n <= end => (n, Some(places)),
        _ => (comma - first, None),
    };
    Some(Piece { first, end: first + length, kind: Kind::Place, places })
}

/// Where the dateline names its place.
fn written(text: &str, dateline: &Dateline) -> Option<Span> {
    let place = dateline.place.as_deref()?.trim();
    let at = dateline.span.start + dateline.span.of(text).find(place).filter(|_| !place.is_empty())?;
    Some(Span::new(at, at + place.len()))
}

/// The places that a dateline names, in order, each with its mention there: the place that the story
/// comes from, then what says where it lies (`SZEGED, Hungary`). `places` are those of the story's
/// text: the dateline's are among them where it stands in a searched line, and have their sense of
/// a name where it stands in a line of its own. A name that the gazetteer does not know stays as
/// it is written.
pub fn dateline_places(text: &str, dateline: &Dateline, places: &[Place]) -> Vec<Place> {
    let Some(span) = written(text, dateline) else { return Vec::new() };
    let mut named: Vec<Place> = places.iter().flat_map(|p| within(p, span)).collect();
    if named.is_empty() {
        named = alone(span, text, places);
    }
    named.sort_by_key(|p| p.mentions.first().map(|m| m.start));
    named
}

/// The place with each of its mentions in `span` by itself.
fn within(place: &Place, span: Span) -> impl Iterator<Item = Place> {
    let mentions = place.mentions.iter().filter(move |m| m.overlaps(span));
    mentions.map(|&mention| Place { mentions: vec![mention], ..place.clone() })
}

/// The places of a dateline read by itself.
fn alone(span: Span, text: &str, places: &[Place]) -> Vec<Place> {
    let written = span.of(text);
    let anatomy = segment::whole(written);
    let whole = Span::new(0, written.len());
    let dateline = Dateline { span: whole, place: Some(written.to_owned()), date: None, agency: None };
    let found = super::entities(Page { text: written, anatomy: &anatomy }, Some(&dateline)).places;
    let same = |found: &Place| places.iter().find(|p| p.name == found.name).unwrap_or(found).clone();
    let at_home = |found: Place| Place {
        mentions: found.mentions.iter().take(1).map(|m| m.shifted(span.start)).collect(),
        ..same(&found)
    };
    found.into_iter().map(at_home).collect()
}

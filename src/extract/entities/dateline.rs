//! The dateline's place: as a place mention, and apart from all others.

use super::super::{Dateline, Page};
use super::gazetteer::look_up;
use super::regions::{Kind, Piece, place_at};
use super::tokens::{Gap, Tokens};
use super::types::Place;
use crate::segment;
use crate::text::Span;

/// Puts the place of the dateline among the pieces, in the stead of what overlaps it.
pub(super) fn mark(tokens: &Tokens<'_>, dateline: Option<&Dateline>, pieces: &mut Vec<Piece>) {
    let Some(piece) = dateline.and_then(|d| piece(tokens, d)) else { return };
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
    let whole = look_up(&tokens.joined(first, end));
    let (length, places) = match (whole, place_at(tokens, first)) {
        (Some(places), _) => (end - first, Some(places)),
        (None, Some((n, places))) if first + n <= end => (n, Some(places)),
        _ => (comma - first, None),
    };
    Some(Piece { first, end: first + length, kind: Some(Kind::Place), score: 9.0, places })
}

/// Where the dateline names its place.
fn written(text: &str, dateline: &Dateline) -> Option<Span> {
    let place = dateline.place.as_deref()?.trim();
    let at = dateline.span.start + dateline.span.of(text).find(place).filter(|_| !place.is_empty())?;
    Some(Span::new(at, at + place.len()))
}

/// The place of a dateline, with its one mention there. `places` are those of the story's text: the
/// dateline's is one of them where it stands in a searched line, and of their sense of its name
/// where it has a line of its own. A name that the gazetteer does not know stays as it is written.
pub fn dateline_place(text: &str, dateline: &Dateline, places: &[Place]) -> Option<Place> {
    let span = written(text, dateline)?;
    let named = places.iter().find_map(|p| Some((p, *p.mentions.iter().find(|m| span.contains(**m))?)));
    if let Some((place, mention)) = named {
        return Some(Place { mentions: vec![mention], ..place.clone() });
    }
    let alone = alone(span.of(text))?;
    let same = places.iter().find(|p| p.name == alone.name).unwrap_or(&alone);
    Some(Place { mentions: alone.mentions.iter().map(|m| m.shifted(span.start)).collect(), ..same.clone() })
}

/// The place of a dateline read by itself.
fn alone(written: &str) -> Option<Place> {
    let anatomy = segment::whole(written);
    let span = Span::new(0, written.len());
    let dateline = Dateline { span, place: Some(written.to_owned()), date: None, agency: None };
    let page = Page { text: written, anatomy: &anatomy };
    super::entities(page, Some(&dateline)).places.into_iter().next()
}

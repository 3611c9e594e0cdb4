//! The dateline's place as a place mention.

use super::super::Dateline;
use super::place_names::exact;
use super::regions::{Kind, Piece, place_at};
use super::tokens::Tokens;
use crate::text::Span;

/// Puts the place of the dateline among the pieces, in the stead of what overlaps it.
pub(super) fn mark(tokens: &Tokens<'_>, dateline: Option<&Dateline>, pieces: &mut Vec<Piece>) {
    let Some(piece) = dateline.and_then(|d| piece(tokens, d)) else { return };
    let told = pieces.iter().any(|p| p.kind == Kind::Place && p.first < piece.end && piece.first < p.end);
    if piece.places.is_none() && !told {
        // `SOCCER - …` opens a story as a dateline does.
        return;
    }
    pieces.retain(|p| p.end <= piece.first || p.first >= piece.end);
    pieces.push(piece);
}

fn piece(tokens: &Tokens<'_>, dateline: &Dateline) -> Option<Piece> {
    let place = dateline.place.as_deref()?.trim();
    let at = dateline.span.start + dateline.span.of(tokens.text).find(place).filter(|_| !place.is_empty())?;
    let span = Span::new(at, at + place.len());
    let first = tokens.all.partition_point(|t| t.span.start < span.start);
    let end = tokens.all.partition_point(|t| t.span.end <= span.end);
    if first >= end {
        return None;
    }
    // `NEW DELHI, India` names two places: the first one is the dateline's.
    let whole = exact(tokens, first, end);
    let (length, places) = match (whole, place_at(tokens, first)) {
        (Some(places), _) => (end - first, Some(places)),
        (None, Some((n, places))) if first + n <= end => (n, Some(places)),
        _ => (end - first, None),
    };
    Some(Piece { first, end: first + length, kind: Kind::Place, places })
}

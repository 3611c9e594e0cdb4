//! Lines in capitals: a capital tells nothing there, so only sure place names count in the first pass.

use super::classes::LOCATIVE;
use super::gazetteer::PlaceKind;
use super::regions::{Kind, Piece, place_at};
use super::tokens::{Case, Gap, Shape, Tokens};

/// Reads the place at word `i` of a line in capitals, if there is one; gives the word after.
pub(super) fn pieces(tokens: &Tokens<'_>, i: usize, out: &mut Vec<Piece>) -> usize {
    let Some((n, places)) = place_at(tokens, i) else { return single(tokens, i, out) };
    let Some((best, alternate)) = places.best() else { return single(tokens, i, out) };
    let token = &tokens.all[i];
    let plain = token.weights.common() > 0 || token.class.any(LOCATIVE);
    let grand = best.kind < PlaceKind::City && token.weights.given() < 3;
    let sure = (grand || opens_dateline(tokens, i, n)) && (n > 1 || !plain);
    if sure && !alternate && tokens.folded(i) != "us" {
        out.push(Piece { first: i, end: i + n, kind: Some(Kind::Place), score: 4.0, places: Some(places) });
        return i + n;
    }
    single(tokens, i, out)
}

/// Leaves the word to the second pass.
fn single(tokens: &Tokens<'_>, i: usize, out: &mut Vec<Piece>) -> usize {
    let places = place_at(tokens, i).filter(|&(n, _)| n == 1).map(|(_, p)| p);
    out.push(Piece { first: i, end: i + 1, kind: None, score: 0.0, places });
    i + 1
}

/// `LONDON 1996-08-30`, `MOSCOW, Nov 20 (AP) -`.
pub(super) fn opens_dateline(tokens: &Tokens<'_>, i: usize, n: usize) -> bool {
    let Some(next) = tokens.all.get(i + n) else { return false };
    tokens.all[i].opens
        && tokens.all[i].shape == Shape::Upper
        && !next.opens
        && (next.shape == Shape::Number && next.span.len() == 4
            || matches!(next.gap, Gap::Comma | Gap::Bracket | Gap::Other)
            || (next.case != Case::Upper && next.shape != Shape::Number))
}

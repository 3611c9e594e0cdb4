//! Nicknames: `Tyrell "The Mailman" Dubois` is one name, marks and all.

use super::regions::{Kind, Piece, capital};
use super::tokens::{Case, Tokens};

/// Most words of a nickname: keeps hostile texts linear.
const LONGEST: usize = 4;

/// Joins a given name, a quoted nickname and a surname to one person.
pub(super) fn join(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for (k, piece) in pieces.iter().enumerate() {
        if out.last().is_some_and(|before| piece.first < before.end) {
            continue;
        }
        match before_nickname(tokens, piece) {
            // The given name may have been told as a name of its own, or not at all.
            Some(given) => {
                let before = out.iter().rposition(|p| p.end <= given).map_or(0, |at| at + 1);
                let first = out.get(before).map_or(given, |p| p.first.min(given));
                out.truncate(before);
                out.push(Piece { first, end: piece.end, kind: Kind::Person, places: None });
            }
            None => match behind_nickname(tokens, piece) {
                Some(surname) => {
                    let end = pieces[k..].iter().find(|p| p.first == surname).map_or(surname + 1, |p| p.end);
                    out.push(Piece { first: piece.first, end, kind: Kind::Person, places: None });
                }
                None => out.push(piece.clone()),
            },
        }
    }
    *pieces = out;
}

/// The surname behind the quoted nickname that follows a given name.
fn behind_nickname(tokens: &Tokens<'_>, p: &Piece) -> Option<usize> {
    let given = p.kind == Kind::Person && p.end - p.first <= 2 && running(tokens, p.first);
    if !given || !opening(between(tokens, p.end)?) {
        return None;
    }
    let last = (p.end..p.end + LONGEST).find(|&i| between(tokens, i + 1).is_some_and(closing))?;
    let quoted = capital(tokens, p.end) && capital(tokens, last);
    (quoted && capital(tokens, last + 1)).then_some(last + 1)
}

/// The given name before the quoted nickname that a surname follows.
fn before_nickname(tokens: &Tokens<'_>, p: &Piece) -> Option<usize> {
    let surname = p.kind == Kind::Person && running(tokens, p.first);
    if !surname || !closing(between(tokens, p.first)?) {
        return None;
    }
    let lowest = p.first.saturating_sub(LONGEST);
    let open = (lowest..p.first).rev().find(|&i| between(tokens, i).is_some_and(opening))?;
    let given = open.checked_sub(1)?;
    let quoted = capital(tokens, open) && capital(tokens, p.first - 1);
    let listed = tokens.all[given].weights.given() > 0 && running(tokens, given);
    (quoted && listed).then_some(given)
}

fn running(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.all.get(i).is_some_and(|t| t.case == Case::Text && t.capital())
}

/// A blank and an opening mark.
fn opening(gap: &str) -> bool {
    gap.len() > 1 && matches!(gap.trim_start(), "\"" | "“" | "‘" | "'")
}

/// A closing mark and a blank.
fn closing(gap: &str) -> bool {
    gap.len() > 1 && matches!(gap.trim_end(), "\"" | "”" | "’" | "'")
}

/// What stands between word `i` and the one before it, if it is short.
fn between<'t>(tokens: &Tokens<'t>, i: usize) -> Option<&'t str> {
    let (before, here) = (tokens.all.get(i.checked_sub(1)?)?, tokens.all.get(i)?);
    let gap = tokens.text.get(before.span.end..here.span.start)?;
    (!before.possessive && gap.len() <= 8).then_some(gap)
}

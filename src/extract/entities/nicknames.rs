//! Nicknames: `Tyrell "The Mailman" Dubois` is one name, marks and all.

use super::regions::{Kind, Piece, capital};
use super::tokens::{Case, Tokens};

/// Most words of a nickname: keeps hostile texts linear.
const LONGEST: usize = 4;

/// Joins a given name, a quoted nickname and a surname to one person.
pub(super) fn join(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut skip = 0;
    for (k, piece) in pieces.iter().enumerate() {
        if piece.first < skip {
            continue;
        }
        let Some(surname) = surname_behind(tokens, piece) else {
            out.push(piece.clone());
            continue;
        };
        let end = pieces[k..].iter().find(|p| p.first == surname).map_or(surname + 1, |p| p.end);
        skip = end;
        out.push(Piece { first: piece.first, end, kind: Kind::Person, places: None });
    }
    *pieces = out;
}

/// The word behind the quoted nickname that follows a given name.
fn surname_behind(tokens: &Tokens<'_>, p: &Piece) -> Option<usize> {
    let given = tokens.all.get(p.first).is_some_and(|t| t.weights.given() > 0 && t.case == Case::Text);
    let given = given && p.end - p.first <= 2 && p.kind != Kind::Org;
    let open = between(tokens, p.end)?.trim_start();
    if !given || !matches!(open, "\"" | "“" | "‘" | "'") {
        return None;
    }
    let last = (p.end..p.end + LONGEST).find(|&i| {
        between(tokens, i + 1)
            .is_some_and(|gap| matches!(gap.trim_end(), "\"" | "”" | "’" | "'") && gap.len() > 1)
    })?;
    let quoted = capital(tokens, p.end) && capital(tokens, last);
    (quoted && capital(tokens, last + 1)).then_some(last + 1)
}

/// What stands between word `i` and the one before it, if it is short.
fn between<'t>(tokens: &Tokens<'t>, i: usize) -> Option<&'t str> {
    let (before, here) = (tokens.all.get(i.checked_sub(1)?)?, tokens.all.get(i)?);
    let gap = tokens.text.get(before.span.end..here.span.start)?;
    (!before.possessive && gap.len() <= 8).then_some(gap)
}

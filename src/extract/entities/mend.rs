//! What the labels of single words cannot say: `Okoro-Lind` is two people if the story has an Okoro and a
//! Lind, and a title before a name is none of it.

use std::collections::HashSet;

use super::classes::{Fast, HONORIFIC, PARTICLE, SUFFIX, TITLE};
use super::regions::{Kind, Piece, capital};
use super::tokens::{Gap, Tokens};

/// Cuts pairs of people apart and titles off, in place.
pub(super) fn mend(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    pieces.iter_mut().filter(|p| p.kind == Kind::Person).for_each(|p| without_title(tokens, p));
    let may_be_pair = |p: &Piece| p.kind == Kind::Person && hyphens(tokens, p).next().is_some();
    if !pieces.iter().any(may_be_pair) {
        return;
    }
    let surnames = surnames(tokens, pieces);
    let mut out = Vec::with_capacity(pieces.len() + 2);
    for piece in pieces.drain(..) {
        let cut = Some(&piece).filter(|p| p.kind == Kind::Person).and_then(|p| {
            hyphens(tokens, p)
                .find(|&k| surnames.contains(&tokens.all[k - 1].hash) && surnames.contains(&last(tokens, p)))
        });
        match cut {
            Some(cut) => {
                out.push(Piece { end: cut, ..piece.clone() });
                out.push(Piece { first: cut, ..piece });
            }
            None => out.push(piece),
        }
    }
    *pieces = out;
}

/// The words of a name behind a hyphen that might begin another name.
fn hyphens<'a>(tokens: &'a Tokens<'_>, p: &Piece) -> impl Iterator<Item = usize> + 'a {
    let opens = |k: &usize| {
        tokens.gap_before(*k) == Gap::Hyphen && (capital(tokens, *k) || tokens.class(*k).any(PARTICLE))
    };
    (p.first + 1..p.end).filter(opens)
}

/// Hash of the last word of a name, `Jr` left out.
fn last(tokens: &Tokens<'_>, p: &Piece) -> u64 {
    let words = (p.first..p.end).rev().map(|i| &tokens.all[i]);
    words.into_iter().find(|t| !t.class.any(SUFFIX)).map_or(0, |t| t.hash)
}

/// The last words of the story's people, but for those that only stand in pairs with a hyphen.
fn surnames(tokens: &Tokens<'_>, pieces: &[Piece]) -> HashSet<u64, Fast> {
    let people = pieces.iter().filter(|p| p.kind == Kind::Person);
    let plain = people.filter(|p| tokens.gap_before(p.end - 1) != Gap::Hyphen || p.end - p.first == 1);
    plain.map(|p| last(tokens, p)).collect()
}

/// Leaves `Prince` out of `Prince Haldor`, unless the word is a given name that people bear: `Dean Lind`.
fn without_title(tokens: &Tokens<'_>, p: &mut Piece) {
    while p.end - p.first > 1 {
        let token = &tokens.all[p.first];
        let title = token.class.any(TITLE.or(HONORIFIC)) && token.weights.given() < 4;
        let alone = p.end - p.first == 2 && tokens.class(p.end - 1).any(SUFFIX);
        if !title || alone || matches!(tokens.gap_before(p.first + 1), Gap::Hyphen | Gap::Comma) {
            break;
        }
        p.first += 1;
    }
}

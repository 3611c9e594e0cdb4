//! What the labels of single words cannot say: `Okoro-Lind` is two people if the story has an Okoro and a
//! Lind, and a title before a name is none of it.

use std::collections::HashSet;

use super::classes::{DEMONYM, Fast, HONORIFIC, PARTICLE, SUFFIX, TITLE};
use super::regions::{Kind, Piece, capital, place_at};
use super::tokens::{Gap, Shape, Tokens};

/// Cuts pairs of people apart, and titles and countries off, in place.
pub(super) fn mend(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    countries_off(tokens, pieces);
    pieces.retain(|p| !is_no_place(tokens, p));
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

/// `US` in `US Army` is a place; the organisation is the rest.
fn countries_off(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    if !pieces.iter().any(|p| headed_by_country(tokens, p)) {
        return;
    }
    let mut out = Vec::with_capacity(pieces.len() + 2);
    for piece in pieces.drain(..) {
        if !headed_by_country(tokens, &piece) {
            out.push(piece);
            continue;
        }
        let (first, next) = (piece.first, piece.first + 1);
        let places = place_at(tokens, first).filter(|&(n, _)| n == 1).map(|(_, places)| places);
        out.push(Piece { first, end: next, kind: Kind::Place, places });
        out.push(Piece { first: next, ..piece });
    }
    *pieces = out;
}

fn headed_by_country(tokens: &Tokens<'_>, p: &Piece) -> bool {
    p.kind == Kind::Org
        && p.end - p.first > 1
        && matches!(tokens.folded(p.first), "us" | "uk")
        && tokens.all[p.first].shape == Shape::Upper
        && tokens.gap_before(p.first + 1) != Gap::Hyphen
}

/// Words that no place of one word can be: `Ebola virus`, `US$30`, somebody who is cited.
fn is_no_place(tokens: &Tokens<'_>, p: &Piece) -> bool {
    if p.kind != Kind::Place {
        return false;
    }
    let text = tokens.text.as_bytes();
    let span = tokens.span(p.first, p.end);
    let dollar = |at: Option<usize>| at.and_then(|at| text.get(at)) == Some(&b'$');
    let money = dollar(span.start.checked_sub(1)) || dollar(Some(span.end));
    let disease = matches!(tokens.folded(p.end), "virus" | "viruses" | "fever" | "disease" | "flu" | "syndrome" | "influenza");
    money || disease && tokens.gap_before(p.end) == Gap::Blank || cited(tokens, p)
        || p.places.is_none() && p.end - p.first == 1 && tokens.class(p.first).any(DEMONYM)
}

/// `according to Mahetic`: whoever is cited and in no list of places is none.
fn cited(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let before = |n: usize| p.first.checked_sub(n).map_or("", |i| tokens.folded(i));
    p.places.is_none() && p.end - p.first == 1 && before(1) == "to" && before(2) == "according"
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

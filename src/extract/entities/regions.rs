//! Runs of capitalised words, where names are to be looked for, and the pieces they are cut into.

use super::classes::{
    ABBREVIATION, ARABIC, COMPOUND, Class, FUNCTION, OPENING, PAIR_NOUN, PARTICLE, ROLE, STATE, SUFFIX,
    TITLE, TITLE_MOD,
};
use super::cut;
use super::gazetteer::{Postings, Walk};
use super::lexicon::Weights;
use super::tokens::{Case, Gap, Shape, Tokens};
pub(super) use super::types::Kind;
use super::upper;

/// Words `first..end` that may be one name.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) first: usize,
    pub(super) end: usize,
    /// What the judge says; `None`: not told.
    pub(super) kind: Option<Kind>,
    /// How sure: from about 1.5 up to 9.
    pub(super) score: f32,
    /// The places whose name the piece is.
    pub(super) places: Option<Postings>,
}

/// Points of a plain word that only a speech verb and a known surname make a name.
pub(super) const UNDECIDED: f32 = -9.0;

/// Words that close no given name: `Paris-based`, `Lind-style`, `Berg-era`.
const NOT_IN_NAMES: Class = COMPOUND.or(TITLE).or(TITLE_MOD).or(ROLE).or(FUNCTION).or(PAIR_NOUN);

/// Longest run looked at in one go.
const LONGEST_RUN: usize = 48;

/// Longest name of the gazetteer, in words.
const LONGEST: usize = 6;

/// Finds the runs and cuts them into judged pieces, in order.
pub(super) fn pieces(tokens: &Tokens<'_>) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if !opens(tokens, i) {
            i += 1;
            continue;
        }
        let end = run_end(tokens, i);
        i = match tokens.all[i].case {
            Case::Upper => upper::pieces(tokens, i, &mut out),
            _ => cut::pieces(tokens, i, end, &mut out),
        };
    }
    out
}

/// May a name begin here: at a capital, or at `al-` before one?
fn opens(tokens: &Tokens<'_>, i: usize) -> bool {
    let blank =
        tokens.class(i).any(OPENING) && tokens.gap_before(i + 1) == Gap::Blank && capital(tokens, i + 1);
    tokens.all[i].capital()
        || (blank && !tokens.all[i + 1].opens && place_at(tokens, i + 1).is_none())
        || (tokens.class(i).any(ARABIC) && tokens.gap_before(i + 1) == Gap::Hyphen && capital(tokens, i + 1))
}

/// Is word `i` written with a capital?
pub(super) fn capital(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.all.get(i).is_some_and(|t| t.capital())
}

/// One past the last word of the run that begins at `start`.
fn run_end(tokens: &Tokens<'_>, start: usize) -> usize {
    let mut end = start + 1;
    while end - start < LONGEST_RUN {
        if joins(tokens, end) && capital(tokens, end) {
            end += 1;
        } else if joins(tokens, end)
            && tokens.class(end).any(PARTICLE)
            && joins(tokens, end + 1)
            && ends_name(tokens, end + 1)
        {
            end += 2;
        } else if syllable(tokens, end) {
            end += 1;
        } else if joins(tokens, end) && two_particles(tokens, end) {
            end += 3;
        } else if tokens.gap_before(end) == Gap::Comma
            && tokens.class(end).any(SUFFIX)
            && capital(tokens, end)
        {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// After a particle: the capital word that it belongs to.
fn ends_name(tokens: &Tokens<'_>, i: usize) -> bool {
    capital(tokens, i)
}

/// `moon` in `Ban Ki-moon`: a short word in lower case behind a hyphen that English papers do not use.
fn syllable(tokens: &Tokens<'_>, i: usize) -> bool {
    let Some(token) = tokens.all.get(i) else { return false };
    token.gap == Gap::Hyphen
        && token.shape == Shape::Lower
        && (2..=6).contains(&token.span.len())
        && i >= 2
        && capital(tokens, i - 2)
        && joins(tokens, i - 1)
        && !tokens.all[i - 1].possessive
        && !token.class.any(NOT_IN_NAMES)
        && (Weights::of(tokens.folded(i)).common() < 3 || (short(tokens, i - 2) && short(tokens, i - 1)))
}

/// A name as short as most Chinese and Korean ones.
fn short(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.all[i].span.len() <= 5
        && tokens.all[i].shape == Shape::Capital
        && place_at(tokens, i).is_none_or(|(n, _)| n < 2)
}

/// `van der Meer`, `de la Cruz`, `bin al-Harith`.
fn two_particles(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.class(i).any(PARTICLE)
        && tokens.class(i + 1).any(PARTICLE)
        && joins(tokens, i + 1)
        && joins(tokens, i + 2)
        && capital(tokens, i + 2)
}

/// Does word `i` go on with the run of the word before it?
pub(super) fn joins(tokens: &Tokens<'_>, i: usize) -> bool {
    let Some(token) = tokens.all.get(i) else { return false };
    let Some(before) = i.checked_sub(1).and_then(|k| tokens.all.get(k)) else { return false };
    if token.opens || before.possessive || before.case != token.case {
        return false;
    }
    match token.gap {
        Gap::Blank => !token.first,
        Gap::Hyphen | Gap::Ampersand => true,
        Gap::Point => before.class.any(ABBREVIATION) || before.capital(),
        _ => false,
    }
}

/// The longest place name that begins at word `i`: how many words, and its places.
pub(super) fn place_at(tokens: &Tokens<'_>, i: usize) -> Option<(usize, Postings)> {
    let mut walk = Walk::start()?;
    let mut best = None;
    for k in i..(i + LONGEST).min(tokens.len()) {
        if k > i {
            let passes = matches!(tokens.gap_before(k), Gap::Blank | Gap::Hyphen)
                || (tokens.gap_before(k) == Gap::Point && joins(tokens, k));
            if !passes || tokens.all[k].opens {
                break;
            }
            let Some(next) = walk.step(b" ") else { break };
            walk = next;
        }
        let Some(next) = walk.step(tokens.folded(k).as_bytes()) else { break };
        walk = next;
        if capital(tokens, k)
            && let Some(found) = walk.here()
        {
            best = Some((k + 1 - i, found));
        }
    }
    best.filter(|_| !short_word(tokens, i, best.map_or(0, |b| b.0)))
}

/// Abbreviations are no place unless written in capitals, or as a state behind a comma: `La.`, not `La`.
fn short_word(tokens: &Tokens<'_>, i: usize, length: usize) -> bool {
    let token = &tokens.all[i];
    if length != 1 || token.shape == Shape::Upper {
        return false;
    }
    match tokens.folded(i) {
        "usa" | "uae" | "drc" | "prc" | "png" | "nyc" | "nsw" => true,
        word if word.len() <= 2 => {
            let pointed = tokens.text.get(token.span.end..).is_some_and(|rest| rest.starts_with('.'));
            !(pointed && token.gap == Gap::Comma)
        }
        _ => token.class.any(STATE) && token.gap != Gap::Comma,
    }
}

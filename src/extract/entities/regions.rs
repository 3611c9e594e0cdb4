//! A name's words in the text, and which words may belong to one name.

use super::classes::{ABBREVIATION, COMPOUND, Class, FUNCTION, PAIR_NOUN, ROLE, STATE, TITLE, TITLE_MOD};
use super::gazetteer::Postings;
use super::lexicon::Weights;
use super::place_names::begin;
use super::tokens::{Gap, Shape, Tokens};
pub(super) use super::types::Kind;

/// Words `first..end`, which are one name.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// The places whose name the piece is.
    pub(super) places: Option<Postings>,
}

/// Words that close no given name: `Paris-based`, `Lind-style`, `Berg-era`.
const NOT_IN_NAMES: Class = COMPOUND.or(TITLE).or(TITLE_MOD).or(ROLE).or(FUNCTION).or(PAIR_NOUN);

/// Longest name of the gazetteer, in words.
const LONGEST: usize = 6;

/// Is word `i` written with a capital?
pub(super) fn capital(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.all.get(i).is_some_and(|t| t.capital())
}

/// `moon` in `Ban Ki-moon`: a short word in lower case behind a hyphen that English papers do not use.
pub(super) fn syllable(tokens: &Tokens<'_>, i: usize) -> bool {
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
    if tokens.class(i).any(FUNCTION) && !capital(tokens, i + 1) {
        // `The`, `In` at the head of a sentence.
        return None;
    }
    let mut walk = begin(tokens, i)?;
    let mut best = None;
    for k in i..(i + LONGEST).min(tokens.len()) {
        if k > i {
            let passes = matches!(tokens.gap_before(k), Gap::Blank | Gap::Hyphen)
                || (tokens.gap_before(k) == Gap::Point && joins(tokens, k));
            if !passes || tokens.all[k].opens {
                break;
            }
            let Some(next) = walk.next(tokens.all[k].hash) else { break };
            walk = next;
        }
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

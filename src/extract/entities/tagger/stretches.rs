//! The stretches of words in which names are looked for: capitals and the small words between them.
//! All other words are in no name, and cost nothing.

use std::ops::Range;

use super::super::classes::{AND, ARABIC, OF, OPENING, PARTICLE, THE};
use super::super::regions::{capital, place_at, syllable};
use super::super::tokens::{Gap, Tokens};

/// Longest stretch labelled in one go: bounds memory for texts that are all capitals.
const LONGEST: usize = 128;

/// Most small words between two capitals of one stretch: `Bank of the West`, `Ana de la Cruz`.
const SMALL: usize = 2;

/// The stretches of a story, ascending.
pub(super) fn stretches(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if opens(tokens, at) {
            let end = end(tokens, at);
            out.push(at..end);
            at = end;
        } else {
            at += 1;
        }
    }
    out
}

/// At a capital, or at `al-`, `bin` before one?
fn opens(tokens: &Tokens<'_>, i: usize) -> bool {
    let token = &tokens.all[i];
    token.capital()
        || token.class.any(ARABIC.or(OPENING)) && leads_to_capital(tokens, i + 1)
        || token.class.any(PARTICLE) && leads_to_capital(tokens, i + 1)
        || token.class.any(PARTICLE) && tokens.class(i + 1).any(PARTICLE) && leads_to_capital(tokens, i + 2)
}

fn leads_to_capital(tokens: &Tokens<'_>, i: usize) -> bool {
    capital(tokens, i) && matches!(tokens.gap_before(i), Gap::Hyphen | Gap::Blank) && !tokens.all[i].first
}

/// One past the last word of the stretch that begins at `start`.
fn end(tokens: &Tokens<'_>, start: usize) -> usize {
    let mut end = start + 1;
    while end - start < LONGEST {
        let step = (0..=SMALL).find(|&small| leads_on(tokens, end, small));
        match step {
            Some(small) => end += small + 1,
            None if goes_on(tokens, end) && syllable(tokens, end) => end += 1,
            None => match listed(tokens, end) {
                Some(further) => end = further,
                None => break,
            },
        }
    }
    end
}

/// One past the name of the gazetteer that begins with the last capital and goes on with small words that
/// no other name has: `Dar es Salaam`, `Stoke-on-Trent`.
fn listed(tokens: &Tokens<'_>, end: usize) -> Option<usize> {
    let near = (end + 1..end + 3).any(|i| capital(tokens, i) && goes_on(tokens, i));
    if !near || !capital(tokens, end - 1) {
        return None;
    }
    place_at(tokens, end - 1).map(|(n, _)| end - 1 + n).filter(|&further| further > end)
}

/// Is there a capital behind `small` small words?
fn leads_on(tokens: &Tokens<'_>, at: usize, small: usize) -> bool {
    capital(tokens, at + small)
        && (at..=at + small).all(|i| goes_on(tokens, i))
        && (at..at + small).all(|i| is_small(tokens, i))
}

fn goes_on(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.all.get(i).is_some_and(|t| !t.first && !t.opens)
}

fn is_small(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.class(i).any(PARTICLE.or(OF).or(AND).or(THE)) || tokens.folded(i) == "for"
}

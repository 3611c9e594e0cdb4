//! What the tagger sees of each word of a stretch and of the words around it, as small numbers.

use std::ops::Range;

use super::super::classes::{CALENDAR, DEMONYM, HONORIFIC, OPENS_PHRASE, TITLE};
use super::super::gazetteer::{PlaceKind, Postings};
use super::super::regions::place_at;
use super::super::tokens::{Case, Gap, Shape, Token, Tokens};

/// Words seen on each side of a stretch.
pub(super) const AROUND: usize = 2;

/// The signs of one word; all zero where a sentence ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    /// The word.
    pub(super) word: u64,
    /// How it is written.
    pub(super) shape: u64,
    /// Its word classes.
    pub(super) class: u64,
    /// How common it is as a given name, a surname, a word in lower case.
    pub(super) list: u64,
    /// What the gazetteer has under the name that it stands in.
    pub(super) place: u64,
    /// What stands before it.
    pub(super) gap: u64,
    /// Where it stands, and how else the story writes it.
    pub(super) stand: u64,
    /// What its paragraph looks like.
    pub(super) line: u64,
    /// The first three and the last four letters, folded.
    pub(super) head: u64,
    pub(super) tail: [u8; 4],
    /// Words before and behind it in its run of capitals, up to three.
    pub(super) run: u64,
    /// First and last word of the run: places in the row of signs.
    pub(super) ends: (usize, usize),
}

/// A name of the gazetteer that stands in the text.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) places: Postings,
}

/// The signs of a stretch, with [`AROUND`] words on each side; appends the names of the gazetteer.
pub(super) fn read(
    tokens: &Tokens<'_>,
    stretch: &Range<usize>,
    out: &mut Vec<Signs>,
    listed: &mut Vec<Listed>,
) {
    out.clear();
    out.extend([Signs::default(); AROUND]);
    if !tokens.all[stretch.start].first {
        for back in 1..=AROUND.min(stretch.start) {
            let at = stretch.start - back;
            out[AROUND - back] = signs(tokens, at);
            if tokens.all[at].first {
                break;
            }
        }
    }
    out.extend(stretch.clone().map(|at| signs(tokens, at)));
    out.extend([Signs::default(); AROUND]);
    let behind = stretch.len() + AROUND;
    for ahead in 0..AROUND {
        match tokens.all.get(stretch.end + ahead) {
            Some(token) if !token.first => out[behind + ahead] = signs(tokens, stretch.end + ahead),
            _ => break,
        }
    }
    phrases(tokens, stretch, out);
    places(tokens, stretch, out, listed);
    runs(tokens, stretch, out);
}

fn signs(tokens: &Tokens<'_>, i: usize) -> Signs {
    let token = &tokens.all[i];
    let folded = tokens.folded(i).as_bytes();
    let mut tail = [0; 4];
    for (to, from) in tail.iter_mut().zip(folded.iter().rev()) {
        *to = *from;
    }
    Signs {
        word: token.hash,
        shape: shape(token, token.span.of(tokens.text)),
        class: token.class.bits(),
        list: list(token),
        gap: token.gap as u64 + 1,
        stand: stand(tokens, i),
        line: u64::from(token.line) + 1,
        head: folded.iter().take(3).fold(1, |h, &b| h << 8 | u64::from(b)),
        tail,
        ..Signs::default()
    }
}

/// Shape, length of what is in capitals, marks inside.
fn shape(token: &Token, written: &str) -> u64 {
    let length = match token.shape {
        Shape::Upper => written.len().min(7) as u64,
        Shape::Capital => (written.len() > 3) as u64,
        Shape::Number => written.len().min(5) as u64,
        _ => 0,
    };
    let bytes = written.as_bytes();
    let pointed = token.shape != Shape::Lower && bytes.contains(&b'.');
    let inner = token.shape == Shape::Capital && bytes[1..].iter().any(u8::is_ascii_uppercase);
    let digits = token.shape == Shape::Upper && bytes.iter().any(u8::is_ascii_digit);
    1 + (token.shape as u64
        | length << 3
        | u64::from(pointed) << 6
        | u64::from(inner) << 7
        | u64::from(digits) << 8)
}

fn list(token: &Token) -> u64 {
    let step = |weight: u16, steps: [u16; 3]| steps.iter().filter(|&&s| weight >= s).count() as u64;
    let weights = token.weights;
    let lists = step(weights.given(), [1, 3, 6]) << 4
        | step(weights.surname(), [1, 4, 8]) << 2
        | step(weights.common(), [1, 3, 6]);
    if token.capital() { lists + 1 } else { 0 }
}

fn stand(tokens: &Tokens<'_>, i: usize) -> u64 {
    let token = &tokens.all[i];
    let case = match token.case {
        Case::Text => 0,
        Case::Title => 1,
        Case::Upper => 2,
    };
    1 + (u64::from(token.first)
        | u64::from(token.capital() && tokens.seen_lower(i)) << 1
        | u64::from(token.capital() && tokens.seen_capital(i)) << 2
        | case << 3
        | u64::from(token.opens) << 5
        | u64::from(token.possessive) << 6)
}

/// Gives the words of `Sri Lankan`, `al Qaeda` the classes of the phrase.
fn phrases(tokens: &Tokens<'_>, stretch: &Range<usize>, out: &mut [Signs]) {
    for at in stretch.clone().filter(|&i| tokens.class(i).any(OPENS_PHRASE)) {
        let (length, class) = tokens.phrase(at);
        let words = &mut out[AROUND + at - stretch.start..][..length.min(stretch.end - at)];
        if length > 1 {
            words.iter_mut().for_each(|signs| signs.class = class.bits());
        }
    }
}

/// Finds the names of the gazetteer, longest first, none inside another.
fn places(tokens: &Tokens<'_>, stretch: &Range<usize>, out: &mut [Signs], listed: &mut Vec<Listed>) {
    let mut at = stretch.start;
    while at < stretch.end {
        let found = place_at(tokens, at).filter(|&(n, _)| at + n <= stretch.end);
        let Some((n, places)) = found else {
            at += 1;
            continue;
        };
        let what = what(places) << 2;
        for i in at..at + n {
            let part = if n == 1 {
                0
            } else if i == at {
                1
            } else if i + 1 == at + n {
                3
            } else {
                2
            };
            out[AROUND + i - stretch.start].place = what | part;
        }
        listed.push(Listed { first: at, end: at + n, places });
        at += n;
    }
}

/// Kind and size of the likeliest place of a name.
fn what(places: Postings) -> u64 {
    let Some((best, alternate)) = places.best() else { return 0 };
    let kind = match best.kind {
        PlaceKind::Country => 1,
        PlaceKind::Region => 2,
        PlaceKind::State => 3,
        PlaceKind::County => 4,
        PlaceKind::City => 5 + ((best.log_population - 10.0) / 2.0).clamp(0.0, 6.0) as u64,
    };
    kind << 1 | u64::from(alternate)
}

/// Marks the runs of capitals that may be one name; titles, nationalities and days stand outside.
fn runs(tokens: &Tokens<'_>, stretch: &Range<usize>, out: &mut [Signs]) {
    let mut at = stretch.start;
    while at < stretch.end {
        let mut end = at;
        while end < stretch.end && name_like(&tokens.all[end]) && (end == at || joined(&tokens.all[end])) {
            end += 1;
        }
        let end = end.max(at + 1);
        for i in at..end {
            let signs = &mut out[AROUND + i - stretch.start];
            signs.run = 1 + ((i - at).min(3) as u64 | ((end - 1 - i).min(3) as u64) << 2);
            signs.ends = (AROUND + at - stretch.start, AROUND + end - 1 - stretch.start);
        }
        at = end;
    }
}

fn name_like(token: &Token) -> bool {
    token.capital() && !token.class.any(HONORIFIC.or(TITLE).or(CALENDAR).or(DEMONYM))
}

fn joined(token: &Token) -> bool {
    matches!(token.gap, Gap::Blank | Gap::Hyphen | Gap::Point)
}

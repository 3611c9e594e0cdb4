//! Cuts a run of capitalised words at titles, nationalities, days and plain words.

use super::classes::{
    CALENDAR, Class, DEMONYM, EVENT, FEMALE, FUNCTION, HONORIFIC, MALE, OF, OPENING, ORG, ORG_FIRST,
    ORG_NAME, PLACE_TAIL_STRONG, SUFFIX, TITLE, TITLE_MOD,
};
use super::context::{of_state, speech_after};
use super::gazetteer::{PlaceKind, Postings};
use super::judge;
use super::regions::{Kind, Piece, UNDECIDED, capital, joins, place_at};
use super::tokens::{Case, Gap, Shape, Tokens};

/// Words looked ahead for a title's or organisation's end: keeps hostile texts linear.
const LONGEST: usize = 8;

/// Cuts the run `start..end` and judges the pieces; gives the word after the last one used.
pub(super) fn pieces(tokens: &Tokens<'_>, start: usize, end: usize, out: &mut Vec<Piece>) -> usize {
    let mut at = start;
    while at < end {
        at = step(tokens, at, end, out);
    }
    at
}

/// One cut: the piece, title or plain word at `at`; gives the word after it.
fn step(tokens: &Tokens<'_>, at: usize, end: usize, out: &mut Vec<Piece>) -> usize {
    let place = place_at(tokens, at);
    if let Some((n, found)) = place.filter(|&(n, _)| n > 1 && at + n > end) {
        out.push(place_piece(at, at + n, found));
        return at + n;
    }
    if let Some((n, found)) = place.filter(|&(n, p)| settled(tokens, at, n, p)) {
        out.push(place_piece(at, at + n, found));
        return at + n;
    }
    let (length, class) = tokens.phrase(at);
    if length > 1 && class.any(DEMONYM) && !org_follows(tokens, at + length, end) {
        return at + length;
    }
    if class.any(ORG_NAME) && org_name(tokens, at, length) {
        return org(at, (at + length).max(org_tail(tokens, at + length, end)), out);
    }
    if skipped(tokens, at, end) {
        let name = tokens.all[at].weights.surname() >= 4 || speech_after(tokens, at + 1) > 0.9;
        if name && !goes_on(tokens, at + 1) && !tokens.class(at).any(FUNCTION) {
            out.push(undecided(at));
        }
        return at + 1;
    }
    if tokens.class(at).any(DEMONYM) && !tokens.class(at).any(ORG) && plain_demonym(tokens, at, end) {
        return at + 1;
    }
    if let Some(n) = title_length(tokens, at, end) {
        if n == 1 && tokens.all[at].weights.surname() >= 4 && !goes_on(tokens, at + 1) {
            out.push(undecided(at));
        }
        return at + n;
    }
    name(tokens, at, end, place, out)
}

/// A name: an organisation, a place with something behind it, or a piece for the judge.
fn name(
    tokens: &Tokens<'_>,
    at: usize,
    end: usize,
    place: Option<(usize, Postings)>,
    out: &mut Vec<Piece>,
) -> usize {
    let stop = name_end(tokens, at, end);
    if let Some(last) = (at..stop).rev().find(|&i| tokens.class(i).any(ORG))
        && judge::is_org(tokens, at, stop, last)
    {
        return org(at, org_extension(tokens, stop), out);
    }
    if let Some((n, found)) = place.filter(|&(n, p)| at + n < stop && cut_place(tokens, at, n, stop, p)) {
        out.push(place_piece(at, at + n, found));
        return at + n;
    }
    out.push(judge::judge(tokens, at, stop));
    stop
}

/// A place whatever follows: `United States`, `New York`, `U.S.`, unless an organisation's name goes on.
fn settled(tokens: &Tokens<'_>, at: usize, n: usize, places: Postings) -> bool {
    let Some((best, false)) = places.best() else { return false };
    let token = &tokens.all[at];
    let grand = best.kind < PlaceKind::City;
    let sure = if n > 1 {
        grand || best.log_population > 16.6
    } else {
        token.shape == Shape::Upper && best.kind == PlaceKind::Country
    };
    let next = at + n;
    let goes_on = joins(tokens, next) && capital(tokens, next) && tokens.gap_before(next) != Gap::Hyphen;
    let longer = goes_on && tokens.class(next).any(ORG.or(EVENT)) && !tokens.class(next).any(TITLE);
    let tail = goes_on && tokens.class(next).any(PLACE_TAIL_STRONG);
    let name = n > 1 && !grand && token.weights.given() >= 4 && tokens.all[next - 1].weights.surname() >= 3;
    sure && !longer && !tail && !name
}

/// Does the run go on with another capital?
fn goes_on(tokens: &Tokens<'_>, i: usize) -> bool {
    joins(tokens, i) && capital(tokens, i)
}

/// A plain word or title that may be a surname of the story: `King said`. The second pass decides.
fn undecided(at: usize) -> Piece {
    Piece { first: at, end: at + 1, kind: None, score: UNDECIDED, places: None }
}

fn place_piece(first: usize, end: usize, places: Postings) -> Piece {
    Piece { first, end, kind: Some(Kind::Place), score: 5.0, places: Some(places) }
}

fn org(first: usize, end: usize, out: &mut Vec<Piece>) -> usize {
    out.push(Piece { first, end, kind: Some(Kind::Org), score: 4.0, places: None });
    end
}

/// Is the known organisation meant? Single plain words must not open a sentence.
fn org_name(tokens: &Tokens<'_>, at: usize, length: usize) -> bool {
    let token = &tokens.all[at];
    let short = token.span.len() <= 3 && token.shape != Shape::Upper;
    length > 1 || !(short || (token.first && token.weights.common() > 4 && token.shape != Shape::Upper))
}

/// Goes on to the last word of organisations behind a known name: `House Budget Committee`.
fn org_tail(tokens: &Tokens<'_>, from: usize, end: usize) -> usize {
    let goes_on = |i: &usize| {
        joins(tokens, *i)
            && capital(tokens, *i)
            && title_length(tokens, *i, end).is_none()
            && !tokens.class(*i).any(CALENDAR)
    };
    let run = (from..end.min(from + LONGEST)).take_while(goes_on);
    run.filter(|&i| tokens.class(i).any(ORG)).last().map_or(from, |last| last + 1)
}

/// `Ministry of Defence`, `Council for Peace and Security`: goes on over `of`, `for`, `and`.
fn org_extension(tokens: &Tokens<'_>, stop: usize) -> usize {
    let mut at = stop;
    let headed = (at.saturating_sub(2)..at).any(|i| tokens.class(i).any(ORG_FIRST));
    while headed && tokens.gap_before(at) == Gap::Blank && !tokens.all[at - 1].possessive {
        let word = tokens.folded(at);
        let link = tokens.class(at).any(OF) || word == "for";
        let skip = usize::from(tokens.folded(at + 1) == "the");
        let next = at + 1 + skip;
        if !link || !capital(tokens, next) || tokens.gap_before(next) != Gap::Blank || tokens.all[next].opens
        {
            break;
        }
        at = next + 1;
        while joins(tokens, at) && capital(tokens, at) && !tokens.class(at).any(TITLE.or(CALENDAR)) {
            at += 1;
        }
    }
    at
}

/// Words with a capital that are in no name: days, function words, the first words of sentences.
fn skipped(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let token = &tokens.all[at];
    if of_state(tokens, at) || token.class.any(CALENDAR) && !given_like(tokens, at, end) {
        return true;
    }
    if token.shape == Shape::Initial && tokens.gap_before(at + 1) == Gap::Hyphen {
        // `D-Ohio`, `X-ray`: the letter is no name.
        return true;
    }
    if token.shape == Shape::Initial {
        let word = token.class.any(FUNCTION) && tokens.gap_before(at + 1) != Gap::Point;
        return word || !(at + 1 < end && joins(tokens, at + 1));
    }
    let weak = token.first || token.case == Case::Title;
    if token.class.any(OPENING) && at + 1 < end && joins(tokens, at + 1) {
        return false;
    }
    if !weak {
        return token.class.any(FUNCTION)
            && token.weights.given() < 3
            && place_at(tokens, at).is_none_or(|(n, _)| n < 2);
    }
    if token.shape == Shape::Upper {
        return false;
    }
    let word = token.class.any(FUNCTION) && !name_too(tokens, at);
    let plain = token.weights.common() >= 3 && token.weights.given() < 4
        || tokens.seen_lower(at) && token.weights.given() < 4;
    (word || plain) && !opens_org(tokens, at, end) && place_at(tokens, at).is_none_or(|(n, _)| n < 2)
}

/// Function words that are given names as well.
fn name_too(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.folded(at), "will" | "may")
        && joins(tokens, at + 1)
        && tokens.class(at + 1) == Class::default()
}

/// May a sentence's first word be part of an organisation's name: `Security Council …`?
fn opens_org(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    tokens.all[at].case == Case::Text
        && !tokens.class(at).any(FUNCTION)
        && at + 1 < end
        && joins(tokens, at + 1)
        && tokens.class(at + 1).any(ORG)
}

/// A day or month word that is a name here: `April Jones`.
fn given_like(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    at + 1 < end
        && tokens.all[at].weights.given() >= 3
        && joins(tokens, at + 1)
        && (tokens.all[at + 1].weights.surname() >= 3 || tokens.all[at + 1].weights.common() == 0)
        && !tokens.class(at + 1).any(EVENT.or(ORG).or(CALENDAR))
}

/// A nationality that stands for itself or before a name, not inside an organisation's name.
fn plain_demonym(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let hyphen = tokens.gap_before(at + 1) == Gap::Hyphen && !capital(tokens, at + 1);
    let given =
        tokens.all[at].weights.given() >= 4 && at + 1 < end && tokens.all[at + 1].weights.surname() >= 3;
    hyphen || (!org_follows(tokens, at + 1, end) && !given)
}

/// Is the name that begins at `at` one of an organisation or event: `French Open`?
fn org_follows(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    if at >= end || !joins(tokens, at) || title_length(tokens, at, end).is_some() {
        return false;
    }
    let name = (at..end.min(at + LONGEST))
        .take_while(|&i| joins(tokens, i) && !tokens.class(i).any(TITLE.or(HONORIFIC).or(CALENDAR)));
    name.into_iter().any(|i| tokens.class(i).any(ORG.or(EVENT)))
}

/// Length of the title at `at`: `Prime Minister`, `Lt. Gen.`, `Foreign Minister`.
fn title_length(tokens: &Tokens<'_>, at: usize, end: usize) -> Option<usize> {
    let any = |i: usize, class: Class| i < end && (i == at || joins(tokens, i)) && tokens.class(i).any(class);
    let mut i = at;
    while i < at + LONGEST && any(i, TITLE_MOD) && !any(i, TITLE.or(HONORIFIC)) {
        i += 1;
    }
    let name_like = i == at
        && i + 1 < end
        && joins(tokens, i + 1)
        && tokens.all[i].weights.given() >= 4
        && !tokens.class(i).any(HONORIFIC.or(TITLE_MOD).or(MALE).or(FEMALE));
    if !any(i, TITLE.or(HONORIFIC)) || name_like {
        return None;
    }
    while any(i, TITLE.or(HONORIFIC)) {
        i += 1;
    }
    // `Justice Ministry`, `General Assembly`.
    if any(i, ORG) && !any(i, TITLE_MOD) && tokens.all[i].weights.surname() < 6 {
        return None;
    }
    // `Chief Executive Officer`: a modifier between two titles.
    if any(i, TITLE_MOD) && any(i + 1, TITLE.or(HONORIFIC)) {
        i += 2;
    }
    Some(i - at)
}

/// One past the last word of the name at `at`: before the next title, nationality or day.
fn name_end(tokens: &Tokens<'_>, at: usize, end: usize) -> usize {
    let mut stop = at + 1;
    while stop < end && joins(tokens, stop) {
        let class = tokens.class(stop);
        let token = &tokens.all[stop];
        let last = stop + 1 == end || !joins(tokens, stop + 1) || tokens.class(stop + 1).any(SUFFIX);
        let ends_name = last && tokens.all[stop - 1].weights.given() >= 2 && token.weights.surname() >= 3;
        if class.any(CALENDAR) && !ends_name {
            break;
        }
        if class.any(DEMONYM) && !ends_name && !org_follows(tokens, stop + 1, end) {
            break;
        }
        if class.any(TITLE.or(HONORIFIC))
            && !ends_name
            && title_length(tokens, stop, end).is_some()
            && stands_as_title(tokens, stop, end)
        {
            break;
        }
        if class.any(TITLE_MOD) && !ends_name && !class.any(ORG) && title_length(tokens, stop, end).is_some()
        {
            break;
        }
        if token.case == Case::Title && plain_word(tokens, stop) {
            break;
        }
        if pair_of_places(tokens, at, stop)
            || (stop > at + 1 && last && country(tokens, stop) && token.weights.surname() < 4)
        {
            break;
        }
        stop += 1;
    }
    stop
}

/// In a headline with capitals: a word that is no name.
fn plain_word(tokens: &Tokens<'_>, i: usize) -> bool {
    let token = &tokens.all[i];
    token.capital()
        && !token.class.any(ORG)
        && token.weights.surname() < 5
        && (token.weights.common() > 0 || token.class.any(FUNCTION) || tokens.seen_lower(i))
}

/// A title word behind a name is one unless it ends an organisation's name.
fn stands_as_title(tokens: &Tokens<'_>, i: usize, end: usize) -> bool {
    !(i + 1 < end && joins(tokens, i + 1) && tokens.class(i + 1).any(ORG) && !tokens.class(i).any(HONORIFIC))
}

/// `US-China`: a hyphen between two countries.
fn pair_of_places(tokens: &Tokens<'_>, at: usize, stop: usize) -> bool {
    tokens.gap_before(stop) == Gap::Hyphen
        && stop == at + 1
        && country(tokens, at)
        && (country(tokens, stop) || tokens.class(stop).any(DEMONYM))
}

/// Is the single word a country's name?
fn country(tokens: &Tokens<'_>, i: usize) -> bool {
    capital(tokens, i)
        && place_at(tokens, i)
            .and_then(|(n, p)| p.best().filter(|_| n == 1))
            .is_some_and(|(r, alt)| r.kind == PlaceKind::Country && !alt)
}

/// Does the place at `at` end before other capitals: `New York Mayor`, `Iraq Saturday`?
fn cut_place(tokens: &Tokens<'_>, at: usize, n: usize, stop: usize, places: Postings) -> bool {
    let Some((best, alternate)) = places.best() else { return false };
    if alternate || judge::ends_like_place(tokens, stop) || judge::ends_like_event(tokens, stop) {
        return false;
    }
    let person = tokens.all[at].weights.given() >= 2 && tokens.all[stop - 1].weights.surname() > 0;
    let grand = matches!(best.kind, PlaceKind::Country | PlaceKind::Region | PlaceKind::State);
    if n >= 2 {
        grand || !person || best.log_population > 19.0
    } else {
        best.kind == PlaceKind::Country && !person
    }
}

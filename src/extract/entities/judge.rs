//! Judges a piece: person, place, organisation or nothing, by its words and its neighbours.
//!
//! Points are added for and against each kind; the best kind above its bar wins. The points were
//! set by hand and tried on GMB and GUM.

use super::classes::{
    DEED, EVENT, FAMOUS, GENERIC_PLACE, LOCATIVE, OF, ORG, ORG_FIRST, PARTICLE, PLACE_HEAD,
    PLACE_HEAD_STRONG, PLACE_PREP, PLACE_TAIL, PLACE_TAIL_STRONG, REIGN, SUFFIX, THE,
};
use super::context::{apposition_after, class_before, said_before, speech_after, title_before, word_before};
use super::gazetteer::{PlaceKind, Postings};
use super::regions::{Kind, Piece, capital, place_at};
use super::tokens::{Gap, Shape, Tokens};

/// Least points for a kind.
const BAR: f32 = 1.5;

/// Judges the words `first..end`.
pub(super) fn judge(tokens: &Tokens<'_>, first: usize, end: usize) -> Piece {
    let places = places_of(tokens, first, end);
    let person = person(tokens, first, end) + if is_event(tokens, first, end) { -3.0 } else { 0.0 };
    let person = person - if well_known(places) { 1.0 } else { 0.0 };
    let place = place(tokens, first, end, places);
    let org = org(tokens, first, end);
    let (kind, score) = [(Kind::Place, place), (Kind::Org, org)]
        .into_iter()
        .fold((Kind::Person, person), |best, next| if next.1 > best.1 { next } else { best });
    let kind = (score >= BAR).then_some(kind);
    Piece { first, end, kind, score, places }
}

/// The places whose name the words are; `South Wales` and `Sichuan Province` count as the place inside.
fn places_of(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Postings> {
    let exact =
        |from: usize, to: usize| place_at(tokens, from).filter(|&(n, _)| n == to - from).map(|(_, p)| p);
    let inner = || {
        if end - first < 2 {
            None
        } else if tokens.class(end - 1).any(GENERIC_PLACE) {
            exact(first, end - 1)
        } else if tokens.class(first).any(LOCATIVE) {
            exact(first + 1, end)
        } else {
            None
        }
    };
    exact(first, end).or_else(inner)
}

/// Does the run with an organisation's word at `last` name one? Not if it reads like a person.
pub(super) fn is_org(tokens: &Tokens<'_>, first: usize, end: usize, last: usize) -> bool {
    if end - first == 1 {
        // `Ministry of …`; alone the word is a plain one.
        return tokens.class(first).any(ORG_FIRST) && tokens.class(end).any(OF) && capital(tokens, end + 1);
    }
    let names_person = end - first <= 3
        && last == end - 1
        && tokens.all[first].weights.given() >= 3
        && tokens.all[last].weights.surname() >= 3;
    !names_person
}

/// The last word is one of places: `River`.
pub(super) fn ends_like_place(tokens: &Tokens<'_>, end: usize) -> bool {
    end > 0 && tokens.class(end - 1).any(PLACE_TAIL)
}

/// The last word is one of events and things: `Cup`, `Treaty`.
pub(super) fn ends_like_event(tokens: &Tokens<'_>, end: usize) -> bool {
    end > 0 && tokens.class(end - 1).any(EVENT)
}

fn is_event(tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    end - first > 1 && ends_like_event(tokens, end) && tokens.all[end - 1].weights.surname() < 6
}

/// Points for a person.
fn person(tokens: &Tokens<'_>, first: usize, end: usize) -> f32 {
    let words = if end - first == 1 { one_word(tokens, first) } else { many_words(tokens, first, end) };
    words + person_context(tokens, first, end)
}

fn one_word(tokens: &Tokens<'_>, i: usize) -> f32 {
    let token = &tokens.all[i];
    let weights = token.weights;
    let mut points =
        -0.3 + 0.2 * f32::from(weights.surname().min(6)) + 0.15 * f32::from(weights.given().min(6));
    if weights.unknown() {
        points += 0.3;
    }
    if token.class.any(FAMOUS) {
        points += 1.6;
    }
    if irish_or_scots(token.span.of(tokens.text)) {
        points += 1.6;
    }
    if weights.common() > 0 || tokens.seen_lower(i) {
        points -= if token.first { 2.0 } else { 1.0 };
    }
    if token.shape == Shape::Upper {
        points -= 1.5;
    }
    points - if token.first { 0.4 } else { 0.0 }
}

/// `J.K.`: initials written together.
fn pointed(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.all[i].span.of(tokens.text).contains('.')
}

/// `O'Neill`, `McRae`.
fn irish_or_scots(name: &str) -> bool {
    let rest =
        name.strip_prefix("Mc").or_else(|| name.strip_prefix("O'")).or_else(|| name.strip_prefix("O’"));
    rest.is_some_and(|r| r.starts_with(char::is_uppercase))
}

fn many_words(tokens: &Tokens<'_>, first: usize, end: usize) -> f32 {
    let words: Vec<usize> = (first..end).filter(|&i| !tokens.class(i).any(PARTICLE.or(SUFFIX))).collect();
    let (Some(&head), Some(&last)) = (words.first(), words.last()) else { return 0.0 };
    let (a, z) = (&tokens.all[head], &tokens.all[last]);
    let mut points = 0.6;
    points += match a.weights.given() {
        0 if a.shape == Shape::Initial || pointed(tokens, head) => 1.5,
        0 if a.weights.common() == 0 => 0.5,
        0 => -1.0,
        n => 0.8 + 0.2 * f32::from(n.min(5)),
    };
    points += match z.weights.surname() {
        0 if z.weights.common() == 0 || words.len() < end - first => 0.5,
        0 => -1.2,
        n => 0.4 + 0.12 * f32::from(n.min(5)),
    };
    for &i in &words {
        let w = tokens.all[i].weights;
        if w.common() >= 3 && w.given() < 3 && w.surname() < 4 {
            points -= 1.0;
        }
        if tokens.all[i].shape == Shape::Upper && tokens.all[i].span.len() > 2 && !pointed(tokens, i) {
            points -= 0.7;
        }
    }
    if words.len() < end - first {
        points += 0.7;
    }
    if words.iter().skip(1).any(|&i| tokens.all[i].shape == Shape::Initial) {
        points += 1.5;
    }
    points - if words.len() > 4 { 1.5 } else { 0.0 }
}

fn person_context(tokens: &Tokens<'_>, first: usize, end: usize) -> f32 {
    let title = title_before(tokens, first);
    let mut points = speech_after(tokens, end);
    let word = &tokens.all[first].weights;
    let plain = end - first == 1 && word.common() >= 3 && word.surname() < 3;
    if title.title && plain {
        // `General Election`, `Chief Executive`: no person.
    } else if title.honorific || title.title {
        points += if title.honorific { 5.0 } else { 3.0 };
    } else if title.role {
        points += 2.0;
    }
    if said_before(tokens, first) {
        points += 1.5;
    } else if class_before(tokens, first).any(DEED) {
        points += 0.6;
    }
    if apposition_after(tokens, end) {
        points += 1.5;
    }
    let before = class_before(tokens, first);
    if tokens.class(end).any(REIGN) && tokens.gap_before(end) == Gap::Blank {
        points += 1.6;
    } else if before.any(THE) {
        points -= 3.0;
    } else if before.any(LOCATIVE) && !capital(tokens, first - 1) {
        points -= if end - first == 1 { 2.0 } else { 1.2 };
    } else if before.any(PLACE_PREP) {
        points -= 0.3;
    }
    points
}

/// Points for a place.
fn place(tokens: &Tokens<'_>, first: usize, end: usize, places: Option<Postings>) -> f32 {
    let before = class_before(tokens, first);
    let unlisted = match &tokens.all[first] {
        t if t.shape == Shape::Upper => -2.5,
        t if t.weights.unknown() => -0.6,
        _ => -1.0,
    };
    let mut points = places.map_or(unlisted, |p| known_place(tokens, first, end, p));
    points += if end - first > 1 { place_words(tokens, first, end) } else { 0.0 };
    if before.any(THE) && end - first == 1 && !grand(places) {
        points -= 1.5;
    }
    if end - first == 1 && tokens.class(first).any(LOCATIVE.or(PLACE_PREP)) {
        points -= 4.0;
    }
    if !grand(places) && in_a_table(tokens, first, end) {
        points -= 1.2;
    }
    points + place_context(tokens, first, end)
}

/// Points for words of places inside the name: `Cedar River`, `Lake Erie`.
fn place_words(tokens: &Tokens<'_>, first: usize, end: usize) -> f32 {
    if tokens.class(end - 1).any(PLACE_TAIL_STRONG) {
        3.5
    } else if ends_like_place(tokens, end) {
        2.6
    } else if tokens.class(first).any(PLACE_HEAD_STRONG) {
        3.0
    } else if tokens.class(first).any(PLACE_HEAD) {
        0.7
    } else {
        0.0
    }
}

/// Points for what stands around: `in X`, `X, Ohio`, `X village`, `the city of X`.
fn place_context(tokens: &Tokens<'_>, first: usize, end: usize) -> f32 {
    let before = class_before(tokens, first);
    let mut points = 0.0;
    if before.any(LOCATIVE) && !capital_before(tokens, first) {
        points += 2.2;
    } else if before.any(PLACE_PREP) {
        points += 0.9;
    }
    if tokens.gap_before(end) == Gap::Comma && qualified(tokens, end) {
        points += 2.0;
    }
    if tokens.class(end).any(GENERIC_PLACE) && tokens.gap_before(end) == Gap::Blank {
        points += 2.2;
    }
    if before.any(OF) && first >= 2 && tokens.class(first - 2).any(GENERIC_PLACE) {
        points += 2.5;
    }
    points + if before.any(GENERIC_PLACE) { 0.8 } else { 0.0 }
}

/// `Leeds 2 Burnley 1`, `Jim Lind (Leeds)`: clubs, not towns.
fn in_a_table(tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    let number = tokens
        .all
        .get(end)
        .is_some_and(|t| t.shape == Shape::Number && t.gap == Gap::Blank && t.span.len() < 4);
    number || tokens.gap_before(first) == Gap::Bracket && !tokens.all[first].opens
}

fn capital_before(tokens: &Tokens<'_>, first: usize) -> bool {
    first > 0 && capital(tokens, first - 1) && !tokens.all[first - 1].first
}

/// Country, region or state?
fn grand(places: Option<Postings>) -> bool {
    places.and_then(Postings::best).is_some_and(|(r, _)| r.kind < PlaceKind::City)
}

/// A place whose name alone tells most readers that a place is meant.
fn well_known(places: Option<Postings>) -> bool {
    places
        .and_then(Postings::best)
        .is_some_and(|(r, alt)| !alt && (r.kind < PlaceKind::City || r.log_population > 19.0))
}

/// Points for a name of the gazetteer.
fn known_place(tokens: &Tokens<'_>, first: usize, end: usize, places: Postings) -> f32 {
    let Some((best, alternate)) = places.best() else { return -1.0 };
    let token = &tokens.all[first];
    let (given, surname) = (token.weights.given(), token.weights.surname());
    let mut points = match best.kind {
        PlaceKind::Country => 5.0,
        PlaceKind::Region => 3.5,
        PlaceKind::State => 3.2,
        PlaceKind::County => 2.0,
        PlaceKind::City => ((best.log_population as f32 - 12.0) * 0.4).clamp(0.3, 3.6),
    };
    if alternate {
        points -= 1.0;
    }
    if end - first > 1 {
        points += 1.0;
    } else if best.kind == PlaceKind::City {
        points -= 0.25 * f32::from(given.min(5)) + 0.12 * f32::from(surname.min(8));
        if given + surname == 0 && !token.first {
            points += 0.5;
        }
        if token.weights.common() > 0 || (token.first && tokens.seen_lower(first)) {
            points -= 1.5;
        }
    } else {
        points -= 0.2 * f32::from(given.min(5));
    }
    points
}

/// Does the name behind the comma tell where the place lies: `Troy, Ohio`?
fn qualified(tokens: &Tokens<'_>, at: usize) -> bool {
    capital(tokens, at)
        && place_at(tokens, at)
            .and_then(|(_, p)| p.best())
            .is_some_and(|(r, alt)| !alt && r.kind < PlaceKind::City)
}

/// Points for an organisation.
fn org(tokens: &Tokens<'_>, first: usize, end: usize) -> f32 {
    let mut points: f32 = 0.0;
    if end - first > 1 && (first..end).any(|i| tokens.class(i).any(ORG)) {
        points += 2.0;
    }
    if (first + 1..end).any(|i| tokens.gap_before(i) == Gap::Ampersand) {
        points += 3.0;
    }
    let token = &tokens.all[first];
    if end - first == 1
        && token.shape == Shape::Upper
        && (2..=6).contains(&token.span.len())
        && !token.span.of(tokens.text).contains(|c: char| c.is_ascii_digit())
        && token.weights.surname() < 6
        && token.weights.common() == 0
    {
        points += 1.6;
    }
    if word_before(tokens, first) == "the" && end - first > 1 && points > 0.0 {
        points += 0.5;
    }
    points
}

//! Firms, clubs and parties that bear people's names: `Goldman Sachs`, `Moody's`, `Baker <BKO>`.
//!
//! A name that the lists have whole is an organisation, and so is the bare `Hughes` of a story about the
//! Hughes Tool Co that names no other Hughes.

use std::collections::HashSet;

use super::classes::{AND, FAMOUS, Fast, HONORIFIC, NO_NAME, ORG, ORG_NAME, ORG_POSSESSIVE, TITLE};
use super::regions::{Kind, Piece};
use super::tokens::{Case, Gap, Shape, Tokens};

/// Words of a story by hash.
type Words = HashSet<u64, Fast>;

/// Makes organisations of the pieces that are firms, drops terms of the markets, in place.
pub(super) fn mark(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    pieces.retain(|p| p.kind != Kind::Person || !is_term(tokens, p));
    for p in pieces.iter_mut().filter(|p| p.kind == Kind::Person) {
        let firm = listed(tokens, p).or_else(|| brothers(tokens, p).then_some(p.end));
        if let Some(end) = firm.or_else(|| shortened(tokens, p)) {
            (p.kind, p.end) = (Kind::Org, end);
        }
    }
    pieces.dedup_by(|later, earlier| earlier.kind == Kind::Org && later.first < earlier.end);
    let bearers = bearers(tokens, pieces);
    let firms = firm_words(tokens, pieces);
    for p in pieces.iter_mut().filter(|p| p.kind == Kind::Person && p.end - p.first == 1) {
        let (token, class) = (&tokens.all[p.first], tokens.class(p.first));
        let shop = token.possessive && class.any(ORG_POSSESSIVE);
        let known = class.any(ORG_NAME) || shop || firms.contains(&token.hash) || has_ticker(tokens, p);
        if known && !class.any(FAMOUS) && !bearers.contains(&token.hash) {
            p.kind = Kind::Org;
        }
    }
}

/// `JUL8 UNTRD`, `Oper net`, `<BKO>`: words of price lists, names with digits, tickers.
fn is_term(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let digit = |i: usize| tokens.all[i].span.of(tokens.text).bytes().any(|b| b.is_ascii_digit());
    let start = tokens.all[p.first].span.start;
    let ticker = tokens.all[p.first].shape == Shape::Upper && tokens.text[..start].ends_with('<');
    let term = |i: usize| {
        let weights = tokens.all[i].weights;
        let borne = p.end - p.first > 1 && (weights.given() > 0 || weights.surname() > 3);
        tokens.class(i).any(NO_NAME) && !borne
    };
    ticker || (p.first..p.end).any(|i| term(i) || digit(i))
}

/// The end of the organisation of the lists that the piece begins with.
fn listed(tokens: &Tokens<'_>, p: &Piece) -> Option<usize> {
    let (length, class) = tokens.phrase(p.first);
    (length > 1 && class.any(ORG_NAME)).then_some(p.end.max(p.first + length))
}

/// `Alex. Brown and Sons`: a given name cut short, whose point seems to end a sentence.
fn shortened(tokens: &Tokens<'_>, p: &Piece) -> Option<usize> {
    let (name, house) = (tokens.all.get(p.end)?, p.end + 2);
    let between = tokens.text.get(tokens.all[p.end - 1].span.end..name.span.start)?;
    let sons = house < tokens.len() && tokens.class(p.end + 1).any(AND) && tokens.class(house).any(ORG);
    (p.end - p.first == 1 && between == ". " && name.capital() && sons).then_some(house + 1)
}

/// `Salter Brothers`.
fn brothers(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let last = &tokens.all[p.end - 1];
    p.end - p.first == 2
        && last.shape == Shape::Capital
        && last.case == Case::Text
        && matches!(tokens.folded(p.end - 1), "brothers" | "bros")
}

/// The words by which a story names people: last words of full names, and what stands behind a title.
fn bearers(tokens: &Tokens<'_>, pieces: &[Piece]) -> Words {
    let named = |p: &&Piece| {
        let titled = p.first.checked_sub(1).is_some_and(|i| {
            tokens.class(i).any(HONORIFIC.or(TITLE)) && tokens.gap_before(p.first) != Gap::Other
        });
        p.kind == Kind::Person && (titled || p.end - p.first > 1)
    };
    pieces.iter().filter(named).map(|p| tokens.all[p.end - 1].hash).collect()
}

/// The words by which a story calls firms: the first of names that end as firms do, stand in the lists, or
/// have a ticker; the last of `E.F. Hutton`.
fn firm_words(tokens: &Tokens<'_>, pieces: &[Piece]) -> Words {
    let firm = |p: &&Piece| {
        let long = p.end - p.first > 1;
        let ends = tokens.class(p.end - 1).any(ORG) && !is_of_state(tokens.folded(p.end - 1));
        let listed = || tokens.phrase(p.first).1.any(ORG_NAME);
        p.kind == Kind::Org && (has_ticker(tokens, p) || long && (ends || listed()))
    };
    let called = |p: &Piece| {
        let first = &tokens.all[p.first];
        let initials = first.shape == Shape::Initial || first.span.of(tokens.text).contains('.');
        tokens.all[if initials { p.end - 1 } else { p.first }].hash
    };
    pieces.iter().filter(firm).map(called).collect()
}

/// Bodies that are called after their heads and patrons: `Lind administration`, `Lind Foundation`.
fn is_of_state(word: &str) -> bool {
    matches!(
        word,
        "administration"
            | "government"
            | "cabinet"
            | "foundation"
            | "centre"
            | "center"
            | "institute"
            | "library"
            | "trust"
            | "fund"
            | "commission"
            | "committee"
            | "campaign"
            | "initiative"
            | "project"
            | "school"
            | "college"
            | "university"
            | "hospital"
            | "museum"
            | "team"
            | "camp"
            | "office"
    )
}

/// Most letters of a ticker.
const LONGEST_TICKER: usize = 8;

/// `Baker <BKO>`, `Lind (NYSE: LND)`.
fn has_ticker(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let rest = tokens.text.get(tokens.all[p.end - 1].span.end..).unwrap_or_default();
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let angle = rest.strip_prefix('<').map(str::as_bytes).unwrap_or_default();
    let symbol = |b: &&u8| b.is_ascii_uppercase() || **b == b'.';
    let length = angle.iter().take(LONGEST_TICKER).take_while(symbol).count();
    let exchanges = ["NYSE:", "NASDAQ:", "Nasdaq:", "LSE:", "LON:", "NSE:", "BSE:", "ASX:", "TSX:", "HKG:"];
    let listed = || rest.strip_prefix('(').is_some_and(|rest| exchanges.iter().any(|e| rest.starts_with(e)));
    length > 0 && angle.get(length) == Some(&b'>') || listed()
}

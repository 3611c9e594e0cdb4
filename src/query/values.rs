//! The values of `path:`, `words:` and `has:`.

use super::ast::{Has, LengthRange, PathPart};
use super::keys;
use super::lex::{Lexer, TokenKind};
use super::repair::shown;
use crate::text::Span;

/// `path:`, `file:` or `id:` and its value. False: there is none, and the key reads as words.
pub(super) fn path(lexer: &mut Lexer<'_, '_>, key: Span, part: PathPart) -> bool {
    let value = lexer.raw_value();
    if value.trim_matches('/').is_empty() {
        lexer.at = key.end;
        return false;
    }
    lexer.push(TokenKind::Path(part, value), key.start);
    true
}

/// `words:` and its value.
pub(super) fn length(lexer: &mut Lexer<'_, '_>, key: Span) -> bool {
    let value = lexer.raw_value();
    let Some(range) = length_range(&value) else {
        lexer.at = key.end;
        let message = "not a number of words: reads as ordinary words";
        lexer.repairs.tell_or(key, message, "words:>800");
        return false;
    };
    lexer.push(TokenKind::Length(range), key.start);
    true
}

fn length_range(value: &str) -> Option<LengthRange> {
    let number = |text: &str| text.replace(',', "").trim().parse::<u64>().ok();
    let from = |least| LengthRange { least, most: None };
    let to = |most| LengthRange { least: 0, most: Some(most) };
    if let Some(rest) = value.strip_prefix(">=").or(value.strip_prefix('≥')) {
        return number(rest).map(from);
    }
    if let Some(rest) = value.strip_prefix("<=").or(value.strip_prefix('≤')) {
        return number(rest).map(to);
    }
    if let Some(rest) = value.strip_prefix('>') {
        return number(rest)?.checked_add(1).map(from);
    }
    if let Some(rest) = value.strip_prefix('<') {
        return number(rest)?.checked_sub(1).map(to);
    }
    match value.split_once("..") {
        Some(("", most)) => number(most).map(to),
        Some((least, "")) => number(least).map(from),
        Some((a, b)) => {
            let (a, b) = (number(a)?, number(b)?);
            Some(LengthRange { least: a.min(b), most: Some(a.max(b)) })
        }
        None => number(value).map(|n| LengthRange { least: n, most: Some(n) }),
    }
}

/// `has:` and its value.
pub(super) fn has(lexer: &mut Lexer<'_, '_>, key: Span) -> bool {
    let value = lexer.raw_value();
    let what = match value.to_lowercase().trim_end_matches(['.', ',', ';']) {
        "quote" | "quotes" => Some(TokenKind::Has(Has::Quote)),
        "person" | "people" => Some(TokenKind::Has(Has::Person)),
        "place" | "places" => Some(TokenKind::Has(Has::Place)),
        "org" | "orgs" => Some(TokenKind::Has(Has::Org)),
        "source" => Some(TokenKind::Has(Has::Source)),
        "agency" => Some(TokenKind::Has(Has::Agency)),
        "date" => Some(TokenKind::Has(Has::Date)),
        kind => keys::zone(kind).map(TokenKind::Line),
    };
    let Some(what) = what else {
        lexer.at = key.end;
        let value = shown(&value);
        let message = format!(
            "`{value}` is nothing a story has (quote, person, place, org, source, agency, date, headline, \
             byline …): reads as ordinary words"
        );
        lexer.repairs.tell_or(key, message, "has:quote");
        return false;
    };
    lexer.push(what, key.start);
    true
}

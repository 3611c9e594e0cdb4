//! What stands right behind a word, phrase or bracket (`^2`, `~3`), and patterns between slashes.

use super::ast::Weight;
use super::chars::{ends_word, is_blank};
use super::leaf;
use super::lex::Lexer;
use super::repair::{Repairs, shown};
use crate::text::Span;

/// Words between those of a phrase, at most.
const MOST_BETWEEN: u32 = 10_000;

/// `~3`, `^2` and `*` glued to a closing quote mark: how many words between, and the weight.
pub(super) fn behind_phrase(lexer: &mut Lexer<'_, '_>) -> (Option<u32>, Option<Weight>) {
    let (mut slop, mut weighs) = (None, None);
    loop {
        let start = lexer.at;
        match lexer.peek() {
            Some('~') => slop = Some(between(lexer)),
            Some('^') => match weight(lexer) {
                Some(weight) => weighs = Some(weight),
                None => lexer.at += 1,
            },
            Some('*') => {
                lexer.at += 1;
                let span = Span::new(start, lexer.at);
                lexer.repairs.tell(span, "`*` behind a phrase means nothing: ignored");
            }
            _ => return (slop, weighs),
        }
    }
}

/// `~3`; without a number it is one.
fn between(lexer: &mut Lexer<'_, '_>) -> u32 {
    let start = lexer.at;
    lexer.at += 1;
    let digits = digits(lexer);
    let many = digits.parse().unwrap_or(if digits.is_empty() { 1 } else { u32::MAX });
    if many > MOST_BETWEEN {
        let message = format!("at most {MOST_BETWEEN} words between: reads as ~{MOST_BETWEEN}");
        lexer.repairs.tell(Span::new(start, lexer.at), message);
    }
    many.min(MOST_BETWEEN)
}

/// A number above zero; one that is too large for any story is as large as can be.
pub(super) fn count(typed: &str) -> Option<u32> {
    let digits = !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| typed.parse().unwrap_or(u32::MAX)).filter(|&n| n > 0)
}

fn digits(lexer: &mut Lexer<'_, '_>) -> String {
    let rest = &lexer.text[lexer.at..];
    let digits = &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())];
    lexer.at += digits.len();
    digits.to_owned()
}

/// `^2` or `^0.5`, if that stands here.
pub(super) fn weight(lexer: &mut Lexer<'_, '_>) -> Option<Weight> {
    let number = lexer.text[lexer.at..].strip_prefix('^')?;
    let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
    let typed = number[..end].trim_end_matches('.');
    let span = Span::new(lexer.at, lexer.at + 1 + typed.len());
    let weight = weight_of(typed, span, lexer.repairs)?;
    lexer.at = span.end;
    Some(weight)
}

/// The weight that a number is; one that is too small or too large is told.
pub(super) fn weight_of(typed: &str, span: Span, repairs: &mut Repairs) -> Option<Weight> {
    const LONGEST: usize = 12;
    let (least, most) = (0.01, 100.0);
    let number: f64 = typed.get(..typed.len().min(LONGEST))?.parse().ok()?;
    let within = number.clamp(least, most);
    if within != number {
        let message = format!("weights go from {least} to {most}: reads as ^{within}");
        repairs.tell(span, message);
    }
    Some(Weight((within * 100.0).round() as u32))
}

/// `/pattern/`, if one stands here: without blanks, with a blank or bracket behind it.
pub(super) fn pattern(lexer: &mut Lexer<'_, '_>) -> Option<String> {
    const LONGEST: usize = 200;
    let start = lexer.at;
    let rest = lexer.text[start..].strip_prefix('/')?;
    let mut escape = false;
    for (at, c) in rest.char_indices().take(LONGEST) {
        match c {
            _ if is_blank(c) => return None,
            '/' if !escape => {
                let next = rest[at + 1..].chars().next();
                let text = &rest[..at];
                if at == 0 || next.is_some_and(|c| !ends_word(c)) {
                    return None;
                }
                let span = Span::new(start, start + at + 2);
                return checked(lexer, text, span);
            }
            _ => escape = c == '\\' && !escape,
        }
    }
    None
}

fn checked(lexer: &mut Lexer<'_, '_>, text: &str, span: Span) -> Option<String> {
    if leaf::pattern(text).is_none() {
        let typed = shown(span.of(lexer.text));
        let message = "not a pattern that can be read: reads as ordinary words";
        lexer.repairs.tell_or(span, message, format!("\\{typed}"));
        return None;
    }
    if !text.chars().any(char::is_alphanumeric) && !text.contains(['.', '\\', '[']) {
        return None;
    }
    lexer.at = span.end;
    Some(text.to_owned())
}

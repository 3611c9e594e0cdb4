//! What a run of characters without blanks is: an operator, a word, the beginning of a word, a pattern.

use super::ast::{Distance, Weight};
use super::chars::{collapsed, has_word, trimmed};
use super::lex::{Ch, TokenKind};
use super::repair::{Repairs, shown};
use super::suffix;
use crate::text::Span;
use crate::text::words::{is_word_char, words};

/// Where a run stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) span: Span,
    /// It is the value of a key, where operators are words.
    pub(super) glued: bool,
    /// It is a name, which has neither weight nor other spellings.
    pub(super) of_field: bool,
}

/// The token that a run makes, if any, with its weight.
pub(super) fn classify(
    run: &[Ch],
    place: Place,
    repairs: &mut Repairs,
) -> Option<(TokenKind, Option<Weight>)> {
    if !place.glued
        && let Some(operator) = operator(run).or_else(|| near(run))
    {
        return Some((operator, None));
    }
    let (run, suffixes) = suffixes(run, place, repairs);
    let run = without_slashes(run);
    let (run, form) = equals(run);
    let kind = match wildcards(run) {
        wild if wild.is_empty() || is_address(run) => word(run, form, suffixes.fuzzy, place, repairs),
        wild if place.of_field => before_wildcard(run, wild[0], place.span, repairs),
        wild => with_wildcards(run, &wild),
    };
    Some((kind?, suffixes.weight))
}

fn text(run: &[Ch]) -> String {
    run.iter().map(|ch| ch.c).collect()
}

/// The head of a run for a message; never the whole, which would make many suffixes quadratic.
fn excerpt(run: &[Ch]) -> String {
    const ENOUGH: usize = 40;
    shown(&text(&run[..run.len().min(ENOUGH)]))
}

fn operator(run: &[Ch]) -> Option<TokenKind> {
    const LONGEST: usize = 3;
    if run.len() > LONGEST || run.iter().any(|ch| ch.literal) {
        return None;
    }
    match text(run).as_str() {
        "AND" | "&&" => Some(TokenKind::And),
        "OR" => Some(TokenKind::Or),
        "NOT" => Some(TokenKind::Not),
        _ => None,
    }
}

/// `w/5`, `pre/3`, `NEAR/10`, `w/s`: two things near each other.
fn near(run: &[Ch]) -> Option<TokenKind> {
    if run.iter().any(|ch| ch.literal) {
        return None;
    }
    let typed = text(run);
    let (name, how) = typed.split_once('/')?;
    let distance = match (name, how) {
        ("w" | "W", "s" | "S") => Distance::Sentence,
        ("w" | "W", "p" | "P") => Distance::Paragraph,
        ("w" | "W" | "NEAR", _) => Distance::Words(suffix::count(how)?),
        ("pre" | "PRE", _) => Distance::Before(suffix::count(how)?),
        _ => return None,
    };
    Some(TokenKind::Near(distance))
}

/// What a word's end asks for.
#[derive(Clone, Copy, Default)]
struct Suffixes {
    weight: Option<Weight>,
    fuzzy: Option<u8>,
}

/// Cuts `^2` and `~1` off.
fn suffixes<'a>(mut run: &'a [Ch], place: Place, repairs: &mut Repairs) -> (&'a [Ch], Suffixes) {
    let mut found = Suffixes::default();
    while let Some(at) = suffix(run) {
        let what = excerpt(&run[at..]);
        let value = text(&run[at + 1..run.len().min(at + 12)]);
        let taken = match run[at].c {
            _ if place.of_field => false,
            '~' => found.fuzzy.is_none() && fuzzy(&value, place.span, repairs, &mut found.fuzzy),
            _ => {
                let weight = suffix::weight_of(value.trim_end_matches('.'), place.span, repairs);
                found.weight.is_none() && weight.is_some() && {
                    found.weight = weight;
                    true
                }
            }
        };
        if !taken {
            let word = excerpt(&run[..at]);
            let message = format!("`{what}` means nothing here: ignored");
            repairs.tell_or(place.span, message, format!("{word}\\{what}"));
        }
        run = &run[..at];
    }
    (run, found)
}

/// Letters that two spellings may be apart, at most.
const MOST_APART: u8 = 2;

fn fuzzy(value: &str, span: Span, repairs: &mut Repairs, found: &mut Option<u8>) -> bool {
    let many = if value.is_empty() { Some(1) } else { value.parse().ok() };
    match many {
        Some(n @ 1..=MOST_APART) => *found = Some(n),
        Some(0) | None if value.contains('.') || value == "0" => return false,
        _ => {
            repairs.tell(span, format!("spellings may be {MOST_APART} letters apart at most: reads as ~2"));
            *found = Some(MOST_APART);
        }
    }
    true
}

/// Where a suffix `^2`, `^0.5`, `~` or `~1` begins, if a word stands before it.
fn suffix(run: &[Ch]) -> Option<usize> {
    let number = |ch: &Ch| !ch.literal && (ch.c.is_ascii_digit() || ch.c == '.');
    let at = run.iter().rposition(|ch| !number(ch))?;
    let sign = *run.get(at)?;
    let counted = at + 1 < run.len();
    let suffix = sign.is('~') || (sign.is('^') && counted);
    (suffix && at > 0 && run[..at].iter().any(|ch| is_word_char(ch.c))).then_some(at)
}

/// Signs around a path or a pattern that could not be one.
fn without_slashes(run: &[Ch]) -> &[Ch] {
    match run {
        [first, inner @ .., last] if first.is('/') && last.is('/') => inner,
        _ => run,
    }
}

/// How exactly a word is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Inflected,
    /// `=rout`
    Exact,
    /// `==US`
    Cased,
}

fn equals(run: &[Ch]) -> (&[Ch], Form) {
    let letter = |rest: &[Ch]| rest.first().is_some_and(|ch| ch.c.is_alphanumeric());
    match run {
        [a, b, rest @ ..] if a.is('=') && b.is('=') && letter(rest) => (rest, Form::Cased),
        [a, rest @ ..] if a.is('=') && letter(rest) => (rest, Form::Exact),
        _ => (run, Form::Inflected),
    }
}

/// Web and mail addresses: nothing in them is a wildcard, unless their signs are escaped.
fn is_address(run: &[Ch]) -> bool {
    let slash = run.iter().position(|ch| ch.is('/'));
    let head = &run[..slash.unwrap_or(run.len())];
    let dot = head.iter().any(|ch| ch.is('.'));
    let scheme =
        head.last().is_some_and(|ch| ch.is(':')) && run.get(head.len() + 1).is_some_and(|ch| ch.is('/'));
    (slash.is_some() && (dot || scheme)) || (dot && head.iter().any(|ch| ch.is('@')))
}

/// The wildcards of a run: stars anywhere, question marks before a letter or digit.
fn wildcards(run: &[Ch]) -> Vec<usize> {
    let mut letter_behind = false;
    let mut found = Vec::new();
    for (at, ch) in run.iter().enumerate().rev() {
        if ch.is('*') || (ch.is('?') && letter_behind) {
            found.push(at);
        } else {
            letter_behind = ch.c.is_alphanumeric();
        }
    }
    found.reverse();
    found
}

/// `syri*` is the beginning of a word; anything else keeps its wildcards.
fn with_wildcards(run: &[Ch], wild: &[usize]) -> Option<TokenKind> {
    let (first, behind) = (wild[0], &run[wild[0]..]);
    if behind.iter().all(|ch| !ch.c.is_alphanumeric()) {
        let begins = text(&run[..first]);
        return Some(trimmed(&begins).map_or(TokenKind::Star, |begins| TokenKind::Prefix(begins.to_owned())));
    }
    let mut wild = wild.iter().peekable();
    let plain = |(at, ch): (usize, &Ch)| match (wild.next_if(|&&w| w == at).is_some(), ch.c) {
        (false, '*' | '?') => '-',
        (_, c) => c,
    };
    let pattern: String = run.iter().enumerate().map(plain).collect();
    let pattern = pattern.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '*' | '?'));
    Some(TokenKind::Wild(pattern.to_owned()))
}

/// A name is known by its beginning only: what stands before the first wildcard.
fn before_wildcard(run: &[Ch], at: usize, span: Span, repairs: &mut Repairs) -> Option<TokenKind> {
    let begins = text(&run[..at]);
    let behind: String = run[at..].iter().filter(|ch| !ch.is('*') && !ch.is('?')).map(|ch| ch.c).collect();
    match (trimmed(&begins), has_word(&behind)) {
        (Some(begins), false) => Some(TokenKind::Prefix(begins.to_owned())),
        (Some(begins), true) => {
            let message = format!("a star ends the beginning of a name: reads as {}*", shown(begins));
            repairs.tell(span, message);
            Some(TokenKind::Prefix(begins.to_owned()))
        }
        (None, true) => {
            repairs.tell(span, "names are known by their beginnings only: the star is ignored");
            trimmed(&behind).map(|w| TokenKind::Word(w.to_owned()))
        }
        (None, false) => Some(TokenKind::Star),
    }
}

fn word(run: &[Ch], form: Form, fuzzy: Option<u8>, place: Place, repairs: &mut Repairs) -> Option<TokenKind> {
    let typed = text(run);
    let Some(word) = trimmed(&typed) else {
        repairs.tell(place.span, format!("`{}` holds no letters or digits: ignored", shown(&typed)));
        return None;
    };
    let word = word.to_owned();
    // Escaped blanks of a phrase count as those between quote marks.
    Some(match (form, fuzzy) {
        (Form::Inflected, Some(most)) if words(&word).count() == 1 => TokenKind::Fuzzy(word, most),
        (_, Some(_)) => {
            repairs.tell(place.span, "only a single word may be spelled otherwise: `~` is ignored");
            TokenKind::Phrase(collapsed(&word))
        }
        (Form::Inflected, None) => TokenKind::Word(word),
        (Form::Exact, None) => TokenKind::Phrase(collapsed(&word)),
        (Form::Cased, None) => TokenKind::Cased(word),
    })
}

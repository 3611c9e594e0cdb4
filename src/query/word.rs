//! What a run of characters without blanks is: an operator, a word, the beginning of a word, or
//! something that the language does not have yet.

use super::chars::{has_word, trimmed};
use super::lex::{Ch, TokenKind};
use super::repair::{Repairs, shown};
use crate::text::Span;

/// The token that a run makes, if any. `glued`: it is the value of a field, where operators are
/// words.
pub(super) fn classify(run: &[Ch], glued: bool, span: Span, repairs: &mut Repairs) -> Option<TokenKind> {
    if !glued && let Some(operator) = operator(run) {
        return Some(operator);
    }
    if !glued && is_near(run) {
        let what = shown(&text(run));
        let message = format!("`{what}` is not supported yet: both sides may stand anywhere");
        repairs.tell_or(span, message, format!("\\{what}"));
        return None;
    }
    let run = without_suffixes(run, span, repairs);
    let run = without_slashes(run, span, repairs);
    let (run, exact) = without_equals(run, span, repairs);
    match wildcard(run) {
        _ if is_address(run) => word(run, exact, span, repairs),
        Some(at) => before_wildcard(run, at, span, repairs),
        None => word(run, exact, span, repairs),
    }
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

/// `w/5`, `pre/3`, `NEAR/10`, `w/s`: two words near each other.
fn is_near(run: &[Ch]) -> bool {
    const LONGEST: usize = 9;
    if run.len() > LONGEST || run.iter().any(|ch| ch.literal) {
        return false;
    }
    let typed = text(run);
    let Some((name, how)) = typed.split_once('/') else { return false };
    let counted = !how.is_empty() && how.bytes().all(|b| b.is_ascii_digit());
    match name {
        "w" | "W" | "pre" | "PRE" => counted || matches!(how, "s" | "p" | "S" | "P"),
        "NEAR" => counted,
        _ => false,
    }
}

/// Cuts `^2` and `~1` off.
fn without_suffixes<'a>(mut run: &'a [Ch], span: Span, repairs: &mut Repairs) -> &'a [Ch] {
    while let Some(at) = suffix(run) {
        let what = excerpt(&run[at..]);
        let word = excerpt(&run[..at]);
        let message = format!("`{what}` behind a word is not supported yet: ignored");
        repairs.tell_or(span, message, format!("{word}\\{what}"));
        run = &run[..at];
    }
    run
}

/// Where a suffix `^2`, `^0.5`, `~` or `~1` begins, if a word stands before it.
fn suffix(run: &[Ch]) -> Option<usize> {
    let number = |ch: &Ch| !ch.literal && (ch.c.is_ascii_digit() || ch.c == '.');
    let at = run.iter().rposition(|ch| !number(ch))?;
    let sign = *run.get(at)?;
    let counted = at + 1 < run.len();
    let suffix = sign.is('~') || (sign.is('^') && counted);
    (suffix && at > 0 && run[..at].iter().any(|ch| ch.c.is_alphanumeric())).then_some(at)
}

/// `/pattern/`.
fn without_slashes<'a>(run: &'a [Ch], span: Span, repairs: &mut Repairs) -> &'a [Ch] {
    match run {
        [first, inner @ .., last]
            if first.is('/') && last.is('/') && inner.iter().any(|ch| ch.c.is_alphanumeric()) =>
        {
            let message = "patterns between slashes are not supported yet: reads as ordinary words";
            repairs.tell_or(span, message, format!("\\{}", shown(&text(run))));
            inner
        }
        _ => run,
    }
}

/// `=rout` is the exact word; `==US` asks for its capitals too.
fn without_equals<'a>(run: &'a [Ch], span: Span, repairs: &mut Repairs) -> (&'a [Ch], bool) {
    match run {
        [a, b, rest @ ..]
            if a.is('=') && b.is('=') && rest.first().is_some_and(|ch| ch.c.is_alphanumeric()) =>
        {
            repairs.tell(span, "capitals are not told apart yet: reads as the exact word in any case");
            (rest, true)
        }
        [a, rest @ ..] if a.is('=') && rest.first().is_some_and(|ch| ch.c.is_alphanumeric()) => (rest, true),
        _ => (run, false),
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

/// The first wildcard of a run: a star anywhere, a question mark before a letter or digit.
fn wildcard(run: &[Ch]) -> Option<usize> {
    let letter_behind = |at: usize| run.get(at + 1).is_some_and(|ch| ch.c.is_alphanumeric());
    (0..run.len()).find(|&at| run[at].is('*') || (run[at].is('?') && letter_behind(at)))
}

/// `syri*`; `Mart?n` and `a*b` are read as far as their first wildcard, `*stan` without it.
fn before_wildcard(run: &[Ch], at: usize, span: Span, repairs: &mut Repairs) -> Option<TokenKind> {
    let begins = text(&run[..at]);
    let behind: String = run[at..].iter().filter(|ch| !ch.is('*') && !ch.is('?')).map(|ch| ch.c).collect();
    match (trimmed(&begins), has_word(&behind)) {
        (Some(begins), false) => Some(TokenKind::Prefix(begins.to_owned())),
        (Some(begins), true) => {
            let message =
                format!("a wildcard inside a word is not supported yet: reads as {}*", shown(begins));
            repairs.tell(span, message);
            Some(TokenKind::Prefix(begins.to_owned()))
        }
        (None, true) => {
            repairs.tell(span, "a wildcard before a word is not supported yet: ignored");
            trimmed(&behind).map(|w| TokenKind::Word(w.to_owned()))
        }
        (None, false) => Some(TokenKind::Star),
    }
}

fn word(run: &[Ch], exact: bool, span: Span, repairs: &mut Repairs) -> Option<TokenKind> {
    let typed = text(run);
    let Some(word) = trimmed(&typed) else {
        repairs.tell(span, format!("`{}` holds no letters or digits: ignored", shown(&typed)));
        return None;
    };
    Some(if exact { TokenKind::Phrase(word.to_owned()) } else { TokenKind::Word(word.to_owned()) })
}

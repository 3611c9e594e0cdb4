//! The characters that mean something in a query: blanks, quote marks, dashes.

use crate::text::words::words;

/// Blanks part words: white space, control characters and the invisible characters that come along
/// when text is pasted (byte order mark, zero-width space, marks of writing direction).
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
            | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Double quote marks. Single ones are apostrophes too often to open a phrase.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '”' | '„' | '‟') || is_guillemet(c)
}

/// French, German and Danish quote marks; each of them opens and closes.
pub(super) fn is_guillemet(c: char) -> bool {
    matches!(c, '«' | '»')
}

/// Characters that exclude what stands right behind them.
pub(super) fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '－')
}

/// Characters that are never anything but a dash.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―')
}

/// Characters that end a word.
pub(super) fn ends_word(c: char) -> bool {
    is_blank(c) || is_quote(c) || matches!(c, '(' | ')' | '|')
}

/// From the first word character to the last; `None` where there is no word. An abbreviation keeps
/// its last point (`U.S.`).
pub(super) fn trimmed(text: &str) -> Option<&str> {
    let mut spans = words(text);
    let first = spans.next()?;
    let last = spans.last().unwrap_or(first);
    let mut letters = last.of(text).chars().rev();
    let abbreviation = letters.next().is_some_and(char::is_alphabetic) && letters.next() == Some('.');
    let point = text.get(last.end..).is_some_and(|rest| rest.starts_with('.'));
    text.get(first.start..last.end + usize::from(abbreviation && point))
}

/// Is there a word in it?
pub(super) fn has_word(text: &str) -> bool {
    words(text).next().is_some()
}

/// One blank between words, none at the ends.
pub(super) fn collapsed(text: &str) -> String {
    let parts: Vec<&str> = text.split(is_blank).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

//! Tokens of the reporter's own words around a quote.

use std::borrow::Cow;
use std::cell::Cell;

use super::cues::{Form, cue};
use super::words::Class;
use crate::text::Span;

/// A word or a punctuation mark.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    /// Where it stands.
    pub span: Span,
    /// Its lower-case form; straight apostrophes; for names the point of an abbreviation is kept.
    pub low: Cow<'a, str>,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Written in capitals, two letters at least.
    pub capitals: bool,
    /// One punctuation character.
    pub punct: bool,
    /// What it is, once somebody has asked.
    class: Cell<Option<Class>>,
}

impl<'a> Token<'a> {
    fn new(span: Span, low: Cow<'a, str>) -> Token<'a> {
        Token { span, low, capital: false, capitals: false, punct: false, class: Cell::new(None) }
    }

    /// What the word is.
    pub fn class(&self) -> Class {
        let class = self.class.get().unwrap_or_else(|| Class::of(&self.low));
        self.class.set(Some(class));
        class
    }

    /// What the word is as a cue, with the lower-case word behind it.
    pub fn form(&self, next: &str) -> Option<Form> {
        if self.class().is_cue() { cue(&self.low, next) } else { None }
    }

    /// Whether it is this punctuation character or lower-case word.
    pub fn is(&self, low: &str) -> bool {
        self.low == low
    }

    /// Whether it ends a sentence.
    pub fn ends_sentence(&self) -> bool {
        self.punct && matches!(self.low.as_ref(), "." | "!" | "?")
    }

    /// Ends in a possessive `'s` or `s'`.
    pub fn possessive(&self) -> bool {
        self.low.ends_with("'s") || self.low.ends_with("s'")
    }
}

/// A text, and the same with its ASCII letters in lower case: tokens borrow from both.
#[derive(Clone, Copy)]
pub(super) struct Script<'t> {
    /// As written.
    pub text: &'t str,
    /// In lower case, byte for byte as long.
    pub low: &'t str,
}

impl<'t> Script<'t> {
    fn part(self, span: Span) -> Script<'t> {
        Script { text: span.of(self.text), low: span.of(self.low) }
    }
}

/// Words whose point does not end a sentence.
const ABBREVIATIONS: [&str; 47] = [
    "mr", "mrs", "ms", "dr", "sen", "sens", "rep", "reps", "gov", "govs", "gen", "lt", "col", "sgt", "capt",
    "jr", "sr", "st", "prof", "rev", "hon", "inc", "co", "corp", "ltd", "no", "vs", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "maj", "cmdr", "adm", "atty", "supt",
    "det", "cllr", "del",
];

/// The tokens of `span`, in order. Quotation marks are left out.
pub(super) fn tokens(script: Script<'_>, span: Span) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(span.len() / 5);
    tokens_into(script, span, &mut out);
    out
}

/// Appends the tokens of `span`.
pub(super) fn tokens_into<'a>(script: Script<'a>, span: Span, out: &mut Vec<Token<'a>>) {
    let script = script.part(span);
    let part = script.text;
    let bytes = part.as_bytes();
    let mut start = 0;
    let mut at = 0;
    while let Some(skip) = bytes[at..].iter().position(|&b| MAY_PART[usize::from(b)]) {
        at += skip;
        let Some((c, width)) = border(part, at) else {
            at += 1;
            continue;
        };
        if at > start {
            word(script, start, at, span.start, out);
        }
        if matches!(c, '—' | '–' | '―' | '(' | ')' | '[' | ']') {
            out.push(punct(part, c, at, span.start));
        }
        at += width;
        start = at;
    }
    if part.len() > start {
        word(script, start, part.len(), span.start, out);
    }
}

/// The first bytes of characters that may part words.
const MAY_PART: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = matches!(byte as u8, b' ' | b'\t'..=b'\r' | b'"' | b'(' | b')' | b'[' | b']' | b'/' | 0xC2 | 0xE1..=0xE3);
        byte += 1;
    }
    table
};

/// The character at byte `at` and its width, where it parts words. Other bytes of a character are none.
fn border(part: &str, at: usize) -> Option<(char, usize)> {
    let byte = part.as_bytes()[at];
    let c = if byte.is_ascii() { char::from(byte) } else { part.get(at..)?.chars().next()? };
    is_border(c).then_some((c, c.len_utf8()))
}

/// Whether a character parts words.
pub(super) fn is_border(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '(' | ')' | '[' | ']' | '/' | '“' | '”' | '—' | '–' | '―')
}

fn punct(part: &str, c: char, at: usize, base: usize) -> Token<'_> {
    let span = Span::new(at, at + c.len_utf8());
    let low = if matches!(c, '–' | '―') { "—" } else { span.of(part) };
    Token { punct: true, ..Token::new(span.shifted(base), Cow::Borrowed(low)) }
}

/// One stretch without blanks: leading and trailing punctuation parted from the word.
fn word<'a>(script: Script<'a>, start: usize, end: usize, base: usize, out: &mut Vec<Token<'a>>) {
    let part = script.text;
    let piece = &part[start..end];
    if piece.bytes().all(|b| b.is_ascii_alphabetic()) {
        out.push(plain(piece, &script.low[start..end], base + start));
        return;
    }
    let body = trim_start(piece);
    let lead = piece.len() - body.len();
    if lead > 0 {
        marks(part, Span::new(start, start + lead), base, out);
    }
    let core = trim_end(body);
    if core.is_empty() {
        return;
    }
    let keep = kept_point(core, &body[core.len()..], part[end..].chars().next());
    let from = start + lead;
    let to = from + core.len() + keep;
    let low = lower(script.part(Span::new(from, to)));
    let capital = core.starts_with(char::is_uppercase) || is_prefixed(core);
    let capitals = core.len() > 1 && !core.contains(char::is_lowercase) && core.contains(char::is_uppercase);
    out.push(Token { capital, capitals, ..Token::new(Span::new(from, to).shifted(base), low) });
    if to < end {
        marks(part, Span::new(to, end), base, out);
    }
}

/// A word of ASCII letters.
fn plain<'a>(word: &str, low: &'a str, at: usize) -> Token<'a> {
    let capital = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    let capitals = capital && word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    Token { capital, capitals, ..Token::new(Span::new(at, at + word.len()), Cow::Borrowed(low)) }
}

/// `al-Rashid`, `d'Estaing`: a name that opens with a small prefix.
fn is_prefixed(core: &str) -> bool {
    if !core.bytes().any(|b| b == b'-' || b == b'\'' || b == 0xE2) {
        return false;
    }
    let Some((prefix, name)) = core.split_once(['-', '\'', '’']) else { return false };
    let known = matches!(
        prefix,
        "al" | "el" | "ul" | "ur" | "as" | "ad" | "ar" | "an" | "bin" | "d" | "l" | "de" | "abd" | "t"
    );
    known && name.starts_with(char::is_uppercase)
}

fn trim_start(piece: &str) -> &str {
    let outer = piece.bytes().take_while(|&b| is_outer(b)).count();
    let rest = &piece[outer..];
    if rest.as_bytes().first().is_some_and(u8::is_ascii) {
        return rest;
    }
    rest.trim_start_matches(|c: char| !is_inner(c))
}

fn trim_end(piece: &str) -> &str {
    let outer = piece.bytes().rev().take_while(|&b| is_outer(b)).count();
    let rest = &piece[..piece.len() - outer];
    if rest.as_bytes().last().is_some_and(u8::is_ascii) {
        return rest;
    }
    rest.trim_end_matches(|c: char| !is_inner(c))
}

fn is_outer(byte: u8) -> bool {
    byte.is_ascii() && !is_inner(byte as char)
}

fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | '@' | '#' | '%' | '&' | '£' | '€')
}

fn marks<'a>(part: &'a str, piece: Span, base: usize, out: &mut Vec<Token<'a>>) {
    if let &[mark] = piece.of(part).as_bytes() {
        if !matches!(mark, b'\'' | b'`') {
            out.push(punct(part, mark as char, piece.start, base));
        }
        return;
    }
    // A run of marks in machine text can be long; what a sentence needs of it is short.
    for (i, c) in piece.of(part).char_indices().take(4) {
        if !matches!(c, '\'' | '’' | '‘' | '`') {
            out.push(punct(part, c, piece.start + i, base));
        }
    }
}

/// Length of the point that belongs to the word: `Mr.`, `D.`, `U.S.`, `p.m.`.
fn kept_point(core: &str, behind: &str, next: Option<char>) -> usize {
    if !behind.starts_with('.') {
        return 0;
    }
    if behind.starts_with(".,") || (behind == "." && next == Some(')')) {
        return 1;
    }
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    let initial = letters == 1 && core.chars().next().is_some_and(char::is_uppercase);
    let dotted = core.contains('.') && core.len() <= 7 && core.chars().all(|c| c.is_alphabetic() || c == '.');
    let known = core.len() <= 5
        && core.starts_with(char::is_uppercase)
        && ABBREVIATIONS.iter().any(|a| core.eq_ignore_ascii_case(a));
    usize::from(initial || dotted || known)
}

/// Lower case with one kind of apostrophe.
fn lower(word: Script<'_>) -> Cow<'_, str> {
    if word.text.is_ascii() {
        return Cow::Borrowed(word.low);
    }
    let lower = word.text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c });
    Cow::Owned(lower.collect())
}

/// Where the first sentence of `tokens` ends: the index behind its closing mark.
pub(super) fn first_sentence(tokens: &[Token]) -> usize {
    tokens.iter().position(Token::ends_sentence).map_or(tokens.len(), |i| i + 1)
}

/// Where the last sentence of `tokens` begins.
pub(super) fn last_sentence(tokens: &[Token]) -> usize {
    let end = tokens.len().saturating_sub(1);
    tokens[..end].iter().rposition(Token::ends_sentence).map_or(0, |i| i + 1)
}

//! The lexer: from typed text to tokens, left to right, each character looked at a bounded number
//! of times. It never fails; what it cannot take literally it repairs and tells.

use super::ast::{DateRange, Distance, Field, Has, LengthRange, PathPart, Unit, Weight, Zone};
use super::chars::{collapsed, ends_word, has_word, is_blank, is_dash, is_guillemet, is_minus, is_quote};
use super::repair::Repairs;
use super::{date, keys, suffix, word};
use crate::text::Span;
use jiff::civil::Date;

/// A part of a query with its place in the typed text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
    /// `^2` right behind it.
    pub weight: Option<Weight>,
}

/// What a [`Token`] is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `person:`; what stands behind it is its value.
    Key(Key),
    /// Trimmed to its first and last word character.
    Word(String),
    Prefix(String),
    Phrase(String),
    Loose(String, u32),
    Cased(String),
    Wild(String),
    Regex(String),
    Fuzzy(String, u8),
    Near(Distance),
    Date(DateRange),
    Path(PathPart, String),
    Length(LengthRange),
    Has(Has),
    /// `has:byline`: a line of that zone.
    Line(Zone),
    In(Zone),
    /// A `*` of its own.
    Star,
}

/// What a `name:` before a value asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Field(Field),
    Zone(Zone),
    Wrap(Wrap),
}

/// A name right before a bracket: `sentence(`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrap {
    Scope(Unit),
    AtLeast(u32),
    First(u32),
}

/// One character of a word as typed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ch {
    pub c: char,
    /// Stood behind a backslash, so it means nothing but itself.
    pub literal: bool,
}

impl Ch {
    pub(super) fn is(self, c: char) -> bool {
        self.c == c && !self.literal
    }
}

/// The tokens of `typed`; repairs go to `repairs`.
pub(super) fn lex(typed: &str, today: Date, repairs: &mut Repairs) -> Vec<Token> {
    let mut lexer = Lexer { text: typed, at: 0, tokens: Vec::new(), today, repairs };
    while let Some(c) = lexer.peek() {
        lexer.step(c);
    }
    lexer.tokens
}

/// The lexer's state: a place in the text and what came before it.
pub(super) struct Lexer<'a, 'r> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) tokens: Vec<Token>,
    /// The day from which `30d` counts back.
    pub(super) today: Date,
    pub(super) repairs: &'r mut Repairs,
}

impl Lexer<'_, '_> {
    fn step(&mut self, c: char) {
        match c {
            '(' => self.sign(TokenKind::Open),
            ')' => self.close(),
            '|' => self.pipes(),
            _ if is_blank(c) => self.skip(c),
            _ if is_quote(c) => self.phrase(c),
            _ if is_minus(c) => self.minus(c),
            _ if is_dash(c) => self.dash(c),
            '+' if self.nth(1).is_some_and(|next| !is_blank(next)) => self.skip(c),
            _ => self.word(),
        }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn nth(&self, n: usize) -> Option<char> {
        self.text[self.at..].chars().nth(n)
    }

    pub(super) fn skip(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    pub(super) fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.push(Token { kind, span: Span::new(start, self.at), weight: None });
    }

    /// A closing bracket, perhaps with a weight.
    fn close(&mut self) {
        self.sign(TokenKind::Close);
        let weight = suffix::weight(self);
        if let Some(token) = self.tokens.last_mut() {
            token.weight = weight;
        }
    }

    fn sign(&mut self, kind: TokenKind) {
        self.at += 1;
        self.push(kind, self.at - 1);
    }

    /// `|` and `||`.
    fn pipes(&mut self) {
        let start = self.at;
        while self.peek() == Some('|') {
            self.at += 1;
        }
        self.push(TokenKind::Or, start);
    }

    /// Right behind a key's colon?
    pub(super) fn behind_key(&self) -> bool {
        self.tokens.last().is_some_and(|t| matches!(t.kind, TokenKind::Key(_)) && t.span.end == self.at)
    }

    /// Moves over blanks, to the next character or the end.
    pub(super) fn skip_blanks(&mut self) {
        while let Some(c) = self.peek().filter(|&c| is_blank(c)) {
            self.skip(c);
        }
    }

    /// A hyphen where a word could begin: exclusion, or a dash. Two of them are a dash (`--IANS`).
    fn minus(&mut self, c: char) {
        let start = self.at;
        let opens = self.text[..start]
            .chars()
            .next_back()
            .is_none_or(|b| is_blank(b) || matches!(b, '(' | '|' | ':'));
        self.skip(c);
        let next = self.peek();
        if next.is_some_and(is_minus) {
            while let Some(c) = self.peek().filter(|&c| is_minus(c)) {
                self.skip(c);
            }
        } else if opens && next.is_some_and(|c| !is_blank(c) && !matches!(c, ')' | '|')) {
            self.push(TokenKind::Not, start);
        } else {
            let instead = format!("-{}", self.next_word());
            self.repairs.tell_or(
                Span::new(start, self.at),
                "a hyphen standing by itself is a dash: ignored",
                instead,
            );
        }
    }

    /// A long dash; glued to a word it may be a hyphen that a text editor made longer.
    fn dash(&mut self, c: char) {
        let start = self.at;
        self.skip(c);
        if self.peek().is_some_and(char::is_alphanumeric) {
            let instead = format!("-{}", self.next_word());
            self.repairs.tell_or(Span::new(start, self.at), "a long dash does not exclude: ignored", instead);
        }
    }

    /// The next word for a message; looks only a little ahead.
    fn next_word(&self) -> String {
        let near = self.text[self.at..].chars().take(30);
        let word: String = near.skip_while(|&c| is_blank(c)).take_while(|&c| !ends_word(c)).collect();
        if word.is_empty() { "word".to_owned() } else { word }
    }

    /// Everything between two double quote marks, straight or curly.
    fn phrase(&mut self, open: char) {
        let start = self.at;
        let (text, closed) = self.quoted(open);
        let span = Span::new(start, self.at);
        let (slop, weight) = if closed { suffix::behind_phrase(self) } else { (None, None) };
        match (has_word(&text), closed) {
            (true, true) => {}
            (true, false) => {
                self.repairs.tell_or(span, "unclosed quote mark: reads to the end", "\\\"");
            }
            (false, true) => return self.repairs.tell(span, "no words between the quote marks: ignored"),
            (false, false) => {
                return self.repairs.tell(span, "a quote mark with no words behind it: ignored");
            }
        }
        let kind = match slop {
            Some(slop) => TokenKind::Loose(text, slop),
            None => TokenKind::Phrase(text),
        };
        self.tokens.push(Token { kind, span, weight });
    }

    /// Reads from the opening mark to behind the closing one; the text between, and whether there
    /// was a closing one.
    pub(super) fn quoted(&mut self, open: char) -> (String, bool) {
        self.skip(open);
        let mut text = String::new();
        let mut depth = 0usize;
        let mut before = open;
        while let Some(c) = self.peek() {
            let at = self.at;
            self.skip(c);
            match self.mark(open, c, before) {
                Mark::Escape => {
                    if let Some(next) = self.peek() {
                        self.skip(next);
                        text.push(next);
                    }
                }
                Mark::Close if depth == 0 || c == '"' => return (collapsed(&text), true),
                mark => {
                    depth = depth.saturating_add_signed(mark.step());
                    if c == '*' && self.star_at_word(before) {
                        let message =
                            "a star between quote marks is not a wildcard yet: reads as the words alone";
                        self.repairs.tell_or(Span::new(at, self.at), message, "\\*");
                    }
                    text.push(c);
                }
            }
            before = c;
        }
        (collapsed(&text), false)
    }

    fn star_at_word(&self, before: char) -> bool {
        before.is_alphanumeric() || self.peek().is_some_and(char::is_alphanumeric)
    }

    /// What a character means inside a phrase that `open` opened.
    fn mark(&self, open: char, c: char, before: char) -> Mark {
        match c {
            '\\' => Mark::Escape,
            _ if is_guillemet(open) && is_guillemet(c) => Mark::Close,
            _ if is_guillemet(open) => Mark::Plain,
            '"' | '＂' | '”' => Mark::Close,
            // „German“ marks close with the mark that opens an “English” phrase.
            '“' if !is_blank(before) && !self.peek().is_some_and(char::is_alphanumeric) => Mark::Close,
            '“' | '„' | '‟' => Mark::Open,
            _ => Mark::Plain,
        }
    }

    /// A run of characters up to a blank, bracket, bar or quote mark, and what it is.
    fn word(&mut self) {
        let start = self.at;
        let glued = self.behind_key();
        if !glued && let Some(pattern) = suffix::pattern(self) {
            return self.push(TokenKind::Regex(pattern), start);
        }
        let Some(run) = keys::run(self, start, glued) else { return };
        if !glued
            && self.peek() == Some('(')
            && let Some(key) = keys::before_bracket(&run)
        {
            return self.push(TokenKind::Key(key), start);
        }
        let span = Span::new(start, self.at);
        let of_field = self.tokens.last().is_some_and(|t| matches!(t.kind, TokenKind::Key(Key::Field(_))));
        let place = word::Place { span, glued, of_field: glued && of_field };
        if let Some((kind, weight)) = word::classify(&run, place, self.repairs) {
            self.tokens.push(Token { kind, span, weight });
        }
        self.plural_in_brackets();
    }

    /// `person(s)`: the plural is found anyway.
    fn plural_in_brackets(&mut self) {
        let rest = &self.text[self.at..];
        if let Some(plural) = ["(s)", "(es)"].into_iter().find(|p| rest.starts_with(p)) {
            self.at += plural.len();
        }
    }

    /// Reads a date value if one stands here; stays in place if not.
    pub(super) fn date_value(&mut self) -> Option<(DateRange, bool)> {
        let start = self.at;
        let mut value = self.bracketed().unwrap_or_else(|| self.raw_value());
        if matches!(value.as_str(), ">" | ">=" | "<" | "<=" | "≥" | "≤") {
            self.skip_blanks();
            value.push_str(&self.raw_value());
        }
        let read = date::read(&value, self.today);
        if read.is_none() {
            self.at = start;
        }
        read
    }

    /// `[2017 TO 2018]` as `2017..2018`, if that stands here.
    fn bracketed(&mut self) -> Option<String> {
        const LONGEST: usize = 60;
        let inner = self.text[self.at..].strip_prefix('[')?;
        let end = inner.char_indices().take(LONGEST).find(|(_, c)| *c == ']')?.0;
        let (first, last) = inner[..end].split_once(" TO ")?;
        self.at += end + 2;
        let open = |end: &str| if end.trim() == "*" { String::new() } else { end.trim().to_owned() };
        Some(format!("{}..{}", open(first), open(last)))
    }

    /// The characters up to the end of a word, or between quote marks.
    pub(super) fn raw_value(&mut self) -> String {
        let mut quiet = Repairs::default();
        match self.peek() {
            Some(c) if is_quote(c) => {
                let mut inner = Lexer {
                    text: self.text,
                    at: self.at,
                    tokens: Vec::new(),
                    today: self.today,
                    repairs: &mut quiet,
                };
                let (text, _) = inner.quoted(c);
                self.at = inner.at;
                text
            }
            _ => {
                let rest = &self.text[self.at..];
                let value = &rest[..rest.find(ends_word).unwrap_or(rest.len())];
                self.at += value.len();
                value.to_owned()
            }
        }
    }
}

/// What a character does inside a phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Plain,
    Open,
    Close,
    Escape,
}

impl Mark {
    fn step(self) -> isize {
        match self {
            Mark::Open => 1,
            Mark::Close => -1,
            Mark::Plain | Mark::Escape => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(typed: &str) -> Vec<Token> {
        lex(typed, Date::constant(2026, 11, 26), &mut Repairs::default())
    }

    #[test]
    fn there_are_no_more_tokens_than_characters_and_they_lie_in_order() {
        for piece in ["(", "-", "*", "a:", "person:", "\"", "“a ", "a\"", "in:x ", "date:2017 ", "a|", "\\"]
        {
            let typed = piece.repeat(2_000);
            let tokens = tokens(&typed);
            assert!(tokens.len() <= typed.chars().count(), "{piece}");
            assert!(tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{piece}");
        }
    }

    #[test]
    fn a_minus_excludes_only_where_a_word_could_begin() {
        let excludes = |typed: &str| tokens(typed).iter().any(|token| token.kind == TokenKind::Not);
        assert!(["-a", "a -b", "(-a)", "a|-b", "−a", "-\"a b\""].into_iter().all(excludes));
        assert!(!["a-b", "a - b", "--a", "a -", "\"a\"-b", "(a)-b", "–a"].into_iter().any(excludes));
    }
}

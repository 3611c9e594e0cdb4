//! Names before a colon: which there are, and how far a run of characters reaches when one of them
//! (or a web address) stands in it.

use super::ast::{Field, PathPart, Unit, Zone};
use super::chars::{ends_word, is_blank, is_quote};
use super::lex::{Ch, Key, Lexer, TokenKind, Wrap};
use super::repair::shown;
use super::{suffix, values};
use crate::segment::LineKind;
use crate::text::Span;

/// What a known name before a colon asks for.
#[derive(Clone, Copy)]
enum Name {
    Key(Key),
    Date,
    In,
    Path(PathPart),
    Length,
    Has,
}

fn name(text: &str) -> Option<Name> {
    Some(match text.to_ascii_lowercase().as_str() {
        "person" => Name::Key(Key::Field(Field::Person)),
        "place" => Name::Key(Key::Field(Field::Place)),
        "dateline" => Name::Key(Key::Field(Field::Dateline)),
        "org" => Name::Key(Key::Field(Field::Org)),
        "speaker" => Name::Key(Key::Field(Field::Speaker)),
        "agency" => Name::Key(Key::Field(Field::Agency)),
        "source" => Name::Key(Key::Field(Field::Source)),
        "body" => Name::Key(Key::Zone(Zone::Kind(LineKind::Body))),
        "headline" => Name::Key(Key::Zone(Zone::Kind(LineKind::Headline))),
        "date" => Name::Date,
        "in" => Name::In,
        "byline" => Name::Key(Key::Zone(Zone::Kind(LineKind::Byline))),
        "lead" => Name::Key(Key::Zone(Zone::Lead)),
        "hlead" => Name::Key(Key::Zone(Zone::HeadlineAndLead)),
        "quotes" => Name::Key(Key::Zone(Zone::Quotes)),
        "lang" => Name::Key(Key::Field(Field::Language)),
        "path" => Name::Path(PathPart::Path),
        "file" => Name::Path(PathPart::File),
        "id" => Name::Path(PathPart::Id),
        "words" => Name::Length,
        "has" => Name::Has,
        _ => return None,
    })
}

/// The zone a name stands for: `sign-off`, `footer`, `all`.
pub(super) fn zone(name: &str) -> Option<Zone> {
    let name = name.trim_end_matches([',', ';', '.']).to_ascii_lowercase().replace('-', "_");
    match name.as_str() {
        "footer" => Some(Zone::Unsearched),
        "all" => Some(Zone::Everything),
        _ => name.parse().ok().map(Zone::Kind),
    }
}

/// What a name right before a bracket asks of it: `sentence(`, `atleast3(`, in any capitals; `hlead(` is
/// what `hlead:(` is.
pub(super) fn before_bracket(run: &[Ch]) -> Option<Key> {
    if run.iter().any(|ch| ch.literal) {
        return None;
    }
    let name: String = run.iter().map(|ch| ch.c.to_ascii_lowercase()).collect();
    match name.as_str() {
        "hlead" => Some(Key::Zone(Zone::HeadlineAndLead)),
        name => wrap(name).map(Key::Wrap),
    }
}

fn wrap(name: &str) -> Option<Wrap> {
    let unit = match name {
        "sentence" => Some(Unit::Sentence),
        "para" | "paragraph" => Some(Unit::Paragraph),
        "lead" => Some(Unit::Lead),
        "quote" => Some(Unit::Quote),
        "headline" => Some(Unit::Headline),
        _ => None,
    };
    let first = || name.strip_prefix("first").and_then(suffix::count).map(Wrap::First);
    let at_least = || name.strip_prefix("atleast").and_then(suffix::count).map(Wrap::AtLeast);
    unit.map(Wrap::Scope).or_else(at_least).or_else(first)
}

/// Reads a run of word characters from `start`. `None`: a key stood there and was dealt with.
pub(super) fn run(lexer: &mut Lexer<'_, '_>, start: usize, glued: bool) -> Option<Vec<Ch>> {
    let url = is_url(&lexer.text[start..]);
    let mut run: Vec<Ch> = Vec::new();
    let mut colon_seen = url || glued;
    let mut open = 0usize;
    while let Some(c) = lexer.peek() {
        match c {
            '(' if url => open += 1,
            ')' if url && open > 0 => open -= 1,
            _ if ends_word(c) => break,
            _ => {}
        }
        lexer.skip(c);
        if c == '\\' {
            run.extend(escaped(lexer));
            continue;
        }
        run.push(Ch { c, literal: false });
        if c == ':' && !colon_seen {
            colon_seen = true;
            if key(lexer, start, &run) {
                return None;
            }
        }
    }
    Some(run)
}

/// The character behind a backslash.
fn escaped(lexer: &mut Lexer<'_, '_>) -> Option<Ch> {
    let c = lexer.peek()?;
    lexer.skip(c);
    Some(Ch { c: if is_blank(c) { ' ' } else { c }, literal: true })
}

/// Web addresses hold brackets and colons.
fn is_url(rest: &str) -> bool {
    const STARTS: [&str; 4] = ["http://", "https://", "ftp://", "www."];
    let starts = |s: &str| rest.get(..s.len()).is_some_and(|head| head.eq_ignore_ascii_case(s));
    STARTS.into_iter().any(starts)
}

/// Deals with the run before a colon that was just read if it is a known name. True: a token was
/// made, or the name was dropped; false: the colon is ordinary text.
fn key(lexer: &mut Lexer<'_, '_>, start: usize, run: &[Ch]) -> bool {
    const LONGEST: usize = 10;
    if run.len() > LONGEST || run.iter().any(|ch| ch.literal) {
        return false;
    }
    let span = Span::new(start, lexer.at);
    let glued = lexer.peek().is_some_and(|c| !is_blank(c) && c != ')');
    match name(span.of(lexer.text).trim_end_matches(':')) {
        Some(Name::Key(key)) => {
            lexer.push(TokenKind::Key(key), start);
            true
        }
        Some(Name::Date) => date(lexer, span, glued),
        Some(Name::In) => zone_of(lexer, span, glued),
        Some(Name::Path(part)) => glued && values::path(lexer, span, part),
        Some(Name::Length) => glued && values::length(lexer, span),
        Some(Name::Has) => glued && values::has(lexer, span),
        _ => false,
    }
}

/// `date:` and its value.
fn date(lexer: &mut Lexer<'_, '_>, key: Span, glued: bool) -> bool {
    lexer.skip_blanks();
    let Some((range, swapped)) = lexer.date_value() else {
        lexer.at = key.end;
        if glued {
            let message = "not a date that can be read: reads as ordinary words";
            lexer.repairs.tell_or(key, message, "date:2017-11-21");
        }
        return false;
    };
    let span = Span::new(key.start, lexer.at);
    if swapped {
        lexer.repairs.tell(span, "the later day stood first: swapped");
    }
    tell_blank(lexer, key, glued);
    lexer.push(TokenKind::Date(range), key.start);
    true
}

/// `in:` and its value.
fn zone_of(lexer: &mut Lexer<'_, '_>, key: Span, glued: bool) -> bool {
    if lexer.peek().is_some_and(is_quote) {
        return false;
    }
    lexer.skip_blanks();
    let value = lexer.raw_value();
    let Some(zone) = zone(&value) else {
        lexer.at = key.end;
        if glued {
            let names: Vec<&str> = LineKind::ALL.into_iter().map(LineKind::name).collect();
            let (value, names) = (shown(&value), names.join(", "));
            let message = format!("`{value}` is no part of a story ({names}, all): reads as ordinary words");
            lexer.repairs.tell(key, message);
        }
        return false;
    };
    tell_blank(lexer, key, glued);
    lexer.push(TokenKind::In(zone), key.start);
    true
}

fn tell_blank(lexer: &mut Lexer<'_, '_>, key: Span, glued: bool) {
    if !glued {
        let name = shown(key.of(lexer.text)).replace(':', "");
        let message = format!("the blank behind `{name}:` is ignored");
        lexer.repairs.tell_or(key, message, format!("{name}\\:"));
    }
}

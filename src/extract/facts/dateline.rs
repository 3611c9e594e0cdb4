//! The dateline: place, day and agency at the head of a story.
//!
//! Wherever a dash, a colon or an agency's bracket could close one, what stands before is parsed
//! backwards: agency off, day off, the rest must have the shape of a place. A place alone must be
//! in capitals or well known, so that `The minister — a former general — said` gives none.

use crate::text::blanks::collapsed;
use std::sync::LazyLock;

use regex::Regex;

use super::Dateline;
use super::agencies;
use super::days::{MONTH, WEEKDAY};
use super::place::{Shape, shape};
use crate::text::Span;

/// How far into a paragraph a dateline reaches at most, in bytes.
const HEAD: usize = 160;
/// How many possible closings are tried.
const TRIES: usize = 8;

/// How far the caller vouches for a place that stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// A line that was labelled a dateline: it needs no closing mark.
    Line,
    /// The first paragraph of the body.
    First,
    /// A later paragraph: only with day or agency.
    Later,
}

/// What closes a dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closing {
    Dash,
    Colon,
    /// An agency's bracket with the story right behind it: `(CNA) The`.
    Bracket,
    /// The line's end.
    End,
}

/// The parts of a dateline, as byte ranges of the head.
#[derive(Clone, Debug, Default)]
struct Pieces {
    place: Option<Span>,
    date: Option<Span>,
    agency: Option<Span>,
}

static DAY_AT_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let month_first = format!(r"{MONTH}\.?\s*\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s*\d{{4}})?");
    let day_first = format!(r"\d{{1,2}}(?:st|nd|rd|th)?[\s-]+{MONTH}\.?(?:,?[\s-]*\d{{4}})?");
    let numbers = r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}";
    let form = format!(
        r"(?i)(?:^|[\s,.])((?:{WEEKDAY}\.?,?\s+)?(?:{month_first}|{day_first}|{numbers})|{WEEKDAY})$"
    );
    Regex::new(&form).ok()
});

static DAY_AT_START: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)^\s*({MONTH}\.?\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{MONTH}(?:,?\s+\d{{4}})?)\b"
    ))
    .ok()
});

/// The dateline at the head of `span`.
pub(super) fn at_head(text: &str, span: Span, trust: Trust) -> Option<Dateline> {
    let span = span.trimmed(text);
    let head = head_of(span.of(text));
    let first = head.chars().next()?;
    if !(first.is_alphanumeric() && !first.is_lowercase()
        || matches!(first, '(' | '[' | '/' | '\'' | '‘' | '’'))
    {
        return None;
    }
    let mut closings = closings(head).take(TRIES);
    let found = closings.find_map(|(end, behind, closing)| {
        let pieces = parse(head, end)?;
        let accepted = accepts(head, &pieces, behind, closing, trust);
        accepted.then(|| after_agency_only(head, pieces, behind))
    });
    let whole = || {
        let pieces =
            (trust == Trust::Line && head.len() == span.len()).then(|| parse(head, head.len()))??;
        let accepted = accepts(head, &pieces, head.len(), Closing::End, trust);
        accepted.then_some((pieces, head.len()))
    };
    let (pieces, end) = found.or_else(whole).or_else(|| without_mark(head))?;
    Some(dateline(head, &pieces, end, span.start))
}

/// `LONDON, Dec 8 Banks said`: the mark is lost; a well-known place in capitals and a day suffice.
fn without_mark(head: &str) -> Option<(Pieces, usize)> {
    let comma = head.find(',')?;
    let place = Span::new(0, comma);
    shape(place.of(head)).filter(|shape| shape.known && shape.capitals)?;
    let day = DAY_AT_START.as_ref()?.captures(head.get(comma + 1..)?)?.get(1)?;
    let date = Span::new(day.start(), day.end()).shifted(comma + 1);
    let rest = head.get(date.end..)?;
    let opens = rest.trim_start().starts_with(|c: char| c.is_uppercase() || is_quote(c))
        && rest.starts_with(char::is_whitespace);
    opens.then_some((Pieces { place: Some(place), date: Some(date), agency: None }, date.end))
}

fn head_of(paragraph: &str) -> &str {
    let end = (0..=HEAD.min(paragraph.len())).rev().find(|&i| paragraph.is_char_boundary(i));
    paragraph.get(..end.unwrap_or(0)).unwrap_or("")
}

fn dateline(head: &str, pieces: &Pieces, end: usize, shift: usize) -> Dateline {
    let written = |piece: Option<Span>| piece.map(|s| collapsed(s.of(head)));
    let start = match pieces.place {
        Some(place) => place.start,
        None => 0,
    };
    Dateline {
        span: Span::new(start, end).shifted(shift),
        place: written(pieces.place),
        date: written(pieces.date),
        agency: written(pieces.agency),
    }
}

/// `(ANSA) - Rome, November 20 - The`: behind an agency alone, place and day may follow.
fn after_agency_only(head: &str, pieces: Pieces, behind: usize) -> (Pieces, usize) {
    if pieces.place.is_some() || pieces.date.is_some() {
        return (pieces, behind);
    }
    let rest = head.get(behind..).unwrap_or("");
    let start = behind + (rest.len() - rest.trim_start().len());
    let rest = head.get(start..).unwrap_or("");
    let more = closings(rest).take(TRIES).find_map(|(end, after, closing)| {
        let more = parse(rest, end)?;
        let fits = more.date.is_some() && accepts(rest, &more, after, closing, Trust::First);
        fits.then_some((more, after))
    });
    match more {
        Some((more, after)) => {
            let at = |piece: Option<Span>| piece.map(|s| s.shifted(start));
            (Pieces { place: at(more.place), date: at(more.date), agency: pieces.agency }, start + after)
        }
        None => (pieces, behind),
    }
}

/// Every place in `head` where a dateline may close: the end of what stands before, the byte
/// behind the closing mark, and what it is.
fn closings(head: &str) -> impl Iterator<Item = (usize, usize, Closing)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(c) = head.get(at..)?.chars().next() {
            let here = at;
            at += c.len_utf8();
            if let Some((behind, closing)) = closing_at(head, here, c) {
                at = behind.max(at);
                let end = if closing == Closing::Bracket { here + c.len_utf8() } else { here };
                return Some((end, behind, closing));
            }
        }
        None
    })
}

fn closing_at(head: &str, at: usize, c: char) -> Option<(usize, Closing)> {
    let before = head.get(..at)?.chars().next_back()?;
    let rest = head.get(at..)?;
    match c {
        '—' | '―' | '–' | '−' | '-' | '_' => {
            let run = rest.trim_start_matches(['—', '―', '–', '−', '-', '_']);
            let length = rest.len() - run.len();
            let spaced = before.is_whitespace() || run.starts_with(char::is_whitespace);
            let closes = spaced || c == '—' || length > 1 || matches!(before, ')' | ']' | '/');
            closes.then_some((at + length, Closing::Dash))
        }
        ':' => {
            let run = rest.trim_start_matches([':', '-', '–', '—']);
            let closing = if rest.len() - run.len() > 1 { Closing::Dash } else { Closing::Colon };
            let spaced = run.starts_with(char::is_whitespace) || run.is_empty();
            spaced.then_some((at + rest.len() - run.len(), closing))
        }
        '|' => {
            (before.is_whitespace() && rest.get(1..)?.starts_with(' ')).then_some((at + 1, Closing::Colon))
        }
        ')' | ']' | '/' => {
            let run = rest.get(1..)?;
            let run = run.strip_prefix('.').unwrap_or(run);
            let opens =
                run.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_numeric() || is_quote(c));
            (run.starts_with(char::is_whitespace) && opens)
                .then_some((at + rest.len() - run.len(), Closing::Bracket))
        }
        _ => None,
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'')
}

/// Takes `head[..end]` apart; none if something is left that has no part in a dateline.
fn parse(head: &str, end: usize) -> Option<Pieces> {
    let mut pieces = Pieces::default();
    let mut rest = pared(head, Span::new(0, end));
    if let Some((open, close)) = bracket(head, rest) {
        let inside = Span::new(open + 1, close).trimmed(head);
        let before = Span::new(rest.start, open).of(head);
        if !is_agency(inside.of(head)) && !names_agency(before, inside.of(head)) {
            return None;
        }
        pieces.agency = Some(inside);
        let before = pared(head, Span::new(rest.start, open));
        let after = pared(head, Span::new(close + 1, rest.end));
        rest = match (before.is_empty(), after.is_empty()) {
            (_, true) => before,
            (true, false) => after,
            // `MOSCOW (AP), Nov. 20 —`: the day alone stands behind.
            (false, false) => {
                let (left, date) = without_day(head, after);
                pieces.date = left.is_empty().then_some(date)?;
                before
            }
        };
    }
    if pieces.agency.is_none() {
        (rest, pieces.agency) = without_bare_agency(head, rest);
    }
    if pieces.date.is_none() {
        (rest, pieces.date) = without_day(head, rest);
    }
    if pieces.agency.is_none() {
        (rest, pieces.agency) = without_bare_agency(head, rest);
    }
    pieces.place = (!rest.is_empty()).then_some(rest);
    Some(pieces)
}

/// The span without blanks and commas at both ends.
fn pared(head: &str, span: Span) -> Span {
    let inside = span.of(head);
    let left = inside.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.'));
    let start = span.end - left.len();
    let kept = left.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    Span::new(start, start + kept.len())
}

/// The last bracket pair inside `span`: `(…)`, `[…]` or `/…/`.
fn bracket(head: &str, span: Span) -> Option<(usize, usize)> {
    let inside = span.of(head);
    [('(', ')'), ('[', ']'), ('/', '/')].iter().find_map(|&(open, close)| {
        let to = inside.rfind(close)?;
        let from = inside.get(..to)?.rfind(open)?;
        // `BEIRUT/DAMASCUS/AMMAN` holds no agency, `/PRNewswire/` does.
        let free = inside.get(..from)?.chars().next_back().is_none_or(char::is_whitespace);
        (open != '/' || free).then_some(())?;
        Some((span.start + from, span.start + to))
    })
}

/// Known, or written the way agencies are: capitals, or `… News`, `… Wire`.
fn is_agency(written: &str) -> bool {
    if super::agency::known(written).is_some() {
        return true;
    }
    let first = written.split(['/', ',', '|']).next().unwrap_or("").trim();
    const NOT: [&str; 14] = [
        "US", "UK", "USA", "UAE", "EU", "DRC", "UPDATE", "LEAD", "FILE", "PHOTO", "VIDEO", "LIVE", "NEWS",
        "DC",
    ];
    let capitals = (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_uppercase());
    let ends =
        ["News", "Wire", "Newswire", "Agency", "Service", "Foundation", "Bureau", "Press", "Media", "NEWS"];
    let named =
        first.starts_with(char::is_uppercase) && ends.iter().any(|e| first.ends_with(e)) && first.len() < 40;
    (capitals && !NOT.contains(&first)) || named || written.starts_with("Special to ")
}

/// `LA PAZ, Oct 27 (Halyard)`: one capitalised word behind a day or a place in capitals.
fn names_agency(before: &str, inside: &str) -> bool {
    let word = inside.len() >= 3 && inside.len() <= 16 && inside.starts_with(char::is_uppercase);
    let place = before.split(',').next().unwrap_or("").trim();
    let capitals = place.len() > 2 && !place.contains(char::is_lowercase);
    word && inside.chars().all(char::is_alphabetic)
        && (capitals || before.contains(|c: char| c.is_ascii_digit()))
}

/// A known agency behind the last comma: `TOKYO, Nov. 20, Kyodo`.
fn without_bare_agency(head: &str, rest: Span) -> (Span, Option<Span>) {
    let inside = rest.of(head);
    let Some(comma) = inside.rfind(',') else { return (rest, None) };
    let last = Span::new(rest.start + comma + 1, rest.end).trimmed(head);
    // Two letters are a state (`ERIE, PA`), but for the agency that everybody knows by two.
    let sure = last.len() > 2 || last.of(head) == "AP";
    if !sure || agencies::by_tag(last.of(head)).is_none() {
        return (rest, None);
    }
    (pared(head, Span::new(rest.start, rest.start + comma)), Some(last))
}

/// The day at the end of `rest`, and what is left before it.
fn without_day(head: &str, rest: Span) -> (Span, Option<Span>) {
    let inside = rest.of(head).trim_end_matches('.');
    let may = inside.bytes().any(|b| b.is_ascii_digit()) || inside.ends_with("day");
    let found = DAY_AT_END.as_ref().filter(|_| may).and_then(|form| form.captures(inside)?.get(1));
    match found {
        Some(day) => {
            let left = Span::new(rest.start, rest.start + day.start());
            let stop = head.get(..left.end).unwrap_or("").trim_end().strip_suffix('.');
            // `MOSCOW. Nov 20`: the stop parts place and day; `Calif. Nov 20` keeps it.
            let parts = stop.is_some_and(|s| s.trim_start().chars().all(|c| c.is_uppercase() || c == ' '));
            let left = if parts { Span::new(left.start, stop.map_or(left.end, str::len)) } else { left };
            (pared(head, left), Some(Span::new(day.start(), day.end()).shifted(rest.start)))
        }
        None => (rest, None),
    }
}

fn accepts(head: &str, pieces: &Pieces, behind: usize, closing: Closing, trust: Trust) -> bool {
    let place = match pieces.place {
        None => return stands_without_place(head, pieces, closing),
        Some(place) => shape(place.of(head)),
    };
    let Some(place) = place else { return false };
    let next = head.get(behind..).unwrap_or("").trim_start().chars().next();
    let opens = next.is_none_or(|c| !c.is_lowercase());
    let known_agency = has_known_agency(head, pieces);
    match closing {
        Closing::End => true,
        Closing::Bracket => {
            known_agency && (place.known || place.capitals)
                || pieces.agency.is_some() && pieces.date.is_some()
        }
        Closing::Dash if known_agency => true,
        Closing::Dash if pieces.date.is_some() => opens || place.capitals || place.known,
        Closing::Dash if pieces.agency.is_some() => place.capitals || place.known,
        Closing::Colon if known_agency => opens,
        Closing::Colon if pieces.agency.is_some() => opens && place.capitals,
        Closing::Colon if pieces.date.is_some() => opens && (trust != Trust::Later || place.known),
        _ => opens && trust != Trust::Later && stands_alone(place, closing),
    }
}

/// `(Reuters) - `, `March 5 (Reuters) - `: no place, but an agency in brackets and a dash.
fn stands_without_place(head: &str, pieces: &Pieces, closing: Closing) -> bool {
    match closing {
        Closing::Dash if pieces.date.is_some() => pieces.agency.is_some(),
        Closing::Dash => head.starts_with(['(', '[', '/']) && has_known_agency(head, pieces),
        Closing::End => pieces.agency.is_some() || pieces.date.is_some(),
        Closing::Colon | Closing::Bracket => false,
    }
}

/// A place with neither day nor agency.
fn stands_alone(place: Shape, closing: Closing) -> bool {
    place.known || (closing == Closing::Dash && place.capitals && (place.letters > 4 || place.parts > 1))
}

fn has_known_agency(head: &str, pieces: &Pieces) -> bool {
    pieces.agency.is_some_and(|agency| super::agency::known(agency.of(head)).is_some())
}

//! Quotes of a story: what is said, by whom, and how sure we are.
//!
//! `marks` pairs the quotation marks, `scare` and `house` drop titles,
//! nicknames, scare quotes and headings,
//! `attribution` finds the words that name the speaker, `speakers` finds out who that is.

mod attribution;
mod cast;
mod clauses;
mod course;
mod cues;
mod house;
mod marks;
mod phrases;
mod rules;
mod runs;
mod scare;
mod shapes;
mod speakers;
mod subjects;
mod tape;
mod tokens;
mod types;
mod window;
mod words;

pub use types::{Quote, QuoteKind};

use super::{Entities, Page};
use crate::segment::{Line, LineKind};
use crate::text::Span;
use crate::text::blanks::collapsed;
use attribution::{Found, Said};
use house::House;
use marks::Marked;
use rules::Rule;
use scare::Judge;
use tokens::Script;

/// How often marked words without a speaker were a quote, over development stories.
const HEARD: f32 = 0.8;

/// Finds the quotes of the body and who said them.
///
/// Ascending and not overlapping. Quotes inside quotes are part of the outer one. Time is linear in
/// the length of the text.
pub fn quotes(page: Page<'_>, entities: &Entities) -> Vec<Quote> {
    let text = page.text;
    if memchr::memchr3(b'"', b'\'', b'`', text.as_bytes()).is_none() && text.is_ascii() {
        return Vec::new();
    }
    let paragraphs = body_paragraphs(&page.anatomy.paragraphs, &page.anatomy.lines);
    let marked = marks::marked(text, &paragraphs);
    if marked.is_empty() {
        return Vec::new();
    }
    let low = text.to_ascii_lowercase();
    let script = Script { text, low: &low };
    let said = said(script, &paragraphs, marked);
    if said.is_empty() {
        return Vec::new();
    }
    let quoted: Vec<Span> = said.iter().map(|s| s.mark.outer).collect();
    let cast = cast::Cast::gather(script, &paragraphs, &quoted, entities);
    let found = attribution::attribute(script, &paragraphs, &said, &cast);
    let heard = said.iter().zip(found).filter(|(said, found)| {
        found.speaker.is_some()
            || found.cue.is_some()
            || !slight(text, said)
            || scare::cried(script, paragraphs[said.mark.paragraph], &said.mark)
    });
    let mut out: Vec<Quote> = heard.map(|(said, found)| quote(text, &cast, said, found)).collect();
    number_groups(&mut out);
    out
}

/// The marks that hold something said.
fn said(script: Script<'_>, paragraphs: &[Span], marked: Vec<Marked>) -> Vec<Said> {
    let text = script.text;
    let house = House::of(&marked);
    let mut judge = Judge::of(script, house.is_british());
    let mut out: Vec<Said> = Vec::new();
    for mark in marked.into_iter().filter(|m| !house.is_heading(text, paragraphs, m)) {
        let row = || out.last().is_some_and(|before| house::in_row(text, before, &mark));
        let kind =
            judge.kind(paragraphs[mark.paragraph], &mark).or_else(|| row().then_some(QuoteKind::Partial));
        out.extend(kind.map(|kind| Said { mark, kind }));
    }
    out
}

/// A few marked words that nobody says are no quote.
fn slight(text: &str, said: &Said) -> bool {
    said.kind == QuoteKind::Partial && said.mark.inner.of(text).split_whitespace().take(5).count() < 5
}

/// The paragraphs all of whose lines are body.
fn body_paragraphs(paragraphs: &[Span], lines: &[Line]) -> Vec<Span> {
    let mut from = 0;
    let mut out = Vec::with_capacity(paragraphs.len());
    for &paragraph in paragraphs {
        while lines.get(from).is_some_and(|l| {
            l.span.end < paragraph.start || l.span.end <= paragraph.start && !l.span.is_empty()
        }) {
            from += 1;
        }
        let under = lines[from..].iter().take_while(|l| l.span.start < paragraph.end);
        if !paragraph.is_empty()
            && under.into_iter().all(|l| matches!(l.kind, LineKind::Body | LineKind::Blank))
        {
            out.push(paragraph);
        }
    }
    out
}

fn quote(text: &str, cast: &cast::Cast, said: &Said, found: Found) -> Quote {
    let resolution = found.speaker.as_ref().map_or(100, |s| s.percent) as f32 / 100.0;
    let rule = if found.speaker.is_some() { found.rule } else { Rule::None };
    let words = |span: Option<Span>| span.map(|s| collapsed(s.of(text)));
    Quote {
        span: said.mark.inner.trimmed(text),
        kind: said.kind,
        speaker_id: found.speaker.as_ref().and_then(|s| s.figure).and_then(|f| cast.figures.get(f)?.id),
        as_written: words(found.speaker.as_ref().map(|s| s.written)),
        speaker: found.speaker.map(|s| s.name),
        cue: words(found.cue),
        relay: words(found.relay),
        rule: rule.name().to_owned(),
        confidence: if rule == Rule::None { HEARD } else { rule.confidence() * resolution },
        group: found.group,
    }
}

/// Groups numbered from 0 without a gap, in order of first piece.
fn number_groups(quotes: &mut [Quote]) {
    let mut last = None;
    let mut number = 0;
    for quote in quotes {
        if last.is_some_and(|l| l != quote.group) {
            number += 1;
        }
        last = Some(quote.group);
        quote.group = number;
    }
}

//! The position layout: a story as terms at word positions.
//!
//! Every word of the searched lines has one position, counted through the story. At a position
//! stand the word's form, its marked stem where that differs, the one word that it makes with the next
//! where a hyphen joins them, and boundary marks: a sentence,
//! paragraph, zone or quote begins or ends at this word. So `w/n` counts words across sentences,
//! and a scope is a range between two marks. `docs/DESIGN.md` has the measurement that chose this
//! layout over position strides.

use crate::segment::LineKind;
use crate::story::Story;
use crate::text::Span;
use crate::text::analyze::{Analyzer, Token};
use crate::text::words::Capitals;

/// Put before a stem, so that stem and form never meet in the dictionary.
pub const STEM: char = '\u{1}';
/// Put before the name of a boundary mark.
pub const MARK: char = '\u{2}';
/// Put before the form or the stem term of two words that a hyphen joins, at the first of them.
pub const JOIN: char = '\u{3}';
/// Parts the pieces of a compound value.
pub const PART: char = '\u{1f}';

/// Mark at the first word of a paragraph.
pub const PARAGRAPH: &str = "\u{2}p";
/// Mark at the first word of a sentence.
pub const SENTENCE: &str = "\u{2}s";
/// Mark at the first word of a run of lines of one kind.
pub const ZONE: &str = "\u{2}z";
/// Mark at the first word of a quote.
pub const QUOTE_START: &str = "\u{2}q";
/// Mark at the last word of a quote.
pub const QUOTE_END: &str = "\u{2}e";

/// Marks at words with capitals; words without any have none.
pub const CAPITALS_MARKS: [(Capitals, &str); 3] =
    [(Capitals::First, "\u{2}c"), (Capitals::All, "\u{2}C"), (Capitals::Mixed, "\u{2}m")];

/// The term of a stem.
pub fn stem_term(stem: &str) -> String {
    format!("{STEM}{stem}")
}

/// The term that two words joined by a hyphen have for a term of them written as one.
pub fn joined_term(term: &str) -> String {
    format!("{JOIN}{term}")
}

/// The mark at the first word of a run of lines of `kind`.
pub fn zone_mark(kind: LineKind) -> String {
    format!("{ZONE}{}", kind.name())
}

/// The mark at the last word of a quote by `speaker`.
pub fn speaker_mark(speaker: &str) -> String {
    format!("{QUOTE_END}{PART}{speaker}")
}

/// A term with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The term as it stands in the dictionary.
    pub term: String,
    /// Word position, from 0.
    pub position: usize,
}

/// The words of a story in the two positional fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Words of the searched lines; the position of a word is its index.
    pub searched: Vec<Token>,
    /// Words of all other lines.
    pub rest: Vec<Token>,
}

/// Reads the words of a story; spans are bytes of the story's text.
pub fn words(analyzer: &Analyzer, story: &Story) -> Words {
    let searched = story.paragraphs.iter().flat_map(|&p| tokens(analyzer, &story.text, p)).collect();
    let rest = unsearched(story).flat_map(|(_, span)| tokens(analyzer, &story.text, span)).collect();
    Words { searched, rest }
}

fn tokens(analyzer: &Analyzer, text: &str, part: Span) -> impl Iterator<Item = Token> {
    let mut tokens = analyzer.tokens(part.of(text));
    tokens.iter_mut().for_each(|t| t.span = t.span.shifted(part.start));
    tokens.into_iter()
}

fn unsearched(story: &Story) -> impl Iterator<Item = (LineKind, Span)> {
    story
        .lines
        .iter()
        .filter(|l| !l.kind.is_searched() && l.kind != LineKind::Blank)
        .map(|l| (l.kind, l.span))
}

/// Terms and marks of the searched lines, ascending by position.
pub fn searched_terms(story: &Story, words: &[Token]) -> Vec<Placed> {
    let mut out = Vec::with_capacity(words.len() * 3 / 2);
    place_words(words, &mut out);
    capitals(words, &mut out);
    starts(words, &story.paragraphs, PARAGRAPH, &mut out);
    starts(words, &story.sentences, SENTENCE, &mut out);
    zones(words, story.paragraphs.iter().map(|&p| (story.kind_at(p.start), p)), &mut out);
    quotes(story, words, &mut out);
    out.sort_by_key(|placed| placed.position);
    out
}

/// Terms and marks of all other lines, ascending by position.
pub fn rest_terms(story: &Story, words: &[Token]) -> Vec<Placed> {
    let mut out = Vec::with_capacity(words.len() * 3 / 2);
    place_words(words, &mut out);
    capitals(words, &mut out);
    let lines: Vec<Span> = unsearched(story).map(|(_, span)| span).collect();
    starts(words, &lines, PARAGRAPH, &mut out);
    zones(words, unsearched(story), &mut out);
    out.sort_by_key(|placed| placed.position);
    out
}

/// Forms and stems without positions, for the ranking fields.
pub fn bag(words: &[Token], spans: &[Span]) -> Vec<Placed> {
    let mut out = Vec::new();
    for span in spans {
        let inside = first_at(words, span.start)..first_at(words, span.end);
        place_words(words.get(inside).unwrap_or_default(), &mut out);
    }
    out
}

fn place_words(words: &[Token], out: &mut Vec<Placed>) {
    for (position, word) in words.iter().enumerate() {
        out.push(Placed { term: word.form.clone(), position });
        if let Some(stem) = &word.stem {
            out.push(Placed { term: stem_term(stem), position });
        }
        if let Some(joined) = &word.joined {
            out.push(Placed { term: joined_term(&joined.form), position });
            let stem = joined.stem.as_deref().map(stem_term);
            out.extend(stem.map(|stem| Placed { term: joined_term(&stem), position }));
        }
    }
}

/// The mark at words with such capitals.
pub fn capitals_mark(capitals: Capitals) -> Option<&'static str> {
    CAPITALS_MARKS.iter().find(|(of, _)| *of == capitals).map(|(_, mark)| *mark)
}

fn capitals(words: &[Token], out: &mut Vec<Placed>) {
    for (position, word) in words.iter().enumerate() {
        out.extend(capitals_mark(word.capitals).map(|mark| Placed { term: mark.to_owned(), position }));
    }
}

/// Index of the first word that starts at or after byte `offset`.
fn first_at(words: &[Token], offset: usize) -> usize {
    words.partition_point(|w| w.span.start < offset)
}

/// The word positions that a span covers; `None` when it covers no word.
pub fn covered(words: &[Token], span: Span) -> Option<std::ops::Range<usize>> {
    let range = first_at(words, span.start)..first_at(words, span.end);
    (!range.is_empty()).then_some(range)
}

fn starts(words: &[Token], units: &[Span], mark: &str, out: &mut Vec<Placed>) {
    let marks = units.iter().filter_map(|&unit| covered(words, unit));
    out.extend(marks.map(|range| Placed { term: mark.to_owned(), position: range.start }));
}

fn zones(words: &[Token], units: impl Iterator<Item = (LineKind, Span)>, out: &mut Vec<Placed>) {
    let mut before = None;
    for (kind, span) in units {
        let Some(range) = covered(words, span) else { continue };
        if before != Some(kind) {
            out.push(Placed { term: ZONE.to_owned(), position: range.start });
            out.push(Placed { term: zone_mark(kind), position: range.start });
            before = Some(kind);
        }
    }
}

fn quotes(story: &Story, words: &[Token], out: &mut Vec<Placed>) {
    for quote in &story.quotes {
        let Some(range) = covered(words, quote.span) else { continue };
        out.push(Placed { term: QUOTE_START.to_owned(), position: range.start });
        out.push(Placed { term: QUOTE_END.to_owned(), position: range.end - 1 });
        if let Some(speaker) = &quote.speaker {
            out.push(Placed { term: speaker_mark(speaker), position: range.end - 1 });
        }
    }
}

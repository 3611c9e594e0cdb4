//! The position layout: a story as terms at word positions.
//!
//! Every word of the searched lines has one position, counted through the story. At a position
//! stand the word's form, its marked stem where that differs, the one word that it makes with the next
//! where a hyphen joins them, and boundary marks: a sentence,
//! paragraph, zone or quote begins or ends at this word. So `w/n` counts words across sentences,
//! and a scope is a range between two marks. `docs/DESIGN.md` has the measurement that chose this
//! layout over position strides.

use std::borrow::Cow;
use std::ops::Range;

use super::lexicon::Vocabulary;
use super::terms::Terms;
use crate::segment::LineKind;
use crate::story::Story;
use crate::text::Span;
use crate::text::analyze::hyphened;
use crate::text::words::{self, Capitals};

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

/// Words in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where they stand in the text; the position of a word is its index.
    pub spans: Vec<Span>,
    /// Those that a hyphen joins to the next, by their position.
    hyphened: Vec<usize>,
}

/// The words of a story in the two positional fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Words of the searched lines.
    pub searched: Row,
    /// Words of all other lines.
    pub rest: Row,
}

/// Finds the words of a story; spans are bytes of the story's text.
pub fn words(story: &Story) -> Words {
    let (mut searched, mut rest) = (Row::default(), Row::default());
    story.paragraphs.iter().for_each(|&paragraph| searched.read(&story.text, paragraph));
    unsearched(story).for_each(|(_, line)| rest.read(&story.text, line));
    Words { searched, rest }
}

impl Row {
    fn read(&mut self, text: &str, part: Span) {
        let before = self.spans.len();
        self.spans.extend(words::words(part.of(text)).map(|word| word.shifted(part.start)));
        self.hyphened.extend(hyphened(text, &self.spans[before..]).map(|at| before + at));
    }
}

fn unsearched(story: &Story) -> impl Iterator<Item = (LineKind, Span)> {
    story
        .lines
        .iter()
        .filter(|l| !l.kind.is_searched() && l.kind != LineKind::Blank)
        .map(|l| (l.kind, l.span))
}

/// Terms and marks of the searched lines, ascending by position.
pub fn searched_terms(vocabulary: &mut Vocabulary, story: &Story, words: &Row) -> Terms {
    let mut marks = Vec::new();
    starts(words, story.paragraphs.iter().copied(), PARAGRAPH, &mut marks);
    starts(words, story.sentences.iter().copied(), SENTENCE, &mut marks);
    zones(words, story.paragraphs.iter().map(|&p| (story.kind_at(p.start), p)), &mut marks);
    quotes(story, words, &mut marks);
    laid_out(vocabulary, &story.text, words, marks)
}

/// Terms and marks of all other lines, ascending by position.
pub fn rest_terms(vocabulary: &mut Vocabulary, story: &Story, words: &Row) -> Terms {
    let mut marks = Vec::new();
    starts(words, unsearched(story).map(|(_, span)| span), PARAGRAPH, &mut marks);
    zones(words, unsearched(story), &mut marks);
    laid_out(vocabulary, &story.text, words, marks)
}

/// Forms and stems of the words in spans, for the ranking fields, whose positions nobody asks for.
pub fn bag(vocabulary: &mut Vocabulary, text: &str, words: &Row, spans: impl Iterator<Item = Span>) -> Terms {
    let mut out = Terms::default();
    for at in spans.filter_map(|span| covered(&words.spans, span)).flatten() {
        let position = out.len();
        vocabulary.push(words.spans[at].of(text), position, &mut out);
        if words.hyphened.binary_search(&at).is_ok() {
            vocabulary.push_joined(text, [words.spans[at], words.spans[at + 1]], position, &mut out);
        }
    }
    out
}

/// A mark at a word's position.
type Mark<'a> = (usize, Cow<'a, str>);

fn laid_out(vocabulary: &mut Vocabulary, text: &str, words: &Row, mut marks: Vec<Mark<'_>>) -> Terms {
    marks.sort_by_key(|&(position, _)| position);
    let (mut marks, mut hyphened) = (marks.into_iter().peekable(), words.hyphened.iter().peekable());
    let mut out = Terms::default();
    for (position, word) in words.spans.iter().enumerate() {
        vocabulary.push_marked(word.of(text), position, &mut out);
        if hyphened.next_if(|&&at| at == position).is_some() {
            vocabulary.push_joined(text, [*word, words.spans[position + 1]], position, &mut out);
        }
        while let Some((_, mark)) = marks.next_if(|&(at, _)| at == position) {
            out.push(position, &mark);
        }
    }
    out
}

/// The mark at words with such capitals.
pub fn capitals_mark(capitals: Capitals) -> Option<&'static str> {
    CAPITALS_MARKS.iter().find(|(of, _)| *of == capitals).map(|(_, mark)| *mark)
}

/// The positions of the words that a span covers; `None` when it covers no word.
pub fn covered(words: &[Span], span: Span) -> Option<Range<usize>> {
    let first_at = |offset| words.partition_point(|word| word.start < offset);
    let range = first_at(span.start)..first_at(span.end);
    (!range.is_empty()).then_some(range)
}

fn starts(words: &Row, units: impl Iterator<Item = Span>, mark: &'static str, out: &mut Vec<Mark<'_>>) {
    let marks = units.filter_map(|unit| covered(&words.spans, unit));
    out.extend(marks.map(|range| (range.start, Cow::Borrowed(mark))));
}

fn zones(words: &Row, units: impl Iterator<Item = (LineKind, Span)>, out: &mut Vec<Mark<'_>>) {
    let mut before = None;
    for (kind, span) in units {
        let Some(range) = covered(&words.spans, span) else { continue };
        if before != Some(kind) {
            out.push((range.start, Cow::Borrowed(ZONE)));
            out.push((range.start, Cow::Owned(zone_mark(kind))));
            before = Some(kind);
        }
    }
}

fn quotes(story: &Story, words: &Row, out: &mut Vec<Mark<'_>>) {
    for quote in &story.quotes {
        let Some(range) = covered(&words.spans, quote.span) else { continue };
        out.push((range.start, Cow::Borrowed(QUOTE_START)));
        out.push((range.end - 1, Cow::Borrowed(QUOTE_END)));
        let speaker = quote.speaker.as_deref().map(speaker_mark);
        out.extend(speaker.map(|mark| (range.end - 1, Cow::Owned(mark))));
    }
}

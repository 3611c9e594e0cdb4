//! Story anatomy: which line is story, which is sign-off, footer or other page furniture.
//!
//! Nothing is deleted. Every line of the text gets a [`LineKind`]; search and extraction look at
//! the searched kinds only.

mod kind;

pub use kind::LineKind;
use serde::{Deserialize, Serialize};

use crate::text::Span;
use crate::text::lines::lines;
use crate::text::sentences::sentences;

/// One line of a text with its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What the line is.
    pub kind: LineKind,
    /// The line without its line end.
    pub span: Span,
    /// The reasons for the label, strongest first; empty unless asked for.
    pub why: Vec<String>,
}

/// The anatomy of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anatomy {
    /// One entry for each line of the text split at `\n`.
    pub lines: Vec<Line>,
    /// The paragraphs of the searched lines; a hard-wrapped paragraph is one span over its lines.
    pub paragraphs: Vec<Span>,
    /// The sentences of the paragraphs, in order; none crosses a paragraph's end.
    pub sentences: Vec<Span>,
}

/// Labels the lines of `text`. With `why`, each line keeps its reasons.
pub fn segment(text: &str, why: bool) -> Anatomy {
    let _ = why;
    whole(text)
}

/// The anatomy of a text that is known to be all story: every line with a word in it is body.
pub fn whole(text: &str) -> Anatomy {
    let lines: Vec<Line> = lines(text)
        .into_iter()
        .map(|span| {
            let blank = span.of(text).trim().is_empty();
            let kind = if blank { LineKind::Blank } else { LineKind::Body };
            Line { kind, span, why: Vec::new() }
        })
        .collect();
    anatomy(text, lines)
}

/// Paragraphs and sentences for labelled lines.
fn anatomy(text: &str, lines: Vec<Line>) -> Anatomy {
    let paragraphs: Vec<Span> =
        lines.iter().filter(|l| l.kind.is_searched()).map(|l| l.span.trimmed(text)).collect();
    let sentences = paragraphs.iter().flat_map(|&p| sentences(text, p)).collect();
    Anatomy { lines, paragraphs, sentences }
}

//! Snippets: the sentences of a story that show why it matched.

use crate::segment::LineKind;
use crate::text::Span;

/// A piece of a story, cut at sentence borders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The kind of line it stands in.
    pub part: LineKind,
    /// Number of its first line, from 1.
    pub line: usize,
    /// Where it stands, in bytes of the decoded text.
    pub span: Span,
    /// Its text, line breaks made blanks.
    pub text: String,
    /// The matched words, in bytes of `text`, ascending and apart.
    pub marks: Vec<Span>,
    /// Who says it, where it lies in a quote.
    pub speaker: Option<String>,
}

/// Placeholder: the lead.
pub fn snippets(story: &crate::story::Story, _: &crate::query::Query, most: usize) -> Vec<Snippet> {
    let lead = story.sentences.first().filter(|_| most > 0);
    lead.map(|&span| Snippet {
        part: story.kind_at(span.start),
        line: story.line_number(span.start),
        span,
        text: span.of(&story.text).to_owned(),
        marks: Vec::new(),
        speaker: None,
    })
    .into_iter()
    .collect()
}

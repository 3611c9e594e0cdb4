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

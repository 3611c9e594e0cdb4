//! What a quote is.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// Something said, between quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// All between the marks, the marks left out.
    pub span: Span,
    /// Whole statement, or words quoted inside a reporter's sentence.
    pub kind: QuoteKind,
    /// The speaker: a person's fullest name, or an organisation or role as written; `None` when
    /// the story does not tell.
    pub speaker: Option<String>,
    /// Index into the story's people when the speaker is one of them.
    pub speaker_id: Option<usize>,
    /// The speaker's words in the text: `he`, `the minister`.
    pub as_written: Option<String>,
    /// The verb of speech: `said`.
    pub cue: Option<String>,
    /// Whom the reporter has it from: `Russian news agency Sputnik`.
    pub relay: Option<String>,
    /// The attribution rule that fired.
    pub rule: String,
    /// How likely the speaker is right, from 0 to 1; without a speaker, how likely it is a quote.
    pub confidence: f32,
    /// Number shared by the pieces of one split or continued quote, counted from 0 in the story.
    pub group: u32,
}

/// How a quote stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// A whole statement.
    Direct,
    /// A few quoted words in indirect speech.
    Partial,
}

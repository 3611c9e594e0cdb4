//! Quotes as results: what is asked for, and what is found.

use crate::extract::{QuoteKind, Sourced};
use crate::query::{Field, Node, NodeKind, Query, Unit, Value};
use crate::text::Span;

/// A search for quotes.
#[derive(Clone, Debug)]
pub struct QuotesRequest {
    /// In which stories.
    pub query: Query,
    /// Who says it.
    pub by: Option<Value>,
    /// What is said: words that stand between the marks.
    pub about: Option<Query>,
    /// Only quotes of which the story does not tell who says them.
    pub unattributed: bool,
    /// Only quotes with at least this confidence, from 0 to 1.
    pub min_confidence: Option<f32>,
    /// Most quotes to return; all without a limit.
    pub limit: Option<usize>,
}

impl QuotesRequest {
    /// The query that finds the stories with such quotes, whoever says them where nobody is asked for.
    ///
    /// ```
    /// use morgue::query::{Value, parse};
    /// use morgue::search::QuotesRequest;
    /// let request = QuotesRequest {
    ///     query: parse("date:2020"),
    ///     by: Some(Value::Words("ek".into())),
    ///     about: Some(parse("rain wind")),
    ///     unattributed: false,
    ///     min_confidence: None,
    ///     limit: None,
    /// };
    /// assert_eq!(request.stories().reading(), "date:2020 quote(speaker:ek rain wind)");
    /// ```
    pub fn stories(&self) -> Query {
        let speaker = self.by.iter().map(|by| NodeKind::Field(Field::Speaker, by.clone()));
        let said = speaker.chain(self.about.iter().map(|about| about.root.kind.clone()));
        let quote =
            Node { kind: NodeKind::Scope(Unit::Quote, Box::new(all_of(said))), span: Span::default() };
        let asked = self.by.is_some() || self.about.is_some();
        let parts = [Some(self.query.root.kind.clone()), asked.then_some(quote.kind)];
        Query { root: all_of(parts.into_iter().flatten()), ..self.query.clone() }
    }
}

/// All of these; what asks for nothing is left out.
fn all_of(kinds: impl Iterator<Item = NodeKind>) -> Node {
    let node = |kind| Node { kind, span: Span::default() };
    let apart = |kind| match kind {
        NodeKind::All => Vec::new(),
        NodeKind::And(parts) => parts,
        kind => vec![node(kind)],
    };
    let mut parts: Vec<Node> = kinds.flat_map(apart).collect();
    match parts.len() {
        0 => node(NodeKind::All),
        1 => parts.swap_remove(0),
        _ => node(NodeKind::And(parts)),
    }
}

/// The answer to a [`QuotesRequest`].
#[derive(Clone, Debug)]
pub struct QuotesResponse {
    /// The quotes asked for, best first: by BM25 over the quotes where words were asked for, else the newest
    /// first. Ties go by the story's id and address, then by place in the story.
    pub quotes: Vec<QuoteHit>,
    /// Number of all matching quotes.
    pub total: u64,
    /// Number of stories that they stand in.
    pub stories: u64,
    /// Whether both counts are exact: they are not where a pattern stands for too many words.
    pub exact: bool,
    /// Whether nothing was cut.
    pub complete: bool,
    /// Clauses of the queries that stand for too many words.
    pub cut: Vec<String>,
    /// The index generation that answered.
    pub generation: u64,
}

/// A quote that was found.
#[derive(Clone, Debug)]
pub struct QuoteHit {
    /// 1 for the first of all.
    pub rank: usize,
    /// BM25 score; 0 where no words were asked for.
    pub score: f32,
    /// The story's address.
    pub address: String,
    /// The story's id.
    pub id: String,
    /// The paper.
    pub source: Option<Sourced<String>>,
    /// Day of publication.
    pub date: Option<Sourced<jiff::civil::Date>>,
    /// The story's headline.
    pub headline: Option<String>,
    /// Number of its first line, from 1.
    pub line: usize,
    /// Where it stands, in bytes of the decoded text.
    pub span: Span,
    /// Where the text begins in the file, in bytes; only for files in UTF-8.
    pub file_bytes: Option<u64>,
    /// What is said, white space made single blanks.
    pub text: String,
    /// The matched words, in bytes of `text`, ascending and apart.
    pub marks: Vec<Span>,
    /// Who says it, under today's name in the archive; as written where it is nobody by name.
    pub speaker: Option<String>,
    /// The speaker's words in the text: `he`, `the minister`.
    pub as_written: Option<String>,
    /// Statement, or words in indirect speech.
    pub kind: QuoteKind,
    /// The verb of speech.
    pub cue: Option<String>,
    /// Whom the reporter has it from.
    pub relay: Option<String>,
    /// The rule that found the speaker.
    pub rule: String,
    /// How likely the speaker is right.
    pub confidence: f32,
    /// Number shared by the pieces of one split quote of the story.
    pub group: u32,
}

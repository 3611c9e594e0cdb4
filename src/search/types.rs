//! What an engine is asked and what it answers. No index library's types here, so that another
//! engine can stand behind the same surface.

use serde::Serialize;

use crate::extract::Sourced;
use crate::query::Query;
use crate::snippet::{Excerpts, Snippet};
use crate::story::Story;

/// A search.
#[derive(Clone, Debug)]
pub struct Request {
    /// What is looked for.
    pub query: Query,
    /// The order; without one, relevance for queries with words and newest for all others.
    pub sort: Option<Sort>,
    /// Hits to leave out at the front.
    pub offset: usize,
    /// Most hits to return; all of them without a limit.
    pub limit: Option<usize>,
    /// How much is wanted of each hit.
    pub want: Want,
}

/// How much of a hit is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Rank, score, address and id; the stories themselves are not read.
    Addresses,
    /// Everything but the people, with snippets.
    Snippets(Excerpts),
    /// Everything, with snippets.
    Everything(Excerpts),
    /// As for [`Want::Snippets`], with the lines that the marks stand in.
    Lines(Excerpts),
}

/// Orders of hits. Ties are broken by (id, address), so pages fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Best score first.
    Relevance,
    /// Best score first, where a score is halved for each so many days that a story is older than the
    /// newest of the archive; undated ones count as the oldest. Queries without words have no scores:
    /// the newest first.
    Recent(u32),
    /// Newest first, undated last.
    Newest,
    /// Oldest first, undated last.
    Oldest,
    /// Longest first, by words of the searched lines.
    Length,
    /// By address.
    Path,
}

impl Sort {
    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Recent(_) => "recent",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
            Sort::Length => "length",
            Sort::Path => "path",
        }
    }
}

/// The answer to a [`Request`]. Counts are of documents (addresses), copies included.
#[derive(Clone, Debug)]
pub struct Response {
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// Number of all matching documents.
    pub total: u64,
    /// Whether `total` is exact.
    pub exact: bool,
    /// Whether nothing was cut: `false` when the index run was interrupted, or a clause was.
    pub complete: bool,
    /// Clauses of the query with too many different words: only a part of these was looked for.
    pub cut: Vec<String>,
    /// The index generation that answered.
    pub generation: u64,
    /// The order used.
    pub sort: Sort,
    /// Where the next page begins, as `GENERATION:OFFSET`; none when this page is the last.
    pub cursor: Option<String>,
}

/// A matching document. For [`Want::Addresses`] only rank, score, address and id are set.
#[derive(Clone, Debug, Default)]
pub struct Hit {
    /// 1 for the first of all hits, whatever the page.
    pub rank: usize,
    /// BM25 score; 0 for queries without words.
    pub score: f32,
    /// Archive-relative path, unique.
    pub address: String,
    /// Hash of the text; exact twins share it.
    pub id: String,
    /// The paper.
    pub source: Option<Sourced<String>>,
    /// Day of publication.
    pub date: Option<Sourced<jiff::civil::Date>>,
    /// The news agency.
    pub agency: Option<String>,
    /// The headline.
    pub headline: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// Words of the searched lines.
    pub words: u64,
    /// Line number of the first snippet, from 1.
    pub line: usize,
    /// Where the text begins in the file, in bytes, if offsets of the text are offsets of the file:
    /// only for files in UTF-8.
    pub file_bytes: Option<u64>,
    /// Why it matched, best first; the lead where nothing in the text matched.
    pub snippets: Vec<Snippet>,
    /// The people of the story, most mentioned first; for [`Want::Everything`] only.
    pub people: Vec<PersonHit>,
    /// Where each mark of the snippets stands, in the order of the snippets; for [`Want::Lines`] only.
    pub lines: Vec<MarkedLine>,
}

/// A place in a story's text, with the line that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedLine {
    /// Number of the line, from 1.
    pub line: usize,
    /// Where it stands in the line, in bytes, from 1.
    pub column: usize,
    /// The whole line.
    pub text: String,
}

/// A person of a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonHit {
    /// Today's name in the archive.
    pub name: String,
    /// Mentions in the story.
    pub mentions: u64,
    /// Quotes in the story.
    pub quotes: u64,
}

/// A document that was asked for by address or id.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its address.
    pub address: String,
    /// Its story.
    pub story: Story,
}

/// Numbers about an archive.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats {
    /// Documents.
    pub stories: u64,
    /// Words of the searched lines.
    pub words: u64,
    /// Documents without a date.
    pub undated: u64,
    /// Day of the oldest dated document.
    pub oldest: Option<String>,
    /// Day of the newest dated document.
    pub newest: Option<String>,
    /// Documents in which people, places and quotes were not looked for.
    pub not_extracted: u64,
    /// Different people.
    pub people: u64,
    /// Different places.
    pub places: u64,
    /// Different organisations.
    pub orgs: u64,
    /// Documents by language code; those of unknown language under `unknown`.
    pub languages: Vec<(String, u64)>,
    /// Documents by paper; those of unknown paper under `unknown`.
    pub sources: Vec<(String, u64)>,
    /// Bytes of the files indexed.
    pub text_bytes: u64,
    /// Bytes of the index.
    pub index_bytes: u64,
    /// Files that failed in the run that made the index.
    pub failed: u64,
    /// Files skipped by rule in that run.
    pub skipped: u64,
    /// Number of the generation.
    pub generation: u64,
    /// When it was made, RFC 3339.
    pub made: String,
    /// Whether that run came to its end.
    pub complete: bool,
}

/// Why an engine could not answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The index could not be read.
    #[error(transparent)]
    Index(#[from] crate::index::IndexError),
}

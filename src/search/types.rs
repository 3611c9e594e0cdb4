//! What an engine is asked and what it answers. No index library's types here, so that another
//! engine can stand behind the same surface.

use serde::{Deserialize, Serialize};

use crate::extract::Sourced;
use crate::index::names::{PlaceKind, Whereabouts};
use crate::query::Query;
use crate::snippet::Snippet;
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
    /// Everything but the people, with at most so many snippets.
    Snippets(usize),
    /// Everything, with at most so many snippets.
    Everything(usize),
}

/// Orders of hits. Ties are broken by (id, address), so pages fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Best score first.
    Relevance,
    /// Newest first, undated last.
    Newest,
    /// Oldest first, undated last.
    Oldest,
    /// Longest first, by words of the searched lines.
    Length,
    /// By address.
    Path,
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
    /// Whether nothing was cut: `false` when the index run was interrupted.
    pub complete: bool,
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

/// A kind of names to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// People named.
    People,
    /// Places named.
    Places,
    /// Organisations named.
    Orgs,
}

/// Orders of counted names. Ties are broken by the other count, then by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FacetOrder {
    /// In most stories first.
    #[default]
    Stories,
    /// Most mentioned first.
    Mentions,
}

/// A count of names over the stories that match a query.
#[derive(Clone, Debug)]
pub struct FacetRequest {
    /// Which stories to count.
    pub query: Query,
    /// What to count.
    pub facet: Facet,
    /// Only names with a word that begins so; letter case and accents do not matter.
    pub prefix: Option<String>,
    /// The order.
    pub by: FacetOrder,
    /// Most values to return; all without a limit.
    pub top: Option<usize>,
}

/// The answer to a [`FacetRequest`].
#[derive(Clone, Debug)]
pub struct FacetResponse {
    /// The values, in the order asked for.
    pub values: Vec<FacetValue>,
    /// Number of different values, those beyond `top` included.
    pub distinct: u64,
    /// How many of these are places that the gazetteer does not know.
    pub unresolved: u64,
    /// Number of matching documents.
    pub stories: u64,
    /// Whether all counts are exact.
    pub exact: bool,
    /// Whether nothing was cut.
    pub complete: bool,
    /// The index generation that answered.
    pub generation: u64,
}

/// A name with its counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// The name to show.
    pub name: String,
    /// What and where it is; of places only.
    pub place: Option<Whereabouts>,
    /// Matching documents that have it, or for a country or region something in it; each counted
    /// once.
    pub stories: u64,
    /// All mentions of it, or of what is in it, in those documents.
    pub mentions: u64,
}

impl FacetValue {
    /// Whether it is a place that the gazetteer does not know.
    pub fn is_unresolved(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.kind == PlaceKind::Unresolved)
    }
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

//! The seam between surfaces and engines.

use super::counted::{Candidates, FacetRequest, FacetResponse};
use super::explained::{Advice, ExplainRequest, Explanation};
use super::people::{Suggestion, WhyRequest, WhyResponse};
use super::periods::{TimelineRequest, TimelineResponse};
use super::said::{QuotesRequest, QuotesResponse};
use super::types::{Found, Hit, Request, Response, SearchError, Stats};
use crate::query::Query;

/// An answer whose hits are read one by one, as they are asked for.
pub struct Answer<'a> {
    /// The answer without its hits.
    pub response: Response,
    /// The hits, in order.
    pub hits: Box<dyn Iterator<Item = Result<Hit, SearchError>> + 'a>,
}

/// Something that answers questions about an archive. Every surface (terminal, JSON, later web and
/// assistants) asks through this, so that all give the same answer.
pub trait Engine {
    /// Finds and ranks stories.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn search(&self, request: &Request) -> Result<Response, SearchError> {
        let Answer { response, hits } = self.stream(request)?;
        Ok(Response { hits: hits.collect::<Result<_, SearchError>>()?, ..response })
    }

    /// Finds and ranks stories, and reads each only when it is asked for: for answers of any length.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn stream<'a>(&'a self, request: &'a Request) -> Result<Answer<'a>, SearchError>;

    /// Counts values over the stories that match.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn facet(&self, request: &FacetRequest) -> Result<FacetResponse, SearchError>;

    /// Counts the stories that match over time.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn timeline(&self, request: &TimelineRequest) -> Result<TimelineResponse, SearchError>;

    /// Who may be meant by the names of a query that fit several people.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn candidates(&self, query: &Query) -> Result<Vec<Candidates>, SearchError>;

    /// Finds and ranks quotes.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn quotes(&self, request: &QuotesRequest) -> Result<QuotesResponse, SearchError>;

    /// The documents with this address or id, by address; exact twins share an id.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn find(&self, address_or_id: &str) -> Result<Vec<Found>, SearchError>;

    /// Why names are one person's in this archive, and which nearly were.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn why(&self, request: &WhyRequest) -> Result<WhyResponse, SearchError>;

    /// Names that are likely one person's, though not certainly; the best first.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn suggestions(&self, most: Option<usize>) -> Result<Vec<Suggestion>, SearchError>;

    /// What each clause of a query finds, and whether and why a story is among its results.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn explain(&self, request: &ExplainRequest) -> Result<Explanation, SearchError>;

    /// What is to be said of the words of a query that finds something, or nothing.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn advice(&self, query: &Query, found: bool) -> Result<Advice, SearchError>;

    /// Numbers about the whole archive.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn stats(&self) -> Result<Stats, SearchError>;
}

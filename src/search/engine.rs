//! The seam between surfaces and engines.

use super::people::{Suggestion, WhyRequest, WhyResponse};
use super::said::{QuotesRequest, QuotesResponse};
use super::types::{FacetRequest, FacetResponse, Found, Request, Response, SearchError, Stats};

/// Something that answers questions about an archive. Every surface (terminal, JSON, later web and
/// assistants) asks through this, so that all give the same answer.
pub trait Engine {
    /// Finds and ranks stories.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn search(&self, request: &Request) -> Result<Response, SearchError>;

    /// Counts names over the stories that match.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn facet(&self, request: &FacetRequest) -> Result<FacetResponse, SearchError>;

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

    /// Numbers about the whole archive.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn stats(&self) -> Result<Stats, SearchError>;
}

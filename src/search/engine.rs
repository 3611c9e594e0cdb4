//! The seam between surfaces and engines.

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

    /// The documents with this address or id, by address; exact twins share an id.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn find(&self, address_or_id: &str) -> Result<Vec<Found>, SearchError>;

    /// Numbers about the whole archive.
    ///
    /// # Errors
    /// When the index cannot be read.
    fn stats(&self) -> Result<Stats, SearchError>;
}

//! Asking an archive: requests, responses and the engine behind them, free of any index library's
//! types.

mod collect;
mod engine;
mod facets;
mod filters;
mod hits;
mod local;
mod people;
mod quotes;
mod said;
mod stats;
mod suggest;
mod types;
mod why;

pub use engine::Engine;
pub use local::LocalEngine;
pub use people::{Because, Near, Suggestion, Why, WhyName, WhyRequest, WhyResponse};
pub use said::{QuoteHit, QuotesRequest, QuotesResponse};
pub use types::{
    Facet, FacetOrder, FacetRequest, FacetResponse, FacetValue, Found, Hit, PersonHit, Request, Response,
    SearchError, Sort, Stats, Want,
};

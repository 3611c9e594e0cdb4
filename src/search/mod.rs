//! Asking an archive: requests, responses and the engine behind them, free of any index library's
//! types.

mod collect;
mod engine;
mod facets;
mod hits;
mod local;
mod stats;
mod types;

pub use engine::Engine;
pub use local::LocalEngine;
pub use types::{
    Facet, FacetOrder, FacetRequest, FacetResponse, FacetValue, Found, Hit, PersonHit, Request, Response,
    SearchError, Sort, Stats, Want,
};

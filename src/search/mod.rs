//! Asking an archive: requests, responses and the engine behind them, free of any index library's
//! types.

mod beside;
mod collect;
mod counted;
mod cursor;
mod days;
mod doctor;
mod engine;
mod explain;
mod explained;
mod facets;
mod filters;
mod hits;
mod local;
mod own;
mod people;
mod periods;
mod plain;
mod quotes;
mod respell;
mod said;
mod sets;
mod spelling;
mod stats;
mod suggest;
mod tally;
mod types;
mod why;

pub use beside::{with_person, without_choice};
pub use counted::{Candidate, Candidates, Facet, FacetOrder, FacetRequest, FacetResponse, FacetValue};
pub use cursor::{Cursor, CursorError};
pub use engine::{Answer, Engine};
pub use explained::{
    Advice, Ailing, ClauseCount, Doctor, ExplainRequest, Explanation, How, Judged, Meant, Spelling, Verdict,
    Way,
};
pub use local::LocalEngine;
pub use people::{Because, Near, Suggestion, Why, WhyName, WhyRequest, WhyResponse};
pub use periods::{Period, PeriodCount, TimelineRequest, TimelineResponse};
pub use said::{QuoteHit, QuotesRequest, QuotesResponse};
pub use types::{Found, Hit, MarkedLine, PersonHit, Request, Response, SearchError, Sort, Stats, Want};

//! Facets: what can be counted over the stories that match a query, and the counts.

use serde::{Deserialize, Serialize};

use crate::index::names::{PlaceKind, Whereabouts};
use crate::query::Query;

/// What to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// People named.
    People,
    /// Places named.
    Places,
    /// Organisations named.
    Orgs,
    /// People quoted.
    Speakers,
    /// People whom a story names and does not quote.
    Unquoted,
    /// Places of datelines.
    Datelines,
    /// Papers.
    Sources,
    /// News agencies.
    Agencies,
    /// Languages, by their codes.
    Languages,
    /// Years of publication.
    Years,
    /// Months of publication, as in 2017-11.
    Months,
}

impl Facet {
    /// The field of it, as queries and records call it.
    pub fn field(self) -> &'static str {
        match self {
            Facet::People => "person",
            Facet::Places => "place",
            Facet::Orgs => "org",
            Facet::Speakers => "speaker",
            Facet::Unquoted => "unquoted",
            Facet::Datelines => "dateline",
            Facet::Sources => "source",
            Facet::Agencies => "agency",
            Facet::Languages => "lang",
            Facet::Years => "year",
            Facet::Months => "month",
        }
    }

    /// Whether it is known how often a story mentions a value.
    pub fn has_mentions(self) -> bool {
        use Facet::{Orgs, People, Places, Speakers, Unquoted};
        matches!(self, People | Places | Orgs | Speakers | Unquoted)
    }
}

/// Orders of counted values. Ties are broken by the other count, then by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FacetOrder {
    /// In most stories first.
    #[default]
    Stories,
    /// Most mentioned first.
    Mentions,
}

/// A count of values over the stories that match a query.
#[derive(Clone, Debug)]
pub struct FacetRequest {
    /// Which stories to count.
    pub query: Query,
    /// What to count.
    pub facet: Facet,
    /// Only values with a word that begins so; letter case and accents do not matter.
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
    /// How many of these have no value at all.
    pub without: u64,
    /// Whether all counts are exact.
    pub exact: bool,
    /// Whether nothing was cut.
    pub complete: bool,
    /// Clauses of the query that stand for too many words.
    pub cut: Vec<String>,
    /// The index generation that answered.
    pub generation: u64,
}

/// A value with its counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// The name to show.
    pub name: String,
    /// What and where it is; of places only.
    pub place: Option<Whereabouts>,
    /// Matching documents that have it, or for a country or region something in it; each counted
    /// once.
    pub stories: u64,
    /// All mentions of it, or of what is in it, in those documents; 0 where that is not known.
    pub mentions: u64,
}

impl FacetValue {
    /// Whether it is a place that the gazetteer does not know.
    pub fn is_unresolved(&self) -> bool {
        self.place.as_ref().is_some_and(|place| place.kind == PlaceKind::Unresolved)
    }
}

/// People that a word of `person:` or `speaker:` may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidates {
    /// The field that was asked: `person` or `speaker`.
    pub field: String,
    /// What was asked of it.
    pub value: String,
    /// The people that it fits, those in most matching documents first; the first few.
    pub people: Vec<Candidate>,
    /// Number of all people of matching documents that it fits.
    pub distinct: u64,
}

/// One of several people that may be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The name to show.
    pub name: String,
    /// Matching documents that name the person, or quote them where `speaker:` was asked.
    pub stories: u64,
}

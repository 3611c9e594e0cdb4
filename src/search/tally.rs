//! Facets of every kind: the counts of names, of plain values and of days, in one shape.

use std::cmp::{Ordering, Reverse};

use tantivy::query::Query;

use super::counted::{Facet, FacetOrder, FacetRequest, FacetResponse, FacetValue};
use super::days::{DayCounting, rolled_up};
use super::facets::Counting;
use super::periods::Period;
use super::plain::PlainCounting;
use crate::index::names::lookup::{begins, folded};
use crate::index::{Archive, IndexError};

/// Values in their order, of documents in all, of which some have no value.
struct Tally {
    values: Vec<FacetValue>,
    documents: u64,
    without: u64,
}

/// Counts what a request asks for; `query` is its query as planned.
pub(super) fn facet(
    archive: &Archive,
    request: &FacetRequest,
    query: &dyn Query,
) -> Result<FacetResponse, IndexError> {
    let Tally { mut values, documents, without } = match request.facet {
        Facet::Sources => plain(archive, request, query, "source")?,
        Facet::Agencies => plain(archive, request, query, "agency")?,
        Facet::Languages => plain(archive, request, query, "language")?,
        Facet::Years => periods(archive, request, query, Period::Year)?,
        Facet::Months => periods(archive, request, query, Period::Month)?,
        _ => names(archive, request, query)?,
    };
    let distinct = values.len() as u64;
    let unresolved = values.iter().filter(|v| v.is_unresolved()).count() as u64;
    values.truncate(request.top.unwrap_or(usize::MAX));
    Ok(FacetResponse {
        values,
        distinct,
        unresolved,
        stories: documents,
        without,
        exact: true,
        complete: archive.generation.complete,
        cut: Vec::new(),
        generation: archive.generation.number,
    })
}

fn names(archive: &Archive, request: &FacetRequest, query: &dyn Query) -> Result<Tally, IndexError> {
    let Some(counting) = Counting::of(request.facet, archive.names()?) else {
        return Ok(Tally { values: Vec::new(), documents: 0, without: 0 });
    };
    let counts = archive.searcher().search(query, &counting)?;
    let (documents, without) = (counts.documents, counts.documents - counts.with);
    Ok(Tally { values: counting.values(&counts, request), documents, without })
}

fn plain(
    archive: &Archive,
    request: &FacetRequest,
    query: &dyn Query,
    column: &'static str,
) -> Result<Tally, IndexError> {
    let counts = archive.searcher().search(query, &PlainCounting { column })?;
    let values = listed(counts.of.into_iter(), request);
    Ok(Tally { values, documents: counts.documents, without: counts.documents - counts.with })
}

fn periods(
    archive: &Archive,
    request: &FacetRequest,
    query: &dyn Query,
    by: Period,
) -> Result<Tally, IndexError> {
    let days = archive.searcher().search(query, &DayCounting)?;
    let counts = rolled_up(&days, by);
    let documents = days.values().sum::<u64>();
    let without = documents - counts.values().sum::<u64>();
    let named = counts.into_iter().map(|(first, count)| (by.name(first), count));
    Ok(Tally { values: listed(named, request), documents, without })
}

/// Plain values that fit a request, in its order.
fn listed(counts: impl Iterator<Item = (String, u64)>, request: &FacetRequest) -> Vec<FacetValue> {
    let prefix = request.prefix.as_deref().map(folded);
    let fits = |name: &str| prefix.as_ref().is_none_or(|prefix| begins(&folded(name), prefix));
    let value = |(name, stories)| FacetValue { name, place: None, stories, mentions: 0 };
    sorted(counts.filter(|(name, _)| fits(name)).map(value).collect(), request.by)
}

/// By falling counts, then by name.
pub(super) fn sorted(mut values: Vec<FacetValue>, by: FacetOrder) -> Vec<FacetValue> {
    values.sort_by(|a, b| order(a, b, by));
    values
}

fn order(a: &FacetValue, b: &FacetValue, by: FacetOrder) -> Ordering {
    let counts = |v: &FacetValue| match by {
        FacetOrder::Stories => Reverse((v.stories, v.mentions)),
        FacetOrder::Mentions => Reverse((v.mentions, v.stories)),
    };
    counts(a).cmp(&counts(b)).then_with(|| (&a.name, &a.place).cmp(&(&b.name, &b.place)))
}

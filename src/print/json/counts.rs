//! Counts, as records: facets, periods, lines of a batch.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{line, query, repairs};
use crate::index::Archive;
use crate::print::Output;
use crate::print::batch::Answered;
use crate::query::Query;
use crate::search::{
    Advice, Facet, FacetRequest, FacetResponse, FacetValue, PeriodCount, Response, TimelineRequest,
    TimelineResponse,
};

/// A query record, a facet record for each value, a summary record with what there is to say of the query.
///
/// # Errors
/// When stdout is closed.
pub fn facet(
    out: &mut Output,
    archive: &Archive,
    request: &FacetRequest,
    response: &FacetResponse,
    advice: &Advice,
) -> io::Result<()> {
    line(out, &query(&request.query, response.generation, archive.generation.stories))?;
    values(out, request.facet, &response.values)?;
    line(
        out,
        &json!({
            "type": "summary",
            "stories": response.stories,
            "values": response.distinct,
            "unresolved": response.unresolved,
            "without": response.without,
            "by": request.by,
            "exact": response.exact,
            "complete": response.complete,
            "suggestions": advice.suggestions,
            "doctor": advice.doctor,
        }),
    )?;
    out.flush()
}

/// A facet record for each value.
///
/// # Errors
/// When stdout is closed.
pub fn values(out: &mut Output, facet: Facet, values: &[FacetValue]) -> io::Result<()> {
    values.iter().try_for_each(|value| line(out, &facet_record(facet, value)))
}

fn facet_record(facet: Facet, value: &FacetValue) -> Value {
    let place = value.place.as_ref();
    json!({
        "type": "facet",
        "field": facet.field(),
        "value": value.name,
        "kind": place.map(|p| p.kind),
        "country": place.and_then(|p| p.country.as_deref()),
        "region": place.and_then(|p| p.region.as_deref()),
        "geonames": place.and_then(|p| p.geonames),
        "stories": value.stories,
        "mentions": facet.has_mentions().then_some(value.mentions),
    })
}

/// A query record, a period record for each period, a summary record. `per` is the number of stories
/// that shares are given in.
///
/// # Errors
/// When stdout is closed.
pub fn timeline(
    out: &mut Output,
    archive: &Archive,
    request: &TimelineRequest,
    response: &TimelineResponse,
    advice: &Advice,
    per: Option<u64>,
) -> io::Result<()> {
    line(out, &query(&request.query, response.generation, archive.generation.stories))?;
    for period in &response.periods {
        line(out, &period_record(period, per))?;
    }
    line(
        out,
        &json!({
            "type": "summary",
            "periods": response.periods.len(),
            "stories": response.stories,
            "undated": response.undated,
            "by": request.by,
            "per": per,
            "exact": response.exact,
            "complete": response.complete,
            "suggestions": advice.suggestions,
            "doctor": advice.doctor,
        }),
    )?;
    out.flush()
}

fn period_record(period: &PeriodCount, per: Option<u64>) -> Value {
    let rate = per.and_then(|per| period.per(per));
    json!({
        "type": "period",
        "period": period.name,
        "first": period.first.to_string(),
        "last": period.last.to_string(),
        "stories": period.stories,
        "all": period.all,
        "rate": rate.map(|rate| (rate * 1e4).round() / 1e4),
    })
}

/// The record of a line of a batch.
///
/// # Errors
/// When stdout is closed.
pub fn batch(out: &mut Output, number: u64, answered: &Answered) -> io::Result<()> {
    let record = match answered {
        Answered::Found(query, response, advice) => found(number, query, response, advice),
        Answered::Failed(why) => json!({"type": "batch", "line": number, "error": why}),
    };
    line(out, &record)
}

fn found(number: u64, query: &Query, response: &Response, advice: &Advice) -> Value {
    json!({
        "type": "batch",
        "line": number,
        "typed": query.typed,
        "reading": query.reading(),
        "repairs": repairs(query),
        "stories": response.total,
        "exact": response.exact,
        "top": response.hits.iter().map(|hit| hit.address.as_str()).collect::<Vec<_>>(),
        "suggestions": advice.suggestions,
        "doctor": advice.doctor,
    })
}

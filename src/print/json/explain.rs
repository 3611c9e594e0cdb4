//! Explanations as records.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{line, query};
use crate::index::Archive;
use crate::print::Output;
use crate::print::explain::{reason, shown, why};
use crate::query::Query;
use crate::query::miss::Miss;
use crate::search::{ClauseCount, Explanation, Judged, Verdict};
use crate::story::Story;
use crate::text::Span;

/// A query record, a record of its clauses, a record for each story asked about.
///
/// # Errors
/// When stdout is closed.
pub fn explanation(
    out: &mut Output,
    archive: &Archive,
    typed: &Query,
    explained: &Explanation,
) -> io::Result<()> {
    line(out, &query(typed, explained.generation, archive.generation.stories))?;
    line(
        out,
        &json!({
            "type": "clauses",
            "exact": explained.exact,
            "complete": explained.complete,
            "cut": explained.cut,
            "suggestions": explained.advice.suggestions,
            "doctor": explained.advice.doctor,
            "clause": clause(&explained.clause),
        }),
    )?;
    explained.stories.iter().try_for_each(|one| line(out, &verdict(one)))?;
    out.flush()
}

fn clause(one: &ClauseCount) -> Value {
    json!({
        "text": one.text,
        "join": one.join.name(),
        "stories": one.stories,
        "left": one.left,
        "parts": one.parts.iter().map(clause).collect::<Vec<Value>>(),
        "more": one.more,
    })
}

fn verdict(one: &Verdict) -> Value {
    let because = one
        .clause
        .first_failed()
        .map(|failed| json!({"clause": failed.text, "reason": why(failed, &one.story)}));
    json!({
        "type": "verdict",
        "address": one.address,
        "id": one.story.id,
        "found": one.clause.holds,
        "because": because,
        "clause": judged(&one.clause, &one.story),
    })
}

fn judged(one: &Judged, story: &Story) -> Value {
    json!({
        "text": one.text,
        "join": one.join.name(),
        "holds": one.holds,
        "places": one.places,
        "at": places(&one.at, story),
        "miss": one.miss.as_ref().map(|miss| missing(miss, story)),
        "parts": one.parts.iter().map(|part| judged(part, story)).collect::<Vec<Value>>(),
    })
}

fn missing(miss: &Miss, story: &Story) -> Value {
    json!({"kind": miss.name(), "reason": reason(miss, story), "at": places(&miss.places(), story)})
}

fn places(at: &[Span], story: &Story) -> Vec<Value> {
    at.iter()
        .map(|span| json!({"line": story.line_number(span.start), "text": shown(story, *span)}))
        .collect()
}

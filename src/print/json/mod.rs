//! Results as JSON Lines, in the shape of `schema/result.v1.schema.json`.

mod counts;
mod explain;
mod names;

use std::io::{self, Write};
use std::time::Duration;

use serde_json::{Value, json};

pub use counts::{batch, facet, timeline, values};
pub use explain::explanation;
pub use names::{suggestions, why};

use super::output::Output;
use super::safe::is_harmful;
use crate::index::Archive;
use crate::query::{Query, Repair};
use crate::search::{
    Advice, Candidates, Hit, QuoteHit, QuotesRequest, QuotesResponse, Response, Sort, Stats,
};
use crate::snippet::Snippet;
use crate::text::Span;

/// The same JSON with every character that could harm a terminal written as an escape.
///
/// Such characters can stand inside strings only, where an escape means the same.
///
/// ```
/// assert_eq!(morgue::print::json::harmless("\"a\u{202e}b\""), r#""a\u202eb""#);
/// ```
pub fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_harmful(c) {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

fn line(out: &mut Output, value: &Value) -> io::Result<()> {
    writeln!(out, "{}", harmless(&value.to_string()))
}

/// The query record.
///
/// # Errors
/// When stdout is closed.
pub fn head(out: &mut Output, archive: &Archive, typed: &Query) -> io::Result<()> {
    let generation = &archive.generation;
    line(out, &query(typed, generation.number, generation.stories))
}

/// The record of a hit.
///
/// # Errors
/// When stdout is closed.
pub fn hit(out: &mut Output, archive: &Archive, hit: &Hit) -> io::Result<()> {
    line(out, &hit_record(hit, archive))
}

/// The summary record of a search.
///
/// # Errors
/// When stdout is closed.
pub fn summary(
    out: &mut Output,
    response: &Response,
    candidates: &[Candidates],
    advice: &Advice,
    took: Duration,
) -> io::Result<()> {
    let half_life = match response.sort {
        Sort::Recent(days) => Some(days),
        _ => None,
    };
    line(
        out,
        &json!({
            "type": "summary",
            "stories": response.total,
            "exact": response.exact,
            "complete": response.complete,
            "cut": response.cut,
            "sort": response.sort.name(),
            "half_life": half_life,
            "candidates": candidates,
            "suggestions": advice.suggestions,
            "doctor": advice.doctor,
            "elapsed_ms": (took.as_secs_f64() * 1e5).round() / 100.0,
            "next": response.cursor,
        }),
    )?;
    out.flush()
}

fn repairs(query: &Query) -> Vec<Value> {
    let chars = |at: usize| query.typed.get(..at).map_or(0, |t| t.chars().count());
    let repair = |r: &Repair| {
        json!({
            "start": chars(r.span.start),
            "end": chars(r.span.end),
            "message": r.message,
            "instead": r.instead,
        })
    };
    query.repairs.iter().map(repair).collect()
}

fn query(query: &Query, generation: u64, stories: u64) -> Value {
    json!({
        "type": "query",
        "v": 1,
        "typed": query.typed,
        "reading": query.reading(),
        "repairs": repairs(query),
        "index": {"generation": generation, "stories": stories},
    })
}

fn hit_record(hit: &Hit, archive: &Archive) -> Value {
    let path = archive.path_of(&hit.address);
    let snippets: Vec<Value> = hit.snippets.iter().map(|s| snippet(s, hit.file_bytes)).collect();
    json!({
        "type": "hit",
        "rank": hit.rank,
        "id": hit.id,
        "score": (f64::from(hit.score) * 1e4).round() / 1e4,
        "address": hit.address,
        "path": path.to_string_lossy(),
        "line": hit.line,
        "date": hit.date.as_ref().map(|d| json!({"value": d.value.to_string(), "origin": d.origin})),
        "headline": hit.headline,
        "agency": hit.agency,
        "source": hit.source,
        "language": hit.language,
        "words": hit.words,
        "snippets": snippets,
        "people": hit.people,
    })
}

/// Marks are in code points of the snippet's text, `byte` in bytes of the file (UTF-8 files only).
fn snippet(snippet: &Snippet, file_bytes: Option<u64>) -> Value {
    let chars = |at: usize| snippet.text.get(..at).map_or(0, |t| t.chars().count());
    let marks: Vec<[usize; 2]> =
        snippet.marks.iter().map(|m: &Span| [chars(m.start), chars(m.end)]).collect();
    let byte = file_bytes.map(|base| [snippet.span.start as u64 + base, snippet.span.end as u64 + base]);
    json!({
        "part": snippet.part,
        "line": snippet.line,
        "byte": byte,
        "text": snippet.text,
        "marks": marks,
        "speaker": snippet.speaker,
    })
}

/// A query record, a quote record for each quote, a summary record.
///
/// # Errors
/// When stdout is closed.
pub fn quotes(
    out: &mut Output,
    archive: &Archive,
    request: &QuotesRequest,
    response: &QuotesResponse,
    advice: &Advice,
) -> io::Result<()> {
    line(out, &query(&request.query, response.generation, archive.generation.stories))?;
    for quote in &response.quotes {
        line(out, &quote_record(quote, archive))?;
    }
    line(
        out,
        &json!({
            "type": "summary",
            "quotes": response.total,
            "stories": response.stories,
            "exact": response.exact,
            "complete": response.complete,
            "suggestions": advice.suggestions,
            "doctor": advice.doctor,
        }),
    )?;
    out.flush()
}

fn quote_record(quote: &QuoteHit, archive: &Archive) -> Value {
    let chars = |at: usize| quote.text.get(..at).map_or(0, |t| t.chars().count());
    let marks: Vec<[usize; 2]> = quote.marks.iter().map(|m| [chars(m.start), chars(m.end)]).collect();
    let byte = quote.file_bytes.map(|base| [quote.span.start as u64 + base, quote.span.end as u64 + base]);
    json!({
        "type": "quote",
        "rank": quote.rank,
        "score": (f64::from(quote.score) * 1e4).round() / 1e4,
        "speaker": quote.speaker,
        "as_written": quote.as_written,
        "text": quote.text,
        "marks": marks,
        "kind": quote.kind,
        "cue": quote.cue,
        "relay": quote.relay,
        "rule": quote.rule,
        "confidence": (f64::from(quote.confidence) * 1e4).round() / 1e4,
        "group": quote.group,
        "id": quote.id,
        "address": quote.address,
        "path": archive.path_of(&quote.address).to_string_lossy(),
        "line": quote.line,
        "byte": byte,
        "date": quote.date.as_ref().map(|d| json!({"value": d.value.to_string(), "origin": d.origin})),
        "headline": quote.headline,
        "source": quote.source,
    })
}

/// One object with all numbers.
///
/// # Errors
/// When stdout is closed.
pub fn stats(out: &mut Output, stats: &Stats) -> io::Result<()> {
    let mut value = serde_json::to_value(stats).map_err(io::Error::other)?;
    value["type"] = "stats".into();
    line(out, &value)?;
    out.flush()
}

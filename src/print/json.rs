//! Results as JSON Lines, in the shape of `schema/result.v1.schema.json`.

use std::io::{self, Write};
use std::time::Duration;

use serde_json::{Value, json};

use super::output::Output;
use super::safe::is_harmful;
use crate::identity::Rules;
use crate::index::Archive;
use crate::query::Query;
use crate::search::{
    Because, Facet, FacetRequest, FacetResponse, Hit, QuoteHit, QuotesRequest, QuotesResponse, Request,
    Response, Stats, Suggestion, WhyName, WhyResponse,
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

/// A query record, a hit record for each hit, a summary record.
///
/// # Errors
/// When stdout is closed.
pub fn search(
    out: &mut Output,
    archive: &Archive,
    request: &Request,
    response: &Response,
    took: Duration,
) -> io::Result<()> {
    line(out, &query(&request.query, response.generation, archive.generation.stories))?;
    for hit in &response.hits {
        line(out, &hit_record(hit, archive))?;
    }
    line(
        out,
        &json!({
            "type": "summary",
            "stories": response.total,
            "exact": response.exact,
            "complete": response.complete,
            "sort": response.sort,
            "elapsed_ms": (took.as_secs_f64() * 1e5).round() / 100.0,
            "next": response.cursor,
        }),
    )?;
    out.flush()
}

fn query(query: &Query, generation: u64, stories: u64) -> Value {
    let repairs: Vec<Value> = query
        .repairs
        .iter()
        .map(|r| {
            let chars = |at: usize| query.typed.get(..at).map_or(0, |t| t.chars().count());
            json!({
                "start": chars(r.span.start),
                "end": chars(r.span.end),
                "message": r.message,
                "instead": r.instead,
            })
        })
        .collect();
    json!({
        "type": "query",
        "v": 1,
        "typed": query.typed,
        "reading": query.reading(),
        "repairs": repairs,
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

/// A query record, a facet record for each value, a summary record.
///
/// # Errors
/// When stdout is closed.
pub fn facet(
    out: &mut Output,
    archive: &Archive,
    request: &FacetRequest,
    response: &FacetResponse,
) -> io::Result<()> {
    let field = match request.facet {
        Facet::People => "person",
        Facet::Places => "place",
        Facet::Orgs => "org",
    };
    line(out, &query(&request.query, response.generation, archive.generation.stories))?;
    for value in &response.values {
        line(
            out,
            &json!({
                "type": "facet",
                "field": field,
                "value": value.name,
                "kind": value.place.as_ref().map(|p| p.kind),
                "country": value.place.as_ref().and_then(|p| p.country.as_deref()),
                "region": value.place.as_ref().and_then(|p| p.region.as_deref()),
                "geonames": value.place.as_ref().and_then(|p| p.geonames),
                "stories": value.stories,
                "mentions": value.mentions,
            }),
        )?;
    }
    line(
        out,
        &json!({
            "type": "summary",
            "stories": response.stories,
            "values": response.distinct,
            "unresolved": response.unresolved,
            "by": request.by,
            "exact": response.exact,
            "complete": response.complete,
        }),
    )?;
    out.flush()
}

/// A why record for each person of a name: all names, what each rests on, and who nearly was one of
/// them.
///
/// # Errors
/// When stdout is closed.
pub fn why(out: &mut Output, response: &WhyResponse) -> io::Result<()> {
    for why in &response.people {
        let edits: Vec<Value> =
            why.edits.iter().map(|(kind, line)| json!({"kind": kind.name(), "line": line})).collect();
        let near: Vec<Value> = why
            .near
            .iter()
            .map(|near| {
                json!({
                    "name": near.name,
                    "other": near.other,
                    "person": near.person,
                    "stories": near.stories,
                    "rules": rules(near.rules),
                })
            })
            .collect();
        line(
            out,
            &json!({
                "type": "why",
                "name": why.name,
                "stories": why.stories,
                "names": why.names.iter().map(why_name).collect::<Vec<Value>>(),
                "near": near,
                "edits": edits,
            }),
        )?;
    }
    out.flush()
}

fn why_name(name: &WhyName) -> Value {
    let (with, rules, line) = match &name.because {
        Because::First => (None, Vec::new(), None),
        Because::Name(other, with) => (Some(other), rules(*with), None),
        Because::Edit(line) => (None, Vec::new(), Some(line)),
    };
    json!({"name": name.name, "stories": name.stories, "with": with, "rules": rules, "edit": line})
}

fn rules(rules: Rules) -> Vec<&'static str> {
    rules.iter().map(|rule| rule.name()).collect()
}

/// A record for each two entries that are likely one person.
///
/// # Errors
/// When stdout is closed.
pub fn suggestions(out: &mut Output, suggestions: &[Suggestion]) -> io::Result<()> {
    for suggestion in suggestions {
        let people: Vec<Value> = suggestion
            .people
            .iter()
            .map(|(name, stories)| json!({"name": name, "stories": stories}))
            .collect();
        line(out, &json!({"type": "suggestion", "people": people, "rules": rules(suggestion.rules)}))?;
    }
    out.flush()
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

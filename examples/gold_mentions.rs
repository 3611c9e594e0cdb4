//! Grouping and resolving alone: `cargo run --release --example gold_mentions < GOLD.jsonl > RECORDS.jsonl`.
//!
//! A line is `{"id", "text", "spans": [{"start", "end", "type": "PER" | "LOC" | "ORG"}]}`, offsets in code
//! points; other types are passed over. A record is `{"id", "people", "places", "orgs"}` with the names
//! that [`from_mentions`] makes of the spans, in the shape of `morgue extract`.

use std::io::{BufRead, Error, Write};

use morgue::extract::entities::{Kind, Mention, from_mentions};
use morgue::extract::{Given, Page, facts};
use morgue::segment;
use morgue::text::Span;
use morgue::text::codepoints::CodePoints;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let gold: Value = serde_json::from_str(&line?)?;
        writeln!(out, "{}", record(&gold).ok_or_else(|| Error::other("a line without text and spans"))?)?;
    }
    Ok(())
}

fn record(gold: &Value) -> Option<Value> {
    let text = gold.get("text")?.as_str()?;
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let at = |span: &Value, key: &str| bytes.get(span.get(key)?.as_u64()? as usize).copied();
    let mention = |span: &Value| {
        let kind = match span.get("type")?.as_str()? {
            "PER" => Kind::Person,
            "LOC" => Kind::Place,
            "ORG" => Kind::Org,
            _ => return None,
        };
        Some(Mention { span: Span::new(at(span, "start")?, at(span, "end")?), kind })
    };
    let mentions: Vec<Mention> = gold.get("spans")?.as_array()?.iter().filter_map(mention).collect();
    let anatomy = segment::whole(text);
    let page = Page { text, anatomy: &anatomy };
    let facts = facts::facts(page, &Given::default());
    let found = from_mentions(page, facts.dateline.as_ref(), &mentions);
    let points = CodePoints::new(text);
    let spans = |all: &[Span]| -> Vec<Value> {
        all.iter().map(|s| json!({"start": points.at(s.start), "end": points.at(s.end)})).collect()
    };
    let people: Vec<Value> =
        found.people.iter().map(|p| json!({"name": p.name, "mentions": spans(&p.mentions)})).collect();
    let places: Vec<Value> = found
        .places
        .iter()
        .map(|p| {
            json!({"name": p.name, "country": p.country, "region": p.region, "lat": p.lat, "lon": p.lon,
                   "geonames": p.geonames, "mentions": spans(&p.mentions)})
        })
        .collect();
    let orgs: Vec<Value> =
        found.orgs.iter().map(|o| json!({"name": o.name, "mentions": spans(&o.mentions)})).collect();
    Some(json!({"id": gold.get("id"), "people": people, "places": places, "orgs": orgs}))
}

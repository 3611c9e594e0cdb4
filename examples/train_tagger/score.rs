//! How good what was found is, and as a record for other scorers.

use std::collections::BTreeSet;

use morgue::extract::Page;
use morgue::extract::entities::{Kind, Mention, from_mentions};
use morgue::segment::whole;
use morgue::text::Span;
use morgue::text::codepoints::CodePoints;
use serde_json::json;

use crate::data::Story;

/// Exact F1 of people, places and organisations, as text.
pub fn exact<'a>(stories: impl Iterator<Item = (&'a Story, Vec<Mention>)>) -> String {
    let mut counts = [[0usize; 3]; 3];
    for (story, found) in stories {
        for (count, kind) in counts.iter_mut().zip([Kind::Person, Kind::Place, Kind::Org]) {
            let wanted: BTreeSet<Span> =
                story.names.iter().filter(|(k, _)| *k == Some(kind)).map(|(_, span)| *span).collect();
            let got: BTreeSet<Span> = found.iter().filter(|m| m.kind == kind).map(|m| m.span).collect();
            let parts = [wanted.intersection(&got).count(), got.len(), wanted.len()];
            count.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
    }
    let f1 = |[right, got, wanted]: [usize; 3]| 200.0 * right as f64 / (got + wanted).max(1) as f64;
    let p = |[right, got, _]: [usize; 3]| 100.0 * right as f64 / got.max(1) as f64;
    let r = |[right, _, wanted]: [usize; 3]| 100.0 * right as f64 / wanted.max(1) as f64;
    let [a, b, c] = counts;
    let row = |name: &str, x| format!("{name} {:.1} (P {:.1} R {:.1})", f1(x), p(x), r(x));
    format!("{}  {}  {}", row("PER", a), row("LOC", b), row("ORG", c))
}

/// What was found in a story, in the shape of a story record as far as scorers read it.
pub fn record(story: &Story, found: &[Mention]) -> String {
    let anatomy = whole(&story.text);
    let page = Page { text: &story.text, anatomy: &anatomy };
    let names = from_mentions(page, None, found);
    let points = CodePoints::new(&story.text);
    let at = |s: &Span| json!({ "start": points.at(s.start), "end": points.at(s.end) });
    let all = |spans: &[Span]| spans.iter().map(at).collect::<Vec<_>>();
    let people: Vec<_> =
        names.people.iter().map(|p| json!({ "name": p.name, "mentions": all(&p.mentions) })).collect();
    let places: Vec<_> = names
        .places
        .iter()
        .map(|p| json!({ "name": p.name, "lat": p.lat, "lon": p.lon, "mentions": all(&p.mentions) }))
        .collect();
    let spans: Vec<_> = found
        .iter()
        .map(|m| {
            let kind = match m.kind {
                Kind::Person => "PER",
                Kind::Place => "LOC",
                Kind::Org => "ORG",
            };
            json!({ "start": points.at(m.span.start), "end": points.at(m.span.end), "type": kind })
        })
        .collect();
    json!({ "id": story.id, "spans": spans, "people": people, "places": places }).to_string()
}

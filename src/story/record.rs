//! The story as one JSON line: the shape of `schema/story.v1.schema.json`, spans in code points.

use serde::Serialize;

use super::Story;
use crate::extract::{Gender, Origin, Place, QuoteKind};
use crate::text::Span;
use crate::text::codepoints::CodePoints;

/// The record of a story, ready to be written as JSON. Offsets are Unicode code points of `text`.
#[derive(Clone, Debug, Serialize)]
pub struct Record<'a> {
    v: u32,
    id: &'a str,
    address: Option<&'a str>,
    source: Option<Value<'a>>,
    date: Option<Day>,
    agency: Option<&'a str>,
    byline: Option<&'a str>,
    headline: Option<&'a str>,
    dateline: Option<DatelineRecord<'a>>,
    language: Option<&'a str>,
    encoding: Option<&'a str>,
    extracted: bool,
    text: &'a str,
    lines: Vec<LineRecord<'a>>,
    paragraphs: Vec<Points>,
    sentences: Vec<Points>,
    quotes: Vec<QuoteRecord<'a>>,
    people: Vec<PersonRecord<'a>>,
    places: Vec<PlaceRecord<'a>>,
    orgs: Vec<OrgRecord<'a>>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Points {
    start: usize,
    end: usize,
}

#[derive(Clone, Debug, Serialize)]
struct Value<'a> {
    value: &'a str,
    origin: Origin,
}

#[derive(Clone, Debug, Serialize)]
struct Day {
    value: String,
    origin: Origin,
}

#[derive(Clone, Debug, Serialize)]
struct DatelineRecord<'a> {
    start: usize,
    end: usize,
    place: Option<&'a str>,
    date: Option<&'a str>,
    agency: Option<&'a str>,
    resolved: Option<Resolved<'a>>,
}

#[derive(Clone, Debug, Serialize)]
struct LineRecord<'a> {
    kind: &'static str,
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    why: &'a [String],
}

#[derive(Clone, Debug, Serialize)]
struct QuoteRecord<'a> {
    start: usize,
    end: usize,
    kind: QuoteKind,
    speaker: Option<&'a str>,
    speaker_id: Option<usize>,
    as_written: Option<&'a str>,
    cue: Option<&'a str>,
    relay: Option<&'a str>,
    rule: &'a str,
    confidence: f64,
    group: u32,
}

#[derive(Clone, Debug, Serialize)]
struct PersonRecord<'a> {
    name: &'a str,
    mentions: Vec<Points>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unsure: Vec<Points>,
    title: Option<&'a str>,
    gender: Option<Gender>,
    quotes: u32,
}

/// What the gazetteer says of a place.
#[derive(Clone, Debug, Serialize)]
struct Resolved<'a> {
    name: &'a str,
    country: Option<&'a str>,
    region: Option<&'a str>,
    lat: Option<f64>,
    lon: Option<f64>,
    geonames: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
struct PlaceRecord<'a> {
    #[serde(flatten)]
    resolved: Resolved<'a>,
    mentions: Vec<Points>,
}

#[derive(Clone, Debug, Serialize)]
struct OrgRecord<'a> {
    name: &'a str,
    mentions: Vec<Points>,
}

impl Story {
    /// The story in the shape of `schema/story.v1.schema.json`. `id` and `address` are what the
    /// caller names the story by; without an `id` the text's own hash stands there.
    pub fn record<'a>(&'a self, id: Option<&'a str>, address: Option<&'a str>) -> Record<'a> {
        let points = CodePoints::new(&self.text);
        let at = |span: Span| Points { start: points.at(span.start), end: points.at(span.end) };
        let all = |spans: &[Span]| spans.iter().map(|&s| at(s)).collect::<Vec<Points>>();
        Record {
            v: 1,
            id: id.unwrap_or(&self.id),
            address,
            source: self.source.as_ref().map(|s| Value { value: &s.value, origin: s.origin }),
            date: self.date.as_ref().map(|d| Day { value: d.value.to_string(), origin: d.origin }),
            agency: self.agency.as_deref(),
            byline: self.byline.as_deref(),
            headline: self.headline.as_deref(),
            dateline: self.dateline_record(&at),
            language: self.language.as_deref(),
            encoding: self.encoding.as_deref(),
            extracted: self.extracted,
            text: &self.text,
            lines: self.line_records(&at),
            paragraphs: all(&self.paragraphs),
            sentences: all(&self.sentences),
            quotes: self.quote_records(&at),
            people: self.person_records(&all),
            places: self.place_records(&all),
            orgs: self.orgs.iter().map(|o| OrgRecord { name: &o.name, mentions: all(&o.mentions) }).collect(),
        }
    }

    fn dateline_record(&self, at: &dyn Fn(Span) -> Points) -> Option<DatelineRecord<'_>> {
        self.dateline.as_ref().map(|d| {
            let Points { start, end } = at(d.span);
            let (place, date, agency) = (d.place.as_deref(), d.date.as_deref(), d.agency.as_deref());
            let resolved = self.dateline_places.first().filter(|p| p.is_resolved()).map(resolved);
            DatelineRecord { start, end, place, date, agency, resolved }
        })
    }

    fn line_records(&self, at: &dyn Fn(Span) -> Points) -> Vec<LineRecord<'_>> {
        self.lines
            .iter()
            .map(|line| {
                let Points { start, end } = at(line.span);
                LineRecord { kind: line.kind.name(), start, end, why: &line.why }
            })
            .collect()
    }

    fn quote_records(&self, at: &dyn Fn(Span) -> Points) -> Vec<QuoteRecord<'_>> {
        self.quotes
            .iter()
            .map(|q| {
                let Points { start, end } = at(q.span);
                QuoteRecord {
                    start,
                    end,
                    kind: q.kind,
                    speaker: q.speaker.as_deref(),
                    speaker_id: q.speaker_id,
                    as_written: q.as_written.as_deref(),
                    cue: q.cue.as_deref(),
                    relay: q.relay.as_deref(),
                    rule: &q.rule,
                    confidence: (f64::from(q.confidence) * 1000.0).round() / 1000.0,
                    group: q.group,
                }
            })
            .collect()
    }

    fn person_records(&self, all: &dyn Fn(&[Span]) -> Vec<Points>) -> Vec<PersonRecord<'_>> {
        self.people
            .iter()
            .map(|p| PersonRecord {
                name: &p.name,
                mentions: all(&p.mentions),
                unsure: all(&p.unsure),
                title: p.title.as_deref(),
                gender: p.gender,
                quotes: p.quotes,
            })
            .collect()
    }

    fn place_records(&self, all: &dyn Fn(&[Span]) -> Vec<Points>) -> Vec<PlaceRecord<'_>> {
        self.places
            .iter()
            .map(|p| PlaceRecord { resolved: resolved(p), mentions: all(&p.mentions) })
            .collect()
    }
}

fn resolved(place: &Place) -> Resolved<'_> {
    Resolved {
        name: &place.name,
        country: place.country.as_deref(),
        region: place.region.as_deref(),
        lat: place.lat,
        lon: place.lon,
        geonames: place.geonames,
    }
}

//! The labelled stories: our own, and those of the sets.

use std::fs;
use std::path::Path;

use morgue::extract::entities::Kind;
use morgue::text::Span;
use serde::Deserialize;

use crate::{Outcome, marked};

/// A story with its truth.
#[derive(Clone)]
pub struct Story {
    /// Name of the set; `own` for our own stories.
    pub set: String,
    /// Number in the set.
    pub number: usize,
    /// What the set calls it.
    pub id: String,
    pub text: String,
    /// The names, in bytes; no kind: another name.
    pub names: Vec<(Option<Kind>, Span)>,
    /// Whether other names (works, events) are labelled too; if not, what is unlabelled may be one.
    pub others: bool,
    /// How much the story counts.
    pub weight: f32,
}

/// A set that may be trained on: file, weight, whether other names are labelled.
const SETS: [(&str, f32, bool); 5] = [
    ("gum_news", 1.5, false),
    ("gum_clean", 1.0, false),
    ("wikigold", 1.0, true),
    ("re3d_gov", 0.5, false),
    ("gmb", 0.3, false),
];

/// Reads all stories that may be trained on, but for those of `without`.
pub fn read(sets: Option<&Path>, own: &Path, without: &[String]) -> Outcome<Vec<Story>> {
    let mut out = Vec::new();
    if !without.iter().any(|w| w == "own") {
        out.extend(marked::read(own)?);
    }
    for (set, weight, others) in SETS.iter().filter(|(set, ..)| !without.iter().any(|w| w == set)) {
        let Some(folder) = sets else { continue };
        let stories = labelled(&folder.join("train").join(set).with_extension("jsonl"), set)?;
        out.extend(stories.into_iter().map(|story| Story { weight: *weight, others: *others, ..story }));
    }
    Ok(out)
}

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
    spans: Vec<LineSpan>,
}

#[derive(Deserialize)]
struct LineSpan {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

/// Reads stories of one JSON object a line, spans in code points.
pub fn labelled(path: &Path, set: &str) -> Outcome<Vec<Story>> {
    let text = fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let mut out = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line: Line = serde_json::from_str(line)?;
        let id = line.id.as_str().map_or_else(|| line.id.to_string(), str::to_owned);
        let names = names(&line);
        out.push(Story {
            set: set.to_owned(),
            number,
            id,
            text: line.text,
            names,
            others: false,
            weight: 1.0,
        });
    }
    Ok(out)
}

fn names(line: &Line) -> Vec<(Option<Kind>, Span)> {
    let mut bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
    bytes.push(line.text.len());
    let spans = line.spans.iter().filter_map(|span| {
        let kind = match span.kind.as_str() {
            "PER" => Some(Kind::Person),
            "LOC" => Some(Kind::Place),
            "ORG" => Some(Kind::Org),
            "MISC" => None,
            _ => return None,
        };
        let span = Span::new(*bytes.get(span.start)?, *bytes.get(span.end)?);
        // Pronouns and plain nouns are labelled in one of the sets.
        let name = span.of(&line.text).contains(char::is_uppercase);
        name.then_some((kind, span))
    });
    spans.collect()
}

//! What a story itself has where a filter does not let it pass.

use crate::index::names::lookup::folded;
use crate::query::leaf::{distance, tolerance};
use crate::query::{Field, Node, NodeKind, PathPart, Value};
use crate::segment::LineKind;
use crate::story::Story;

/// Most values that are told.
const TOLD: usize = 5;

/// The values of a story for what a filter asks about, those most like the one asked for first; empty where
/// it has none. None for what is no filter.
pub(super) fn own(story: &Story, address: &str, words: u64, filter: &Node) -> Option<Vec<String>> {
    Some(match &filter.kind {
        NodeKind::Field(field, value) => named(story, *field, value),
        NodeKind::Date(_) => story.date.iter().map(|date| date.value.to_string()).collect(),
        NodeKind::Length(_) => vec![words.to_string()],
        NodeKind::Path(PathPart::Id, _) => vec![story.id.clone()],
        NodeKind::Path(..) => vec![address.to_owned()],
        NodeKind::In(_) => kinds(story),
        NodeKind::Has(_) => Vec::new(),
        _ => return None,
    })
}

fn named(story: &Story, field: Field, value: &Value) -> Vec<String> {
    let people = || story.people.iter();
    let mut names: Vec<(usize, String)> = match field {
        Field::Person => people().map(|p| (p.mentions.len(), p.name.clone())).collect(),
        Field::Speaker => {
            people().filter(|p| p.quotes > 0).map(|p| (p.quotes as usize, p.name.clone())).collect()
        }
        Field::Place => story.places.iter().map(|p| (p.mentions.len(), p.name.clone())).collect(),
        Field::Dateline => story.dateline_places.iter().map(|p| (0, p.name.clone())).collect(),
        Field::Org => story.orgs.iter().map(|o| (o.mentions.len(), o.name.clone())).collect(),
        Field::Source => story.source.iter().map(|s| (0, s.value.clone())).collect(),
        Field::Agency => story.agency.iter().map(|a| (0, a.clone())).collect(),
        Field::Language => story.language.iter().map(|l| (0, l.clone())).collect(),
    };
    let (Value::Words(text) | Value::Exact(text) | Value::Prefix(text)) = value;
    let wanted = folded(text);
    // The sort is stable: of equals the first one named stays first.
    names.sort_by_key(|(many, name)| (std::cmp::Reverse(alike(&wanted, name)), std::cmp::Reverse(*many)));
    names.into_iter().map(|(_, name)| name).take(TOLD).collect()
}

/// Number of the wanted words that a name has, give or take a letter or two.
fn alike(wanted: &[String], name: &str) -> usize {
    let words = folded(name);
    let near = |wanted: &&String| {
        let letters: Vec<char> = wanted.chars().collect();
        words.iter().any(|word| distance(&letters, word, tolerance(letters.len())).is_some())
    };
    wanted.iter().filter(near).count()
}

/// The kinds of lines that a story has, in their order in it.
fn kinds(story: &Story) -> Vec<String> {
    let mut kinds: Vec<LineKind> = Vec::new();
    for line in story.lines.iter().filter(|line| line.kind != LineKind::Blank) {
        if !kinds.contains(&line.kind) {
            kinds.push(line.kind);
        }
    }
    kinds.into_iter().map(|kind| kind.name().to_owned()).collect()
}

//! Facets beside results: what they are counted over, and who an ambiguous name may mean.

use tantivy::query::Query as IndexQuery;

use super::counted::{Candidate, Candidates, Facet, FacetOrder};
use super::facets::Counting;
use super::tally::sorted;
use crate::index::{Archive, IndexError};
use crate::query::plan::people_meant;
use crate::query::{Field, Node, NodeKind, Query, Value};
use crate::text::Span;

/// Most candidates that are told of one name.
const CANDIDATES: usize = 5;

/// A query without the clauses that choose values of a facet, so that the values beside the chosen ones
/// can be counted; none where it has no such clause. Only clauses that all stories must meet are left
/// out: `person:X`, or several of one field with OR between. Exclusions and dates stay.
///
/// ```
/// use morgue::query::parse;
/// use morgue::search::{Facet, without_choice};
/// let query = parse("bridge (person:marlowe OR person:smith) -person:ek");
/// assert_eq!(without_choice(&query, Facet::People).unwrap().reading(), "bridge -person:ek");
/// assert!(without_choice(&query, Facet::Places).is_none());
/// ```
pub fn without_choice(query: &Query, facet: Facet) -> Option<Query> {
    let field = facet.field();
    let root = match &query.root.kind {
        NodeKind::And(parts) => {
            let kept: Vec<Node> = parts.iter().filter(|part| !chooses(part, field)).cloned().collect();
            (kept.len() < parts.len()).then(|| all_of(kept))?
        }
        _ if chooses(&query.root, field) => all_of(Vec::new()),
        _ => return None,
    };
    Some(Query { root, ..query.clone() })
}

fn chooses(node: &Node, name: &str) -> bool {
    match &node.kind {
        NodeKind::Field(field, _) => field.to_string() == name,
        NodeKind::Or(parts) => parts.iter().all(|part| chooses(part, name)),
        _ => false,
    }
}

/// The query that also asks for stories that name someone.
pub fn with_person(query: &Query, name: &str) -> Query {
    let person = node(NodeKind::Field(Field::Person, Value::Words(name.to_owned())));
    let mut parts = match &query.root.kind {
        NodeKind::All => Vec::new(),
        NodeKind::And(parts) => parts.clone(),
        _ => vec![query.root.clone()],
    };
    parts.push(person);
    Query { root: all_of(parts), ..query.clone() }
}

fn all_of(mut parts: Vec<Node>) -> Node {
    match parts.len() {
        0 => node(NodeKind::All),
        1 => parts.remove(0),
        _ => node(NodeKind::And(parts)),
    }
}

fn node(kind: NodeKind) -> Node {
    Node { kind, span: Span::default() }
}

/// The people that each name of a query may mean, where they are several; counted over the documents of
/// `planned`. Names that are excluded are not asked about.
pub(super) fn candidates(
    archive: &Archive,
    query: &Query,
    planned: impl FnOnce() -> Result<Box<dyn IndexQuery>, IndexError>,
) -> Result<Vec<Candidates>, IndexError> {
    let mut asked = Vec::new();
    names_asked(&query.root, &mut asked);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let planned = planned()?;
    let mut all = Vec::new();
    for (facet, words) in asked {
        let names = archive.names()?;
        let numbers = people_meant(&names.people, &Value::Words(words.clone()));
        let Some(counting) = Counting::of(facet, names).filter(|_| numbers.len() > 1) else { continue };
        let counts = archive.searcher().search(&*planned, &counting)?;
        let found = sorted(counting.values_of(&numbers, &counts), FacetOrder::Stories);
        if found.len() > 1 {
            let distinct = found.len() as u64;
            let people = found.into_iter().take(CANDIDATES);
            let people = people.map(|v| Candidate { name: v.name, stories: v.stories }).collect();
            all.push(Candidates { field: facet.field().to_owned(), value: words, people, distinct });
        }
    }
    Ok(all)
}

/// Bare names asked of people, each once.
fn names_asked(node: &Node, out: &mut Vec<(Facet, String)>) {
    match &node.kind {
        NodeKind::Field(field @ (Field::Person | Field::Speaker), Value::Words(words)) => {
            let facet = if *field == Field::Person { Facet::People } else { Facet::Speakers };
            if !out.contains(&(facet, words.clone())) {
                out.push((facet, words.clone()));
            }
        }
        NodeKind::And(parts) | NodeKind::Or(parts) => parts.iter().for_each(|part| names_asked(part, out)),
        NodeKind::Near(near) => [&near.left, &near.right].into_iter().for_each(|side| names_asked(side, out)),
        NodeKind::Within(_, inner)
        | NodeKind::Scope(_, inner)
        | NodeKind::AtLeast(_, inner)
        | NodeKind::First(_, inner)
        | NodeKind::Boost(_, inner) => names_asked(inner, out),
        _ => {}
    }
}

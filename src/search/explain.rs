//! What the clauses of a query find, and why a story is among its results or not. What is found is asked of
//! the index, as a search does; where the words stand, and what came nearest, of the story's own text.

use std::cell::RefCell;

use tantivy::DocAddress;

use super::explained::{ClauseCount, Judged, Verdict};
use super::own::own;
use super::sets::Set;
use super::types::Found;
use crate::index::{Archive, IndexError};
use crate::query::clauses::{Clause, Join};
use crate::query::highlight::Outside;
use crate::query::miss::{Judge, Miss};
use crate::query::plan::{Planner, people_meant};
use crate::query::{Node, NodeKind, Value};
use crate::snippet::page::{Reading, page};
use crate::text::analyze::{Analyzer, Beginnings};

/// Most places that are told of a clause that holds.
const PLACES: usize = 10;

/// A clause with the documents that it finds.
pub(super) struct Searched {
    clause: Clause,
    set: Set,
    left: Option<u64>,
    parts: Vec<Searched>,
}

impl Searched {
    /// Searches for a query and each of its clauses.
    pub(super) fn of(archive: &Archive, planner: &Planner<'_>, root: &Node) -> Result<Searched, IndexError> {
        let search = |node: &Node| Set::of(archive, planner, node);
        searched(Clause::of(root), &search)
    }

    /// The counts without the documents.
    pub(super) fn counts(&self) -> ClauseCount {
        ClauseCount {
            text: self.clause.node.to_string(),
            join: self.clause.join,
            stories: self.set.len(),
            left: self.left,
            parts: self.parts.iter().map(Searched::counts).collect(),
            more: self.clause.more,
        }
    }
}

fn searched(
    mut clause: Clause,
    search: &dyn Fn(&Node) -> Result<Set, IndexError>,
) -> Result<Searched, IndexError> {
    let set = search(&clause.node)?;
    let parts = std::mem::take(&mut clause.parts);
    let mut parts = parts.into_iter().map(|part| searched(part, search)).collect::<Result<Vec<_>, _>>()?;
    let mut together: Option<Set> = None;
    for number in (0..parts.len()).filter(|_| clause.join == Join::All) {
        // In a scope the clauses must hold in one place: what is left is a search of its own.
        let left = match (&clause.node.kind, &together) {
            (NodeKind::And(_), Some(before)) => before.and(&parts[number].set),
            (NodeKind::And(_), None) => parts[number].set.clone(),
            _ => search(&first_of(&clause.node, number + 1))?,
        };
        parts[number].left = Some(left.len());
        together = Some(left);
    }
    Ok(Searched { clause, set, left: None, parts })
}

/// The query with only the first so many of the clauses that must all hold in its scope.
fn first_of(node: &Node, many: usize) -> Node {
    let within = |inner: &Node| Box::new(first_of(inner, many));
    let kind = match &node.kind {
        NodeKind::And(parts) if many == 1 => return parts[0].clone(),
        NodeKind::And(parts) => NodeKind::And(parts.iter().take(many).cloned().collect()),
        NodeKind::Scope(unit, inner) => NodeKind::Scope(*unit, within(inner)),
        NodeKind::AtLeast(n, inner) => NodeKind::AtLeast(*n, within(inner)),
        NodeKind::First(n, inner) => NodeKind::First(*n, within(inner)),
        other => other.clone(),
    };
    Node { kind, span: node.span }
}

/// A story to judge.
pub(super) struct Defendant<'a> {
    pub(super) archive: &'a Archive,
    pub(super) planner: &'a Planner<'a>,
    pub(super) doc: DocAddress,
    pub(super) found: Found,
    /// Words of the searched lines.
    pub(super) words: u64,
}

impl Defendant<'_> {
    /// Whether the story is among what the query finds, and why.
    pub(super) fn judged(self, query: &Searched) -> Result<Verdict, IndexError> {
        let analyzer = Analyzer::of(self.found.story.language.as_deref());
        let people = &self.archive.names()?.people;
        let who = |name: &str| -> Vec<usize> {
            people.at_address(name, &self.found.address).iter().map(|&i| i as usize).collect()
        };
        let known: RefCell<Vec<(Node, bool)>> = RefCell::default();
        let passes = |filter: &Node| {
            let before = known.borrow().iter().find(|(node, _)| node == filter).map(|(_, passes)| *passes);
            before.unwrap_or_else(|| {
                let passes = Set::of(self.archive, self.planner, filter).is_ok_and(|set| set.has(self.doc));
                known.borrow_mut().push((filter.clone(), passes));
                passes
            })
        };
        let outside = Outside { who: &who, passes: &[] };
        let how = Reading {
            analyzer: &analyzer,
            wanted: Beginnings::ANY,
            needed: Beginnings::ANY,
            with_rest: true,
            with_parts: true,
        };
        let judge = Judge {
            page: page(&self.found.story, &how, outside),
            analyzer: &analyzer,
            speakers: &|value: &Value| people_meant(people, value),
            passes: &passes,
        };
        let clause = self.clause(query, &judge);
        Ok(Verdict { address: self.found.address, story: self.found.story, clause })
    }

    fn clause(&self, found: &Searched, judge: &Judge<'_>) -> Judged {
        let node = &found.clause.node;
        let holds = found.set.has(self.doc);
        let parts: Vec<Judged> = found.parts.iter().map(|part| self.clause(part, judge)).collect();
        let places = if holds { judge.places(node) } else { Vec::new() };
        let told = parts.iter().any(|part| !part.holds);
        let miss = match found.clause.join {
            _ if holds => None,
            Join::Any | Join::Not => None,
            Join::All | Join::Near | Join::Inner if told => None,
            _ => Some(self.miss(node, judge)),
        };
        Judged {
            text: node.to_string(),
            join: found.clause.join,
            holds,
            at: places.iter().take(PLACES).map(|place| place.span).collect(),
            places: places.len(),
            miss,
            parts,
        }
    }

    fn miss(&self, node: &Node, judge: &Judge<'_>) -> Miss {
        let Found { address, story } = &self.found;
        own(story, address, self.words, node)
            .map_or_else(|| judge.miss(node).unwrap_or(Miss::Placeless), Miss::Own)
    }
}

//! Ways out of a query that finds nothing: which clause is to blame, and what finds something.

use super::days::ends;
use super::explained::{Ailing, Doctor, How, Spelling, Way};
use super::sets::Set;
use crate::index::document::day_of;
use crate::index::names::lookup::folded;
use crate::index::{Archive, IndexError};
use crate::query::clauses::{Clause, Join};
use crate::query::compile::Compiled;
use crate::query::looser::looser;
use crate::query::plan::Planner;
use crate::query::{Node, NodeKind, Query, Value, Zone, parse};
use crate::text::Span;
use crate::text::analyze::Analyzer;

/// Most clauses that are looked at.
const CLAUSES: usize = 30;
/// Most ways that are told.
const WAYS: usize = 6;
/// Most looser forms of one clause that are told: the first ones are the closest to it.
const LOOSER: usize = 2;
/// Most changes of one clause that are tried; each costs a search.
const TRIED: usize = 12;

fn node(kind: NodeKind) -> Node {
    Node { kind, span: Span::default() }
}

/// Says why a query finds nothing, and what finds something.
pub(super) fn doctor(archive: &Archive, query: &Query, spellings: &[Spelling]) -> Result<Doctor, IndexError> {
    let (planner, analyzer) = (Planner::new(archive)?, Analyzer::default());
    let root = Clause::of(&query.root);
    let clauses: Vec<Clause> = match (&root.node.kind, root.join) {
        (NodeKind::And(_), Join::All) => root.parts.into_iter().take(CLAUSES).collect(),
        _ => vec![root],
    };
    let mut ward = Ward { archive, planner: &planner, analyzer: &analyzer, spellings, patients: Vec::new() };
    ward.admit(clauses)?;
    let mut ways = ward.changes()?;
    ways.extend(ward.drops());
    if ways.is_empty() {
        ways.extend(ward.kept());
    }
    if ways.is_empty() {
        ways.extend(ward.everything()?);
    }
    ways.truncate(WAYS);
    Ok(Doctor {
        clauses: ward.patients.iter().map(|patient| patient.ailing.clone()).collect(),
        dates: ward.dates()?,
        ways,
    })
}

/// A clause that must hold.
struct Patient {
    clause: Clause,
    ailing: Ailing,
    set: Set,
    /// What all other clauses find together; none where there are none.
    rest: Option<Set>,
}

struct Ward<'a> {
    archive: &'a Archive,
    planner: &'a Planner<'a>,
    analyzer: &'a Analyzer,
    spellings: &'a [Spelling],
    patients: Vec<Patient>,
}

impl Ward<'_> {
    fn search(&self, node: &Node) -> Result<Set, IndexError> {
        Set::of(self.archive, self.planner, node)
    }

    fn admit(&mut self, clauses: Vec<Clause>) -> Result<(), IndexError> {
        let sets = clauses.iter().map(|c| self.search(&c.node)).collect::<Result<Vec<Set>, _>>()?;
        for (i, clause) in clauses.into_iter().enumerate() {
            let others = sets.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, set)| set);
            let rest = others.cloned().reduce(|all, set| all.and(&set));
            let without = rest.as_ref().map(Set::len);
            let ailing = Ailing { text: clause.node.to_string(), stories: sets[i].len(), without };
            self.patients.push(Patient { clause, ailing, set: sets[i].clone(), rest });
        }
        Ok(())
    }

    /// The query with one clause changed, or without it.
    fn with(&self, at: usize, changed: Option<Node>) -> Node {
        let nodes = self.patients.iter().enumerate().filter_map(|(i, patient)| match i == at {
            true => changed.clone(),
            false => Some(patient.clause.node.clone()),
        });
        all_of(nodes.collect())
    }

    /// The changes of clauses to blame that let the query find something: of those that find nothing, or of
    /// all where each finds something.
    fn changes(&self) -> Result<Vec<Way>, IndexError> {
        let blank = |patient: &&(usize, &Patient)| patient.1.ailing.stories == 0;
        let all: Vec<(usize, &Patient)> = self.patients.iter().enumerate().collect();
        let to_blame: Vec<_> = match all.iter().any(|patient| blank(&patient)) {
            true => all.iter().filter(blank).copied().collect(),
            false => all,
        };
        let mut ways = Vec::new();
        for (at, patient) in to_blame.into_iter().take(WAYS) {
            let mut looser = 0;
            for (how, changed) in self.changed(&patient.clause).into_iter().take(TRIED) {
                let set = self.search(&changed)?;
                let stories = patient.rest.as_ref().map_or(set.len(), |rest| rest.and(&set).len());
                looser += usize::from(stories > 0 && how == How::Loosen);
                if stories > 0 && looser <= LOOSER {
                    let (clause, query) = (patient.ailing.text.clone(), self.with(at, Some(changed)));
                    ways.push(Way { how, clause, query: query.to_string(), stories });
                }
            }
        }
        Ok(ways)
    }

    /// What a clause could be changed to, the closest to it first.
    fn changed(&self, clause: &Clause) -> Vec<(How, Node)> {
        let mut all: Vec<(How, Node)> = Vec::new();
        for spelling in self.spellings {
            for meant in &spelling.meant {
                let spelled = spelled(&clause.node, spelling, &meant.text, self.analyzer);
                all.extend(spelled.map(|node| (How::Spell, node)));
            }
        }
        let zones = Compiled::of(&clause.node, None, self.analyzer);
        if !zones.leaves.is_empty() && zones.leaves.iter().all(|leaf| leaf.zone.is_none()) {
            let inner = Box::new(clause.node.clone());
            all.push((How::Elsewhere, node(NodeKind::Within(Zone::Unsearched, inner))));
        }
        match clause.join {
            Join::Any => clause.parts.iter().for_each(|part| all.extend(self.looser_forms(part))),
            Join::All | Join::Near | Join::Inner => {
                all.extend(self.looser_forms(clause));
                all.extend(clause.parts.iter().map(|part| (How::Loosen, part.node.clone())));
            }
            Join::Leaf | Join::Not => all.extend(self.looser_forms(clause)),
        }
        let mut known: Vec<Node> = Vec::new();
        all.retain(|(_, node)| {
            let new = *node != clause.node && !known.contains(node);
            known.push(node.clone());
            new
        });
        all
    }

    fn looser_forms(&self, clause: &Clause) -> Vec<(How, Node)> {
        looser(&clause.node, self.analyzer).into_iter().map(|form| (How::Loosen, form)).collect()
    }

    /// The clauses without any one of which the query finds something.
    fn drops(&self) -> Vec<Way> {
        let some = self.patients.iter().enumerate().filter_map(|(at, patient)| {
            let stories = patient.ailing.without.filter(|stories| *stories > 0)?;
            let (clause, query) = (patient.ailing.text.clone(), self.with(at, None).to_string());
            Some(Way { how: How::Drop, clause, query, stories })
        });
        some.collect()
    }

    /// As many clauses, from the first on, as find something together.
    fn kept(&self) -> Option<Way> {
        let mut kept: Vec<Node> = Vec::new();
        let mut together: Option<Set> = None;
        let mut left_out: Vec<String> = Vec::new();
        for patient in &self.patients {
            let with = together.as_ref().map_or_else(|| patient.set.clone(), |set| set.and(&patient.set));
            if with.len() > 0 {
                kept.push(patient.clause.node.clone());
                together = Some(with);
            } else {
                left_out.push(patient.ailing.text.clone());
            }
        }
        let stories = together?.len();
        let query = all_of(kept).to_string();
        Some(Way { how: How::Keep, clause: left_out.join(" "), query, stories })
    }

    /// The first and the last day of the archive, where a clause asks for days in vain.
    fn dates(&self) -> Result<Option<[String; 2]>, IndexError> {
        let asks = |node: &Node| matches!(node.kind, NodeKind::Date(_));
        let vain = |patient: &Patient| {
            let mut clauses = patient.clause.all().into_iter();
            patient.ailing.stories == 0 && clauses.any(|clause| asks(&clause.node))
        };
        if !self.patients.iter().any(vain) {
            return Ok(None);
        }
        let Some((first, last)) = ends(self.archive)? else { return Ok(None) };
        let days = day_of(first).zip(day_of(last));
        Ok(days.map(|(first, last)| [first.to_string(), last.to_string()]))
    }

    /// Where nothing else finds anything, every story.
    fn everything(&self) -> Result<Option<Way>, IndexError> {
        let all = node(NodeKind::All);
        let stories = self.search(&all)?.len();
        let clause = self.patients.iter().map(|p| p.ailing.text.as_str()).collect::<Vec<_>>().join(" ");
        Ok((stories > 0).then(|| Way { how: How::Drop, clause, query: all.to_string(), stories }))
    }
}

fn all_of(nodes: Vec<Node>) -> Node {
    let apart = |node: Node| match node.kind {
        NodeKind::And(parts) => parts,
        _ => vec![node],
    };
    let mut parts: Vec<Node> = nodes.into_iter().flat_map(apart).collect();
    match parts.len() {
        0 => node(NodeKind::All),
        1 => parts.swap_remove(0),
        _ => node(NodeKind::And(parts)),
    }
}

/// A clause with a word or name spelled otherwise; none where it does not ask for it.
fn spelled(asked: &Node, spelling: &Spelling, meant: &str, analyzer: &Analyzer) -> Option<Node> {
    let mut changed = false;
    let made = respelled(asked, &mut |kind| {
        let new = match kind {
            NodeKind::Word(text) => NodeKind::Word(reworded(text, spelling, meant, analyzer)?),
            NodeKind::Phrase(text) => NodeKind::Phrase(reworded(text, spelling, meant, analyzer)?),
            NodeKind::Loose(text, slop) => NodeKind::Loose(reworded(text, spelling, meant, analyzer)?, *slop),
            NodeKind::Cased(text) => NodeKind::Word(reworded(text, spelling, meant, analyzer)?),
            NodeKind::Field(field, Value::Words(text) | Value::Exact(text)) => {
                let own = node(NodeKind::Field(*field, Value::Words(folded(text).join(" "))));
                (own.to_string() == spelling.word).then(|| parse(meant).root.kind)?
            }
            _ => return None,
        };
        changed = true;
        Some(new)
    });
    changed.then_some(made)
}

/// A text with one of its words spelled otherwise.
fn reworded(text: &str, spelling: &Spelling, meant: &str, analyzer: &Analyzer) -> Option<String> {
    let tokens = analyzer.tokens(text);
    let mut out = text.to_owned();
    let wrong = tokens.iter().filter(|token| token.form == spelling.word).rev();
    let mut any = false;
    for token in wrong {
        out.replace_range(token.span.start..token.span.end, meant);
        any = true;
    }
    any.then_some(out)
}

/// A tree with some of its leaves replaced.
fn respelled(asked: &Node, change: &mut dyn FnMut(&NodeKind) -> Option<NodeKind>) -> Node {
    if let Some(kind) = change(&asked.kind) {
        return node(kind);
    }
    let mut boxed = |inner: &Node| Box::new(respelled(inner, change));
    node(match &asked.kind {
        NodeKind::Within(zone, inner) => NodeKind::Within(*zone, boxed(inner)),
        NodeKind::Scope(unit, inner) => NodeKind::Scope(*unit, boxed(inner)),
        NodeKind::AtLeast(n, inner) => NodeKind::AtLeast(*n, boxed(inner)),
        NodeKind::First(n, inner) => NodeKind::First(*n, boxed(inner)),
        NodeKind::And(parts) => NodeKind::And(parts.iter().map(|part| *boxed(part)).collect()),
        NodeKind::Or(parts) => NodeKind::Or(parts.iter().map(|part| *boxed(part)).collect()),
        NodeKind::Near(near) => {
            let (left, right) = (*boxed(&near.left), *boxed(&near.right));
            NodeKind::Near(Box::new(crate::query::Near { left, right, how: near.how }))
        }
        other => other.clone(),
    })
}

//! Ways out of a query that finds nothing: which clause is to blame, and what finds something.

use super::days::ends;
use super::explained::{Ailing, Doctor, How, Spelling, Way};
use super::respell::{choices, spelled};
use super::sets::Set;
use crate::index::document::day_of;
use crate::index::{Archive, IndexError};
use crate::query::clauses::{Clause, Join};
use crate::query::compile::Compiled;
use crate::query::looser::{looser, pieces};
use crate::query::plan::Planner;
use crate::query::{Node, NodeKind, Query, Zone};
use crate::text::Span;
use crate::text::analyze::Analyzer;

/// Most clauses that are looked at one by one.
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
    let mut ward = Ward { archive, planner: &planner, analyzer: &analyzer, spellings, patients: Vec::new() };
    ward.admit(clauses(&query.root))?;
    let mut ways: Vec<Way> = ward.respelled(&query.root)?.into_iter().collect();
    ways.extend(ward.changes()?);
    ways.extend(ward.drops());
    if ways.is_empty() {
        ways.extend(ward.kept());
    }
    if ways.is_empty() {
        ways.extend(ward.mended()?);
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

/// The clauses that must all hold, or the whole query; of very many the last ones as one.
fn clauses(root: &Node) -> Vec<Clause> {
    let whole = Clause::of(root);
    let NodeKind::And(parts) = &whole.node.kind else { return vec![whole] };
    let (single, rest) = parts.split_at(parts.len().min(CLAUSES));
    let rest = (!rest.is_empty()).then(|| all_of(rest.to_vec()));
    single.iter().chain(&rest).map(Clause::of).collect()
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

    fn search_each<'n>(&self, nodes: impl Iterator<Item = &'n Node>) -> Result<Vec<Set>, IndexError> {
        Set::of_each(self.archive, self.planner, &nodes.collect::<Vec<&Node>>())
    }

    fn admit(&mut self, clauses: Vec<Clause>) -> Result<(), IndexError> {
        let sets = self.search_each(clauses.iter().map(|clause| &clause.node))?;
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

    /// The query with several words spelled as stories have them, each by its likeliest spelling; one that is
    /// not the first of its word where only that finds something.
    fn respelled(&self, root: &Node) -> Result<Option<Way>, IndexError> {
        let known: Vec<&Spelling> = self.spellings.iter().filter(|s| !s.meant.is_empty()).collect();
        if known.len() < 2 {
            return Ok(None);
        }
        for choice in choices(&known, TRIED) {
            let spelled = known.iter().zip(choice).try_fold(root.clone(), |node, (spelling, meant)| {
                spelled(&node, spelling, meant, self.analyzer)
            });
            let Some(spelled) = spelled else { continue };
            let stories = self.search(&spelled)?.len();
            if stories > 0 {
                let clause = known.iter().map(|s| s.word.as_str()).collect::<Vec<&str>>().join(" ");
                return Ok(Some(Way { how: How::Spell, clause, query: spelled.to_string(), stories }));
            }
        }
        Ok(None)
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
            let mut found = self.tried(at, patient, self.changed(&patient.clause))?;
            if found.is_empty() {
                found = self.tried(at, patient, self.pieces(&patient.clause)?)?;
            }
            ways.extend(found);
        }
        Ok(ways)
    }

    /// Those changes of a clause that let the query find something.
    fn tried(&self, at: usize, patient: &Patient, forms: Vec<(How, Node)>) -> Result<Vec<Way>, IndexError> {
        let (mut ways, mut looser) = (Vec::new(), 0);
        let sets = self.search_each(forms.iter().map(|(_, changed)| changed).take(TRIED))?;
        for ((how, changed), set) in forms.into_iter().zip(sets) {
            let stories = patient.rest.as_ref().map_or(set.len(), |rest| rest.and(&set).len());
            looser += usize::from(stories > 0 && how == How::Loosen);
            if stories > 0 && looser <= LOOSER {
                let (clause, query) = (patient.ailing.text.clone(), self.with(at, Some(changed)));
                ways.push(Way { how, clause, query: query.to_string(), stories });
            }
        }
        Ok(ways)
    }

    /// What of a clause finds something: as many words of a phrase as do so together, or its parts.
    fn pieces(&self, clause: &Clause) -> Result<Vec<(How, Node)>, IndexError> {
        let words = pieces(&clause.node, self.analyzer);
        let sets = self.search_each(words.iter())?;
        let (kept, _) = together(words.iter().zip(&sets));
        let kept: Vec<Node> = kept.into_iter().cloned().collect();
        let parts = match clause.join {
            Join::All | Join::Near | Join::Inner => {
                clause.parts.iter().map(|part| part.node.clone()).collect()
            }
            _ => Vec::new(),
        };
        let kept = (!kept.is_empty()).then(|| all_of(kept));
        Ok(kept.into_iter().chain(parts).map(|node| (How::Loosen, node)).collect())
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
            _ => all.extend(self.looser_forms(clause)),
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
        let (kept, stories) = together(self.patients.iter().map(|patient| (patient, &patient.set)));
        let left_out =
            self.patients.iter().filter(|patient| !kept.iter().any(|kept| std::ptr::eq(*kept, *patient)));
        let clause = left_out.map(|patient| patient.ailing.text.as_str()).collect::<Vec<&str>>().join(" ");
        let query = all_of(kept.iter().map(|patient| patient.clause.node.clone()).collect()).to_string();
        (stories > 0).then_some(Way { how: How::Keep, clause, query, stories })
    }

    /// Where no clause finds anything, as many of them as find something together once each is changed.
    fn mended(&self) -> Result<Option<Way>, IndexError> {
        let mut mended: Vec<(Node, Set)> = Vec::new();
        for patient in &self.patients {
            let forms = self.changed(&patient.clause).into_iter().chain(self.pieces(&patient.clause)?);
            for (_, form) in forms.take(TRIED) {
                let set = self.search(&form)?;
                if set.len() > 0 {
                    mended.push((form, set));
                    break;
                }
            }
        }
        let (kept, stories) = together(mended.iter().map(|(form, set)| (form, set)));
        let query = all_of(kept.into_iter().cloned().collect()).to_string();
        Ok((stories > 0).then(|| Way { how: How::Loosen, clause: self.whole(), query, stories }))
    }

    /// The whole query.
    fn whole(&self) -> String {
        all_of(self.patients.iter().map(|patient| patient.clause.node.clone()).collect()).to_string()
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
        Ok((stories > 0).then(|| Way {
            how: How::Drop,
            clause: self.whole(),
            query: all.to_string(),
            stories,
        }))
    }
}

/// As many things, from the first on, as find something together, and how many stories that are.
fn together<'a, T>(things: impl Iterator<Item = (&'a T, &'a Set)>) -> (Vec<&'a T>, u64) {
    let (mut kept, mut all): (Vec<&T>, Option<Set>) = (Vec::new(), None);
    for (thing, set) in things {
        let with = all.as_ref().map_or_else(|| set.clone(), |all| all.and(set));
        if with.len() > 0 {
            kept.push(thing);
            all = Some(with);
        }
    }
    (kept, all.map_or(0, |all| all.len()))
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

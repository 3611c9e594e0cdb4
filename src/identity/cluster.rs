//! From pairs of names to groups: no group holds two names that cannot be one person's.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::pairs::Edge;
use super::relate::{Fuller, Relation, Verdict};
use super::rule::Rule;

/// Names with the pairs among them.
pub(super) struct Graph<'a> {
    names: u32,
    /// The stories of a name.
    stories: &'a dyn Fn(u32) -> u64,
    relations: RefCell<HashMap<(u32, u32), Relation>>,
    /// Relates two names that share no key, the smaller number first.
    relate: &'a dyn Fn(u32, u32) -> Relation,
}

/// The groups, and what was kept out of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// The group of each name, by the number of one of its names.
    pub(super) of: Vec<u32>,
    /// Pairs that are one person's by themselves, with the rule that kept them apart.
    pub(super) refused: Vec<Edge>,
    members: HashMap<u32, Vec<u32>>,
}

/// Most names of a group. A person of the news is printed in dozens of ways, not in hundreds.
const MOST_MEMBERS: usize = 250;
/// Fuller names that a name is held against.
const MOST_FULLER: usize = 64;
/// A fuller name with so many times the stories of another leaves that one out of account.
const OUTWEIGHS: u64 = 30;

impl Groups {
    fn members(&self, group: u32) -> Vec<u32> {
        self.members.get(&group).cloned().unwrap_or_else(|| vec![group])
    }

    /// Makes one group of two.
    pub(super) fn join(&mut self, into: u32, from: u32) {
        let (mut all, more) = (self.members(into), self.members(from));
        more.iter().for_each(|&i| self.of[i as usize] = into);
        all.extend(more);
        self.members.remove(&from);
        self.members.insert(into, all);
    }
}

/// Where an edge comes among all, the surest first: by its weakest rule, what differs, then by
/// stories.
pub(super) type Order = (Option<Rule>, u16, Reverse<u64>, u32, u32);

/// See [`Order`]; `stories` gives those of a name.
pub(super) fn order(edge: &Edge, stories: &dyn Fn(u32) -> u64) -> Order {
    let rarer = stories(edge.a).min(stories(edge.b));
    (edge.relation.rules.weakest(), edge.relation.cost, Reverse(rarer), edge.a, edge.b)
}

impl<'a> Graph<'a> {
    pub(super) fn new(
        names: u32,
        stories: &'a dyn Fn(u32) -> u64,
        edges: &[Edge],
        relate: &'a dyn Fn(u32, u32) -> Relation,
    ) -> Graph<'a> {
        let relations = edges.iter().map(|e| ((e.a, e.b), e.relation)).collect();
        Graph { names, stories, relations: RefCell::new(relations), relate }
    }

    /// Puts names together, the surest pairs first. Two groups become one only if each name of one
    /// may be the same person as each of the other, so that no chain of small steps drifts away.
    pub(super) fn groups(&self, edges: &[Edge]) -> Groups {
        let mut groups = Groups { of: (0..self.names).collect(), ..Groups::default() };
        let doubtful = self.doubtful(edges);
        let mut sure: Vec<&Edge> = edges.iter().filter(|e| e.relation.verdict == Verdict::Same).collect();
        sure.sort_by_key(|e| order(e, self.stories));
        for edge in sure {
            let (x, y) = (groups.of[edge.a as usize], groups.of[edge.b as usize]);
            if x == y {
                continue;
            }
            match self.clash(&groups.members(x), &groups.members(y), &doubtful) {
                None => groups.join(x, y),
                Some(rule) => {
                    let relation = Relation { rules: edge.relation.rules.with(rule), ..edge.relation };
                    groups.refused.push(Edge { relation, ..*edge });
                }
            }
        }
        groups
    }

    fn stories(&self, name: u32) -> u64 {
        (self.stories)(name)
    }

    fn verdict(&self, x: u32, y: u32) -> Verdict {
        let (a, b) = (x.min(y), x.max(y));
        self.relations.borrow_mut().entry((a, b)).or_insert_with(|| (self.relate)(a, b)).verdict
    }

    /// What keeps two groups apart, if anything does.
    fn clash(&self, left: &[u32], right: &[u32], doubtful: &HashSet<(u32, u32)>) -> Option<Rule> {
        if left.len() + right.len() > MOST_MEMBERS {
            return Some(Rule::Others);
        }
        let pairs = || left.iter().flat_map(|&x| right.iter().map(move |&y| (x.min(y), x.max(y))));
        if pairs().any(|pair| doubtful.contains(&pair)) {
            return Some(Rule::Several);
        }
        pairs().any(|(x, y)| self.verdict(x, y) < Verdict::Near).then_some(Rule::Others)
    }

    /// The pairs of a name with fuller names of which several are not one person's: `John Smith` with
    /// `John B. Smith` and `John R. Smith`.
    fn doubtful(&self, edges: &[Edge]) -> HashSet<(u32, u32)> {
        let mut fuller: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for edge in edges.iter().filter(|e| e.relation.verdict >= Verdict::Fits) {
            match edge.relation.fuller {
                Fuller::First => fuller.entry(edge.b).or_default().push(edge.a),
                Fuller::Second => fuller.entry(edge.a).or_default().push(edge.b),
                Fuller::Neither => {}
            }
        }
        let pairs = |(name, all): (&u32, &Vec<u32>)| {
            let name = *name;
            self.rivals(all).into_iter().map(move |other| (name.min(other), name.max(other)))
        };
        fuller.iter().flat_map(pairs).collect()
    }

    /// Those of the fuller names of one name that may not stand for it.
    fn rivals(&self, fuller: &[u32]) -> Vec<u32> {
        let stories = |i: u32| self.stories(i);
        let mut all = fuller.to_vec();
        all.sort_by_key(|&i| (Reverse(stories(i)), i));
        let Some(&first) = all.first() else { return Vec::new() };
        let held = &all[..all.len().min(MOST_FULLER)];
        let part = |x: u32, y: u32| self.verdict(x, y) < Verdict::Near;
        let counts = |i: u32| i == first || stories(first) < OUTWEIGHS * stories(i);
        let weighty: Vec<u32> = held.iter().copied().filter(|&i| counts(i)).collect();
        let clash = weighty.iter().enumerate().any(|(at, &x)| weighty[at + 1..].iter().any(|&y| part(x, y)));
        // One that outweighs all others stands for the name; what clashes with it does not.
        if clash { all } else { all.into_iter().filter(|&i| i != first && part(first, i)).collect() }
    }
}

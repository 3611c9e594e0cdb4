//! Which names are compared, and what comes of it.

use super::common::Commonness;
use super::keys::keys;
use super::name::Name;
use super::relate::{Relation, Verdict, relate};
use super::rule::Rule;
use super::subject::Subject;

/// Two names that have something to do with each other, `a < b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) relation: Relation,
}

/// Names under one key that are all compared with each other. No name that people bear has so many
/// neighbours; beyond, each is compared with those next to it in the order of the alphabet.
const MOST_TOGETHER: usize = 1000;
/// How many those are.
const NEXT: usize = 16;

/// Compares the names that share a key. Gives the pairs that may be one person's, and those that
/// only Jr and the like keep apart; ascending, each once.
pub(super) fn edges(names: &[&str], common: &Commonness) -> Vec<Edge> {
    let ready = |i: u32| Subject::of(Name::read(names[i as usize]), common);
    let mut keyed: Vec<(u64, u32)> =
        (0..names.len() as u32).flat_map(|i| keys(&ready(i)).into_iter().map(move |key| (key, i))).collect();
    keyed.sort_unstable();
    let mut edges = Vec::new();
    for run in keyed.chunk_by(|x, y| x.0 == y.0).filter(|run| run.len() > 1) {
        let mut members: Vec<u32> = run.iter().map(|(_, i)| *i).collect();
        members.sort_by_key(|&i| names[i as usize]);
        compare(&members, &ready, &mut edges);
    }
    edges.sort_unstable_by_key(|e: &Edge| (e.a, e.b));
    edges.dedup_by_key(|e| (e.a, e.b));
    edges
}

fn compare(members: &[u32], ready: &impl Fn(u32) -> Subject, edges: &mut Vec<Edge>) {
    let subjects: Vec<Subject> = members.iter().map(|&i| ready(i)).collect();
    let reach = if members.len() > MOST_TOGETHER { NEXT } else { members.len() };
    for (i, x) in subjects.iter().enumerate() {
        for (j, y) in subjects.iter().enumerate().skip(i + 1).take(reach) {
            let (a, b, relation) = if members[i] < members[j] {
                (members[i], members[j], relate(x, y))
            } else {
                (members[j], members[i], relate(y, x))
            };
            if relation.verdict >= Verdict::Near || relation.rules.has(Rule::Suffix) {
                edges.push(Edge { a, b, relation });
            }
        }
    }
}

//! Which names are compared, and what comes of it.

use super::keys::keys;
use super::parts::in_parts;
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
/// Names mostly share several keys: so many pairs are gathered before each is compared once.
const MOST_PAIRS: usize = 1 << 18;
/// Names whose keys are held at once. Of more names the keys are gone through in shares, each by itself: the keys of
/// all would take more memory than all else that is known of the names.
const MOST_KEYED: usize = 1 << 18;

/// Compares the names that share a key. Gives the pairs that may be one person's, and those that
/// only Jr and the like keep apart; ascending, each once. `ready` and `name` give each of so many names.
pub(super) fn edges<'a>(
    names: u32,
    ready: &(impl Fn(u32) -> Subject<'a> + Sync),
    name: &(impl Fn(u32) -> &'a str + Sync),
) -> Vec<Edge> {
    let shares = (names as usize).div_ceil(MOST_KEYED) as u64;
    let mut edges: Vec<Edge> = Vec::new();
    for share in 0..shares {
        let keyed = keyed(names as usize, ready, |key| key % shares == share);
        let runs: Vec<&[Keyed]> =
            keyed.chunk_by(|x, y| x.key() == y.key()).filter(|run| run.len() > 1).collect();
        let parts = in_parts(runs.len(), |part| {
            let (mut pairs, mut edges) = (Vec::new(), Vec::new());
            for run in &runs[part] {
                push_pairs(run, name, &mut pairs);
                if pairs.len() > MOST_PAIRS {
                    compare(&mut pairs, ready, &mut edges);
                }
            }
            compare(&mut pairs, ready, &mut edges);
            edges
        });
        edges.extend(parts.into_iter().flatten());
        edges.sort_unstable_by_key(|e: &Edge| (e.a, e.b));
        edges.dedup_by_key(|e| (e.a, e.b));
    }
    edges
}

/// A key and a name that has it, in twelve bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Keyed {
    high: u32,
    low: u32,
    name: u32,
}

impl Keyed {
    fn new(key: u64, name: u32) -> Keyed {
        Keyed { high: (key >> 32) as u32, low: key as u32, name }
    }

    fn key(self) -> (u32, u32) {
        (self.high, self.low)
    }
}

/// Those keys of so many names that are `wanted` with those names, ascending.
fn keyed<'a>(
    names: usize,
    ready: &(impl Fn(u32) -> Subject<'a> + Sync),
    wanted: impl Fn(u64) -> bool + Sync,
) -> Vec<Keyed> {
    let parts = in_parts(names, |part| {
        let of = |i: u32| {
            keys(&ready(i)).into_iter().filter(|key| wanted(*key)).map(move |key| Keyed::new(key, i))
        };
        (part.start as u32..part.end as u32).flat_map(of).collect::<Vec<_>>()
    });
    let mut keyed = parts.concat();
    keyed.sort_unstable();
    keyed
}

/// The pairs of names under one key that are compared, the smaller number first.
fn push_pairs<'a>(run: &[Keyed], name: &impl Fn(u32) -> &'a str, pairs: &mut Vec<(u32, u32)>) {
    let mut members: Vec<u32> = run.iter().map(|one| one.name).collect();
    let mut reach = members.len();
    if reach > MOST_TOGETHER {
        members.sort_by_key(|&i| name(i));
        reach = NEXT;
    }
    for (at, &x) in members.iter().enumerate() {
        pairs.extend(members[at + 1..].iter().take(reach).map(|&y| (x.min(y), x.max(y))));
    }
}

/// Compares pairs, each once, and takes them out.
fn compare<'a>(pairs: &mut Vec<(u32, u32)>, ready: &impl Fn(u32) -> Subject<'a>, edges: &mut Vec<Edge>) {
    pairs.sort_unstable();
    pairs.dedup();
    for same in pairs.chunk_by(|x, y| x.0 == y.0) {
        let x = ready(same[0].0);
        for &(a, b) in same {
            let relation = relate(&x, &ready(b));
            if relation.verdict >= Verdict::Near || relation.rules.has(Rule::Suffix) {
                edges.push(Edge { a, b, relation });
            }
        }
    }
    pairs.clear();
}

//! All names of an archive, in groups of one person each.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::census::Census;
use super::classes::Classes;
use super::cluster::{Graph, Groups, order};
use super::common::Commonness;
use super::hints::Hints;
use super::name::Word;
use super::names::Names;
use super::pairs::{self, Edge};
use super::relate::{Relation, Verdict, relate};
use super::rule::{Rule, Rules};
use super::subject::Dictionary;
use super::surnames;

/// Two names, by number, and what speaks for or against one person behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// A name.
    pub a: u32,
    /// Another.
    pub b: u32,
    /// What links or parts them.
    pub rules: Rules,
}

/// Names in groups.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    /// The group of each name, by its number; groups are numbered in the order of their least names.
    pub of: Vec<u32>,
    /// The name of each group to show first.
    pub shown: Vec<u32>,
    /// For each name but the first of its group one link to another of it (`b`), so that the links
    /// of a group lead from each name to the first.
    pub merges: Vec<Link>,
    /// Names that nearly met, with what kept them apart.
    pub near: Vec<Link>,
}

impl Grouping {
    /// The names of each group, the one to show first.
    pub fn groups(&self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = self.shown.iter().map(|&shown| vec![shown]).collect();
        for (&group, name) in self.of.iter().zip(0..) {
            let names = &mut groups[group as usize];
            names.extend(Some(name).filter(|name| *name != names[0]));
        }
        groups
    }
}

/// Near names that are kept of each name.
const MOST_NEAR: usize = 12;

/// Puts names in groups, one a person. A name of one word is joined to its own spellings and, where no
/// doubt is left whose it is, to the bearer of the surname. The result depends on the set of names only.
pub fn group(census: &Census, hints: &Hints) -> Grouping {
    let names = Names::read(census.names().iter());
    let classes = Classes::of(census, &names);
    let (mut edges, mut groups) = met(census, hints, &names, &classes);
    let spoken = |class: u32| names.get(classes.spoken(class) as usize);
    let bare = surnames::edges(&names, &groups.of, spoken, |class| classes.borne(class, census));
    for edge in &bare {
        groups.join(groups.of[edge.b as usize], groups.of[edge.a as usize]);
    }
    edges.extend(bare);
    let stories = |class: u32| classes.stories(class, census);
    Written { census, names: &names, classes: &classes, edges: &edges, groups: &groups, stories: &stories }
        .grouping()
}

/// The pairs of classes that have something to do with each other, and the groups that they make.
fn met(census: &Census, hints: &Hints, names: &Names, classes: &Classes) -> (Vec<Edge>, Groups) {
    let spoken = |class: u32| names.get(classes.spoken(class) as usize);
    let common = Commonness::of(names, (0..classes.len()).map(spoken));
    let dictionary = Dictionary::of(names, &common);
    let ready = |class: u32| dictionary.subject(spoken(class));
    let mut edges = pairs::edges(classes.len(), &ready, &|class| census.name(classes.spoken(class)));
    let hints = hints.of_groups(&classes.of_values());
    edges.iter_mut().for_each(|edge| hints.weigh(edge, |class| classes.told(class, census)));
    let relate = |a: u32, b: u32| relate(&ready(a), &ready(b));
    let stories = |class: u32| classes.stories(class, census);
    let groups = Graph::new(classes.len(), &stories, &edges, &relate).groups(&edges);
    (edges, groups)
}

/// The order in which the names of a person are candidates for being shown: the commonest first; of
/// equally common ones those that are not all capitals, then the longest, then by code point.
pub fn shown_first(name: &str, stories: u32) -> impl Ord {
    let capitals = !name.chars().any(char::is_lowercase);
    (Reverse(stories), capitals, Reverse(name.chars().count()), name)
}

pub(super) fn rank(census: &Census, name: u32) -> impl Ord {
    shown_first(census.name(name), census.stories()[name as usize])
}

/// Groups of classes on their way to groups of names.
struct Written<'a> {
    census: &'a Census,
    names: &'a Names,
    classes: &'a Classes,
    edges: &'a [Edge],
    groups: &'a Groups,
    stories: &'a dyn Fn(u32) -> u64,
}

impl Written<'_> {
    fn grouping(&self) -> Grouping {
        let mut out = self.numbered();
        out.near = self.near();
        let mut members: Vec<(u32, u32)> = self.groups.of.iter().copied().zip(0..).collect();
        members.sort_unstable();
        let within = self.within();
        for classes in members.chunk_by(|a, b| a.0 == b.0) {
            let classes: Vec<u32> = classes.iter().map(|(_, class)| *class).collect();
            let names = || classes.iter().flat_map(|&class| self.classes.values(class)).copied();
            if names().nth(1).is_none() {
                continue;
            }
            // `Ronald Reagan` is shown, however many stories have the surname alone.
            let first = names().min_by_key(|&i| (!self.census.name(i).contains(' '), rank(self.census, i)));
            if let Some(first) = first {
                out.shown[out.of[first as usize] as usize] = first;
                self.tree(first, &classes, &within, &mut out.merges);
            }
        }
        out.merges.sort_by_key(|link| (link.a, link.b));
        out
    }

    /// The groups by number, each with its least name.
    fn numbered(&self) -> Grouping {
        let mut out = Grouping { of: self.classes.of_values(), ..Grouping::default() };
        let mut numbers = vec![None; self.groups.of.len()];
        for (of, name) in out.of.iter_mut().zip(0..) {
            let number = &mut numbers[self.groups.of[*of as usize] as usize];
            *of = *number.get_or_insert_with(|| {
                out.shown.push(name);
                out.shown.len() as u32 - 1
            });
        }
        out
    }

    /// The accepted pairs of each group, the surest first.
    fn within(&self) -> HashMap<u32, Vec<&Edge>> {
        let of = |class: u32| self.groups.of[class as usize];
        let mut out: HashMap<u32, Vec<&Edge>> = HashMap::new();
        let same = self.edges.iter().filter(|e| e.relation.verdict == Verdict::Same && of(e.a) == of(e.b));
        same.for_each(|edge| out.entry(of(edge.a)).or_default().push(edge));
        out.values_mut().for_each(|edges| edges.sort_by_key(|e| order(e, self.stories)));
        out
    }

    /// Links all names of a group to its first one, straight where that pair is sure, else over
    /// others, the surest pair first.
    fn tree(&self, first: u32, classes: &[u32], within: &HashMap<u32, Vec<&Edge>>, out: &mut Vec<Link>) {
        let Some(&root) = classes.iter().find(|&&c| self.classes.values(c).contains(&first)) else { return };
        classes.iter().for_each(|&c| self.spellings(c, out));
        let mut edges = within.get(&self.groups.of[root as usize]).cloned().unwrap_or_default();
        edges.sort_by_key(|e| e.a != root && e.b != root);
        let mut linked = vec![root];
        while linked.len() < classes.len() {
            let next = edges.iter().find(|e| linked.contains(&e.a) != linked.contains(&e.b));
            let Some(edge) = next else { break };
            let (new, old) = if linked.contains(&edge.a) { (edge.b, edge.a) } else { (edge.a, edge.b) };
            let head = |class: u32| self.classes.head(class);
            out.push(Link { a: head(new), b: head(old), rules: edge.relation.rules });
            linked.push(new);
        }
    }

    /// Links the names of one class to its first.
    fn spellings(&self, class: u32, out: &mut Vec<Link>) {
        let texts = |i: u32| self.names.get(i as usize).words().map(Word::text);
        let head = self.classes.head(class);
        for &value in self.classes.values(class).iter().skip(1) {
            let rule = if texts(value).eq(texts(head)) { Rule::Spelling } else { Rule::Particle };
            out.push(Link { a: value, b: head, rules: Rules::of(rule) });
        }
    }

    /// Pairs that did not meet: the most likely ones of each name.
    fn near(&self) -> Vec<Link> {
        let apart = |e: &&Edge| self.groups.of[e.a as usize] != self.groups.of[e.b as usize];
        let reason = |relation: Relation| match relation.verdict {
            Verdict::Same => None,
            Verdict::Fits => Some(Rule::Common),
            Verdict::Near => Some(Rule::Close),
            Verdict::Apart | Verdict::Unlike => Some(relation.rules.weakest()?),
        };
        let told = self
            .edges
            .iter()
            .filter(apart)
            .filter_map(|e| Some((e, e.relation.rules.with(reason(e.relation)?))));
        let refused = self.groups.refused.iter().filter(apart).map(|e| (e, e.relation.rules));
        let mut all: Vec<(&Edge, Rules)> = told.chain(refused).collect();
        all.sort_by_key(|(edge, rules)| (rules.weakest(), order(edge, self.stories)));
        let mut kept: HashMap<u32, usize> = HashMap::new();
        let mut out = Vec::new();
        for (edge, rules) in all {
            let ends = [edge.a, edge.b];
            if ends.iter().any(|end| kept.get(end).copied().unwrap_or(0) < MOST_NEAR) {
                ends.iter().for_each(|end| *kept.entry(*end).or_default() += 1);
                let head = |class: u32| self.classes.head(class);
                out.push(Link { a: head(edge.a), b: head(edge.b), rules });
            }
        }
        out
    }
}

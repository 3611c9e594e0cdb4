//! All names of an archive, in groups of one person each.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::Value;
use super::cluster::{Graph, Groups};
use super::common::Commonness;
use super::hints::{Hints, Told};
use super::name::Name;
use super::pairs::{self, Edge};
use super::relate::{Relation, Verdict, relate};
use super::rule::{Rule, Rules};
use super::subject::Subject;
use super::surnames::{self, Borne, Titles};

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
    /// The names of each group, the one to show first; groups in the order of their least numbers.
    pub groups: Vec<Vec<u32>>,
    /// For each name but the first of its group one link to another of it (`b`), so that the links
    /// of a group lead from each name to the first.
    pub merges: Vec<Link>,
    /// Names that nearly met, with what kept them apart.
    pub near: Vec<Link>,
}

/// Near names that are kept of each name.
const MOST_NEAR: usize = 12;

/// Puts names in groups, one a person. A name of one word is joined to its own spellings and, where no
/// doubt is left whose it is, to the bearer of the surname. The result depends on the set of names only.
pub fn group(values: &[Value], hints: &Hints) -> Grouping {
    let classes = classes(values);
    let names: Vec<&str> = classes.iter().map(|c| values[c.spoken as usize].name.as_str()).collect();
    let common = Commonness::of(names.iter().map(|name| Name::read(name)));
    let mut edges = pairs::edges(&names, &common);
    let told: Vec<Told> = classes.iter().map(|c| c.told(values)).collect();
    let hints = hints.of_groups(&class_of(&classes, values.len()));
    edges.iter_mut().for_each(|edge| hints.weigh(edge, &told));
    let stories: Vec<u64> = told.iter().map(|t| t.stories).collect();
    let ready = |i: u32| Subject::of(Name::read(names[i as usize]), &common);
    let relate = |a: u32, b: u32| relate(&ready(a), &ready(b));
    let graph = Graph::new(&stories, &edges, &relate);
    let mut groups = graph.groups(&edges);
    let read: Vec<Name> = names.iter().map(|name| Name::read(name)).collect();
    let bare = surnames::edges(&borne(values, &classes, &read, &told), &groups.of);
    for edge in &bare {
        groups.join(groups.of[edge.b as usize], groups.of[edge.a as usize]);
    }
    edges.extend(bare);
    Written { values, classes: &classes, edges: &edges, groups: &groups, graph: &graph }.grouping()
}

fn borne<'a>(values: &[Value], classes: &[Class], read: &'a [Name], told: &[Told]) -> Vec<Borne<'a>> {
    let one = |((class, name), &told): ((&Class, &'a Name), &Told)| {
        let mut titles = Titles::new();
        for (title, n) in class.values.iter().flat_map(|&i| &values[i as usize].titles) {
            *titles.entry(title.clone()).or_default() += n;
        }
        Borne { name, told, titles }
    };
    classes.iter().zip(read).zip(told).map(one).collect()
}

/// Names that are one but for case, accents, hyphens, points and particles.
struct Class {
    /// Its names, the one to show first.
    values: Vec<u32>,
    /// The one with the most to say about its spelling: `Müller` rather than `Muller`.
    spoken: u32,
}

impl Class {
    fn head(&self) -> u32 {
        self.values.first().copied().unwrap_or_default()
    }

    fn told(&self, values: &[Value]) -> Told {
        let mut told = Told::default();
        for value in self.values.iter().map(|&i| &values[i as usize]) {
            told.stories += u64::from(value.stories);
            told.women += u64::from(value.women);
            told.men += u64::from(value.men);
        }
        told
    }
}

fn classes(values: &[Value]) -> Vec<Class> {
    let mut by_key: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
    for (i, value) in (0..).zip(values) {
        let name = Name::read(&value.name);
        let spellings = name.words.iter().map(|w| w.spellings.len()).sum();
        by_key.entry(key(&name, &value.name)).or_default().push((spellings, i));
    }
    let class = |mut members: Vec<(usize, u32)>| {
        members.sort_by_key(|(_, i)| rank(&values[*i as usize]));
        let spoken = members.iter().enumerate().max_by_key(|(at, (n, _))| (*n, Reverse(*at)));
        let spoken = spoken.map(|(_, (_, i))| *i).unwrap_or_default();
        Class { values: members.into_iter().map(|(_, i)| i).collect(), spoken }
    };
    by_key.into_values().map(class).collect()
}

fn key(name: &Name, value: &str) -> String {
    let words: Vec<&str> = name.main().iter().map(|w| w.text()).collect();
    match words.is_empty() {
        true => value.to_owned(),
        false => format!("{} {:?}", words.join(" "), name.suffix),
    }
}

/// The order in which the names of a person are candidates for being shown: the commonest first; of
/// equally common ones those that are not all capitals, then the longest, then by code point.
pub fn shown_first(name: &str, stories: u32) -> impl Ord {
    let capitals = !name.chars().any(char::is_lowercase);
    (Reverse(stories), capitals, Reverse(name.chars().count()), name)
}

fn rank(value: &Value) -> impl Ord {
    shown_first(&value.name, value.stories)
}

fn class_of(classes: &[Class], values: usize) -> Vec<u32> {
    let mut of = vec![0; values];
    for (class, number) in classes.iter().zip(0..) {
        class.values.iter().for_each(|&i| of[i as usize] = number);
    }
    of
}

/// Groups of classes on their way to groups of names.
struct Written<'a> {
    values: &'a [Value],
    classes: &'a [Class],
    edges: &'a [Edge],
    groups: &'a Groups,
    graph: &'a Graph<'a>,
}

impl Written<'_> {
    fn grouping(&self) -> Grouping {
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (class, &group) in (0..).zip(&self.groups.of) {
            members.entry(group).or_default().push(class);
        }
        let mut out = Grouping { near: self.near(), ..Grouping::default() };
        let within = self.within();
        for classes in members.values() {
            let mut group: Vec<u32> =
                classes.iter().flat_map(|&c| self.classes[c as usize].values.iter().copied()).collect();
            // `Ronald Reagan` is shown, however many stories have the surname alone.
            group.sort_by_key(|&i| {
                (!self.values[i as usize].name.contains(' '), rank(&self.values[i as usize]))
            });
            self.tree(group[0], classes, &within, &mut out.merges);
            out.groups.push(group);
        }
        out.groups.sort_by_key(|group| group.iter().copied().min());
        out.merges.sort_by_key(|link| (link.a, link.b));
        out
    }

    /// The accepted pairs of each group, the surest first.
    fn within(&self) -> HashMap<u32, Vec<&Edge>> {
        let of = |class: u32| self.groups.of[class as usize];
        let mut out: HashMap<u32, Vec<&Edge>> = HashMap::new();
        let same = self.edges.iter().filter(|e| e.relation.verdict == Verdict::Same && of(e.a) == of(e.b));
        same.for_each(|edge| out.entry(of(edge.a)).or_default().push(edge));
        out.values_mut().for_each(|edges| edges.sort_by_key(|e| self.graph.order(e)));
        out
    }

    /// Links all names of a group to its first one, straight where that pair is sure, else over
    /// others, the surest pair first.
    fn tree(&self, first: u32, classes: &[u32], within: &HashMap<u32, Vec<&Edge>>, out: &mut Vec<Link>) {
        let class = |c: u32| &self.classes[c as usize];
        let Some(&root) = classes.iter().find(|&&c| class(c).values.contains(&first)) else { return };
        classes.iter().for_each(|&c| self.spellings(class(c), out));
        let mut edges = within.get(&self.groups.of[root as usize]).cloned().unwrap_or_default();
        edges.sort_by_key(|e| e.a != root && e.b != root);
        let mut linked = vec![root];
        while linked.len() < classes.len() {
            let next = edges.iter().find(|e| linked.contains(&e.a) != linked.contains(&e.b));
            let Some(edge) = next else { break };
            let (new, old) = if linked.contains(&edge.a) { (edge.b, edge.a) } else { (edge.a, edge.b) };
            out.push(Link { a: class(new).head(), b: class(old).head(), rules: edge.relation.rules });
            linked.push(new);
        }
    }

    /// Links the names of one class to its first.
    fn spellings(&self, class: &Class, out: &mut Vec<Link>) {
        let particles = |i: u32| {
            let name = Name::read(&self.values[i as usize].name);
            name.words.iter().map(|w| w.text().to_owned()).collect::<Vec<_>>()
        };
        for &value in class.values.iter().skip(1) {
            let same = particles(value) == particles(class.head());
            let rule = if same { Rule::Spelling } else { Rule::Particle };
            out.push(Link { a: value, b: class.head(), rules: Rules::of(rule) });
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
        all.sort_by_key(|(edge, rules)| (rules.weakest(), self.graph.order(edge)));
        let mut kept: HashMap<u32, usize> = HashMap::new();
        let mut out = Vec::new();
        for (edge, rules) in all {
            let ends = [edge.a, edge.b];
            if ends.iter().any(|end| kept.get(end).copied().unwrap_or(0) < MOST_NEAR) {
                ends.iter().for_each(|end| *kept.entry(*end).or_default() += 1);
                let head = |class: u32| self.classes[class as usize].head();
                out.push(Link { a: head(edge.a), b: head(edge.b), rules });
            }
        }
        out
    }
}

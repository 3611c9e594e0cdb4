//! Which entries are likely one person, though not certainly.

use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::query::AllQuery;

use super::facets::{Counting, Counts};
use super::people::Suggestion;
use crate::identity::{Rule, Rules};
use crate::index::names::lookup::{folded, key};
use crate::index::{Archive, Edits, IndexError, NameTable};

/// A surname that stands alone may be meant for someone with so many stories, …
const KNOWN: u64 = 10;
/// … of which all others of that surname have no more than one in ten.
const ONE_IN: u64 = 10;

/// All suggestions, the best first: likely ones before less likely ones, those that would change much
/// before those that would change little.
pub(super) fn suggestions(archive: &Archive) -> Result<Vec<Suggestion>, IndexError> {
    let names = archive.names()?;
    let (edits, _) = archive.edits()?;
    let counts = archive.searcher().search(&AllQuery, &Counting::of_people(&names.people))?;
    let mut pairs =
        Pairs { table: &names.people, counts: &counts, decided: decided(edits), best: BTreeMap::new() };
    for link in archive.reasons()?.near().filter(|link| link.rules.is_open()) {
        pairs.add([link.a as usize, link.b as usize], link.rules);
    }
    pairs.surnames();
    let table = &names.people;
    let mut all: Vec<(f64, Suggestion)> =
        pairs.best.iter().map(|(&pair, &rules)| suggestion(table, &counts, pair, rules)).collect();
    all.sort_by(|(x, a), (y, b)| y.total_cmp(x).then_with(|| a.people.cmp(&b.people)));
    Ok(all.into_iter().map(|(_, suggestion)| suggestion).collect())
}

/// Names that the user has taken out of an entry: they are decided on.
fn decided(edits: &Edits) -> HashSet<String> {
    edits.splits.iter().map(|split| key(&split.name)).collect()
}

/// Pairs of identities that may be one, each with what speaks best for it.
struct Pairs<'a> {
    table: &'a NameTable,
    counts: &'a Counts,
    decided: HashSet<String>,
    best: BTreeMap<(u32, u32), Rules>,
}

impl Pairs<'_> {
    fn add(&mut self, values: [usize; 2], rules: Rules) {
        let entries = values.map(|value| self.table.values.at(value));
        if entries.iter().any(|entry| self.decided.contains(entry.folded)) {
            return;
        }
        if let [&[a, ..], &[b, ..]] = entries.map(|entry| entry.of)
            && a != b
        {
            self.add_people(a, b, rules);
        }
    }

    fn add_people(&mut self, a: u32, b: u32, rules: Rules) {
        let likelier = |known: &mut Rules| {
            if likelihood(rules) > likelihood(*known) {
                *known = rules;
            }
        };
        self.best.entry((a.min(b), a.max(b))).and_modify(likelier).or_insert(rules);
    }

    /// Surnames that stand alone, with the one person who is likely meant.
    fn surnames(&mut self) {
        let mut by_surname: HashMap<String, Vec<u32>> = HashMap::new();
        let mut alone: Vec<(String, u32)> = Vec::new();
        for (number, identity) in (0..).zip(&self.table.identities) {
            let stories = self.counts.documents_of(number);
            match &folded(&identity.name)[..] {
                _ if stories == 0 => {}
                [] => {}
                [word] if !self.decided.contains(word) => alone.push((word.clone(), number)),
                [_] => {}
                [.., last] => by_surname.entry(last.clone()).or_default().push(number),
            }
        }
        for (surname, number) in alone {
            let bearers = by_surname.get(&surname).map_or(&[][..], Vec::as_slice);
            let stories = |&i: &u32| self.counts.documents_of(i);
            let all: u64 = bearers.iter().map(stories).sum();
            let most = bearers.iter().copied().max_by_key(|i| (stories(i), std::cmp::Reverse(*i)));
            let Some(person) = most.filter(|i| stories(i) >= KNOWN && (all - stories(i)) * ONE_IN <= all)
            else {
                continue;
            };
            self.add_people(number, person, Rules::of(Rule::Surname));
        }
    }
}

/// How likely two entries are one person, by what was against it: set by hand.
fn likelihood(rules: Rules) -> f64 {
    let against = [(Rule::Close, 0.4), (Rule::Common, 0.5), (Rule::Several, 0.3), (Rule::Others, 0.5)];
    let found = against.into_iter().find(|(rule, _)| rules.has(*rule));
    found.map_or(0.6, |(_, likelihood)| likelihood)
}

fn suggestion(table: &NameTable, counts: &Counts, (a, b): (u32, u32), rules: Rules) -> (f64, Suggestion) {
    let person = |i: u32| (table.identities[i as usize].name.clone(), counts.documents_of(i));
    let mut people = [person(a), person(b)];
    people.sort_by(|x, y| y.1.cmp(&x.1).then_with(|| x.0.cmp(&y.0)));
    let fewer = people[1].1;
    let worth = likelihood(rules) * (1.0 + fewer as f64).ln();
    (worth, Suggestion { people, rules })
}

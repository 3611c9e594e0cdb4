//! Why names are one person's.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use tantivy::query::Query;

use super::facets::{Counting, Counts};
use super::people::{Because, Near, Why, WhyName, WhyRequest, WhyResponse};
use crate::identity::{Link, Rules};
use crate::index::names::edits::{Applied, EditKind};
use crate::index::names::lookup::{folded, key};
use crate::index::{Archive, IndexError, NameTable};

/// Who bears a name, and why; counted over the documents of `query`, the request's query as planned.
pub(super) fn why(
    archive: &Archive,
    request: &WhyRequest,
    query: &dyn Query,
) -> Result<WhyResponse, IndexError> {
    let name = request.name.as_str();
    let names = archive.names()?;
    let (_, applied) = archive.edits()?;
    let table = &names.people;
    let counts = archive.searcher().search(query, &Counting::of_people(table))?;
    let reasons = archive.reasons()?;
    let asked = Asked {
        archive,
        table,
        applied,
        query,
        counts,
        merges: reasons.merges().map(|link| (link.a, link)).collect(),
        near: reasons.near().collect(),
    };
    let mut numbers = table.named(name);
    if numbers.is_empty() {
        numbers = table.holding(&folded(name));
    }
    let shown = |i: &usize| (Reverse(asked.counts.documents_of(*i as u32)), &table.identities[*i].name);
    numbers.sort_by(|a, b| shown(a).cmp(&shown(b)));
    let distinct = numbers.len() as u64;
    numbers.truncate(request.top.unwrap_or(usize::MAX));
    let people = numbers.into_iter().map(|i| asked.person(i as u32)).collect::<Result<Vec<Why>, _>>()?;
    let called = |&&(value, _): &&(usize, usize)| key(table.values.at(value).value) == key(name);
    let nobody: BTreeSet<usize> = applied.nobody.iter().filter(called).map(|(_, line)| *line).collect();
    Ok(WhyResponse { people, distinct, nobody: nobody.into_iter().collect() })
}

/// What the answers are made from.
struct Asked<'a> {
    archive: &'a Archive,
    table: &'a NameTable,
    applied: &'a Applied,
    query: &'a dyn Query,
    counts: Counts,
    /// The link of each value that has one.
    merges: BTreeMap<u32, Link>,
    near: Vec<Link>,
}

impl Asked<'_> {
    fn person(&self, identity: u32) -> Result<Why, IndexError> {
        let values = self.table.bearing(identity);
        let main = self.main(&values);
        let touched = || self.applied.touched.iter().filter(|touch| touch.identity == identity);
        let line = touched().find(|t| matches!(t.kind, EditKind::Merge | EditKind::Split)).map(|t| t.line);
        let name = self.table.identities[identity as usize].name.clone();
        let stories = self.stories(identity, &values)?;
        let mut names: Vec<WhyName> = values
            .iter()
            .zip(stories)
            .map(|(&value, stories)| {
                let because = self.because(value, &values, main, line);
                WhyName { name: self.value(value).to_owned(), stories, because }
            })
            .collect();
        names.sort_by(|a, b| b.stories.cmp(&a.stories).then_with(|| a.name.cmp(&b.name)));
        Ok(Why {
            stories: self.counts.documents_of(identity),
            names,
            near: self.near(identity, &values),
            edits: touched().map(|touch| (touch.kind, touch.line)).collect(),
            name,
        })
    }

    fn value(&self, value: usize) -> &str {
        self.table.values.at(value).value
    }

    /// Matching documents in which each of the values stands for the identity.
    fn stories(&self, identity: u32, values: &[usize]) -> Result<Vec<u64>, IndexError> {
        let table = self.table.values_apart(identity, values);
        let counts = self.archive.searcher().search(self.query, &Counting::of_people(&table))?;
        Ok((0..values.len() as u32).map(|i| counts.documents_of(i)).collect())
    }

    /// The link of a value to another one of these.
    fn link(&self, value: usize, values: &[usize]) -> Option<&Link> {
        self.merges.get(&(value as u32)).filter(|link| values.contains(&(link.b as usize)))
    }

    /// The value without a link that most stories use: the others lead to it, or the user put them there.
    fn main(&self, values: &[usize]) -> Option<usize> {
        let roots = values.iter().copied().filter(|&value| self.link(value, values).is_none());
        roots.max_by_key(|&value| (self.table.values.at(value).stories, Reverse(value)))
    }

    /// What makes a value one of the identity's: its link to another of its values, else the user.
    fn because(&self, value: usize, values: &[usize], main: Option<usize>, line: Option<usize>) -> Because {
        match (self.link(value, values), line) {
            (Some(link), _) => Because::Name(self.value(link.b as usize).to_owned(), link.rules),
            (None, Some(line)) if main != Some(value) => Because::Edit(line),
            _ => Because::First,
        }
    }

    /// Other people whose names nearly met one of the values, each once, by falling number of stories.
    fn near(&self, identity: u32, values: &[usize]) -> Vec<Near> {
        let mut others: BTreeMap<u32, (usize, usize, Rules)> = BTreeMap::new();
        for link in &self.near {
            for (one, other) in [(link.a, link.b), (link.b, link.a)] {
                let (one, other) = (one as usize, other as usize);
                let Some(&person) = self.table.values.at(other).of.first() else { continue };
                if person != identity && values.contains(&one) {
                    others.entry(person).or_insert((one, other, link.rules));
                }
            }
        }
        let mut near: Vec<Near> = others
            .into_iter()
            .map(|(person, (one, other, rules))| Near {
                name: self.value(one).to_owned(),
                other: self.value(other).to_owned(),
                person: self.table.identities[person as usize].name.clone(),
                stories: self.counts.documents_of(person),
                rules,
            })
            .collect();
        near.sort_by(|a, b| (Reverse(a.stories), &a.other).cmp(&(Reverse(b.stories), &b.other)));
        near
    }
}

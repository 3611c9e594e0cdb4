//! Laying the user's file over a table of people.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::lookup::{self, key};
use super::super::{Identity, NameTable};
use super::{ByPath, EditKind, Edits, Paths};
use crate::identity::shown_first;

/// A table with the user's file laid over it.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// The table.
    pub table: NameTable,
    /// Names of the file that no story has, each in words.
    pub warnings: Vec<String>,
    /// Which entries of the file speak of which identities.
    pub touched: Vec<Touch>,
    /// Values that count for nobody, by number, with the line of the file that says so.
    pub nobody: Vec<(usize, usize)>,
}

/// An entry of the file that speaks of an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    /// The identity's number.
    pub identity: u32,
    /// What the entry is.
    pub kind: EditKind,
    /// Its line.
    pub line: usize,
}

/// Lays the user's file over a table of people.
pub fn apply(table: NameTable, edits: &Edits) -> Applied {
    if edits.is_empty() {
        return Applied { table, ..Applied::default() };
    }
    let mut work = Work::new(&table, edits);
    edits
        .splits
        .iter()
        .for_each(|split| work.split(split.line, &split.name, split.shown.as_deref(), &split.paths));
    edits.merges.iter().for_each(|merge| work.merge(merge.line, &merge.names, merge.shown.as_deref()));
    edits.pins.iter().for_each(|pin| work.pin(pin.line, &pin.name, pin.shown.as_deref()));
    edits.ignores.iter().for_each(|ignore| work.ignore(ignore.line, &ignore.name));
    work.finish()
}

/// A table in the making.
struct Work<'a> {
    table: &'a NameTable,
    edits: &'a Edits,
    /// The values that bear a name of the file, by its key.
    named: HashMap<String, Vec<usize>>,
    identities: Vec<Identity>,
    /// Values that went to another identity.
    moved: BTreeMap<usize, u32>,
    by_path: BTreeMap<usize, Vec<(Paths, u32)>>,
    /// From an identity that became part of another to that one.
    joined: BTreeMap<u32, u32>,
    /// Identities with names that the user gave.
    given: BTreeSet<u32>,
    /// Identities of nobody, with the line that says so.
    ignored: BTreeMap<u32, usize>,
    touched: Vec<Touch>,
    warnings: Vec<String>,
}

impl<'a> Work<'a> {
    fn new(table: &'a NameTable, edits: &'a Edits) -> Work<'a> {
        let mut named: HashMap<String, Vec<usize>> =
            names(edits).map(|name| (key(name), Vec::new())).collect();
        for (at, entry) in table.values.iter().enumerate() {
            let key = if entry.folded.is_empty() { entry.value } else { entry.folded };
            if let Some(values) = named.get_mut(key) {
                values.push(at);
            }
        }
        Work {
            table,
            edits,
            named,
            identities: table.identities.clone(),
            moved: BTreeMap::new(),
            by_path: BTreeMap::new(),
            joined: BTreeMap::new(),
            given: BTreeSet::new(),
            ignored: BTreeMap::new(),
            touched: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn values(&self, name: &str) -> Vec<usize> {
        self.named.get(&key(name)).cloned().unwrap_or_default()
    }

    /// The identity that an identity is part of today.
    fn today(&self, mut identity: u32) -> u32 {
        while let Some(&into) = self.joined.get(&identity) {
            identity = into;
        }
        identity
    }

    /// The identity of a value today.
    fn of(&self, value: usize) -> Option<u32> {
        let first =
            self.moved.get(&value).copied().or_else(|| self.table.values.at(value).of.first().copied());
        first.map(|identity| self.today(identity))
    }

    /// The identities of a name: those that the user named so, else those of its values.
    fn identities(&self, name: &str) -> Vec<u32> {
        let key = key(name);
        let called =
            |&&i: &&u32| self.identities.get(i as usize).is_some_and(|id| lookup::key(&id.name) == key);
        let given: Vec<u32> = self.given.iter().filter(called).map(|&i| self.today(i)).collect();
        let mut all = match given.is_empty() {
            false => given,
            true => self.values(name).into_iter().filter_map(|value| self.of(value)).collect(),
        };
        all.sort_unstable();
        all.dedup();
        all
    }

    fn add(&mut self, name: String) -> u32 {
        self.identities.push(Identity { name, place: None });
        self.identities.len() as u32 - 1
    }

    fn touch(&mut self, identity: u32, kind: EditKind, line: usize) {
        self.touched.push(Touch { identity, kind, line });
    }

    fn warn(&mut self, line: usize, name: &str) {
        let path = self.edits.path.display();
        self.warnings.push(format!(
            "{path}:{line}: no story names {name:?}: check its spelling with `morgue people --prefix`"
        ));
    }

    /// Takes the values of a name out of their entry, in all stories or in those of some paths.
    fn split(&mut self, line: usize, name: &str, shown: Option<&str>, paths: &Option<Paths>) {
        let values = self.values(name);
        if values.is_empty() {
            return self.warn(line, name);
        }
        let known = shown.and_then(|shown| self.identities(shown).first().copied());
        let target = known.unwrap_or_else(|| {
            let target = self.add(shown.unwrap_or(name).to_owned());
            self.given.extend(shown.map(|_| target));
            target
        });
        for value in values {
            if let Some(from) = self.of(value) {
                self.touch(from, EditKind::Split, line);
            }
            match paths {
                Some(paths) => self.by_path.entry(value).or_default().push((paths.clone(), target)),
                None => drop(self.moved.insert(value, target)),
            }
        }
        self.touch(target, EditKind::Split, line);
    }

    /// Puts the identities of names together.
    fn merge(&mut self, line: usize, names: &[String], shown: Option<&str>) {
        let mut all = Vec::new();
        for name in names {
            let found = self.identities(name);
            if found.is_empty() {
                self.warn(line, name);
            }
            all.extend(found);
        }
        let Some(&into) = all.first() else { return };
        for identity in all {
            self.join(identity, into);
        }
        self.touch(into, EditKind::Merge, line);
        if let Some(shown) = shown {
            self.show(into, shown);
        }
    }

    /// Makes an identity part of another. A name that the user gave stays.
    fn join(&mut self, from: u32, into: u32) {
        let (from, into) = (self.today(from), self.today(into));
        if from == into {
            return;
        }
        self.joined.insert(from, into);
        if self.given.contains(&from) && !self.given.contains(&into) {
            let name = self.identities[from as usize].name.clone();
            self.show(into, &name);
        }
    }

    fn show(&mut self, identity: u32, name: &str) {
        let today = self.today(identity);
        self.given.insert(today);
        if let Some(identity) = self.identities.get_mut(today as usize) {
            identity.name = name.to_owned();
        }
    }

    fn pin(&mut self, line: usize, name: &str, shown: Option<&str>) {
        let found = self.identities(name);
        if found.is_empty() {
            self.warn(line, name);
        }
        for identity in found {
            self.touch(identity, EditKind::Pin, line);
            self.show(identity, shown.unwrap_or(name));
        }
    }

    fn ignore(&mut self, line: usize, name: &str) {
        let found = self.identities(name);
        if found.is_empty() {
            self.warn(line, name);
        }
        for identity in found {
            self.touch(identity, EditKind::Ignore, line);
            self.ignored.insert(identity, line);
        }
    }

    fn finish(mut self) -> Applied {
        self.rename();
        let today = |identity: u32| Some(self.today(identity)).filter(|i| !self.ignored.contains_key(i));
        let counts = |value: usize, _: &[u32]| self.of(value).and_then(today).into_iter().collect();
        let values = self.table.values.counting_for(counts);
        let nobody = |value: usize| Some((value, *self.ignored.get(&self.of(value)?)?));
        let nobody = (0..values.len()).filter_map(nobody).collect();
        let by_path = self.by_path.iter().map(|(&value, rules)| {
            let rules = rules.iter().map(|(paths, identity)| (paths.clone(), today(*identity)));
            ByPath { value, rules: rules.collect() }
        });
        let by_path = by_path.collect();
        let mut given: Vec<u32> = self.given.iter().filter_map(|&i| today(i)).collect();
        given.dedup();
        let mut touched: Vec<Touch> = self
            .touched
            .iter()
            .map(|touch| Touch { identity: self.today(touch.identity), ..*touch })
            .collect();
        touched.sort_unstable();
        touched.dedup();
        let table = NameTable { identities: self.identities, values, by_path, given };
        Applied { table, warnings: self.warnings, touched, nobody }
    }

    /// Names each identity that the file touches, and that got no name by it, after its commonest value.
    fn rename(&mut self) {
        let touched: BTreeSet<u32> = self.touched.iter().map(|touch| self.today(touch.identity)).collect();
        let mut best: BTreeMap<u32, usize> = BTreeMap::new();
        let rank = |value: usize| {
            let entry = self.table.values.at(value);
            shown_first(entry.value, entry.stories)
        };
        for value in 0..self.table.values.len() {
            let Some(identity) = self.of(value).filter(|i| touched.contains(i) && !self.given.contains(i))
            else {
                continue;
            };
            let first = best.entry(identity).or_insert(value);
            if rank(value) < rank(*first) {
                *first = value;
            }
        }
        for (identity, value) in best {
            let name = self.table.values.at(value).value.to_owned();
            if let Some(identity) = self.identities.get_mut(identity as usize) {
                identity.name = name;
            }
        }
    }
}

/// All names of the file.
fn names(edits: &Edits) -> impl Iterator<Item = &str> {
    let merges =
        edits.merges.iter().flat_map(|m| m.names.iter().map(String::as_str).chain(m.shown.as_deref()));
    let splits = edits.splits.iter().flat_map(|s| [Some(s.name.as_str()), s.shown.as_deref()]).flatten();
    let pins = edits.pins.iter().map(|p| p.name.as_str());
    merges.chain(splits).chain(pins).chain(edits.ignores.iter().map(|i| i.name.as_str()))
}

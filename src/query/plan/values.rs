//! Queries over the fields that hold names: `person:`, `speaker:`, `place:`, `source:` …

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::query::{EmptyQuery, Query, TermSetQuery};
use tantivy::schema::{Field as IndexField, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, TantivyError, Term};

use super::spanned::Speaker;
use super::{Planner, unscored};
use crate::index::layout::speaker_mark;
use crate::index::names::lookup::{begins, folded, key};
use crate::index::{IndexError, NameTable};
use crate::query::ast::{Field, Value};

impl Planner<'_> {
    pub(super) fn field(&self, field: Field, value: &Value) -> Result<Box<dyn Query>, IndexError> {
        let terms = match field {
            Field::Person => self.person(self.fields.people, value)?,
            Field::Speaker => self.person(self.fields.people_quoted, value)?,
            Field::Place => self.placed(self.fields.places, &self.archive.names()?.places, value),
            Field::Dateline => self.placed(self.fields.dateline, &self.archive.names()?.places, value),
            Field::Org => self.org(value)?,
            Field::Source => self.listed(self.fields.source, value)?,
            Field::Agency => self.listed(self.fields.agency, value)?,
            Field::Language => self.listed(self.fields.language, value)?,
        };
        if terms.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        Ok(unscored(TermSetQuery::new(terms)))
    }

    fn org(&self, value: &Value) -> Result<Vec<Term>, IndexError> {
        let orgs = &self.archive.names()?.orgs;
        Ok(terms(self.fields.orgs, orgs, &found(orgs, value)))
    }

    /// Who may say a quote that is asked for by its speaker.
    pub(super) fn speakers(&self, value: &Value) -> Result<Vec<Speaker>, IndexError> {
        let people = &self.archive.names()?.people;
        let numbers = found(people, value);
        let always = |name: &str| Speaker { mark: speaker_mark(name), stories: None };
        let mut all: Vec<Speaker> = people.values_of(&numbers).map(always).collect();
        for by_path in &people.by_path {
            let name = people.values.at(by_path.value).value;
            let addresses = self.counting(self.fields.people_quoted, people, name, &numbers)?;
            if !addresses.is_empty() {
                let stories = Some(Arc::new(TermSetQuery::new(addresses)) as Arc<dyn Query>);
                all.push(Speaker { mark: speaker_mark(name), stories });
            }
        }
        Ok(all)
    }

    /// The addresses of the stories in which a value counts for one of some people by its path.
    fn counting(
        &self,
        field: IndexField,
        people: &NameTable,
        value: &str,
        numbers: &[usize],
    ) -> Result<Vec<Term>, IndexError> {
        let counts = |address: &str| {
            let of = people.at_address(value, address);
            of.iter().any(|&i| numbers.binary_search(&(i as usize)).is_ok())
        };
        self.addresses(&Term::from_field_text(field, value), counts)
    }

    /// All values that count for the people that the table finds, and the addresses of the stories in
    /// which a value does so by their paths.
    fn person(&self, field: IndexField, value: &Value) -> Result<Vec<Term>, IndexError> {
        let people = &self.archive.names()?.people;
        let numbers = found(people, value);
        let mut all = terms(field, people, &numbers);
        for by_path in &people.by_path {
            let value = people.values.at(by_path.value).value;
            all.extend(self.counting(field, people, value, &numbers)?);
        }
        Ok(all)
    }

    /// The addresses that pass a test, of the documents that have a term.
    fn addresses(&self, term: &Term, test: impl Fn(&str) -> bool) -> Result<Vec<Term>, IndexError> {
        let mut all = Vec::new();
        for reader in self.archive.searcher().segment_readers() {
            let Some(column) = reader.fast_fields().str("address")? else {
                continue;
            };
            let index = reader.inverted_index(term.field())?;
            let postings = index.read_postings(term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                let mut address = String::new();
                if let Some(ordinal) = column.term_ords(postings.doc()).next() {
                    column.ord_to_str(ordinal, &mut address).map_err(TantivyError::from)?;
                }
                if test(&address) {
                    all.push(Term::from_field_text(self.fields.address, &address));
                }
                postings.advance();
            }
        }
        Ok(all)
    }

    /// All values that count for the places that the table finds, which have more names than those they are listed under.
    fn placed(&self, field: IndexField, table: &NameTable, value: &Value) -> Vec<Term> {
        let mut numbers = found(table, value);
        if let Value::Words(name) | Value::Exact(name) = value {
            numbers.extend(table.called(name));
            numbers.sort_unstable();
        }
        terms(field, table, &numbers)
    }

    /// The values in the field's own dictionary that fit; for fields with few different values.
    fn listed(&self, field: IndexField, value: &Value) -> Result<Vec<Term>, IndexError> {
        let mut terms = BTreeSet::new();
        for reader in self.archive.searcher().segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut stream = index.terms().stream().map_err(TantivyError::from)?;
            while stream.advance() {
                let name = String::from_utf8_lossy(stream.key());
                if fits(&name, value) {
                    terms.insert(Term::from_field_text(field, &name));
                }
            }
        }
        Ok(terms.into_iter().collect())
    }
}

/// The numbers of the people that a value of `person:` or `speaker:` means, ascending.
pub fn people_meant(people: &NameTable, value: &Value) -> Vec<usize> {
    found(people, value)
}

/// The identities with such a name, ascending.
fn found(table: &NameTable, value: &Value) -> Vec<usize> {
    match value {
        Value::Words(text) => table.holding(&folded(text)),
        Value::Exact(name) => table.named(name),
        Value::Prefix(text) => table.beginning(&folded(text)),
    }
}

fn terms(field: IndexField, table: &NameTable, numbers: &[usize]) -> Vec<Term> {
    table.values_of(numbers).map(|value| Term::from_field_text(field, value)).collect()
}

fn fits(name: &str, value: &Value) -> bool {
    let has = folded(name);
    match value {
        Value::Words(text) => folded(text).iter().all(|word| has.contains(word)),
        Value::Exact(text) => key(name) == key(text),
        Value::Prefix(text) => begins(&has, &folded(text)),
    }
}

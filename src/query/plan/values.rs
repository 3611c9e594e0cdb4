//! Queries over the fields that hold names: `person:`, `speaker:`, `place:`, `source:` …

use std::collections::BTreeSet;

use tantivy::Term;
use tantivy::query::{EmptyQuery, Query, TermSetQuery};
use tantivy::schema::Field as IndexField;

use super::{Planner, unscored};
use crate::index::names::lookup::{begins, folded, key};
use crate::index::{IndexError, NameTable};
use crate::query::ast::{Field, Value};

impl Planner<'_> {
    pub(super) fn field(&self, field: Field, value: &Value) -> Result<Box<dyn Query>, IndexError> {
        let terms = match field {
            Field::Person => self.identified(self.fields.people, &self.archive.names()?.people, value),
            Field::Speaker => {
                self.identified(self.fields.people_quoted, &self.archive.names()?.people, value)
            }
            Field::Place => self.placed(self.fields.places, &self.archive.names()?.places, value),
            Field::Dateline => self.placed(self.fields.dateline, &self.archive.names()?.places, value),
            Field::Org => self.identified(self.fields.orgs, &self.archive.names()?.orgs, value),
            Field::Source => self.listed(self.fields.source, value)?,
            Field::Agency => self.listed(self.fields.agency, value)?,
        };
        if terms.is_empty() {
            return Ok(Box::new(EmptyQuery));
        }
        Ok(unscored(TermSetQuery::new(terms)))
    }

    /// All values that count for the identities that the table finds.
    fn identified(&self, field: IndexField, table: &NameTable, value: &Value) -> Vec<Term> {
        terms(field, table, &found(table, value))
    }

    /// The same for places, which have more names than those they are listed under.
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
            let mut stream = index.terms().stream().map_err(tantivy::TantivyError::from)?;
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

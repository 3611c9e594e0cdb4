//! From the query's tree to a tantivy query. The only part of the query language that knows tantivy.

mod bm25;
mod cursor;
mod located;
mod quoted;
mod scorer;
mod slot;
mod values;

pub use bm25::{idf, saturated};
pub use values::people_meant;

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use super::ast::{DateRange, Field, Node, NodeKind, Zone};
use crate::index::document::{UNDATED, day_number};
use crate::index::fields::{Boosts, declaration};
use crate::index::layout::{ZONE, zone_mark};
use crate::index::{Archive, Fields, IndexError};
use crate::segment::LineKind;
use crate::text::analyze::{Analyzer, Token};

use located::Located;
use quoted::{Part, Quoted};
use slot::Slot;

/// Turns query trees into tantivy queries for one generation of one archive.
pub struct Planner<'a> {
    archive: &'a Archive,
    fields: &'a Fields,
    analyzer: Analyzer,
    boosts: Boosts,
}

impl<'a> Planner<'a> {
    /// A planner for an open archive.
    ///
    /// # Errors
    /// When the declared boosts cannot be read; a bug.
    pub fn new(archive: &'a Archive) -> Result<Planner<'a>, IndexError> {
        Ok(Planner {
            archive,
            fields: &archive.fields,
            analyzer: Analyzer::default(),
            boosts: declaration()?.boosts,
        })
    }

    /// The query that finds what `node` asks for.
    ///
    /// # Errors
    /// When the dictionaries of the index cannot be read.
    pub fn plan(&self, node: &Node) -> Result<Box<dyn Query>, IndexError> {
        self.node(node, None)
    }

    fn node(&self, node: &Node, zone: Option<Zone>) -> Result<Box<dyn Query>, IndexError> {
        Ok(match &node.kind {
            NodeKind::All => unscored(AllQuery),
            NodeKind::Word(text) => self.located(self.inflected(text), zone),
            NodeKind::Phrase(text) => self.located(self.exact(text), zone),
            NodeKind::Prefix(text) => self.located(self.beginning(text), zone),
            NodeKind::Field(field, value) => self.field(*field, value)?,
            NodeKind::Date(range) => self.dates(*range),
            NodeKind::In(zone) => self.has_zone(*zone),
            NodeKind::Within(zone, inner) => self.node(inner, Some(*zone))?,
            NodeKind::Quoted(inner) => {
                Box::new(Quoted { part: self.part(inner, None)?, fields: *self.fields })
            }
            NodeKind::And(nodes) => self.all_of(nodes, zone)?,
            NodeKind::Or(nodes) => self.combined(nodes, Occur::Should, zone)?,
            NodeKind::Not(inner) => self.none_of(std::slice::from_ref(&**inner), zone)?,
        })
    }

    /// What a node asks of one quote.
    fn part(&self, node: &Node, zone: Option<Zone>) -> Result<Part, IndexError> {
        let each = |nodes: &[Node]| {
            nodes.iter().map(|node| self.part(node, zone)).collect::<Result<Vec<_>, IndexError>>()
        };
        Ok(match &node.kind {
            NodeKind::Word(text) => self.quoted_words(self.inflected(text), zone),
            NodeKind::Phrase(text) => self.quoted_words(self.exact(text), zone),
            NodeKind::Prefix(text) => self.quoted_words(self.beginning(text), zone),
            NodeKind::Field(Field::Speaker, value) => Part::Speaker(self.speakers(value)?),
            NodeKind::Within(zone, inner) => self.part(inner, Some(*zone))?,
            NodeKind::Quoted(inner) => self.part(inner, zone)?,
            NodeKind::And(nodes) => Part::All(each(nodes)?),
            NodeKind::Or(nodes) => Part::Any(each(nodes)?),
            NodeKind::Not(inner) => Part::Not(Box::new(self.part(inner, zone)?)),
            NodeKind::All | NodeKind::Field(..) | NodeKind::Date(_) | NodeKind::In(_) => {
                Part::Story(self.node(node, None)?.into())
            }
        })
    }

    /// Quotes stand in searched lines: in others no words are quoted.
    fn quoted_words(&self, slots: Vec<Slot>, zone: Option<Zone>) -> Part {
        let kind = match zone {
            None | Some(Zone::Everything) => None,
            Some(Zone::Kind(kind)) if kind.is_searched() => Some(kind),
            Some(Zone::Kind(_) | Zone::Unsearched) => return Part::Any(Vec::new()),
        };
        if slots.is_empty() {
            return Part::Any(Vec::new());
        }
        let (field, fields, boosts) = (self.fields.body, *self.fields, self.boosts);
        Part::Words(Located { slots, field, kind, fields, boosts })
    }

    fn all_of(&self, nodes: &[Node], zone: Option<Zone>) -> Result<Box<dyn Query>, IndexError> {
        let is_not = |node: &&Node| matches!(node.kind, NodeKind::Not(_));
        if nodes.iter().all(|node| is_not(&node)) {
            return self.combined(nodes, Occur::Must, zone);
        }
        let mut clauses = Vec::with_capacity(nodes.len());
        for node in nodes {
            clauses.push(match &node.kind {
                NodeKind::Not(inner) => (Occur::MustNot, self.node(inner, zone)?),
                _ => (Occur::Must, self.node(node, zone)?),
            });
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn none_of(&self, nodes: &[Node], zone: Option<Zone>) -> Result<Box<dyn Query>, IndexError> {
        let mut clauses = vec![(Occur::Must, unscored(AllQuery))];
        for node in nodes {
            clauses.push((Occur::MustNot, self.node(node, zone)?));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn combined(
        &self,
        nodes: &[Node],
        occur: Occur,
        zone: Option<Zone>,
    ) -> Result<Box<dyn Query>, IndexError> {
        let clauses = nodes.iter().map(|node| Ok((occur, self.node(node, zone)?)));
        Ok(Box::new(BooleanQuery::new(clauses.collect::<Result<_, IndexError>>()?)))
    }

    fn inflected(&self, text: &str) -> Vec<Slot> {
        self.slots(text, Slot::inflected)
    }

    fn exact(&self, text: &str) -> Vec<Slot> {
        self.slots(text, Slot::exact)
    }

    /// Words side by side, each made to a slot.
    fn slots(&self, text: &str, slot: fn(&Token, &Analyzer) -> Slot) -> Vec<Slot> {
        self.analyzer.tokens(text).iter().map(|token| slot(token, &self.analyzer)).collect()
    }

    fn beginning(&self, text: &str) -> Vec<Slot> {
        let tokens = self.analyzer.tokens(text);
        let last = tokens.len().saturating_sub(1);
        let slot = |(i, token): (usize, &Token)| match i == last {
            true => Slot::beginning(&token.form),
            false => Slot::exact(token, &self.analyzer),
        };
        tokens.iter().enumerate().map(slot).collect()
    }

    /// Slots side by side, in the positional fields that the zone lies in.
    fn located(&self, slots: Vec<Slot>, zone: Option<Zone>) -> Box<dyn Query> {
        if slots.is_empty() {
            return Box::new(EmptyQuery);
        }
        let within = |field: IndexField, kind: Option<LineKind>| Located {
            slots: slots.clone(),
            field,
            kind,
            fields: *self.fields,
            boosts: self.boosts,
        };
        match zone {
            None => Box::new(within(self.fields.body, None)),
            Some(Zone::Kind(kind)) => Box::new(within(self.field_of(kind), Some(kind))),
            Some(Zone::Unsearched) => Box::new(within(self.fields.rest, None)),
            Some(Zone::Everything) => {
                let both = [self.fields.body, self.fields.rest].map(|field| within(field, None));
                Box::new(BooleanQuery::union(both.map(|q| Box::new(q) as Box<dyn Query>).into()))
            }
        }
    }

    fn field_of(&self, kind: LineKind) -> IndexField {
        if kind.is_searched() { self.fields.body } else { self.fields.rest }
    }

    /// Stories that have a line of the zone.
    fn has_zone(&self, zone: Zone) -> Box<dyn Query> {
        let (field, mark) = match zone {
            Zone::Kind(kind) => (self.field_of(kind), zone_mark(kind)),
            Zone::Unsearched => (self.fields.rest, ZONE.to_owned()),
            Zone::Everything => return unscored(AllQuery),
        };
        unscored(TermQuery::new(Term::from_field_text(field, &mark), IndexRecordOption::Basic))
    }

    fn dates(&self, range: DateRange) -> Box<dyn Query> {
        let term = |day| Term::from_field_i64(self.fields.date, day_number(day));
        let undated = Term::from_field_i64(self.fields.date, UNDATED);
        let lower = range.first.map_or(Bound::Excluded(undated), |day| Bound::Included(term(day)));
        let upper = range.last.map_or(Bound::Unbounded, |day| Bound::Included(term(day)));
        // Not `RangeQuery`: over a column it may be asked to go back inside a NOT, and then subtracts with
        // overflow (tantivy 0.27). An archive has no more than some ten thousand days.
        unscored(InvertedIndexRangeQuery::new(lower, upper))
    }
}

fn unscored(query: impl Query) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

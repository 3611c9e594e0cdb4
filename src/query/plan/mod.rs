//! From the query's tree to a tantivy query. The only part of the query language that knows tantivy.

mod bag;
mod bm25;
mod columns;
mod cursor;
mod cuts;
mod located;
mod neighbours;
mod patterns;
mod places;
mod scorer;
mod spanned;
mod stretch;
mod terms;
mod units;
mod values;

pub use bag::tells_all;
pub use bm25::saturated;
pub use neighbours::{LOOKED_AT, Neighbours};
pub use values::people_meant;

use std::ops::Bound;
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery, Occur, Query,
    TermQuery,
};
use tantivy::schema::{Field as IndexField, IndexRecordOption};

use super::ast::{DateRange, Node, NodeKind, Weight, Zone};
use super::compile::{Compiled, Cond, Leaf};
use super::leaf::{LONGEST_JOINING, Slot, rows};
use crate::index::document::{UNDATED, day_number};
use crate::index::fields::{Boosts, declaration};
use crate::index::layout::{QUOTE_START, ZONE, zone_mark};
use crate::index::{Archive, Fields, IndexError};
use crate::segment::LineKind;
use crate::text::Span;
use crate::text::analyze::Analyzer;

use bag::{Bag, MOST_WORDS};
use bm25::idf;
use cuts::{AllCuts, Cuts};
use located::{Located, documents};
use spanned::Spanned;
use terms::Terms;

/// Turns query trees into tantivy queries for one generation of one archive.
pub struct Planner<'a> {
    archive: &'a Archive,
    fields: &'a Fields,
    analyzer: Analyzer,
    /// Those of the other languages that the archive has stories in.
    others: Vec<Analyzer>,
    boosts: Boosts,
    cuts: AllCuts,
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
            others: analyzers(archive)?,
            boosts: declaration()?.boosts,
            cuts: AllCuts::default(),
        })
    }

    /// The query that finds what `node` asks for.
    ///
    /// # Errors
    /// When the dictionaries of the index cannot be read.
    pub fn plan(&self, node: &Node) -> Result<Box<dyn Query>, IndexError> {
        self.cuts.begin();
        let query = self.node(node, None)?;
        Ok(match self.plain_words(node) {
            Some((words, all)) => Box::new(Bag::of(words, all, query)),
            None => query,
        })
    }

    /// The queries that find what each of some nodes asks for, to be searched for together.
    ///
    /// # Errors
    /// When the dictionaries of the index cannot be read.
    pub fn plan_each(&self, nodes: &[&Node]) -> Result<Vec<Box<dyn Query>>, IndexError> {
        self.cuts.begin();
        nodes.iter().map(|node| self.node(node, None)).collect()
    }

    /// The clauses of the query of which something had to be cut, once it has been searched for.
    pub fn cut(&self) -> Vec<String> {
        self.cuts.clauses()
    }

    /// How rare words side by side are in quotes: the sum of their inverse document frequencies there.
    ///
    /// # Errors
    /// When the dictionaries of the index cannot be read.
    pub fn rarity_in_quotes(&self, slots: &[Slot]) -> Result<f32, IndexError> {
        let searcher = self.archive.searcher();
        let rarity = |slot| {
            let with = documents(searcher, self.fields.quotes, &slot)?;
            Ok(idf(searcher.num_docs(), with))
        };
        self.terms(slots).into_iter().map(rarity).sum()
    }

    fn node(&self, node: &Node, zone: Option<Zone>) -> Result<Box<dyn Query>, IndexError> {
        Ok(match &node.kind {
            NodeKind::All => unscored(AllQuery),
            NodeKind::Field(field, value) => self.field(*field, value)?,
            NodeKind::Date(range) => self.dates(*range),
            NodeKind::In(zone) => self.has_zone(*zone),
            NodeKind::Path(part, text) => self.path(*part, text),
            NodeKind::Length(range) => self.length(*range),
            NodeKind::Has(what) => self.has(*what),
            NodeKind::Within(zone, inner) => self.node(inner, Some(*zone))?,
            NodeKind::Boost(Weight(hundredths), inner) => {
                Box::new(BoostQuery::new(self.node(inner, zone)?, *hundredths as f32 / 100.0))
            }
            NodeKind::And(nodes) => self.all_of(nodes, zone)?,
            NodeKind::Or(nodes) => self.combined(nodes, Occur::Should, zone)?,
            NodeKind::Not(inner) => self.none_of(std::slice::from_ref(&**inner), zone)?,
            NodeKind::Loose(..) | NodeKind::Scope(..) | NodeKind::Near(_) => self.spanned(node, zone)?,
            NodeKind::AtLeast(..) | NodeKind::First(..) => self.spanned(node, zone)?,
            _ if is_part(zone) => self.spanned(node, zone)?,
            kind => self.words(kind, zone),
        })
    }

    /// The words of a query that asks for nothing else, and whether it asks for all of them.
    fn plain_words(&self, node: &Node) -> Option<(Vec<Located>, bool)> {
        let (nodes, all) = match &node.kind {
            NodeKind::And(nodes) => (nodes.as_slice(), true),
            NodeKind::Or(nodes) => (nodes.as_slice(), false),
            _ => (std::slice::from_ref(node), false),
        };
        let words = nodes.iter().map(|node| self.plain_word(node)).take(MOST_WORDS + 1);
        words.collect::<Option<Vec<_>>>().filter(|words| words.len() <= MOST_WORDS).map(|words| (words, all))
    }

    fn plain_word(&self, node: &Node) -> Option<Located> {
        let [row] = rows(&node.kind, &self.analyzer).try_into().ok()?;
        let terms = self.terms(&row);
        let is_plain = matches!(terms.as_slice(), [Terms::Any { .. }]);
        let cuts = || self.cuts.watch(node);
        is_plain.then(|| self.located(terms, self.fields.body, None, 1.0, cuts()).counted(true))
    }

    /// What asks more of words than that they are there.
    fn spanned(&self, node: &Node, zone: Option<Zone>) -> Result<Box<dyn Query>, IndexError> {
        let compiled = Compiled::of(node, zone, &self.analyzer);
        let units = compiled.units();
        let cuts = self.cuts.watch(node);
        let flag = |node: &Node| Ok::<_, IndexError>(Arc::from(self.node(node, None)?));
        Ok(Box::new(Spanned {
            leaves: compiled.leaves.iter().map(|leaf| self.leaf(leaf, &cuts)).collect(),
            flags: compiled.flags.iter().map(flag).collect::<Result<_, _>>()?,
            speakers: compiled.speakers.iter().map(|v| self.speakers(v)).collect::<Result<_, _>>()?,
            cond: Arc::new(compiled.cond.unwrap_or(Cond::Any(Vec::new()))),
            units,
            fields: *self.fields,
        }))
    }

    fn leaf(&self, leaf: &Leaf, cuts: &Arc<Cuts>) -> Vec<(Located, bool)> {
        let weight = leaf.weight as f32 / 100.0;
        let terms = self.terms(&leaf.slots);
        let within = |(field, kind)| {
            let located = self.located(terms.clone(), field, kind, weight, Arc::clone(cuts));
            (located, field == self.fields.rest)
        };
        self.fields_of(leaf.zone).into_iter().map(within).collect()
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

    /// Words side by side, in the positional fields that the zone lies in.
    fn words(&self, kind: &NodeKind, zone: Option<Zone>) -> Box<dyn Query> {
        let cuts = self.cuts.watch(&Node { kind: kind.clone(), span: Span::default() });
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        for row in rows(kind, &self.analyzer) {
            let terms = self.terms(&row);
            for (field, kind) in self.fields_of(zone) {
                let counted = terms.len() == 1 && kind.is_none();
                let located = self.located(terms.clone(), field, kind, 1.0, Arc::clone(&cuts));
                parts.push(Box::new(located.counted(counted)));
            }
        }
        match parts.len() {
            0 => Box::new(EmptyQuery),
            1 => parts.swap_remove(0),
            _ => Box::new(BooleanQuery::union(parts)),
        }
    }

    fn terms(&self, row: &[Slot]) -> Vec<Terms> {
        let joins = row.len() <= LONGEST_JOINING;
        let of = |slot| {
            let terms = Terms::of(slot, &self.others);
            if joins { terms } else { terms.without_joined() }
        };
        row.iter().map(of).collect()
    }

    fn located(
        &self,
        slots: Vec<Terms>,
        field: IndexField,
        kind: Option<LineKind>,
        weight: f32,
        cuts: Arc<Cuts>,
    ) -> Located {
        let (boosts, lengths) = (self.boosts, self.archive.generation.lengths);
        Located { slots, field, kind, counted: false, fields: *self.fields, boosts, lengths, weight, cuts }
    }

    /// The positional fields that a zone lies in, each with the kind of its lines.
    fn fields_of(&self, zone: Option<Zone>) -> Vec<(IndexField, Option<LineKind>)> {
        match zone {
            Some(Zone::Kind(kind)) => vec![(self.field_of(kind), Some(kind))],
            Some(Zone::Unsearched) => vec![(self.fields.rest, None)],
            Some(Zone::Everything) => vec![(self.fields.body, None), (self.fields.rest, None)],
            None | Some(Zone::Lead | Zone::HeadlineAndLead | Zone::Quotes) => vec![(self.fields.body, None)],
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
            Zone::Lead => (self.fields.body, zone_mark(LineKind::Body)),
            Zone::HeadlineAndLead => (self.fields.body, ZONE.to_owned()),
            Zone::Quotes => (self.fields.body, QUOTE_START.to_owned()),
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

/// The analyzers of all languages of an archive's stories but English.
fn analyzers(archive: &Archive) -> Result<Vec<Analyzer>, IndexError> {
    let analyzers = archive.languages()?.iter().map(|code| Analyzer::of(Some(code)));
    Ok(analyzers.filter(|analyzer| !analyzer.is_english()).collect())
}

/// Whether a zone is a part of the story, not the lines of some kinds.
fn is_part(zone: Option<Zone>) -> bool {
    matches!(zone, Some(Zone::Lead | Zone::HeadlineAndLead | Zone::Quotes))
}

fn unscored(query: impl Query) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

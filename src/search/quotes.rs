//! Finding quotes: the stories by the index, their quotes one by one by the plan that marks words.

use std::cmp::Ordering;
use std::collections::HashMap;

use tantivy::DocAddress;
use tantivy::collector::DocSetCollector;

use super::filters::Filters;
use super::said::{QuoteHit, QuotesRequest, QuotesResponse};
use super::types::SearchError;
use crate::extract::Quote;
use crate::index::document::{Stored, day_number};
use crate::index::{Archive, IndexError, NameTable};
use crate::query::highlight::{Outside, Page};
use crate::query::matching::Range;
use crate::query::plan::{Planner, people_meant, saturated};
use crate::query::{Field, Node, NodeKind, Query, Unit, Value};
use crate::snippet::one_line;
use crate::snippet::page::{Reading, page};
use crate::snippet::plans::Plans;
use crate::story::{Story, id_number};
use crate::text::Span;
use crate::text::analyze::Beginnings;

/// A search for quotes in an open archive; `stored` reads a document.
pub(super) struct Finder<'a> {
    pub(super) archive: &'a Archive,
    pub(super) stored: &'a dyn Fn(DocAddress) -> Result<Stored, IndexError>,
}

/// A matching quote on its way to its rank.
struct Candidate {
    doc: DocAddress,
    quote: usize,
    /// How often each pattern matches, by number.
    counts: Vec<(usize, u32)>,
    words: u32,
    day: Option<i64>,
    id: u64,
    address: String,
    score: f32,
}

impl Candidate {
    /// Best first.
    fn order(&self, other: &Candidate) -> Ordering {
        let newest = || other.day.cmp(&self.day);
        let place = || (self.id, &self.address, self.quote).cmp(&(other.id, &other.address, other.quote));
        other.score.total_cmp(&self.score).then_with(newest).then_with(place)
    }
}

/// What is asked of one quote, as a part of the story's query; none where nothing is.
fn scope(request: &QuotesRequest) -> Option<Node> {
    let node = |kind| Node { kind, span: Span::default() };
    let by = request.by.clone().map(|value| node(NodeKind::Field(Field::Speaker, value)));
    let about = request.about.as_ref().map(|query| query.root.clone()).filter(|n| n.kind != NodeKind::All);
    let mut parts: Vec<Node> = by.into_iter().chain(about).collect();
    let inner = if parts.len() > 1 { node(NodeKind::And(parts)) } else { parts.pop()? };
    Some(node(NodeKind::Scope(Unit::Quote, Box::new(inner))))
}

fn both(stories: &Node, scope: Option<&Node>) -> Node {
    let span = stories.span;
    match scope {
        None => stories.clone(),
        Some(scope) if stories.kind == NodeKind::All => scope.clone(),
        Some(scope) => Node { kind: NodeKind::And(vec![stories.clone(), scope.clone()]), span },
    }
}

impl Finder<'_> {
    pub(super) fn answer(&self, request: &QuotesRequest) -> Result<QuotesResponse, SearchError> {
        let scope = scope(request);
        let planner = Planner::new(self.archive)?;
        let query = planner.plan(&both(&request.query.root, scope.as_ref()))?;
        let docs = self.archive.searcher().search(&query, &DocSetCollector).map_err(IndexError::from)?;
        let cut = planner.cut();
        let table = &self.archive.names()?.people;
        let judge = Judge::of(self.archive, scope, table, request)?;
        let (mut found, mut stories) = (Vec::new(), 0);
        for doc in docs {
            let Stored { address, story, .. } = (self.stored)(doc)?;
            let before = found.len();
            judge.quotes(doc, &address, &story, &mut found);
            stories += u64::from(found.len() > before);
        }
        rank(&planner, &judge, &mut found)?;
        let total = found.len() as u64;
        found.truncate(request.limit.unwrap_or(usize::MAX));
        let generation = &self.archive.generation;
        let quotes = (1..).zip(&found).map(|(rank, found)| self.hit(rank, found, &judge));
        Ok(QuotesResponse {
            quotes: quotes.collect::<Result<_, IndexError>>()?,
            total,
            stories,
            exact: cut.is_empty(),
            complete: generation.complete && cut.is_empty(),
            cut,
            generation: generation.number,
        })
    }

    fn hit(&self, rank: usize, found: &Candidate, judge: &Judge<'_>) -> Result<QuoteHit, IndexError> {
        let Stored { address, story, file_bytes, .. } = (self.stored)(found.doc)?;
        let quote = &story.quotes[found.quote];
        let marks = judge.marks(found.doc, &story, &address, found.quote);
        let (text, marks) = one_line(&story.text, quote.span, quote.span, &marks);
        Ok(QuoteHit {
            rank,
            score: found.score,
            id: story.id.clone(),
            line: story.line_number(quote.span.start),
            span: quote.span,
            file_bytes,
            text,
            marks,
            speaker: judge.speaker(quote, &address),
            as_written: quote.as_written.clone(),
            kind: quote.kind,
            cue: quote.cue.clone(),
            relay: quote.relay.clone(),
            rule: quote.rule.clone(),
            confidence: quote.confidence,
            group: quote.group,
            source: story.source,
            date: story.date,
            headline: story.headline,
            address,
        })
    }
}

/// BM25 with each quote as a document: frequencies and lengths are the quote's own, the rarity of a
/// word is that in the quoted words of all stories.
fn rank(planner: &Planner<'_>, judge: &Judge<'_>, found: &mut [Candidate]) -> Result<(), IndexError> {
    let mut rarity: HashMap<usize, f32> = HashMap::new();
    let words: u64 = found.iter().map(|c| u64::from(c.words)).sum();
    let plan = judge.plans.in_language(None);
    let average = words as f32 / found.len().max(1) as f32;
    for candidate in found.iter_mut() {
        for &(pattern, count) in &candidate.counts {
            let idf = match rarity.get(&pattern) {
                Some(&idf) => idf,
                None => {
                    *rarity.entry(pattern).or_insert(planner.rarity_in_quotes(plan.highlight.slots(pattern))?)
                }
            };
            candidate.score += idf * saturated(count, candidate.words, average);
        }
    }
    found.sort_by(Candidate::order);
    Ok(())
}

/// Tells which quotes of a story are meant.
struct Judge<'a> {
    plans: Plans,
    asks: bool,
    table: &'a NameTable,
    request: &'a QuotesRequest,
    filters: Filters,
}

impl<'a> Judge<'a> {
    fn of(
        archive: &Archive,
        scope: Option<Node>,
        table: &'a NameTable,
        request: &'a QuotesRequest,
    ) -> Result<Judge<'a>, IndexError> {
        let asks = scope.is_some();
        let root = scope.unwrap_or(Node { kind: NodeKind::All, span: Span::default() });
        let query = Query { typed: String::new(), root, repairs: Vec::new(), hints: Vec::new() };
        let plans = Plans::of(&query, &|value: &Value| people_meant(table, value));
        let filters = Filters::of(archive, plans.filters())?;
        Ok(Judge { plans, asks, table, request, filters })
    }

    fn quotes(&self, doc: DocAddress, address: &str, story: &Story, out: &mut Vec<Candidate>) {
        for (number, length, words) in self.judged(doc, story, address).1 {
            let quote = &story.quotes[number];
            let unwanted = self.request.unattributed && quote.speaker.is_some();
            if unwanted || self.request.min_confidence.is_some_and(|least| quote.confidence < least) {
                continue;
            }
            out.push(Candidate {
                doc,
                quote: number,
                counts: counts(&words),
                words: length,
                day: story.date.as_ref().map(|d| day_number(d.value)),
                id: id_number(&story.id),
                address: address.to_owned(),
                score: 0.0,
            });
        }
    }

    /// The story's words, and of each quote that passes its number, its length in words, and the words that
    /// match.
    fn judged(&self, doc: DocAddress, story: &Story, address: &str) -> (Page, Vec<Passing>) {
        let who = |name: &str| -> Vec<usize> {
            self.table.at_address(name, address).iter().map(|&i| i as usize).collect()
        };
        let outside = Outside { who: &who, passes: &self.filters.passed_by(doc) };
        let plan = self.plans.in_language(story.language.as_deref());
        let wanted = plan.highlight.beginnings();
        let analyzer = &plan.analyzer;
        let how = Reading { analyzer, wanted, needed: Beginnings::ANY, with_rest: false, with_parts: true };
        let page = page(story, &how, outside);
        let passing = match self.asks {
            true => plan.highlight.quotes(&page),
            false => page.said.iter().map(|(range, _)| (*range, Vec::new())).collect(),
        };
        // A quote without a word has no marks in the index.
        let first = |quote: &Quote| page.words.partition_point(|w| w.span.start < quote.span.start) as u32;
        let starts: Vec<u32> = story.quotes.iter().map(first).collect();
        let numbered = passing.into_iter().filter_map(|(range, words)| {
            // Quotes without a word begin where the next one does: the last one there has the words.
            let number = starts.partition_point(|&start| start <= range.start).checked_sub(1)?;
            Some((number, range.end - range.start, words))
        });
        let passing = numbered.collect();
        (page, passing)
    }

    /// The matched words of a quote, in the story's text.
    fn marks(&self, doc: DocAddress, story: &Story, address: &str, quote: usize) -> Vec<Span> {
        let (page, passing) = self.judged(doc, story, address);
        let own = passing.into_iter().filter(|(number, ..)| *number == quote);
        let mut marks: Vec<Span> = Vec::new();
        for mark in own.flat_map(|(_, _, words)| words).filter_map(|(_, range)| page.span(range)) {
            match marks.last_mut() {
                Some(last) if last.overlaps(mark) => last.end = last.end.max(mark.end),
                _ => marks.push(mark),
            }
        }
        marks
    }

    /// The speaker under today's name.
    fn speaker(&self, quote: &Quote, address: &str) -> Option<String> {
        let name = quote.speaker.as_ref()?;
        let of = quote.speaker_id.and_then(|_| self.table.at_address(name, address).first());
        let known = of.and_then(|&i| self.table.identities.get(i as usize)).map(|i| i.name.clone());
        known.or_else(|| Some(name.clone()))
    }
}

/// A quote's number, its length in words, and which leaves match in it where.
type Passing = (usize, u32, Vec<(usize, Range)>);

/// How often each leaf matches inside a quote.
fn counts(words: &[(usize, Range)]) -> Vec<(usize, u32)> {
    let mut leaves: Vec<usize> = words.iter().map(|(leaf, _)| *leaf).collect();
    leaves.sort_unstable();
    leaves.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32)).collect()
}

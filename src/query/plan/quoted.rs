//! A query for what one quote has: words between its marks, and who says it.
//!
//! The index has a mark at the first and at the last word of each quote, with the speaker's name on the
//! last. Parts are looked for in the whole story first; where all may be there, each quote is judged.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::bm25::on_grid;
use super::cursor::Cursor;
use super::located::{Located, LocatedWeight};
use super::scorer::LocatedScorer;
use crate::index::Fields;
use crate::index::layout::{QUOTE_END, QUOTE_START};

/// What is asked of one quote.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// Words side by side between its marks.
    Words(Located),
    /// One of these speakers says it.
    Speaker(Vec<Speaker>),
    /// The story passes.
    Story(Arc<dyn Query>),
    All(Vec<Part>),
    Any(Vec<Part>),
    Not(Box<Part>),
}

/// A speaker as stories name her or him.
#[derive(Clone, Debug)]
pub(super) struct Speaker {
    /// The mark at the last word of the quotes.
    pub(super) mark: String,
    /// In these stories only.
    pub(super) stories: Option<Arc<dyn Query>>,
}

/// Stories with a quote that has what is asked.
#[derive(Clone, Debug)]
pub(super) struct Quoted {
    pub(super) part: Part,
    pub(super) fields: Fields,
}

impl Query for Quoted {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(QuotedWeight { part: PartWeight::of(&self.part, scoring)?, fields: self.fields }))
    }
}

struct QuotedWeight {
    part: PartWeight,
    fields: Fields,
}

enum PartWeight {
    Words(Box<LocatedWeight>),
    Speaker(Vec<(String, Option<Box<dyn Weight>>)>),
    Story(Box<dyn Weight>),
    All(Vec<PartWeight>),
    Any(Vec<PartWeight>),
    Not(Box<PartWeight>),
}

impl PartWeight {
    fn of(part: &Part, scoring: EnableScoring<'_>) -> tantivy::Result<PartWeight> {
        let each = |parts: &[Part]| {
            parts.iter().map(|part| PartWeight::of(part, scoring)).collect::<tantivy::Result<Vec<_>>>()
        };
        let unscored = |query: &dyn Query| query.weight(without_scores(scoring));
        Ok(match part {
            Part::Words(located) => PartWeight::Words(Box::new(located.weigh(scoring)?)),
            Part::Speaker(speakers) => {
                let one = |s: &Speaker| Ok((s.mark.clone(), s.stories.as_deref().map(unscored).transpose()?));
                PartWeight::Speaker(speakers.iter().map(one).collect::<tantivy::Result<_>>()?)
            }
            Part::Story(query) => PartWeight::Story(unscored(&**query)?),
            Part::All(parts) => PartWeight::All(each(parts)?),
            Part::Any(parts) => PartWeight::Any(each(parts)?),
            Part::Not(part) => PartWeight::Not(Box::new(PartWeight::of(part, scoring)?)),
        })
    }

    fn open(&self, reader: &SegmentReader, fields: &Fields, boost: Score) -> tantivy::Result<PartScorer> {
        let each = |parts: &[PartWeight]| {
            parts.iter().map(|part| part.open(reader, fields, boost)).collect::<tantivy::Result<Vec<_>>>()
        };
        Ok(match self {
            PartWeight::Words(weight) => PartScorer::Words {
                length: weight.slots() as u32,
                scorer: Box::new(weight.open(reader, boost)?),
                places: Vec::new(),
            },
            PartWeight::Speaker(speakers) => {
                let one = |(mark, stories): &(String, Option<Box<dyn Weight>>)| {
                    let cursor = Cursor::terms(reader, fields.body, std::slice::from_ref(mark))?;
                    let stories = stories.as_ref().map(|w| w.scorer(reader, 1.0)).transpose()?;
                    Ok((cursor, stories))
                };
                let marks = speakers.iter().map(one).collect::<tantivy::Result<_>>()?;
                PartScorer::Speaker { marks, ends: Vec::new() }
            }
            PartWeight::Story(weight) => {
                PartScorer::Story { scorer: weight.scorer(reader, 1.0)?, passes: false }
            }
            PartWeight::All(parts) => PartScorer::All(each(parts)?),
            PartWeight::Any(parts) => PartScorer::Any(each(parts)?),
            PartWeight::Not(part) => PartScorer::Not(Box::new(part.open(reader, fields, boost)?)),
        })
    }
}

/// Parts that only filter need no statistics.
fn without_scores(scoring: EnableScoring<'_>) -> EnableScoring<'_> {
    match scoring {
        EnableScoring::Enabled { searcher, .. } => EnableScoring::disabled_from_searcher(searcher),
        disabled => disabled,
    }
}

impl Weight for QuotedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let open = |mark: &str| Cursor::terms(reader, self.fields.body, &[mark.to_owned()]);
        let mut scorer = QuotedScorer {
            part: self.part.open(reader, &self.fields, boost)?,
            starts: open(QUOTE_START)?,
            ends: open(QUOTE_END)?,
            doc: 0,
            quotes: Vec::new(),
            buffer: Vec::new(),
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("BM25 of words in quotes", scorer.score()))
    }
}

/// First and last word of a quote.
type Quote = (u32, u32);

enum PartScorer {
    Words { scorer: Box<LocatedScorer>, length: u32, places: Vec<u32> },
    Speaker { marks: Vec<(Cursor, Option<Box<dyn Scorer>>)>, ends: Vec<u32> },
    Story { scorer: Box<dyn Scorer>, passes: bool },
    All(Vec<PartScorer>),
    Any(Vec<PartScorer>),
    Not(Box<PartScorer>),
}

/// Moves a scorer to the first document at or after `target`.
fn reach(scorer: &mut dyn Scorer, target: DocId) -> DocId {
    if scorer.doc() < target { scorer.seek(target) } else { scorer.doc() }
}

impl PartScorer {
    /// The first document at or after `target` that may have what is asked.
    fn least(&mut self, target: DocId) -> DocId {
        match self {
            PartScorer::Words { scorer, .. } => reach(&mut **scorer, target),
            PartScorer::Speaker { marks, .. } => {
                marks.iter_mut().map(|(cursor, _)| cursor.seek(target)).min().unwrap_or(TERMINATED)
            }
            PartScorer::Story { scorer, .. } => reach(&mut **scorer, target),
            PartScorer::All(parts) => agreed(parts, target),
            PartScorer::Any(parts) => parts.iter_mut().map(|p| p.least(target)).min().unwrap_or(TERMINATED),
            PartScorer::Not(_) => target,
        }
    }

    /// Reads what the story `doc` has.
    fn read(&mut self, doc: DocId, buffer: &mut Vec<u32>) {
        match self {
            PartScorer::Words { scorer, places, .. } => {
                places.clear();
                if reach(&mut **scorer, doc) == doc {
                    places.extend_from_slice(scorer.places());
                }
            }
            PartScorer::Speaker { marks, ends } => {
                ends.clear();
                for (cursor, stories) in marks {
                    let passes = stories.as_mut().is_none_or(|stories| reach(&mut **stories, doc) == doc);
                    if passes && cursor.seek(doc) == doc {
                        cursor.positions(doc, buffer);
                        ends.extend_from_slice(buffer);
                    }
                }
                ends.sort_unstable();
            }
            PartScorer::Story { scorer, passes } => *passes = reach(&mut **scorer, doc) == doc,
            PartScorer::All(parts) | PartScorer::Any(parts) => {
                parts.iter_mut().for_each(|part| part.read(doc, buffer));
            }
            PartScorer::Not(part) => part.read(doc, buffer),
        }
    }

    /// Does a quote of the story that was read have what is asked?
    fn holds(&self, quote: Quote) -> bool {
        match self {
            PartScorer::Words { places, length, .. } => within(places, *length, quote) > 0,
            PartScorer::Speaker { ends, .. } => ends.binary_search(&quote.1).is_ok(),
            PartScorer::Story { passes, .. } => *passes,
            PartScorer::All(parts) => parts.iter().all(|part| part.holds(quote)),
            PartScorer::Any(parts) => parts.iter().any(|part| part.holds(quote)),
            PartScorer::Not(part) => !part.holds(quote),
        }
    }

    /// What the words earn by standing in these quotes.
    fn score(&mut self, doc: DocId, quotes: &[Quote]) -> Score {
        match self {
            PartScorer::Words { scorer, length, places } => {
                let frequency: usize = quotes.iter().map(|&quote| within(places, *length, quote)).sum();
                scorer.earned(doc, frequency as u32)
            }
            PartScorer::All(parts) | PartScorer::Any(parts) => {
                parts.iter_mut().map(|part| part.score(doc, quotes)).sum()
            }
            PartScorer::Speaker { .. } | PartScorer::Story { .. } | PartScorer::Not(_) => 0.0,
        }
    }
}

/// The first document at or after `target` on which all parts agree.
fn agreed(parts: &mut [PartScorer], target: DocId) -> DocId {
    let mut doc = target;
    loop {
        let furthest = parts.iter_mut().map(|part| part.least(doc)).max().unwrap_or(doc);
        if furthest == doc || furthest == TERMINATED {
            return furthest;
        }
        doc = furthest;
    }
}

/// How many rows of `length` words that begin at `places` a quote has.
fn within(places: &[u32], length: u32, quote: Quote) -> usize {
    let from = places.partition_point(|&place| place < quote.0);
    let to = places.partition_point(|&place| place + length <= quote.1 + 1);
    to.saturating_sub(from)
}

struct QuotedScorer {
    part: PartScorer,
    starts: Cursor,
    ends: Cursor,
    doc: DocId,
    /// The quotes of the document that have what is asked.
    quotes: Vec<Quote>,
    buffer: Vec<u32>,
}

impl QuotedScorer {
    fn settle(&mut self, mut target: DocId) -> DocId {
        loop {
            let doc = self.candidate(target);
            self.doc = doc;
            if doc == TERMINATED {
                return doc;
            }
            self.part.read(doc, &mut self.buffer);
            self.read_quotes(doc);
            let part = &self.part;
            self.quotes.retain(|&quote| part.holds(quote));
            if !self.quotes.is_empty() {
                return doc;
            }
            target = doc + 1;
        }
    }

    /// The first document at or after `target` with a quote, in which all parts may be found.
    fn candidate(&mut self, mut target: DocId) -> DocId {
        loop {
            let doc = self.starts.seek(self.part.least(target));
            if doc == TERMINATED || doc == target {
                return doc;
            }
            target = doc;
        }
    }

    fn read_quotes(&mut self, doc: DocId) {
        let mut starts = Vec::new();
        self.starts.positions(doc, &mut starts);
        self.ends.seek(doc);
        self.ends.positions(doc, &mut self.buffer);
        self.quotes.clear();
        self.quotes.extend(starts.into_iter().zip(self.buffer.iter().copied()));
    }
}

impl DocSet for QuotedScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match target {
            _ if self.doc >= target => self.doc,
            TERMINATED => {
                self.doc = TERMINATED;
                TERMINATED
            }
            _ => self.settle(target),
        }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.starts.size_hint()
    }
}

impl Scorer for QuotedScorer {
    fn score(&mut self) -> Score {
        on_grid(self.part.score(self.doc, &self.quotes))
    }
}

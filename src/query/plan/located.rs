//! A query for words side by side, in any line or in lines of one kind.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use super::bag::Word;
use super::bm25::{HIGHEST, LOST, Saturation, idf};
use super::cursor::Cursor;
use super::cuts::Cuts;
use super::scorer::{Bonus, Exact, LocatedScorer, Scoring};
use super::stretch::Stretches;
use super::terms::Terms;
use crate::index::Fields;
use crate::index::document::Lengths;
use crate::index::fields::Boosts;
use crate::index::layout::{PARAGRAPH, ZONE, zone_mark};
use crate::segment::LineKind;

/// Slots filled at successive positions of a field. A match never crosses a paragraph's end.
#[derive(Clone, Debug)]
pub(super) struct Located {
    pub(super) slots: Vec<Terms>,
    pub(super) field: Field,
    /// Only in lines of this kind.
    pub(super) kind: Option<LineKind>,
    /// Whether it is enough to know how often its one slot is filled in a story, wherever.
    pub(super) counted: bool,
    pub(super) fields: Fields,
    pub(super) boosts: Boosts,
    /// Terms of all stories.
    pub(super) lengths: Lengths,
    /// How much it counts.
    pub(super) weight: f32,
    /// Who is told when a pattern has too many words.
    pub(super) cuts: Arc<Cuts>,
}

impl Located {
    /// The same, where how often is `counted` enough.
    pub(super) fn counted(self, counted: bool) -> Located {
        Located { counted, ..self }
    }

    /// The query with what scoring needs to know of the whole index.
    pub(super) fn weigh(&self, scoring: EnableScoring<'_>) -> tantivy::Result<LocatedWeight> {
        let statistics = match scoring {
            EnableScoring::Enabled { searcher, .. } => Some(Statistics::gather(self, searcher)?),
            EnableScoring::Disabled { .. } => None,
        };
        for slot in &self.slots {
            self.cuts.patterns.ask_terms(self.field, slot, self.counted);
        }
        Ok(LocatedWeight { query: self.clone(), statistics })
    }
}

impl Query for Located {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.weigh(scoring)?))
    }
}

/// [`Located`] with the statistics of an index.
pub(super) struct LocatedWeight {
    query: Located,
    statistics: Option<Statistics>,
}

/// What scoring needs to know of the whole index.
struct Statistics {
    idf: f32,
    /// That of the commonest word.
    least: f32,
    body: f32,
    headline: f32,
}

impl Statistics {
    fn gather(query: &Located, searcher: &Searcher) -> tantivy::Result<Statistics> {
        let docs = searcher.num_docs();
        let (mut sum, mut least) = (0.0, f32::MAX);
        for slot in &query.slots {
            let idf = idf(docs, documents(searcher, query.field, slot)?);
            (sum, least) = (sum + idf, idf.min(least));
        }
        let average = |terms: i64| terms as f32 / docs.max(1) as f32;
        let Lengths { body, rest, headline } = query.lengths;
        Ok(Statistics {
            idf: sum,
            least,
            body: average(if query.field == query.fields.rest { rest } else { body }),
            headline: average(headline),
        })
    }
}

/// How many documents can fill a slot, about: as if its terms stood in stories without regard to each other.
/// Words known by their beginning count as common: they tell little.
pub(super) fn documents(searcher: &Searcher, field: Field, slot: &Terms) -> tantivy::Result<u64> {
    let (any, joined) = match slot {
        Terms::Any { any, joined, .. } => (any.as_slice(), joined.as_slice()),
        Terms::Cased(form, _) => (std::slice::from_ref(form), [].as_slice()),
        Terms::Beginning(_) | Terms::Matching(_) => return Ok(searcher.num_docs() / 2),
    };
    let docs = searcher.num_docs().max(1) as f64;
    let mut without = 1.0;
    for term in any.iter().chain(joined) {
        let with = having(searcher, &Term::from_field_text(field, term))?;
        without *= 1.0 - (with as f64 / docs).min(1.0);
    }
    Ok((docs * (1.0 - without)).round() as u64)
}

/// How many documents have a term, without those that were taken out.
fn having(searcher: &Searcher, term: &Term) -> tantivy::Result<u64> {
    let mut all = 0;
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(term.field())?;
        let Some(alive) = reader.alive_bitset() else {
            all += u64::from(index.doc_freq(term)?);
            continue;
        };
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            all += u64::from(alive.is_alive(postings.doc()));
            postings.advance();
        }
    }
    Ok(all)
}

impl Weight for LocatedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.open(reader, boost)?))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("BM25 of a word or phrase", scorer.score()))
    }
}

impl LocatedWeight {
    /// The same, as rare as its commonest word: what stands beside `the` tells nothing.
    pub(super) fn by_commonest(mut self) -> Self {
        if let Some(statistics) = &mut self.statistics {
            statistics.idf = statistics.least;
        }
        self
    }

    /// What words side by side earn in no document more than.
    pub(super) fn most(&self) -> Score {
        let weight = self.query.weight * self.query.boosts.body;
        self.statistics.as_ref().map_or(0.0, |statistics| statistics.idf * weight * HIGHEST + LOST)
    }

    /// The scorer of a segment, on its first document.
    pub(super) fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<LocatedScorer> {
        Ok(self.reader(reader, boost)?.settled())
    }

    /// The scorer of a segment, on no document yet.
    pub(super) fn reader(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<LocatedScorer> {
        let query = &self.query;
        let mut slots = Vec::with_capacity(query.slots.len());
        for slot in &query.slots {
            slots.push(Stretches::open(reader, query.field, slot, query.counted, &query.cuts)?);
        }
        let open = |mark: String| Cursor::terms(reader, query.field, &[mark]);
        let zone =
            query.kind.map(|kind| Ok::<_, TantivyError>((open(zone_mark(kind))?, open(ZONE.to_owned())?)));
        let paragraphs = (slots.len() > 1).then(|| open(PARAGRAPH.to_owned()));
        let scoring = self.scoring(reader, boost * query.weight)?;
        Ok(LocatedScorer::new(slots, paragraphs.transpose()?, zone.transpose()?, scoring))
    }

    /// Its one word in a segment; none where nothing is scored.
    pub(super) fn word(&self, reader: &SegmentReader) -> tantivy::Result<Option<Word>> {
        let Located { fields, weight, slots, .. } = &self.query;
        let (Some(scoring), [terms]) = (self.scoring(reader, *weight)?, slots.as_slice()) else {
            return Ok(None);
        };
        Word::open(reader, (fields.body, fields.headline), terms, scoring).map(Some)
    }

    fn scoring(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<Scoring>> {
        let Some(statistics) = &self.statistics else { return Ok(None) };
        let query = &self.query;
        let weight = statistics.idf * boost;
        let mut scoring = Scoring {
            weight: weight * query.boosts.body,
            saturation: Saturation::of(reader.get_fieldnorms_reader(query.field)?, statistics.body),
            exact: None,
            headline: None,
        };
        // A single word earns beyond its count: for the typed form, and in the headline.
        if let ([Terms::Any { any, joined, exact }], None) = (query.slots.as_slice(), query.kind) {
            let any = &[any.as_slice(), joined].concat();
            let exact = exact.as_deref().map(|exact| self.exact(reader, any, exact, weight));
            scoring.exact = exact.transpose()?;
            if query.field == query.fields.body {
                scoring.headline = Some(self.headline(reader, any, weight, statistics.headline)?);
            }
        }
        Ok(Some(scoring))
    }

    fn exact(
        &self,
        reader: &SegmentReader,
        any: &[String],
        exact: &str,
        weight: f32,
    ) -> tantivy::Result<Exact> {
        let field = self.query.field;
        let index = reader.inverted_index(field)?;
        let mut inflected = false;
        for term in any.iter().filter(|term| *term != exact) {
            inflected |= index.get_term_info(&Term::from_field_text(field, term))?.is_some();
        }
        let all = !inflected && any.iter().any(|term| term == exact);
        let cursor = || Cursor::terms(reader, field, &[exact.to_owned()]);
        Ok(Exact { weight: weight * self.query.boosts.exact, cursor: (!all).then(cursor).transpose()? })
    }

    fn headline(
        &self,
        reader: &SegmentReader,
        any: &[String],
        weight: f32,
        average: f32,
    ) -> tantivy::Result<Bonus> {
        let field = self.query.fields.headline;
        Ok(Bonus {
            cursor: Cursor::terms(reader, field, any)?,
            weight: weight * self.query.boosts.headline,
            saturation: Saturation::of(reader.get_fieldnorms_reader(field)?, average),
        })
    }
}

//! Filters over columns: where the file lies, how long the story is, what it has.

use std::fmt;
use std::sync::Arc;

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TantivyError, Term};

use super::{Planner, unscored};
use crate::index::document::id_column;
use crate::index::layout::QUOTE_START;
use crate::query::ast::{DateRange, Has, LengthRange, PathPart};
use crate::query::path::PathTest;

/// What passes in a segment.
type Test = dyn Fn(&SegmentReader, &mut BitSet) -> tantivy::Result<()> + Send + Sync;

/// The documents that pass a test of columns.
#[derive(Clone)]
struct Columns(Arc<Test>);

impl fmt::Debug for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Columns")
    }
}

impl Query for Columns {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Columns {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        (self.0)(reader, &mut docs)?;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("filter", 0.0))
    }
}

fn columns(
    test: impl Fn(&SegmentReader, &mut BitSet) -> tantivy::Result<()> + Send + Sync + 'static,
) -> Box<dyn Query> {
    unscored(Columns(Arc::new(test)))
}

impl Planner<'_> {
    /// Stories whose address, or id, is the one asked for.
    pub(super) fn path(&self, part: PathPart, text: &str) -> Box<dyn Query> {
        if part == PathPart::Id {
            let term = Term::from_field_u64(self.fields.id, id_column(text));
            return unscored(TermQuery::new(term, IndexRecordOption::Basic));
        }
        let test = PathTest::of(part, text);
        columns(move |reader, docs| {
            let Some(column) = reader.fast_fields().str("address")? else { return Ok(()) };
            let mut passes = Vec::with_capacity(column.num_terms());
            let mut stream = column.dictionary().stream()?;
            while stream.advance() {
                passes.push(std::str::from_utf8(stream.key()).is_ok_and(|address| test.passes(address)));
            }
            for doc in 0..reader.max_doc() {
                let passed = |ordinal: u64| passes.get(ordinal as usize).copied().unwrap_or(false);
                if column.term_ords(doc).any(passed) {
                    docs.insert(doc);
                }
            }
            Ok(())
        })
    }

    /// Stories of so many words.
    pub(super) fn length(&self, range: LengthRange) -> Box<dyn Query> {
        columns(move |reader, docs| {
            let words = reader.fast_fields().u64("words")?;
            for doc in 0..reader.max_doc() {
                let many = words.first(doc).unwrap_or(0);
                if range.least <= many && range.most.is_none_or(|most| many <= most) {
                    docs.insert(doc);
                }
            }
            Ok(())
        })
    }

    /// Stories that have something.
    pub(super) fn has(&self, what: Has) -> Box<dyn Query> {
        let column = match what {
            Has::Quote => {
                let term = Term::from_field_text(self.fields.body, QUOTE_START);
                return unscored(TermQuery::new(term, IndexRecordOption::Basic));
            }
            Has::Date => return self.dates(DateRange { first: None, last: None }),
            Has::Person => "people",
            Has::Place => "places",
            Has::Org => "orgs",
            Has::Source => "source",
            Has::Agency => "agency",
        };
        columns(move |reader, docs| {
            let Some(column) = reader.fast_fields().str(column)? else { return Ok(()) };
            for doc in 0..reader.max_doc() {
                if column.term_ords(doc).next().is_some() {
                    docs.insert(doc);
                }
            }
            Ok(())
        })
    }
}

//! The best stories of a query that asks for words and nothing more: for all of them or for any.
//!
//! Every document is told of, so that counts are exact, but what it earns is worked out only where it may
//! be among the best: of ten thousand scores, ten are shown. Documents are taken in windows, into which
//! each word writes how often it stands in them.

mod window;
mod word;

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, Searcher, SegmentReader};

use super::located::{Located, LocatedWeight};
use window::Window;
pub(super) use word::Word;

/// Most words of a bag: each has room for a window.
pub(super) const MOST_WORDS: usize = 32;

/// Words, of which a story has all or any.
#[derive(Clone, Debug)]
pub(super) struct Bag {
    words: Vec<Located>,
    all: bool,
    /// The same for everybody who asks for more than the best.
    query: Arc<dyn Query>,
}

impl Bag {
    /// A bag of words that finds what `query` finds.
    pub(super) fn of(words: Vec<Located>, all: bool, query: Box<dyn Query>) -> Bag {
        Bag { words, all, query: query.into() }
    }
}

/// Whether the `for_each_pruning` of a query's weight tells of every document. A score that it tells and
/// that is below the threshold may be more than what the document earns.
pub fn tells_all(query: &dyn Query) -> bool {
    query.is::<Bag>()
}

impl Query for Bag {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let Some(searcher) = scoring.searcher().filter(|_| scoring.is_scoring_enabled()) else {
            return self.query.weight(scoring);
        };
        let words = self.words.iter().map(|word| word.weigh(scoring)).collect::<tantivy::Result<_>>()?;
        let (query, searcher) = (Arc::clone(&self.query), searcher.clone());
        Ok(Box::new(BagWeight { words, all: self.all, query, searcher }))
    }
}

struct BagWeight {
    words: Vec<LocatedWeight>,
    all: bool,
    query: Arc<dyn Query>,
    searcher: Searcher,
}

impl BagWeight {
    /// For whoever asks for more than the best: few do, and to look the words up takes time.
    fn general(&self) -> tantivy::Result<Box<dyn Weight>> {
        self.query.weight(EnableScoring::enabled_from_searcher(&self.searcher))
    }
}

impl Weight for BagWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.general()?.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.general()?.explain(reader, doc)
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        self.general()?.count(reader)
    }

    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        self.general()?.for_each(reader, callback)
    }

    fn for_each_no_score(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        self.general()?.for_each_no_score(reader, callback)
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let words = self.words.iter().filter_map(|weight| weight.word(reader).transpose());
        let mut words: Vec<Word> = words.collect::<tantivy::Result<_>>()?;
        if self.all {
            words.sort_by_key(Word::documents);
        }
        Window::of(words, self.all).each(threshold, callback);
        Ok(())
    }
}

//! The best stories of a query that asks for words and nothing more: for all of them or for any.
//!
//! Every document is told of, so that counts are exact, but what it earns is worked out only where it may
//! be among the best: of ten thousand scores, ten are shown. Documents are taken in windows, into which
//! each word writes how often it stands in them.

use std::sync::Arc;

use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, Score, SegmentReader, TERMINATED, Term};

use super::bm25::{LOST, saturate};
use super::located::{Located, LocatedWeight};
use super::scorer::Scoring;
use super::terms::Terms;

/// Documents that are taken at once.
const WINDOW: usize = 2048;
/// With fewer candidates in a window, a word is asked for each of them.
const FEW: u32 = 24;
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
        let words = self.words.iter().map(|word| word.weigh(scoring));
        Ok(Box::new(BagWeight {
            words: words.collect::<tantivy::Result<_>>()?,
            all: self.all,
            weight: self.query.weight(scoring)?,
        }))
    }
}

struct BagWeight {
    words: Vec<LocatedWeight>,
    all: bool,
    weight: Box<dyn Weight>,
}

impl Weight for BagWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.weight.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.weight.explain(reader, doc)
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        self.weight.count(reader)
    }

    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        self.weight.for_each(reader, callback)
    }

    fn for_each_no_score(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        self.weight.for_each_no_score(reader, callback)
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

/// A word in a segment.
pub(super) struct Word {
    lists: Vec<List>,
    headlines: Vec<List>,
    scoring: Scoring,
    /// How often it stands in each document of the window.
    frequencies: Box<[u32; WINDOW]>,
}

impl Word {
    /// The word of some terms, in the searched lines and in headlines.
    pub(super) fn open(
        reader: &SegmentReader,
        (body, headline): (Field, Field),
        terms: &Terms,
        scoring: Scoring,
    ) -> tantivy::Result<Word> {
        let lists = |field| {
            let (Terms::Any { any, joined, .. }, index) = (terms, reader.inverted_index(field)?) else {
                return Ok(Vec::new());
            };
            let lists =
                any.iter().chain(joined).map(|term| List::open(&index, &Term::from_field_text(field, term)));
            lists.filter_map(tantivy::Result::transpose).collect::<tantivy::Result<Vec<List>>>()
        };
        Ok(Word {
            lists: lists(body)?,
            headlines: lists(headline)?,
            scoring,
            frequencies: Box::new([0; WINDOW]),
        })
    }

    /// An upper bound of the documents that have it.
    fn documents(&self) -> u64 {
        self.lists.iter().map(|list| u64::from(list.postings.doc_freq())).sum()
    }

    /// The first document that was not read yet.
    fn next(&self) -> DocId {
        self.lists.iter().map(List::doc).min().unwrap_or(TERMINATED)
    }

    /// Reads a window of documents.
    fn read(&mut self, from: DocId, found: &mut Documents) {
        self.frequencies.fill(0);
        let frequencies = &mut self.frequencies;
        for list in &mut self.lists {
            list.each(from, |at, often| {
                frequencies[at] += often;
                found[at / 64] |= 1 << (at % 64);
            });
        }
    }

    /// Reads some documents of a window.
    fn read_some(&mut self, from: DocId, some: &Documents, found: &mut Documents) {
        self.frequencies.fill(0);
        for at in places(some) {
            for list in &mut self.lists {
                let often = list.frequency(from + at as DocId);
                self.frequencies[at] += often;
                found[at / 64] |= u64::from(often > 0) << (at % 64);
            }
        }
    }

    /// Adds what documents of a window earn by their headlines, and tells whether any does.
    fn add_headlines(&mut self, from: DocId, earned: &mut [Score; WINDOW]) -> bool {
        let mut any = false;
        for list in &mut self.headlines {
            list.each(from, |at, often| {
                earned[at] += self.scoring.of_headline(from + at as DocId, often);
                any = true;
            });
        }
        any
    }

    /// Adds what documents earn at most for what stands in their lines.
    fn add_most(&self, places: &[u16], norms: &[f32], most: &mut [Score]) {
        let weight = self.scoring.most();
        for ((&at, &norm), most) in places.iter().zip(norms).zip(most) {
            *most += weight * saturate(self.frequencies[usize::from(at) % WINDOW], norm);
        }
    }
}

/// A term's postings.
struct List {
    postings: BlockSegmentPostings,
    /// Where in the block it is.
    at: usize,
}

impl List {
    fn open(index: &InvertedIndexReader, term: &Term) -> tantivy::Result<Option<List>> {
        let postings = index.read_block_postings(term, IndexRecordOption::WithFreqs)?;
        Ok(postings.map(|postings| List { postings, at: 0 }))
    }

    fn doc(&self) -> DocId {
        self.postings.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Moves to the first document at or after `target`.
    fn seek(&mut self, target: DocId) {
        if self.doc() < target {
            self.at = self.postings.seek(target);
        }
    }

    /// How often it stands in a document, which is not before the last one that was asked for.
    fn frequency(&mut self, doc: DocId) -> u32 {
        self.seek(doc);
        if self.doc() == doc { self.postings.freq(self.at) } else { 0 }
    }

    /// Reads a window: gives each place in it with how often the term stands there.
    fn each(&mut self, from: DocId, mut tell: impl FnMut(usize, u32)) {
        self.seek(from);
        while self.at < self.postings.block_len() {
            let (docs, freqs) = (&self.postings.docs()[self.at..], &self.postings.freqs()[self.at..]);
            let end = docs.partition_point(|&doc| doc - from < WINDOW as DocId);
            for (&doc, &often) in docs[..end].iter().zip(freqs) {
                tell((doc - from) as usize % WINDOW, often);
            }
            self.at += end;
            if self.at < self.postings.block_len() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// Documents of a window, as bits.
type Documents = [u64; WINDOW / 64];

/// The places of the bits that are set, ascending.
fn places(documents: &Documents) -> impl Iterator<Item = usize> {
    let words = documents.iter().copied().enumerate();
    words.flat_map(|(i, mut word)| {
        std::iter::from_fn(move || {
            let place = word.trailing_zeros() as usize;
            word &= word.wrapping_sub(1);
            (place < 64).then_some(64 * i + place)
        })
    })
}

/// Some documents in a row, with the words that they have.
struct Window {
    /// The rarest first where all are asked for.
    words: Vec<Word>,
    all: bool,
    /// The first document of the window.
    from: DocId,
    /// Documents that match.
    found: Documents,
    bounds: Bounds,
}

/// What documents earn at most.
struct Bounds {
    /// Where they stand in the window.
    places: Vec<u16>,
    /// What their lengths come to.
    norms: Vec<f32>,
    most: Vec<Score>,
    /// By the headline alone, for the whole window.
    headlines: Box<[Score; WINDOW]>,
}

impl Window {
    fn of(words: Vec<Word>, all: bool) -> Window {
        let bounds = Bounds {
            places: Vec::new(),
            norms: Vec::new(),
            most: Vec::new(),
            headlines: Box::new([0.0; WINDOW]),
        };
        Window { words, all, from: 0, found: [0; WINDOW / 64], bounds }
    }

    /// Tells of every document that matches, and what those may earn at most that are not among the best.
    fn each(&mut self, mut threshold: Score, callback: &mut dyn FnMut(DocId, Score) -> Score) {
        while self.read() {
            self.bound();
            for i in 0..self.bounds.places.len() {
                let (at, most) = (usize::from(self.bounds.places[i]), self.bounds.most[i]);
                let doc = self.from + at as DocId;
                let score = if most < threshold { most } else { self.score(at, doc) };
                threshold = callback(doc, score);
            }
        }
    }

    fn score(&mut self, at: usize, doc: DocId) -> Score {
        let own = self.words.iter_mut().filter(|word| word.frequencies[at] > 0);
        own.map(|word| word.scoring.earned(doc, word.frequencies[at])).sum()
    }

    /// Works out what the documents found earn at most.
    fn bound(&mut self) {
        let Bounds { places: found, norms, most, headlines } = &mut self.bounds;
        found.clear();
        found.extend(places(&self.found).map(|at| at as u16));
        if found.is_empty() {
            return;
        }
        let Some(Word { scoring, .. }) = self.words.first() else { return };
        norms.clear();
        norms.extend(found.iter().map(|&at| scoring.norm(self.from + DocId::from(at))));
        let lost = LOST * self.words.len() as Score;
        most.clear();
        most.resize(found.len(), lost);
        let mut in_headlines = false;
        for word in &mut self.words {
            in_headlines |= word.add_headlines(self.from, headlines);
        }
        if in_headlines {
            most.iter_mut().zip(&*found).for_each(|(most, &at)| *most += headlines[usize::from(at)]);
            headlines.fill(0.0);
        }
        self.words.iter().for_each(|word| word.add_most(found, norms, most));
    }

    /// Reads the next window; false if there is none.
    fn read(&mut self) -> bool {
        let next = match self.all {
            true => self.words.first().map(Word::next),
            false => self.words.iter().map(Word::next).min(),
        };
        let Some(from) = next.filter(|&doc| doc != TERMINATED) else { return false };
        self.from = from;
        self.found = [0; WINDOW / 64];
        match self.all {
            true => self.read_all(),
            false => self.words.iter_mut().for_each(|word| word.read(from, &mut self.found)),
        }
        true
    }

    /// Reads what all words have.
    fn read_all(&mut self) {
        let Some((rarest, others)) = self.words.split_first_mut() else { return };
        rarest.read(self.from, &mut self.found);
        for word in others {
            let mut found = [0; WINDOW / 64];
            match self.found.iter().map(|bits| bits.count_ones()).sum::<u32>() {
                0 => return,
                1..FEW => word.read_some(self.from, &self.found, &mut found),
                _ => word.read(self.from, &mut found),
            }
            self.found.iter_mut().zip(found).for_each(|(both, found)| *both &= found);
        }
    }
}

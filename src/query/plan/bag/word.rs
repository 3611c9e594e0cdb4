//! A word of a bag: its postings, and how often it stands in the documents of a window.

use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, Score, SegmentReader, TERMINATED, Term};

use crate::query::plan::bm25::saturate;
use crate::query::plan::scorer::Scoring;
use crate::query::plan::terms::Terms;

/// Documents that are taken at once.
pub(super) const WINDOW: usize = 2048;

/// Documents of a window, as bits.
pub(super) type Documents = [u64; WINDOW / 64];

/// A word in a segment.
pub(in crate::query::plan) struct Word {
    lists: Vec<List>,
    headlines: Vec<List>,
    pub(super) scoring: Scoring,
    /// How often it stands in each document of the window.
    pub(super) frequencies: Box<[u32; WINDOW]>,
}

impl Word {
    /// The word of some terms, in the searched lines and in headlines.
    pub(in crate::query::plan) fn open(
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
    pub(super) fn documents(&self) -> u64 {
        self.lists.iter().map(|list| u64::from(list.postings.doc_freq())).sum()
    }

    /// The first document that was not read yet.
    pub(super) fn next(&self) -> DocId {
        self.lists.iter().map(List::doc).min().unwrap_or(TERMINATED)
    }

    /// Reads a window of documents.
    pub(super) fn read(&mut self, from: DocId, found: &mut Documents) {
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
    pub(super) fn read_some(&mut self, from: DocId, some: &Documents, found: &mut Documents) {
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
    pub(super) fn add_headlines(&mut self, from: DocId, earned: &mut [Score; WINDOW]) -> bool {
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
    pub(super) fn add_most(&self, places: &[u16], norms: &[f32], most: &mut [Score]) {
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

/// The places of the bits that are set, ascending.
pub(super) fn places(documents: &Documents) -> impl Iterator<Item = usize> {
    let words = documents.iter().copied().enumerate();
    words.flat_map(|(i, mut word)| {
        std::iter::from_fn(move || {
            let place = word.trailing_zeros() as usize;
            word &= word.wrapping_sub(1);
            (place < 64).then_some(64 * i + place)
        })
    })
}

//! Where many words stand, gathered into one list.

use std::sync::Arc;

use tantivy::postings::{BlockSegmentPostings, Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED};

use super::cuts::{Cuts, Held};

/// Documents and positions of many words.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Documents, ascending, each with how many places stand before it; that wraps where places are only
    /// counted.
    docs: Vec<(DocId, u32)>,
    all: u32,
    /// None where they are only counted.
    positions: Vec<u32>,
    _held: Held,
}

impl Places {
    /// From places in any order.
    pub(super) fn of(mut places: Vec<(DocId, u32)>) -> Places {
        places.sort_unstable();
        let counts = Places::counted(places.iter().map(|(doc, _)| (*doc, 1)));
        Places { positions: places.into_iter().map(|(_, position)| position).collect(), ..counts }
    }

    /// From documents, ascending, some of them more than once, and how many places each has.
    fn counted(counts: impl Iterator<Item = (DocId, u32)>) -> Places {
        let mut found = Places::default();
        for (doc, often) in counts {
            if found.docs.last().is_none_or(|(last, _)| *last != doc) {
                found.docs.push((doc, found.all));
            }
            found.all = found.all.wrapping_add(often);
        }
        found
    }

    /// Number of documents.
    pub(super) fn len(&self) -> usize {
        self.docs.len()
    }

    /// The document of a number in the list.
    pub(super) fn doc(&self, at: usize) -> DocId {
        self.docs.get(at).map_or(TERMINATED, |(doc, _)| *doc)
    }

    /// The number of the first document from `at` on that is `target` or behind it.
    pub(super) fn seek(&self, at: usize, target: DocId) -> usize {
        at + self.docs[at..].partition_point(|(doc, _)| *doc < target)
    }

    fn bounds(&self, at: usize) -> (u32, u32) {
        let from = |at: usize| self.docs.get(at).map_or(self.all, |(_, from)| *from);
        (from(at), from(at + 1))
    }

    /// How many places a document has.
    pub(super) fn frequency(&self, at: usize) -> u32 {
        let (from, to) = self.bounds(at);
        to.wrapping_sub(from)
    }

    /// The positions in a document; none where they are only counted.
    pub(super) fn positions(&self, at: usize) -> &[u32] {
        let (from, to) = self.bounds(at);
        self.positions.get(from as usize..to as usize).unwrap_or_default()
    }
}

/// What is gathered of one pattern.
pub(super) struct Sink {
    /// Documents with positions, or with how often.
    places: Vec<(DocId, u32)>,
    counted: bool,
    /// How often, by document, once there are many.
    counts: Vec<u32>,
    documents: usize,
    cut: bool,
}

impl Sink {
    pub(super) fn new(reader: &SegmentReader, counted: bool) -> Sink {
        let documents = reader.max_doc() as usize;
        Sink { places: Vec::new(), counted, counts: Vec::new(), documents, cut: false }
    }

    /// Tells that there is more than was gathered.
    pub(super) fn cut(&mut self) {
        self.cut = true;
    }

    fn add(&mut self, doc: DocId, positions: &[u32], often: u32) {
        if !self.counted {
            self.places.extend(positions.iter().map(|&at| (doc, at)));
        } else if let Some(count) = self.counts.get_mut(doc as usize) {
            *count = count.saturating_add(often);
        } else {
            self.places.push((doc, often));
            if self.places.len() > self.documents / 4 {
                self.spread();
            }
        }
    }

    /// Counts by document from now on.
    fn spread(&mut self) {
        self.counts = vec![0; self.documents];
        for (doc, often) in std::mem::take(&mut self.places) {
            if let Some(count) = self.counts.get_mut(doc as usize) {
                *count = count.saturating_add(often);
            }
        }
    }

    /// What it holds, in places.
    fn size(&self) -> usize {
        self.places.len() + self.counts.len() / 2
    }

    /// What was gathered, and whether that is a part only.
    pub(super) fn found(mut self, cuts: &Cuts) -> (Arc<Places>, bool) {
        let held = cuts.hold(self.size());
        let places = if !self.counted {
            Places::of(self.places)
        } else if self.counts.is_empty() {
            self.places.sort_unstable();
            Places::counted(self.places.into_iter())
        } else {
            Places::counted((0..).zip(self.counts).filter(|(_, often)| *often > 0))
        };
        (Arc::new(Places { _held: held, ..places }), self.cut)
    }
}

/// Reads where terms of a field stand, for some patterns at once.
pub(super) struct Gatherer<'a> {
    index: &'a InvertedIndexReader,
    /// How many places more may be held.
    room: usize,
    /// The postings that were read last, to be used again.
    postings: Option<BlockSegmentPostings>,
    buffer: Vec<u32>,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(index: &'a InvertedIndexReader, room: usize) -> Gatherer<'a> {
        Gatherer { index, room, postings: None, buffer: Vec::new() }
    }

    /// Adds where a term stands to some of the sinks; where there is no room left, those are cut.
    pub(super) fn take(
        &mut self,
        term: &TermInfo,
        sinks: &mut [Sink],
        hits: &[usize],
    ) -> tantivy::Result<()> {
        if self.room == 0 {
            hits.iter().for_each(|&i| sinks[i].cut());
            return Ok(());
        }
        match hits.iter().all(|&i| sinks[i].counted) {
            true => self.count(term, sinks, hits),
            false => self.locate(term, sinks, hits),
        }
    }

    fn count(&mut self, term: &TermInfo, sinks: &mut [Sink], hits: &[usize]) -> tantivy::Result<()> {
        let mut postings = match self.postings.take() {
            None => self.index.read_block_postings_from_terminfo(term, IndexRecordOption::WithFreqs)?,
            Some(mut postings) => {
                self.index.reset_block_postings_from_terminfo(term, &mut postings)?;
                postings
            }
        };
        while postings.block_len() > 0 {
            for (&doc, &often) in postings.docs().iter().zip(postings.freqs()) {
                self.add(doc, often, sinks, hits);
            }
            postings.advance();
        }
        self.postings = Some(postings);
        Ok(())
    }

    fn locate(&mut self, term: &TermInfo, sinks: &mut [Sink], hits: &[usize]) -> tantivy::Result<()> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut postings = self.index.read_postings_from_terminfo(term, option)?;
        while postings.doc() != TERMINATED {
            self.buffer.clear();
            postings.append_positions_with_offset(0, &mut self.buffer);
            self.add(postings.doc(), postings.term_freq(), sinks, hits);
            postings.advance();
        }
        Ok(())
    }

    fn add(&mut self, doc: DocId, often: u32, sinks: &mut [Sink], hits: &[usize]) {
        for &i in hits {
            let before = sinks[i].size();
            match self.room {
                0 => sinks[i].cut(),
                _ => sinks[i].add(doc, &self.buffer, often),
            }
            self.room = (self.room + before).saturating_sub(sinks[i].size());
        }
    }
}

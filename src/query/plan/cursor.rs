//! A cursor over the documents in which a slot can be filled, with the positions.

use std::collections::BTreeMap;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term};

use super::slot::Slot;

/// Documents and positions of a slot, ascending.
pub(super) enum Cursor {
    /// The union of a few terms' postings.
    Terms(Vec<SegmentPostings>),
    /// What many terms gave, gathered at once.
    Gathered(Gathered),
}

/// Positions by document, with a place to read from.
#[derive(Default)]
pub(super) struct Gathered {
    docs: Vec<(DocId, Vec<u32>)>,
    at: usize,
}

impl Cursor {
    /// Opens a slot in a field of a segment.
    pub(super) fn open(reader: &SegmentReader, field: Field, slot: &Slot) -> tantivy::Result<Cursor> {
        match slot {
            Slot::Terms { any, .. } => Cursor::terms(reader, field, any),
            Slot::Beginning(prefix) => Ok(Cursor::Gathered(gather(reader, field, prefix)?)),
        }
    }

    /// Opens the union of some terms.
    pub(super) fn terms(reader: &SegmentReader, field: Field, terms: &[String]) -> tantivy::Result<Cursor> {
        let index = reader.inverted_index(field)?;
        let mut postings = Vec::with_capacity(terms.len());
        for term in terms {
            let term = Term::from_field_text(field, term);
            postings.extend(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok(Cursor::Terms(postings))
    }

    pub(super) fn doc(&self) -> DocId {
        match self {
            Cursor::Terms(postings) => postings.iter().map(DocSet::doc).min().unwrap_or(TERMINATED),
            Cursor::Gathered(all) => all.docs.get(all.at).map_or(TERMINATED, |(doc, _)| *doc),
        }
    }

    /// Moves to the first document at or after `target`; stays where that lies behind.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Cursor::Terms(postings) => {
                for postings in postings.iter_mut().filter(|p| p.doc() < target) {
                    postings.seek(target);
                }
            }
            Cursor::Gathered(all) => all.at += all.docs[all.at..].partition_point(|(doc, _)| *doc < target),
        }
        self.doc()
    }

    /// How often the slot is filled in the document it stands on, if that is `doc`.
    pub(super) fn frequency(&self, doc: DocId) -> u32 {
        match self {
            Cursor::Terms(postings) => {
                postings.iter().filter(|p| p.doc() == doc).map(Postings::term_freq).sum()
            }
            Cursor::Gathered(all) => {
                all.docs.get(all.at).filter(|(d, _)| *d == doc).map_or(0, |(_, places)| places.len() as u32)
            }
        }
    }

    /// The positions in document `doc`, ascending, if it stands there; else none.
    pub(super) fn positions(&mut self, doc: DocId, out: &mut Vec<u32>) {
        out.clear();
        match self {
            Cursor::Terms(postings) => {
                for postings in postings.iter_mut().filter(|p| p.doc() == doc) {
                    postings.append_positions_with_offset(0, out);
                }
                out.sort_unstable();
            }
            Cursor::Gathered(all) => {
                let places = all.docs.get(all.at).filter(|(d, _)| *d == doc);
                out.extend(places.into_iter().flat_map(|(_, places)| places));
            }
        }
    }

    /// An upper bound of the number of documents left.
    pub(super) fn size_hint(&self) -> u32 {
        match self {
            Cursor::Terms(postings) => postings.iter().map(DocSet::size_hint).fold(0, u32::saturating_add),
            Cursor::Gathered(all) => all.docs.len() as u32,
        }
    }
}

fn gather(reader: &SegmentReader, field: Field, prefix: &str) -> tantivy::Result<Gathered> {
    let index = reader.inverted_index(field)?;
    let mut docs: BTreeMap<DocId, Vec<u32>> = BTreeMap::new();
    let mut stream = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
    while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
        gather_term(&index, stream.value(), &mut docs)?;
    }
    docs.values_mut().for_each(|places| places.sort_unstable());
    Ok(Gathered { docs: docs.into_iter().collect(), at: 0 })
}

fn gather_term(
    index: &InvertedIndexReader,
    term: &tantivy::postings::TermInfo,
    docs: &mut BTreeMap<DocId, Vec<u32>>,
) -> tantivy::Result<()> {
    let mut postings = index.read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions)?;
    while postings.doc() != TERMINATED {
        postings.append_positions_with_offset(0, docs.entry(postings.doc()).or_default());
        postings.advance();
    }
    Ok(())
}

//! Where the words stand that may fill one slot: a word each, or two that a hyphen joins.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader};

use super::cursor::Cursor;
use super::cuts::Cuts;
use super::terms::Terms;
use crate::query::matching::Range;

/// Documents and stretches of words that fill a slot, ascending.
pub(super) struct Stretches {
    words: Cursor,
    /// Two words joined; absent where the segment has none.
    joined: Option<Cursor>,
    buffer: Vec<u32>,
}

impl Stretches {
    /// Opens a slot in a field of a segment; words known by a pattern are only `counted` if that is enough.
    pub(super) fn open(
        reader: &SegmentReader,
        field: Field,
        terms: &Terms,
        counted: bool,
        cuts: &Arc<Cuts>,
    ) -> tantivy::Result<Stretches> {
        let joined = match terms {
            Terms::Any { joined, .. } => Some(Cursor::terms(reader, field, joined)?),
            Terms::Cased(..) | Terms::Beginning(_) | Terms::Matching(_) => None,
        };
        Ok(Stretches {
            words: Cursor::open(reader, field, terms, counted, cuts)?,
            joined: joined.filter(|cursor| !cursor.is_empty()),
            buffer: Vec::new(),
        })
    }

    /// Moves to the first document at or after `target`; stays where that lies behind.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.words.seek(target);
        self.joined.as_mut().map_or(doc, |joined| joined.seek(target).min(doc))
    }

    /// How often the slot is filled in `doc`, if it stands there.
    pub(super) fn frequency(&self, doc: DocId) -> u32 {
        self.words.frequency(doc) + self.joined.as_ref().map_or(0, |joined| joined.frequency(doc))
    }

    /// Where it is filled in `doc`, if it stands there; two joined words count before one.
    pub(super) fn read(&mut self, doc: DocId, out: &mut Vec<Range>) {
        out.clear();
        self.words.positions(doc, &mut self.buffer);
        out.extend(self.buffer.iter().map(|&at| Range::new(at, at + 1)));
        let Some(joined) = &mut self.joined else { return };
        joined.positions(doc, &mut self.buffer);
        if !self.buffer.is_empty() {
            out.extend(self.buffer.iter().map(|&at| Range::new(at, at + 2)));
            out.sort_unstable_by_key(|range| (range.start, Reverse(range.end)));
            out.dedup_by_key(|range| range.start);
        }
    }

    /// An upper bound of the number of documents left.
    pub(super) fn size_hint(&self) -> u32 {
        let joined = self.joined.as_ref().map_or(0, Cursor::size_hint);
        self.words.size_hint().saturating_add(joined)
    }
}

//! Exact facet counts: over ordinals of a column, through the generation's name table, each
//! document once an identity.

use std::collections::HashMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

/// Counts identities over the matching documents.
pub(super) struct Counting<'a> {
    /// Name of the column.
    pub(super) column: &'static str,
    /// Name of the aligned column with mention counts, if there is one.
    pub(super) mentions: Option<&'static str>,
    /// From column value to identity.
    pub(super) identities: &'a HashMap<&'a str, usize>,
    /// Number of identities.
    pub(super) size: usize,
}

/// Documents and mentions of each identity, and of documents in all.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) documents: u64,
    /// Per identity: documents, mentions.
    pub(super) of: Vec<(u64, u64)>,
}

impl Collector for Counting<'_> {
    type Fruit = Counts;
    type Child = SegmentCounting;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentCounting> {
        let column = reader.fast_fields().str(self.column)?;
        let identity = match &column {
            Some(column) => self.identities_of(column)?,
            None => Vec::new(),
        };
        let mentions = match self.mentions {
            Some(name) => reader.fast_fields().column_opt::<u64>(name)?,
            None => None,
        };
        let counts = Counts { documents: 0, of: vec![(0, 0); self.size] };
        Ok(SegmentCounting { column, identity, mentions, counts, seen: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = Counts { documents: 0, of: vec![(0, 0); self.size] };
        for fruit in fruits {
            all.documents += fruit.documents;
            for (sum, part) in all.of.iter_mut().zip(fruit.of) {
                *sum = (sum.0 + part.0, sum.1 + part.1);
            }
        }
        Ok(all)
    }
}

impl Counting<'_> {
    /// From ordinal to identity, by one walk through the column's dictionary.
    fn identities_of(&self, column: &StrColumn) -> tantivy::Result<Vec<usize>> {
        let mut out = Vec::with_capacity(column.num_terms());
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            let value = std::str::from_utf8(stream.key()).unwrap_or_default();
            let identity = self.identities.get(value).copied();
            out.push(identity.ok_or_else(|| {
                TantivyError::InternalError(format!("the name table lacks {value:?}: rebuild the index"))
            })?);
        }
        Ok(out)
    }
}

/// [`Counting`] of one segment.
pub(super) struct SegmentCounting {
    column: Option<StrColumn>,
    identity: Vec<usize>,
    mentions: Option<Column<u64>>,
    counts: Counts,
    /// Identities of the document at hand, with mentions.
    seen: Vec<(usize, u64)>,
}

impl SegmentCollector for SegmentCounting {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.counts.documents += 1;
        let Some(column) = &self.column else { return };
        self.seen.clear();
        let mut mentions = self.mentions.as_ref().map(|m| m.values_for_doc(doc));
        for ord in column.term_ords(doc) {
            let mentioned = mentions.as_mut().and_then(Iterator::next).unwrap_or(0);
            if let Some(&identity) = self.identity.get(ord as usize) {
                self.seen.push((identity, mentioned));
            }
        }
        self.seen.sort_unstable();
        for (i, &(identity, mentioned)) in self.seen.iter().enumerate() {
            let first = i == 0 || self.seen[i - 1].0 != identity;
            let (documents, mentions) = &mut self.counts.of[identity];
            *documents += u64::from(first);
            *mentions += mentioned;
        }
    }

    fn harvest(self) -> Counts {
        self.counts
    }
}

//! Exact counts over the columns of plain values: papers, agencies, languages.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// Counts matching documents by the value of a column.
pub(super) struct PlainCounting {
    /// Name of the column.
    pub(super) column: &'static str,
}

/// Documents of each value, of documents in all.
#[derive(Default)]
pub(super) struct Plain {
    pub(super) documents: u64,
    /// Documents that have a value.
    pub(super) with: u64,
    pub(super) of: BTreeMap<String, u64>,
}

impl Collector for PlainCounting {
    type Fruit = Plain;
    type Child = SegmentPlain;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentPlain> {
        let column = reader.fast_fields().str(self.column)?;
        let counts = vec![0; column.as_ref().map_or(0, |column| column.num_terms())];
        Ok(SegmentPlain { column, documents: 0, with: 0, counts, seen: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Plain>>) -> tantivy::Result<Plain> {
        let mut all = Plain::default();
        for fruit in fruits {
            let fruit = fruit?;
            all.documents += fruit.documents;
            all.with += fruit.with;
            fruit.of.into_iter().for_each(|(value, count)| *all.of.entry(value).or_default() += count);
        }
        Ok(all)
    }
}

/// [`PlainCounting`] of one segment.
pub(super) struct SegmentPlain {
    column: Option<StrColumn>,
    documents: u64,
    with: u64,
    /// By ordinal.
    counts: Vec<u64>,
    /// Ordinals of the document at hand.
    seen: Vec<u64>,
}

impl SegmentPlain {
    fn named(self) -> tantivy::Result<Plain> {
        let mut plain = Plain { documents: self.documents, with: self.with, of: BTreeMap::new() };
        let Some(column) = &self.column else { return Ok(plain) };
        for (ordinal, &count) in (0..).zip(&self.counts).filter(|&(_, &count)| count > 0) {
            let mut value = String::new();
            column.ord_to_str(ordinal, &mut value)?;
            plain.of.insert(value, count);
        }
        Ok(plain)
    }
}

impl SegmentCollector for SegmentPlain {
    type Fruit = tantivy::Result<Plain>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.documents += 1;
        let Some(column) = &self.column else { return };
        self.seen.clear();
        self.seen.extend(column.term_ords(doc));
        self.seen.sort_unstable();
        self.seen.dedup();
        self.with += u64::from(!self.seen.is_empty());
        self.seen.iter().for_each(|&ordinal| self.counts[ordinal as usize] += 1);
    }

    fn harvest(self) -> Self::Fruit {
        self.named()
    }
}

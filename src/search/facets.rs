//! Exact facet counts: over ordinals of a column, through the generation's name table, each
//! document once an identity.

use std::cmp::{Ordering, Reverse};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use super::types::{Facet, FacetOrder, FacetRequest, FacetValue};
use crate::index::names::edits::ByPath;
use crate::index::names::lookup::folded;
use crate::index::{NameTable, Names};

/// Counts identities over the matching documents.
pub(super) struct Counting<'a> {
    /// Name of the column.
    column: &'static str,
    /// Name of the aligned column with mention counts.
    mentions: &'static str,
    /// Which values of the column count for which identities.
    table: &'a NameTable,
}

/// Documents and mentions of each identity, and of documents in all.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) documents: u64,
    of: Vec<Count>,
}

/// Documents and mentions of one identity.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    documents: u64,
    mentions: u64,
}

impl<'a> Counting<'a> {
    /// Counts the names of one kind.
    pub(super) fn of(facet: Facet, names: &'a Names) -> Counting<'a> {
        let (column, mentions, table) = match facet {
            Facet::People => ("people", "people_mentions", &names.people),
            Facet::Places => ("places", "places_mentions", &names.places),
            Facet::Orgs => ("orgs", "orgs_mentions", &names.orgs),
        };
        Counting { column, mentions, table }
    }

    /// Counts the people of a table.
    pub(super) fn of_people(table: &'a NameTable) -> Counting<'a> {
        Counting { column: "people", mentions: "people_mentions", table }
    }

    /// What a request wants of the counts, in its order.
    pub(super) fn values(&self, counts: &Counts, request: &FacetRequest) -> Vec<FacetValue> {
        let wanted = request.prefix.as_deref().map(|p| self.table.beginning(&folded(p)));
        let numbers = wanted.unwrap_or_else(|| (0..self.table.identities.len()).collect());
        let counted = numbers.into_iter().filter(|&i| counts.of[i].documents > 0);
        let mut values: Vec<FacetValue> = counted.map(|i| self.value(i, counts.of[i])).collect();
        values.sort_by(|a, b| order(a, b, request.by));
        values
    }

    fn value(&self, number: usize, count: Count) -> FacetValue {
        let identity = &self.table.identities[number];
        let Count { documents: stories, mentions } = count;
        FacetValue { name: identity.name.clone(), place: identity.place.clone(), stories, mentions }
    }

    fn zero(&self) -> Counts {
        Counts { documents: 0, of: vec![Count::default(); self.table.identities.len()] }
    }
}

/// By falling counts, then by name.
fn order(a: &FacetValue, b: &FacetValue, by: FacetOrder) -> Ordering {
    let counts = |v: &FacetValue| match by {
        FacetOrder::Stories => Reverse((v.stories, v.mentions)),
        FacetOrder::Mentions => Reverse((v.mentions, v.stories)),
    };
    counts(a).cmp(&counts(b)).then_with(|| (&a.name, &a.place).cmp(&(&b.name, &b.place)))
}

impl Counts {
    /// Number of identities that some document has.
    pub(super) fn distinct(&self) -> u64 {
        self.of.iter().filter(|count| count.documents > 0).count() as u64
    }

    /// Documents that have the identity with this number.
    pub(super) fn documents_of(&self, identity: u32) -> u64 {
        self.of.get(identity as usize).map_or(0, |count| count.documents)
    }

    fn add(&mut self, other: &Counts) {
        self.documents += other.documents;
        for (sum, part) in self.of.iter_mut().zip(&other.of) {
            sum.documents += part.documents;
            sum.mentions += part.mentions;
        }
    }
}

impl Collector for Counting<'_> {
    type Fruit = Counts;
    type Child = SegmentCounting;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentCounting> {
        let column = reader.fast_fields().str(self.column)?;
        let identities = match &column {
            Some(column) => Identities::of(column, self.table)?,
            None => Identities::default(),
        };
        let mentions = reader.fast_fields().column_opt::<u64>(self.mentions)?;
        let addresses = match identities.by_path.is_empty() {
            true => None,
            false => reader.fast_fields().str("address")?,
        };
        let counts = self.zero();
        Ok(SegmentCounting { column, identities, mentions, addresses, counts, seen: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = self.zero();
        fruits.iter().for_each(|fruit| all.add(fruit));
        Ok(all)
    }
}

/// From the ordinals of a column to the identities that their values count for.
#[derive(Default)]
struct Identities {
    /// The identities of all ordinals, one behind the other.
    numbers: Vec<u32>,
    /// Where those of an ordinal end in `numbers`.
    ends: Vec<u32>,
    /// Ordinals, ascending, whose values count for other identities in stories of some paths.
    by_path: Vec<(u64, ByPath)>,
}

impl Identities {
    /// One walk along the column's dictionary and the table, which are in the same order.
    fn of(column: &StrColumn, table: &NameTable) -> tantivy::Result<Identities> {
        let mut out = Identities::default();
        let mut known = table.values.iter().enumerate();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            let found = known.by_ref().find(|(_, entry)| entry.value.as_bytes() >= stream.key());
            let Some((number, entry)) = found.filter(|(_, entry)| entry.value.as_bytes() == stream.key())
            else {
                let value = String::from_utf8_lossy(stream.key());
                let message = format!("the name table lacks {value:?}: rebuild the index");
                return Err(TantivyError::InternalError(message));
            };
            if let Ok(at) = table.by_path.binary_search_by_key(&number, |b| b.value) {
                out.by_path.push((out.ends.len() as u64, table.by_path[at].clone()));
            }
            out.numbers.extend(entry.of);
            out.ends.push(out.numbers.len() as u32);
        }
        Ok(out)
    }

    fn at(&self, ordinal: u64) -> &[u32] {
        let ordinal = ordinal as usize;
        let start = ordinal.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start as usize..self.ends[ordinal] as usize]
    }
}

/// [`Counting`] of one segment.
pub(super) struct SegmentCounting {
    column: Option<StrColumn>,
    identities: Identities,
    mentions: Option<Column<u64>>,
    /// Where paths matter.
    addresses: Option<StrColumn>,
    counts: Counts,
    /// Identities of the document at hand, with mentions.
    seen: Vec<(u32, u64)>,
}

impl SegmentCounting {
    /// The identities of an ordinal in a document.
    fn identities(&self, ordinal: u64, doc: DocId) -> &[u32] {
        let by_path = self.identities.by_path.binary_search_by_key(&ordinal, |(o, _)| *o).ok();
        let elsewhere = by_path.and_then(|at| self.identities.by_path[at].1.at(&self.address(doc)));
        elsewhere.unwrap_or_else(|| self.identities.at(ordinal))
    }

    fn address(&self, doc: DocId) -> String {
        let mut address = String::new();
        if let Some(column) = &self.addresses
            && let Some(ordinal) = column.term_ords(doc).next()
        {
            // An address that cannot be read is in no path.
            let _ = column.ord_to_str(ordinal, &mut address);
        }
        address
    }
}

impl SegmentCollector for SegmentCounting {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.counts.documents += 1;
        let Some(column) = &self.column else { return };
        self.seen.clear();
        let mut mentions = self.mentions.as_ref().map(|m| m.values_for_doc(doc));
        let mut seen = std::mem::take(&mut self.seen);
        for ordinal in column.term_ords(doc) {
            let mentioned = mentions.as_mut().and_then(Iterator::next).unwrap_or(0);
            seen.extend(self.identities(ordinal, doc).iter().map(|&identity| (identity, mentioned)));
        }
        self.seen = seen;
        self.seen.sort_unstable();
        let mut last = None;
        for &(identity, mentioned) in &self.seen {
            let count = &mut self.counts.of[identity as usize];
            count.documents += u64::from(last != Some(identity));
            count.mentions += mentioned;
            last = Some(identity);
        }
    }

    fn harvest(self) -> Counts {
        self.counts
    }
}

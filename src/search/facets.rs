//! Exact facet counts: over ordinals of a column, through the generation's name table, each
//! document once an identity.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use super::counted::{Facet, FacetRequest, FacetValue};
use super::tally::sorted;
use crate::index::names::edits::ByPath;
use crate::index::names::lookup::folded;
use crate::index::{NameTable, Names};

/// Counts identities over the matching documents.
pub(super) struct Counting<'a> {
    /// Name of the column.
    column: &'static str,
    /// Name of the aligned column with mention counts.
    mentions: Option<&'static str>,
    /// Which values of the column count for which identities.
    table: &'a NameTable,
    /// Only identities that a document quotes, or only those that it does not.
    quoted: Option<bool>,
}

/// The column of people quoted.
const QUOTED: &str = "people_quoted";

/// Documents and mentions of each identity, and of documents in all.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) documents: u64,
    /// Documents that have an identity.
    pub(super) with: u64,
    of: Vec<Count>,
}

/// Documents and mentions of one identity.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    documents: u64,
    mentions: u64,
}

impl<'a> Counting<'a> {
    /// Counts the names of one kind; of other values there is no table.
    pub(super) fn of(facet: Facet, names: &'a Names) -> Option<Counting<'a>> {
        let people = Counting::of_people(&names.people);
        let other = |column, mentions, table| Counting { column, mentions, table, quoted: None };
        Some(match facet {
            Facet::People => people,
            Facet::Speakers => Counting { quoted: Some(true), ..people },
            Facet::Unquoted => Counting { quoted: Some(false), ..people },
            Facet::Places => other("places", Some("places_mentions"), &names.places),
            Facet::Datelines => other("dateline", None, &names.places),
            Facet::Orgs => other("orgs", Some("orgs_mentions"), &names.orgs),
            Facet::Sources | Facet::Agencies | Facet::Languages | Facet::Years | Facet::Months => {
                return None;
            }
        })
    }

    /// Counts the people of a table.
    pub(super) fn of_people(table: &'a NameTable) -> Counting<'a> {
        Counting { column: "people", mentions: Some("people_mentions"), table, quoted: None }
    }

    /// What a request wants of the counts, in its order.
    pub(super) fn values(&self, counts: &Counts, request: &FacetRequest) -> Vec<FacetValue> {
        let wanted = request.prefix.as_deref().map(|p| self.table.beginning(&folded(p)));
        let numbers = wanted.unwrap_or_else(|| (0..self.table.identities.len()).collect());
        sorted(self.values_of(&numbers, counts), request.by)
    }

    /// Those of some identities that some document has.
    pub(super) fn values_of(&self, numbers: &[usize], counts: &Counts) -> Vec<FacetValue> {
        let counted = numbers.iter().filter(|&&i| counts.of[i].documents > 0);
        counted.map(|&i| self.value(i, counts.of[i])).collect()
    }

    fn value(&self, number: usize, count: Count) -> FacetValue {
        let identity = &self.table.identities[number];
        let Count { documents: stories, mentions } = count;
        FacetValue {
            name: identity.name.clone(),
            place: identity.place.as_deref().cloned(),
            stories,
            mentions,
        }
    }

    fn zero(&self) -> Counts {
        Counts { documents: 0, with: 0, of: vec![Count::default(); self.table.identities.len()] }
    }
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
        self.with += other.with;
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
        let columns = reader.fast_fields();
        let names = NameColumn::open(reader, self.column, self.table)?;
        let said = match self.quoted {
            Some(_) => NameColumn::open(reader, QUOTED, self.table)?,
            None => None,
        };
        let mentions = match self.mentions {
            Some(name) => columns.column_opt::<u64>(name)?,
            None => None,
        };
        let by_path = [&names, &said].into_iter().flatten().any(|c| !c.identities.by_path.is_empty());
        let addresses = if by_path { columns.str("address")? } else { None };
        let (counts, quoted) = (self.zero(), self.quoted);
        let (seen, speakers) = (Vec::new(), Vec::new());
        Ok(SegmentCounting { names, said, quoted, mentions, addresses, counts, seen, speakers })
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

/// A column of names, with the identities of its values.
struct NameColumn {
    column: StrColumn,
    identities: Identities,
}

impl NameColumn {
    fn open(reader: &SegmentReader, name: &str, table: &NameTable) -> tantivy::Result<Option<NameColumn>> {
        let Some(column) = reader.fast_fields().str(name)? else { return Ok(None) };
        let identities = Identities::of(&column, table, reader.has_deletes())?;
        Ok(Some(NameColumn { column, identities }))
    }

    /// The identities of an ordinal in a document.
    fn of(&self, ordinal: u64, doc: DocId, addresses: Option<&StrColumn>) -> &[u32] {
        let by_path = &self.identities.by_path;
        let at = by_path.binary_search_by_key(&ordinal, |(o, _)| *o).ok();
        let elsewhere = at.and_then(|at| by_path[at].1.at(&address(doc, addresses)));
        elsewhere.unwrap_or_else(|| self.identities.at(ordinal))
    }
}

fn address(doc: DocId, addresses: Option<&StrColumn>) -> String {
    let mut address = String::new();
    if let Some(column) = addresses
        && let Some(ordinal) = column.term_ords(doc).next()
    {
        // An address that cannot be read is in no path.
        let _ = column.ord_to_str(ordinal, &mut address);
    }
    address
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
    /// One walk along the column's dictionary and the table, which are in the same order. The table need
    /// not have the values that only stories had which were taken out.
    fn of(column: &StrColumn, table: &NameTable, taken_out: bool) -> tantivy::Result<Identities> {
        let mut out = Identities::default();
        let mut known = table.values.iter().enumerate().peekable();
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            while known.next_if(|(_, entry)| entry.value.as_bytes() < stream.key()).is_some() {}
            let found = known.next_if(|(_, entry)| entry.value.as_bytes() == stream.key());
            let Some((number, entry)) = found else {
                if taken_out {
                    out.ends.push(out.numbers.len() as u32);
                    continue;
                }
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
    names: Option<NameColumn>,
    /// Who is quoted, where that matters.
    said: Option<NameColumn>,
    quoted: Option<bool>,
    mentions: Option<Column<u64>>,
    /// Where paths matter.
    addresses: Option<StrColumn>,
    counts: Counts,
    /// Identities of the document at hand, with mentions.
    seen: Vec<(u32, u64)>,
    /// Identities that the document at hand quotes.
    speakers: Vec<u32>,
}

impl SegmentCounting {
    /// Finds the identities of a document, ascending.
    fn see(&mut self, doc: DocId) {
        self.seen.clear();
        let Some(names) = &self.names else { return };
        let mut mentions = self.mentions.as_ref().map(|m| m.values_for_doc(doc));
        for ordinal in names.column.term_ords(doc) {
            let mentioned = mentions.as_mut().and_then(Iterator::next).unwrap_or(0);
            let of = names.of(ordinal, doc, self.addresses.as_ref());
            self.seen.extend(of.iter().map(|&identity| (identity, mentioned)));
        }
        self.seen.sort_unstable();
    }

    /// Keeps of these the ones that are quoted, or that are not.
    fn choose(&mut self, doc: DocId, quoted: bool) {
        self.speakers.clear();
        if let Some(said) = &self.said {
            for ordinal in said.column.term_ords(doc) {
                self.speakers.extend(said.of(ordinal, doc, self.addresses.as_ref()));
            }
        }
        let speakers = &self.speakers;
        self.seen.retain(|(identity, _)| speakers.contains(identity) == quoted);
    }
}

impl SegmentCollector for SegmentCounting {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.counts.documents += 1;
        self.see(doc);
        if let Some(quoted) = self.quoted {
            self.choose(doc, quoted);
        }
        self.counts.with += u64::from(!self.seen.is_empty());
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

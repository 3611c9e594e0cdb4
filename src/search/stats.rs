//! Numbers about a whole archive, from its columns.

use std::collections::BTreeMap;

use tantivy::SegmentReader;
use tantivy::columnar::StrColumn;
use tantivy::query::AllQuery;

use super::counted::Facet;
use super::facets::Counting;
use super::types::Stats;
use crate::index::document::{UNDATED, day_of};
use crate::index::{Archive, IndexError};

/// Sums over the documents of an archive.
#[derive(Default)]
struct Sums {
    words: u64,
    undated: u64,
    oldest: Option<i64>,
    newest: Option<i64>,
    not_extracted: u64,
    languages: BTreeMap<String, u64>,
    sources: BTreeMap<String, u64>,
}

/// Reads the numbers of an archive.
pub(super) fn stats(archive: &Archive) -> Result<Stats, IndexError> {
    let mut sums = Sums::default();
    for reader in archive.searcher().segment_readers() {
        sums.add(reader)?;
    }
    let generation = &archive.generation;
    let names = archive.names()?;
    let distinct = |facet| {
        let Some(counting) = Counting::of(facet, names) else { return Ok(0) };
        let counts = archive.searcher().search(&AllQuery, &counting)?;
        Ok::<u64, IndexError>(counts.distinct())
    };
    let day = |number: Option<i64>| number.and_then(day_of).map(|d| d.to_string());
    Ok(Stats {
        stories: generation.stories,
        words: sums.words,
        undated: sums.undated,
        oldest: day(sums.oldest),
        newest: day(sums.newest),
        not_extracted: sums.not_extracted,
        people: distinct(Facet::People)?,
        places: distinct(Facet::Places)?,
        orgs: distinct(Facet::Orgs)?,
        languages: by_count(sums.languages),
        sources: by_count(sums.sources),
        text_bytes: generation.bytes,
        index_bytes: archive.place.bytes(),
        failed: generation.failed,
        skipped: generation.skipped,
        generation: generation.number,
        made: generation.made.clone(),
        complete: generation.complete,
    })
}

impl Sums {
    fn add(&mut self, reader: &SegmentReader) -> Result<(), IndexError> {
        let columns = reader.fast_fields();
        let (dates, words) = (columns.i64("date")?, columns.u64("words")?);
        let extracted = columns.bool("extracted")?;
        let (languages, sources) = (columns.str("language")?, columns.str("source")?);
        for doc in reader.doc_ids_alive() {
            self.words += words.first(doc).unwrap_or(0);
            self.add_date(dates.first(doc).unwrap_or(UNDATED));
            self.not_extracted += u64::from(extracted.first(doc) == Some(false));
            *self.languages.entry(value(languages.as_ref(), doc)?).or_default() += 1;
            *self.sources.entry(value(sources.as_ref(), doc)?).or_default() += 1;
        }
        Ok(())
    }

    fn add_date(&mut self, date: i64) {
        if date == UNDATED {
            self.undated += 1;
            return;
        }
        self.oldest = Some(self.oldest.map_or(date, |o| o.min(date)));
        self.newest = Some(self.newest.map_or(date, |n| n.max(date)));
    }
}

fn value(column: Option<&StrColumn>, doc: u32) -> Result<String, IndexError> {
    let mut out = String::new();
    match column.and_then(|c| c.term_ords(doc).next().map(|ord| (c, ord))) {
        Some((column, ord)) => drop(column.ord_to_str(ord, &mut out).map_err(tantivy::TantivyError::from)?),
        None => out.push_str("unknown"),
    }
    Ok(out)
}

/// Largest first.
fn by_count(counts: BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let mut out: Vec<(String, u64)> = counts.into_iter().collect();
    out.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    out
}

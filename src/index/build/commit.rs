//! The one commit point: tables first, then the swap of tantivy's meta file, whose payload names them.

use tantivy::index::SegmentId;
use tantivy::{Index, IndexWriter, TantivyError};

use super::follow::Sums;
use super::pass::Sum;
use super::sent::Sent;
use crate::corpus::Counts;
use crate::index::generation::{self, Generation};
use crate::index::names::counts::{self, Written};
use crate::index::names::runs::Counted;
use crate::index::packed::Packing;
use crate::index::place::IndexPlace;
use crate::index::{IndexError, damage};
use crate::story::EXTRACTOR;

/// What is known of the next generation before its pass.
pub(super) struct Next<'a> {
    pub(super) place: &'a IndexPlace,
    /// The generation whose stories and tables it goes on with.
    pub(super) before: Option<&'a Generation>,
    pub(super) number: u64,
    pub(super) packing: &'a Packing,
    /// What the walk did not read.
    pub(super) notes: &'a Counts,
    /// Settings of reading.
    pub(super) reading: String,
}

impl Next<'_> {
    /// Writes the tables of what a pass made: the file of a ledger and what its rows come to, and what its stories tell.
    pub(super) fn generation(
        &self,
        ledger: String,
        Sums { counts, bytes }: &Sums,
        sum: Sum,
        complete: bool,
    ) -> Result<Generation, IndexError> {
        let (format, schema) = Generation::current_format()?;
        let names = self.names(sum.names)?;
        let mut lengths = self.before.map(|before| before.lengths).unwrap_or_default();
        lengths += sum.lengths;
        Ok(Generation {
            format,
            schema,
            morgue: env!("CARGO_PKG_VERSION").to_owned(),
            number: self.number,
            made: jiff::Timestamp::now().to_string(),
            extractor: EXTRACTOR,
            reading: self.reading.clone(),
            ledger,
            counts: names.counts,
            names: names.names,
            reasons: names.reasons,
            dictionary: self.dictionary()?,
            stories: counts.indexed,
            lengths,
            bytes: *bytes,
            failed: counts.failed + self.notes.failed,
            skipped: counts.skipped + self.notes.skipped,
            complete,
        })
    }

    /// The tables of names: those of the generation before where no story tells anything new.
    fn names(&self, more: Counted) -> Result<NameFiles, IndexError> {
        if let Some(before) = self.before.filter(|_| more.is_empty()) {
            let Generation { counts, names, reasons, .. } = before.clone();
            return Ok(NameFiles { counts, names, reasons });
        }
        let (dir, number) = (&self.place.dir, self.number);
        let Written { counts, names, reasons } = counts::write(self.place, number, self.before, more)?;
        Ok(NameFiles {
            counts,
            names,
            reasons: generation::write_table(dir, generation::REASONS, number, &reasons)?,
        })
    }

    fn dictionary(&self) -> Result<Option<String>, IndexError> {
        if let Some(before) = self.before {
            return Ok(before.dictionary.clone());
        }
        let bytes = self.packing.dictionary();
        let write = || generation::write_table(&self.place.dir, generation::DICTIONARY, self.number, &bytes);
        (!bytes.is_empty()).then(write).transpose()
    }
}

struct NameFiles {
    counts: String,
    names: String,
    reasons: String,
}

/// Commits what was written, as a generation that is made when the writer has given its memory back.
pub(super) fn commit(
    place: &IndexPlace,
    writer: &mut IndexWriter<Sent>,
    make: impl FnOnce() -> Result<Generation, IndexError>,
) -> Result<Generation, IndexError> {
    let told = |error: TantivyError| damage::writing(place, error);
    let mut prepared = writer.prepare_commit().map_err(told)?;
    let generation = make()?;
    prepared.set_payload(&serde_json::to_string(&generation).map_err(|e| IndexError::Story(e.to_string()))?);
    prepared.commit().map_err(told)?;
    Ok(generation)
}

/// A segment of so many stories is large: to merge it takes longer than a search gains.
const LARGE: u64 = 500_000;
/// A segment with one in so many stories taken out is written anew.
const TAKEN_OUT: u64 = 5;

/// Merges segments that are not large: a search opens each of them. To write a story again and again costs
/// more than that, so the smallest are merged up to one that is larger than all of them together.
pub(super) fn merge(
    place: &IndexPlace,
    index: &Index,
    writer: &mut IndexWriter<Sent>,
) -> Result<(), IndexError> {
    let told = |error: TantivyError| damage::writing(place, error);
    let segments = index.searchable_segment_metas().map_err(told)?.into_iter();
    // What is known of a segment keeps its files.
    let all: Vec<Size> = segments
        .map(|s| Size { id: s.id(), stories: s.num_docs().into(), gone: s.num_deleted_docs().into() })
        .collect();
    let chosen = chosen(all);
    if !chosen.is_empty() {
        writer.merge(&chosen).wait().map_err(told)?;
        writer.garbage_collect_files().wait().map_err(told)?;
    }
    Ok(())
}

/// A segment: its stories, and those that were taken out.
#[derive(Clone, Copy, Debug)]
struct Size {
    id: SegmentId,
    stories: u64,
    gone: u64,
}

/// The segments to merge to one.
fn chosen(mut all: Vec<Size>) -> Vec<SegmentId> {
    all.retain(|segment| segment.stories < LARGE || segment.gone * TAKEN_OUT > segment.stories);
    all.sort_by_key(|segment| (segment.stories, segment.id));
    let (mut sum, mut many) = (0, 0);
    for (segment, number) in all.iter().zip(1..) {
        sum += segment.stories;
        // All up to the last one that the ones before it outweigh.
        if number > 1 && segment.stories <= 2 * (sum - segment.stories)
            || segment.gone * TAKEN_OUT > segment.stories
        {
            many = number;
        }
    }
    all[..many].iter().map(|segment| segment.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of segments of so many stories are merged, the smallest first.
    fn merged(sizes: &[(u64, u64)]) -> usize {
        let size = |&(stories, gone)| Size { id: SegmentId::generate_random(), stories, gone };
        chosen(sizes.iter().map(size).collect()).len()
    }

    #[test]
    fn a_small_segment_beside_a_large_one_waits() {
        assert_eq!(merged(&[(100_000, 0)]), 0);
        assert_eq!(merged(&[(100_000, 1), (1, 0)]), 0);
        assert_eq!(merged(&[(100_000, 1), (1, 0), (1, 0)]), 2);
        assert_eq!(merged(&[(100_000, 1), (2, 0), (1, 0)]), 2);
        assert_eq!(merged(&[(50_000, 0), (50_000, 0)]), 2);
        assert_eq!(merged(&[(50_000, 0), (30_000, 0), (20_000, 0)]), 3);
        assert_eq!(merged(&[(600_000, 0), (30_000, 0), (20_000, 0)]), 2);
    }

    #[test]
    fn a_segment_of_many_stories_taken_out_is_written_anew() {
        assert_eq!(merged(&[(1000, 300)]), 1);
        assert_eq!(merged(&[(600_000, 200_000)]), 1);
        assert_eq!(merged(&[(1000, 100)]), 0);
    }
}

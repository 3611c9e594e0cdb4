//! The stories of a generation, by their files: those that a run takes out or moves.

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED, TantivyError};

use crate::index::document::Stored;
use crate::index::ledger::Row;
use crate::index::{Archive, IndexError};

/// The stories of a generation; none before the first.
pub(in crate::index) struct Old<'a>(pub(in crate::index) Option<&'a Archive>);

impl Old<'_> {
    /// The stories of a file, read one by one.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(in crate::index) fn stories(
        &self,
        row: &Row,
    ) -> Result<impl Iterator<Item = Result<Stored, IndexError>>, IndexError> {
        let mut found = Vec::new();
        if let Some(archive) = self.0.filter(|_| row.stories > 0) {
            for (segment, reader) in (0..).zip(archive.searcher().segment_readers()) {
                let docs = documents(archive.fields.address, reader, row)?;
                found.extend(docs.into_iter().map(|doc| (archive, DocAddress::new(segment, doc))));
            }
        }
        Ok(found.into_iter().map(|(archive, doc)| archive.stored(doc)))
    }
}

/// The documents of a file in a segment: those with its own address, and with addresses inside of it, which no
/// other file has (see [`crate::corpus::address`]).
fn documents(field: Field, reader: &SegmentReader, row: &Row) -> Result<Vec<DocId>, IndexError> {
    let index = reader.inverted_index(field)?;
    let mut found = Vec::new();
    if row.is_story {
        having(row.address.as_bytes(), &index, reader, &mut found)?;
    }
    if row.stories > u64::from(row.is_story) {
        for separator in ['!', '#'] {
            let inside = format!("{}{separator}", row.address);
            let terms = index.terms().range().ge(&inside).into_stream();
            let mut terms = terms.map_err(TantivyError::from)?;
            while terms.advance() && terms.key().starts_with(inside.as_bytes()) {
                having(terms.key(), &index, reader, &mut found)?;
            }
        }
    }
    Ok(found)
}

/// The documents with an address that were not taken out.
fn having(
    address: &[u8],
    index: &InvertedIndexReader,
    reader: &SegmentReader,
    found: &mut Vec<DocId>,
) -> Result<(), IndexError> {
    let Some(info) = index.terms().get(address).map_err(TantivyError::from)? else { return Ok(()) };
    let postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic);
    let mut postings = postings.map_err(TantivyError::from)?;
    while postings.doc() != TERMINATED {
        let is_alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(postings.doc()));
        found.extend(Some(postings.doc()).filter(|_| is_alive));
        postings.advance();
    }
    Ok(())
}

/// All stories of an archive.
///
/// # Errors
/// When the index cannot be read; one by one for its stories.
pub(in crate::index) fn all(
    archive: &Archive,
) -> Result<impl Iterator<Item = Result<Stored, IndexError>>, IndexError> {
    let segments = (0..).zip(archive.searcher().segment_readers());
    let docs = segments
        .flat_map(|(segment, reader)| reader.doc_ids_alive().map(move |doc| DocAddress::new(segment, doc)));
    Ok(docs.map(|doc| archive.stored(doc)))
}

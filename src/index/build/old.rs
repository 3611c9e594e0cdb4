//! The generation before: what a run finds the stories in that it takes out or moves.

use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED, TantivyDocument, TantivyError,
    Term,
};

use crate::index::document::Stored;
use crate::index::ledger::Row;
use crate::index::{Archive, IndexError};

/// The stories of the generation before; none before the first.
pub(super) struct Old<'a>(pub(super) Option<&'a Archive>);

impl Old<'_> {
    /// The stories of a file.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn stories(&self, row: &Row) -> Result<Vec<Stored>, IndexError> {
        let Some(archive) = self.0.filter(|_| row.stories > 0) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for (segment, reader) in (0..).zip(archive.searcher().segment_readers()) {
            let docs = documents(archive.fields.address, reader, row)?;
            found.extend(docs.into_iter().map(|doc| DocAddress::new(segment, doc)));
        }
        found.into_iter().map(|doc| stored(archive, doc)).collect()
    }
}

/// The documents of a file in a segment.
fn documents(field: Field, reader: &SegmentReader, row: &Row) -> Result<Vec<DocId>, IndexError> {
    let index = reader.inverted_index(field)?;
    let is_alive = |doc: &DocId| reader.alive_bitset().is_none_or(|alive| alive.is_alive(*doc));
    let mut found = Vec::new();
    for address in addresses(&index, row)? {
        let term = Term::from_field_text(field, &address);
        let postings = index.read_postings(&term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
        let Some(mut postings) = postings else { continue };
        while postings.doc() != TERMINATED {
            found.extend(Some(postings.doc()).filter(is_alive));
            postings.advance();
        }
    }
    Ok(found)
}

/// The addresses of a file's stories: its own, or all inside of it, which no other file has (see
/// [`crate::corpus::address`]).
fn addresses(index: &InvertedIndexReader, row: &Row) -> Result<Vec<String>, IndexError> {
    let mut found = Vec::new();
    if row.is_story {
        found.push(row.address.clone());
    }
    if row.stories > u64::from(row.is_story) {
        for separator in ['!', '#'] {
            let inside = format!("{}{separator}", row.address);
            let terms = index.terms().range().ge(&inside).into_stream();
            let mut terms = terms.map_err(TantivyError::from)?;
            while terms.advance() && terms.key().starts_with(inside.as_bytes()) {
                found.push(String::from_utf8_lossy(terms.key()).into_owned());
            }
        }
    }
    Ok(found)
}

fn stored(archive: &Archive, doc: DocAddress) -> Result<Stored, IndexError> {
    let document: TantivyDocument = archive.searcher().doc(doc)?;
    let story = document.get_first(archive.fields.story).and_then(|value| value.as_bytes());
    archive.unpacked(story.unwrap_or_default())
}

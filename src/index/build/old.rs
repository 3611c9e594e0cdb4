//! The generation before: what a run finds the stories in that it takes out or moves.

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocSet, TERMINATED, TantivyDocument, TantivyError, Term};

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
        let found = documents(archive, &row.address)?;
        found.into_iter().map(|doc| stored(archive, doc)).collect()
    }
}

fn documents(archive: &Archive, address: &str) -> Result<Vec<DocAddress>, IndexError> {
    let term = Term::from_field_text(archive.fields.address, address);
    let mut found = Vec::new();
    for (segment, reader) in (0..).zip(archive.searcher().segment_readers()) {
        let index = reader.inverted_index(archive.fields.address)?;
        let postings = index.read_postings(&term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
        let Some(mut postings) = postings else { continue };
        while postings.doc() != TERMINATED {
            if reader.alive_bitset().is_none_or(|alive| alive.is_alive(postings.doc())) {
                found.push(DocAddress::new(segment, postings.doc()));
            }
            postings.advance();
        }
    }
    Ok(found)
}

fn stored(archive: &Archive, doc: DocAddress) -> Result<Stored, IndexError> {
    let document: TantivyDocument = archive.searcher().doc(doc)?;
    let story = document.get_first(archive.fields.story).and_then(|value| value.as_bytes());
    archive.unpacked(story.unwrap_or_default())
}

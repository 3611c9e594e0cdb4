//! The peer: tantivy with nothing on top. Path, first line and text in lower case, with positions; the
//! text is kept.

use std::path::Path;

use morgue::corpus::{Entry, WalkOptions, walk};
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, TantivyDocument};

use super::Outcome;

/// Asks this program to be the peer.
pub const ARGUMENT: &str = "--raw-tantivy";
/// Bytes that its threads fill before they write a segment.
const HEAP: usize = 200 << 20;

/// Its fields: path, title, body.
pub fn fields(schema: &Schema) -> Outcome<[Field; 3]> {
    Ok([schema.get_field("path")?, schema.get_field("title")?, schema.get_field("body")?])
}

/// Indexes an archive.
pub fn index(archive: &Path, folder: &Path) -> Outcome<()> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("default")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing);
    schema.add_text_field("path", STRING | STORED);
    schema.add_text_field("title", text.clone());
    schema.add_text_field("body", text | STORED);
    std::fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(2, HEAP)?;
    let [path, title, body] = fields(&index.schema())?;
    for entry in walk(archive, &WalkOptions::default())? {
        let Entry::File(file) = entry else { continue };
        let bytes = std::fs::read(&file.path)?;
        let text = String::from_utf8_lossy(&bytes);
        let mut document = TantivyDocument::default();
        document.add_text(path, &file.address);
        document.add_text(title, text.lines().next().unwrap_or_default());
        document.add_text(body, &text);
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

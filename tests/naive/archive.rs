//! An index of stories that were made up, not read from files.

use std::path::Path;

use morgue::Story;
use morgue::index::document::{DocumentMaker, Lengths, Stored, lengths};
use morgue::index::lexicon::Lexicon;
use morgue::index::names::NameCounters;
use morgue::index::packed::Packing;
use morgue::index::place::IndexPlace;
use morgue::index::{Archive, Fields, Generation, Names, Reasons, build, fields, generation, terms};
use morgue::search::LocalEngine;
use morgue::story::EXTRACTOR;
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter};

/// Tantivy asks for at least that much.
const HEAP: usize = 15_000_000;

/// Indexes `stories` (with addresses) below `dir`, a segment for each part; then merges all of
/// them to one where that is wanted.
pub fn indexed(dir: &Path, parts: &[&[(String, Story)]], merge: bool) -> LocalEngine {
    let place = IndexPlace::of_archive(dir, None);
    std::fs::create_dir_all(&place.dir).unwrap();
    let schema = fields::schema().unwrap();
    let index =
        Index::builder().schema(schema).settings(build::settings()).create_in_dir(&place.dir).unwrap();
    terms::register(index.tokenizers());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, HEAP).unwrap();
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let fields = Fields::of(&index.schema()).unwrap();
    let (names, reasons) = tables_of(parts);
    let names = generation::write_table(&place.dir, generation::NAMES, 1, &names).unwrap();
    let reasons = generation::write_table(&place.dir, generation::REASONS, 1, &reasons).unwrap();
    let generation = generation_of(parts, names, reasons);
    let mut maker = DocumentMaker::new(fields, Packing::default().packer().unwrap());
    for part in parts {
        for (address, story) in *part {
            let stored =
                Stored { address: address.clone(), story: story.clone(), words: 0, file_bytes: None };
            writer.add_document(maker.document(stored).unwrap().0).unwrap();
        }
        let mut prepared = writer.prepare_commit().unwrap();
        prepared.set_payload(&serde_json::to_string(&generation).unwrap());
        prepared.commit().unwrap();
    }
    let segments = index.searchable_segment_ids().unwrap();
    assert_eq!(segments.len(), parts.iter().filter(|part| !part.is_empty()).count());
    if merge && segments.len() > 1 {
        writer.merge(&segments).wait().unwrap();
        assert_eq!(index.searchable_segment_ids().unwrap().len(), 1);
    }
    writer.wait_merging_threads().unwrap();
    LocalEngine::new(Archive::open(&place).unwrap())
}

fn generation_of(parts: &[&[(String, Story)]], names: String, reasons: String) -> Generation {
    let (format, schema) = Generation::current_format().unwrap();
    Generation {
        format,
        schema,
        morgue: String::new(),
        number: 1,
        made: String::new(),
        extractor: EXTRACTOR,
        reading: String::new(),
        ledger: String::new(),
        counts: String::new(),
        names,
        reasons,
        dictionary: None,
        stories: parts.iter().map(|part| part.len() as u64).sum(),
        lengths: lengths_of(parts),
        bytes: 0,
        failed: 0,
        skipped: 0,
        complete: true,
    }
}

fn lengths_of(parts: &[&[(String, Story)]]) -> Lengths {
    let (mut sum, mut lexicon) = (Lengths::default(), Lexicon::default());
    parts.iter().flat_map(|part| part.iter()).for_each(|(_, story)| sum += lengths(story, &mut lexicon));
    sum
}

fn tables_of(parts: &[&[(String, Story)]]) -> (Names, Reasons) {
    let mut counters = NameCounters::default();
    parts.iter().flat_map(|part| part.iter()).for_each(|(_, story)| counters.add(story));
    counters.tables().unwrap()
}

//! Which position layout carries sentence, paragraph and quote scopes best?
//!
//! Builds two indexes of the same stories, one tantivy thread each: *strides*, where sentence `i`
//! starts at position `i` × 256, and *marks*, where words are counted through the story and
//! boundary terms stand at word positions (the layout of `schema/index.v1.json`). Prints size and
//! query times as a table; `docs/DESIGN.md` keeps one. Run it with
//!
//!     MORGUE_BENCH_ARCHIVE=FOLDER cargo bench --bench layout

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use morgue::corpus::{Entry, WalkOptions, read, walk};
use morgue::index::layout::{self, SENTENCE};
use morgue::index::lexicon::Lexicon;
use morgue::index::terms::{self, TOKENIZER, Terms};
use morgue::{Options, Story};
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocSet, Index, IndexWriter, Searcher, TERMINATED, TantivyDocument, Term};

const STRIDE: usize = 256;
const STORIES: usize = 20_000;
const ROUNDS: usize = 25;

const PHRASES: [&str; 5] = ["of the", "last year", "prime minister", "interest rates", "crude oil"];
const PAIRS: [(&str, &str); 4] =
    [("oil", "price"), ("bank", "rate"), ("said", "minister"), ("trade", "deficit")];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(archive) = std::env::var_os("MORGUE_BENCH_ARCHIVE") else {
        println!("skipped: name an archive of some {STORIES} stories in MORGUE_BENCH_ARCHIVE");
        return Ok(());
    };
    let stories = stories(Path::new(&archive))?;
    let layouts = [("plain", plain as Layout), ("strides of 256", strides), ("marks", marks)];
    let mut table = String::from("| layout | terms placed | positions MB | postings MB | all MB | build s |");
    for phrase in PHRASES {
        write!(table, " \"{phrase}\" ms (hits) |")?;
    }
    for (a, b) in PAIRS {
        write!(table, " {a} w/s {b} ms (hits) |")?;
    }
    println!("{} stories", stories.len());
    println!("{table}");
    for (name, layout) in layouts {
        println!("{}", row(name, layout, &stories)?);
    }
    Ok(())
}

fn stories(archive: &Path) -> Result<Vec<Story>, Box<dyn std::error::Error>> {
    let options = WalkOptions::default();
    let files = walk(archive, &options)?.filter_map(|entry| match entry {
        Entry::File(file) => read(&file, &options).ok(),
        Entry::Notice(_) => None,
    });
    Ok(files.take(STORIES).map(|f| Story::from_text(&f.decoded.text, &Options::default())).collect())
}

type Layout = fn(&Story, &mut Lexicon) -> Terms;

/// Words and stems, nothing else: what scopes cost is measured against this.
fn plain(story: &Story, lexicon: &mut Lexicon) -> Terms {
    let words = layout::words(story).searched;
    let bare = Story { paragraphs: Vec::new(), sentences: Vec::new(), quotes: Vec::new(), ..story.clone() };
    layout::searched_terms(lexicon.of(None), &bare, &words)
}

fn marks(story: &Story, lexicon: &mut Lexicon) -> Terms {
    layout::searched_terms(lexicon.of(None), story, &layout::words(story).searched)
}

/// Words and stems; each sentence starts at the next multiple of the stride.
fn strides(story: &Story, lexicon: &mut Lexicon) -> Terms {
    let words = layout::words(story).searched;
    let mut out = Terms::default();
    let mut base = 0;
    for &sentence in &story.sentences {
        let Some(range) = layout::covered(&words.spans, sentence) else { continue };
        for (i, word) in words.spans[range.clone()].iter().enumerate() {
            lexicon.of(None).push(word.of(&story.text), base + i, &mut out);
        }
        base += range.len().div_ceil(STRIDE) * STRIDE;
    }
    out
}

struct Built {
    index: Index,
    field: Field,
    terms: usize,
    took: Duration,
    folder: tempfile::TempDir,
}

fn build(layout: Layout, stories: &[Story]) -> tantivy::Result<Built> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let field = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
    let folder = tempfile::tempdir()?;
    let index = Index::create_in_dir(folder.path(), schema.build())?;
    terms::register(index.tokenizers());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 400 << 20)?;
    let mut lexicon = Lexicon::default();
    let (mut terms, begun) = (0, Instant::now());
    for story in stories {
        let placed = layout(story, &mut lexicon);
        terms += placed.len();
        let mut doc = TantivyDocument::default();
        doc.add_text(field, placed.written());
        writer.add_document(doc)?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    Ok(Built { index, field, terms, took: begun.elapsed(), folder })
}

fn row(name: &str, layout: Layout, stories: &[Story]) -> Result<String, Box<dyn std::error::Error>> {
    let built = build(layout, stories)?;
    let searcher = built.index.reader()?.searcher();
    let bytes = |extension: &str| file_bytes(built.folder.path(), extension);
    let mut row = format!(
        "| {name} | {:.2} M | {:.2} | {:.2} | {:.2} | {:.1} |",
        built.terms as f64 / 1e6,
        bytes("pos"),
        bytes("idx"),
        bytes(""),
        built.took.as_secs_f64()
    );
    for phrase in PHRASES {
        let words: Vec<&str> = phrase.split(' ').collect();
        // A stride keeps a phrase inside a sentence; marks have to look, at paragraph ends.
        let bounds = (name == "marks").then_some(layout::PARAGRAPH);
        let (ms, hits) = median(|| phrase_hits(&searcher, built.field, &words, bounds))?;
        write!(row, " {ms:.2} ({hits}) |")?;
    }
    for (a, b) in PAIRS {
        let (ms, hits) = match name {
            "marks" => median(|| together_by_marks(&searcher, built.field, a, b))?,
            "strides of 256" => median(|| together_by_stride(&searcher, built.field, a, b))?,
            _ => (0.0, 0),
        };
        write!(row, " {ms:.2} ({hits}) |")?;
    }
    Ok(row)
}

/// MB of the files with an extension; of all for the empty one.
fn file_bytes(folder: &Path, extension: &str) -> f64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let wanted =
        files.filter(|f| extension.is_empty() || f.path().extension().is_some_and(|e| e == extension));
    wanted.filter_map(|f| f.metadata().ok()).map(|m| m.len() as f64 / 1e6).sum()
}

fn median(mut run: impl FnMut() -> tantivy::Result<usize>) -> tantivy::Result<(f64, usize)> {
    let mut times = Vec::new();
    let mut hits = 0;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        hits = run()?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok((times[ROUNDS / 2], hits))
}

fn open(searcher: &Searcher, field: Field, term: &str) -> tantivy::Result<Option<SegmentPostings>> {
    let reader = searcher.segment_reader(0);
    let term = Term::from_field_text(field, term);
    Ok(reader.inverted_index(field)?.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?)
}

/// Visits the documents that both terms have.
fn both(
    a: &mut SegmentPostings,
    b: &mut SegmentPostings,
    mut visit: impl FnMut(u32, &mut SegmentPostings, &mut SegmentPostings) -> bool,
) -> usize {
    let mut hits = 0;
    let mut doc = a.doc();
    while doc != TERMINATED {
        let other = if b.doc() < doc { b.seek(doc) } else { b.doc() };
        if other > doc {
            doc = a.seek(other);
            continue;
        }
        hits += usize::from(visit(doc, a, b));
        doc = a.advance();
    }
    hits
}

fn phrase_hits(
    searcher: &Searcher,
    field: Field,
    words: &[&str],
    bounds: Option<&str>,
) -> tantivy::Result<usize> {
    let (Some(mut a), Some(mut b)) = (open(searcher, field, words[0])?, open(searcher, field, words[1])?)
    else {
        return Ok(0);
    };
    let mut bounds = bounds.map(|mark| open(searcher, field, mark)).transpose()?.flatten();
    let (mut left, mut right, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    Ok(both(&mut a, &mut b, |doc, a, b| {
        a.positions_with_offset(1, &mut left);
        b.positions(&mut right);
        left.retain(|p| right.binary_search(p).is_ok());
        if let (false, Some(bounds)) = (left.is_empty(), &mut bounds) {
            if bounds.doc() < doc {
                bounds.seek(doc);
            }
            bounds.positions(&mut starts);
            left.retain(|p| starts.binary_search(p).is_err());
        }
        !left.is_empty()
    }))
}

fn together_by_stride(searcher: &Searcher, field: Field, a: &str, b: &str) -> tantivy::Result<usize> {
    let (Some(mut a), Some(mut b)) = (open(searcher, field, a)?, open(searcher, field, b)?) else {
        return Ok(0);
    };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    Ok(both(&mut a, &mut b, |_, a, b| {
        a.positions(&mut left);
        b.positions(&mut right);
        meet(left.iter().map(|p| p / STRIDE as u32), right.iter().map(|p| p / STRIDE as u32))
    }))
}

fn together_by_marks(searcher: &Searcher, field: Field, a: &str, b: &str) -> tantivy::Result<usize> {
    let (Some(mut a), Some(mut b)) = (open(searcher, field, a)?, open(searcher, field, b)?) else {
        return Ok(0);
    };
    let Some(mut bounds) = open(searcher, field, SENTENCE)? else { return Ok(0) };
    let (mut left, mut right, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    Ok(both(&mut a, &mut b, |doc, a, b| {
        if bounds.doc() < doc {
            bounds.seek(doc);
        }
        bounds.positions(&mut starts);
        a.positions(&mut left);
        b.positions(&mut right);
        let unit = |p: &u32| starts.partition_point(|s| s <= p) as u32;
        meet(left.iter().map(unit), right.iter().map(unit))
    }))
}

/// Whether two ascending lists share a number.
fn meet(left: impl Iterator<Item = u32>, right: impl Iterator<Item = u32>) -> bool {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    while let (Some(&l), Some(&r)) = (left.peek(), right.peek()) {
        _ = match l.cmp(&r) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => left.next(),
            std::cmp::Ordering::Greater => right.next(),
        };
    }
    false
}

//! Indexing an archive: walk → read → extract → write, in one commit.
//!
//! Every run is a whole rebuild. Readers keep the old generation until the commit, and an
//! interrupted or failed run leaves the old one as it was.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, Sender};
use tantivy::directory::{Directory, INDEX_WRITER_LOCK};
use tantivy::index::SegmentId;
use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, IndexSortByField, IndexWriter, Order, TantivyError};

use super::directory::Folder;
use super::document::{Stored, document};
use super::generation::{self, Generation};
use super::names::{NameCounters, Names, Reasons};
use super::open::open_index;
use super::packed::{Packer, Packing};
use super::place::IndexPlace;
use super::turn::Turn;
use super::{Fields, IndexError, damage, fields};
use crate::corpus::{
    Entry, FileEntry, Notice, Reason, ReportWriter, SourceFile, WalkOptions, read, stories, walk,
};
use crate::story::{Options, Story};

/// How to index.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// Which files.
    pub walk: WalkOptions,
    /// Threads that read and extract; at least 1.
    pub jobs: usize,
}

/// Watches a run from outside: shows its progress, and may stop it.
pub trait Watch: Sync {
    /// The archive is listed: so many files of so many bytes are to be read.
    fn listed(&self, files: u64, bytes: u64);
    /// One more file of `bytes` bytes is done, indexed or not.
    fn done(&self, bytes: u64);
    /// All files are done; the commit begins.
    fn committing(&self);
    /// Whether the run should stop now.
    fn stopped(&self) -> bool;
}

/// What a run did.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What it committed; none if it was stopped and left an older generation in place.
    pub generation: Option<Generation>,
    /// How many files went which way.
    pub counts: crate::corpus::Counts,
    /// Whether it was stopped.
    pub stopped: bool,
}

/// Indexes the archive of `place`, from nothing to one commit. The report gets a line for each
/// story and each file without one, in the order of the walk.
///
/// # Errors
/// When the archive cannot be listed, the index cannot be written, or another run holds it. What
/// is wrong with single files is counted and reported, and does not end the run.
pub fn build(
    place: &IndexPlace,
    options: &BuildOptions,
    watch: &dyn Watch,
    report: Box<dyn Write + '_>,
) -> Result<Summary, IndexError> {
    let listed = walk(&place.archive, &options.walk)?;
    let (index, before) = prepare(place)?;
    let fields = Fields::of(&index.schema())?;
    let mut writer = open_writer(place, &index, options.jobs)?;
    writer.delete_all_documents().map_err(|error| damage::writing(place, error))?;
    let entries: Vec<Entry> = listed.take_while(|_| !watch.stopped()).collect();
    announce(&entries, watch);
    let packing = packing(&entries, options, watch)?;
    let run = Run {
        entries: &entries,
        writer: &writer,
        fields,
        packing: &packing,
        options,
        watch,
        next: AtomicUsize::new(0),
        turn: Turn::default(),
    };
    let outcome = run.all(report)?;
    let stopped = watch.stopped();
    if stopped && before.is_some() {
        return Ok(Summary { generation: None, counts: outcome.counts, stopped });
    }
    watch.committing();
    let number = before.as_ref().map_or(1, |g| g.number + 1);
    let (names, reasons) = &outcome.tables;
    let generation = Generation {
        names: generation::write_table(&place.dir, generation::NAMES, number, names)?,
        reasons: generation::write_table(&place.dir, generation::REASONS, number, reasons)?,
        dictionary: written(&place.dir, number, &packing)?,
        ..outcome.generation(number, !stopped)?
    };
    commit(place, &mut writer, &generation)?;
    merge(place, &index, &mut writer)?;
    writer.wait_merging_threads().map_err(|error| damage::writing(place, error))?;
    generation::remove_old_tables(&place.dir, number);
    Ok(Summary { generation: Some(generation), counts: outcome.counts, stopped })
}

/// Opens the index to be rebuilt, or creates it; one that this version cannot read is replaced.
fn prepare(place: &IndexPlace) -> Result<(Index, Option<Generation>), IndexError> {
    place.create()?;
    let told = |error: TantivyError| damage::writing(place, error);
    let folder = Folder::open(&place.dir).map_err(|e| told(e.into()))?;
    // Whoever holds this lock may remove files; it is free again before the writer takes it.
    let _lock =
        folder.acquire_lock(&INDEX_WRITER_LOCK).map_err(|e| told(TantivyError::LockFailure(e, None)))?;
    match open_index(place) {
        Ok((index, generation)) => return Ok((index, Some(generation))),
        Err(IndexError::Missing { .. }) => {}
        Err(IndexError::Unfinished { .. } | IndexError::Damaged { .. } | IndexError::OtherFormat { .. }) => {
            place.clear()?;
        }
        Err(other) => return Err(other),
    }
    let index = Index::builder()
        .schema(fields::schema()?)
        .settings(settings())
        .open_or_create(folder)
        .map_err(told)?;
    Ok((index, None))
}

/// One in so many files is looked at for the dictionary of an index, which all stories share.
const SAMPLED: usize = 20;
/// No more files than these are.
const MOST_SAMPLES: usize = 2000;
/// Nor any of more bytes: they need no dictionary, and all that is looked at is held in memory.
const LARGEST_SAMPLE: u64 = 32 << 10;

/// What to pack the stories of a new index with: stories from all over the archive tell.
fn packing(entries: &[Entry], options: &BuildOptions, watch: &dyn Watch) -> Result<Packing, IndexError> {
    let step = SAMPLED.max(entries.len() / MOST_SAMPLES);
    let sampled = entries.iter().step_by(step).take_while(|_| !watch.stopped());
    let samples = sampled.filter_map(|entry| match entry {
        Entry::File(file) if file.size <= LARGEST_SAMPLE => extracted(&read(file, &options.walk).ok()?),
        Entry::File(_) | Entry::Notice(_) => None,
    });
    Packing::for_stories(samples)
}

fn written(dir: &Path, number: u64, packing: &Packing) -> Result<Option<String>, IndexError> {
    let dictionary = packing.dictionary();
    let table = || generation::write_table(dir, generation::DICTIONARY, number, &dictionary);
    (!dictionary.is_empty()).then(table).transpose()
}

/// How tantivy keeps an archive: newest documents first; stories are packed before it gets them.
pub fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: "date".to_owned(), order: Order::Desc }),
        docstore_compression: Compressor::None,
        ..IndexSettings::default()
    }
}

/// Bytes that one indexing thread may fill before it writes a segment.
const HEAP: usize = 100 << 20;
/// More threads than that tantivy does not take.
const MOST_WRITERS: usize = 8;

fn open_writer(place: &IndexPlace, index: &Index, jobs: usize) -> Result<IndexWriter, IndexError> {
    let threads = (jobs / 2).clamp(1, MOST_WRITERS);
    index.writer_with_num_threads(threads, threads * HEAP).map_err(|error| damage::writing(place, error))
}

fn announce(entries: &[Entry], watch: &dyn Watch) {
    let sizes = entries.iter().filter_map(|entry| match entry {
        Entry::File(file) => Some(file.size),
        Entry::Notice(_) => None,
    });
    let (files, bytes) = sizes.fold((0, 0), |(files, bytes), size| (files + 1, bytes + size));
    watch.listed(files, bytes);
}

fn commit(place: &IndexPlace, writer: &mut IndexWriter, generation: &Generation) -> Result<(), IndexError> {
    let payload = serde_json::to_string(generation).map_err(|e| IndexError::Story(e.to_string()))?;
    let told = |error: TantivyError| damage::writing(place, error);
    let mut prepared = writer.prepare_commit().map_err(told)?;
    prepared.set_payload(&payload);
    prepared.commit().map_err(told)?;
    Ok(())
}

/// A segment of so many stories is large: to merge it takes longer than a search gains.
const LARGE: u32 = 500_000;

/// Makes one segment of all that are not large: a search opens each of them.
fn merge(place: &IndexPlace, index: &Index, writer: &mut IndexWriter) -> Result<(), IndexError> {
    let told = |error: TantivyError| damage::writing(place, error);
    let segments = index.searchable_segment_metas().map_err(told)?.into_iter();
    // What is known of a segment keeps its files.
    let small: Vec<SegmentId> = segments.filter(|s| s.num_docs() < LARGE).map(|s| s.id()).collect();
    if small.len() > 1 {
        writer.merge(&small).wait().map_err(told)?;
        writer.garbage_collect_files().wait().map_err(told)?;
    }
    Ok(())
}

/// One run over the listed entries.
struct Run<'a> {
    entries: &'a [Entry],
    writer: &'a IndexWriter,
    fields: Fields,
    packing: &'a Packing,
    options: &'a BuildOptions,
    watch: &'a dyn Watch,
    next: AtomicUsize,
    turn: Turn,
}

/// What became of a story of the entry with this number; none behind the last one.
type Done = (usize, Option<Result<SourceFile, Notice>>);

/// What the runs of all workers made.
struct Outcome {
    counts: crate::corpus::Counts,
    bytes: u64,
    tables: (Names, Reasons),
}

impl Run<'_> {
    fn all(&self, report: Box<dyn Write + '_>) -> Result<Outcome, IndexError> {
        let (sender, receiver) = crossbeam_channel::bounded(1024);
        thread::scope(|scope| {
            let jobs = self.options.jobs.max(1);
            let workers: Vec<_> = (0..jobs)
                .map(|_| {
                    let sender = sender.clone();
                    scope.spawn(move || {
                        let watched = self.turn.watched();
                        self.work(&sender).inspect(|_| watched.fine())
                    })
                })
                .collect();
            drop(sender);
            let tally = self.tally(&receiver, report);
            // A tally that failed drops no files: workers see the closed channel and end.
            drop(receiver);
            drop(self.turn.watched());
            let mut names = NameCounters::default();
            for worker in workers {
                names.merge(worker.join().unwrap_or_else(|panic| resume_unwind(panic))?);
            }
            let (counts, bytes) = tally?;
            Ok(Outcome { counts, bytes, tables: names.tables() })
        })
    }

    fn work(&self, sender: &Sender<Done>) -> Result<NameCounters, IndexError> {
        let (mut names, mut packer) = (NameCounters::default(), self.packing.packer()?);
        while !self.watch.stopped() {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = self.entries.get(number) else { break };
            let mut told = |done| {
                self.turn.wait(number, || self.watch.stopped());
                sender.send((number, Some(done))).is_ok()
            };
            let goes_on = match entry {
                Entry::Notice(notice) => told(Err(notice.clone())),
                Entry::File(file) => self.file(file, (&mut names, &mut packer), &mut told)?,
            };
            if !goes_on || sender.send((number, None)).is_err() {
                break;
            }
        }
        Ok(names)
    }

    /// Reads, extracts and indexes the stories of one file, and passes on what became of each; gives
    /// whether to go on.
    fn file(
        &self,
        entry: &FileEntry,
        (names, packer): (&mut NameCounters, &mut Packer),
        told: &mut dyn FnMut(Result<SourceFile, Notice>) -> bool,
    ) -> Result<bool, IndexError> {
        let (mut wrong, mut goes_on) = (None, true);
        stories(entry, &self.options.walk, &mut |read| {
            let done = match read {
                Ok(file) => self.story(file, names, packer),
                Err(notice) => Ok(Err(notice)),
            };
            match done {
                Ok(done) => goes_on = told(done) && !self.watch.stopped(),
                Err(error) => wrong = Some(error),
            }
            if goes_on && wrong.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        wrong.map_or(Ok(goes_on), Err)
    }

    /// Extracts and indexes one story. A story that cannot be is an inner error.
    fn story(
        &self,
        mut file: SourceFile,
        names: &mut NameCounters,
        packer: &mut Packer,
    ) -> Result<Result<SourceFile, Notice>, IndexError> {
        let Some(stored) = extracted(&file) else {
            let detail = "the extractor failed on it; please report it";
            return Ok(Err(Notice::new(file.address, Reason::Internal).with(detail)));
        };
        names.add(&stored.story);
        self.writer.add_document(document(&self.fields, stored, packer)?)?;
        file.decoded.text = String::new();
        Ok(Ok(file))
    }

    /// Counts and reports in the order of the walk.
    fn tally(
        &self,
        done: &Receiver<Done>,
        report: Box<dyn Write + '_>,
    ) -> Result<(crate::corpus::Counts, u64), IndexError> {
        let mut report = ReportWriter::new(report);
        let mut waiting = BTreeMap::new();
        let (mut next, mut bytes) = (0, 0);
        let mut held = 0;
        for (number, outcome) in done {
            waiting.entry(number).or_insert_with(Vec::new).push(outcome);
            held += 1;
            while let Some(outcomes) = waiting.remove(&next) {
                let is_done = matches!(outcomes.last(), Some(None));
                held -= outcomes.len();
                bytes += self.tell(&self.entries[next], outcomes, &mut report)?;
                if !is_done {
                    break;
                }
                next += 1;
            }
            self.turn.moved(next, held);
        }
        // After a stop, numbers may be missing in between.
        for (number, outcomes) in waiting {
            bytes += self.tell(&self.entries[number], outcomes, &mut report)?;
        }
        let counts = report.counts().clone();
        report.finish().map_err(IndexError::io("cannot write", "--report"))?;
        Ok((counts, bytes))
    }

    fn tell(
        &self,
        entry: &Entry,
        outcomes: Vec<Option<Result<SourceFile, Notice>>>,
        report: &mut ReportWriter<Box<dyn Write + '_>>,
    ) -> Result<u64, IndexError> {
        let (path, size): (Option<&Path>, u64) = match entry {
            Entry::File(file) => (Some(&file.path), file.size),
            Entry::Notice(_) => (None, 0),
        };
        let mut bytes = 0;
        for outcome in outcomes {
            let written = match &outcome {
                Some(Ok(file)) => report.indexed(file),
                Some(Err(notice)) => report.notice(notice, path),
                None => {
                    self.watch.done(size);
                    continue;
                }
            };
            bytes += outcome.and_then(Result::ok).map_or(0, |file| file.size);
            written.map_err(IndexError::io("cannot write", "--report"))?;
        }
        Ok(bytes)
    }
}

/// The story of a file; none where the extractor fails on it.
fn extracted(file: &SourceFile) -> Option<Stored> {
    catch_unwind(AssertUnwindSafe(|| extract(file))).ok()
}

fn extract(file: &SourceFile) -> Stored {
    let options = Options {
        given: file.given.clone(),
        encoding: Some(file.decoded.encoding.to_owned()),
        ..Options::default()
    };
    let story = Story::from_text(&file.decoded.text, &options);
    Stored { address: file.address.clone(), story, words: 0, file_bytes: file.file_bytes }
}

impl Outcome {
    /// The generation without its tables.
    fn generation(&self, number: u64, complete: bool) -> Result<Generation, IndexError> {
        let (format, schema) = Generation::current_format()?;
        Ok(Generation {
            format,
            schema,
            morgue: env!("CARGO_PKG_VERSION").to_owned(),
            number,
            made: jiff::Timestamp::now().to_string(),
            names: String::new(),
            reasons: String::new(),
            dictionary: None,
            stories: self.counts.indexed,
            bytes: self.bytes,
            failed: self.counts.failed,
            skipped: self.counts.skipped,
            complete,
        })
    }
}

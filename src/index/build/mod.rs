//! Indexing an archive: walk → plan → read → extract → write → commit.
//!
//! `plan` holds the walk against the ledger of the generation before, so that only what changed is read.
//! `moves` finds what was only moved. A `pass` takes the steps with many workers (`look`) while one
//! thread tells and writes the next ledger in the order of the walk (`follow`); `commit` makes
//! a generation of it at one point. Readers keep the old one until then, and an interrupted run leaves what
//! its last commit made. Nothing that grows with the archive is held in memory
//! but its names, and those when all else is done.

mod commit;
mod dry;
mod follow;
mod look;
mod moves;
mod old;
mod pass;
mod plan;
mod sent;
mod summary;
mod watch;

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tantivy::indexer::NoMergePolicy;
use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, IndexSortByField, IndexWriter, Order, TantivyError};

use super::directory::Folder;
use super::document::DocumentMaker;
use super::frames::Rows;
use super::generation::{self, Generation};
use super::ledger::{self, LedgerWriter, Row};
use super::lock::RunLock;
use super::open::open_index;
use super::packed::Packing;
use super::place::IndexPlace;
use super::terms;
use super::turn::Turn;
use super::{Archive, Fields, IndexError, damage, fields, stamps};
use crate::corpus::{Counts, FileEntry, ReportWriter, Walk, WalkOptions, read, walk};
use crate::story::EXTRACTOR;
use commit::Next;
use follow::{Follow, Report, Sums, unreported};
use look::Shared;
pub(super) use look::extracted;
use moves::Moves;
pub(super) use old::{Old, all};
use pass::{Made, Pass, Sum};
use plan::{Plan, PlanError, Step, StepWriter, Steps};
use sent::{Room, Sent};
pub use summary::{Changes, Summary};
pub use watch::{FileDone, Watch};

/// How to index.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    /// Which files.
    pub walk: WalkOptions,
    /// Threads that read and extract; at least 1.
    pub jobs: usize,
    /// Read everything again, whatever the generation before has.
    pub full: bool,
    /// Only tell what would be done.
    pub dry_run: bool,
    /// Files that are looked at before what came of them is committed, so that a run that is killed goes on
    /// from there.
    pub batch: u64,
    /// Bytes of memory that a run may take, about, of which documents on their way and segments in the making get
    /// their shares. More than two jobs take some 20 MB each on top, and so does what puts names of people together.
    pub memory: usize,
}

/// The memory of a run, in bytes, unless it is told.
const MEMORY: usize = 200 << 20;

impl Default for BuildOptions {
    /// All text files, one thread.
    fn default() -> BuildOptions {
        BuildOptions {
            walk: WalkOptions::default(),
            jobs: 1,
            full: false,
            dry_run: false,
            batch: 500_000,
            memory: MEMORY,
        }
    }
}

impl BuildOptions {
    /// The generation that a run goes on with. What another extractor read is read again as a whole.
    fn base<'a>(&self, before: Option<&'a Archive>) -> Option<&'a Archive> {
        before.filter(|archive| !self.full && archive.generation.extractor == EXTRACTOR)
    }

    /// Whether a run would make of a file what its row says.
    fn holds(&self, base: Option<&Archive>) -> impl Fn(&Row) -> bool + Sync + use<> {
        let same = base.is_none_or(|base| base.generation.reading == self.reading());
        let max_size = self.walk.max_size;
        move |row| same || row.is_plain_within(max_size)
    }

    /// How files are read that are not just a text.
    fn reading(&self) -> String {
        format!("{} {:?}", self.walk.max_size, self.walk.mapping)
    }
}

/// Brings the index of `place` up to its archive. The report gets a line for each file.
///
/// # Errors
/// When the archive cannot be listed, the index cannot be written, or another run holds it. What
/// is wrong with single files is counted and reported, and does not end the run.
pub fn build(
    place: &IndexPlace,
    options: &BuildOptions,
    watch: &dyn Watch,
    report: Option<Box<dyn Write + '_>>,
) -> Result<Summary, IndexError> {
    let walked = walk(&place.archive, &options.walk)?;
    if options.dry_run {
        return dry::run(place, options, watch, walked);
    }
    place.create()?;
    let _lock = RunLock::take(&place.dir)?;
    place.sweep();
    let before = opened(place)?;
    let run = Run { place, options, watch, before: before.as_ref(), tells: report.is_some() };
    let mut report = ReportWriter::new(report.unwrap_or_else(|| Box::new(io::sink())));
    let summary = match run.on(options.base(run.before), walked, &mut report) {
        Err(PlanError::Ledger(_)) => run.on(None, walk(&place.archive, &options.walk)?, &mut report),
        other => other,
    };
    let summary = match summary {
        Err(PlanError::Stopped) => Summary::stopped(),
        Err(PlanError::Ledger(what)) => return Err(place.damaged(what)),
        Err(PlanError::Index(error)) => return Err(error),
        Ok(summary) => summary,
    };
    report.finish().map_err(unreported())?;
    Ok(summary)
}

/// Opens the index to be refreshed; one that this version cannot read is removed, and none then.
fn opened(place: &IndexPlace) -> Result<Option<Archive>, IndexError> {
    match Archive::open(place) {
        Ok(archive) => Ok(Some(archive)),
        Err(IndexError::Missing { .. }) => Ok(None),
        Err(IndexError::Unfinished { .. } | IndexError::Damaged { .. } | IndexError::OtherFormat { .. }) => {
            place.clear()?;
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

/// How tantivy keeps an archive: newest documents first; stories are packed before it gets them.
pub fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: "date".to_owned(), order: Order::Desc }),
        docstore_compression: Compressor::None,
        // A block is copied to read a story in it.
        docstore_blocksize: 4096,
        ..IndexSettings::default()
    }
}

/// One in so many bytes of a run's memory is for what tantivy's threads fill before they write segments.
const FILLED: usize = 6;
/// Fewer bytes than these tantivy does not let a thread fill.
const LEAST_FILLED: usize = 16 << 20;
/// Nor more than these.
const MOST_FILLED: usize = 2 << 30;
/// One in so many bytes is for documents that wait for these threads.
const WAITING: usize = 16;
/// More threads than that tantivy does not take.
const MOST_WRITERS: usize = 8;

/// One run.
struct Run<'a> {
    place: &'a IndexPlace,
    options: &'a BuildOptions,
    watch: &'a dyn Watch,
    before: Option<&'a Archive>,
    /// Whether anybody reads the report.
    tells: bool,
}

impl Run<'_> {
    /// Goes on with `base`, or from nothing.
    fn on(
        &self,
        base: Option<&Archive>,
        walked: Walk,
        report: &mut Report<'_>,
    ) -> Result<Summary, PlanError> {
        let holds = self.options.holds(base);
        let ledger = self.ledger(base.map(|b| &b.generation)).map_err(PlanError::Ledger)?;
        let plan = plan::plan(walked, ledger, &self.place.dir, "first", &holds, || self.watch.stopped())?;
        self.watch.listed(plan.steps.looks, plan.steps.bytes);
        if let Some(summary) = base.and_then(|base| self.idle(&plan, &base.generation)) {
            return Ok(summary);
        }
        Ok(self.work(base, plan, &holds, report)?)
    }

    fn ledger(&self, generation: Option<&Generation>) -> Result<Rows<Row>, String> {
        generation.map_or_else(|| Ok(Rows::none()), |generation| ledger::read(&self.place.dir, generation))
    }

    /// The summary of a run that finds everything as it was.
    fn idle(&self, plan: &Plan, before: &Generation) -> Option<Summary> {
        let counts = plan.counts();
        let same = (counts.failed, counts.skipped) == (before.failed, before.skipped)
            && before.reading == self.options.reading();
        let idle = plan.steps.is_idle() && same && before.complete && !self.tells;
        let summary = Summary { generation: None, counts, changes: plan.changes, stopped: false };
        idle.then_some(summary)
    }

    fn work(
        &self,
        base: Option<&Archive>,
        plan: Plan,
        holds: &(dyn Fn(&Row) -> bool + Sync),
        report: &mut Report<'_>,
    ) -> Result<Summary, IndexError> {
        let index = self.index()?;
        let mut writer = self.writer(&index)?;
        if base.is_none() {
            writer.delete_all_documents().map_err(|error| damage::writing(self.place, error))?;
        }
        let packing = self.packing(base, &plan.steps)?;
        let fields = Fields::of(&index.schema())?;
        let work = Work {
            run: self,
            base,
            packing,
            fields,
            holds,
            notes: plan.steps.notes.clone(),
            moves: Moves::default(),
            changes: plan.changes,
            room: Room::new(self.options.memory / WAITING),
        };
        let done = work.passes(plan.steps, &index, &mut writer, report);
        let summary = done.map_err(|error| self.met(error, &mut writer))?;
        writer.wait_merging_threads().map_err(|error| damage::writing(self.place, error))?;
        Ok(summary)
    }

    /// What an error comes from: a thread of the writer that failed says what it met when it is to commit.
    fn met(&self, error: IndexError, writer: &mut IndexWriter<Sent>) -> IndexError {
        if !matches!(error, IndexError::Tantivy(TantivyError::ErrorInThread(_))) {
            return error;
        }
        writer.prepare_commit().err().map_or(error, |met| damage::writing(self.place, met))
    }

    fn index(&self) -> Result<Index, IndexError> {
        if self.before.is_some() {
            return Ok(open_index(self.place)?.0);
        }
        let told = |error: TantivyError| damage::writing(self.place, error);
        let folder = Folder::open(&self.place.dir).map_err(|e| told(e.into()))?;
        let builder = Index::builder().schema(fields::schema()?).settings(settings());
        let index = builder.open_or_create(folder).map_err(told)?;
        terms::register(index.tokenizers());
        Ok(index)
    }

    fn writer(&self, index: &Index) -> Result<IndexWriter<Sent>, IndexError> {
        let told = |error: TantivyError| damage::writing(self.place, error);
        let filled = self.options.memory / FILLED;
        let threads = (self.options.jobs / 2).clamp(1, MOST_WRITERS).min((filled / LEAST_FILLED).max(1));
        let filled = filled.clamp(LEAST_FILLED, threads.saturating_mul(MOST_FILLED));
        let writer: IndexWriter<Sent> = index.writer_with_num_threads(threads, filled).map_err(told)?;
        // What a run left that failed before its commit has the names of what this one writes.
        writer.garbage_collect_files().wait().map_err(told)?;
        // Its own merges would meet ours.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(writer)
    }

    /// What stories are packed with: as before, or by what stories from all over the archive tell.
    fn packing(&self, base: Option<&Archive>, steps: &Steps) -> Result<Packing, IndexError> {
        if let Some(base) = base {
            return base.packing();
        }
        let step = SAMPLED.max(steps.looks as usize / MOST_SAMPLES);
        let looks = steps.read()?.filter(|step| matches!(step, Ok(Step::Look { .. })));
        let sampled = looks.step_by(step).take_while(|_| !self.watch.stopped());
        Packing::for_stories(sampled.filter_map(|step| self.sample(step.ok()?)))
    }

    fn sample(&self, step: Step) -> Option<super::document::Stored> {
        let Step::Look { address, size: size @ ..=LARGEST_SAMPLE, .. } = step else { return None };
        let path = self.place.path_of(&address);
        extracted(&read(&FileEntry { address, path, size, modified: None }, &self.options.walk).ok()?)
    }
}

/// One in so many files is looked at for the dictionary of an index, which all stories share.
const SAMPLED: usize = 20;
/// No more files than these are.
const MOST_SAMPLES: usize = 2000;
/// Nor any of more bytes: they need no dictionary, and all that is looked at is held in memory.
const LARGEST_SAMPLE: u64 = 32 << 10;

/// The passes of a run.
struct Work<'a> {
    run: &'a Run<'a>,
    base: Option<&'a Archive>,
    packing: Packing,
    fields: Fields,
    holds: &'a (dyn Fn(&Row) -> bool + Sync),
    notes: Counts,
    moves: Moves,
    changes: Changes,
    room: Arc<Room>,
}

impl Work<'_> {
    fn shared<'s>(&'s self, writer: &'s IndexWriter<Sent>) -> Shared<'s> {
        Shared {
            place: self.run.place,
            walk: &self.run.options.walk,
            fields: self.fields,
            writer,
            room: &self.room,
            old: Old(self.base),
            moves: &self.moves,
            holds: self.holds,
        }
    }

    /// Makes the moves and takes all steps, with a commit after each pass.
    fn passes(
        mut self,
        mut steps: Steps,
        index: &Index,
        writer: &mut IndexWriter<Sent>,
        report: &mut Report<'_>,
    ) -> Result<Summary, IndexError> {
        let run = self.run;
        self.moves = self.moves(&steps, writer)?;
        let mut last = self.base.map(|base| base.generation.clone());
        let mut number = run.before.map_or(1, |before| before.generation.number + 1);
        let (mut name, mut other) = ("second", "first");
        loop {
            let left = StepWriter::create(&run.place.dir, name)?;
            let Made { ledger, sums, sum, left } =
                self.pass(&steps, left, number, last.as_ref(), writer, report)?;
            let complete = left.looks == 0;
            let stopped = run.watch.stopped();
            if !complete && self.replaces() {
                return Ok(Summary::stopped());
            }
            run.watch.committing();
            let next = self.next(number, last.as_ref());
            let made = || next.generation(ledger, &sums, sum, complete);
            let generation = commit::commit(run.place, writer, made)?;
            run.watch.committed(generation.number);
            let before = last.as_ref().or(run.before.map(|before| &before.generation));
            let kept: Vec<&Generation> = before.into_iter().chain([&generation]).collect();
            generation::remove_other_tables(&run.place.dir, &kept);
            if !stopped {
                commit::merge(run.place, index, writer)?;
            }
            stamps::note(run.place, index);
            if complete || stopped {
                return Ok(self.summary(generation, sums));
            }
            (last, number, steps) = (Some(generation), number + 1, left);
            (name, other) = (other, name);
        }
    }

    fn moves(&self, steps: &Steps, writer: &IndexWriter<Sent>) -> Result<Moves, IndexError> {
        let mut maker = DocumentMaker::new(self.fields, self.packing.packer()?);
        moves::make(steps, &self.shared(writer), &mut maker, || self.run.watch.stopped())
    }

    /// Whether it takes the place of a generation that is as good as it was until this one is whole.
    fn replaces(&self) -> bool {
        self.base.is_none() && self.run.before.is_some()
    }

    fn pass(
        &mut self,
        steps: &Steps,
        left: StepWriter,
        number: u64,
        last: Option<&Generation>,
        writer: &IndexWriter<Sent>,
        report: &mut Report<'_>,
    ) -> Result<Made, IndexError> {
        let place = self.run.place;
        let old = self.run.ledger(last).map_err(|what| place.damaged(what))?;
        let is_first = last.map(|last| last.number) == self.base.map(|base| base.generation.number);
        let follow = Follow::new(old, LedgerWriter::create(&place.dir, number)?, is_first, place);
        let mut changes = self.changes;
        let pass = Pass {
            shared: self.shared(writer),
            packing: &self.packing,
            jobs: self.run.options.jobs,
            most: if self.replaces() { u64::MAX } else { self.run.options.batch.max(1) },
            watch: self.run.watch,
            tells: self.run.tells,
            turn: Turn::default(),
            sum: Mutex::new(Sum::new(place)),
        };
        let made = pass.run(steps, follow, report, left, &mut changes)?;
        self.changes = changes;
        Ok(made)
    }

    fn next<'s>(&'s self, number: u64, before: Option<&'s Generation>) -> Next<'s> {
        let (place, packing, notes) = (self.run.place, &self.packing, &self.notes);
        Next { place, before, number, packing, notes, reading: self.run.options.reading() }
    }

    fn summary(&self, generation: Generation, sums: Sums) -> Summary {
        let (mut counts, stopped) = (sums.counts, !generation.complete);
        counts.add(&self.notes);
        Summary { generation: Some(generation), counts, changes: self.changes, stopped }
    }
}

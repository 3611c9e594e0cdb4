//! What a run has to do: the walk held against the ledger, both in one order, none of them kept.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::follow::Sums;
use super::summary::Changes;
use crate::corpus::address::walk_order;
use crate::corpus::{Change, Counts, Entry, FileEntry, Notice, Walk};
use crate::index::IndexError;
use crate::index::frames::{RowWriter, Rows};
use crate::index::ledger::Row;

/// One thing to do, or to tell.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Step {
    /// A file that is new, or may have changed.
    Look {
        /// Its address.
        address: String,
        /// Its size when it was listed.
        size: u64,
        /// What the ledger has of it.
        old: Option<Row>,
    },
    /// A file that was there.
    Gone(Row),
    /// Something that is not read.
    Note(Notice),
}

/// The steps of a run, in a file: there may be as many as files.
pub(super) struct Steps {
    path: PathBuf,
    /// Files to look at, and their bytes.
    pub(super) looks: u64,
    pub(super) bytes: u64,
    /// Files that were there.
    pub(super) gone: u64,
    /// Things that are not read.
    pub(super) notes: Counts,
}

impl Steps {
    /// Reads them, in the order of the walk.
    pub(super) fn read(&self) -> Result<Rows<Step>, IndexError> {
        Rows::open(&self.path).map_err(IndexError::Story)
    }

    /// Whether there is nothing to do but to tell.
    pub(super) fn is_idle(&self) -> bool {
        self.looks + self.gone == 0
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        // A file that cannot be removed now is replaced by the next run.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Writes steps down.
pub(super) struct StepWriter {
    rows: RowWriter<Step>,
    steps: Steps,
}

impl StepWriter {
    /// Steps in a file of this name.
    pub(super) fn create(dir: &Path, name: &str) -> Result<StepWriter, IndexError> {
        let path = dir.join(format!("steps-{name}.tmp"));
        let rows = RowWriter::create(path.clone())?;
        Ok(StepWriter { rows, steps: Steps { path, looks: 0, bytes: 0, gone: 0, notes: Counts::default() } })
    }

    /// Adds a step.
    pub(super) fn push(&mut self, step: &Step) -> Result<(), IndexError> {
        match step {
            Step::Look { size, .. } => {
                self.steps.looks += 1;
                self.steps.bytes += size;
            }
            Step::Gone(_) => self.steps.gone += 1,
            Step::Note(notice) => self.steps.notes.notice(notice),
        }
        self.rows.push(step)
    }

    /// All of them.
    pub(super) fn finish(self) -> Result<Steps, IndexError> {
        self.rows.finish()?;
        Ok(self.steps)
    }
}

/// A walk held against a ledger.
pub(super) struct Plan {
    /// What is to be done.
    pub(super) steps: Steps,
    /// What the rows of files that are as they were come to.
    pub(super) kept: Sums,
    /// What is known before any file is looked at.
    pub(super) changes: Changes,
}

impl Plan {
    /// What the files that are as they were, and what is not read, come to.
    pub(super) fn counts(&self) -> Counts {
        let mut counts = self.kept.counts.clone();
        counts.add(&self.steps.notes);
        counts
    }
}

/// Plans a run. Files whose rows do not pass `holds` are looked at, whatever they seem.
///
/// # Errors
/// When the ledger is damaged, in words; when the steps cannot be written.
pub(super) fn plan(
    walk: Walk,
    ledger: Rows<Row>,
    dir: &Path,
    name: &str,
    holds: impl Fn(&Row) -> bool,
    mut stopped: impl FnMut() -> bool,
) -> Result<Plan, PlanError> {
    let (mut ledger, mut steps) = (ledger.peekable(), StepWriter::create(dir, name)?);
    let (mut kept, mut changes) = (Sums::default(), Changes::default());
    for entry in walk {
        if stopped() {
            return Err(PlanError::Stopped);
        }
        let file = match entry {
            Entry::File(file) => file,
            Entry::Notice(notice) => {
                steps.push(&Step::Note(notice))?;
                continue;
            }
        };
        match old(&mut ledger, &file, &mut steps)? {
            Some(row) if row.holds_for(&file) && holds(&row) => {
                kept.add(&row);
                changes.add(&row, Change::Unchanged);
            }
            old => steps.push(&Step::Look { address: file.address, size: file.size, old })?,
        }
    }
    for row in ledger {
        steps.push(&Step::Gone(row.map_err(PlanError::Ledger)?))?;
    }
    let steps = steps.finish()?;
    changes.failed += steps.notes.failed;
    Ok(Plan { steps, kept, changes })
}

/// The row of a file; all rows before it are of files that are gone.
fn old(
    ledger: &mut Peekable<Rows<Row>>,
    file: &FileEntry,
    steps: &mut StepWriter,
) -> Result<Option<Row>, PlanError> {
    loop {
        let order = match ledger.peek() {
            Some(Ok(row)) => walk_order(&row.address, &file.address),
            Some(Err(_)) => Ordering::Less,
            None => Ordering::Greater,
        };
        match order {
            Ordering::Greater => return Ok(None),
            Ordering::Equal => return ledger.next().transpose().map_err(PlanError::Ledger),
            Ordering::Less => {
                if let Some(row) = ledger.next() {
                    steps.push(&Step::Gone(row.map_err(PlanError::Ledger)?))?;
                }
            }
        }
    }
}

/// Why there is no plan.
#[derive(Debug)]
pub(super) enum PlanError {
    /// The user stopped it.
    Stopped,
    /// The ledger is damaged, in words.
    Ledger(String),
    /// Anything else.
    Index(IndexError),
}

impl From<IndexError> for PlanError {
    fn from(error: IndexError) -> PlanError {
        PlanError::Index(error)
    }
}

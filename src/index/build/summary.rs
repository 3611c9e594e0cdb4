//! What a run did, in figures.

use serde::Serialize;

use crate::corpus::{Change, Counts};
use crate::index::Generation;
use crate::index::ledger::Row;

/// The files of an archive, held against the run before. Each counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Files that were not there.
    pub new: u64,
    /// Files with other bytes, or that could not be read.
    pub changed: u64,
    /// Files that were there under another address.
    pub moved: u64,
    /// Files that are as they were.
    pub unchanged: u64,
    /// Files that are there no more.
    pub gone: u64,
    /// Files that should have been read and could not be.
    pub failed: u64,
}

impl Changes {
    /// Counts a file.
    pub(super) fn add(&mut self, row: &Row, change: Change) {
        let count = match change {
            _ if row.has_failed() => &mut self.failed,
            Change::New => &mut self.new,
            Change::Changed => &mut self.changed,
            Change::Moved => &mut self.moved,
            Change::Unchanged => &mut self.unchanged,
            Change::Gone => &mut self.gone,
        };
        *count += 1;
    }
}

/// What a run did.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What it committed; none if there was nothing to commit.
    pub generation: Option<Generation>,
    /// How many inputs of the whole archive went which way.
    pub counts: Counts,
    /// What changed since the run before.
    pub changes: Changes,
    /// Whether it was stopped.
    pub stopped: bool,
}

impl Summary {
    /// The summary of a run that was stopped and leaves everything as it was.
    pub(super) fn stopped() -> Summary {
        Summary { generation: None, counts: Counts::default(), changes: Changes::default(), stopped: true }
    }
}

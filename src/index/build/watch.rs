//! Who watches a run from outside: progress is shown by them, and they may stop it.

use std::collections::BTreeMap;

use crate::corpus::{Notice, Reason};
use crate::index::ledger::Row;

/// Watches a run from outside: shows its progress, and may stop it.
pub trait Watch: Sync {
    /// The archive is listed: so many files of so many bytes are to be looked at.
    fn listed(&self, files: u64, bytes: u64);
    /// One more of these files is done.
    fn done(&self, file: &FileDone<'_>);
    /// Something that was found with them is not read.
    fn left_out(&self, _notice: &Notice) {}
    /// All files of a pass are done; its commit begins.
    fn committing(&self);
    /// The generation of this number is there to be searched.
    fn committed(&self, _generation: u64) {}
    /// Whether the run should stop now.
    fn stopped(&self) -> bool;
}

/// A file that is done, and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct FileDone<'a> {
    /// Its bytes.
    pub bytes: u64,
    /// Whether these were read: those of a film are not.
    pub is_read: bool,
    /// Its stories that are in the index.
    pub stories: u64,
    /// How much of it is no story, by reason.
    pub reasons: &'a BTreeMap<Reason, u64>,
    /// The first of these.
    pub notices: &'a [Notice],
}

impl FileDone<'_> {
    /// A file as its row tells it.
    pub(super) fn of(row: &Row, bytes: u64) -> FileDone<'_> {
        let Row { stories, reasons, notices, .. } = row;
        let is_whole = row.state.as_ref().is_some_and(|state| state.content.is_some());
        FileDone { bytes, is_read: is_whole || *stories > 0, stories: *stories, reasons, notices }
    }
}

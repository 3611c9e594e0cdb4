//! The ledger of a generation: each file of the archive as it was when it was last read, and what came of
//! it, in the order of the walk.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::IndexError;
use super::frames::{RowWriter, Rows};
use super::generation::{self, Generation};
use crate::corpus::{Decoding, FileEntry, FileState, Notice, Outcome, Reason};

/// A file of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    /// Its address.
    pub(super) address: String,
    /// What it was; absent where it could not be read, or not to its end.
    pub(super) state: Option<FileState>,
    /// Documents of its stories.
    pub(super) stories: u64,
    /// Whether one of them has the file's own address; else they lie inside.
    pub(super) is_story: bool,
    /// Bytes of the largest one.
    pub(super) largest: u64,
    /// How the first one was decoded.
    pub(super) decoding: Option<Decoding>,
    /// How much of it is no story, by reason.
    pub(super) reasons: BTreeMap<Reason, u64>,
    /// The first of these.
    pub(super) notices: Vec<Notice>,
}

/// So much of a file that is no story is told again when the file is unchanged.
const MOST_NOTICES: usize = 100;

impl Row {
    /// Counts what is no story.
    pub(super) fn note(&mut self, notice: Notice) {
        *self.reasons.entry(notice.reason).or_default() += 1;
        if self.notices.len() < MOST_NOTICES {
            self.notices.push(notice);
        }
    }

    /// Whether a listed file is as it was, so that nothing would come of it but what came of it then.
    pub(super) fn holds_for(&self, entry: &FileEntry) -> bool {
        self.state.as_ref().is_some_and(|state| state.is_still(entry)) && !self.may_pass()
    }

    /// Whether its bytes are those of `state`.
    pub(super) fn has_bytes_of(&self, state: &FileState) -> bool {
        let same = |mine: &FileState| {
            mine.content.is_some() && mine.content == state.content && mine.size == state.size
        };
        self.state.as_ref().is_some_and(same)
    }

    /// Whether its bytes are those of `state`, and would give again what they gave.
    pub(super) fn has_content_of(&self, state: &FileState) -> bool {
        self.has_bytes_of(state) && !self.may_pass()
    }

    /// Whether the file is one story and nothing else.
    pub(super) fn is_plain(&self) -> bool {
        self.stories == 1 && self.is_story && self.reasons.is_empty()
    }

    /// Whether it is so under any settings of reading with this cap on the size of a story.
    pub(super) fn is_plain_within(&self, max_size: u64) -> bool {
        self.is_plain() && self.largest <= max_size
    }

    /// Whether nothing came of it because something failed.
    pub(super) fn has_failed(&self) -> bool {
        self.stories == 0 && self.reasons.keys().any(|reason| reason.outcome() == Outcome::Failed)
    }

    /// The system's refusals may pass, so that the file is worth another try.
    fn may_pass(&self) -> bool {
        self.reasons.contains_key(&Reason::Unreadable) || self.reasons.contains_key(&Reason::Gone)
    }
}

/// Writes a ledger.
pub(super) struct LedgerWriter<'a> {
    dir: &'a Path,
    number: u64,
    rows: RowWriter<Row>,
}

impl LedgerWriter<'_> {
    /// The ledger of generation `number`.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(super) fn create(dir: &Path, number: u64) -> Result<LedgerWriter<'_>, IndexError> {
        let rows = RowWriter::create(generation::unfinished(dir, generation::LEDGER, number))?;
        Ok(LedgerWriter { dir, number, rows })
    }

    /// Adds a row, which must come behind all others in the order of the walk.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn push(&mut self, row: &Row) -> Result<(), IndexError> {
        self.rows.push(row)
    }

    /// Ends the ledger; gives the name of its file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn finish(self) -> Result<String, IndexError> {
        let hash = self.rows.finish()?;
        generation::finished(self.dir, generation::LEDGER, self.number, hash)
    }
}

/// The rows of the ledger of a generation; an error, in words, is the last item.
pub(super) fn read(dir: &Path, generation: &Generation) -> Result<Rows<Row>, String> {
    Rows::open(&dir.join(&generation.ledger))
}

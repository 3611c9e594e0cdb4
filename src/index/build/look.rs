//! What a worker does with one step: read, extract, index; or take a story out of the index.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tantivy::{IndexWriter, Term};

use super::moves::Moves;
use super::old::Old;
use super::plan::Step;
use crate::corpus::{Change, FileEntry, FileState, Notice, Reason, SourceFile, WalkOptions, read};
use crate::extract::Given;
use crate::index::document::{Lengths, Stored, document};
use crate::index::ledger::Row;
use crate::index::names::NameCounters;
use crate::index::packed::Packer;
use crate::index::place::IndexPlace;
use crate::index::{Fields, IndexError};
use crate::story::{Options, Story};

/// What became of a step.
pub(super) enum Done {
    /// Nothing: it is left for later.
    Left(Step),
    /// A file was looked at.
    Looked {
        row: Row,
        change: Change,
        /// Where it was before it was moved.
        from: Option<String>,
    },
    /// A file is there no more; whether that is to be told, which is not so where it was moved.
    Gone { address: String, told: bool },
    /// Something is not read.
    Note(Notice),
}

/// What all workers of a pass share.
pub(super) struct Shared<'a> {
    pub(super) place: &'a IndexPlace,
    pub(super) walk: &'a WalkOptions,
    pub(super) fields: Fields,
    pub(super) writer: &'a IndexWriter,
    pub(super) old: Old<'a>,
    pub(super) moves: &'a Moves,
    /// Whether the options of this run would make of a file what its row says.
    pub(super) holds: &'a (dyn Fn(&Row) -> bool + Sync),
}

/// What stories add to the tables of an archive, less what stories take away that are gone.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) names: NameCounters,
    pub(super) lengths: Lengths,
}

impl Told {
    pub(super) fn merge(&mut self, other: Told) {
        self.names.merge(other.names);
        self.lengths += other.lengths;
    }
}

/// A worker: what its stories tell, and its tools.
pub(super) struct Looker<'a> {
    shared: &'a Shared<'a>,
    told: Told,
    packer: Packer,
}

impl<'a> Looker<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, packer: Packer) -> Looker<'a> {
        Looker { shared, told: Told::default(), packer }
    }

    /// What the stories that it read and took out come to.
    pub(super) fn told(self) -> Told {
        self.told
    }

    /// Does a step. A file that cannot be read is no error.
    pub(super) fn step(&mut self, step: Step) -> Result<Done, IndexError> {
        match step {
            Step::Note(notice) => Ok(Done::Note(notice)),
            Step::Gone(row) => self.gone(row),
            Step::Look { address, size, old } => self.look(address, size, old),
        }
    }

    fn gone(&mut self, row: Row) -> Result<Done, IndexError> {
        let told = !self.shared.moves.has_left(&row.address);
        if told {
            self.take_out(&row)?;
        }
        Ok(Done::Gone { address: row.address, told })
    }

    fn look(&mut self, address: String, size: u64, old: Option<Row>) -> Result<Done, IndexError> {
        if let Some(moved) = self.shared.moves.arrived(&address) {
            let (row, from) = (moved.row.clone(), Some(moved.from.clone()));
            return Ok(Done::Looked { row, change: Change::Moved, from });
        }
        let path = self.shared.place.path_of(&address);
        let entry = FileEntry { address, path, size, modified: None };
        let state = match FileState::of(&entry) {
            Ok(state) => state,
            Err(notice) => return self.failed(entry, None, old, notice),
        };
        if let Some(row) = old.as_ref().filter(|row| row.has_content_of(&state) && (self.shared.holds)(row)) {
            let row = Row { state: Some(state), ..row.clone() };
            return Ok(Done::Looked { row, change: Change::Unchanged, from: None });
        }
        self.read(entry, state, old)
    }

    fn read(&mut self, entry: FileEntry, state: FileState, old: Option<Row>) -> Result<Done, IndexError> {
        let file = match read(&entry, self.shared.walk) {
            Ok(file) => file,
            Err(notice) => return self.failed(entry, Some(state), old, notice),
        };
        let Some(stored) = extracted(&file) else {
            let detail = "the extractor failed on it; please report it";
            let notice = Notice::new(&entry.address, Reason::Internal).with(detail);
            return self.failed(entry, Some(state), old, notice);
        };
        let change = self.replace(old)?;
        self.told.names.add(&stored.story);
        let (document, lengths) = document(&self.shared.fields, stored, &mut self.packer)?;
        self.told.lengths += lengths;
        self.shared.writer.add_document(document)?;
        let decoding = Some(file.decoded.decoding());
        let row =
            Row { address: entry.address, state: Some(state), stories: 1, decoding, notices: Vec::new() };
        Ok(Done::Looked { row, change, from: None })
    }

    /// A file of which nothing comes.
    fn failed(
        &mut self,
        entry: FileEntry,
        state: Option<FileState>,
        old: Option<Row>,
        notice: Notice,
    ) -> Result<Done, IndexError> {
        let change = self.replace(old)?;
        let row = Row { address: entry.address, state, stories: 0, decoding: None, notices: vec![notice] };
        Ok(Done::Looked { row, change, from: None })
    }

    /// Takes out what an older state of a file gave.
    fn replace(&mut self, old: Option<Row>) -> Result<Change, IndexError> {
        let Some(row) = old else { return Ok(Change::New) };
        self.take_out(&row)?;
        Ok(Change::Changed)
    }

    fn take_out(&mut self, row: &Row) -> Result<(), IndexError> {
        for stored in self.shared.old.stories(row)? {
            self.told.names.remove(&stored.story);
            self.told.lengths -= Lengths::of(&stored.story);
            self.shared
                .writer
                .delete_term(Term::from_field_text(self.shared.fields.address, &stored.address));
        }
        Ok(())
    }
}

/// The story of a file; none where the extractor fails on it.
pub(super) fn extracted(file: &SourceFile) -> Option<Stored> {
    catch_unwind(AssertUnwindSafe(|| extract(file))).ok()
}

fn extract(file: &SourceFile) -> Stored {
    let options = Options {
        given: given(&file.address),
        encoding: Some(file.decoded.encoding.to_owned()),
        ..Options::default()
    };
    let story = Story::from_text(&file.decoded.text, &options);
    let file_bytes = file.decoded.is_file_bytes().then_some(file.decoded.byte_offset_base as u64);
    Stored { address: file.address.clone(), story, words: 0, file_bytes }
}

/// What is known of a story by its address.
pub(super) fn given(address: &str) -> Given {
    Given { path: Some(address.to_owned()), ..Given::default() }
}

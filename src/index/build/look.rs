//! What a worker does with one step: read, extract, index; or take a story out of the index.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tantivy::{IndexWriter, Term};

use super::moves::Moves;
use super::old::Old;
use super::plan::Step;
use super::sent::{Room, Sent};
use crate::corpus::{
    Change, Decoding, FileEntry, FileState, Notice, Reason, SourceFile, Stamp, WalkOptions, stories,
};
use crate::extract::Given;
use crate::index::document::{DocumentMaker, Lengths, Stored};
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
        /// Whether it was read, so that all that is in it has been told.
        told: bool,
        /// Its bytes, as listed.
        size: u64,
    },
    /// A file was read when the run was stopped, and has to be read again.
    Partly { row: Row, size: u64 },
    /// A file is there no more; whether that is to be told, which is not so where it was moved.
    Gone { address: String, told: bool },
    /// Something is not read.
    Note(Notice),
}

/// What is told of something in a file.
pub(super) struct Part {
    pub(super) file: String,
    pub(super) change: Change,
    pub(super) of: Result<PartStory, Notice>,
}

/// A story that was read.
pub(super) struct PartStory {
    pub(super) address: String,
    pub(super) decoding: Decoding,
    pub(super) remark: Option<String>,
}

/// Who is told of what is in a file; `false` where nobody listens any more.
pub(super) type Tell<'t> = dyn FnMut(Part) -> bool + 't;

/// What all workers of a pass share.
pub(super) struct Shared<'a> {
    pub(super) place: &'a IndexPlace,
    pub(super) walk: &'a WalkOptions,
    pub(super) fields: Fields,
    pub(super) writer: &'a IndexWriter<Sent>,
    /// Bounds what waits for the writer.
    pub(super) room: &'a Arc<Room>,
    pub(super) old: Old<'a>,
    pub(super) moves: &'a Moves,
    /// Whether the options of this run would make of a file what its row says.
    pub(super) holds: &'a (dyn Fn(&Row) -> bool + Sync),
}

/// Bytes of a document for each of its story's text: its terms, and the story packed.
const PER_BYTE: usize = 3;

impl Shared<'_> {
    /// Adds a story to the index; gives its lengths.
    pub(super) fn add(&self, stored: Stored, maker: &mut DocumentMaker) -> Result<Lengths, IndexError> {
        let bytes = PER_BYTE * stored.story.text.len();
        let (document, lengths) = maker.document(stored)?;
        self.writer.add_document(self.room.send(document, bytes))?;
        Ok(lengths)
    }

    /// Takes the story at an address out of the index.
    pub(super) fn delete(&self, address: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.address, address));
    }
}

/// What stories add to the tables of an archive, less what stories take away that are gone.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) names: NameCounters,
    pub(super) lengths: Lengths,
}

/// A worker: what its stories tell, and its tools.
pub(super) struct Looker<'a> {
    shared: &'a Shared<'a>,
    told: Told,
    maker: DocumentMaker,
}

impl<'a> Looker<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, packer: Packer) -> Looker<'a> {
        let maker = DocumentMaker::new(shared.fields, packer);
        Looker { shared, told: Told::default(), maker }
    }

    /// What the stories come to that it read and took out since it was asked last.
    pub(super) fn told(&mut self) -> Told {
        std::mem::take(&mut self.told)
    }

    /// Does a step. A file that cannot be read is no error. `stopped` is asked while a file is read.
    pub(super) fn step(
        &mut self,
        step: Step,
        tell: &mut Tell<'_>,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Done, IndexError> {
        match step {
            Step::Note(notice) => Ok(Done::Note(notice)),
            Step::Gone(row) => self.gone(row),
            Step::Look { address, size, old } => self.look(address, size, old, tell, stopped),
        }
    }

    fn gone(&mut self, row: Row) -> Result<Done, IndexError> {
        let told = !self.shared.moves.has_left(&row.address);
        if told {
            self.take_out(&row)?;
        }
        Ok(Done::Gone { address: row.address, told })
    }

    fn look(
        &mut self,
        address: String,
        size: u64,
        old: Option<Row>,
        tell: &mut Tell<'_>,
        stopped: &dyn Fn() -> bool,
    ) -> Result<Done, IndexError> {
        if let Some(moved) = self.shared.moves.arrived(&address) {
            let (row, from) = (moved.row.clone(), Some(moved.from.clone()));
            return Ok(Done::Looked { row, change: Change::Moved, from, told: false, size });
        }
        let path = self.shared.place.path_of(&address);
        let entry = FileEntry { address, path, size, modified: None };
        let (stamp, state) = (Stamp::of(&entry), state(&entry, self.shared.walk.max_size));
        if let (Some(row), Ok(state)) = (&old, &state)
            && row.has_content_of(state)
            && (self.shared.holds)(row)
        {
            let row = Row { state: Some(state.clone()), ..row.clone() };
            return Ok(Done::Looked { row, change: Change::Unchanged, from: None, told: false, size });
        }
        let change = change(old.as_ref(), &state);
        old.iter().try_for_each(|row| self.take_out(row))?;
        let mut reading = Reading {
            row: Row { address: entry.address.clone(), ..Row::default() },
            change,
            tell,
            wrong: None,
            cut: false,
        };
        match state {
            Err(notice) => drop(reading.note(notice)),
            Ok(state) => {
                reading.row.state = Some(state);
                let read = self.read(&entry, &mut reading, stopped);
                let state = reading.row.state.take();
                reading.row.state = state.map(|state| state.once_read(read, stamp != Stamp::of(&entry)));
            }
        }
        let Reading { row, wrong, cut, .. } = reading;
        match wrong {
            Some(error) => Err(error),
            None if cut => Ok(Done::Partly { row, size }),
            None => Ok(Done::Looked { row, change, from: None, told: true, size }),
        }
    }

    fn read(
        &mut self,
        entry: &FileEntry,
        reading: &mut Reading<'_>,
        stopped: &dyn Fn() -> bool,
    ) -> Option<FileState> {
        stories(entry, self.shared.walk, &mut |read| {
            let heard = match read {
                Ok(file) => self.story(file, reading),
                Err(notice) => reading.note(notice),
            };
            if heard && !stopped() {
                return ControlFlow::Continue(());
            }
            // A file of one story is done; of another one it is not known how much is left.
            if !reading.row.is_plain() {
                reading.row.state = None;
                reading.cut = heard;
            }
            ControlFlow::Break(())
        })
    }

    /// Extracts and indexes a story; gives whether to go on.
    fn story(&mut self, file: SourceFile, reading: &mut Reading<'_>) -> bool {
        let Some(stored) = extracted(&file) else {
            let detail = "the extractor failed on it; please report it";
            return reading.note(Notice::new(file.address, Reason::Internal).with(detail));
        };
        match self.add(stored) {
            Ok(()) => reading.story(file),
            Err(error) => {
                reading.wrong = Some(error);
                false
            }
        }
    }

    fn add(&mut self, stored: Stored) -> Result<(), IndexError> {
        self.told.names.add(&stored.story);
        self.told.lengths += self.shared.add(stored, &mut self.maker)?;
        Ok(())
    }

    fn take_out(&mut self, row: &Row) -> Result<(), IndexError> {
        for stored in self.shared.old.stories(row)? {
            let stored = stored?;
            self.told.names.remove(&stored.story);
            self.told.lengths -= self.maker.lengths(&stored.story);
            self.shared.delete(&stored.address);
        }
        Ok(())
    }
}

/// What a file is. One over the cap on stories is known by its size and time only: it may be a film.
pub(super) fn state(entry: &FileEntry, max_size: u64) -> Result<FileState, Notice> {
    if entry.size <= max_size { FileState::of(entry) } else { FileState::listed(entry) }
}

/// What a file is, held against its row.
pub(super) fn change(old: Option<&Row>, state: &Result<FileState, Notice>) -> Change {
    match (old, state) {
        (None, _) => Change::New,
        (Some(row), Ok(state)) if row.has_bytes_of(state) => Change::Unchanged,
        (Some(_), _) => Change::Changed,
    }
}

/// A file that is being read.
struct Reading<'t> {
    row: Row,
    change: Change,
    tell: &'t mut Tell<'t>,
    wrong: Option<IndexError>,
    /// Whether the run was stopped before its end.
    cut: bool,
}

impl Reading<'_> {
    fn note(&mut self, notice: Notice) -> bool {
        self.row.note(notice.clone());
        self.tell(Err(notice))
    }

    fn story(&mut self, file: SourceFile) -> bool {
        let SourceFile { address, decoded, remark, size, .. } = file;
        let decoding = decoded.decoding();
        self.row.stories += 1;
        self.row.largest = self.row.largest.max(size);
        self.row.is_story |= address == self.row.address;
        self.row.decoding.get_or_insert_with(|| decoding.clone());
        self.tell(Ok(PartStory { address, decoding, remark }))
    }

    fn tell(&mut self, of: Result<PartStory, Notice>) -> bool {
        (self.tell)(Part { file: self.row.address.clone(), change: self.change, of })
    }
}

/// The story that was read; none where the extractor fails on it.
pub(in crate::index) fn extracted(file: &SourceFile) -> Option<Stored> {
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

/// What is known of a story by the address of its file.
pub(super) fn given(address: &str) -> Given {
    Given { path: Some(address.to_owned()), ..Given::default() }
}

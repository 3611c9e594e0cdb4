//! Is an index what its runs wrote? What `morgue doctor` asks.

use std::collections::BTreeMap;

use super::build::{Old, all, extracted};
use super::document::{Lengths, Stored, lengths};
use super::ledger::{self, Row};
use super::lexicon::Lexicon;
use super::names::{NameCounters, counts};
use super::open::open_index;
use super::place::IndexPlace;
use super::{Archive, IndexError, damage, generation};
use crate::corpus::{FileEntry, FileState, WalkOptions, stories};

/// What an examination found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkup {
    /// What is in order, in words, with its figures.
    pub sound: Vec<String>,
    /// What is not, in words.
    pub ill: Vec<String>,
}

impl Checkup {
    fn note(&mut self, found: Result<String, String>) {
        match found {
            Ok(sound) => self.sound.push(sound),
            Err(ill) => self.ill.push(ill),
        }
    }
}

/// How many files are read again by a deep examination.
const SAMPLE: usize = 100;

/// Examines an index: its side tables, and its ledger against the count of its documents. A deep
/// examination reads every file of it by its checksum and every story, counts all again, and extracts the
/// stories of some files anew.
///
/// # Errors
/// When there is no index, another version made it, or the system refuses. What is damaged is no error.
pub fn examine(place: &IndexPlace, deep: bool) -> Result<Checkup, IndexError> {
    let mut checkup = Checkup::default();
    let archive = match Archive::open(place) {
        Ok(archive) => archive,
        Err(IndexError::Damaged { what, .. }) => {
            checkup.ill.push(what);
            return Ok(checkup);
        }
        Err(other) => return Err(other),
    };
    let generation = &archive.generation;
    checkup.sound.push(format!("generation {} of {} stories", generation.number, generation.stories));
    checkup.note(tables(&archive));
    let rows = rows(&archive);
    checkup.note(rows.as_ref().map(|rows| format!("ledger: {} files", rows.len())).map_err(Clone::clone));
    if deep {
        checkup.note(segments(place)?);
        if let Ok(rows) = rows {
            checkup.note(archive.reading(|| documents(&archive, &rows)).unwrap_or_else(told));
            checkup.note(archive.reading(|| sample(&archive, &rows)).unwrap_or_else(told));
        }
        checkup.note(archive.reading(|| recount(&archive)).unwrap_or_else(told));
    }
    Ok(checkup)
}

fn told<T>(error: IndexError) -> Result<T, String> {
    match error {
        IndexError::Damaged { what, .. } => Err(what),
        other => Err(other.to_string()),
    }
}

/// Do the side tables have the hashes that their names tell?
fn tables(archive: &Archive) -> Result<String, String> {
    let mut bytes = 0;
    for table in archive.generation.tables() {
        bytes += generation::check_table(&archive.place.dir, table)?;
    }
    Ok(format!("side tables: {} files, {bytes} bytes", archive.generation.tables().count()))
}

/// The ledger, if it comes to what the generation says.
fn rows(archive: &Archive) -> Result<Vec<Row>, String> {
    let generation = &archive.generation;
    let rows = ledger::read(&archive.place.dir, generation)?.collect::<Result<Vec<Row>, String>>()?;
    let stories: u64 = rows.iter().map(|row| row.stories).sum();
    match stories == generation.stories {
        true => Ok(rows),
        false => Err(format!("the ledger has {stories} stories, the index {}", generation.stories)),
    }
}

/// Do the files of all segments have the checksums that they end with?
fn segments(place: &IndexPlace) -> Result<Result<String, String>, IndexError> {
    let (index, _) = open_index(place)?;
    let files = index.directory().list_managed_files().len();
    Ok(match damage::check(place, &index) {
        Ok(()) => Ok(format!("checksums: {files} files")),
        Err(IndexError::Damaged { what, .. }) => Err(what),
        Err(other) => return Err(other),
    })
}

/// Has each file of the ledger its documents, and can they be read?
fn documents(archive: &Archive, rows: &[Row]) -> Result<Result<String, String>, IndexError> {
    let old = Old(Some(archive));
    let mut all = 0;
    for row in rows {
        let found = old.stories(row)?.try_fold(0, |found, story| story.map(|_| found + 1))?;
        if found != row.stories {
            let Row { address, stories, .. } = row;
            return Ok(Err(format!("{address} has {found} stories in the index, {stories} in the ledger")));
        }
        all += found;
    }
    Ok(Ok(format!("documents: {all}, each under its file")))
}

/// Do the stories come to the counts of the generation?
fn recount(archive: &Archive) -> Result<Result<String, String>, IndexError> {
    let (mut counted, mut sum, mut lexicon) =
        (NameCounters::default(), Lengths::default(), Lexicon::default());
    for stored in all(archive)? {
        let Stored { story, .. } = stored?;
        counted.add(&story);
        sum += lengths(&story, &mut lexicon);
    }
    let kept = counts::read(&archive.place.dir, &archive.generation).map_err(|e| archive.place.damaged(e))?;
    Ok(match (counted == kept, sum == archive.generation.lengths) {
        (true, true) => Ok("counts of names and words: as the stories tell".to_owned()),
        (false, _) => Err("the counts of names are not what the stories tell".to_owned()),
        (_, false) => Err("the counts of words are not what the stories tell".to_owned()),
    })
}

/// Do files spread over the archive that are as they were give the stories that the index has?
fn sample(archive: &Archive, rows: &[Row]) -> Result<Result<String, String>, IndexError> {
    let step = rows.len().div_ceil(SAMPLE).max(1);
    let mut looked = 0;
    for row in rows.iter().filter(|row| row.is_plain()).step_by(step) {
        let Some(again) = again(archive, row) else { continue };
        looked += 1;
        let kept: BTreeMap<String, Stored> =
            by_address(Old(Some(archive)).stories(row)?.collect::<Result<_, _>>()?);
        if by_address(again) != kept {
            return Ok(Err(format!("{} gives another story than the index has", row.address)));
        }
    }
    Ok(Ok(format!("extracted again: {looked} files, the same stories")))
}

/// What a file gives today; nothing if it is not as it was.
fn again(archive: &Archive, row: &Row) -> Option<Vec<Stored>> {
    let path = archive.place.path_of(&row.address);
    let entry = FileEntry { address: row.address.clone(), path, size: 0, modified: None };
    let state = FileState::of(&entry).ok().filter(|state| row.has_content_of(state))?;
    let options = WalkOptions { max_size: state.size, ..WalkOptions::default() };
    let mut found = Vec::new();
    stories(&entry, &options, &mut |story| {
        found.extend(story.ok().and_then(|file| extracted(&file)));
        std::ops::ControlFlow::Continue(())
    });
    Some(found)
}

/// Stories by address, without what only the index counts.
fn by_address(stories: Vec<Stored>) -> BTreeMap<String, Stored> {
    let uncounted = |stored: Stored| (stored.address.clone(), Stored { words: 0, ..stored });
    stories.into_iter().map(uncounted).collect()
}

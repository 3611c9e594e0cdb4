//! Files that were moved: the bytes of one that is gone, under an address that is new.
//!
//! Their stories are not read again. All moves are made before anything else, in the order of the walk, so
//! that a run that is stopped later has made each of them whole.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::look::{Shared, given};
use super::plan::{Step, Steps};
use crate::corpus::{FileEntry, FileState, has_lines};
use crate::index::IndexError;
use crate::index::document::{DocumentMaker, Stored};
use crate::index::ledger::Row;
use crate::index::place::IndexPlace;

/// More files that are gone are not remembered: those behind them count as gone, and come back as new.
const MOST: usize = 500_000;

/// Where a file was, and what the ledger has of it now.
pub(super) struct Moved {
    pub(super) row: Row,
    pub(super) from: String,
}

/// The moves of a run.
#[derive(Default)]
pub(super) struct Moves {
    arrived: BTreeMap<String, Moved>,
    left: BTreeSet<String>,
}

impl Moves {
    /// What was moved to an address.
    pub(super) fn arrived(&self, address: &str) -> Option<&Moved> {
        self.arrived.get(address)
    }

    /// Whether the file of an address was moved away.
    pub(super) fn has_left(&self, address: &str) -> bool {
        self.left.contains(address)
    }
}

/// A file that is at a new address.
pub(super) struct Found {
    /// The file.
    pub(super) entry: FileEntry,
    state: FileState,
    /// What the ledger has of it at its old address.
    old: Row,
}

/// Makes the moves among the steps of a run.
pub(super) fn make(
    steps: &Steps,
    shared: &Shared<'_>,
    maker: &mut DocumentMaker,
    stopped: impl Fn() -> bool,
) -> Result<Moves, IndexError> {
    let mut moves = Moves::default();
    for found in find(steps, shared.place, stopped)? {
        moves.make(found, shared, maker)?;
    }
    Ok(moves)
}

/// Finds the moves among the steps of a run, in the order of the walk.
pub(super) fn find(
    steps: &Steps,
    place: &IndexPlace,
    stopped: impl Fn() -> bool,
) -> Result<Vec<Found>, IndexError> {
    let mut gone = if steps.gone > 0 && steps.looks > 0 { gone(steps)? } else { Gone::new() };
    let sizes: BTreeSet<u64> = gone.values().flatten().filter_map(|r| Some(r.state.as_ref()?.size)).collect();
    let mut found = Vec::new();
    if gone.is_empty() {
        return Ok(found);
    }
    for step in steps.read()? {
        let Step::Look { address, size, old: None } = step.map_err(IndexError::Story)? else { continue };
        if stopped() {
            break;
        }
        if sizes.contains(&size) {
            let path = place.path_of(&address);
            found.extend(found_in(&mut gone, FileEntry { address, path, size, modified: None }));
        }
    }
    Ok(found)
}

/// The files that are gone, by their content; those of equal content with the first in the walk last.
type Gone = HashMap<[u8; 16], Vec<Row>>;

/// Only files that are a story by themselves: what a story in a container is given may be told by others.
fn gone(steps: &Steps) -> Result<Gone, IndexError> {
    let (mut gone, mut many) = (Gone::new(), 0);
    for step in steps.read()? {
        let Step::Gone(row) = step.map_err(IndexError::Story)? else { continue };
        let content = row.state.as_ref().and_then(|state| state.content);
        let Some(content) = content.filter(|_| row.is_plain() && many < MOST) else { continue };
        many += 1;
        gone.entry(content).or_default().push(row);
    }
    gone.values_mut().for_each(|rows| rows.reverse());
    Ok(gone)
}

fn found_in(gone: &mut Gone, entry: FileEntry) -> Option<Found> {
    // One that cannot be read is told when its step comes.
    let state = FileState::of(&entry).ok()?;
    // Its name tells how such a file is read.
    if has_lines(&entry.address) {
        return None;
    }
    let old = gone.get_mut(&state.content?)?.pop_if(|row| row.has_content_of(&state))?;
    Some(Found { entry, state, old })
}

impl Moves {
    fn make(
        &mut self,
        found: Found,
        shared: &Shared<'_>,
        maker: &mut DocumentMaker,
    ) -> Result<(), IndexError> {
        let Found { entry: FileEntry { address, .. }, state, old } = found;
        let Some(stored) = shared.old.stories(&old)?.next().transpose()? else { return Ok(()) };
        let story = stored.story.moved(&given(&address));
        shared.delete(&old.address);
        let stored = Stored { address: address.clone(), story, ..stored };
        shared.add(stored, maker)?;
        let row = Row { address: address.clone(), state: Some(state), ..old.clone() };
        self.left.insert(old.address.clone());
        self.arrived.insert(address, Moved { row, from: old.address });
        Ok(())
    }
}

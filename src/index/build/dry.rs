//! What a run would do, without doing it. Files are read for their bytes, never for their stories.

use std::collections::BTreeSet;

use super::look::{change, state};
use super::moves;
use super::plan::{Plan, PlanError, Step, plan};
use super::{BuildOptions, FileDone, Summary, Watch};
use crate::corpus::{Change, FileEntry, Walk};
use crate::index::frames::Rows;
use crate::index::ledger::{self, Row};
use crate::index::lock::RunLock;
use crate::index::place::IndexPlace;
use crate::index::{Archive, IndexError};

pub(super) fn run(
    place: &IndexPlace,
    options: &BuildOptions,
    watch: &dyn Watch,
    walked: Walk,
) -> Result<Summary, IndexError> {
    // Where there is no index yet, none of its files are made.
    let indexed = place.exists();
    let _lock = indexed.then(|| RunLock::take(&place.dir)).transpose()?;
    let dir = if indexed { place.dir.clone() } else { std::env::temp_dir() };
    let name = format!("dry-{}-{}", std::process::id(), jiff::Timestamp::now().as_nanosecond());
    let archive = if indexed { Archive::open(place).ok() } else { None };
    let base = options.base(archive.as_ref());
    let holds = options.holds(base);
    // Where the ledger is lost, everything is new.
    let ledger = base.and_then(|base| ledger::read(&place.dir, &base.generation).ok());
    match plan(walked, ledger.unwrap_or_else(Rows::none), &dir, &name, holds, || watch.stopped()) {
        Ok(plan) => told(place, &plan, options.walk.max_size, watch),
        Err(PlanError::Stopped) => Ok(Summary::stopped()),
        Err(PlanError::Ledger(what)) => Err(place.damaged(what)),
        Err(PlanError::Index(error)) => Err(error),
    }
}

fn told(place: &IndexPlace, plan: &Plan, max_size: u64, watch: &dyn Watch) -> Result<Summary, IndexError> {
    watch.listed(plan.steps.looks, plan.steps.bytes);
    let (mut counts, mut changes) = (plan.counts(), plan.changes);
    let found = moves::find(&plan.steps, place, || watch.stopped())?;
    changes.moved = found.len() as u64;
    changes.gone = plan.steps.gone - changes.moved;
    let arrived: BTreeSet<String> = found.into_iter().map(|found| found.entry.address).collect();
    for step in plan.steps.read()? {
        let (address, size, old) = match step.map_err(IndexError::Story)? {
            Step::Look { address, size, old } => (address, size, old),
            Step::Note(notice) => {
                watch.left_out(&notice);
                continue;
            }
            Step::Gone(_) => continue,
        };
        if watch.stopped() {
            return Ok(Summary::stopped());
        }
        let row = if arrived.contains(&address) {
            Row { address, stories: 1, ..Row::default() }
        } else {
            let path = place.path_of(&address);
            let (row, change) = look(FileEntry { address, path, size, modified: None }, old, max_size);
            changes.add(&row, change);
            row.notices.iter().for_each(|notice| counts.notice(notice));
            row
        };
        counts.indexed += row.stories;
        watch.done(&FileDone::of(&row, size));
    }
    Ok(Summary { generation: None, counts, changes, stopped: false })
}

fn look(entry: FileEntry, old: Option<Row>, max_size: u64) -> (Row, Change) {
    let state = state(&entry, max_size);
    let change = change(old.as_ref(), &state);
    let row = Row { address: entry.address, stories: 1, ..Row::default() };
    match (old, state) {
        (Some(old), Ok(_)) if change == Change::Unchanged => (old, change),
        (_, Ok(state)) => (Row { state: Some(state), ..row }, change),
        (_, Err(notice)) => {
            let mut row = Row { stories: 0, ..row };
            row.note(notice);
            (row, change)
        }
    }
}

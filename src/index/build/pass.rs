//! One pass over steps, up to a commit: workers look, one thread tells and writes the ledger in the order of
//! the walk.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crossbeam_channel::{Receiver, Sender};

use super::Watch;
use super::follow::{Follow, Report, Sums, tell, unreported};
use super::look::{Done, Looker, Shared, Told};
use super::plan::{Step, StepWriter, Steps};
use super::summary::Changes;
use crate::corpus::Change;
use crate::index::IndexError;
use crate::index::frames::Rows;
use crate::index::ledger::Row;
use crate::index::packed::Packing;
use crate::index::place::IndexPlace;

/// One pass.
pub(super) struct Pass<'a> {
    pub(super) shared: Shared<'a>,
    pub(super) packing: &'a Packing,
    pub(super) jobs: usize,
    /// Files that it looks at, at most.
    pub(super) most: u64,
    pub(super) watch: &'a dyn Watch,
}

/// What a pass made.
pub(super) struct Made {
    /// File of the new ledger, and what its rows come to.
    pub(super) ledger: String,
    pub(super) sums: Sums,
    /// What its stories tell more than those before.
    pub(super) told: Told,
    /// What it did not come to.
    pub(super) left: Steps,
}

/// The steps that are still to be taken.
struct Queue {
    steps: Rows<Step>,
    next: u64,
}

/// A step's number, and what became of it.
type Numbered = (u64, Done);

impl Pass<'_> {
    /// Takes the steps; `left` gets those that are not for this pass.
    pub(super) fn run(
        &self,
        steps: &Steps,
        mut follow: Follow<'_>,
        report: &mut Report<'_>,
        left: StepWriter,
        changes: &mut Changes,
    ) -> Result<Made, IndexError> {
        let queue = Mutex::new(Queue { steps: steps.read()?, next: 0 });
        let looked = AtomicU64::new(0);
        let (sender, receiver) = crossbeam_channel::bounded(1024);
        let (told, left) = thread::scope(|scope| {
            let workers: Vec<_> = (0..self.jobs.max(1))
                .map(|_| {
                    let (sender, queue, looked) = (sender.clone(), &queue, &looked);
                    scope.spawn(move || self.work(queue, looked, &sender))
                })
                .collect();
            drop(sender);
            let teller = Teller {
                watch: self.watch,
                place: self.shared.place,
                follow: &mut follow,
                report,
                left,
                changes,
            };
            let left = teller.all(&receiver);
            // A teller that failed leaves no step undone: workers see the closed channel and end.
            drop(receiver);
            let mut told = Told::default();
            for worker in workers {
                told.merge(worker.join().unwrap_or_else(|panic| resume_unwind(panic))?);
            }
            Ok::<_, IndexError>((told, left))
        })?;
        let left = left?;
        let (ledger, sums) = follow.finish(report)?;
        Ok(Made { ledger, sums, told, left })
    }

    fn work(
        &self,
        queue: &Mutex<Queue>,
        looked: &AtomicU64,
        sender: &Sender<Numbered>,
    ) -> Result<Told, IndexError> {
        let mut looker = Looker::new(&self.shared, self.packing.packer()?);
        while let Some((number, step)) = next(queue)? {
            let done = if self.is_left(&step, looked) { Done::Left(step) } else { looker.step(step)? };
            if sender.send((number, done)).is_err() {
                break;
            }
        }
        Ok(looker.told())
    }

    /// Whether a step is left for later. What was moved is in the index already.
    fn is_left(&self, step: &Step, looked: &AtomicU64) -> bool {
        let Step::Look { address, .. } = step else { return false };
        if self.shared.moves.arrived(address).is_some() {
            return false;
        }
        self.watch.stopped() || looked.fetch_add(1, Ordering::Relaxed) >= self.most
    }
}

fn next(queue: &Mutex<Queue>) -> Result<Option<(u64, Step)>, IndexError> {
    let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(step) = queue.steps.next().transpose().map_err(IndexError::Story)? else { return Ok(None) };
    queue.next += 1;
    Ok(Some((queue.next - 1, step)))
}

/// Tells what became of the steps, in their order.
struct Teller<'t, 'f, 'r> {
    watch: &'t dyn Watch,
    place: &'t IndexPlace,
    follow: &'t mut Follow<'f>,
    report: &'t mut Report<'r>,
    left: StepWriter,
    changes: &'t mut Changes,
}

impl Teller<'_, '_, '_> {
    /// Gives the steps that were left.
    fn all(mut self, done: &Receiver<Numbered>) -> Result<Steps, IndexError> {
        let (mut waiting, mut next) = (BTreeMap::new(), 0);
        for (number, done) in done {
            waiting.insert(number, done);
            while let Some(done) = waiting.remove(&next) {
                self.tell(done)?;
                next += 1;
            }
        }
        self.left.finish()
    }

    fn tell(&mut self, done: Done) -> Result<(), IndexError> {
        match done {
            Done::Left(step) => self.leave(&step),
            Done::Note(notice) => self.report.notice(&notice).map_err(unreported()),
            Done::Gone { address, told } => self.gone(&address, told),
            Done::Looked { row, change, from } => self.looked(&row, change, from.as_deref()),
        }
    }

    fn leave(&mut self, step: &Step) -> Result<(), IndexError> {
        if let Step::Look { address, old: Some(row), .. } = step {
            self.follow.up_to(address, self.report)?;
            self.follow.push(row)?;
        }
        self.left.push(step)
    }

    fn gone(&mut self, address: &str, told: bool) -> Result<(), IndexError> {
        self.follow.up_to(address, self.report)?;
        if !told {
            return Ok(());
        }
        self.changes.gone += 1;
        self.report.gone(address).map_err(unreported())
    }

    fn looked(&mut self, row: &Row, change: Change, from: Option<&str>) -> Result<(), IndexError> {
        self.follow.up_to(&row.address, self.report)?;
        self.follow.push(row)?;
        self.changes.add(row, change);
        self.watch.done(row.state.as_ref().map_or(0, |state| state.size));
        tell(self.report, self.place, row, change, from).map_err(unreported())
    }
}

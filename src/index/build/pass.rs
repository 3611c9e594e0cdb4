//! One pass over steps, up to a commit: workers look, one thread tells and writes the ledger in the order of
//! the walk.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crossbeam_channel::{Receiver, Sender};

use super::follow::{Follow, Report, Sums, tell, unreported};
use super::look::{Done, Looker, Part, PartStory, Shared, Told};
use super::plan::{Step, StepWriter, Steps};
use super::summary::Changes;
use super::watch::{FileDone, Watch};
use crate::corpus::{Change, FileReport};
use crate::index::IndexError;
use crate::index::document::Lengths;
use crate::index::frames::Rows;
use crate::index::ledger::Row;
use crate::index::names::runs::{Counted, Overflow};
use crate::index::packed::Packing;
use crate::index::place::IndexPlace;
use crate::index::turn::Turn;

/// One pass.
pub(super) struct Pass<'a> {
    pub(super) shared: Shared<'a>,
    pub(super) packing: &'a Packing,
    pub(super) jobs: usize,
    /// Files that it looks at, at most.
    pub(super) most: u64,
    pub(super) watch: &'a dyn Watch,
    /// Whether anybody reads the report.
    pub(super) tells: bool,
    /// How far workers may be ahead of it.
    pub(super) turn: Turn,
    /// What all workers were told.
    pub(super) sum: Mutex<Sum>,
}

/// What the stories of a pass tell more than those before.
pub(super) struct Sum {
    pub(super) names: Counted,
    pub(super) lengths: Lengths,
}

impl Sum {
    /// Nothing yet.
    pub(super) fn new(place: &IndexPlace) -> Sum {
        Sum { names: Counted::new(place), lengths: Lengths::default() }
    }
}

/// A worker hands over what it was told after so many steps: what all know is held once.
const GATHERED: usize = 256;

/// What a pass made.
pub(super) struct Made {
    /// File of the new ledger, and what its rows come to.
    pub(super) ledger: String,
    pub(super) sums: Sums,
    /// What its stories tell.
    pub(super) sum: Sum,
    /// What it did not come to.
    pub(super) left: Steps,
}

/// The steps that are still to be taken.
struct Queue {
    steps: Rows<Step>,
    next: usize,
    /// Files looked at.
    looked: u64,
}

/// Something to tell of a step.
enum Message {
    Part(Part),
    Done(Done),
}

/// A step's number, and what is to be told of it; [`Message::Done`] is the last.
type Numbered = (usize, Message);

impl Pass<'_> {
    /// Takes the steps; `left` gets those that are not for this pass.
    pub(super) fn run(
        self,
        steps: &Steps,
        mut follow: Follow<'_>,
        report: &mut Report<'_>,
        left: StepWriter,
        changes: &mut Changes,
    ) -> Result<Made, IndexError> {
        let queue = Mutex::new(Queue { steps: steps.read()?, next: 0, looked: 0 });
        let (sender, receiver) = crossbeam_channel::bounded(1024);
        let left = thread::scope(|scope| {
            let workers: Vec<_> = (0..self.jobs.max(1))
                .map(|_| {
                    let (pass, sender, queue) = (&self, sender.clone(), &queue);
                    scope.spawn(move || {
                        let watched = pass.turn.watched();
                        pass.work(queue, &sender).inspect(|_| watched.fine())
                    })
                })
                .collect();
            drop(sender);
            let teller = Teller {
                watch: self.watch,
                turn: &self.turn,
                holds: self.shared.holds,
                place: self.shared.place,
                follow: &mut follow,
                report,
                left,
                changes,
            };
            let left = teller.all(&receiver);
            // A teller that failed leaves no step undone: workers see the closed channel and end.
            drop(receiver);
            drop(self.turn.watched());
            for worker in workers {
                worker.join().unwrap_or_else(|panic| resume_unwind(panic))?;
            }
            Ok::<_, IndexError>(left)
        })?;
        let left = left?;
        let (ledger, sums) = follow.finish(report)?;
        let sum = self.sum.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Made { ledger, sums, sum, left })
    }

    fn work(&self, queue: &Mutex<Queue>, sender: &Sender<Numbered>) -> Result<(), IndexError> {
        let mut looker = Looker::new(&self.shared, self.packing.packer()?);
        let mut steps = 0;
        while let Some(Next { number, step, is_left }) = self.next(queue)? {
            let stopped = || self.watch.stopped();
            let mut tell = |part| {
                if !self.tells {
                    return true;
                }
                self.turn.wait(number, stopped);
                sender.send((number, Message::Part(part))).is_ok()
            };
            let done = match is_left {
                true => Done::Left(step),
                false => looker.step(step, &mut tell, &stopped)?,
            };
            self.turn.wait(number, stopped);
            if sender.send((number, Message::Done(done))).is_err() {
                break;
            }
            steps += 1;
            if steps % GATHERED == 0 {
                self.gather(&mut looker)?;
            }
        }
        self.gather(&mut looker)
    }

    fn gather(&self, looker: &mut Looker<'_>) -> Result<(), IndexError> {
        let Told { names, lengths } = looker.told();
        let overflow = {
            let mut sum = self.sum.lock().unwrap_or_else(PoisonError::into_inner);
            sum.lengths += lengths;
            sum.names.add(names)
        };
        overflow.map_or(Ok(()), Overflow::write)
    }

    /// The next step; none behind the last one, and after a failure.
    fn next(&self, queue: &Mutex<Queue>) -> Result<Option<Next>, IndexError> {
        let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
        if self.turn.is_over() {
            return Ok(None);
        }
        let Some(step) = queue.steps.next().transpose().map_err(IndexError::Story)? else { return Ok(None) };
        let (number, is_left) = (queue.next, self.is_left(&step, &mut queue.looked));
        queue.next += 1;
        Ok(Some(Next { number, step, is_left }))
    }

    /// Whether a step is left for later. What was moved is in the index already.
    fn is_left(&self, step: &Step, looked: &mut u64) -> bool {
        let Step::Look { address, .. } = step else { return false };
        if self.shared.moves.arrived(address).is_some() {
            return false;
        }
        *looked += 1;
        self.watch.stopped() || *looked > self.most
    }
}

/// A step to take.
struct Next {
    number: usize,
    step: Step,
    /// Whether it is left for later.
    is_left: bool,
}

/// Tells what became of the steps, in their order.
struct Teller<'t, 'f, 'r> {
    watch: &'t dyn Watch,
    turn: &'t Turn,
    holds: &'t (dyn Fn(&Row) -> bool + Sync),
    place: &'t IndexPlace,
    follow: &'t mut Follow<'f>,
    report: &'t mut Report<'r>,
    left: StepWriter,
    changes: &'t mut Changes,
}

impl Teller<'_, '_, '_> {
    /// Gives the steps that were left.
    fn all(mut self, messages: &Receiver<Numbered>) -> Result<Steps, IndexError> {
        let mut waiting: BTreeMap<usize, Vec<Message>> = BTreeMap::new();
        let (mut next, mut held) = (0, 0);
        for (number, message) in messages {
            if self.turn.is_over() {
                waiting.clear();
                continue;
            }
            waiting.entry(number).or_default().push(message);
            held += 1;
            while let Some(messages) = waiting.remove(&next) {
                held -= messages.len();
                let is_done = matches!(messages.last(), Some(Message::Done(_)));
                messages.into_iter().try_for_each(|message| self.tell(message))?;
                if !is_done {
                    break;
                }
                next += 1;
            }
            self.turn.moved(next, held);
        }
        self.left.finish()
    }

    fn tell(&mut self, message: Message) -> Result<(), IndexError> {
        match message {
            Message::Part(part) => self.part(&part),
            Message::Done(Done::Left(step)) => self.leave(&step),
            Message::Done(Done::Note(notice)) => {
                self.watch.left_out(&notice);
                self.report.notice(&notice).map_err(unreported())
            }
            Message::Done(Done::Gone { address, told }) => self.gone(&address, told),
            Message::Done(Done::Looked { row, change, from, told, size }) => {
                self.watch.done(&FileDone::of(&row, size));
                self.looked(&row, change, from.as_deref(), told)
            }
            Message::Done(Done::Partly { row, size }) => {
                self.leave(&Step::Look { address: row.address.clone(), size, old: Some(row) })
            }
        }
    }

    fn part(&mut self, part: &Part) -> Result<(), IndexError> {
        self.follow.up_to(&part.file, self.report)?;
        let path = self.place.path_of(&part.file);
        let file = FileReport { address: &part.file, path: &path, change: part.change, from: None };
        let told = match &part.of {
            Err(notice) => self.report.left_out(&file, notice),
            Ok(PartStory { address, decoding, remark }) => {
                self.report.indexed(&FileReport { address, ..file }, decoding, remark.as_deref())
            }
        };
        told.map_err(unreported())
    }

    fn leave(&mut self, step: &Step) -> Result<(), IndexError> {
        if let Step::Look { address, old: Some(row), .. } = step {
            self.follow.up_to(address, self.report)?;
            // What other settings made of it is not what these would.
            let state = row.state.clone().filter(|_| (self.holds)(row));
            self.follow.push(&Row { state, ..row.clone() })?;
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

    fn looked(
        &mut self,
        row: &Row,
        change: Change,
        from: Option<&str>,
        told: bool,
    ) -> Result<(), IndexError> {
        self.follow.up_to(&row.address, self.report)?;
        self.follow.push(row)?;
        self.changes.add(row, change);
        if told {
            return Ok(());
        }
        tell(self.report, self.place, row, change, from).map_err(unreported())
    }
}

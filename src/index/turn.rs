//! How far workers may run ahead of the report, which is written in the order of the walk: while one
//! reads a container of a million stories, what the others did is held in memory.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// So many outcomes may wait for their turn, some tens of megabytes.
const MOST_WAITING: usize = 100_000;
/// A worker that waits looks so often whether the run was stopped.
const PAUSE: Duration = Duration::from_millis(50);

/// Whose turn it is, and how much waits for its own.
#[derive(Debug, Default)]
pub(super) struct Turn {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Clone, Copy, Debug, Default)]
struct State {
    next: usize,
    waiting: usize,
    /// Nobody's turn will come any more.
    over: bool,
}

impl Turn {
    /// Returns when an outcome of the entry with this number may be handed over; the one whose turn it
    /// is never waits.
    pub fn wait(&self, number: usize, stopped: impl Fn() -> bool) {
        let mut state = self.lock();
        while number > state.next && state.waiting >= MOST_WAITING && !state.over && !stopped() {
            let waited = self.moved.wait_timeout(state, PAUSE);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Tells whose turn it is, and how many outcomes wait.
    pub fn moved(&self, next: usize, waiting: usize) {
        let mut state = self.lock();
        *state = State { next, waiting, ..*state };
        self.moved.notify_all();
    }

    /// Whether a worker failed, so that nobody's turn comes any more.
    pub fn is_over(&self) -> bool {
        self.lock().over
    }

    /// Lets everybody go on when what is given is dropped, unless that ended well: a worker that fails
    /// leaves its entry open, and nobody's turn comes behind it.
    pub fn watched(&self) -> Watched<'_> {
        Watched { turn: self, is_fine: false }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// See [`Turn::watched`].
pub(super) struct Watched<'t> {
    turn: &'t Turn,
    is_fine: bool,
}

impl Watched<'_> {
    /// It ended well.
    pub fn fine(mut self) {
        self.is_fine = true;
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.turn.lock().over |= !self.is_fine;
        self.turn.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn who_is_far_ahead_waits_for_the_turn() {
        let (turn, passed) = (Turn::default(), AtomicBool::new(false));
        turn.moved(3, MOST_WAITING);
        turn.wait(3, || false);
        thread::scope(|scope| {
            scope.spawn(|| {
                turn.wait(4, || false);
                passed.store(true, Ordering::SeqCst);
            });
            thread::sleep(PAUSE * 2);
            assert!(!passed.load(Ordering::SeqCst));
            turn.moved(3, MOST_WAITING - 1);
        });
        assert!(passed.load(Ordering::SeqCst));
    }

    #[test]
    fn nobody_waits_for_a_worker_that_failed() {
        let turn = Turn::default();
        turn.moved(3, MOST_WAITING);
        drop(turn.watched());
        turn.wait(9, || false);
    }

    #[test]
    fn nobody_waits_in_a_run_that_was_stopped() {
        let turn = Turn::default();
        turn.moved(3, MOST_WAITING);
        turn.wait(9, || true);
    }
}

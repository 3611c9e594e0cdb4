//! Work on many things at once.

use std::num::NonZero;
use std::ops::Range;
use std::thread;

/// Fewer things are not worth a thread.
const LEAST: usize = 4096;

/// What `work` makes of the parts of a whole of so many things, in their order.
pub(super) fn in_parts<T: Send>(all: usize, work: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    let most = thread::available_parallelism().map_or(1, NonZero::get);
    let parts = most.min(all / LEAST).max(1);
    let part = |n: usize| all * n / parts..all * (n + 1) / parts;
    thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = (1..parts).map(|n| scope.spawn(move || work(part(n)))).collect();
        let first = work(part(0));
        let joined = others.into_iter().map(|other| match other.join() {
            Ok(made) => made,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(first).chain(joined).collect()
    })
}

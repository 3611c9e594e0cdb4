//! Index runs that meet faults of the system: each fault is told or does no harm, the generation before it
//! answers as it did, and the next run reaches the truth.
//!
//! `MORGUE_FAULTS=200 cargo test --test faults` is the whole of it, with `MORGUE_FILES=1000000` for the
//! folder of many files; without them there are a few. What needs root (a small disk, a read-only one) or
//! `strace` (errors at single system calls) says that it is skipped where it cannot be had.
#![cfg(target_os = "linux")]
// clippy allows this in `#[test]` functions only, not in the helpers beside them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod changing;
#[path = "../common/mod.rs"]
mod common;
mod disk;
mod names;
#[path = "../support/mod.rs"]
mod support;
mod traced;
mod trial;

/// How many cases a test tries.
fn cases() -> usize {
    scaled("MORGUE_FAULTS", 4)
}

/// A number of the environment, or the usual one.
fn scaled(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

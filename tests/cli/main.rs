//! The command line's contract with people and scripts, over the real binary and the sample archive.

// clippy allows this in `#[test]` functions only, not in the helpers beside them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod counts;
mod explain;
mod formats;
mod help;
mod log;
mod names;
mod pages;
mod quotes;
mod records;
mod safety;
mod schema;
mod search;
#[path = "../support/mod.rs"]
mod support;
mod who;

use support::{Room, Run};

/// A command on the sample archive.
fn sample(args: &[&str]) -> Run {
    let (command, rest) = args.split_first().expect("a command");
    Room::with_sample().run(&[&[*command, "-a", "sample"], rest].concat())
}

//! Bad input over the real binary: whatever lies in an archive, whatever happened to its index and
//! whatever is typed, the message says what to do, the exit code tells scripts, and the good story
//! beside the bad file is found.
#![cfg(unix)]
// clippy allows this in `#[test]` functions only, not in the helpers beside them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod damage;
mod files;
mod ownership;
mod stop;
#[path = "../support/mod.rs"]
mod support;
mod usage;

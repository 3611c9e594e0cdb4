//! How many cases the tests of invented queries try.

// A test may fail by what was asked of it.
#![allow(clippy::expect_used)]

/// So many as `MORGUE_CASES` says, or `usual`.
pub fn cases(usual: usize) -> usize {
    let asked = std::env::var("MORGUE_CASES").ok();
    asked.map_or(usual, |many| many.parse().expect("MORGUE_CASES is a number"))
}

//! How many cases the tests of invented queries try.

/// So many as `MORGUE_CASES` says, or `usual`.
pub fn cases(usual: usize) -> usize {
    let asked = std::env::var("MORGUE_CASES").ok();
    asked
        .map_or(usual, |many| many.parse().unwrap_or_else(|_| panic!("MORGUE_CASES is a number, not {many}")))
}

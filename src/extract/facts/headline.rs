//! The headline: its lines joined with single blanks.

use super::parts::Parts;
use crate::text::blanks::collapsed;

/// The text of the first run of headline lines; a line that repeats the one before counts once.
pub(super) fn headline(parts: &Parts<'_>) -> Option<String> {
    let mut lines: Vec<String> = parts.headline.iter().map(|line| collapsed(line)).collect();
    lines.retain(|line| !line.is_empty());
    lines.dedup();
    (!lines.is_empty()).then(|| lines.join(" "))
}

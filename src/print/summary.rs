//! What an index run did, in a few lines.

use std::io;
use std::time::Duration;

use super::output::{Output, plural};
use super::so_far::SoFar;
use crate::index::place::IndexPlace;
use crate::index::{Changes, Summary};

/// Tells what an index run did, what it read, and how long it took.
///
/// # Errors
/// When stderr is closed.
pub fn tell(
    out: &mut Output,
    summary: &Summary,
    place: &IndexPlace,
    (read, took): (SoFar, Duration),
    dry: bool,
) -> io::Result<()> {
    if summary.stopped && summary.generation.is_none() {
        return out.note("stopped: the index is as it was before");
    }
    out.note(&first(summary, place, dry))?;
    out.note(&changes(&summary.changes))?;
    // A run that reads nothing says no more than that.
    if let Some(generation) = summary.generation.as_ref().filter(|_| read.bytes > 0) {
        let (speed, size) = (speed(read.bytes, took), size(place.bytes(), generation.bytes));
        out.note(&format!("  {speed}; {size}"))?;
    }
    for (reason, count) in &summary.counts.reasons {
        out.note(&format!("  {count} {}", reason.words()))?;
    }
    advice(summary, place, dry).iter().try_for_each(|line| out.note(line))
}

fn first(summary: &Summary, place: &IndexPlace, dry: bool) -> String {
    let counts = &summary.counts;
    format!(
        "{} {}, skipped {}, failed {}: {}",
        if dry { "would have indexed" } else { "indexed" },
        plural(counts.indexed, "story", "stories"),
        counts.skipped,
        counts.failed,
        place.dir.display(),
    )
}

/// The six counts of a run.
fn changes(changes: &Changes) -> String {
    let Changes { new, changed, moved, unchanged, gone, failed } = changes;
    format!(
        "  files: {new} new, {changed} changed, {moved} moved, {unchanged} unchanged, {gone} gone, {failed} failed"
    )
}

fn speed(read: u64, took: Duration) -> String {
    // No clock is finer than that.
    let seconds = took.as_secs_f64().max(0.001);
    format!("read {} in {} ({:.1} MB/s)", bytes(read), time(took), read as f64 / seconds / 1e6)
}

fn size(index: u64, text: u64) -> String {
    let times =
        if text > 0 { format!(", {:.2} × the text", index as f64 / text as f64) } else { String::new() };
    format!("the index has {}{times}", bytes(index))
}

/// `980 bytes`, `12.3 kB`, `1.2 GB`.
fn bytes(count: u64) -> String {
    const UNITS: [(f64, &str); 4] = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    let unit = UNITS.iter().find(|(unit, _)| count as f64 >= *unit);
    unit.map_or_else(
        || plural(count, "byte", "bytes"),
        |(unit, name)| format!("{:.1} {name}", count as f64 / unit),
    )
}

/// `0.8 s`, `2 min 34 s`, `3 h 5 min`.
fn time(took: Duration) -> String {
    match took.as_secs() {
        0..60 => format!("{:.1} s", took.as_secs_f64()),
        seconds @ 60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        seconds => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// What to do next.
fn advice(summary: &Summary, place: &IndexPlace, dry: bool) -> Vec<String> {
    let counts = &summary.counts;
    let mut lines = Vec::new();
    if counts.indexed == 0 && !summary.stopped {
        lines.push(format!("  there is no story in {}: is it the right folder?", place.archive.display()));
    }
    if counts.failed + counts.skipped > 0 && !dry {
        lines.push("  list them with `morgue index --report FILE.jsonl`".to_owned());
    }
    if summary.stopped {
        let line = "stopped: only the stories indexed so far can be found; run `morgue index` again";
        lines.push(line.to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_short() {
        let sizes: Vec<String> = [0, 1, 999, 1000, 12_345, 261_000_000, 1_400_000_000].map(bytes).into();
        insta::assert_snapshot!(
            sizes.join(", "),
            @"0 bytes, 1 byte, 999 bytes, 1.0 kB, 12.3 kB, 261.0 MB, 1.4 GB"
        );
        let times: Vec<String> =
            [0.04, 59.5, 60.0, 154.2, 11_120.0].map(Duration::from_secs_f64).map(time).into();
        insta::assert_snapshot!(times.join(", "), @"0.0 s, 59.5 s, 1 min 0 s, 2 min 34 s, 3 h 5 min");
    }

    #[test]
    fn speed_and_size_are_told() {
        insta::assert_snapshot!(
            speed(261_000_000, Duration::from_secs(154)),
            @"read 261.0 MB in 2 min 34 s (1.7 MB/s)"
        );
        insta::assert_snapshot!(size(357_000_000, 261_000_000), @"the index has 357.0 MB, 1.37 × the text");
        insta::assert_snapshot!(size(1000, 0), @"the index has 1.0 kB");
    }
}

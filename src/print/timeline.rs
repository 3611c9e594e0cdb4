//! Counts over time, with bars.

use std::io::{self, Write};

use super::output::{Output, certainties, plural};
use super::style::{META, NUMBER, styled};
use crate::search::{Period, PeriodCount, TimelineRequest, TimelineResponse};

/// Narrower bars tell nothing.
const NARROWEST: usize = 10;
/// Blocks of an eighth to eight eighths.
const BLOCKS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// A line for each period: its name, its number of stories, with `per` their share, and a bar.
///
/// # Errors
/// When stdout or stderr is closed.
pub fn timeline(
    out: &mut Output,
    request: &TimelineRequest,
    response: &TimelineResponse,
    per: Option<u64>,
) -> io::Result<()> {
    let rate = |period: &PeriodCount| per.and_then(|per| period.per(per));
    let value = |period: &PeriodCount| rate(period).unwrap_or(period.stories as f64);
    let most = response.periods.iter().map(value).fold(0.0, f64::max);
    let before = name_width(request.by) + 9 + if per.is_some() { 11 } else { 0 };
    let width = out.width().saturating_sub(before + 2).max(NARROWEST);
    for period in &response.periods {
        let share = rate(period).map(|rate| format!("  {rate:>9.1}")).unwrap_or_default();
        let bar = bar(value(period), most, width);
        row(out, request.by, &period.name, period.stories, &format!("{share}  {bar}"))?;
    }
    if response.undated > 0 {
        row(out, request.by, "undated", response.undated, "")?;
    }
    out.flush()?;
    out.remark(&closing(request, response, per))
}

fn row(out: &mut Output, by: Period, name: &str, stories: u64, behind: &str) -> io::Result<()> {
    let name = styled(META, &format!("{name:<width$}", width = name_width(by)));
    let stories = styled(NUMBER, &format!("{stories:>7}"));
    out.line(format_args!("{name}  {stories}{}", behind.trim_end()))
}

/// The longest name of a period, or `undated`.
fn name_width(by: Period) -> usize {
    match by {
        Period::Day => 10,
        Period::Week => 8,
        Period::Month | Period::Year => 7,
    }
}

/// A bar in eighths of a column. What is not nothing has at least one.
fn bar(value: f64, most: f64, width: usize) -> String {
    if value <= 0.0 || most <= 0.0 {
        return String::new();
    }
    let eighths = ((value / most * (width * 8) as f64).round() as usize).max(1);
    let mut bar = "█".repeat(eighths / 8);
    bar.extend((eighths % 8).checked_sub(1).map(|last| BLOCKS[last]));
    bar
}

fn closing(request: &TimelineRequest, response: &TimelineResponse, per: Option<u64>) -> String {
    let (one, many) = match request.by {
        Period::Day => ("day", "days"),
        Period::Week => ("week", "weeks"),
        Period::Month => ("month", "months"),
        Period::Year => ("year", "years"),
    };
    let dated = plural(response.stories - response.undated, "story", "stories");
    let periods = plural(response.periods.len() as u64, one, many);
    let per = per.map(|per| format!(", bars and shares per {per} stories of each")).unwrap_or_default();
    let certain = certainties(response.complete, response.exact);
    format!("{dated} in {periods}, {} undated{per}; {certain}", response.undated)
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn bars_are_in_proportion_and_never_too_long() {
        assert_eq!([bar(0.0, 4.0, 4), bar(1.0, 4.0, 4), bar(4.0, 4.0, 4)], ["", "█", "████"]);
        assert_eq!([bar(0.5, 4.0, 4), bar(0.001, 4.0, 4)], ["▌", "▏"]);
        assert_eq!(bar(1.0, 0.0, 4), "");
    }
}

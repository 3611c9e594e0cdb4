//! Days in queries: `2017`, `2017-11`, `2017-10..2017-12`, `>=2017-11-21`, and back to text.

use std::fmt;

use jiff::civil::Date;

use super::ast::DateRange;

/// Reads the value of `date:`. The second part tells that the ends stood in the wrong order and
/// were swapped. `None`: not a date, or no day of the years 1 to 9999 is left.
pub(super) fn read(value: &str, today: Date) -> Option<(DateRange, bool)> {
    let value = value.trim_end_matches([',', ';']);
    if let Some(range) = back(value, today) {
        return Some((range, false));
    }
    let (first, last) = match sign(value) {
        Some((">", rest)) => (Some(period(rest)?.1.tomorrow().ok()?), None),
        Some((">=", rest)) => (Some(period(rest)?.0), None),
        Some(("<", rest)) => (None, Some(period(rest)?.0.yesterday().ok()?)),
        Some((_, rest)) => (None, Some(period(rest)?.1)),
        None => return between(value),
    };
    let known = [first, last].into_iter().flatten().all(|day| day.year() >= 1);
    known.then_some((DateRange { first, last }, false))
}

/// `30d`, `2w`, `6m`, `1y`: the last days up to today.
fn back(value: &str, today: Date) -> Option<DateRange> {
    let (digits, unit) = value.split_at_checked(value.len().checked_sub(1)?)?;
    let many: i64 = digits.parse().ok().filter(|n| (1..100_000).contains(n))?;
    let span = match unit {
        "d" => jiff::Span::new().try_days(many - 1),
        "w" => jiff::Span::new().try_days(many * 7 - 1),
        "m" => jiff::Span::new().try_months(many),
        "y" => jiff::Span::new().try_years(many),
        _ => return None,
    };
    let first = today.checked_sub(span.ok()?).ok().filter(|day| day.year() >= 1)?;
    let first = if matches!(unit, "m" | "y") { first.tomorrow().ok()? } else { first };
    Some(DateRange { first: Some(first), last: Some(today) })
}

/// Splits a comparison sign off.
fn sign(value: &str) -> Option<(&'static str, &str)> {
    const SIGNS: [(&str, &str); 6] =
        [(">=", ">="), ("≥", ">="), ("<=", "<="), ("≤", "<="), (">", ">"), ("<", "<")];
    SIGNS.into_iter().find_map(|(typed, sign)| Some((sign, value.strip_prefix(typed)?.trim_start())))
}

/// `2017-10..2017-12`, open at either end, or a single year, month or day.
fn between(value: &str) -> Option<(DateRange, bool)> {
    let Some((from, to)) = ["..", "–", "—", "…"].into_iter().find_map(|dots| value.split_once(dots))
    else {
        let (first, last) = period(value)?;
        return Some((DateRange { first: Some(first), last: Some(last) }, false));
    };
    let ends = (end(from)?, end(to.trim_start_matches('.'))?);
    Some(match ends {
        (Some(a), Some(b)) if b.1 < a.0 => (DateRange { first: Some(b.0), last: Some(a.1) }, true),
        (a, b) => (DateRange { first: a.map(|p| p.0), last: b.map(|p| p.1) }, false),
    })
}

/// One end of a range: nothing, or a period. `None`: neither.
fn end(text: &str) -> Option<Option<(Date, Date)>> {
    let text = text.trim();
    if text.is_empty() { Some(None) } else { period(text).map(Some) }
}

/// First and last day of a year, month or day.
fn period(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split(['-', '/']);
    let year: i16 = number(parts.next()?, 4)?;
    let month: Option<i8> = parts.next().map(|m| number(m, 2)).map_or(Some(None), |m| m.map(Some))?;
    let day: Option<i8> = parts.next().map(|d| number(d, 2)).map_or(Some(None), |d| d.map(Some))?;
    if parts.next().is_some() || year < 1 {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some((first, last))
}

/// A number of at most `width` digits; years must have all four.
fn number<N: std::str::FromStr>(text: &str, width: usize) -> Option<N> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let fits = text.len() == width || (width == 2 && text.len() == 1);
    if digits && fits { text.parse().ok() } else { None }
}

/// The value as typed behind `date:`, as coarse as it can be: `2017-10..2017-12`.
impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, months) = (self.whole_years(), self.whole_months());
        let text = |day: Date| match (years, months) {
            (true, _) => format!("{:04}", day.year()),
            (_, true) => format!("{:04}-{:02}", day.year(), day.month()),
            _ => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
        };
        let (first, last) = (self.first.map(text), self.last.map(text));
        match (first, last) {
            (Some(first), Some(last)) if first == last => f.write_str(&first),
            (first, last) => {
                write!(f, "{}..{}", first.unwrap_or_default(), last.unwrap_or_default())
            }
        }
    }
}

impl DateRange {
    fn whole_years(&self) -> bool {
        self.first.is_none_or(|d| d.day_of_year() == 1) && self.last.is_none_or(|d| d == d.last_of_year())
    }

    fn whole_months(&self) -> bool {
        self.first.is_none_or(|d| d.day() == 1) && self.last.is_none_or(|d| d == d.last_of_month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(value: &str) -> String {
        read(value, Date::constant(2026, 11, 26))
            .map_or("-".to_owned(), |(range, swapped)| format!("{range}{}", if swapped { "!" } else { "" }))
    }

    #[test]
    fn values_read_and_print() {
        let table = [
            ("2017", "2017"),
            ("2017-11", "2017-11"),
            ("2017-1", "2017-01"),
            ("2017-11-21", "2017-11-21"),
            ("2017/11/21", "2017-11-21"),
            ("2017-11-21..2017", "2017-11-21..2017-12-31"),
            ("2017-11..2017-11-21", "2017-11-01..2017-11-21"),
            ("2017-10..2017-12", "2017-10..2017-12"),
            ("2017-10…2017-12", "2017-10..2017-12"),
            ("2017–2018", "2017..2018"),
            ("2017-01..2017-12", "2017"),
            ("2017-11-01..2017-11-30", "2017-11"),
            ("2017..", "2017.."),
            ("..2017", "..2017"),
            ("..", ".."),
            (">=2017-11-21", "2017-11-21.."),
            (">2017", "2018.."),
            ("<=2017-11", "..2017-11"),
            ("<2017-11-01", "..2017-10"),
            ("≥2017", "2017.."),
            ("2018..2017", "2017..2018!"),
            ("2016-02-29", "2016-02-29"),
            ("2017-02-29", "-"),
            ("2017-13", "-"),
            ("2017-11-21-4", "-"),
            ("17", "-"),
            ("0000", "-"),
            ("<0001", "-"),
            (">9999", "-"),
            ("30d", "2026-10-28..2026-11-26"),
            ("1d", "2026-11-26"),
            ("1m", "2026-10-27..2026-11-26"),
            ("1y", "2025-11-27..2026-11-26"),
            ("0d", "-"),
            ("yesterday", "-"),
            ("", "-"),
        ];
        for (typed, expected) in table {
            assert_eq!(printed(typed), expected, "{typed}");
        }
    }

    #[test]
    fn open_ends_that_are_not_whole_years_keep_their_day() {
        assert_eq!(printed("2017-11-02.."), "2017-11-02..");
        assert_eq!(printed("2017..2018-02-03"), "2017-01-01..2018-02-03");
    }
}

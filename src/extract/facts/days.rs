//! Days as written: full dates in text and in paths, days without a year, and what is no date.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

/// A month's name or abbreviation, for use inside a case-insensitive pattern.
pub(super) const MONTH: &str = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|\
     aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
/// A weekday's name or abbreviation, likewise.
pub(super) const WEEKDAY: &str = "(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)";

/// The years that a story can be from.
const YEARS: std::ops::RangeInclusive<i16> = 1700..=2100;

/// A day of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DayOfYear {
    month: i8,
    day: i8,
}

impl DayOfYear {
    /// The day in `year`, if that year has it.
    pub(super) fn of(self, year: i16) -> Option<Date> {
        date(year, self.month, self.day)
    }
}

/// The forms of a full date; groups `y`, `m`, `d`, or `a` and `b` where day and month are unsure.
static FULL: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let time = r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,5}\s+)?)?";
    [
        r"\b(?<y>\d{4})(?:-(?<m>\d{1,2})-|/(?<m2>\d{1,2})/|\.(?<m3>\d{1,2})\.)(?<d>\d{1,2})(?:\b|T)"
            .to_owned(),
        format!(
            r"\b(?<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?<m>{MONTH})\b\.?[,\s-]*{time}(?<y>\d{{4}})\b"
        ),
        format!(
            r"\b(?<m>{MONTH})\b\.?[\s-]*(?<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,|\s|-)\s*{time}(?<y>\d{{4}})\b"
        ),
        r"\b(?<a>\d{1,2})(?:/(?<b>\d{1,2})/|\.(?<b2>\d{1,2})\.|-(?<b3>\d{1,2})-)(?<y>\d{4})\b".to_owned(),
    ]
    .iter()
    .filter_map(|form| Regex::new(&format!("(?i){form}")).ok())
    .collect()
});

static PARTIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let form = format!(
        r"(?i)\b(?:(?<m>{MONTH})\b\.?\s*(?<d>\d{{1,2}})(?:st|nd|rd|th)?|(?<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?<m2>{MONTH}))\b"
    );
    Regex::new(&form).ok()
});

/// The first full date written in `text`, with the byte where it begins. Days that no calendar
/// has, years outside 1700 to 2100, and numbers that may be read two ways (`03/04/2017`) are none.
pub(super) fn full(text: &str) -> Option<(usize, Date)> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let found = FULL
        .iter()
        .filter_map(|form| form.captures_iter(text).find_map(|c| Some((c.get(0)?.start(), captured(&c)?))));
    found.min_by_key(|&(at, _)| at)
}

/// The first day with a month but no year: `Nov 20`.
pub(super) fn without_year(text: &str) -> Option<DayOfYear> {
    let found = PARTIAL.as_ref()?.captures(text)?;
    let month = month(found.name("m").or(found.name("m2"))?.as_str())?;
    let day = found.name("d").or(found.name("d2"))?.as_str().parse().ok()?;
    // A leap year has every day there is.
    date(2000, month, day).map(|_| DayOfYear { month, day })
}

fn captured(c: &Captures<'_>) -> Option<Date> {
    let year = c.name("y")?.as_str().parse().ok()?;
    if let Some(a) = c.name("a") {
        let b = c.name("b").or(c.name("b2")).or(c.name("b3"))?;
        return either_order(year, a.as_str().parse().ok()?, b.as_str().parse().ok()?);
    }
    let written = c.name("m").or(c.name("m2")).or(c.name("m3"))?.as_str();
    date(year, month(written)?, c.name("d")?.as_str().parse().ok()?)
}

/// Day and month of `a/b/year`, if only one order makes sense.
fn either_order(year: i16, a: i8, b: i8) -> Option<Date> {
    match (a > 12, b > 12) {
        (true, false) => date(year, b, a),
        (false, true) => date(year, a, b),
        _ if a == b => date(year, a, a),
        _ => None,
    }
}

/// The day, if it is one and its year is plausible.
pub(super) fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    YEARS.contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

/// The number of a month written in digits or in letters, English.
pub(super) fn month(written: &str) -> Option<i8> {
    if written.bytes().all(|b| b.is_ascii_digit()) {
        return written.parse().ok().filter(|m| (1..=12).contains(m));
    }
    const HEADS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let head = written.get(..3)?;
    HEADS.iter().position(|h| h.eq_ignore_ascii_case(head)).and_then(|i| i8::try_from(i + 1).ok())
}

/// A year in four digits.
pub(super) fn year(written: &str) -> Option<i16> {
    let digits = written.len() == 4 && written.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| written.parse().ok()).flatten().filter(|y| YEARS.contains(y))
}

#[cfg(test)]
mod tests {
    use super::{full, month, without_year, year};

    /// What is written, and the day it is; an empty string for none.
    const FULL: &[(&str, &str)] = &[
        ("3 November 2017", "2017-11-03"),
        ("Published: 3 November 2017", "2017-11-03"),
        ("Nov. 20, 2017", "2017-11-20"),
        ("Nov 20 2017", "2017-11-20"),
        ("NOVEMBER 20, 2017", "2017-11-20"),
        ("Sept. 4, 1999", "1999-09-04"),
        ("Sep 4, 1999", "1999-09-04"),
        ("September 4th, 1999", "1999-09-04"),
        ("the 4th of July 1976", "1976-07-04"),
        ("21st March 2001", "2001-03-21"),
        ("2017-11-21", "2017-11-21"),
        ("2017-11-21T09:30:00Z", "2017-11-21"),
        ("2017/11/21 09:30", "2017-11-21"),
        ("2017.11.21", "2017-11-21"),
        ("20/11/2017", "2017-11-20"),
        ("11/20/2017", "2017-11-20"),
        ("20.11.2017", "2017-11-20"),
        ("20-11-2017", "2017-11-20"),
        ("20-Nov-2017", "2017-11-20"),
        ("7/7/2005", "2005-07-07"),
        ("Monday, November 20, 2017 | 10:30 IST", "2017-11-20"),
        ("Mon Nov 20 10:30:00 UTC 2017", "2017-11-20"),
        ("20 Nov 10:30 2017", "2017-11-20"),
        ("Last Updated at November 21, 2017 12:02 IST", "2017-11-21"),
        ("Feb. 29, 2016", "2016-02-29"),
        ("2017-11-21 and 1 May 2018", "2017-11-21"),
        ("32 May 2017, or 2 June 2017", "2017-06-02"),
        ("03/04/2017", ""),
        ("3.4.2017", ""),
        ("20/11/17", ""),
        ("2017-13-01", ""),
        ("2017-02-30", ""),
        ("Feb. 29, 2017", ""),
        ("31 June 2017", ""),
        ("1 May 1699", ""),
        ("1 May 2101", ""),
        ("Nov 20", ""),
        ("2017", ""),
        ("room 3, 2017", ""),
        ("a march of 20, 2017", ""),
        ("120-11-20175", ""),
        ("", ""),
        ("no digits at all", ""),
    ];

    #[test]
    fn full_dates_are_read_and_what_is_none_is_not() {
        for (written, day) in FULL {
            let got = full(written).map_or(String::new(), |(_, d)| d.to_string());
            assert_eq!(&got, day, "{written}");
        }
    }

    #[test]
    fn days_without_a_year_wait_for_one() {
        for (written, day) in [
            ("Nov 20", "2017-11-20"),
            ("March 5", "2017-03-05"),
            ("5 March", "2017-03-05"),
            ("Sept. 4", "2017-09-04"),
        ] {
            assert_eq!(
                without_year(written).and_then(|d| d.of(2017)).map(|d| d.to_string()).as_deref(),
                Some(day)
            );
        }
        assert!(without_year("Nov 31").is_none());
        assert!(without_year("20").is_none());
        assert!(without_year("Feb 29").and_then(|d| d.of(2017)).is_none());
    }

    #[test]
    fn months_and_years_have_bounds() {
        assert_eq!((month("13"), month("0"), month("12"), month("sept")), (None, None, Some(12), Some(9)));
        assert_eq!(
            (year("1699"), year("1700"), year("2100"), year("2101"), year("20171")),
            (None, Some(1700), Some(2100), None, None)
        );
    }
}

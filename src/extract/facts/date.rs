//! The day of publication: given, else written in the text, else in the path.

use jiff::civil::Date;

use super::parts::{Parts, starts_ignoring_case};
use super::{Dateline, Origin, Sourced, days};
use crate::extract::Given;

/// How far a dateline's day may lie from the day of the path that lent it the year: a story is
/// published near the day it was written.
const NEAR_DAYS: i32 = 60;

/// The day with where it was read.
pub(super) fn date(parts: &Parts<'_>, dateline: Option<&Dateline>, given: &Given) -> Option<Sourced<Date>> {
    if let Some(value) = given.date {
        return Some(Sourced { value, origin: Origin::Given });
    }
    let path = given.path.as_deref().unwrap_or("");
    let in_path = path_day(path);
    if let Some(value) = in_text(parts, dateline, in_path, path) {
        return Some(Sourced { value, origin: Origin::Text });
    }
    in_path.map(|value| Sourced { value, origin: Origin::Path })
}

fn in_text(
    parts: &Parts<'_>,
    dateline: Option<&Dateline>,
    in_path: Option<Date>,
    path: &str,
) -> Option<Date> {
    let written = dateline.and_then(|d| d.date.as_deref());
    stamped(parts)
        .or_else(|| days::full(written?).map(|(_, day)| day))
        .or_else(|| parts.bylines.iter().find_map(|line| days::full(line)).map(|(_, day)| day))
        .or_else(|| completed(written?, in_path, path))
}

/// The day of a time stamp; one that says `updated` only where no other is.
fn stamped(parts: &Parts<'_>) -> Option<Date> {
    let labelled = parts.edges.iter().filter(|line| is_stamp(line)).copied();
    let stamps = || parts.stamps.iter().copied().chain(labelled.clone());
    let day = |line: &str| days::full(line).map(|(_, day)| day);
    let first = stamps().filter(|line| !is_update(line)).find_map(day);
    first.or_else(|| stamps().find_map(day))
}

/// A line of another kind that is certainly a time stamp: it says so, or is nothing but a date.
fn is_stamp(line: &str) -> bool {
    const LABELS: [&str; 7] =
        ["published", "posted", "first published", "updated", "last updated", "publication date", "date:"];
    if LABELS.iter().any(|label| starts_ignoring_case(line, label)) {
        return true;
    }
    let begins = line.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
    begins && line.len() <= 40 && days::full(line).is_some_and(|_| line.split_whitespace().all(is_date_word))
}

fn is_date_word(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = bare.to_ascii_lowercase();
    bare.is_empty()
        || bare.starts_with(|c: char| c.is_ascii_digit())
        || lower
            .get(..3)
            .is_some_and(|head| ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&head))
        || days::month(&lower).is_some()
        || (bare.len() <= 4
            && bare.chars().all(|c| c.is_ascii_alphabetic())
            && (bare == bare.to_ascii_uppercase() || lower == "at" || lower == "am" || lower == "pm"))
}

fn is_update(line: &str) -> bool {
    let head: String = line.chars().take(24).collect::<String>().to_lowercase();
    head.contains("updated") || head.contains("modified")
}

/// A dateline's day with the year of a time stamp or of the path.
fn completed(written: &str, in_path: Option<Date>, path: &str) -> Option<Date> {
    let day = days::without_year(written)?;
    match in_path {
        // Around New Year the path's year may be the next one.
        Some(near) => {
            let years = [near.year(), near.year() - 1, near.year() + 1];
            let all = years.into_iter().filter_map(|year| day.of(year));
            all.map(|d| (distance(d, near), d)).min().filter(|&(far, _)| far <= NEAR_DAYS).map(|(_, d)| d)
        }
        None => day.of(path_year(path)?),
    }
}

fn distance(a: Date, b: Date) -> i32 {
    (a - b).get_days().abs()
}

/// The day in a path: `2017/11/21/…`, `2017-11-21-foo.txt`, `20171121_foo.txt`, `2017/nov/21/…`.
fn path_day(path: &str) -> Option<Date> {
    let pieces: Vec<&str> = pieces(path).collect();
    let apart = pieces.windows(3).find_map(|w| {
        let day = w[2];
        (day.len() <= 2).then(|| days::date(days::year(w[0])?, month(w[1])?, day.parse().ok()?)).flatten()
    });
    apart
        .or_else(|| pieces.iter().find_map(|piece| compact(piece)))
        .or_else(|| pieces.windows(2).find_map(|w| year_and_rest(w[0], w[1])))
        .or_else(|| days::full(path).map(|(_, day)| day))
}

fn pieces(path: &str) -> impl Iterator<Item = &str> {
    path.split(['/', '\\', '-', '_', '.', '!', ' ', '#']).filter(|piece| !piece.is_empty())
}

/// A month of at most two digits, or by name.
fn month(piece: &str) -> Option<i8> {
    let named = piece.len() >= 3 && piece.bytes().all(|b| b.is_ascii_alphabetic());
    (named || piece.len() <= 2).then(|| days::month(piece)).flatten()
}

/// `20171121`, with or without a time behind it.
fn compact(piece: &str) -> Option<Date> {
    let digits = piece.get(..piece.bytes().take_while(u8::is_ascii_digit).count())?;
    let rest = piece.get(digits.len()..)?;
    let shape = matches!(digits.len(), 8 | 12 | 14) && (rest.is_empty() || rest.starts_with(['T', 't']));
    shape
        .then(|| {
            days::date(
                days::year(digits.get(..4)?)?,
                digits.get(4..6)?.parse().ok()?,
                digits.get(6..8)?.parse().ok()?,
            )
        })
        .flatten()
}

/// `2017/1121`.
fn year_and_rest(year: &str, rest: &str) -> Option<Date> {
    let four = rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit());
    four.then(|| days::date(days::year(year)?, rest.get(..2)?.parse().ok()?, rest.get(2..)?.parse().ok()?))
        .flatten()
}

/// The first folder or piece of the path that is a year.
fn path_year(path: &str) -> Option<i16> {
    pieces(path).find_map(days::year)
}

#[cfg(test)]
mod tests {
    use super::{completed, path_day};

    #[test]
    fn paths_give_a_day_only_where_they_hold_one() {
        for (path, day) in [
            ("2017/11/21/a.txt", "2017-11-21"),
            ("planet/2017/11/21/00012.txt", "2017-11-21"),
            ("2017-11-21-foo.txt", "2017-11-21"),
            ("planet/2017_11_21.txt", "2017-11-21"),
            ("20171121_foo.txt", "2017-11-21"),
            ("foo-20171121.txt", "2017-11-21"),
            ("20171121T0930.txt", "2017-11-21"),
            ("2017/nov/21/foo.txt", "2017-11-21"),
            ("2017/11/21-foo.txt", "2017-11-21"),
            ("2017/1121/foo.txt", "2017-11-21"),
            ("planet/21-11-2017.txt", "2017-11-21"),
            ("dump.zip!2017/11/21/a.txt", "2017-11-21"),
            ("2017/13/21/a.txt", ""),
            ("2017/11/31/a.txt", ""),
            ("2017/11/a.txt", ""),
            ("1600/11/21/a.txt", ""),
            ("2017/11/210.txt", ""),
            ("99991121.txt", ""),
            ("12345678.txt", ""),
            ("a.txt", ""),
            ("", ""),
        ] {
            assert_eq!(path_day(path).map_or(String::new(), |d| d.to_string()), day, "{path}");
        }
    }

    #[test]
    fn a_dateline_borrows_the_year_of_the_path() {
        let full =
            |written, path| completed(written, path_day(path), path).map_or(String::new(), |d| d.to_string());
        assert_eq!(full("Nov 20", "2017/11/21/a.txt"), "2017-11-20");
        assert_eq!(full("Dec. 31", "2018/01/01/a.txt"), "2017-12-31");
        assert_eq!(full("Nov 20", "planet/2017/a.txt"), "2017-11-20");
        assert_eq!(full("Nov 20", "planet/a.txt"), "");
        assert_eq!(full("March 5", "2017/11/21/a.txt"), "", "a day far from the path's own is not trusted");
        assert_eq!(full("Monday", "2017/11/21/a.txt"), "");
    }
}

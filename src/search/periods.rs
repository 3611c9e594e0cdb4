//! Counts over time: days, weeks, months and years, and how many stories each has.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

use crate::query::Query;

/// A piece of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// A day.
    Day,
    /// A week from Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Period {
    /// The first day of the period that a day lies in.
    pub fn first(self, day: Date) -> Date {
        match self {
            Period::Day => day,
            Period::Week => {
                let since = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(since.days()).unwrap_or(day)
            }
            Period::Month => day.first_of_month(),
            Period::Year => day.first_of_year(),
        }
    }

    /// The last day of the period that begins with `first`.
    pub fn last(self, first: Date) -> Date {
        self.next(first).and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX)
    }

    /// The first day of the period behind the one that begins with `first`; none at the calendar's end.
    pub fn next(self, first: Date) -> Option<Date> {
        let length: Span = match self {
            Period::Day => 1.day(),
            Period::Week => 1.week(),
            Period::Month => 1.month(),
            Period::Year => 1.year(),
        };
        first.checked_add(length).ok()
    }

    /// What the period that begins with `first` is called: `2017-11-21`, `2017-W47`, `2017-11`, `2017`.
    pub fn name(self, first: Date) -> String {
        match self {
            Period::Day => first.to_string(),
            Period::Week => {
                let week = first.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Period::Month => format!("{:04}-{:02}", first.year(), first.month()),
            Period::Year => format!("{:04}", first.year()),
        }
    }
}

/// A count over time of the stories that match a query.
#[derive(Clone, Debug)]
pub struct TimelineRequest {
    /// Which stories to count.
    pub query: Query,
    /// In which pieces.
    pub by: Period,
    /// Whether to count the archive's other stories too, to compare with.
    pub compare: bool,
}

/// The answer to a [`TimelineRequest`].
#[derive(Clone, Debug)]
pub struct TimelineResponse {
    /// All periods from the first with a matching document to the last, in order.
    pub periods: Vec<PeriodCount>,
    /// Number of matching documents, undated ones included.
    pub stories: u64,
    /// How many of these are undated, and so in no period.
    pub undated: u64,
    /// Whether all counts are exact.
    pub exact: bool,
    /// Whether nothing was cut.
    pub complete: bool,
    /// Clauses of the query that stand for too many words.
    pub cut: Vec<String>,
    /// The index generation that answered.
    pub generation: u64,
}

/// A period with its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodCount {
    /// What it is called.
    pub name: String,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Matching documents of it.
    pub stories: u64,
    /// All documents of it, where they were to be counted.
    pub all: Option<u64>,
}

impl PeriodCount {
    /// The matching documents in so many of the period, where all were counted; none of none is 0.
    pub fn per(&self, many: u64) -> Option<f64> {
        let share = |all: u64| self.stories as f64 * many as f64 / all.max(1) as f64;
        self.all.map(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_end_and_follow_each_other() {
        let day: Date = "2021-01-02".parse().unwrap();
        let told = |period: Period| {
            let first = period.first(day);
            let next = period.next(first).unwrap();
            format!("{} {first} {} {next}", period.name(first), period.last(first))
        };
        assert_eq!(told(Period::Day), "2021-01-02 2021-01-02 2021-01-02 2021-01-03");
        assert_eq!(told(Period::Week), "2020-W53 2020-12-28 2021-01-03 2021-01-04");
        assert_eq!(told(Period::Month), "2021-01 2021-01-01 2021-01-31 2021-02-01");
        assert_eq!(told(Period::Year), "2021 2021-01-01 2021-12-31 2022-01-01");
        assert_eq!(Period::Year.last("9999-01-01".parse().unwrap()), Date::MAX);
    }
}

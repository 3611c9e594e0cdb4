//! Exact counts over the column of days, rolled up to periods.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::{AllQuery, Query};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::periods::{Period, PeriodCount, TimelineRequest, TimelineResponse};
use crate::index::document::{UNDATED, day_of};
use crate::index::{Archive, IndexError};

/// Counts matching documents by their days.
pub(super) struct DayCounting;

/// Documents by the number of their day.
pub(super) type Days = HashMap<i64, u64>;

impl Collector for DayCounting {
    type Fruit = Days;
    type Child = SegmentDays;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentDays> {
        Ok(SegmentDays { dates: reader.fast_fields().i64("date")?, days: Days::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Days>) -> tantivy::Result<Days> {
        let mut all = Days::new();
        fruits.into_iter().flatten().for_each(|(day, count)| *all.entry(day).or_default() += count);
        Ok(all)
    }
}

/// [`DayCounting`] of one segment.
pub(super) struct SegmentDays {
    dates: Column<i64>,
    days: Days,
}

impl SegmentCollector for SegmentDays {
    type Fruit = Days;

    fn collect(&mut self, doc: DocId, _: Score) {
        *self.days.entry(self.dates.first(doc).unwrap_or(UNDATED)).or_default() += 1;
    }

    fn harvest(self) -> Days {
        self.days
    }
}

/// Documents by the first days of their periods. The undated are in none.
pub(super) fn rolled_up(days: &Days, by: Period) -> BTreeMap<Date, u64> {
    let mut counts = BTreeMap::new();
    for (&day, &count) in days {
        if let Some(day) = day_of(day) {
            *counts.entry(by.first(day)).or_default() += count;
        }
    }
    counts
}

/// The days of the oldest and the newest dated document of an archive.
pub(super) fn ends(archive: &Archive) -> Result<Option<(i64, i64)>, IndexError> {
    let days = archive.searcher().search(&AllQuery, &DayCounting)?;
    let dated = || days.keys().copied().filter(|&day| day != UNDATED);
    Ok(dated().min().zip(dated().max()))
}

/// Counts over time; `query` is the request's query as planned.
pub(super) fn timeline(
    archive: &Archive,
    request: &TimelineRequest,
    query: &dyn Query,
) -> Result<TimelineResponse, IndexError> {
    let days = archive.searcher().search(query, &DayCounting)?;
    let counts = rolled_up(&days, request.by);
    let all = match request.compare {
        true => Some(rolled_up(&archive.searcher().search(&AllQuery, &DayCounting)?, request.by)),
        false => None,
    };
    let stories = days.values().sum();
    Ok(TimelineResponse {
        periods: filled(&counts, all.as_ref(), request.by),
        stories,
        undated: stories - counts.values().sum::<u64>(),
        exact: true,
        complete: archive.generation.complete,
        cut: Vec::new(),
        generation: archive.generation.number,
    })
}

/// Every period from the first to the last, the empty ones between them too.
fn filled(counts: &BTreeMap<Date, u64>, all: Option<&BTreeMap<Date, u64>>, by: Period) -> Vec<PeriodCount> {
    let last = counts.last_key_value().map(|(&last, _)| last);
    let begin = counts.first_key_value().map(|(&first, _)| first);
    let firsts = std::iter::successors(begin, |&first| by.next(first).filter(|&next| Some(next) <= last));
    let at = |counts: &BTreeMap<Date, u64>, first: Date| counts.get(&first).copied().unwrap_or(0);
    firsts
        .map(|first| PeriodCount {
            name: by.name(first),
            first,
            last: by.last(first),
            stories: at(counts, first),
            all: all.map(|all| at(all, first)),
        })
        .collect()
}

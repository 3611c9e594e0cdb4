//! Results as CSV (RFC 4180), for spreadsheets that do nothing but show them.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::batch::Answered;
use super::output::Output;
use super::safe::safe;
use crate::extract::Sourced;
use crate::index::Archive;
use crate::search::{
    FacetRequest, FacetResponse, FacetValue, Hit, PeriodCount, QuoteHit, QuotesResponse, TimelineResponse,
};

/// A cell that no spreadsheet takes for a formula and that holds no control characters.
///
/// ```
/// use morgue::print::tables::cell;
/// assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(cell("\tx\u{1b}[31m"), "'␉x␛[31m");
/// assert_eq!(cell("a = b"), "a = b");
/// ```
pub fn cell(text: &str) -> String {
    let risky = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let apostrophe = if text.starts_with(risky) { "'" } else { "" };
    format!("{apostrophe}{}", safe(text))
}

fn row<const N: usize>(out: &mut Output, cells: [String; N]) -> io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(cells.iter().map(|text| cell(text))).map_err(io::Error::other)?;
    out.write_all(&writer.into_inner().map_err(io::Error::other)?)
}

fn titles<const N: usize>(out: &mut Output, titles: [&str; N]) -> io::Result<()> {
    row(out, titles.map(str::to_owned))
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

fn sourced<T: ToString>(value: Option<&Sourced<T>>) -> String {
    value.map(|found| found.value.to_string()).unwrap_or_default()
}

fn number<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The titles above hits.
///
/// # Errors
/// When stdout is closed.
pub fn hit_titles(out: &mut Output) -> io::Result<()> {
    titles(
        out,
        [
            "rank", "score", "date", "source", "agency", "headline", "snippet", "path", "line", "words",
            "language", "id", "address",
        ],
    )
}

/// The row of a hit.
///
/// # Errors
/// When stdout is closed.
pub fn hit(out: &mut Output, archive: &Archive, hit: &Hit) -> io::Result<()> {
    let snippets: Vec<&str> = hit.snippets.iter().map(|snippet| snippet.text.as_str()).collect();
    row(
        out,
        [
            hit.rank.to_string(),
            format!("{:.4}", hit.score),
            sourced(hit.date.as_ref()),
            sourced(hit.source.as_ref()),
            text(hit.agency.as_ref()),
            text(hit.headline.as_ref()),
            snippets.join(" / "),
            archive.path_of(&hit.address).to_string_lossy().into_owned(),
            hit.line.to_string(),
            hit.words.to_string(),
            text(hit.language.as_ref()),
            hit.id.clone(),
            hit.address.clone(),
        ],
    )
}

/// Titles, and a row for each quote.
///
/// # Errors
/// When stdout is closed.
pub fn quotes(out: &mut Output, archive: &Archive, response: &QuotesResponse) -> io::Result<()> {
    titles(
        out,
        [
            "rank",
            "speaker",
            "quote",
            "date",
            "source",
            "headline",
            "path",
            "line",
            "kind",
            "cue",
            "relay",
            "rule",
            "confidence",
            "as_written",
            "id",
            "address",
        ],
    )?;
    response.quotes.iter().try_for_each(|quote| row(out, quote_cells(quote, archive)))?;
    out.flush()
}

fn quote_cells(quote: &QuoteHit, archive: &Archive) -> [String; 16] {
    [
        quote.rank.to_string(),
        text(quote.speaker.as_ref()),
        quote.text.clone(),
        sourced(quote.date.as_ref()),
        sourced(quote.source.as_ref()),
        text(quote.headline.as_ref()),
        archive.path_of(&quote.address).to_string_lossy().into_owned(),
        quote.line.to_string(),
        named(&quote.kind),
        text(quote.cue.as_ref()),
        text(quote.relay.as_ref()),
        quote.rule.clone(),
        format!("{:.4}", quote.confidence),
        text(quote.as_written.as_ref()),
        quote.id.clone(),
        quote.address.clone(),
    ]
}

/// The name that a value has in records.
fn named(value: &impl serde::Serialize) -> String {
    let name = serde_json::to_value(value).ok();
    name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

/// Titles, and a row for each value.
///
/// # Errors
/// When stdout is closed.
pub fn facet(out: &mut Output, request: &FacetRequest, response: &FacetResponse) -> io::Result<()> {
    titles(out, ["field", "value", "kind", "region", "country", "geonames", "stories", "mentions"])?;
    for value in &response.values {
        row(out, facet_cells(request, value))?;
    }
    out.flush()
}

fn facet_cells(request: &FacetRequest, value: &FacetValue) -> [String; 8] {
    let place = value.place.as_ref();
    [
        request.facet.field().to_owned(),
        value.name.clone(),
        place.map(|place| named(&place.kind)).unwrap_or_default(),
        text(place.and_then(|place| place.region.as_ref())),
        text(place.and_then(|place| place.country.as_ref())),
        number(place.and_then(|place| place.geonames)),
        value.stories.to_string(),
        number(request.facet.has_mentions().then_some(value.mentions)),
    ]
}

/// Titles, a row for each period, and one for undated stories, if there are any.
///
/// # Errors
/// When stdout is closed.
pub fn timeline(out: &mut Output, response: &TimelineResponse, per: Option<u64>) -> io::Result<()> {
    titles(out, ["period", "first", "last", "stories", "all", "rate"])?;
    response.periods.iter().try_for_each(|period| row(out, period_cells(period, per)))?;
    if response.undated > 0 {
        let [none, and, no, rate] = [const { String::new() }; 4];
        row(out, ["undated".to_owned(), none, and, response.undated.to_string(), no, rate])?;
    }
    out.flush()
}

fn period_cells(period: &PeriodCount, per: Option<u64>) -> [String; 6] {
    let rate = per.and_then(|per| period.per(per));
    [
        period.name.clone(),
        period.first.to_string(),
        period.last.to_string(),
        period.stories.to_string(),
        number(period.all),
        rate.map(|rate| format!("{rate:.4}")).unwrap_or_default(),
    ]
}

/// The titles above the lines of a batch.
///
/// # Errors
/// When stdout is closed.
pub fn batch_titles(out: &mut Output) -> io::Result<()> {
    titles(out, ["line", "typed", "reading", "stories", "repairs", "top", "error"])
}

/// The row of a line of a batch.
///
/// # Errors
/// When stdout is closed.
pub fn batch(out: &mut Output, number: u64, answered: &Answered) -> io::Result<()> {
    let none = String::new;
    let line = number.to_string();
    let (query, response) = match answered {
        Answered::Found(query, response, _) => (query, response),
        Answered::Failed(why) => {
            return row(out, [line, none(), none(), none(), none(), none(), why.clone()]);
        }
    };
    let repairs: Vec<&str> = query.repairs.iter().map(|repair| repair.message.as_str()).collect();
    let top: Vec<&str> = response.hits.iter().map(|hit| hit.address.as_str()).collect();
    let (typed, stories) = (query.typed.clone(), response.total.to_string());
    row(out, [line, typed, query.reading(), stories, repairs.join("; "), top.join(" | "), none()])
}

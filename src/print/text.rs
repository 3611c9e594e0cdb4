//! Results for a person at a terminal.

use std::io::{self, Write};

use super::output::{Output, plural};
use super::style::{DIM, META, NUMBER, PATH, TITLE, marked, styled};
use crate::index::Archive;
use crate::index::names::{PlaceKind, Whereabouts};
use crate::search::{Facet, FacetOrder, FacetRequest, FacetResponse, FacetValue, Hit, Response, Stats};

/// Hits: a line of facts, the headline, snippets with line numbers, and `path:line`.
///
/// # Errors
/// When stdout is closed.
pub fn search(out: &mut Output, archive: &Archive, response: &Response) -> io::Result<()> {
    for (i, hit) in response.hits.iter().enumerate() {
        if i > 0 {
            out.line(format_args!(""))?;
        }
        story(out, archive, hit)?;
    }
    out.flush()
}

fn story(out: &mut Output, archive: &Archive, hit: &Hit) -> io::Result<()> {
    let date = hit.date.as_ref().map_or_else(|| "undated   ".to_owned(), |d| d.value.to_string());
    let by: Vec<&str> =
        hit.agency.as_deref().into_iter().chain(hit.source.as_ref().map(|s| s.value.as_str())).collect();
    let by = if by.is_empty() { String::new() } else { format!("  {}", by.join(", ")) };
    out.line(format_args!("{}  {}", styled(META, &(date + &by)), styled(DIM, &format!("#{}", hit.id))))?;
    if let Some(headline) = &hit.headline {
        out.line(format_args!("  {}", styled(TITLE, headline)))?;
    }
    for snippet in &hit.snippets {
        let number = styled(NUMBER, &format!("{:>4}", snippet.line));
        let speaker = snippet.speaker.as_ref().map(|s| styled(DIM, &format!("  — {s}"))).unwrap_or_default();
        out.line(format_args!("{number}  {}{speaker}", marked(&snippet.text, &snippet.marks)))?;
    }
    let path = archive.path_of(&hit.address);
    out.line(format_args!(
        "  {}:{}",
        styled(PATH, &path.to_string_lossy()),
        styled(NUMBER, &hit.line.to_string())
    ))
}

/// Names with their counts.
///
/// # Errors
/// When stdout is closed.
pub fn facet(out: &mut Output, request: &FacetRequest, response: &FacetResponse) -> io::Result<()> {
    let counts = |v: &FacetValue| match request.by {
        FacetOrder::Stories => (v.stories, plural(v.mentions, "mention", "mentions")),
        FacetOrder::Mentions => (v.mentions, plural(v.stories, "story", "stories")),
    };
    let width = response.values.first().map_or(1, |v| counts(v).0.to_string().len()).max(7);
    for value in &response.values {
        let (first, second) = counts(value);
        let count = styled(NUMBER, &format!("{first:>width$}"));
        let qualifier = value.place.as_ref().map(qualified).unwrap_or_default();
        let name = styled(TITLE, &value.name);
        out.line(format_args!(
            "{count}  {name}{}{}",
            styled(DIM, &qualifier),
            styled(DIM, &format!("  {second}"))
        ))?;
    }
    out.flush()?;
    out.remark(&closing(request, response))
}

fn closing(request: &FacetRequest, response: &FacetResponse) -> String {
    let what = match request.facet {
        Facet::People => "people",
        Facet::Places => "places",
        Facet::Orgs => "organisations",
    };
    let (shown, all) = (response.values.len(), response.distinct);
    let unresolved = match response.unresolved {
        0 => String::new(),
        n => format!(" ({n} unresolved)"),
    };
    let stories = plural(response.stories, "story", "stories");
    let certain = if response.complete { "counts are exact" } else { "counts of an interrupted index run" };
    format!("{shown} of {all} {what}{unresolved} in {stories}; {certain}")
}

/// What tells a place from others of its name, in brackets: region and country. A country needs
/// nothing.
fn qualified(place: &Whereabouts) -> String {
    let (region, country) = (place.region.as_deref(), place.country.as_deref());
    let parts = match place.kind {
        PlaceKind::Country => [None, None],
        PlaceKind::Region => [None, country],
        PlaceKind::Place => [region, country],
        PlaceKind::Unresolved => [Some("unresolved"), None],
    };
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Numbers about an archive.
///
/// # Errors
/// When stdout is closed.
pub fn stats(out: &mut Output, stats: &Stats) -> io::Result<()> {
    let mut row = |label: &str, value: String| out.line(format_args!("{label:<14}{value}"));
    row("stories", stats.stories.to_string())?;
    row("words", stats.words.to_string())?;
    if let (Some(oldest), Some(newest)) = (&stats.oldest, &stats.newest) {
        row("dates", format!("{oldest} to {newest}, {} undated", stats.undated))?;
    } else {
        row("dates", format!("none, {} undated", stats.undated))?;
    }
    row("people", stats.people.to_string())?;
    row("places", stats.places.to_string())?;
    row("organisations", stats.orgs.to_string())?;
    row("languages", named_counts(&stats.languages))?;
    row("sources", named_counts(&stats.sources))?;
    row("not extracted", format!("{} (no people, places, quotes: not English)", stats.not_extracted))?;
    row("text", format!("{} bytes", stats.text_bytes))?;
    row("index", format!("{} bytes", stats.index_bytes))?;
    row("files", format!("{} failed, {} skipped", stats.failed, stats.skipped))?;
    let state = if stats.complete { "" } else { ", interrupted: run `morgue index` again" };
    row("generation", format!("{}, made {}{state}", stats.generation, stats.made))?;
    out.flush()
}

fn named_counts(counts: &[(String, u64)]) -> String {
    let shown: Vec<String> =
        counts.iter().take(10).map(|(name, n)| format!("{} {n}", super::safe(name))).collect();
    let more = counts.len().saturating_sub(10);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &rest
}

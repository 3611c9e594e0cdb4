//! Results for a person at a terminal.

use std::io::{self, Write};

use super::output::{Output, certainties, plural};
use super::style::{DIM, META, NUMBER, PATH, TITLE, marked, styled};
use crate::index::Archive;
use crate::index::names::{PlaceKind, Whereabouts};
use crate::search::{
    Candidate, Candidates, Facet, FacetOrder, FacetRequest, FacetResponse, FacetValue, Hit, Stats,
};

/// A hit: a line of facts, the headline, snippets with line numbers, and `path:line`.
///
/// # Errors
/// When stdout is closed.
pub fn hit(out: &mut Output, archive: &Archive, hit: &Hit) -> io::Result<()> {
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
    let path = archive.shown_path_of(&hit.address);
    out.line(format_args!(
        "  {}:{}",
        styled(PATH, &path.to_string_lossy()),
        styled(NUMBER, &hit.line.to_string())
    ))
}

/// Values with their counts.
///
/// # Errors
/// When stdout is closed.
pub fn facet(out: &mut Output, request: &FacetRequest, response: &FacetResponse) -> io::Result<()> {
    values(out, request, response)?;
    out.flush()?;
    out.remark(&closing(request, response))
}

/// A facet beside results: a title, then its values. `widened` where it was counted without the query's
/// own choice of its values.
///
/// # Errors
/// When stdout is closed.
pub fn beside(
    out: &mut Output,
    request: &FacetRequest,
    response: &FacetResponse,
    widened: bool,
) -> io::Result<()> {
    let shown = format!("{} of {}", response.values.len(), response.distinct);
    let field = request.facet.field();
    let without = if widened { format!(", without {field}: in the query") } else { String::new() };
    let facts = styled(DIM, &format!("  {shown}{without}"));
    out.line(format_args!("\n{}{facts}", styled(META, field)))?;
    values(out, request, response)
}

fn values(out: &mut Output, request: &FacetRequest, response: &FacetResponse) -> io::Result<()> {
    let counts = |v: &FacetValue| match request.by {
        FacetOrder::Stories => (v.stories, plural(v.mentions, "mention", "mentions")),
        FacetOrder::Mentions => (v.mentions, plural(v.stories, "story", "stories")),
    };
    let width = response.values.first().map_or(1, |v| counts(v).0.to_string().len()).max(7);
    for value in &response.values {
        let (first, second) = counts(value);
        let second = if request.facet.has_mentions() { format!("  {second}") } else { String::new() };
        let count = styled(NUMBER, &format!("{first:>width$}"));
        let qualifier = value.place.as_ref().map(qualified).unwrap_or_default();
        let name = styled(TITLE, &value.name);
        out.line(format_args!("{count}  {name}{}{}", styled(DIM, &qualifier), styled(DIM, &second)))?;
    }
    Ok(())
}

fn closing(request: &FacetRequest, response: &FacetResponse) -> String {
    let what = what(request.facet);
    let (shown, all) = (response.values.len(), response.distinct);
    let unresolved = match response.unresolved {
        0 => String::new(),
        n => format!(" ({n} unresolved)"),
    };
    let stories = plural(response.stories, "story", "stories");
    let certain = certainties(response.complete, response.exact);
    // That many stories name nobody says little; that their paper is unknown says much.
    let without = match response.without {
        0 => String::new(),
        _ if request.facet.has_mentions() => String::new(),
        n => format!(", {n} without"),
    };
    format!("{shown} of {all} {what}{unresolved} in {stories}{without}; {certain}")
}

fn what(facet: Facet) -> &'static str {
    match facet {
        Facet::People => "people",
        Facet::Places => "places",
        Facet::Orgs => "organisations",
        Facet::Speakers => "people quoted",
        Facet::Unquoted => "people named but not quoted",
        Facet::Datelines => "places of datelines",
        Facet::Sources => "sources",
        Facet::Agencies => "agencies",
        Facet::Languages => "languages",
        Facet::Years => "years",
        Facet::Months => "months",
    }
}

/// Who may be meant by a name, in one line.
pub fn candidates(candidates: &Candidates) -> String {
    let field = &candidates.field;
    let one = |who: &Candidate| format!("{field}:\"{}\" ({})", who.name, who.stories);
    let shown: Vec<String> = candidates.people.iter().map(one).collect();
    let more = candidates.distinct - shown.len() as u64;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{field}:{} may be {}{more}", candidates.value, shown.join(", "))
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

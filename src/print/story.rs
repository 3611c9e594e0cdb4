//! A story with its parts labelled.

use std::io::{self, Write};

use super::mentions::{self, Mentions};
use super::output::Output;
use super::safe::safe;
use super::style::{DIM, META, NUMBER, PATH, TITLE, styled};
use crate::extract::{Origin, Person, Place, Quote};
use crate::story::Story;

/// The story's facts, each line with its number and kind and with its people marked, then quotes,
/// people and places.
///
/// # Errors
/// When stdout is closed.
pub fn labelled(out: &mut Output, address: &str, story: &Story) -> io::Result<()> {
    out.line(format_args!("{}  {}", styled(PATH, address), styled(DIM, &format!("#{}", story.id))))?;
    facts(out, story)?;
    out.line(format_args!(""))?;
    let mentions = Mentions::of(story);
    for (number, line) in (1..).zip(&story.lines) {
        let label = styled(META, &format!("{:<10}", line.kind.name()));
        let number = styled(NUMBER, &format!("{number:>4}"));
        out.line(format_args!("{number}  {label}  {}", mentions.line(&story.text, line.span)))?;
        for reason in &line.why {
            out.line(format_args!("                    {}", styled(DIM, &format!("because {reason}"))))?;
        }
    }
    names(out, story)?;
    out.flush()
}

/// The decoded text as it is; made safe for a terminal, but for its line breaks.
///
/// # Errors
/// When stdout is closed.
pub fn raw(out: &mut Output, story: &Story) -> io::Result<()> {
    if out.is_terminal() {
        for line in &story.lines {
            out.line(format_args!("{}", safe(line.span.of(&story.text))))?;
        }
    } else {
        out.write_all(story.text.as_bytes())?;
    }
    out.flush()
}

fn facts(out: &mut Output, story: &Story) -> io::Result<()> {
    let mut row = |label: &str, value: Option<String>| match value {
        Some(value) => out.line(format_args!("{} {}", styled(META, &format!("{label:<9}")), safe(&value))),
        None => Ok(()),
    };
    row("date", story.date.as_ref().map(|d| format!("{} ({})", d.value, origin(d.origin))))?;
    row("source", story.source.as_ref().map(|s| format!("{} ({})", s.value, origin(s.origin))))?;
    row("agency", story.agency.clone())?;
    row("byline", story.byline.clone())?;
    row("dateline", story.dateline_places.first().map(place))?;
    row("language", story.language.clone())?;
    row("encoding", story.encoding.clone())
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Given => "given",
        Origin::Text => "from the text",
        Origin::Path => "from the path",
    }
}

fn names(out: &mut Output, story: &Story) -> io::Result<()> {
    if !story.extracted {
        return out.line(format_args!(
            "\n{}",
            styled(DIM, "people, places and quotes are extracted from English only")
        ));
    }
    section(out, "quotes", story.quotes.iter().map(|q| quote(story, q)))?;
    section(out, "people", story.people.iter().enumerate().map(|(i, p)| person(i, p)))?;
    section(out, "places", story.places.iter().map(|p| safe(&place(p)).into_owned()))?;
    section(out, "organisations", story.orgs.iter().map(|o| safe(&o.name).into_owned()))
}

/// Rows are safe to print.
fn section(out: &mut Output, title: &str, rows: impl Iterator<Item = String>) -> io::Result<()> {
    for (i, row) in rows.enumerate() {
        if i == 0 {
            out.line(format_args!("\n{}", styled(TITLE, title)))?;
        }
        out.line(format_args!("  {row}"))?;
    }
    Ok(())
}

fn quote(story: &Story, quote: &Quote) -> String {
    let speaker = quote.speaker.as_deref().unwrap_or("nobody named");
    let words: Vec<&str> = quote.span.of(&story.text).split_whitespace().collect();
    let line = story.line_number(quote.span.start);
    let row =
        format!("{line:>4}  {speaker} ({:.2}, {}): “{}”", quote.confidence, quote.rule, words.join(" "));
    safe(&row).into_owned()
}

fn person(number: usize, person: &Person) -> String {
    let title = person.title.as_ref().map(|t| format!(", {t}")).unwrap_or_default();
    let quoted = if person.quotes > 0 { format!(", quoted {}×", person.quotes) } else { String::new() };
    let facts = format!("{title}: mentioned {}×{quoted}", person.mentions.len());
    let name = styled(mentions::style(number), &person.name);
    format!("{:>2} {name}{}", mentions::number(number), safe(&facts))
}

fn place(place: &Place) -> String {
    match &place.country {
        Some(country) => format!("{} ({country})", place.name),
        None if place.is_resolved() => place.name.clone(),
        None => format!("{} (unresolved)", place.name),
    }
}

//! Quotes for a person at a terminal.

use std::io::{self, Write};

use super::output::{Output, certainties, plural};
use super::style::{DIM, META, NUMBER, PATH, TITLE, marked, styled};
use crate::index::Archive;
use crate::search::{QuoteHit, QuotesResponse};

/// Each quote in two lines: who says it and what, then the story, its day and `path:line`.
///
/// # Errors
/// When stdout is closed.
pub fn list(out: &mut Output, archive: &Archive, response: &QuotesResponse) -> io::Result<()> {
    for quote in &response.quotes {
        out.line(format_args!(
            "{}  “{}”",
            styled(TITLE, &speaker(quote)),
            marked(&quote.text, &quote.marks)
        ))?;
        let date = quote.date.as_ref().map_or_else(|| "undated".to_owned(), |d| d.value.to_string());
        let headline = quote.headline.as_ref().map(|h| format!("  {h}")).unwrap_or_default();
        let path = archive.shown_path_of(&quote.address);
        out.line(format_args!(
            "  {}{}  {}:{}",
            styled(META, &date),
            styled(DIM, &headline),
            styled(PATH, &path.to_string_lossy()),
            styled(NUMBER, &quote.line.to_string())
        ))?;
    }
    out.flush()?;
    out.remark(&closing(response))
}

/// Who says it, and from whom the reporter has it; nobody where the story does not tell.
fn speaker(quote: &QuoteHit) -> String {
    let name = quote.speaker.as_deref().unwrap_or("(nobody named)");
    match &quote.relay {
        Some(relay) => format!("{name} (by {relay})"),
        None => name.to_owned(),
    }
}

fn closing(response: &QuotesResponse) -> String {
    let quotes = plural(response.total, "quote", "quotes");
    let stories = plural(response.stories, "story", "stories");
    let certain = certainties(response.complete, response.exact);
    format!("{} of {quotes} in {stories}; {certain}", response.quotes.len())
}

//! From a stored story to a hit.

use super::collect::Place;
use super::types::{Hit, MarkedLine, PersonHit};
use crate::index::NameTable;
use crate::index::document::Stored;
use crate::snippet::Snippet;
use crate::story::Story;
use crate::text::Span;

/// The hit of a document. It has people where a table of them is given.
pub(super) fn hit(
    rank: usize,
    place: Place,
    stored: &Stored,
    snippets: Vec<Snippet>,
    people: Option<&NameTable>,
) -> Hit {
    let story = &stored.story;
    let line = snippets.first().map_or(1, |s| s.line);
    Hit {
        source: story.source.clone(),
        date: story.date.clone(),
        agency: story.agency.clone(),
        headline: story.headline.clone(),
        language: story.language.clone(),
        words: stored.words,
        line,
        file_bytes: stored.file_bytes,
        snippets,
        people: people.map(|table| known(story, &place.address, table)).unwrap_or_default(),
        ..place.hit(rank)
    }
}

/// The people of the story at an address as the archive knows them today, each once.
fn known(story: &Story, address: &str, table: &NameTable) -> Vec<PersonHit> {
    let mut people: Vec<(u32, PersonHit)> = Vec::new();
    for person in &story.people {
        let (mentions, quotes) = (person.mentions.len() as u64, u64::from(person.quotes));
        for &identity in table.at_address(&person.name, address) {
            match people.iter_mut().find(|(i, _)| *i == identity) {
                Some((_, hit)) => {
                    hit.mentions += mentions;
                    hit.quotes += quotes;
                }
                None => {
                    let name = table.identities[identity as usize].name.clone();
                    people.push((identity, PersonHit { name, mentions, quotes }));
                }
            }
        }
    }
    people.sort_by_key(|(_, person)| std::cmp::Reverse(person.mentions));
    people.into_iter().map(|(_, person)| person).collect()
}

/// Where the marks of snippets stand in the lines of their story; where nothing is marked, the
/// beginning of the first snippet.
pub(super) fn lines(story: &Story, snippets: &[Snippet]) -> Vec<MarkedLine> {
    let marks = snippets.iter().flat_map(|snippet| marks_of(story, snippet));
    let lines: Vec<MarkedLine> = marks.filter_map(|at| line_at(story, at)).collect();
    match snippets.first().filter(|_| lines.is_empty()) {
        Some(snippet) => line_at(story, snippet.span.start).into_iter().collect(),
        None => lines,
    }
}

/// Where in the story the marks of a snippet begin. Its text is the story's, but for white space and for
/// dots where it was cut.
fn marks_of(story: &Story, snippet: &Snippet) -> Vec<usize> {
    let mut starts = snippet.marks.iter().map(|mark| mark.start).peekable();
    let source = snippet.span.of(&story.text);
    let mut rest = source.char_indices().filter(|(_, c)| !c.is_whitespace()).peekable();
    let mut found = Vec::new();
    for (at, c) in snippet.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let Some(&(offset, here)) = rest.peek() else { break };
        if starts.next_if(|&start| start <= at).is_some() {
            found.push(snippet.span.start + offset);
        }
        if here == c {
            rest.next();
        }
    }
    found
}

fn line_at(story: &Story, at: usize) -> Option<MarkedLine> {
    let line = story.line_number(at);
    let span: Span = story.lines.get(line.checked_sub(1)?)?.span;
    let column = at.checked_sub(span.start)? + 1;
    Some(MarkedLine { line, column, text: span.of(&story.text).to_owned() })
}

#[cfg(test)]
mod tests {
    use crate::query::highlight::Outside;
    use crate::query::parse;
    use crate::snippet::{Excerpts, Snippets};
    use crate::story::{Options, Story};

    #[test]
    fn marks_are_found_in_the_lines_of_the_story() {
        let text = "Rain fell on Leeds.\nThe  river Aire rose\nby the river. Rivers fall.\n";
        let story = Story::from_text(text, &Options { segment: false, ..Options::default() });
        let snippets =
            Snippets::of(&parse("river"), &|_| Vec::new()).best(&story, Excerpts::of(5), Outside::UNKNOWN);
        let mut found: Vec<_> =
            super::lines(&story, &snippets).into_iter().map(|l| (l.line, l.column)).collect();
        found.sort_unstable();
        assert_eq!(found, [(2, 6), (3, 8), (3, 15)]);
        let lead = Snippets::of(&parse(""), &|_| Vec::new()).best(&story, Excerpts::of(5), Outside::UNKNOWN);
        assert_eq!(super::lines(&story, &lead)[0].text, "Rain fell on Leeds.");
    }
}

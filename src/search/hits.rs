//! From a stored story to a hit.

use super::collect::Place;
use super::types::{Hit, PersonHit};
use crate::index::NameTable;
use crate::index::document::Stored;
use crate::snippet::Snippet;
use crate::story::Story;

/// The hit of a document whose words were counted when it was indexed. It has people where a table of
/// them is given.
pub(super) fn hit(
    rank: usize,
    place: Place,
    stored: &Stored,
    words: u64,
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
        words,
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

//! From a stored story to a hit.

use super::collect::Place;
use super::types::{Hit, PersonHit};
use crate::index::document::Stored;
use crate::snippet::Snippet;
use crate::story::Story;

/// The hit of a document whose words were counted when it was indexed.
pub(super) fn hit(rank: usize, place: Place, stored: &Stored, words: u64, snippets: Vec<Snippet>) -> Hit {
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
        people: people(story),
        ..place.hit(rank)
    }
}

fn people(story: &Story) -> Vec<PersonHit> {
    let mut people: Vec<PersonHit> = story
        .people
        .iter()
        .map(|p| PersonHit {
            name: p.name.clone(),
            mentions: p.mentions.len() as u64,
            quotes: u64::from(p.quotes),
        })
        .collect();
    people.sort_by_key(|person| std::cmp::Reverse(person.mentions));
    people
}

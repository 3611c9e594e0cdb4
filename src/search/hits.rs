//! From a stored story to a hit.

use super::types::{Hit, PersonHit};
use crate::index::document::Stored;
use crate::query::Query;
use crate::snippet;
use crate::story::Story;

/// The hit of a story: its facts, snippets and people.
pub(super) fn hit(
    rank: usize,
    score: f32,
    address: String,
    stored: &Stored,
    query: &Query,
    most: usize,
) -> Hit {
    let story = &stored.story;
    let snippets = snippet::snippets(story, query, most);
    let line = snippets.first().map_or(1, |s| s.line);
    Hit {
        rank,
        score,
        address,
        id: story.id.clone(),
        source: story.source.clone(),
        date: story.date.clone(),
        agency: story.agency.clone(),
        headline: story.headline.clone(),
        language: story.language.clone(),
        words: story.word_count(),
        line,
        file_bytes: stored.file_bytes,
        snippets,
        people: people(story),
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

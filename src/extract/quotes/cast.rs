//! The cast of a story: everybody who can be a speaker, with the places where they are named.
//!
//! The people found by the extractor of names come first; capitalised runs that it did not take
//! fill the gaps, so that a speaker is told even where no name was recognised.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::runs::{self, Capitals, Run, Taken, capitals};
use super::tokens::Script;
use crate::extract::entities::{Fast, leaning};
use crate::extract::{Entities, Gender};
use crate::text::Span;
use crate::text::blanks::collapsed;
use crate::text::fold::{fold, without_possessive};

/// Somebody of the story.
#[derive(Clone, Debug, Default)]
pub(super) struct Figure {
    /// Fullest name.
    pub name: String,
    /// Index into the story's people.
    pub id: Option<usize>,
    /// Told by titles, pronouns or the given name.
    pub gender: Option<Gender>,
    /// Titles as written, lower case: `prime minister`.
    pub titles: String,
    /// How often the full name is used.
    full: u32,
}

/// A place where a figure is named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// The name.
    pub span: Span,
    /// Index into the figures.
    pub figure: usize,
    /// Inside quotation marks.
    pub quoted: bool,
}

/// All figures of a story.
#[derive(Debug, Default)]
pub(super) struct Cast {
    /// The figures.
    pub figures: Vec<Figure>,
    /// Where they are named, ascending.
    pub mentions: Vec<Mention>,
    /// Whether the extractor of names found people: then other capitalised runs are rarely people.
    pub has_people: bool,
    by_key: HashMap<String, Vec<usize>, Fast>,
}

#[derive(Default, Deserialize)]
struct Given {
    male: String,
    female: String,
}

static GIVEN: LazyLock<HashMap<String, Gender, Fast>> = LazyLock::new(|| {
    let file: Given =
        serde_json::from_str(include_str!("../../../schema/given-names.v1.json")).unwrap_or_default();
    let male = file.male.split(' ').map(|n| (fold(n), Gender::Male));
    let female = file.female.split(' ').map(|n| (fold(n), Gender::Female));
    male.chain(female).collect()
});

impl Cast {
    /// Gathers the cast from the story's people and from its paragraphs. `quoted` are the quoted
    /// stretches, ascending.
    pub fn gather(script: Script<'_>, paragraphs: &[Span], quoted: &[Span], entities: &Entities) -> Cast {
        let text = script.text;
        let mut cast = Cast::default();
        cast.add_people(text, entities);
        let Capitals { runs, alone } = capitals(script, paragraphs, &taken(entities));
        for run in runs.iter().filter(|r| r.words.len() > 1) {
            cast.add_full(text, run);
        }
        for run in runs.iter().filter(|r| r.words.len() == 1) {
            cast.add_single(run);
        }
        for stretch in alone {
            let run = if cast.knows(stretch.of(text)) { runs::alone(script, stretch) } else { None };
            if let Some(run) = run.filter(|r| r.words.len() == 1) {
                cast.add_single(&run);
            }
        }
        cast.mentions.sort_by_key(|m| m.span);
        cast.mark(quoted);
        cast
    }

    fn add_people(&mut self, text: &str, entities: &Entities) {
        self.has_people = !entities.people.is_empty();
        for (id, person) in entities.people.iter().enumerate() {
            let gender =
                given_gender_sure(&person.name).or(person.gender).or_else(|| given_gender(&person.name));
            let titles = person.title.as_deref().unwrap_or("").to_lowercase();
            let full = person.mentions.len() as u32;
            let figure = self.figures.len();
            self.figures.push(Figure { name: person.name.clone(), id: Some(id), gender, titles, full });
            self.by_key.entry(key(&person.name)).or_default().push(figure);
            let mentions = person.mentions.iter();
            self.mentions.extend(mentions.map(|&span| Mention { span, figure, quoted: false }));
        }
        self.add_unsure(text, entities);
    }

    /// Adds those of whom nothing tells which of two people they are: a name, and no person.
    fn add_unsure(&mut self, text: &str, entities: &Entities) {
        let mut spans: Vec<Span> = entities.people.iter().flat_map(|p| &p.unsure).copied().collect();
        spans.sort();
        spans.dedup();
        let mut known: HashMap<String, usize> = HashMap::new();
        for span in spans {
            let name = collapsed(span.of(text));
            let figure = *known.entry(name.clone()).or_insert(self.figures.len());
            if figure == self.figures.len() {
                self.figures.push(Figure { name, ..Figure::default() });
            }
            self.mentions.push(Mention { span, figure, quoted: false });
        }
    }

    /// Whether somebody has this last name.
    fn knows(&self, word: &str) -> bool {
        !self.by_key.is_empty()
            && self.by_key.contains_key(&key(word.trim_matches(|c: char| !c.is_alphanumeric())))
    }

    fn add_full(&mut self, text: &str, run: &Run) {
        let Some(last) = run.words.last() else { return };
        let key = key(last);
        let same = self.by_key.get(&key).into_iter().flatten().copied().take(8);
        let first = run.words.first().map(|w| fold(w));
        let known =
            same.into_iter().find(|&f| self.figures[f].name.split_whitespace().next().map(fold) == first);
        let figure = known.unwrap_or_else(|| {
            self.by_key.entry(key).or_default().push(self.figures.len());
            self.figures.push(Figure::default());
            self.figures.len() - 1
        });
        self.mentions.push(Mention { span: run.span, figure, quoted: false });
        let entry = &mut self.figures[figure];
        if entry.id.is_none() {
            let name = run.words.join(" ");
            if name.len() > entry.name.len() {
                entry.name = name;
            }
        }
        entry.full += 1;
        entry.gender = run.gender.or(entry.gender).or_else(|| given_gender(run.span.of(text)));
        add_title(&mut entry.titles, &run.titles);
    }

    fn add_single(&mut self, run: &Run) {
        let Some(word) = run.words.first() else { return };
        let known = self.find(word, run.gender);
        // `Mr Doe` is somebody even where no full name is given.
        let titled = run.gender.is_some() && !run.titles.is_empty();
        let Some(figure) = known.or_else(|| titled.then(|| self.add_figure(word))) else { return };
        self.mentions.push(Mention { span: run.span, figure, quoted: false });
        let entry = &mut self.figures[figure];
        entry.gender = run.gender.or(entry.gender);
        add_title(&mut entry.titles, &run.titles);
    }

    fn add_figure(&mut self, name: &str) -> usize {
        self.by_key.entry(key(name)).or_default().push(self.figures.len());
        self.figures.push(Figure { name: name.to_owned(), ..Figure::default() });
        self.figures.len() - 1
    }

    /// The figure with this last name, the one most often named in full where several share it.
    pub fn find(&self, name: &str, gender: Option<Gender>) -> Option<usize> {
        let fits =
            |f: &&usize| gender.is_none() || self.figures[**f].gender.is_none_or(|g| Some(g) == gender);
        let namesakes = self.by_key.get(&key(name))?.iter().take(16);
        namesakes
            .filter(fits)
            .copied()
            .reduce(|a, b| if self.figures[b].full > self.figures[a].full { b } else { a })
    }

    /// The figure named at `span`.
    pub fn at(&self, span: Span) -> Option<usize> {
        let after = self.mentions.partition_point(|m| m.span.start < span.end);
        let near = self.mentions[after.saturating_sub(3)..after].iter().rev();
        near.into_iter().find(|m| m.span.overlaps(span)).map(|m| m.figure)
    }

    /// The mentions that begin inside `span`.
    pub fn within(&self, span: Span) -> &[Mention] {
        let from = self.mentions.partition_point(|m| m.span.start < span.start);
        let to = self.mentions.partition_point(|m| m.span.start < span.end);
        &self.mentions[from..to]
    }

    /// The mentions before byte `at`, nearest first.
    pub fn before(&self, at: usize) -> impl Iterator<Item = &Mention> {
        let after = self.mentions.partition_point(|m| m.span.start < at);
        self.mentions[..after].iter().rev()
    }

    fn mark(&mut self, quoted: &[Span]) {
        let mut next = 0;
        for mention in &mut self.mentions {
            while quoted.get(next).is_some_and(|q| q.end <= mention.span.start) {
                next += 1;
            }
            mention.quoted = quoted.get(next).is_some_and(|q| q.overlaps(mention.span));
        }
    }
}

fn add_title(titles: &mut String, title: &str) {
    if !title.is_empty() && titles.len() < 200 && !titles.contains(title) {
        titles.push(' ');
        titles.push_str(title);
    }
}

fn taken(entities: &Entities) -> Taken {
    let people = entities.people.iter().flat_map(|p| p.mentions.iter().chain(&p.unsure));
    let places = entities.places.iter().flat_map(|p| &p.mentions);
    let orgs = entities.orgs.iter().flat_map(|o| &o.mentions);
    Taken::of(people.chain(places).chain(orgs).copied().collect())
}

/// What two mentions of one person share: the last part of the last name, folded.
fn key(name: &str) -> String {
    let last = name.split_whitespace().rfind(|w| !is_suffix(w)).unwrap_or(name);
    fold(without_possessive(last.rsplit('-').next().unwrap_or(last)))
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV")
}

/// The gender of bearers of a given name that hardly anybody of the other has: it outweighs a pronoun
/// that may have meant somebody else.
fn given_gender_sure(name: &str) -> Option<Gender> {
    GIVEN.get(&fold(name.split_whitespace().next()?)).copied()
}

fn given_gender(name: &str) -> Option<Gender> {
    let mut words = name.split_whitespace();
    let given = words.next()?;
    // A name of one word is a surname.
    GIVEN.get(&fold(given)).copied().or_else(|| words.next().and_then(|_| leaning(given)))
}

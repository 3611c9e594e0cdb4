//! Counting people while an index is built, and putting their names together.

use std::collections::{BTreeMap, HashMap};

use super::NameTable;
use super::counter::Draft;
use super::reasons::Reasons;
use crate::extract::{Gender, Person};
use crate::identity::{self, Grouping, Hints, Value, title_key};
use crate::story::Story;
use crate::text::blanks::collapsed;

/// Two names of an archive, the first by bytes first.
type Pair = (String, String);

/// Counts the people of stories, and what stories tell of two of their names.
#[derive(Clone, Debug, Default)]
pub(super) struct PeopleCounter {
    names: HashMap<String, Told>,
    /// Stories that use both names for one person.
    one_entry: HashMap<Pair, u32>,
    /// Stories that have an entry under each of two names with one surname.
    two_entries: HashMap<Pair, u32>,
}

/// Stories with an entry under a name, and how many of them tell of a woman or a man.
#[derive(Clone, Debug, Default)]
struct Told {
    stories: u32,
    women: u32,
    men: u32,
    titles: BTreeMap<String, u32>,
}

/// People of one story that are held against each other: more are no news story.
const MOST_PEOPLE: usize = 200;

impl PeopleCounter {
    /// Counts the people of one story.
    pub(super) fn add(&mut self, story: &Story) {
        for person in &story.people {
            let told = match self.names.get_mut(&person.name) {
                Some(told) => told,
                None => self.names.entry(person.name.clone()).or_default(),
            };
            told.stories += 1;
            told.women += u32::from(person.gender == Some(Gender::Female));
            told.men += u32::from(person.gender == Some(Gender::Male));
            if let Some(title) = person.title.as_deref().and_then(title_key) {
                *told.titles.entry(title).or_default() += 1;
            }
            other_names(person, &story.text)
                .into_iter()
                .for_each(|n| count(&mut self.one_entry, &person.name, n));
        }
        let mut by_surname: Vec<(&str, &str)> = story
            .people
            .iter()
            .take(MOST_PEOPLE)
            .filter_map(|p| Some((surname(&p.name)?, &*p.name)))
            .collect();
        by_surname.sort_unstable();
        for namesakes in by_surname.chunk_by(|a, b| a.0 == b.0) {
            for (i, (_, a)) in namesakes.iter().enumerate() {
                namesakes[i + 1..].iter().for_each(|(_, b)| count(&mut self.two_entries, a, (*b).to_owned()));
            }
        }
    }

    /// Adds the counts of another counter.
    pub(super) fn merge(&mut self, other: PeopleCounter) {
        for (name, more) in other.names {
            let told = self.names.entry(name).or_default();
            told.stories += more.stories;
            told.women += more.women;
            told.men += more.men;
            more.titles.into_iter().for_each(|(title, n)| *told.titles.entry(title).or_default() += n);
        }
        for (to, from) in [(&mut self.one_entry, other.one_entry), (&mut self.two_entries, other.two_entries)]
        {
            from.into_iter().for_each(|(pair, n)| *to.entry(pair).or_default() += n);
        }
    }

    /// Groups the names to people.
    pub(super) fn table(self) -> (NameTable, Reasons) {
        let mut values: Vec<Value> = self
            .names
            .into_iter()
            .map(|(name, Told { stories, women, men, titles })| Value { name, stories, women, men, titles })
            .collect();
        values.sort_by(|a, b| a.name.cmp(&b.name));
        let hints = Hints {
            one_entry: numbered(self.one_entry, &values),
            two_entries: numbered(self.two_entries, &values),
        };
        let grouping = identity::group(&values, &hints);
        (table(&values, &grouping), Reasons::of(&grouping))
    }
}

fn table(values: &[Value], grouping: &Grouping) -> NameTable {
    let mut draft = Draft::default();
    for group in &grouping.groups {
        let members = || group.iter().map(|&i| &values[i as usize]);
        let shown = members().next().map(|value| value.name.clone()).unwrap_or_default();
        draft.push(shown, members().map(|value| (value.name.clone(), value.stories)));
    }
    draft.finish()
}

fn count(pairs: &mut HashMap<Pair, u32>, a: &str, b: String) {
    if a != b {
        let pair = if *a < *b { (a.to_owned(), b) } else { (b, a.to_owned()) };
        *pairs.entry(pair).or_default() += 1;
    }
}

/// The names of two or more words that a story uses for one person beside the fullest.
fn other_names(person: &Person, text: &str) -> Vec<String> {
    let written = person.mentions.iter().filter_map(|span| text.get(span.start..span.end));
    let full = written.map(collapsed).filter(|name| name.contains(' ') && *name != person.name);
    let mut names: Vec<String> = full.collect();
    names.sort();
    names.dedup();
    names
}

/// The last word of a name of two or more.
fn surname(name: &str) -> Option<&str> {
    name.rsplit_once(' ').map(|(_, last)| last)
}

/// The pairs by number, where both names have entries of their own.
fn numbered(pairs: HashMap<Pair, u32>, values: &[Value]) -> BTreeMap<(u32, u32), u32> {
    let number = |name: &str| values.binary_search_by(|v| v.name.as_str().cmp(name)).ok().map(|i| i as u32);
    pairs.into_iter().filter_map(|((a, b), n)| Some(((number(&a)?, number(&b)?), n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Options;
    use crate::text::Span;

    fn story(people: &[(&str, Option<Gender>)]) -> Story {
        let people = people.iter().map(|(name, gender)| Person {
            name: (*name).to_owned(),
            gender: *gender,
            ..Person::default()
        });
        Story { people: people.collect(), ..Story::from_text("x", &Options::default()) }
    }

    fn names(counter: PeopleCounter) -> Vec<String> {
        counter.table().0.identities.into_iter().map(|identity| identity.name).collect()
    }

    #[test]
    fn a_story_that_uses_both_names_for_one_person_joins_them() {
        let mut counter = PeopleCounter::default();
        (0..3).for_each(|_| counter.add(&story(&[("John Smith", None)])));
        counter.add(&story(&[("John B. Smith", None)]));
        assert_eq!(names(counter.clone()), ["John B. Smith", "John Smith"]);
        let text = "John B. Smith spoke. John Smith left.";
        let mut both = Story::from_text(text, &Options::default());
        let mentions = vec![Span::new(0, 13), Span::new(21, 31)];
        both.people = vec![Person { name: "John B. Smith".to_owned(), mentions, ..Person::default() }];
        counter.add(&both);
        assert_eq!(names(counter), ["John Smith"]);
    }

    #[test]
    fn stories_that_tell_two_people_apart_keep_their_names_apart() {
        let brothers = [("Ed Marlowe", None), ("Edward Marlowe", None)];
        let mut counter = PeopleCounter::default();
        counter.add(&story(&brothers));
        assert_eq!(names(counter.clone()).len(), 1, "one story may use two forms of a name");
        counter.add(&story(&brothers));
        assert_eq!(names(counter).len(), 2);
    }

    #[test]
    fn a_woman_is_no_man() {
        let told = |first, second| {
            let mut counter = PeopleCounter::default();
            (0..2).for_each(|_| counter.add(&story(&[("Toni Halvorsen", first)])));
            (0..2).for_each(|_| counter.add(&story(&[("Antonio Halvorsen", second)])));
            names(counter).len()
        };
        assert_eq!(told(None, Some(Gender::Male)), 1);
        assert_eq!(told(Some(Gender::Female), Some(Gender::Male)), 2);
    }
}

//! Counting people while an index is built, and putting their names together.

use std::collections::{BTreeMap, HashMap};
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::counter::{bump, unsigned};
use super::counts::Row;
use super::plain::{self, folded};
use super::reasons::Reasons;
use crate::extract::{Gender, Person};
use crate::identity::{self, Census, Grouping, Hints, Value, title_key};
use crate::index::IndexError;
use crate::index::generation::Parts;
use crate::story::Story;
use crate::text::blanks::collapsed;

/// Two names of an archive, the first by bytes first.
pub(super) type Pair = (String, String);

/// Counts the people of stories, and what stories tell of two of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PeopleCounter {
    pub(super) names: HashMap<String, Told>,
    /// Stories that use both names for one person.
    pub(super) one_entry: HashMap<Pair, i32>,
    /// Stories that have an entry under each of two names with one surname.
    pub(super) two_entries: HashMap<Pair, i32>,
}

/// Stories with an entry under a name, and how many of them tell of a woman or a man.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    stories: i32,
    women: i32,
    men: i32,
    titles: BTreeMap<String, i32>,
}

impl Told {
    /// What so many stories tell that have this person.
    fn by(person: &Person, stories: i32) -> Told {
        let of = |gender| if person.gender == Some(gender) { stories } else { 0 };
        let title = person.title.as_deref().and_then(title_key);
        Told {
            stories,
            women: of(Gender::Female),
            men: of(Gender::Male),
            titles: title.into_iter().map(|title| (title, stories)).collect(),
        }
    }
}

impl AddAssign for Told {
    fn add_assign(&mut self, more: Told) {
        self.stories += more.stories;
        self.women += more.women;
        self.men += more.men;
        for (title, stories) in more.titles {
            *self.titles.entry(title).or_default() += stories;
        }
        self.titles.retain(|_, stories| *stories != 0);
    }
}

/// People of one story that are held against each other: more are no news story.
const MOST_PEOPLE: usize = 200;

impl PeopleCounter {
    /// Counts the people of a story as if so many stories had them.
    pub(super) fn count(&mut self, story: &Story, by: i32) {
        for person in &story.people {
            bump(&mut self.names, person.name.as_str(), Told::by(person, by));
            for name in other_names(person, &story.text) {
                count(&mut self.one_entry, &person.name, name, by);
            }
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
                let others = namesakes[i + 1..].iter();
                others.for_each(|(_, b)| count(&mut self.two_entries, a, (*b).to_owned(), by));
            }
        }
    }

    /// Adds the counts of another counter.
    pub(super) fn merge(&mut self, other: PeopleCounter) {
        for (name, more) in other.names {
            bump(&mut self.names, name.as_str(), more);
        }
        for (to, from) in [(&mut self.one_entry, other.one_entry), (&mut self.two_entries, other.two_entries)]
        {
            from.into_iter().for_each(|(pair, n)| bump(to, &pair, n));
        }
    }

    /// How many names are counted, and pairs of names.
    pub(super) fn len(&self) -> usize {
        self.names.len() + self.one_entry.len() + self.two_entries.len()
    }
}

/// People's names with what stories tell of them, by name, and of two of them, by their numbers.
#[derive(Debug, Default)]
pub(super) struct People {
    census: Census,
    hints: Hints,
}

impl People {
    /// Takes in one more row; rows of people come in their order.
    pub(super) fn push(&mut self, row: Row) {
        match row {
            Row::Person(name, told) => self.push_name(name, told),
            Row::OneEntry(a, b, n) => {
                self.hints.one_entry.extend(self.pair(&a, &b).map(|ab| (ab, unsigned(n))))
            }
            Row::TwoEntries(a, b, n) => {
                self.hints.two_entries.extend(self.pair(&a, &b).map(|ab| (ab, unsigned(n))));
            }
            Row::Place(..) | Row::Org(..) => {}
        }
    }

    fn push_name(&mut self, name: String, told: Told) {
        let titles = told.titles.into_iter().map(|(title, n)| (title, unsigned(n))).collect();
        let [stories, women, men] = [told.stories, told.women, told.men].map(unsigned);
        self.census.push(Value { name, stories, women, men, titles });
    }

    /// The numbers of two names, where both have entries of their own.
    fn pair(&self, a: &str, b: &str) -> Option<(u32, u32)> {
        let number = |name: &str| self.census.names().position(name);
        Some((number(a)? as u32, number(b)? as u32))
    }

    /// Groups the names to people, and writes the table of them.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn write(self, out: &mut impl Parts) -> Result<Reasons, IndexError> {
        let Grouping { of, shown, merges, near } = identity::group(&self.census, &self.hints);
        let names = shown.iter().map(|&name| self.census.name(name));
        let values = self.census.names();
        plain::write(out, names, values, &folded(values), &of, self.census.stories())?;
        Ok(Reasons::of(&merges, &near))
    }
}

fn count(pairs: &mut HashMap<Pair, i32>, a: &str, b: String, by: i32) {
    if a != b {
        let pair = if *a < *b { (a.to_owned(), b) } else { (b, a.to_owned()) };
        bump(pairs, &pair, by);
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

#[cfg(test)]
mod tests {
    use super::super::NameCounters;
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

    impl PeopleCounter {
        fn add(&mut self, story: &Story) {
            self.count(story, 1);
        }
    }

    fn names(counter: PeopleCounter) -> Vec<String> {
        let counters = NameCounters { people: counter, ..NameCounters::default() };
        counters.tables().unwrap().0.people.identities.into_iter().map(|identity| identity.name).collect()
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

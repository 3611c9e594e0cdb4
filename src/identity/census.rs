//! The names of an archive with what its stories tell of each: what is put in groups. An archive has millions of
//! names, so that nothing is kept of a name but what it has.

use std::collections::HashMap;

use super::Value;
use super::hints::Told;
use crate::text::texts::Texts;

/// Names, by number, with what stories tell of each.
#[derive(Clone, Debug, Default)]
pub struct Census {
    names: Texts,
    stories: Vec<u32>,
    /// Stories that tell of a woman or a man, of the names that have such; by their numbers, ascending.
    genders: Vec<Genders>,
    /// Titles of names, by the names' numbers, ascending.
    titles: Vec<Titled>,
    /// The titles, each once, and their numbers.
    spelled: Vec<String>,
    known: HashMap<String, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Genders {
    name: u32,
    women: u32,
    men: u32,
}

#[derive(Clone, Copy, Debug)]
struct Titled {
    name: u32,
    title: u32,
    stories: u32,
}

impl Census {
    /// Takes in one more name.
    pub fn push(&mut self, value: Value) {
        let Value { name, stories, women, men, titles } = value;
        let number = self.len();
        self.names.push(|out| out.push_str(&name));
        self.stories.push(stories);
        if women + men > 0 {
            self.genders.push(Genders { name: number, women, men });
        }
        for (title, stories) in titles {
            let title = self.title(title);
            self.titles.push(Titled { name: number, title, stories });
        }
    }

    /// The number of a title.
    fn title(&mut self, title: String) -> u32 {
        let next = self.spelled.len() as u32;
        *self.known.entry(title).or_insert_with_key(|title| {
            self.spelled.push(title.clone());
            next
        })
    }

    /// How many names there are.
    pub fn len(&self) -> u32 {
        self.stories.len() as u32
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// All names, by number.
    pub fn names(&self) -> &Texts {
        &self.names
    }

    /// The name with this number.
    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize)
    }

    /// The stories of all names, by number.
    pub fn stories(&self) -> &[u32] {
        &self.stories
    }

    /// What stories tell of a name.
    pub(super) fn told(&self, number: u32) -> Told {
        let stories = self.stories.get(number as usize).copied().unwrap_or(0).into();
        let genders =
            self.genders.binary_search_by_key(&number, |one| one.name).ok().map(|at| self.genders[at]);
        let of = |pick: fn(Genders) -> u32| genders.map_or(0, pick).into();
        Told { stories, women: of(|one| one.women), men: of(|one| one.men) }
    }

    /// The stories of a name with a title, by its [`title_key`](super::title_key).
    pub(super) fn titles(&self, number: u32) -> impl Iterator<Item = (&str, u32)> {
        let start = self.titles.partition_point(|one| one.name < number);
        let own = self.titles[start..].iter().take_while(move |one| one.name == number);
        own.map(|one| (self.spelled[one.title as usize].as_str(), one.stories))
    }
}

impl FromIterator<Value> for Census {
    fn from_iter<T: IntoIterator<Item = Value>>(values: T) -> Census {
        let mut census = Census::default();
        values.into_iter().for_each(|value| census.push(value));
        census
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn names_keep_what_was_told_of_them() {
        let value = |name: &str, women, titles: &[(&str, u32)]| Value {
            name: name.to_owned(),
            stories: 9,
            women,
            men: 1,
            titles: titles.iter().map(|&(title, n)| (title.to_owned(), n)).collect(),
        };
        let all = [
            value("Ada Lind", 3, &[("judge", 2), ("mayor", 1)]),
            Value { name: "Bo Ek".to_owned(), ..Value::default() },
            value("Cy Poe", 0, &[("mayor", 4)]),
        ];
        let census: Census = all.iter().cloned().collect();
        for (number, value) in (0..).zip(&all) {
            let told = census.told(number);
            let titles: BTreeMap<String, u32> =
                census.titles(number).map(|(title, n)| (title.to_owned(), n)).collect();
            let [stories, women, men] = [told.stories, told.women, told.men].map(|n| n as u32);
            let name = census.name(number).to_owned();
            assert_eq!(&Value { name, stories, women, men, titles }, value);
        }
    }
}

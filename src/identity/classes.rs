//! Classes: names that are one but for case, accents, hyphens, points and particles.

use std::cmp::Reverse;

use super::Value;
use super::group::rank;
use super::hints::Told;
use super::name::Word;
use super::names::{Name, Names};
use super::surnames::{Borne, Titles};

/// The classes of an archive's names, in the order of what their names have in common.
pub(super) struct Classes {
    /// The names of all classes, one class behind the other; of each the one to show first.
    values: Vec<u32>,
    /// Where the names of each class end.
    ends: Vec<u32>,
    /// Of each class the name with the most to say about its spelling: `Müller` rather than `Muller`.
    spoken: Vec<u32>,
}

impl Classes {
    /// Puts names, which are those of the values, in classes.
    pub(super) fn of(values: &[Value], names: &Names) -> Classes {
        let keys = Keys::of(values, names);
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_by_key(|&i| (keys.get(i), i));
        let mut classes = Classes { values: Vec::with_capacity(values.len()), ends: vec![], spoken: vec![] };
        for members in order.chunk_by_mut(|&a, &b| keys.get(a) == keys.get(b)) {
            members.sort_by_key(|&i| rank(&values[i as usize]));
            let spellings = |i: u32| names.get(i as usize).words().map(|w| w.spellings.len()).sum::<usize>();
            let spoken = members.iter().enumerate().max_by_key(|&(at, &i)| (spellings(i), Reverse(at)));
            classes.spoken.extend(spoken.map(|(_, &i)| i));
            classes.values.extend_from_slice(members);
            classes.ends.push(classes.values.len() as u32);
        }
        classes
    }

    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// The names of a class, the one to show first.
    pub(super) fn values(&self, class: u32) -> &[u32] {
        let start = if class == 0 { 0 } else { self.ends[class as usize - 1] };
        &self.values[start as usize..self.ends[class as usize] as usize]
    }

    /// The name of a class that is shown first.
    pub(super) fn head(&self, class: u32) -> u32 {
        self.values(class).first().copied().unwrap_or_default()
    }

    /// The name of a class that is compared.
    pub(super) fn spoken(&self, class: u32) -> u32 {
        self.spoken[class as usize]
    }

    /// The class of each name.
    pub(super) fn of_values(&self) -> Vec<u32> {
        let mut of = vec![0; self.values.len()];
        for class in 0..self.len() {
            self.values(class).iter().for_each(|&i| of[i as usize] = class);
        }
        of
    }

    /// What stories tell of the names of a class.
    pub(super) fn told(&self, class: u32, values: &[Value]) -> Told {
        let mut told = Told::default();
        for value in self.values(class).iter().map(|&i| &values[i as usize]) {
            told.stories += u64::from(value.stories);
            told.women += u64::from(value.women);
            told.men += u64::from(value.men);
        }
        told
    }

    /// The same with their titles.
    pub(super) fn borne(&self, class: u32, values: &[Value]) -> Borne {
        let mut titles = Titles::new();
        for (title, n) in self.values(class).iter().flat_map(|&i| &values[i as usize].titles) {
            *titles.entry(title.clone()).or_default() += n;
        }
        Borne { told: self.told(class, values), titles }
    }
}

/// What the names of a class have in common, for each name.
#[derive(Default)]
struct Keys {
    text: String,
    ends: Vec<u32>,
}

impl Keys {
    fn of(values: &[Value], names: &Names) -> Keys {
        let mut keys = Keys::default();
        for (i, value) in values.iter().enumerate() {
            push_key(names.get(i), &value.name, &mut keys.text);
            keys.ends.push(keys.text.len() as u32);
        }
        keys
    }

    fn get(&self, i: u32) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i as usize - 1] };
        &self.text[start as usize..self.ends[i as usize] as usize]
    }
}

fn push_key(name: Name<'_>, value: &str, out: &mut String) {
    let before = out.len();
    for word in name.main().map(Word::text) {
        out.push_str(word);
        out.push(' ');
    }
    match out.len() == before {
        true => out.push_str(value),
        false => out.push_str(&format!("{:?}", name.suffix)),
    }
}

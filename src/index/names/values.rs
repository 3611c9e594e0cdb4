//! The values of a column with the identities they count for, in one piece: as it is read from a
//! file, so it is used.

use serde::{Deserialize, Serialize};

use super::lookup::push_folded;
use super::places::name_of;
use super::totals::Spellings;
use crate::text::texts::{Texts, range};

/// Column values, ascending by bytes as in the dictionary of a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// The values.
    texts: Texts,
    /// The folded words of their names, parted by blanks.
    folded: Texts,
    /// Where the numbers of each value end in `numbers`.
    ends: Vec<u32>,
    numbers: Vec<u32>,
    /// In how many stories each was found.
    stories: Vec<u32>,
}

/// A column value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The value.
    pub value: &'a str,
    /// The folded words of its name, parted by blanks.
    pub folded: &'a str,
    /// The numbers of the identities it counts for, each once: first the one that it names, then those
    /// that it lies in (a place's region and country). A value that counts for none has no numbers.
    pub of: &'a [u32],
    /// Stories that had it when the index was built.
    pub stories: u32,
}

impl Values {
    /// Takes in one more value, which is behind all others.
    pub(super) fn push(&mut self, value: &str, stories: u32) {
        self.texts.push(|out| out.push_str(value));
        self.folded.push(|out| push_folded(name_of(value), out));
        self.stories.push(stories);
    }

    /// Says which identities a value counts for, of all values in their order.
    pub(super) fn push_identities(&mut self, of: impl IntoIterator<Item = u32>) {
        self.numbers.extend(of);
        self.ends.push(self.numbers.len() as u32);
    }

    /// Number of values.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value with this number: its place among all, from 0.
    pub fn at(&self, at: usize) -> Entry<'_> {
        let of = self.numbers.get(range(&self.ends, at)).unwrap_or_default();
        let stories = self.stories.get(at).copied().unwrap_or(0);
        Entry { value: self.texts.get(at), folded: self.folded.get(at), of, stories }
    }

    /// All values in order.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.len()).map(|at| self.at(at))
    }

    /// The number of a value.
    pub fn position(&self, value: &str) -> Option<usize> {
        self.texts.position(value)
    }

    /// The identities that a value counts for.
    pub fn get(&self, value: &str) -> Option<&[u32]> {
        self.position(value).map(|at| self.at(at).of)
    }

    /// Their spellings.
    pub(super) fn spellings(&self) -> Spellings {
        Spellings::of(&self.texts, &self.folded, &self.stories)
    }

    /// The same values, each counting for what `of` gives for its number and its identities today.
    pub(super) fn counting_for(&self, of: impl Fn(usize, &[u32]) -> Vec<u32>) -> Values {
        let mut values = Values { numbers: Vec::new(), ends: Vec::new(), ..self.clone() };
        for at in 0..self.len() {
            values.push_identities(of(at, self.at(at).of));
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_name_and_number() {
        let mut values = Values::default();
        for (value, of, stories) in
            [("Bo Ek", vec![2], 7), ("Zoë Quill", vec![1, 0], 3), ("Åse Lund", vec![], 1)]
        {
            values.push(value, stories);
            values.push_identities(of);
        }
        let found: Vec<&str> = values.iter().map(|entry| entry.value).collect();
        assert_eq!(found, ["Bo Ek", "Zoë Quill", "Åse Lund"]);
        assert_eq!(values.get("Zoë Quill"), Some(&[1, 0][..]));
        assert_eq!(values.get("Åse Lund"), Some(&[][..]));
        assert_eq!(values.get("Bo"), None);
        assert_eq!(values.at(1).folded, "zoe quill");
        assert_eq!(values.position("Åse Lund"), Some(2));
        let one = values.counting_for(|at, of| if at == 0 { vec![9, 8] } else { of.to_vec() });
        assert_eq!([one.at(0).of, one.at(1).of, one.at(2).of], [&[9, 8][..], &[1, 0], &[]]);
    }
}

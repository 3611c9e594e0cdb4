//! Many texts in one piece: in memory as in a file.

use serde::{Deserialize, Serialize};

/// Many texts, one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    text: String,
    /// Where each of them ends.
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text, which `write` appends to what is there.
    pub fn push(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len() as u32);
    }

    /// The text with this number.
    pub fn get(&self, at: usize) -> &str {
        self.text.get(range(&self.ends, at)).unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// The number of a text, where they ascend by bytes.
    pub fn position(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle).as_bytes().cmp(text.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Where the part with this number begins and ends, of parts that end so.
pub fn range(ends: &[u32], at: usize) -> std::ops::Range<usize> {
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let end = ends.get(at).copied().unwrap_or(start);
    start as usize..end as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_number_and_by_themselves() {
        let all = ["", "Bo Ek", "Zoë Quill", "Åse Lund"];
        let mut texts = Texts::default();
        all.iter().for_each(|text| texts.push(|out| out.push_str(text)));
        assert!(texts.iter().eq(all));
        for (number, text) in all.iter().enumerate() {
            assert_eq!((texts.get(number), texts.position(text)), (*text, Some(number)));
        }
        assert_eq!((texts.get(4), texts.position("Bo"), texts.len()), ("", None, 4));
    }
}

//! Shapes of words: nearly all words of a text are in no table, and are told so by ends and length.

/// For each first and each last byte the lengths of a table's words, as bits.
pub(super) struct Shapes {
    first: [u32; 256],
    last: [u32; 256],
}

impl Shapes {
    /// Of no words.
    pub const fn new() -> Shapes {
        Shapes { first: [0; 256], last: [0; 256] }
    }

    /// Puts a word in.
    pub fn add(&mut self, word: &str) {
        if let [first, ..] = *word.as_bytes()
            && let [.., last] = *word.as_bytes()
        {
            self.first[usize::from(first)] |= length_bit(word);
            self.last[usize::from(last)] |= length_bit(word);
        }
    }

    /// Whether the word can be one of those put in.
    pub fn may_be(&self, word: &str) -> bool {
        let bytes = word.as_bytes();
        let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else { return false };
        self.first[usize::from(first)] & self.last[usize::from(last)] & length_bit(word) != 0
    }
}

fn length_bit(word: &str) -> u32 {
    1 << word.len().min(31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_may_be_and_other_shapes_may_not() {
        let mut shapes = Shapes::new();
        let long = "x".repeat(40);
        ["said", "a", &long].into_iter().for_each(|word| shapes.add(word));
        assert!(["said", "sold", "a", &long].into_iter().all(|word| shapes.may_be(word)));
        assert!(["", "sad", "says", "laid", "b", "xx"].into_iter().all(|word| !shapes.may_be(word)));
    }
}

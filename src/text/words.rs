//! Words: what counts as one token, for the index, the query and the highlighter alike.
//!
//! A word is a run of letters, digits and combining marks. Inside it stand: an apostrophe between
//! letters (`O'Reilly`, `Putin’s`), `&` between letters (`AT&T`), points between single letters
//! (`U.S.`), a point between digits (`3.5`), a comma between a digit and just three more (`1,000`),
//! soft hyphens and joiners. A hyphen parts two words. Scripts written without spaces give one word
//! a character: what is typed is found wherever it stands side by side, which is what pairs of characters
//! (bigrams) give, and a single character too.

use unicode_normalization::char::is_combining_mark;

use super::Span;

/// The words of `text`, left to right, as byte spans.
///
/// ```
/// let text = "O'Reilly's US-China deal, worth $1,000.";
/// let words: Vec<&str> = morgue::text::words::words(text).map(|w| w.of(text)).collect();
/// assert_eq!(words, ["O'Reilly's", "US", "China", "deal", "worth", "1,000"]);
/// ```
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator over the words of a text; see [`words`].
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let (start, first) = self.next_start()?;
        let mut end = start + first.len_utf8();
        if first.is_ascii() {
            end = self.plain_end(end);
        }
        if self.may_go_on(end) && !stands_alone(first) {
            let before = self.text[start..end].chars().next_back().unwrap_or(first);
            end = self.run_end(start, end, before);
        }
        self.at = end;
        Some(Span::new(start, end))
    }
}

impl Words<'_> {
    /// Where the next word begins, and with what; blanks and marks of ASCII are passed bytewise.
    fn next_start(&self) -> Option<(usize, char)> {
        let mut at = self.at;
        loop {
            match *self.text.as_bytes().get(at)? {
                b if b.is_ascii_alphanumeric() => return Some((at, char::from(b))),
                b if b.is_ascii() => at += 1,
                _ => match self.char_at(at)? {
                    c if is_word_char(c) => return Some((at, c)),
                    c => at += c.len_utf8(),
                },
            }
        }
    }

    /// One past the ASCII letters and digits from `end` on, eight bytes at a look: most words end in the
    /// first eight, and where they do cannot be foretold.
    fn plain_end(&self, mut end: usize) -> usize {
        let rest = |end: usize| self.text.as_bytes().get(end..).unwrap_or_default();
        while let Some(part) = rest(end).first_chunk() {
            let run = plain_run(u64::from_le_bytes(*part));
            end += run;
            if run < 8 {
                return end;
            }
        }
        end + rest(end).iter().take_while(|b| b.is_ascii_alphanumeric()).count()
    }

    /// Can what stands at `end` belong to the word before it? White space and most marks cannot, nor can a
    /// mark with a blank behind it.
    fn may_go_on(&self, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let letter = |at: usize| bytes.get(at).is_some_and(|b| !b.is_ascii() || b.is_ascii_alphanumeric());
        letter(end) || matches!(bytes.get(end), Some(b'\'' | b'&' | b'.' | b',')) && letter(end + 1)
    }

    fn run_end(&self, start: usize, mut end: usize, mut before: char) -> usize {
        while let Some(c) = self.char_at(end) {
            let width = c.len_utf8();
            if is_word_char(c) && !stands_alone(c) {
                // An accent of its own leaves the letter below it the last one: `é’s` is one word
                // in either normal form.
                before = if is_combining_mark(c) { before } else { c };
                end += width;
            } else if self.joins(c, before, start, end) {
                // The joiner only goes in together with the word character behind it.
                let next = self.char_at(end + width);
                before = next.unwrap_or(' ');
                end += width + before.len_utf8();
            } else {
                break;
            }
        }
        end
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    fn joins(&self, joiner: char, before: char, start: usize, end: usize) -> bool {
        let next_at = end + joiner.len_utf8();
        let Some(after) = self.char_at(next_at).filter(|&c| is_word_char(c) && !stands_alone(c)) else {
            return false;
        };
        match joiner {
            '\'' | '’' | 'ʼ' | '＇' => before.is_alphabetic() && after.is_alphabetic(),
            '&' => before.is_alphabetic() && after.is_alphabetic(),
            '\u{AD}' | '\u{200C}' | '\u{200D}' => true,
            '.' if before.is_ascii_digit() => after.is_ascii_digit(),
            '.' => self.single_letter_before(start, end) && self.single_letter_at(next_at),
            ',' => before.is_ascii_digit() && self.three_digits_at(next_at),
            _ => false,
        }
    }

    /// Is what stands before `end` one letter, at the word's start or after a point (`U`, `U.S`)?
    fn single_letter_before(&self, start: usize, end: usize) -> bool {
        let mut back = self.text[start..end].chars().rev().filter(|&c| !is_combining_mark(c));
        back.next().is_some_and(char::is_alphabetic) && back.next().is_none_or(|c| c == '.')
    }

    fn single_letter_at(&self, at: usize) -> bool {
        let mut chars = self.text[at..].chars().filter(|&c| !is_combining_mark(c));
        chars.next().is_some_and(char::is_alphabetic) && !chars.next().is_some_and(is_word_char)
    }

    fn three_digits_at(&self, at: usize) -> bool {
        let digits = self.text[at..].bytes().take_while(u8::is_ascii_digit).count();
        digits == 3
    }
}

/// Which letters of a word are capitals; a possessive `'s` does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Capitals {
    /// None.
    #[default]
    None,
    /// The first one only: `Turkey`.
    First,
    /// All of at least two: `US`, `U.S.`
    All,
    /// Some others: `McDonald`.
    Mixed,
}

impl Capitals {
    /// Those of a word.
    ///
    /// ```
    /// use morgue::text::words::Capitals;
    /// assert_eq!(Capitals::of("Turkey's"), Capitals::First);
    /// assert_eq!(Capitals::of("U.S"), Capitals::All);
    /// ```
    pub fn of(word: &str) -> Capitals {
        let plain = word.bytes().all(|b| b.is_ascii_lowercase());
        if plain {
            return Capitals::None;
        }
        let mut letters = super::fold::without_possessive(word).chars().filter(|c| c.is_alphabetic());
        let first = letters.next().is_some_and(char::is_uppercase);
        let (mut rest, mut capitals) = (0, 0);
        for letter in letters {
            rest += 1;
            capitals += usize::from(letter.is_uppercase());
        }
        match (first, capitals) {
            (false, 0) => Capitals::None,
            (true, 0) => Capitals::First,
            (true, n) if n == rest => Capitals::All,
            _ => Capitals::Mixed,
        }
    }
}

/// How many of eight bytes, from the lowest on, are ASCII letters or digits.
fn plain_run(bytes: u64) -> usize {
    const ONES: u64 = u64::MAX / 0xFF;
    const HIGH: u64 = ONES << 7;
    // The high bit of each byte that is at least `low` and at most `high`; no sum goes over into the next.
    let within = |bytes: u64, low: u8, high: u8| {
        (bytes + ONES * u64::from(0x80 - low)) & !(bytes + ONES * u64::from(0x7F - high))
    };
    let ascii = bytes & !HIGH;
    let plain = within(ascii, b'0', b'9') | within(ascii | ONES << 5, b'a', b'z');
    (!(plain & !bytes) & HIGH).trailing_zeros() as usize / 8
}

/// Letters, digits and combining marks.
pub fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c)))
}

/// Scripts written without spaces, or with endings glued on: each character is a word. Thai, Lao, Burmese,
/// Khmer, kana, Han, Hangul.
fn stands_alone(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFF66..=0xFF9D | 0x20000..=0x323AF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_at_the_first_byte_that_is_no_letter_or_digit() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut bytes = *b"aZz09A5m";
                bytes[at] = byte;
                let run = if byte.is_ascii_alphanumeric() { 8 } else { at };
                assert_eq!(plain_run(u64::from_le_bytes(bytes)), run, "{byte} at {at}");
            }
        }
    }
}

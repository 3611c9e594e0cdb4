//! Keys of names: names that may be one person's share at least one, so that only those need be
//! compared.

use super::forms;
use super::name::Kind;
use super::subject::{Ready, Subject};
use crate::text::hash::{hash, mix};

/// Surnames up to this are so rare that a lone initial may stand before them.
const RARE: u16 = 3;
/// Words of a name that are looked at: more is no name.
const MOST_WORDS: usize = 8;

/// Kinds of keys: numbers that are mixed in first, out of the way of letters and rows.
const PAIR: u64 = 1 << 56;
const LETTER: u64 = 2 << 56;
const LETTERS: u64 = 3 << 56;
const ROW: u64 = 4 << 56;
const WHOLE: u64 = 5 << 56;
const SYLLABLES: u64 = 6 << 56;

/// The keys of a name of two or more words, ascending, each once.
pub(super) fn keys(subject: &Subject) -> Vec<u64> {
    let words = &subject.words[..subject.words.len().min(MOST_WORDS)];
    let mut out = Vec::new();
    if let [first, .., last] = words {
        ends(words, &mut out);
        letters(words, first, last, &mut out);
        let rows = forms::rows(first.text());
        rows.for_each(|row| out.extend(last.keys.iter().map(|coarse| mix(mix(ROW, row as u64), *coarse))));
        out.extend(subject.whole().iter().map(|whole| mix(WHOLE, *whole)));
        out.extend(subject.syllables.iter().map(|s| mix(SYLLABLES, hash(s.as_bytes()))));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The first word with each other, each word with the last: whatever is left out, two words remain.
fn ends(words: &[&Ready], out: &mut Vec<u64>) {
    let last = words.len() - 1;
    for i in 0..last {
        pair(words[0], words[i + 1], out);
        pair(words[i], words[last], out);
    }
}

/// Two words, in any order.
fn pair(a: &Ready, b: &Ready, out: &mut Vec<u64>) {
    if a.word.kind == Kind::Initial || b.word.kind == Kind::Initial {
        return;
    }
    let pairs = a.keys.iter().flat_map(|x| b.keys.iter().map(move |y| (x.min(y), x.max(y))));
    out.extend(pairs.map(|(x, y)| mix(mix(PAIR, *x), *y)));
}

/// First letters before the surname.
fn letters(words: &[&Ready], first: &Ready, last: &Ready, out: &mut Vec<u64>) {
    let Some(letter) = first.word.letter() else { return };
    if last.surname <= RARE {
        out.extend(last.keys.iter().map(|coarse| mix(mix(LETTER, letter.into()), *coarse)));
    }
    if let [_, second, _, ..] = words {
        let both = u64::from(letter) << 32 | second.word.letter().map_or(0, u64::from);
        out.extend(last.keys.iter().map(|coarse| mix(mix(LETTERS, both), *coarse)));
    }
}

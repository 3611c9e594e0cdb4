//! Keys of names: names that may be one person's share at least one, so that only those need be
//! compared.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::forms;
use super::name::Kind;
use super::subject::{Ready, Subject};

/// Surnames up to this are so rare that a lone initial may stand before them.
const RARE: u16 = 3;
/// Words of a name that are looked at: more is no name.
const MOST_WORDS: usize = 8;

/// The keys of a name of two or more words, ascending, each once.
pub(super) fn keys(subject: &Subject) -> Vec<u64> {
    let words = &subject.words[..subject.words.len().min(MOST_WORDS)];
    let mut out = Vec::new();
    if let [first, .., last] = words {
        ends(words, &mut out);
        letters(words, first, last, &mut out);
        let rows = forms::rows(first.text());
        rows.for_each(|row| out.extend(last.keys.iter().map(|coarse| hash((row, coarse)))));
        out.extend(subject.whole().iter().map(|whole| hash(("whole", whole))));
        out.extend(subject.syllables.iter().map(|s| hash(("syllables", s))));
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
    out.extend(pairs.map(|(x, y)| hash(("pair", x, y))));
}

/// First letters before the surname.
fn letters(words: &[&Ready], first: &Ready, last: &Ready, out: &mut Vec<u64>) {
    let Some(letter) = first.word.letter() else { return };
    if last.surname <= RARE {
        out.extend(last.keys.iter().map(|coarse| hash(("letter", letter, coarse))));
    }
    if let [_, second, _, ..] = words {
        let second = second.word.letter();
        out.extend(last.keys.iter().map(|coarse| hash(("letters", letter, second, coarse))));
    }
}

/// Equal things have equal hashes, in each run.
pub(super) fn hash(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

//! Can two names be one person's?

use super::forms::{Form, Generation, Word};
use super::near;
use crate::extract::entities::tokens::Tokens;

/// A name as it is compared.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) form: &'a Form,
    pub(super) words: &'a [Word],
}

/// Does the shorter name lie in the longer one, word by word, or say the same in another order or
/// spelling?
///
/// Two names of which each has what the other lacks are two people's; so are `Ray Dow Jr` and `Ray
/// Dow Sr`. That a name without generation may be either's is for the caller to weigh.
pub(super) fn alike(tokens: &Tokens<'_>, a: Name<'_>, b: Name<'_>) -> bool {
    let (long, short) = if a.words.len() >= b.words.len() { (a.words, b.words) } else { (b.words, a.words) };
    if apart(a.form.generation, b.form.generation) {
        return false;
    }
    if short.len() < 2 {
        return long.len() == short.len() && long[0].key == short[0].key;
    }
    if long.len() == short.len() {
        return same(tokens, long, short) || turned(long, short);
    }
    within(tokens, long, short)
}

/// Do two generations tell two people?
pub(super) fn apart(a: Generation, b: Generation) -> bool {
    a != b && a != 0 && b != 0
}

/// Is it the same word, or its first letter?
fn fits(a: &Word, b: &Word) -> bool {
    if a.initial || b.initial { a.letter == b.letter } else { a.key == b.key }
}

/// The same words, one of which may be spelled another way.
fn same(tokens: &Tokens<'_>, a: &[Word], b: &[Word]) -> bool {
    let mut odd = None;
    let mut named = false;
    for (i, (x, y)) in a.iter().zip(b).enumerate() {
        if fits(x, y) {
            named |= !x.initial && !y.initial;
        } else if odd.replace(i).is_some() {
            return false;
        }
    }
    match odd {
        None => named,
        Some(i) => named && (spelled(tokens, &a[i], &b[i], i == 0) || by_father(tokens, a, b, i)),
    }
}

/// `Boris Nikolayevich` for `Boris Yeltsin`.
fn by_father(tokens: &Tokens<'_>, a: &[Word], b: &[Word], odd: usize) -> bool {
    let father = |words: &[Word]| near::patronymic(tokens.folded(words[1].token as usize));
    a.len() == 2 && odd == 1 && father(a) != father(b)
}

fn spelled(tokens: &Tokens<'_>, a: &Word, b: &Word, given: bool) -> bool {
    let (x, y) = (tokens.folded(a.token as usize), tokens.folded(b.token as usize));
    !a.initial
        && !b.initial
        && (near::vowels_apart(x, y).is_some_and(|n| n < 2) || given && near::one_name(x, y))
}

/// `Kikuchi Zenbei` and `Zenbei Kikuchi`, `Siew Lan Wong` and `Wong Siew Lan`.
fn turned(a: &[Word], b: &[Word]) -> bool {
    let n = a.len();
    let matches = |by: usize| (0..n).all(|i| !a[i].initial && a[i].key == b[(i + by) % n].key);
    n <= 4 && (matches(1) || matches(n - 1))
}

/// Are the words of `short` among those of `long`, in order?
fn within(tokens: &Tokens<'_>, long: &[Word], short: &[Word]) -> bool {
    let named = long.iter().position(|w| !w.initial && !w.father && w.key == short[0].key);
    let head = || fits(&long[0], &short[0]) || spelled(tokens, &long[0], &short[0], true);
    let Some(first) = named.or_else(|| head().then_some(0)) else { return false };
    // Middle initials must begin with the first one: `George W. Bush` is not `George H. W. Bush`.
    let middle = short.len() > 2 && (short[1].initial || long[1].initial);
    if first == 0 && middle && !fits(&long[1], &short[1]) || first > 0 && long[first].joined {
        return false;
    }
    let (mut at, mut sure) = (first, named.is_some());
    for word in &short[1..] {
        let Some(next) = long[at + 1..].iter().position(|w| fits(w, word)) else { return false };
        if splits(long, at, at + 1 + next) {
            return false;
        }
        at += next + 1;
        sure |= !word.initial && !long[at].initial;
    }
    sure
}

/// Does going from word `at` to word `next` leave half of a double name out: `Ann` for `Ann-Marie`, `Rüegg`
/// for `Gerber-Rüegg`?
fn splits(long: &[Word], at: usize, next: usize) -> bool {
    next > at + 1 && (long[at + 1].joined || long[next].joined)
}

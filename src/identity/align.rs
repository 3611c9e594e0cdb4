//! Lays the words of two names side by side.

use super::forms::{self, Form};
use super::name::Kind;
use super::rule::{Rule, Rules};
use super::sound;
use super::subject::{Ready, Subject, undone};

/// Two names side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Aligned {
    /// Words that are one, by index, ascending.
    pub(super) pairs: Vec<(usize, usize)>,
    /// Words of the first name that have no partner.
    pub(super) left_x: Vec<usize>,
    /// Words of the second name that have no partner.
    pub(super) left_y: Vec<usize>,
    /// How the pairs are one.
    pub(super) rules: Rules,
    /// Whether a pair is close only.
    pub(super) near: bool,
    /// What the pairs cost, in hundredths of a word.
    pub(super) cost: u16,
}

/// How two words are one.
#[derive(Clone, Copy, Debug)]
struct Like {
    rule: Option<Rule>,
    near: bool,
    /// In hundredths; a word without a partner costs 100.
    cost: u16,
}

impl Like {
    fn new(rule: Rule, cost: u16) -> Option<Like> {
        Some(Like { rule: Some(rule), near: false, cost })
    }
}

/// How loosely two names may be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Each syllable counts: Chinese and Korean names.
    Syllables,
    /// Syllables count, but for the length of vowels.
    Japanese,
    /// Transcribed names.
    Loose,
    /// All others.
    Strict,
}

/// Most words of a name that is laid beside another: more is no name.
const MOST_WORDS: usize = 8;

/// Lays two names side by side, in order, so that as few words as can be stay alone. None where
/// fewer than two words of each have a partner.
pub(super) fn align(x: &Subject, y: &Subject) -> Option<Aligned> {
    let (n, m) = (x.words.len(), y.words.len());
    if n > MOST_WORDS || m > MOST_WORDS {
        return None;
    }
    let manner = match () {
        () if !x.syllables.is_empty() && !y.syllables.is_empty() => Manner::Syllables,
        () if x.japanese && y.japanese => Manner::Japanese,
        () if x.loose || y.loose => Manner::Loose,
        () => Manner::Strict,
    };
    let like = |i: usize, j: usize| like(x.words[i], y.words[j], (i + 1 == n, j + 1 == m), manner);
    // Of two words each both need a partner: laid crosswise they would cost more than side by side.
    let two = (n, m) == (2, 2);
    if two && (like(1, 1).is_none() || like(0, 0).is_none()) {
        return None;
    }
    let like = |i: usize, j: usize| if two && i != j { None } else { like(i, j) };
    let likes: Vec<Vec<Option<Like>>> = (0..n).map(|i| (0..m).map(|j| like(i, j)).collect()).collect();
    let aligned = best(&likes, n, m);
    let plain = |&(i, j): &(usize, usize)| is_plain(x.words[i]) && is_plain(y.words[j]);
    (aligned.pairs.len() > 1 && aligned.pairs.iter().any(plain)).then_some(aligned)
}

fn is_plain(word: &Ready) -> bool {
    word.word.kind == Kind::Plain
}

/// The cheapest way to lay all words of two names side by side.
fn best(likes: &[Vec<Option<Like>>], n: usize, m: usize) -> Aligned {
    let cost = costs(likes, n, m);
    let (mut i, mut j, mut out) = (0, 0, Aligned::default());
    while i < n && j < m {
        match likes[i][j] {
            Some(l) if cost[i][j] == cost[i + 1][j + 1].saturating_add(l.cost) => {
                out.pairs.push((i, j));
                out.near |= l.near;
                out.cost += l.cost;
                out.rules = l.rule.map_or(out.rules, |rule| out.rules.with(rule));
                (i, j) = (i + 1, j + 1);
            }
            _ if cost[i][j] == cost[i + 1][j] + ALONE => {
                out.left_x.push(i);
                i += 1;
            }
            _ => {
                out.left_y.push(j);
                j += 1;
            }
        }
    }
    out.left_x.extend(i..n);
    out.left_y.extend(j..m);
    out
}

/// What a word without a partner costs.
const ALONE: u16 = 100;

/// What it costs to lay the words from i and j on side by side.
fn costs(likes: &[Vec<Option<Like>>], n: usize, m: usize) -> Vec<Vec<u16>> {
    let mut cost = vec![vec![0; m + 1]; n + 1];
    for i in (0..=n).rev() {
        for j in (0..=m).rev() {
            cost[i][j] = if i == n || j == m {
                ALONE * (n - i + m - j) as u16
            } else {
                let pair = likes[i][j].map_or(u16::MAX, |l| cost[i + 1][j + 1].saturating_add(l.cost));
                pair.min(cost[i + 1][j] + ALONE).min(cost[i][j + 1] + ALONE)
            };
        }
    }
    cost
}

/// How two words are one, if they are. `last` says of each whether it is the last of its name.
fn like(a: &Ready, b: &Ready, last: (bool, bool), manner: Manner) -> Option<Like> {
    if !is_plain(a) || !is_plain(b) {
        return initial(a, b).filter(|_| last == (false, false));
    }
    if a.text() == b.text() {
        return Some(Like { rule: None, near: false, cost: 0 });
    }
    if a.word.meets(b.word) {
        return Like::new(Rule::Digraph, 0);
    }
    let last = last.0 || last.1;
    let listed = forms::form(a.text(), b.text()).filter(|form| *form == Form::Transcribed || !last);
    listed.map_or_else(|| spelled(a, b, last, manner), |form| Like::new(form.rule(), 10))
}

/// An initial and another, or a word that begins so; less surely what that word is short for.
fn initial(a: &Ready, b: &Ready) -> Option<Like> {
    let both = a.word.kind == b.word.kind;
    let letter = |w: &Ready| w.word.letter();
    if letter(a) == letter(b) {
        return Some(Like {
            rule: (!both).then_some(Rule::Initial),
            near: false,
            cost: if both { 0 } else { 30 },
        });
    }
    let stands = |short: &Ready, other: &Ready| {
        letter(other).is_some_and(|l| forms::stands_for_letter(short.text(), l))
    };
    let near = !both && if is_plain(a) { stands(a, b) } else { stands(b, a) };
    near.then_some(Like { rule: Some(Rule::Initial), near, cost: 60 })
}

/// Two spellings of one word.
fn spelled(a: &Ready, b: &Ready, last: bool, manner: Manner) -> Option<Like> {
    let close = |same: bool| same.then_some(Like { rule: Some(Rule::Sound), near: false, cost: 20 });
    let listed = if manner == Manner::Strict { 1 } else { LISTED };
    if manner == Manner::Syllables || is_listed(a, last, listed) && is_listed(b, last, listed) {
        return undigraphed(a, b).filter(|_| manner != Manner::Syllables);
    }
    match manner {
        Manner::Japanese => close(a.japanese == b.japanese),
        Manner::Loose => undigraphed(a, b).or_else(|| sounds_like(a, b)),
        // In a short word each letter counts.
        _ => undigraphed(a, b)
            .or_else(|| close(a.text().len() > 4 && b.text().len() > 4 && a.plain == b.plain)),
    }
}

/// `mueller` and `muller` may both be Müller: close, no more.
fn undigraphed(a: &Ready, b: &Ready) -> Option<Like> {
    let of = |w: &Ready| if w.has_digraph { undone(w.text()) } else { w.text().to_owned() };
    let same = a.has_digraph != b.has_digraph && of(a) == of(b);
    same.then_some(Like { rule: Some(Rule::Digraph), near: true, cost: 40 })
}

/// A word this common is what it is: Reid is not Reed. Where names are not transcribed, all listed
/// words are.
const LISTED: u16 = 3;

fn is_listed(word: &Ready, last: bool, least: u16) -> bool {
    let weight = if last { word.surname } else { word.given.max(word.surname) };
    weight >= least
}

fn sounds_like(a: &Ready, b: &Ready) -> Option<Like> {
    let (distance, allowed) = distance(a, b)?;
    let near = distance > allowed;
    let like = Like { rule: Some(Rule::Sound), near, cost: distance.min(ALONE - 10) };
    (distance <= allowed + allowed / 2).then_some(like)
}

/// The least distance of two words over all readings, and what is allowed.
fn distance(a: &Ready, b: &Ready) -> Option<(u16, u16)> {
    let readings = a.readings().enumerate();
    let pairs = readings.flat_map(|(i, x)| b.readings().enumerate().map(move |(j, y)| (i, x, j, y)));
    // One of the two is read as English: no paper mixes French and German.
    let pairs = pairs.filter(|(i, x, j, y)| (*i == 0 || *j == 0) && x.coarse == y.coarse);
    pairs
        .map(|(_, x, _, y)| (sound::distance(x.sounds, y.sounds), sound::allowance(x.sounds, y.sounds)))
        .min_by_key(|(d, a)| (d.saturating_sub(*a), *d))
}

/// Whether two words are spellings of one transcribed name, whatever stands around them.
pub(super) fn same_sound(a: &str, b: &str) -> bool {
    a == b
        || a.is_ascii() && b.is_ascii() && {
            let (x, y) = (sound::read_english(a), sound::read_english(b));
            sound::distance(&x, &y) <= sound::allowance(&x, &y)
        }
}

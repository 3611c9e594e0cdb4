//! The score of a block: how much it looks like the story, from its own features and its neighbours'.
//!
//! A linear score: the log-odds of a logistic regression over features that were chosen by hand.

use super::LineKind;
use super::features::Facts;
use super::weights::WEIGHTS;

/// How many numbers a block is scored by.
pub const FEATURES: usize = 52;
/// How many of them are about the neighbours.
const AROUND: usize = 16;

/// The log-odds of each block to be body.
pub fn scores(facts: &[Facts]) -> Vec<f32> {
    rows(facts).map(|row| row.iter().zip(WEIGHTS).map(|(x, (_, w))| x * w).sum()).collect()
}

/// The features of each block, in the order of [`WEIGHTS`].
pub fn rows(facts: &[Facts]) -> impl Iterator<Item = [f32; FEATURES]> + '_ {
    let prose: Vec<f32> = facts.iter().map(|f| if f.is_prose() { f.words.ln_1p() } else { 0.0 }).collect();
    let hit: Vec<f32> = facts.iter().map(hit_strength).collect();
    let short: Vec<f32> = facts.iter().map(|f| f32::from(u8::from(f.words <= 6.0))).collect();
    let (prose, hit, short) = (Sums::of(&prose), Sums::of(&hit), Sums::of(&short));
    facts.iter().enumerate().map(move |(i, f)| row(f, i, &prose, &hit, &short))
}

fn row(f: &Facts, i: usize, prose: &Sums, hit: &Sums, short: &Sums) -> [f32; FEATURES] {
    let mut row = [0.0; FEATURES];
    let own = own(f);
    let around = [
        prose.mean(i, -1, -1),
        prose.mean(i, -2, -2),
        prose.mean(i, 1, 1),
        prose.mean(i, 2, 2),
        prose.mean(i, -4, -1),
        prose.mean(i, 1, 4),
        prose.mean(i, -10, -1),
        prose.mean(i, 1, 10),
        prose.mean(i, -30, -1),
        prose.mean(i, 1, 30),
        hit.mean(i, -1, -1),
        hit.mean(i, 1, 1),
        hit.mean(i, -5, -1),
        hit.mean(i, 1, 5),
        short.mean(i, -5, -1),
        short.mean(i, 1, 5),
    ];
    row.iter_mut().zip(own.into_iter().chain(around)).for_each(|(cell, value)| *cell = value);
    row
}

fn own(f: &Facts) -> [f32; FEATURES - AROUND] {
    let length = f.words.min(200.0).ln_1p();
    let flag = |yes: bool| f32::from(u8::from(yes));
    let share = |kinds: &[LineKind]| kinds.iter().map(|&k| f.share(k)).fold(0.0, f32::max);
    [
        1.0,
        length,
        flag(f.words <= 3.0),
        flag(f.words >= 8.0),
        flag(f.words >= 20.0),
        flag(f.ends_sentence),
        flag(f.is_prose()),
        f.stop,
        f.stop * length,
        f.capitals,
        f.capitals * length,
        f.digits,
        f.word_length / 10.0,
        f.sentences.min(20.0).ln_1p(),
        flag(f.quoted),
        flag(f.speech),
        flag(f.quoted && f.speech),
        f.you.min(0.2),
        f.we.min(0.2),
        flag(f.link),
        flag(f.price),
        flag(f.cut_off),
        flag(f.colon),
        flag(f.bars),
        flag(!f.lower),
        flag(f.repeated),
        share(&[LineKind::Navigation]),
        share(&[LineKind::Footer]),
        share(&[LineKind::Promo]),
        share(&[LineKind::Related]),
        share(&[LineKind::Caption]),
        share(&[LineKind::Byline, LineKind::Timestamp, LineKind::Dateline]),
        share(&[LineKind::Disclaimer, LineKind::Correction]),
        share(&[LineKind::AuthorBio, LineKind::Contact]),
        share(&[LineKind::SignOff, LineKind::Initials]),
        hit_strength(f) * length,
    ]
}

/// How strongly any family claims the block.
pub fn hit_strength(f: &Facts) -> f32 {
    f.hits.iter().map(|h| h.share).fold(0.0, f32::max)
}

/// Prefix sums, for means over windows in constant time.
struct Sums(Vec<f64>);

impl Sums {
    fn of(values: &[f32]) -> Sums {
        let mut sum = 0.0f64;
        let sums = values.iter().map(|&v| {
            sum += f64::from(v);
            sum
        });
        Sums(std::iter::once(0.0).chain(sums).collect())
    }

    /// The mean of the values `i + from ..= i + to`; places outside the text count as 0.
    fn mean(&self, i: usize, from: isize, to: isize) -> f32 {
        let last = self.0.len() - 1;
        let start = i.saturating_add_signed(from).min(last);
        let end = (i as isize + to + 1).clamp(0, last as isize) as usize;
        if end <= start { 0.0 } else { ((self.0[end] - self.0[start]) / (to - from + 1) as f64) as f32 }
    }
}

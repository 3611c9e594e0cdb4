//! The best row of labels for a stretch of words (Viterbi's algorithm).

use super::labels::{LABELS, Label, OUT, WIDTH, closes, follows, opens};

/// Points of each label for one word.
pub(super) type Scores = [f32; WIDTH];

/// Points of labels for where they stand.
pub(super) struct Steps {
    /// For each label behind each other: `[before][after]`.
    between: [Scores; WIDTH],
    /// On the first and on the last word of a stretch: nothing, or what may not be.
    first: Scores,
    last: Scores,
}

/// Points of what may not be.
const NEVER: f32 = f32::NEG_INFINITY;

/// Room for the decoder, kept between stretches: the points of the best way to each label of each word.
///
/// All points are whole numbers, which `f32` holds exactly up to 2^24; a stretch has fewer.
#[derive(Default)]
pub(super) struct Decoder {
    best: Vec<Scores>,
}

/// Steps with those that may not be made impossible.
pub(super) fn allowed(steps: &[[i16; WIDTH]; WIDTH]) -> Steps {
    let [first, last] = [[NEVER; WIDTH]; 2];
    let mut out = Steps { between: [[NEVER; WIDTH]; WIDTH], first, last };
    for (before, row) in steps.iter().enumerate().take(LABELS) {
        for (after, &points) in row.iter().enumerate().take(LABELS) {
            if follows(before as Label, after as Label) {
                out.between[before][after] = f32::from(points);
            }
        }
        out.first[before] = if opens(before as Label) { 0.0 } else { NEVER };
        out.last[before] = if closes(before as Label) { 0.0 } else { NEVER };
    }
    out
}

impl Decoder {
    /// Appends the best labels for the words with these `scores` to `out`.
    pub(super) fn decode(&mut self, scores: &[Scores], steps: &Steps, out: &mut Vec<Label>) {
        let Some((first, rest)) = scores.split_first() else { return };
        let mut best = plus(first, &steps.first);
        self.best.clear();
        self.best.push(best);
        for word in rest {
            best = step(&best, steps, word);
            self.best.push(best);
        }
        let last = plus(&best, &steps.last);
        self.trace(best_of(|label| last[label]), steps, out);
    }

    /// Follows the way back from the last label.
    fn trace(&self, last: Label, steps: &Steps, out: &mut Vec<Label>) {
        let start = out.len();
        out.resize(start + self.best.len(), last);
        let mut label = last;
        for (out, best) in out[start..].iter_mut().zip(&self.best).rev().skip(1) {
            label = best_of(|before| best[before] + steps.between[before][usize::from(label)]);
            *out = label;
        }
    }
}

/// One word further: the points of the best way to each label.
fn step(best: &Scores, steps: &Steps, word: &Scores) -> Scores {
    let mut next = [NEVER; WIDTH];
    for (points, steps) in best.iter().zip(&steps.between).take(LABELS) {
        for (next, step) in next.iter_mut().zip(steps) {
            let points = points + step;
            *next = if points > *next { points } else { *next };
        }
    }
    plus(&next, word)
}

fn plus(a: &Scores, b: &Scores) -> Scores {
    std::array::from_fn(|label| a[label] + b[label])
}

/// The label with the most points, the first of equals.
fn best_of(points: impl Fn(usize) -> f32) -> Label {
    let mut best = (usize::from(OUT), NEVER);
    for label in 0..LABELS {
        let points = points(label);
        best = if points > best.1 { (label, points) } else { best };
    }
    best.0 as Label
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Points of one row of labels; `None` where it may not be.
    fn points(row: &[Label], scores: &[Scores], steps: &Steps) -> Option<f32> {
        let legal =
            opens(row[0]) && closes(row[row.len() - 1]) && row.windows(2).all(|w| follows(w[0], w[1]));
        let words: f32 = row.iter().zip(scores).map(|(&l, s)| s[usize::from(l)]).sum();
        let between: f32 = row.windows(2).map(|w| steps.between[usize::from(w[0])][usize::from(w[1])]).sum();
        legal.then_some(words + between)
    }

    proptest! {
        #[test]
        fn no_row_of_labels_is_better_than_the_decoded_one(
            scores in prop::collection::vec(prop::array::uniform16(-50i16..50), 1..4),
            raw in prop::array::uniform16(prop::array::uniform16(-20i16..20)),
        ) {
            let scores: Vec<Scores> = scores.iter().map(|word| word.map(f32::from)).collect();
            let steps = allowed(&raw);
            let mut decoded = Vec::new();
            Decoder::default().decode(&scores, &steps, &mut decoded);
            let got = points(&decoded, &scores, &steps);
            prop_assert!(got.is_some());
            let rows = (0..LABELS.pow(scores.len() as u32)).map(|n| {
                (0..scores.len()).map(|k| (n / LABELS.pow(k as u32) % LABELS) as Label).collect::<Vec<_>>()
            });
            prop_assert_eq!(rows.filter_map(|row| points(&row, &scores, &steps)).reduce(f32::max), got);
        }
    }
}

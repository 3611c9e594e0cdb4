//! The best row of labels for a stretch of words (Viterbi's algorithm).

use super::labels::{LABELS, Label, OUT, WIDTH, closes, follows, opens};

/// Points of each label for one word.
pub(super) type Scores = [i32; WIDTH];

/// Points of each label behind each other: `[before][after]`.
pub(super) type Steps = [[i32; WIDTH]; WIDTH];

/// Points of what may not be.
pub(super) const NEVER: i32 = i32::MIN / 4;

/// Room for the decoder, kept between stretches.
#[derive(Default)]
pub(super) struct Decoder {
    back: Vec<[Label; WIDTH]>,
}

/// Steps with those that may not be made impossible.
pub(super) fn allowed(steps: &[[i16; WIDTH]; WIDTH]) -> Steps {
    let mut out = [[NEVER; WIDTH]; WIDTH];
    for before in 0..LABELS {
        for after in 0..LABELS {
            if follows(before as Label, after as Label) {
                out[before][after] = i32::from(steps[before][after]);
            }
        }
    }
    out
}

impl Decoder {
    /// Appends the best labels for the words with these `scores` to `out`.
    pub(super) fn decode(&mut self, scores: &[Scores], steps: &Steps, out: &mut Vec<Label>) {
        let Some((first, rest)) = scores.split_first() else { return };
        self.back.clear();
        let mut best = [NEVER; WIDTH];
        for label in (0..LABELS).filter(|&l| opens(l as Label)) {
            best[label] = first[label];
        }
        for word in rest {
            let (next, from) = step(&best, steps, word);
            best = next;
            self.back.push(from);
        }
        let ends = (0..LABELS).filter(|&l| closes(l as Label));
        let last = ends.max_by_key(|&l| (best[l], std::cmp::Reverse(l))).unwrap_or(usize::from(OUT));
        self.trace(last as Label, scores.len(), out);
    }

    /// Follows the way back from the last label.
    fn trace(&self, last: Label, length: usize, out: &mut Vec<Label>) {
        let start = out.len();
        out.resize(start + length, OUT);
        let mut label = last;
        for at in (0..length).rev() {
            out[start + at] = label;
            if let Some(from) = at.checked_sub(1).and_then(|k| self.back.get(k)) {
                label = from[usize::from(label)];
            }
        }
    }
}

/// One word further: the best points of each label, and the label before it on that way.
fn step(best: &Scores, steps: &Steps, word: &Scores) -> (Scores, [Label; WIDTH]) {
    let (mut next, mut from) = ([NEVER; WIDTH], [OUT; WIDTH]);
    for before in 0..LABELS {
        for after in 0..WIDTH {
            let points = best[before] + steps[before][after];
            if points > next[after] {
                next[after] = points;
                from[after] = before as Label;
            }
        }
    }
    for (next, word) in next.iter_mut().zip(word) {
        *next = (*next + word).max(NEVER);
    }
    (next, from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Points of one row of labels; `None` where it may not be.
    fn points(row: &[Label], scores: &[Scores], steps: &Steps) -> Option<i32> {
        let legal =
            opens(row[0]) && closes(row[row.len() - 1]) && row.windows(2).all(|w| follows(w[0], w[1]));
        let words: i32 = row.iter().zip(scores).map(|(&l, s)| s[usize::from(l)]).sum();
        let between: i32 = row.windows(2).map(|w| steps[usize::from(w[0])][usize::from(w[1])]).sum();
        legal.then_some(words + between)
    }

    proptest! {
        #[test]
        fn no_row_of_labels_is_better_than_the_decoded_one(
            scores in prop::collection::vec(prop::array::uniform16(-50i32..50), 1..4),
            raw in prop::array::uniform16(prop::array::uniform16(-20i16..20)),
        ) {
            let steps = allowed(&raw);
            let mut decoded = Vec::new();
            Decoder::default().decode(&scores, &steps, &mut decoded);
            let got = points(&decoded, &scores, &steps);
            prop_assert!(got.is_some());
            let rows = (0..LABELS.pow(scores.len() as u32)).map(|n| {
                (0..scores.len()).map(|k| (n / LABELS.pow(k as u32) % LABELS) as Label).collect::<Vec<_>>()
            });
            prop_assert_eq!(rows.filter_map(|row| points(&row, &scores, &steps)).max(), got);
        }
    }
}

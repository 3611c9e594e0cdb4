//! A linear-chain conditional random field over hashed features, fitted by stochastic gradients.
//!
//! A word's truth is a set of labels that it may have: the field maximises the probability of all rows
//! of labels inside those sets. Steps are AdaGrad's (Duchi, Hazan, Singer 2011). No function of the
//! machine's mathematics library is used but the square root, which is exact everywhere.

use morgue::extract::entities::tagger::learning::{LABELS, Label, ROWS, WIDTH, closes, follows, opens};

/// Times that all stories are read.
const EPOCHS: usize = 6;
/// Length of the first steps.
const RATE: f32 = 0.25;
/// Pull of each weight to zero, against the pull of one word.
const PULL: f32 = 2e-5;
/// Words whose probabilities are off by less teach nothing.
const SETTLED: f32 = 1e-3;

/// One of so many features of a word is seen in each lesson, so that no feature leans on another (dropout:
/// Srivastava and others 2014).
const KEPT: usize = 2;

type Row = [f32; WIDTH];

/// A stretch of words: the rows of their features, and what they may be labelled.
#[derive(Clone)]
pub struct Sequence {
    pub rows: Vec<Vec<u32>>,
    pub allowed: Vec<u16>,
    pub weight: f32,
}

impl Sequence {
    /// The sequence with features left out at random.
    fn thinned(&self, random: &mut Random) -> Sequence {
        let mut thin = |row: &Vec<u32>| row.iter().copied().filter(|_| random.below(KEPT) == 0).collect();
        Sequence {
            rows: self.rows.iter().map(&mut thin).collect(),
            allowed: self.allowed.clone(),
            weight: self.weight,
        }
    }
}

/// The weights of one pass.
pub struct Crf {
    pub rows: Vec<f32>,
    pub steps: [Row; WIDTH],
}

/// Sums of squared gradients.
struct Squares {
    rows: Vec<f32>,
    steps: [Row; WIDTH],
}

impl Crf {
    /// The mean of the weights of several fits, each in an order of its own: what chance taught one of them
    /// is outvoted.
    pub fn fit_mean(sequences: &[&Sequence], fits: u64) -> Crf {
        let mut sum = Crf::fit(sequences, 1);
        for seed in 2..=fits {
            let fit = Crf::fit(sequences, seed);
            sum.rows.iter_mut().zip(&fit.rows).for_each(|(s, w)| *s += w);
            sum.steps.iter_mut().flatten().zip(fit.steps.iter().flatten()).for_each(|(s, w)| *s += w);
        }
        sum.rows.iter_mut().chain(sum.steps.iter_mut().flatten()).for_each(|w| *w /= fits as f32);
        sum
    }

    /// Fits the weights.
    pub fn fit(sequences: &[&Sequence], seed: u64) -> Crf {
        let mut crf = Crf { rows: vec![0.0; ROWS * WIDTH], steps: [[0.0; WIDTH]; WIDTH] };
        let mut squares = Squares { rows: vec![0.1; ROWS * WIDTH], steps: [[0.1; WIDTH]; WIDTH] };
        let mut sum = Crf { rows: vec![0.0; ROWS * WIDTH], steps: [[0.0; WIDTH]; WIDTH] };
        let mut random = Random::new(seed);
        let mut order: Vec<usize> = (0..sequences.len()).collect();
        for epoch in 0..EPOCHS {
            random.shuffle(&mut order);
            for &i in &order {
                crf.learn(sequences[i], &mut squares, &mut random);
            }
            if epoch >= EPOCHS / 2 {
                sum.rows.iter_mut().zip(&crf.rows).for_each(|(s, w)| *s += w);
                sum.steps.iter_mut().flatten().zip(crf.steps.iter().flatten()).for_each(|(s, w)| *s += w);
            }
        }
        let epochs = (EPOCHS - EPOCHS / 2) as f32;
        sum.rows.iter_mut().for_each(|w| *w /= KEPT as f32);
        sum.rows.iter_mut().chain(sum.steps.iter_mut().flatten()).for_each(|w| *w /= epochs);
        sum
    }

    fn scores(&self, sequence: &Sequence) -> Vec<Row> {
        let word = |rows: &Vec<u32>| {
            let mut out = [0.0; WIDTH];
            for &row in rows {
                let at = row as usize * WIDTH;
                out.iter_mut().zip(&self.rows[at..at + WIDTH]).for_each(|(o, w)| *o += w);
            }
            out
        };
        sequence.rows.iter().map(word).collect()
    }

    /// One step towards the sequence's truth.
    fn learn(&mut self, sequence: &Sequence, squares: &mut Squares, random: &mut Random) {
        let sequence = &sequence.thinned(random);
        let scores = self.scores(sequence);
        let steps = self.raised_steps();
        let any = vec![(1u16 << LABELS) - 1; scores.len()];
        let Some(wanted) = Chances::of(&scores, &steps, &sequence.allowed) else { return };
        let Some(given) = Chances::of(&scores, &steps, &any) else { return };
        for (at, rows) in sequence.rows.iter().enumerate() {
            let off = difference(&wanted.words[at], &given.words[at], sequence.weight);
            if off.iter().any(|o| o.abs() > SETTLED) {
                rows.iter().for_each(|&row| self.move_row(row as usize * WIDTH, &off, squares));
            }
        }
        for before in 0..LABELS {
            let off = difference(&wanted.steps[before], &given.steps[before], sequence.weight);
            let moved = self.steps[before].iter_mut().zip(&mut squares.steps[before]);
            for ((weight, square), off) in moved.zip(off) {
                *square += off * off;
                *weight += RATE * off / square.sqrt();
            }
        }
    }

    fn move_row(&mut self, at: usize, off: &Row, squares: &mut Squares) {
        let weights = &mut self.rows[at..at + WIDTH];
        let squares = &mut squares.rows[at..at + WIDTH];
        for ((weight, square), off) in weights.iter_mut().zip(squares).zip(off) {
            let off = off - PULL * *weight;
            *square += off * off;
            *weight += RATE * off / square.sqrt();
        }
    }

    /// Factors of the steps between labels; 0 for those that may not be.
    fn raised_steps(&self) -> [Row; WIDTH] {
        let mut out = [[0.0; WIDTH]; WIDTH];
        for before in 0..LABELS {
            for after in 0..LABELS {
                if follows(before as Label, after as Label) {
                    out[before][after] = exp(self.steps[before][after].clamp(-20.0, 20.0));
                }
            }
        }
        out
    }

    /// The best labels (Viterbi's algorithm).
    pub fn decode(&self, sequence: &Sequence) -> Vec<Label> {
        let scores = self.scores(sequence);
        let mut best = NEVER;
        (0..LABELS).filter(|&l| opens(l as Label)).for_each(|l| best[l] = scores[0][l]);
        let mut back = Vec::with_capacity(scores.len());
        for word in &scores[1..] {
            let (next, from) = self.step(&best, word);
            best = next;
            back.push(from);
        }
        let ends = (0..LABELS).filter(|&l| closes(l as Label));
        let mut label = ends.max_by(|&a, &b| best[a].total_cmp(&best[b])).unwrap_or(0) as Label;
        let mut out = vec![label];
        for from in back.iter().rev() {
            label = from[usize::from(label)];
            out.push(label);
        }
        out.reverse();
        out
    }

    /// One word further: the best points of each label, and the label before it on that way.
    fn step(&self, best: &Row, word: &Row) -> (Row, [Label; WIDTH]) {
        let (mut next, mut from) = (NEVER, [0; WIDTH]);
        for before in 0..LABELS {
            for after in (0..LABELS).filter(|&l| follows(before as Label, l as Label)) {
                let points = best[before] + self.steps[before][after];
                if points > next[after] {
                    (next[after], from[after]) = (points, before as Label);
                }
            }
        }
        next.iter_mut().zip(word).for_each(|(n, w)| *n += w);
        (next, from)
    }
}

/// Points of what may not be.
const NEVER: Row = [f32::MIN / 4.0; WIDTH];

fn difference(wanted: &Row, given: &Row, weight: f32) -> Row {
    let mut off = [0.0; WIDTH];
    off.iter_mut().zip(wanted).zip(given).for_each(|((off, wanted), given)| *off = (wanted - given) * weight);
    off
}

/// Probabilities of labels and steps.
struct Chances {
    words: Vec<Row>,
    steps: [Row; WIDTH],
}

impl Chances {
    /// Forward and backward sums (Rabiner 1989), each word's scaled to one; `None` if no row of labels is
    /// allowed.
    fn of(scores: &[Row], steps: &[Row; WIDTH], allowed: &[u16]) -> Option<Chances> {
        let mut raised: Vec<Row> = scores.iter().zip(allowed).map(|(s, &a)| raise(s, a)).collect();
        (0..WIDTH).filter(|&l| !opens(l as Label)).for_each(|l| raised[0][l] = 0.0);
        let last = raised.len() - 1;
        (0..WIDTH).filter(|&l| !closes(l as Label)).for_each(|l| raised[last][l] = 0.0);
        let forward = forward(&raised, steps)?;
        let mut chances = Chances { words: forward.clone(), steps: [[0.0; WIDTH]; WIDTH] };
        let mut behind = [1.0; WIDTH];
        for k in (1..=last).rev() {
            let weighed = product(&raised[k], &behind);
            chances.count(&forward[k - 1], steps, &weighed)?;
            let mut before = [0.0; WIDTH];
            before.iter_mut().zip(steps).for_each(|(b, s)| *b = product(s, &weighed).iter().sum());
            behind = scaled(before)?;
            chances.words[k - 1] = scaled(product(&forward[k - 1], &behind))?;
        }
        Some(chances)
    }

    /// Adds the probabilities of the steps from one word to the next.
    fn count(&mut self, forward: &Row, steps: &[Row; WIDTH], weighed: &Row) -> Option<()> {
        let mut pairs = [[0.0; WIDTH]; WIDTH];
        for ((pairs, steps), chance) in pairs.iter_mut().zip(steps).zip(forward) {
            *pairs = product(steps, weighed).map(|p| p * chance);
        }
        let total: f32 = pairs.iter().flatten().sum();
        pairs.iter().flatten().zip(self.steps.iter_mut().flatten()).for_each(|(p, s)| *s += p / total);
        (total > 0.0).then_some(())
    }
}

/// The probability of each label of each word, given the words up to it.
fn forward(raised: &[Row], steps: &[Row; WIDTH]) -> Option<Vec<Row>> {
    let mut out = vec![scaled(raised[0])?];
    for word in &raised[1..] {
        let mut next = [0.0; WIDTH];
        for (chance, steps) in out[out.len() - 1].iter().zip(steps) {
            next.iter_mut().zip(steps).for_each(|(n, s)| *n += chance * s);
        }
        out.push(scaled(product(&next, word))?);
    }
    Some(out)
}

fn product(a: &Row, b: &Row) -> Row {
    let mut out = [0.0; WIDTH];
    out.iter_mut().zip(a).zip(b).for_each(|((o, a), b)| *o = a * b);
    out
}

/// Factors of the labels that are allowed, the greatest one 1.
fn raise(scores: &Row, allowed: u16) -> Row {
    let most = scores[..LABELS].iter().copied().fold(f32::MIN, f32::max);
    let mut out = [0.0; WIDTH];
    for (label, out) in out.iter_mut().enumerate().take(LABELS) {
        if allowed >> label & 1 == 1 {
            *out = exp((scores[label] - most).max(-60.0));
        }
    }
    out
}

fn scaled(mut row: Row) -> Option<Row> {
    let sum: f32 = row.iter().sum();
    row.iter_mut().for_each(|r| *r /= sum);
    (sum > 0.0 && sum.is_finite()).then_some(row)
}

/// The exponential function by squaring a polynomial: the same bits on every machine.
fn exp(x: f32) -> f32 {
    let y = x / 64.0;
    let mut power = 1.0 + y * (1.0 + y * (0.5 + y * (1.0 / 6.0 + y * (1.0 / 24.0 + y * (1.0 / 120.0)))));
    for _ in 0..6 {
        power *= power;
    }
    power
}

/// A small generator of numbers (xorshift64*, Vigna 2016), so that the same seed gives the same weights.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

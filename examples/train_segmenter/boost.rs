//! Boosting: symmetric trees fitted one after the other to what the trees before leave unexplained.

use morgue::segment::learning::{DEPTH, LEAVES, Row, Tree, UNIT};

/// Ranges of a column's values that questions can tell apart.
const BINS: usize = 48;

/// How a pass is fitted.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Trees.
    pub trees: usize,
    /// The part of a tree's answer that is believed.
    pub rate: f32,
    /// Weight of rows that a leaf is thought to have seen with an even answer.
    pub ridge: f32,
    /// Columns that a tree may ask about.
    pub columns: usize,
    /// The share of sites that a tree is fitted on.
    pub sites: f32,
    /// The columns that may be asked about at all.
    pub within: usize,
}

/// A row with its label and how much it counts.
pub struct Example<'a> {
    /// The numbers.
    pub row: &'a Row,
    /// Whether the block is body.
    pub body: bool,
    /// How much it counts.
    pub weight: f32,
    /// The site that it comes from.
    pub site: u64,
}

/// Fits the trees of a pass.
pub fn fit(examples: &[Example<'_>], plan: Plan, seed: u64) -> Vec<Tree> {
    let thresholds: Vec<Vec<f32>> = (0..plan.within).map(|column| thresholds(examples, column)).collect();
    let bins: Vec<Vec<u8>> =
        (0..plan.within).map(|column| binned(examples, column, &thresholds[column])).collect();
    let mut random = Random(seed);
    let mut margins = vec![0.0f32; examples.len()];
    let mut trees = Vec::with_capacity(plan.trees);
    for _ in 0..plan.trees {
        let slopes: Vec<(f32, f32)> = examples.iter().zip(&margins).map(|(e, &m)| slope(e, m)).collect();
        let turn = random.next();
        let taken = |row: &u32| Random(turn ^ examples[*row as usize].site).share() < plan.sites;
        let rows: Vec<u32> = (0..examples.len() as u32).filter(taken).collect();
        let columns = random.some_of(plan.within, plan.columns);
        let (tree, splits) = grow(&bins, &thresholds, &slopes, &rows, &columns, plan);
        for (i, margin) in margins.iter_mut().enumerate() {
            *margin += f32::from(tree.leaves[leaf_of(&bins, &splits, i)]) / UNIT;
        }
        trees.push(tree);
    }
    trees
}

/// First and second derivative of the loss of a row.
fn slope(example: &Example<'_>, margin: f32) -> (f32, f32) {
    let p = 1.0 / (1.0 + (-margin).exp());
    let y = f32::from(u8::from(example.body));
    ((p - y) * example.weight, (p * (1.0 - p)).max(1e-6) * example.weight)
}

/// Values between which a question may part, ascending.
fn thresholds(examples: &[Example<'_>], column: usize) -> Vec<f32> {
    let mut values: Vec<f32> = examples.iter().map(|e| e.row[column]).collect();
    values.sort_unstable_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    let steps = (1..BINS).map(|k| k * (values.len() - 1) / BINS);
    // Rare values stand at the ends of the list, where even steps would pass them over.
    let ends = [0.0005, 0.002, 0.005, 0.99, 0.995, 0.998, 0.9995].map(|q| (q * values.len() as f64) as usize);
    let mut steps: Vec<usize> = steps.chain(ends).collect();
    steps.sort_unstable();
    for at in steps {
        let value = values[at.min(values.len() - 1)];
        let above = values.partition_point(|v| *v <= value);
        if let Some(&next) = values.get(above) {
            out.push((value + next) / 2.0);
        }
    }
    out.dedup();
    out
}

fn binned(examples: &[Example<'_>], column: usize, thresholds: &[f32]) -> Vec<u8> {
    examples.iter().map(|e| thresholds.partition_point(|t| e.row[column] > *t) as u8).collect()
}

/// A question as column and bin: does the row lie above it?
type Split = (usize, u8);

fn leaf_of(bins: &[Vec<u8>], splits: &[Split], i: usize) -> usize {
    splits.iter().enumerate().map(|(bit, &(column, bin))| usize::from(bins[column][i] > bin) << bit).sum()
}

fn grow(
    bins: &[Vec<u8>],
    thresholds: &[Vec<f32>],
    slopes: &[(f32, f32)],
    rows: &[u32],
    columns: &[usize],
    plan: Plan,
) -> (Tree, Vec<Split>) {
    let mut leaf = vec![0u8; rows.len()];
    let mut splits: Vec<Split> = Vec::new();
    let mut tree = Tree { questions: [(0, 1e30); DEPTH], leaves: [0; LEAVES] };
    for level in 0..DEPTH {
        let tried = columns.iter().filter(|&&c| !thresholds[c].is_empty());
        let best =
            tried.map(|&c| best_split(&bins[c], thresholds[c].len(), slopes, rows, &leaf, level, plan, c));
        let Some((_, split)) = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else { break };
        tree.questions[level] = (split.0 as u8, thresholds[split.0][split.1 as usize]);
        splits.push(split);
        for (leaf, &row) in leaf.iter_mut().zip(rows) {
            *leaf |= u8::from(bins[split.0][row as usize] > split.1) << level;
        }
    }
    let mut sums = [(0.0f32, 0.0f32); LEAVES];
    for (&leaf, &row) in leaf.iter().zip(rows) {
        let (g, h) = slopes[row as usize];
        sums[leaf as usize].0 += g;
        sums[leaf as usize].1 += h;
    }
    for (leaf, (g, h)) in tree.leaves.iter_mut().zip(sums) {
        *leaf = (-plan.rate * g / (h + plan.ridge) * UNIT).round().clamp(-30000.0, 30000.0) as i16;
    }
    (tree, splits)
}

/// The best question about one column: its gain and where it parts.
#[allow(clippy::too_many_arguments, reason = "the inner loop of the fit, called in one place")]
fn best_split(
    bins: &[u8],
    thresholds: usize,
    slopes: &[(f32, f32)],
    rows: &[u32],
    leaf: &[u8],
    level: usize,
    plan: Plan,
    column: usize,
) -> (f32, Split) {
    const WIDE: usize = 64;
    let leaves = 1 << level;
    let mut sums = [(0.0f32, 0.0f32); WIDE * LEAVES / 2];
    for (&leaf, &row) in leaf.iter().zip(rows) {
        let (g, h) = slopes[row as usize];
        let cell = &mut sums[leaf as usize * WIDE + bins[row as usize] as usize];
        cell.0 += g;
        cell.1 += h;
    }
    let gain = |(g, h): (f32, f32)| g * g / (h + plan.ridge);
    let mut gains = [0.0f32; WIDE];
    for cells in sums.chunks_exact(WIDE).take(leaves) {
        let all = cells.iter().fold((0.0, 0.0), |a, c| (a.0 + c.0, a.1 + c.1));
        let mut low = (0.0, 0.0);
        for (bin, cell) in cells.iter().enumerate().take(thresholds) {
            low = (low.0 + cell.0, low.1 + cell.1);
            gains[bin] += gain(low) + gain((all.0 - low.0, (all.1 - low.1).max(0.0))) - gain(all);
        }
    }
    let best = (0..thresholds).max_by(|&a, &b| gains[a].total_cmp(&gains[b]).then(b.cmp(&a))).unwrap_or(0);
    (gains[best], (column, best as u8))
}

/// Numbers that only look random (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// `count` of the numbers below `of`, ascending.
    fn some_of(&mut self, of: usize, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..of).collect();
        for i in 0..count.min(of) {
            let j = i + (self.next() % (of - i) as u64) as usize;
            all.swap(i, j);
        }
        all.truncate(count);
        all.sort_unstable();
        all
    }
}

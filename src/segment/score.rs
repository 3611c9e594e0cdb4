//! The score of a block: how much it looks like the story, as the log-odds of boosted trees.
//!
//! Two passes: the first sees a block, its neighbours and its place on the page; the second also sees
//! what the first says of the neighbours and the stretch that is surely story, so that a
//! comment or another story behind the body is told by what it does not share with it.

use super::core;
use super::features::Facts;
use super::rows::{First, NAMES, Row, Rows, WIDTH};
use super::trees::{LANES, Model};

/// Blocks of a page whose rows of the first pass are kept for the second: the rest is read once more.
const KEPT: usize = 256;

/// Reasons that are given for a score.
const REASONS: usize = 3;

/// The log-odds of all blocks to be body. `see` is shown the row that each comes from.
pub fn scores(facts: &[Facts], model: &Model, mut see: impl FnMut(&Row)) -> Vec<f32> {
    let rows = Rows::of(facts);
    let mut kept: Vec<Row> = Vec::with_capacity(facts.len().min(KEPT));
    let first = |i: usize, row: &mut Row| {
        rows.first(i, row);
        if i < KEPT {
            kept.push(*row);
        }
    };
    let scores = pass(0, facts.len(), model, first);
    let first = First::of(facts, &scores, core::anchor(facts, &scores));
    let second = |i: usize, row: &mut Row| {
        match kept.get(i) {
            Some(first) => *row = *first,
            None => rows.first(i, row),
        }
        rows.second(&first, i, row);
        see(row);
    };
    pass(1, facts.len(), model, second)
}

/// The scores of one pass, whose rows `fill` writes.
fn pass(number: usize, count: usize, model: &Model, mut fill: impl FnMut(usize, &mut Row)) -> Vec<f32> {
    let mut rows = [[0.0; WIDTH]; LANES];
    let mut scores = Vec::with_capacity(count);
    for start in (0..count).step_by(LANES) {
        let places = start..count.min(start + LANES);
        places.clone().zip(&mut rows).for_each(|(i, row)| fill(i, row));
        scores.extend(&model.scores(number, &rows)[..places.len()]);
    }
    scores
}

/// What speaks most for a row or against it, in words.
pub fn reasons(row: &Row, model: &Model) -> Vec<String> {
    let strongest = model.reasons(1, row).into_iter().take(REASONS).filter(|(_, weight)| *weight != 0.0);
    let said = |(column, weight): (usize, f32)| {
        let side = if weight > 0.0 { "for" } else { "against" };
        format!("{} {:.2} speaks {side} story ({weight:+.1})", NAMES[column], row[column])
    };
    strongest.map(said).collect()
}

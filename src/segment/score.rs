//! The score of a block: how much it looks like the story, as the log-odds of boosted trees.
//!
//! Two passes: the first sees a block, its neighbours and its place on the page; the second also sees
//! what the first says of the neighbours and the stretch that is surely story, so that a
//! comment or another story behind the body is told by what it does not share with it.

use super::core;
use super::features::Facts;
use super::rows::{First, NAMES, Row, Rows, WIDTH};
use super::trees::Model;

/// Reasons that are given for a score.
const REASONS: usize = 3;

/// The log-odds of all blocks to be body. `see` is shown the row that each comes from.
pub fn scores(facts: &[Facts], model: &Model, mut see: impl FnMut(&Row)) -> Vec<f32> {
    let rows = Rows::of(facts);
    let scores = first_pass(&rows, facts.len(), model);
    let first = First::of(facts, &scores, core::anchor(facts, &scores));
    let mut row = [0.0; WIDTH];
    let mut second = |i: usize| {
        rows.first(i, &mut row);
        rows.second(&first, i, &mut row);
        see(&row);
        model.score(1, &row)
    };
    (0..facts.len()).map(&mut second).collect()
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

fn first_pass(rows: &Rows<'_>, count: usize, model: &Model) -> Vec<f32> {
    let mut row = [0.0; WIDTH];
    let mut score = |i: usize| {
        rows.first(i, &mut row);
        model.score(0, &row)
    };
    (0..count).map(&mut score).collect()
}

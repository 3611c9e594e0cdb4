//! Pages in capitals throughout, as teleprinters and old databases have them: there capitals tell nothing.

use super::LineKind;
use super::features::Facts;

/// A page of fewer words is no story in capitals but a notice.
const LEAST_WORDS: f32 = 60.0;
/// All but one in so many of its words stand in blocks without a small letter.
const IN_SMALL_LETTERS: f32 = 10.0;
/// Share of function words in a line that names writers: `BY JOHN SMITH AND MARY JONES`.
const OF_NAMES: f32 = 0.34;

/// Makes the facts of a page in capitals what they would be if it were not.
pub(super) fn discount(facts: &mut [Facts]) {
    if !is_in_capitals(facts) {
        return;
    }
    let mut goes_on = false;
    for facts in facts {
        without_capitals(facts, goes_on);
        goes_on = facts.is_open();
    }
}

fn is_in_capitals(facts: &[Facts]) -> bool {
    let words = |of: fn(&&Facts) -> bool| facts.iter().filter(of).map(|f| f.words).sum::<f32>();
    let (all, low) = (words(|_| true), words(|f| f.lower));
    all >= LEAST_WORDS && low * IN_SMALL_LETTERS <= all
}

/// A block as if it were written with small letters; it goes on with the sentence above or does not. `BY FRIDAY
/// THE RAIN HAD` names no writer.
fn without_capitals(facts: &mut Facts, goes_on: bool) {
    (facts.capitals, facts.lower, facts.begins_lower) = (0.0, true, goes_on);
    facts.names.clear();
    let names = facts.stop <= OF_NAMES;
    facts.hits.retain(|hit| names || hit.family.kind != LineKind::Byline);
}

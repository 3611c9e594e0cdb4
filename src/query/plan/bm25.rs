//! BM25 (Robertson & Zaragoza 2009) with one inverse document frequency for a word in all fields.

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;

/// Saturation of term frequency; chosen on known items, see `docs/DESIGN.md`.
const K1: f32 = 1.6;
/// No saturated frequency is higher.
pub(super) const HIGHEST: f32 = 1.0 + K1;
/// Weight of a story's length; Lucene's and tantivy's value.
const B: f32 = 0.75;

/// Inverse document frequency: `ln(1 + (N − n + ½) / (n + ½))`.
pub fn idf(docs: u64, with_term: u64) -> f32 {
    let with_term = with_term.min(docs);
    (1.0 + ((docs - with_term) as f32 + 0.5) / (with_term as f32 + 0.5)).ln()
}

/// Saturated term frequency in a text of `length` terms where the average is `average`.
pub fn saturated(frequency: u32, length: u32, average: f32) -> f32 {
    saturate(frequency, norm(length, average))
}

fn norm(length: u32, average: f32) -> f32 {
    K1 * (1.0 - B + B * length as f32 / average.max(1.0))
}

/// The saturated frequency of a term in a story whose length comes to `norm`.
pub(super) fn saturate(frequency: u32, norm: f32) -> f32 {
    let frequency = frequency as f32;
    frequency * HIGHEST / (frequency + norm)
}

/// [`saturated`] for the stories of a segment, whose lengths are known to a byte: what those come to is
/// worked out beforehand.
pub(super) struct Saturation {
    lengths: FieldNormReader,
    norms: [f32; 256],
}

impl Saturation {
    /// Of a field whose lengths are read there, and are `average` on average.
    pub(super) fn of(lengths: FieldNormReader, average: f32) -> Saturation {
        let norms = std::array::from_fn(|id| norm(FieldNormReader::id_to_fieldnorm(id as u8), average));
        Saturation { lengths, norms }
    }

    /// The saturated frequency of a term that stands so often in a story.
    pub(super) fn of_frequency(&self, frequency: u32, doc: DocId) -> f32 {
        saturate(frequency, self.norm(doc))
    }

    /// What the length of a story comes to.
    pub(super) fn norm(&self, doc: DocId) -> f32 {
        self.norms[usize::from(self.lengths.fieldnorm_id(doc))]
    }
}

/// What a score may lose on the grid of [`on_grid`], and to the order in which its parts are added.
pub(super) const LOST: f32 = 1.0 / 1024.0;

/// The score as the nearest multiple of 1/1024. Tantivy adds the scores of clauses in an order that
/// differs between segments; on this grid sums below 16,384 are exact, so that equal documents get
/// equal scores wherever they lie.
pub(super) fn on_grid(score: f32) -> f32 {
    const STEPS: f64 = 1024.0;
    // Not `round`, which is a call on older processors: scores are never negative.
    ((f64::from(score) * STEPS + 0.5) as i64 as f64 / STEPS) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rarer_word_and_a_shorter_story_count_more() {
        assert!(idf(100, 1) > idf(100, 50));
        assert!(idf(10, 20) > 0.0, "more postings than stories must not turn negative");
        assert!(saturated(2, 100, 200.0) > saturated(2, 400, 200.0));
        assert!(saturated(9, 100, 100.0) < 1.0 + K1);
    }

    #[test]
    fn sums_of_scores_do_not_depend_on_their_order() {
        let scores = [0.1, 7.3, 1e-3, 93.7, 0.2].map(on_grid);
        let forward: f32 = scores.iter().sum();
        let backward: f32 = scores.iter().rev().sum();
        assert_eq!(forward.to_bits(), backward.to_bits());
    }
}

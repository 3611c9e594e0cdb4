//! The body's core: the one run of blocks that reads most like a story.
//!
//! Maximum-sum segment over block scores (Pasternack and Roth, *Extracting article text from the
//! web with maximum subsequence segmentation*, WWW 2009), in one linear pass. Words weigh the
//! score; lines that end a story on a page (sign-offs, link heads, comments, copyright) cost extra,
//! and a second story far down weighs less than the first.

use std::ops::Range;

use super::LineKind;
use super::features::Facts;
use super::score::hit_strength;

/// Added to the score: a lost line of story is worse than a line too many.
const BIAS: f32 = 1.0;
/// The most that one word may count for.
const MOST: f32 = 4.0;
/// The least a line may count for, whatever its score.
const LEAST: f32 = -0.5;
/// What a line that ends stories costs, in words.
const END_COST: f32 = 200.0;
/// How much less prose counts after a thousand words of it, see [`discount`].
const DECAY: f32 = 0.1;

/// The run of blocks that holds the body; see [`is_member`] for which of them belong to it.
/// Empty only if no block has a letter or digit.
pub fn core(facts: &[Facts], scores: &[f32]) -> Range<usize> {
    let run = best_run(&values(facts, scores));
    let run = if run.is_empty() { fallback(facts, scores) } else { run };
    let run = trim(facts, scores, cut_at_sign_off(facts, run));
    let run = with_neighbours(facts, scores, run);
    peel(facts, run)
}

/// Whether a block inside the run is body. Prose stays even at a low score, unless a boilerplate
/// family claims all of it.
pub fn is_member(f: &Facts, score: f32) -> bool {
    let claimed = f.hits.iter().any(|h| h.whole);
    let least = match (claimed, f.is_prose()) {
        (true, _) => 0.0,
        (false, true) => -4.0,
        (false, false) => -1.0,
    };
    f.any && score + BIAS > least
}

fn values(facts: &[Facts], scores: &[f32]) -> Vec<f32> {
    let mut prose_so_far = 0.0f32;
    facts
        .iter()
        .zip(scores)
        .map(|(f, &score)| {
            let z = score + BIAS;
            let weighed = if z > 0.0 { z.min(MOST) * f.words.max(1.0) } else { z.max(LEAST) };
            let value = weighed - END_COST * end_mark(f, score);
            if value <= 0.0 {
                return value;
            }
            let discounted = value * discount(prose_so_far);
            prose_so_far += value;
            discounted
        })
        .collect()
}

/// What prose is still worth after `prose` words of it (weighed); never less than a third, so that
/// a very long text is not cut off.
fn discount(prose: f32) -> f32 {
    1.0 / (1.0 + DECAY * (prose / 1000.0).min(20.0))
}

/// How surely a line stands behind a story's end, 0 to 2. Prose that scores as body is let off: it may
/// be about what it seems to be.
fn end_mark(f: &Facts, score: f32) -> f32 {
    if f.is_prose() && score > 0.0 {
        return 0.0;
    }
    let Some(hit) = f.hits.first().filter(|h| h.whole) else { return 0.0 };
    match (hit.family.name.as_str(), hit.family.kind) {
        (_, LineKind::SignOff) => 2.0,
        ("copyright", _) => 1.5,
        ("comments" | "legal" | "template", _) | (_, LineKind::AuthorBio) => 1.0,
        (_, LineKind::Footer | LineKind::Initials | LineKind::Disclaimer) => 0.7,
        (_, LineKind::Related | LineKind::Contact) => 0.5,
        ("newsletter" | "donation appeal", _) => 0.4,
        (_, LineKind::Navigation | LineKind::Correction) => 0.3,
        _ => 0.0,
    }
}

/// The run with the greatest sum; empty if no value is above 0. The first of equals.
fn best_run(values: &[f32]) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0.0f64);
    let (mut start, mut sum) = (0, 0.0f64);
    for (i, &value) in values.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (i, 0.0);
        }
        sum += f64::from(value);
        if sum > best_sum {
            (best, best_sum) = (start..i + 1, sum);
        }
    }
    best
}

/// A text in which nothing reads like a story still has a body: the best block that is not wholly
/// boilerplate, and what stands on.
fn fallback(facts: &[Facts], scores: &[f32]) -> Range<usize> {
    let worth = |i: usize| scores[i] + facts[i].words.ln_1p() - 4.0 * hit_strength(&facts[i]);
    let blocks = (0..facts.len()).filter(|&i| facts[i].any);
    match blocks.max_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(b.cmp(&a))) {
        Some(i) => grown(facts, i..i + 1),
        None => 0..0,
    }
}

/// The run with the blocks beside it that no family claims and that are not much shorter.
fn grown(facts: &[Facts], run: Range<usize>) -> Range<usize> {
    let least = facts[run.start].words / 2.0;
    let fits = |f: &Facts| f.any && hit_strength(f) < 0.3 && f.words >= least;
    let mut run = run;
    while run.start > 0 && fits(&facts[run.start - 1]) {
        run.start -= 1;
    }
    while run.end < facts.len() && fits(&facts[run.end]) {
        run.end += 1;
    }
    run
}

/// The run with the long sentences right beside it that no family speaks for: next to furniture a
/// last paragraph scores low for its neighbours' sake.
fn with_neighbours(facts: &[Facts], scores: &[f32], mut run: Range<usize>) -> Range<usize> {
    let belongs = |i: usize| {
        let f = &facts[i];
        f.words >= 14.0 && f.stop >= 0.25 && hit_strength(f) < 0.1 && scores[i] + BIAS > -3.0
    };
    while run.start > 0 && belongs(run.start - 1) {
        run.start -= 1;
    }
    while run.end < facts.len() && belongs(run.end) {
        run.end += 1;
    }
    run
}

/// An agency's mark ends the story, if there is a story before it.
fn cut_at_sign_off(facts: &[Facts], run: Range<usize>) -> Range<usize> {
    let mut words = 0.0;
    for i in run.clone() {
        let signs = facts[i].hits.iter().any(|h| h.whole && h.family.kind == LineKind::SignOff);
        let goes_on = facts[i + 1..run.end].iter().take(3).any(Facts::is_prose);
        if signs && words >= 20.0 && !(facts[i].bracketed && goes_on) {
            return run.start..i;
        }
        words += facts[i].words;
    }
    run
}

/// Takes off the blocks at both ends that are no members, as long as one is left.
fn trim(facts: &[Facts], scores: &[f32], run: Range<usize>) -> Range<usize> {
    let member = |i: &usize| is_member(&facts[*i], scores[*i]);
    match (run.clone().find(member), run.clone().rfind(member)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => run,
    }
}

/// Takes off what a family claims at the run's ends: bylines and captions before, an author's
/// biography or a disclaimer behind. Half a match does for all but prose.
fn peel(facts: &[Facts], mut run: Range<usize>) -> Range<usize> {
    let claimed = |f: &Facts| f.hits.first().is_some_and(|h| h.whole || h.share >= 0.4 && !f.is_prose());
    while run.len() > 1 && (claimed(&facts[run.end - 1]) || !facts[run.end - 1].any) {
        run.end -= 1;
    }
    while run.len() > 1 && (claimed(&facts[run.start]) || is_title(facts, run.start)) {
        run.start += 1;
    }
    run
}

/// Is the block a title over the prose below it: short, no sentence, not the start of a list?
pub fn is_title(facts: &[Facts], i: usize) -> bool {
    let (f, Some(below)) = (&facts[i], facts.get(i + 1)) else { return false };
    let title = f.any && (2.0..=18.0).contains(&f.words) && !f.ends_sentence && !f.colon && !f.speech;
    title && below.is_prose() && below.words >= 12.0 && below.words > f.words
}

//! The body's core: the one run of blocks that reads most like a story.
//!
//! Maximum-sum segment over block scores (Pasternack and Roth, *Extracting article text from the
//! web with maximum subsequence segmentation*, WWW 2009), in one linear pass. Words weigh the
//! score; lines that end a story on a page (sign-offs, link heads, comments, copyright) cost extra,
//! and a second story far down weighs less than the first.

use std::ops::Range;

use super::LineKind;
use super::features::Facts;
use super::rows::hit_strength;

/// Added to the score: a lost line of story is worse than a line too many.
const BIAS: f32 = 0.4;
/// The most that one word may count for.
const MOST: f32 = 4.0;
/// The least a line may count for, whatever its score.
const LEAST: f32 = -0.8;
/// What a line that ends stories costs, in words.
const END_COST: f32 = 30.0;
/// The share of it that is left for a line between paragraphs.
const BETWEEN: f32 = 0.1;
/// After so much story, words of more of it count half for the run.
const HALF: f32 = 10_000.0;
/// The same for the anchor, which is to lie in the first of two stories.
const ANCHOR_HALF: f32 = 3_000.0;
/// The least score of a sentence that nothing speaks against.
const SENTENCE: f32 = -3.0;
/// The same for a line that hangs together with the one above.
const JOINED: f32 = -4.0;
/// The same for a line that ends as a sentence does, whatever words it has.
const ENDED: f32 = -1.0;
/// The most items of a list that are followed up to what opens it.
const LIST: usize = 100;
/// The most lines of furniture that stand between two paragraphs.
const INSET: usize = 4;
/// The least score of a title between two paragraphs.
const TITLE: f32 = -1.5;
/// The share of a story file's words that the run has.
const PLAIN: f32 = 0.6;
/// The share of its words that may score as furniture.
const STRANGE: f32 = 0.05;
/// A score at which a line is hardly story.
const FURNITURE: f32 = -2.0;

/// Where the body is.
#[derive(Debug)]
pub struct Core {
    /// The blocks from the body's first to its last; empty only if no block has a letter or digit.
    pub run: Range<usize>,
    /// For each block of the run, whether it belongs to the body. Others are furniture between.
    members: Vec<bool>,
}

impl Core {
    /// Finds the body of a text.
    pub fn of(facts: &[Facts], scores: &[f32]) -> Core {
        let page = page_run(facts, scores);
        let plain = is_story_file(facts, scores, &page);
        let sure = if plain { 0..facts.len() } else { page };
        let sure = cut_at_sign_off(facts, sure);
        let run = peel(facts, up_to_sign_off(facts, sure.clone()));
        // A run of signs alone is no body where there are words.
        let run = if facts[run.clone()].iter().any(|f| f.any) { run } else { fallback(facts, scores) };
        let run = opening(facts, run.start)..run.end;
        let member = |i: usize| match plain || i >= sure.end || facts[i].signed_dateline {
            true => facts[i].any && !facts[i].is_claimed(),
            false => {
                let near = scores[i] > TITLE && is_title_between(facts, i);
                is_member(&facts[i], scores[i]) || near || scores[i] > JOINED && is_joined(facts, i)
            }
        };
        let mut members: Vec<bool> = run.clone().map(member).collect();
        if !members.contains(&true) {
            // All of it is claimed, and still some of it must be the body.
            members = run.clone().map(|i| facts[i].any).collect();
        }
        Core { run, members }
    }

    /// Whether a block is part of the body.
    pub fn has(&self, i: usize) -> bool {
        i.checked_sub(self.run.start).and_then(|at| self.members.get(at)).is_some_and(|&member| member)
    }
}

/// How many blocks above what surely is body a story may open.
const OPENING_REACH: usize = 3;

/// Where a story opens whose run begins there: an agency's dateline is the first line of a body, also over a
/// table.
fn opening(facts: &[Facts], start: usize) -> usize {
    let above = start.saturating_sub(OPENING_REACH)..start;
    above.rev().find(|&i| facts[i].signed_dateline).unwrap_or(start)
}

/// The run of the body on a page with furniture.
fn page_run(facts: &[Facts], scores: &[f32]) -> Range<usize> {
    let run = greatest(&values(facts, scores));
    let run = if run.is_empty() { fallback(facts, scores) } else { run };
    let run = trim(facts, scores, cut_at_sign_off(facts, run));
    with_neighbours(facts, scores, run)
}

/// Whether a block inside the run is body. Prose stays even at a low score, unless a boilerplate
/// family claims all of it.
fn is_member(f: &Facts, score: f32) -> bool {
    let least = match f {
        _ if f.is_claimed() => 0.5,
        _ if is_sentence(f) || is_short_question(f) => SENTENCE,
        _ if f.is_prose() => -1.0,
        _ if is_ended(f) => ENDED,
        _ if f.words >= 14.0 && f.stop >= 0.2 => -0.7,
        _ => -0.3,
    };
    f.any && score > least
}

/// A text with next to no furniture, neither by families nor by score, of whose longer lines the run has
/// most, is a story file, not a page: all of it is body, tables and lists too.
fn is_story_file(facts: &[Facts], scores: &[f32], run: &Range<usize>) -> bool {
    let furniture = facts.iter().filter(|f| f.is_furniture()).count();
    let words = |least: f32, of: &dyn Fn(usize) -> bool| -> f32 {
        let counts = |&i: &usize| facts[i].digits < 0.15 && facts[i].words >= least && of(i);
        (0..facts.len()).filter(counts).map(|i| facts[i].words).sum()
    };
    let against = words(0.0, &|i| !run.contains(&i) && scores[i] < FURNITURE);
    furniture * 40 <= facts.len().saturating_sub(1)
        && words(8.0, &|i| run.contains(&i)) >= PLAIN * words(8.0, &|_| true)
        && against <= STRANGE * words(0.0, &|_| true)
}

fn values(facts: &[Facts], scores: &[f32]) -> Vec<f32> {
    let mut before = 0.0f32;
    let mut value = |i: usize| {
        let z = scores[i] + BIAS;
        let weighed = if z > 0.0 { z.min(MOST) * facts[i].words.max(1.0) } else { z.max(LEAST) };
        let value = weighed - END_COST * end_mark(facts, scores, i);
        let counts = if value > 0.0 { value / (1.0 + before / HALF) } else { value };
        before += value.max(0.0);
        counts
    };
    (0..facts.len()).map(&mut value).collect()
}

/// How surely a line stands behind a story's end, 0 to 2. Prose that scores as body is let off: it may
/// be about what it seems to be. Appeals and links count little where prose goes on right below.
fn end_mark(facts: &[Facts], scores: &[f32], i: usize) -> f32 {
    let f = &facts[i];
    let Some(hit) = f.hits.first().filter(|h| h.whole && !(f.is_prose() && scores[i] > 0.0)) else {
        return 0.0;
    };
    let between = if prose_goes_on(facts, scores, i) { BETWEEN } else { 1.0 };
    match (hit.family.name.as_str(), hit.family.kind) {
        ("unlisted agency", _) if between < 1.0 => 0.0,
        (_, LineKind::SignOff) | ("reporting credit", _) => 2.0,
        ("copyright", _) => 1.5,
        ("comments" | "legal" | "template", _) | (_, LineKind::AuthorBio) => 1.0,
        (_, LineKind::Initials | LineKind::Disclaimer) => 0.7,
        (_, LineKind::Footer) => 0.7 * between,
        (_, LineKind::Related | LineKind::Contact) => 0.5 * between,
        ("newsletter" | "donation appeal", _) => 0.4 * between,
        (_, LineKind::Navigation | LineKind::Correction) => 0.3 * between,
        _ => 0.0,
    }
}

/// Is the next block that no family claims, one of the next four, prose that scores as body?
fn prose_goes_on(facts: &[Facts], scores: &[f32], i: usize) -> bool {
    let claimed = |f: &Facts| f.hits.first().is_some_and(|h| h.whole);
    let next = (i + 1..facts.len()).take(4).find(|&j| !claimed(&facts[j]));
    next.is_some_and(|j| facts[j].is_prose() && scores[j] > -0.5)
}

/// The stretch that is surely story: the run with the greatest sum where a line of furniture costs as
/// much as words of story bring, and where what stands first counts most.
pub fn anchor(facts: &[Facts], scores: &[f32]) -> Range<usize> {
    let mut before = 0.0f32;
    let value = |(f, &z): (&Facts, &f32)| {
        let words = f.words.min(150.0);
        if z > 0.0 {
            let value = z.min(MOST) * words / (1.0 + before / ANCHOR_HALF);
            before += value;
            value
        } else {
            z.max(-MOST) * words.clamp(3.0, 12.0)
        }
    };
    greatest(&facts.iter().zip(scores).map(value).collect::<Vec<f32>>())
}

/// The run with the greatest sum; empty if no value is above 0. The first of equals.
fn greatest(values: &[f32]) -> Range<usize> {
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

/// A short line that no family speaks for, between two paragraphs that none claims.
fn is_title_between(facts: &[Facts], i: usize) -> bool {
    let paragraph = |at: Option<usize>| {
        at.and_then(|at| facts.get(at))
            .is_some_and(|f| f.is_prose() && f.words >= 12.0 && hit_strength(f) < 0.3)
    };
    let f = &facts[i];
    let short = f.words <= 9.0 && !f.ends_sentence && !f.cut_off && !f.link && f.furniture < 0.3;
    short && f.hits.is_empty() && paragraph(i.checked_sub(1)) && paragraph(Some(i + 1))
}

/// A line that hangs together with the one above: an item of a list below a paragraph, a turn of an
/// interview, a verse.
fn is_joined(facts: &[Facts], i: usize) -> bool {
    let f = &facts[i];
    let like = |other: &&Facts| f.listed && other.listed || f.pair && other.pair && other.hits.is_empty();
    let Some(above) = facts[..i].iter().rev().take(LIST).find(|above| !like(above)) else { return false };
    let opened = above.words >= 4.0 && (above.colon || f.listed && above.is_prose());
    let item = (f.listed || f.pair) && opened;
    f.hits.is_empty() && (item || f.turn && above.turn || f.runs_on || above.runs_on)
}

/// The run with the sentences right beside it that no family speaks for, over an appeal or a caption
/// that stands between: next to furniture a last paragraph scores low for its neighbours' sake.
fn with_neighbours(facts: &[Facts], scores: &[f32], mut run: Range<usize>) -> Range<usize> {
    let belongs =
        |i: usize| is_sentence(&facts[i]) && scores[i] > SENTENCE || is_ended(&facts[i]) && scores[i] > ENDED;
    let goes_on = |i: usize| belongs(i) || is_joined(facts, i) && scores[i] > JOINED;
    while run.start > 0 && belongs(run.start - 1) {
        run.start -= 1;
    }
    while let Some(next) = (run.end..facts.len()).take(INSET + 1).find(|&i| !is_inset(&facts[i])) {
        if !goes_on(next) {
            break;
        }
        run.end = next + 1;
    }
    run
}

/// A whole sentence that no family speaks for and that speaks to and for nobody.
fn is_sentence(f: &Facts) -> bool {
    let ended = f.words >= 6.0 && f.ends_sentence && !f.cut_off && f.stop >= 0.2;
    // A short one tells of somebody.
    let told = f.words >= 3.0 && f.ends_sentence && f.they > 0.0 && f.furniture == 0.0;
    let sentence = ended || told || f.words >= 14.0 && f.stop >= 0.25;
    sentence && f.you + f.we + f.i == 0.0 && hit_strength(f) < 0.1
}

/// `And the dog?`: a question to nobody.
fn is_short_question(f: &Facts) -> bool {
    f.asks && f.words <= 4.0 && f.hits.is_empty() && f.you + f.we + f.i + f.furniture == 0.0
}

/// It ends as a sentence, and nothing speaks for furniture.
fn is_ended(f: &Facts) -> bool {
    f.words >= 6.0 && f.ends_sentence && !f.cut_off && f.hits.is_empty() && f.you + f.furniture == 0.0
}

/// What is put between paragraphs: an appeal, an advertisement, a picture; or a question that is of the story.
fn is_inset(f: &Facts) -> bool {
    if is_short_question(f) {
        return true;
    }
    let kind = f.hits.first().filter(|h| h.whole).map(|h| h.family.kind);
    matches!(kind, Some(LineKind::Promo | LineKind::Caption))
}

/// An agency's mark ends the story, if there is a story before it.
fn cut_at_sign_off(facts: &[Facts], run: Range<usize>) -> Range<usize> {
    let mut words = 0.0;
    for i in run.clone() {
        let goes_on = facts[i + 1..run.end].iter().take(3).any(Facts::is_prose);
        let doubtful = facts[i].bracketed || facts[i].is_unlisted_mark();
        if facts[i].is_sign_off() && words >= 20.0 && !(doubtful && goes_on) {
            return run.start..i;
        }
        words += facts[i].words;
    }
    run
}

/// The run with all between it and an agency's mark, if no furniture stands there: a table at a
/// story's end.
fn up_to_sign_off(facts: &[Facts], run: Range<usize>) -> Range<usize> {
    let rest = &facts[run.end..];
    match rest.iter().position(|f| f.is_sign_off() || f.is_furniture()) {
        Some(gap) if rest[gap].is_sign_off() && !rest[gap].bracketed => run.start..run.end + gap,
        _ => run,
    }
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
    let claimed = |f: &Facts| {
        f.is_claimed()
            || f.hits
                .first()
                .is_some_and(|h| h.whole && f.is_unlisted_mark() || h.share >= 0.4 && !f.is_prose())
    };
    let marks = |i: usize| facts[i].is_lone_capitals() && facts[i - 1].ends_sentence;
    while run.len() > 1 && (claimed(&facts[run.end - 1]) || !facts[run.end - 1].any || marks(run.end - 1)) {
        run.end -= 1;
    }
    let opens = |i: usize| claimed(&facts[i]) || is_title(facts, i) || is_author(facts, i);
    while run.len() > 1 && opens(run.start) {
        run.start += 1;
    }
    run
}

/// Is the block a title over the prose below it: short, no sentence, not the start of a list?
fn is_title(facts: &[Facts], i: usize) -> bool {
    let (f, Some(below)) = (&facts[i], facts.get(i + 1)) else { return false };
    let title = f.any
        && (2.0..=18.0).contains(&f.words)
        && !f.ends_sentence
        && !f.colon
        && (!f.speech || f.words <= 14.0);
    let over_prose = below.is_prose() && below.words >= 12.0 && below.words > f.words;
    let headed = is_heading(below) || is_author(facts, i + 1);
    title && (over_prose || headed || i == 0 && (f.blank_below || !f.lower && below.lower))
}

/// Is the block a bare name over a time stamp or byline?
pub fn is_author(facts: &[Facts], i: usize) -> bool {
    let (Some(f), Some(below)) = (facts.get(i), facts.get(i + 1)) else { return false };
    f.is_bare_name() && f.hits.is_empty() && is_heading(below)
}

/// A byline, time stamp or dateline: what stands between a title and the story.
fn is_heading(f: &Facts) -> bool {
    let kind = f.hits.first().filter(|h| h.whole).map(|h| h.family.kind);
    matches!(kind, Some(LineKind::Byline | LineKind::Timestamp | LineKind::Dateline))
}

//! From the core to a kind for every block: what stands before, inside and behind the body.
//!
//! Families propose a kind, the place decides: initials are initials right behind a story and plain
//! footer far below it; nothing behind the body is ever a headline.

use std::ops::Range;

use super::LineKind;
use super::core::Core;
use super::features::Facts;

/// How far above the body a headline is looked for, in blocks.
const HEAD_REACH: usize = 15;
/// How many blocks of the story are held against a headline: the first ones say enough.
const STORY: usize = 60;
/// How far below a heading like `Related stories` lines count as its links.
const LINK_REACH: usize = 20;
/// The most words of such a heading.
const HEAD_WORDS: f32 = 5.0;
/// How many blocks behind the body initials are believed.
const TAIL_REACH: usize = 6;

/// The kinds of all blocks, given where the body is.
pub fn kinds(facts: &[Facts], core: &Core) -> Vec<LineKind> {
    let mut kinds = vec![LineKind::Navigation; facts.len()];
    head(facts, &core.run, &mut kinds);
    inside(facts, core, &mut kinds);
    tail(facts, core.run.end, &mut kinds);
    kinds
}

/// The kind that the best family proposes, if it accounts for at least `least` of the block.
fn proposed(f: &Facts, least: f32) -> Option<LineKind> {
    f.hits.first().filter(|h| h.whole || h.share >= least).map(|h| h.family.kind)
}

fn head(facts: &[Facts], run: &Range<usize>, kinds: &mut [LineKind]) {
    let headline = headline(facts, run);
    for i in 0..run.start {
        let f = &facts[i];
        let below_headline = headline.is_some_and(|h| i > h);
        kinds[i] = match proposed(f, 0.3) {
            _ if headline == Some(i) => LineKind::Headline,
            Some(LineKind::Initials | LineKind::SignOff) if below_headline => LineKind::Byline,
            Some(LineKind::AuthorBio) if below_headline && f.words <= 4.0 => LineKind::Byline,
            Some(LineKind::Footer) if f.words > 6.0 => LineKind::Footer,
            Some(LineKind::Footer | LineKind::Initials | LineKind::SignOff) => LineKind::Navigation,
            Some(kind) => kind,
            None if below_headline && f.words >= 7.0 => LineKind::Standfirst,
            None if below_headline && names_author(facts, i) => LineKind::Byline,
            None => LineKind::Navigation,
        };
    }
}

/// A bare name between a headline and a time stamp, or behind `By`.
fn names_author(facts: &[Facts], i: usize) -> bool {
    let is = |at: Option<&Facts>, kind| at.is_some_and(|n| proposed(n, 0.9) == Some(kind));
    let above = i.checked_sub(1).and_then(|j| facts.get(j));
    facts[i].is_bare_name() && (is(above, LineKind::Byline) || is(facts.get(i + 1), LineKind::Timestamp))
}

/// The block above the body that looks most like its title.
fn headline(facts: &[Facts], run: &Range<usize>) -> Option<usize> {
    if run.start == 0 {
        return None;
    }
    let story = &facts[run.clone()];
    let told = |word: &&u32| story.iter().take(STORY).any(|f| f.content.binary_search(*word).is_ok());
    let worth = |i: usize| {
        let f = &facts[i];
        if proposed(f, 0.5).is_some() || !f.any || !(2.0..=30.0).contains(&f.words) {
            return 0.0;
        }
        let shared = f.content.iter().filter(told).count() as f32;
        let length = if (4.0..=18.0).contains(&f.words) { 0.5 } else { 0.1 };
        let sentence = if f.is_prose() { 0.5 } else { 0.0 };
        let near = 0.6 - 0.05 * (run.start - i) as f32;
        length + shared.min(4.0) / 4.0 + near + 0.3 * f32::from(u8::from(f.repeated)) - sentence
    };
    let first = run.start.saturating_sub(HEAD_REACH);
    let (most, best) = (first..run.start).map(|i| (worth(i), i)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let upper = title_above(facts, first, best).filter(|&j| worth(j) >= 0.65);
    upper.or((most >= 0.65).then_some(best))
}

/// The title over a standfirst: one shorter line that is no sentence, with bylines and the like at
/// most between. A list of titles is a menu.
fn title_above(facts: &[Facts], first: usize, best: usize) -> Option<usize> {
    use LineKind::{Byline, Caption, Dateline, Timestamp};
    let heading =
        |i: &usize| matches!(proposed(&facts[*i], 0.5), Some(Byline | Timestamp | Dateline | Caption));
    let title = |i: usize| {
        let f = &facts[i];
        let free = f.any && proposed(f, 0.5).is_none() && !f.colon && !f.is_prose();
        free && (4.0..=20.0).contains(&f.words) && (f.stop > 0.0 || f.lower)
    };
    let at = (first..best).rev().find(|i| !heading(i)).filter(|&i| title(i))?;
    let longer = facts[best].is_prose() || facts[best].words > facts[at].words;
    let listed = at > first && title(at - 1);
    (longer && !listed).then_some(at)
}

fn inside(facts: &[Facts], core: &Core, kinds: &mut [LineKind]) {
    for i in core.run.clone() {
        kinds[i] = match core.has(i) {
            true if is_crosshead(facts, i, &core.run) => LineKind::Crosshead,
            true => LineKind::Body,
            false
                if i > core.run.start
                    && kinds[i - 1] == LineKind::Body
                    && goes_on(&facts[i - 1], &facts[i]) =>
            {
                LineKind::Body
            }
            false => furniture(&facts[i]),
        };
    }
}

/// Whether a line goes on with what the line above it left unended.
fn goes_on(above: &Facts, f: &Facts) -> bool {
    above.is_open() && f.begins_lower && f.hits.is_empty()
}

/// What a line between paragraphs is that is no story.
fn furniture(f: &Facts) -> LineKind {
    match proposed(f, 0.2) {
        Some(LineKind::Footer | LineKind::Initials) => LineKind::Promo,
        Some(kind) => kind,
        None if f.words >= 4.0 => LineKind::Related,
        None => LineKind::Navigation,
    }
}

/// A short title between paragraphs of prose.
fn is_crosshead(facts: &[Facts], i: usize, run: &Range<usize>) -> bool {
    let f = &facts[i];
    let title = f.words <= 9.0 && !f.ends_sentence && !f.quoted && !f.cut_off && f.hits.is_empty();
    let between = i > run.start && i + 1 < run.end;
    title && between && facts[i - 1].is_prose() && facts[i + 1].is_prose()
}

/// State of the walk down the page's tail.
#[derive(Default)]
struct Tail {
    /// A footer line has been seen: the rest is footer unless it says otherwise.
    deep: bool,
    /// Blocks left that count as links of a `Related stories` heading.
    links: usize,
}

fn tail(facts: &[Facts], end: usize, kinds: &mut [LineKind]) {
    let mut state = Tail::default();
    for i in end..facts.len() {
        kinds[i] = state.kind(&facts[i], i - end);
    }
}

impl Tail {
    fn kind(&mut self, f: &Facts, below: usize) -> LineKind {
        let kind = match proposed(f, 0.25) {
            _ if below == 0 && f.is_lone_capitals() => LineKind::SignOff,
            Some(kind) if self.deep => self.deep_kind(f, kind),
            Some(kind) => Tail::near_kind(f, kind, below),
            None if self.links > 0 && f.words >= 3.0 && !f.is_prose() => LineKind::Related,
            None => LineKind::Footer,
        };
        self.links = if kind == LineKind::Footer { 0 } else { self.links.saturating_sub(1) };
        match kind {
            LineKind::Related if proposed(f, 0.25).is_some() => {
                // A head that carries its own link opens no list.
                self.links = if f.words <= HEAD_WORDS || f.colon { LINK_REACH } else { 0 };
            }
            LineKind::Footer if proposed(f, 0.25).is_some() => self.deep = true,
            _ => {}
        }
        kind
    }

    /// Deep in the footer only a heading of links and a plain disclaimer still count.
    fn deep_kind(&self, f: &Facts, kind: LineKind) -> LineKind {
        let whole = f.hits.first().is_some_and(|h| h.whole);
        match kind {
            LineKind::Related | LineKind::Promo if whole => kind,
            LineKind::Contact if whole => kind,
            LineKind::Navigation if whole && f.hits[0].family.name == "share buttons" => kind,
            LineKind::Disclaimer | LineKind::Correction if f.words >= 5.0 => kind,
            _ => LineKind::Footer,
        }
    }

    fn near_kind(f: &Facts, kind: LineKind, below: usize) -> LineKind {
        match kind {
            LineKind::Initials | LineKind::SignOff if below > TAIL_REACH => LineKind::Footer,
            LineKind::Headline | LineKind::Standfirst | LineKind::Body | LineKind::Crosshead => {
                LineKind::Footer
            }
            LineKind::Dateline if f.words > 6.0 => LineKind::Footer,
            _ => kind,
        }
    }
}

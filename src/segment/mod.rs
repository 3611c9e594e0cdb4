//! Story anatomy: which line is story, which is sign-off, footer or other page furniture.
//!
//! Nothing is deleted. Every line of the text gets a [`LineKind`]; search and extraction look at
//! the searched kinds only.
//!
//! The steps: join hard-wrapped lines to blocks, measure each block, score it by trained trees, find the
//! one run of blocks that is the body, then name what stands before, inside and behind it.

mod boilerplate;
mod bytes;
mod capitals;
mod core;
mod features;
mod finder;
mod furniture;
mod gate;
mod kind;
mod label;
pub mod learning;
mod lexicon;
mod memo;
mod rows;
mod score;
mod tallies;
mod trees;

pub use furniture::{Furniture, line_key};
pub use kind::LineKind;
use serde::{Deserialize, Serialize};

use crate::text::Span;
use crate::text::lines::lines;
use crate::text::sentences::sentences;
use crate::text::wrap::{Block, blocks};
use features::Facts;

/// One line of a text with its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What the line is.
    pub kind: LineKind,
    /// The line without its line end.
    pub span: Span,
    /// The reasons for the label, strongest first; empty unless asked for.
    pub why: Vec<String>,
}

/// The anatomy of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anatomy {
    /// One entry for each line of the text split at `\n`.
    pub lines: Vec<Line>,
    /// The paragraphs of the searched lines; a hard-wrapped paragraph is one span over its lines.
    pub paragraphs: Vec<Span>,
    /// The sentences of the paragraphs, in order; none crosses a paragraph's end.
    pub sentences: Vec<Span>,
}

/// Labels the lines of `text`; `furniture` is what is known of other stories of the source. With `why`,
/// each line keeps its reasons.
///
/// Total on any text and linear in its length. A text with a letter or digit always has a body.
///
/// ```
/// use morgue::segment::{LineKind, segment};
/// let text = "The bridge in Leeds will stay shut until spring, the city council said on Monday.\n--IANS\nsoni/mr";
/// let kinds: Vec<LineKind> = segment(text, None, false).lines.iter().map(|l| l.kind).collect();
/// assert_eq!(kinds, [LineKind::Body, LineKind::SignOff, LineKind::Initials]);
/// ```
pub fn segment(text: &str, furniture: Option<&Furniture>, why: bool) -> Anatomy {
    let spans = lines(text);
    let blocks = blocks(text, &spans);
    let facts = features::facts(text, &spans, &blocks, furniture);
    let model = &*trees::SHIPPED;
    let mut learned: Vec<Vec<String>> = Vec::new();
    let scores = score::scores(&facts, model, |row| {
        if why {
            learned.push(score::reasons(row, model));
        }
    });
    let core = core::Core::of(&facts, &scores);
    let kinds = label::kinds(&facts, &core);
    let place = |i: usize| match i {
        _ if i < core.run.start => "before the body",
        _ if i < core.run.end => "within the body",
        _ => "behind the body",
    };
    let reasons =
        |i: usize| if why { reasons(&facts[i], &learned[i], scores[i], place(i)) } else { Vec::new() };
    anatomy(text, &spans, &blocks, |i| (kinds[i], reasons(i)))
}

/// The anatomy of a text that is known to be all story: every line with a word in it is body.
pub fn whole(text: &str) -> Anatomy {
    let spans = lines(text);
    anatomy(text, &spans, &blocks(text, &spans), |_| (LineKind::Body, Vec::new()))
}

/// Why a block has its kind, strongest reason first.
fn reasons(f: &Facts, learned: &[String], score: f32, place: &str) -> Vec<String> {
    let claim = |h: &boilerplate::Hit| match h.whole {
        true => format!("the line is one of {}", h.family.name),
        false => format!("{:.0} % of it speaks of {}", h.share * 100.0, h.family.name),
    };
    let mut out: Vec<String> = f.hits.iter().take(2).map(claim).collect();
    let prose = if f.is_prose() { "reads as prose" } else { "does not read as prose" };
    out.push(place.to_owned());
    out.push(format!(
        "{prose}: {:.0} {}, {:.0} % function words",
        f.words,
        if f.words == 1.0 { "word" } else { "words" },
        f.stop * 100.0
    ));
    if let Some(n) = f.elsewhere.filter(|&n| n > 0) {
        out.push(format!("stands in {n} other {} of the source", if n == 1 { "story" } else { "stories" }));
    }
    out.push(format!("score {score:.1}"));
    out.extend_from_slice(learned);
    out
}

/// Lines, paragraphs and sentences from labelled blocks. Lines outside every block are blank.
fn anatomy(
    text: &str,
    spans: &[Span],
    blocks: &[Block],
    label: impl Fn(usize) -> (LineKind, Vec<String>),
) -> Anatomy {
    let blank = |&span: &Span| Line { kind: LineKind::Blank, span, why: Vec::new() };
    let mut out = Anatomy { lines: spans.iter().map(blank).collect(), ..Anatomy::default() };
    for (i, block) in blocks.iter().enumerate() {
        let (kind, why) = label(i);
        for line in &mut out.lines[block.first..=block.last] {
            (line.kind, line.why) = (kind, why.clone());
        }
        if kind.is_searched() {
            out.paragraphs.push(block.span);
            out.sentences.extend(sentences(text, block.span));
        }
    }
    out
}

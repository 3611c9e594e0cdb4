//! The words of a story as the highlight plan reads them: at the positions of the index.

use crate::query::highlight::{Outside, Page};
use crate::query::matching::{REST, Range, lead, parts, parts_of};
use crate::segment::LineKind;
use crate::story::Story;
use crate::text::Span;
use crate::text::analyze::{Analyzer, Beginnings, Token};

/// How the words of a story are read.
pub struct Reading<'a> {
    /// That of the story's language.
    pub analyzer: &'a Analyzer,
    /// What the words begin with that are read; the others have their places only.
    pub wanted: Beginnings,
    /// What one of its words must begin with for a paragraph to be read: others are left out, which moves the
    /// places of words in those behind them.
    pub needed: Beginnings,
    /// Whether the lines are read that are not searched by default.
    pub with_rest: bool,
    /// Whether it matters how the story is parted.
    pub with_parts: bool,
}

/// Reads a story.
pub fn page(story: &Story, how: &Reading<'_>, outside: Outside<'_>) -> Page {
    let mut page = Page { passes: outside.passes.to_vec(), ..Page::default() };
    let searched = story.paragraphs.iter().map(|&p| (story.kind_at(p.start), p));
    page.runs = how.read(story, searched, 0, &mut page.words);
    let rest =
        story.lines.iter().filter(|l| how.with_rest && !l.kind.is_searched() && l.kind != LineKind::Blank);
    let lines = how.read(story, rest.map(|l| (l.kind, l.span)), REST, &mut page.rest);
    if !how.with_parts {
        page.runs.extend(lines);
        return page;
    }
    let quotes = story.quotes.iter().filter_map(|quote| {
        let mut people = quote.speaker.as_deref().map(outside.who).unwrap_or_default();
        people.sort_unstable();
        Some((covered(&page.words, quote.span)?, people))
    });
    page.said = quotes.collect();
    page.units = units(story, &page, &lines);
    page.runs.extend(lines);
    page
}

impl Reading<'_> {
    /// The words of some stretches of text, and where they stand.
    fn read(
        &self,
        story: &Story,
        stretches: impl Iterator<Item = (LineKind, Span)>,
        from: u32,
        words: &mut Vec<Token>,
    ) -> Vec<(LineKind, Range)> {
        let mut runs = Vec::new();
        for (kind, span) in stretches {
            let start = from + words.len() as u32;
            self.analyzer.read(&story.text, span, [&self.needed, &self.wanted], words);
            let end = from + words.len() as u32;
            if end > start {
                runs.push((kind, Range::new(start, end)));
            }
        }
        runs
    }
}

/// The positions of the words of a span.
fn covered(words: &[Token], span: Span) -> Option<Range> {
    let at = |offset: usize| words.partition_point(|word| word.span.start < offset) as u32;
    let range = Range::new(at(span.start), at(span.end));
    (range.start < range.end).then_some(range)
}

fn units(story: &Story, page: &Page, lines: &[(LineKind, Range)]) -> [Vec<Range>; 5] {
    let starts = |runs: &[(LineKind, Range)]| runs.iter().map(|(_, run)| run.start).collect::<Vec<u32>>();
    let of_sentences: Vec<u32> =
        story.sentences.iter().filter_map(|&s| covered(&page.words, s)).map(|s| s.start).collect();
    let mut any: Vec<(LineKind, u32)> = page.runs.iter().map(|(kind, run)| (*kind, run.start)).collect();
    any.dedup_by_key(|(kind, _)| *kind);
    let zones: Vec<u32> = any.iter().map(|(_, start)| *start).collect();
    let of = |kind: LineKind| {
        let own: Vec<u32> = any.iter().filter(|(k, _)| *k == kind).map(|(_, start)| *start).collect();
        parts_of(&own, &zones, REST).collect::<Vec<Range>>()
    };
    let paragraphs: Vec<Range> = parts(&starts(&page.runs), REST).collect();
    let lines = starts(lines);
    let with_lines = |own: &[Range]| own.iter().copied().chain(parts(&lines, u32::MAX)).collect();
    [
        with_lines(&parts(&of_sentences, REST).collect::<Vec<Range>>()),
        with_lines(&paragraphs),
        lead(&paragraphs, &of(LineKind::Body)),
        page.said.iter().map(|(range, _)| *range).collect(),
        of(LineKind::Headline),
    ]
}

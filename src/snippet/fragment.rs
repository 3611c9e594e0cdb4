//! Fragments: sentences (or lines outside of the story) with the matches in them.

use std::iter::Peekable;
use std::ops::Range;

use super::Snippet;
use super::page::{Reading, page};
use crate::query::highlight::{Highlight, Match, Outside};
use crate::segment::LineKind;
use crate::story::Story;
use crate::text::Span;
use crate::text::analyze::Analyzer;

/// Longest snippet in bytes; a longer sentence is cut at words around its matches.
const LONGEST: usize = 400;

/// A sentence with matches.
#[derive(Clone, Debug)]
pub(super) struct Fragment {
    pub(super) span: Span,
    /// The sentence that matches, where others stand around it.
    pub(super) core: Span,
    pub(super) kind: LineKind,
    /// Matched spans, ascending and apart.
    pub(super) marks: Vec<Span>,
    /// The patterns that match here, ascending, each once.
    pub(super) patterns: Vec<usize>,
}

/// The sentences in which something matches, in the order of the story.
pub(super) fn fragments(
    story: &Story,
    plan: &Highlight,
    analyzer: &Analyzer,
    outside: Outside<'_>,
) -> Vec<Fragment> {
    if plan.is_empty() {
        return Vec::new();
    }
    let how = Reading {
        analyzer,
        wanted: plan.beginnings(),
        needed: plan.needed(),
        with_rest: plan.wants_unsearched(),
        with_parts: plan.wants_parts(),
    };
    // Who said a quote is looked up in the names of the whole archive.
    let outside = match plan.speakers().is_empty() {
        true => Outside { who: &|_| Vec::new(), ..outside },
        false => outside,
    };
    let matches = plan.matches(&page(story, &how, outside));
    let units = units(story, plan);
    let mut out: Vec<Fragment> = Vec::new();
    for found in matches {
        place(&found, &units, &mut out);
    }
    out
}

/// The units that snippets are cut at: sentences, and whole lines outside of the story.
fn units(story: &Story, plan: &Highlight) -> Vec<(LineKind, Span)> {
    parts(story, plan, &story.sentences)
}

fn parts(story: &Story, plan: &Highlight, searched: &[Span]) -> Vec<(LineKind, Span)> {
    let mut out: Vec<(LineKind, Span)> = searched.iter().map(|&s| (story.kind_at(s.start), s)).collect();
    if plan.wants_unsearched() {
        let rest = story.lines.iter().filter(|l| !l.kind.is_searched() && l.kind != LineKind::Blank);
        out.extend(rest.map(|l| (l.kind, l.span)));
        out.sort_by_key(|(_, span)| span.start);
    }
    out
}

/// Puts a match into the fragment of its sentence; one over a sentence's end joins both.
fn place(found: &Match, units: &[(LineKind, Span)], out: &mut Vec<Fragment>) {
    let mark = found.span;
    let first = units.partition_point(|(_, unit)| unit.end <= mark.start);
    let Some(&(kind, unit)) = units.get(first) else { return };
    let last = units.partition_point(|(_, unit)| unit.start < mark.end).saturating_sub(1).max(first);
    let span = Span::new(unit.start, units[last].1.end);
    match out.last_mut() {
        Some(open) if open.span.overlaps(span) => open.add(mark, found.leaf, span.end),
        _ => out.push(Fragment { span, core: span, kind, marks: vec![mark], patterns: vec![found.leaf] }),
    }
}

impl Fragment {
    fn add(&mut self, mark: Span, pattern: usize, end: usize) {
        self.span.end = self.span.end.max(end);
        self.core = self.span;
        // Matches come longest first at one place: what overlaps the last mark lies inside it or
        // prolongs it.
        match self.marks.last_mut() {
            Some(last) if last.overlaps(mark) => last.end = last.end.max(mark.end),
            _ => self.marks.push(mark),
        }
        if let Err(at) = self.patterns.binary_search(&pattern) {
            self.patterns.insert(at, pattern);
        }
    }

    /// The snippet that shows this fragment.
    pub(super) fn snippet(&self, story: &Story) -> Snippet {
        let longest = LONGEST * self.span.len().div_ceil(self.core.len().max(1));
        let span = shortened(&story.text, self.span, self.marks.first().copied(), longest);
        let marks: Vec<Span> = self.marks.iter().copied().filter(|&m| span.contains(m)).collect();
        let (text, marks) = one_line(&story.text, span, self.span, &marks);
        let own = self.marks.iter().find(|&&mark| self.core.contains(mark));
        let speaker = own.and_then(|&mark| speaker(story, mark));
        let line = story.line_number(span.start.max(self.core.start));
        Snippet { part: self.kind, line, span, text, marks, speaker }
    }
}

/// The story's first sentence of body, else of anything searched.
pub(super) fn lead(story: &Story) -> Option<Fragment> {
    let of_body = |s: &&Span| story.kind_at(s.start) == LineKind::Body;
    let span = *story.sentences.iter().find(of_body).or(story.sentences.first())?;
    let kind = story.kind_at(span.start);
    Some(Fragment { span, core: span, kind, marks: Vec::new(), patterns: Vec::new() })
}

fn speaker(story: &Story, mark: Span) -> Option<String> {
    story.quotes.iter().find(|q| q.span.contains(mark)).and_then(|q| q.speaker.clone())
}

/// A piece no longer than `longest`: a longer one is cut at blanks, around its first match.
fn shortened(text: &str, span: Span, first: Option<Span>, longest: usize) -> Span {
    if span.len() <= longest {
        return span;
    }
    let mark = first.unwrap_or(Span::new(span.start, span.start));
    let start = match mark.end <= span.start + longest {
        true => span.start,
        false => after_blank(text, mark.start.saturating_sub(longest / 4).max(span.start)..mark.start),
    };
    let limit = text.floor_char_boundary((start + longest).min(span.end));
    let end =
        if limit == span.end { limit } else { before_blank(text, mark.end.max(start)..limit.max(mark.end)) };
    Span::new(start, end).trimmed(text)
}

/// The first place behind a blank in a range, else its end.
fn after_blank(text: &str, range: Range<usize>) -> usize {
    let start = text.ceil_char_boundary(range.start);
    let inside = text.get(start..range.end).unwrap_or_default();
    inside.find(char::is_whitespace).map_or(range.end, |at| start + at)
}

/// The last place before a blank in a range, else its end.
fn before_blank(text: &str, range: Range<usize>) -> usize {
    let inside = text.get(range.clone()).unwrap_or_default();
    inside.rfind(char::is_whitespace).map_or(range.end, |at| range.start + at)
}

/// A piece of a text with white space made single blanks, and its marks moved along; `…` where it was cut
/// from `whole`.
pub fn one_line(text: &str, span: Span, whole: Span, marks: &[Span]) -> (String, Vec<Span>) {
    let mut line =
        Line { out: String::with_capacity(span.len() + 8), moved: Vec::with_capacity(marks.len()) };
    if span.start > whole.start {
        line.out.push_str("… ");
    }
    let mut marks = marks.iter().copied().peekable();
    let mut at = span.start;
    for word in span.of(text).split(char::is_whitespace) {
        line.push(word, at, &mut marks);
        at += word.len();
        if let Some(blank) = text[at..span.end].chars().next() {
            at += blank.len_utf8();
            line.push_blank();
        }
    }
    if span.end < whole.end {
        line.out.push_str(" …");
    }
    // A mark whose end was not reached is none.
    line.moved.retain(|mark| mark.start < mark.end);
    (line.out, line.moved)
}

/// A line in the making.
struct Line {
    out: String,
    /// Marks; one that is still open ends where it begins.
    moved: Vec<Span>,
}

impl Line {
    fn push_blank(&mut self) {
        if !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    /// Adds a word that stands at `at`, with the marks that begin or end in it.
    fn push(&mut self, word: &str, at: usize, marks: &mut Peekable<impl Iterator<Item = Span>>) {
        let here = |place: usize| self.out.len() + place - at;
        let end = at + word.len();
        while let Some(mark) = marks.peek().copied().filter(|mark| mark.start < end) {
            if mark.start >= at {
                self.moved.push(Span::new(here(mark.start), here(mark.start)));
            }
            if mark.end > end {
                break;
            }
            if let Some(open) = self.moved.last_mut() {
                open.end = here(mark.end);
            }
            marks.next();
        }
        self.out.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::query::highlight::Outside;
    use crate::query::parse;
    use crate::snippet::{Excerpts, Snippets};
    use crate::story::{Options, Story};
    use crate::text::Span;

    #[test]
    fn a_snippet_of_a_match_longer_than_itself_stays_in_its_sentence() {
        let phrase = "rain fell on the river again ".repeat(20);
        let text = format!("Nobody in Leeds had seen the like.\nSo {phrase}and stopped.");
        let story = Story::from_text(&text, &Options { segment: false, ..Options::default() });
        let found = Snippets::of(&parse(&format!("\"{}\"", phrase.trim())), &|_| Vec::new()).best(
            &story,
            Excerpts::of(3),
            Outside::UNKNOWN,
        );
        assert_eq!(found[0].marks.len(), 1);
        assert_eq!((found[0].line, found[0].marks[0].of(&found[0].text)), (2, phrase.trim()));
    }
    /// The line, character by character.
    fn naive(text: &str, span: Span, marks: &[Span]) -> (String, Vec<Span>) {
        let (mut out, mut moved) = (String::new(), Vec::new());
        for (offset, c) in span.of(text).char_indices() {
            let at = span.start + offset;
            let start = marks.iter().any(|mark| mark.start == at);
            moved.extend(start.then(|| Span::new(out.len(), out.len())));
            if !c.is_whitespace() {
                out.push(c);
            } else if !out.ends_with(' ') {
                out.push(' ');
            }
            if marks.iter().any(|mark| mark.end == at + c.len_utf8()) {
                moved.last_mut().unwrap().end = out.len();
            }
        }
        (out, moved)
    }

    proptest! {
        #[test]
        fn a_line_is_its_text_but_for_white_space(
            words in prop::collection::vec(("[a-zé“-]{1,6}", r"[ \n\t\u{A0}\u{3000}]{1,3}", any::<bool>()), 0..12),
        ) {
            let (mut text, mut marks) = (String::new(), Vec::<Span>::new());
            for (word, blank, marked) in &words {
                let span = Span::new(text.len(), text.len() + word.len());
                match marks.last_mut() {
                    // Words side by side are marked as one.
                    Some(last) if *marked && blank.len() == 1 => last.end = span.end,
                    _ => marks.extend(marked.then_some(span)),
                }
                text.push_str(word);
                text.push_str(blank);
            }
            let whole = Span::new(0, text.len());
            prop_assert_eq!(super::one_line(&text, whole, whole, &marks), naive(&text, whole, &marks));
        }
    }
}

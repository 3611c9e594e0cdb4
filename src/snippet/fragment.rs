//! Fragments: sentences (or lines outside of the story) with the matches in them.

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
    let mut out = String::with_capacity(span.len() + 8);
    if span.start > whole.start {
        out.push_str("… ");
    }
    let mut moved = Vec::with_capacity(marks.len());
    let mut marks = marks.iter().peekable();
    let mut open = None;
    for (offset, c) in span.of(text).char_indices() {
        let at = span.start + offset;
        if marks.peek().is_some_and(|m| m.start == at) {
            open = marks.next().map(|m| (out.len(), m.end));
        }
        match c {
            _ if !c.is_whitespace() => out.push(c),
            _ if out.ends_with(' ') => {}
            _ => out.push(' '),
        }
        if let Some((start, _)) = open.filter(|&(_, end)| end == at + c.len_utf8()) {
            moved.push(Span::new(start, out.len()));
            open = None;
        }
    }
    if span.end < whole.end {
        out.push_str(" …");
    }
    (out, moved)
}

#[cfg(test)]
mod tests {
    use crate::query::highlight::Outside;
    use crate::query::parse;
    use crate::snippet::{Excerpts, Snippets};
    use crate::story::{Options, Story};

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
}

//! The highlight plan: from the query's tree to the words that made a story match.
//!
//! Made from the same tree as the tantivy query, with the same meaning of words and phrases, and
//! run over the words of one story. Words under NOT never match.

use std::ops::Range;

use super::ast::{Node, NodeKind, Value, Zone};
use super::{Field, Query};
use crate::text::Span;
use crate::text::analyze::{Analyzer, Token};

/// What to mark in a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    patterns: Vec<Pattern>,
    people: Vec<Vec<String>>,
}

/// Words side by side, in some lines.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    slots: Vec<Slot>,
    zone: Option<Zone>,
}

/// What one word of a pattern must be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Slot {
    /// This form.
    Form(String),
    /// Any form with this stem.
    Stem(String),
    /// Any form that begins so.
    Beginning(String),
}

impl Slot {
    fn fits(&self, token: &Token) -> bool {
        match self {
            Slot::Form(form) => token.form == *form,
            Slot::Stem(stem) => stem_of(token) == stem,
            Slot::Beginning(form) => token.form.starts_with(form.as_str()),
        }
    }
}

fn stem_of(token: &Token) -> &str {
    token.stem.as_deref().unwrap_or(&token.form)
}

/// A match in a story: the words it covers, and which pattern of the plan it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Indices of the words, in the list that was searched.
    pub words: Range<usize>,
    /// Number of the pattern; different patterns are different things asked for.
    pub pattern: usize,
}

/// A run of words that a match may not leave, with what kind of line it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Indices of its words.
    pub words: Range<usize>,
    /// Whether a pattern for that zone may match here.
    pub kind: crate::segment::LineKind,
}

impl Highlight {
    /// The plan of a query.
    pub fn of(query: &Query, analyzer: &Analyzer) -> Highlight {
        let mut plan = Highlight::default();
        plan.add(&query.root, None, analyzer);
        plan
    }

    /// Whether nothing in a text can be marked.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// The names asked for by `person:` and `speaker:`, as folded words; for a prefix its letters.
    pub fn people(&self) -> &[Vec<String>] {
        &self.people
    }

    /// Whether lines that are not searched by default are asked for.
    pub fn wants_unsearched(&self) -> bool {
        self.patterns.iter().any(|pattern| match pattern.zone {
            None => false,
            Some(Zone::Kind(kind)) => !kind.is_searched(),
            Some(Zone::Unsearched | Zone::Everything) => true,
        })
    }

    fn add(&mut self, node: &Node, zone: Option<Zone>, analyzer: &Analyzer) {
        match &node.kind {
            NodeKind::Word(text) => self.pattern(text, zone, analyzer, |t| Slot::Stem(stem_of(t).to_owned())),
            NodeKind::Phrase(text) => self.pattern(text, zone, analyzer, |t| Slot::Form(t.form.clone())),
            NodeKind::Prefix(text) => self.prefix(text, zone, analyzer),
            NodeKind::Field(Field::Person | Field::Speaker, value) => self.person(value, analyzer),
            NodeKind::Within(zone, inner) => self.add(inner, Some(*zone), analyzer),
            NodeKind::And(nodes) | NodeKind::Or(nodes) => {
                nodes.iter().for_each(|node| self.add(node, zone, analyzer));
            }
            NodeKind::All | NodeKind::Field(..) | NodeKind::Date(_) | NodeKind::In(_) | NodeKind::Not(_) => {}
        }
    }

    fn pattern(
        &mut self,
        text: &str,
        zone: Option<Zone>,
        analyzer: &Analyzer,
        slot: impl Fn(&Token) -> Slot,
    ) {
        let slots: Vec<Slot> = analyzer.tokens(text).iter().map(slot).collect();
        self.push(Pattern { slots, zone });
    }

    fn prefix(&mut self, text: &str, zone: Option<Zone>, analyzer: &Analyzer) {
        let mut slots: Vec<Slot> = analyzer.tokens(text).into_iter().map(|t| Slot::Form(t.form)).collect();
        if let Some(Slot::Form(last)) = slots.pop() {
            slots.push(Slot::Beginning(last));
        }
        self.push(Pattern { slots, zone });
    }

    fn push(&mut self, pattern: Pattern) {
        if !pattern.slots.is_empty() && !self.patterns.contains(&pattern) {
            self.patterns.push(pattern);
        }
    }

    fn person(&mut self, value: &Value, analyzer: &Analyzer) {
        let (Value::Words(text) | Value::Exact(text) | Value::Prefix(text)) = value;
        self.people.push(analyzer.tokens(text).into_iter().map(|t| t.form).collect());
    }

    /// All matches in the words of a story, ascending, longest first at one place. `runs` part the
    /// words into paragraphs.
    pub fn matches(&self, words: &[Token], runs: &[Run]) -> Vec<Match> {
        let mut out = Vec::new();
        for run in runs {
            for (number, pattern) in self.patterns.iter().enumerate() {
                if pattern.looks_at(run.kind) {
                    pattern.find(words, &run.words, number, &mut out);
                }
            }
        }
        out.sort_by_key(|m| (m.words.start, std::cmp::Reverse(m.words.end), m.pattern));
        out
    }
}

impl Pattern {
    fn looks_at(&self, kind: crate::segment::LineKind) -> bool {
        match self.zone {
            None => kind.is_searched(),
            Some(Zone::Kind(wanted)) => kind == wanted,
            Some(Zone::Unsearched) => !kind.is_searched(),
            Some(Zone::Everything) => true,
        }
    }

    fn find(&self, words: &[Token], within: &Range<usize>, number: usize, out: &mut Vec<Match>) {
        let length = self.slots.len();
        for start in within.start..(within.end + 1).saturating_sub(length) {
            let here = &words[start..start + length];
            if self.slots.iter().zip(here).all(|(slot, token)| slot.fits(token)) {
                out.push(Match { words: start..start + length, pattern: number });
            }
        }
    }
}

/// The text under a match: from its first word's first byte to its last word's last.
pub fn span_of(words: &[Token], range: &Range<usize>) -> Option<Span> {
    let (first, last) = (words.get(range.start)?, words.get(range.end.checked_sub(1)?)?);
    Some(Span::new(first.span.start, last.span.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;
    use crate::segment::LineKind;

    fn marked(query: &str, text: &str) -> Vec<String> {
        let analyzer = Analyzer::default();
        let words = analyzer.tokens(text);
        let runs = [Run { words: 0..words.len(), kind: LineKind::Body }];
        let matches = Highlight::of(&parse(query), &analyzer).matches(&words, &runs);
        matches.iter().map(|m| span_of(&words, &m.words).unwrap().of(text).to_owned()).collect()
    }

    #[test]
    fn words_match_inflections_and_phrases_do_not() {
        assert_eq!(marked("attack", "Attacks, attacked; the attack"), ["Attacks", "attacked", "attack"]);
        assert_eq!(marked("\"the attack\"", "The attacks. The attack."), ["The attack"]);
    }

    #[test]
    fn a_phrase_is_one_match_over_punctuation() {
        assert_eq!(
            marked("\"new york times\"", "New York Times and New York, times"),
            ["New York Times", "New York, times"]
        );
        assert_eq!(marked("US-China", "the US–China deal, US China deal"), ["US–China", "US China"]);
    }

    #[test]
    fn a_word_under_not_is_never_marked() {
        assert_eq!(marked("putin -assad NOT (syria OR iran)", "Putin, Assad, Syria, Iran"), ["Putin"]);
    }

    #[test]
    fn a_prefix_and_accents_match() {
        assert_eq!(marked("syri* cafe", "Syria's Syrian café"), ["Syria's", "Syrian", "café"]);
    }

    #[test]
    fn a_footer_word_needs_to_be_asked_for() {
        assert!(marked("in:footer syria", "Syria").is_empty());
    }
}

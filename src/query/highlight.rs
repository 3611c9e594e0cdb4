//! The highlight plan: from the query's tree to the words that made a story match.
//!
//! Made from the same tree as the tantivy query, with the same meaning of words and phrases, and
//! run over the words of one story. Words under NOT never match.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Query;
use super::ast::{Node, NodeKind, Zone};
use crate::text::Span;
use crate::text::analyze::{Analyzer, Token};

/// What to mark in a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    /// In the order in which they were typed, each once.
    patterns: Vec<Pattern>,
    /// The patterns that are one inflected word, by its stem: a thousand words cost no more than one.
    single: HashMap<String, Vec<usize>>,
    /// All other patterns.
    rows: Vec<usize>,
}

/// Words side by side, in some lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Pattern {
    slots: Vec<Slot>,
    zone: Option<Zone>,
}

/// What one word of a pattern must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
        let mut seen = HashSet::new();
        plan.patterns.retain(|pattern| seen.insert(pattern.clone()));
        for (number, pattern) in plan.patterns.iter().enumerate() {
            match pattern.slots.as_slice() {
                [Slot::Stem(stem)] => plan.single.entry(stem.clone()).or_default().push(number),
                _ => plan.rows.push(number),
            }
        }
        plan
    }

    /// Whether nothing in a text can be marked.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
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
        if !pattern.slots.is_empty() {
            self.patterns.push(pattern);
        }
    }

    /// All matches in the words of a story, ascending, longest first at one place. `runs` part the
    /// words into paragraphs. Time is linear in the words, times the number of patterns that are
    /// not single words.
    pub fn matches(&self, words: &[Token], runs: &[Run]) -> Vec<Match> {
        let mut out = Vec::new();
        for run in runs {
            self.single_words(words, run, &mut out);
            for &number in &self.rows {
                let pattern = &self.patterns[number];
                if pattern.looks_at(run.kind) {
                    pattern.find(words, &run.words, number, &mut out);
                }
            }
        }
        out.sort_by_key(|m| (m.words.start, std::cmp::Reverse(m.words.end), m.pattern));
        out
    }

    fn single_words(&self, words: &[Token], run: &Run, out: &mut Vec<Match>) {
        let within = run.words.clone();
        for (at, token) in within.clone().zip(words.get(within).unwrap_or_default()) {
            let numbers = self.single.get(stem_of(token)).into_iter().flatten();
            let looked_at = numbers.filter(|&&number| self.patterns[number].looks_at(run.kind));
            out.extend(looked_at.map(|&pattern| Match { words: at..at + 1, pattern }));
        }
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
        let here = words.get(within.clone()).unwrap_or_default();
        let found = |words: Range<usize>| Match { words, pattern: number };
        let Some((Slot::Beginning(beginning), before)) = self.slots.split_last() else {
            out.extend(
                rows(&self.slots, here).map(|end| found(end - self.slots.len()..end).moved(within.start)),
            );
            return;
        };
        let begins =
            |at: &usize| here.get(*at).is_some_and(|token| token.form.starts_with(beginning.as_str()));
        let ends: Vec<usize> =
            if before.is_empty() { (0..here.len()).collect() } else { rows(before, here).collect() };
        let places = ends.into_iter().filter(begins);
        out.extend(places.map(|at| found(at - before.len()..at + 1).moved(within.start)));
    }
}

impl Match {
    fn moved(self, by: usize) -> Match {
        Match { words: self.words.start + by..self.words.end + by, ..self }
    }
}

/// Where rows of tokens that fit `slots` end. None of the slots is a beginning, so two slots fit the
/// same tokens only if they are equal, and Knuth, Morris and Pratt's search (1977) holds: linear,
/// whatever repeats.
fn rows<'a>(slots: &'a [Slot], tokens: &'a [Token]) -> impl Iterator<Item = usize> + 'a {
    let borders = borders(slots);
    let mut held = 0;
    tokens.iter().enumerate().filter_map(move |(at, token)| {
        while held > 0 && !slots.get(held).is_some_and(|slot| slot.fits(token)) {
            held = borders[held - 1];
        }
        held += usize::from(slots.get(held).is_some_and(|slot| slot.fits(token)));
        (held > 0 && held == slots.len()).then_some(at + 1)
    })
}

/// For each beginning of `slots`, how long its longest proper beginning is that also ends it.
fn borders(slots: &[Slot]) -> Vec<usize> {
    let mut borders = vec![0; slots.len()];
    let mut held = 0;
    for at in 1..slots.len() {
        while held > 0 && slots[held] != slots[at] {
            held = borders[held - 1];
        }
        held += usize::from(slots[held] == slots[at]);
        borders[at] = held;
    }
    borders
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
    use proptest::prelude::*;

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

    #[test]
    fn a_prefix_of_several_words_ends_with_the_beginning() {
        assert_eq!(marked("US-Chi*", "US-China, US Chile, USA China, China"), ["US-China", "US Chile"]);
    }

    #[test]
    fn a_zone_is_looked_at_in_its_own_lines() {
        let analyzer = Analyzer::default();
        let words = analyzer.tokens("IANS");
        let runs = [Run { words: 0..1, kind: LineKind::SignOff }];
        let count = |query: &str| Highlight::of(&parse(query), &analyzer).matches(&words, &runs).len();
        assert_eq!(
            [count("ians"), count("in:sign_off ians"), count("in:footer ians"), count("in:all ians")],
            [0, 1, 1, 1]
        );
        assert_eq!([count("body:ians"), count("in:all (in:body ians)"), count("ians in:all -x")], [0, 0, 1]);
    }

    /// The slow way: each pattern at each word.
    fn naive(plan: &Highlight, words: &[Token], runs: &[Run]) -> Vec<(Range<usize>, usize)> {
        let mut out = Vec::new();
        for run in runs {
            for (number, pattern) in plan.patterns.iter().enumerate().filter(|(_, p)| p.looks_at(run.kind)) {
                let length = pattern.slots.len();
                for start in run.words.start..(run.words.end + 1).saturating_sub(length) {
                    if pattern.slots.iter().zip(&words[start..]).all(|(slot, token)| slot.fits(token)) {
                        out.push((start..start + length, number));
                    }
                }
            }
        }
        out.sort_by_key(|(words, number)| (words.start, std::cmp::Reverse(words.end), *number));
        out
    }

    fn queries() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            4 => "[ab]{1,2}(-[ab]){0,2}",
            2 => "[ab]{1,2}(-[ab]){0,2}\\*",
            3 => "\"([ab]{1,2} ){1,4}[ab]\"",
            1 => "-[ab]",
            1 => "(body|headline):[ab]",
            1 => "OR",
            1 => "walk(s|ed|ing)?",
        ];
        prop::collection::vec(part, 1..6).prop_map(|parts| parts.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn matches_equal_those_of_a_naive_matcher(
            query in queries(),
            text in prop::collection::vec("[ab]{1,2}|walk(s|ed|ing)?", 0..20),
            cut in 0usize..20,
        ) {
            let analyzer = Analyzer::default();
            let words = analyzer.tokens(&text.join(" "));
            let cut = cut.min(words.len());
            let runs = [
                Run { words: 0..cut, kind: LineKind::Headline },
                Run { words: cut..words.len(), kind: LineKind::Body },
            ];
            let plan = Highlight::of(&parse(&query), &analyzer);
            let found: Vec<_> = plan.matches(&words, &runs).into_iter().map(|m| (m.words, m.pattern)).collect();
            prop_assert_eq!(found, naive(&plan, &words, &runs), "{} in {:?}", query, text);
        }
    }

    #[test]
    fn long_phrases_and_many_words_take_linear_time() {
        let analyzer = Analyzer::default();
        let words = analyzer.tokens(&"ha ".repeat(100_000));
        let runs = [Run { words: 0..words.len(), kind: LineKind::Body }];
        let phrase = Highlight::of(&parse(&format!("\"{}ho\"", "ha ".repeat(50_000))), &analyzer);
        assert!(phrase.matches(&words, &runs).is_empty());
        let many: Vec<String> = (0..50_000).map(|n| format!("w{n}")).collect();
        assert!(Highlight::of(&parse(&many.join(" OR ")), &analyzer).matches(&words, &runs).is_empty());
    }
}

//! The highlight plan: from the query's tree to the words that made a story match.
//!
//! Made from the same tree as the tantivy query, with the same meaning of words and phrases, and
//! run over the words of one story. Words under NOT never match.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Query;
use super::ast::{Field, Node, NodeKind, Value, Zone};
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
    /// What is asked of one quote, where anything is.
    scopes: Vec<Test>,
}

/// What a quote is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Pattern(usize),
    /// One of these people of the archive says it, by number.
    Speaker(Vec<usize>),
    /// The story has it, or it would not be here.
    Story,
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
}

/// A quote of a story: its words, and the numbers of who says it, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Indices of its words, in the list that is searched.
    pub words: Range<usize>,
    /// The archive's people that the speaker is.
    pub speakers: Vec<usize>,
}

/// Words side by side, in some lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Pattern {
    slots: Vec<Slot>,
    zone: Option<Zone>,
    /// The number of the scope in whose quotes it must lie.
    scope: Option<usize>,
    /// Under NOT: it decides, and is never marked.
    hidden: bool,
}

/// Where the words of a node must stand.
#[derive(Clone, Copy, Default)]
struct Place {
    zone: Option<Zone>,
    scope: Option<usize>,
    hidden: bool,
}

/// What one word of a pattern must be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
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
    /// The plan of a query. `speakers` gives the numbers of the people that a value of `speaker:` means,
    /// ascending.
    pub fn of(query: &Query, analyzer: &Analyzer, speakers: &dyn Fn(&Value) -> Vec<usize>) -> Highlight {
        let mut maker = Maker { plan: Highlight::default(), known: HashMap::new(), analyzer, speakers };
        maker.add(&query.root, Place::default());
        maker.plan
    }

    /// Whether nothing in a text can be marked.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether something is asked of one quote.
    pub fn asks_of_quotes(&self) -> bool {
        !self.scopes.is_empty()
    }

    /// Whether lines that are not searched by default are asked for.
    pub fn wants_unsearched(&self) -> bool {
        self.patterns.iter().any(|pattern| match pattern.zone {
            None => false,
            Some(Zone::Kind(kind)) => !kind.is_searched(),
            Some(Zone::Unsearched | Zone::Everything) => true,
        })
    }

    /// The forms, stems and beginnings that fill a pattern, and how many words it has.
    pub fn words_of(&self, pattern: usize) -> &[Slot] {
        self.patterns.get(pattern).map_or(&[], |pattern| &pattern.slots)
    }

    /// All matches in the words of a story, ascending, longest first at one place. `runs` part the
    /// words into paragraphs, `said` are the story's quotes, ascending. Time is linear in the words, times
    /// the number of patterns that are not single words.
    pub fn matches(&self, words: &[Token], runs: &[Run], said: &[Said]) -> Vec<Match> {
        self.judged(words, runs, said).0
    }

    /// The matches, and for each scope in the order of the query the quotes that have what it asks.
    pub fn judged(&self, words: &[Token], runs: &[Run], said: &[Said]) -> (Vec<Match>, Vec<Vec<usize>>) {
        let mut found = Vec::new();
        for run in runs {
            self.single_words(words, run, &mut found);
            for &number in &self.rows {
                let pattern = &self.patterns[number];
                if pattern.looks_at(run.kind) {
                    pattern.find(words, &run.words, number, &mut found);
                }
            }
        }
        found.sort_by_key(|m| (m.words.start, std::cmp::Reverse(m.words.end), m.pattern));
        if self.scopes.is_empty() {
            return (found, Vec::new());
        }
        let inside: Vec<HashSet<usize>> = said.iter().map(|quote| self.patterns_in(quote, &found)).collect();
        let passes = |test: &Test| {
            (0..said.len()).filter(|&i| test.holds(&inside[i], &said[i].speakers)).collect::<Vec<usize>>()
        };
        let passing: Vec<Vec<usize>> = self.scopes.iter().map(passes).collect();
        let marked = |m: &Match| {
            let pattern = &self.patterns[m.pattern];
            let within = |scope: usize| passing[scope].iter().any(|&quote| said[quote].holds(&m.words));
            !pattern.hidden && pattern.scope.is_none_or(within)
        };
        found.retain(marked);
        (found, passing)
    }

    /// The patterns that match inside a quote.
    fn patterns_in(&self, quote: &Said, found: &[Match]) -> HashSet<usize> {
        let from = found.partition_point(|m| m.words.start < quote.words.start);
        let to = found.partition_point(|m| m.words.start < quote.words.end);
        let here = found.get(from..to).unwrap_or_default().iter();
        here.filter(|m| quote.holds(&m.words)).map(|m| m.pattern).collect()
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

impl Said {
    /// Whether words lie in it.
    pub fn holds(&self, words: &Range<usize>) -> bool {
        self.words.start <= words.start && words.end <= self.words.end
    }
}

impl Test {
    fn holds(&self, patterns: &HashSet<usize>, speakers: &[usize]) -> bool {
        match self {
            Test::Pattern(number) => patterns.contains(number),
            Test::Speaker(numbers) => speakers.iter().any(|s| numbers.binary_search(s).is_ok()),
            Test::Story => true,
            Test::All(parts) => parts.iter().all(|part| part.holds(patterns, speakers)),
            Test::Any(parts) => parts.iter().any(|part| part.holds(patterns, speakers)),
            Test::Not(part) => !part.holds(patterns, speakers),
        }
    }
}

/// Makes a plan.
struct Maker<'a> {
    plan: Highlight,
    known: HashMap<Pattern, usize>,
    analyzer: &'a Analyzer,
    speakers: &'a dyn Fn(&Value) -> Vec<usize>,
}

impl Maker<'_> {
    fn add(&mut self, node: &Node, place: Place) {
        match &node.kind {
            NodeKind::Word(_) | NodeKind::Phrase(_) | NodeKind::Prefix(_) => {
                self.pattern(node, place);
            }
            NodeKind::Within(zone, inner) => self.add(inner, Place { zone: Some(*zone), ..place }),
            NodeKind::And(nodes) | NodeKind::Or(nodes) => nodes.iter().for_each(|node| self.add(node, place)),
            NodeKind::Quoted(inner) => {
                let scope = self.plan.scopes.len();
                self.plan.scopes.push(Test::Story);
                let place = Place { scope: Some(scope), ..Place::default() };
                self.plan.scopes[scope] = self.test(inner, place);
            }
            NodeKind::All | NodeKind::Field(..) | NodeKind::Date(_) | NodeKind::In(_) | NodeKind::Not(_) => {}
        }
    }

    /// What a node asks of one quote.
    fn test(&mut self, node: &Node, place: Place) -> Test {
        match &node.kind {
            NodeKind::Word(_) | NodeKind::Phrase(_) | NodeKind::Prefix(_) => {
                self.pattern(node, place).map_or(Test::Any(Vec::new()), Test::Pattern)
            }
            NodeKind::Field(Field::Speaker, value) => Test::Speaker((self.speakers)(value)),
            NodeKind::Within(zone, inner) => self.test(inner, Place { zone: Some(*zone), ..place }),
            NodeKind::Quoted(inner) => self.test(inner, place),
            NodeKind::And(nodes) => Test::All(nodes.iter().map(|node| self.test(node, place)).collect()),
            NodeKind::Or(nodes) => Test::Any(nodes.iter().map(|node| self.test(node, place)).collect()),
            NodeKind::Not(inner) => Test::Not(Box::new(self.test(inner, Place { hidden: true, ..place }))),
            NodeKind::All | NodeKind::Field(..) | NodeKind::Date(_) | NodeKind::In(_) => Test::Story,
        }
    }

    /// The number of the pattern of a word, phrase or beginning; none where it has no words.
    fn pattern(&mut self, node: &Node, place: Place) -> Option<usize> {
        let tokens = |text: &str| self.analyzer.tokens(text);
        let slots: Vec<Slot> = match &node.kind {
            NodeKind::Word(text) => tokens(text).iter().map(|t| Slot::Stem(stem_of(t).to_owned())).collect(),
            NodeKind::Phrase(text) => tokens(text).into_iter().map(|t| Slot::Form(t.form)).collect(),
            NodeKind::Prefix(text) => {
                let mut forms: Vec<String> = tokens(text).into_iter().map(|t| t.form).collect();
                let last = forms.pop().map(Slot::Beginning);
                forms.into_iter().map(Slot::Form).chain(last).collect()
            }
            _ => Vec::new(),
        };
        if slots.is_empty() {
            return None;
        }
        let Place { zone, scope, hidden } = place;
        let pattern = Pattern { slots, zone, scope, hidden };
        if let Some(&number) = self.known.get(&pattern) {
            return Some(number);
        }
        let number = self.plan.patterns.len();
        match pattern.slots.as_slice() {
            [Slot::Stem(stem)] => self.plan.single.entry(stem.clone()).or_default().push(number),
            _ => self.plan.rows.push(number),
        }
        self.known.insert(pattern.clone(), number);
        self.plan.patterns.push(pattern);
        Some(number)
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

    fn plan(query: &str, analyzer: &Analyzer) -> Highlight {
        Highlight::of(&parse(query), analyzer, &|_| vec![1])
    }

    fn marked(query: &str, text: &str) -> Vec<String> {
        let analyzer = Analyzer::default();
        let words = analyzer.tokens(text);
        let runs = [Run { words: 0..words.len(), kind: LineKind::Body }];
        let matches = plan(query, &analyzer).matches(&words, &runs, &[]);
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
        let count = |query: &str| plan(query, &analyzer).matches(&words, &runs, &[]).len();
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
            let plan = plan(&query, &analyzer);
            let found: Vec<_> = plan.matches(&words, &runs, &[]).into_iter().map(|m| (m.words, m.pattern)).collect();
            prop_assert_eq!(found, naive(&plan, &words, &runs), "{} in {:?}", query, text);
        }
    }

    #[test]
    fn long_phrases_and_many_words_take_linear_time() {
        let analyzer = Analyzer::default();
        let words = analyzer.tokens(&"ha ".repeat(100_000));
        let runs = [Run { words: 0..words.len(), kind: LineKind::Body }];
        let phrase = plan(&format!("\"{}ho\"", "ha ".repeat(50_000)), &analyzer);
        assert!(phrase.matches(&words, &runs, &[]).is_empty());
        let many: Vec<String> = (0..50_000).map(|n| format!("w{n}")).collect();
        assert!(plan(&many.join(" OR "), &analyzer).matches(&words, &runs, &[]).is_empty());
    }

    #[test]
    fn words_of_a_quote_are_marked_in_the_quotes_that_have_all_of_them() {
        let analyzer = Analyzer::default();
        let words = analyzer.tokens("rain fell rain and wind rain or snow");
        let runs = [Run { words: 0..words.len(), kind: LineKind::Body }];
        let said = [(2..5, vec![1]), (5..8, vec![2])].map(|(words, speakers)| Said { words, speakers });
        let marked = |query: &str| {
            let (found, quotes) = plan(query, &analyzer).judged(&words, &runs, &said);
            let places: Vec<usize> = found.iter().map(|m| m.words.start).collect();
            (places, quotes[0].clone())
        };
        assert_eq!(marked("quote(rain)"), (vec![2, 5], vec![0, 1]));
        assert_eq!(marked("quote(rain wind)"), (vec![2, 4], vec![0]));
        assert_eq!(marked("quote(rain -wind)"), (vec![5], vec![1]));
        assert_eq!(marked("quote(speaker:x rain)"), (vec![2], vec![0]));
        assert_eq!(marked("quote(fell)"), (vec![], vec![]));
        assert_eq!(marked("quote(\"wind rain\")"), (vec![], vec![]));
    }
}

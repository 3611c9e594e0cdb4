//! The highlight plan: from the query's tree to the words that made a story match.
//!
//! Compiled from the same tree as the engine's query and judged by the same code, over the words of one
//! story. Words under NOT never match; words of an alternative that does not hold neither.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Query;
use super::ast::{Node, Unit, Value, Zone};
use super::compile::{Compiled, Cond, Leaf, reaches};
use super::leaf::{LONGEST_JOINING, Slot, row};
use super::matching::{Facts, REST, Range, WHOLE};
use crate::segment::LineKind;
use crate::text::Span;
use crate::text::analyze::{Analyzer, Beginnings, Token};

/// What to mark in a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Highlight {
    compiled: Compiled,
    /// The leaves that are one inflected word, by its stem, and by the form that is its own stem: a thousand
    /// words cost no more than one.
    single: HashMap<String, Vec<usize>>,
    /// Whether words have keys of both kinds.
    many: bool,
    /// All other leaves.
    rows: Vec<usize>,
    /// The people that each value of `speaker:` means, by number, ascending.
    speakers: Vec<Vec<usize>>,
    /// What all words begin with that fill a leaf, or a place in one.
    beginnings: Beginnings,
    /// What one word of each leaf begins with; anything where words in several paragraphs decide together.
    needed: Beginnings,
}

/// The words of a story, and how they are parted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Words of the lines that are searched by default; their positions are their indices.
    pub words: Vec<Token>,
    /// Words of all other lines; their positions begin at [`REST`].
    pub rest: Vec<Token>,
    /// Paragraphs, and lines outside of the story, ascending: what a row of words does not leave.
    pub runs: Vec<(LineKind, Range)>,
    /// The parts of the story of each kind, in the order of [`Unit::ALL`].
    pub units: [Vec<Range>; 5],
    /// The quotes with the numbers of who says them, ascending.
    pub said: Vec<(Range, Vec<usize>)>,
    /// Whether the story passes each of [`Highlight::filters`]; those that are missing count as good as they
    /// must be.
    pub passes: Vec<bool>,
}

/// What a story does not tell by itself.
#[derive(Clone, Copy)]
pub struct Outside<'a> {
    /// The numbers of the people that a speaker of the story is.
    pub who: &'a dyn Fn(&str) -> Vec<usize>,
    /// Whether the story passes each of [`Highlight::filters`], if that is known.
    pub passes: &'a [bool],
}

impl Outside<'_> {
    /// Nothing is known.
    pub const UNKNOWN: Outside<'static> = Outside { who: &|_| Vec::new(), passes: &[] };
}

impl Page {
    /// The words at some positions, all of them searched by default or none.
    pub(super) fn tokens(&self, range: Range) -> &[Token] {
        let (all, from) = if range.start >= REST { (&self.rest, REST) } else { (&self.words, 0) };
        all.get((range.start - from) as usize..(range.end - from) as usize).unwrap_or_default()
    }

    /// The text under some words: from the first one's first byte to the last one's last.
    pub fn span(&self, range: Range) -> Option<Span> {
        let tokens = self.tokens(range);
        Some(Span::new(tokens.first()?.span.start, tokens.last()?.span.end))
    }
}

/// Words of a story that match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which words.
    pub range: Range,
    /// Where they stand in the text.
    pub span: Span,
    /// Number of the leaf; different leaves are different things asked for.
    pub leaf: usize,
}

impl Highlight {
    /// The plan of a query. `speakers` gives the numbers of the people that a value of `speaker:` means,
    /// ascending.
    pub fn of(query: &Query, analyzer: &Analyzer, speakers: &dyn Fn(&Value) -> Vec<usize>) -> Highlight {
        Highlight::of_node(&query.root, analyzer, speakers)
    }

    /// The plan of a part of a query.
    pub fn of_node(node: &Node, analyzer: &Analyzer, speakers: &dyn Fn(&Value) -> Vec<usize>) -> Highlight {
        let compiled = Compiled::of(node, None, analyzer);
        let mut plan = Highlight::default();
        for (number, leaf) in compiled.leaves.iter().enumerate() {
            match leaf.slots.as_slice() {
                [Slot::Stem { stem, own, .. }] => {
                    plan.many |= own.is_some();
                    for key in [Some(stem), own.as_ref()].into_iter().flatten() {
                        plan.single.entry(key.clone()).or_default().push(number);
                    }
                }
                _ => plan.rows.push(number),
            }
        }
        plan.speakers = compiled.speakers.iter().map(speakers).collect();
        // Stems of other languages need not begin as their words do.
        plan.beginnings = match analyzer.is_english() {
            true => compiled.leaves.iter().flat_map(|leaf| &leaf.slots).fold(Beginnings::NONE, with_slot),
            false => Beginnings::ANY,
        };
        let is_apart = analyzer.is_english() && compiled.cond.as_ref().is_some_and(Cond::is_apart);
        let telling = compiled.leaves.iter().filter_map(|leaf| telling(&leaf.slots));
        plan.needed = if is_apart { telling.fold(Beginnings::NONE, with_slot) } else { Beginnings::ANY };
        Highlight { compiled, ..plan }
    }

    /// Whether nothing in a text can be marked.
    pub fn is_empty(&self) -> bool {
        self.compiled.leaves.is_empty()
    }

    /// The filters that decide with the words which of these matched: those under OR or NOT. None where there
    /// are no such, since all filters hold then.
    pub fn filters(&self) -> &[Node] {
        let decided = |cond: &Cond| match cond {
            Cond::All(parts) => parts.iter().all(|part| matches!(part, Cond::Flag(_)) || !part.has_flags()),
            cond => matches!(cond, Cond::Flag(_)) || !cond.has_flags(),
        };
        if self.compiled.cond.as_ref().is_none_or(decided) { &[] } else { &self.compiled.flags }
    }

    /// The values of `speaker:` in it.
    pub fn speakers(&self) -> &[Value] {
        &self.compiled.speakers
    }

    /// Whether lines that are not searched by default are asked for.
    pub fn wants_unsearched(&self) -> bool {
        self.compiled.leaves.iter().any(|leaf| reaches(leaf.zone, false))
    }

    /// Whether parts of stories are asked about, or who says something.
    pub fn wants_parts(&self) -> bool {
        !self.compiled.units().is_empty() || !self.compiled.speakers.is_empty()
    }

    /// What the words begin with that may match: of a [`Page`] no others need be read.
    pub fn beginnings(&self) -> Beginnings {
        self.beginnings
    }

    /// What the words begin with of which one must stand in a paragraph for anything in it to match, where
    /// what stands in other paragraphs does not matter: of a [`Page`] no others need be read.
    pub fn needed(&self) -> Beginnings {
        self.needed
    }

    /// What fills a leaf, word by word.
    pub fn slots(&self, leaf: usize) -> &[Slot] {
        self.compiled.leaves.get(leaf).map_or(&[], |leaf| &leaf.slots)
    }

    /// The words that made a story match, ascending, longest first at one place. Time is linear in the
    /// words, times the number of leaves that are not single words.
    pub fn matches(&self, page: &Page) -> Vec<Match> {
        let Some(cond) = &self.compiled.cond else { return Vec::new() };
        let facts = self.facts(page);
        let found = facts.words(cond, WHOLE).into_iter();
        let of = |found: super::matching::Found| {
            Some(Match { range: found.range, span: page.span(found.range)?, leaf: found.leaf })
        };
        let mut matches: Vec<Match> = found.filter_map(of).collect();
        matches.sort_by_key(|m| (m.span.start, Reverse(m.span.end), m.leaf));
        matches
    }

    /// The quotes that have what a query of one `quote(…)` asks, ascending, each with the words that made it
    /// match.
    pub fn quotes(&self, page: &Page) -> Vec<(Range, Vec<(usize, Range)>)> {
        let Some(Cond::Scope(Unit::Quote, _, inner)) = &self.compiled.cond else { return Vec::new() };
        let facts = self.facts(page);
        let words = |quote: Range| facts.words(inner, quote).iter().map(|f| (f.leaf, f.range)).collect();
        facts.units_with(Unit::Quote, inner).into_iter().map(|quote| (quote, words(quote))).collect()
    }

    /// What is asked, and what is known of a story where the outcome of every filter is.
    pub(super) fn judged(&self, page: &Page, passes: &dyn Fn(&Node) -> bool) -> (&Cond, Facts) {
        const NOTHING: &Cond = &Cond::Any(Vec::new());
        let flags = self.compiled.flags.iter().map(|flag| Some(passes(flag))).collect();
        (self.compiled.cond.as_ref().unwrap_or(NOTHING), Facts { flags, ..self.facts(page) })
    }

    fn facts(&self, page: &Page) -> Facts {
        let says = |meant: &Vec<usize>| {
            let by =
                |(_, people): &&(Range, Vec<usize>)| people.iter().any(|p| meant.binary_search(p).is_ok());
            page.said.iter().filter(by).map(|(range, _)| *range).collect()
        };
        Facts {
            leaves: self.leaves(page),
            flags: (0..self.compiled.flags.len()).map(|flag| page.passes.get(flag).copied()).collect(),
            said: self.speakers.iter().map(says).collect(),
            units: page.units.clone(),
        }
    }

    fn leaves(&self, page: &Page) -> Vec<Vec<Range>> {
        let mut out = vec![Vec::new(); self.compiled.leaves.len()];
        for &(kind, run) in &page.runs {
            let tokens = page.tokens(run);
            self.single_words(kind, run, tokens, &mut out);
            for &number in &self.rows {
                let Leaf { slots, zone, .. } = &self.compiled.leaves[number];
                if looks_at(*zone, kind) {
                    let moved = |(start, end): (usize, usize)| {
                        Range::new(run.start + start as u32, run.start + end as u32)
                    };
                    out[number].extend(stretches(slots, tokens).into_iter().map(moved));
                }
            }
        }
        for ranges in &mut out {
            // Two joined words count before one.
            ranges.sort_unstable_by_key(|range| (range.start, Reverse(range.end)));
            ranges.dedup_by_key(|range| range.start);
        }
        out
    }

    fn single_words(&self, kind: LineKind, run: Range, tokens: &[Token], out: &mut [Vec<Range>]) {
        if self.single.is_empty() {
            return;
        }
        for (at, token) in (run.start..).zip(tokens).filter(|(_, token)| !token.form.is_empty()) {
            let joined = token.joined.as_deref().map(|j| (j.stem.as_ref(), &j.form, at + 2));
            for (stem, form, end) in
                [Some((token.stem.as_ref(), &token.form, at + 1)), joined].into_iter().flatten()
            {
                let keys = [stem.unwrap_or(form), form].into_iter().take(1 + usize::from(self.many));
                let numbers = keys.filter_map(|key| self.single.get(key)).flatten();
                for &number in numbers.filter(|&&n| looks_at(self.compiled.leaves[n].zone, kind)) {
                    out[number].push(Range::new(at, end));
                }
            }
        }
    }
}

/// The slot of a leaf that fewest words may fill.
fn telling(slots: &[Slot]) -> Option<&Slot> {
    let letters = |slot: &&Slot| match slot {
        Slot::Stem { stem, .. } => stem.len(),
        Slot::Form(form) | Slot::Cased(form, _) | Slot::Beginning(form) => form.len(),
        Slot::Matching(_) => 0,
    };
    slots.iter().max_by_key(letters)
}

/// What words begin with, those of a slot among them.
fn with_slot(all: Beginnings, slot: &Slot) -> Beginnings {
    match slot {
        Slot::Stem { stem, own, .. } => own.iter().fold(all.with(stem), |all, own| all.with(own)),
        Slot::Form(form) | Slot::Cased(form, _) | Slot::Beginning(form) => all.with(form),
        Slot::Matching(_) => Beginnings::ANY,
    }
}

/// Whether words of a zone may stand in lines of a kind.
pub(super) fn looks_at(zone: Option<Zone>, kind: LineKind) -> bool {
    match zone {
        Some(Zone::Kind(wanted)) => kind == wanted,
        zone => reaches(zone, kind.is_searched()),
    }
}

/// Where rows of tokens that fit `slots` begin and end.
fn stretches(slots: &[Slot], tokens: &[Token]) -> Vec<(usize, usize)> {
    let length = slots.len();
    if length <= LONGEST_JOINING {
        let starts = 0..tokens.len();
        return starts.filter_map(|at| Some((at, at + row(slots, &tokens[at..])?))).collect();
    }
    match slots.split_last() {
        Some((last, before)) if slots.iter().any(is_open) => {
            let fits = |at: &usize| tokens.get(*at).is_some_and(|token| last.fits(token));
            let closed = !before.iter().any(is_open);
            let at: Vec<usize> = match closed {
                true => rows(before, tokens).collect(),
                false => windows(before, tokens).collect(),
            };
            at.into_iter().filter(fits).map(|at| (at + 1 - length, at + 1)).collect()
        }
        _ => rows(slots, tokens).map(|end| (end - length, end)).collect(),
    }
}

/// Whether several different slots may fit one word.
fn is_open(slot: &Slot) -> bool {
    matches!(slot, Slot::Beginning(_) | Slot::Matching(_) | Slot::Cased(..))
}

fn windows<'a>(slots: &'a [Slot], tokens: &'a [Token]) -> impl Iterator<Item = usize> + 'a {
    let fits = |window: &[Token]| slots.iter().zip(window).all(|(slot, token)| slot.fits(token));
    let windows = tokens.windows(slots.len()).enumerate();
    windows.filter(move |(_, window)| fits(window)).map(|(at, _)| at + slots.len())
}

/// Where rows of tokens that fit `slots` end. None of the slots is open, so two slots fit the
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
        while held > 0 && !slots[held].is_like(&slots[at]) {
            held = borders[held - 1];
        }
        held += usize::from(slots[held].is_like(&slots[at]));
        borders[at] = held;
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;
    use proptest::prelude::*;

    fn plan(query: &str, analyzer: &Analyzer) -> Highlight {
        Highlight::of(&parse(query), analyzer, &|_| vec![1])
    }

    /// A page of runs of one kind each; `said` are the quotes.
    fn page(
        analyzer: &Analyzer,
        text: &str,
        runs: &[(LineKind, usize)],
        said: &[(Range, Vec<usize>)],
    ) -> Page {
        let all = analyzer.tokens(text);
        let mut page = Page { said: said.to_vec(), ..Page::default() };
        page.units[Unit::Quote as usize] = said.iter().map(|(range, _)| *range).collect();
        let mut words = all.into_iter();
        for &(kind, many) in runs {
            let (list, from) = match kind.is_searched() {
                true => (&mut page.words, 0),
                false => (&mut page.rest, REST),
            };
            let start = from + list.len() as u32;
            list.extend(words.by_ref().take(many));
            // Texts are read a run at a time: no hyphen joins the last word of one to the next.
            list.iter_mut().last().into_iter().for_each(|word| word.joined = None);
            page.runs.push((kind, Range::new(start, from + list.len() as u32)));
        }
        page
    }

    fn marked(query: &str, text: &str) -> Vec<String> {
        let analyzer = Analyzer::default();
        let page = page(&analyzer, text, &[(LineKind::Body, usize::MAX)], &[]);
        let matches = plan(query, &analyzer).matches(&page);
        matches.iter().map(|m| m.span.of(text).to_owned()).collect()
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
    fn one_of_several_words_is_near_all_of_a_bracket() {
        let text = "goat iron so so so so cat oak";
        assert!(marked("(goat OR cat) pre/2 (iron oak)", text).is_empty());
        assert_eq!(marked("(goat OR cat) pre/2 (iron OR oak)", text), ["goat", "iron", "cat", "oak"]);
        assert_eq!(marked("(goat OR cat) pre/2 (iron so)", text), ["goat", "iron", "so"]);
    }

    #[test]
    fn a_loose_row_that_begins_with_joined_words_counts_them_as_one() {
        let text = "re-bel attack attack Attacks";
        assert_eq!(marked("\"re-bel rebel Attacks\"~0", text), ["re-bel", "re", "bel", "Attacks"]);
        assert!(marked("\"re-bel rebel Attacks\"~0", "re-bel so so so Attacks").is_empty());
    }

    #[test]
    fn a_word_under_not_is_never_marked() {
        assert_eq!(marked("putin -assad NOT (syria OR iran)", "Putin, Bashar, Sochi"), ["Putin"]);
        assert_eq!(marked("putin OR -assad", "Putin, Assad"), ["Putin"]);
    }

    #[test]
    fn words_of_an_alternative_that_does_not_hold_are_not_marked() {
        assert_eq!(marked("(putin iran) OR assad", "Putin, Assad"), ["Assad"]);
        assert_eq!(marked("putin w/2 assad", "Putin met Assad. Putin spoke."), ["Putin", "Assad", "Putin"]);
        assert_eq!(marked("putin pre/2 assad", "Putin met Assad. Putin spoke."), ["Putin", "Assad"]);
        assert_eq!(marked("putin NOT w/2 assad", "Putin met Assad. He saw that Putin spoke."), ["Putin"]);
        assert_eq!(marked("atleast3(rain)", "rain, rain"), [""; 0]);
        assert_eq!(marked("\"rain wind\"~1", "wind and rain, then nothing but wind"), ["wind", "rain"]);
    }

    #[test]
    fn a_prefix_and_accents_match() {
        assert_eq!(marked("syri* cafe", "Syria's Syrian café"), ["Syria's", "Syrian", "café"]);
    }

    #[test]
    fn a_prefix_of_several_words_ends_with_the_beginning() {
        assert_eq!(marked("US-Chi*", "US-China, US Chile, USA China, China"), ["US-China", "US Chile"]);
    }

    #[test]
    fn a_zone_is_looked_at_in_its_own_lines() {
        let analyzer = Analyzer::default();
        let page = page(&analyzer, "IANS", &[(LineKind::SignOff, 1)], &[]);
        let count = |query: &str| plan(query, &analyzer).matches(&page).len();
        assert_eq!(
            [count("ians"), count("in:sign_off ians"), count("in:footer ians"), count("in:all ians")],
            [0, 1, 1, 1]
        );
        assert_eq!([count("body:ians"), count("in:all (in:body ians)"), count("ians in:all -x")], [0, 0, 1]);
    }

    /// The slow way: each leaf at each word.
    fn naive(plan: &Highlight, page: &Page) -> Vec<Vec<Range>> {
        let mut out = Vec::new();
        for leaf in &plan.compiled.leaves {
            let mut found = Vec::new();
            for &(_, run) in page.runs.iter().filter(|(kind, _)| looks_at(leaf.zone, *kind)) {
                for start in run.start..run.end {
                    let mut end = start;
                    for slot in &leaf.slots {
                        let rest = page.tokens(Range::new(end.min(run.end), run.end));
                        let joined = |t: &Token| t.joined.as_ref().is_some_and(|j| slot.fits_joined(j));
                        let step = |t: &Token| if joined(t) { 2 } else { u32::from(slot.fits(t)) };
                        end += Some(rest.first().map_or(0, step)).filter(|s| *s > 0).unwrap_or(1 << 20);
                    }
                    if end <= run.end {
                        found.push(Range::new(start, end));
                    }
                }
            }
            out.push(found);
        }
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
            2 => "[ab](-[ab])?-\\?[ab](-[ab])?",
            1 => "==[abAB]{1,2}-[ab]",
        ];
        prop::collection::vec(part, 1..6).prop_map(|parts| parts.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn leaves_stand_where_a_naive_matcher_finds_them(
            query in queries(),
            text in prop::collection::vec("[abA]{1,2}|[ab]-[ab]|walk(s|ed|ing)?", 0..20),
            cut in 0usize..20,
        ) {
            let analyzer = Analyzer::default();
            let runs = [(LineKind::Headline, cut.min(text.len())), (LineKind::Body, usize::MAX)];
            let page = page(&analyzer, &text.join(" "), &runs, &[]);
            let plan = plan(&query, &analyzer);
            prop_assert_eq!(plan.leaves(&page), naive(&plan, &page), "{} in {:?}", query, text);
        }
    }

    #[test]
    fn long_phrases_and_many_words_take_linear_time() {
        let analyzer = Analyzer::default();
        let page = page(&analyzer, &"ha ".repeat(100_000), &[(LineKind::Body, usize::MAX)], &[]);
        let phrase = plan(&format!("\"{}ho\"", "ha ".repeat(50_000)), &analyzer);
        assert!(phrase.matches(&page).is_empty());
        let many: Vec<String> = (0..50_000).map(|n| format!("w{n}")).collect();
        assert!(plan(&many.join(" OR "), &analyzer).matches(&page).is_empty());
    }

    #[test]
    fn spellings_of_one_phrase_are_one_thing_beside_a_bracket() {
        let analyzer = Analyzer::default();
        let text = "US-China attack US China rain new";
        let page = page(&analyzer, text, &[(LineKind::Body, usize::MAX)], &[]);
        // One of its spellings is near the one, another one near the other.
        let marked = plan("\"US-China\"~1 w/3 (attack new)", &analyzer).matches(&page);
        assert_eq!(marked.iter().map(|m| m.span.of(text)).next(), Some("US-China"));
    }

    #[test]
    fn words_of_a_quote_are_marked_in_the_quotes_that_have_all_of_them() {
        let analyzer = Analyzer::default();
        let said = [(Range::new(2, 5), vec![1]), (Range::new(5, 8), vec![2])];
        let text = "rain fell rain and wind rain or snow";
        let page = page(&analyzer, text, &[(LineKind::Body, usize::MAX)], &said);
        let marked = |query: &str| {
            let plan = plan(query, &analyzer);
            let places: Vec<u32> = plan.matches(&page).iter().map(|m| m.range.start).collect();
            let quotes: Vec<u32> = plan.quotes(&page).iter().map(|(quote, _)| quote.start).collect();
            (places, quotes)
        };
        assert_eq!(marked("quote(rain)"), (vec![2, 5], vec![2, 5]));
        assert_eq!(marked("quote(rain wind)"), (vec![2, 4], vec![2]));
        assert_eq!(marked("quote(rain -wind)"), (vec![5], vec![5]));
        assert_eq!(marked("quote(rain speaker:ana)"), (vec![2], vec![2]));
    }
}

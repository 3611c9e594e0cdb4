//! What of a text a query matches: the plan for snippets and marks, made from the tree alone.
//!
//! The matcher reads the same tokens as the index ([`crate::text::analyze`]), so that a story is
//! marked where it was found. Words under NOT are never marked; names and dates of fields are not
//! words of the text and have no pattern here.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::ast::{Node, NodeKind, Zone};
use crate::segment::LineKind;
use crate::text::analyze::{Analyzer, Token};
use crate::text::fold::fold;
use crate::text::words::words;

/// A sequence of index tokens that a query looks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Stems, side by side; of `putin` one, of `US-China` two.
    Word(Vec<String>),
    /// Stems side by side, then a word that begins so: `syri*` has no stems, `US-Chi*` has one.
    Prefix(Vec<String>, String),
    /// Folded forms, side by side.
    Phrase(Vec<String>),
}

/// A pattern and where it is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Clause {
    /// What is looked for.
    pub pattern: Pattern,
    /// Lines in which it counts; `None` for the lines that a search looks at.
    pub zone: Option<Zone>,
}

impl Clause {
    /// Whether lines of this kind count.
    pub fn covers(&self, kind: LineKind) -> bool {
        match self.zone {
            None => kind.is_searched(),
            Some(Zone::Kind(own)) => own == kind,
            Some(Zone::Unsearched) => !kind.is_searched(),
            Some(Zone::Everything) => true,
        }
    }
}

/// A place where a clause matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The tokens it covers, as indices.
    pub tokens: Range<usize>,
    /// Which of [`Highlight::clauses`].
    pub clause: usize,
}

/// All that a query would mark.
#[derive(Clone, Debug, Default)]
pub struct Highlight {
    clauses: Vec<Clause>,
    /// Clauses of a single word, by stem.
    words: HashMap<String, Vec<usize>>,
    /// All others.
    rest: Vec<usize>,
}

impl From<&Node> for Highlight {
    fn from(root: &Node) -> Self {
        let mut clauses = Vec::new();
        gather(root, None, &Analyzer::default(), &mut clauses);
        let mut seen = HashSet::new();
        clauses.retain(|clause| seen.insert(clause.clone()));
        let mut plan = Highlight::default();
        for (at, clause) in clauses.iter().enumerate() {
            match &clause.pattern {
                Pattern::Word(stems) if stems.len() == 1 => {
                    plan.words.entry(stems[0].clone()).or_default().push(at);
                }
                _ => plan.rest.push(at),
            }
        }
        plan.clauses = clauses;
        plan
    }
}

impl Highlight {
    /// The clauses in the order in which they were typed, each once.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Where the clauses match in `tokens`, a stretch of lines of one kind (a paragraph, a
    /// headline), by place and then by clause. A phrase is one place; places may overlap. Time is
    /// linear in the tokens, times the number of clauses that are not single words.
    pub fn find(&self, tokens: &[Token], kind: LineKind) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            for &clause in self.words.get(stem_of(token)).into_iter().flatten() {
                found.push(Found { tokens: at..at + 1, clause });
            }
        }
        for &clause in &self.rest {
            let places = places(&self.clauses[clause].pattern, tokens);
            found.extend(places.into_iter().map(|tokens| Found { tokens, clause }));
        }
        found.retain(|f| self.clauses[f.clause].covers(kind));
        found.sort_by_key(|f| (f.tokens.start, f.tokens.end, f.clause));
        found
    }

    /// What to mark in `tokens`: ascending ranges of tokens without overlap. Places that share a
    /// token are one range; places side by side stay apart.
    ///
    /// ```
    /// use morgue::query::highlight::Highlight;
    /// use morgue::segment::LineKind;
    /// use morgue::text::analyze::Analyzer;
    ///
    /// let query = morgue::query::parse("\"final rout\" rebel -army");
    /// let tokens = Analyzer::default().tokens("The army spoke of a final rout of the rebels.");
    /// let marks = Highlight::from(&query.root).matches(&tokens, LineKind::Body);
    /// assert_eq!(marks, [5..7, 9..10]);
    /// ```
    pub fn matches(&self, tokens: &[Token], kind: LineKind) -> Vec<Range<usize>> {
        let mut marks: Vec<Range<usize>> = Vec::new();
        for found in self.find(tokens, kind) {
            match marks.last_mut() {
                Some(last) if found.tokens.start < last.end => last.end = last.end.max(found.tokens.end),
                _ => marks.push(found.tokens),
            }
        }
        marks
    }
}

/// The clauses of a tree, as often as they were typed.
fn gather(node: &Node, zone: Option<Zone>, analyzer: &Analyzer, clauses: &mut Vec<Clause>) {
    let pattern = match &node.kind {
        NodeKind::Word(text) => Pattern::Word(stems(text, analyzer)),
        NodeKind::Prefix(text) => prefix(text, analyzer),
        NodeKind::Phrase(text) => Pattern::Phrase(forms(text)),
        NodeKind::Within(inner, node) => return gather(node, Some(*inner), analyzer, clauses),
        NodeKind::And(parts) | NodeKind::Or(parts) => {
            return parts.iter().for_each(|part| gather(part, zone, analyzer, clauses));
        }
        NodeKind::All | NodeKind::Field(..) | NodeKind::Date(_) | NodeKind::In(_) | NodeKind::Not(_) => {
            return;
        }
    };
    clauses.push(Clause { pattern, zone });
}

/// What two inflections of a word have in common.
fn stem_of(token: &Token) -> &str {
    token.stem.as_deref().unwrap_or(&token.form)
}

fn forms(text: &str) -> Vec<String> {
    words(text).map(|word| fold(word.of(text))).collect()
}

fn stems(text: &str, analyzer: &Analyzer) -> Vec<String> {
    analyzer.tokens(text).into_iter().map(|token| token.stem.unwrap_or(token.form)).collect()
}

fn prefix(text: &str, analyzer: &Analyzer) -> Pattern {
    let mut stems = stems(text, analyzer);
    stems.pop();
    Pattern::Prefix(stems, forms(text).pop().unwrap_or_default())
}

/// All places of a pattern, overlapping ones too.
fn places(pattern: &Pattern, tokens: &[Token]) -> Vec<Range<usize>> {
    match pattern {
        Pattern::Word(stems) => runs(stems, tokens, stem_of),
        Pattern::Phrase(forms) => runs(forms, tokens, |token| &token.form),
        Pattern::Prefix(stems, begins) => {
            let begins_at =
                |at: usize| tokens.get(at).is_some_and(|token| token.form.starts_with(begins.as_str()));
            if stems.is_empty() {
                return (0..tokens.len()).filter(|&at| begins_at(at)).map(|at| at..at + 1).collect();
            }
            let before = runs(stems, tokens, stem_of).into_iter();
            before.filter(|run| begins_at(run.end)).map(|run| run.start..run.end + 1).collect()
        }
    }
}

/// Where `wanted` stands in a row (Knuth, Morris and Pratt 1977: linear whatever repeats).
fn runs<'t>(wanted: &[String], tokens: &'t [Token], of: impl Fn(&'t Token) -> &'t str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if wanted.is_empty() || wanted.len() > tokens.len() {
        return found;
    }
    let borders = borders(wanted);
    let mut held = 0;
    for (at, token) in tokens.iter().enumerate() {
        while held > 0 && (held == wanted.len() || wanted[held] != of(token)) {
            held = borders[held - 1];
        }
        if wanted[held] == of(token) {
            held += 1;
        }
        if held == wanted.len() {
            found.push(at + 1 - held..at + 1);
        }
    }
    found
}

/// For each beginning of `wanted`, how long its longest proper beginning is that also ends it.
fn borders(wanted: &[String]) -> Vec<usize> {
    let mut borders = vec![0; wanted.len()];
    let mut held = 0;
    for at in 1..wanted.len() {
        while held > 0 && wanted[held] != wanted[at] {
            held = borders[held - 1];
        }
        if wanted[held] == wanted[at] {
            held += 1;
        }
        borders[at] = held;
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;
    use proptest::prelude::*;

    /// The marked pieces of `text`, read as lines of `kind`.
    fn marked<'t>(query: &str, text: &'t str, kind: LineKind) -> Vec<&'t str> {
        let tokens = Analyzer::default().tokens(text);
        let marks = Highlight::from(&parse(query).root).matches(&tokens, kind);
        marks.iter().map(|m| &text[tokens[m.start].span.start..tokens[m.end - 1].span.end]).collect()
    }

    #[test]
    fn what_was_found_is_marked_and_nothing_else() {
        let text =
            "Kurz’s rebels attacked: US-China talks, the Erdoğan-US deal and final routs, a final rout.";
        let table: &[(&str, &[&str])] = &[
            ("kurz", &["Kurz’s"]),
            ("rebel", &["rebels"]),
            ("attacks", &["attacked"]),
            ("\"final rout\"", &["final rout"]),
            ("final rout", &["final", "routs", "final", "rout"]),
            ("US-China", &["US-China"]),
            ("US China", &["US", "China", "US"]),
            ("erdogan", &["Erdoğan"]),
            ("tal*", &["talks"]),
            ("US-Chi*", &["US-China"]),
            ("\"US China talks\" china", &["US-China talks"]),
            ("-kurz rebels", &["rebels"]),
            ("-(kurz OR rebels)", &[]),
            ("kurz OR person:rebels date:2017", &["Kurz’s"]),
            ("in:footer kurz", &[]),
            ("in:all kurz", &["Kurz’s"]),
            ("body:kurz headline:rebels", &["Kurz’s"]),
            ("\"rebel attacked\"", &[]),
            ("*", &[]),
        ];
        for (query, expected) in table {
            assert_eq!(marked(query, text, LineKind::Body), *expected, "{query}");
        }
    }

    #[test]
    fn zones_reach_their_own_lines_only() {
        assert!(marked("ians", "--IANS", LineKind::SignOff).is_empty());
        assert_eq!(marked("in:sign_off ians", "--IANS", LineKind::SignOff), ["IANS"]);
        assert_eq!(marked("in:footer ians", "--IANS", LineKind::SignOff), ["IANS"]);
        assert_eq!(marked("in:all (in:body ians)", "--IANS", LineKind::SignOff), [""; 0]);
    }

    #[test]
    fn a_clause_typed_twice_is_one() {
        let query = parse("rebel rebels \"a b\" OR \"a b\" OR body:rebel");
        assert_eq!(Highlight::from(&query.root).clauses().len(), 3);
    }

    fn token_matches(pattern: &Pattern, i: usize, token: &Token) -> bool {
        match pattern {
            Pattern::Word(stems) => stems[i] == stem_of(token),
            Pattern::Phrase(forms) => forms[i] == token.form,
            Pattern::Prefix(stems, begins) if i == stems.len() => token.form.starts_with(begins.as_str()),
            Pattern::Prefix(stems, _) => stems[i] == stem_of(token),
        }
    }

    /// Marks found the slow way: try each clause at each token, note which tokens and which gaps
    /// between tokens are covered, and read the ranges off.
    fn naive(plan: &Highlight, tokens: &[Token]) -> Vec<Range<usize>> {
        let mut covered = vec![false; tokens.len() + 1];
        let mut bridged = vec![false; tokens.len() + 1];
        for clause in plan.clauses().iter().filter(|clause| clause.covers(LineKind::Body)) {
            let length = match &clause.pattern {
                Pattern::Word(parts) | Pattern::Phrase(parts) => parts.len(),
                Pattern::Prefix(parts, _) => parts.len() + 1,
            };
            for start in 0..(tokens.len() + 1).saturating_sub(length) {
                if (0..length).all(|i| token_matches(&clause.pattern, i, &tokens[start + i])) {
                    (start..start + length).for_each(|at| covered[at] = true);
                    (start + 1..start + length).for_each(|at| bridged[at] = true);
                }
            }
        }
        let mut marks = Vec::new();
        let mut start = 0;
        for at in 0..tokens.len() {
            if covered[at] && !bridged[at] {
                start = at;
            }
            if covered[at] && !bridged[at + 1] {
                marks.push(start..at + 1);
            }
        }
        marks
    }

    fn queries() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            4 => "[ab]{1,2}(-[ab]){0,2}",
            2 => "[ab]{1,2}(-[ab])?\\*",
            3 => "\"([ab]{1,2} ){1,4}[ab]\"",
            1 => "-[ab]",
            1 => "(body|headline):[ab]",
            1 => "OR",
            1 => "walk(s|ed|ing)?",
        ];
        prop::collection::vec(part, 1..6).prop_map(|parts| parts.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn marks_equal_those_of_a_naive_matcher(
            query in queries(),
            text in prop::collection::vec("[ab]{1,2}|walk(s|ed|ing)?", 0..20),
        ) {
            let tokens = Analyzer::default().tokens(&text.join(" "));
            let plan = Highlight::from(&parse(&query).root);
            let expected = naive(&plan, &tokens);
            prop_assert_eq!(plan.matches(&tokens, LineKind::Body), expected, "{} in {:?}", query, text);
        }
    }

    #[test]
    fn a_long_phrase_of_one_word_takes_linear_time() {
        let tokens = Analyzer::default().tokens(&"ha ".repeat(100_000));
        let plan = Highlight::from(&parse(&format!("\"{}\"", "ha ".repeat(50_000))).root);
        assert_eq!(plan.matches(&tokens, LineKind::Body), std::iter::once(0..100_000).collect::<Vec<_>>());
    }
}

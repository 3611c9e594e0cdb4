//! Looser ways to ask for what a clause asks: the ways out of a query that finds nothing.

use super::ast::{Distance, Field, Near, Node, NodeKind, Value, Zone};
use super::leaf::slots;
use crate::text::Span;
use crate::text::analyze::Analyzer;

/// How much farther two things may be looked for.
const FARTHER: u32 = 4;

fn node(kind: NodeKind) -> Node {
    Node { kind, span: Span::default() }
}

/// Looser forms of a clause, the closest to it first; none where nothing can be asked more loosely.
///
/// ```
/// use morgue::query::{looser::looser, parse};
/// use morgue::text::analyze::Analyzer;
/// let forms = looser(&parse("\"final rout\"").root, &Analyzer::default());
/// let forms: Vec<String> = forms.iter().map(|form| form.to_string()).collect();
/// assert_eq!(forms, ["\"final rout\"~4", "final rout"]);
/// ```
pub fn looser(asked: &Node, analyzer: &Analyzer) -> Vec<Node> {
    match &asked.kind {
        NodeKind::Within(zone, inner) => {
            let same = |form: Node| node(NodeKind::Within(*zone, Box::new(form)));
            let mut forms: Vec<Node> = looser(inner, analyzer).into_iter().map(same).collect();
            forms.push((**inner).clone());
            forms.push(node(NodeKind::Within(Zone::Everything, inner.clone())));
            forms
        }
        NodeKind::Phrase(text) => phrase(asked, text, 0, analyzer),
        NodeKind::Loose(text, slop) => phrase(asked, text, *slop, analyzer),
        NodeKind::Cased(text) => vec![node(NodeKind::Word(text.clone()))],
        NodeKind::Fuzzy(text, 1) => vec![node(NodeKind::Fuzzy(text.clone(), 2))],
        NodeKind::Near(near) => nearer(near),
        NodeKind::Scope(_, inner) | NodeKind::First(_, inner) => vec![(**inner).clone()],
        NodeKind::AtLeast(n, inner) if *n > 2 => {
            vec![node(NodeKind::AtLeast(2, inner.clone())), (**inner).clone()]
        }
        NodeKind::AtLeast(_, inner) => vec![(**inner).clone()],
        NodeKind::Field(field, value) => named(*field, value),
        _ => Vec::new(),
    }
}

/// The words of a phrase, each in its zone; none of other clauses.
pub fn pieces(asked: &Node, analyzer: &Analyzer) -> Vec<Node> {
    match &asked.kind {
        NodeKind::Within(zone, inner) => {
            let same = |piece| node(NodeKind::Within(*zone, Box::new(piece)));
            pieces(inner, analyzer).into_iter().map(same).collect()
        }
        NodeKind::Phrase(text) | NodeKind::Loose(text, _) => words_of(text, analyzer),
        _ => Vec::new(),
    }
}

fn words_of(text: &str, analyzer: &Analyzer) -> Vec<Node> {
    let words = text.split_whitespace().map(|word| node(NodeKind::Word(word.to_owned())));
    words.filter(|word| !slots(&word.kind, analyzer).is_empty()).collect()
}

/// The words of a phrase with others between them, or anywhere.
fn phrase(asked: &Node, text: &str, slop: u32, analyzer: &Analyzer) -> Vec<Node> {
    let words = words_of(text, analyzer);
    match slots(&asked.kind, analyzer).len() {
        0 => Vec::new(),
        1 => words,
        _ => {
            let loose = node(NodeKind::Loose(text.to_owned(), slop.saturating_mul(FARTHER).max(FARTHER)));
            match words.len() {
                0 | 1 => vec![loose, node(NodeKind::Word(text.to_owned()))],
                _ => vec![loose, node(NodeKind::And(words))],
            }
        }
    }
}

/// The words of a name in any order, its last word alone, or the words in the text.
fn named(field: Field, value: &Value) -> Vec<Node> {
    let (Value::Words(text) | Value::Exact(text) | Value::Prefix(text)) = value;
    let last = text.split_whitespace().last().unwrap_or(text);
    let with = |value| node(NodeKind::Field(field, value));
    let mut forms = vec![with(Value::Words(text.clone())), with(Value::Words(last.to_owned()))];
    forms.extend((field != Field::Language).then(|| node(NodeKind::Phrase(text.clone()))));
    forms
}

/// The two things farther from each other, or anywhere.
fn nearer(near: &Near) -> Vec<Node> {
    let with = |how| node(NodeKind::Near(Box::new(Near { how, ..near.clone() })));
    let farther = |n: u32| n.saturating_mul(FARTHER).max(FARTHER);
    if matches!(near.left.kind, NodeKind::Not(_)) || matches!(near.right.kind, NodeKind::Not(_)) {
        return Vec::new();
    }
    let mut forms = match near.how {
        Distance::Words(n) => vec![with(Distance::Words(farther(n)))],
        Distance::Before(n) => {
            vec![
                with(Distance::Words(n)),
                with(Distance::Before(farther(n))),
                with(Distance::Words(farther(n))),
            ]
        }
        Distance::Sentence => vec![with(Distance::Paragraph)],
        Distance::Paragraph => Vec::new(),
    };
    forms.push(node(NodeKind::And(vec![near.left.clone(), near.right.clone()])));
    forms
}

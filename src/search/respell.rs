//! A query with words and names spelled as stories have them.

use super::explained::Spelling;
use super::spelling::name_asked;
use crate::index::names::lookup::folded;
use crate::query::{Near, Node, NodeKind, Value, parse};
use crate::text::Span;
use crate::text::analyze::Analyzer;

fn node(kind: NodeKind) -> Node {
    Node { kind, span: Span::default() }
}

/// Ways to choose a spelling of each word, the first ones first; so many of them at most.
pub(super) fn choices<'a>(known: &[&'a Spelling], most: usize) -> Vec<Vec<&'a str>> {
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    for spelling in known {
        let longer = |choice: &Vec<&'a str>| {
            let meant = spelling.meant.iter().map(|meant| meant.text.as_str());
            meant.map(|meant| choice.iter().copied().chain([meant]).collect()).collect::<Vec<Vec<&str>>>()
        };
        all = all.iter().flat_map(longer).take(most).collect();
    }
    all
}

/// A clause with a word or name spelled otherwise; none where it does not ask for it.
pub(super) fn spelled(asked: &Node, spelling: &Spelling, meant: &str, analyzer: &Analyzer) -> Option<Node> {
    let mut changed = false;
    let made = respelled(asked, &mut |kind| {
        let new = match kind {
            NodeKind::Word(text) => NodeKind::Word(reworded(text, spelling, meant, analyzer)?),
            NodeKind::Phrase(text) => NodeKind::Phrase(reworded(text, spelling, meant, analyzer)?),
            NodeKind::Loose(text, slop) => NodeKind::Loose(reworded(text, spelling, meant, analyzer)?, *slop),
            NodeKind::Cased(text) => NodeKind::Word(reworded(text, spelling, meant, analyzer)?),
            NodeKind::Field(field, Value::Words(text) | Value::Exact(text)) => {
                (name_asked(*field, &folded(text)).to_string() == spelling.word)
                    .then(|| parse(meant).root.kind)?
            }
            _ => return None,
        };
        changed = true;
        Some(new)
    });
    changed.then_some(made)
}

/// A text with one of its words spelled otherwise.
fn reworded(text: &str, spelling: &Spelling, meant: &str, analyzer: &Analyzer) -> Option<String> {
    let tokens = analyzer.tokens(text);
    let mut out = text.to_owned();
    let wrong = tokens.iter().filter(|token| token.form == spelling.word).rev();
    let mut any = false;
    for token in wrong {
        out.replace_range(token.span.start..token.span.end, meant);
        any = true;
    }
    any.then_some(out)
}

/// A tree with some of its leaves replaced.
fn respelled(asked: &Node, change: &mut dyn FnMut(&NodeKind) -> Option<NodeKind>) -> Node {
    if let Some(kind) = change(&asked.kind) {
        return node(kind);
    }
    let mut boxed = |inner: &Node| Box::new(respelled(inner, change));
    node(match &asked.kind {
        NodeKind::Within(zone, inner) => NodeKind::Within(*zone, boxed(inner)),
        NodeKind::Scope(unit, inner) => NodeKind::Scope(*unit, boxed(inner)),
        NodeKind::AtLeast(n, inner) => NodeKind::AtLeast(*n, boxed(inner)),
        NodeKind::First(n, inner) => NodeKind::First(*n, boxed(inner)),
        NodeKind::And(parts) => NodeKind::And(parts.iter().map(|part| *boxed(part)).collect()),
        NodeKind::Or(parts) => NodeKind::Or(parts.iter().map(|part| *boxed(part)).collect()),
        NodeKind::Near(near) => {
            let (left, right) = (*boxed(&near.left), *boxed(&near.right));
            NodeKind::Near(Box::new(Near { left, right, how: near.how }))
        }
        other => other.clone(),
    })
}

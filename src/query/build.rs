//! How parts are put together to a tree: flat, with nothing empty and no NOT in NOT.

use super::ast::{Node, NodeKind, Weight};
use super::lex::{Key, Wrap};
use crate::text::Span;

/// How the parts of a list are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
}

/// Nothing, the only node, or all of them under one.
pub(super) fn all_or_any(mut nodes: Vec<Node>, kind: fn(Vec<Node>) -> NodeKind) -> Option<Node> {
    if nodes.len() < 2 {
        return nodes.pop();
    }
    let span = match (nodes.first(), nodes.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::default(),
    };
    Some(Node { kind: kind(nodes), span })
}

/// Adds a node to the parts of an And or Or; one of the same kind gives its parts.
pub(super) fn push_flat(parts: &mut Vec<Node>, node: Node, under: Operator) {
    match (node.kind, under) {
        (NodeKind::And(mut inner), Operator::And) | (NodeKind::Or(mut inner), Operator::Or) => {
            if parts.is_empty() {
                *parts = inner;
            } else {
                parts.append(&mut inner);
            }
        }
        (kind, _) => parts.push(Node { kind, span: node.span }),
    }
}

pub(super) fn negated(node: Node, at: Span) -> Node {
    match node.kind {
        NodeKind::Not(inner) => *inner,
        kind => {
            let span = Span::new(at.start.min(node.span.start), node.span.end);
            Node { kind: NodeKind::Not(Box::new(Node { kind, span: node.span })), span }
        }
    }
}

pub(super) fn weighed(node: Node, weight: Option<Weight>) -> Node {
    let span = node.span;
    match weight {
        Some(weight) => Node { kind: NodeKind::Boost(weight, Box::new(node)), span },
        None => node,
    }
}

/// What a key makes of the node behind it.
pub(super) fn keyed(node: Node, key: Option<(Key, Span)>) -> Node {
    let Some((key, at)) = key else { return node };
    let span = Span::new(at.start, node.span.end);
    let inner = Box::new(node);
    let kind = match key {
        Key::Field(_) => return *inner,
        Key::Zone(zone) => NodeKind::Within(zone, inner),
        Key::Wrap(Wrap::Scope(unit)) => NodeKind::Scope(unit, inner),
        Key::Wrap(Wrap::AtLeast(n)) => NodeKind::AtLeast(n, inner),
        Key::Wrap(Wrap::First(n)) => NodeKind::First(n, inner),
    };
    Node { kind, span }
}

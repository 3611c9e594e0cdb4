//! The clauses of a query, each as a query of its own that finds what the clause finds alone.
//!
//! The zone that a word is looked for in stands before the word itself, and what stands in a scope keeps its
//! scope: `sentence(a b)` has the clauses `sentence(a)` and `sentence(b)`. Weights are off, since they find
//! nothing.

use super::ast::{Near, Node, NodeKind, Unit, Zone};
use crate::text::Span;

/// How the parts of a clause make it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// It has none.
    Leaf,
    /// All of them must hold.
    All,
    /// One of them must hold.
    Any,
    /// Its only part must not hold.
    Not,
    /// The two stand near each other.
    Near,
    /// More is asked of where its only part stands, or how often.
    Inner,
}

impl Join {
    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            Join::Leaf => "leaf",
            Join::All => "all",
            Join::Any => "any",
            Join::Not => "not",
            Join::Near => "near",
            Join::Inner => "inner",
        }
    }
}

/// A clause of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The query that finds what the clause finds alone.
    pub node: Node,
    /// How its parts make it up.
    pub join: Join,
    /// Its parts, as queries of their own.
    pub parts: Vec<Clause>,
    /// Number of parts that were left out because the query has too many.
    pub more: usize,
}

/// Clauses that are looked at of one query; each costs a search.
const MOST: usize = 200;

impl Clause {
    /// The clauses of a query.
    ///
    /// ```
    /// use morgue::query::{clauses::Clause, parse};
    /// let clause = Clause::of(&parse("headline:(rain wind) -snow").root);
    /// let parts: Vec<String> = clause.parts.iter().map(|part| part.node.to_string()).collect();
    /// assert_eq!(parts, ["headline:rain", "headline:wind", "-snow"]);
    /// ```
    pub fn of(root: &Node) -> Clause {
        let mut left = MOST;
        Cutter { left: &mut left }.clause(&zoned(root, None), &[])
    }

    /// Itself and all below it, each before its parts.
    pub fn all(&self) -> Vec<&Clause> {
        std::iter::once(self).chain(self.parts.iter().flat_map(Clause::all)).collect()
    }
}

/// What stands around a part.
#[derive(Clone, Copy)]
enum Around {
    Scope(Unit),
    AtLeast(u32),
    First(u32),
}

fn node(kind: NodeKind) -> Node {
    Node { kind, span: Span::default() }
}

/// The node within what stands around it, the outermost first.
fn within(inner: Node, around: &[Around]) -> Node {
    around.iter().rev().fold(inner, |inner, around| {
        let inner = Box::new(inner);
        node(match *around {
            Around::Scope(unit) => NodeKind::Scope(unit, inner),
            Around::AtLeast(n) => NodeKind::AtLeast(n, inner),
            Around::First(n) => NodeKind::First(n, inner),
        })
    })
}

/// The same query with the zone before each word, and without weights.
fn zoned(asked: &Node, zone: Option<Zone>) -> Node {
    let boxed = |inner: &Node| Box::new(zoned(inner, zone));
    node(match (&asked.kind, zone) {
        (kind, Some(zone)) if kind.is_text() => NodeKind::Within(zone, Box::new(asked.clone())),
        (NodeKind::Within(zone, inner), _) => return zoned(inner, Some(*zone)),
        (NodeKind::Boost(_, inner), _) => return zoned(inner, zone),
        (NodeKind::And(parts), _) => NodeKind::And(flat(parts, zone, |kind| match kind {
            NodeKind::And(parts) => Ok(parts),
            other => Err(other),
        })),
        (NodeKind::Or(parts), _) => NodeKind::Or(flat(parts, zone, |kind| match kind {
            NodeKind::Or(parts) => Ok(parts),
            other => Err(other),
        })),
        (NodeKind::Not(inner), _) => NodeKind::Not(boxed(inner)),
        (NodeKind::Scope(unit, inner), _) => NodeKind::Scope(*unit, boxed(inner)),
        (NodeKind::AtLeast(n, inner), _) => NodeKind::AtLeast(*n, boxed(inner)),
        (NodeKind::First(n, inner), _) => NodeKind::First(*n, boxed(inner)),
        (NodeKind::Near(near), _) => {
            let (left, right) = (zoned(&near.left, zone), zoned(&near.right, zone));
            NodeKind::Near(Box::new(Near { left, right, how: near.how }))
        }
        (other, _) => other.clone(),
    })
}

/// The parts with their zones; those that turned into such parts themselves are taken apart.
fn flat(
    parts: &[Node],
    zone: Option<Zone>,
    apart: impl Fn(NodeKind) -> Result<Vec<Node>, NodeKind>,
) -> Vec<Node> {
    let zoned = parts.iter().map(|part| zoned(part, zone));
    zoned.flat_map(|part| apart(part.kind).unwrap_or_else(|kind| vec![node(kind)])).collect()
}

/// Cuts a query into clauses, up to a number of them.
struct Cutter<'a> {
    left: &'a mut usize,
}

impl Cutter<'_> {
    fn clause(&mut self, asked: &Node, around: &[Around]) -> Clause {
        *self.left = self.left.saturating_sub(1);
        let own = within(asked.clone(), around);
        let (join, parts, around) = parts_of(asked, around);
        let cut: Vec<&Node> = parts.iter().copied().take(*self.left).collect();
        *self.left -= cut.len();
        let more = parts.len() - cut.len();
        let parts = cut.into_iter().map(|part| {
            *self.left += 1;
            self.clause(part, &around)
        });
        let parts = parts.collect();
        Clause { node: own, join, parts, more }
    }
}

/// How a node is made up, of what, and what stands around these parts.
fn parts_of<'a>(asked: &'a Node, around: &[Around]) -> (Join, Vec<&'a Node>, Vec<Around>) {
    let and = |more: Around| around.iter().copied().chain([more]).collect();
    let same = || around.to_vec();
    match &asked.kind {
        NodeKind::And(parts) => (Join::All, parts.iter().collect(), same()),
        NodeKind::Or(parts) => (Join::Any, parts.iter().collect(), same()),
        NodeKind::Not(inner) => (Join::Not, vec![inner], same()),
        NodeKind::Near(near) => (Join::Near, vec![positive(&near.left), positive(&near.right)], same()),
        NodeKind::Scope(unit, inner) => distributed(inner, and(Around::Scope(*unit)), same()),
        NodeKind::First(n, inner) => distributed(inner, and(Around::First(*n)), same()),
        NodeKind::AtLeast(n, inner) => match &inner.kind {
            NodeKind::And(_) => distributed(inner, and(Around::AtLeast(*n)), same()),
            _ => (Join::Inner, vec![inner], same()),
        },
        _ => (Join::Leaf, Vec::new(), same()),
    }
}

/// The parts of what stands in a bracket, each in that bracket; a single thing without it.
fn distributed(inner: &Node, with: Vec<Around>, without: Vec<Around>) -> (Join, Vec<&Node>, Vec<Around>) {
    match &inner.kind {
        NodeKind::And(parts) => (Join::All, parts.iter().collect(), with),
        NodeKind::Or(parts) => (Join::Any, parts.iter().collect(), with),
        _ => (Join::Inner, vec![inner], without),
    }
}

/// What must not be near, as what it is.
fn positive(side: &Node) -> &Node {
    match &side.kind {
        NodeKind::Not(inner) => inner,
        _ => side,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    /// The clauses as an indented list.
    fn tree(query: &str) -> String {
        fn list(clause: &Clause, depth: usize, out: &mut String) {
            out.push_str(&format!("{}{}\n", "  ".repeat(depth), clause.node));
            clause.parts.iter().for_each(|part| list(part, depth + 1, out));
        }
        let mut out = String::new();
        list(&Clause::of(&parse(query).root), 0, &mut out);
        out
    }

    #[test]
    fn zones_stand_before_the_words_they_govern() {
        assert_eq!(
            tree("in:caption (a OR b) lead:c^2 date:2020"),
            "((in:caption a) OR (in:caption b)) lead:c date:2020\n  (in:caption a) OR (in:caption b)\n    \
             in:caption a\n    in:caption b\n  lead:c\n  date:2020\n"
        );
    }

    #[test]
    fn what_stands_in_a_scope_keeps_it() {
        assert_eq!(
            tree("quote(speaker:ek (a OR b))"),
            "quote(speaker:ek (a OR b))\n  quote(speaker:ek)\n  quote(a OR b)\n    quote(a)\n    quote(b)\n"
        );
        assert_eq!(tree("first50(a)"), "first50(a)\n  a\n");
        assert_eq!(
            tree("atleast2(a OR b)"),
            "atleast2(a OR b)\n  a OR b\n    a\n    b\n",
            "together so many times"
        );
    }

    #[test]
    fn what_must_not_be_near_is_a_clause_as_it_is() {
        assert_eq!(tree("a NOT w/3 b"), "a NOT w/3 b\n  a\n  b\n");
        assert_eq!(tree("-(a b)"), "-(a b)\n  a b\n    a\n    b\n");
    }

    #[test]
    fn a_query_of_very_many_clauses_is_cut() {
        let query: Vec<String> = (0..1000).map(|i| format!("w{i}")).collect();
        let clause = Clause::of(&parse(&query.join(" ")).root);
        assert_eq!((clause.parts.len(), clause.more), (MOST - 1, 1001 - MOST));
        assert_eq!(clause.all().len(), MOST);
    }
}

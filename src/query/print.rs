//! From the tree back to query text. What is printed parses to the same tree, without repairs.

use std::fmt::{self, Formatter, Write};

use super::ast::{Field, Node, NodeKind, Value, Zone};
use super::chars::{is_blank, is_guillemet, is_quote};
use super::lex::{TokenKind, lex};
use super::parse::DEEPEST;
use super::repair::Repairs;
use crate::segment::LineKind;

/// Canonical query text: brackets wherever OR is mixed with AND, exclusion as `-`.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // Brackets that only make the reading clear are left out where the parser would have to
        // ignore the ones within.
        let clear = depth(self, Place::Top, true) <= DEEPEST;
        Printer { f, clear }.node(self, Place::Top)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Field::Person => "person",
            Field::Place => "place",
            Field::Dateline => "dateline",
            Field::Org => "org",
            Field::Speaker => "speaker",
            Field::Agency => "agency",
            Field::Source => "source",
        })
    }
}

/// The name behind `in:`.
impl fmt::Display for Zone {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Zone::Kind(kind) => kind.name(),
            Zone::Unsearched => "footer",
            Zone::Everything => "all",
        })
    }
}

/// What stands around a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing, or a bracket of its own.
    Top,
    And,
    Or,
    Not,
    /// Behind `in:KIND`, as one of the words that it governs.
    Zone,
}

/// How a node is dressed in its place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dress {
    Bare,
    /// `( )`
    Brackets,
    /// `body:( )`
    KeyBrackets,
}

/// Does a zone have a name of its own to stand before a value (`body:`)?
fn has_key(zone: Zone) -> bool {
    matches!(zone, Zone::Kind(LineKind::Body | LineKind::Headline))
}

fn is_text(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Word(_) | NodeKind::Prefix(_) | NodeKind::Phrase(_))
}

fn dress(node: &Node, place: Place, clear: bool) -> Dress {
    use NodeKind::{And, In, Or, Within};
    let brackets = match (&node.kind, place) {
        (Within(zone, inner), _) if has_key(*zone) && is_text(inner) => false,
        (Within(zone, _), Place::Top | Place::Or) if has_key(*zone) && clear => return Dress::KeyBrackets,
        (Within(zone, _), Place::And | Place::Not | Place::Zone) if has_key(*zone) => {
            return Dress::KeyBrackets;
        }
        (And(_) | Within(..), Place::Or) => clear,
        (Or(_), Place::And | Place::Not | Place::Zone) => true,
        (And(_), Place::Not) => true,
        (Within(..), Place::And | Place::Not | Place::Zone) => true,
        (In(_), Place::And | Place::Zone) => true,
        _ => false,
    };
    if brackets { Dress::Brackets } else { Dress::Bare }
}

/// Where the parts of a node stand.
fn place_within(node: &Node, place: Place, dress: Dress) -> Place {
    match (&node.kind, dress) {
        (_, Dress::KeyBrackets) => Place::Top,
        (NodeKind::And(_), _) => Place::And,
        (NodeKind::Or(_), _) => Place::Or,
        (NodeKind::Not(_), _) => Place::Not,
        (NodeKind::Within(..), _) => Place::Zone,
        (NodeKind::Quoted(_), _) => Place::Top,
        _ => place,
    }
}

fn children(node: &Node) -> &[Node] {
    match &node.kind {
        NodeKind::And(parts) | NodeKind::Or(parts) => parts,
        NodeKind::Not(inner) | NodeKind::Within(_, inner) | NodeKind::Quoted(inner) => {
            std::slice::from_ref(inner)
        }
        _ => &[],
    }
}

/// How deep the brackets of the printed text are.
fn depth(node: &Node, place: Place, clear: bool) -> usize {
    let dress = dress(node, place, clear);
    let within = place_within(node, place, dress);
    let deepest = children(node).iter().map(|child| depth(child, within, clear)).max().unwrap_or(0);
    deepest + usize::from(dress != Dress::Bare) + usize::from(matches!(node.kind, NodeKind::Quoted(_)))
}

struct Printer<'a, 'f> {
    f: &'a mut Formatter<'f>,
    clear: bool,
}

impl Printer<'_, '_> {
    fn node(&mut self, node: &Node, place: Place) -> fmt::Result {
        let dress = dress(node, place, self.clear);
        let within = place_within(node, place, dress);
        match dress {
            Dress::Bare => self.bare(node, within),
            Dress::Brackets => {
                self.f.write_char('(')?;
                self.bare(node, within)?;
                self.f.write_char(')')
            }
            Dress::KeyBrackets => self.key_brackets(node),
        }
    }

    fn key_brackets(&mut self, node: &Node) -> fmt::Result {
        if let NodeKind::Within(zone, inner) = &node.kind {
            write!(self.f, "{zone}:(")?;
            self.node(inner, Place::Top)?;
            self.f.write_char(')')?;
        }
        Ok(())
    }

    fn bare(&mut self, node: &Node, within: Place) -> fmt::Result {
        match &node.kind {
            NodeKind::All => self.f.write_char('*'),
            NodeKind::Word(text) => self.f.write_str(&word("", text, false)),
            NodeKind::Prefix(text) => self.f.write_str(&word("", text, true)),
            NodeKind::Phrase(text) => self.f.write_str(&phrase(text)),
            NodeKind::Field(field, value) => self.f.write_str(&field_text(*field, value)),
            NodeKind::Date(range) => write!(self.f, "date:{range}"),
            NodeKind::In(zone) => write!(self.f, "in:{zone}"),
            NodeKind::Within(zone, inner) => self.zone(*zone, inner),
            NodeKind::Quoted(inner) => {
                self.f.write_str("quote(")?;
                self.node(inner, Place::Top)?;
                self.f.write_char(')')
            }
            NodeKind::And(parts) => self.parts(parts, " ", within),
            NodeKind::Or(parts) => self.parts(parts, " OR ", within),
            NodeKind::Not(inner) => {
                self.f.write_char('-')?;
                self.node(inner, within)
            }
        }
    }

    fn zone(&mut self, zone: Zone, inner: &Node) -> fmt::Result {
        match &inner.kind {
            NodeKind::Word(text) if has_key(zone) => {
                self.f.write_str(&word(&format!("{zone}:"), text, false))
            }
            NodeKind::Prefix(text) if has_key(zone) => {
                self.f.write_str(&word(&format!("{zone}:"), text, true))
            }
            NodeKind::Phrase(text) if has_key(zone) => write!(self.f, "{zone}:{}", phrase(text)),
            _ => {
                write!(self.f, "in:{zone} ")?;
                self.node(inner, Place::Zone)
            }
        }
    }

    fn parts(&mut self, parts: &[Node], between: &str, within: Place) -> fmt::Result {
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.f.write_str(between)?;
            }
            self.node(part, within)?;
        }
        Ok(())
    }
}

fn field_text(field: Field, value: &Value) -> String {
    let key = format!("{field}:");
    match value {
        Value::Words(text) => word(&key, text, false),
        Value::Prefix(text) => word(&key, text, true),
        Value::Exact(text) => key + &phrase(text),
    }
}

/// A phrase between straight marks, with as few backslashes as it takes to be read back.
fn phrase(text: &str) -> String {
    let expected = TokenKind::Phrase(text.to_owned());
    let needed = |c| matches!(c, '"' | '\\');
    let special = |c| (is_quote(c) && !is_guillemet(c)) || matches!(c, '\\' | '*');
    let plain = format!("\"{}\"", escaped(text, needed));
    if reads_as(&plain, &expected) { plain } else { format!("\"{}\"", escaped(text, special)) }
}

/// A word as it must be typed behind `key`, with as few backslashes as it takes to be read back.
fn word(key: &str, text: &str, star: bool) -> String {
    let (end, expected) =
        if star { ("*", TokenKind::Prefix(text.to_owned())) } else { ("", TokenKind::Word(text.to_owned())) };
    let hard = |c| is_blank(c) || is_quote(c) || matches!(c, '\\' | '(' | ')' | '|' | '*');
    let (mut first, mut first_of_all) = (true, true);
    let tries = [
        escaped(text, hard),
        escaped(text, |c| hard(c) || c == ':'),
        escaped(text, |c| std::mem::take(&mut first) || hard(c)),
    ];
    let typed = tries.into_iter().map(|spelling| format!("{key}{spelling}{end}"));
    typed.into_iter().find(|typed| reads_as(typed, &expected)).unwrap_or_else(|| {
        let all = escaped(text, |c| std::mem::take(&mut first_of_all) || !c.is_alphanumeric());
        format!("{key}{all}{end}")
    })
}

/// Does `typed` read as this one token, perhaps behind a key, with nothing to repair?
fn reads_as(typed: &str, expected: &TokenKind) -> bool {
    let mut repairs = Repairs::default();
    let tokens = lex(typed, &mut repairs);
    let only = match tokens.as_slice() {
        [token] => Some(token),
        [key, token] if matches!(key.kind, TokenKind::Key(_)) => Some(token),
        _ => None,
    };
    repairs.is_empty() && only.is_some_and(|token| token.kind == *expected)
}

fn escaped(text: &str, mut special: impl FnMut(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

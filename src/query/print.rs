//! From the tree back to query text. What is printed parses to the same tree, without repairs.

use std::fmt::{self, Formatter, Write};

use super::ast::{
    Distance, Field, Has, LengthRange, Near, Node, NodeKind, PathPart, Unit, Value, Weight, Zone,
};
use super::chars::{is_blank, is_guillemet, is_quote};
use super::lex::{TokenKind, lex};
use super::parse::DEEPEST;
use super::repair::Repairs;
use crate::segment::LineKind;
use jiff::civil::Date;

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
            Field::Language => "lang",
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
            Zone::Lead => "lead",
            Zone::HeadlineAndLead => "hlead",
            Zone::Quotes => "quotes",
        })
    }
}

/// The name before a bracket.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unit::Sentence => "sentence",
            Unit::Paragraph => "para",
            Unit::Lead => "lead",
            Unit::Quote => "quote",
            Unit::Headline => "headline",
        })
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Distance::Words(n) => write!(f, "w/{n}"),
            Distance::Before(n) => write!(f, "pre/{n}"),
            Distance::Sentence => f.write_str("w/s"),
            Distance::Paragraph => f.write_str("w/p"),
        }
    }
}

impl fmt::Display for LengthRange {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (least, None) => write!(f, "{least}.."),
            (0, Some(most)) => write!(f, "..{most}"),
            (least, Some(most)) if least == most => write!(f, "{least}"),
            (least, Some(most)) => write!(f, "{least}..{most}"),
        }
    }
}

impl fmt::Display for Has {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Has::Quote => "quote",
            Has::Person => "person",
            Has::Place => "place",
            Has::Org => "org",
            Has::Source => "source",
            Has::Agency => "agency",
            Has::Date => "date",
        })
    }
}

/// `^2`, `^0.5`.
impl fmt::Display for Weight {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "^{}", f64::from(self.0) / 100.0)
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
    /// On one side of `w/5`.
    Near,
    /// Before `^2`.
    Weight,
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
    match zone {
        Zone::Kind(kind) => matches!(kind, LineKind::Body | LineKind::Headline | LineKind::Byline),
        Zone::Lead | Zone::HeadlineAndLead | Zone::Quotes => true,
        Zone::Unsearched | Zone::Everything => false,
    }
}

/// Has it no other name than that key?
fn has_only_key(zone: Zone) -> bool {
    matches!(zone, Zone::Lead | Zone::HeadlineAndLead | Zone::Quotes)
}

/// May it stand behind the key of a zone without brackets?
fn is_text(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Boost(_, inner) => inner.kind.is_text() && is_text(inner),
        NodeKind::Regex(_) => false,
        kind => kind.is_text(),
    }
}

fn dress(node: &Node, place: Place, clear: bool) -> Dress {
    use NodeKind::{And, In, Near, Not, Or, Within};
    let brackets = match (&node.kind, place) {
        (Within(zone, inner), _) if has_only_key(*zone) && !is_text(inner) => return Dress::KeyBrackets,
        (NodeKind::Regex(_), Place::Weight) => true,
        (kind, Place::Weight) => !kind.is_text() && !is_named(kind),
        (Within(zone, inner), _) if has_key(*zone) && is_text(inner) => false,
        (Within(zone, _), Place::Top | Place::Or) if has_key(*zone) && clear => return Dress::KeyBrackets,
        (Within(zone, _), Place::And | Place::Not | Place::Zone | Place::Near) if has_key(*zone) => {
            return Dress::KeyBrackets;
        }
        (And(_) | Or(_) | Not(_) | Within(..) | Near(_) | In(_), Place::Near) => true,
        (And(_) | Within(..), Place::Or) => clear,
        (Near(_), Place::And | Place::Or | Place::Zone) => clear,
        (Near(_), Place::Not) => true,
        (Or(_), Place::And | Place::Not | Place::Zone) => true,
        (And(_), Place::Not) => true,
        (Within(..), Place::And | Place::Not | Place::Zone) => true,
        (In(_), Place::And | Place::Zone) => true,
        _ => false,
    };
    if brackets { Dress::Brackets } else { Dress::Bare }
}

/// Does it stand in brackets of its own, behind a name?
fn is_named(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Scope(..) | NodeKind::AtLeast(..) | NodeKind::First(..))
}

/// Where the parts of a node stand.
fn place_within(node: &Node, place: Place, dress: Dress) -> Place {
    match (&node.kind, dress) {
        (_, Dress::KeyBrackets) => Place::Top,
        (NodeKind::And(_), _) => Place::And,
        (NodeKind::Or(_), _) => Place::Or,
        (NodeKind::Not(_), _) => Place::Not,
        (NodeKind::Within(..), _) => Place::Zone,
        (NodeKind::Near(_), _) => Place::Near,
        (NodeKind::Boost(..), _) => Place::Weight,
        (kind, _) if is_named(kind) => Place::Top,
        _ => place,
    }
}

fn children(node: &Node) -> Vec<&Node> {
    match &node.kind {
        NodeKind::And(parts) | NodeKind::Or(parts) => parts.iter().collect(),
        NodeKind::Near(near) => vec![&near.left, &near.right],
        NodeKind::Not(inner)
        | NodeKind::Within(_, inner)
        | NodeKind::Scope(_, inner)
        | NodeKind::AtLeast(_, inner)
        | NodeKind::First(_, inner)
        | NodeKind::Boost(_, inner) => vec![inner],
        _ => Vec::new(),
    }
}

/// How deep the brackets of the printed text are.
fn depth(node: &Node, place: Place, clear: bool) -> usize {
    let dress = dress(node, place, clear);
    let within = place_within(node, place, dress);
    let deepest = children(node).into_iter().map(|child| depth(child, within, clear)).max().unwrap_or(0);
    deepest + usize::from(dress != Dress::Bare) + usize::from(is_named(&node.kind))
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
            NodeKind::Field(field, value) => self.f.write_str(&field_text(*field, value)),
            NodeKind::Date(range) => write!(self.f, "date:{range}"),
            NodeKind::Path(part, text) => self.f.write_str(&path(*part, text)),
            NodeKind::Length(range) => write!(self.f, "words:{range}"),
            NodeKind::Has(what) => write!(self.f, "has:{what}"),
            NodeKind::In(zone) if has_key(*zone) => write!(self.f, "has:{zone}"),
            NodeKind::In(zone) => write!(self.f, "in:{zone}"),
            NodeKind::Within(zone, inner) => self.zone(*zone, inner),
            NodeKind::Scope(unit, inner) => self.named(unit, inner),
            NodeKind::AtLeast(n, inner) => self.named(&format_args!("atleast{n}"), inner),
            NodeKind::First(n, inner) => self.named(&format_args!("first{n}"), inner),
            NodeKind::Near(near) => self.near(near),
            NodeKind::Boost(weight, inner) => {
                self.node(inner, Place::Weight)?;
                write!(self.f, "{weight}")
            }
            NodeKind::And(parts) => self.parts(parts, " ", within),
            NodeKind::Or(parts) => self.parts(parts, " OR ", within),
            NodeKind::Not(inner) => {
                self.f.write_char('-')?;
                self.node(inner, within)
            }
            kind => self.f.write_str(&text("", kind)),
        }
    }

    fn named(&mut self, name: &dyn fmt::Display, inner: &Node) -> fmt::Result {
        write!(self.f, "{name}(")?;
        self.node(inner, Place::Top)?;
        self.f.write_char(')')
    }

    /// What must not be near stands behind `NOT w/5`.
    fn near(&mut self, near: &Near) -> fmt::Result {
        self.node(&near.left, Place::Near)?;
        match &near.right.kind {
            NodeKind::Not(inner) => {
                write!(self.f, " NOT {} ", near.how)?;
                self.node(inner, Place::Near)
            }
            _ => {
                write!(self.f, " {} ", near.how)?;
                self.node(&near.right, Place::Near)
            }
        }
    }

    fn zone(&mut self, zone: Zone, inner: &Node) -> fmt::Result {
        if has_key(zone) && is_text(inner) {
            let key = format!("{zone}:");
            return match &inner.kind {
                NodeKind::Boost(weight, inner) => write!(self.f, "{}{weight}", text(&key, &inner.kind)),
                kind => self.f.write_str(&text(&key, kind)),
            };
        }
        write!(self.f, "in:{zone} ")?;
        self.node(inner, Place::Zone)
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
    let kind = match value.clone() {
        Value::Words(text) => NodeKind::Word(text),
        Value::Prefix(text) => NodeKind::Prefix(text),
        Value::Exact(text) => NodeKind::Phrase(text),
    };
    text(&format!("{field}:"), &kind)
}

/// A word, phrase or pattern as it must be typed behind `key`.
fn text(key: &str, kind: &NodeKind) -> String {
    match kind {
        NodeKind::Word(text) => word(key, "", text, "", &TokenKind::Word(text.clone())),
        NodeKind::Prefix(text) => word(key, "", text, "*", &TokenKind::Prefix(text.clone())),
        NodeKind::Cased(text) => word(key, "==", text, "", &TokenKind::Cased(text.clone())),
        NodeKind::Wild(text) => word(key, "", text, "", &TokenKind::Wild(text.clone())),
        NodeKind::Fuzzy(text, most) => {
            word(key, "", text, &format!("~{most}"), &TokenKind::Fuzzy(text.clone(), *most))
        }
        NodeKind::Phrase(text) => format!("{key}{}", phrase(text)),
        NodeKind::Loose(text, slop) => format!("{key}{}~{slop}", phrase(text)),
        NodeKind::Regex(text) => format!("/{text}/"),
        _ => String::new(),
    }
}

fn path(part: PathPart, text: &str) -> String {
    let key = match part {
        PathPart::Path => "path:",
        PathPart::File => "file:",
        PathPart::Id => "id:",
    };
    let plain = format!("{key}{text}");
    if reads_as(&plain, &TokenKind::Path(part, text.to_owned())) {
        return plain;
    }
    format!("{key}\"{}\"", escaped(text, |c| matches!(c, '"' | '\\') || (is_quote(c) && !is_guillemet(c))))
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
fn word(key: &str, sign: &str, text: &str, end: &str, expected: &TokenKind) -> String {
    let wild = matches!(expected, TokenKind::Wild(_));
    let hard = |c| is_blank(c) || is_quote(c) || matches!(c, '\\' | '(' | ')' | '|') || (c == '*' && !wild);
    let (mut first, mut first_of_all) = (true, true);
    let mut head = |c: char| std::mem::take(&mut first) && !(wild && matches!(c, '*' | '?'));
    let tries =
        [escaped(text, hard), escaped(text, |c| hard(c) || c == ':'), escaped(text, |c| head(c) || hard(c))];
    let typed = tries.into_iter().map(|spelling| format!("{key}{sign}{spelling}{end}"));
    typed.into_iter().find(|typed| reads_as(typed, expected)).unwrap_or_else(|| {
        let kept = |c: char| c.is_alphanumeric() || (wild && matches!(c, '*' | '?'));
        let all = escaped(text, |c| (std::mem::take(&mut first_of_all) && !wild) || !kept(c));
        format!("{key}{sign}{all}{end}")
    })
}

/// Does `typed` read as this one token, perhaps behind a key, with nothing to repair?
fn reads_as(typed: &str, expected: &TokenKind) -> bool {
    let mut repairs = Repairs::default();
    // No day is counted back from in one word or phrase.
    let tokens = lex(typed, Date::ZERO, &mut repairs);
    let only = match tokens.as_slice() {
        [token] => Some(token),
        [key, token] if matches!(key.kind, TokenKind::Key(_)) => Some(token),
        _ => None,
    };
    repairs.is_empty() && only.is_some_and(|token| token.kind == *expected && token.weight.is_none())
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

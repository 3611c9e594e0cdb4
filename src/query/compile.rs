//! From the tree to a condition on the words of one story: what the engine verifies with postings is what
//! marks a story's own words.

use std::collections::HashMap;

use super::ast::{Distance, Field, Node, NodeKind, Unit, Value, Weight, Zone};
use super::leaf::{Slot, rows};
use crate::text::analyze::Analyzer;

/// What is asked of a story, over numbered leaves, flags and speakers.
#[derive(Clone, Debug, PartialEq)]
pub enum Cond {
    /// The leaf of this number stands somewhere.
    Leaf(usize),
    /// These leaves, each so often, stand in a stretch of so many words.
    Window(Vec<(usize, usize)>, u32),
    /// The story passes the filter of this number.
    Flag(usize),
    /// Who is asked for under this number says the quote.
    Speaker(usize),
    /// All of these.
    All(Vec<Cond>),
    /// One of these.
    Any(Vec<Cond>),
    /// One of these, which together are one thing asked for: the spellings of a word, the parts of a story in
    /// which it may stand.
    Either(Vec<Cond>),
    /// Not this.
    Not(Box<Cond>),
    /// The two near each other.
    Near(Box<(Cond, Cond)>, Distance),
    /// One such part of the story has it all; whether lines that are not searched by default count.
    Scope(Unit, bool, Box<Cond>),
    /// So many times.
    AtLeast(u32, Box<Cond>),
    /// Among the first words.
    First(u32, Box<Cond>),
}

/// Words side by side, in some lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// What stands at each place; never empty.
    pub slots: Vec<Slot>,
    /// In which lines; those that are searched by default without one.
    pub zone: Option<Zone>,
    /// How important it is, in hundredths.
    pub weight: u32,
}

/// A condition with what its numbers stand for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compiled {
    /// What is asked; none where nothing is.
    pub cond: Option<Cond>,
    /// Words and phrases, each once.
    pub leaves: Vec<Leaf>,
    /// Filters of stories.
    pub flags: Vec<Node>,
    /// Values of `speaker:` in `quote(…)`.
    pub speakers: Vec<Value>,
}

impl Compiled {
    /// Compiles a node whose words are looked for in `zone`.
    pub fn of(node: &Node, zone: Option<Zone>, analyzer: &Analyzer) -> Compiled {
        let mut maker = Maker { made: Compiled::default(), known: HashMap::new(), analyzer };
        let place = Place { zone, weight: 100, quoted: false };
        let cond = maker.cond(node, place);
        Compiled { cond: Some(cond), ..maker.made }
    }

    /// The parts of a story that it asks about.
    pub fn units(&self) -> Vec<Unit> {
        let mut units = Vec::new();
        self.cond.iter().for_each(|cond| units_of(cond, &mut units));
        units
    }
}

fn units_of(cond: &Cond, out: &mut Vec<Unit>) {
    let unit = match cond {
        Cond::Scope(unit, ..) => Some(*unit),
        Cond::Near(_, Distance::Sentence) => Some(Unit::Sentence),
        Cond::Near(_, Distance::Paragraph) => Some(Unit::Paragraph),
        _ => None,
    };
    out.extend(unit.filter(|unit| !out.contains(unit)));
    cond.parts().into_iter().for_each(|part| units_of(part, out));
}

impl Cond {
    /// Whether it asks for words.
    pub fn has_words(&self) -> bool {
        matches!(self, Cond::Leaf(_) | Cond::Window(..)) || self.parts().into_iter().any(Cond::has_words)
    }

    /// Whether it is one of some words, and nothing else.
    pub(super) fn is_words(&self) -> bool {
        match self {
            Cond::Leaf(_) | Cond::Window(..) => true,
            Cond::Any(parts) | Cond::Either(parts) => parts.iter().all(Cond::is_words),
            _ => false,
        }
    }

    /// Whether it asks no more of words than that they stand in the story, each by itself.
    pub(super) fn is_apart(&self) -> bool {
        match self {
            Cond::Near(..) | Cond::Window(..) | Cond::Scope(..) | Cond::Speaker(_) | Cond::First(..) => false,
            cond => cond.parts().into_iter().all(Cond::is_apart),
        }
    }

    /// Whether a filter decides it.
    pub fn has_flags(&self) -> bool {
        matches!(self, Cond::Flag(_)) || self.parts().into_iter().any(Cond::has_flags)
    }

    /// What it is made of.
    pub fn parts(&self) -> Vec<&Cond> {
        match self {
            Cond::All(parts) | Cond::Any(parts) | Cond::Either(parts) => parts.iter().collect(),
            Cond::Near(sides, _) => vec![&sides.0, &sides.1],
            Cond::Not(inner) | Cond::Scope(_, _, inner) | Cond::AtLeast(_, inner) | Cond::First(_, inner) => {
                vec![inner]
            }
            Cond::Leaf(_) | Cond::Window(..) | Cond::Flag(_) | Cond::Speaker(_) => Vec::new(),
        }
    }
}

/// Where a node stands.
#[derive(Clone, Copy)]
struct Place {
    zone: Option<Zone>,
    weight: u32,
    /// In `quote(…)`.
    quoted: bool,
}

struct Maker<'a> {
    made: Compiled,
    known: HashMap<Leaf, usize>,
    analyzer: &'a Analyzer,
}

impl Maker<'_> {
    fn cond(&mut self, node: &Node, place: Place) -> Cond {
        match &node.kind {
            kind if kind.is_text() => self.words(node, place),
            NodeKind::Within(zone, inner) => self.cond(inner, Place { zone: Some(*zone), ..place }),
            NodeKind::Boost(weight, inner) => self.cond(inner, place.weighted(*weight)),
            NodeKind::And(nodes) => Cond::All(nodes.iter().map(|n| self.cond(n, place)).collect()),
            NodeKind::Or(nodes) => Cond::Any(nodes.iter().map(|n| self.cond(n, place)).collect()),
            NodeKind::Not(inner) => Cond::Not(Box::new(self.cond(inner, place))),
            NodeKind::Near(near) => {
                let sides = (self.cond(&near.left, place), self.cond(&near.right, place));
                Cond::Near(Box::new(sides), near.how)
            }
            NodeKind::Scope(unit, inner) => {
                let quoted = place.quoted || *unit == Unit::Quote;
                let inner = self.cond(inner, Place { quoted, ..place });
                Cond::Scope(*unit, self.reaches_rest(&inner), Box::new(inner))
            }
            NodeKind::AtLeast(n, inner) => Cond::AtLeast(*n, Box::new(self.cond(inner, place))),
            NodeKind::First(n, inner) => Cond::First(*n, Box::new(self.cond(inner, place))),
            NodeKind::Field(Field::Speaker, value) if place.quoted => {
                self.made.speakers.push(value.clone());
                Cond::Speaker(self.made.speakers.len() - 1)
            }
            _ => {
                self.made.flags.push(node.clone());
                Cond::Flag(self.made.flags.len() - 1)
            }
        }
    }

    /// A word or phrase; in some zones, the parts of the story that the zone is.
    fn words(&mut self, node: &Node, place: Place) -> Cond {
        let scopes: &[Unit] = match place.zone {
            Some(Zone::Lead) => &[Unit::Lead],
            Some(Zone::HeadlineAndLead) => &[Unit::Headline, Unit::Lead],
            Some(Zone::Quotes) => &[Unit::Quote],
            _ => return self.anywhere(node, place),
        };
        let words = self.anywhere(node, Place { zone: None, ..place });
        let within = |unit: &Unit| Cond::Scope(*unit, false, Box::new(words.clone()));
        Cond::Either(scopes.iter().map(within).collect())
    }

    /// Whether words are asked for in lines that are not searched by default.
    fn reaches_rest(&self, cond: &Cond) -> bool {
        let here = |leaf: usize| reaches(self.made.leaves[leaf].zone, false);
        match cond {
            Cond::Leaf(leaf) => here(*leaf),
            Cond::Window(leaves, _) => leaves.iter().any(|(leaf, _)| here(*leaf)),
            cond => cond.parts().into_iter().any(|part| self.reaches_rest(part)),
        }
    }

    fn anywhere(&mut self, node: &Node, place: Place) -> Cond {
        let rows = rows(&node.kind, self.analyzer);
        let row = |slots| match &node.kind {
            NodeKind::Loose(_, slop) => self.loose(slots, *slop, place),
            _ => self.leaf(slots, place.zone, place.weight),
        };
        let mut rows: Vec<Cond> = rows.into_iter().map(row).collect();
        if rows.len() == 1 { rows.swap_remove(0) } else { Cond::Either(rows) }
    }

    fn leaf(&mut self, slots: Vec<Slot>, zone: Option<Zone>, weight: u32) -> Cond {
        let leaf = Leaf { slots, zone, weight };
        if let Some(&number) = self.known.get(&leaf) {
            return Cond::Leaf(number);
        }
        self.made.leaves.push(leaf.clone());
        self.known.insert(leaf, self.made.leaves.len() - 1);
        Cond::Leaf(self.made.leaves.len() - 1)
    }

    fn loose(&mut self, slots: Vec<Slot>, slop: u32, place: Place) -> Cond {
        let width = slots.len() as u32 + slop;
        let mut wanted: Vec<(usize, usize)> = Vec::new();
        for slot in slots {
            let Cond::Leaf(number) = self.leaf(vec![slot], place.zone, place.weight) else { continue };
            match wanted.iter_mut().find(|(known, _)| *known == number) {
                Some((_, often)) => *often += 1,
                None => wanted.push((number, 1)),
            }
        }
        Cond::Window(wanted, width)
    }
}

impl Place {
    fn weighted(self, Weight(hundredths): Weight) -> Place {
        let weight = u64::from(self.weight) * u64::from(hundredths) / 100;
        Place { weight: u32::try_from(weight.clamp(1, 1_000_000)).unwrap_or(1), ..self }
    }
}

/// Whether words of a zone may stand in lines that are searched by default, or in others.
pub fn reaches(zone: Option<Zone>, searched: bool) -> bool {
    match zone {
        Some(Zone::Kind(kind)) => kind.is_searched() == searched,
        Some(Zone::Unsearched) => !searched,
        Some(Zone::Everything) => true,
        None | Some(Zone::Lead | Zone::HeadlineAndLead | Zone::Quotes) => searched,
    }
}

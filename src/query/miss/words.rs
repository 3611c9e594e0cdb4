//! A word that is not there: does it stand in other lines, is there one like it?

use super::{Judge, Like, Likeness, Miss};
use crate::query::ast::{Node, NodeKind, Zone};
use crate::query::highlight::{Match, looks_at};
use crate::query::leaf::{Matcher, Slot, distance, slots, stem_of, tolerance};
use crate::query::matching::Range;
use crate::segment::LineKind;
use crate::text::Span;
use crate::text::analyze::{Analyzer, Token};

fn within(zone: Zone, inner: &Node) -> Node {
    Node { kind: NodeKind::Within(zone, Box::new(inner.clone())), span: Span::default() }
}

impl Judge<'_> {
    /// Why words, looked for in a zone, are not there.
    pub(super) fn words(&self, node: &Node, zone: Option<Zone>) -> Option<Miss> {
        let slots = slots(&node.kind, self.analyzer);
        if let Some(miss) = self.elsewhere(node, zone) {
            return Some(miss);
        }
        match (&node.kind, slots.as_slice()) {
            (NodeKind::Loose(_, slop), [_, ..]) => Some(self.row(&slots, zone, Some(*slop))),
            (_, []) => None,
            (_, [slot]) => Some(Miss::Word { asked: node.to_string(), like: self.like(slot, zone) }),
            _ => Some(self.row(&slots, zone, None)),
        }
    }

    /// The lines in which it stands, where these are not the ones that were asked about.
    fn elsewhere(&self, node: &Node, zone: Option<Zone>) -> Option<Miss> {
        let at = self.with_kinds(&self.places(&within(Zone::Everything, node)));
        let &(kind, _) = at.first()?;
        let finds = match (zone, kind.is_searched()) {
            (None, _) => within(Zone::Unsearched, node).to_string(),
            (Some(_), true) => node.to_string(),
            (Some(_), false) => within(Zone::Kind(kind), node).to_string(),
        };
        Some(Miss::Elsewhere { at, finds })
    }

    /// Some places with the kinds of their lines.
    pub(super) fn with_kinds(&self, places: &[Match]) -> Vec<(LineKind, Span)> {
        let kind_of = |range: Range| {
            let run = self.page.runs.iter().find(|(_, run)| run.start <= range.start && range.end <= run.end);
            run.map(|(kind, _)| *kind)
        };
        let known = places.iter().filter_map(|place| Some((kind_of(place.range)?, place.span)));
        known.take(super::PLACES).collect()
    }

    /// The word of the zone that is most like the one asked for; of several the first.
    pub(super) fn like(&self, slot: &Slot, zone: Option<Zone>) -> Option<Like> {
        let tokens = self.page.runs.iter().filter(|(kind, _)| looks_at(zone, *kind));
        let tokens = tokens.flat_map(|(_, run)| self.page.tokens(*run));
        let wanted = Wanted::of(slot)?;
        let mut best: Option<Like> = None;
        for token in tokens {
            let least = best.as_ref().map(|like| like.how);
            if let Some(how) = wanted.likeness(token).filter(|how| least.is_none_or(|least| *how < least)) {
                best = Some(Like { at: token.span, how });
            }
        }
        best
    }
}

/// The word that was asked for, taken apart once.
struct Wanted<'a> {
    form: &'a str,
    letters: Vec<char>,
    stem: String,
    /// Only the beginning of a word.
    beginning: bool,
    /// So many letters away is near.
    most: usize,
}

impl<'a> Wanted<'a> {
    /// None for patterns, which no word is like.
    fn of(slot: &'a Slot) -> Option<Wanted<'a>> {
        let (form, letters) = match slot {
            Slot::Stem { form, .. } | Slot::Form(form) | Slot::Cased(form, _) | Slot::Beginning(form) => {
                (form.as_str(), form.chars().collect::<Vec<char>>())
            }
            Slot::Matching(Matcher::Near(word, _)) => ("", word.clone()),
            Slot::Matching(Matcher::Pattern(_)) => return None,
        };
        let most = match slot {
            // What is that near was found.
            Slot::Matching(Matcher::Near(_, most)) => most + 1,
            _ => tolerance(letters.len()),
        };
        let stem = match slot {
            Slot::Stem { stem, .. } => stem.clone(),
            _ => Analyzer::english_stem(form).unwrap_or_else(|| form.to_owned()),
        };
        Some(Wanted { form, letters, stem, beginning: matches!(slot, Slot::Beginning(_)), most })
    }

    fn likeness(&self, token: &Token) -> Option<Likeness> {
        if token.form == self.form {
            return Some(Likeness::Capitals);
        }
        if stem_of(token) == self.stem {
            return Some(Likeness::Inflection);
        }
        let apart = match self.beginning {
            false => distance(&self.letters, &token.form, self.most),
            true => {
                let beginning: String = token.form.chars().take(self.letters.len()).collect();
                distance(&self.letters, &beginning, self.most)
            }
        };
        apart.map(Likeness::Letters)
    }
}

//! Groups mentions of organisations by their folded name.

use crate::text::blanks::collapsed;
use std::collections::HashMap;

use super::classes::Fast;
use super::regions::Piece;
use super::tokens::Tokens;
use super::types::Org;

/// One entry a name, in order of first mention; the longest form written is shown.
pub(super) fn group(tokens: &Tokens<'_>, pieces: &[Piece]) -> Vec<Org> {
    let mut orgs: Vec<Org> = Vec::new();
    let mut by_name: HashMap<String, usize, Fast> = HashMap::default();
    for p in pieces {
        let span = tokens.span(p.first, p.end);
        let name = collapsed(span.of(tokens.text));
        let at = *by_name.entry(tokens.joined(p.first, p.end)).or_insert(orgs.len());
        if at == orgs.len() {
            orgs.push(Org { name: name.clone(), mentions: Vec::new() });
        }
        if let Some(org) = orgs.get_mut(at) {
            org.mentions.push(span);
            if name.len() > org.name.len() {
                org.name = name;
            }
        }
    }
    orgs
}

//! The countries of the gazetteer and their first-level regions: what other places lie in.

use super::gazetteer::{self, PlaceKind};
use super::places::resolved;
use super::types::Place;

/// A country or a first-level region.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// As a story has it that names it.
    pub place: Place,
    /// Whether it is a country.
    pub is_country: bool,
}

/// All countries and their first-level regions, each as the place of a story that names it: so what
/// lies in one can be told to belong to it.
pub fn divisions() -> impl Iterator<Item = Division> {
    let divisions = (0..)
        .map_while(gazetteer::record)
        .filter(|r| matches!(r.kind, PlaceKind::Country | PlaceKind::State));
    divisions.map(|r| Division { place: resolved(&r), is_country: r.kind == PlaceKind::Country })
}

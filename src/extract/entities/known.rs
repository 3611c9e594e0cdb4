//! What others may ask of the gazetteer: what places lie in, and what they are called.

use super::gazetteer::{self, PlaceKind};
use super::places::resolved;
use super::types::Place;
use crate::text::fold::fold;
use crate::text::words::words;

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
    let records = (0..).map_while(gazetteer::record);
    let divisions = records.filter(|r| matches!(r.kind, PlaceKind::Country | PlaceKind::State));
    divisions.map(|r| Division { place: resolved(&r), is_country: r.kind == PlaceKind::Country })
}

/// The places of a name in any spelling, each as the place of a story that names it: the United
/// Kingdom for `UK`, Mumbai for `Bombay`. Where the name is one place's own, places that have it as
/// an alternate name are left out.
pub fn called(name: &str) -> Vec<Place> {
    let folded: Vec<String> = words(name).map(|w| fold(w.of(name))).collect();
    let Some(found) = gazetteer::look_up(&folded) else { return Vec::new() };
    let own = found.records().any(|(_, alternate)| !alternate);
    let records = found.records().filter(|&(_, alternate)| !own || !alternate);
    records.map(|(record, _)| resolved(&record)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_by_each_of_its_names() {
        let names = |typed| called(typed).into_iter().map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(names("the UK"), [""; 0]);
        for typed in ["UK", "u.k.", "Britain"] {
            assert_eq!(names(typed), ["United Kingdom"], "{typed}");
        }
        assert!(names("Bombay").contains(&"Mumbai".to_owned()));
        assert!(names("Springfield").len() > 5);
    }

    #[test]
    fn divisions_are_countries_with_a_code_and_regions_with_a_country() {
        let (countries, regions): (Vec<_>, Vec<_>) = divisions().partition(|d| d.is_country);
        assert!(countries.len() > 200 && regions.len() > 2000);
        assert!(countries.iter().all(|d| d.place.country.is_some() && d.place.region.is_none()));
        assert!(regions.iter().all(|d| d.place.country.is_some() && d.place.region.is_some()));
    }
}

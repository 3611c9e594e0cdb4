//! Places as column values, and the regions and countries that they lie in.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Identity, Values};
use crate::extract::Place;
use crate::extract::entities::known::divisions;
use crate::index::layout::PART;

/// What and where a place of the archive is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Whereabouts {
    /// What it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// First-level region, by name; a region's own name.
    pub region: Option<String>,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// Kinds of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A country: all places in it count for it.
    Country,
    /// A first-level region of a country (a state, province, county): all places in it count for it.
    Region,
    /// A town, a district, or an area like the Middle East.
    Place,
    /// Not in the gazetteer: a name as stories write it.
    Unresolved,
}

/// The column value of a place: name, country, region and GeoNames id, parted by U+001F; of an
/// unresolved place the name alone.
pub fn place_value(place: &Place) -> String {
    if !place.is_resolved() {
        return place.name.replace(PART, " ");
    }
    let id = place.geonames.map(|g| g.to_string()).unwrap_or_default();
    let country = place.country.as_deref().unwrap_or_default();
    let region = place.region.as_deref().unwrap_or_default();
    format!("{}{PART}{country}{PART}{region}{PART}{id}", place.name)
}

/// The name in a column value of any kind.
pub fn name_of(value: &str) -> &str {
    value.split(PART).next().unwrap_or_default()
}

/// The column values of all countries and regions.
pub(super) struct Atlas {
    /// By code.
    countries: HashMap<String, String>,
    /// By country's code and name.
    regions: HashMap<(String, String), String>,
}

impl Default for Atlas {
    fn default() -> Self {
        let (mut countries, mut regions) = (HashMap::new(), HashMap::new());
        for division in divisions() {
            let (place, value) = (&division.place, place_value(&division.place));
            match (&place.country, &place.region) {
                (Some(code), _) if division.is_country => drop(countries.insert(code.clone(), value)),
                // Of regions of one name in one country the first one stands for all.
                (Some(code), Some(name)) => {
                    regions.entry((code.clone(), name.clone())).or_insert(value);
                }
                _ => {}
            }
        }
        Atlas { countries, regions }
    }
}

impl Atlas {
    /// The values of the region and of the country that the place of `value` lies in.
    pub(super) fn around(&self, value: &str) -> Vec<String> {
        let here = self.whereabouts(value);
        let region = self.region(&here).filter(|_| here.kind == PlaceKind::Place);
        let country = self.country(&here).filter(|_| here.kind != PlaceKind::Country);
        region.into_iter().chain(country).cloned().collect()
    }

    /// Puts the identities of places in their places: says where each is, and lets each value count
    /// for what is around it. `own` is the identity of each value.
    pub(super) fn place(&self, values: &mut Values, identities: &mut [Identity], own: &[u32]) {
        for (at, &own_number) in own.iter().enumerate() {
            let value = values.at(at).value;
            if let Some(identity) = identities.get_mut(own_number as usize)
                && identity.name == name_of(value)
            {
                identity.place = Some(Box::new(self.whereabouts(value)));
            }
            let mut of = vec![own_number];
            for i in self.around(value).iter().filter_map(|value| own.get(values.position(value)?)) {
                if !of.contains(i) {
                    of.push(*i);
                }
            }
            values.push_identities(of);
        }
    }

    fn whereabouts(&self, value: &str) -> Whereabouts {
        let mut parts = value.split(PART).skip(1);
        let mut part = || parts.next().filter(|part| !part.is_empty()).map(str::to_owned);
        let (country, region) = (part(), part());
        let geonames = part().and_then(|id| id.parse().ok());
        let mut here = Whereabouts { kind: PlaceKind::Place, country, region, geonames };
        let is = |division: Option<&String>| division.is_some_and(|d| d == value);
        here.kind = match () {
            () if !value.contains(PART) => PlaceKind::Unresolved,
            () if is(self.country(&here)) => PlaceKind::Country,
            () if is(self.region(&here)) => PlaceKind::Region,
            () => PlaceKind::Place,
        };
        here
    }

    fn country(&self, here: &Whereabouts) -> Option<&String> {
        self.countries.get(here.country.as_ref()?)
    }

    fn region(&self, here: &Whereabouts) -> Option<&String> {
        self.regions.get(&(here.country.clone()?, here.region.clone()?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::NameTable;
    use super::super::totals::places;
    use super::*;
    use crate::extract::entities::known::Division;

    const SOCHI: &str = "Sochi\u{1f}RU\u{1f}Krasnodarskiy\u{1f}491422";
    const TEXAS_PARIS: &str = "Paris\u{1f}US\u{1f}Texas\u{1f}4717560";

    fn names(table: &NameTable, value: &str) -> Vec<String> {
        table.values.get(value).unwrap().iter().map(|&i| table.identities[i as usize].name.clone()).collect()
    }

    fn value_of(name: &str, country: &str, is_country: bool) -> String {
        let wanted = |d: &Division| {
            d.is_country == is_country && d.place.name == name && d.place.country.as_deref() == Some(country)
        };
        divisions().find(wanted).map(|d| place_value(&d.place)).unwrap()
    }

    #[test]
    fn places_of_one_name_stay_apart() {
        let table = places(&["Paris\u{1f}FR\u{1f}\u{1f}2988507", TEXAS_PARIS]);
        assert_eq!(table.holding(&["paris".into()]).len(), 2);
        assert_eq!(names(&table, TEXAS_PARIS), ["Paris", "Texas", "United States"]);
    }

    #[test]
    fn a_country_named_is_the_one_above_its_places() {
        let (russia, texas) = (value_of("Russia", "RU", true), value_of("Texas", "US", false));
        let table = places(&[SOCHI, TEXAS_PARIS, &russia, &texas, "Atlantis"]);
        let of = |value: &str| table.values.get(value).unwrap();
        assert_eq!(of(&russia).len(), 1);
        assert_eq!(of(SOCHI).last(), of(&russia).first());
        assert_eq!(names(&table, &texas), ["Texas", "United States"]);
        assert_eq!(names(&table, "Atlantis"), ["Atlantis"]);
        let kind = |value: &str| table.identities[of(value)[0] as usize].place.as_ref().unwrap().kind;
        assert_eq!(
            [SOCHI, &russia, &texas, "Atlantis"].map(kind),
            [PlaceKind::Place, PlaceKind::Country, PlaceKind::Region, PlaceKind::Unresolved]
        );
        let found = table.named("russia");
        let in_russia: Vec<&str> = table.values_of(&found).collect();
        assert_eq!(in_russia, [russia.as_str(), SOCHI]);
    }

    #[test]
    fn a_city_is_not_the_region_of_its_name() {
        let (state, city) =
            (value_of("New York", "US", false), "New York\u{1f}US\u{1f}New York\u{1f}5128581");
        let table = places(&[&state, city]);
        assert_eq!(names(&table, city), ["New York", "New York", "United States"]);
        assert_eq!(names(&table, &state), ["New York", "United States"]);
    }
}

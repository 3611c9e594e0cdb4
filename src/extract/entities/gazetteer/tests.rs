//! Facts of the gazetteer.

use super::*;

fn look_up(folded: &str) -> Option<Postings> {
    let mut words = folded.split(' ');
    let first = words.next()?;
    let walk = Walk::first(first, crate::text::hash::hash(first.as_bytes()))?;
    words.try_fold(walk, Walk::next)?.here()
}

fn best(name: &str) -> Record {
    look_up(name).unwrap().best().unwrap().0
}

#[test]
fn countries_cities_and_states_are_found_with_position() {
    let russia = best("russia");
    assert_eq!((russia.name().as_str(), russia.country_code()), ("Russia", Some("RU")));
    let sochi = best("sochi");
    assert!((sochi.lat - 43.6).abs() < 0.1 && (sochi.lon - 39.73).abs() < 0.1);
    assert_eq!(sochi.country_code(), Some("RU"));
    assert_eq!(best("us").name(), "United States");
    assert_eq!(best("uk").country_code(), Some("GB"));
    assert!(best("buenos aires").lon < -50.0);
    assert_eq!(best("kiev").name(), "Kyiv");
}

#[test]
fn one_name_gives_all_its_places() {
    let states: Vec<_> = look_up("springfield").unwrap().records().filter_map(|(r, _)| r.region).collect();
    assert!(states.len() > 5);
    assert!(look_up("nosuchplace").is_none());
    assert!(look_up("").is_none());
}

#[test]
fn every_record_has_the_name_that_finds_it() {
    let mut id = 0;
    while let Some(place) = record(id) {
        if id % 97 == 0 {
            let name = crate::text::words::words(&place.name())
                .map(|w| crate::text::fold::fold(w.of(&place.name())));
            let folded = name.collect::<Vec<_>>().join(" ");
            let found = look_up(&folded).map(|p| p.records().any(|(r, _)| r.id == id));
            assert_eq!(found, Some(true), "{} ({folded})", place.name());
        }
        id += 1;
    }
    assert!(id > 90_000);
}

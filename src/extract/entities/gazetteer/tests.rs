//! Facts of the gazetteer.

use super::*;

fn look_up(folded: &str) -> Option<Postings> {
    super::look_up(&folded.split(' ').map(str::to_owned).collect::<Vec<_>>())
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
        if id % 7 == 0 {
            let name = place.name();
            let folded: Vec<_> =
                crate::text::words::words(&name).map(|w| crate::text::fold::fold(w.of(&name))).collect();
            let found = look_up(&folded.join(" ")).map(|p| p.records().any(|(r, _)| r.id == id));
            assert_eq!(found, Some(true), "{name} {folded:?}");
        }
        id += 1;
    }
    assert!(id > 90_000);
}

/// Names as papers write them (folded), the country, and where that is to half a degree: general knowledge.
const FACTS: [(&str, &str, f64, f64); 64] = [
    ("kabul", "AF", 34.5, 69.2),
    ("algiers", "DZ", 36.8, 3.1),
    ("buenos aires", "AR", -34.6, -58.4),
    ("canberra", "AU", -35.3, 149.1),
    ("vienna", "AT", 48.2, 16.4),
    ("dacca", "BD", 23.7, 90.4),
    ("brussels", "BE", 50.85, 4.35),
    ("ghent", "BE", 51.05, 3.7),
    ("sarajevo", "BA", 43.85, 18.4),
    ("rio", "BR", -22.9, -43.2),
    ("ottawa", "CA", 45.4, -75.7),
    ("santiago", "CL", -33.45, -70.7),
    ("peking", "CN", 39.9, 116.4),
    ("canton", "CN", 23.1, 113.25),
    ("bogota", "CO", 4.6, -74.1),
    ("kinshasa", "CD", -4.3, 15.3),
    ("havana", "CU", 23.1, -82.4),
    ("prague", "CZ", 50.1, 14.4),
    ("copenhagen", "DK", 55.7, 12.6),
    ("cairo", "EG", 30.05, 31.25),
    ("addis ababa", "ET", 9.0, 38.75),
    ("helsinki", "FI", 60.2, 24.9),
    ("marseilles", "FR", 43.3, 5.4),
    ("tbilisi", "GE", 41.7, 44.8),
    ("cologne", "DE", 50.9, 6.95),
    ("munich", "DE", 48.15, 11.6),
    ("nuremberg", "DE", 49.45, 11.1),
    ("accra", "GH", 5.55, -0.2),
    ("athens", "GR", 37.98, 23.7),
    ("hull", "GB", 53.75, -0.35),
    ("port au prince", "HT", 18.55, -72.3),
    ("calcutta", "IN", 22.55, 88.35),
    ("bombay", "IN", 19.07, 72.9),
    ("djakarta", "ID", -6.2, 106.8),
    ("isfahan", "IR", 32.65, 51.7),
    ("mosul", "IQ", 36.35, 43.1),
    ("fallujah", "IQ", 33.35, 43.8),
    ("galway", "IE", 53.3, -9.05),
    ("tel aviv", "IL", 32.1, 34.8),
    ("padua", "IT", 45.4, 11.9),
    ("kingston", "JM", 18.0, -76.8),
    ("nagasaki", "JP", 32.75, 129.9),
    ("nairobi", "KE", -1.3, 36.8),
    ("pyongyang", "KP", 39.0, 125.75),
    ("benghazi", "LY", 32.1, 20.1),
    ("kuala lumpur", "MY", 3.15, 101.7),
    ("timbuktu", "ML", 16.8, -3.0),
    ("mexico city", "MX", 19.4, -99.15),
    ("rangoon", "MM", 16.8, 96.15),
    ("the hague", "NL", 52.1, 4.3),
    ("lagos", "NG", 6.45, 3.4),
    ("danzig", "PL", 54.35, 18.65),
    ("grozny", "RU", 43.3, 45.7),
    ("mecca", "SA", 21.4, 39.8),
    ("cape town", "ZA", -33.9, 18.4),
    ("seville", "ES", 37.4, -6.0),
    ("gothenburg", "SE", 57.7, 12.0),
    ("geneva", "CH", 46.2, 6.15),
    ("aleppo", "SY", 36.2, 37.15),
    ("constantinople", "TR", 41.0, 29.0),
    ("kharkov", "UA", 50.0, 36.25),
    ("st louis", "US", 38.6, -90.2),
    ("saigon", "VN", 10.8, 106.65),
    ("sanaa", "YE", 15.35, 44.2),
];

#[test]
fn facts_of_general_knowledge_hold() {
    for (name, country, lat, lon) in FACTS {
        let place = best(name);
        assert_eq!(place.country_code(), Some(country), "{name}");
        assert!((place.lat - lat).abs() < 0.5 && (place.lon - lon).abs() < 0.5, "{name} {place:?}");
    }
}

/// Seas, ranges, regions: no country of their own, or one.
const WIDE: [(&str, Option<&str>, f64, f64); 12] = [
    ("middle east", None, 29.0, 41.0),
    ("black sea", None, 43.0, 34.0),
    ("lake victoria", None, -1.0, 33.0),
    ("alps", None, 46.5, 9.0),
    ("sahara", None, 24.0, 12.0),
    ("mekong delta", Some("VN"), 10.0, 105.8),
    ("outer hebrides", Some("GB"), 57.8, -7.2),
    ("bavaria", Some("DE"), 49.0, 11.5),
    ("quebec", Some("CA"), 52.0, -72.0),
    ("siberia", Some("RU"), 60.0, 105.0),
    ("patagonia", Some("AR"), -44.0, -69.0),
    ("golan heights", Some("SY"), 33.0, 35.8),
];

#[test]
fn wide_places_stand_at_their_middle() {
    for (name, country, lat, lon) in WIDE {
        let place = best(name);
        assert!(place.kind < PlaceKind::City, "{name}");
        assert_eq!(place.country_code(), country, "{name}");
        assert!((place.lat - lat).abs() < 1.5 && (place.lon - lon).abs() < 1.5, "{name} {place:?}");
    }
}

#[test]
fn ids_of_geonames_are_kept() {
    let ids = [("london", 2_643_743), ("united states", 6_252_001), ("texas", 4_736_286), ("sochi", 491_422)];
    for (name, id) in ids {
        assert_eq!(best(name).geonames, id, "{name}");
    }
}

#[test]
fn all_counties_of_a_name_are_there() {
    let states = look_up("washington county").unwrap().records();
    let states = states.filter(|(r, _)| r.kind == PlaceKind::County && r.country_code() == Some("US"));
    assert_eq!(states.count(), 30);
}

#[test]
fn words_that_open_no_name_cost_one_look() {
    let hash = |word: &str| hash(word.as_bytes());
    let words = "said minister yesterday because government meanwhile quickly would which their there about \
                 after before under until while still could should never again against among"
        .split_whitespace();
    assert!(words.filter(|w| entry(hash(w)).is_some()).count() <= 5);
    assert!(entry(hash("buenos")).is_some_and(|e| e.key().is_none()));
}

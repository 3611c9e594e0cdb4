//! Phenomena of resolving, in sentences of our own. Square brackets mark the mentions.

use super::super::given::from_mentions;
use super::super::types::{Entities, Kind, Mention};
use crate::extract::{Page, facts};
use crate::segment::whole;
use crate::text::Span;

/// The entities of a text whose places stand in square brackets, and organisations in curly ones.
fn read(marked: &str) -> (String, Entities) {
    let (mut text, mut mentions, mut start) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        match c {
            '[' | '{' => start = text.len(),
            ']' => mentions.push(Mention { span: Span::new(start, text.len()), kind: Kind::Place }),
            '}' => mentions.push(Mention { span: Span::new(start, text.len()), kind: Kind::Org }),
            _ => text.push(c),
        }
    }
    let anatomy = whole(&text);
    let page = Page { text: &text, anatomy: &anatomy };
    let facts = facts::facts(page, &Default::default());
    let found = from_mentions(page, facts.dateline.as_ref(), &mentions);
    (text, found)
}

/// Each mention in order: `name/region/country`, or `?` where nothing was found.
fn resolved(marked: &str) -> String {
    let (_, found) = read(marked);
    let mut all: Vec<(usize, String)> = Vec::new();
    for place in &found.places {
        let parts = [Some(place.name.clone()), place.region.clone(), place.country.clone()];
        let said = if place.lat.is_some() {
            parts.into_iter().flatten().collect::<Vec<_>>().join("/")
        } else {
            "?".to_owned()
        };
        all.extend(place.mentions.iter().map(|m| (m.start, said.clone())));
    }
    all.sort();
    all.into_iter().map(|(_, said)| said).collect::<Vec<_>>().join(" + ")
}

#[track_caller]
fn check(marked: &str, expected: &str) {
    assert_eq!(resolved(marked), expected, "{marked}");
}

#[test]
fn the_largest_place_is_meant_when_nothing_tells() {
    check("She flew to [Paris] at noon.", "Paris/Île-de-France/FR");
    check("The minister left [Georgia] on Friday.", "Georgia/GE");
    check("He works in [Washington] now.", "Washington/District of Columbia/US");
}

#[test]
fn the_state_behind_the_comma_decides() {
    check("A barn burned in [Lima], [Ohio], at dawn.", "Lima/Ohio/US + Ohio/Ohio/US");
    check("The bus left [Athens], [Ga.], late.", "Athens/Georgia/US + Georgia/Georgia/US");
    check("They met in [Paris], [Texas], twice.", "Paris/Texas/US + Texas/Texas/US");
    check("A storm hit [Valencia], [Venezuela].", "Valencia/Carabobo/VE + Venezuela/VE");
    check("It was made in [Perth] ([Ontario]) by hand.", "Perth/Ontario/CA + Ontario/Ontario/CA");
}

#[test]
fn one_sense_a_story_and_two_if_the_text_tells_them_apart() {
    check(
        "The fair opens in [Paris], [Texas]. Hotels in [Paris] are full.",
        "Paris/Texas/US + Texas/Texas/US + Paris/Texas/US",
    );
    let both = resolved("He left [Springfield], [Illinois], and went to [Springfield], [Oregon].");
    assert_eq!(
        both,
        "Springfield/Illinois/US + Illinois/Illinois/US + Springfield/Oregon/US + Oregon/Oregon/US"
    );
}

#[test]
fn lists_of_states_are_no_towns_in_states() {
    check(
        "Cases rose in [Oregon], [Wyoming], [Indiana] and [Michigan].",
        "Oregon/Oregon/US + Wyoming/Wyoming/US + Indiana/Indiana/US + Michigan/Michigan/US",
    );
    check("Voters in [Washington] and [Idaho] agree.", "Washington/Washington/US + Idaho/Idaho/US");
    check("Leaders of [Jordan], [Lebanon] and [Syria] met.", "Jordan/JO + Lebanon/LB + Syria/SY");
    check("Shops shut in [Findlay] and [Lima], [Ohio].", "Findlay/Ohio/US + Lima/Ohio/US + Ohio/Ohio/US");
}

#[test]
fn words_around_say_what_kind_of_place() {
    check("Rain fell on [Washington] state.", "Washington/Washington/US");
    check("He fished in the state of [New York].", "New York/New York/US");
    check("[New York] Governor Ana Lind spoke.", "New York/New York/US");
    check("A dam broke in [Limburg] province.", "Limburg/Limburg/NL");
    check("Rivers rose in [northern Iraq].", "Iraq/IQ");
    check("Troops left [Anbar Province] at night.", "Anbar/Anbar/IQ");
}

#[test]
fn counties_are_found_alone_and_in_lists() {
    check("Roads closed in [Harris County], [Texas].", "Harris County/Texas/US + Texas/Texas/US");
    check(
        "Farms in [Story] and [Polk] counties of [Iowa] lost corn.",
        "Story County/Iowa/US + Polk County/Iowa/US + Iowa/Iowa/US",
    );
    check("A bridge in [County Kerry] fell.", "Kerry/Kerry/IE");
}

#[test]
fn names_near_each_other_belong_together() {
    check(
        "Crews from [Zanesville], [Newark] and [Columbus] came to [Lancaster].",
        "Zanesville/Ohio/US + Newark/Ohio/US + Columbus/Ohio/US + Lancaster/Ohio/US",
    );
    check(
        "A van from [Huntsville] hit a tree near [Conroe], troopers in [Walker County] said.",
        "Huntsville/Texas/US + Conroe/Texas/US + Walker County/Texas/US",
    );
}

#[test]
fn the_country_of_a_story_weighs() {
    check(
        "Trains between [Leeds] and [Hull] were late, and none left [Doncaster].",
        "Leeds/England/GB + Hull/England/GB + Doncaster/England/GB",
    );
    check("British police said the ferry from [Hull] was held.", "Hull/England/GB");
    check(
        "Canadian officers closed the bridge in [London] and a road to [Toronto].",
        "London/Ontario/CA + Toronto/Ontario/CA",
    );
    check(
        "Lebanese doctors said that the Lebanese army held the port of [Tripoli].",
        "Tripoli/North Lebanon/LB",
    );
}

#[test]
fn great_cities_stay_themselves_in_a_story_of_another_country() {
    let story = "American growth slows. [Washington] and [New York] fear for [Ohio], [Texas] and [Iowa]; \
                 the [US] and the [United States] wait for a speech in [London]. The [US] hopes.";
    let all = resolved(story);
    assert!(all.contains("London/England/GB"), "{all}");
}

#[test]
fn a_story_of_a_state_means_the_state() {
    check(
        "Peaches from [Georgia] sell well in [Atlanta], [Macon] and [Savannah], growers in [Valdosta] say.",
        "Georgia/Georgia/US + Atlanta/Georgia/US + Macon/Georgia/US + Savannah/Georgia/US + Valdosta/Georgia/US",
    );
}

#[test]
fn places_inside_names_of_organisations_bear_witness() {
    check("The {University of Alabama} hired a coach from [Florence].", "Florence/Alabama/US");
}

#[test]
fn the_dateline_weighs_more() {
    check(
        "[MOSCOW], [Idaho] (AP) - Farmers from [Troy] and [Lewiston] met.",
        "Moscow/Idaho/US + Idaho/Idaho/US + Troy/Idaho/US + Lewiston/Idaho/US",
    );
}

#[test]
fn what_nobody_lists_stays_unresolved() {
    check("The camp at [Brundlewick Hollow] is shut.", "?");
    let (text, found) = read("The camp at [Brundlewick Hollow] is shut.");
    assert_eq!(found.places[0].name, "Brundlewick Hollow");
    assert_eq!(found.places[0].mentions[0].of(&text), "Brundlewick Hollow");
    assert_eq!((found.places[0].country.as_deref(), found.places[0].geonames), (None, None));
}

#[test]
fn seas_ranges_and_old_names_have_their_points() {
    let (_, found) =
        read("Ships in the [Baltic Sea], climbers in the [Andes], a letter from [Leningrad] and [Ceylon].");
    let names: Vec<_> = found.places.iter().map(|p| (p.name.as_str(), p.country.as_deref())).collect();
    assert_eq!(
        names,
        [("Baltic Sea", None), ("Andes", None), ("Saint Petersburg", Some("RU")), ("Sri Lanka", Some("LK"))]
    );
    assert!(found.places.iter().all(|p| p.lat.is_some() && p.lon.is_some()));
}

#[test]
fn a_part_of_a_small_town_is_not_the_town() {
    check("Shops shut in [South Boston] and [East Wapakoneta].", "South Boston/Massachusetts/US + ?");
    check("Rain fell on [North Dallas].", "Dallas/Texas/US");
}

#[test]
fn words_of_a_countrys_papers_hint_at_it() {
    check("The sheriff met sophomores of the high school in [Winchester].", "Winchester/Nevada/US");
    check("The constabulary held two pensioners in [Winchester].", "Winchester/England/GB");
}

#[test]
fn many_names_and_senses_stay_small() {
    let pair = "[Springfield], [Ohio], and [Springfield], [Texas], and [Paris]. ";
    let (_, found) = read(&pair.repeat(3000));
    let mentions: usize = found.places.iter().map(|p| p.mentions.len()).sum();
    assert_eq!(mentions, 15_000);
    assert!(found.places.len() < 10);
}

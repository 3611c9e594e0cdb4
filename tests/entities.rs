//! People, places and organisations, on invented sentences: tables by idea, and properties on any text.

use morgue::extract::entities::entities;
use morgue::extract::{Dateline, Entities, Gender, Page};
use morgue::segment::{Anatomy, whole};
use morgue::text::Span;
use morgue::{Options, Story};
use proptest::prelude::*;

fn read(text: &str) -> Entities {
    entities(Page { text, anatomy: &whole(text) }, None)
}

/// `name: mention, mention` for each entry.
fn people(text: &str) -> Vec<String> {
    let show = |name: &str, spans: &[Span]| {
        let written: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
        format!("{name}: {}", written.join(", "))
    };
    read(text).people.iter().map(|p| show(&p.name, &p.mentions)).collect()
}

/// `name/country` for each place.
fn places(text: &str) -> Vec<String> {
    let show = |p: &morgue::extract::Place| format!("{}/{}", p.name, p.country.as_deref().unwrap_or("?"));
    read(text).places.iter().map(show).collect()
}

fn orgs(text: &str) -> Vec<String> {
    read(text).orgs.into_iter().map(|o| o.name).collect()
}

fn names(text: &str) -> Vec<String> {
    read(text).people.into_iter().map(|p| p.name).collect()
}

fn check(got: impl Fn(&str) -> Vec<String>, table: &[(&str, &[&str])]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, want)| got(text) != *want)
        .map(|(text, want)| format!("{text}\n  got  {:?}\n  want {want:?}", got(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn titles_are_not_part_of_the_name() {
    check(
        names,
        &[
            ("The vote pleased President Amara Diallo.", &["Amara Diallo"]),
            ("They asked Mr Petrov about it.", &["Petrov"]),
            ("They asked Mr. Petrov about it.", &["Petrov"]),
            ("The court heard Dr Helen Marsh on Monday.", &["Helen Marsh"]),
            ("Aides of Prime Minister Jonas Lindqvist resigned.", &["Jonas Lindqvist"]),
            ("A letter to Foreign Minister Rania Khoury was found.", &["Rania Khoury"]),
            ("The column of Lt. Gen. Omar Haddad moved on.", &["Omar Haddad"]),
            ("It was written by Sir Alan Pickering.", &["Alan Pickering"]),
            ("Secretary of State Paula Whitcombe flew home.", &["Paula Whitcombe"]),
            ("A note by police chief Tomas Novak was read out.", &["Tomas Novak"]),
            ("The former coach Bernd Kessler was fired.", &["Bernd Kessler"]),
            ("A fan saw striker Luca Moretti at the airport.", &["Luca Moretti"]),
            ("Gov. Dana Whitfield signed the bill.", &["Dana Whitfield"]),
            ("Queen Margrethe II waved.", &["Margrethe II"]),
            ("The President left early.", &[]),
            ("The Prime Minister and the Foreign Minister left.", &[]),
        ],
    );
}

#[test]
fn the_title_is_kept_as_written() {
    let title = |text: &str| read(text).people.into_iter().filter_map(|p| p.title).collect::<Vec<_>>();
    check(
        title,
        &[
            ("It was said by Russian President Pavel Orlov.", &["Russian President"]),
            ("He phoned US President Carl Denning.", &["US President"]),
            ("The court heard Dr Helen Marsh on Monday.", &["Dr"]),
            ("The column of Lt. Gen. Omar Haddad moved on.", &["Lt. Gen."]),
            ("Helen Marsh spoke.", &[]),
        ],
    );
}

#[test]
fn names_of_many_cultures_are_found() {
    check(
        names,
        &[
            ("The prize went to Nguyễn Văn Minh on Friday.", &["Nguyễn Văn Minh"]),
            ("The prize went to Adaeze Okonkwo on Friday.", &["Adaeze Okonkwo"]),
            ("The prize went to Liu Wei on Friday.", &["Liu Wei"]),
            ("The prize went to Priya Raghunathan on Friday.", &["Priya Raghunathan"]),
            ("The prize went to Thorbjørn Ólafsson on Friday.", &["Thorbjørn Ólafsson"]),
            ("The prize went to Kim Dae-won on Friday.", &["Kim Dae-won"]),
            ("The prize went to Yusuf al-Harithi on Friday.", &["Yusuf al-Harithi"]),
            ("The prize went to Faisal bin Tariq on Friday.", &["Faisal bin Tariq"]),
            ("The prize went to Ludwig van der Meer on Friday.", &["Ludwig van der Meer"]),
            ("The prize went to Ursula von Hagen on Friday.", &["Ursula von Hagen"]),
            ("The prize went to Charles de Villiers on Friday.", &["Charles de Villiers"]),
            ("The prize went to Jean-Luc Mbala on Friday.", &["Jean-Luc Mbala"]),
            ("The prize went to Siobhan O'Leary on Friday.", &["Siobhan O'Leary"]),
            ("The prize went to Angus McRae on Friday.", &["Angus McRae"]),
            ("The prize went to J. K. Winslow on Friday.", &["J. K. Winslow"]),
            ("The prize went to J.K. Winslow on Friday.", &["J.K. Winslow"]),
            ("The prize went to Robert P. Hale on Friday.", &["Robert P. Hale"]),
            ("The prize went to Martin Hale Jr. on Friday.", &["Martin Hale Jr."]),
            ("The prize went to Şebnem Yılmaz on Friday.", &["Şebnem Yılmaz"]),
            ("The prize went to Maria de la Cruz on Friday.", &["Maria de la Cruz"]),
        ],
    );
}

#[test]
fn mentions_leave_the_possessive_out() {
    check(
        people,
        &[
            ("Helen Marsh's plan failed.", &["Helen Marsh: Helen Marsh"]),
            ("Helen Marsh’s plan failed. Marsh’s aides left.", &["Helen Marsh: Helen Marsh, Marsh"]),
        ],
    );
}

#[test]
fn bare_surnames_go_to_the_full_name() {
    check(
        people,
        &[
            (
                "Helen Marsh met Omar Haddad. Marsh spoke first.",
                &["Helen Marsh: Helen Marsh, Marsh", "Omar Haddad: Omar Haddad"],
            ),
            ("Haddad was early. Omar Haddad brought a gift.", &["Omar Haddad: Haddad, Omar Haddad"]),
            ("Yusuf al-Harithi spoke. Harithi said no.", &["Yusuf al-Harithi: Yusuf al-Harithi, Harithi"]),
            ("Ursula von Hagen spoke. Von Hagen smiled.", &["Ursula von Hagen: Ursula von Hagen, Von Hagen"]),
            ("Liu Wei spoke. Reporters asked Liu again.", &["Liu Wei: Liu Wei, Liu"]),
            (
                "Eva Lind and Ana García Márquez came. The Lind-García Márquez talks began.",
                &["Eva Lind: Eva Lind, Lind", "Ana García Márquez: Ana García Márquez, García Márquez"],
            ),
            (
                "Eva Lind and Ali el-Masri came. The Lind-el-Masri talks began.",
                &["Eva Lind: Eva Lind, Lind", "Ali el-Masri: Ali el-Masri, el-Masri"],
            ),
            ("J. Lind wrote it. John Lind denied that.", &["John Lind: J. Lind, John Lind"]),
            (
                "The Lind-Haddad talks ended. Eva Lind and Omar Haddad left.",
                &["Eva Lind: Lind, Eva Lind", "Omar Haddad: Haddad, Omar Haddad"],
            ),
        ],
    );
}

#[test]
fn namesakes_are_told_apart_by_title_or_not_at_all() {
    check(
        people,
        &[
            (
                "Anna Berg and Tom Berg left. Berg paid. Ms Berg did not. Mr Berg did.",
                &["Anna Berg: Anna Berg, Berg", "Tom Berg: Tom Berg, Berg"],
            ),
            (
                "Bill and Hillary Marsden came. Mrs Marsden said so. Mr Marsden left.",
                &["Bill Marsden: Bill, Marsden", "Hillary Marsden: Hillary Marsden, Marsden"],
            ),
            ("Tom Berg left. The Bergs own a farm.", &["Tom Berg: Tom Berg"]),
        ],
    );
}

#[test]
fn gender_is_told_by_titles_and_pronouns_only() {
    let gender = |text: &str| read(text).people.first().and_then(|p| p.gender);
    assert_eq!(gender("They asked Mrs Marsh."), Some(Gender::Female));
    assert_eq!(gender("They asked Mr Haddad."), Some(Gender::Male));
    assert_eq!(gender("Robin Hale came late. She had missed the train."), Some(Gender::Female));
    assert_eq!(gender("Robin Hale came late. He had missed the train."), Some(Gender::Male));
    assert_eq!(gender("Robin Hale met Kim Osei. He had missed the train."), None);
    assert_eq!(gender("Robin Hale came late."), None);
}

#[test]
fn countries_have_their_usual_name_and_code() {
    check(
        places,
        &[
            (
                "The leaders of the US, the UK and France met.",
                &["United States/US", "United Kingdom/GB", "France/FR"],
            ),
            ("Goods from the U.S. and Britain.", &["United States/US", "United Kingdom/GB"]),
            ("He lived in the United States and in South Korea.", &["United States/US", "South Korea/KR"]),
            ("Cocoa from Ivory Coast and Ghana.", &["Ivory Coast/CI", "Ghana/GH"]),
            ("They told us that it is over.", &[]),
            ("The ferry from Trinidad and Tobago was late.", &["Trinidad and Tobago/TT"]),
            ("The war in Bosnia and Herzegovina.", &["Bosnia and Herzegovina/BA"]),
        ],
    );
}

#[test]
fn cities_are_resolved_by_size_and_by_what_stands_behind_the_comma() {
    check(
        places,
        &[
            ("They met in Sochi.", &["Sochi/RU"]),
            ("They met in London.", &["London/GB"]),
            ("They met in London, Ontario.", &["London/CA", "Ontario/CA"]),
            ("They met in Paris, Texas.", &["Paris/US", "Texas/US"]),
            ("They met in Plains, Georgia.", &["Plains/US", "Georgia/US"]),
            ("They met in Batumi, Georgia.", &["Batumi/GE", "Georgia/GE"]),
            ("They met in Springfield, Ill., on Monday.", &["Springfield/US", "Illinois/US"]),
            ("They met in New York.", &["New York City/US"]),
            ("They fled the Gaza Strip and the West Bank.", &["Gaza Strip/PS", "West Bank/PS"]),
            ("A flight from Kiev to Bombay.", &["Kyiv/UA", "Mumbai/IN"]),
        ],
    );
}

#[test]
fn the_region_of_a_town_is_given() {
    let portland = &read("The harbour of Portland, Maine, froze.").places[0];
    assert_eq!((portland.name.as_str(), portland.region.as_deref()), ("Portland", Some("Maine")));
    assert!((portland.lat.unwrap() - 43.66).abs() < 0.1 && portland.geonames.is_some());
}

#[test]
fn unknown_places_keep_nulls() {
    let found = read("Soldiers entered Bakhrati village at dawn. They stayed near Bakhrati.").places;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].name.as_str(), found[0].mentions.len()), ("Bakhrati", 2));
    assert!(found[0].country.is_none() && found[0].lat.is_none() && found[0].geonames.is_none());
}

#[test]
fn one_place_is_one_entry() {
    let found = read("The US and the United States, or America.").places;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].mentions.len(), 3);
}

#[test]
fn nationalities_and_institutions_are_no_places() {
    check(
        places,
        &[
            ("The Syrian people and a French pilot.", &[]),
            ("The Kremlin and the EU were silent.", &[]),
            ("The Bank of England raised its rate.", &[]),
            ("The Syrians and the Sri Lankan team.", &[]),
            ("They saw Paris Hilton again.", &[]),
            ("Talks on Monday and in March failed.", &[]),
        ],
    );
}

#[test]
fn organisations_are_found() {
    check(
        orgs,
        &[
            ("The EU and NATO agreed with the IMF.", &["EU", "NATO", "IMF"]),
            ("The Kremlin was silent.", &["Kremlin"]),
            ("The Bank of England raised its rate.", &["Bank of England"]),
            ("He joined the Ministry of Foreign Affairs.", &["Ministry of Foreign Affairs"]),
            ("Shares of Borealis Corp fell.", &["Borealis Corp"]),
            ("The fight against the Islamic State goes on.", &["Islamic State"]),
            ("A win for Manchester United.", &["Manchester United"]),
            ("He works at the University of Leeds.", &["University of Leeds"]),
            ("He left the Syrian Army.", &["Syrian Army"]),
            ("It was a fine day.", &[]),
        ],
    );
}

#[test]
fn first_words_of_sentences_are_no_names() {
    check(
        names,
        &[
            ("Police said the road was closed.", &[]),
            ("Meanwhile, prices fell. Critics said so.", &[]),
            ("Will the plan work? May the best one win.", &[]),
            ("However Helen Marsh stayed.", &["Helen Marsh"]),
            ("Yesterday Omar Haddad said no.", &["Omar Haddad"]),
        ],
    );
}

#[test]
fn names_end_at_sentences_and_marks() {
    check(
        names,
        &[
            ("They thanked Helen Marsh. Omar Haddad left.", &["Helen Marsh", "Omar Haddad"]),
            ("\"I thank Helen Marsh\" Omar Haddad said.", &["Helen Marsh", "Omar Haddad"]),
            ("They thanked Helen Marsh\nOmar Haddad left.", &["Helen Marsh", "Omar Haddad"]),
        ],
    );
}

#[test]
fn a_line_break_inside_a_paragraph_is_a_blank() {
    let text = "They met French\nForeign Minister Luc\nPerrin in New\nYork.";
    let all = Span::new(0, text.len());
    let anatomy = Anatomy { lines: whole(text).lines, paragraphs: vec![all], sentences: vec![all] };
    let found = entities(Page { text, anatomy: &anatomy }, None);
    assert_eq!(found.people[0].name, "Luc Perrin");
    assert_eq!(found.people[0].title.as_deref(), Some("French Foreign Minister"));
    assert_eq!(found.places[0].name, "New York City");
}

#[test]
fn a_headline_in_capitals_takes_its_names_from_the_story() {
    let text = "HADDAD LEAVES OSLO TALKS\nOmar Haddad left Norway on Monday.";
    assert_eq!(people(text), ["Omar Haddad: HADDAD, Omar Haddad"]);
    let text = "Haddad Leaves Talks On River Water\nOmar Haddad left Norway on Monday.";
    assert_eq!(people(text), ["Omar Haddad: Haddad, Omar Haddad"]);
}

#[test]
fn the_place_of_the_dateline_is_a_mention() {
    let text = "NEW DELHI, Nov 20 (XYZ) - The talks ended.";
    let dateline = Dateline {
        span: Span::new(0, 23),
        place: Some("NEW DELHI".to_owned()),
        date: Some("Nov 20".to_owned()),
        agency: Some("XYZ".to_owned()),
    };
    let found = entities(Page { text, anatomy: &whole(text) }, Some(&dateline));
    assert_eq!(found.places[0].name, "New Delhi");
    assert_eq!(found.places[0].mentions, [Span::new(0, 9)]);
}

/// What the dateline of a story names: each place with its country and what is written there.
fn dateline_places(text: &str) -> Vec<String> {
    let story = Story::from_text(text, &Options::default());
    let places = story.dateline_places.iter();
    let shown = places.map(|p| {
        let country = p.country.as_deref().unwrap_or("?");
        let written: Vec<&str> = p.mentions.iter().map(|m| m.of(&story.text)).collect();
        format!("{} {country}: {}", p.name, written.join(", "))
    });
    shown.collect()
}

#[test]
fn the_dateline_names_where_the_story_comes_from() {
    let rest =
        "The mayors of Oslo and Lagos met on Monday. They will meet again in Lagos in May, they said.\n";
    for (opening, places) in [
        ("LAGOS, May 3 (AP) - ", vec!["Lagos NG: LAGOS"]),
        ("SZEGED, Hungary (AP) - ", vec!["Szeged HU: SZEGED", "Hungary HU: Hungary"]),
        ("QUORNBY, Hungary, May 3 (AP) - ", vec!["QUORNBY ?: QUORNBY", "Hungary HU: Hungary"]),
        ("LAGOS, May 3\n\n", vec!["Lagos NG: LAGOS"]),
        ("", vec![]),
    ] {
        let text = format!("Hungary meets the mayors\n\n{opening}{rest}");
        assert_eq!(dateline_places(&text), places, "{opening}");
    }
}

#[test]
fn a_dateline_in_another_language_is_looked_up_alone() {
    let text = "Les maires se sont réunis\n\nPARIS (AFP) - Les maires se sont réunis lundi pour parler du prix du \
                lait et des routes, ont dit leurs services dans la soirée.\n";
    let story = Story::from_text(text, &Options::default());
    assert!(!story.extracted && story.places.is_empty());
    assert_eq!(dateline_places(text), ["Paris FR: PARIS"]);
}

/// A story of the shape the project began with: a leader meets another, surnames and roles later.
#[test]
fn a_whole_agency_story_comes_out_right() {
    let text = "The drought in Kenya is nearly over, with the focus moving to food prices, Ethiopian President \
        Selam Tadesse has said as she hosted her Kenyan counterpart Joseph al-Amin in Mombasa.\n\
        Tadesse met Amin on Monday ahead of a summit with the leaders of Uganda and Rwanda.\n\
        \"Kenya is coming back ... The Kenyan people have gone through hard years,\" Tadesse said, according to \
        the Ethiopian news agency Addis Wire.\n\
        In the three-hour Amin-Tadesse talks, the Kremlin was not mentioned. Tadesse hailed Amin's readiness to wait.\n\
        The statement quoted Tadesse as saying she would be phoning US President Harold Winslow on Tuesday.\n\
        The leaders of the US, the UK, Italy and the EU have all called for Amin to stay on.";
    let found = read(text);
    let names: Vec<&str> = found.people.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["Selam Tadesse", "Joseph al-Amin", "Harold Winslow"]);
    let places: Vec<&str> = found.places.iter().map(|p| p.name.as_str()).collect();
    let want = ["Kenya", "Mombasa", "Uganda", "Rwanda", "United States", "United Kingdom", "Italy"];
    assert_eq!(places, want);
    assert_eq!(found.people[0].mentions.len(), 6);
    assert_eq!(found.people[1].mentions.len(), 5);
    assert_eq!(found.people[0].title.as_deref(), Some("Ethiopian President"));
    assert_eq!(found.people[0].gender, Some(Gender::Female));
}

#[test]
fn hostile_texts_are_read_in_bounded_time() {
    for piece in [
        "Deputy ",
        "Syrian ",
        "President ",
        "Anna Berg ",
        "A. ",
        "New York, ",
        "The ",
        "of ",
        "van ",
        "Berg-",
        "a\n",
    ] {
        let _ = read(&piece.repeat(60_000));
    }
}

/// Spans lie in the text on character borders, ascend, and no two mentions of any kind overlap.
fn sound(text: &str) {
    let found = read(text);
    let mut all: Vec<Span> = Vec::new();
    let lists = (found.people.iter().map(|p| &p.mentions))
        .chain(found.places.iter().map(|p| &p.mentions))
        .chain(found.orgs.iter().map(|o| &o.mentions));
    for mentions in lists {
        assert!(!mentions.is_empty());
        assert!(mentions.windows(2).all(|w| w[0].end <= w[1].start), "{text:?} {mentions:?}");
        all.extend(mentions);
    }
    all.sort();
    assert!(all.windows(2).all(|w| w[0].end <= w[1].start), "{text:?} {all:?}");
    assert!(all.iter().all(|s| !s.is_empty() && text.get(s.start..s.end).is_some()), "{text:?} {all:?}");
}

const WORDS: [&str; 44] = [
    "Mr",
    "Mr.",
    "President",
    "Omar",
    "Haddad",
    "Helen",
    "Marsh",
    "Paris",
    "US",
    "U.S.",
    "London",
    "Ontario",
    "the",
    "The",
    "of",
    "and",
    "al",
    "al-Amin",
    "bin",
    "van",
    "der",
    "J.",
    "St.",
    "Jr.",
    "said",
    "in",
    "Bank",
    "Ministry",
    "Syrian",
    "French",
    "New York",
    "Monday",
    "é",
    "Ólafsson",
    "北京",
    "’s",
    "'s",
    ",",
    ".",
    "\"",
    "-",
    "\n",
    "(",
    "EU",
];

proptest! {
    #[test]
    fn spans_are_sound_on_any_text(text in "\\PC{0,200}") {
        sound(&text);
    }

    #[test]
    fn spans_are_sound_on_texts_of_names(
        words in prop::collection::vec((prop::sample::select(&WORDS[..]), prop::sample::select(&[" ", "", "-", ", "][..])), 0..60)
    ) {
        let text: String = words.iter().flat_map(|(w, gap)| [*w, *gap]).collect();
        sound(&text);
    }
}

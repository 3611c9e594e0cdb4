//! Why a story is not found, in words: made-up queries at one made-up story, and the ways out of queries that
//! find nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail by unwrap")]

mod naive;

use morgue::extract::Given;
use morgue::print::explain::why;
use morgue::query::parse;
use morgue::search::{Engine, ExplainRequest, How, LocalEngine, Meant};
use morgue::{Options, Story};
use naive::archive::indexed;

const STORY: &str = "\
Rebels hold the bridge at Marlowe

HULL, Nov 3 (AP) - The rebels held the bridge on Monday after a final and bitter rout of the guards. Ana Petrova said
the talks would go on.

“The ferry sails at noon,” Petrova told reporters in Hull. Nobody had seen the mayor of the town.

The mayor spoke later. She praised the rebels and the guards, and the us of old.

Subscribe to our newsletter
© 2017 The Daily Planet. All rights reserved.
";

/// Stories that know the words that the first one lacks.
const OTHERS: [&str; 4] = [
    "Snow fell on the castle of Vladimir Putin on Friday, and nobody minded it.\n",
    "Putin spoke of snow. The castle stood. The ceasefire held in Marlowe.\n",
    "Talks about the ceasefire went on in Leeds, where the ferry sailed twice. Putin was not there.\n",
    "The ceasefire held, and the castle with it.\n",
];

fn archive(folder: &std::path::Path) -> LocalEngine {
    let story = |text: &str, source: &str, date| {
        let given = Given { source: Some(source.to_owned()), date: Some(date), ..Given::default() };
        Story::from_text(text, &Options { given, ..Options::default() })
    };
    let day = |n: i8| jiff::civil::date(2017, 11, n);
    let mut stories = vec![("one.txt".to_owned(), story(STORY, "Daily Planet", day(3)))];
    for (i, text) in OTHERS.iter().enumerate() {
        stories.push((format!("other/{i}.txt"), story(text, "BBC", day(10 + i as i8))));
    }
    indexed(folder, &[&stories], false)
}

/// The clause that failed first, and why.
fn failed(engine: &LocalEngine, query: &str) -> String {
    let request = ExplainRequest { query: parse(query), story: Some("one.txt".to_owned()) };
    let explained = engine.explain(&request).unwrap();
    let [verdict] = explained.stories.as_slice() else { panic!("one story") };
    match verdict.clause.first_failed() {
        Some(failed) => format!("{}: {}", failed.text, why(failed, &verdict.story)),
        None => "found".to_owned(),
    }
}

#[test]
fn what_came_nearest_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let engine = archive(folder.path());
    let wrong: Vec<String> = WHY_NOT
        .iter()
        .map(|&(query, expected)| (query, failed(&engine, query), expected))
        .filter(|(_, said, expected)| said != expected)
        .map(|(query, said, expected)| format!("{query}\n  expected {expected}\n  said     {said}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Queries, and why they do not find the story.
const WHY_NOT: [(&str, &str); 45] = [
    // Words.
    ("rebels bridge", "found"),
    ("zebra", "zebra: no word is `zebra`, or like it"),
    ("fery", "fery: no `fery`, but line 6 “ferry”, 1 letter away"),
    ("bridge marlwe", "marlwe: no `marlwe`, but line 1 “Marlowe”, 1 letter away"),
    ("petorva", "petorva: no `petorva`, but line 3 “Petrova”, 1 letter away"),
    ("=guard", "\"guard\": no `\"guard\"`, but line 3 “guards”, another form of it"),
    ("==US", "==US: no `==US`, but line 8 “us” in other capitals"),
    ("fery*", "fery*: no `fery*`, but line 6 “ferry”, 1 letter away"),
    ("z?bra", "z?bra: no word is `z?bra`, or like it"),
    ("/zeb.*/", "/zeb.*/: no word is `/zeb.*/`, or like it"),
    ("marl~1", "marl~1: no word is `marl~1`, or like it"),
    ("newsletter", "newsletter: only in the promo, line 10 “newsletter”: in:footer newsletter finds it"),
    ("rights", "rights: only in the footer, line 11 “rights”: in:footer rights finds it"),
    ("headline:rout", "headline:rout: only in the body, line 3 “rout”: rout finds it"),
    ("lead:praised", "lead:praised: only in the body, line 8 “praised”: praised finds it"),
    // Phrases.
    ("\"final rout\"", "\"final rout\": line 3 “final” and line 3 “rout”, 2 other words between"),
    (
        "\"rout final\"",
        "\"rout final\": line 3 “final” and line 3 “rout”, in another order, 2 other words between",
    ),
    ("\"final rouz\"", "\"final rouz\": no `rouz`, but line 3 “rout”, 1 letter away"),
    ("\"mayor of the city\"", "\"mayor of the city\": no word is `city`, or like it"),
    (
        "\"mayor of the hull\"",
        "\"mayor of the hull\": line 6 “mayor of the town”: “town” stands where `hull` is asked for",
    ),
    ("\"town the\"", "\"town the\": line 6 “town” and line 8 “The”, but a paragraph ends between"),
    (
        "\"rout final\"~1",
        "\"rout final\"~1: line 3 “final” and line 3 “rout”, 2 other words between, 1 allowed",
    ),
    // Near each other.
    ("final w/2 rout", "final w/2 rout: line 3 “final” and line 3 “rout”, 3 words apart, 2 allowed"),
    (
        "rout pre/2 final",
        "rout pre/2 final: line 3 “rout” and line 3 “final”, 3 words apart, 2 allowed, in the other order",
    ),
    ("rout pre/9 zebra", "zebra: no word is `zebra`, or like it"),
    (
        "(final bitter) w/1 rout",
        "(final bitter) w/1 rout: line 3 “final” and line 3 “rout”, 3 words apart, 1 allowed",
    ),
    ("rout NOT w/5 final", "rout NOT w/5 final: line 3 “rout” has line 3 “final” near it"),
    (
        "ferry w/s mayor",
        "ferry w/s mayor: “ferry” in line 6 ““The ferry sails at noon,” Petrova told reporters in Hull.” and “mayor” in \
         line 6 “Nobody had seen the mayor of the town.”, 1 sentence apart",
    ),
    (
        "ferry w/p praised",
        "ferry w/p praised: “ferry” in line 6 ““The ferry sails at noon,” Petrova told reporters in Hull.” and \
         “praised” in line 8 “She praised the rebels and the guards, and the us of old.”, 1 paragraph apart",
    ),
    // In one place.
    (
        "sentence(rebels mayor)",
        "sentence(rebels mayor): the sentence with most of it, line 8 “The mayor spoke later”, has mayor but not rebels; \
         the nearest with that is 1 sentence on, line 8 “She praised the rebels and the guards, and the us of old”",
    ),
    (
        "sentence(mayor -seen -spoke)",
        "sentence(mayor -seen -spoke): the sentence with most of it, line 6 “Nobody had seen the mayor of the town”, \
         has mayor -spoke but not -seen; the nearest with that is 1 sentence on, line 6 “The ferry sails at noon,” \
         Petrova told reporters in Hull”",
    ),
    ("quote(mayor)", "quote(mayor): in no quote, only in line 6 “mayor”, line 8 “mayor”"),
    ("quote(ferry mayor)", "quote(mayor): in no quote, only in line 6 “mayor”, line 8 “mayor”"),
    ("headline(rout)", "headline(rout): in no headline, only in line 3 “rout”"),
    ("atleast4(rebels)", "atleast4(rebels): 3 of 4 times: line 1 “Rebels”, line 3 “rebels”, line 8 “rebels”"),
    ("first10(ferry)", "first10(ferry): first at word 36, line 6 “ferry”"),
    // Filters.
    ("source:bbc", "source:bbc: the story has Daily Planet"),
    ("date:2018", "date:2018: the story has 2017-11-03"),
    ("person:petrov", "person:petrov: the story has Ana Petrova"),
    ("words:>500", "words:501..: the story has 68"),
    ("path:other", "path:other: the story has one.txt"),
    ("agency:reuters", "agency:reuters: the story has AP"),
    // And, or, not.
    ("rebels -(mayor noon)", "-(mayor noon): stands in line 6 “noon”, line 6 “mayor”, line 8 “mayor”"),
    (
        "zebra OR fery",
        "zebra OR fery: none of them holds: zebra: no word is `zebra`, or like it; fery: no `fery`, but \
                       line 6 “ferry”, 1 letter away",
    ),
    ("rebels -date:2017", "-date:2017: it does hold, and must not"),
];

#[test]
fn the_counts_of_clauses_tell_what_each_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let engine = archive(folder.path());
    let request = ExplainRequest { query: parse("ceasefire castle -putin"), story: None };
    let clause = engine.explain(&request).unwrap().clause;
    let counts: Vec<_> =
        clause.parts.iter().map(|part| (part.text.as_str(), part.stories, part.left)).collect();
    assert_eq!(clause.stories, 1);
    assert_eq!(counts, [("ceasefire", 3, Some(3)), ("castle", 3, Some(2)), ("-putin", 2, Some(1))]);
}

#[test]
fn exact_twins_get_a_verdict_each() {
    let folder = tempfile::tempdir().unwrap();
    let story = Story::from_text(OTHERS[0], &Options::default());
    let twins = [("a.txt".to_owned(), story.clone()), ("b.txt".to_owned(), story.clone())];
    let engine = indexed(folder.path(), &[&twins], false);
    let verdicts = |story: &str, query: &str| {
        let request = ExplainRequest { query: parse(query), story: Some(story.to_owned()) };
        let stories = engine.explain(&request).unwrap().stories;
        stories.into_iter().map(|v| (v.address, v.clause.holds)).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(&story.id, "path:a"), [("a.txt".to_owned(), false), ("b.txt".to_owned(), false)]);
    assert_eq!(verdicts(&story.id, "file:a"), [("a.txt".to_owned(), true), ("b.txt".to_owned(), false)]);
    assert_eq!(verdicts("c.txt", "snow"), []);
}

/// The ways out of a query, as what is done and the query to type.
fn ways(engine: &LocalEngine, query: &str) -> Vec<(How, String, u64)> {
    let doctor = engine.advice(&parse(query), false).unwrap().doctor.unwrap();
    doctor.ways.into_iter().map(|way| (way.how, way.query, way.stories)).collect()
}

#[test]
fn every_query_that_finds_nothing_has_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let engine = archive(folder.path());
    for (query, first) in [
        ("caesfire", (How::Spell, "ceasefire", 3)),
        ("cesefire castle", (How::Spell, "ceasefire castle", 2)),
        ("\"cesefire held\"", (How::Spell, "\"ceasefire held\"", 2)),
        ("newsletter", (How::Elsewhere, "in:footer newsletter", 1)),
        ("\"snow castle\"", (How::Loosen, "\"snow castle\"~4", 2)),
        ("snow w/1 castle", (How::Loosen, "snow w/4 castle", 2)),
        ("castle pre/1 putin", (How::Loosen, "castle pre/4 putin", 1)),
        ("quote(snow)", (How::Loosen, "snow", 2)),
        ("atleast9(snow)", (How::Loosen, "snow", 2)),
        ("snow date:1900", (How::Drop, "snow", 2)),
        ("zzzzzz snow", (How::Drop, "snow", 2)),
        ("zzzzzz qqqqqq snow", (How::Keep, "snow", 2)),
        ("zzzzzz", (How::Drop, "*", 5)),
        ("cesefire castel", (How::Spell, "ceasefire castle", 2)),
        ("\"snow zzzzzz castle\"", (How::Loosen, "snow castle", 2)),
        ("person:putim date:1900 source:bbcc", (How::Loosen, "person:\"Putin\" source:\"BBC\"", 2)),
        ("snow w/2 zzzzzz", (How::Loosen, "snow", 2)),
        ("person:putim", (How::Spell, "person:\"Putin\"", 2)),
    ] {
        let found = ways(&engine, query);
        let (how, text, stories) = found.first().expect("a way");
        assert_eq!((*how, text.as_str(), *stories), first, "{query}: {found:?}");
        for (_, text, stories) in &found {
            let clause = engine.explain(&ExplainRequest { query: parse(text), story: None }).unwrap().clause;
            assert_eq!(clause.stories, *stories, "{text}");
        }
    }
}

#[test]
fn the_doctor_says_which_clause_is_to_blame() {
    let folder = tempfile::tempdir().unwrap();
    let engine = archive(folder.path());
    let doctor = engine.advice(&parse("ceasefire zzzzzz date:1900..1901"), false).unwrap().doctor.unwrap();
    let clauses: Vec<_> = doctor.clauses.iter().map(|c| (c.text.as_str(), c.stories, c.without)).collect();
    assert_eq!(clauses, [("ceasefire", 3, Some(0)), ("zzzzzz", 0, Some(0)), ("date:1900..1901", 0, Some(0))]);
    assert_eq!(doctor.dates, Some(["2017-11-03".to_owned(), "2017-11-13".to_owned()]));
}

#[test]
fn no_clause_of_very_many_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let engine = archive(folder.path());
    let query = format!("{}zzzzzz", "snow ".repeat(300));
    let doctor = engine.advice(&parse(&query), false).unwrap().doctor.unwrap();
    let last = doctor.clauses.last().unwrap();
    assert!(last.text.ends_with("snow zzzzzz"), "{}", last.text);
    assert_eq!((doctor.clauses.len(), last.stories, last.without), (31, 0, Some(2)));
}

#[test]
fn spellings_are_offered_for_words_that_no_story_has_names_first() {
    let folder = tempfile::tempdir().unwrap();
    let engine = archive(folder.path());
    let offered = |query: &str| {
        let suggestions = engine.advice(&parse(query), true).unwrap().suggestions;
        suggestions.into_iter().map(|s| (s.word, s.meant)).collect::<Vec<_>>()
    };
    let meant = |text: &str, stories, name| Meant { text: text.to_owned(), stories, name };
    assert_eq!(offered("snow OR Putim"), [("putim".to_owned(), vec![meant("putin", 3, true)])]);
    assert_eq!(offered("leedz"), [("leedz".to_owned(), vec![meant("leeds", 1, true)])]);
    assert_eq!(offered("zzzzzz"), [("zzzzzz".to_owned(), vec![])]);
    assert_eq!(offered("snow -zzzzzz"), [], "what must not be there may be missing");
    assert_eq!(offered("ceasefires"), [], "an inflection is no other word");
    assert_eq!(offered("\"ceasefires\""), [("ceasefires".to_owned(), vec![meant("ceasefire", 3, false)])]);
}

#[test]
fn a_rare_word_is_doubted_only_beside_a_very_common_neighbour() {
    let folder = tempfile::tempdir().unwrap();
    let story = |i: usize| {
        let word = if i == 0 { "brigde" } else { "bridge" };
        (
            format!("{i}.txt"),
            Story::from_text(&format!("Rain fell on the {word} number {i}.\n"), &Options::default()),
        )
    };
    let offered = |many: usize| {
        let folder = folder.path().join(many.to_string());
        let stories: Vec<_> = (0..many).map(story).collect();
        let engine = indexed(&folder, &[&stories], false);
        engine.advice(&parse("brigde"), true).unwrap().suggestions.len()
    };
    assert_eq!((offered(100), offered(101)), (0, 1), "99 and 100 times as many");
}

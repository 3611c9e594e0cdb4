//! `morgue quotes`: who said what, and the same answer as `quote(…)` in a search.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use serde_json::Value;

use crate::sample;

fn quotes(args: &[&str]) -> Vec<Value> {
    let all = [&["quotes", "--json", "--all"], args].concat();
    sample(&all).json().into_iter().filter(|record| record["type"] == "quote").collect()
}

fn stories(records: &[Value]) -> BTreeSet<String> {
    records.iter().map(|r| r["address"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_quote_is_shown_with_its_speaker_story_day_and_place() {
    assert_snapshot!(sample(&["quotes", "--about", "goats", "date:1994", "-m", "1"]).ends(0).out(), @"
    Yusuf Abd al-Rahim  “My people are more afraid for the goats.”
      1994-03-17  RED SEA FOES LEAVE CEASEFIRE TALKS WITHOUT SIGNING  sample/1994/03/17/ceasefire-nicosia-0091.txt:19
    ");
}

#[test]
fn the_stories_of_quotes_are_those_that_a_search_for_them_finds() {
    for (args, query) in [
        (&["--about", "ceasefire"][..], "quote(ceasefire)"),
        (&["--about", "\"a ceasefire\""], "quote(\"a ceasefire\")"),
        (&["--about", "goat* OR war"], "quote(goat* OR war)"),
        (&["--about", "we -ceasefire"], "quote(we -ceasefire)"),
        (&["--by", "mwakyusa"], "quote(speaker:mwakyusa)"),
        (&["--by", "mwak*", "--about", "lake"], "quote(speaker:mwak* lake)"),
        (&["--by", "mwakyusa", "--about", "goats"], "quote(speaker:mwakyusa goats)"),
        (&["--about", "we", "date:2018"], "date:2018 quote(we)"),
    ] {
        let hits = sample(&["search", "--json", "--all", query]).json();
        let hits: Vec<Value> = hits.into_iter().filter(|record| record["type"] == "hit").collect();
        assert_eq!(stories(&quotes(args)), stories(&hits), "{query}");
    }
}

#[test]
fn words_that_were_asked_for_are_marked_and_stand_between_the_marks() {
    let found = quotes(&["--about", "ceasefire peace"]);
    assert!(!found.is_empty());
    for quote in &found {
        let text: Vec<char> = quote["text"].as_str().unwrap().chars().collect();
        let marked = |pair: &Value| -> String {
            text[pair[0].as_u64().unwrap() as usize..pair[1].as_u64().unwrap() as usize].iter().collect()
        };
        let words: BTreeSet<String> =
            quote["marks"].as_array().unwrap().iter().map(|m| marked(m).to_lowercase()).collect();
        assert!(
            words.len() > 1 && words.iter().all(|w| w.starts_with("ceasefire") || w.starts_with("peace"))
        );
    }
}

#[test]
fn unattributed_quotes_have_no_speaker_and_sure_ones_are_sure() {
    let nobodys = quotes(&["--unattributed"]);
    assert!(!nobodys.is_empty() && nobodys.iter().all(|q| q["speaker"].is_null()));
    let sure = quotes(&["--min-confidence", "0.95"]);
    assert!(sure.len() > 20 && sure.iter().all(|q| q["confidence"].as_f64().unwrap() >= 0.95));
    assert!(sure.len() < quotes(&[]).len());
    sample(&["quotes", "--min-confidence", "2"]).ends(2).says(&["write a number from 0 to 1, as in 0.9"]);
    sample(&["quotes", "--by", "nobody-by-that-name"]).ends(1);
}

#[test]
fn filters_under_or_and_not_are_looked_up_for_each_quote() {
    let found = |about: &str| {
        let summary = sample(&["quotes", "--json", "--about", about]).json().pop().unwrap();
        assert_eq!((&summary["exact"], &summary["complete"]), (&true.into(), &true.into()), "{about}");
        summary["quotes"].as_u64().unwrap()
    };
    let peace = found("peace");
    let (that_year, others) = (found("peace date:1994"), found("peace -date:1994"));
    assert!(peace > 0);
    assert_eq!(that_year + others, peace);
    assert_eq!(found("peace OR date:1994"), found("date:1994") + others);
}

#[test]
fn the_best_quotes_come_first_and_a_shorter_answer_is_its_beginning() {
    let scores = |found: &[Value]| found.iter().map(|q| q["score"].as_f64().unwrap()).collect::<Vec<_>>();
    let all = quotes(&["--about", "peace OR ceasefire OR war"]);
    assert!(scores(&all).is_sorted_by(|a, b| a >= b) && scores(&all)[0] > 0.0);
    let two = sample(&["quotes", "--json", "-m", "2", "--about", "peace OR ceasefire OR war"]).json();
    assert_eq!(two[1..3], all[..2]);
    assert_eq!(two[3]["quotes"], all.len());
    let newest: Vec<String> =
        quotes(&[]).iter().map(|q| q["date"]["value"].as_str().unwrap_or("").to_owned()).collect();
    assert!(newest.is_sorted_by(|a, b| a >= b));
}

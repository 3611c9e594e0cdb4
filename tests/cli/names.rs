//! People, places, organisations, stats and show.

use serde_json::Value;

use crate::sample;
use crate::support::Room;

fn facets(args: &[&str]) -> Vec<Value> {
    sample(args).json().into_iter().filter(|r| r["type"] == "facet").collect()
}

#[test]
fn names_come_by_falling_number_of_stories_as_many_as_asked() {
    for command in ["people", "places", "orgs"] {
        let all = facets(&[command, "--json", "--all"]);
        let counts: Vec<u64> = all.iter().map(|f| f["stories"].as_u64().unwrap()).collect();
        assert!(counts.is_sorted_by(|a, b| a >= b), "{counts:?}");
        assert_eq!(facets(&[command, "--json"]), all[..all.len().min(10)]);
        assert_eq!(facets(&[command, "--json", "--top", "2"]), all[..all.len().min(2)]);
        let summary = sample(&[command, "--json", "--top", "1"]).json().pop().unwrap();
        assert_eq!(summary["values"].as_u64(), Some(all.len() as u64));
        let text = sample(&[command, "--all"]);
        assert_eq!(text.lines().len(), all.len());
        for (line, facet) in text.lines().iter().zip(&all) {
            assert!(line.contains(facet["value"].as_str().unwrap()), "{line}");
        }
    }
}

#[test]
fn a_prefix_keeps_the_names_with_a_word_that_begins_so() {
    for command in ["people", "places", "orgs"] {
        let all = facets(&[command, "--json", "--all"]);
        let Some(first) = all.first() else { continue };
        let letters: String = first["value"].as_str().unwrap().chars().take(2).collect();
        for typed in [letters.to_lowercase(), letters.to_uppercase()] {
            let some = facets(&[command, "--json", "--all", "--prefix", &typed]);
            assert!(some.contains(first) && some.len() <= all.len(), "{typed}");
        }
        sample(&[command, "--prefix", "qqqq"]).ends(1);
    }
}

#[test]
fn the_order_goes_by_stories_or_by_mentions_and_both_are_shown() {
    for command in ["people", "places", "orgs"] {
        for (by, first, second) in [("stories", "stories", "mentions"), ("mentions", "mentions", "stories")] {
            let all = facets(&[command, "--json", "--all", "--by", by]);
            let counts = |f: &Value| (f[first].as_u64().unwrap(), f[second].as_u64().unwrap());
            assert!(all.is_sorted_by(|a, b| counts(a) >= counts(b)), "{command} by {by}");
            let summary = sample(&[command, "--json", "--by", by]).json().pop().unwrap();
            assert_eq!(summary["by"], by);
            for (line, facet) in sample(&[command, "--all", "--by", by]).lines().iter().zip(&all) {
                let (a, b) = counts(facet);
                let unit = if b == 1 { ["story", "mention"] } else { ["stories", "mentions"] };
                let unit = unit[usize::from(second == "mentions")];
                assert!(line.trim_start().starts_with(&format!("{a}  ")), "{line}: {facet}");
                assert!(line.ends_with(&format!("  {b} {unit}")), "{line}: {facet}");
            }
        }
    }
}

/// Number of stories that a query finds.
fn found(query: &str) -> u64 {
    sample(&["search", "-c", query]).out().trim().parse().unwrap()
}

#[test]
fn a_count_of_a_name_is_the_count_of_its_stories() {
    for (command, field) in [("people", "person"), ("orgs", "org")] {
        for facet in facets(&[command, "--json", "--all"]).iter().step_by(5) {
            let name = facet["value"].as_str().unwrap().replace('"', "\\\"");
            let query = format!("{field}:\"{name}\"");
            assert_eq!(Some(found(&query)), facet["stories"].as_u64(), "{query}");
        }
    }
}

#[test]
fn a_place_as_it_is_listed_finds_the_stories_it_was_counted_in() {
    let text = sample(&["places", "--all"]);
    let facets = facets(&["places", "--json", "--all"]);
    let mut asked = 0;
    for (i, (line, facet)) in text.lines().iter().zip(&facets).enumerate() {
        let (listed, _) = line.trim_start().split_once("  ").unwrap().1.rsplit_once("  ").unwrap();
        let at = |key: &str| facet[key].as_str().unwrap_or_default();
        let name = at("value");
        let expected = match at("kind") {
            "country" => name.to_owned(),
            "region" => format!("{name} ({})", at("country")),
            "unresolved" => format!("{name} (unresolved)"),
            _ if at("country").is_empty() => name.to_owned(),
            _ if at("region").is_empty() => format!("{name} ({})", at("country")),
            _ => format!("{name} ({}, {})", at("region"), at("country")),
        };
        assert_eq!(listed, expected);
        if listed.ends_with(')') && at("kind") != "unresolved" && i % 4 == 0 {
            assert_eq!(Some(found(&format!("place:\"{listed}\""))), facet["stories"].as_u64(), "{listed}");
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
    let summary = sample(&["places", "--json"]).json().pop().unwrap();
    let unresolved = facets.iter().filter(|f| f["kind"] == "unresolved").count() as u64;
    assert!(unresolved > 0 && summary["unresolved"].as_u64() == Some(unresolved), "{summary}");
}

#[test]
fn stories_from_a_country_are_those_whose_dateline_lies_in_it() {
    let paths = sample(&["search", "-l", ""]);
    let resolved: Vec<Value> = paths
        .lines()
        .iter()
        .flat_map(|path| Room::with_sample().run(&["extract", path]).json())
        .map(|record| record["dateline"]["resolved"].clone())
        .collect();
    for (country, code, least) in [("Malaysia", "MY", 4), ("United States", "US", 4)] {
        let there = resolved.iter().filter(|place| place["country"] == code).count() as u64;
        assert!(there >= least, "{country}");
        assert_eq!(found(&format!("dateline:\"{country}\"")), there);
        assert!(found(&format!("place:\"{country}\"")) >= there);
    }
}

#[test]
fn the_query_record_of_names_tells_the_size_of_the_archive() {
    let records = sample(&["people", "--json", "ceasefire"]).json();
    let stats = &sample(&["stats", "--json"]).json()[0];
    assert_eq!(records[0]["index"]["stories"], stats["stories"]);
    let matching: u64 = sample(&["search", "-c", "ceasefire"]).out().trim().parse().unwrap();
    assert_eq!(records.last().unwrap()["stories"].as_u64(), Some(matching));
}

#[test]
fn stats_add_up() {
    let stats = &sample(&["stats", "--json"]).json()[0];
    let all: u64 = sample(&["search", "-c", ""]).out().trim().parse().unwrap();
    assert_eq!(stats["stories"].as_u64(), Some(all));
    for counts in ["languages", "sources"] {
        let sum: u64 = stats[counts].as_array().unwrap().iter().map(|pair| pair[1].as_u64().unwrap()).sum();
        assert_eq!(sum, all, "{counts}");
    }
    assert_eq!((stats["failed"].as_u64(), stats["complete"].as_bool()), (Some(0), Some(true)));
    let text = sample(&["stats"]).ends(0);
    assert!(text.out().starts_with(&format!("stories       {all}\n")), "{}", text.out());
}

#[test]
fn a_story_is_shown_by_address_id_and_path_with_every_line() {
    let address = "2017/11/21/000_117e30.txt";
    let by_address = sample(&["show", address]).ends(0);
    let id = by_address.lines()[0].rsplit('#').next().unwrap().to_owned();
    assert_eq!(sample(&["show", &id]).ends(0), by_address);
    assert_eq!(sample(&["show", &format!("sample/{address}")]).ends(0), by_address);
    let raw = sample(&["show", "--raw", address]).ends(0);
    let shown: Vec<String> = by_address.lines().iter().map(|line| without_numbers(line)).collect();
    let numbers = (1..).zip(raw.out().split('\n'));
    for (number, text) in numbers {
        let wanted = format!("{number:>4}  ");
        let mut lines = shown.iter();
        assert!(lines.any(|l| l.starts_with(&wanted) && l.ends_with(text)), "line {number}: {text}");
    }
    let why = sample(&["show", "--why", address]).ends(0);
    assert!(why.out().len() >= by_address.out().len());
    sample(&["show", "nowhere.txt"]).ends(1).says(&["no story has the address or id \"nowhere.txt\""]);
}

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

fn without_numbers(line: &str) -> String {
    line.chars().filter(|c| !RAISED.contains(c)).collect()
}

#[test]
fn every_mention_of_a_person_is_marked_with_the_persons_number() {
    let address = "2017/11/21/000_117e30.txt";
    let shown = sample(&["show", address]).ends(0);
    let people =
        shown.lines().into_iter().skip_while(|l| *l != "people").skip(1).take_while(|l| !l.is_empty());
    let people: Vec<&str> = people.collect();
    assert!(people.len() > 2);
    let text: String = shown.lines().into_iter().take_while(|l| *l != "quotes").collect();
    for (number, person) in (1..).zip(&people) {
        assert!(person.trim_start().starts_with(RAISED[number]), "{person}");
        let mentions = format!("mentioned {}×", text.matches(RAISED[number]).count());
        assert!(person.contains(&mentions), "{person}");
    }
    let raw = sample(&["show", "--raw", address]);
    assert_eq!(raw.out(), without_numbers(raw.out()));
    let colored = sample(&["show", "--color", "always", address]).ends(0);
    assert!(colored.out().contains("\u{1b}[4m") && !shown.out().contains('\u{1b}'));
}

//! People, places, stats and show.

use serde_json::Value;

use crate::sample;

fn facets(args: &[&str]) -> Vec<Value> {
    sample(args).json().into_iter().filter(|r| r["type"] == "facet").collect()
}

#[test]
fn names_come_by_falling_number_of_stories_as_many_as_asked() {
    for command in ["people", "places"] {
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
    for command in ["people", "places"] {
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
fn a_count_of_a_name_is_the_count_of_its_stories() {
    for facet in facets(&["people", "--json", "--top", "5"]) {
        let query = format!("person:\"{}\"", facet["value"].as_str().unwrap());
        let count = sample(&["search", "-c", &query]);
        let found: u64 = count.out().trim().parse().unwrap();
        assert!(found >= facet["stories"].as_u64().unwrap(), "{query}: {found}");
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
    let numbers = (1..).zip(raw.out().split('\n'));
    for (number, text) in numbers {
        let wanted = format!("{number:>4}  ");
        let mut lines = by_address.lines().into_iter();
        assert!(lines.any(|l| l.starts_with(&wanted) && l.ends_with(text)), "line {number}: {text}");
    }
    let why = sample(&["show", "--why", address]).ends(0);
    assert!(why.out().len() >= by_address.out().len());
    sample(&["show", "nowhere.txt"]).ends(1).says(&["no story has the address or id \"nowhere.txt\""]);
}

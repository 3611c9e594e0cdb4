//! Orders and pages.

use serde_json::Value;

use crate::sample;

const SORTS: [&str; 5] = ["relevance", "newest", "oldest", "length", "path"];

#[test]
fn pages_fit_together_in_every_order() {
    for sort in SORTS {
        for query in ["", "the", "ceasefire OR council"] {
            let all = sample(&["search", "-l", "--sort", sort, query]).ends(0);
            let mut pages = Vec::new();
            for offset in (0..).step_by(7) {
                let offset = offset.to_string();
                let page = sample(&["search", "-l", "--sort", sort, "-m", "7", "--offset", &offset, query]);
                assert_eq!(page.code, 0, "a page behind the last one is empty, and the query still has hits");
                if page.bytes.is_empty() {
                    break;
                }
                pages.extend(page.lines().into_iter().map(str::to_owned));
            }
            assert_eq!(pages, all.lines(), "{sort}, {query:?}");
        }
    }
}

#[test]
fn the_cursor_leads_from_page_to_page() {
    let total: usize = sample(&["search", "-c", "ceasefire"]).out().trim().parse().unwrap();
    let (mut seen, mut offset) = (0, "0".to_owned());
    loop {
        let page = sample(&["search", "--json", "-m", "4", "--offset", &offset, "ceasefire"]).json();
        for hit in page.iter().filter(|r| r["type"] == "hit") {
            seen += 1;
            assert_eq!(hit["rank"], seen);
        }
        let Some(next) = page.last().unwrap()["next"].as_str() else { break };
        offset = next.split_once(':').unwrap().1.to_owned();
    }
    assert_eq!(seen, total);
}

fn hits(sort: &str, query: &str) -> Vec<Value> {
    let records = sample(&["search", "--json", "--all", "--sort", sort, query]).ends(0).json();
    assert_eq!(records.last().unwrap()["sort"], sort);
    records.into_iter().filter(|r| r["type"] == "hit").collect()
}

#[test]
fn orders_are_what_they_say_and_undated_stories_are_last() {
    let days = |sort| -> Vec<Option<String>> {
        let day = |hit: &Value| hit["date"]["value"].as_str().map(str::to_owned);
        hits(sort, "").iter().map(day).collect()
    };
    for (sort, newest_first) in [("newest", true), ("oldest", false)] {
        let days = days(sort);
        let dated: Vec<&String> = days.iter().flatten().collect();
        assert!(dated.len() > 40 && dated.len() < days.len(), "both kinds are there");
        assert!(days[dated.len()..].iter().all(Option::is_none), "{sort}: undated stories are last");
        assert!(dated.is_sorted_by(|a, b| if newest_first { a >= b } else { a <= b }), "{sort}: {dated:?}");
    }
    let words: Vec<u64> = hits("length", "").iter().map(|h| h["words"].as_u64().unwrap()).collect();
    assert!(words.is_sorted_by(|a, b| a >= b), "{words:?}");
    let addresses: Vec<String> =
        hits("path", "").iter().map(|h| h["address"].as_str().unwrap().to_owned()).collect();
    assert!(addresses.is_sorted(), "{addresses:?}");
    let scores: Vec<f64> =
        hits("relevance", "ceasefire talks").iter().map(|h| h["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b) && scores[0] > 0.0, "{scores:?}");
}

#[test]
fn relevance_is_the_order_of_words_and_newest_of_all_else() {
    for (query, sort) in [("ceasefire", "relevance"), ("", "newest"), ("date:2017", "newest")] {
        let records = sample(&["search", "--json", query]).json();
        assert_eq!(records.last().unwrap()["sort"], sort, "{query}");
    }
}

//! What `morgue explain` says, and what is said beside answers that find nothing.

use insta::assert_snapshot;
use serde_json::json;

use crate::sample;

const STORY: &str = "2017/11/21/000_117e30.txt";

#[test]
fn a_query_is_shown_as_it_is_read_with_what_each_clause_finds() {
    let run =
        sample(&["explain", "ceasefire w/5 talks -goats (headline:rout OR in:footer subscribe) AND"]).ends(0);
    assert_snapshot!(run.out(), @r"
    reads as (ceasefire w/5 talks) -goats (headline:rout OR (in:footer subscribe))
          5  (ceasefire w/5 talks) -goats (headline:rout OR (in:footer subscribe))
         11    ceasefire w/5 talks  11 left
         12      ceasefire
         22      talks
         78    -goats  10 left
          3      goats
         33    headline:rout OR (in:footer subscribe)  5 left
          0      headline:rout
         33      in:footer subscribe
    ");
    assert!(run.err.starts_with("note: nothing behind AND"), "{}", run.err);
    sample(&["explain", "zyzzyvas"]).ends(1);
}

#[test]
fn a_story_is_found_or_not_and_why() {
    let found = sample(&["explain", "ceasefire -goats date:2017", "--story", STORY]).ends(0);
    assert_snapshot!(found.out(), @r"
    reads as ceasefire -goats date:2017
    found 2017/11/21/000_117e30.txt
    yes  ceasefire -goats date:2017
    yes    ceasefire  line 9 “ceasefire”, line 11 “ceasefires”, line 13 “ceasefire”
    yes    -goats
    yes    date:2017
    ");
    let query = "ceasefire talks w/2 belgium source:reuters (goats OR catfish)";
    let not = sample(&["explain", query, "--story", STORY]).ends(1);
    assert_snapshot!(not.out(), @r"
    reads as ceasefire (talks w/2 belgium) source:reuters (goats OR catfish)
    not found 2017/11/21/000_117e30.txt
      talks w/2 belgium: line 13 “talks” and line 13 “Belgium”, 12 words apart, 2 allowed
    no   ceasefire (talks w/2 belgium) source:reuters (goats OR catfish)
    yes    ceasefire  line 9 “ceasefire”, line 11 “ceasefires”, line 13 “ceasefire”
    no     talks w/2 belgium  line 13 “talks” and line 13 “Belgium”, 12 words apart, 2 allowed
    yes      talks  line 6 “talks”, line 13 “talks”
    yes      belgium  line 13 “Belgium”
    no     source:reuters  the story has Deccan Standard
    no     goats OR catfish
    no       goats  no `goats`, but line 5 “boats”, 1 letter away
    no       catfish  no word is `catfish`, or like it
    ");
}

#[test]
fn a_story_is_named_by_address_id_or_path() {
    let by_address = sample(&["explain", "ceasefire", "--story", STORY]).ends(0);
    let id = sample(&["search", "--json", "-m1", &format!("path:{STORY}")]).json()[1]["id"].clone();
    let by_path = sample(&["explain", "ceasefire", "--story", &format!("sample/{STORY}")]).ends(0);
    assert_eq!(sample(&["explain", "ceasefire", "--story", id.as_str().unwrap()]).out(), by_address.out());
    assert_eq!(by_path.out(), by_address.out());
    sample(&["explain", "ceasefire", "--story", "no/such.txt"])
        .ends(1)
        .says(&["no story has the address or id"]);
}

#[test]
fn records_of_an_explanation() {
    let records = sample(&["explain", "--json", "ceasefire zebra", "--story", STORY]).ends(1).json();
    let kinds: Vec<&str> = records.iter().map(|r| r["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["query", "clauses", "verdict"]);
    let parts = records[1]["clause"]["parts"].as_array().unwrap();
    assert_eq!(
        parts[1],
        json!({"text": "zebra", "join": "leaf", "stories": 0, "left": 0, "parts": [], "more": 0})
    );
    let reason = "no word is `zebra`, or like it";
    assert_eq!(records[2]["because"], json!({"clause": "zebra", "reason": reason}));
    let judged = &records[2]["clause"]["parts"];
    assert_eq!((&judged[0]["holds"], &judged[0]["places"]), (&json!(true), &json!(3)));
    assert_eq!(judged[0]["at"][0], json!({"line": 9, "text": "ceasefire"}));
    assert_eq!(judged[1]["miss"], json!({"kind": "word", "reason": reason, "at": []}));
}

#[test]
fn nothing_found_is_told_with_the_ways_out() {
    let told = |args: &[&str]| sample(args).ends(1).err;
    assert_snapshot!(told(&["search", "ceasefire", "zyzzyvas"]), @r"
    nothing found
      ceasefire finds 12 stories; without it 0 stories
      zyzzyvas finds nothing; without it 12 stories
      no story has zyzzyvas, nor anything like it
      try: ceasefire  (12 stories; without zyzzyvas)
    ");
    assert_snapshot!(told(&["search", "cesefire talks"]), @r"
    nothing found
      cesefire finds nothing; without it 22 stories
      talks finds 22 stories; without it 0 stories
      no story has cesefire; did you mean ceasefire (12 stories)?
      try: ceasefire talks  (12 stories; spelled as stories have it)
      try: talks  (22 stories; without cesefire)
    ");
    assert_snapshot!(told(&["search", "\"digital subscription\""]), @r#"
    nothing found
      try: in:footer "digital subscription"  (7 stories; in lines that are not searched)
      try: digital subscription  (1 story; in place of "digital subscription")
    "#);
    assert_snapshot!(told(&["people", "person:mwakyuza ceasefire"]), @r#"
    nothing found
      person:mwakyuza finds nothing; without it 12 stories
      ceasefire finds 12 stories; without it 0 stories
      no story has person:mwakyuza; did you mean person:"Josephat Mwakyusa" (1 story)?
      try: person:"Josephat Mwakyusa" ceasefire  (1 story; spelled as stories have it)
      try: ceasefire  (12 stories; without person:mwakyuza)
    "#);
    assert_snapshot!(told(&["timeline", "ceasefire date:1900"]), @r"
    nothing found
      ceasefire finds 12 stories; without it 0 stories
      date:1900 finds nothing; without it 12 stories
      the archive's days run from 1987-10-27 to 2024-02-20
      try: ceasefire  (12 stories; without date:1900)
    ");
    assert_snapshot!(told(&["quotes", "--by", "nobodyatall", "--about", "goats"]), @r"
    nothing found
      no story has speaker:nobodyatall, nor anything like it
      try: quote(goats)  (1 story; in place of quote(speaker:nobodyatall goats))
    ");
}

#[test]
fn stories_without_such_quotes_are_told_apart_from_no_stories() {
    let sure = sample(&["quotes", "--by", "mwakyusa", "--min-confidence", "1"]).ends(1);
    assert!(sure.err.contains("leave out --min-confidence"), "{}", sure.err);
    let none = sample(&["quotes", "file:undated"]).ends(1);
    assert!(none.err.contains("have no quotes"), "{}", none.err);
}

#[test]
fn lists_for_programs_say_nothing_beside_nothing() {
    for format in ["-c", "-l", "-0", "--vimgrep", "--csv", "--json"] {
        assert_eq!(sample(&["search", format, "zyzzyvas"]).ends(1).err, "", "{format}");
    }
    let summary = sample(&["search", "--json", "cesefire"]).json().pop().unwrap();
    assert_eq!(
        summary["suggestions"],
        json!([{"word": "cesefire", "stories": 0, "meant": [{"text": "ceasefire", "stories": 12, "name": false}]}])
    );
    assert_eq!(summary["doctor"]["clauses"], json!([{"text": "cesefire", "stories": 0, "without": null}]));
    assert_eq!(
        summary["doctor"]["ways"],
        json!([{"how": "spell", "clause": "cesefire", "query": "ceasefire", "stories": 12}])
    );
    for command in ["people", "timeline", "quotes"] {
        let summary = sample(&[command, "--json", "cesefire"]).ends(1).json().pop().unwrap();
        assert_eq!(summary["doctor"]["ways"][0]["query"], "ceasefire", "{command}");
    }
    assert!(sample(&["search", "--json", "ceasefire"]).json().pop().unwrap()["doctor"].is_null());
}

#[test]
fn a_spelling_is_offered_beside_results_too() {
    let run = sample(&["search", "ceasefire OR goatz", "-m", "1"]).ends(0);
    assert_snapshot!(run.err, @r"
    note: no story has goatz; did you mean goat (3 stories), goats (3 stories)?
    ");
}

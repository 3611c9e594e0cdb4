//! What `--json` prints is what `schema/result.v1.schema.json` describes.

use serde_json::{Value, json};

use crate::sample;

pub fn schema() -> Value {
    serde_json::from_str(include_str!("../../schema/result.v1.schema.json")).unwrap()
}

#[test]
fn real_output_follows_the_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let mut kinds = std::collections::BTreeSet::new();
    for args in [
        &["search", "--json", "--all", ""][..],
        &["search", "--json", "ceasefire talks"],
        &["search", "--json", "-m", "2", "--sort", "newest", "\"ceasefire talks\" OR"],
        &["search", "--json", "in:footer newsletter"],
        &["search", "--json", "zyzzyvas"],
        &["quotes", "--json", "--all"],
        &["quotes", "--json", "--by", "mwakyusa", "--about", "lake"],
        &["people", "--json", "--all"],
        &["people", "--json", "zyzzyvas"],
        &["places", "--json", "--all", "ceasefire"],
        &["places", "--json", "--by", "mentions"],
        &["orgs", "--json", "--all"],
        &["people", "--json", "--all", "--quoted"],
        &["people", "--json", "--only-mentioned", "--with", "guialal"],
        &["facet", "source", "--json"],
        &["facet", "agency", "--json"],
        &["facet", "lang", "--json"],
        &["facet", "year", "--json"],
        &["facet", "month", "--json", "--all"],
        &["facet", "dateline", "--json", "--all"],
        &["facet", "speaker", "--json"],
        &["search", "--json", "ceasefire", "--facet", "person:3,place,month,source", "--recent", "1y"],
        &["search", "--json", "person:john OR speaker:mary OR person:jo*"],
        &["timeline", "--json", "ceasefire"],
        &["timeline", "--json", "--by", "year", "--per", "1000"],
        &["timeline", "--json", "--by", "week", "zyzzyvas"],
        &["people", "--json", "--why", "guialal"],
        &["stats", "--json"],
        &["explain", "--json", "ceasefire w/5 talks -goats"],
        &["explain", "--json", "cesefire date:1900"],
        &["explain", "--json", "sentence(ceasefire goats) source:x zebra", "--story", "undated.txt"],
        &["search", "--json", "cesefire talks date:1900"],
    ] {
        for record in sample(args).json() {
            kinds.insert(record["type"].as_str().unwrap().to_owned());
            assert!(validator.is_valid(&record), "{args:?}: {record}\n{:?}", why(&record));
        }
    }
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["clauses", "facet", "hit", "period", "query", "quote", "stats", "summary", "verdict", "why"]
    );
}

#[test]
fn the_records_of_a_batch_follow_the_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let room = crate::support::Room::with_sample();
    let run =
        room.run_with(&["batch", "-a", "sample", "--json", "-"], b"ceasefire (\nzyzzyvas\n\xff\n".to_vec());
    let records = run.ends(3).json();
    assert_eq!(records.len(), 3);
    records
        .iter()
        .for_each(|record| assert!(validator.is_valid(record) && record["type"] == "batch", "{record}"));
}

/// What is wrong with a record, by the description of its own kind.
fn why(record: &Value) -> Vec<String> {
    let kind = match record["type"].as_str().unwrap() {
        "summary" if record.get("sort").is_some() => "search_summary",
        "summary" if record.get("quotes").is_some() => "quotes_summary",
        "summary" if record.get("undated").is_some() => "timeline_summary",
        "summary" => "facet_summary",
        other => other,
    };
    let mut schema = schema();
    schema.as_object_mut().unwrap().remove("oneOf");
    schema["$ref"] = json!(format!("#/$defs/{kind}"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(record).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn the_schema_refuses_what_is_no_record() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let record = sample(&["search", "--json", "-m1", "ceasefire"]).json().remove(1);
    assert!(validator.is_valid(&record));
    for key in record.as_object().unwrap().keys() {
        let mut less = record.clone();
        less.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&less), "without {key}");
    }
    let mut more = record.clone();
    more["surprise"] = json!(1);
    assert!(!validator.is_valid(&more));
}

#[test]
fn every_key_of_the_schema_is_described() {
    fn check(value: &Value, at: &str, missing: &mut Vec<String>) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            for (key, property) in properties {
                let described = property.get("description").is_some() || property.get("$ref").is_some();
                if !described {
                    missing.push(format!("{at}/{key}"));
                }
                check(property, &format!("{at}/{key}"), missing);
            }
        }
    }
    let mut missing = Vec::new();
    for (name, definition) in schema()["$defs"].as_object().unwrap() {
        if definition.get("description").is_none() {
            missing.push(name.clone());
        }
        check(definition, name, &mut missing);
    }
    assert_eq!(missing, [""; 0]);
}

//! The record that `Story::record` gives is the one `schema/story.v1.schema.json` describes.

#![allow(clippy::unwrap_used)]

use jsonschema::Validator;
use morgue::extract::{Dateline, Gender, Given, Org, Origin, Person, Place, Quote, QuoteKind, Sourced};
use morgue::text::Span;
use morgue::{Options, Story};
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(include_str!("../schema/story.v1.schema.json")).unwrap()
}

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).unwrap()
}

fn record(text: &str, options: &Options) -> Value {
    serde_json::to_value(Story::from_text(text, options).record(None, Some("planet/2017/11/21/a.txt")))
        .unwrap()
}

fn complaints(record: &Value) -> Vec<String> {
    validator().iter_errors(record).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

const STORIES: &[&str] = &[
    "",
    "\n\n",
    "Bridge talks go on\nBy Ana Roe, Staff Writer\n\nSOFIA, Nov 20 (AP) - The mayor, Vera Hale, met builders in Sofia on Monday.\n\
     \"The talks will go on until a deal is signed,\" Hale said. \"We,\" she added, \"are patient.\"\n--AP\nabc/de\n\
     © 2017 The Daily Planet. All rights reserved\n",
    "Die Bürgermeisterin von Köln sagte am Montag, dass die Gespräche mit den Bauherren weitergehen, bis ein Vertrag für \
     die neue Brücke unterschrieben ist.",
    "今天下雨。他走了！",
    "One line\r\nand another 🙂 with “marks” and née Noël\r\n",
];

#[test]
fn records_of_invented_stories_are_valid() {
    let given = Given { path: Some("planet/2017/11/21/a.txt".into()), ..Given::default() };
    let full = Options { given, why: true, encoding: Some("UTF-8".into()), ..Options::default() };
    for options in [Options::default(), Options { segment: false, ..Options::default() }, full] {
        for text in STORIES {
            assert_eq!(complaints(&record(text, &options)), [""; 0], "{text}");
        }
    }
}

/// A story in which no field is empty.
fn filled() -> Story {
    let text = "SOFIA, Nov 20 (AP) - “We stay,” Vera Hale said.";
    let mut story = Story::from_text(text, &Options::default());
    let span = Span::new(0, 5);
    story.source = Some(Sourced { value: "Planet".into(), origin: Origin::Given });
    story.date = Some(Sourced { value: "2017-11-20".parse().unwrap(), origin: Origin::Path });
    let (place, date, agency) = (Some("SOFIA".into()), Some("Nov 20".into()), Some("AP".into()));
    story.dateline = Some(Dateline { span, place, date, agency });
    story.lines[0].why = vec!["long line".into()];
    story.quotes = vec![Quote {
        span,
        kind: QuoteKind::Direct,
        speaker: Some("Vera Hale".into()),
        speaker_id: Some(0),
        as_written: Some("Hale".into()),
        cue: Some("said".into()),
        relay: None,
        rule: "after".into(),
        confidence: 0.9,
        group: 0,
    }];
    let mentions = vec![span];
    let (title, gender) = (Some("mayor".into()), Some(Gender::Female));
    let (name, unsure) = ("Vera Hale".into(), mentions.clone());
    story.people = vec![Person { name, mentions: mentions.clone(), unsure, title, gender, quotes: 1 }];
    story.places = vec![Place {
        name: "Sofia".into(),
        country: Some("BG".into()),
        region: None,
        lat: Some(42.7),
        lon: Some(23.3),
        geonames: Some(727_011),
        mentions: mentions.clone(),
    }];
    story.dateline_places = story.places.clone();
    story.orgs = vec![Org { name: "AP".into(), mentions }];
    story
}

#[test]
fn a_record_with_every_field_filled_is_valid() {
    let value = serde_json::to_value(filled().record(Some("x"), None)).unwrap();
    assert_eq!(complaints(&value), [""; 0]);
    assert_eq!(value["dateline"]["resolved"]["geonames"], json!(727_011));
}

#[test]
fn the_schema_refuses_what_is_no_record() {
    let good = serde_json::to_value(filled().record(Some("x"), None)).unwrap();
    let broken = [
        ("/v", json!(2)),
        ("/id", Value::Null),
        ("/source", json!("Planet")),
        ("/source/origin", json!("guess")),
        ("/date/value", json!("20 Nov 2017")),
        ("/dateline/resolved/lat", Value::Null),
        ("/dateline/resolved/mentions", json!([])),
        ("/language", json!("eng")),
        ("/extracted", json!("yes")),
        ("/lines/0/kind", json!("text")),
        ("/lines/0/start", json!(-1)),
        ("/quotes/0/kind", json!("indirect")),
        ("/quotes/0/confidence", json!(2)),
        ("/quotes/0", json!({"start": 0, "end": 5})),
        ("/people/0/gender", json!("x")),
        ("/places/0/lat", json!(91)),
        ("/orgs/0/mentions/0", json!([0, 5])),
    ];
    for (pointer, value) in broken {
        let mut bad = good.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match bad.pointer_mut(parent).unwrap() {
            Value::Object(object) => drop(object.insert(key.to_owned(), value)),
            other => other[key.parse::<usize>().unwrap()] = value,
        }
        assert!(!validator().is_valid(&bad), "{pointer}");
    }
    for key in good.as_object().unwrap().keys() {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(key);
        assert!(!validator().is_valid(&bad), "a record without {key}");
    }
    let mut bad = good.clone();
    bad["extra"] = json!(1);
    assert!(!validator().is_valid(&bad), "a key that no one declared");
}

/// Every object schema below `schema`, with each of its keys.
fn undescribed(path: &str, schema: &Value, out: &mut Vec<String>) {
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        if property["description"].as_str().is_none_or(str::is_empty) {
            out.push(format!("{path}/{key}"));
        }
    }
    for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
        undescribed(&format!("{path}/{name}"), definition, out);
    }
}

#[test]
fn every_key_is_described() {
    let mut out = Vec::new();
    undescribed("", &schema(), &mut out);
    assert!(out.is_empty(), "{out:?}");
}

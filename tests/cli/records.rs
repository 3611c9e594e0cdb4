//! `extract`: the same records from files and lines, in order, whatever the number of threads.

use serde_json::{Value, json};

use crate::support::Room;

fn validator() -> jsonschema::Validator {
    let schema = serde_json::from_str(include_str!("../../schema/story.v1.schema.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn files_become_records_in_order_and_bad_ones_stand_in_their_place() {
    let room = Room::with_sample();
    let files = [
        "sample/undated.txt",
        "sample/nowhere.txt",
        "sample/2018/06/03/paywall-at-ninety-88215.txt",
        "sample/2019/08/01/000_2f0001.txt",
        "sample/2018/11/12/story-9004.txt",
        "sample/2019",
    ];
    let records = room.run(&[&["extract"], &files[..]].concat()).ends(3).json();
    assert_eq!(records.len(), files.len());
    let validator = validator();
    for (record, file) in records.iter().zip(files) {
        let bad = ["nowhere", "000_2f0001", "sample/2019"]
            .iter()
            .any(|b| file.contains(b) && !file.contains("story"));
        assert_eq!(record.get("error").is_some(), bad, "{record}");
        if bad {
            assert_eq!(record["id"], file);
        } else {
            assert_eq!(record["address"], file);
            assert!(validator.is_valid(record), "{file}");
        }
    }
    room.run(&["extract", "sample/undated.txt"]).ends(0);
}

#[test]
fn a_files_record_is_the_record_of_its_text() {
    let room = Room::with_sample();
    let from_file = room.run(&["extract", "sample/undated.txt"]).ends(0).json().remove(0);
    let line = json!({"id": from_file["id"], "text": from_file["text"], "path": from_file["address"]});
    let mut from_line =
        room.run_with(&["extract", "--jsonl"], line.to_string().into()).ends(0).json().remove(0);
    // Only a file has an encoding; and only a line may tell what path to read a date from.
    from_line["encoding"] = from_file["encoding"].clone();
    for key in ["text", "lines", "quotes", "people", "places", "sentences", "headline", "encoding", "address"]
    {
        assert_eq!(from_line[key], from_file[key], "{key}");
    }
}

/// Records of invented stories, some long, some empty, some in no known language.
fn records(count: usize) -> Vec<u8> {
    let mut out = Vec::new();
    for i in 0..count {
        let body = format!("\"The bridge is {i} years old,\" Vera Hale said in Hull. ").repeat(1 + i % 37);
        let text = match i % 10 {
            3 => String::new(),
            7 => format!("\u{202e}{i}\u{1b}[2J"),
            _ => format!("Bridge {i}\nBy Ana Roe\n\nHULL, Nov 3 (AP) - {body}\n\n(c) {i} The Daily Planet\n"),
        };
        let line = json!({"id": format!("r{i}"), "text": text, "path": format!("2017/11/{i}.txt")});
        out.extend(format!("{line}\n").into_bytes());
    }
    out
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let room = Room::new();
    let input = records(1000);
    let one = room.run_with(&["extract", "--jsonl", "-j", "1"], input.clone()).ends(0);
    let four = room.run_with(&["extract", "--jsonl", "-j", "4"], input).ends(0);
    assert!(one.bytes == four.bytes, "-j 1 and -j 4 differ");
    let ids: Vec<Value> = one.json().iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids, (0..1000).map(|i| Value::from(format!("r{i}"))).collect::<Vec<_>>());
}

#[test]
fn bad_records_stand_in_their_place_and_the_run_goes_on() {
    let room = Room::new();
    let lines: [(&[u8], Value); 9] = [
        (br#"{"id": "a", "text": "Rain fell on Leeds."}"#, json!("a")),
        (b"this is no JSON", Value::Null),
        (br#"{"id": 7}"#, json!(7)),
        (br#"{"id": "b", "text": 5}"#, json!("b")),
        (br#"{"id": "c", "text": "x", "date": "tomorrow"}"#, json!("c")),
        (b"{\"id\": \"d\", \"text\": \"\xff\"}", Value::Null),
        (br#"["not", "an", "object"]"#, Value::Null),
        (br#"{"text": "no id"}"#, Value::Null),
        (
            br#"{"id": "e", "text": "Hail fell on York.", "date": "2017-11-21", "source": "Planet"}"#,
            json!("e"),
        ),
    ];
    for ending in ["\n", "\r\n", "\n\n  \n"] {
        let input: Vec<u8> = lines.iter().flat_map(|(line, _)| [line, ending.as_bytes()].concat()).collect();
        let out = room.run_with(&["extract", "--jsonl", "-j", "2"], input).ends(3).json();
        assert_eq!(out.len(), lines.len(), "empty lines are no records");
        for (record, (line, id)) in out.iter().zip(&lines) {
            let bad = !(id == "a" || id == "e");
            assert_eq!((&record["id"], record.get("error").is_some()), (id, bad), "{}", line.escape_ascii());
        }
        assert_eq!(out[8]["date"], json!({"value": "2017-11-21", "origin": "given"}));
        assert_eq!(out[8]["source"], json!({"value": "Planet", "origin": "given"}));
    }
}

#[test]
fn no_input_is_no_output_and_a_last_line_needs_no_end() {
    let room = Room::new();
    assert_eq!(room.run_with(&["extract", "--jsonl"], Vec::new()).ends(0).out(), "");
    assert_eq!(room.run_with(&["extract", "--jsonl"], b"\n \n".to_vec()).ends(0).out(), "");
    let run = room.run_with(&["extract", "--jsonl"], br#"{"id": 1, "text": "x"}"#.to_vec()).ends(0);
    assert_eq!((run.lines().len(), run.out().ends_with('\n')), (1, true));
}

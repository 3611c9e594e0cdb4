//! `morgue index --log-json`: what programs are told of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::support::{Room, Run};

/// An archive with stories, and with things that are skipped and that fail.
fn mixed() -> Room {
    let room = Room::with_archive();
    room.write("archive/gone.txt", "Hail fell on York.\n");
    room.write("archive/away.txt", "Sleet fell on Hull for a day and a night, the harbour said.\n");
    room.write(
        "archive/feed.jsonl",
        "{\"text\": \"Fog lay on Ripon.\"}\n{\"no\": \"text\"}\n{\"text\": \" \"}\n",
    );
    room.write("archive/empty.txt", "\n");
    room.write("archive/logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    room.write("archive/torn.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b");
    room.write("archive/.hidden.txt", "Nobody reads this.\n");
    // A file that was written just now may be written again in the same instant, and is read twice.
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for entry in std::fs::read_dir(room.path("archive")).unwrap() {
        let file = File::options().append(true).open(entry.unwrap().path()).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    room
}

/// The events of a run.
fn events(run: &Run) -> Vec<Value> {
    run.err.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect()
}

fn kinds(events: &[Value]) -> Vec<&str> {
    let kinds = events.iter().map(|event| event["event"].as_str().unwrap());
    kinds.filter(|kind| *kind != "progress").collect()
}

#[test]
fn the_log_of_a_run_follows_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../schema/log.v1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let room = mixed();
    let run = |args: &[&str], code: i32| {
        let run = room.run(&[&["index", "--log-json"], args].concat()).ends(code);
        assert_eq!(run.out(), "", "{args:?}");
        let events = events(&run);
        for event in &events {
            assert!(validator.is_valid(event), "{args:?}: {event}");
            let mut wrong = event.clone();
            wrong["more"] = 1.into();
            assert!(!validator.is_valid(&wrong), "{wrong}");
        }
        events
    };
    let told = run(&["archive"], 3);
    let left_out = ["skipped", "failed"];
    let order: Vec<&str> = kinds(&told).into_iter().filter(|kind| !left_out.contains(kind)).collect();
    assert_eq!(order, ["listed", "committing", "committed", "summary"]);
    assert_eq!(told.last().unwrap()["index"]["generation"], 1);

    // Nothing is new, but what failed is not tried again, and is still counted.
    let told = run(&["archive"], 3);
    assert_eq!(kinds(&told), ["listed", "summary"]);
    let summary = told.last().unwrap();
    assert_eq!((&summary["index"], &summary["files"]), (&Value::Null, &0.into()));
    assert_eq!(summary["counts"]["indexed"], 4);

    let told = run(&["archive", "--dry-run", "--full"], 0);
    assert_eq!(
        (&told.last().unwrap()["dry_run"], &told.last().unwrap()["index"]),
        (&true.into(), &Value::Null)
    );

    let told = run(&["nowhere"], 2);
    assert_eq!(kinds(&told), ["error"]);
    assert!(told[0]["message"].as_str().unwrap().contains("nowhere"), "{told:?}");
}

/// The six counts, by a report.
fn changes(report: &[Value]) -> BTreeMap<String, u64> {
    let mut files: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for line in report {
        let address = line["address"].as_str().unwrap();
        files.entry(address.split(['!', '#']).next().unwrap()).or_default().push(line);
    }
    let names = ["new", "changed", "moved", "unchanged", "gone", "failed"];
    let mut counts: BTreeMap<String, u64> = names.map(|name| (name.to_owned(), 0)).into();
    for lines in files.values() {
        let has = |outcome: &str| lines.iter().any(|line| line["outcome"] == outcome);
        let change = match lines[0]["change"].as_str() {
            _ if has("failed") && !has("indexed") => "failed",
            Some(change) => change,
            None => continue,
        };
        *counts.get_mut(change).unwrap() += 1;
    }
    counts
}

fn object(value: &Value) -> BTreeMap<String, u64> {
    let entries = value.as_object().unwrap().iter();
    entries.map(|(name, count)| (name.clone(), count.as_u64().unwrap())).collect()
}

/// What was left out: event or outcome, address, reason.
fn left_out(lines: &[Value], kind: &str) -> BTreeSet<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = lines.iter().map(|line| (text(&line[kind]), text(&line["address"]), text(&line["reason"])));
    all.filter(|(kind, ..)| kind == "skipped" || kind == "failed").collect()
}

#[test]
fn the_counts_of_the_log_are_those_of_the_report() {
    let room = mixed();
    let run = || {
        let run = room.run(&["index", "archive", "--log-json", "--report", "report.jsonl"]).ends(3);
        (events(&run), room.jsonl("report.jsonl"))
    };
    let (told, report) = run();
    let summary = told.last().unwrap();
    let outcomes = |outcome: &str| report.iter().filter(|line| line["outcome"] == outcome).count();
    for (count, expected) in [("indexed", 4), ("skipped", 4), ("failed", 2)] {
        assert_eq!((summary["counts"][count].as_u64(), outcomes(count)), (Some(expected as u64), expected));
    }
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    for reason in report.iter().filter_map(|line| line["reason"].as_str()) {
        *reasons.entry(reason.to_owned()).or_default() += 1;
    }
    assert_eq!(object(&summary["counts"]["reasons"]), reasons);
    assert_eq!(object(&summary["changes"]), changes(&report));
    assert_eq!(left_out(&told, "event"), left_out(&report, "outcome"));
    // In a first run, what it came by is the whole archive.
    for (so_far, whole) in [("stories", "indexed"), ("skipped", "skipped"), ("failed", "failed")] {
        assert_eq!(summary[so_far], summary["counts"][whole], "{so_far}");
    }

    std::fs::remove_file(room.path("archive/gone.txt")).unwrap();
    std::fs::rename(room.path("archive/away.txt"), room.path("archive/back.txt")).unwrap();
    room.write("archive/good.txt", "Rain fell on Leeds for two weeks.\n");
    room.write("archive/more.txt", "Snow fell on Selby.\n");
    let (told, report) = run();
    let counted = changes(&report);
    assert_eq!(object(&told.last().unwrap()["changes"]), counted);
    assert!(counted.values().all(|count| *count > 0), "{counted:?}");
}

//! Packed files, containers and JSON Lines from the command line, and damaged ones in number.
//!
//! `MORGUE_CASES=20000 cargo test --release --test containers` tries as many mutated inputs.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail by unwrap")]

mod support;

use std::collections::HashSet;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use morgue::corpus::{FileEntry, WalkOptions, stories};
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use support::Room;

const LINES: &str = concat!(
    "{\"body\": \"A zebra ran in Hull.\", \"day\": \"2017-11-21\", \"paper\": \"Hull Post\", \"title\": \"Zebra runs loose in Hull\"}\n",
    "oops\n",
    "{\"body\": \"It rained in York.\", \"day\": \"2017-11-22\"}\n",
);

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = liblzma::write::XzEncoder::new(Vec::new(), 1);
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in members {
        let file = builder.new_file(EntryPath::verbatim(name.as_bytes()));
        let (mut entry, config) = file.compression_method(CompressionMethod::DEFLATE).start().unwrap();
        let mut packer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        packer.write_all(bytes).unwrap();
        let (packer, descriptor) = packer.finish().unwrap();
        packer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    builder.finish().unwrap()
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

/// An archive with a story in each kind of file.
fn archive() -> Room {
    let room = Room::new();
    room.write("a/plain.txt", "The zebra came from Leeds.");
    room.write("a/Yay! Post/cat.txt", "A cat slept.");
    room.write("a/packed.txt.gz", gz(b"A zebra was seen in Whitby."));
    room.write("a/wire.zip", zip(&[("post/2017/11/24/x.txt", b"A zebra was caught."), ("empty.txt", b"")]));
    room.write("a/wire.tar.xz", xz(&tar(&[("day!.txt", b"No zebra here."), ("f.jsonl", LINES.as_bytes())])));
    room.write("a/feed.jsonl", LINES);
    room
}

const MAP: &str = "text=body,date=day,source=paper,headline=title";

#[test]
fn each_story_is_found_under_its_address() {
    let room = archive();
    let index = room.run(&["index", "a", "--map", MAP, "--report", "r.jsonl"]).ends(3);
    index.says(&["indexed 9 stories, skipped 1, failed 2", "2 bad record", "1 empty"]);
    let found = room.run(&["search", "-a", "a", "-l", "zebra"]).ends(0);
    let expected = [
        "a/feed.jsonl#1",
        "a/packed.txt.gz",
        "a/plain.txt",
        "a/wire.tar.xz!day\\!.txt",
        "a/wire.tar.xz!f.jsonl#1",
        "a/wire.zip!post/2017/11/24/x.txt",
    ];
    assert_eq!(sorted(found.lines().iter().map(|l| (*l).to_string()).collect()), expected);
    // What -l prints is what show takes.
    for path in expected {
        let shown = room.run(&["show", "-a", "a", "--raw", path]).ends(0);
        assert!(shown.out().contains("zebra"), "{path}: {}", shown.out());
    }
    let lines = room.jsonl("r.jsonl");
    let addresses: Vec<&str> = lines.iter().map(|l| l["address"].as_str().unwrap()).collect();
    assert_eq!(
        addresses,
        [
            r"Yay\! Post/cat.txt",
            "feed.jsonl#1",
            "feed.jsonl#2",
            "feed.jsonl#3",
            "packed.txt.gz",
            "plain.txt",
            "wire.tar.xz!day\\!.txt",
            "wire.tar.xz!f.jsonl#1",
            "wire.tar.xz!f.jsonl#2",
            "wire.tar.xz!f.jsonl#3",
            "wire.zip!post/2017/11/24/x.txt",
            "wire.zip!empty.txt",
        ]
    );
}

#[test]
fn fields_and_paths_inside_give_date_and_paper() {
    let room = archive();
    room.run(&["index", "a", "--map", MAP]).ends(3);
    let facts = |query: &str| {
        let hit = room.run(&["search", "-a", "a", "--json", query]).ends(0).json().remove(1);
        let value = |key: &str| hit[key]["value"].as_str().unwrap_or_default().to_owned();
        let path = hit["path"].as_str().unwrap().to_owned();
        (path, value("date"), value("source"))
    };
    let of = |path: &str, date: &str, source: &str| (path.to_owned(), date.to_owned(), source.to_owned());
    assert_eq!(facts("path:feed.jsonl headline:loose"), of("a/feed.jsonl", "2017-11-21", "Hull Post"));
    assert_eq!(facts("path:wire.zip"), of("a/wire.zip", "2017-11-24", "post"));
    assert_eq!(facts("file:x"), of("a/wire.zip", "2017-11-24", "post"));
    assert_eq!(facts("cat"), of("a/Yay! Post/cat.txt", "", "Yay! Post"));
    assert_eq!(facts("file:day!"), of("a/wire.tar.xz", "", ""));
}

#[test]
fn a_plain_file_is_never_taken_for_a_member() {
    let room = Room::new();
    room.write("a/w.zip!x.txt", "A zebra on disk.");
    room.write("a/w.zip", zip(&[("x.txt", b"A zebra in a zip.")]));
    room.run(&["index", "a"]).ends(0).says(&["indexed 2 stories"]);
    let hits = room.run(&["search", "-a", "a", "--json", "zebra"]).ends(0).json();
    let addresses: HashSet<&str> = hits.iter().filter_map(|hit| hit["address"].as_str()).collect();
    assert_eq!(addresses, HashSet::from([r"w.zip\!x.txt", "w.zip!x.txt"]));
}

#[test]
fn reports_are_the_same_for_any_number_of_jobs() {
    let room = archive();
    for n in 0..40 {
        room.write(&format!("a/more/{n}.jsonl"), LINES.repeat(n));
    }
    let report = |jobs: &str| {
        room.run(&["index", "a", "--map", MAP, "-j", jobs, "--full", "--report", "r.jsonl"]).ends(3);
        std::fs::read_to_string(room.path("r.jsonl")).unwrap()
    };
    let (one, seven) = (report("1"), report("7"));
    assert!(one == seven, "{one}\n{seven}");
}

#[test]
fn a_mapping_that_cannot_be_is_a_usage_error() {
    let room = archive();
    room.run(&["index", "a", "--map", "body=text"]).ends(2).says(&["\"body\"", "headline, date, source"]);
    room.run(&["index", "a", "--map", "text"]).ends(2).says(&["NAME=FIELD"]);
}

#[test]
fn records_come_from_containers_too() {
    let room = archive();
    let records =
        room.run(&["extract", "--map", MAP, "a/feed.jsonl", "a/wire.zip", "a/plain.txt"]).ends(3).json();
    let told: Vec<(&str, bool)> = records
        .iter()
        .map(|r| (r["address"].as_str().or(r["id"].as_str()).unwrap(), r.get("error").is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("a/feed.jsonl#1", false),
            ("a/feed.jsonl#2", true),
            ("a/feed.jsonl#3", false),
            ("a/wire.zip!post/2017/11/24/x.txt", false),
            ("a/wire.zip!empty.txt", true),
            ("a/plain.txt", false),
        ]
    );
    assert_eq!(records[0]["date"]["value"], "2017-11-21");
    assert_eq!(records[0]["headline"], "Zebra runs loose in Hull");
}

/// Numbers that look random, the same on each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

fn mutated(seed: &[u8], others: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        match dice.below(8) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, dice.below(256) as u8),
            2 => drop(bytes.drain(at..(at + dice.below(40)).min(bytes.len()))),
            3 => {
                let other = &others[dice.below(others.len())];
                let from = dice.below(other.len());
                bytes.splice(at..at, other[from..(from + dice.below(600)).min(other.len())].iter().copied());
            }
            4 => bytes.splice(at..at, seed.iter().copied()).for_each(drop),
            5 => bytes.iter_mut().skip(at).take(4).for_each(|b| *b = 0xff),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|b| *b ^= 1 << dice.below(8)),
        }
    }
    bytes
}

/// Mutated files of every kind: reading ends, with addresses that are told once each and lie in the file.
#[test]
fn mutated_files_are_read_or_told() {
    let cases = std::env::var("MORGUE_CASES").map_or(2000, |cases| cases.parse().unwrap());
    let text = "LEEDS, March 3 - Rain fell.\n".repeat(20);
    let members: [(&str, &[u8]); 4] = [
        ("a.txt", text.as_bytes()),
        ("b/c.jsonl", LINES.as_bytes()),
        ("../d", b"Two."),
        ("a.txt", b"Three."),
    ];
    let (packed_tar, packed_zip) = (tar(&members), zip(&members));
    let seeds = vec![
        gz(text.as_bytes()),
        zstd::encode_all(text.as_bytes(), 3).unwrap(),
        bz2(text.as_bytes()),
        xz(text.as_bytes()),
        gz(&packed_tar),
        zip(&[("inner.tar", &packed_tar), ("inner.zip", &packed_zip)]),
        tar(&[("inner.zip", &packed_zip), ("e.gz", &gz(LINES.as_bytes()))]),
        packed_tar,
        packed_zip,
        LINES.as_bytes().to_vec(),
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(7);
    let mut read = 0;
    for case in 0..cases {
        let bytes = mutated(&seeds[case % seeds.len()], &seeds, &mut dice);
        let path = folder.path().join("w.jsonl");
        std::fs::write(&path, &bytes).unwrap();
        read += check(&path, case);
    }
    assert!(read * 4 > cases, "few mutations leave something to read: {read} stories of {cases} files");
}

/// Reads a file and gives the number of its stories.
fn check(path: &Path, case: usize) -> usize {
    let entry = FileEntry { address: "w.jsonl".into(), path: path.to_owned(), size: 0, modified: None };
    let (mut addresses, mut told, mut read) = (HashSet::new(), 0, 0);
    stories(&entry, &WalkOptions::default(), &mut |story| {
        told += 1;
        assert!(told < 100_000, "case {case} does not end");
        let address = match story {
            Ok(story) => {
                read += 1;
                assert!(addresses.insert(story.address.clone()), "case {case}: {} twice", story.address);
                story.address
            }
            Err(notice) => notice.address,
        };
        assert_eq!(morgue::corpus::address::path_of(&address), Path::new("w.jsonl"), "case {case}");
        ControlFlow::Continue(())
    });
    assert!(told > 0, "case {case}: nothing is told");
    read
}

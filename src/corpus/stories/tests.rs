//! Stories in files of every kind, and the limits that hold for them.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use rawzip::CompressionMethod;
use tempfile::TempDir;

use super::*;

const STORY: &str = "Rain fell on Leeds.\n";

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = liblzma::write::XzEncoder::new(Vec::new(), 1);
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

type Packer = fn(&[u8]) -> Vec<u8>;

const PACKERS: [(&str, Packer); 4] = [("gz", gz), ("zst", zst), ("bz2", bz2), ("xz", xz)];

/// Letters that pack to no less than a third.
fn noise(length: usize) -> Vec<u8> {
    let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
    std::iter::successors(Some(7), next).map(|state| b'a' + (state >> 60) as u8).take(length).collect()
}

/// A tar file with these members, whatever their names.
fn tar(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A zip file with these members, packed by deflate.
fn zip(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut builder = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in members {
        let file = builder.new_file(rawzip::path::EntryPath::verbatim(*name));
        let (mut entry, config) = file.compression_method(CompressionMethod::DEFLATE).start().unwrap();
        let mut packer = config.wrap(flate2::write::DeflateEncoder::new(&mut entry, Compression::default()));
        packer.write_all(bytes).unwrap();
        let (packer, descriptor) = packer.finish().unwrap();
        packer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    builder.finish().unwrap()
}

/// What is told of a file: `address: text` of its stories, notices in their own words.
struct Read {
    told: Vec<String>,
    stories: Vec<SourceFile>,
}

fn read_within(name: &str, bytes: &[u8], limits: Limits, options: &WalkOptions) -> Read {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let address = super::super::address::address_of(Path::new(name));
    let entry = FileEntry { address, path, size: bytes.len() as u64, modified: None };
    let mut read = Read { told: Vec::new(), stories: Vec::new() };
    within(&entry, options, limits, &mut |story| {
        match story {
            Ok(story) => {
                read.told.push(format!("{}: {}", story.address, story.decoded.text.trim()));
                read.stories.push(story);
            }
            Err(notice) => read.told.push(format!("{}: {}", notice.address, notice.reason.words())),
        }
        ControlFlow::Continue(())
    });
    read
}

fn told(name: &str, bytes: &[u8]) -> Vec<String> {
    read_within(name, bytes, Limits::default(), &WalkOptions::default()).told
}

#[test]
fn a_packed_text_is_one_story_under_the_name_of_its_file() {
    for (ending, pack) in PACKERS {
        let name = format!("a.txt.{ending}");
        assert_eq!(told(&name, &pack(STORY.as_bytes())), [format!("{name}: Rain fell on Leeds.")]);
        // Two streams behind one another are one text, as for the programs that pack them.
        let two = [pack(b"Rain fell "), pack(b"on Leeds.")].concat();
        assert_eq!(told(&name, &two), [format!("{name}: Rain fell on Leeds.")]);
    }
}

#[test]
fn a_name_does_not_make_a_packed_file() {
    assert_eq!(told("a.gz", STORY.as_bytes()), ["a.gz: Rain fell on Leeds."]);
    assert_eq!(told("a.zip", STORY.as_bytes()), ["a.zip: Rain fell on Leeds."]);
    assert_eq!(told("a.txt", &gz(STORY.as_bytes())), ["a.txt: Rain fell on Leeds."]);
    assert_eq!(told("a.txt", &zip(&[(b"b", b"Rain.")])), ["a.txt!b: Rain."]);
    assert_eq!(told("a.gz", b"\x1f\x8b\x08 no more"), ["a.gz: damaged"]);
}

#[test]
fn members_are_stories_in_their_order() {
    let members: [(&[u8], &[u8]); 3] =
        [(b"2001/b.txt", b"One."), (b"a.txt", b"Two."), (b"logo.png", b"\0\x01")];
    let stories = ["2001/b.txt: One.", "a.txt: Two.", "logo.png: binary"];
    for (name, bytes) in [("w.tar", tar(&members)), ("w.tgz", gz(&tar(&members))), ("w.zip", zip(&members))] {
        assert_eq!(told(name, &bytes), stories.map(|story| format!("{name}!{story}")));
    }
}

#[test]
fn names_of_members_stay_inside_and_apart() {
    let members: [(&[u8], &[u8]); 10] = [
        (b"../../etc/x", b"One."),
        (b"/etc/x", b"Two."),
        (b"etc/x", b"Three."),
        (b"a!b", b"Four."),
        (b"a#2", b"Five."),
        (b"a", b"Six."),
        (b"a", b"Seven."),
        (b"..", b"Eight."),
        (b"caf\xe9", b"Nine."),
        (b".x/y", b"Ten."),
    ];
    let stories = [
        "etc/x: One.",
        "etc/x#2: Two.",
        "etc/x#3: Three.",
        r"a\!b: Four.",
        r"a\#2: Five.",
        "a: Six.",
        "a#2: Seven.",
        ": Eight.",
        r"caf\xE9: Nine.",
        ".x/y: hidden",
    ];
    assert_eq!(told("w.tar", &tar(&members)), stories.map(|story| format!("w.tar!{story}")));
    assert_eq!(told("w.zip", &zip(&members)), stories.map(|story| format!("w.zip!{story}")));
    assert_eq!(told("w.zip", &zip(&[(br"2001\a.txt", b"One.")])), ["w.zip!2001/a.txt: One."]);
    assert_eq!(told("a!b.zip", &zip(&[(b"c", b"One.")])), [r"a\!b.zip!c: One."]);
}

#[test]
fn a_tar_tells_what_it_has_beside_files() {
    let mut builder = tar::Builder::new(Vec::new());
    let kinds =
        [tar::EntryType::Directory, tar::EntryType::Symlink, tar::EntryType::Link, tar::EntryType::Fifo];
    for (number, kind) in kinds.into_iter().enumerate() {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        builder.append_data(&mut header, format!("n{number}"), &b""[..]).unwrap();
    }
    let long = format!("{}/a.txt", "x".repeat(300));
    let mut header = tar::Header::new_gnu();
    header.set_size(4);
    builder.append_data(&mut header, &long, &b"One."[..]).unwrap();
    builder.append_pax_extensions([("path", &b"pax/name.txt"[..])]).unwrap();
    header.set_path("short").unwrap();
    header.set_cksum();
    builder.append(&header, &b"Two."[..]).unwrap();
    assert_eq!(
        told("w.tar", &builder.into_inner().unwrap()),
        [
            "w.tar!n1: symlink".to_owned(),
            "w.tar!n2: symlink".to_owned(),
            "w.tar!n3: not a regular file".to_owned(),
            format!("w.tar!{long}: One."),
            "w.tar!pax/name.txt: Two.".to_owned(),
        ]
    );
}

#[test]
fn a_name_of_a_tar_is_not_read_without_end() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_size(64 << 20);
    header.set_cksum();
    let mut bytes = tar(&[(b"a", b"One.")]);
    bytes.truncate(1024);
    bytes.extend_from_slice(header.as_bytes());
    bytes.resize(bytes.len() + (64 << 20), b'x');
    bytes.extend_from_slice(&tar(&[(b"b", b"Two."), (b"c", b"Three.")]));
    assert_eq!(told("w.tar", &bytes), ["w.tar!a: One.", "w.tar: damaged", "w.tar!c: Three."]);
}

#[test]
fn json_lines_are_numbered_by_their_lines() {
    let lines = "{\"text\": \"One.\"}\n\noops\n{\"body\": 1}\r\n[]\n{\"text\": \" \"}\n{\"text\": \"Two.\"}";
    let stories = ["#1: One.", "#3: bad record", "#4: bad record", "#5: bad record", "#6: empty", "#7: Two."];
    assert_eq!(told("w.jsonl", lines.as_bytes()), stories.map(|story| format!("w.jsonl{story}")));
    assert_eq!(told("w.ndjson.gz", &gz(lines.as_bytes())), stories.map(|s| format!("w.ndjson.gz{s}")));
    let inside = zip(&[(b"may.jsonl", lines.as_bytes()), (b"may.jsonl", lines.as_bytes())]);
    let twice = told("w.zip", &inside);
    assert_eq!(twice[..6], stories.map(|story| format!("w.zip!may.jsonl{story}")));
    assert_eq!(twice[6..], stories.map(|story| format!("w.zip!may.jsonl#2{story}")));
    assert_eq!(told("w.json", b"{\"text\": \"One.\"}"), ["w.json: {\"text\": \"One.\"}"]);
}

#[test]
fn a_record_gives_what_its_mapping_names() {
    let line = r#"{"text": "no", "article": {"body": "Rain fell.", "title": "Wet"}, "day": "2017-11-21T10:00:00Z",
        "paper": "Leeds Post"}"#;
    let mapping = "text=article.body,headline=article.title,date=day,source=paper".parse().unwrap();
    let options = WalkOptions { mapping, ..WalkOptions::default() };
    let line = line.replace('\n', " ");
    let read = read_within("w.jsonl", line.as_bytes(), Limits::default(), &options);
    let story = &read.stories[0];
    assert_eq!(story.decoded.text, "Wet\n\nRain fell.");
    assert_eq!(story.given.date, Some(jiff::civil::date(2017, 11, 21)));
    assert_eq!(story.given.source.as_deref(), Some("Leeds Post"));
    assert_eq!((story.given.path.as_deref(), story.file_bytes), (Some("w.jsonl"), None));
    let odd = read_within("w.jsonl", br#"{"text": "Rain.", "date": "soon"}"#, Limits::default(), &options);
    assert_eq!(odd.told, ["w.jsonl#1: bad record"]);
    let plain = WalkOptions::default();
    let odd = read_within("w.jsonl", br#"{"text": "Rain.", "date": "soon"}"#, Limits::default(), &plain);
    assert_eq!(odd.stories[0].remark.as_deref(), Some("the date \"soon\" was not understood"));
}

#[test]
fn a_json_line_keeps_its_encoding() {
    let read = read_within(
        "w.jsonl",
        b"{\"text\": \"Le caf\xe9 \xe9tait ferm\xe9.\"}",
        Limits::default(),
        &WalkOptions::default(),
    );
    let decoded = &read.stories[0].decoded;
    assert_eq!((decoded.text.as_str(), decoded.encoding), ("Le café était fermé.", "windows-1252"));
}

#[test]
fn only_a_plain_file_has_offsets_of_its_own() {
    let offsets = |name: &str, bytes: &[u8]| {
        let read = read_within(name, bytes, Limits::default(), &WalkOptions::default());
        read.stories[0].file_bytes
    };
    assert_eq!(offsets("a.txt", b"\xef\xbb\xbfRain."), Some(3));
    assert_eq!(offsets("a.txt.gz", &gz(b"Rain.")), None);
    assert_eq!(offsets("a.tar", &tar(&[(b"a", b"Rain.")])), None);
    assert_eq!(offsets("a.jsonl", br#"{"text": "Rain."}"#), None);
}

#[test]
fn the_cap_is_for_stories_not_for_what_holds_them() {
    let options = WalkOptions { max_size: 30, ..WalkOptions::default() };
    let capped = |name: &str, bytes: &[u8]| read_within(name, bytes, Limits::default(), &options).told;
    let long = "x".repeat(31);
    let members: [(&[u8], &[u8]); 2] = [(b"a", long.as_bytes()), (b"b", b"One.")];
    assert_eq!(capped("w", long.as_bytes()), ["w: too large"]);
    assert_eq!(capped("w", &gz(long.as_bytes())), ["w: too large"]);
    assert_eq!(capped("w", &tar(&members)), ["w!a: too large", "w!b: One."]);
    assert_eq!(capped("w", &zip(&members)), ["w!a: too large", "w!b: One."]);
    let lines = format!("{{\"text\": \"{long}\"}}\n{{\"text\": \"One.\"}}\n");
    assert_eq!(capped("w.jsonl", lines.as_bytes()), ["w.jsonl#1: too large", "w.jsonl#2: One."]);
}

#[test]
fn containers_in_containers_have_an_end() {
    let nest = |times: usize| (0..times).fold(tar(&[(b"a", b"One.")]), |inner, _| zip(&[(b"z", &inner)]));
    assert_eq!(told("w", &nest(4)), ["w!z!z!z!z!a: One."]);
    assert_eq!(told("w", &nest(5)), ["w!z!z!z!z!z: too many containers inside one another"]);
    let packed = (0..6).fold(b"One.".to_vec(), |inner, _| gz(&inner));
    assert_eq!(told("w", &packed), ["w: too many containers inside one another"]);
}

#[test]
fn a_bomb_ends_where_it_begins_to_be_one() {
    let zeros = vec![b' '; 40 << 20];
    for (ending, pack) in PACKERS {
        // As one text it would only be too large; as lines it would be read to its end.
        let name = format!("w.jsonl.{ending}");
        assert_eq!(told(&name, &pack(&zeros)), [format!("{name}: expands too far")]);
    }
    let inside = zip(&[(b"bomb.jsonl", &zeros), (b"a", b"One.")]);
    assert_eq!(told("w.zip", &inside)[0], "w.zip!bomb.jsonl: expands too far");
}

#[test]
fn what_all_members_give_together_is_limited_too() {
    let limits = Limits { free: 1000, ratio: 2, ..Limits::default() };
    let text = [b'x'; 900];
    let members: Vec<(&[u8], &[u8])> = vec![(b"a", &text); 100];
    let bytes = zip(&members);
    let told = read_within("w", &bytes, limits, &WalkOptions::default()).told;
    let stories = told.iter().filter(|line| line.contains("xxx")).count();
    assert!(stories < 100 && stories > 10, "{stories}");
    assert!(told.last().unwrap().ends_with("expands too far"));
    assert_eq!(told.len(), stories + 1);
}

#[test]
fn members_of_a_zip_that_lie_in_one_another_are_a_bomb() {
    let bytes = zip(&[(b"a", &noise(2000))]);
    let begin = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let end = bytes.windows(4).position(|w| w == b"PK\x05\x06").unwrap();
    let mut last = bytes[end..].to_vec();
    last[8..12].copy_from_slice(&[9, 0, 9, 0]);
    last[12..16].copy_from_slice(&(9 * (end - begin) as u32).to_le_bytes());
    let bomb = [&bytes[..begin], &bytes[begin..end].repeat(9), &last].concat();
    let told = told("w", &bomb);
    assert!(told[0].starts_with("w!a: "));
    assert_eq!(told[1..], ["w: expands too far"]);
}

#[test]
fn members_beyond_the_limit_are_told_once() {
    let limits = Limits { members: 2, ..Limits::default() };
    let members: [(&[u8], &[u8]); 4] =
        [(b"a", b"One."), (b"b", b"Two."), (b"c", b"Three."), (b"d", b"Four.")];
    for bytes in [tar(&members), zip(&members)] {
        let told = read_within("w", &bytes, limits, &WalkOptions::default()).told;
        assert_eq!(told, ["w!a: One.", "w!b: Two.", "w: too many parts"]);
    }
}

#[test]
fn a_file_of_bad_lines_is_given_up() {
    let limits = Limits { bad_lines: 2, ..Limits::default() };
    let lines = b"{\"text\": \"One.\"}\nx\nx\nx\nx\n";
    let told = read_within("w.jsonl", lines, limits, &WalkOptions::default()).told;
    let expected = ["#1: One.", "#2: bad record", "#3: bad record", ": too many parts"];
    assert_eq!(told, expected.map(|line| format!("w.jsonl{line}")));
}

#[test]
fn a_zip_in_a_container_is_held_up_to_a_limit() {
    let bytes = tar(&[(b"z", &zip(&[(b"a", b"One.")])), (b"b", b"Two.")]);
    let limits = Limits { held: 50, ..Limits::default() };
    let told = read_within("w", &bytes, limits, &WalkOptions::default()).told;
    assert_eq!(told, ["w!z: too large", "w!b: Two."]);
}

#[test]
fn stories_before_a_damage_are_kept() {
    let noise = noise(200_000);
    let members: [(&[u8], &[u8]); 2] = [(b"a", b"One."), (b"b", &noise)];
    for (ending, pack) in PACKERS {
        let mut bytes = pack(&tar(&members));
        bytes.truncate(bytes.len() * 9 / 10);
        let name = format!("w.tar.{ending}");
        let told = told(&name, &bytes);
        let first = told.first().map_or("", String::as_str);
        assert!(first.ends_with("One.") || first.ends_with("damaged"), "{told:?}");
        assert!(told.last().unwrap().ends_with("damaged"), "{ending}: {told:?}");
    }
    let mut cut = tar(&members);
    cut.truncate(cut.len() / 2);
    assert_eq!(told("w.tar", &cut), ["w.tar!a: One.", "w.tar!b: damaged", "w.tar: damaged"]);
    let mut cut = zip(&members);
    cut.truncate(cut.len() / 2);
    assert_eq!(told("w.zip", &cut), ["w.zip: damaged"]);
}

#[test]
fn a_member_whose_checksum_is_wrong_is_no_story() {
    let mut bytes = zip(&[(b"a", b"Rain fell on Leeds all day."), (b"b", b"Two.")]);
    let at = bytes.iter().position(|b| *b == b'a').unwrap() + 3;
    bytes[at] ^= 0x40;
    let told = told("w.zip", &bytes);
    assert_eq!(told, ["w.zip!a: damaged", "w.zip!b: Two."]);
}

#[test]
fn an_encrypted_member_is_told() {
    let mut bytes = zip(&[(b"a", b"One."), (b"b", b"Two.")]);
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[directory + 8] |= 1;
    assert_eq!(told("w.zip", &bytes), ["w.zip!a: encrypted", "w.zip!b: Two."]);
    bytes[directory + 8] &= !1;
    bytes[directory + 10] = 14;
    assert_eq!(told("w.zip", &bytes)[0], "w.zip!a: unknown packing");
}

#[test]
fn an_office_document_is_no_container() {
    let document = zip(&[(b"[Content_Types].xml", b"<x/>"), (b"word/document.xml", b"<w/>")]);
    assert_eq!(told("minutes.docx", &document), ["minutes.docx: binary"]);
}

#[test]
fn a_container_without_a_story_is_told() {
    assert_eq!(told("w.zip", &zip(&[])), ["w.zip: empty"]);
    assert_eq!(told("w.jsonl", b"\n\n"), ["w.jsonl: empty"]);
    assert_eq!(told("w.zip", &zip(&[(b"z", &zip(&[]))])), ["w.zip!z: empty"]);
}

#[test]
fn a_reader_that_has_enough_is_asked_no_more() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("w.tar");
    fs::write(&path, tar(&[(b"a", b"One."), (b"b", b"Two.")])).unwrap();
    let entry = FileEntry { address: "w.tar".into(), path, size: 0, modified: None };
    let mut times = 0;
    stories(&entry, &WalkOptions::default(), &mut |_| {
        times += 1;
        ControlFlow::Break(())
    });
    assert_eq!(times, 1);
    assert_eq!(read(&entry, &WalkOptions::default()).unwrap().decoded.text, "One.");
}

fn entry(path: &Path) -> FileEntry {
    FileEntry { address: "a.txt".into(), path: path.to_owned(), size: 3, modified: None }
}

fn written(bytes: &[u8]) -> (TempDir, FileEntry) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, bytes).unwrap();
    let entry = entry(&path);
    (folder, entry)
}

#[test]
fn a_file_is_read_with_its_size_and_time() {
    let (_folder, entry) = written(b"\xef\xbb\xbfone");
    let file = read(&entry, &WalkOptions::default()).unwrap();
    assert_eq!((file.decoded.text.as_str(), file.size, file.address.as_str()), ("one", 6, "a.txt"));
    assert!(file.modified.is_some());
}

#[test]
fn a_file_that_vanished_is_gone() {
    let (folder, entry) = written(b"one");
    drop(folder);
    assert_eq!(read(&entry, &WalkOptions::default()).unwrap_err().reason, Reason::Gone);
}

#[test]
fn a_file_that_grew_is_read_no_further_than_the_cap() {
    let (_folder, entry) = written(b"123456");
    let cap = |max_size| WalkOptions { max_size, ..WalkOptions::default() };
    assert_eq!(read(&entry, &cap(5)).unwrap_err().reason, Reason::TooLarge);
    assert_eq!(read(&entry, &cap(6)).unwrap().size, 6);
    assert_eq!(read(&entry, &cap(u64::MAX)).unwrap().size, 6);
}

#[test]
fn what_is_no_text_is_skipped_with_its_reason() {
    for (bytes, reason) in
        [(&b"a\0b\0\0c"[..], Reason::Binary), (b"", Reason::Empty), (b"\n \n", Reason::Empty)]
    {
        let (_folder, entry) = written(bytes);
        assert_eq!(read(&entry, &WalkOptions::default()).unwrap_err(), Notice::new("a.txt", reason));
    }
}

#[test]
fn a_folder_in_the_place_of_a_file_is_not_opened() {
    let folder = TempDir::new().unwrap();
    let notice = read(&entry(folder.path()), &WalkOptions::default()).unwrap_err();
    assert_eq!(notice.reason, Reason::NotRegular);
}

#[cfg(unix)]
#[test]
fn a_refusal_keeps_the_words_of_the_system() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, entry) = written(b"one");
    fs::set_permissions(&entry.path, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser can read everything.
    if File::open(&entry.path).is_err() {
        let notice = read(&entry, &WalkOptions::default()).unwrap_err();
        assert_eq!(notice.reason, Reason::Unreadable);
        assert!(notice.detail.unwrap().contains("ermission denied"));
    }
}

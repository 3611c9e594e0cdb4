//! An index whose files are not as they were written.

use std::fs;

use serde_json::Value;

use crate::support::Room;

const QUERY: &[&str] = &["search", "-a", "archive", "-l", "\"rain fell\" OR bridge"];
const PEOPLE: &[&str] = &["people", "-a", "archive"];
const WHY: &[&str] = &["people", "-a", "archive", "--why", "vera hale"];
const PHRASE: &[&str] = &["search", "-a", "archive", "\"ferry was late\"", "--sort", "newest"];

fn indexed() -> Room {
    let room = Room::with_archive();
    for i in 0..40 {
        let text = format!(
            "SOFIA, Nov {i} - The bridge in Hull stays shut for {i} days, Vera Hale said.\n\nThe ferry was late.\n"
        );
        room.write(&format!("archive/2017/11/{i}.txt"), text);
    }
    room.run(&["index", "archive"]).ends(0);
    room
}

/// From the bytes of a file to those that stand in its place.
type Harm = fn(Vec<u8>) -> Vec<u8>;

/// What is done to a file.
const HARMS: [(&str, Harm); 5] = [
    ("one bit", |mut b| {
        let at = b.len() / 2;
        b[at] ^= 0x10;
        b
    }),
    ("a third", |mut b| {
        let (from, to) = (b.len() / 3, b.len() * 2 / 3);
        b[from..to].iter_mut().for_each(|b| *b = !*b);
        b
    }),
    ("cut", |b| b[..b.len() / 2].to_vec()),
    ("emptied", |_| Vec::new()),
    ("garbage", |_| b"{\"this\": \"is no index\"}\n".to_vec()),
];

/// Whether harm to a file must be told; other files serve writers only, or harm nothing.
fn is_needed(name: &str) -> bool {
    !name.starts_with('.')
        && !["ledger-", "counts-", "run.", "stamps."].iter().any(|start| name.starts_with(start))
}

#[test]
fn harm_to_any_file_of_an_index_is_told_and_mended() {
    let room = indexed();
    let healthy = [QUERY, PEOPLE, PHRASE, WHY].map(|q| room.run(q));
    assert_eq!([0, 2, 3].map(|i: usize| healthy[i].code), [0; 3]);
    let folder = room.path("archive/.morgue");
    let names: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name().to_str().unwrap().to_owned()).collect();
    let kept: Vec<(String, Vec<u8>)> =
        names.into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect();
    for (name, bytes) in kept.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        for (harm, change) in HARMS {
            let what = format!("{name}, {harm}");
            fs::remove_dir_all(&folder).unwrap();
            fs::create_dir(&folder).unwrap();
            kept.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).unwrap());
            fs::write(folder.join(name), change(bytes.clone())).unwrap();
            let mut told = false;
            for (question, answer) in [QUERY, PEOPLE, PHRASE, WHY].into_iter().zip(&healthy) {
                let run = room.run(question);
                told |= run.code == 2;
                match run.code {
                    2 => {
                        assert!(run.err.len() < 400, "{what}: {}", run.err);
                        run.says(&["archive/.morgue", "`morgue index archive --full`"]);
                    }
                    _ => assert_eq!(&run, answer, "{what}"),
                }
            }
            assert!(told || !is_needed(name) || harm == "one bit", "{what}: nobody was told");
            room.run(&["index", "archive", "--full"]).ends(0).says(&["indexed 41 stories"]);
            for (question, answer) in [QUERY, PEOPLE, PHRASE, WHY].into_iter().zip(&healthy) {
                assert_eq!(&room.run(question), answer, "{what}, after a new index run");
            }
        }
    }
}

#[test]
fn a_lost_file_of_an_index_is_told_and_mended() {
    let room = indexed();
    let folder = room.path("archive/.morgue");
    let lost = [
        ("", "fast", PHRASE),
        ("", "fieldnorm", PHRASE),
        ("", "idx", PHRASE),
        ("", "pos", PHRASE),
        ("", "store", PHRASE),
        ("", "term", PHRASE),
        ("names-", "bin", PEOPLE),
        ("reasons-", "bin", WHY),
    ];
    for (beginning, ending, question) in lost {
        let is_it = |name: &str| name.starts_with(beginning) && name.ends_with(ending);
        let paths = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path());
        // Of two tables of one kind the later one is in use.
        let lost = paths.filter(|p| is_it(p.file_name().unwrap().to_str().unwrap())).max();
        fs::remove_file(lost.unwrap_or_else(|| panic!("no {ending}"))).unwrap();
        room.run(question).ends(2).says(&["is damaged", "`morgue index archive --full`"]);
        room.run(&["index", "archive", "--full"]).ends(0);
        room.run(PHRASE).ends(0);
    }
    fs::remove_file(folder.join("meta.json")).unwrap();
    room.run(&["search", "--index", "archive/.morgue", "rain"])
        .ends(2)
        .says(&["no index", "`morgue index archive`"]);
    room.run(PHRASE).ends(0);
}

/// Changes the payload of an index's last commit.
fn with_payload(room: &Room, change: impl Fn(&mut Value)) {
    let path = room.path("archive/.morgue/meta.json");
    let mut meta: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let mut payload: Value = serde_json::from_str(meta["payload"].as_str().unwrap()).unwrap();
    change(&mut payload);
    meta["payload"] = payload.to_string().into();
    meta.as_object_mut().unwrap().remove("checksum");
    fs::write(path, meta.to_string()).unwrap();
}

#[test]
fn an_index_of_another_format_is_told_and_rebuilt() {
    let room = Room::with_archive();
    for (name, value) in [("format", Value::from(999)), ("schema", Value::from("0123456789abcdef"))] {
        room.run(&["index", "archive"]).ends(0);
        with_payload(&room, |payload| payload[name] = value.clone());
        room.run(&["search", "-a", "archive", "rain"]).ends(2).says(&[
            "another format",
            value.to_string().trim_matches('"'),
            "`morgue index archive`",
        ]);
        room.run(&["index", "archive"]).ends(0);
        room.run(&["search", "-a", "archive", "rain"]).ends(0);
    }
}

#[test]
fn stories_missing_from_an_index_are_told() {
    let room = Room::with_archive();
    room.run(&["index", "archive"]).ends(0);
    with_payload(&room, |payload| payload["stories"] = 7.into());
    room.run(&["search", "-a", "archive", "rain"]).ends(2).says(&["1 stories instead of 7"]);
}

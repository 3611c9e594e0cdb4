//! Colours where they are wanted, and nothing from a text that could steer a terminal.

use crate::sample;
use crate::support::Room;

/// The story with terminal escapes, direction overrides and a zero-width space.
const HOSTILE: &str = "2019/10/31/000_3b90ff.txt";

fn with(args: &[&str], name: &str, value: &str) -> String {
    let output = Room::with_sample().command(args).env(name, value).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let escape = '\u{1b}';
    for command in [&["search", "ceasefire"][..], &["people"], &["show", "undated.txt"]] {
        let always = sample(&[command, &["--color", "always"]].concat()).ends(0);
        assert!(always.out().contains(escape), "{command:?}");
        for plain in [&["--color", "never"][..], &["--color", "auto"], &[]] {
            let run = sample(&[command, plain].concat()).ends(0);
            assert!(!run.out().contains(escape), "{command:?} {plain:?}");
            assert_eq!(run.out(), anstream::adapter::strip_str(always.out()).to_string());
        }
    }
    let args = &["search", "-a", "sample", "ceasefire"];
    assert!(!with(args, "NO_COLOR", "1").contains(escape));
    for form in ["--json", "-l", "-c"] {
        let run = sample(&["search", "--color", "always", form, "ceasefire"]).ends(0);
        assert!(!run.out().contains(escape), "{form}: records and paths have no colours");
    }
}

/// Control characters, direction marks and invisible characters.
fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn a_hostile_story_cannot_steer_the_terminal() {
    let room = Room::with_sample();
    let file = format!("sample/{HOSTILE}");
    let bytes = std::fs::read(room.path(&file)).unwrap();
    assert!(String::from_utf8(bytes).unwrap().chars().any(is_harmful), "the sample is hostile");
    let question = "ring road poem";
    let runs = [
        sample(&["search", question]),
        sample(&["search", "--json", question]),
        sample(&["search", "password"]),
        sample(&["search", "--json", "trick OR invoice OR metre OR SLOW"]),
        sample(&["search", "-l", question]),
        sample(&["search", "-c", question]),
        sample(&["people", "--all", question]),
        sample(&["people", "--json", "--all", question]),
        sample(&["places", "--json", "--all", question]),
        sample(&["show", HOSTILE]),
        sample(&["show", HOSTILE, "--why"]),
        sample(&["stats"]),
        sample(&["stats", "--json"]),
        room.run(&["extract", &file]),
        room.run(&["extract", "--why", "--no-segment", &file]),
    ];
    for run in runs {
        let found: Vec<char> = run.out().chars().chain(run.err.chars()).filter(|c| is_harmful(*c)).collect();
        assert_eq!(found, [], "{}", run.out());
    }
    let query = sample(&["search", "-c", "\u{1b}[2J\u{202e}evil OR"]);
    assert!(!query.err.chars().any(is_harmful), "{:?}", query.err);
}

#[test]
fn a_hostile_text_comes_out_of_a_record_as_it_went_in() {
    let room = Room::with_sample();
    let file = format!("sample/{HOSTILE}");
    let record = &room.run(&["extract", &file]).ends(0).json()[0];
    assert_eq!(record["text"].as_str().unwrap().as_bytes(), std::fs::read(room.path(&file)).unwrap());
}

#[test]
fn the_raw_text_of_a_story_is_its_files_text_byte_for_byte() {
    let room = Room::with_sample();
    for address in [HOSTILE, "undated.txt", "2018/06/03/paywall-at-ninety-88215.txt"] {
        let raw = sample(&["show", "--raw", address]).ends(0);
        assert_eq!(raw.bytes, std::fs::read(room.path(&format!("sample/{address}"))).unwrap(), "{address}");
    }
}

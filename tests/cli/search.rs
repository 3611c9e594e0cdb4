//! What search prints, where, and how it ends.

use crate::sample;
use crate::support::Room;

#[test]
fn exit_codes_tell_found_from_not_found_from_wrong() {
    sample(&["search", "ceasefire"]).ends(0);
    sample(&["search", "zyzzyvas"]).ends(1);
    sample(&["search", "-c", "zyzzyvas"]).ends(1);
    sample(&["search", "--json", "zyzzyvas"]).ends(1);
    sample(&["search", "-m", "0", "ceasefire"]).ends(0);
    sample(&["search", "--no-such-flag", "ceasefire"]).ends(2);
    sample(&["show", "undated.txt"]).ends(0);
    sample(&["show", "no/such/story.txt"]).ends(1);
    sample(&["people", "zyzzyvas"]).ends(1);
    sample(&["places", "zyzzyvas"]).ends(1);
    sample(&["orgs", "zyzzyvas"]).ends(1);
    sample(&["stats"]).ends(0);
}

#[test]
fn nothing_but_results_is_printed_where_nobody_watches() {
    for args in [
        &["search", "ceasefire talks"][..],
        &["search", "ceasefire", "--json"],
        &["search", "ceasefire", "-l"],
        &["search", "ceasefire", "-c"],
        &["search", "zyzzyvas", "-c"],
        &["show", "undated.txt"],
        &["people"],
        &["people", "--json"],
        &["places", "ceasefire"],
        &["stats"],
        &["stats", "--json"],
    ] {
        assert_eq!(sample(args).err, "", "{args:?}");
    }
    let none = sample(&["search", "zyzzyvas"]);
    assert_eq!((none.code, none.out()), (1, ""));
    assert_eq!(sample(&["search", "-c", "zyzzyvas"]).out(), "0\n");
}

#[test]
fn repairs_are_told_whoever_watches() {
    let run = sample(&["search", "-c", "ceasefire OR"]).ends(0);
    assert!(run.err.starts_with("note: "), "{}", run.err);
    assert_eq!(run.out(), sample(&["search", "-c", "ceasefire"]).out());
}

#[test]
fn paths_counts_and_records_agree() {
    for query in ["", "ceasefire", "\"ceasefire talks\"", "said -ceasefire", "date:2017", "zyzzyvas"] {
        let listed = sample(&["search", "-l", query]);
        let nul = sample(&["search", "-0", query]);
        let count: usize = sample(&["search", "-c", query]).out().trim().parse().unwrap();
        let json = sample(&["search", "--json", "--all", query]).json();
        let hits: Vec<&str> =
            json.iter().filter(|r| r["type"] == "hit").map(|r| r["path"].as_str().unwrap()).collect();
        assert_eq!(listed.lines(), hits, "{query}");
        assert_eq!(nul.out().split_terminator('\0').collect::<Vec<_>>(), hits, "{query}");
        assert!(!nul.out().contains('\n'));
        assert_eq!((count, json.last().unwrap()["stories"].as_u64()), (hits.len(), Some(hits.len() as u64)));
        assert_eq!(json.len(), hits.len() + 2, "a query record, the hits, a summary");
    }
}

#[test]
fn ten_results_unless_told_otherwise() {
    let shown = |args: &[&str]| sample(args).json().iter().filter(|r| r["type"] == "hit").count();
    let all: usize = sample(&["search", "-c", ""]).out().trim().parse().unwrap();
    assert!(all > 40);
    assert_eq!(shown(&["search", "--json", ""]), 10);
    assert_eq!(shown(&["search", "--json", "-m", "3", ""]), 3);
    assert_eq!(shown(&["search", "--json", "-m", "0", ""]), 0);
    assert_eq!(shown(&["search", "--json", "--all", ""]), all);
    assert_eq!(shown(&["search", "--json", "--offset", "9999", ""]), 0);
    assert_eq!(sample(&["search", "-l", ""]).lines().len(), all, "lists have no limit of their own");
    assert_eq!(sample(&["search", "-l", "-m2", ""]).lines().len(), 2);
    assert_eq!(sample(&["search", "-c", "-m2", ""]).out(), format!("{all}\n"), "a count counts all");
}

#[test]
fn a_query_may_begin_with_a_minus() {
    let count = |args: &[&str]| -> usize { sample(args).out().trim().parse().unwrap() };
    let all = count(&["search", "-c", ""]);
    let with = count(&["search", "-c", "ceasefire"]);
    assert!(with > 0);
    assert_eq!(count(&["search", "-c", "-ceasefire"]), all - with);
    assert_eq!(count(&["search", "-c", "--", "-ceasefire"]), all - with);
    assert_eq!(count(&["search", "-ceasefire", "-c"]), all - with);
    // `-assad` would be `-a ssad`, `-lisbon` `-l`.
    assert_eq!(count(&["search", "-c", "ceasefire", "-assad", "-lisbon"]), with);
    sample(&["people", "-ceasefire", "--top", "1"]).ends(0);
}

#[test]
fn words_are_joined_by_blanks_whatever_the_shell_quoted() {
    let apart = sample(&["search", "--json", "ceasefire", "talks"]).json();
    let joined = sample(&["search", "--json", "ceasefire talks"]).json();
    assert_eq!(apart[0], joined[0]);
    let phrase = sample(&["search", "--json", "\"ceasefire talks\""]).json();
    assert_ne!(phrase[0]["reading"], joined[0]["reading"]);
}

#[test]
fn the_archive_is_found_from_a_folder_inside_and_by_the_environment() {
    let room = Room::with_archive();
    room.write("archive/2017/11/two.txt", "Hail fell on York.\n");
    room.run(&["index", "archive"]).ends(0);
    let inside = |args: &[&str]| {
        let mut command = room.command(args);
        let output = command.current_dir(room.path("archive/2017/11")).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(inside(&["search", "-c", "rain OR hail"]), "2\n");
    let mut command = room.command(&["search", "-c", "hail"]);
    let output = command.env("MORGUE_INDEX", room.path("archive/.morgue")).output().unwrap();
    assert_eq!(output.stdout, b"1\n");
}

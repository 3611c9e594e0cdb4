//! Tests of the user's file of names.

use std::path::Path;

use super::super::{Identity, NameTable, Values, lookup};
use super::*;

const PATH: &str = "archive/names.toml";

fn edits(text: &str) -> Edits {
    parse(text, Path::new(PATH)).unwrap()
}

fn wrong(text: &str) -> String {
    parse(text, Path::new(PATH)).unwrap_err().to_string()
}

/// Entries with their values and stories.
fn table(entries: &[&[(&str, u32)]]) -> NameTable {
    let name = |values: &&[(&str, u32)]| Identity { name: values[0].0.to_owned(), place: None };
    let identities = entries.iter().map(name).collect();
    let numbered = entries.iter().zip(0..);
    let mut all: Vec<(&str, u32, u32)> =
        numbered.flat_map(|(values, own)| values.iter().map(move |(v, n)| (*v, *n, own))).collect();
    all.sort_unstable();
    let mut values = Values::default();
    for (value, stories, own) in all {
        values.push(value, stories);
        values.push_identities([own]);
    }
    NameTable { identities, values, ..NameTable::default() }
}

fn assads() -> NameTable {
    table(&[
        &[("Bashar al-Assad", 9), ("Bashar Assad", 2), ("Bachar Assad", 1)],
        &[("Assad", 3)],
        &[("John Smith", 4)],
        &[("Getty Images", 5)],
    ])
}

/// Shown names with the values that count for them; path rules as `value -> name`.
fn shown(applied: &Applied) -> Vec<String> {
    let table = &applied.table;
    let named = |i: u32| table.identities[i as usize].name.clone();
    let mut out: Vec<String> = (0..table.identities.len() as u32)
        .filter_map(|i| {
            let values: Vec<&str> = table.values.iter().filter(|e| e.of == [i]).map(|e| e.value).collect();
            (!values.is_empty()).then(|| format!("{}: {}", named(i), values.join(", ")))
        })
        .collect();
    let by_path = table.by_path.iter();
    out.extend(
        by_path.flat_map(|b| {
            b.identities().map(|i| format!("{} -> {}", table.values.at(b.value).value, named(i)))
        }),
    );
    out
}

#[test]
fn a_merge_joins_whole_entries_and_a_split_takes_a_name_out() {
    let merged = apply(assads(), &edits("[[merge]]\nnames = [\"Assad\", \"bashar assad\"]\n"));
    assert_eq!(shown(&merged)[0], "Bashar al-Assad: Assad, Bachar Assad, Bashar Assad, Bashar al-Assad");
    let split = apply(assads(), &edits("[[split]]\nname = \"Bashar al-Assad\"\n"));
    let wanted = ["Bashar Assad: Bachar Assad, Bashar Assad", "Bashar al-Assad: Bashar al-Assad"];
    assert!(wanted.iter().all(|w| shown(&split).contains(&(*w).to_owned())), "{:?}", shown(&split));
    let moved = apply(assads(), &edits("[[split]]\nname = \"Bachar Assad\"\nas = \"Assad\"\n"));
    assert!(shown(&moved).contains(&"Assad: Assad, Bachar Assad".to_owned()), "{:?}", shown(&moved));
}

#[test]
fn pins_name_and_ignores_hide() {
    let text = "[[pin]]\nname = \"Bachar Assad\"\n\n[[pin]]\nname = \"Assad\"\nas = \"Rifaat al-Assad\"\n\n\
                [[ignore]]\nname = \"getty images\"\n";
    let applied = apply(assads(), &edits(text));
    let wanted = [
        "Bachar Assad: Bachar Assad, Bashar Assad, Bashar al-Assad",
        "Rifaat al-Assad: Assad",
        "John Smith: John Smith",
    ];
    assert_eq!(shown(&applied), wanted);
    assert_eq!(applied.table.named("Rifaat al-Assad"), applied.table.named("Assad"));
    assert!(applied.table.named("Getty Images").is_empty());
    assert_eq!(applied.nobody, [(applied.table.values.position("Getty Images").unwrap(), 8)]);
}

#[test]
fn a_split_by_paths_tells_namesakes_apart() {
    let text = "[[split]]\nname = \"John Smith\"\nas = \"John Smith (Hull)\"\npaths = [\"hull\", \"**/hull-*.txt\"]\n";
    let table = apply(assads(), &edits(text)).table;
    let named = |i: &[u32]| table.identities[i[0] as usize].name.clone();
    for (address, name) in [
        ("hull/1.txt", "John Smith (Hull)"),
        ("hull/2017/1.txt", "John Smith (Hull)"),
        ("york/hull-1.txt", "John Smith (Hull)"),
        ("york/1.txt", "John Smith"),
        ("hull.txt", "John Smith"),
    ] {
        assert_eq!(named(table.at_address("John Smith", address)), name, "{address}");
    }
    let found =
        |name: &str| table.named(name).iter().map(|&i| table.identities[i].name.clone()).collect::<Vec<_>>();
    assert_eq!(found("John Smith"), ["John Smith"]);
    assert_eq!(found("john smith hull"), ["John Smith (Hull)"]);
    assert_eq!(table.holding(&lookup::folded("smith")).len(), 2);
}

#[test]
fn edits_of_one_name_follow_each_other() {
    let text = "[[split]]\nname = \"John Smith\"\nas = \"John Smith (Hull)\"\npaths = [\"hull\"]\n\n\
                [[merge]]\nnames = [\"Assad\", \"John Smith (Hull)\", \"Bashar Assad\"]\n";
    let applied = apply(assads(), &edits(text));
    assert_eq!(applied.warnings, [""; 0]);
    assert!(shown(&applied).contains(&"John Smith -> John Smith (Hull)".to_owned()), "{:?}", shown(&applied));
    let lines: Vec<(usize, EditKind)> = applied.touched.iter().map(|t| (t.line, t.kind)).collect();
    assert!(lines.contains(&(1, EditKind::Split)) && lines.contains(&(6, EditKind::Merge)), "{lines:?}");
}

#[test]
fn names_that_no_story_has_are_told() {
    let text = "[[ignore]]\nname = \"Nobody\"\n\n[[merge]]\nnames = [\"Assad\", \"Asad\"]\n";
    let warnings = apply(assads(), &edits(text)).warnings;
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(warnings.iter().any(|w| w.starts_with("archive/names.toml:1: no story names \"Nobody\"")));
    assert!(warnings.iter().any(|w| w.starts_with("archive/names.toml:4: no story names \"Asad\"")));
}

#[test]
fn what_the_file_gets_wrong_is_told_with_its_line() {
    for (text, wanted) in [
        ("\n[[mrege]]\nnames = []\n", "archive/names.toml:2: unknown field `mrege`"),
        ("[[merge]]\nnames = [\"A\"]\n", "archive/names.toml:1: a merge joins two names"),
        ("[[pin]]\nname = \"A\"\n\n[[pin]]\nnmae = \"B\"\n", "archive/names.toml:5: unknown field `nmae`"),
        ("[[split]]\nname = \"A\"\npaths = [\"x\"]\n", "archive/names.toml:1: a split by paths says who"),
        (
            "[[split]]\nname = \"A\"\nas = \"B\"\npaths = [\"a[\"]\n",
            "archive/names.toml:1: \"a[\" is no path glob",
        ),
        ("# a\n[[ignore]\nname = \"A\"\n", "archive/names.toml:2: "),
        ("[[ignore]]\n", "archive/names.toml:1: missing field `name`"),
        ("[[ignore]]\nname = 3\n", "archive/names.toml:2: invalid type: integer `3`, expected a string"),
    ] {
        let said = wrong(text);
        assert!(said.starts_with(wanted), "{text:?}: {said}");
        assert!(!said.ends_with('.') && !said.contains('\n'), "{said}");
    }
    assert!(edits("").is_empty() && edits("# nothing\n").is_empty());
}

#[test]
fn a_file_is_edited_in_place_and_keeps_its_comments() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let text = "# ours\n[[merge]]  # one man\nnames = [\"Assad\", \"Bashar Assad\"] # see 1994\n\n# agencies\n[[ignore]]\nname = \"Getty Images\"\n";
    std::fs::write(&path, text).unwrap();
    let merge = |names: [&str; 2]| Change::Merge { names: names.map(str::to_owned).into(), shown: None };
    let after = change(&path, &merge(["Bachar Assad", "assad"])).unwrap();
    assert_eq!(after, text.replace("\"Bashar Assad\"]", "\"Bashar Assad\", \"Bachar Assad\"]"));
    let after = change(&path, &merge(["A Person", "Another Person"])).unwrap();
    assert!(
        after.contains("# agencies\n") && after.contains("names = [\"A Person\", \"Another Person\"]\n"),
        "{after}"
    );
    let pin = |shown: &str| Change::Pin { name: "Assad".to_owned(), shown: Some(shown.to_owned()) };
    change(&path, &pin("Mr Assad")).unwrap();
    let after = change(&path, &pin("President Assad")).unwrap();
    assert!(after.ends_with("[[pin]]\nname = \"Assad\"\nas = \"President Assad\"\n"), "{after}");
    let ignore = Change::Ignore { name: "getty  images".to_owned() };
    assert_eq!(change(&path, &ignore).unwrap().matches("[[ignore]]").count(), 1);
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        read(&path).map(|_| std::fs::read_to_string(&path).unwrap()).unwrap()
    );
    std::fs::write(&path, "[[pin]]\nnmae = \"A\"\n").unwrap();
    assert!(change(&path, &ignore).is_err(), "a file that means nothing is left alone");
}

#[test]
fn a_new_file_begins_with_what_it_is_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let split = Change::Split {
        name: "John Smith".to_owned(),
        shown: Some("John Smith (Hull)".to_owned()),
        paths: vec!["hull".to_owned()],
    };
    let text = change(&path, &split).unwrap();
    assert!(text.starts_with("# Names of this archive"), "{text}");
    assert!(
        text.ends_with("[[split]]\nname = \"John Smith\"\nas = \"John Smith (Hull)\"\npaths = [\"hull\"]\n"),
        "{text}"
    );
    let folders: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(folders, [FILE], "nothing is left beside it");
}

#[test]
fn paths_reach_into_containers() {
    let hold = |glob: &str, address: &str| Paths::of(&[glob.to_owned()]).unwrap().hold(address);
    assert!(hold("wire.zip", "wire.zip!hull/x.txt"));
    assert!(hold("wire.zip!hull/**", "wire.zip!hull/x.txt"));
    assert!(!hold("wire.zip!york/**", "wire.zip!hull/x.txt"));
    assert!(hold("Rain!.txt", r"Rain\!.txt"));
}

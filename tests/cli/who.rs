//! Who is who: `people --why`, `names`, and the user's file of names.

use insta::assert_snapshot;

use crate::schema::schema;
use crate::support::Room;

/// An archive in which one man is Edward and Ted, one John Smith has a middle initial, and a surname
/// stands alone.
fn archive() -> Room {
    let room = Room::new();
    let hull = |name: &str| format!("HULL, Nov 3 - The bridge stays shut, Mayor {name} said on Monday.\n");
    let york = |name: &str| format!("YORK, Nov 4 - Bread is dear, said {name}, a baker, on Tuesday.\n");
    (0..12).for_each(|i| room.write(&format!("archive/hull/{i}.txt"), hull("Edward Marlowe")));
    (0..2).for_each(|i| room.write(&format!("archive/hull/t{i}.txt"), hull("Ted Marlowe")));
    (0..2).for_each(|i| room.write(&format!("archive/york/{i}.txt"), york("John Smith")));
    room.write("archive/hull/s.txt", york("John Smith"));
    room.write("archive/york/b.txt", york("John B. Smith"));
    room.run(&["index", "archive"]).ends(0);
    room
}

#[test]
fn why_names_are_one_persons_and_others_are_not() {
    let room = archive();
    assert_snapshot!(room.run(&["people", "-a", "archive", "--why", "marlowe"]).ends(0).out(), @r"
    Edward Marlowe  14 stories
         12  Edward Marlowe
          2  Ted Marlowe  is Edward Marlowe: a given name and its short form
    ");
    assert_snapshot!(room.run(&["people", "-a", "archive", "--why", "john smith"]).ends(0).out(), @r"
    John Smith  3 stories
          3  John Smith
          1  not John B. Smith: a middle initial left out; several people may bear such a name
    ");
    let some = room.run(&["people", "-a", "archive", "--why", "john smith", "dateline:york"]).ends(0);
    assert!(some.out().starts_with("John Smith  3 stories\n"), "{}", some.out());
    room.run(&["people", "-a", "archive", "--why", "nobody"])
        .ends(1)
        .says(&["no story names \"nobody\": `morgue people --prefix` lists names"]);
    let two = room.run(&["people", "-a", "archive", "--why", "smith"]).ends(0);
    assert_eq!(two.out().matches("stor").count(), 2, "{}", two.out());
    let one = room.run(&["people", "-a", "archive", "--why", "smith", "--top", "1"]).ends(0);
    assert!(two.out().starts_with(one.out()) && one.out() != two.out());
}

#[test]
fn names_are_suggested_merged_and_told() {
    let room = archive();
    assert_snapshot!(room.run(&["names", "-a", "archive"]).ends(0).out(), @r"
          3  John Smith
          1  John B. Smith
             a middle initial left out; several people may bear such a name
    ");
    let merge = ["names", "merge", "-a", "archive", "John Smith", "John B. Smith"];
    room.run(&merge).ends(0).says(&["wrote archive/names.toml"]);
    room.run(&["names", "-a", "archive"]).ends(1);
    assert_snapshot!(room.run(&["people", "-a", "archive", "--why", "smith"]).ends(0).out(), @r"
    John Smith  4 stories
          3  John Smith
          1  John B. Smith  by archive/names.toml:3
             [[merge]] archive/names.toml:3
    ");
    assert_snapshot!(room.run(&["people", "-a", "archive"]).ends(0).out(), @r"
         14  Edward Marlowe  14 mentions
          4  John Smith  4 mentions
    ");
    let split =
        ["names", "split", "-a", "archive", "John Smith", "--as", "John Smith (Hull)", "--path", "hull/**"];
    room.run(&split).ends(0);
    room.run(&["names", "split", "-a", "archive", "Ted Marlowe"]).ends(0);
    room.run(&["names", "pin", "-a", "archive", "Edward Marlowe", "--as", "Mayor Marlowe"]).ends(0);
    room.run(&["names", "ignore", "-a", "archive", "Jack Smith"])
        .ends(0)
        .says(&["note: archive/names.toml:18: no story names \"Jack Smith\""]);
    assert_snapshot!(room.run(&["people", "-a", "archive"]).ends(0).out(), @r"
         12  Mayor Marlowe  12 mentions
          3  John Smith  3 mentions
          2  Ted Marlowe  2 mentions
          1  John Smith (Hull)  1 mention
    ");
    assert_eq!(room.run(&["search", "-a", "archive", "-c", "person:\"john smith\""]).out(), "3\n");
    assert_eq!(
        room.run(&["search", "-a", "archive", "-l", "person:\"john smith (hull)\""]).out(),
        "archive/hull/s.txt\n"
    );
    let hit = &room.run(&["search", "-a", "archive", "--json", "person:\"mayor marlowe\"", "-m1"]).json()[1];
    assert_eq!(hit["people"][0]["name"], "Mayor Marlowe");
    let text = std::fs::read_to_string(room.path("archive/names.toml")).unwrap();
    assert_snapshot!(text, @r#"
    # Names of this archive that morgue is to put together or keep apart: see `morgue names --help`.

    [[merge]]
    names = ["John Smith", "John B. Smith"]

    [[split]]
    name = "John Smith"
    as = "John Smith (Hull)"
    paths = ["hull/**"]

    [[split]]
    name = "Ted Marlowe"

    [[pin]]
    name = "Edward Marlowe"
    as = "Mayor Marlowe"

    [[ignore]]
    name = "Jack Smith"
    "#);
    // It is no story, and a run of the index does not see it.
    room.run(&["index", "archive"]).ends(0).says(&["indexed 18 stories, skipped 0, failed 0"]);
}

#[test]
fn records_of_people_and_suggestions_follow_the_schema() {
    let room = archive();
    room.write("archive/names.toml", "[[merge]]\nnames = [\"Edward Marlowe\", \"Ted Marlowe\"]\n");
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for (args, kind) in [
        (&["people", "-a", "archive", "--json", "--why", "smith"][..], "why"),
        (&["people", "-a", "archive", "--json", "--why", "marlowe"], "why"),
        (&["names", "-a", "archive", "--json"], "suggestion"),
    ] {
        let records = room.run(args).ends(0).json();
        assert!(!records.is_empty());
        for record in records {
            assert!(validator.is_valid(&record) && record["type"] == kind, "{record}");
        }
    }
}

#[test]
fn a_file_that_means_nothing_is_told_with_its_line() {
    let room = archive();
    room.write("archive/names.toml", "# names\n\n[[mrege]]\nnames = [\"A\", \"B\"]\n");
    for args in [
        &["people", "-a", "archive"][..],
        &["names", "-a", "archive"],
        &["search", "-a", "archive", "person:smith"],
    ] {
        room.run(args).ends(2).says(&["morgue: archive/names.toml:3: unknown field `mrege`"]);
    }
    room.run(&["search", "-a", "archive", "bridge"]).ends(0);
    room.run(&["names", "ignore", "-a", "archive", "A"]).ends(2);
    room.run(&["names", "merge", "-a", "archive", "A"]).ends(2);
    room.run(&["names", "split", "-a", "archive", "A", "--path", "x"]).ends(2);
}

#[test]
#[cfg(unix)]
fn where_the_archive_cannot_be_written_the_file_lies_with_the_index() {
    use std::os::unix::fs::PermissionsExt;
    let room = archive().without_powers();
    std::fs::remove_dir_all(room.path("archive/.morgue")).unwrap();
    let archive = room.path("archive");
    std::fs::set_permissions(&archive, PermissionsExt::from_mode(0o555)).unwrap();
    room.run(&["people", "-a", "archive"]).ends(0);
    room.run(&["names", "ignore", "-a", "archive", "Edward Marlowe"])
        .ends(0)
        .says(&["cache/morgue/", "/names.toml"]);
    assert!(!room.run(&["people", "-a", "archive"]).ends(0).out().contains("Edward Marlowe"));
    room.run(&["index", "archive"]).ends(0);
    assert!(!room.run(&["people", "-a", "archive"]).ends(0).out().contains("Edward Marlowe"));
    std::fs::set_permissions(&archive, PermissionsExt::from_mode(0o755)).unwrap();
}

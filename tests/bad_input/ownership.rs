//! Index folders that are not ours, not this archive's, or not for us to write.

use std::fs;
use std::path::Path;

use crate::support::{GOOD, Room, chmod};

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_folder_with_other_things_in_it_is_refused_and_left_alone() {
    let room = Room::with_archive();
    room.write("thesis/chapter.txt", "one");
    room.write("site/meta.json", "{\"title\": \"a site\"}");
    room.write("site/0123456789abcdef0123456789abcdef.png", "x");
    room.write("file", "x");
    room.run(&["index", "archive"]).ends(0);
    // Someone else's tantivy index: every name in it could be ours.
    fs::create_dir(room.path("other")).unwrap();
    for entry in fs::read_dir(room.path("archive/.morgue")).unwrap().flatten() {
        fs::copy(entry.path(), room.path("other").join(entry.file_name())).unwrap();
    }
    for folder in ["thesis", "site", "other", "file"] {
        let before = contents(&room.path(folder));
        let refused = room.run(&["index", "archive", "--index", folder]).ends(2);
        refused.says(&[&format!("{folder} is not a morgue index"), "--index"]);
        assert_eq!(contents(&room.path(folder)), before, "{folder}");
    }
}

#[test]
fn the_index_of_another_archive_is_refused_unless_the_archive_moved() {
    let room = Room::with_archive();
    room.write("second/two.txt", "Hail fell on York.\n");
    room.run(&["index", "archive", "--index", "outside"]).ends(0);
    room.run(&["index", "second", "--index", "outside"])
        .ends(2)
        .says(&["outside is the index of", "archive: name another folder with --index"]);
    assert_eq!(room.run(&["search", "--index", "outside", "-c", "rain"]).ends(0).out(), "1\n");
    fs::rename(room.path("archive"), room.path("moved")).unwrap();
    room.run(&["index", "moved", "--index", "outside"]).ends(0);
    let found = room.run(&["search", "--index", "outside", "-l", "rain"]).ends(0);
    assert_eq!(
        Path::new(found.out().trim_end()),
        room.path("moved").canonicalize().unwrap().join("good.txt")
    );
}

#[test]
fn an_index_whose_note_of_its_archive_has_a_wrong_byte_is_one_still() {
    let room = Room::with_archive();
    room.run(&["index", "archive", "--index", "outside"]).ends(0);
    let mut note = fs::read(room.path("outside/archive.txt")).unwrap();
    note[3] ^= 0x80;
    fs::write(room.path("outside/archive.txt"), note).unwrap();
    room.run(&["index", "archive", "--index", "outside"]).ends(0).says(&["1 unchanged"]);
    assert_eq!(room.run(&["search", "--index", "outside", "-l", "rain"]).ends(0).lines().len(), 1);
}

#[test]
fn the_archives_own_folder_may_be_named_in_many_ways() {
    let room = Room::with_archive();
    room.run(&["index", "archive"]).ends(0);
    let absolute = room.path("archive/.morgue");
    for way in ["archive/.morgue", "./archive/.morgue", absolute.to_str().unwrap()] {
        room.run(&["index", "archive", "--index", way]).ends(0);
        assert_eq!(room.run(&["search", "--index", way, "-c", "rain"]).ends(0).out(), "1\n");
    }
}

#[test]
fn the_command_in_a_message_works_as_it_stands() {
    let room = Room::new();
    room.write("my stories/good.txt", GOOD);
    room.run(&["index", "my stories", "--index", "my index"]).ends(0);
    fs::write(room.path("my index/meta.json"), "garbage").unwrap();
    let damaged = room.run(&["search", "--index", "my index", "rain"]).ends(2);
    let command = damaged.err.rsplit('`').nth(1).unwrap().strip_prefix("morgue").unwrap();
    let script = format!("\"$MORGUE\"{command}");
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", &script])
        .current_dir(room.path(""))
        .env("MORGUE", assert_cmd::cargo::cargo_bin!("morgue"));
    assert!(shell.status().unwrap().success(), "{script}");
    assert_eq!(room.run(&["search", "--index", "my index", "-c", "rain"]).ends(0).out(), "1\n");
}

#[test]
fn a_read_only_archive_has_its_index_in_the_cache_folder() {
    let room = Room::with_archive().without_powers();
    chmod(&room.path("archive"), 0o555);
    room.run(&["index", "archive"]).ends(0).says(&["indexed 1 story", "cache/morgue/"]);
    let found = room.run(&["search", "-a", "archive", "-l", "rain"]).ends(0);
    assert_eq!(found.out(), "archive/good.txt\n");
    assert!(!room.path("archive/.morgue").exists());
    chmod(&room.path("archive"), 0o755);
}

#[test]
fn the_index_that_someone_else_made_can_be_searched_and_not_written() {
    let room = Room::with_archive();
    room.run(&["index", "archive"]).ends(0);
    for entry in fs::read_dir(room.path("archive/.morgue")).unwrap().flatten() {
        chmod(&entry.path(), 0o444);
    }
    for folder in ["archive/.morgue", "archive"] {
        chmod(&room.path(folder), 0o555);
    }
    let room = room.without_powers();
    assert_eq!(room.run(&["search", "-a", "archive", "-c", "rain"]).ends(0).out(), "1\n");
    room.run(&["stats", "-a", "archive"]).ends(0);
    room.run(&["index", "archive"]).ends(2).says(&["cannot write", "archive/.morgue", "ermission denied"]);
    for folder in ["archive", "archive/.morgue"] {
        chmod(&room.path(folder), 0o755);
    }
}

#[test]
fn all_files_of_an_index_have_the_permissions_of_the_users_files() {
    use std::os::unix::fs::PermissionsExt;
    let room = Room::with_archive();
    room.run(&["index", "archive"]).ends(0);
    let model = fs::metadata(room.path("archive/.morgue/.gitignore")).unwrap().permissions().mode();
    for entry in fs::read_dir(room.path("archive/.morgue")).unwrap().flatten() {
        assert_eq!(entry.metadata().unwrap().permissions().mode(), model, "{:?}", entry.path());
    }
}

//! The walk against ripgrep's own walker, on invented folders full of ignore rules and globs.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;
use morgue::corpus::address::address_of;
use morgue::corpus::{Entry, WalkOptions, walk};
use proptest::prelude::*;

/// Names few enough that rules and files meet.
fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "b", "c.txt", "d.log", ".h", "a.txt"])
}

fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(name(), 1..4).prop_map(|parts| parts.join("/"))
}

fn rule() -> impl Strategy<Value = String> {
    let glob = prop_oneof![
        name().prop_map(str::to_owned),
        path(),
        prop::sample::select(vec!["*.txt", "*", "**/b", "a/**", ".*", "[ab]", "# note", "*.log "])
            .prop_map(str::to_owned),
    ];
    ("!?", "/?", glob, "/?").prop_map(|(not, root, glob, folder)| format!("{not}{root}{glob}{folder}"))
}

fn rules() -> impl Strategy<Value = String> {
    prop::collection::vec(rule(), 1..4).prop_map(|lines| lines.join("\n"))
}

/// Writes a file unless a file stands where one of its folders should be.
fn write(root: &Path, relative: &str, text: &str) {
    let path = root.join(relative);
    if fs::create_dir_all(path.parent().unwrap()).is_ok() && !path.is_dir() {
        fs::write(path, text).unwrap();
    }
}

fn ours(root: &Path, options: &WalkOptions) -> Vec<String> {
    walk(root, options)
        .unwrap()
        .filter_map(|entry| match entry {
            Entry::File(file) => Some(file.address),
            Entry::Notice(_) => None,
        })
        .collect()
}

fn theirs(root: &Path, options: &WalkOptions) -> Vec<String> {
    let mut overrides = OverrideBuilder::new(root);
    for glob in &options.globs {
        overrides.add(glob).unwrap();
    }
    WalkBuilder::new(root)
        .hidden(!options.hidden)
        .parents(false)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .add_custom_ignore_filename(".morgueignore")
        .overrides(overrides.build().unwrap())
        .sort_by_file_name(|a, b| a.cmp(b))
        .build()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_some_and(|t| t.is_file()))
        .map(|entry| address_of(entry.path().strip_prefix(root).unwrap()))
        .collect()
}

proptest! {
    #[test]
    fn the_same_files_in_the_same_order_as_ripgrep(
        files in prop::collection::vec(path(), 1..12),
        ignores in prop::collection::vec((path(), any::<bool>(), rules()), 0..4),
        globs in prop::collection::vec(rule(), 0..3),
        hidden in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        for file in &files {
            write(folder.path(), file, "x");
        }
        for (at, git, rules) in &ignores {
            let folder_of = at.rsplit_once('/').map_or("", |(folder, _)| folder);
            let name = if *git { ".gitignore" } else { ".morgueignore" };
            write(folder.path(), &format!("{folder_of}/{name}").replacen('/', "", usize::from(folder_of.is_empty())), rules);
        }
        // A glob that is a comment to git is one to the override builder, too.
        let globs = globs.into_iter().filter(|glob| !glob.contains('#')).collect();
        let options = WalkOptions { hidden, globs, ..WalkOptions::default() };
        prop_assert_eq!(ours(folder.path(), &options), theirs(folder.path(), &options));
    }
}

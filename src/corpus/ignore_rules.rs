//! `.gitignore` and `.morgueignore`: which rules hold in which folder.
//!
//! A rule of a `.morgueignore` beats every `.gitignore`; among files of one name the deepest one
//! with a matching rule decides, and in it the last matching line (gitignore(5)). Only files inside
//! the archive count, so that a folder gives the same list wherever it stands.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};

use super::address::address_of;
use super::notice::{Notice, Reason};

/// Names of ignore files, the strongest first.
const NAMES: [&str; 2] = [".morgueignore", ".gitignore"];

/// An ignore file is read up to here: a longer one is some other file by that name.
const MAX_BYTES: u64 = 1 << 20;

/// The ignore files of the folders from the root down to the one being listed.
#[derive(Debug, Default)]
pub(super) struct IgnoreRules {
    levels: Vec<Level>,
}

#[derive(Debug)]
struct Level {
    /// 0 is the root.
    depth: usize,
    /// Relative to the root.
    folder: PathBuf,
    /// In the order of [`NAMES`].
    rules: [Gitignore; NAMES.len()],
}

impl IgnoreRules {
    /// Forgets the rules of folders that an entry at `depth` does not lie in.
    pub(super) fn leave(&mut self, depth: usize) {
        self.levels.retain(|level| level.depth < depth);
    }

    /// Reads the ignore files of `folder` and returns what is wrong with them. `relative` is its
    /// path from the root, `depth` the number of steps to it.
    pub(super) fn enter(&mut self, folder: &Path, relative: &Path, depth: usize) -> Vec<Notice> {
        let mut notices = Vec::new();
        let rules = NAMES.map(|name| load(&folder.join(name), &relative.join(name), &mut notices));
        if rules.iter().any(|r| !r.is_empty()) {
            self.levels.push(Level { depth, folder: relative.to_owned(), rules });
        }
        notices
    }

    /// What the rules say of `relative`: left out, with the rule in words; let in by a rule that
    /// begins with `!`, which lets in hidden names, too; or nothing.
    pub(super) fn verdict(&self, relative: &Path, is_folder: bool) -> Match<String> {
        for kind in 0..NAMES.len() {
            for level in self.levels.iter().rev() {
                let inside = relative.strip_prefix(&level.folder).unwrap_or(relative);
                let verdict = level.rules[kind].matched(inside, is_folder);
                if !verdict.is_none() {
                    return verdict.map(in_words);
                }
            }
        }
        Match::None
    }
}

fn in_words(glob: &Glob) -> String {
    let file = glob.from().map(address_of).unwrap_or_default();
    format!("`{}` in {file}", glob.original())
}

/// The rules of one file; none where there is no such file.
fn load(path: &Path, relative: &Path, notices: &mut Vec<Notice>) -> Gitignore {
    // As git does, an ignore file that is a link or a pipe is not opened.
    if !fs::symlink_metadata(path).is_ok_and(|m| m.is_file()) {
        return Gitignore::empty();
    }
    let mut bytes = Vec::new();
    if let Err(error) = File::open(path).and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes)) {
        notices.push(Notice::from_io(address_of(relative), &error));
        return Gitignore::empty();
    }
    compile(&String::from_utf8_lossy(&bytes), relative, notices)
}

fn compile(text: &str, relative: &Path, notices: &mut Vec<Notice>) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    let bad = |error: &ignore::Error| {
        Notice::new(address_of(relative), Reason::BadIgnoreRule).with(error.to_string())
    };
    for line in text.trim_start_matches('\u{feff}').lines() {
        if let Err(error) = builder.add_line(Some(relative.to_owned()), line) {
            notices.push(bad(&error));
        }
    }
    builder.build().unwrap_or_else(|error| {
        notices.push(bad(&error));
        Gitignore::empty()
    })
}

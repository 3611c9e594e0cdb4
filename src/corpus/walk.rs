//! Listing a folder: every file to read and every thing passed over, in an order that is the same
//! on every run.

use std::collections::VecDeque;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ignore::Match;
use ignore::overrides::{Override, OverrideBuilder};
use walkdir::{DirEntry, WalkDir};

use super::address::address_of;
use super::ignore_rules::IgnoreRules;
use super::mapping::Mapping;
use super::notice::{Notice, Reason};

/// The size cap unless `--max-size` says otherwise: 32 MiB. No story is that long; a file that is
/// holds something else.
pub const DEFAULT_MAX_SIZE: u64 = 32 << 20;

/// Our own folder inside an archive. It is never walked and never reported.
const OWN_FOLDER: &str = ".morgue";

/// The user's file of names in the root folder of an archive. It is no story, and never reported.
pub const OWN_FILE: &str = "names.toml";

/// Which files of a folder are wanted, and how they are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalkOptions {
    /// Read files and folders whose names begin with a dot, too. Single ones are also let in by a
    /// `!` rule in an ignore file.
    pub hidden: bool,
    /// Globs as in `rg --glob`, relative to the root: only files that match one are read; after `!`
    /// those that match are left out; the last one that matches decides. A file that a glob names is
    /// read even if hidden or ignored.
    pub globs: Vec<String>,
    /// Stories of more bytes are skipped.
    pub max_size: u64,
    /// Where the parts of a story stand in JSON Lines.
    pub mapping: Mapping,
}

impl Default for WalkOptions {
    fn default() -> Self {
        WalkOptions {
            hidden: false,
            globs: Vec::new(),
            max_size: DEFAULT_MAX_SIZE,
            mapping: Mapping::default(),
        }
    }
}

/// One thing that a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file to read.
    File(FileEntry),
    /// Something that is not read, and why.
    Notice(Notice),
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Archive-relative, see [`crate::corpus::address`].
    pub address: String,
    /// Where to open it.
    pub path: PathBuf,
    /// Bytes, when listed.
    pub size: u64,
    /// When it was last written, where the system knows.
    pub modified: Option<SystemTime>,
}

/// Why a walk cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// The root cannot be looked at.
    #[error("cannot read {}: {source}; check the path", path.display())]
    Root {
        /// The root as given.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A glob cannot be compiled.
    #[error("bad --glob {glob:?}: {message}; put a backslash before a character meant literally")]
    Glob {
        /// The glob as given.
        glob: String,
        /// What is wrong with it.
        message: String,
    },
}

/// Lists `root`, a folder or a single file. Folders are listed depth first, names in the order of
/// their bytes; links are not followed, pipes and devices not opened. A single file is listed
/// whatever the rules say of its name.
///
/// # Errors
/// A root that does not exist or cannot be looked at, and a glob that cannot be compiled. What goes
/// wrong below the root is a [`Notice`].
///
/// ```
/// use morgue::corpus::{Entry, WalkOptions, walk};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("b.txt"), "two")?;
/// std::fs::write(folder.path().join("a.txt"), "one")?;
/// let addresses: Vec<String> = walk(folder.path(), &WalkOptions::default())?
///     .filter_map(|entry| match entry {
///         Entry::File(file) => Some(file.address),
///         Entry::Notice(_) => None,
///     })
///     .collect();
/// assert_eq!(addresses, ["a.txt", "b.txt"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn walk(root: &Path, options: &WalkOptions) -> Result<Walk, WalkError> {
    let globs = compile(&options.globs)?;
    let metadata = fs::metadata(root).map_err(|source| WalkError::Root { path: root.to_owned(), source })?;
    let mut walk = Walk {
        root: root.to_owned(),
        options: options.clone(),
        globs,
        ignored: IgnoreRules::default(),
        ready: VecDeque::new(),
        inner: None,
    };
    if metadata.is_dir() {
        // A root that cannot be listed is no empty archive.
        fs::read_dir(root).map_err(|source| WalkError::Root { path: root.to_owned(), source })?;
        let sorted = WalkDir::new(root).sort_by(|a, b| a.file_name().cmp(b.file_name()));
        walk.inner = Some(sorted.into_iter());
    } else {
        let name = root.file_name().unwrap_or(root.as_os_str());
        let entry = walk.regular(address_of(Path::new(name)), root, &metadata);
        walk.ready.push_back(entry);
    }
    Ok(walk)
}

fn compile(globs: &[String]) -> Result<Override, WalkError> {
    let mut builder = OverrideBuilder::new("");
    let wrong = |glob: &str, error: ignore::Error| WalkError::Glob {
        glob: glob.to_owned(),
        message: error.to_string(),
    };
    for glob in globs {
        builder.add(glob).map_err(|error| wrong(glob, error))?;
    }
    builder.build().map_err(|error| wrong(&globs.join(" "), error))
}

/// The entries of a folder, see [`walk`].
#[derive(Debug)]
pub struct Walk {
    root: PathBuf,
    options: WalkOptions,
    globs: Override,
    ignored: IgnoreRules,
    /// Found and not yet handed out.
    ready: VecDeque<Entry>,
    /// None where the root is a single file.
    inner: Option<walkdir::IntoIter>,
}

impl Iterator for Walk {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(entry) = self.ready.pop_front() {
                return Some(entry);
            }
            match self.inner.as_mut()?.next()? {
                Ok(entry) => self.visit(&entry),
                Err(error) => self.ready.push_back(Entry::Notice(self.failed(error))),
            }
        }
    }
}

impl Walk {
    fn visit(&mut self, entry: &DirEntry) {
        let own_file = entry.depth() == 1 && entry.file_name() == OWN_FILE && !entry.file_type().is_dir();
        if entry.file_name() == OWN_FOLDER && entry.depth() > 0 || own_file {
            self.pass_over(entry);
            return;
        }
        self.ignored.leave(entry.depth());
        let relative = self.relative(entry.path()).to_owned();
        let is_folder = entry.depth() == 0 || entry.file_type().is_dir();
        if entry.depth() > 0
            && let Some((reason, detail)) = self.left_out(&relative, is_folder)
        {
            self.pass_over(entry);
            let notice = Notice { detail, ..Notice::new(address_of(&relative), reason) };
            self.ready.push_back(Entry::Notice(notice));
        } else if is_folder {
            let notices = self.ignored.enter(entry.path(), &relative, entry.depth());
            self.ready.extend(notices.into_iter().map(Entry::Notice));
        } else {
            let found = self.file(entry, address_of(&relative));
            self.ready.push_back(found);
        }
    }

    /// Does not descend into `entry`.
    fn pass_over(&mut self, entry: &DirEntry) {
        if let Some(inner) = self.inner.as_mut().filter(|_| entry.file_type().is_dir()) {
            inner.skip_current_dir();
        }
    }

    fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }

    /// The rule that leaves a name out: globs before ignore files before the leading dot.
    fn left_out(&self, relative: &Path, is_folder: bool) -> Option<(Reason, Option<String>)> {
        match self.globs.matched(relative, is_folder) {
            Match::Ignore(_) => return Some((Reason::Glob, None)),
            Match::Whitelist(_) => return None,
            Match::None => {}
        }
        match self.ignored.verdict(relative, is_folder) {
            Match::Ignore(rule) => return Some((Reason::Ignored, Some(rule))),
            Match::Whitelist(_) => return None,
            Match::None => {}
        }
        let dotted = relative.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        (dotted && !self.options.hidden).then_some((Reason::Hidden, None))
    }

    fn file(&self, entry: &DirEntry, address: String) -> Entry {
        if entry.path_is_symlink() {
            return Entry::Notice(Notice::new(address, Reason::Symlink).with("links are not followed"));
        }
        if !entry.file_type().is_file() {
            return Entry::Notice(Notice::new(address, Reason::NotRegular));
        }
        match entry.metadata() {
            Ok(metadata) => self.regular(address, entry.path(), &metadata),
            Err(error) => Entry::Notice(self.failed(error)),
        }
    }

    fn regular(&self, address: String, path: &Path, metadata: &Metadata) -> Entry {
        let size = metadata.len();
        if !metadata.is_file() {
            return Entry::Notice(Notice::new(address, Reason::NotRegular));
        }
        Entry::File(FileEntry { address, path: path.to_owned(), size, modified: metadata.modified().ok() })
    }

    fn failed(&self, error: walkdir::Error) -> Notice {
        let relative = error.path().map(|path| self.relative(path).to_owned()).unwrap_or_default();
        let address = address_of(&relative);
        let address = if address.is_empty() { ".".to_owned() } else { address };
        match error.io_error() {
            Some(io) => Notice::from_io(address, io),
            None => Notice::new(address, Reason::Unreadable).with(error.to_string()),
        }
    }
}

/// The notice of a story over the cap.
pub(super) fn too_large(address: String, size: u64, max_size: u64) -> Notice {
    let detail = format!("{size} bytes or more, the limit is {max_size}; raise it with --max-size");
    Notice::new(address, Reason::TooLarge).with(detail)
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A folder with these files; a name that ends in `/` is a folder.
    fn folder(files: &[(&str, &str)]) -> TempDir {
        let folder = TempDir::new().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            if name.ends_with('/') { fs::create_dir(path).unwrap() } else { fs::write(path, text).unwrap() }
        }
        folder
    }

    /// Files by address, notices as `address: reason`.
    fn listed(root: &Path, options: &WalkOptions) -> Vec<String> {
        let line = |entry| match entry {
            Entry::File(file) => file.address,
            Entry::Notice(notice) => format!("{}: {}", notice.address, notice.reason.words()),
        };
        walk(root, options).unwrap().map(line).collect()
    }

    fn with_globs(globs: &[&str]) -> WalkOptions {
        WalkOptions { globs: globs.iter().map(|g| (*g).to_owned()).collect(), ..WalkOptions::default() }
    }

    #[test]
    fn names_come_in_the_order_of_their_bytes() {
        let dir = folder(&[
            ("b", ""),
            ("a/z", ""),
            ("a/10", ""),
            ("a/9", ""),
            ("Z.txt", ""),
            ("é", ""),
            ("a.txt", ""),
        ]);
        let expected = ["Z.txt", "a/10", "a/9", "a/z", "a.txt", "b", "é"];
        assert_eq!(listed(dir.path(), &WalkOptions::default()), expected);
        assert_eq!(listed(dir.path(), &WalkOptions::default()), expected);
    }

    #[test]
    fn a_listed_file_has_path_size_and_time() {
        let dir = folder(&[("a/b.txt", "seven\r\n")]);
        let Some(Entry::File(file)) = walk(dir.path(), &WalkOptions::default()).unwrap().next() else {
            panic!()
        };
        assert_eq!((file.path, file.size), (dir.path().join("a/b.txt"), 7));
        assert!(file.modified.is_some());
    }

    #[test]
    fn a_single_file_is_listed_whatever_its_name() {
        let dir = folder(&[(".gitignore", "*\n"), (".note", "x")]);
        assert_eq!(listed(&dir.path().join(".note"), &WalkOptions::default()), [".note"]);
    }

    #[test]
    fn a_missing_root_is_an_error_that_names_it() {
        let dir = folder(&[]);
        let error = walk(&dir.path().join("none"), &WalkOptions::default()).unwrap_err();
        assert!(error.to_string().starts_with("cannot read ") && error.to_string().contains("none"));
    }

    #[test]
    fn hidden_names_wait_for_their_flag() {
        let dir = folder(&[(".a/b", ""), (".c", ""), ("d", "")]);
        assert_eq!(listed(dir.path(), &WalkOptions::default()), [".a: hidden", ".c: hidden", "d"]);
        let hidden = WalkOptions { hidden: true, ..WalkOptions::default() };
        assert_eq!(listed(dir.path(), &hidden), [".a/b", ".c", "d"]);
    }

    #[test]
    fn our_own_folder_is_never_walked() {
        let dir = folder(&[(".morgue/meta.json", ""), ("a/.morgue/x", ""), ("a/b", "")]);
        for globs in [&[][..], &["**"], &[".morgue/**", "b"]] {
            let options = WalkOptions { hidden: true, ..with_globs(globs) };
            assert_eq!(listed(dir.path(), &options), ["a/b"], "{globs:?}");
        }
    }

    #[test]
    fn ignore_files_hold_below_their_folder() {
        let dir = folder(&[
            (".gitignore", "*.log\n/top\n# comment\nold/\n"),
            ("a/.gitignore", "!keep.log\n/top\n"),
            ("a/keep.log", ""),
            ("a/old/x", ""),
            ("a/top", ""),
            ("b/keep.log", ""),
            ("b/old", "a file"),
            ("b/top", ""),
            ("top", ""),
        ]);
        assert_eq!(
            listed(dir.path(), &WalkOptions::default()),
            [
                ".gitignore: hidden",
                "a/.gitignore: hidden",
                "a/keep.log",
                "a/old: ignored",
                "a/top: ignored",
                "b/keep.log: ignored",
                "b/old",
                "b/top",
                "top: ignored"
            ]
        );
    }

    #[test]
    fn morgueignore_beats_gitignore() {
        let dir = folder(&[
            (".gitignore", "a\n"),
            (".morgueignore", "\u{feff}!a\nb\n"),
            ("a", ""),
            ("c/.gitignore", "!b\n"),
            ("c/b", ""),
            ("c/d", ""),
        ]);
        let found = listed(dir.path(), &WalkOptions::default());
        assert_eq!(found[2..], ["a", "c/.gitignore: hidden", "c/b: ignored", "c/d"]);
    }

    #[test]
    fn a_notice_names_the_rule_and_its_file() {
        let dir = folder(&[("a/.morgueignore", "x*\n"), ("a/xy", "")]);
        let Some(Entry::Notice(notice)) = walk(dir.path(), &WalkOptions::default()).unwrap().last() else {
            panic!()
        };
        assert_eq!(notice.to_string(), "a/xy: ignored (`x*` in a/.morgueignore)");
    }

    #[test]
    fn a_bad_rule_is_told_and_the_others_hold() {
        let dir = folder(&[(".gitignore", "{a\nb\n"), ("b", ""), ("c", "")]);
        let found = listed(dir.path(), &WalkOptions::default());
        assert_eq!(found, [".gitignore: bad ignore rule", ".gitignore: hidden", "b: ignored", "c"]);
    }

    #[test]
    fn globs_mean_what_they_mean_in_ripgrep() {
        let dir = folder(&[
            (".gitignore", "c.txt\n"),
            (".h.txt", ""),
            ("a.txt", ""),
            ("b.md", ""),
            ("c.txt", ""),
            ("d/a.txt", ""),
            ("d/b.md", ""),
        ]);
        let files = |globs: &[&str]| -> Vec<String> {
            listed(dir.path(), &with_globs(globs)).into_iter().filter(|l| !l.contains(": ")).collect()
        };
        assert_eq!(files(&["*.txt"]), [".h.txt", "a.txt", "c.txt", "d/a.txt"]);
        assert_eq!(files(&["!*.md"]), ["a.txt", "d/a.txt"]);
        assert_eq!(files(&["*.txt", "!d/**"]), [".h.txt", "a.txt", "c.txt"]);
        assert_eq!(files(&["/a.txt"]), ["a.txt"]);
        assert_eq!(files(&["!d/"]), ["a.txt", "b.md"]);
    }

    #[test]
    fn a_bad_glob_is_an_error() {
        let dir = folder(&[]);
        let error = walk(dir.path(), &with_globs(&["{a"])).unwrap_err().to_string();
        assert!(error.starts_with("bad --glob \"{a\""), "{error}");
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::{PermissionsExt, symlink};
        use std::os::unix::net::UnixListener;

        use super::*;

        #[test]
        fn links_are_not_followed_even_in_a_circle() {
            let dir = folder(&[("a/b", "")]);
            symlink("..", dir.path().join("a/up")).unwrap();
            symlink("nowhere", dir.path().join("c")).unwrap();
            assert_eq!(listed(dir.path(), &WalkOptions::default()), ["a/b", "a/up: symlink", "c: symlink"]);
        }

        #[test]
        fn a_root_that_is_a_link_is_followed() {
            let dir = folder(&[("a/b", "")]);
            symlink("a", dir.path().join("c")).unwrap();
            symlink("a/b", dir.path().join("d")).unwrap();
            assert_eq!(listed(&dir.path().join("c"), &WalkOptions::default()), ["b"]);
            assert_eq!(listed(&dir.path().join("d"), &WalkOptions::default()), ["d"]);
        }

        #[test]
        fn sockets_are_not_opened() {
            let dir = folder(&[]);
            let _listener = UnixListener::bind(dir.path().join("s")).unwrap();
            assert_eq!(listed(dir.path(), &WalkOptions::default()), ["s: not a regular file"]);
            assert_eq!(listed(&dir.path().join("s"), &WalkOptions::default()), ["s: not a regular file"]);
        }

        #[test]
        fn a_folder_that_cannot_be_read_does_not_end_the_walk() {
            let dir = folder(&[("a/b", ""), ("c", "")]);
            let closed = dir.path().join("a");
            fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
            // The superuser can read everything.
            let readable = fs::read_dir(&closed).is_ok();
            let found = listed(dir.path(), &WalkOptions::default());
            fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
            let first = if readable { "a/b" } else { "a: cannot be read" };
            assert_eq!(found, [first, "c"]);
        }

        #[test]
        fn names_that_are_not_utf8_have_an_address() {
            let dir = folder(&[]);
            if fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9")), "x").is_ok() {
                assert_eq!(listed(dir.path(), &WalkOptions::default()), [r"caf\xE9"]);
            }
        }
    }
}

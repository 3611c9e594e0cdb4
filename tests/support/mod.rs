//! A folder of its own for each test, and the binary run in it.

#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// The story that must be found whatever lies beside it.
pub const GOOD: &str = "Rain fell on Leeds for a week, the waterworks said.\n";

/// What a run of the binary gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub code: i32,
    pub bytes: Vec<u8>,
    pub err: String,
}

impl Run {
    pub fn of(output: std::process::Output) -> Run {
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!err.contains("panicked"), "{err}");
        Run { code: output.status.code().unwrap_or(-1), bytes: output.stdout, err }
    }

    /// What was printed to stdout.
    pub fn out(&self) -> &str {
        std::str::from_utf8(&self.bytes).expect("stdout is UTF-8")
    }

    pub fn json(&self) -> Vec<Value> {
        self.out().lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    pub fn lines(&self) -> Vec<&str> {
        self.out().lines().collect()
    }

    /// The same run, which must have ended so.
    #[track_caller]
    pub fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", String::from_utf8_lossy(&self.bytes), self.err);
        self
    }

    #[track_caller]
    pub fn says(self, words: &[&str]) -> Run {
        words.iter().for_each(|word| assert!(self.err.contains(word), "no {word:?} in {:?}", self.err));
        self
    }
}

/// A folder in which anyone may work.
pub struct Room {
    dir: PathBuf,
    _removed_at_the_end: Option<TempDir>,
    binary: PathBuf,
    /// Root may read everything; then the binary runs as nobody.
    nobody: bool,
}

impl Room {
    pub fn new() -> Room {
        let dir = tempfile::tempdir().unwrap();
        open_to_all(dir.path());
        Room::at(dir.path().to_owned(), Some(dir))
    }

    fn at(dir: PathBuf, removed: Option<TempDir>) -> Room {
        let binary = assert_cmd::cargo::cargo_bin!("morgue").to_owned();
        Room { dir, _removed_at_the_end: removed, binary, nobody: false }
    }

    /// A room with the sample archive in `sample`, and an undated story in it, indexed. All tests of
    /// a run share it, so nothing may be changed in it.
    pub fn with_sample() -> &'static Room {
        static SAMPLE: LazyLock<Room> = LazyLock::new(|| {
            let dir =
                Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sample-{}", env!("CARGO_CRATE_NAME")));
            let _ = fs::remove_dir_all(&dir);
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus"), &dir.join("sample"));
            let room = Room::at(dir, None);
            room.write(
                "sample/undated.txt",
                "Ceasefire or not, the talks on the bins go on, the clerk said.\n",
            );
            room.run(&["index", "sample"]).ends(0);
            room
        });
        &SAMPLE
    }

    /// A room with an archive of one good story in `archive`.
    pub fn with_archive() -> Room {
        let room = Room::new();
        room.write("archive/good.txt", GOOD);
        open_to_all(&room.path("archive"));
        room
    }

    /// The same room, where the binary runs without the powers of root.
    pub fn without_powers(mut self) -> Room {
        if is_root() {
            let copy = self.path("morgue");
            fs::copy(&self.binary, &copy).unwrap();
            self.binary = copy;
            self.nobody = true;
        }
        self
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.dir.join(relative)
    }

    /// Writes a file and the folders around it.
    pub fn write(&self, relative: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The command `morgue ARGS`, as run in this room, with no setting of the user in force.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(args).current_dir(&self.dir);
        for name in ["MORGUE_INDEX", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        command.env("HOME", &self.dir).env("XDG_CACHE_HOME", self.path("cache"));
        #[cfg(unix)]
        if self.nobody {
            use std::os::unix::process::CommandExt;
            command.uid(65534).gid(65534);
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, Vec::new())
    }

    /// Runs with `input` on stdin. A run that hangs is killed, and fails the test.
    pub fn run_with(&self, args: &[&str], input: Vec<u8>) -> Run {
        let mut command = assert_cmd::Command::from_std(self.command(args));
        let output = command.write_stdin(input).timeout(Duration::from_secs(300)).output();
        Run::of(output.expect("the binary runs"))
    }

    /// Runs `AROUND morgue ARGS`, where `around` is a command that runs another one.
    pub fn run_under(&self, around: &[&str], args: &[&str]) -> Run {
        let inner = self.command(args);
        let mut command = Command::new(around[0]);
        command.args(&around[1..]).arg(inner.get_program()).args(inner.get_args());
        command.current_dir(&self.dir);
        for (name, value) in inner.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let output = assert_cmd::Command::from_std(command).timeout(Duration::from_secs(300)).output();
        Run::of(output.expect("the binary runs"))
    }

    /// The lines of a JSON Lines file.
    pub fn jsonl(&self, relative: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.path(relative)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[cfg(unix)]
pub fn chmod(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(unix)]
fn open_to_all(path: &Path) {
    chmod(path, 0o777);
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) {}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    let probe = tempfile::NamedTempFile::new().unwrap();
    probe.path().metadata().unwrap().uid() == 0
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

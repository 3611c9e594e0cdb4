//! What several tests share: an indexed copy of the sample archive.

#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part; a test may fail by unwrap")]

pub mod changing;

use std::fs;
use std::path::Path;

use morgue::index::build::{FileDone, Watch};
use morgue::index::place::IndexPlace;
use morgue::index::{Archive, BuildOptions, build};
use morgue::query::parse;
use morgue::search::{Engine, LocalEngine, Request, Want};

/// A run that nobody watches.
pub struct Unwatched;

impl Watch for Unwatched {
    fn listed(&self, _: u64, _: u64) {}
    fn done(&self, _: &FileDone<'_>) {}
    fn committing(&self) {}
    fn stopped(&self) -> bool {
        false
    }
}

/// A copy of `sample-corpus`, with its index, that vanishes with the value.
pub struct SampleArchive {
    pub folder: tempfile::TempDir,
    pub engine: LocalEngine,
}

impl SampleArchive {
    /// Copies and indexes the sample archive.
    pub fn indexed() -> SampleArchive {
        let folder = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus"), folder.path());
        let engine = LocalEngine::new(index(folder.path()));
        SampleArchive { folder, engine }
    }

    /// The file name stems of all stories that a query finds.
    pub fn stems(&self, query: &str) -> Vec<String> {
        let request =
            Request { query: parse(query), sort: None, offset: 0, limit: None, want: Want::Addresses };
        let hits = self.engine.search(&request).unwrap().hits;
        hits.iter().map(|h| Path::new(&h.address).file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    }
}

/// Indexes a folder with two jobs and opens it.
pub fn index(folder: &Path) -> Archive {
    let place = IndexPlace::of_archive(folder, None);
    let options = BuildOptions { jobs: 2, ..BuildOptions::default() };
    build(&place, &options, &Unwatched, None).unwrap();
    Archive::open(&place).unwrap()
}

/// Copies a folder, but for an index in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|e| e.file_name() != ".morgue") {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

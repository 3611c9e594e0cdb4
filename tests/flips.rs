//! Single bits of an index that are not as they were written: the examination tells it, or all answers are as
//! before; and no answer is another one without an error.
//!
//! `MORGUE_FLIPS=1000 cargo test --test flips` is the whole of it; without it there are some.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail by unwrap, and tell figures")]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use common::changing::{Dice, Told, asked, place, stories};
use common::{Unwatched, copy};
use morgue::index::place::IndexPlace;
use morgue::index::{Archive, BuildOptions, IndexError, build, examine};
use morgue::search::LocalEngine;

/// A copy of the index, and its archive, which all tests share.
fn copied(folder: &Path) -> IndexPlace {
    static MADE: LazyLock<(tempfile::TempDir, IndexPlace)> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let place = indexed(folder.path());
        (folder, place)
    });
    let made = &MADE.1;
    copy(&made.dir, folder);
    place(&made.archive, folder)
}

/// An archive with an index that has a file of each kind: also a dictionary, for which one megabyte of stories
/// is looked at, one in twenty; two segments, and stories taken out.
fn indexed(folder: &Path) -> IndexPlace {
    let (texts, place) = (stories(), place(&folder.join("archive"), &folder.join("index")));
    fs::create_dir(&place.archive).unwrap();
    let write = |i: usize, text: &[u8]| fs::write(place.archive.join(format!("{i:04}.txt")), text).unwrap();
    for i in 0..760 {
        match i % 20 {
            0 => write(
                i,
                &texts.iter().cycle().skip(i / 20 * 7).flatten().copied().take(30_000).collect::<Vec<u8>>(),
            ),
            3 => write(i, &texts[i % texts.len()]),
            _ => write(i, format!("LEEDS, March {} - Rain fell, Vera Hale said.\n", i % 28 + 1).as_bytes()),
        }
    }
    let run =
        || build(&place, &BuildOptions { jobs: 2, ..BuildOptions::default() }, &Unwatched, None).unwrap();
    assert!(run().generation.unwrap().dictionary.is_some());
    (1..60).step_by(20).for_each(|i| fs::remove_file(place.archive.join(format!("{i:04}.txt"))).unwrap());
    write(1000, b"OSLO, May 2 - \"We shall rain,\" Nils Hav said.\n");
    run();
    place
}

fn ask(place: &IndexPlace) -> Vec<Told> {
    match Archive::open(place) {
        Ok(archive) => asked(&LocalEngine::new(archive)),
        Err(error) => vec![Err(error)],
    }
}

/// The files of an index that may be flipped, by name.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.metadata().unwrap().len() > 0 && path.file_name().unwrap() != PADDING);
    files.sort();
    files
}

/// Turns one bit; twice is not at all.
fn flip(path: &Path, at: u64, bit: usize) {
    let mut file = File::options().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.seek(SeekFrom::Start(at)).unwrap();
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&[byte[0] ^ 1 << bit]).unwrap();
}

/// Whether an examination tells that something is wrong.
fn is_told(place: &IndexPlace) -> bool {
    let ill = |deep| examine(place, deep).map_or(true, |checkup| !checkup.ill.is_empty());
    ill(false) || ill(true)
}

/// What became of flipped bits.
#[derive(Debug, Default)]
struct Counts {
    flips: usize,
    /// Told by an examination.
    told: usize,
    /// Told by a question, too.
    asked: usize,
    /// Not told, and without harm, by what the file is.
    harmless: BTreeMap<String, usize>,
    /// Some answer was another one, without an error.
    silent: Vec<String>,
}

impl Counts {
    #[track_caller]
    fn are_fine(&self) {
        println!("{self:?}");
        assert!(self.silent.is_empty(), "{:#?}", self.silent);
        assert!(self.told * 2 > self.flips);
    }
}

/// Turns bits, one after the other.
fn flipped(place: &IndexPlace, flips: usize, seed: u64) -> Counts {
    let healthy: Vec<String> = ask(place).into_iter().map(Result::unwrap).collect();
    let (mut dice, mut counts) = (Dice::new(seed), Counts::default());
    let files = files(&place.dir);
    for _ in 0..flips {
        let path = &files[dice.below(files.len())];
        let (at, bit) = (dice.below(path.metadata().unwrap().len() as usize) as u64, dice.below(8));
        let what = format!("{}, byte {at}, bit {bit}", path.file_name().unwrap().display());
        flip(path, at, bit);
        let told = catch_unwind(AssertUnwindSafe(|| is_told(place))).unwrap_or_else(|_| panic!("{what}"));
        let said = catch_unwind(AssertUnwindSafe(|| ask(place))).unwrap_or_else(|_| panic!("{what}"));
        flip(path, at, bit);
        let other = said
            .iter()
            .zip(&healthy)
            .find(|(said, healthy)| said.as_ref().is_ok_and(|said| said != *healthy));
        let has_failed = said.iter().any(Result::is_err);
        assert!(
            told || !has_failed && other.is_none(),
            "{what}: not told, {other:?}, {:?}",
            first_error(&said)
        );
        counts.flips += 1;
        counts.told += usize::from(told);
        counts.asked += usize::from(has_failed);
        counts.silent.extend(other.map(|_| what));
        if !told {
            *counts.harmless.entry(kind(path)).or_default() += 1;
        }
    }
    counts
}

/// Whether it is one of tantivy's files with words or stories.
fn is_of_a_segment(path: &Path) -> bool {
    path.file_stem().unwrap().to_string_lossy().bytes().take(32).filter(u8::is_ascii_hexdigit).count() == 32
}

/// What a file is: `ledger`, `idx`.
fn kind(path: &Path) -> String {
    let name = path.file_name().unwrap().to_string_lossy();
    let kind = if is_of_a_segment(path) {
        name.rsplit_once('.').map(|(_, end)| end)
    } else {
        name.split('-').next()
    };
    kind.unwrap_or(&name).to_owned()
}

fn first_error(said: &[Told]) -> Option<&IndexError> {
    said.iter().find_map(|said| said.as_ref().err())
}

fn cases() -> usize {
    std::env::var("MORGUE_FLIPS").ok().and_then(|flips| flips.parse().ok()).unwrap_or(40)
}

#[test]
fn a_flipped_bit_is_told_or_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let place = copied(folder.path());
    let counts = flipped(&place, cases(), 1);
    counts.are_fine();
}

/// Makes an index larger than those that are read through whenever they are opened.
const PADDING: &str = "padding";

#[test]
fn a_flipped_bit_of_a_large_index_is_told_or_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let place = copied(folder.path());
    File::create(place.dir.join(PADDING)).unwrap().set_len(1 << 30).unwrap();
    let counts = flipped(&place, cases(), 2);
    counts.are_fine();
}

#[test]
fn a_file_of_a_large_index_that_was_written_to_is_read_before_it_is_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let place = copied(folder.path());
    File::create(place.dir.join(PADDING)).unwrap().set_len(1 << 30).unwrap();
    Archive::open(&place).unwrap();
    let mut tried = 0;
    for path in files(&place.dir).into_iter().filter(|path| is_of_a_segment(path)) {
        flip(&path, path.metadata().unwrap().len() / 3, 5);
        match Archive::open(&place).err() {
            Some(IndexError::Damaged { what, .. }) => {
                assert!(what.contains(path.file_name().unwrap().to_str().unwrap()), "{what}")
            }
            other => panic!("{}: {other:?}", path.display()),
        }
        flip(&path, path.metadata().unwrap().len() / 3, 5);
        Archive::open(&place).unwrap();
        tried += 1;
    }
    assert!(tried > 5);
}

#[test]
fn an_index_with_flipped_bits_is_mended_from_the_files() {
    let mut dice = Dice::new(3);
    for _ in 0..cases().div_ceil(20) {
        let folder = tempfile::tempdir().unwrap();
        let place = copied(folder.path());
        let healthy: Vec<String> = ask(&place).into_iter().map(Result::unwrap).collect();
        for path in files(&place.dir) {
            flip(&path, dice.below(path.metadata().unwrap().len() as usize) as u64, dice.below(8));
        }
        build(&place, &BuildOptions { jobs: 2, full: true, ..BuildOptions::default() }, &Unwatched, None)
            .unwrap();
        assert!(!is_told(&place));
        let mended: Vec<String> = ask(&place).into_iter().map(Result::unwrap).collect();
        assert_eq!(mended, healthy);
    }
}

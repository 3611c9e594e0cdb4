//! A real archive of 23,803 news stories, for tests that scan one.
//!
//! It is no part of the repository. It is taken from the folder that `MORGUE_CORPORA` names (with
//! `news`, or `bbc` and `reuters`), else unpacked from the archive file next to the checkout.
//! `MORGUE_ORACLE_FILES` takes fewer files, spread over all.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders with the stories.
pub fn corpora() -> Result<Vec<PathBuf>, String> {
    let given = std::env::var_os("MORGUE_CORPORA").map(PathBuf::from);
    let root = match given {
        Some(root) => root,
        None => unpacked()?,
    };
    let choices = [vec![root.join("news")], vec![root.join("bbc"), root.join("reuters")]];
    let found = choices.into_iter().find(|folders| folders.iter().all(|folder| folder.is_dir()));
    found.ok_or_else(|| format!("{} has neither news nor bbc and reuters", root.display()))
}

fn unpacked() -> Result<PathBuf, String> {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/reuters-bbc.tar.xz");
    if !packed.is_file() {
        return Err("MORGUE_CORPORA is not set, and there is no archive next to the checkout".to_owned());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reuters-bbc");
    let done = folder.join("done");
    if !done.exists() {
        fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        let tar = Command::new("tar").arg("-C").arg(&folder).arg("-xJf").arg(&packed).status();
        if !tar.is_ok_and(|status| status.success()) {
            return Err("tar cannot unpack the archive".to_owned());
        }
        fs::write(&done, "").map_err(|e| e.to_string())?;
    }
    Ok(folder)
}

/// All files linked into one folder; without hard links, copied.
pub fn gathered(folders: &[PathBuf], into: &Path) -> u64 {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in folders {
        files
            .extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|p| p.is_file()));
    }
    files.sort();
    let most = std::env::var("MORGUE_ORACLE_FILES").map_or(files.len(), |n| n.parse().unwrap());
    let step = files.len().div_ceil(most.max(1)).max(1);
    fs::create_dir(into).unwrap();
    let chosen: Vec<&PathBuf> = files.iter().step_by(step).collect();
    for path in &chosen {
        let link = into.join(path.file_name().unwrap());
        if fs::hard_link(path, &link).is_err() {
            fs::copy(path, &link).unwrap();
        }
    }
    println!("{} of {} files", chosen.len(), files.len());
    chosen.len() as u64
}

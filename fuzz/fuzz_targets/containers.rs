//! Any file is read or told about: reading ends, no two stories have one address, and all of them lie in
//! the file. `tests/containers.rs` holds mutated containers to the same.
#![no_main]

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use morgue::corpus::address::path_of;
use morgue::corpus::{FileEntry, WalkOptions, stories};

fuzz_target!(|bytes: &[u8]| {
    let path = std::env::temp_dir().join(format!("morgue-fuzz-{}.jsonl", std::process::id()));
    if std::fs::write(&path, bytes).is_err() {
        return;
    }
    let entry = FileEntry { address: "w.jsonl".into(), path, size: 0, modified: None };
    let mut addresses = HashSet::new();
    stories(&entry, &WalkOptions::default(), &mut |story| {
        if let Ok(story) = story {
            assert_eq!(path_of(&story.address), Path::new("w.jsonl"));
            assert!(addresses.insert(story.address));
        }
        ControlFlow::Continue(())
    });
});

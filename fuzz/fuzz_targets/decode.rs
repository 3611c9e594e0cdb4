//! Any bytes decode or are refused; what is decoded can be read as a story.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::{Options, Story};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(decoded) = morgue::corpus::decode(bytes) {
        let _ = Story::from_text(&decoded.text, &Options::default());
    }
});

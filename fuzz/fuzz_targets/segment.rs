//! Every line of every text gets a label, and the labelled lines are the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::{Options, Story};

fuzz_target!(|text: &str| {
    let story = Story::from_text(text, &Options::default());
    let lines: Vec<&str> = story.lines.iter().map(|line| line.span.of(&story.text)).collect();
    assert_eq!(lines.len(), story.text.split('\n').count());
    for part in story.paragraphs.iter().chain(&story.sentences) {
        assert!(story.text.get(part.start..part.end).is_some());
    }
});

//! Quotes and names lie in the text, on character borders, in order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::{Options, Story};

fuzz_target!(|text: &str| {
    let story = Story::from_text(text, &Options::default());
    assert!(story.quotes.is_sorted_by_key(|quote| quote.span.start));
    for quote in &story.quotes {
        assert!(story.text.get(quote.span.start..quote.span.end).is_some());
    }
});

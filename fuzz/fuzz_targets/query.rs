//! Every text is a query; what is printed reads back as the same query, with nothing to repair.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::query::parse;

fuzz_target!(|typed: &str| {
    let query = parse(typed);
    let again = parse(&query.reading());
    assert_eq!(again.root, query.root);
    assert!(again.repairs.is_empty());
});

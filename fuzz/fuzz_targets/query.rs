//! Every text is a query; what is printed reads back as the same query, with nothing to repair, and to the
//! same text. `tests/query_properties.rs` holds random and mutated queries to the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::query::parse;

fuzz_target!(|typed: &str| {
    let query = parse(typed);
    let reading = query.reading();
    let again = parse(&reading);
    assert_eq!(again.root, query.root);
    assert_eq!(again.reading(), reading);
    assert!(again.repairs.is_empty());
    for repair in &query.repairs {
        assert!(typed.get(repair.span.start..repair.span.end).is_some());
    }
});

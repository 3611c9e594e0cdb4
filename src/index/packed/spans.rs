//! Lists of spans by the gaps between them.

use crate::text::Span;

/// For each span the bytes from the end of the one before to its start (negative where it begins before
/// that), and its length.
pub(super) type Spans = Vec<(i64, u64)>;

pub(super) fn packed(spans: &[Span]) -> Spans {
    let mut before = 0;
    let gap = |span: &Span| {
        let gap = span.start as i64 - before;
        before = span.end as i64;
        (gap, span.len() as u64)
    };
    spans.iter().map(gap).collect()
}

pub(super) fn unpacked(spans: &Spans) -> Vec<Span> {
    let mut before = 0_i64;
    let span = |&(gap, length): &(i64, u64)| {
        // Of a damaged file the numbers may be anything.
        let start = before.saturating_add(gap).max(0);
        before = start.saturating_add_unsigned(length);
        Span::new(start as usize, before as usize)
    };
    spans.iter().map(span).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn spans_in_any_order_come_back(spans in prop::collection::vec((0..9000_usize, 0..900_usize), 0..20)) {
            let spans: Vec<Span> = spans.into_iter().map(|(start, length)| Span::new(start, start + length)).collect();
            prop_assert_eq!(unpacked(&packed(&spans)), spans);
        }
    }
}

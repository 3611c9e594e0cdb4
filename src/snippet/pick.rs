//! Which fragments to show: those that together show most of what was asked for.

use std::collections::HashSet;

use super::fragment::Fragment;
use crate::segment::LineKind;

/// The best `most` fragments, best first. Each next one is the one that adds most patterns not yet
/// shown; then the one with more patterns, with more matches, of body before headline (the
/// headline is shown anyway), and the earlier one.
pub(super) fn best(fragments: Vec<Fragment>, most: usize) -> Vec<Fragment> {
    let mut left: Vec<Option<Fragment>> = fragments.into_iter().map(Some).collect();
    let mut shown: HashSet<usize> = HashSet::new();
    let mut out = Vec::new();
    while out.len() < most {
        let value = |f: &Fragment| {
            let fresh = f.patterns.iter().filter(|p| !shown.contains(p)).count();
            (fresh, f.patterns.len(), f.kind != LineKind::Headline, f.marks.len().min(4))
        };
        let ranked =
            left.iter().enumerate().filter_map(|(i, f)| f.as_ref().map(|f| (value(f), std::cmp::Reverse(i))));
        let Some((_, std::cmp::Reverse(i))) = ranked.max() else { break };
        let Some(fragment) = left[i].take() else { break };
        shown.extend(fragment.patterns.iter().copied());
        out.push(fragment);
    }
    out
}

//! Which fragments to show: those that together show most of what was asked for.

use std::collections::HashSet;

use super::fragment::Fragment;
use crate::segment::LineKind;

/// The fragments without those of the headline, which is shown anyway; all if there are no others.
pub(super) fn beside_headline(fragments: Vec<Fragment>) -> Vec<Fragment> {
    let (headline, others): (Vec<_>, Vec<_>) =
        fragments.into_iter().partition(|f| f.kind == LineKind::Headline);
    if others.is_empty() { headline } else { others }
}

/// The best `most` fragments, best first. Each next one is the one that adds most patterns not yet
/// shown; then the one with more patterns, then with more matches, then the earlier one.
pub(super) fn best(fragments: Vec<Fragment>, most: usize) -> Vec<Fragment> {
    let mut left: Vec<Option<Fragment>> = fragments.into_iter().map(Some).collect();
    let mut shown: HashSet<usize> = HashSet::new();
    let mut out = Vec::new();
    while out.len() < most {
        let value = |f: &Fragment| {
            let fresh = f.patterns.iter().filter(|p| !shown.contains(p)).count();
            (fresh, f.patterns.len(), f.marks.len().min(4))
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

//! The labels of words: outside, or where in which kind of name.

use super::super::types::Kind;

/// A label of a word: [`OUT`], or kind and place in the name.
///
/// People, places and organisations have four labels each (first, inner, last, only word), other names
/// two (first, later), since nobody asks where those end.
pub type Label = u8;

/// In no name.
pub const OUT: Label = 0;
/// First and later words of other names: events, works, products.
pub const OTHER: [Label; 2] = [13, 14];
/// Number of labels.
pub const LABELS: usize = 15;
/// Labels padded to a power of two, as weights are stored.
pub const WIDTH: usize = 16;

/// Where in a name a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    First,
    Inner,
    Last,
    Only,
}

const KINDS: [Kind; 3] = [Kind::Person, Kind::Place, Kind::Org];

/// The kind and part of a label of a person, place or organisation.
pub(super) fn named(label: Label) -> Option<(Kind, Part)> {
    let at = usize::from(label.checked_sub(1)?);
    let part = [Part::First, Part::Inner, Part::Last, Part::Only][at % 4];
    Some((*KINDS.get(at / 4)?, part))
}

/// The label of word `at` of a name of `length` words; `None`: of another name.
pub fn label(kind: Option<Kind>, at: usize, length: usize) -> Label {
    let Some(kind) = kind else { return OTHER[usize::from(at > 0)] };
    let part = match (at, length) {
        (0, 1) => 3,
        (0, _) => 0,
        _ if at + 1 == length => 2,
        _ => 1,
    };
    KINDS.iter().position(|&k| k == kind).map_or(OUT, |k| 4 * k as Label + 1 + part)
}

/// May a stretch of words begin with the label?
pub fn opens(label: Label) -> bool {
    match named(label) {
        Some((_, part)) => matches!(part, Part::First | Part::Only),
        None => label != OTHER[1],
    }
}

/// May a stretch of words end with the label?
pub fn closes(label: Label) -> bool {
    named(label).is_none_or(|(_, part)| matches!(part, Part::Last | Part::Only))
}

/// May the word behind one labelled `before` be labelled `after`?
pub fn follows(before: Label, after: Label) -> bool {
    match (named(before), named(after)) {
        (Some((kind, Part::First | Part::Inner)), Some((next, part))) => {
            kind == next && matches!(part, Part::Inner | Part::Last)
        }
        (Some((_, Part::First | Part::Inner)), None) => false,
        (_, Some((_, part))) => matches!(part, Part::First | Part::Only),
        (None, None) if after == OTHER[1] => before != OUT,
        (Some(_), None) => after != OTHER[1],
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_names_follow_each_other_and_nothing_else() {
        let person = |at, length| label(Some(Kind::Person), at, length);
        for length in 1..5 {
            let row: Vec<Label> = (0..length).map(|at| person(at, length)).collect();
            assert!(opens(row[0]) && closes(row[length - 1]));
            assert!(row.windows(2).all(|w| follows(w[0], w[1])), "{row:?}");
        }
        assert!(!follows(person(0, 2), OUT) && !follows(OUT, person(1, 2)) && !opens(OTHER[1]));
        assert!(!follows(person(0, 2), label(Some(Kind::Place), 1, 2)));
        assert!((0..LABELS as Label).all(|l| named(l).is_none_or(|(k, p)| {
            let at = match p {
                Part::First => (0, 2),
                Part::Inner => (1, 3),
                Part::Last => (1, 2),
                Part::Only => (0, 1),
            };
            label(Some(k), at.0, at.1) == l
        })));
    }
}

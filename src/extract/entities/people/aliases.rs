//! Second names that the story itself gives: `Eva Lind, known as Puck`, `Ana Ruiz (née Soto)`.

use crate::extract::entities::regions::Piece;
use crate::extract::entities::tokens::Tokens;

/// Most words between two names of one person.
const REACH: usize = 16;

/// Do the words between two names say that both are one person's?
pub(super) fn cue(tokens: &Tokens<'_>, a: &Piece, b: &Piece) -> bool {
    if b.first <= a.end || b.first - a.end > REACH || tokens.all[a.end - 1].possessive {
        return false;
    }
    if (a.end..=b.first).any(|i| stops(tokens, i)) {
        return false;
    }
    let mut between = a.end..b.first;
    // `under her maiden name, Eva Soto`: whatever stands before.
    if ends_in_name(tokens, b.first) {
        return true;
    }
    match between.find(|&i| !filler(tokens.folded(i))) {
        Some(i) if called(tokens.folded(i)) => {
            between.all(|i| filler(tokens.folded(i)) || called(tokens.folded(i)))
        }
        // `known to most of the city as`
        Some(i) if tokens.folded(i) == "known" => tokens.folded(b.first - 1) == "as" && b.first - i > 1,
        _ => false,
    }
}

/// Does a sentence end before word `i`?
fn stops(tokens: &Tokens<'_>, i: usize) -> bool {
    let gap = tokens.text.get(tokens.all[i - 1].span.end..tokens.all[i].span.start).unwrap_or("");
    tokens.all[i].opens || gap.contains(['.', '!', '?', ';'])
}

/// `her maiden name,`, `real name` before word `i`.
fn ends_in_name(tokens: &Tokens<'_>, i: usize) -> bool {
    i >= 2
        && tokens.folded(i - 1) == "name"
        && matches!(
            tokens.folded(i - 2),
            "maiden" | "real" | "birth" | "stage" | "full" | "pen" | "religious"
        )
}

/// Says that another name follows.
fn called(folded: &str) -> bool {
    matches!(
        folded,
        "nicknamed" | "dubbed" | "alias" | "aka" | "nee" | "ne" | "born" | "formerly" | "nickname"
    )
}

/// May stand before it.
fn filler(folded: &str) -> bool {
    matches!(
        folded,
        "also"
            | "better"
            | "best"
            | "widely"
            | "commonly"
            | "simply"
            | "who"
            | "is"
            | "was"
            | "then"
            | "the"
            | "whose"
            | "by"
            | "his"
            | "her"
            | "fans"
            | "friends"
            | "a"
    )
}

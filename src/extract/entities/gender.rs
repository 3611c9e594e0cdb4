//! Gender told by pronouns: `He` or `She` at the head of the sentence after the only person of one.

use super::classes::{AND, Class, FUNCTION, HE, PLACE_PREP, SAID, SHE};
use super::regions::Piece;
use super::tokens::{Gap, Tokens};
use super::types::Gender;

/// The gender of each of `people` persons; `owner`: the person of each piece, if told.
pub(super) fn pronouns(
    tokens: &Tokens<'_>,
    pieces: &[Piece],
    owner: impl Fn(usize) -> Option<usize>,
    people: usize,
) -> Vec<Option<Gender>> {
    let mut votes = vec![(0u32, 0u32); people];
    let mut k = 0;
    for sentence in tokens.sentences.windows(2) {
        let from = k;
        while pieces.get(k).is_some_and(|p| p.first < sentence[1]) {
            k += 1;
        }
        let Some(person) = (from < k).then(|| owner(from)).flatten() else { continue };
        let other = (from..k).find(|&i| owner(i) != Some(person)).map(|i| pieces[i].first);
        if let Some(vote) = votes.get_mut(person) {
            count(tokens, &pieces[from], sentence[1], other, vote);
        }
    }
    votes.into_iter().map(decide).collect()
}

/// Counts the pronouns behind the name in its own sentence and the one that opens the next. With
/// an `other` person in the sentence only a `he` or `she` before that one counts.
fn count(tokens: &Tokens<'_>, piece: &Piece, next: usize, other: Option<usize>, vote: &mut (u32, u32)) {
    let end = other.unwrap_or(next).min(piece.end + REACH);
    // In what somebody says are others spoken of.
    let end = (piece.end..end).find(|&i| quoted(tokens, i)).unwrap_or(end);
    let own = (piece.end..end).filter(|&i| match tokens.folded(i) {
        "he" | "she" => true,
        // `Lind, standing behind him`, `Lind called her`: somebody else.
        "him" => false,
        "her" => other.is_none() && possessive(tokens, i),
        _ => other.is_none(),
    });
    let class = own.fold(Class::default(), |c, i| c.or(tokens.class(i)));
    let opens = other.is_none() && tokens.all.get(next).is_some_and(|t| t.first) && !quoted(tokens, next);
    let class = if opens { class.or(tokens.class(next)) } else { class };
    vote.0 += u32::from(class.any(HE) && !class.any(SHE));
    vote.1 += u32::from(class.any(SHE) && !class.any(HE));
}

/// Does a quotation mark stand before word `i`?
fn quoted(tokens: &Tokens<'_>, i: usize) -> bool {
    let (Some(before), Some(here)) = (i.checked_sub(1).and_then(|b| tokens.all.get(b)), tokens.all.get(i))
    else {
        return false;
    };
    let gap = || tokens.text.get(before.span.end..here.span.start).unwrap_or("");
    (here.gap == Gap::Other || here.opens) && gap().contains(['"', '“', '‘', '«'])
}

/// Does something follow that is hers?
fn possessive(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.gap_before(i + 1) == Gap::Blank
        && !tokens.class(i + 1).any(FUNCTION.or(AND).or(SAID).or(PLACE_PREP))
}

/// Words behind a name in which a pronoun is looked for.
const REACH: usize = 24;

fn decide((he, she): (u32, u32)) -> Option<Gender> {
    if he > 2 * she {
        Some(Gender::Male)
    } else if she > 2 * he {
        Some(Gender::Female)
    } else {
        None
    }
}

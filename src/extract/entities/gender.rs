//! Gender told by pronouns: `He` or `She` at the head of the sentence after the only person of one.

use super::classes::{HE, SHE};
use super::regions::Piece;
use super::tokens::Tokens;
use super::types::Gender;

/// The gender of each of `people` persons; `owners`: the person of each mention, in order.
pub(super) fn pronouns(
    tokens: &Tokens<'_>,
    owners: &[(usize, &Piece)],
    people: usize,
) -> Vec<Option<Gender>> {
    let mut votes = vec![(0u32, 0u32); people];
    let mut k = 0;
    for sentence in tokens.sentences.windows(2) {
        let from = k;
        while owners.get(k).is_some_and(|(_, p)| p.first < sentence[1]) {
            k += 1;
        }
        let here = &owners[from..k];
        let Some(&(person, piece)) = here.first() else { continue };
        if here.iter().all(|&(o, _)| o == person)
            && let Some(vote) = votes.get_mut(person)
        {
            count(tokens, piece, sentence[1], vote);
        }
    }
    votes.into_iter().map(decide).collect()
}

/// Counts the pronoun that opens the sentence behind, and those behind the name in its own one.
fn count(tokens: &Tokens<'_>, piece: &Piece, next: usize, vote: &mut (u32, u32)) {
    let class = tokens.class(next);
    let opens = tokens.all.get(next).is_some_and(|t| t.first);
    let own = (piece.end..next.min(piece.end + 24)).map(|i| tokens.class(i));
    let (he, she) = own.fold((false, false), |(he, she), c| (he || c.any(HE), she || c.any(SHE)));
    let he = opens && class.any(HE) || he && !she;
    let she = opens && class.any(SHE) || she && !he;
    vote.0 += u32::from(he && !she);
    vote.1 += u32::from(she && !he);
}

fn decide((he, she): (u32, u32)) -> Option<Gender> {
    if he > 2 * she {
        Some(Gender::Male)
    } else if she > 2 * he {
        Some(Gender::Female)
    } else {
        None
    }
}

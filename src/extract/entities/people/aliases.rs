//! Second names that the story itself gives: `Eva Lind, known as Puck`, `Ana Ruiz (née Soto)`.

use crate::extract::entities::regions::Piece;
use crate::extract::entities::tokens::Tokens;

/// Most words between two names of one person.
const REACH: usize = 8;

/// Do the words between two names say that both are one person's?
pub(super) fn cue(tokens: &Tokens<'_>, a: &Piece, b: &Piece) -> bool {
    if b.first <= a.end || b.first - a.end > REACH || tokens.all[a.end - 1].possessive {
        return false;
    }
    let mut told = false;
    for i in a.end..=b.first {
        let token = &tokens.all[i];
        let quoted = i == b.first;
        if token.opens || token.first && !quoted && stops(tokens, i) {
            return false;
        }
        if i < b.first {
            match word(tokens.folded(i)) {
                Word::Cue => told = true,
                Word::Filler => {}
                Word::Other => return false,
            }
        }
    }
    told
}

/// Does a sentence end before word `i`?
fn stops(tokens: &Tokens<'_>, i: usize) -> bool {
    let gap = tokens.text.get(tokens.all[i - 1].span.end..tokens.all[i].span.start).unwrap_or("");
    gap.contains(['.', '!', '?', ';'])
}

enum Word {
    /// Says that another name follows.
    Cue,
    /// May stand beside a cue.
    Filler,
    Other,
}

fn word(folded: &str) -> Word {
    match folded {
        "known" | "nicknamed" | "dubbed" | "alias" | "aka" | "nee" | "ne" | "born" | "formerly" | "called"
        | "real" | "nickname" | "pseudonym" | "stage" => Word::Cue,
        "also" | "better" | "best" | "widely" | "commonly" | "simply" | "who" | "is" | "was" | "as" | "to"
        | "by" | "his" | "her" | "the" | "all" | "everyone" | "friends" | "family" | "fans" | "police"
        | "locals" | "villagers" | "name" | "names" | "or" | "under" | "whose" | "he" | "she" | "then"
        | "goes" | "went" | "use" | "used" | "k" | "a" => Word::Filler,
        _ => Word::Other,
    }
}

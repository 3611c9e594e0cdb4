//! What stands around a name: titles, verbs of speech.

use super::classes::{AND, DEMONYM, FUNCTION, HONORIFIC, OF, ROLE, SAID, SPEECH, TITLE, TITLE_MOD};
use super::regions::{capital, place_at};
use super::tokens::{Gap, Shape, Tokens};
use crate::text::Span;

/// The title that stands before a name.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Title {
    /// The words as written, nationality included; none if only a trade or relation stands there.
    pub(super) span: Option<Span>,
    /// First word of the title.
    pub(super) first: usize,
    /// `Mr`, `Dr`: a person follows, always.
    pub(super) honorific: bool,
    /// `President`.
    pub(super) title: bool,
    /// `striker`, `widow`.
    pub(super) role: bool,
}

/// Most words a title may have.
const LONGEST_TITLE: usize = 8;

/// Reads the title that ends before word `first`.
pub(super) fn title_before(tokens: &Tokens<'_>, first: usize) -> Title {
    let mut found = Title { first, ..Title::default() };
    let mut at = first;
    while at > 0 && first - at < LONGEST_TITLE && follows(tokens, at) {
        let class = tokens.class(at - 1);
        let mark = class.any(TITLE.or(HONORIFIC).or(ROLE));
        if at == first && !mark && !of_state(tokens, at - 1) {
            break;
        }
        if class.any(HONORIFIC) && (capital(tokens, at - 1)) {
            found.honorific = true;
        } else if class.any(TITLE) {
            found.title = true;
        } else if class.any(ROLE) && at == first {
            found.role = true;
        } else if !(class.any(TITLE_MOD.or(DEMONYM))
            || of_state(tokens, at - 1)
            || is_of(tokens, at - 1)
            || named_country(tokens, at - 1))
        {
            break;
        }
        at -= 1;
    }
    while at < first && plain_opening(tokens, at) {
        at += 1;
    }
    if found.honorific || found.title {
        found.first = at;
        let span = tokens.span(at, first);
        let pointed = tokens.text.get(span.end..).is_some_and(|rest| rest.starts_with('.'));
        found.span = Some(Span::new(span.start, span.end + usize::from(pointed)));
    }
    found
}

/// A word that opens no title: `the`, `but`; yet `US` and `former` do.
fn plain_opening(tokens: &Tokens<'_>, i: usize) -> bool {
    let token = &tokens.all[i];
    token.class.any(FUNCTION.or(AND).or(OF)) && !token.class.any(TITLE_MOD) && token.shape != Shape::Upper
}

/// Does word `i` follow the one before it in the same phrase?
fn follows(tokens: &Tokens<'_>, i: usize) -> bool {
    let Some(token) = tokens.all.get(i) else { return false };
    let abbreviated = token.gap == Gap::Point && !token.opens;
    matches!(token.gap, Gap::Blank | Gap::Hyphen) && !token.opens && !tokens.all[i - 1].possessive
        || abbreviated
}

/// `of` in `Secretary of State`.
fn is_of(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.class(i).any(OF) && i > 0 && tokens.class(i - 1).any(TITLE)
}

/// `State` in `Secretary of State`.
pub(super) fn of_state(tokens: &Tokens<'_>, i: usize) -> bool {
    i >= 2 && capital(tokens, i) && tokens.class(i).any(TITLE_MOD) && is_of(tokens, i - 1)
}

/// `US`, `France` in `US President`.
fn named_country(tokens: &Tokens<'_>, i: usize) -> bool {
    use super::gazetteer::PlaceKind;
    capital(tokens, i)
        && place_at(tokens, i)
            .and_then(|(n, p)| p.best().filter(|_| n == 1))
            .is_some_and(|(r, _)| r.kind == PlaceKind::Country)
}

/// A verb of a person's doing right behind: `Okoro said`, `Okoro also said`.
pub(super) fn speech_after(tokens: &Tokens<'_>, end: usize) -> f32 {
    let Some(next) = tokens.all.get(end) else { return 0.0 };
    if next.shape != Shape::Lower
        || !matches!(next.gap, Gap::Blank | Gap::Comma)
        || tokens.all[end - 1].possessive
    {
        return 0.0;
    }
    if next.class.any(SAID) {
        1.6
    } else if next.class.any(SPEECH) {
        if next.gap == Gap::Comma && !matches!(tokens.folded(end), "who" | "whose") { 0.0 } else { 1.0 }
    } else {
        0.0
    }
}

/// `said Okoro`, `according to Okoro`.
pub(super) fn said_before(tokens: &Tokens<'_>, first: usize) -> bool {
    let before = |n: usize| first.checked_sub(n).map_or("", |i| tokens.folded(i));
    follows(tokens, first)
        && first > 0
        && ((tokens.class(first - 1).any(SAID) && !capital(tokens, first - 1) && before(1) != "according")
            || (before(1) == "to" && before(2) == "according"))
}

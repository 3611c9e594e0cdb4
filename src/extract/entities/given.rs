//! Grouping and resolving alone: the mentions come from the caller, by hand or from another tagger.

use std::collections::HashMap;

use super::super::{Dateline, Page};
use super::classes::Fast;
use super::regions::Piece;
use super::tokens::Tokens;
use super::types::{Entities, Mention};
use super::{grouped, parted};
use crate::text::Span;

/// Groups and resolves names that were found elsewhere, as [`entities`](super::entities) does with its own.
///
/// Mentions may come in any order. Each is widened to the whole words that it touches; one that touches
/// none, lies outside the searched lines or overlaps an earlier one is left out. The spans in the
/// result are those given. `dateline` only tells where the story was written; its place is a mention
/// where the caller says so.
pub fn from_mentions(page: Page<'_>, dateline: Option<&Dateline>, mentions: &[Mention]) -> Entities {
    let tokens = Tokens::read(page);
    let mut written: HashMap<(usize, usize), Span, Fast> = HashMap::default();
    let mut pieces = Vec::with_capacity(mentions.len());
    for m in mentions {
        let Some(piece) = piece(&tokens, m) else { continue };
        let span = tokens.span(piece.first, piece.end);
        written.insert((span.start, span.end), m.span);
        pieces.push(piece);
    }
    let mut found = grouped(&tokens, dateline, &parted(pieces), Vec::new());
    let people = found.people.iter_mut().flat_map(|p| &mut p.mentions);
    let places = found.places.iter_mut().flat_map(|p| &mut p.mentions);
    let orgs = found.orgs.iter_mut().flat_map(|o| &mut o.mentions);
    for span in people.chain(places).chain(orgs) {
        *span = written.get(&(span.start, span.end)).copied().unwrap_or(*span);
    }
    found
}

fn piece(tokens: &Tokens<'_>, mention: &Mention) -> Option<Piece> {
    let first = tokens.all.partition_point(|t| t.span.end <= mention.span.start);
    let end = tokens.all.partition_point(|t| t.span.start < mention.span.end);
    (first < end).then_some(Piece { first, end, kind: mention.kind, places: None })
}

#[cfg(test)]
mod tests {
    use super::super::types::Kind;
    use super::*;
    use crate::segment::whole;

    #[test]
    fn given_mentions_are_grouped_and_resolved_under_their_own_spans() {
        let text = "Mr. Tomas Lind flew to Oslo's port. Lind left Oslo.";
        let anatomy = whole(text);
        let mention = |word: &str, kind| {
            let start = text.find(word).unwrap();
            Mention { span: Span::new(start, start + word.len()), kind }
        };
        let last = text.rfind("Lind").unwrap();
        let given = [
            mention("Oslo's", Kind::Place),
            Mention { span: Span::new(last, last + 4), kind: Kind::Person },
            mention("Tomas Lind", Kind::Person),
        ];
        let found = from_mentions(Page { text, anatomy: &anatomy }, None, &given);
        assert_eq!(found.people.len(), 1);
        assert_eq!(found.people[0].name, "Tomas Lind");
        assert_eq!(found.people[0].mentions, [given[2].span, given[1].span]);
        assert_eq!(found.places[0].mentions, [given[0].span]);
        assert_eq!(found.places[0].country.as_deref(), Some("NO"));
    }

    #[test]
    fn a_mention_of_no_word_is_left_out() {
        let text = "Rain -- and wind.";
        let anatomy = whole(text);
        let given = [
            Mention { span: Span::new(5, 7), kind: Kind::Place },
            Mention { span: Span::new(400, 410), kind: Kind::Person },
        ];
        assert_eq!(from_mentions(Page { text, anatomy: &anatomy }, None, &given), Entities::default());
    }
}

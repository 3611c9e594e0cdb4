//! Whose verb it is: the subject of a cue verb, and of a sentence.

use super::cues::Cue;
use super::phrases::{Phrase, Who, cue_at, phrase};
use super::tokens::Token;

/// The subject of the cue at `verb`, looked for in `tokens[from..verb]`. The flag says whether
/// it stands right before the verb (adverbs, auxiliaries, appositions and asides between allowed).
pub(super) fn subject(
    tokens: &[Token],
    from: usize,
    verb: usize,
    participle: bool,
) -> Option<(Phrase, bool)> {
    if participle {
        return participle_subject(tokens, from, verb);
    }
    let end = before_aside(tokens, from, verb);
    let clause = clause_start(tokens, from, end);
    for start in clause..end {
        let governed = start > clause && tokens[start - 1].class().is_preposition();
        let found = phrase(tokens, start).filter(|p| {
            let solid = p.who != Who::Role || start == clause || start_is_solid(tokens, start);
            solid && !governed && reaches(tokens, p.end, end)
        });
        if let Some(found) = found {
            return Some((named_before(tokens, from, start).unwrap_or(found), true));
        }
    }
    let start = past_intro(tokens, from, end);
    let found = phrase(tokens, start)
        .filter(|p| p.end <= end && (p.who != Who::Role || start_is_solid(tokens, start)))?;
    let tight = tokens.get(found.end).is_some_and(|t| t.is(",") || t.is("(") || t.is("who") || t.is("—"))
        || tokens.get(end.wrapping_sub(1)).is_some_and(|t| t.is("and") || t.class().is_aside())
        || modified(tokens, found.end, end);
    Some((found, tight))
}

/// `…, X said, adding`, `footage of X saying`, `with X yelling`; else the subject of the sentence.
fn participle_subject(tokens: &[Token], from: usize, verb: usize) -> Option<(Phrase, bool)> {
    for start in (from + 1..verb).rev().take(6) {
        let led = tokens[start - 1].is("of") || tokens[start - 1].is("with");
        let found =
            phrase(tokens, start).filter(|p| led && p.who == Who::Name && reaches(tokens, p.end, verb));
        if let Some(found) = found {
            return Some((found, true));
        }
    }
    let said = (from + 1..verb).rev().find(|&at| {
        let closed = tokens.get(at + 1).is_some_and(|t| t.is(","));
        closed && cue_at(tokens, at).is_some_and(|f| f.cue == Cue::Speech && f.finite())
    });
    let parted = |p: &(Phrase, bool)| {
        let start = tokens.partition_point(|t| t.span.start < p.0.span.start);
        p.1 && start > from && tokens[start - 1].is(",")
    };
    if let Some(found) = said.and_then(|at| subject(tokens, from, at, false)).filter(parted) {
        return Some(found);
    }
    let start = past_intro(tokens, from, verb);
    let found = phrase(tokens, start)
        .filter(|p| p.end <= verb && (p.who != Who::Role || start_is_solid(tokens, start)))?;
    Some((found, false))
}

/// Where the subject ends if an aside parts it from its verb: `X (R-Ohio) said`, `X — the mayor — said`,
/// `X, the mayor, said`.
fn before_aside(tokens: &[Token], from: usize, verb: usize) -> usize {
    let mut at = verb;
    while at > from && !tokens[at - 1].punct && tokens[at - 1].class().is_aside() {
        at -= 1;
    }
    let bracket = at - usize::from(at > from + 1 && tokens[at - 1].is(",") && tokens[at - 2].is(")"));
    let Some(close) = bracket.checked_sub(1).filter(|&c| c > from) else { return verb };
    let opens = |mark: &str| tokens[from..close].iter().rposition(|t| t.is(mark)).map(|i| from + i);
    let explains = |at: usize| {
        let first = tokens.get(at + 1);
        first.is_some_and(|t| {
            t.class().is_determiner() || t.class().is_role() || matches!(t.low.as_ref(), "who" | "which")
        })
    };
    let open = match tokens[close].low.as_ref() {
        ")" => opens("("),
        "—" => opens("—"),
        "," => opens(",").filter(|&at| explains(at)),
        _ => None,
    };
    open.filter(|&at| at > from).unwrap_or(verb)
}

/// `Doe, the head of the office said`, `Doe, head and founder of it said`: the name before the role that
/// begins at `start`.
fn named_before(tokens: &[Token], from: usize, start: usize) -> Option<Phrase> {
    let comma = match tokens.get(start.checked_sub(1)?)?.low.as_ref() {
        "," => start - 1,
        "and" => tokens[from..start].iter().rposition(|t| t.is(",")).map(|i| from + i)?,
        _ => return None,
    };
    let role = tokens
        .get(comma + 1)
        .is_some_and(|t| !t.capital && (t.class().is_determiner() || t.class().is_role()));
    let clause = clause_start(tokens, from, comma);
    phrase(tokens, clause).filter(|p| role && p.who == Who::Name && p.end == comma)
}

/// `protesters marching through the streets chanted`: nothing but words that go with the noun.
fn modified(tokens: &[Token], from: usize, to: usize) -> bool {
    let between = tokens.get(from..to).unwrap_or(&[]);
    let goes_with = |t: &Token| t.low.ends_with("ing") || t.class().is_preposition();
    between.first().is_some_and(goes_with) && between.len() < 9 && !between.iter().any(|t| t.punct)
}

fn start_is_solid(tokens: &[Token], start: usize) -> bool {
    tokens.get(start).is_some_and(|t| t.class().is_determiner() || t.class().is_role() || t.capital)
}

/// Nothing but adverbs and auxiliaries between the phrase's end and the verb.
fn reaches(tokens: &[Token], end: usize, verb: usize) -> bool {
    end <= verb && tokens[end..verb].iter().all(|t| !t.punct && t.class().is_aside())
}

fn clause_start(tokens: &[Token], from: usize, verb: usize) -> usize {
    let breaks = |t: &Token| {
        t.is(",")
            || t.is(";")
            || t.is(":")
            || t.is("—")
            || t.is("(")
            || t.is(")")
            || matches!(
                t.low.as_ref(),
                "that"
                    | "and"
                    | "but"
                    | "because"
                    | "when"
                    | "while"
                    | "as"
                    | "if"
                    | "although"
                    | "though"
                    | "what"
            )
    };
    tokens[from..verb].iter().rposition(breaks).map_or(from, |i| from + i + 1)
}

/// Behind `In an interview on Monday,` `But` `However,`: where the subject of the sentence begins.
pub(super) fn past_intro(tokens: &[Token], from: usize, to: usize) -> usize {
    let mut at = from;
    while let Some(token) = tokens.get(at).filter(|_| at < to) {
        let opener = token.class().is_preposition()
            || token.class().is_aside()
            || matches!(
                token.low.as_ref(),
                "when"
                    | "while"
                    | "as"
                    | "after"
                    | "before"
                    | "asked"
                    | "if"
                    | "since"
                    | "because"
                    | "although"
                    | "though"
                    | "despite"
                    | "during"
            );
        if let Some(comma) = time_away(&tokens[at..to]) {
            at += comma + 1;
        } else if token.punct || matches!(token.low.as_ref(), "and" | "but" | "so" | "yet" | "then" | "that")
        {
            at += 1;
        } else if opener || (token.low.ends_with("ing") && !token.capital) || is_gerund(token, at == from) {
            match tokens[at..to].iter().position(|t| t.is(",")) {
                Some(comma) => at += comma + 1,
                None => at += 1,
            }
        } else {
            break;
        }
    }
    at
}

/// `Hours later,`, `Two days ago,`, the `2015,` of a date: where the comma behind it stands.
fn time_away(tokens: &[Token]) -> Option<usize> {
    let comma = tokens.iter().take(5).position(|t| t.is(","))?;
    let last = tokens.get(comma.checked_sub(1)?)?;
    let year = comma == 1 && last.low.bytes().all(|b| b.is_ascii_digit());
    (year || matches!(last.low.as_ref(), "later" | "earlier" | "ago" | "afterward" | "afterwards"))
        .then_some(comma)
}

fn is_gerund(token: &Token, first: bool) -> bool {
    first && token.low.len() > 5 && token.low.ends_with("ing")
}

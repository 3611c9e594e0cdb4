//! The shapes of attribution next to a quote: which words name the speaker, and by which rule.

use super::cues::Cue;
use super::phrases::{Phrase, Who, cue_at, phrase, phrase_behind_verb};
use super::rules::Rule;
use super::subjects::{past_intro, subject};
use super::tokens::{Token, first_sentence, last_sentence};
use super::words::is_writing;
use crate::text::Span;

/// A speaker's words, found beside a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clause {
    /// The rule that fired.
    pub rule: Rule,
    /// The speaker's words.
    pub phrase: Phrase,
    /// The verb of speech.
    pub cue: Option<Span>,
    /// The speaker's words stand right beside the verb; else somebody who is known must be meant.
    pub tight: bool,
}

/// Tokens looked at on one side.
const REACH: usize = 45;

/// `," X said` · `," said X` · `," according to X`: the attribution that opens the words behind a quote.
pub(super) fn behind(tokens: &[Token]) -> Option<Clause> {
    let end = first_sentence(tokens).min(REACH);
    let tokens = &tokens[..end];
    let mut start = tokens.iter().take(3).take_while(|t| t.is(",") || t.is("—") || t.is("-")).count();
    while tokens.get(start).is_some_and(|t| {
        (t.class().is_aside() && cue_at(tokens, start).is_none()) || t.is("as") || t.is("and")
    }) && start < 5
    {
        start += 1;
    }
    if let Some(found) = according(tokens, start) {
        return Some(found);
    }
    let form =
        cue_at(tokens, start).filter(|f| f.cue == Cue::Speech && !f.participle && !tokens[start].capital);
    if form.is_some() {
        let found =
            phrase_behind_verb(tokens, start + 1).or_else(|| phrase_behind_verb(tokens, start + 2))?;
        return Some(Clause {
            rule: Rule::VerbSubject,
            phrase: found,
            cue: Some(tokens[start].span),
            tight: true,
        });
    }
    let found = phrase(tokens, start)?;
    let verb = verb_of(tokens, &found)?;
    Some(Clause { rule: Rule::SubjectVerb, phrase: found, cue: Some(tokens[verb].span), tight: true })
}

/// The speech verb that a phrase is the subject of: right behind it, or behind an apposition.
pub(super) fn verb_of(tokens: &[Token], found: &Phrase) -> Option<usize> {
    let parted = tokens.get(found.end).is_some_and(|t| t.is(",") || t.is("(") || t.is("who") || t.is("—"))
        || tokens.get(found.end.wrapping_sub(1)).is_some_and(|t| t.is(","));
    let mut plain = true;
    for at in found.end..tokens.len() {
        let token = &tokens[at];
        let verb =
            cue_at(tokens, at).filter(|f| f.cue == Cue::Speech && !(f.base && at > found.end && !plain));
        if let Some(form) = verb {
            let before = tokens.get(at.wrapping_sub(1));
            let closes = before
                .is_some_and(|t| t.is(",") || t.is(")") || t.is("—") || t.is("and") || t.class().is_aside());
            if plain || (parted && closes && !form.participle) {
                return Some(at);
            }
            let who = tokens.get(found.end).is_some_and(|t| t.is("who"));
            let open = form.finite() && opens_apposition(tokens, found.end, at);
            if (parted && (who || open)) || (!parted && attached(tokens, found.end, at)) {
                return Some(at);
            }
        }
        plain &= !token.punct && token.class().is_aside();
        if !plain && !parted && !attached(tokens, found.end, at) {
            return None;
        }
    }
    None
}

/// `X, the founder of the site said`: an apposition that no comma closes.
fn opens_apposition(tokens: &[Token], from: usize, verb: usize) -> bool {
    let inside = tokens.get(from + 1..verb).unwrap_or(&[]);
    let first = inside.first();
    first.is_some_and(|t| t.class().is_determiner() || t.class().is_role() || t.is("who"))
        && tokens[from].is(",")
        && !inside.iter().any(|t| t.punct)
}

/// `X laughed and said`, `X of the Sierra Club said`.
fn attached(tokens: &[Token], from: usize, at: usize) -> bool {
    let few = at < from + 9 && !tokens[from..=at.min(tokens.len() - 1)].iter().any(|t| t.punct);
    few && (tokens[from..].iter().take(5).any(|t| t.is("and"))
        || matches!(tokens[from].low.as_ref(), "of" | "from" | "at" | "with"))
}

fn according(tokens: &[Token], at: usize) -> Option<Clause> {
    let cue = tokens.get(at).filter(|t| t.is("according"))?.span;
    tokens.get(at + 1).filter(|t| t.is("to"))?;
    let found = phrase(tokens, at + 2).filter(|p| p.who != Who::Other)?;
    Some(Clause { rule: Rule::According, phrase: found, cue: Some(cue), tight: true })
}

/// `…, according to X` behind a plain attribution: whom the reporter has it from.
pub(super) fn relay(tokens: &[Token]) -> Option<Span> {
    let tokens = &tokens[..first_sentence(tokens).min(REACH)];
    let at = tokens.iter().position(|t| t.is("according"))?;
    tokens.get(at + 1).filter(|t| t.is("to"))?;
    let words: Vec<&Token> = tokens[at + 2..].iter().take_while(|t| !t.punct).take(12).collect();
    let mut first = words.first()?.span;
    if matches!(words.first()?.low.as_ref(), "the" | "a" | "an") {
        first = words.get(1)?.span;
    }
    Some(Span::new(first.start, words.last()?.span.end))
}

/// `X said: "…"` · `X said that "…"` · `X: "…"`: the attribution in the sentence before a quote.
/// `led` says that a colon or comma stands right before the quote.
pub(super) fn ahead(tokens: &[Token], led: bool) -> Option<Clause> {
    let from = last_sentence(tokens).max(tokens.len().saturating_sub(REACH));
    let tokens = &tokens[from..];
    if led
        && cue_at(tokens, 0).is_none()
        && let Some(found) = name_colon(tokens)
    {
        return Some(found);
    }
    let plain = if led { Rule::LeadIn } else { Rule::Indirect };
    for at in (0..tokens.len()).rev() {
        if let Some(found) = according(tokens, at) {
            return Some(found);
        }
        let Some(form) = cue_at(tokens, at).filter(|f| f.cue != Cue::Naming) else { continue };
        let cue = Some(tokens[at].span);
        // `Added Doe, "…"`, `But, said Doe, "…"`
        // and `What we need, said Doe, is "…"`.
        let opens = at == 0 && tokens[at].capital || at > 0 && tokens[at - 1].is(",") && form.finite();
        let inverted = opens && form.cue == Cue::Speech;
        let speaks = |p: &Phrase| p.who == Who::Name || p.who == Who::Role && at > 0;
        let closes = |p: &Phrase| at == 0 || tokens.get(p.end).is_some_and(|t| t.is(","));
        if inverted && let Some(found) = phrase(tokens, at + 1).filter(|p| speaks(p) && closes(p)) {
            return Some(Clause { rule: plain, phrase: found, cue, tight: true });
        }
        let weak = form.cue == Cue::Judgement && led;
        if let Some((found, tight)) =
            subject(tokens, 0, at, form.participle).filter(|s| s.1 || form.participle || !weak)
        {
            let rule = if tight || form.participle { plain } else { Rule::Indirect };
            return Some(Clause { rule, phrase: found, cue, tight });
        }
    }
    None
}

fn name_colon(tokens: &[Token]) -> Option<Clause> {
    let (last, before) = tokens.split_last()?;
    last.is(":").then_some(())?;
    // `Rep. Jane Doe (R-Ohio):`
    let bracket = before.last().filter(|t| t.is(")")).and_then(|_| before.iter().rposition(|t| t.is("(")));
    let before = &before[..bracket.unwrap_or(before.len())];
    // `Pollsters agree - Jane Doe:`, `More from Doe:`
    let opens = |t: &Token| t.is("-") || t.is("—") || t.is("from");
    let later = before.iter().rposition(opens).map(|i| i + 1);
    let found = [Some(0), later].into_iter().flatten().find_map(|start| {
        phrase(before, start).filter(|p| p.end == before.len() && (p.who == Who::Name || wrote(before)))
    })?;
    Some(Clause { rule: Rule::NameColon, phrase: found, cue: None, tight: true })
}

/// `Doe's letter:`
fn wrote(tokens: &[Token]) -> bool {
    tokens.last().is_some_and(|t| is_writing(&t.low)) && tokens.iter().any(|t| t.capital && t.possessive())
}

/// Whether the clause is all there is of its sentence, or goes on with `as`: `"…!" X said.`
pub(super) fn is_whole(tokens: &[Token], clause: &Clause) -> bool {
    let behind = clause.cue.map_or(0, |cue| tokens.partition_point(|t| t.span.start < cue.end));
    let next = tokens.get(behind);
    clause.rule == Rule::VerbSubject
        || next.is_none_or(|t| t.ends_sentence() || t.is("as") || t.class().is_time())
}

/// `… "words" …, X said.`: a clause that closes the sentence a quote stands in.
pub(super) fn closing(tokens: &[Token]) -> Option<Clause> {
    let tokens = &tokens[..first_sentence(tokens).min(REACH)];
    for at in 0..tokens.len() {
        let comma = at == 0 || tokens[at - 1].is(",");
        if !comma {
            continue;
        }
        let found = according(tokens, at).or_else(|| {
            let found = phrase(tokens, at)?;
            let verb = verb_of(tokens, &found)?;
            Some(Clause { rule: Rule::ClosingCue, phrase: found, cue: Some(tokens[verb].span), tight: true })
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// `" — X`: a name behind a dash closes the paragraph.
pub(super) fn signed(tokens: &[Token]) -> Option<Clause> {
    tokens.first().filter(|t| t.is("—") || t.is("-"))?;
    let start = tokens.iter().take(3).take_while(|t| t.punct).count();
    let found = phrase(tokens, start).filter(|p| p.who == Who::Name)?;
    let ends = tokens.get(found.end).is_none_or(|t| t.punct);
    ends.then_some(Clause { rule: Rule::Signed, phrase: found, cue: None, tight: true })
}

/// The subject of the last sentence of `tokens`, whatever its verb.
pub(super) fn sentence_subject(tokens: &[Token]) -> Option<Clause> {
    let from = last_sentence(tokens).max(tokens.len().saturating_sub(2 * REACH));
    let start = past_intro(tokens, from, tokens.len());
    let found = phrase(tokens, start).filter(|p| matches!(p.who, Who::Name | Who::Pronoun(_)))?;
    Some(Clause { rule: Rule::SentenceSubject, phrase: found, cue: None, tight: false })
}

/// `"DOE: We will go.`: a line of a transcript, quoted with its speaker in capitals.
pub(super) fn transcript(tokens: &[Token]) -> Option<Clause> {
    let colon = tokens.iter().take(5).position(|t| t.is(":")).filter(|&c| c > 0)?;
    let found = phrase(tokens, 0).filter(|p| p.who == Who::Name && p.end == colon)?;
    let shouted = tokens[..colon].iter().all(|t| t.capitals);
    shouted.then_some(Clause { rule: Rule::NameColon, phrase: found, cue: None, tight: true })
}

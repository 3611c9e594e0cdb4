//! Noun phrases that can speak: `Russian President Vladimir Putin`, `he`, `a spokesman for the
//! ministry`; and the search for the subject of a cue verb.

use super::cues::{Cue, Form, cue};
use super::tokens::Token;
use super::words::{
    is_aside, is_determiner, is_particle, is_preposition, is_role, is_stop, is_time, is_title, pronoun,
};
use crate::extract::Gender;
use crate::text::Span;

/// What kind of words name the speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// A capitalised name.
    Name,
    /// `the minister`, `a spokesman for X`, `officials`.
    Role,
    /// `he`, `she`.
    Pronoun(Gender),
    /// `they`, `it`, `I`: nobody that can be resolved here.
    Other,
}

/// A noun phrase that may be a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// All its words.
    pub span: Span,
    /// The name inside, titles left out.
    pub name: Option<Span>,
    /// What it is.
    pub who: Who,
    /// Index of the token behind it.
    pub end: usize,
}

/// Words of the longest phrase looked at.
const LONGEST: usize = 16;

/// Reads a noun phrase that begins at token `from`.
pub(super) fn phrase(tokens: &[Token], from: usize) -> Option<Phrase> {
    let first = tokens.get(from).filter(|t| !t.punct)?;
    if let Some(who) = pronoun(&first.low) {
        return Some(Phrase { span: first.span, name: None, who, end: from + 1 });
    }
    let found = Scan::run(tokens, from, false).phrase(tokens)?;
    Some(with_apposition(tokens, found))
}

/// Reads a noun phrase behind its verb: `said Doe ally Jane Roe`, where no verb can follow the name.
pub(super) fn phrase_behind_verb(tokens: &[Token], from: usize) -> Option<Phrase> {
    let first = tokens.get(from).filter(|t| !t.punct)?;
    if pronoun(&first.low).is_some() {
        return phrase(tokens, from);
    }
    let found = Scan::run(tokens, from, true).phrase(tokens)?;
    Some(with_apposition(tokens, found))
}

/// What was seen from the phrase's first word to its last.
struct Scan {
    from: usize,
    end: usize,
    determiner: bool,
    /// The capitalised run that may be the name.
    run: Option<(usize, usize)>,
    /// Lower-case nouns in the phrase before the run.
    plain: usize,
    /// A preposition was met: what comes later is not the name.
    behind_preposition: bool,
    /// The verb was before: lower-case words between names are nouns.
    behind_verb: bool,
}

impl Scan {
    fn run(tokens: &[Token], from: usize, behind_verb: bool) -> Scan {
        let determiner = is_determiner(&tokens[from].low);
        let end = from + usize::from(determiner);
        let mut scan =
            Scan { from, end, determiner, run: None, plain: 0, behind_preposition: false, behind_verb };
        while scan.end < tokens.len().min(from + LONGEST) && scan.take(tokens) {}
        scan
    }

    /// Takes one more token into the phrase; false when the phrase ends before it.
    fn take(&mut self, tokens: &[Token]) -> bool {
        let token = &tokens[self.end];
        if token.punct || is_time(&token.low) {
            return false;
        }
        if token.capital && !(self.end == self.from && is_stop(&token.low)) {
            self.take_capital(tokens);
        } else if self.run_is_open() && particle_at(tokens, self.end) {
            self.extend_run();
        } else if is_preposition(&token.low) {
            return self.take_preposition(tokens);
        } else {
            return self.take_plain(tokens);
        }
        self.end += 1;
        true
    }

    fn take_capital(&mut self, tokens: &[Token]) {
        let token = &tokens[self.end];
        if self.behind_preposition {
            // `former secretary of state Jane Doe`: the name follows a plain noun.
            let before = self.end.checked_sub(1).map_or("", |i| tokens[i].low.as_ref());
            let plain = self.end > 0
                && !tokens[self.end - 1].capital
                && !is_preposition(before)
                && !is_determiner(before);
            if !plain || !capital_at(tokens, self.end + 1) {
                return;
            }
            self.behind_preposition = false;
            self.run = None;
        }
        if token.possessive() {
            self.run = None;
            self.plain += 1;
        } else if self.run_is_open() {
            self.extend_run();
        } else {
            self.run = Some((self.end, self.end + 1));
        }
    }

    fn run_is_open(&self) -> bool {
        self.run.is_some_and(|(_, end)| end == self.end)
    }

    fn extend_run(&mut self) {
        if let Some(run) = &mut self.run {
            run.1 = self.end + 1;
        }
    }

    fn take_preposition(&mut self, tokens: &[Token]) -> bool {
        let named = self.run_is_open() && self.plain == 0 && !self.determiner && !self.title_run(tokens);
        if named || self.end == self.from || (self.plain == 0 && self.run.is_none()) {
            return false;
        }
        if !tokens.get(self.end + 1).is_some_and(|t| !t.punct && !is_time(&t.low)) {
            return false;
        }
        self.behind_preposition = true;
        self.end += 1;
        true
    }

    fn take_plain(&mut self, tokens: &[Token]) -> bool {
        let token = &tokens[self.end];
        let next = tokens.get(self.end + 1).map_or("", |t| t.low.as_ref());
        if is_stop(&token.low) || is_aside(&token.low) {
            return false;
        }
        let form = cue(&token.low, next);
        if form.is_some_and(|f| {
            f.cue == Cue::Speech && !(f.base && (self.determiner || self.leads_to_role(tokens)))
        }) {
            return false;
        }
        let bare_run = self.run_is_open() && !self.determiner;
        let bare_start = self.end == self.from;
        if (bare_run || bare_start) && !is_role(&token.low) && !self.behind_preposition {
            // `Trump laughed`: a verb; but `White House press secretary`, `9/11 widow Jane Doe`.
            let leads_on = self.leads_to_role(tokens)
                || ((bare_start || self.behind_verb) && self.leads_to_name(tokens));
            if !leads_on {
                return false;
            }
        }
        if !self.behind_preposition {
            self.run = None;
            self.plain += 1;
        }
        self.end += 1;
        true
    }

    fn leads_to_role(&self, tokens: &[Token]) -> bool {
        let near = tokens[self.end..].iter().enumerate().take(if self.end == self.from { 5 } else { 3 });
        near.take_while(|(_, t)| !t.punct && !is_stop(&t.low) && !is_aside(&t.low))
            .take_while(|(i, _)| cue_at(tokens, self.end + i).is_none_or(|f| f.cue != Cue::Speech || f.base))
            .any(|(_, t)| is_role(&t.low) && !t.possessive())
    }

    fn leads_to_name(&self, tokens: &[Token]) -> bool {
        let near = tokens[self.end..].iter().take(4);
        near.take_while(|t| !t.punct && !is_stop(&t.low) && !is_aside(&t.low))
            .any(|t| t.capital && !is_time(&t.low))
    }

    fn title_run(&self, tokens: &[Token]) -> bool {
        self.run.is_some_and(|(s, e)| tokens[s..e].iter().all(|t| is_title(&t.low) || is_role(&t.low)))
    }

    fn phrase(&self, tokens: &[Token]) -> Option<Phrase> {
        if self.end <= self.from + usize::from(self.determiner) {
            return None;
        }
        let end = self.end;
        let span = Span::new(tokens[self.from].span.start, tokens[end - 1].span.end);
        let name = self.name(tokens);
        let who = if name.is_some() { Who::Name } else { Who::Role };
        Some(Phrase { span, name, who, end })
    }

    fn name(&self, tokens: &[Token]) -> Option<Span> {
        let (start, end) = self.run?;
        let closes = if self.behind_preposition { true } else { end == self.end };
        let cut =
            tokens[start..end - 1].iter().rposition(|t| is_title(&t.low)).map_or(start, |i| start + i + 1);
        let bare = self.determiner && self.plain == 0 && cut == start;
        if !closes || cut >= end || bare || (self.behind_preposition && self.plain > 0) {
            return None;
        }
        Some(Span::new(tokens[cut].span.start, tokens[end - 1].span.end))
    }
}

/// A small word inside a name: a capitalised one follows, behind one more at most.
pub(super) fn particle_at(tokens: &[Token], at: usize) -> bool {
    let particle = |i: usize| tokens.get(i).is_some_and(|t| is_particle(&t.low));
    particle(at) && (capital_at(tokens, at + 1) || particle(at + 1) && capital_at(tokens, at + 2))
}

fn capital_at(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.capital)
}

/// `The company's chairman, John Smith, …`: the name in apposition says who the role is.
fn with_apposition(tokens: &[Token], found: Phrase) -> Phrase {
    let comma = tokens.get(found.end).is_some_and(|t| t.is(","));
    if found.who != Who::Role || !comma || !capital_at(tokens, found.end + 1) {
        return found;
    }
    let scan = Scan::run(tokens, found.end + 1, false);
    let closed = tokens.get(scan.end).is_none_or(|t| t.punct);
    match scan.phrase(tokens) {
        Some(named) if closed && named.who == Who::Name && two_words(tokens, found.end + 1, scan.end) => {
            let span = Span::new(found.span.start, named.span.end);
            let past = scan.end + usize::from(tokens.get(scan.end).is_some_and(|t| t.is(",")));
            Phrase { span, end: past, ..named }
        }
        _ => found,
    }
}

fn two_words(tokens: &[Token], from: usize, to: usize) -> bool {
    tokens[from..to].iter().filter(|t| t.capital).count() >= 2
}

/// The cue at token `at`, if the word there can be one in this place.
pub(super) fn cue_at(tokens: &[Token], at: usize) -> Option<Form> {
    let token = tokens.get(at).filter(|t| !t.punct && !t.possessive())?;
    let next = tokens.get(at + 1).map_or("", |t| t.low.as_ref());
    let form = cue(&token.low, next)?;
    let before = at.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.low.as_ref());
    // A noun: `the report`, `his answer`, `of use`; passive: `was told`.
    let owned = before.ends_with("'s") && !form.participle;
    let noun = owned || is_determiner(before) || is_preposition(before) && !form.participle;
    let passive = matches!(before, "was" | "were" | "been" | "be" | "being" | "is" | "are")
        && !form.participle
        && !matches!(token.low.as_ref(), "quoted");
    (!noun && !passive).then_some(form)
}

/// The subject of the cue at `cue_at`, looked for in `tokens[from..cue_at]`. The flag says whether
/// it stands right before the verb (adverbs, auxiliaries, appositions and asides between allowed).
pub(super) fn subject(
    tokens: &[Token],
    from: usize,
    cue_at: usize,
    participle: bool,
) -> Option<(Phrase, bool)> {
    let clause = clause_start(tokens, from, cue_at);
    // `footage of Doe saying`: the one participle whose subject stands right before it.
    let of_whom = |start: usize| start > from && tokens[start - 1].is("of");
    if !participle || tokens[clause..cue_at].iter().any(|t| t.is("of")) {
        for start in clause..cue_at {
            let found = phrase(tokens, start).filter(|p| reaches(tokens, p.end, cue_at)).filter(|p| {
                let solid = p.who != Who::Role || start == clause || start_is_solid(tokens, start);
                if participle { p.who == Who::Name && of_whom(start) } else { solid }
            });
            if let Some(found) = found {
                return Some((found, true));
            }
        }
    }
    let start = past_intro(tokens, from, cue_at);
    let found = phrase(tokens, start)
        .filter(|p| p.end <= cue_at && (p.who != Who::Role || start_is_solid(tokens, start)))?;
    let tight = tokens.get(found.end).is_some_and(|t| t.is(",") || t.is("(") || t.is("who") || t.is("—"))
        || tokens.get(cue_at.wrapping_sub(1)).is_some_and(|t| t.is("and") || is_aside(&t.low));
    Some((found, tight && !participle))
}

fn start_is_solid(tokens: &[Token], start: usize) -> bool {
    tokens.get(start).is_some_and(|t| is_determiner(&t.low) || is_role(&t.low) || t.capital)
}

/// Nothing but adverbs and auxiliaries between the phrase's end and the verb.
fn reaches(tokens: &[Token], end: usize, verb: usize) -> bool {
    end <= verb && tokens[end..verb].iter().all(|t| !t.punct && is_aside(&t.low))
}

fn clause_start(tokens: &[Token], from: usize, cue_at: usize) -> usize {
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
    tokens[from..cue_at].iter().rposition(breaks).map_or(from, |i| from + i + 1)
}

/// Behind `In an interview on Monday,` `But` `However,`: where the subject of the sentence begins.
pub(super) fn past_intro(tokens: &[Token], from: usize, to: usize) -> usize {
    let mut at = from;
    while let Some(token) = tokens.get(at).filter(|_| at < to) {
        let opener = is_preposition(&token.low)
            || is_aside(&token.low)
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
        if token.punct || matches!(token.low.as_ref(), "and" | "but" | "so" | "yet" | "then" | "that") {
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

fn is_gerund(token: &Token, first: bool) -> bool {
    first && token.low.len() > 5 && token.low.ends_with("ing")
}

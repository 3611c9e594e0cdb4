//! Noun phrases that can speak: `Russian President Vladimir Putin`, `he`, `a spokesman for the
//! ministry`; and the verbs of speech as they stand in a sentence.

use super::cues::{Cue, Form};
use super::tokens::Token;
use super::words::{Class, pronoun};
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
        let determiner = tokens[from].class().is_determiner();
        let end = from + usize::from(determiner);
        let mut scan =
            Scan { from, end, determiner, run: None, plain: 0, behind_preposition: false, behind_verb };
        while scan.end < tokens.len().min(from + LONGEST) && scan.take(tokens) {}
        scan
    }

    /// Takes one more token into the phrase; false when the phrase ends before it.
    fn take(&mut self, tokens: &[Token]) -> bool {
        let token = &tokens[self.end];
        if token.punct || token.class().is_time() {
            return false;
        }
        if token.capital && !(self.end == self.from && token.class().is_stop() && !is_us(token)) {
            self.take_capital(tokens);
        } else if self.run_is_open() && particle_at(tokens, self.end) {
            self.extend_run();
        } else if token.class().is_preposition() {
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
            let before = self.end.checked_sub(1).map_or_else(Class::default, |i| tokens[i].class());
            let plain = self.end > 0
                && !tokens[self.end - 1].capital
                && !before.is_preposition()
                && !before.is_determiner();
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
        if !tokens.get(self.end + 1).is_some_and(|t| !t.punct && !t.class().is_time()) {
            return false;
        }
        self.behind_preposition = true;
        self.end += 1;
        true
    }

    fn take_plain(&mut self, tokens: &[Token]) -> bool {
        let token = &tokens[self.end];
        let next = tokens.get(self.end + 1).map_or("", |t| t.low.as_ref());
        if token.class().is_stop() || token.class().is_aside() {
            return false;
        }
        let form = token.form(next);
        // `secretary of state`: a noun behind its preposition.
        let noun = self.behind_preposition && tokens[self.end - 1].class().is_preposition();
        if form.is_some_and(|f| {
            f.cue == Cue::Speech && !(f.base && (self.determiner || noun || self.leads_to_role(tokens)))
        }) {
            return false;
        }
        if (self.plain > 0 || self.run.is_some()) && form.is_some_and(|f| is_judging(tokens, self.end, f)) {
            return false;
        }
        let bare_run = self.run_is_open() && !self.determiner;
        let bare_start = self.end == self.from;
        if (bare_run || bare_start) && !token.class().is_role() && !self.behind_preposition {
            // `Trump laughed`: a verb; but `White House press secretary`, `9/11 widow Jane Doe`.
            let leads_on = self.leads_to_role(tokens)
                || ((bare_start || self.behind_verb) && self.leads_to_name(tokens))
                || self.leads_to_speaker(tokens);
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
        near.take_while(|(_, t)| !t.punct && !t.class().is_stop() && !t.class().is_aside())
            .take_while(|(i, _)| cue_at(tokens, self.end + i).is_none_or(|f| f.cue != Cue::Speech || f.base))
            .any(|(_, t)| t.class().is_role() && !t.possessive())
    }

    fn leads_to_name(&self, tokens: &[Token]) -> bool {
        // `master of ceremonies Jane Doe`
        let near = tokens[self.end..].iter().filter(|t| !t.is("of")).take(4);
        near.take_while(|t| !t.punct && !t.class().is_stop() && !t.class().is_aside())
            .any(|t| t.capital && !t.class().is_time())
    }

    /// `Doe speechwriter Jane Roe wrote`: two capitalised words and a verb of speech behind a noun.
    fn leads_to_speaker(&self, tokens: &[Token]) -> bool {
        let verb = (self.end + 3..self.end + 5).find(|&at| !capital_at(tokens, at));
        let name = capital_at(tokens, self.end + 1) && capital_at(tokens, self.end + 2);
        let noun = !tokens[self.end].low.ends_with(['s', 'd']);
        let finite = |at: usize| cue_at(tokens, at).is_some_and(|f| f.cue == Cue::Speech && f.finite());
        name && noun && verb.is_some_and(finite)
    }

    fn title_run(&self, tokens: &[Token]) -> bool {
        self.run
            .is_some_and(|(s, e)| tokens[s..e].iter().all(|t| t.class().is_title() || t.class().is_role()))
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
        let cut = tokens[start..end - 1]
            .iter()
            .rposition(|t| t.class().is_title())
            .map_or(start, |i| start + i + 1);
        let bare = self.determiner && self.plain == 0 && cut == start;
        if !closes || cut >= end || bare || (self.behind_preposition && self.plain > 0) {
            return None;
        }
        Some(Span::new(tokens[cut].span.start, tokens[end - 1].span.end))
    }
}

/// `US` the country, where `us` is none that speaks.
fn is_us(token: &Token) -> bool {
    token.capitals && token.is("us")
}

/// A small word inside a name: a capitalised one follows, behind one more at most.
pub(super) fn particle_at(tokens: &[Token], at: usize) -> bool {
    let particle = |i: usize| tokens.get(i).is_some_and(|t| t.class().is_particle());
    particle(at) && (capital_at(tokens, at + 1) || particle(at + 1) && capital_at(tokens, at + 2))
}

fn capital_at(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.capital)
}

/// `The company's chairman, John Smith, …`: the name in apposition says who the role is.
fn with_apposition(tokens: &[Token], found: Phrase) -> Phrase {
    let comma = tokens.get(found.end).is_some_and(|t| t.is(","));
    let opens =
        |t: &Token| !t.punct && !t.class().is_stop() && !t.class().is_determiner() && !t.class().is_aside();
    if found.who != Who::Role || !comma || !tokens.get(found.end + 1).is_some_and(opens) {
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

/// `The governor called the plan`: a verb of judgement, and not the plural of a noun.
fn is_judging(tokens: &[Token], at: usize, form: Form) -> bool {
    let object = || {
        let next = tokens.get(at + 1);
        next.is_none_or(|t| {
            t.class().is_determiner() || t.capital || matches!(t.low.as_ref(), "it" | "him" | "them")
        })
    };
    form.cue == Cue::Judgement && form.finite() && (!tokens[at].low.ends_with('s') || object())
}

/// A word that can be the subject of a verb: `his lawyer claims`.
fn is_named(token: &Token) -> bool {
    token.capital
        || token.punct
        || token.class().is_role()
        || token.class().is_aside()
        || pronoun(&token.low).is_some()
}

/// The cue at token `at`, if the word there can be one in this place.
pub(super) fn cue_at(tokens: &[Token], at: usize) -> Option<Form> {
    let token = tokens.get(at).filter(|t| !t.punct && !t.possessive())?;
    let next = tokens.get(at + 1).map_or("", |t| t.low.as_ref());
    let form = token.form(next)?;
    let word_before = at.checked_sub(1).and_then(|i| tokens.get(i));
    let before = word_before.map_or("", |t| t.low.as_ref());
    let class = word_before.map(Token::class).unwrap_or_default();
    // A noun: `the report`, `his answer`, `her old emails`, `of use`; passive: `was told`.
    let owned = before.ends_with("'s") && !form.participle;
    let plural = form.base || token.low.ends_with('s') && token.low != "says";
    let described = plural && at > 1 && tokens[at - 2].class().is_determiner() && !is_named(&tokens[at - 1]);
    let noun = owned || described || class.is_determiner() || class.is_preposition() && !form.participle;
    let earlier = at.checked_sub(2).and_then(|i| tokens.get(i)).filter(|_| before.ends_with("ly"));
    let before = earlier.map_or(before, |t| t.low.as_ref());
    let passive = matches!(before, "was" | "were" | "been" | "be" | "being" | "is" | "are")
        && !form.participle
        && !matches!(token.low.as_ref(), "quoted");
    // `a ban proclaimed by the chiefs`; but `he said by telephone`.
    let behind = tokens.get(at + 2).is_some_and(|t| t.capital || t.class().is_determiner());
    let done_by = next == "by" && behind && !form.participle;
    (!noun && !passive && !done_by).then_some(form)
}

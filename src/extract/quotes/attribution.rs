//! The attribution sieve: for each quote the surest shape that names its speaker.

use std::cell::OnceCell;

use super::cast::Cast;
use super::clauses::{Clause, ahead, behind, closing, is_whole, relay, sentence_subject, signed, transcript};
use super::course::{Course, Stretches};
use super::marks::Marked;
use super::phrases::Who;
use super::rules::Rule;
use super::speakers::{Speaker, resolve};
use super::tokens::{Script, Token, last_sentence, tokens};
use super::{QuoteKind, slight, window};
use crate::text::Span;

/// Bytes of the reporter's words looked at before and behind a quote.
const BEFORE: usize = 700;
const BEHIND: usize = 500;

/// Bytes of a line that holds no more than who said what stands above.
const SIGNATURE: usize = 90;

/// A stretch that somebody says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// Its marks.
    pub mark: Marked,
    /// Whole or partial.
    pub kind: QuoteKind,
}

/// What was found about a quote.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The rule that fired.
    pub rule: Rule,
    /// Who speaks.
    pub speaker: Option<Speaker>,
    /// The verb of speech.
    pub cue: Option<Span>,
    /// Whom the reporter has it from.
    pub relay: Option<Span>,
    /// Number of the group of pieces.
    pub group: u32,
}

/// The story under attribution.
pub(super) struct Scene<'a> {
    script: Script<'a>,
    text: &'a str,
    paragraphs: &'a [Span],
    said: &'a [Said],
    cast: &'a Cast,
    found: Vec<Found>,
    read: Stretches<'a>,
}

/// The surroundings of one quote.
struct Sides<'a> {
    script: Script<'a>,
    left: Span,
    before: OnceCell<Vec<Token<'a>>>,
    behind: Vec<Token<'a>>,
    /// A colon or comma right before it.
    led: bool,
    /// It ends like the first half of a sentence: `,"` or `",`.
    comma: bool,
    /// It ends with a full stop.
    stop: bool,
}

/// Attributes every quote, in order.
pub(super) fn attribute(script: Script<'_>, paragraphs: &[Span], said: &[Said], cast: &Cast) -> Vec<Found> {
    let mut scene = Scene {
        script,
        text: script.text,
        paragraphs,
        said,
        cast,
        found: Vec::with_capacity(said.len()),
        read: Stretches::of(script),
    };
    for i in 0..said.len() {
        let found = scene.one(i);
        scene.found.push(found);
    }
    scene.backwards();
    scene.found
}

impl<'a> Scene<'a> {
    fn one(&self, i: usize) -> Found {
        let sides = self.sides(i);
        let direct = self.said[i].kind == QuoteKind::Direct;
        let inner = self.said[i].mark.inner;
        let opening = window::after(self.text, inner.start, inner.end, 60);
        let inside = opening.of(self.text).contains(':').then(|| transcript(&tokens(self.script, opening)));
        let inside = inside.flatten().and_then(|clause| self.resolved(&clause, &sides));
        let found = if inside.is_some() {
            inside
        } else if direct {
            self.direct(i, &sides)
        } else {
            self.partial(i, &sides)
        };
        let mut found = found.unwrap_or_else(|| self.nothing());
        found.group = self.group(i, found.rule);
        found
    }

    fn course(&self) -> Course<'_, 'a> {
        let Scene { text, paragraphs, said, cast, ref found, ref read, .. } = *self;
        Course { text, paragraphs, said, found, cast, read }
    }

    fn nothing(&self) -> Found {
        Found { rule: Rule::None, speaker: None, cue: None, relay: None, group: 0 }
    }

    fn group(&self, i: usize, rule: Rule) -> u32 {
        let before = i.checked_sub(1).and_then(|b| self.found.get(b));
        let joins = rule == Rule::Split || self.said[i].mark.continues;
        before.map_or(0, |b| if joins { b.group } else { b.group + 1 })
    }

    fn sides(&self, i: usize) -> Sides<'a> {
        let mark = &self.said[i].mark;
        let paragraph = self.paragraphs[mark.paragraph];
        let floor = self.neighbour(i, i.wrapping_sub(1)).map_or(paragraph.start, |n| n.outer.end);
        let ceiling = self.neighbour(i, i + 1).map_or(paragraph.end, |n| n.outer.start);
        let left = window::before(self.text, floor, mark.outer.start, BEFORE);
        let right = window::after(self.text, mark.outer.end, ceiling, BEHIND);
        let inner = mark.inner.of(self.text).trim_end();
        let led = left.of(self.text).trim_end().ends_with([',', ':']);
        let comma =
            inner.ends_with([',', '—', '–', '-']) || right.of(self.text).starts_with([',', '-', '—', '–']);
        let stop = inner.ends_with('.') && !inner.ends_with("..");
        let behind = tokens(self.script, right);
        Sides { script: self.script, left, before: OnceCell::new(), behind, led, comma, stop }
    }

    /// The quote `other`, if it stands in the same paragraph as quote `i`.
    fn neighbour(&self, i: usize, other: usize) -> Option<&Marked> {
        let near = &self.said.get(other)?.mark;
        (near.paragraph == self.said[i].mark.paragraph).then_some(near)
    }

    fn direct(&self, i: usize, sides: &Sides) -> Option<Found> {
        let behind = || {
            let parted = sides.stop && !sides.comma;
            behind(&sides.behind).filter(|c| !parted || is_whole(&sides.behind, c))
        };
        let signed = || signed(&sides.behind);
        let ahead = || if sides.led || sides.before_cue() { ahead(sides.before(), true) } else { None };
        let own = if sides.comma || !sides.led {
            signed().or_else(behind).or_else(ahead)
        } else {
            ahead().or_else(signed).or_else(behind)
        };
        let split = || self.split(i, sides);
        let own = own.filter(|o| o.rule != Rule::LeadIn || self.split(i, sides).is_none());
        if let Some(clause) = &own
            && let Some(found) = self.resolved(clause, sides).or_else(|| unresolved(clause))
        {
            return Some(found);
        }
        split()
            .or_else(|| self.signed_below(i, sides))
            .or_else(|| self.continued(i))
            .or_else(|| self.partial_shapes(sides))
            .or_else(|| if sides.led { self.subject_of(sides) } else { None })
            .or_else(|| self.later_sentence(i))
            .or_else(|| self.across(i, sides))
    }

    fn partial(&self, i: usize, sides: &Sides) -> Option<Found> {
        self.continued(i)
            .or_else(|| self.partial_shapes(sides))
            .or_else(|| self.same_sentence(i, sides))
            .or_else(|| self.subject_of(sides))
            .or_else(|| self.later_sentence(i))
            .or_else(|| unresolved(&ahead(sides.before(), sides.led)?))
    }

    /// Quoted words inside a reporter's sentence.
    fn partial_shapes(&self, sides: &Sides) -> Option<Found> {
        let own = || behind(&sides.behind).filter(|_| sides.comma);
        let close = || if sides.stop { None } else { closing(&sides.behind) };
        let open = || ahead(sides.before(), sides.led);
        let clause = own().or_else(open).or_else(close)?;
        self.resolved(&clause, sides)
    }

    fn resolved(&self, clause: &Clause, sides: &Sides) -> Option<Found> {
        let speaker = resolve(&self.course(), &clause.phrase)?;
        if !clause.tight && speaker.figure.is_none() && !speaker.name.contains(' ') {
            return None;
        }
        let relay = if clause.rule == Rule::According { None } else { relay(&sides.behind) };
        Some(Found { rule: clause.rule, speaker: Some(speaker), cue: clause.cue, relay, group: 0 })
    }

    /// The second half of `"…," X said, "…"` or `"…," X said. "…"`.
    fn split(&self, i: usize, sides: &Sides) -> Option<Found> {
        self.neighbour(i, i.wrapping_sub(1))?;
        let before = self.found.get(i.wrapping_sub(1))?;
        let attributed =
            matches!(before.rule, Rule::SubjectVerb | Rule::VerbSubject | Rule::According | Rule::ClosingCue);
        let one_sentence = last_sentence(sides.before()) == 0;
        (attributed && one_sentence).then(|| Found { rule: Rule::Split, ..before.clone() })
    }

    /// `- X` stands alone in the paragraph below.
    fn signed_below(&self, i: usize, sides: &Sides) -> Option<Found> {
        if !sides.behind.is_empty() {
            return None;
        }
        let below = *self.paragraphs.get(self.said[i].mark.paragraph + 1)?;
        let line = window::after(self.text, below.start, below.end, SIGNATURE);
        line.of(self.text).starts_with(['-', '—', '–', '―']).then_some(())?;
        let words = tokens(self.script, line);
        let clause = signed(&words).filter(|_| line.end == below.end)?;
        self.resolved(&clause, sides)
    }

    fn continued(&self, i: usize) -> Option<Found> {
        let before = self.found.get(i.wrapping_sub(1)).filter(|_| self.said[i].mark.continues)?;
        before.speaker.as_ref()?;
        Some(Found { rule: Rule::Continued, ..before.clone() })
    }

    /// Whom the sentence before it is about: `Doe resisted: "…"`.
    fn subject_of(&self, sides: &Sides) -> Option<Found> {
        sentence_subject(sides.before()).and_then(|c| self.resolved(&c, sides))
    }

    fn same_sentence(&self, i: usize, sides: &Sides) -> Option<Found> {
        let ended = sides.before().iter().any(Token::ends_sentence);
        if ended { None } else { self.same_paragraph(i) }
    }

    /// The speaker of the quote before, in another sentence. A few marked words that follow a few marked
    /// words are the reporter's as often as not.
    fn later_sentence(&self, i: usize) -> Option<Found> {
        let few = |k: usize| self.said.get(k).is_some_and(|said| slight(self.text, said));
        if few(i) && few(i.wrapping_sub(1)) { None } else { self.same_paragraph(i) }
    }

    fn same_paragraph(&self, i: usize) -> Option<Found> {
        self.neighbour(i, i.wrapping_sub(1))?;
        self.copied(self.found.get(i.wrapping_sub(1))?, Rule::SameParagraph)
    }

    fn copied(&self, from: &Found, rule: Rule) -> Option<Found> {
        from.speaker.as_ref()?;
        Some(Found { rule, cue: None, relay: None, ..from.clone() })
    }

    /// A paragraph that opens with a quote and names nobody: the paragraph before tells.
    fn across(&self, i: usize, sides: &Sides) -> Option<Found> {
        if !sides.before().is_empty() {
            return self.subject_of(sides);
        }
        let here = self.said[i].mark.paragraph;
        let paragraph = *self.paragraphs.get(here.checked_sub(1)?)?;
        let spoken = i.checked_sub(1).filter(|&b| self.said[b].mark.paragraph + 1 == here);
        let floor = spoken.map_or(paragraph.start, |b| self.said[b].mark.outer.end);
        let words = tokens(self.script, window::before(self.text, floor, paragraph.end, BEFORE));
        if words.last().is_some_and(|t| t.is(":")) {
            let clause = ahead(&words, true).or_else(|| sentence_subject(&words));
            let clause = clause.map(|c| Clause { rule: Rule::ParagraphLeadIn, ..c });
            return clause.and_then(|c| self.resolved(&c, sides));
        }
        let same = spoken.and_then(|b| self.copied(self.found.get(b)?, Rule::SameSpeaker));
        same.or_else(|| {
            let clause = ahead(&words, false).or_else(|| sentence_subject(&words))?;
            let clause = Clause { rule: Rule::ParagraphBefore, cue: None, ..clause };
            self.resolved(&clause, sides).filter(|f| f.speaker.as_ref().is_some_and(|s| s.figure.is_some()))
        })
    }

    /// Quotes without a speaker that the next piece tells: `"Why? "Because," she said`.
    fn backwards(&mut self) {
        for i in (0..self.found.len().saturating_sub(1)).rev() {
            let next = &self.said[i + 1].mark;
            let here = &self.said[i].mark;
            let weak = matches!(self.found[i].rule, Rule::None | Rule::SameSpeaker | Rule::ParagraphBefore);
            let gap = Span::new(here.outer.end, next.outer.start.max(here.outer.end));
            let touching =
                next.paragraph == here.paragraph && gap.len() < 4 && gap.of(self.text).trim().is_empty();
            if weak && (touching || next.continues) && self.found[i + 1].speaker.is_some() {
                let group = self.found[i].group;
                let rule = if next.continues { Rule::Continued } else { Rule::SameParagraph };
                self.found[i] = Found { rule, group, cue: None, ..self.found[i + 1].clone() };
            }
        }
    }
}

/// `they said`: somebody else's name further off would be a wrong one.
fn unresolved(clause: &Clause) -> Option<Found> {
    let pronoun = matches!(clause.phrase.who, Who::Other | Who::Pronoun(_));
    pronoun.then_some(Found { rule: clause.rule, speaker: None, cue: clause.cue, relay: None, group: 0 })
}

impl Sides<'_> {
    /// The words before it, read when they are needed.
    fn before(&self) -> &[Token<'_>] {
        self.before.get_or_init(|| tokens(self.script, self.left))
    }

    /// A cue verb is the last word before the quote: `he said "…"`.
    fn before_cue(&self) -> bool {
        let last = self.before().len().wrapping_sub(1);
        super::phrases::cue_at(self.before(), last).is_some()
    }
}

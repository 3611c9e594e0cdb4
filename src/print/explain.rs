//! Why a query finds what it finds, in words.

use std::io::{self, Write};

use super::output::{Output, plural};
use super::style::{DIM, META, NUMBER, PATH, TITLE, styled};
use crate::query::clauses::Join;
use crate::query::miss::{Like, Likeness, Miss};
use crate::query::{Query, Unit};
use crate::search::{ClauseCount, Explanation, Judged, Verdict};
use crate::snippet::one_line;
use crate::story::Story;
use crate::text::Span;

/// Longest piece of a story that is shown, in letters.
const LONGEST: usize = 90;
/// Most places that are shown of one clause.
const PLACES: usize = 4;

/// How a query was read, and what each clause of it finds; or whether stories are found, and why.
///
/// # Errors
/// When stdout is closed.
pub fn explanation(out: &mut Output, query: &Query, explained: &Explanation) -> io::Result<()> {
    out.line(format_args!("{} {}", styled(META, "reads as"), styled(TITLE, &query.reading())))?;
    for hint in &query.hints {
        out.line(format_args!("{}", styled(DIM, &format!("hint: {hint}"))))?;
    }
    if explained.stories.is_empty() {
        let width = widest(&explained.clause).to_string().len().max(7);
        clause(out, &explained.clause, 0, width)?;
    }
    explained.stories.iter().try_for_each(|one| verdict(out, one))?;
    out.flush()
}

fn widest(clause: &ClauseCount) -> u64 {
    clause.parts.iter().map(widest).max().unwrap_or(0).max(clause.stories)
}

fn clause(out: &mut Output, one: &ClauseCount, depth: usize, width: usize) -> io::Result<()> {
    let left = one.left.map(|left| styled(DIM, &format!("  {left} left"))).unwrap_or_default();
    let count = styled(NUMBER, &format!("{:>width$}", one.stories));
    let indent = "  ".repeat(depth);
    out.line(format_args!("{count}  {indent}{}{left}", super::safe(&one.text)))?;
    one.parts.iter().try_for_each(|part| clause(out, part, depth + 1, width))?;
    if one.more > 0 {
        let more = format!("{:width$}  {indent}  and {} more", "", one.more);
        out.line(format_args!("{}", styled(DIM, &more)))?;
    }
    Ok(())
}

fn verdict(out: &mut Output, verdict: &Verdict) -> io::Result<()> {
    let found = if verdict.clause.holds { "found" } else { "not found" };
    let address = styled(PATH, &verdict.address);
    out.line(format_args!("{} {address}", styled(TITLE, found)))?;
    if let Some(failed) = verdict.clause.first_failed() {
        let reason = why(failed, &verdict.story);
        out.line(format_args!("  {}: {}", styled(TITLE, &failed.text), super::safe(&reason)))?;
    }
    judged(out, &verdict.clause, &verdict.story, 0)
}

fn judged(out: &mut Output, one: &Judged, story: &Story, depth: usize) -> io::Result<()> {
    let (sign, style) = if one.holds { ("yes", NUMBER) } else { ("no ", META) };
    let reason = match one.join {
        Join::Leaf | Join::Near | Join::Inner => said(one, story),
        _ if one.miss.is_some() => said(one, story),
        _ => String::new(),
    };
    let gap = if reason.is_empty() { "" } else { "  " };
    let (indent, text) = ("  ".repeat(depth), super::safe(&one.text));
    out.line(format_args!("{}  {indent}{text}{gap}{}", styled(style, sign), styled(DIM, &reason)))?;
    if one.holds && one.join == Join::Not {
        // What must not hold does not: how nearly it does is of no use.
        return Ok(());
    }
    one.parts.iter().try_for_each(|part| judged(out, part, story, depth + 1))
}

/// Where a clause holds, or what is missing; empty where one of its parts tells.
fn said(one: &Judged, story: &Story) -> String {
    match (one.holds, &one.miss) {
        (true, _) => places(story, &one.at, one.places),
        (false, Some(miss)) => reason(miss, story),
        (false, None) => String::new(),
    }
}

/// Why the first clause that failed does so.
pub fn why(failed: &Judged, story: &Story) -> String {
    match (&failed.miss, failed.join) {
        (Some(miss), _) => reason(miss, story),
        (None, Join::Not) => {
            let part = failed.parts.first();
            let at = part.map(|part| places(story, &part.at, part.places)).unwrap_or_default();
            if at.is_empty() { "it does hold, and must not".to_owned() } else { format!("stands in {at}") }
        }
        (None, Join::Any) => {
            let parts = failed.parts.iter().filter_map(|part| {
                let failed = part.first_failed()?;
                Some(format!("{}: {}", failed.text, why(failed, story)))
            });
            format!("none of them holds: {}", parts.collect::<Vec<_>>().join("; "))
        }
        (None, _) => "it does not hold".to_owned(),
    }
}

/// What is missing, and what came nearest, in words.
pub fn reason(miss: &Miss, story: &Story) -> String {
    let place = |span: &Span| place(story, *span);
    match miss {
        Miss::Word { asked, like: None } => format!("no word is `{asked}`, or like it"),
        Miss::Word { asked, like: Some(like) } => format!("no `{asked}`, but {}", alike(like, story)),
        Miss::Elsewhere { at, finds } => {
            let kind = at.first().map_or("", |(kind, _)| kind.name()).replace('_', "-");
            let spans: Vec<Span> = at.iter().map(|(_, span)| *span).collect();
            format!("only in the {kind}, {}: {finds} finds it", places(story, &spans, spans.len()))
        }
        Miss::Row { at, asked, instead } => {
            format!("{}: {} stands where `{asked}` is asked for", place(at), quoted(story, *instead))
        }
        Miss::Spread { at, between, allowed, turned } => spread(story, at, *between, *allowed, *turned),
        Miss::Apart { at: [left, right], words, allowed, turned } => {
            let other = if *turned { ", in the other order" } else { "" };
            let apart = plural(u64::from(*words), "word", "words");
            format!("{} and {}, {apart} apart, {allowed} allowed{other}", place(left), place(right))
        }
        Miss::Parted { unit, at, apart } => parted(story, *unit, at, *apart),
        Miss::Beside { at: [left, right] } => format!("{} has {} near it", place(left), place(right)),
        Miss::Together { unit, best, has, lacks, other } => {
            let (has, lacks) = (has.join(" "), lacks.join(" "));
            let other = other.map(|(span, apart)| {
                let apart = plural(u64::from(apart), name(*unit), &format!("{}s", name(*unit)));
                format!("; the nearest with that is {apart} on, {}", place(&span))
            });
            let one = name(*unit);
            format!(
                "the {one} with most of it, {}, has {has} but not {lacks}{}",
                place(best),
                other.unwrap_or_default()
            )
        }
        Miss::Outside { unit, at } if at.is_empty() => format!("no {} has it", name(*unit)),
        Miss::Outside { unit, at } => {
            format!("in no {}, only in {}", name(*unit), places(story, at, at.len()))
        }
        Miss::Often { at, found, wanted } => {
            format!("{found} of {wanted} times: {}", places(story, at, *found as usize))
        }
        Miss::Late { at, word } => format!("first at word {word}, {}", place(at)),
        Miss::Placeless => "it has no place in the text".to_owned(),
        Miss::Own(values) if values.is_empty() => "the story has none".to_owned(),
        Miss::Own(values) => format!("the story has {}", values.join(", ")),
    }
}

fn alike(like: &Like, story: &Story) -> String {
    let at = place(story, like.at);
    match like.how {
        Likeness::Capitals => format!("{at} in other capitals"),
        Likeness::Inflection => format!("{at}, another form of it"),
        Likeness::Letters(n) => format!("{at}, {} away", plural(n as u64, "letter", "letters")),
    }
}

fn spread(story: &Story, at: &[Span], between: u32, allowed: u32, turned: bool) -> String {
    let all: Vec<String> = at.iter().map(|span| place(story, *span)).collect();
    let all = all.join(" and ");
    let between = plural(u64::from(between), "other word", "other words") + " between";
    match (allowed, turned) {
        (0, true) => format!("{all}, in another order, {between}"),
        (0, false) if between.starts_with("0 ") => format!("{all}, but a paragraph ends between"),
        (0, false) => format!("{all}, {between}"),
        _ => format!("{all}, {between}, {allowed} allowed"),
    }
}

fn parted(story: &Story, unit: Unit, at: &[Span; 2], apart: u32) -> String {
    let whole = |span: &Span| {
        let sentence = story.sentences.iter().find(|s| s.start <= span.start && span.start < s.end);
        match sentence {
            Some(sentence) => format!("{} in {}", quoted(story, *span), place(story, *sentence)),
            None => place(story, *span),
        }
    };
    let apart = plural(u64::from(apart), name(unit), &format!("{}s", name(unit)));
    format!("{} and {}, {apart} apart", whole(&at[0]), whole(&at[1]))
}

fn name(unit: Unit) -> &'static str {
    match unit {
        Unit::Sentence => "sentence",
        Unit::Paragraph => "paragraph",
        Unit::Lead => "lead",
        Unit::Quote => "quote",
        Unit::Headline => "headline",
    }
}

/// Some of several places.
fn places(story: &Story, at: &[Span], all: usize) -> String {
    let shown: Vec<String> = at.iter().take(PLACES).map(|span| place(story, *span)).collect();
    let more = all.saturating_sub(shown.len());
    let more = if more > 0 && !shown.is_empty() { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &more
}

/// A place of a text: its line, and the words as they stand.
fn place(story: &Story, span: Span) -> String {
    format!("line {} {}", story.line_number(span.start), quoted(story, span))
}

fn quoted(story: &Story, span: Span) -> String {
    format!("“{}”", shown(story, span))
}

/// The words of a place on one line, not too many of them.
pub fn shown(story: &Story, span: Span) -> String {
    let (text, _) = one_line(&story.text, span, span, &[]);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text.get(..end).unwrap_or_default().trim_end().to_owned() + " …",
        None => text,
    }
}

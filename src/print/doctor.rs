//! The ways out of a query that finds nothing, and other spellings of its words.

use std::io;

use super::output::{Output, plural};
use crate::search::{Advice, Ailing, How, Meant, Spelling, Way};

fn stories(count: u64) -> String {
    plural(count, "story", "stories")
}

/// Tells why nothing was found and what finds something, or offers other spellings.
///
/// # Errors
/// When stderr is closed.
pub fn advice(out: &mut Output, advice: &Advice) -> io::Result<()> {
    lines(advice).iter().try_for_each(|line| out.note(line))
}

/// Of many queries each: the words that no story has, and the best way out, unless it is every story.
pub(super) fn brief(advice: &Advice) -> Vec<String> {
    let ways = advice.doctor.iter().flat_map(|doctor| doctor.ways.first()).filter(|way| way.query != "*");
    let lines = advice.suggestions.iter().map(spelled).chain(ways.map(way));
    lines.map(|line| line.trim_start().to_owned()).collect()
}

fn spelled(spelling: &Spelling) -> String {
    let meant = |one: &Meant| format!("{} ({})", one.text, stories(one.stories));
    let meant: Vec<String> = spelling.meant.iter().map(meant).collect();
    let word = &spelling.word;
    match (spelling.stories, meant.as_slice()) {
        (0, []) => format!("no story has {word}, nor anything like it"),
        (0, meant) => format!("no story has {word}; did you mean {}?", meant.join(", ")),
        (few, meant) => format!("only {} {word}; did you mean {}?", has(few), meant.join(", ")),
    }
}

fn has(few: u64) -> String {
    format!("{} {}", stories(few), if few == 1 { "has" } else { "have" })
}

fn lines(advice: &Advice) -> Vec<String> {
    let Some(doctor) = &advice.doctor else {
        return advice.suggestions.iter().map(|one| format!("note: {}", spelled(one))).collect();
    };
    let mut lines = vec!["nothing found".to_owned()];
    if doctor.clauses.len() > 1 {
        lines.extend(doctor.clauses.iter().map(ailing));
    }
    lines.extend(advice.suggestions.iter().map(|one| format!("  {}", spelled(one))));
    let days =
        doctor.dates.iter().map(|[first, last]| format!("  the archive's days run from {first} to {last}"));
    lines.extend(days);
    lines.extend(doctor.ways.iter().map(way));
    if doctor.ways.is_empty() {
        lines.push("  the archive has no stories".to_owned());
    }
    lines
}

fn ailing(one: &Ailing) -> String {
    let alone = match one.stories {
        0 => "nothing".to_owned(),
        n => stories(n),
    };
    let without =
        one.without.map_or_else(String::new, |without| format!("; without it {}", stories(without)));
    format!("  {} finds {alone}{without}", one.text)
}

fn way(way: &Way) -> String {
    let Way { how, clause, query, stories: count } = way;
    let how = match how {
        How::Spell => "spelled as stories have it".to_owned(),
        How::Elsewhere => "in lines that are not searched".to_owned(),
        How::Loosen => format!("in place of {clause}"),
        How::Drop | How::Keep => format!("without {clause}"),
    };
    format!("  try: {query}  ({}; {how})", stories(*count))
}

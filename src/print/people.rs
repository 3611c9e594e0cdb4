//! Who is who in an archive, for a person at a terminal.

use std::io::{self, Write};
use std::path::Path;

use super::output::{Output, plural};
use super::safe::safe;
use super::style::{DIM, META, NUMBER, TITLE, styled};
use crate::identity::Rules;
use crate::search::{Because, Suggestion, Why, WhyName, WhyRequest, WhyResponse};

/// People with all their names, what each rests on, and who was nearly one of them. `edits` is the
/// user's file of names.
///
/// # Errors
/// When stdout is closed.
pub fn why(out: &mut Output, request: &WhyRequest, response: &WhyResponse, edits: &Path) -> io::Result<()> {
    for (i, why) in response.people.iter().enumerate() {
        if i > 0 {
            out.line(format_args!(""))?;
        }
        person(out, why, edits)?;
    }
    out.flush()?;
    for line in &response.nobody {
        let file = edits.display();
        out.note(&format!("{file}:{line}: {:?} is nobody's name, as you wrote there", request.name))?;
    }
    let (shown, all) = (response.people.len() as u64, response.distinct);
    if all == 0 && response.nobody.is_empty() {
        out.note(&format!("no story names {:?}: `morgue people --prefix` lists names", request.name))?;
    }
    if shown < all {
        out.remark(&format!("{shown} of {} of that name", plural(all, "person", "people")))?;
    }
    Ok(())
}

fn person(out: &mut Output, why: &Why, edits: &Path) -> io::Result<()> {
    let stories = styled(DIM, &format!("  {}", plural(why.stories, "story", "stories")));
    out.line(format_args!("{}{stories}", styled(TITLE, &why.name)))?;
    for name in &why.names {
        let because = styled(DIM, &because(name, edits));
        out.line(format_args!("{}  {}{because}", number(name.stories), safe(&name.name)))?;
    }
    for (kind, line) in &why.edits {
        let told = format!("{}:{line}", edits.display());
        out.line(format_args!("         {} {}", styled(META, &format!("[[{}]]", kind.name())), safe(&told)))?;
    }
    for near in &why.near {
        let other = if near.other == near.person { String::new() } else { format!(" ({})", near.person) };
        let why_not = styled(DIM, &format!(": {}", words(near.rules)));
        out.line(format_args!(
            "{}  {} {}{}{why_not}",
            number(near.stories),
            styled(META, "not"),
            safe(&near.other),
            safe(&other)
        ))?;
    }
    Ok(())
}

fn number(stories: u64) -> impl std::fmt::Display {
    styled(NUMBER, &format!("{stories:>7}"))
}

fn because(name: &WhyName, edits: &Path) -> String {
    match &name.because {
        Because::First => String::new(),
        Because::Name(other, rules) => format!("  is {other}: {}", words(*rules)),
        Because::Edit(line) => format!("  by {}:{line}", edits.display()),
    }
}

fn words(rules: Rules) -> String {
    rules.iter().map(|rule| rule.says()).collect::<Vec<_>>().join("; ")
}

/// Entries that are likely one person, and what speaks for it and against.
///
/// # Errors
/// When stdout is closed.
pub fn suggestions(out: &mut Output, suggestions: &[Suggestion]) -> io::Result<()> {
    for Suggestion { people: [(first, most), (second, fewer)], rules } in suggestions {
        let (first, second) = (styled(TITLE, first), styled(TITLE, second));
        out.line(format_args!("{}  {first}", number(*most)))?;
        out.line(format_args!("{}  {second}", number(*fewer)))?;
        out.line(format_args!("         {}", styled(DIM, &words(*rules))))?;
    }
    out.flush()?;
    if suggestions.is_empty() {
        return out.remark("no two names look like one person's");
    }
    out.remark(
        "put two together with `morgue names merge A B`; `morgue names split A` says that A is someone else",
    )
}

//! Who is who, as records.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::line;
use crate::identity::Rules;
use crate::print::Output;
use crate::search::{Because, Suggestion, WhyName, WhyResponse};

/// A why record for each person of a name: all names, what each rests on, and who nearly was one of
/// them.
///
/// # Errors
/// When stdout is closed.
pub fn why(out: &mut Output, response: &WhyResponse) -> io::Result<()> {
    for why in &response.people {
        let edits: Vec<Value> =
            why.edits.iter().map(|(kind, line)| json!({"kind": kind.name(), "line": line})).collect();
        let near: Vec<Value> = why
            .near
            .iter()
            .map(|near| {
                json!({
                    "name": near.name,
                    "other": near.other,
                    "person": near.person,
                    "stories": near.stories,
                    "rules": rules(near.rules),
                })
            })
            .collect();
        line(
            out,
            &json!({
                "type": "why",
                "name": why.name,
                "stories": why.stories,
                "names": why.names.iter().map(why_name).collect::<Vec<Value>>(),
                "near": near,
                "edits": edits,
            }),
        )?;
    }
    out.flush()
}

fn why_name(name: &WhyName) -> Value {
    let (with, rules, line) = match &name.because {
        Because::First => (None, Vec::new(), None),
        Because::Name(other, with) => (Some(other), rules(*with), None),
        Because::Edit(line) => (None, Vec::new(), Some(line)),
    };
    json!({"name": name.name, "stories": name.stories, "with": with, "rules": rules, "edit": line})
}

fn rules(rules: Rules) -> Vec<&'static str> {
    rules.iter().map(|rule| rule.name()).collect()
}

/// A record for each two entries that are likely one person.
///
/// # Errors
/// When stdout is closed.
pub fn suggestions(out: &mut Output, suggestions: &[Suggestion]) -> io::Result<()> {
    for suggestion in suggestions {
        let people: Vec<Value> = suggestion
            .people
            .iter()
            .map(|(name, stories)| json!({"name": name, "stories": stories}))
            .collect();
        line(out, &json!({"type": "suggestion", "people": people, "rules": rules(suggestion.rules)}))?;
    }
    out.flush()
}

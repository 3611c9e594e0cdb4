//! A query may begin with a minus: `morgue search putin -assad` means *without Assad*, where clap
//! would read `-a ssad`.
//!
//! So, for commands that take a query, every argument that is no flag of the command goes behind a
//! `--`, in order. A short flag stands alone or with a number (`-m5`); its other values are
//! arguments of their own.

use std::ffi::{OsStr, OsString};

use clap::{ArgAction, Command};

/// The arguments with the query behind `--`; others as they are.
pub(super) fn query_last(command: &Command, typed: Vec<OsString>) -> Vec<OsString> {
    let name = typed.get(1).and_then(|name| name.to_str()).unwrap_or_default();
    let takes_query = |c: &&Command| c.get_positionals().any(|arg| arg.get_id() == "query");
    let Some(subcommand) = command.find_subcommand(name).filter(takes_query) else { return typed };
    let (mut flags, mut query) = (Vec::new(), Vec::new());
    let mut rest = typed.iter().skip(2);
    while let Some(argument) = rest.next() {
        if argument == "--" {
            query.extend(rest.by_ref().cloned());
        } else if let Some(takes_value) = flag(command, subcommand, argument) {
            flags.push(argument.clone());
            flags.extend(rest.by_ref().take(usize::from(takes_value)).cloned());
        } else {
            query.push(argument.clone());
        }
    }
    let head = typed.iter().take(2).cloned();
    head.chain(flags).chain([OsString::from("--")]).chain(query).collect()
}

/// Whether an argument is a flag, and if so, whether its value is the next argument.
fn flag(command: &Command, subcommand: &Command, argument: &OsStr) -> Option<bool> {
    let text = argument.to_str()?;
    let mut known = subcommand.get_arguments().chain(command.get_arguments());
    if let Some(long) = text.strip_prefix("--") {
        // An unknown one is left to clap, which names the flag that was meant.
        let arg = known.find(|arg| arg.get_long() == Some(long));
        return Some(arg.is_some_and(takes_value));
    }
    let mut letters = text.strip_prefix('-')?.chars();
    let letter = letters.next()?;
    let number = letters.as_str();
    if letter == 'h' && number.is_empty() {
        return Some(false);
    }
    let arg = known.find(|arg| arg.get_short() == Some(letter))?;
    match number {
        "" => Some(takes_value(arg)),
        _ if takes_value(arg) && number.bytes().all(|b| b.is_ascii_digit()) => Some(false),
        _ => None,
    }
}

fn takes_value(arg: &clap::Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Args;

    fn sorted(typed: &str) -> String {
        let typed = typed.split(' ').map(OsString::from).collect();
        let sorted = query_last(&Args::command(), typed);
        sorted.iter().map(|a| a.to_str().unwrap()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_minus_word_is_no_flag() {
        assert_eq!(sorted("morgue search putin -assad -m 3"), "morgue search -m 3 -- putin -assad");
        assert_eq!(sorted("morgue search -a dir -c -lisbon"), "morgue search -a dir -c -- -lisbon");
        assert_eq!(sorted("morgue people -person:putin --top 5"), "morgue people --top 5 -- -person:putin");
    }

    #[test]
    fn flags_keep_their_values_and_unknown_long_ones_are_left_to_clap() {
        assert_eq!(sorted("morgue search -m5 x --sort=newest"), "morgue search -m5 --sort=newest -- x");
        assert_eq!(sorted("morgue search x --colour always"), "morgue search --colour -- x always");
        assert_eq!(sorted("morgue search -m 3 -- -l --json"), "morgue search -m 3 -- -l --json");
    }

    #[test]
    fn other_commands_are_left_alone() {
        assert_eq!(sorted("morgue index -a dir"), "morgue index -a dir");
        assert_eq!(sorted("morgue --version"), "morgue --version");
    }
}

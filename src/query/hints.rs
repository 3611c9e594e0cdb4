//! Hints: advice about queries that mean what they say but perhaps not what was meant.

use super::lex::{Token, TokenKind};

/// Lower-case operators and single quote marks.
pub(super) fn of_tokens(typed: &str, tokens: &[Token]) -> Vec<String> {
    let mut hints = Vec::new();
    if let Some(name) = lower_case_operator(typed, tokens) {
        let upper = name.to_uppercase();
        hints.push(format!(
            "`{name}` in lower case is a word like any other: `{upper}` in capitals is the operator"
        ));
    }
    if single_quotes(typed, tokens) {
        hints.push("single quote marks make no phrase: put it between \"double\" ones".to_owned());
    }
    hints
}

fn lower_case_operator<'a>(typed: &'a str, tokens: &[Token]) -> Option<&'a str> {
    let between = tokens.iter().skip(1).take(tokens.len().saturating_sub(2));
    between.map(|token| token.span.of(typed)).find(|text| matches!(*text, "or" | "and" | "not"))
}

/// A word that opens with a single mark, then one that closes with it.
fn single_quotes(typed: &str, tokens: &[Token]) -> bool {
    let mut opened = false;
    for token in tokens.iter().filter(|token| matches!(token.kind, TokenKind::Word(_))) {
        let text = token.span.of(typed);
        let inner = text.strip_prefix(['\'', '‘']);
        opened |= inner.is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        if opened && text.len() > 2 && text.ends_with(['\'', '’']) {
            return true;
        }
    }
    false
}

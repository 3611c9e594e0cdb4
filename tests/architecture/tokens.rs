//! Reading Rust source as tokens: the paths it names, the macros it calls, the functions it has,
//! and how many of its lines are tests. Comments and strings are no paths; what only tests compile
//! is left out.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A path such as `crate::text::Span`, a `use` of several being several paths.
pub struct Named {
    pub path: Vec<String>,
    pub line: usize,
}

/// A function with a body.
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

/// What a file says, tests left out.
#[derive(Default)]
pub struct Source {
    pub paths: Vec<Named>,
    /// Names of macros called, with their lines.
    pub macros: Vec<(String, usize)>,
    pub functions: Vec<Function>,
    /// Physical lines that are not tests.
    pub lines: usize,
}

/// Reads a file.
pub fn read(text: &str) -> Result<Source, String> {
    let stream: TokenStream = text.parse().map_err(|e| format!("not Rust: {e}"))?;
    let mut source = Source { lines: text.lines().count(), ..Source::default() };
    source.tokens(stream);
    Ok(source)
}

impl Source {
    fn tokens(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            if let Some(length) = test_item(rest) {
                self.lines -= lines_of(&rest[..length]);
                at += length;
                continue;
            }
            self.function(rest);
            at += match &rest[0] {
                TokenTree::Group(group) => {
                    self.tokens(group.stream());
                    1
                }
                TokenTree::Ident(_) => self.path(rest, &[]),
                _ => 1,
            };
        }
    }

    /// The path at the head of `tokens`, after `prefix`; the number of tokens it takes.
    fn path(&mut self, tokens: &[TokenTree], prefix: &[String]) -> usize {
        let line = tokens[0].span().start().line;
        let mut path = prefix.to_vec();
        let mut at = 0;
        while let Some(TokenTree::Ident(name)) = tokens.get(at) {
            path.push(name.to_string());
            at += 1;
            if !(is(tokens.get(at), ':') && is(tokens.get(at + 1), ':')) {
                break;
            }
            at += 2;
            if let Some(TokenTree::Group(group)) = tokens.get(at)
                && group.delimiter() == Delimiter::Brace
            {
                self.branches(group, &path);
                return at + 1;
            }
        }
        if is(tokens.get(at), '!') && matches!(tokens.get(at + 1), Some(TokenTree::Group(_))) {
            self.macros.extend(path.last().map(|name| (name.clone(), line)));
        }
        self.paths.push(Named { path, line });
        at.max(1)
    }

    /// The paths of `{a, b::c}` after `prefix`.
    fn branches(&mut self, group: &Group, prefix: &[String]) {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        for branch in tokens.split(|t| is(Some(t), ',')).filter(|branch| !branch.is_empty()) {
            self.path(branch, prefix);
        }
    }

    /// Notes the function whose `fn` stands at the head of `tokens`, if it has a body.
    fn function(&mut self, tokens: &[TokenTree]) {
        let [TokenTree::Ident(keyword), TokenTree::Ident(name), rest @ ..] = tokens else { return };
        if keyword != "fn" {
            return;
        }
        let end = rest.iter().find(|t| is(Some(t), ';') || is_braced(t));
        if let Some(TokenTree::Group(body)) = end {
            let line = keyword.span().start().line;
            let lines = body.span_close().end().line + 1 - line;
            self.functions.push(Function { name: name.to_string(), line, lines });
        }
    }
}

/// The number of tokens of the item at the head of `tokens` if only tests compile it.
fn test_item(tokens: &[TokenTree]) -> Option<usize> {
    let [TokenTree::Punct(hash), TokenTree::Group(attribute), rest @ ..] = tokens else { return None };
    if hash.as_char() != '#' || !is_test(attribute) {
        return None;
    }
    let end = rest.iter().position(|t| is(Some(t), ';') || is_braced(t))?;
    Some(2 + end + 1)
}

/// Whether an attribute is `cfg(test)` or `cfg(all(test, …))`.
fn is_test(attribute: &Group) -> bool {
    let words: Vec<String> =
        attribute.to_string().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    let has = |word: &str| words.iter().any(|w| w == word);
    has("cfg") && has("test") && !has("not") && !has("any")
}

fn lines_of(tokens: &[TokenTree]) -> usize {
    match tokens {
        [first, .., last] => last.span().end().line + 1 - first.span().start().line,
        _ => 0,
    }
}

fn is(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_braced(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

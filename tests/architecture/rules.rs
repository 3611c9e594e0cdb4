//! The rules of the house, and the check of sources against them.

use crate::tokens::{self, Named, Source};

/// Every module at the top of `src/`, and the modules it may use. Each may use itself.
const EDGES: [(&str, &[&str]); 12] = [
    ("text", &[]),
    ("segment", &["text"]),
    ("extract", &["text", "segment"]),
    ("story", &["text", "segment", "extract"]),
    ("corpus", &["text", "story"]),
    ("identity", &["text", "extract"]),
    ("index", &["text", "segment", "extract", "story", "corpus", "identity"]),
    ("query", &["text", "segment"]),
    ("snippet", &["text", "segment", "extract", "story", "query"]),
    ("search", &["text", "segment", "extract", "story", "corpus", "identity", "index", "query", "snippet"]),
    (
        "print",
        &["text", "segment", "extract", "story", "corpus", "identity", "query", "snippet", "search", "index"],
    ),
    (
        "cli",
        &["text", "segment", "extract", "story", "corpus", "index", "query", "snippet", "search", "print"],
    ),
];

/// Edges of single files, by the beginning of their paths.
const MORE_EDGES: [(&str, &str); 1] = [("query/plan", "index")];

/// Names that only some files may say, by the beginning of their paths.
const ROOMS: [(&[&str], &[&str]); 6] = [
    (&["tantivy"], &["index/", "index.rs", "query/plan", "search/", "search.rs"]),
    (&["clap", "clap_complete", "clap_mangen"], &["cli/"]),
    (&["globset", "serde_spanned", "toml_edit"], &["index/"]),
    (&["indicatif"], &["print/"]),
    (&["csv", "terminal_size"], &["print/"]),
    (&["anstream"], &["print/", "cli/"]),
];

/// Macros that only these files may call.
const PRINTING: (&[&str], &[&str]) = (&["print", "println", "eprint", "eprintln"], &["print/", "cli/"]);

/// Modules that are pure functions, and what of the standard library they may not touch.
const PURE: (&[&str], &[&str]) =
    (&["text", "segment", "extract", "story", "identity"], &["fs", "io", "env", "net", "process"]);

const MAX_FILE: usize = 500;
const MEDIAN_FILE: usize = 200;
const MAX_FUNCTION: usize = 80;
const MEDIAN_FUNCTION: usize = 10;

/// Every violation in `files`, (path from `src/`, text) each, as `file:line: rule`.
pub fn check(files: &[(String, String)]) -> Vec<String> {
    let mut said = Vec::new();
    let (mut file_lines, mut function_lines) = (Vec::new(), Vec::new());
    let (tests, files): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| is_test_file(path));
    for (path, text) in tests {
        said.extend(check_doc(text).map(|rule| format!("src/{path}:1: {rule}")));
    }
    for (path, text) in files {
        let mut found = match tokens::read(text) {
            Ok(source) => {
                file_lines.push(source.lines);
                function_lines.extend(source.functions.iter().map(|f| f.lines));
                check_file(path, text, &source)
            }
            Err(error) => vec![(1, error)],
        };
        found.dedup();
        said.extend(found.into_iter().map(|(line, rule)| format!("src/{path}:{line}: {rule}")));
    }
    check_median(file_lines, MEDIAN_FILE, "file", " without its tests", &mut said);
    check_median(function_lines, MEDIAN_FUNCTION, "function", "", &mut said);
    said
}

fn check_median(mut lines: Vec<usize>, limit: usize, what: &str, how: &str, said: &mut Vec<String>) {
    lines.sort_unstable();
    if let Some(median) = lines.get(lines.len() / 2).filter(|m| **m > limit) {
        said.push(format!("src: the median {what} has {median} lines{how}, {limit} are allowed"));
    }
}

/// Violations in one file, with their lines.
fn check_file(path: &str, text: &str, source: &Source) -> Vec<(usize, String)> {
    let mut said = Vec::new();
    said.extend(check_doc(text).map(|rule| (1, rule)));
    if source.lines > MAX_FILE {
        let lines = source.lines;
        said.push((1, format!("the file has {lines} lines without its tests, {MAX_FILE} are allowed")));
    }
    for f in source.functions.iter().filter(|f| f.lines > MAX_FUNCTION) {
        said.push((f.line, format!("function {} has {} lines, {MAX_FUNCTION} are allowed", f.name, f.lines)));
    }
    for (name, line) in &source.macros {
        if PRINTING.0.contains(&name.as_str()) && !begins(path, PRINTING.1) {
            said.push((*line, format!("{name}! belongs in {}", PRINTING.1.join(" and "))));
        }
    }
    let module = module_of(path);
    let is_root = matches!(path, "lib.rs" | "main.rs");
    if !is_root && EDGES.iter().all(|(name, _)| *name != module[0]) {
        said.push((
            1,
            format!("{} is in no rule: tests/architecture/rules.rs says who may use it", module[0]),
        ));
    }
    for named in &source.paths {
        let rule = outside(path, named).or_else(|| if is_root { None } else { inside(path, &module, named) });
        said.extend(rule.map(|rule| (named.line, rule)));
    }
    said
}

fn check_doc(text: &str) -> Option<String> {
    let has = text.trim_start().starts_with("//!");
    (!has).then(|| "a file opens with a //! doc that says what it is for".to_owned())
}

/// Whether a file is `mod tests;` of a module: like tests in place it need only say what it is for.
fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The path of modules of a file: `text/span.rs` is `[text, span]`.
fn module_of(path: &str) -> Vec<&str> {
    let parts = path.trim_end_matches(".rs").split('/');
    parts.enumerate().filter(|(i, part)| *i == 0 || *part != "mod").map(|(_, part)| part).collect()
}

/// What is wrong with naming a crate, if anything.
fn outside(path: &str, named: &Named) -> Option<String> {
    let [first, rest @ ..] = &named.path[..] else { return None };
    if rest.is_empty() {
        return None;
    }
    for (crates, rooms) in ROOMS {
        if crates.contains(&first.as_str()) && !begins(path, rooms) {
            return Some(format!("{first} belongs in {}", rooms.join(", ")));
        }
    }
    let pure = PURE.0.contains(&module_of(path)[0]);
    let impure = first == "std" && PURE.1.contains(&rest[0].as_str());
    (pure && impure).then(|| format!("std::{} in a module of pure functions", rest[0]))
}

/// What is wrong with naming a module of ours, if anything.
fn inside(path: &str, module: &[&str], named: &Named) -> Option<String> {
    let target = from_root(module, &named.path)?;
    let known = EDGES.iter().find(|(name, _)| *name == target);
    let Some(&(target, _)) = known else {
        let is_own_crate = named.path[0] == "crate";
        return is_own_crate.then(|| format!("name the module that crate::{target} comes from"));
    };
    let allowed = EDGES.iter().find(|(name, _)| *name == module[0]).map_or(&[][..], |(_, allowed)| allowed);
    let more = MORE_EDGES.iter().any(|(files, also)| path.starts_with(files) && *also == target);
    if target == module[0] || allowed.contains(&target) || more {
        return None;
    }
    let list = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
    Some(format!("{} must not use {target} (it may use {list})", module[0]))
}

/// The first name below the crate's root that a path leads to; none for paths that stay in their
/// module or lead to other crates.
fn from_root<'a>(module: &[&'a str], path: &'a [String]) -> Option<&'a str> {
    match path[0].as_str() {
        "crate" => path.get(1).map(String::as_str),
        "super" => {
            let ups = path.iter().take_while(|name| *name == "super").count();
            if ups < module.len() { Some(module[0]) } else { path.get(ups).map(String::as_str) }
        }
        _ => None,
    }
}

fn begins(path: &str, heads: &[&str]) -> bool {
    heads.iter().any(|head| path.starts_with(head))
}

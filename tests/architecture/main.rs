//! The shape of the house: which module may use which, how long files and functions are, and that
//! every file says what it is for. The rules are in `rules.rs`; `tokens.rs` reads Rust.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

mod rules;
mod tokens;

use std::path::Path;

use rules::check;

/// The files below `folder` as (path from `src/`, text), in order.
fn sources(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, root, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn the_house_keeps_its_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &root, &mut files);
    assert!(files.len() > 20, "src/ was not found");
    let violations = check(&files);
    assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), violations.join("\n"));
}

/// What `check` says of one file that has a module doc.
fn said_of(path: &str, code: &str) -> Vec<String> {
    check(&[(path.to_owned(), format!("//! Doc.\n{code}"))])
}

#[test]
fn an_upward_edge_is_caught_in_every_form() {
    for code in [
        "use crate::story::Story;",
        "use crate::{text::Span, story::{Story, Options}};",
        "use crate::{\n    text::Span,\n};\nfn f() { let _ = crate::story::id_of(\"\"); }",
        "fn f() -> crate::story::Story { todo() }",
        "fn f() { assert!(crate::story::id_of(\"\") == \"\"); }",
        "use super::super::story::Story;",
        "pub use crate::story;",
        "impl From<crate::story::Story> for X {}",
    ] {
        let said = said_of("segment/families.rs", code);
        assert_eq!(said.len(), 1, "{code}: {said:?}");
        assert!(said[0].contains("segment must not use story"), "{said:?}");
    }
}

#[test]
fn a_violation_names_file_line_and_rule() {
    let said = said_of("text/span.rs", "\n/// Doc.\nuse crate::segment::LineKind;");
    assert_eq!(said, ["src/text/span.rs:4: text must not use segment (it may use nothing)"]);
}

#[test]
fn downward_edges_comments_strings_and_tests_are_free() {
    let code = "
        use crate::segment::Anatomy;
        use crate::{text::Span, extract::Quote};
        use super::super::segment::Line;
        // use crate::cli::Args;
        /// See [`crate::cli`] and `use crate::search::Engine;`.
        const A: &str = \"crate::cli::Args\";
        #[cfg(test)]
        mod tests { use crate::cli::Args; fn f() { println!(); std::fs::read(\"\"); } }
        #[cfg(test)]
        use crate::search::Engine;
        #[cfg(all(test, unix))]
        fn helper() { crate::cli::run() }
    ";
    assert_eq!(said_of("story/record.rs", code), [""; 0]);
}

#[test]
fn what_is_compiled_without_tests_is_checked() {
    let said = said_of("text/span.rs", "#[cfg(not(test))]\nuse crate::story::Story;");
    assert_eq!(said.len(), 1);
}

#[test]
fn only_the_plan_of_a_query_sees_the_index() {
    let code = "use crate::index::Fields;\nuse tantivy::query::Query;";
    assert_eq!(said_of("query/plan.rs", code), [""; 0]);
    assert_eq!(said_of("query/plan/near.rs", code), [""; 0]);
    assert_eq!(said_of("query/parse.rs", code).len(), 2);
}

#[test]
fn crates_stay_in_their_rooms() {
    for (path, code, at_fault) in [
        ("corpus/walk.rs", "use tantivy::Index;", "tantivy"),
        ("search/local.rs", "fn f() { ::clap::Command::new(\"x\"); }", "clap"),
        ("index/writer.rs", "use indicatif::ProgressBar;", "indicatif"),
        ("segment/decide.rs", "use std::{collections::BTreeMap, fs};", "std::fs"),
        ("text/lines.rs", "fn f(r: &mut dyn std::io::Read) {}", "std::io"),
        ("extract/quotes.rs", "fn f() { std::env::var(\"X\"); }", "std::env"),
        ("index/writer.rs", "fn f() { println!(\"x\"); }", "println!"),
        ("index/writer.rs", "fn f() { std::println!(\"x\"); }", "println!"),
        ("index/writer.rs", "fn f() { if true { eprint!(\"x\") } }", "eprint!"),
        ("corpus/walk.rs", "use anstream::stdout;", "anstream"),
        ("main.rs", "fn main() { eprintln!(\"x\"); }", "eprintln!"),
    ] {
        let said = said_of(path, code);
        assert_eq!(said.len(), 1, "{path}: {code}: {said:?}");
        assert!(said[0].contains(at_fault), "{said:?}");
    }
    for (path, code) in [
        ("index/writer.rs", "use tantivy::Index;\nuse std::fs;"),
        ("cli/args.rs", "use clap::Parser;\nfn f() { println!() }"),
        ("print/progress.rs", "use indicatif::ProgressBar;\nuse anstream::stdout;"),
        ("text/words.rs", "use std::fmt;\nfn tantivy() {}"),
    ] {
        assert_eq!(said_of(path, code), [""; 0], "{path}");
    }
}

#[test]
fn names_at_the_root_hide_no_edge() {
    let said = said_of("text/span.rs", "use crate::Story;");
    assert_eq!(said, ["src/text/span.rs:2: name the module that crate::Story comes from"]);
}

#[test]
fn a_module_without_rules_is_caught() {
    assert!(said_of("misc/mod.rs", "")[0].contains("misc is in no rule"));
    assert!(said_of("misc.rs", "")[0].contains("misc is in no rule"));
}

#[test]
fn a_missing_module_doc_is_caught() {
    let said = check(&[("text/span.rs".into(), "// Comment.\nfn f() {}\n".into())]);
    assert_eq!(said, ["src/text/span.rs:1: a file opens with a //! doc that says what it is for"]);
}

#[test]
fn a_file_of_tests_is_free_but_has_a_doc() {
    let code = format!("use crate::cli::Args;\n{}", function(100));
    assert_eq!(said_of("text/sentences/tests.rs", &code), [""; 0]);
    assert_eq!(check(&[("text/tests/a.rs".into(), code)]).len(), 1);
}

/// A function of so many lines.
fn function(lines: usize) -> String {
    format!("fn f() {{\n{}}}\n", "    g();\n".repeat(lines - 2))
}

#[test]
fn long_functions_are_caught_outside_tests() {
    let shorts = "fn g() {}\nfn h() {}\n";
    let said = said_of("text/span.rs", &format!("{shorts}{}", function(81)));
    assert_eq!(said, ["src/text/span.rs:4: function f has 81 lines, 80 are allowed"]);
    let nested = format!("{shorts}impl X {{\n    #[inline]\n    pub {}}}\n", function(81));
    assert_eq!(said_of("text/span.rs", &nested).len(), 1);
    assert_eq!(said_of("text/span.rs", &format!("{shorts}{}", function(80))), [""; 0]);
    let tests = format!("{shorts}#[cfg(test)]\nmod tests {{\n{}}}\n", function(200));
    assert_eq!(said_of("text/span.rs", &tests), [""; 0]);
}

#[test]
fn the_median_function_is_short() {
    let code = format!("fn g() {{}}\n{}{}", function(11), function(12));
    let said = said_of("text/span.rs", &code);
    assert_eq!(said, ["src: the median function has 11 lines, 10 are allowed"]);
    assert_eq!(said_of("text/span.rs", "type F = fn(u8) -> u8;\ntrait T { fn f(&self); }"), [""; 0]);
}

#[test]
fn long_files_are_caught_without_their_tests() {
    let consts = |n: usize| "const A: u8 = 0;\n".repeat(n);
    let files = |lines: usize, tail: &str| {
        let long = format!("//! Doc.\n{}{tail}", consts(lines - 1));
        let short = || "//! Doc.\n".to_owned();
        check(&[("text/a.rs".into(), long), ("text/b.rs".into(), short()), ("text/c.rs".into(), short())])
    };
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", consts(300));
    assert_eq!(files(500, &tests), [""; 0]);
    assert_eq!(
        files(501, &tests),
        ["src/text/a.rs:1: the file has 501 lines without its tests, 500 are allowed"]
    );
    let said = said_of("text/a.rs", &consts(250));
    assert_eq!(said, ["src: the median file has 251 lines without its tests, 200 are allowed"]);
}

//! What `path:` and `file:` ask of an address.

use regex::Regex;

use super::ast::PathPart;

/// A test of addresses. Letter case does not matter.
#[derive(Clone, Debug)]
pub struct PathTest {
    pattern: Option<Regex>,
}

impl PathTest {
    /// `path:2017/11` is folders, or a file, somewhere in the address; with a star or question mark the
    /// whole address is meant. `file:` is the last part, with or without its ending.
    ///
    /// ```
    /// use morgue::query::PathPart;
    /// use morgue::query::path::PathTest;
    /// assert!(PathTest::of(PathPart::Path, "2017/11").passes("scrape/2017/11/a.txt"));
    /// assert!(!PathTest::of(PathPart::Path, "2017/1").passes("scrape/2017/11/a.txt"));
    /// assert!(PathTest::of(PathPart::Path, "scrape/*/a.*").passes("scrape/2017/11/a.txt"));
    /// assert!(PathTest::of(PathPart::File, "a").passes("scrape/2017/11/a.txt"));
    /// assert!(PathTest::of(PathPart::File, "a").passes("scrape.zip!a.jsonl#17"));
    /// assert!(PathTest::of(PathPart::File, "Rain!").passes(r"2017/Rain\!.txt"));
    /// ```
    pub fn of(part: PathPart, text: &str) -> PathTest {
        let text = text.replace('\\', "/");
        let wild = text.contains(['*', '?']);
        let body: String = text.trim_matches('/').chars().map(piece).collect();
        let pattern = match (part, wild) {
            (PathPart::Path, true) => format!("^{body}$"),
            (PathPart::Path, false) => format!("(?:^|/|!){body}(?:$|[/!#])"),
            (PathPart::File | PathPart::Id, _) => {
                format!(r"(?:^|/|[^\\]!){body}(?:\.(?:\\!|[^/!])*?)?(?:#\d+)*$")
            }
        };
        PathTest { pattern: Regex::new(&format!("(?is){pattern}")).ok() }
    }

    /// Whether an address passes.
    pub fn passes(&self, address: &str) -> bool {
        self.pattern.as_ref().is_some_and(|pattern| pattern.is_match(address))
    }
}

fn piece(c: char) -> String {
    match c {
        '*' => ".*".to_owned(),
        '?' => ".".to_owned(),
        // In an address an exclamation mark of a name has a backslash before it.
        '!' => r"\\?!".to_owned(),
        c => regex::escape(&c.to_string()),
    }
}

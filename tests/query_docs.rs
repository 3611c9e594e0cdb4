//! The tables of docs/QUERY.md say what the parser does, and what is found in the sample archive.

mod common;

use common::SampleArchive;
use morgue::query::parse;

/// Rows of all tables: the cells without the bars.
fn rows(columns: usize) -> Vec<Vec<String>> {
    let text = include_str!("../docs/QUERY.md");
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let rows = text.lines().filter(|line| line.starts_with("| `")).map(cells);
    rows.filter(|row| row.len() == columns).collect()
}

/// What stands between the first two backticks.
fn code(cell: &str) -> &str {
    cell.split('`').nth(1).unwrap_or("")
}

#[test]
fn documented_constructs_need_no_repair() {
    let rows = rows(3);
    assert!(rows.len() > 40);
    for row in rows {
        let query = parse(code(&row[0]));
        assert!(query.repairs.is_empty(), "{}: {:?}", row[0], query.repairs);
        assert!(!row[1].is_empty() && row[2].contains('`'), "{row:?}");
    }
}

#[test]
fn documented_repairs_read_as_documented_and_are_told() {
    let rows = rows(2);
    assert!(rows.len() > 20);
    for row in rows {
        let query = parse(code(&row[0]));
        assert_eq!(query.reading(), code(&row[1]), "{}", row[0]);
        assert!(!query.repairs.is_empty(), "{}", row[0]);
    }
}

/// `finds` names stories by the stems of their file names; those behind `not` must not be found.
#[test]
fn documented_queries_find_the_stories_they_name() {
    let archive = SampleArchive::indexed();
    let mut wrong = Vec::new();
    for row in rows(3) {
        let found = archive.stems(code(&row[0]));
        let (wanted, unwanted) = row[2].split_once("not ").unwrap_or((&row[2], ""));
        let named = |cell: &str| -> Vec<String> {
            cell.split('`').skip(1).step_by(2).map(|stem| stem.trim().to_owned()).collect()
        };
        let missing: Vec<String> = named(wanted).into_iter().filter(|stem| !found.contains(stem)).collect();
        let extra: Vec<String> = named(unwanted).into_iter().filter(|stem| found.contains(stem)).collect();
        if !missing.is_empty() || !extra.is_empty() {
            wrong.push(format!("{}: missing {missing:?}, extra {extra:?}", row[0]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! The tables of docs/QUERY.md say what the parser does, and what is found in the sample archive.

mod common;

use common::SampleArchive;
use morgue::query::parse;

/// What stands in the columns headed `you type` (or `you type here`) and `told`, for each row of the tables
/// that have both.
fn rows(told: &str) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    let (mut columns, mut before) = (None, "");
    for line in include_str!("../docs/QUERY.md").lines() {
        if line.starts_with("|---") {
            let head = cells(before);
            let find = |names: [&str; 2]| head.iter().position(|cell| names.contains(&cell.as_str()));
            columns = find(["you type", "you type here"]).zip(find([told; 2]));
        } else if let Some((query, told)) = columns.filter(|_| line.starts_with("| `")) {
            let cells = cells(line);
            rows.push((code(&cells[query]).to_owned(), cells[told].clone()));
        }
        before = line;
    }
    rows
}

/// The cells of a row without the bars.
fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// What stands between the first two backticks.
fn code(cell: &str) -> &str {
    cell.split('`').nth(1).unwrap_or("")
}

#[test]
fn documented_constructs_need_no_repair() {
    let rows = rows("finds");
    assert!(rows.len() > 150, "{}", rows.len());
    for (typed, finds) in rows {
        let query = parse(&typed);
        assert!(query.repairs.is_empty(), "{typed}: {:?}", query.repairs);
        assert!(finds.contains('`'), "{typed}: {finds}");
    }
}

#[test]
fn documented_repairs_read_as_documented_and_are_told() {
    let rows = rows("it reads as");
    assert!(rows.len() > 20, "{}", rows.len());
    for (typed, reading) in rows {
        let query = parse(&typed);
        assert_eq!(query.reading(), code(&reading), "{typed}");
        assert!(!query.repairs.is_empty(), "{typed}");
    }
}

/// What explains a query says `reads as` where brackets are added to it.
#[test]
fn documented_readings_are_printed_so() {
    let told = rows("it means").into_iter().chain(rows("here"));
    let told: Vec<_> = told.filter(|(_, meaning)| meaning.starts_with("reads as ")).collect();
    assert!(told.len() > 1, "{told:?}");
    for (typed, meaning) in told {
        assert_eq!(parse(&typed).reading(), code(&meaning), "{typed}");
    }
}

/// `finds` names stories by the stems of their file names; those behind `not` must not be found.
#[test]
fn documented_queries_find_the_stories_they_name() {
    let archive = SampleArchive::indexed();
    let mut wrong = Vec::new();
    for (typed, finds) in rows("finds") {
        let found = archive.stems(&typed);
        let (wanted, unwanted) = finds.split_once("not ").unwrap_or((&finds, ""));
        let named = |cell: &str| -> Vec<String> {
            cell.split('`').skip(1).step_by(2).map(|stem| stem.trim().to_owned()).collect()
        };
        let missing: Vec<String> = named(wanted).into_iter().filter(|stem| !found.contains(stem)).collect();
        let extra: Vec<String> = named(unwanted).into_iter().filter(|stem| found.contains(stem)).collect();
        if !missing.is_empty() || !extra.is_empty() {
            wrong.push(format!("{typed}: missing {missing:?}, extra {extra:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

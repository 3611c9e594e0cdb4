//! The paper: given, else a copyright or disclaimer line, else the first folder that is no date.

use crate::text::blanks::collapsed;
use std::sync::LazyLock;

use regex::Regex;

use super::parts::{Parts, starts_ignoring_case};
use super::{Origin, Sourced, agencies, days};
use crate::extract::Given;

/// Stands for an exclamation mark in a name while a path is cut.
const LETTER: &str = "\0";

/// The longest name of a paper, in bytes.
const LONGEST: usize = 70;

/// The paper with where its name was read.
pub(super) fn source(parts: &Parts<'_>, given: &Given) -> Option<Sourced<String>> {
    let told = given.source.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if let Some(name) = told {
        return Some(Sourced { value: name.to_owned(), origin: Origin::Given });
    }
    if let Some(value) = in_text(parts) {
        return Some(Sourced { value, origin: Origin::Text });
    }
    // `\!` is no border of a container but a letter of a name, see `corpus::address`.
    let path = given.path.as_deref()?.replace(r"\!", LETTER);
    let folder = first_folder(&path)?.replace(LETTER, "!");
    Some(Sourced { value: folder, origin: Origin::Path })
}

fn in_text(parts: &Parts<'_>) -> Option<String> {
    let notices =
        parts.notices.iter().copied().chain(parts.edges.iter().copied().filter(|l| opens_disclaimer(l)));
    let disclaimed = notices.filter(|line| line.len() < 1000).find_map(disclaimer_name);
    disclaimed.or_else(|| parts.copyrights.iter().find_map(|line| copyright_name(line)))
}

fn opens_disclaimer(line: &str) -> bool {
    ["disclaimer", "(this story", "this story", "this article", "(only the headline", "(with the exception"]
        .iter()
        .any(|head| starts_ignoring_case(line, head))
}

/// Sentences that name the paper; each form has one group.
static DISCLAIMERS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        r"\b[Nn]o (?<n>\p{Lu}[^.,;:]{1,60}?) (?:[Jj]ournalists?|[Ss]taff|[Rr]eporters?|[Ee]mployees?|[Ee]ditors?)\b",
        r"(?:edited|reworked|created|altered|verified|reviewed|written) by (?:the )?(?<n>\p{Lu}[^.,;:]{1,60}?)(?:['’]s)? (?:staff|team|editorial|desk|editors|journalists)\b",
        r"(?:first|originally) (?:appeared|published|ran)(?: by| in| on| at)? (?<n>(?:[Tt]he )?\p{Lu}[^.,;:]{1,60}?)(?:[.,;:]| on | in |$)",
        r"(?:reflect|represent)(?:s|ing)? (?:the )?(?:views|opinions?|policy|position|those) (?:and \w+ )?of (?<n>(?:[Tt]he )?\p{Lu}[^.,;:]{1,60}?)(?:[.,;:]| or | and |$)",
        r"(?:not|nor) (?:necessarily )?(?:reflect|represent) (?:those of |that of )(?<n>(?:[Tt]he )?\p{Lu}[^.,;:]{1,60}?)(?:[.,;:]| or | and |$)",
        r"(?<n>\p{Lu}[^.,;:]{1,60}?) (?:does not|doesn't|is not|assumes no|accepts no|cannot|takes no)\b",
    ]
    .iter()
    .filter_map(|form| Regex::new(form).ok())
    .collect()
});

fn disclaimer_name(line: &str) -> Option<String> {
    let line = line.trim_start();
    let line = line.strip_prefix("Disclaimer:").or_else(|| line.strip_prefix("DISCLAIMER:")).unwrap_or(line);
    DISCLAIMERS.iter().find_map(|form| paper(form.captures(line)?.name("n")?.as_str()))
}

/// What stands between a copyright mark with its years and the reserved rights.
static COPYRIGHT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let mark = r"(?:©|&copy;|\(c\)|\bcopyright\b)";
    let rights =
        r"(?:all\s+rights?|todos\s+l?os\s+d[ei]re[ci]\w+|tous\s+droits|alle\s+rechte|tutti\s+i\s+diritti)";
    let year = r"(?:\d{4}(?:\s*[-–,]\s*\d{4})?)";
    Regex::new(&format!(
        r"(?i)^(?<mark>{mark}(?:[\s:,]*{mark})*)[\s:,]*(?<y>{year})?[\s,.:|-]*(?<by>by\s+)?(?<n>\S.*?)(?:[\s,.]+(?<y2>{year}))?[\s,.]*(?:[,.|–—-]?\s*{rights}\s.*|[|•·].*)?$"
    ))
    .ok()
});

fn copyright_name(line: &str) -> Option<String> {
    if line.len() > 400 {
        return None;
    }
    let found = COPYRIGHT.as_ref()?.captures(line)?;
    let sure = found.name("y").or(found.name("y2")).or(found.name("by")).is_some()
        || found.name("mark").is_some_and(|m| m.as_str().contains('©'))
        || ["ll rights", "LL RIGHTS", "ay not be", "eproduc", "edistribut"]
            .iter()
            .any(|law| line.contains(law));
    sure.then(|| paper(first_sentence(found.name("n")?.as_str()))).flatten()
}

/// Up to a stop that does not follow a short word, as that of `St. Anselm` does.
fn first_sentence(name: &str) -> &str {
    let word = |end: usize| name.get(..end).unwrap_or("").rsplit(' ').next().unwrap_or("");
    let stop = name.match_indices(". ").find(|&(at, _)| word(at).len() > 3);
    stop.and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}

/// A name that can be a paper's: capitalised, short, no agency, no word of the law.
fn paper(name: &str) -> Option<String> {
    let name = collapsed(
        name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '|' | '-' | '–' | '"')),
    );
    const LAW: [&str; 14] = [
        "All",
        "This",
        "These",
        "The views",
        "Notice",
        "Policy",
        "Information",
        "Terms",
        "Law",
        "Infringement",
        "Views",
        "It",
        "Rights",
        "Opinions",
    ];
    let capital =
        name.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || name.contains(char::is_uppercase);
    let legal = LAW.iter().any(|word| name.split(' ').next() == Some(word) || name == *word);
    let fits = capital && !legal && name.len() >= 2 && name.len() <= LONGEST && name.split(' ').count() <= 8;
    (fits && agencies::by_tag(&name).is_none() && name.contains(char::is_alphabetic)).then_some(name)
}

/// The first folder of an archive-relative path that is no date. Parts behind `!` lie in a
/// container and count too; a container's own name does not.
fn first_folder(path: &str) -> Option<&str> {
    path.split('!')
        .flat_map(|part| part.rsplit_once(['/', '\\']).map_or("", |(folders, _)| folders).split(['/', '\\']))
        .map(str::trim)
        .find(|folder| !folder.is_empty() && !folder.chars().all(|c| c == '.') && !is_date(folder))
}

/// `2017`, `2017-11`, `11`, `21`, `20171121`, `nov`, `2017-11-21`.
fn is_date(folder: &str) -> bool {
    let digits = folder.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
    let count = folder.bytes().filter(u8::is_ascii_digit).count();
    let month = folder.bytes().all(|b| b.is_ascii_alphabetic()) && is_month_name(folder);
    (digits && (1..=8).contains(&count)) || month
}

fn is_month_name(folder: &str) -> bool {
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let lower = folder.to_ascii_lowercase();
    FULL.iter().any(|m| *m == lower || (lower.len() >= 3 && lower.len() <= 4 && m.starts_with(&lower)))
        && days::month(&lower).is_some()
}

#[cfg(test)]
mod tests {
    use super::{copyright_name, disclaimer_name, first_folder};

    #[test]
    fn copyright_lines_name_the_paper() {
        for (line, name) in [
            ("© 2017 The Daily Planet. All rights reserved", "The Daily Planet"),
            ("© 2017 El Norte del Sur. Todos los derechos reservados.", "El Norte del Sur"),
            ("© Business Examiner 1997", "Business Examiner"),
            ("Copyright 2019 Foo Media Ltd", "Foo Media Ltd"),
            ("Copyright © 2019 Foo Media Ltd. All Rights Reserved.", "Foo Media Ltd"),
            ("(c) 2001-2005 Hale Tribune, all rights reserved", "Hale Tribune"),
            ("COPYRIGHT 2019 by The Evening Lamp", "The Evening Lamp"),
            ("&copy; 2020 Lamp & Post Inc. | Privacy | Terms", "Lamp & Post Inc"),
            ("© 2018, St. Anselm Courier", "St. Anselm Courier"),
            ("© The Daily Planet", "The Daily Planet"),
            ("Copyright Hale Tribune. No part may be reproduced.", "Hale Tribune"),
            ("Copyright 2017 The Associated Press. All rights reserved.", ""),
            ("© 2017 AFP", ""),
            ("Copyright Policy", ""),
            ("Copyright laws apply to this text", ""),
            ("© 2017", ""),
            ("© 2017 All rights reserved", ""),
            ("Copyright", ""),
        ] {
            assert_eq!(copyright_name(line).unwrap_or_default(), name, "{line}");
        }
    }

    #[test]
    fn disclaimers_name_the_paper() {
        for (line, name) in [
            (
                "Disclaimer: No Business Standard Journalist was involved in creation of this content",
                "Business Standard",
            ),
            (
                "(This story has not been edited by The Evening Lamp staff and is auto-generated.)",
                "The Evening Lamp",
            ),
            ("This article originally appeared in The Daily Planet.", "The Daily Planet"),
            ("The views expressed here do not necessarily reflect those of Hale Tribune.", "Hale Tribune"),
            ("The content was made by an advertiser.", ""),
            ("", ""),
        ] {
            assert_eq!(disclaimer_name(line).unwrap_or_default(), name, "{line}");
        }
    }

    #[test]
    fn the_first_folder_that_is_no_date_names_the_paper() {
        for (path, name) in [
            ("planet/2017/11/21/a.txt", "planet"),
            ("2017/11/21/planet/a.txt", "planet"),
            ("2017/11/21/a.txt", ""),
            ("2017-11/21/a.txt", ""),
            ("20171121/planet/a.txt", "planet"),
            ("2017/nov/21/planet/a.txt", "planet"),
            ("a.txt", ""),
            ("./planet/a.txt", "planet"),
            ("2017/dump.zip!planet/a.txt#3", "planet"),
            ("planet\\2017\\a.txt", "planet"),
            ("", ""),
        ] {
            assert_eq!(first_folder(path).unwrap_or(""), name, "{path}");
        }
    }
}

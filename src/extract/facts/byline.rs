//! The byline: who wrote the story, without `By`, titles, places, dates and addresses.

use super::parts::{Parts, starts_ignoring_case};
use super::{agencies, days};
use crate::text::blanks::collapsed;

/// The most byline lines that are read: no story has more, and names are compared pair by pair.
const LINES: usize = 20;

/// The names in the byline lines, as written; several lines are joined with commas.
pub(super) fn byline(parts: &Parts<'_>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for name in parts.bylines.iter().take(LINES).filter_map(|line| names_in(line)) {
        if !names.iter().any(|known| known.contains(&name)) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| joined(&names))
}

fn joined(names: &[String]) -> String {
    let mut out = String::new();
    for name in names {
        let links = ["and ", "& "].iter().any(|link| name.starts_with(link));
        match (out.is_empty(), links) {
            (true, _) => {}
            (false, true) => out.push(' '),
            (false, false) => out.push_str(", "),
        }
        out.push_str(name);
    }
    out
}

/// Openings of a byline, longest first.
const OPENINGS: &[&str] = &[
    "reporting and writing by",
    "additional reporting by",
    "reported and written by",
    "originally published by",
    "words and pictures by",
    "story and photos by",
    "words and photos by",
    "an analysis by",
    "commentary by",
    "reported by",
    "compiled by",
    "analysis by",
    "reporting by",
    "article by",
    "opinion by",
    "written by",
    "submitted by",
    "published by",
    "posted by",
    "review by",
    "column by",
    "edited by",
    "report by",
    "story by",
    "text by",
    "words by",
    "authored by",
    "authors:",
    "author:",
    "writer:",
    "reporter:",
    "byline:",
    "from",
    "by:",
    "by",
];

/// The names in one line: `By Ana Roe, Staff Writer | Nov. 20` gives `Ana Roe`.
fn names_in(line: &str) -> Option<String> {
    let line = collapsed(line);
    let bare = without_opening(
        line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '-' | '—' | '–')),
    );
    let segments = bare.split(['|', '•', '·', ';', '\u{2014}', '/', '(']).next()?;
    let mut kept: Vec<&str> = Vec::new();
    for (i, piece) in segments.split(", ").enumerate() {
        match clean(piece) {
            Some(name) if !(i > 0 && is_place_of_author(piece.trim())) => kept.push(name),
            _ => {}
        }
    }
    let names = kept.join(", ");
    (!names.is_empty()).then_some(names)
}

fn without_opening(line: &str) -> &str {
    let opening = OPENINGS.iter().find(|head| {
        let after = line.get(head.len()..).and_then(|rest| rest.chars().next());
        starts_ignoring_case(line, head) && after.is_none_or(|c| c.is_whitespace() || c == ':')
    });
    opening.and_then(|head| line.get(head.len()..)).unwrap_or(line).trim_start_matches([':', ' '])
}

/// A name without what hangs on it; none if nothing of a name is left.
fn clean(piece: &str) -> Option<&str> {
    let piece = cut_at(
        piece,
        &[
            " for The ",
            " for the ",
            " in ",
            " at ",
            " of The ",
            " of the ",
            " Published",
            " Updated",
            " Posted",
            " @",
            " is a ",
            " is the ",
        ],
    );
    let piece = without_address(piece);
    let piece = cut_at_title(piece.trim().trim_end_matches([',', ':', '.']));
    let piece = piece.trim();
    let named = piece.chars().any(char::is_alphabetic) && !piece.contains('@') && !piece.contains("://");
    let dated = days::full(piece).is_some() || days::without_year(piece).is_some();
    let worded = !is_title(piece) && agencies::by_tag(without_staff(piece)).is_none();
    (named && !dated && worded && piece.len() <= 120 && has_capital(piece)).then_some(piece)
}

/// Up to the word before a mail or web address.
fn without_address(piece: &str) -> &str {
    let at = piece.find('@').or_else(|| piece.find("://"));
    let word = at.and_then(|at| piece.get(..at)).map(|head| head.rfind(' ').unwrap_or(0));
    word.and_then(|end| piece.get(..end)).unwrap_or(piece)
}

fn without_staff(piece: &str) -> &str {
    piece.strip_suffix(" Staff").or_else(|| piece.strip_suffix(" staff")).unwrap_or(piece)
}

fn has_capital(piece: &str) -> bool {
    piece.chars().any(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
}

fn cut_at<'a>(text: &'a str, marks: &[&str]) -> &'a str {
    let end = marks.iter().filter_map(|m| text.find(m)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// Words that stand beside a [`TITLE_HEADS`] word, in lower case.
const TITLE_WORDS: &[&str] = &[
    "contributing",
    "senior",
    "chief",
    "political",
    "business",
    "sports",
    "foreign",
    "national",
    "special",
    "deputy",
    "assistant",
    "associate",
    "managing",
    "our",
    "the",
    "a",
    "web",
    "online",
    "agency",
    "reports",
    "freelance",
    "diplomatic",
    "economics",
    "technology",
    "science",
    "health",
    "education",
    "environment",
    "crime",
    "city",
    "state",
    "local",
    "world",
    "international",
    "london",
    "washington",
    "moscow",
    "economic",
    "legal",
    "affairs",
    "security",
    "defence",
    "defense",
    "culture",
    "arts",
    "film",
    "music",
    "food",
    "travel",
    "opinion",
    "digital",
    "video",
    "photo",
    "investigative",
    "guest",
    "columnists",
    "express",
    "tns",
    "newspaper",
    "and",
    "by",
    "house",
    "white",
    "european",
    "asia",
    "africa",
    "middle",
    "east",
    "north",
    "south",
    "america",
    "features",
    "feature",
    "executive",
    "general",
    "assignment",
    "consumer",
    "religion",
    "entertainment",
    "real",
    "estate",
    "property",
    "sport",
    "football",
];

/// Words that alone make a title of the words around them.
const TITLE_HEADS: &[&str] = &[
    "writer",
    "writers",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "editor",
    "editors",
    "columnist",
    "contributor",
    "critic",
    "journalist",
    "journalists",
    "staff",
    "bureau",
    "desk",
    "agencies",
    "team",
    "wire",
    "news",
    "service",
    "services",
    "photographer",
    "producer",
    "admin",
    "newspapers",
    "media",
    "press",
    "report",
];

/// Whether every word belongs to a title and one of them makes it one: `Our Moscow Correspondent`.
fn is_title(piece: &str) -> bool {
    let words: Vec<String> = piece.split_whitespace().map(lower).collect();
    words.iter().any(|w| TITLE_HEADS.contains(&w.as_str()))
        && words.iter().all(|w| TITLE_HEADS.contains(&w.as_str()) || TITLE_WORDS.contains(&w.as_str()))
}

/// `ANA ROE Staff Writer` gives `ANA ROE`: a title behind two or more words of a name is cut off.
fn cut_at_title(piece: &str) -> &str {
    if is_title(piece) {
        return piece;
    }
    let starts = piece.char_indices().filter(|&(i, _)| i == 0 || piece.as_bytes().get(i - 1) == Some(&b' '));
    let mut name_words = 0;
    for (start, _) in starts {
        let tail = piece.get(start..).unwrap_or("");
        if name_words >= 2 && (is_title(tail) || agencies::by_tag(tail).is_some()) {
            return piece.get(..start).unwrap_or(piece);
        }
        name_words += 1;
        if name_words > 12 {
            break;
        }
    }
    piece
}

fn lower(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Behind a comma: where the author writes from, or for whom; a person has two words or more.
fn is_place_of_author(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    let joins = matches!(first, "and" | "&" | "with");
    let alone = words.next().is_none();
    let paper = [
        "News",
        "Times",
        "Post",
        "Journal",
        "Tribune",
        "Herald",
        "Press",
        "Gazette",
        "Chronicle",
        "Media",
        "Magazine",
    ]
    .iter()
    .any(|end| name.ends_with(end));
    !joins
        && (alone && !matches!(first, "Jr." | "Jr" | "Sr." | "Sr" | "III" | "II")
            || paper
            || super::place::is_known(name))
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn bylines_give_the_names_as_written() {
        let mut wrong = Vec::new();
        for (line, names) in [
            ("By Ana Roe", "Ana Roe"),
            ("BY ANA ROE", "ANA ROE"),
            ("By Ana Roe, Staff Writer", "Ana Roe"),
            ("By ANA ROE Staff Writer", "ANA ROE"),
            ("By Ana Roe and Bo Lund", "Ana Roe and Bo Lund"),
            ("By Ana Roe, Bo Lund and Cy Oda", "Ana Roe, Bo Lund and Cy Oda"),
            ("By Ana Roe in Sofia and Bo Lund", "Ana Roe"),
            ("By Ana Roe, Political Correspondent, London", "Ana Roe"),
            ("By Ana Roe | Nov. 20, 2017", "Ana Roe"),
            ("By Ana Roe, Associated Press", "Ana Roe"),
            ("By Ana Roe Associated Press", "Ana Roe"),
            ("By Ana Roe, The Daily Planet News", "Ana Roe"),
            ("By Ana Roe for The Daily Planet", "Ana Roe"),
            ("Ana Roe, Sports Editor", "Ana Roe"),
            ("Written by: Ana Roe", "Ana Roe"),
            ("By Bo Lund Jr., Staff Reporter", "Bo Lund Jr"),
            ("Posted by Ana Roe @anaroe", "Ana Roe"),
            ("By Ana Roe ana.roe@example.org", "Ana Roe"),
            ("By Byron Byers", "Byron Byers"),
            ("By our Moscow correspondent", ""),
            ("By Staff Reporter", ""),
            ("By Reuters Staff", ""),
            ("By Associated Press", ""),
            ("Staff Writer", ""),
            ("Nov. 20, 2017", ""),
            ("By", ""),
            ("", ""),
        ] {
            let got = names_in(line).unwrap_or_default();
            if got != names {
                wrong.push(format!("{line}: {got:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

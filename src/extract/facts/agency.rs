//! The news agency that a story came from: sign-off, dateline, credit, copyright line.
//!
//! A mention in the story's prose (`told Reuters`) is no credit and is never looked at.

use super::parts::{Parts, starts_ignoring_case};
use super::{Dateline, agencies};

/// The usual short name of the agency.
pub(super) fn agency(parts: &Parts<'_>, dateline: Option<&Dateline>) -> Option<String> {
    let signed = || parts.sign_offs.iter().find_map(|line| in_sign_off(line));
    let dated = || dateline.and_then(|d| d.agency.as_deref()).map(usual);
    let credited = || parts.bylines.iter().chain(&parts.stamps).find_map(|line| in_credit_line(line));
    let noticed = || parts.notices.iter().find_map(|line| in_notice(line));
    let owned = || parts.copyrights.iter().find_map(|line| agencies::in_credit(line).map(str::to_owned));
    let ended = || in_last_line(parts.last_body);
    let edged = || parts.edges.iter().rev().find_map(|line| in_marked_line(line));
    signed().or_else(dated).or_else(ended).or_else(edged).or_else(credited).or_else(noticed).or_else(owned)
}

/// The short name for an agency as written: `AP/IANS` gives that of the first.
pub(super) fn known(written: &str) -> Option<&'static str> {
    let written = written.trim();
    agencies::by_tag(written)
        .or_else(|| agencies::by_tag(written.split(['/', ',', '|', '\n']).next().unwrap_or("").trim()))
        .or_else(|| agencies::by_tag(written.split(" and ").next().unwrap_or("").trim()))
}

fn usual(written: &str) -> String {
    known(written).map_or_else(|| written.to_owned(), str::to_owned)
}

/// A line labelled as sign-off: `--IANS`, `(AFP)`, `DPA abc/de`, `With inputs from PTI`.
fn in_sign_off(line: &str) -> Option<String> {
    if let Some(agency) = reporting_by(line).or_else(|| tag_of(line)).or_else(|| agencies::in_credit(line)) {
        return Some(agency.to_owned());
    }
    // An agency that the table lacks: capitals alone, `--XYZ`, or a name behind a dash.
    let bare = unmarked(line);
    let dashed = line.starts_with(['-', '–', '—']) && bare.bytes().all(|b| b.is_ascii_alphabetic());
    let capitals = bare.bytes().all(|b| b.is_ascii_uppercase());
    let marked = (3..=14).contains(&bare.len()) && (capitals || dashed);
    let closes = matches!(bare, "END" | "ENDS" | "MORE" | "XXX" | "EOM" | "ENDIT" | "ENDITEM" | "STOP");
    (marked && !closes).then(|| bare.to_owned())
}

/// Without the dashes, brackets and stops around it.
fn unmarked(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || is_mark(c))
}

fn is_mark(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '_' | '(' | ')' | '[' | ']' | '.' | '/' | '*' | '|' | ':' | '~' | '#' | '=')
}

/// The agency that a short line is made of, initials behind it aside.
fn tag_of(line: &str) -> Option<&'static str> {
    let bare = unmarked(line);
    let bare = ["source:", "agency:", "via ", "from "]
        .iter()
        .find_map(|head| starts_ignoring_case(bare, head).then(|| bare.get(head.len()..)).flatten())
        .unwrap_or(bare)
        .trim();
    known(bare).or_else(|| {
        // `DPA abc/de`, `PTI ABC XY`, `(AP) SNC`: the first word, and letters of editors.
        let (first, rest) = bare.split_once(char::is_whitespace)?;
        rest.split_whitespace().all(is_initials).then(|| agencies::by_tag(unmarked(first))).flatten()
    })
}

/// Editors' letters: a few of them, parted by strokes, all in one case.
fn is_initials(word: &str) -> bool {
    let letters = word.trim_matches(is_mark);
    let one_case = !letters.chars().any(char::is_lowercase) || !letters.chars().any(char::is_uppercase);
    letters.len() <= 12 && one_case && letters.split(['/', '-']).all(|part| part.len() <= 5)
}

/// Reuters ends its stories with `(Reporting by …; Editing by …)`.
fn reporting_by(line: &str) -> Option<&'static str> {
    let bare = line.trim_start_matches(['(', '[', ' ', '*']);
    let opens = ["Reporting by ", "Additional reporting by ", "Writing by ", "Reporting and writing by "]
        .iter()
        .any(|head| starts_ignoring_case(bare, head));
    let edited = bare.contains("diting by ") || bare.contains("riting by ");
    (opens && edited).then(|| agencies::by_tag("Reuters")).flatten()
}

/// `By Jane Doe, Associated Press`; `Reuters | Nov 20, 2017`.
fn in_credit_line(line: &str) -> Option<String> {
    let segments = line.split(['|', ',', '•', '·', '/', '(', ')', '—', '–', ';']);
    let tag = || {
        segments.map(str::trim).find_map(|segment| {
            let bare = ["By ", "by ", "BY ", "Source: "]
                .iter()
                .find_map(|h| segment.strip_prefix(h))
                .unwrap_or(segment);
            agencies::by_tag(bare.trim())
        })
    };
    agencies::in_credit(line).or_else(tag).map(str::to_owned)
}

/// `generated from a PTI feed`; not `The Associated Press contributed to this report`, which
/// says that the paper wrote it.
fn in_notice(line: &str) -> Option<String> {
    let helped = line.contains("contributed") || line.contains("inputs from");
    let named = || reporting_by(line).or_else(|| agencies::in_credit(line));
    (!helped && line.len() < 600).then(named).flatten().map(str::to_owned)
}

/// The body's last line: a sign-off, or one at its end (`… he said. (AFP)`, `… he said. --IANS`).
fn in_last_line(line: &str) -> Option<String> {
    let line = line.trim();
    let agency = if line.len() <= 40 { tag_of(line) } else { reporting_by(line).or_else(|| at_end(line)) };
    agency.map(str::to_owned)
}

fn at_end(line: &str) -> Option<&'static str> {
    let tail = line.trim_end_matches(['.', ' ']);
    if let Some(open) = tail.strip_suffix([')', ']']).and_then(|t| t.rfind(['(', '['])) {
        let before = line.get(..open)?.trim_end();
        let inside = tail.get(open + 1..tail.len() - 1)?;
        return before.ends_with(ends_sentence).then(|| known(inside)).flatten();
    }
    let dash = tail.rfind(['-', '–', '—'])?;
    let before = tail.get(..dash)?.trim_end_matches(|c: char| is_mark(c) && c != '.' || c == ' ');
    before.ends_with(ends_sentence).then(|| known(tail.get(dash..)?.trim_start_matches(is_mark))).flatten()
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '"' | '”' | '’' | '\'')
}

/// A line near the end that is nothing but a marked agency: `--IANS`, `(Reuters)`.
fn in_marked_line(line: &str) -> Option<String> {
    let marked = line.len() <= 24 && line.starts_with(is_mark);
    marked.then(|| known(unmarked(line))).flatten().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{in_credit_line, in_last_line, in_notice, in_sign_off};

    #[test]
    fn sign_offs_name_their_agency() {
        for (line, agency) in [
            ("--IANS", Some("IANS")),
            ("-- IANS", Some("IANS")),
            ("IANS soni/mr", Some("IANS")),
            ("DPA abc/de", Some("DPA")),
            ("(AFP)", Some("AFP")),
            ("– Reuters", Some("Reuters")),
            ("REUTER", Some("Reuters")),
            ("PTI ABC XYZ XY", Some("PTI")),
            ("(AP) KJ", Some("AP")),
            ("Source: Xinhua", Some("Xinhua")),
            ("(With inputs from PTI)", Some("PTI")),
            ("- Bernama", Some("Bernama")),
            ("AFP/IANS", Some("AFP")),
            ("(Reporting by Ana Roe in Sofia; Editing by Bo Lund)", Some("Reuters")),
            ("--QZX", Some("QZX")),
            ("-ENDS-", None),
            ("soni/mr", None),
            ("", None),
        ] {
            assert_eq!(in_sign_off(line).as_deref(), agency, "{line}");
        }
    }

    #[test]
    fn the_last_line_of_the_body_may_be_or_hold_a_sign_off() {
        for (line, agency) in [
            ("--IANS", Some("IANS")),
            (" Reuter", Some("Reuters")),
            ("AP", Some("AP")),
            ("The minister will be back on Monday, an aide told reporters. (AFP)", Some("AFP")),
            ("The minister will be back on Monday, an aide told reporters. --IANS", Some("IANS")),
            (
                "“We will be back on Monday,” an aide told reporters late at night.” – Reuters",
                Some("Reuters"),
            ),
            ("The minister will be back on Monday, an aide told the agency Reuters", None),
            ("The talks were first reported by the state agency (Xinhua) on Monday", None),
            ("He works for AP", None),
            ("The party (PA)", None),
        ] {
            assert_eq!(in_last_line(line).as_deref(), agency, "{line}");
        }
    }

    #[test]
    fn credits_and_notices_count_but_help_does_not() {
        assert_eq!(in_credit_line("By Ana Roe, Associated Press").as_deref(), Some("AP"));
        assert_eq!(in_credit_line("By ANA ROE | AP").as_deref(), Some("AP"));
        assert_eq!(in_credit_line("IANS | Moscow").as_deref(), Some("IANS"));
        assert_eq!(in_credit_line("By Ana Roe").as_deref(), None);
        assert_eq!(
            in_notice("This story was generated from a syndicated feed by PTI.").as_deref(),
            Some("PTI")
        );
        assert_eq!(in_notice("The Associated Press contributed to this report.").as_deref(), None);
        assert_eq!(in_notice("auto-generated from a syndicated feed").as_deref(), None);
    }
}

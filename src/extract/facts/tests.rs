//! Datelines over a table, and whole stories with labelled lines made by hand.

use jiff::civil::Date;

use super::dateline::{Trust, at_head};
use super::{Facts, Origin, facts};
use crate::extract::{Given, Page};
use crate::segment::{Anatomy, Line, LineKind};
use crate::text::Span;
use crate::text::lines::lines;

/// The head of a paragraph, and `place|date|agency|what the story goes on with`.
const DATELINES: &[(&str, &str)] = &[
    ("MOSCOW, Nov 20 (AP) - The talks", "MOSCOW|Nov 20|AP|The talks"),
    ("WASHINGTON, March 5 - Officials met", "WASHINGTON|March 5||Officials met"),
    ("NEW DELHI (IANS) — The court", "NEW DELHI||IANS|The court"),
    ("PARIS — The mayor", "PARIS|||The mayor"),
    ("Paris — The mayor", "Paris|||The mayor"),
    ("Sofia, Nov 3 (Xinhua) -- Bulgaria", "Sofia|Nov 3|Xinhua|Bulgaria"),
    ("BEIRUT/DAMASCUS (Reuters) - Rebels", "BEIRUT/DAMASCUS||Reuters|Rebels"),
    ("LONDON: The bank", "LONDON|||The bank"),
    ("New Delhi: The court", "New Delhi|||The court"),
    ("United Nations, Oct 3: The council", "United Nations|Oct 3||The council"),
    ("CULVER CITY, CALIF., June 29 - Period ended", "CULVER CITY, CALIF.|June 29||Period ended"),
    ("SAN DIEGO, Calif. — Fires", "SAN DIEGO, Calif.|||Fires"),
    ("KABUL, Afghanistan — A bomb", "KABUL, Afghanistan|||A bomb"),
    ("ST. LOUIS (AP) — A jury", "ST. LOUIS||AP|A jury"),
    ("(Reuters) - Acme Inc said", "||Reuters|Acme Inc said"),
    ("March 5 (Reuters) - Acme Inc", "|March 5|Reuters|Acme Inc"),
    ("NEW YORK, Nov. 20, 2017 /PRNewswire/ -- Acme", "NEW YORK|Nov. 20, 2017|PRNewswire|Acme"),
    ("MOSCOW, November 20. /TASS/. The ministry", "MOSCOW|November 20|TASS|The ministry"),
    ("MOSCOW. Nov 20 (Interfax) - The ministry", "MOSCOW|Nov 20|Interfax|The ministry"),
    ("Taipei, Nov. 20 (CNA) The cabinet", "Taipei|Nov. 20|CNA|The cabinet"),
    ("TOKYO, Nov. 20, Kyodo - The diet", "TOKYO|Nov. 20|Kyodo|The diet"),
    ("MOSCOW (AP), Nov. 20 — The talks", "MOSCOW|Nov. 20|AP|The talks"),
    ("Paris, 20 November 2017 (AFP) - A", "Paris|20 November 2017|AFP|A"),
    ("Berlin (dpa) - Der Rat", "Berlin||dpa|Der Rat"),
    ("(ANSA) - Rome, November 20 - The", "Rome|November 20|ANSA|The"),
    ("LONDON, Monday — The bank", "LONDON|Monday||The bank"),
    ("Rio de Janeiro, Nov 20 (EFE).- The", "Rio de Janeiro|Nov 20|EFE|The"),
    ("WASHINGTON\n(AP) _ The senate", "WASHINGTON||AP|The senate"),
    ("NEW\nYORK, Oct 20 - Shares", "NEW YORK|Oct 20||Shares"),
    ("ERIE, PA, March 19 - Acme", "ERIE, PA|March 19||Acme"),
    ("Washington, D.C. (UPI) -- The", "Washington, D.C.||UPI|The"),
    ("TEL AVIV (AP/IANS) - Police", "TEL AVIV||AP/IANS|Police"),
    ("The Hague, Nov 20 (ANP) - Judges", "The Hague|Nov 20|ANP|Judges"),
    ("ATHENS | The bank", "ATHENS|||The bank"),
    ("LONDON, Dec 8 The bank", "LONDON|Dec 8||The bank"),
    ("LONDON, Dec 8 \"We saw it,\" he", "LONDON|Dec 8||\"We saw it,\" he"),
    // None of these is one.
    ("LONDON, a city of nine million, waits", ""),
    ("Petrova, May 8 The", ""),
    ("The minister — a former general — said", ""),
    ("Petrova - who lives in Sofia - said", ""),
    ("NASA — the space agency — said", ""),
    ("NASA — The agency", ""),
    ("BREAKING — The talks", ""),
    ("UPDATE 2 - The talks", ""),
    ("On Monday, March 5 - the day of the vote", ""),
    ("Born in Sofia, 3 May 1970 - He", ""),
    ("Moscow – a city of twelve million – waits", ""),
    ("PETROVA: I never said that.", ""),
    ("Note: The court", ""),
    ("Trump, 70 — the oldest", ""),
    ("“Paris — The mayor", ""),
    ("He flew to PARIS - The mayor", ""),
    ("The firm (AP) - said", ""),
    ("Image (Reuters) - The scene", ""),
    ("A long-term plan - The mayor", ""),
    ("Results, March 5: Foo beat Bar", ""),
    ("Shares of Acme (ACME) rose", ""),
    ("It was late.", ""),
    ("", ""),
    ("—", ""),
];

#[test]
fn datelines_are_found_and_prose_is_left_alone() {
    let mut wrong = Vec::new();
    for (text, want) in DATELINES {
        let got = at_head(text, Span::new(0, text.len()), Trust::First).map_or(String::new(), |d| {
            let [place, date, agency] = [&d.place, &d.date, &d.agency].map(|o| o.clone().unwrap_or_default());
            format!("{place}|{date}|{agency}|{}", text[d.span.end..].trim())
        });
        if got != *want {
            wrong.push(format!("{text:?}\n  got {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_span_reaches_from_the_place_to_behind_the_dash() {
    let text = "  MOSCOW, Nov 20 (AP) - The talks";
    let found = at_head(text, Span::new(0, text.len()), Trust::First).map(|d| d.span.of(text));
    assert_eq!(found, Some("MOSCOW, Nov 20 (AP) -"));
}

#[test]
fn a_later_paragraph_needs_day_or_agency() {
    let at = |text: &str| at_head(text, Span::new(0, text.len()), Trust::Later).is_some();
    assert!(at("MOSCOW, Nov 20 - The talks") && at("MOSCOW (AP) - The talks"));
    assert!(!at("PARIS — The mayor"));
}

#[test]
fn a_dateline_line_needs_no_mark() {
    for text in ["PARIS", "New Delhi, November 20, 2017", "Moscow (Reuters)"] {
        assert!(at_head(text, Span::new(0, text.len()), Trust::Line).is_some(), "{text}");
    }
}

/// A page from labelled lines; every searched line is a paragraph.
fn read(labelled: &[(LineKind, &str)], given: &Given) -> Facts {
    let text = labelled.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
    let lines: Vec<Line> = lines(&text)
        .into_iter()
        .zip(labelled)
        .map(|(span, (kind, _))| Line { kind: *kind, span, why: Vec::new() })
        .collect();
    let paragraphs: Vec<Span> = lines.iter().filter(|l| l.kind.is_searched()).map(|l| l.span).collect();
    let anatomy = Anatomy { lines, sentences: paragraphs.clone(), paragraphs };
    facts(Page { text: &text, anatomy: &anatomy }, given)
}

fn at(path: &str) -> Given {
    Given { path: Some(path.to_owned()), ..Given::default() }
}

#[test]
fn a_whole_page_gives_every_fact() {
    use LineKind::*;
    let got = read(
        &[
            (Headline, "Bridge talks go on,"),
            (Headline, "  mayor says"),
            (Byline, "By Ana Roe, Staff Writer"),
            (Blank, ""),
            (
                Body,
                "SOFIA, Nov 20 (AP) - The mayor of the city said that the talks with the builders would go on until a deal was signed by all of the sides.",
            ),
            (Body, "She will be back on Monday."),
            (Footer, "© 2017 The Daily Planet. All rights reserved"),
        ],
        &at("dump/2017/11/21/a.txt"),
    );
    assert_eq!(got.headline.as_deref(), Some("Bridge talks go on, mayor says"));
    assert_eq!(got.byline.as_deref(), Some("Ana Roe"));
    assert_eq!(got.agency.as_deref(), Some("AP"));
    assert_eq!(got.dateline.and_then(|d| d.place).as_deref(), Some("SOFIA"));
    assert_eq!(got.source.map(|s| (s.value, s.origin)), Some(("The Daily Planet".to_owned(), Origin::Text)));
    assert_eq!(
        got.date.map(|d| (d.value.to_string(), d.origin)),
        Some(("2017-11-20".to_owned(), Origin::Text))
    );
    assert_eq!(got.language.as_deref(), Some("en"));
}

#[test]
fn an_agency_story_with_a_disclaimer_names_agency_and_paper() {
    use LineKind::*;
    let got = read(
        &[
            (Body, "The talks will go on, an aide to Reuters told the court."),
            (SignOff, "--IANS"),
            (Initials, "abc/de"),
            (Disclaimer, "Disclaimer: No Evening Lamp Journalist was involved in creation of this content"),
        ],
        &Given::default(),
    );
    assert_eq!(got.agency.as_deref(), Some("IANS"));
    assert_eq!(got.source.map(|s| s.value).as_deref(), Some("Evening Lamp"));
    assert_eq!((got.headline, got.date, got.byline, got.dateline), (None, None, None, None));
}

#[test]
fn what_the_caller_gives_comes_first_and_the_path_last() {
    use LineKind::*;
    let page =
        [(Timestamp, "Published: 3 November 2017"), (Body, "It rained."), (Footer, "© 2017 Hale Tribune")];
    let given = Given {
        source: Some("Planet".into()),
        date: Date::new(2001, 2, 3).ok(),
        path: Some("x/2009/01/02/a".into()),
    };
    let told = read(&page, &given);
    assert_eq!(told.source.map(|s| (s.value, s.origin)), Some(("Planet".into(), Origin::Given)));
    assert_eq!(
        told.date.map(|d| (d.value.to_string(), d.origin)),
        Some(("2001-02-03".into(), Origin::Given))
    );
    let text = read(&page, &at("x/2009/01/02/a.txt"));
    assert_eq!(text.date.map(|d| (d.value.to_string(), d.origin)), Some(("2017-11-03".into(), Origin::Text)));
    let path = read(&[(Body, "It rained.")], &at("x/2009/01/02/a.txt"));
    assert_eq!(path.source.map(|s| (s.value, s.origin)), Some(("x".into(), Origin::Path)));
    assert_eq!(path.date.map(|d| (d.value.to_string(), d.origin)), Some(("2009-01-02".into(), Origin::Path)));
    assert_eq!(read(&[(Body, "It rained.")], &Given::default()).date, None);
}

#[test]
fn the_first_publication_counts_not_the_update() {
    use LineKind::*;
    let page = [
        (Timestamp, "Last updated: 5 November 2017"),
        (Timestamp, "Published: 3 November 2017"),
        (Body, "It rained."),
    ];
    assert_eq!(
        read(&page, &Given::default()).date.map(|d| d.value.to_string()).as_deref(),
        Some("2017-11-03")
    );
}

#[test]
fn a_day_in_the_prose_is_no_date_of_publication() {
    let page = [(LineKind::Body, "He was born on 3 November 1957 in Sofia and left it on Dec. 1, 1980.")];
    assert_eq!(read(&page, &Given::default()).date, None);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,120}|[A-Za-z0-9 ,./()—–:\n©-]{0,160}") {
        for kind in LineKind::ALL {
            let labelled: Vec<(LineKind, &str)> = text.split('\n').map(|line| (kind, line)).collect();
            let got = read(&labelled, &at(&text));
            if let Some(dateline) = got.dateline {
                proptest::prop_assert!(!dateline.span.is_empty());
            }
        }
    }
}

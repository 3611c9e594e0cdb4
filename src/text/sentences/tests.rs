//! Hand-written cases (`|` marks a cut) and the covering property on any string.

use proptest::prelude::*;

use super::sentences;
use crate::text::Span;

fn split(text: &str) -> Vec<&str> {
    sentences(text, Span::new(0, text.len())).iter().map(|s| s.of(text)).collect()
}

const CASES: &[&str] = &[
    // Plain stops.
    "The mayor left.| The talks went on.",
    "Who knew?| Nobody did!| Then it rained.",
    "One sentence without a stop",
    "The vote is on Monday: nobody knows how it ends.",
    "The plan has three parts: roads; bridges; schools.| It is late.",
    // Titles and initials.
    "Mr. Hale met Mrs. Hale and Dr. Oda.| They sat down.",
    "Gov. Ruth Amadi and Sen. Lee Stone agreed.| So did Rep. Carl Voss.",
    "Gen. Tomas Ilic, Lt. Col. Ana Reyes and Sgt. Bo Lind were named.",
    "Lt.-Gen. Omar Said resigned.| He gave no reason.",
    "The book by J. K. Marlowe sold out.| Fans queued.",
    "George W. Tanner and John F. Boyle won.| The others lost.",
    "The Rev. J.B. Stokes spoke.| People listened.",
    "He went with plan B. The others stayed.",
    "St. Louis beat Mt. Vernon.| Ft. Worth lost.",
    "Messrs. Hale and Oda signed.| Prof. Lund did not.",
    "Brig. Gen. Kim Dae of S. Korea said so.| Others agreed.",
    // Acronyms.
    "The U.S. team won.| It goes on.",
    "He flew to the U.S. The visit was short.",
    "The U.N. Security Council met.| No vote was held.",
    "She moved to Washington, D.C. She likes it there.",
    "A Ph.D. student found it.| Her paper is out.",
    "I live in the U.S.\"| He left.",
    // Companies.
    "Acme Inc. said profit rose.| Shares fell.",
    "Acme Corp. Chairman Lou Dent resigned.| A search began.",
    "He works for Acme Inc. The firm is small.",
    "Hale & Co. bought Oda Bros. Ltd. in May.| The price was low.",
    "(Formerly Foo Inc.) Smith Ltd. makes pens.",
    "Inc., the magazine, agrees.| Others do not.",
    // Times, dates, numbers.
    "It opens at 9 a.m. Monday.| Bring a coat.",
    "They met at 6 p.m. EST on Sunday.| Nobody spoke.",
    "The shop shut at 5 p.m.| Police came at 6.",
    "On Nov. 20 the road shut.| It opened on Jan. 3, 2018.",
    "Born on Sept. 4, he died in Dec. 1990.| He was 80.",
    "It began in Aug. The end came in Oct. 2001.",
    "The deal is worth $3.5bn.| It closes in May.",
    "Growth was 2.4 percent.| Prices rose 0.3 pct.",
    "No. 10 gave no comment.| Nos. 3 and 4 did.",
    "Did he agree?| No.| She did not either.",
    "The year was 2016.| Trump won.",
    "It rose to 1,000.25 points.| 20 firms fell.",
    "1. Open the door.| 2. Close it.",
    "IV. The Return",
    "See Fig. 3 and Vol. 2, p. 17.| Then rest.",
    // Quotes and brackets.
    "\"It is done.\"| He left.",
    "“It is done.”| He left.",
    "\"We won!\" he said.| \"We won!\" he said again.",
    "“Why now?” asked the judge.| Nobody knew.",
    "\"Is it over?\" Petrova asked.| It was.",
    "\"Is it over?\" Ana B. Petrova asked.| It was.",
    "\"Stop!\"| The crowd ran.",
    "\"We won!\"| He said it twice.",
    "\"Go home.| Stay there.| Sleep,\" she said.",
    "(He had left.)| She stayed.",
    "He left (she said so.)| Nobody cared.",
    "He asked (twice!) for tea.| None came.",
    "‘It is done.’| He left.",
    "He called it “a win.”| “A loss,” she said.",
    "The film is called \"Why?\" and runs an hour.| It is dull.",
    "« C'est fini ! »| Il est parti.",
    // Ellipses.
    "He waited ... and waited.| Then he left.",
    "He waited...| Then he left.",
    "The army ... The people are tired.",
    "It was … a mistake.| He knows.",
    "Well... I think so.| Do you?",
    "\"I thought...\" Petrova said.| She stopped.",
    "He read . . . and slept.| Then he woke.",
    "The text [...] The end is open.",
    // Marks that are no stops.
    "Visit example.com or mail a.b@example.org today.| Thanks.",
    "Yahoo! is a company.| It is old.",
    "The file is v1.2.3.| It is new.",
    "It costs .5 percent.| Cheap.",
    "The iPhone sells.| iPads do not.",
    "What?!| No way!!!| Yes.",
    // Lost line breaks.
    "The war was over.The next day it rained.",
    "He said \"it is done.\"The crowd left.",
    "Shares of Amazon.Com rose.| Others fell.",
    "Hale vs. Oda is on.| The court sits.",
    "Cats, dogs, etc. were seen.| Birds too.",
    "Cats, dogs, etc.| The list is long.",
    // Hard wraps and bullets.
    "The talks\nended.| The\nministers left.",
    "It rained.| - It snowed.| • It froze.",
    "It was late.| — He left.",
    // Other scripts.
    "今天下雨。|他走了！|真的？|是的。",
    "行くと言った。|「行く。」と言った。",
    "هل هذا صحيح؟| نعم.",
    "वह चला गया।| सब खुश थे।",
    "Он ушёл.| Она осталась.",
    "Ο Νίκος έφυγε.| Η Άννα έμεινε.",
];

/// Cases whose cut follows an abbreviation that could as well go on.
const STARTED: &[&str] = &[
    "He went with plan B.| The others stayed.",
    "He flew to the U.S.| The visit was short.",
    "She moved to Washington, D.C.| She likes it there.",
    "He works for Acme Inc.| The firm is small.",
    "It began in Aug.| The end came in Oct. 2001.",
    "The war was over.|The next day it rained.",
    "He said \"it is done.\"|The crowd left.",
    "He runs Oda Ltd.| \"It is fine,\" he said.",
];

#[test]
fn sentences_end_where_the_table_says() {
    let listed: Vec<String> = STARTED.iter().map(|c| c.replace('|', "")).collect();
    let mut wrong = Vec::new();
    for case in STARTED.iter().chain(CASES.iter().filter(|c| !listed.contains(&c.to_string()))) {
        let want: Vec<&str> = case.split('|').map(str::trim).collect();
        let text = case.replace('|', "");
        if split(&text) != want {
            wrong.push(format!("{:?}\n   got {:?}", case, split(&text)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_span_inside_a_text_gives_offsets_of_the_text() {
    let text = "Head\n  One. Two.  \nTail";
    let got = sentences(text, Span::new(5, 18));
    assert_eq!(got.iter().map(|s| s.of(text)).collect::<Vec<_>>(), ["One.", "Two."]);
}

#[test]
fn blank_paragraphs_have_no_sentences() {
    assert!(split("").is_empty());
    assert!(split(" \n\t ").is_empty());
}

#[test]
fn long_runs_of_marks_end() {
    for piece in [". ", "\"", "?!", "(.", ". (", "a.", "\"A.\" ", "… ", "A. "] {
        let text = piece.repeat(100_000);
        covers(&text);
    }
}

fn covers(text: &str) {
    let spans = sentences(text, Span::new(0, text.len()));
    let mut at = 0;
    for s in &spans {
        assert!(s.start >= at && s.end > s.start, "ascending, not empty");
        assert!(text[at..s.start].trim().is_empty(), "only blanks between");
        assert_eq!(*s, s.trimmed(text), "trimmed");
        at = s.end;
    }
    assert!(text[at..].trim().is_empty(), "only blanks at the end");
}

proptest! {
    #[test]
    fn sentences_part_any_text_whole(text in "\\PC{0,200}|[a-zA-Z.!?\"”’() \n…。0-9»-]{0,120}") {
        covers(&text);
    }
}

//! The anatomy of invented pages of many shapes. Each page is written as `kind| line`; `~` stands for
//! any kind outside the body.

use morgue::segment::{Anatomy, Furniture, LineKind, line_key, segment, whole};
use proptest::prelude::*;

/// Splits `kind| line` rows into expectations and the text.
fn parse(page: &str) -> (Vec<&str>, String) {
    let rows: Vec<(&str, &str)> =
        page.trim_matches('\n').lines().map(|row| row.split_once('|').unwrap_or(("", row))).collect();
    let text: Vec<&str> = rows.iter().map(|(_, line)| line.strip_prefix(' ').unwrap_or(line)).collect();
    (rows.iter().map(|(kind, _)| kind.trim()).collect(), text.join("\n"))
}

fn check(page: &str) -> Anatomy {
    let (expected, text) = parse(page);
    let anatomy = segment(&text, None, true);
    assert_eq!(anatomy.lines.len(), expected.len());
    for (line, want) in anatomy.lines.iter().zip(expected) {
        let got = line.kind.name();
        let outside = !matches!(line.kind, LineKind::Body | LineKind::Crosshead | LineKind::Headline);
        let fits = got == want || want == "~" && outside;
        assert!(fits, "{got} instead of {want}: {:?} {:?}", line.span.of(&text), line.why);
    }
    anatomy
}

#[test]
fn an_agencys_dateline_opens_the_body_also_over_a_table() {
    check(
        "
headline| MADRID METRO HALTED AS TOOL
blank|
body| MUMBAI (AP) - Oper net loss 1,953,064 vs profit 327,940
body| The two departments said on Tuesday that talks on the tank were going on, and that a deal could be signed within weeks.
body| The plant would be built near the harbour and give work to four hundred people, a spokesman said.
~| Share this article
~| Subscribe to our newsletter
~| Already subscribed? Log in
~| All rights reserved.
",
    );
}

#[test]
fn a_menu_before_the_story_is_navigation() {
    check(
        "
~| Skip to main content
~| Menu
~| News
~| Sport
~| Weather
~| Log in
~| Subscribe
headline| Aberdeen harbour board votes to deepen the northern quay
byline| By Ingrid Vass
timestamp| Published: March 3, 2021
body| The harbour board of Aberdeen voted on Tuesday to deepen its northern quay, a plan that fishermen have fought for years.
body| \"They came with a plan and they left with the same plan,\" said Ingrid Torvald, who speaks for the fishermen.
body| Work is to begin in May and will take two winters, the board said in a statement after the meeting.
~| Share this article
~| Facebook
~| Twitter
related| Related stories
~| Ferry to Lerwick held up by fog
~| Trawler towed in after engine fire
footer| © 2021 Harbour Gazette. All rights reserved.",
    );
}

#[test]
fn a_hard_wrapped_agency_story_comes_out_in_paragraphs() {
    let anatomy = check(
        "
headline| RIVER BOARD TO RAISE LEVIES
blank|
body| LEEDS, Feb 26 - The board that keeps the river clean said it
body| would raise what mills pay for water by a tenth from the
body| first of May.
body|     Its chairman, Tomas Bell, said the money would go to two
body| new weirs and to the lock at Castleford, which has been shut
body| since January.
body|     Owners of the mills said they had not been asked.
sign_off|  Reuter",
    );
    assert_eq!(anatomy.paragraphs.len(), 4, "headline and three paragraphs");
}

#[test]
fn a_paywall_after_the_story_is_footer_to_the_end() {
    check(
        "
body| The ferry between Oban and Mull will sail twice a day from next week, the operator said on Friday.
body| Islanders had asked for a third crossing, which the company called too dear in winter.
sign_off| --PTI
initials| kb/rt
disclaimer| Disclaimer: No Harbour Gazette journalist was involved in creation of this content
footer| You have reached your limit of {{n}} free articles this month.
footer| Subscribe now for unlimited access.
footer| Already subscribed? Log in
footer| Reader Basic
footer| £4/Month
footer| Reader Plus
footer| £90
footer| 1 Year
footer| Cancel anytime
footer| Here is what is included in our digital subscription plans
footer| Exclusive stories every day
footer| Twelve puzzles a week, handpicked by our editors",
    );
}

#[test]
fn a_newsletter_blurb_between_paragraphs_parts_the_body() {
    check(
        "
body| Farmers near Hereford said the flood had taken a third of the winter wheat and most of the fences along the river.
body| Gerda Pryce, who keeps sheep on the lower meadows, said she had moved her flock twice in a week.
~| Sign up for our newsletter
~| Enter your email address
~| ADVERTISEMENT
body| The council has opened a fund for those who lost animals, and the first payments are due before Easter, it said.
body| More rain is expected at the weekend.",
    );
}

#[test]
fn a_story_about_paywalls_and_prices_stays_whole() {
    check(
        "
headline| Gazette puts its website behind a paywall
body| The Harbour Gazette said on Monday that it would ask readers to subscribe from next month, at a price of £4 a week.
body| \"You will get five free articles a month, and after that you will see a screen that says: subscribe now,\" its editor, Tomas Bell, told staff.
body| A digital subscription will cost £90 a year and includes unlimited access to the archive and the weekly newsletter, the paper said.
body| Subscribers can cancel anytime, and those who already subscribe to the printed paper will log in free of charge.
body| Two rival papers said they had no plans to follow.",
    );
}

/// As an old database printed a weekly: in capitals, wrapped anew at each paragraph, and cut by heads.
#[test]
fn a_story_in_capitals_stays_whole_and_loses_its_furniture() {
    let paragraphs = [
        "THE FERRYMEN OF LOWER BECK HAVE ROWED\nPASSENGERS OVER THE WATER SINCE BEFORE THERE WAS A BRIDGE AT ALL, AND FEW\n\
         OF THEM EVER LEARNED TO SWIM . LAST WEEK THE COUNCIL ASKED THEM TO WEAR\nVESTS .",
        "COLD COMFORT . OLD TAM HARKER, 71,\nWHO HAS A BOAT NAMED AFTER HIS MOTHER\nAND A DOG NAMED AFTER NOBODY,\n\
         SAID THAT HE WOULD SOONER SINK . HIS\nSISTER MAY, WHO KEEPS THE TICKETS,\nSAID THAT HE PROBABLY WOULD .",
        "WATER RIGHTS .\nTHE MINISTRY IN THE CAPITAL, WHICH OWNS THE RIVER BED BUT NOT THE WATER, SENT\nTWO MEN AND \
         A TAPE TO MEASURE THE CROSSING . THEY FOUND IT TO BE LONGER\nTHAN LAST YEAR . NOBODY COULD TELL THEM WHY .",
        "BY FRIDAY THE VESTS HAD COME, BRIGHT\nAS ORANGES, AND BY SATURDAY THEY\nHUNG ON THE FENCE BEHIND THE INN,\n\
         WHERE THE HENS WERE SAID TO LIKE THEM .",
    ];
    let story = paragraphs.join("\n");
    let anatomy = segment(&story, None, false);
    assert!(anatomy.lines.iter().all(|line| line.kind.is_searched()), "{:?}", anatomy.lines);
    let page = format!("BY TAM HARKER\n\n{story}\n\nALREADY A SUBSCRIBER? LOG IN\nALL RIGHTS RESERVED");
    let kinds: Vec<LineKind> = segment(&page, None, false).lines.iter().map(|line| line.kind).collect();
    assert!(kinds.iter().rev().take(2).all(|kind| !kind.is_searched()), "{kinds:?}");
    assert_eq!(kinds[0], LineKind::Byline);
    assert!(kinds[2..2 + story.lines().count()].iter().all(|kind| kind.is_searched()), "{kinds:?}");
}

#[test]
fn a_transcript_keeps_its_short_turns() {
    check(
        "
body| Tomas Bell spoke to the radio station in Leeds on Monday about the river. This is what he said.
body| INTERVIEWER: Why did the board raise the levy?
body| BELL: Because the weirs will not mend themselves.
body| INTERVIEWER: Did you ask the mills?
body| BELL: We wrote to them in June.
body| INTERVIEWER: They say they had no letter.
body| BELL: Then they should look in the drawer.",
    );
}

#[test]
fn a_line_of_signs_is_no_body_where_there_are_words() {
    let anatomy = segment("᧞\nBy Jane Doe", None, false);
    assert_eq!(anatomy.lines[1].kind, LineKind::Body);
}

#[test]
fn one_line_is_body() {
    check("body| The bridge is shut.");
    check("body| bridge");
    check("body| Subscribe now");
}

#[test]
fn headline_byline_time_and_dateline_are_told_apart() {
    check(
        "
headline| Bridge over the Wharfe to stay shut until spring
byline| By Jane Doe and Tomas Bell, Staff Writers
timestamp| 4 March 2020, 10:15 AM
dateline| OTLEY, March 4 (AP) -
body| The old bridge over the Wharfe will stay shut until spring, the council said on Wednesday, because its piers have moved.
body| Drivers must go by way of Ilkley, which adds half an hour to the way to work.
body| \"Nobody likes it, but nobody wants to fall in,\" said Gerda Pryce, the council's engineer.",
    );
}

#[test]
fn comments_of_readers_are_not_the_story() {
    check(
        "
body| The old bridge over the Wharfe will stay shut until spring, the council said on Wednesday, because its piers have moved.
body| Drivers must go by way of Ilkley, which adds half an hour to the way to work.
body| The council's engineer, Gerda Pryce, said divers had found holes that a man could stand in.
~| Share this article
footer| 2 comments
~| Leave a comment
~| oldferryman
~| 3 hours ago
~| Typical. They knew this in 2015 and did nothing
~| Reply
~| © 2020 Harbour Gazette. All rights reserved.",
    );
}

#[test]
fn a_short_story_without_furniture_is_all_body() {
    check(
        "
body| A man was rescued from the harbour on Sunday.
body| He is well.",
    );
}

#[test]
fn a_list_in_a_story_file_is_body() {
    check(
        "
headline| Results from the Wharfedale regatta
blank|
body| The rowers of Otley won three of the five races at the regatta on Saturday. The results were:
body| Single sculls: Vass, Otley
body| Double sculls: Bell and Pryce, Ilkley
body| Fours: Otley
body| Eights: Otley
body| Veterans: Leeds",
    );
}

#[test]
fn captions_and_related_links_inside_a_story_are_named() {
    check(
        "
~| Home
~| News
headline| Flood takes the winter wheat of Hereford
body| Farmers near Hereford said the flood had taken a third of the winter wheat and most of the fences along the river.
caption| (AP Photo/Tomas Bell)
body| Gerda Pryce, who keeps sheep on the lower meadows, said she had moved her flock twice in a week.
related| Read more: Council opens a fund for farmers
body| The council has opened a fund for those who lost animals, and the first payments are due before Easter, it said.
author_bio| Ingrid Vass is a staff writer in Hereford.
~| Privacy policy
~| Contact us",
    );
}

#[test]
fn nothing_behind_the_body_is_a_headline() {
    let anatomy = check(
        "
body| The ferry between Oban and Mull will sail twice a day from next week, the operator said on Friday.
body| Islanders had asked for a third crossing, which the company called too dear in winter.
~| Most read
~| Trawler towed in after engine fire off Lerwick
~| Harbour board votes to deepen the northern quay
~| Privacy policy",
    );
    assert_eq!(anatomy.paragraphs.len(), 2);
}

#[test]
fn crlf_and_a_text_without_a_letter_are_fine() {
    let text = "The bridge is shut, the council said.\r\n\r\n-- AP\r\n";
    let anatomy = segment(text, None, false);
    let kinds: Vec<&str> = anatomy.lines.iter().map(|l| l.kind.name()).collect();
    assert_eq!(kinds, ["body", "blank", "sign_off", "blank"]);
    assert_eq!(anatomy.lines[0].span.of(text), "The bridge is shut, the council said.");
    for empty in ["", " \n\t\n", "\0\0\n\0", "***\n---"] {
        assert!(segment(empty, None, true).lines.iter().all(|l| l.kind != LineKind::Headline), "{empty:?}");
    }
}

#[test]
fn a_text_taken_whole_is_body_in_joined_paragraphs() {
    let text = "Subscribe now\n\nThe board that keeps the river clean said it\nwould raise what mills pay for the water by\na tenth from the first of May.\n\nREUTER";
    let anatomy = whole(text);
    assert!(anatomy.lines.iter().all(|l| matches!(l.kind, LineKind::Body | LineKind::Blank)));
    assert_eq!(anatomy.paragraphs.len(), 3);
}

#[test]
fn reasons_are_given_only_when_asked_for() {
    let text = "The bridge is shut, the council said.\n--IANS";
    assert!(segment(text, None, false).lines.iter().all(|l| l.why.is_empty()));
    let why = &segment(text, None, true).lines[1].why;
    assert!(why[0].contains("agency sign-off"), "{why:?}");
}

#[test]
fn long_hostile_texts_come_back() {
    let quotes = "\"".repeat(3_000_000);
    let letters = "a\n".repeat(200_000);
    let line = "the bridge is shut ".repeat(200_000);
    let nulls = "\0".repeat(1_000_000);
    let unlike: String = (0..200_000).map(|i| format!("{i:x}\n")).collect();
    for text in [quotes, letters, line, nulls, unlike] {
        assert_eq!(segment(&text, None, false).lines.len(), text.matches('\n').count() + 1);
    }
}

/// Reader comments and a second story behind the body are neither its lines nor its paragraphs.
#[test]
fn a_second_story_on_the_page_is_not_the_first() {
    check(
        "
headline| Bridge over the Wharfe to stay shut until spring
byline| By Jane Doe
timestamp| 4 March 2020, 10:15 AM
body| The old bridge over the Wharfe will stay shut until spring, the council said on Wednesday, because its piers have moved.
body| Drivers must go by way of Ilkley, which adds half an hour to the way to work, and the buses will be late.
body| \"Nobody likes it, but nobody wants to fall in,\" said Gerda Pryce, the council's engineer, who went down with the divers.
~| Share this story
~| More from the Gazette
~| Most read
~| Subscribe to our newsletter
~| Ferry to Lerwick held up by fog
~| By Tomas Bell
~| 3 March 2020, 7:40 PM
~| The evening ferry to Lerwick turned back off Sumburgh on Tuesday when fog closed in and the pilots would not come out.
~| Some ninety passengers spent the night in the terminal at Aberdeen, where volunteers brought soup.
~| Share this story
~| © 2020 Harbour Gazette. All rights reserved.",
    );
}

/// What other stories of the source hold is furniture that no rule knows.
#[test]
fn lines_of_other_stories_are_furniture_where_they_are_known() {
    let (story, strange) = (STORY.join("\n"), "Our members meet in the old mill on every second Thursday.");
    let page = format!("{story}\n{strange}\n{}", STRANGE_FOOTERS[0].join("\n"));
    let known: Furniture = page.lines().skip(STORY.len()).map(|line| (line_key(line), 9)).collect();
    let lines = segment(&page, Some(&known), false).lines;
    assert!(lines[..STORY.len()].iter().all(|l| l.kind == LineKind::Body));
    assert!(lines[STORY.len()..].iter().all(|l| l.kind != LineKind::Body), "{lines:?}");
}

const STORY: [&str; 4] = [
    "The harbour board of Aberdeen voted on Tuesday to deepen its northern quay, a plan that fishermen have fought for years.",
    "\"They came with a plan and they left with the same plan,\" said Ingrid Torvald, who speaks for the fishermen.",
    "Work is to begin in May and will take two winters, the board said in a statement after the meeting.",
    "The fishermen said they would ask a court to stop it before the first stone is moved.",
];

/// Ends of pages; those of the first are in no list of ours.
const STRANGE_FOOTERS: [&[&str]; 5] = [
    &["Kelpie Ring", "Puffin board", "Lamp oil desk", "Night tide tables", "The old mill, Quay Street 4"],
    &["© 2021 Harbour Gazette. All rights reserved.", "Privacy policy", "Terms of use", "Contact us"],
    &["Subscribe now for unlimited access.", "£4/Month", "Cancel anytime", "Already subscribed? Log in"],
    &["Most read", "Ferry to Lerwick held up by fog", "Trawler towed in after engine fire", "Weather"],
    &["2 comments", "oldferryman", "3 hours ago", "Typical. They knew this in 2015 and did nothing", "Reply"],
];

#[test]
fn a_foreign_footer_leaves_the_labels_of_the_body_alone() {
    let alone: Vec<LineKind> = segment(&STORY.join("\n"), None, false).lines.iter().map(|l| l.kind).collect();
    for footer in STRANGE_FOOTERS {
        for blank in ["\n", "\n\n"] {
            let page = format!("{}{blank}{}", STORY.join(blank), footer.join(blank));
            let lines = segment(&page, None, false).lines;
            let kinds: Vec<LineKind> =
                lines.iter().map(|l| l.kind).filter(|k| *k != LineKind::Blank).take(STORY.len()).collect();
            assert_eq!(kinds, alone, "{footer:?}");
        }
    }
}

/// Lines of a page, furniture and story mixed, and any characters at all.
fn any_page() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("--IANS".to_owned()),
        Just("Related stories".to_owned()),
        Just("Subscribe now for £4 a month".to_owned()),
        Just("The council said on Monday that the old bridge would stay shut until spring.".to_owned()),
        Just("By Jane Doe".to_owned()),
        Just("\r".to_owned()),
        "[ a-zA-Z\"“”.,é\t]{0,70}",
        any::<String>(),
    ];
    proptest::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    /// Whatever stands behind a story, the story's labels stay; and each line is labelled once.
    #[test]
    fn any_footer_leaves_the_labels_of_the_body_alone(
        footer in proptest::collection::vec(proptest::sample::select(STRANGE_FOOTERS.concat()), 1..12),
    ) {
        let page = format!("{}\n{}", STORY.join("\n"), footer.join("\n"));
        let lines = segment(&page, None, false).lines;
        prop_assert_eq!(lines.len(), STORY.len() + footer.len());
        prop_assert!(lines[..STORY.len()].iter().all(|l| l.kind == LineKind::Body));
        let again: Vec<&str> = lines.iter().map(|l| l.span.of(&page)).collect();
        prop_assert_eq!(again.join("\n"), page);
    }

    #[test]
    fn any_text_has_one_label_a_line_and_paragraphs_of_searched_lines_only(text in any_page()) {
        for anatomy in [segment(&text, None, true), whole(&text)] {
            prop_assert_eq!(anatomy.lines.len(), text.matches('\n').count() + 1);
            prop_assert!(anatomy.lines.windows(2).all(|w| w[0].span.end < w[1].span.start));
            for line in &anatomy.lines {
                prop_assert!(text.get(line.span.start..line.span.end).is_some());
                prop_assert!(!line.span.of(&text).ends_with('\r') || line.span.end == text.len() || text[line.span.end..].starts_with('\r'));
            }
            prop_assert!(anatomy.paragraphs.windows(2).all(|w| w[0].end <= w[1].start));
            for paragraph in &anatomy.paragraphs {
                let kinds: Vec<LineKind> =
                    anatomy.lines.iter().filter(|l| l.span.overlaps(*paragraph)).map(|l| l.kind).collect();
                prop_assert!(!kinds.is_empty() && kinds.iter().all(|k| k.is_searched() && *k == kinds[0]));
            }
            let covered = |l: &&morgue::segment::Line| anatomy.paragraphs.iter().any(|p| p.overlaps(l.span));
            prop_assert!(anatomy.lines.iter().filter(|l| l.kind.is_searched()).all(|l| covered(&l)));
            let has_word = text.chars().any(char::is_alphanumeric);
            prop_assert!(!has_word || anatomy.lines.iter().any(|l| l.kind == LineKind::Body));
        }
    }
}

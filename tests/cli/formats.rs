//! Shapes of hits for other programs, pages, and the order by age.

use insta::assert_snapshot;

use crate::sample;
use crate::support::Room;

/// An archive of stories that a spreadsheet would run.
fn formulas() -> Room {
    let room = Room::new();
    let story = "=HYPERLINK(\"http://x\")\n\nThe river rose, and rose,\n\"again\" and\u{1b}[31m again, in Leeds.\n\
        The  river fell, the clerk said.\n";
    room.write("archive/2017/11/02/a, b.txt", story);
    room.write(
        "archive/2001/11/02/old.txt",
        "The river rose by the river, said Anna Ek: \"@river, rise!\"\n",
    );
    room.run(&["index", "archive"]).ends(0);
    room
}

#[test]
fn tables_hold_no_formulas_and_no_control_characters() {
    let room = formulas();
    let run = |args: &[&str]| room.run(&[args, &["-a", "archive", "--csv"]].concat()).ends(0);
    let search = run(&["search", "river", "--sort", "path"]);
    assert_snapshot!(search.out().replace("\r\n", "⏎\n"), @r#"
    rank,score,date,source,agency,headline,snippet,path,line,words,language,id,address⏎
    1,0.0000,2001-11-02,,,,"The river rose by the river, said Anna Ek: ""@river, rise!""",archive/2001/11/02/old.txt,1,11,,b3qbgsjwy1gs,2001/11/02/old.txt⏎
    2,0.0000,2017-11-02,,,,"The river rose, and rose, / The river fell, the clerk said.","archive/2017/11/02/a, b.txt",3,20,en,gqhb9xdgqp6b,"2017/11/02/a, b.txt"⏎
    "#);
    assert!(!search.out().contains('\u{1b}'));
    assert_snapshot!(run(&["quotes", "river"]).out().replace("\r\n", "⏎\n"), @r#"
    rank,speaker,quote,date,source,headline,path,line,kind,cue,relay,rule,confidence,as_written,id,address⏎
    1,The river rose by the river,"'@river, rise!",2001-11-02,,,archive/2001/11/02/old.txt,1,direct,said,,lead-in,0.8930,The river rose by the river,b3qbgsjwy1gs,2001/11/02/old.txt⏎
    "#);
    assert_snapshot!(run(&["places"]).out().replace("\r\n", "⏎\n"), @r"
    field,value,kind,region,country,geonames,stories,mentions⏎
    place,England,region,England,GB,6269131,1,1⏎
    place,Leeds,place,England,GB,2644688,1,1⏎
    place,United Kingdom,country,,GB,2635167,1,1⏎
    ");
    let mut reader = csv::Reader::from_reader(search.out().as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[1][7].ends_with("a, b.txt"));
}

#[test]
fn editors_get_a_line_for_each_mark() {
    let room = formulas();
    let out = room.run(&["search", "-a", "archive", "--vimgrep", "--sort", "path", "river"]).ends(0);
    assert_snapshot!(out.out(), @r#"
    archive/2001/11/02/old.txt:1:5:The river rose by the river, said Anna Ek: "@river, rise!"
    archive/2001/11/02/old.txt:1:23:The river rose by the river, said Anna Ek: "@river, rise!"
    archive/2001/11/02/old.txt:1:46:The river rose by the river, said Anna Ek: "@river, rise!"
    archive/2017/11/02/a, b.txt:3:5:The river rose, and rose,
    archive/2017/11/02/a, b.txt:5:6:The  river fell, the clerk said.
    "#);
    let lead = room.run(&["search", "-a", "archive", "--vimgrep", "date:2001"]).ends(0);
    assert_snapshot!(lead.out(), @r#"archive/2001/11/02/old.txt:1:1:The river rose by the river, said Anna Ek: "@river, rise!""#);
    room.run(&["search", "-a", "archive", "--vimgrep", "--json", "river"]).ends(2);
}

#[test]
fn a_page_goes_on_where_the_last_one_ended() {
    let room = Room::new();
    (0..7).for_each(|i| room.write(&format!("archive/{i}.txt"), format!("Rain fell on Leeds {i} times.\n")));
    room.run(&["index", "archive"]).ends(0);
    let all = room.run(&["search", "-a", "archive", "--json", "--all", "rain"]).json();
    let mut ids = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut args = vec!["search", "-a", "archive", "--json", "-m3", "rain"];
        args.extend(after.as_deref().map(|cursor| ["--after", cursor]).iter().flatten());
        let page = room.run(&args).ends(0).json();
        ids.extend(page.iter().filter(|r| r["type"] == "hit").map(|r| r["id"].clone()));
        match page.last().unwrap()["next"].as_str() {
            Some(next) => after = Some(next.to_owned()),
            None => break,
        }
    }
    let whole: Vec<_> = all.iter().filter(|r| r["type"] == "hit").map(|r| r["id"].clone()).collect();
    assert_eq!(ids, whole);
    let next = ["search", "-a", "archive", "rain", "--after", "1:3"];
    room.run(&next).ends(0);
    room.run(&["index", "archive"]).ends(0);
    room.run(&next).ends(2).says(&["the cursor 1:3 is of version 1 of the index", "start again without it"]);
    room.run(&["search", "-a", "archive", "rain", "--after", "x"]).ends(2).says(&["is no cursor"]);
    room.run(&["search", "-a", "archive", "rain", "--after", "2:3", "--offset", "1"]).ends(2);
}

#[test]
fn what_is_recent_comes_first_where_that_is_asked() {
    let room = formulas();
    let first = |args: &[&str]| {
        let json = room.run(&[&["search", "-a", "archive", "--json", "river"], args].concat()).ends(0).json();
        (json[1]["path"].as_str().unwrap().to_owned(), json.last().unwrap().clone())
    };
    let (best, summary) = first(&[]);
    assert!(best.ends_with("old.txt") && summary["half_life"].is_null(), "{best}");
    let (recent, summary) = first(&["--recent", "1d"]);
    assert!(recent.ends_with("a, b.txt"), "{recent}");
    assert_eq!((summary["sort"].as_str(), summary["half_life"].as_u64()), (Some("recent"), Some(1)));
    let (patient, _) = first(&["--recent", "1000y"]);
    assert!(patient.ends_with("old.txt"), "{patient}");
    sample(&["search", "ceasefire", "--recent", "soon"]).ends(2).says(&["as in 90d, 12w, 6m, 1y"]);
    sample(&["search", "ceasefire", "--recent", "9d", "--sort", "newest"]).ends(2);
    // Without words there is no score to halve.
    let by_date = sample(&["search", "-l", "date:2018", "--recent", "9d"]);
    assert_eq!(by_date.out(), sample(&["search", "-l", "date:2018"]).out());
}

#[test]
fn all_hits_are_those_of_their_pages() {
    let all = sample(&["search", "--all", "said"]).ends(0);
    let page = sample(&["search", "-m", "10000", "said"]).ends(0);
    assert_eq!(all.out(), page.out());
}

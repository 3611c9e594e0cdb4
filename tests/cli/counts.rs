//! Counts beside search: facets of every field, timelines, and lists of queries.

use insta::assert_snapshot;

use crate::sample;
use crate::support::Room;

/// Eight stories of three papers, one of them undated.
fn archive() -> Room {
    let room = Room::new();
    let story = |day: &str, text: &str| format!("HULL, Nov {day} - {text}\n");
    let quoted = "\"The bridge stays shut,\" Mayor Edward Marlowe said on Monday.";
    let named =
        "The bridge is old, and Mayor Edward Marlowe likes it. Baker Anna Ek said: \"Mend it at last.\"";
    room.write("archive/2017/11/01/a.txt", story("1", quoted));
    room.write("archive/2017/11/02/b.txt", story("2", named));
    room.write("archive/2018/01/03/c.txt", story("3", quoted));
    room.write("archive/2018/01/04/d.txt", story("4", "Rain fell on the bridge, said Anna Ek, a baker."));
    room.write("archive/2018/01/05/e.txt", story("5", "Ed Smith and Tom Smith crossed the bridge."));
    room.write("archive/2018/01/06/f.txt", story("6", "Tom Smith slept."));
    room.write("archive/undated.txt", "The bridge is a bridge, said Anna Ek, a baker.\n");
    room.run(&["index", "archive"]).ends(0);
    room
}

/// What a command on the archive prints.
fn out(room: &Room, args: &[&str]) -> String {
    let (command, rest) = args.split_first().unwrap();
    room.run(&[&[*command, "-a", "archive"], rest].concat()).ends(0).out().to_owned()
}

#[test]
fn people_quoted_only_named_and_named_together() {
    let room = archive();
    assert_snapshot!(out(&room, &["people", "--quoted"]), @r"
    2  Edward Marlowe  2 mentions
    1  Baker Anna Ek  1 mention
    ");
    assert_snapshot!(out(&room, &["people", "--only-mentioned"]), @r"
    2  Anna Ek  2 mentions
    2  Tom Smith  2 mentions
    1  Ed Smith  1 mention
    1  Edward Marlowe  1 mention
    ");
    assert_snapshot!(out(&room, &["people", "--with", "marlowe"]), @r"
    3  Edward Marlowe  3 mentions
    1  Baker Anna Ek  1 mention
    ");
    assert_snapshot!(out(&room, &["people", "--with", "marlowe", "--quoted", "--prefix", "an"]), @"      1  Baker Anna Ek  1 mention");
    room.run(&["people", "-a", "archive", "--quoted", "--only-mentioned"]).ends(2);
    room.run(&["people", "-a", "archive", "--with", "nobody"]).ends(1);
}

#[test]
fn any_field_can_be_counted() {
    let room = archive();
    for (field, expected) in [("lang", "en"), ("year", "2018"), ("month", "2018-01"), ("speaker", "Marlowe")]
    {
        let text = out(&room, &["facet", field, "bridge"]);
        assert!(text.lines().next().unwrap().contains(expected), "{field}: {text}");
    }
    assert_snapshot!(out(&room, &["facet", "month"]), @r"
    4  2018-01
    2  2017-11
    ");
    assert_snapshot!(out(&room, &["facet", "dateline"]), @r"
    6  England (GB)
    6  Hull (England, GB)
    6  United Kingdom
    ");
    assert_eq!(out(&room, &["facet", "person"]), out(&room, &["people"]));
    assert_eq!(out(&room, &["facet", "month", "--prefix", "2017"]), "      2  2017-11\n");
    room.run(&["facet", "-a", "archive", "source"]).ends(1);
    room.run(&["facet", "-a", "archive", "month", "--by", "mentions"])
        .ends(2)
        .says(&["mentions of a month are not counted: leave out --by mentions"]);
    room.run(&["facet", "-a", "archive", "colour"]).ends(2).says(&["person, speaker, place"]);
    assert_snapshot!(sample(&["facet", "source", "ceasefire", "--top", "2"]).ends(0).out(), @r"
    3  Deccan Standard
    2  Great Lakes Tribune
    ");
}

#[test]
fn a_timeline_shows_empty_months_and_the_undated() {
    let room = archive();
    assert_snapshot!(out(&room, &["timeline", "bridge"]), @r"
    2017-11        2  █████████████████████████████████████████▍
    2017-12        0
    2018-01        3  ██████████████████████████████████████████████████████████████
    undated        1
    ");
    assert_snapshot!(out(&room, &["timeline", "--by", "year", "--per", "1000", "bridge"]), @r"
    2017           2     1000.0  ███████████████████████████████████████████████████
    2018           3      750.0  ██████████████████████████████████████▎
    undated        1
    ");
    assert_snapshot!(out(&room, &["timeline", "--by", "week", "marlowe date:2017"]), @"2017-W44        2  █████████████████████████████████████████████████████████████");
    let mut narrow = room.command(&["timeline", "-a", "archive", "--by", "day", "rain OR slept"]);
    let output = narrow.env("COLUMNS", "33").output().unwrap();
    assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r"
    2018-01-04        1  ████████████
    2018-01-05        0
    2018-01-06        1  ████████████
    ");
    room.run(&["timeline", "-a", "archive", "zyzzyvas"]).ends(1);
    assert_snapshot!(out(&room, &["timeline", "--csv", "--per", "100", "--by", "year", "bridge"]), @r"
    period,first,last,stories,all,rate
    2017,2017-01-01,2017-12-31,2,2,100.0000
    2018,2018-01-01,2018-12-31,3,4,75.0000
    undated,,,1,,
    ");
    let json = room.run(&["timeline", "-a", "archive", "--json", "--per", "100", "bridge"]).json();
    assert_snapshot!(json[1], @r#"{"type":"period","period":"2017-11","first":"2017-11-01","last":"2017-11-30","stories":2,"all":2,"rate":100.0}"#);
    assert_snapshot!(json.last().unwrap(), @r#"{"type":"summary","periods":3,"stories":6,"undated":1,"by":"month","per":100,"exact":true,"complete":true,"suggestions":[],"doctor":null}"#);
}

#[test]
fn facets_beside_stories_keep_the_siblings_of_a_choice() {
    let room = archive();
    let args = ["search", "-m1", "bridge person:marlowe", "--facet", "person:2,month"];
    assert_snapshot!(out(&room, &args), @r#"
    2017-11-01  #2qgk91x6edn7
       1  HULL, Nov 1 - "The bridge stays shut," Mayor Edward Marlowe said on Monday.  — Edward Marlowe
      archive/2017/11/01/a.txt:1

    person  2 of 5, without person: in the query
          3  Edward Marlowe  3 mentions
          2  Anna Ek  2 mentions

    month  2 of 2
          2  2017-11
          1  2018-01
    "#);
    let json = room.run(&[&args[..], &["--json", "-a", "archive"]].concat()).ends(0).json();
    let kinds: Vec<&str> = json.iter().map(|r| r["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["query", "hit", "facet", "facet", "facet", "facet", "summary"]);
    assert_eq!((json[2]["value"].as_str(), json[2]["stories"].as_u64()), (Some("Edward Marlowe"), Some(3)));
    room.run(&["search", "-a", "archive", "bridge", "--facet", "colour"]).ends(2);
    room.run(&["search", "-a", "archive", "bridge", "--facet", "month", "-l"]).ends(2);
}

#[test]
fn names_that_fit_several_people_are_told_with_their_counts() {
    let room = archive();
    let json = room.run(&["search", "-a", "archive", "--json", "person:smith"]).ends(0).json();
    assert_snapshot!(json.last().unwrap()["candidates"], @r#"[{"field":"person","value":"smith","people":[{"name":"Tom Smith","stories":2},{"name":"Ed Smith","stories":1}],"distinct":2}]"#);
    for one in ["person:tom", "person:\"tom smith\"", "smith", "-person:smith"] {
        let json = room.run(&["search", "-a", "archive", "--json", one]).json();
        assert_eq!(json.last().unwrap()["candidates"], serde_json::json!([]), "{one}");
    }
}

#[test]
fn a_batch_answers_each_line_in_its_place() {
    let room = archive();
    let long = "x".repeat(70_000);
    let lines = format!("# names\n\nmarlowe\nperson:\"anna ek\"\r\nzyzzyvas\n{long}\nbridge (\n");
    let mut bytes = lines.into_bytes();
    bytes.extend(b"Ren\xe9\nTom Smith");
    room.write("names.txt", &bytes);
    let run = room.run(&["batch", "-a", "archive", "names.txt"]).ends(3);
    assert_snapshot!(run.out(), @r#"
    3  marlowe
    2  person:"anna ek"
    0  zyzzyvas
    -  line 6: longer than 65536 bytes: shorten it
    6  bridge (
    -  line 8: not UTF-8: convert the file
    2  Tom Smith
    "#);
    assert_snapshot!(run.err, @r"
    line 5: no story has zyzzyvas, nor anything like it
    line 7: a bracket is never closed: reads to the end
    line 7: nothing between the brackets: ignored
    ");
    assert_snapshot!(room.run(&["batch", "-a", "archive", "names.txt", "--json"]).ends(3).out(), @r#"
    {"type":"batch","line":3,"typed":"marlowe","reading":"marlowe","repairs":[],"stories":3,"exact":true,"top":["2017/11/01/a.txt","2018/01/03/c.txt","2017/11/02/b.txt"],"suggestions":[],"doctor":null}
    {"type":"batch","line":4,"typed":"person:\"anna ek\"","reading":"person:\"anna ek\"","repairs":[],"stories":2,"exact":true,"top":["2018/01/04/d.txt","undated.txt"],"suggestions":[],"doctor":null}
    {"type":"batch","line":5,"typed":"zyzzyvas","reading":"zyzzyvas","repairs":[],"stories":0,"exact":true,"top":[],"suggestions":[{"word":"zyzzyvas","stories":0,"meant":[]}],"doctor":{"clauses":[{"text":"zyzzyvas","stories":0,"without":null}],"dates":null,"ways":[{"how":"drop","clause":"zyzzyvas","query":"*","stories":7}]}}
    {"type":"batch","line":6,"error":"longer than 65536 bytes: shorten it"}
    {"type":"batch","line":7,"typed":"bridge (","reading":"bridge","repairs":[{"start":7,"end":8,"message":"a bracket is never closed: reads to the end","instead":"\\("},{"start":7,"end":8,"message":"nothing between the brackets: ignored","instead":null}],"stories":6,"exact":true,"top":["undated.txt","2018/01/04/d.txt","2018/01/05/e.txt"],"suggestions":[],"doctor":null}
    {"type":"batch","line":8,"error":"not UTF-8: convert the file"}
    {"type":"batch","line":9,"typed":"Tom Smith","reading":"Tom Smith","repairs":[],"stories":2,"exact":true,"top":["2018/01/05/e.txt","2018/01/06/f.txt"],"suggestions":[],"doctor":null}
    "#);
    assert_snapshot!(room.run(&["batch", "-a", "archive", "names.txt", "--csv", "-m", "2"]).ends(3).out(), @r#"
    line,typed,reading,stories,repairs,top,error
    3,marlowe,marlowe,3,,2017/11/01/a.txt | 2018/01/03/c.txt,
    4,"person:""anna ek""","person:""anna ek""",2,,2018/01/04/d.txt | undated.txt,
    5,zyzzyvas,zyzzyvas,0,,,
    6,,,,,,longer than 65536 bytes: shorten it
    7,bridge (,bridge,6,a bracket is never closed: reads to the end; nothing between the brackets: ignored,undated.txt | 2018/01/04/d.txt,
    8,,,,,,not UTF-8: convert the file
    9,Tom Smith,Tom Smith,2,,2018/01/05/e.txt | 2018/01/06/f.txt,
    "#);
    let from_stdin = |text: &str| room.run_with(&["batch", "-a", "archive", "-", "-m1"], text.into());
    assert_snapshot!(from_stdin("\u{feff}marlowe\n").ends(0).out(), @r"
    3  marlowe
       archive/2017/11/01/a.txt
    ");
    let misspelled = from_stdin("marlwoe bridge\n").ends(1);
    assert_snapshot!(misspelled.out(), @"0  marlwoe bridge");
    assert_snapshot!(misspelled.err, @r"
    line 1: no story has marlwoe; did you mean marlowe (3 stories)?
    line 1: try: marlowe bridge  (3 stories; spelled as stories have it)
    ");
    let said = room.run_with(&["batch", "-a", "archive", "--json", "-"], b"marlwoe bridge\n".to_vec()).json();
    let summary = room.run(&["search", "-a", "archive", "--json", "marlwoe bridge"]).json().pop().unwrap();
    assert_eq!((&said[0]["suggestions"], &said[0]["doctor"]), (&summary["suggestions"], &summary["doctor"]));
    from_stdin("").ends(1);
    room.run(&["batch", "-a", "archive", "nowhere.txt"]).ends(2).says(&["cannot read nowhere.txt"]);
}

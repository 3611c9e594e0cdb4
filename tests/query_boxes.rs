//! What people type into the box, what it is read as, and how many repairs that takes.

use morgue::query::parse;

/// Typed, reading line, number of repairs.
#[rustfmt::skip]
const BOXES: &[(&str, &str, usize)] = &[
    ("", "*", 0),
    ("putin assad", "putin assad", 0),
    ("Putin's", "Putin's", 0),
    ("Putin’s", "Putin’s", 0),
    ("O'Reilly", "O'Reilly", 0),
    ("AT&T", "AT&T", 0),
    ("US-China", "US-China", 0),
    ("Trump: \"no deal\"", "Trump \"no deal\"", 0),
    ("Trump:\"no deal\"", "Trump \"no deal\"", 0),
    ("h52.1 - kurz", "h52.1 kurz", 1),
    ("'90s", "90s", 0),
    ("don't", "don't", 0),
    ("\"", "*", 1),
    ("\"final rout", "\"final rout\"", 1),
    ("final rout\"", "final rout", 1),
    ("AND ada", "ada", 1),
    ("ada AND", "ada", 1),
    ("ada OR", "ada", 1),
    ("ada AND AND bob", "ada bob", 1),
    ("ada AND OR bob", "ada OR bob", 1),
    ("OR", "*", 1),
    ("NOT", "*", 1),
    ("(putin", "putin", 1),
    ("putin)", "putin", 1),
    ("()", "*", 1),
    ("a () b", "a b", 1),
    ("- *", "*", 1),
    ("a:(^", "a", 3),
    ("*", "*", 0),
    ("***", "*", 0),
    ("a *", "a", 1),
    ("https://example.com/a_(b)?x=1&y=*", "https://example.com/a_\\(b\\)?x=1&y", 0),
    ("see (https://example.com/x) now", "see https://example.com/x now", 0),
    ("ann@example.org", "ann@example.org", 0),
    ("C++", "C", 0),
    ("#hashtag", "hashtag", 0),
    ("@handle", "handle", 0),
    ("50%", "50", 0),
    ("$3.5bn", "3.5bn", 0),
    ("‘final rout’", "final rout", 0),
    ("'final rout'", "final rout", 0),
    ("\\-foo", "foo", 0),
    ("\\OR", "\\OR", 0),
    ("a \\OR b", "a \\OR b", 0),
    ("person\\:putin", "person\\:putin", 0),
    ("Mart?n", "Mart?n", 0),
    ("*stan", "*stan", 0),
    ("word~1", "word~1", 0),
    ("word~", "word~1", 0),
    ("word~9", "word~2", 1),
    ("US-China~1", "\"US-China\"", 1),
    ("rout^2", "rout^2", 0),
    ("(a b)^0.5 c", "(a b)^0.5 c", 0),
    ("rout^1000", "rout^100", 1),
    ("a w/5 b", "a w/5 b", 0),
    ("a w/5 b c", "(a w/5 b) c", 0),
    ("c OR a W/5 b", "c OR (a w/5 b)", 0),
    ("a w/5 b w/3 c", "(a w/5 b) w/3 c", 0),
    ("a pre/2 (b OR c)", "a pre/2 (b OR c)", 0),
    ("a NEAR/7 b", "a w/7 b", 0),
    ("a w/s b", "a w/s b", 0),
    ("a w/p \"b c\"", "a w/p \"b c\"", 0),
    ("-a w/5 b", "-(a w/5 b)", 0),
    ("a w/5", "a", 1),
    ("a w/5 w/6 b", "a w/5 b", 1),
    ("a w/5 person:b", "a person:b", 1),
    ("a w/0 b", "a w/0 b", 0),
    ("a NOT w/5 b", "a NOT w/5 b", 0),
    ("a w/5 -b", "a NOT w/5 b", 0),
    ("\"big wolf\"~3", "\"big wolf\"~3", 0),
    ("“final rout”", "\"final rout\"", 0),
    ("„final rout“ assad", "\"final rout\" assad", 0),
    ("«final rout» assad", "\"final rout\" assad", 0),
    ("« final rout » assad", "\"final rout\" assad", 0),
    ("»final rout« assad", "\"final rout\" assad", 0),
    ("\"he said “foo” bar\" baz", "\"he said “foo” bar\" baz", 0),
    ("“final rout\" assad", "\"final rout\" assad", 0),
    ("\"final rout” assad", "\"final rout\" assad", 0),
    ("a OR b", "a OR b", 0),
    ("a | b", "a OR b", 0),
    ("a|b", "a OR b", 0),
    ("a||b c", "a OR (b c)", 0),
    ("-a", "-a", 0),
    ("NOT a", "-a", 0),
    ("NOT NOT a", "-a", 1),
    ("NOT (NOT a)", "a", 0),
    ("-a -b", "-a -b", 0),
    ("a -\"final rout\"", "a -\"final rout\"", 0),
    ("a -(b c)", "a -(b c)", 0),
    ("(a OR b) c", "(a OR b) c", 0),
    ("a OR b c", "a OR (b c)", 0),
    ("person:putin", "person:putin", 0),
    ("person:\"vladimir putin\"", "person:\"vladimir putin\"", 0),
    ("person:vlad*", "person:vlad*", 0),
    ("person:(putin OR \"bashar assad\")", "person:putin OR person:\"bashar assad\"", 0),
    ("person: putin", "person:putin", 1),
    ("person:-putin", "-person:putin", 1),
    ("source:\"Daily Planet\" agency:IANS", "source:\"Daily Planet\" agency:IANS", 0),
    ("Source: Reuters", "source:Reuters", 1),
    ("Source:", "Source", 1),
    ("person:*", "*", 1),
    ("person:\"\"", "*", 2),
    ("body:putin", "body:putin", 0),
    ("body:\"final rout\"", "body:\"final rout\"", 0),
    ("body:(a OR b)", "body:(a OR b)", 0),
    ("body:(a b) c", "body:(a b) c", 0),
    ("body:syri*", "body:syri*", 0),
    ("headline:budget", "headline:budget", 0),
    ("-body:putin", "-body:putin", 0),
    ("date:2017", "date:2017", 0),
    ("date:2017-11", "date:2017-11", 0),
    ("date:2017-11-21", "date:2017-11-21", 0),
    ("date:2017-10..2017-12", "date:2017-10..2017-12", 0),
    ("date:2017..", "date:2017..", 0),
    ("date:..2017", "date:..2017", 0),
    ("date:>=2017-11-21", "date:2017-11-21..", 0),
    ("date:> 2017-11-21", "date:2017-11-22..", 0),
    ("date:<2017-11-01", "date:..2017-10", 0),
    ("date: 2017", "date:2017", 1),
    ("date:yesterday", "date\\:yesterday", 1),
    ("date:2018..2017", "date:2017..2018", 1),
    ("syri*", "syri*", 0),
    ("in:footer", "in:footer", 0),
    ("in:footer subscribe", "in:footer subscribe", 0),
    ("in:sign-off ians", "in:sign_off ians", 0),
    ("in:SIGN_OFF ians", "in:sign_off ians", 0),
    ("in:all (putin OR assad)", "in:all (putin OR assad)", 0),
    ("in:caption a OR b", "(in:caption a) OR b", 0),
    ("(in:caption a) b", "(in:caption a) b", 0),
    ("(in:footer) b", "(in:footer) b", 0),
    ("in:caption in:headline a", "headline:a", 1),
    ("-in:footer a", "-in:footer a", 0),
    ("in:Moscow", "in\\:Moscow", 1),
    ("in: Moscow", "in Moscow", 0),
    ("byline:smith", "byline:smith", 0),
    ("lead:putin", "lead:putin", 0),
    ("hlead:(a b)", "hlead:(a b)", 0),
    ("quotes:\"a b\"", "quotes:\"a b\"", 0),
    ("lead(a b)", "lead(a b)", 0),
    ("lead:a^2", "lead:a^2", 0),
    ("lead:(person:a)^2", "lead:(person:a)^2", 0),
    ("(lead:a)^2", "(lead:a)^2", 0),
    ("words:>800", "words:801..", 0),
    ("words:1,000..2000", "words:1000..2000", 0),
    ("words:many", "words\\:many", 1),
    ("has:quote", "has:quote", 0),
    ("has:headline", "has:headline", 0),
    ("has:footer", "in:footer", 0),
    ("has:bear", "has\\:bear", 1),
    ("path:2017/11 file:*.txt", "path:2017/11 file:*.txt", 0),
    ("path:\"a b\"", "path:\"a b\"", 0),
    ("id:k7f2qd", "id:k7f2qd", 0),
    ("lang:en", "lang:en", 0),
    ("date:[2017 TO 2018]", "date:2017..2018", 0),
    ("date:[2017-11-02 TO *]", "date:2017-11-02..", 0),
    ("sentence(a b -c)", "sentence(a b -c)", 0),
    ("SENTENCE(a) Para(b) AtLeast3(c) FIRST9(d)", "sentence(a) para(b) atleast3(c) first9(d)", 0),
    ("HEADLINE(a b) LEAD(c) Quote(d)", "headline(a b) lead(c) quote(d)", 0),
    ("hlead(a b)", "hlead:(a b)", 0),
    ("HLEAD(a) -hlead(b)", "hlead:a -hlead:b", 0),
    ("hlead()", "*", 1),
    ("speaker: /../ goats", "goats", 2),
    ("-person:(/.+/ OR kuipers)", "-person:kuipers", 2),
    ("hlead (a) \\HLEAD(b)", "hlead a HLEAD b", 0),
    ("paragraph(a OR b)", "para(a OR b)", 0),
    ("para(sentence(a b) c)", "para(sentence(a b) c)", 0),
    ("quote(speaker:putin syria)^2", "quote(speaker:putin syria)^2", 0),
    ("headline(a b)", "headline(a b)", 0),
    ("atleast3(sanctions)", "atleast3(sanctions)", 0),
    ("first50(ceasefire)", "first50(ceasefire)", 0),
    ("atleast0(a)", "atleast0 a", 0),
    ("person(s)", "person", 0),
    ("/dimitr[iyu]/", "/dimitr[iyu]/", 0),
    ("/(/ a", "a", 4),
    ("/2017/11/", "2017/11", 0),
    ("/2017/", "/2017/", 0),
    ("=rout", "\"rout\"", 0),
    ("==US", "==US", 0),
    ("R&D", "R&D", 0),
    ("3.5 1,000", "3.5 1,000", 0),
    ("putin or assad", "putin or assad", 0),
    ("putin and assad", "putin and assad", 0),
    ("putin AND assad OR kurz", "(putin assad) OR kurz", 0),
    ("--IANS", "IANS", 0),
    ("–kurz", "kurz", 1),
    ("Syria war – what next", "Syria war what next", 0),
    ("Syria war - what next?", "Syria war what next", 1),
    ("\"5 * 3\"", "\"5 * 3\"", 0),
    ("\"final ro*\"", "\"final ro\\*\"", 1),
    ("\"polit\"*", "\"polit\"", 1),
    ("foo\\ bar", "foo\\ bar", 0),
    ("AND OR NOT", "*", 3),
    ("a OR () b", "a OR b", 1),
    ("NOT () b", "b", 1),
    ("-", "*", 1),
    ("+", "*", 1),
    ("+foo +\"bar baz\"", "foo \"bar baz\"", 0),
    ("a && b", "a b", 0),
    ("foo\"bar\"", "foo \"bar\"", 0),
    ("6'2\"", "6'2", 1),
    ("person:AND", "person:AND", 0),
    ("w/o", "w/o", 0),
    ("w/5", "*", 1),
    ("\"a \\\"b\\\" c\"", "\"a \\\"b\\\" c\"", 0),
    ("\"\\*\"", "*", 1),
    ("9/11", "9/11", 0),
    ("and/or", "and/or", 0),
    ("source:(a b)", "source:a source:b", 0),
    ("-(-a)", "a", 0),
    ("a OR -b", "a OR -b", 0),
    ("OR a", "a", 1),
    ("|", "*", 1),
    ("(a OR b) OR c", "a OR b OR c", 0),
    ("(a (b (c)))", "a b c", 0),
    ("in:all in:footer", "in:footer", 1),
    ("Putins'", "Putins", 0),
    ("co-operation", "co-operation", 0),
    ("U.S. troops", "U.S. troops", 0),
    ("Ashok Rao, 47", "Ashok Rao 47", 0),
    ("Will Kurz win?", "Will Kurz win", 0),
    ("\"Putin's final rout\"", "\"Putin's final rout\"", 0),
    ("\"no deal", "\"no deal\"", 1),
    ("Smith & Sons", "Smith Sons", 1),
    ("a AND NOT b", "a -b", 0),
    ("NOT in:promo a", "-in:promo a", 0),
    ("agency:reuters OR agency:ap", "agency:reuters OR agency:ap", 0),
    ("speaker:O'Reilly", "speaker:O'Reilly", 0),
    ("place:\"new york\" date:2017-11", "place:\"new york\" date:2017-11", 0),
    ("org:NOT", "org:NOT", 0),
    ("in:all date:2017 a", "in:all date:2017 a", 0),
    ("date:..", "date:..", 0),
    ("in:author-bio a", "in:author_bio a", 0),
    ("in:crosshead", "in:crosshead", 0),
    ("ada) OR (bob", "ada OR bob", 2),
    ("((a)", "a", 1),
    ("x:y", "x:y", 0),
    ("http://a.b/c|d", "http://a.b/c OR d", 0),
    ("C:\\dir", "C:dir", 0),
    ("ﬁnal", "ﬁnal", 0),
    ("東京", "東京", 0),
    ("Erdoğan", "Erdoğan", 0),
];

#[test]
fn every_box_reads_as_its_writer_means() {
    let mut wrong = Vec::new();
    for &(typed, reading, repairs) in BOXES {
        let query = parse(typed);
        if (query.reading().as_str(), query.repairs.len()) != (reading, repairs) {
            wrong.push(format!("{typed}: {} instead of {reading}, {:?}", query.reading(), query.repairs));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_reading_reads_back_without_repairs() {
    for &(typed, reading, _) in BOXES {
        let again = parse(reading);
        assert_eq!(again.root, parse(typed).root, "{typed}");
        assert!(again.repairs.is_empty(), "{reading}: {:?}", again.repairs);
    }
}

#[test]
fn lower_case_operators_and_unbracketed_mixtures_are_hinted_at_once() {
    assert_eq!(parse("putin or assad or kurz").hints.len(), 1);
    assert_eq!(parse("putin OR assad syria").hints.len(), 1);
    assert!(parse("putin OR (assad syria)").hints.is_empty());
    assert!(parse("or").hints.is_empty());
    assert!(parse("putin \\or assad").hints.is_empty());
}

#[test]
fn repairs_lie_in_the_text_in_order_and_are_not_endless() {
    let typed = "* ".repeat(5_000) + "a";
    let repairs = parse(&typed).repairs;
    assert!(repairs.len() < 30);
    assert!(repairs.last().is_some_and(|last| last.message.starts_with("and 49")));
    for typed in ["ada ) \"b", "a - b ( *stan", "“a “b"] {
        let repairs = parse(typed).repairs;
        assert!(repairs.is_sorted_by_key(|r| r.span.start));
        assert!(repairs.iter().all(|r| typed.get(r.span.start..r.span.end).is_some()));
    }
}

#[test]
fn spans_lie_where_the_parts_were_typed() {
    use morgue::query::NodeKind;
    let typed = "kurz -person:putin (\"no deal\" OR body:x)";
    let query = parse(typed);
    let NodeKind::And(parts) = &query.root.kind else { panic!("{query:?}") };
    let of: Vec<&str> = parts.iter().map(|part| part.span.of(typed)).collect();
    assert_eq!(of, ["kurz", "-person:putin", "(\"no deal\" OR body:x)"]);
}

#[test]
fn every_kind_of_line_can_be_asked_for() {
    use morgue::query::{NodeKind, Zone};
    use morgue::segment::LineKind;
    for kind in LineKind::ALL {
        let zone = if kind == LineKind::Footer { Zone::Unsearched } else { Zone::Kind(kind) };
        for name in [kind.name().to_owned(), kind.name().replace('_', "-"), kind.name().to_uppercase()] {
            let query = parse(&format!("in:{name}"));
            assert_eq!(query.root.kind, NodeKind::In(zone), "{name}");
            assert!(query.repairs.is_empty(), "{name}");
        }
    }
}

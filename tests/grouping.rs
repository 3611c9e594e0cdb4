//! Mentions into people and organisations: which belong together, and under which name.
//!
//! The names come from labels, so that nothing here asks the tagger. `[P1 Eva Lind]` and `[P1 Lind]` are one
//! person; `[P? Lind]` is somebody of whom nothing tells who it is; `[O1 Ford]` is an organisation. The
//! labelled stories of `models/training/` hold the whole to floors; floors only rise.
//! `cargo test --test grouping -- --nocapture` prints the scores and what differs.

#![allow(clippy::expect_used, reason = "a test tells what it found")]
// clippy allows this in `#[test]` functions only, not in the helpers beside them.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use morgue::extract::entities::{Kind, Mention, from_mentions};
use morgue::extract::{Entities, Page};
use morgue::segment::whole;
use morgue::text::Span;

/// A story with its labels taken out of the text.
#[derive(Default)]
struct Labelled {
    text: String,
    /// Label and place of each name: `P1`, `P?`, `O`, `L`.
    names: Vec<(String, Span)>,
}

impl Labelled {
    fn read(source: &str) -> Labelled {
        let mut story = Labelled::default();
        let mut rest = source;
        while let Some((before, label)) = rest.split_once('[') {
            let (inside, after) = label.split_once(']').expect("a label ends");
            let (label, name) = inside.split_once(|c: char| c.is_whitespace()).expect("a label has a name");
            story.text.push_str(before);
            let start = story.text.len();
            story.text.push_str(name);
            story.names.push((label.to_owned(), Span::new(start, story.text.len())));
            rest = after;
        }
        story.text.push_str(rest);
        story
    }

    fn grouped(&self) -> Entities {
        let mentions: Vec<Mention> = self
            .names
            .iter()
            .filter_map(|(label, span)| {
                let kind = match label.get(..1)? {
                    "P" => Kind::Person,
                    "O" => Kind::Org,
                    "L" => Kind::Place,
                    _ => return None,
                };
                Some(Mention { span: *span, kind })
            })
            .collect();
        from_mentions(Page { text: &self.text, anatomy: &whole(&self.text) }, None, &mentions)
    }

    /// The names of each labelled person or organisation.
    fn wanted(&self, kind: char) -> BTreeMap<Vec<Span>, String> {
        let mut by_label: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        let numbered = |l: &str| l.starts_with(kind) && l.ends_with(|c: char| c.is_ascii_digit());
        for (label, span) in self.names.iter().filter(|(l, _)| numbered(l)) {
            by_label.entry(label).or_default().push(*span);
        }
        by_label.into_values().map(|spans| (spans.clone(), self.fullest(&spans))).collect()
    }

    /// The longest of some names, `Last, First` turned round.
    fn fullest(&self, spans: &[Span]) -> String {
        let names = spans.iter().map(|s| s.of(&self.text).split_whitespace().collect::<Vec<_>>().join(" "));
        let longest = names.max_by_key(|n| (n.split(' ').count(), n.len())).unwrap();
        match longest.split_once(", ") {
            Some((last, first)) if !first.starts_with(['J', 'S']) => format!("{first} {last}"),
            _ => longest,
        }
    }
}

/// The stories of a file of labelled stories, with their headings.
fn stories(file: &str) -> Vec<(String, Labelled)> {
    let parts = file.split("\n=== ").flat_map(|part| part.trim_start_matches("=== ").split_once('\n'));
    parts.map(|(heading, text)| (heading.to_owned(), Labelled::read(text))).collect()
}

fn training() -> Vec<(String, Labelled)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/training");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    files.sort();
    files.iter().flat_map(|f| stories(&fs::read_to_string(f).unwrap())).collect()
}

#[test]
fn people_of_labelled_stories_are_told_apart() {
    let stories = training();
    assert!(stories.len() >= 320);
    let (mut right, mut found, mut wanted, mut named) = (0, 0, 0, 0);
    for (heading, story) in &stories {
        let gold = story.wanted('P');
        let got = story.grouped().people;
        found += got.len();
        wanted += gold.len();
        for person in &got {
            let Some(name) = gold.get(&person.mentions) else {
                let forms: Vec<&str> = person.mentions.iter().map(|s| s.of(&story.text)).collect();
                println!("{heading}: {} {forms:?}", person.name);
                continue;
            };
            right += 1;
            if person.name.eq_ignore_ascii_case(name) {
                named += 1;
            } else {
                println!("{heading}: named {} for {name}", person.name);
            }
        }
    }
    let f1 = 2.0 * f64::from(right) / (found + wanted) as f64;
    let names = f64::from(named) / f64::from(right);
    println!(
        "{} stories, {wanted} people: exactly right F1 {f1:.4}, under the fullest name {names:.4}",
        stories.len()
    );
    assert!(f1 >= 0.955, "{f1}");
    assert!(names >= 0.99, "{names}");
}

/// Checks that the labels come out as they stand.
fn check(sources: &[&str]) {
    let mut wrong = Vec::new();
    for source in sources {
        let story = Labelled::read(source);
        let got = story.grouped();
        let show = |spans: &[Span]| spans.iter().map(|s| s.of(&story.text)).collect::<Vec<_>>().join("|");
        let unsure: Vec<Span> = story.names.iter().filter(|(l, _)| l == "P?").map(|n| n.1).collect();
        let people: BTreeMap<Vec<Span>, String> =
            got.people.iter().map(|p| (p.mentions.clone(), p.name.clone())).collect();
        let orgs: BTreeMap<Vec<Span>, String> =
            got.orgs.iter().map(|o| (o.mentions.clone(), o.name.clone())).collect();
        let mut in_doubt: Vec<Span> = got.people.iter().flat_map(|p| p.unsure.clone()).collect();
        in_doubt.sort();
        in_doubt.dedup();
        if !people.keys().eq(story.wanted('P').keys())
            || !orgs.keys().eq(story.wanted('O').keys())
            || in_doubt != unsure
        {
            let all: Vec<String> =
                people.iter().chain(&orgs).map(|(spans, name)| format!("{name}: {}", show(spans))).collect();
            wrong.push(format!("{source}\n  {all:?}, unsure {}", show(&in_doubt)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn couples_and_siblings_are_told_apart() {
    check(&[
        "[P1 Bill] and [P2 Hillary Marsden] came. Mrs [P2 Marsden] said so. Mr [P1 Marsden] left.",
        "[P1 Colton Rush] sold the calves. His wife, [P2 Amber Rush], knew nothing. [P1 Rush] was jailed.",
        "The dead are [P1 Tika Shahi], 61, and his wife [P2 Dhan Shahi], 58. The body of [P1 Shahi] was found.",
        "[P1 Gordon Friesen] and [P2 Mark Friesen] died. \"[P2 Mark] was fast.\" The coach knew the elder [P1 Friesen], father of [P2 Mark].",
        "Dr [P1 Miriam Gold] came with her husband, [P2 Saul Gold]. Dr [P1 Gold] spoke; Mr [P2 Gold] did not.",
        "[P1 Jacob Stanley], 61, and [P2 April Stanley], 27, came. The younger [P2 Stanley] sang.",
        "Senator [P1 Ann Hale] and Judge [P2 Ann-Marie Hale] met. Judge [P2 Hale] left. Senator [P1 Hale] stayed.",
    ]);
}

#[test]
fn what_nothing_tells_is_nobodys() {
    check(&[
        "[P1 Anna Berg] and [P2 Tom Berg] left. [P? Berg] paid.",
        "[P1 John Smith] and [P2 Jane Smith] signed. It was drawn up by [P? J. Smith].",
    ]);
    let story = Labelled::read("[P1 Anna Berg] and [P2 Tom Berg] left. [P? Berg] paid.");
    let people = story.grouped().people;
    assert_eq!(people[0].unsure, [story.names[2].1]);
    assert_eq!(people[0].unsure, people[1].unsure);
}

#[test]
fn generations_are_told_apart() {
    check(&[
        "[P1 Joy Rainey] won. [P2 Rainey Senior] clapped.",
        "[P1 Ray Dow Jr.] won. [P2 Ray Dow Sr.] clapped. The elder [P2 Dow] cried, the younger [P1 Dow] did not.",
        "[P1 Joe Mek] sold the farm. His son, [P2 Joe Mek Jr], had left.",
        "[P1 Martin Hale Jr.] won. [P1 Martin Hale] is 30. [P1 Hale] thanked all.",
        "[P1 Juhani Berg], 44, was taken for [P2 Juhani Berg], 51. \"No,\" said [P1 Juhani Berg], 44, and left.",
        "[P1 Ramón Cruz Jr.] struck out. \"[P1 Junior] will hit,\" said his father, [P2 Ramón Cruz Sr].",
    ]);
}

#[test]
fn kings_and_popes_are_known_by_one_name() {
    check(&[
        "Prince [P1 Charles] met [P2 Charles Kennedy]. [P2 Kennedy] thanked Prince [P1 Charles].",
        "Queen [P1 Elizabeth] came. [P2 Elizabeth Hale] sang for Queen [P1 Elizabeth II].",
        "Queen [P1 Elizabeth II] came. [P1 Elizabeth] waved to Prince [P2 Rupert].",
        "Pope [P1 Francis] blessed [P2 Francis Hodge]. Pope [P1 Francis] slept.",
        "King [P1 Olav V] died. King [P2 Harald V] followed.",
        "King [P1 Hussein] would not see [P2 Saddam Hussein].",
    ]);
}

#[test]
fn particles_and_hyphens_come_and_go() {
    check(&[
        "[P1 Piet van der Berg] spoke. [P1 Berg] left, and [P1 Van der Berg] came back.",
        "[P1 Yusuf al-Harithi] spoke. [P1 Harithi] said no. [P1 Al Harithi] and [P1 al-Harithi] meant it.",
        "[P1 Ahmed bin Rashid al-Mansour] met [P2 Rashid al-Mansour].",
        "[P1 Koen Van Rompaey-Vos] lost. [P1 Van Rompaey-Vos] left.",
        "[P1 Jimi Hendrix] played. [P2 Al Hendrix] listened.",
        "[P1 Tadhg Ó Conghaile] ran. Mr [P1 Ó Conghaile] sat.",
        "[P1 Bart van 't Hof] skated. [P1 Van 't Hof] fell.",
        "[P1 Osama Haddad] met [P2 Abu Osama] at noon.",
        "[P1 Kim Dae-won] and [P1 Kim Dae Won] is one man. [P1 Kim] agreed.",
        "[P1 Magnus Kofler-Haid] beat his brother [P2 Hannes Kofler-Haid]. [P1 Magnus] wept.",
        "[P1 Fredy Rüegg] is not [P2 Fredy Gerber-Rüegg].",
        "[P1 Zulfikar Hadžić] died. [P1 Hadzic] was 90.",
    ]);
}

#[test]
fn names_are_shortened_in_many_ways() {
    check(&[
        "[P1 Joaquín Iturralde Gómez] spoke. [P1 Iturralde] left. [P1 Iturralde Gómez] and [P1 Joaquín Iturralde] came.",
        "[P1 J. K. Okafor] wrote it. [P1 Okafor] is [P1 Joan Okafor].",
        "[P1 George H. W. Bush] was the father of [P2 George W. Bush].",
        "[P1 Terry \"Tank\" Mills] fell. [P1 Tank] got up. \"[P1 Terry] is fine,\" said [P2 Lou].",
        "[P1 Gennady Arkadyevich Polto] fled. \"[P1 Gennady Arkadyevich] is ill.\" [P1 Polto] denied it.",
        "[P1 Boris Petrov] drank. \"[P1 Boris Nikolayevich] is well,\" an aide said.",
        "[P1 Kikuchi Zenbei] is 80. [P1 Zenbei Kikuchi] farms. [P1 Kikuchi] and [P1 Zenbei] is one man.",
        "[P1 Dominic Kwok Chi-hang] denied it. [P1 Kwok] left. Miss [P2 Bonnie Hang] stayed.",
        "[P1 BELL, Graham]\n[P2 BELL, Sarah]\n[P1 Graham Bell] lived. [P2 Sarah] did too.",
        "[P1 HADDAD] LEAVES\n[P1 Omar Haddad] left on Monday.",
        "[P1 Jennifer Lopez] sang. The [P1 J-Lo] show went on.",
    ]);
}

#[test]
fn second_names_are_those_the_story_gives() {
    check(&[
        "[P1 Rasa Moore], née [P1 Price], came. [P1 Price] is a lawyer.",
        "[P1 Abdi Yusuf Cige], known to most of the city as [P1 Dheere], spoke. \"No,\" [P1 Dheere] said.",
        "[P1 Leïla Ben Salah], a notary in Sfax under her maiden name, [P1 Leïla Gharsalli], left. [P1 Gharsalli] wept.",
        "[P1 Ana Ruiz] married the actor known as [P2 Frunzik].",
    ]);
}

#[test]
fn other_spellings_are_the_same_name() {
    check(&[
        "[P1 Moammar Gaddafi] ruled. [P1 Qaddafi] and [P1 Kadhafi] is one man.",
        "[P1 Kristin Wilkins] and [P1 Kristen Wilkins] is one. [P1 Wilkins] teaches.",
        "[P1 Lydia Buchtmann] spoke. \"No,\" [P1 Bauchtman] said.",
        "[P1 Regula Nüssli] spoke. [P1 Nuessli] left.",
        "[P1 Lawrence Lessig] wrote. [P1 Larry Lessig] came. \"[P1 Larry] did?\" asked [P2 Ann].",
        "[P1 Shanique Bartley] beat [P2 Shanice Bartley]. [P2 Shanice] fell, [P1 Shanique] did not.",
        "[P1 Kyle Martinez] came, [P2 Martin] did not.",
        "[P1 Hassan Berg] met [P2 Hussein Berg].",
    ]);
}

#[test]
fn the_name_is_the_fullest_one_without_its_title() {
    let name = |source: &str| Labelled::read(source).grouped().people[0].name.clone();
    assert_eq!(name("President [P1 Amara Diallo] and [P1 Diallo]"), "Amara Diallo");
    assert_eq!(name("[P1 DIALLO] WINS\n[P1 Amara Diallo] won."), "Amara Diallo");
    assert_eq!(name("[P1 Bill] and [P2 Hillary Marsden] came."), "Bill Marsden");
    assert_eq!(name("[P1 KOFLER-HAID, Anna] fell."), "Anna Kofler-Haid");
    assert_eq!(name("[P1 Ray Dow] or [P1 Ray Dow Jr.]"), "Ray Dow");
}

#[test]
fn organisations_go_under_their_fullest_name() {
    check(&[
        "The [O1 World Health Organization] ([O1 WHO]) met. [O1 WHO] said so.",
        "[O1 AFAD] ([O1 Disaster and Emergency Board]) met.",
        "The [O1 International Monetary Fund] paid. The [O1 IMF] said so.",
        "[O1 Ford Motor Co] sold cars. [O1 Ford] fell 3 percent. [O1 Ford Motor] rose.",
        "The [O1 Ministry of Health] closed. The [O1 Health Ministry] said so.",
        "[O1 Manchester United] beat [O2 Manchester City]. [O3 Manchester] is red.",
        "The [O1 US State Department] said so. The [O1 State Department] said more.",
        "The [O1 Boston Globe] wrote it, the [O1 Globe] said.",
        "The [O1 Bank of England] and the [O2 Bank of Japan] met. The [O3 Bank] did not say which.",
        "The [O1 United Nations] met. The [O1 UN] left.",
        "[O1 ITT Corp] sold [O2 ITT Canada]. [O1 ITT] fell.",
        "The [O1 Grain and Feed Board] met. [O2 Grain] fell.",
        "[O1 Al Ahly] (EGY) beat [O2 Zamalek] (EGY).",
    ]);
    let orgs = Labelled::read("[O1 WHO] spoke. The [O1 World Health Organization] met.").grouped().orgs;
    assert_eq!(orgs[0].name, "World Health Organization");
}

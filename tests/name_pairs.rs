//! Whether names of one person meet and names of two stay apart: on pairs that were written before the
//! matcher, on more pairs, and on sets of names in any order.

#![allow(clippy::print_stdout, reason = "a test tells what it found")]
// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use morgue::identity::{Census, Grouping, Hints, Rules, Value};
use proptest::prelude::*;

/// Written without sight of the matcher, before there was one.
const BEFORE: &str = include_str!("data/name-pairs.tsv");
/// Written by the matcher's author.
const AFTER: &str = include_str!("data/name-pairs-2.tsv");

/// Two names, and whether they are one person's.
struct Pair<'a> {
    same: bool,
    names: [&'a str; 2],
}

fn pairs(text: &str) -> Vec<Pair<'_>> {
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        Pair { same: cells[0] == "same", names: [cells[1], cells[2]] }
    })
    .collect()
}

fn values<'a>(names: impl IntoIterator<Item = (&'a str, u32)>) -> Vec<Value> {
    let value = |(name, stories): (&str, u32)| Value { name: name.to_owned(), stories, ..Value::default() };
    names.into_iter().map(value).collect()
}

/// What is made of names.
fn group(names: &[Value], hints: &Hints) -> Grouping {
    morgue::identity::group(&names.iter().cloned().collect::<Census>(), hints)
}

/// The group of each name.
fn groups(names: &[Value], grouping: &Grouping) -> BTreeMap<String, usize> {
    let of = |(number, group): (usize, &Vec<u32>)| {
        group.iter().map(move |&i| (names[i as usize].name.clone(), number)).collect::<Vec<_>>()
    };
    grouping.groups().iter().enumerate().flat_map(of).collect()
}

/// The groups as sets of names, the shown one first.
fn sets(names: &[Value], grouping: &Grouping) -> BTreeSet<(String, BTreeSet<String>)> {
    let name = |i: &u32| names[*i as usize].name.clone();
    grouping.groups().iter().map(|group| (name(&group[0]), group.iter().map(name).collect())).collect()
}

/// Pairs that the matcher gets right, of which one says whether they meet: same, then differ.
fn right(pairs: &[Pair<'_>], meet: impl Fn(&Pair<'_>) -> bool) -> [usize; 2] {
    let mut right = [0; 2];
    for pair in pairs {
        match meet(pair) == pair.same {
            true => right[usize::from(!pair.same)] += 1,
            false => println!("  wrong: {} {:?}", if pair.same { "same" } else { "differ" }, pair.names),
        }
    }
    right
}

/// Each pair as an archive of two names.
fn alone(pair: &Pair<'_>) -> bool {
    group(&values(pair.names.map(|name| (name, 1))), &Hints::default()).groups().len() == 1
}

fn check(title: &str, text: &str, floors: [usize; 2]) {
    let pairs = pairs(text);
    let all = [true, false].map(|same| pairs.iter().filter(|p| p.same == same).count());
    let names: BTreeMap<&str, u32> = pairs.iter().flat_map(|p| p.names).map(|name| (name, 1)).collect();
    let names = values(names);
    let together = groups(&names, &group(&names, &Hints::default()));
    let in_one = |pair: &Pair<'_>| together[pair.names[0]] == together[pair.names[1]];
    for (how, right) in
        [("each pair an archive", right(&pairs, alone)), ("all names in one archive", right(&pairs, in_one))]
    {
        let share = |i: usize| 100.0 * right[i] as f64 / all[i] as f64;
        println!(
            "{title}, {how}: {:.1} % of {} `same` merged, {:.1} % of {} `differ` merged",
            share(0),
            all[0],
            100.0 - share(1),
            all[1]
        );
        assert!(
            right[0] >= floors[0] && right[1] >= floors[1],
            "{title}, {how}: {right:?}, floors {floors:?}"
        );
    }
}

#[test]
fn pairs_written_before_the_matcher_meet_and_stay_apart() {
    // What the issue asks for, then what was reached: neither may fall.
    check("name-pairs", BEFORE, [285, 297]);
    check("name-pairs", BEFORE, [292, 297]);
}

#[test]
fn more_pairs_meet_and_stay_apart() {
    check("name-pairs-2", AFTER, [111, 121]);
}

#[test]
fn a_pair_is_judged_alike_from_both_ends() {
    for pair in pairs(BEFORE).iter().chain(&pairs(AFTER)) {
        let [a, b] = pair.names;
        assert_eq!(alone(pair), alone(&Pair { same: pair.same, names: [b, a] }), "{a} / {b}");
    }
}

/// Names of both files, each once.
fn all_names() -> Vec<&'static str> {
    let both = [BEFORE, AFTER].into_iter().flat_map(pairs);
    both.flat_map(|pair| pair.names).collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn every_merge_leads_to_the_shown_name_by_rules() {
    let names = values(all_names().into_iter().map(|name| (name, 1)));
    let grouping = group(&names, &Hints::default());
    let of = groups(&names, &grouping);
    let links: BTreeMap<u32, (u32, Rules)> = grouping.merges.iter().map(|l| (l.a, (l.b, l.rules))).collect();
    assert_eq!(links.len(), names.len() - grouping.shown.len());
    for group in &grouping.groups() {
        for &member in &group[1..] {
            let mut at = member;
            for _ in 0..group.len() {
                let Some(&(next, rules)) = links.get(&at) else { break };
                assert!(rules.iter().count() > 0 && rules.is_open());
                assert_eq!(of[&names[at as usize].name], of[&names[next as usize].name]);
                at = next;
            }
            assert_eq!(at, group[0], "{}", names[member as usize].name);
        }
    }
    for link in &grouping.near {
        assert_ne!(of[&names[link.a as usize].name], of[&names[link.b as usize].name]);
    }
}

fn grouped(names: &[(&str, u32)]) -> Vec<String> {
    let values = values(names.iter().copied());
    let grouping = group(&values, &Hints::default());
    let join =
        |group: &Vec<u32>| group.iter().map(|&i| &*values[i as usize].name).collect::<Vec<_>>().join(" = ");
    grouping.groups().iter().map(join).collect()
}

#[test]
fn a_name_that_fits_two_people_is_neither() {
    let kennedys = [("Jon Okafor", 9), ("Jon B. Okafor", 3), ("Jon R. Okafor", 2)];
    assert_eq!(grouped(&kennedys), ["Jon Okafor", "Jon B. Okafor", "Jon R. Okafor"]);
    assert_eq!(grouped(&kennedys[..2]), ["Jon Okafor = Jon B. Okafor"]);
    let values = values(kennedys);
    let near = group(&values, &Hints::default()).near;
    let said: Vec<&str> = near.iter().filter_map(|l| l.rules.iter().last()).map(|rule| rule.name()).collect();
    assert_eq!(said, ["several", "several"]);
    // One of whom there is next to nothing does not count.
    let weighty = [("Jon Okafor", 90), ("Jon B. Okafor", 60), ("Jon R. Okafor", 2)];
    assert_eq!(grouped(&weighty), ["Jon Okafor = Jon B. Okafor", "Jon R. Okafor"]);
    // Of a very common name two bearers are likely.
    assert_eq!(grouped(&[("John Smith", 9), ("John B. Smith", 3)]).len(), 2);
}

#[test]
fn no_chain_of_small_steps_joins_two_people() {
    let chain = [("Omar Hassan al-Turki", 1), ("Omar al-Turki", 1), ("Omar Hussein al-Turki", 1)];
    let grouped = grouped(&chain);
    assert_eq!(grouped.len(), 3, "{grouped:?}");
}

#[test]
fn a_surname_alone_is_joined_where_the_archive_leaves_no_doubt() {
    assert_eq!(grouped(&[("Vladimir Putin", 900), ("Putin", 5), ("putin", 1)]).len(), 1);
    assert_eq!(grouped(&[("Vladimir Putin", 900), ("Lyudmila Putin", 190), ("Putin", 5)]).len(), 3);
    assert_eq!(grouped(&[("Vladimir Putin", 9), ("Putin", 5)]).len(), 2);
    assert_eq!(grouped(&[("Assad", 3), ("al-Assad", 2), ("Bashar al-Assad", 1)]).len(), 2);
}

#[test]
fn hostile_names_take_linear_time() {
    let letters = |i: u32| char::from_u32(0x61 + i % 26).unwrap();
    let words = |i: u32| (0..3).map(|k| format!("{}{}", letters(i >> k), letters(i / 7))).collect::<Vec<_>>();
    let mut names: BTreeSet<String> = (0..4000).map(|i| words(i).join(" ")).collect();
    names.extend((0..4000).map(|i| format!("{} {} {i}", letters(i), letters(i / 26))));
    names.extend((0..500).map(|i| "a ".repeat(i as usize)));
    names.extend((0..500).map(|i| format!("{}-{}", "x".repeat(i as usize), "Ü".repeat(i as usize))));
    names.extend(
        ["", " ", ",", ", ,", "-", "'", "\u{200b}", "Jr.", ", Jr.", "X, ", "ов", "毛 泽东", "al-"]
            .map(str::to_owned),
    );
    let values = values(names.iter().map(|name| (name.as_str(), 1)));
    let begun = std::time::Instant::now();
    let grouping = group(&values, &Hints::default());
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    assert_eq!(grouping.groups().iter().map(Vec::len).sum::<usize>(), values.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_names_changes_nothing(
        chosen in proptest::sample::subsequence(all_names(), 120),
        stories in proptest::collection::vec(1u32..50, 120),
        seed in proptest::collection::vec(any::<u32>(), 120),
    ) {
        let one = values(chosen.iter().copied().zip(stories.iter().copied()));
        let mut order: Vec<usize> = (0..one.len()).collect();
        order.sort_by_key(|&i| seed[i]);
        let other: Vec<Value> = order.iter().map(|&i| one[i].clone()).collect();
        let (a, b) = (group(&one, &Hints::default()), group(&other, &Hints::default()));
        prop_assert_eq!(sets(&one, &a), sets(&other, &b));
        // A name more or less elsewhere changes nothing here: equal groups, equal links.
        let named = |values: &[Value], g: &Grouping| -> BTreeSet<(String, String)> {
            let name = |i: u32| values[i as usize].name.clone();
            g.near.iter().map(|l| (name(l.a.min(l.b)), name(l.a.max(l.b)))).map(|(x, y)| if x < y { (x, y) } else { (y, x) }).collect()
        };
        prop_assert_eq!(named(&one, &a), named(&other, &b));
    }
}

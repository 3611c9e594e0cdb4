//! Facets and timelines against a scan of the stories: every count of every field, over queries of which
//! the parts are the engine's and all that joins them is this file's.
//!
//! On the sample archive always; on the 23,803 stories of `../shared/corpora/reuters-bbc.tar.xz` (or of
//! the folder that `MORGUE_CORPORA` names) where they are at hand.

// The lint knows `#[test]` functions only, not their helpers.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;
mod corpora;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use corpora::{corpora, gathered};
use jiff::civil::Date;
use morgue::Story;
use morgue::extract::Place;
use morgue::index::names::{NameTable, place_value};
use morgue::query::{Query, parse};
use morgue::search::{
    Engine, Facet, FacetOrder, FacetRequest, LocalEngine, Period, Request, Sort, TimelineRequest, Want,
    with_person, without_choice,
};

const FACETS: [Facet; 11] = [
    Facet::People,
    Facet::Speakers,
    Facet::Unquoted,
    Facet::Places,
    Facet::Datelines,
    Facet::Orgs,
    Facet::Sources,
    Facet::Agencies,
    Facet::Languages,
    Facet::Years,
    Facet::Months,
];
const PERIODS: [Period; 4] = [Period::Day, Period::Week, Period::Month, Period::Year];

/// Numbers that are the same on every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A value as facets list it: two places of one name are told apart by what is behind it.
type Shown = (String, String);

/// Mentions of each value of one story.
type Values = BTreeMap<Shown, u64>;

/// What the stories of an archive have of each field, in the order of [`FACETS`].
struct Scan {
    addresses: Vec<String>,
    stories: Vec<Story>,
    numbers: HashMap<String, usize>,
    values: Vec<[Values; FACETS.len()]>,
}

fn plain(values: impl IntoIterator<Item = String>) -> Values {
    values.into_iter().map(|value| ((value, String::new()), 0)).collect()
}

/// Adds up the mentions of names by whom the table says they are.
fn through<'a>(table: &NameTable, address: &str, names: impl Iterator<Item = (&'a str, u64)>) -> Values {
    let mut values = Values::new();
    for (name, mentions) in names {
        for &identity in table.at_address(name, address) {
            let identity = &table.identities[identity as usize];
            let shown = (identity.name.clone(), format!("{:?}", identity.place));
            *values.entry(shown).or_default() += mentions;
        }
    }
    values
}

fn places(table: &NameTable, address: &str, places: &[Place], counted: bool) -> Values {
    let named: Vec<(String, u64)> = places
        .iter()
        .map(|place| (place_value(place), if counted { place.mentions.len() as u64 } else { 0 }))
        .collect();
    through(table, address, named.iter().map(|(value, mentions)| (value.as_str(), *mentions)))
}

/// Those of `all` that are among `some`, or that are not.
fn chosen(all: &Values, some: &Values, among: bool) -> Values {
    let kept = all.iter().filter(|(shown, _)| some.contains_key(*shown) == among);
    kept.map(|(shown, mentions)| (shown.clone(), *mentions)).collect()
}

impl Scan {
    fn of(engine: &LocalEngine) -> Scan {
        let names = engine.archive().names().unwrap();
        let mut scan =
            Scan { addresses: Vec::new(), stories: Vec::new(), numbers: HashMap::new(), values: Vec::new() };
        for address in addresses(engine, &parse("")) {
            let story = engine.find(&address).unwrap().remove(0).story;
            let people = story.people.iter().map(|p| (p.name.as_str(), p.mentions.len() as u64));
            let people = through(&names.people, &address, people);
            let quoted = story.people.iter().filter(|p| p.quotes > 0).map(|p| (p.name.as_str(), 0));
            let quoted = through(&names.people, &address, quoted);
            let orgs = story.orgs.iter().map(|o| (o.name.as_str(), o.mentions.len() as u64));
            let date = story.date.as_ref().map(|d| d.value.to_string());
            scan.values.push([
                people.clone(),
                chosen(&people, &quoted, true),
                chosen(&people, &quoted, false),
                places(&names.places, &address, &story.places, true),
                places(&names.places, &address, &story.dateline_places, false),
                through(&names.orgs, &address, orgs),
                plain(story.source.as_ref().map(|s| s.value.clone())),
                plain(story.agency.clone()),
                plain(story.language.clone()),
                plain(date.as_ref().map(|date| date[..4].to_owned())),
                plain(date.as_ref().map(|date| date[..7].to_owned())),
            ]);
            scan.numbers.insert(address.clone(), scan.stories.len());
            scan.addresses.push(address);
            scan.stories.push(story);
        }
        scan
    }

    fn found(&self, engine: &LocalEngine, query: &str) -> BTreeSet<usize> {
        addresses(engine, &parse(query)).iter().map(|address| self.numbers[address]).collect()
    }

    /// All counts of a query that finds these stories. Gives the number of values compared.
    fn check(&self, engine: &LocalEngine, query: &Query, stories: &BTreeSet<usize>) -> usize {
        let facets = (0..FACETS.len()).map(|i| self.check_facet(engine, query, i, stories));
        facets.sum::<usize>()
            + PERIODS.iter().map(|&by| self.check_timeline(engine, query, by, stories)).sum::<usize>()
    }

    fn check_facet(
        &self,
        engine: &LocalEngine,
        query: &Query,
        facet: usize,
        stories: &BTreeSet<usize>,
    ) -> usize {
        let mut expected: BTreeMap<&Shown, (u64, u64)> = BTreeMap::new();
        for (shown, mentions) in stories.iter().flat_map(|&story| &self.values[story][facet]) {
            let count = expected.entry(shown).or_default();
            *count = (count.0 + 1, count.1 + mentions);
        }
        let without = stories.iter().filter(|&&story| self.values[story][facet].is_empty()).count();
        let query = query.clone();
        let (facet, by) = (FACETS[facet], FacetOrder::Stories);
        let request = FacetRequest { query, facet, prefix: None, by, top: None };
        let response = engine.facet(&request).unwrap();
        let what = format!("{facet:?} of {}", request.query.reading());
        assert_eq!((response.stories, response.without), (stories.len() as u64, without as u64), "{what}");
        assert!(response.exact && response.distinct as usize == response.values.len(), "{what}");
        assert!(response.values.is_sorted_by_key(|v| std::cmp::Reverse(v.stories)), "{what}");
        assert_eq!(response.values.len(), expected.len(), "{what}");
        for value in &response.values {
            let place = if value.place.is_some() { format!("{:?}", value.place) } else { String::new() };
            let named = facet.has_mentions() || facet == Facet::Datelines;
            let place = if named { format!("{:?}", value.place) } else { place };
            let counts = expected.get(&(value.name.clone(), place));
            assert_eq!(counts, Some(&(value.stories, value.mentions)), "{what}: {value:?}");
        }
        expected.len()
    }

    fn check_timeline(
        &self,
        engine: &LocalEngine,
        query: &Query,
        by: Period,
        stories: &BTreeSet<usize>,
    ) -> usize {
        let day = |&story: &usize| self.stories[story].date.as_ref().map(|date| date.value);
        let days = |stories: &mut dyn Iterator<Item = usize>| {
            let mut days: BTreeMap<Date, u64> = BTreeMap::new();
            stories.filter_map(|story| day(&story)).for_each(|day| *days.entry(day).or_default() += 1);
            days
        };
        let (some, all) = (days(&mut stories.iter().copied()), days(&mut (0..self.stories.len())));
        let request = TimelineRequest { query: query.clone(), by, compare: true };
        let response = engine.timeline(&request).unwrap();
        let what = format!("by {by:?} of {}", request.query.reading());
        let undated = stories.iter().filter(|story| day(story).is_none()).count();
        assert_eq!((response.stories, response.undated), (stories.len() as u64, undated as u64), "{what}");
        let sum =
            |days: &BTreeMap<Date, u64>, first: Date, last: Date| days.range(first..=last).map(|d| d.1).sum();
        for period in &response.periods {
            assert_eq!(period.stories, sum(&some, period.first, period.last), "{what}: {period:?}");
            assert_eq!(period.all, Some(sum(&all, period.first, period.last)), "{what}: {period:?}");
        }
        for pair in response.periods.windows(2) {
            assert_eq!(pair[0].last.tomorrow().unwrap(), pair[1].first, "{what}");
        }
        let ends = response.periods.first().zip(response.periods.last());
        assert!(ends.is_none_or(|(first, last)| first.stories > 0 && last.stories > 0), "{what}");
        let counted: u64 = response.periods.iter().map(|period| period.stories).sum();
        assert_eq!(counted, stories.len() as u64 - undated as u64, "{what}");
        response.periods.len()
    }
}

fn addresses(engine: &LocalEngine, query: &Query) -> Vec<String> {
    let (query, sort, want) = (query.clone(), Some(Sort::Path), Want::Addresses);
    let response = engine.search(&Request { query, sort, offset: 0, limit: None, want }).unwrap();
    response.hits.into_iter().map(|hit| hit.address).collect()
}

#[test]
fn counts_on_the_sample_archive_are_those_of_a_scan() {
    let sample = common::SampleArchive::indexed();
    let (engine, scan) = (&sample.engine, Scan::of(&sample.engine));
    let queries = [
        "",
        "ceasefire",
        "talks",
        "goat",
        "goat OR ferry",
        "said -ceasefire",
        "-said",
        "date:2018",
        "date:2016-03",
        "-date:2017..2019",
        "person:guialal",
        "person:mwakyusa",
        "-person:guialal ceasefire",
        "speaker:guialal",
        "place:ireland",
        "place:wisconsin OR place:england",
        "org:\"united nations\"",
        "in:footer",
        "headline:court",
        "\"ceasefire talks\"",
        "lake OR goat OR rescue",
        "quote(goat*)",
        "agency:mns",
        "dateline:vietnam",
        "zyzzyvas",
        "the",
        "police",
        "minister -police",
        "river OR sea",
        "president",
    ];
    for query in queries {
        let query = parse(query);
        let found: BTreeSet<usize> = addresses(engine, &query).iter().map(|a| scan.numbers[a]).collect();
        scan.check(engine, &query, &found);
    }
    // Who is with whom, and what is beside a choice.
    let all: BTreeSet<usize> = (0..scan.stories.len()).collect();
    let mut people: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (story, values) in scan.values.iter().enumerate() {
        for (name, _) in values[0].keys() {
            people.entry(name).or_default().insert(story);
        }
    }
    let single = |name: &&&str| scan.found(engine, &format!("person:({name})")).len() == people[**name].len();
    let mut checked = 0;
    for &name in people.keys().filter(|name| name.contains(' ')).filter(single).take(40).collect::<Vec<_>>() {
        let with = with_person(&parse("said"), name);
        let expected = &people[name] & &scan.found(engine, "said");
        if addresses(engine, &with).len() == expected.len() {
            scan.check(engine, &with, &expected);
            checked += 1;
        }
        let chosen = parse(&format!("said person:\"{name}\""));
        let beside = without_choice(&chosen, Facet::People).unwrap();
        assert_eq!(beside.reading(), "said");
    }
    assert!(checked > 20, "{checked}");
    let nothing = without_choice(&parse("person:x"), Facet::People).unwrap();
    scan.check(engine, &nothing, &all);
}

/// A query part and the stories that it finds.
type Part = (String, BTreeSet<usize>);

/// Words of running text, people, and days to ask for.
fn draw_parts(engine: &LocalEngine, scan: &Scan, dice: &mut Dice, many: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    while parts.len() < many {
        let story = dice.of(&scan.stories);
        let typed = match dice.below(10) {
            0..6 => {
                let words: Vec<&str> = story.text.split_whitespace().collect();
                let plain = |w: &&&str| w.len() > 1 && w.chars().all(|c| c.is_ascii_lowercase());
                let Some(word) = words.iter().filter(plain).nth(dice.below(40)) else { continue };
                (*word).to_owned()
            }
            6..8 => match story.people.first() {
                Some(person) if !person.name.contains('"') => format!("person:\"{}\"", person.name),
                _ => continue,
            },
            _ => match &story.date {
                Some(date) if dice.below(2) == 0 => format!("date:{}", date.value),
                Some(date) => format!("date:{}", &date.value.to_string()[..7]),
                None => continue,
            },
        };
        let found = scan.found(engine, &typed);
        parts.push((typed, found));
    }
    parts
}

/// Parts joined by AND, OR and NOT.
fn draw_query(parts: &[Part], stories: usize, dice: &mut Dice) -> Part {
    let (mut typed, mut found) = dice.of(parts).clone();
    for _ in 0..dice.below(3) {
        let (other, stories_of_other) = dice.of(parts);
        (typed, found) = match dice.below(3) {
            0 => (format!("({typed}) ({other})"), &found & stories_of_other),
            1 => (format!("({typed}) OR ({other})"), &found | stories_of_other),
            _ => (format!("({typed}) -({other})"), &found - stories_of_other),
        };
    }
    match dice.below(10) {
        0 => (format!("-({typed})"), (0..stories).filter(|i| !found.contains(i)).collect()),
        _ => (typed, found),
    }
}

#[test]
fn counts_over_a_real_archive_are_those_of_a_scan_on_1000_random_queries() {
    let folders = match corpora() {
        Ok(folders) => folders,
        Err(why) => return println!("skipped: {why}"),
    };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let archive = folder.path().join("news");
    gathered(&folders, &archive);
    let engine = LocalEngine::new(common::index(&archive));
    let scan = Scan::of(&engine);
    let dice = &mut Dice(1987);
    let parts = draw_parts(&engine, &scan, dice, 300);
    let (mut values, mut found) = (0, 0);
    for _ in 0..1000 {
        let (typed, stories) = draw_query(&parts, scan.stories.len(), dice);
        let query = parse(&typed);
        assert!(query.repairs.is_empty(), "{typed}");
        // Each field on few stories, one field on many.
        values += match stories.len() < 500 || dice.below(20) == 0 {
            true => scan.check(&engine, &query, &stories),
            false => {
                scan.check_facet(&engine, &query, dice.below(FACETS.len()), &stories)
                    + scan.check_timeline(&engine, &query, *dice.of(&PERIODS), &stories)
            }
        };
        found += stories.len();
    }
    println!("{values} values and periods agree, over {} stories and {found} hits", scan.stories.len());
}

//! What the names of a story say for each other's places.

use std::collections::HashMap;

use super::super::classes::Fast;
use super::super::gazetteer::PlaceKind;
use super::name::{Candidate, Name};

/// Points for each doubling of what speaks for a place: its country, and its neighbourhood.
const COUNTRY: f32 = 1.2;
const NEAR: f32 = 3.0;

/// What a demonym says against a named place.
const DEMONYM: f32 = 0.5;

/// Rounds of listening to each other.
const ROUNDS: usize = 3;

/// Names heard for each name: the first ones of the story, and so many before and behind.
const FIRST: usize = 4;
const AROUND: usize = 8;

/// Places of a name with less belief than this are not heard.
const HEARD: f32 = 0.03;

/// Lets the names settle on their places.
pub(super) fn settle(names: &mut [Name], demonyms: &HashMap<u8, u32, Fast>) {
    for c in names.iter_mut().flat_map(|n| &mut n.candidates) {
        c.score = c.prior + c.raise;
    }
    names.iter_mut().for_each(Name::judge);
    if names.iter().all(|n| n.candidates.len() < 2) {
        return;
    }
    for _ in 0..ROUNDS {
        let countries = countries(names, demonyms);
        for i in 0..names.len() {
            let scores: Vec<f32> =
                (0..names[i].candidates.len()).map(|c| score(names, i, c, &countries)).collect();
            for (c, score) in names[i].candidates.iter_mut().zip(scores) {
                c.score = score;
            }
        }
        names.iter_mut().for_each(Name::judge);
    }
}

/// How much is said of each country: the mentions of its places and its demonyms.
fn countries(names: &[Name], demonyms: &HashMap<u8, u32, Fast>) -> HashMap<u8, f32, Fast> {
    let mut out: HashMap<u8, f32, Fast> =
        demonyms.iter().map(|(&country, &n)| (country, DEMONYM * n as f32)).collect();
    for name in names {
        for c in name.candidates.iter().filter(|c| c.share > HEARD) {
            if let Some(country) = c.record.country {
                *out.entry(country).or_default() += name.weight * c.share;
            }
        }
    }
    out
}

fn score(names: &[Name], of: usize, at: usize, countries: &HashMap<u8, f32, Fast>) -> f32 {
    let name = &names[of];
    let c = &name.candidates[at];
    if name.candidates.len() < 2 {
        return c.prior + c.raise;
    }
    let country = c.record.country.map_or(0.0, |country| {
        let same = |o: &&Candidate| o.share > HEARD && o.record.country == Some(country);
        let own: f32 = name.candidates.iter().filter(same).map(|o| o.share * name.weight).sum();
        (countries.get(&country).copied().unwrap_or(0.0) - own).max(0.0)
    });
    let around = of.saturating_sub(AROUND)..(of + AROUND + 1).min(names.len());
    let first = 0..FIRST.min(around.start);
    let near: f32 = first
        .chain(around)
        .filter(|&i| i != of)
        .map(|i| names[i].weight.min(4.0).sqrt() * nearest(&names[i], c))
        .sum();
    let kin = name.kin.map_or(0.0, |k| {
        names[k].candidates.iter().find(|o| o.record.id == c.record.id).map_or(0.0, |o| 4.0 * o.share)
    });
    c.prior + c.raise + COUNTRY * (1.0 + 2.0 * country).log2() + NEAR * (1.0 + 3.0 * (near + kin)).log2()
}

/// The most that a name says for a place being near one of its own.
fn nearest(name: &Name, c: &Candidate) -> f32 {
    let heard = name.candidates.iter().filter(|o| o.share > HEARD);
    heard.map(|o| o.share * o.voice * nearness(c, o)).fold(0.0, f32::max)
}

/// From 0 to about 1.5: in the same region, and the more the nearer.
fn nearness(a: &Candidate, b: &Candidate) -> f32 {
    let (x, y) = (&a.record, &b.record);
    if x.id == y.id {
        return 0.0;
    }
    let region = x.region.is_some() && x.region == y.region;
    let within = |km: f32| 1.0 / (1.0 + (a.distance(b) / km).powi(2));
    match (x.kind, y.kind) {
        (PlaceKind::Country, _) | (_, PlaceKind::Country) => 0.0,
        (PlaceKind::State, _) | (_, PlaceKind::State) => {
            if region {
                STATE
            } else {
                0.0
            }
        }
        (PlaceKind::Region, _) | (_, PlaceKind::Region) => 0.7 * within(FAR),
        _ => {
            if region {
                0.5 + within(NEIGHBOUR)
            } else {
                within(NEIGHBOUR)
            }
        }
    }
}

/// What a state says for the towns in it, and they for it.
const STATE: f32 = 0.8;
/// Kilometres at which towns, and rivers or ranges, say half as much for each other as side by side.
const NEIGHBOUR: f32 = 40.0;
const FAR: f32 = 150.0;

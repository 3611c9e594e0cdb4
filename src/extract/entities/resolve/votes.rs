//! What the names of a story say for each other's places.

use super::super::gazetteer::PlaceKind;
use super::name::{Candidate, Name};

/// Points for each doubling of what speaks for a place: its country, and its neighbourhood.
const COUNTRY: f32 = 1.5;
const NEAR: f32 = 3.0;

/// Mentions beyond which a country says no more: London in a story of America is still the city.
const MOST: f32 = 4.0;

/// Rounds of listening to each other.
const ROUNDS: usize = 3;

/// Names heard for each name: the first ones of the story, and so many before and behind.
const FIRST: usize = 4;
const AROUND: usize = 8;

/// What a state says for the towns in it, and they for it.
const STATE: f32 = 0.8;
/// Kilometres at which towns, and rivers or ranges, say half as much for each other as side by side.
const NEIGHBOUR: f32 = 40.0;
const FAR: f32 = 150.0;

/// How much is said of each country, by its number.
type Countries = [f32; 256];

/// What is heard of the whole story.
struct Heard {
    countries: Countries,
    /// How many states it names: each says the less for its towns.
    states: f32,
}

/// Lets the names settle on their places.
pub(super) fn settle(names: &mut [Name], words: impl FnOnce() -> Countries) {
    for name in names.iter_mut() {
        name.candidates.iter_mut().for_each(|c| c.score = c.prior + c.raise);
        name.judge();
    }
    if names.iter().all(|n| n.candidates.len() < 2) {
        return;
    }
    let words = words();
    let mut scores = Vec::new();
    for round in 0..ROUNDS {
        let heard = Heard { countries: countries(names, &words), states: states(names) };
        for i in 0..names.len() {
            scores.clear();
            scores.extend(names[i].candidates.iter().map(|c| score(names, i, c, &heard)));
            names[i].candidates.iter_mut().zip(&scores).for_each(|(c, &s)| c.score = s);
        }
        let mut changed = false;
        for name in names.iter_mut() {
            changed |= name.judge();
        }
        if round > 0 && !changed {
            break;
        }
    }
}

/// The mentions of each country's places and what its words say.
fn countries(names: &[Name], words: &Countries) -> Countries {
    let mut out = *words;
    for name in names {
        for c in name.heard() {
            if let Some(country) = c.country {
                out[usize::from(country)] += name.weight * c.share;
            }
        }
    }
    out
}

/// The number of names that are a state, one at least.
fn states(names: &[Name]) -> f32 {
    let is_state = |n: &&Name| n.heard().first().is_some_and(|c| c.kind == PlaceKind::State);
    names.iter().filter(is_state).count().max(1) as f32
}

fn score(names: &[Name], of: usize, c: &Candidate, heard: &Heard) -> f32 {
    let name = &names[of];
    if name.candidates.len() < 2 {
        return c.prior + c.raise;
    }
    let country = c.country.map_or(0.0, |country| {
        let same = name.heard().iter().filter(|o| o.country == Some(country));
        let own: f32 = same.map(|o| o.share * name.weight).sum();
        (heard.countries[usize::from(country)] - own).clamp(0.0, MOST)
    });
    // A country is near to nothing.
    let near = if c.kind == PlaceKind::Country { 0.0 } else { neighbours(names, of, c, heard.states) };
    let kin = name
        .kin
        .map_or(0.0, |k| names[k].heard().iter().find(|o| o.id == c.id).map_or(0.0, |o| 4.0 * o.share));
    c.prior + c.raise + COUNTRY * (1.0 + 2.0 * country).log2() + NEAR * (1.0 + 3.0 * (near + kin)).log2()
}

/// What the first names of the story and those around a name say for one of its places.
fn neighbours(names: &[Name], of: usize, c: &Candidate, states: f32) -> f32 {
    let around = of.saturating_sub(AROUND)..(of + AROUND + 1).min(names.len());
    let first = 0..FIRST.min(around.start);
    let others = first.chain(around).filter(|&i| i != of);
    others.map(|i| names[i].weight.min(4.0).sqrt() * nearest(&names[i], c, states)).sum()
}

/// The most that a name says for a place being near one of its own.
fn nearest(name: &Name, c: &Candidate, states: f32) -> f32 {
    name.heard().iter().map(|o| o.share * o.voice * nearness(c, o, states)).fold(0.0, f32::max)
}

/// From 0 to about 1.5: in the same region, and the more the nearer.
fn nearness(a: &Candidate, b: &Candidate, states: f32) -> f32 {
    if a.id == b.id {
        return 0.0;
    }
    let region = a.region.is_some() && a.region == b.region;
    let within = |km: f32| {
        let ways = a.distance(b) / km;
        1.0 / (1.0 + ways * ways)
    };
    match (a.kind, b.kind) {
        (PlaceKind::Country, _) | (_, PlaceKind::Country) => 0.0,
        (PlaceKind::State, _) | (_, PlaceKind::State) if region => STATE / states,
        (PlaceKind::State, _) | (_, PlaceKind::State) => 0.0,
        (PlaceKind::Region, _) | (_, PlaceKind::Region) => 0.7 * within(FAR),
        _ if region => 0.5 + within(NEIGHBOUR),
        _ => within(NEIGHBOUR),
    }
}

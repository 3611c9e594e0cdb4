//! Which place of a name is meant: the size of the place, `City, State` in the text, and the
//! countries and regions of the story's other places. One sense a name and story.

use std::collections::HashMap;

use super::super::Dateline;
use super::classes::Fast;
use super::gazetteer::{PlaceKind, Record};
use super::regions::Piece;
use super::tokens::{Gap, Tokens};

/// A name of the story with the places it may mean.
struct Name {
    candidates: Vec<Candidate>,
    mentions: u32,
    chosen: usize,
}

struct Candidate {
    record: Record,
    prior: f64,
}

/// What a mention in the dateline counts against one in the text.
const DATELINE: u32 = 3;

/// The place of each piece.
pub(super) fn resolve(
    tokens: &Tokens<'_>,
    dateline: Option<&Dateline>,
    pieces: &[Piece],
) -> Vec<Option<Record>> {
    let own = |p: &Piece| dateline.is_some_and(|d| d.span.contains(tokens.all[p.first].span));
    let mut names: Vec<Name> = Vec::new();
    let mut index: HashMap<u64, usize, Fast> = HashMap::default();
    let mut of_piece = Vec::with_capacity(pieces.len());
    for p in pieces {
        let Some(postings) = p.places else {
            of_piece.push(None);
            continue;
        };
        let at = *index.entry(postings.key()).or_insert(names.len());
        if at == names.len() {
            names.push(Name::of(p));
        }
        names[at].mentions += if own(p) { DATELINE } else { 1 };
        of_piece.push(Some(at));
    }
    qualify(tokens, pieces, &of_piece, &mut names);
    support(&mut names);
    names.iter_mut().for_each(|n| n.choose(&HashMap::default(), &HashMap::default()));
    for _ in 0..2 {
        let (countries, regions) = votes(&names);
        names.iter_mut().for_each(|n| n.choose(&countries, &regions));
    }
    of_piece.iter().map(|at| at.and_then(|at| names[at].chosen())).collect()
}

impl Name {
    fn of(piece: &Piece) -> Name {
        let records = piece.places.into_iter().flat_map(|p| p.records());
        let candidates = records
            .map(|(record, alternate)| Candidate { record, prior: prior(&record, alternate) })
            .collect();
        Name { candidates, mentions: 0, chosen: 0 }
    }

    /// The regions it may lie in, each once.
    fn regions(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.candidates.iter().filter_map(|c| c.record.region_or_self()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn chosen(&self) -> Option<Record> {
        self.candidates.get(self.chosen).map(|c| c.record)
    }

    /// Chooses again, given the votes of the story (its own choice counted in).
    fn choose(&mut self, countries: &HashMap<u32, u32, Fast>, regions: &HashMap<u32, u32, Fast>) {
        let own = self.chosen();
        let share = |votes: &HashMap<u32, u32, Fast>, id: Option<u32>, own_id: Option<u32>| {
            let all = id.and_then(|id| votes.get(&id)).copied().unwrap_or(0);
            let others = if id.is_some() && id == own_id { all.saturating_sub(self.mentions) } else { all };
            f64::from(1 + others).log2()
        };
        let country = |r: &Record| r.country.map(u32::from);
        let score = |c: &Candidate| {
            c.prior
                + COUNTRY_VOTE * share(countries, country(&c.record), own.as_ref().and_then(country))
                + REGION_VOTE
                    * share(regions, c.record.region_or_self(), own.and_then(|o| o.region_or_self()))
        };
        let mut best = (f64::MIN, 0);
        for (i, c) in self.candidates.iter().enumerate() {
            let s = score(c);
            if s > best.0 {
                best = (s, i);
            }
        }
        self.chosen = best.1;
    }
}

const COUNTRY_VOTE: f64 = 1.2;
const REGION_VOTE: f64 = 2.2;
const SUPPORT: f64 = 2.5;
/// A name behind the comma that says where the place lies decides.
const QUALIFIED: f64 = 20.0;

/// How likely a place is meant when nothing else is known.
fn prior(record: &Record, alternate: bool) -> f64 {
    let kind = match record.kind {
        PlaceKind::Country => 9.0,
        PlaceKind::Region => 3.0,
        PlaceKind::State => 1.0,
        PlaceKind::City => 0.0,
        PlaceKind::County => -1.0,
    };
    0.7 * record.log_population + kind + capital(record) - if alternate { 5.0 } else { 0.0 }
}

/// Washington is the city unless the story says otherwise, and New York too.
fn capital(record: &Record) -> f64 {
    match record.geonames {
        4_140_963 => 5.0,
        _ => 0.0,
    }
}

/// Raises the candidates that lie in the place named behind the comma.
fn qualify(tokens: &Tokens<'_>, pieces: &[Piece], of_piece: &[Option<usize>], names: &mut [Name]) {
    for k in 1..pieces.len() {
        let adjacent =
            pieces[k - 1].end == pieces[k].first && tokens.gap_before(pieces[k].first) == Gap::Comma;
        let (true, Some(inner), Some(outer)) = (adjacent, of_piece[k - 1], of_piece[k]) else { continue };
        let around: Vec<Record> =
            names[outer].candidates.iter().map(|c| c.record).filter(|r| r.kind < PlaceKind::City).collect();
        let outward: Vec<f64> =
            names[outer].candidates.iter().map(|a| best_inside(&names[inner], &a.record)).collect();
        let most = outward.iter().copied().fold(f64::MIN, f64::max);
        for (a, &inside) in names[outer].candidates.iter_mut().zip(&outward) {
            if inside >= most && inside > f64::MIN && a.prior < QUALIFIED {
                a.prior += QUALIFIED / 2.0;
            }
        }
        for c in &mut names[inner].candidates {
            if around.iter().any(|a| lies_in(&c.record, a)) && c.prior < QUALIFIED {
                c.prior += QUALIFIED;
            }
        }
    }
}

/// The likeliest candidate of `name` that lies in `outer`.
fn best_inside(name: &Name, outer: &Record) -> f64 {
    let inside = name.candidates.iter().filter(|c| outer.kind < PlaceKind::City && lies_in(&c.record, outer));
    inside.map(|c| c.prior).fold(f64::MIN, f64::max)
}

fn lies_in(inner: &Record, outer: &Record) -> bool {
    match outer.kind {
        PlaceKind::Country => inner.country.map(u32::from) == Some(outer.id) && inner.id != outer.id,
        _ => inner.region == Some(outer.id),
    }
}

/// Raises candidates of a region in which other names of the story have candidates too: `Huntsville`
/// and `Walker County` are both in Texas. A name that may lie in many regions says little for each.
fn support(names: &mut [Name]) {
    let mut by_region: HashMap<u32, f64, Fast> = HashMap::default();
    let shares: Vec<Vec<u32>> = names.iter().map(Name::regions).collect();
    for regions in &shares {
        for &region in regions {
            *by_region.entry(region).or_default() += 1.0 / regions.len() as f64;
        }
    }
    for (name, regions) in names.iter_mut().zip(&shares) {
        let own = 1.0 / regions.len().max(1) as f64;
        for c in &mut name.candidates {
            let region = if c.record.kind < PlaceKind::State { None } else { c.record.region_or_self() };
            let all = region.and_then(|r| by_region.get(&r)).copied().unwrap_or(own);
            c.prior += SUPPORT * (1.0 + (all - own).max(0.0)).log2();
        }
    }
}

/// Mentions by country and by region, of what is chosen now.
fn votes(names: &[Name]) -> (HashMap<u32, u32, Fast>, HashMap<u32, u32, Fast>) {
    let (mut countries, mut regions): (HashMap<u32, u32, Fast>, HashMap<u32, u32, Fast>) = Default::default();
    for name in names {
        let Some(record) = name.chosen() else { continue };
        if let Some(country) = record.country {
            *countries.entry(u32::from(country)).or_default() += name.mentions;
        }
        if let Some(region) = record.region_or_self() {
            *regions.entry(region).or_default() += name.mentions;
        }
    }
    (countries, regions)
}

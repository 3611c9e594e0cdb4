//! A name of the story with the places that it may mean.

use super::super::gazetteer::{PlaceKind, Postings, Record};
use super::super::place_names::Cue;

/// A name with its places.
#[derive(Default)]
pub(super) struct Name {
    /// The likeliest first, once the name was judged.
    pub(super) candidates: Vec<Candidate>,
    /// How many of them have belief enough to be heard.
    heard: usize,
    /// Mentions, those in the dateline counted more.
    pub(super) weight: f32,
    /// Another sense of the same name in this story.
    pub(super) kin: Option<usize>,
    /// Was it told where it lies, and did it tell another name so? Once is enough.
    pub(super) told: bool,
    pub(super) holds: bool,
}

/// One place that a name may mean.
pub(super) struct Candidate {
    pub(super) id: u32,
    pub(super) kind: PlaceKind,
    pub(super) country: Option<u8>,
    pub(super) region: Option<u32>,
    /// How likely it is before other names are heard, in powers of two.
    pub(super) prior: f32,
    /// What the words beside the mention add.
    pub(super) raise: f32,
    /// The sum after others were heard.
    pub(super) score: f32,
    /// Its share of belief among the places of the name.
    pub(super) share: f32,
    /// How much it says of its neighbourhood, up to 1.
    pub(super) voice: f32,
    lat: f32,
    lon: f32,
    /// Cosine of the latitude.
    narrow: f32,
}

/// A kind of place that the text names: `province`, `county`.
const CUE: f32 = 10.0;

/// How much a step of the score says about the share.
const SHARPNESS: f32 = 0.6;

/// Places of a name with less belief than this are not heard.
const HEARD: f32 = 0.03;

impl Name {
    pub(super) fn of(postings: Postings, cue: Option<Cue>) -> Name {
        let mut candidates = Vec::with_capacity(postings.count());
        candidates
            .extend(postings.records().map(|(record, alternate)| Candidate::of(&record, alternate, cue)));
        Name { candidates, ..Name::default() }
    }

    /// Puts the likeliest places first and shares the belief out. Says whether the best one changed.
    pub(super) fn judge(&mut self) -> bool {
        let before = self.candidates.first().map(|c| c.id);
        // Stable: of equals, the one that the gazetteer puts first.
        self.candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        let Some(best) = self.candidates.first().map(|c| (c.id, c.score)) else { return false };
        let mut sum = 0.0;
        for c in &mut self.candidates {
            c.share = ((c.score - best.1) * SHARPNESS).exp2();
            sum += c.share;
        }
        self.candidates.iter_mut().for_each(|c| c.share /= sum);
        self.heard = self.candidates.iter().take_while(|c| c.share > HEARD).count();
        before != Some(best.0)
    }

    /// The places with belief enough.
    pub(super) fn heard(&self) -> &[Candidate] {
        self.candidates.get(..self.heard).unwrap_or_default()
    }

    /// The record of the likeliest place.
    pub(super) fn chosen(&self) -> Option<u32> {
        self.candidates.first().map(|c| c.id)
    }
}

impl Candidate {
    fn of(record: &Record, alternate: bool, cue: Option<Cue>) -> Candidate {
        let fits = cue.is_some_and(|c| c.fits(record.kind));
        let prior = prior(record, alternate) + if fits { CUE } else { 0.0 };
        let lat = record.lat.to_radians() as f32;
        Candidate {
            id: record.id,
            kind: record.kind,
            country: record.country,
            region: record.region,
            prior,
            raise: 0.0,
            score: prior,
            share: 0.0,
            voice: voice(record),
            lat,
            lon: record.lon.to_radians() as f32,
            narrow: cosine(lat),
        }
    }

    /// Kilometres between two places, right for short ways.
    pub(super) fn distance(&self, other: &Candidate) -> f32 {
        let mut east = (self.lon - other.lon).abs();
        if east > std::f32::consts::PI {
            east = std::f32::consts::TAU - east;
        }
        let (east, north) = (east * 0.5 * (self.narrow + other.narrow), self.lat - other.lat);
        6371.0 * (east * east + north * north).sqrt()
    }

    /// Does it lie in `outer`? A county is known by its point only.
    pub(super) fn lies_in(&self, outer: &Candidate) -> bool {
        if self.id == outer.id {
            return false;
        }
        let settled = self.kind >= PlaceKind::City;
        match outer.kind {
            PlaceKind::Country => self.country.is_some() && self.country == outer.country,
            PlaceKind::State => self.region == Some(outer.id) && self.kind != PlaceKind::State,
            PlaceKind::County => self.region == outer.region && self.distance(outer) < COUNTY,
            PlaceKind::Region => settled && self.distance(outer) < REGION,
            PlaceKind::City => settled && self.country == outer.country && self.distance(outer) < CITY,
        }
    }
}

/// Reach of places that are known by a point, in kilometres.
const COUNTY: f32 = 90.0;
const REGION: f32 = 250.0;
const CITY: f32 = 40.0;

/// Cosine from the south pole to the north pole, to a thousandth.
fn cosine(lat: f32) -> f32 {
    let x = lat * lat;
    1.0 - x * (0.5 - x * (1.0 / 24.0 - x / 720.0))
}

/// A country is named more often than its size says.
const NATION: f32 = 5.0;
/// A name that only some give to the place.
const ALTERNATE: f32 = 5.0;
/// GeoNames id of Washington, which is the city unless the story says otherwise.
const WASHINGTON: u32 = 4_140_963;

/// How likely a place is meant when nothing else is known.
fn prior(record: &Record, alternate: bool) -> f32 {
    let kind = match record.kind {
        PlaceKind::Country => NATION,
        // Oceans, continents: no country's votes help them.
        PlaceKind::Region if record.country.is_none() => NATION,
        PlaceKind::City if record.geonames == WASHINGTON => NATION,
        PlaceKind::Region | PlaceKind::State | PlaceKind::City => 0.0,
        PlaceKind::County => -1.0,
    };
    0.7 * record.log_population as f32 + kind - if alternate { ALTERNATE } else { 0.0 }
}

/// How much a mention of the place says of its neighbourhood: capitals are named from afar.
fn voice(record: &Record) -> f32 {
    match record.kind {
        PlaceKind::City if record.geonames == WASHINGTON => 0.3,
        PlaceKind::City => ((24.0 - record.log_population as f32) / 6.4).clamp(0.3, 1.0),
        _ => 1.0,
    }
}

//! A name of the story with the places that it may mean.

use super::super::gazetteer::{PlaceKind, Postings, Record};
use super::super::place_names::Cue;

/// A name with its places.
#[derive(Default)]
pub(super) struct Name {
    pub(super) candidates: Vec<Candidate>,
    /// Mentions, those in the dateline counted more.
    pub(super) weight: f32,
    /// Another sense of the same name in this story.
    pub(super) kin: Option<usize>,
    /// Was it told where it lies, and did it tell another name so? Once is enough.
    pub(super) told: bool,
    pub(super) holds: bool,
    best: usize,
}

/// One place that a name may mean.
pub(super) struct Candidate {
    pub(super) record: Record,
    /// How likely it is before other names are heard, in powers of two.
    pub(super) prior: f32,
    /// What the words beside the mention add.
    pub(super) raise: f32,
    /// The same after they were heard.
    pub(super) score: f32,
    /// Its share of belief among the places of the name.
    pub(super) share: f32,
    /// How much it says of its neighbourhood, up to 1.
    pub(super) voice: f32,
    /// Point on the unit sphere.
    at: [f32; 3],
}

/// A kind of place that the text names: `province`, `county`.
const CUE: f32 = 10.0;

/// How much a step of the score says about the share.
const SHARPNESS: f32 = 0.6;

impl Name {
    pub(super) fn of(postings: Postings, cue: Option<Cue>) -> Name {
        let candidates = postings.records().map(|(record, alternate)| {
            let (lat, lon) = (record.lat.to_radians() as f32, record.lon.to_radians() as f32);
            let fits = cue.is_some_and(|c| c.fits(record.kind));
            let prior = prior(&record, alternate) + if fits { CUE } else { 0.0 };
            let at = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
            Candidate { record, prior, raise: 0.0, score: prior, share: 0.0, voice: voice(&record), at }
        });
        Name { candidates: candidates.collect(), ..Name::default() }
    }

    /// Chooses the best place, and shares the belief out.
    pub(super) fn judge(&mut self) {
        let mut best = f32::MIN;
        for (i, c) in self.candidates.iter().enumerate() {
            if c.score > best {
                (best, self.best) = (c.score, i);
            }
        }
        let mut sum = 0.0;
        for c in &mut self.candidates {
            c.share = ((c.score - best) * SHARPNESS).exp2();
            sum += c.share;
        }
        self.candidates.iter_mut().for_each(|c| c.share /= sum);
    }

    pub(super) fn chosen(&self) -> Option<Record> {
        self.candidates.get(self.best).map(|c| c.record)
    }
}

impl Candidate {
    /// Kilometres between two places, through the globe: short ways are right.
    pub(super) fn distance(&self, other: &Candidate) -> f32 {
        let square = |i: usize| (self.at[i] - other.at[i]).powi(2);
        6371.0 * (square(0) + square(1) + square(2)).sqrt()
    }

    /// Does it lie in `outer`? A county is known by its point only.
    pub(super) fn lies_in(&self, outer: &Candidate) -> bool {
        let (a, b) = (&self.record, &outer.record);
        if a.id == b.id {
            return false;
        }
        match b.kind {
            PlaceKind::Country => a.country.is_some() && a.country == b.country,
            PlaceKind::State => a.region == Some(b.id) && a.kind != PlaceKind::State,
            PlaceKind::County => {
                a.country == b.country && a.region == b.region && self.distance(outer) < COUNTY
            }
            PlaceKind::Region => a.kind >= PlaceKind::City && self.distance(outer) < REGION,
            PlaceKind::City => {
                a.kind >= PlaceKind::City && a.country == b.country && self.distance(outer) < CITY
            }
        }
    }
}

/// Reach of places that are known by a point, in kilometres.
const COUNTY: f32 = 90.0;
const REGION: f32 = 250.0;
const CITY: f32 = 40.0;

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

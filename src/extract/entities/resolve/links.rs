//! What the text beside a mention says of it: the place behind the comma, in brackets, behind `in`;
//! lists of states.

use super::super::gazetteer::{PlaceKind, Postings, Record};
use super::super::place_names::Cue;
use super::super::regions::Piece;
use super::super::tokens::{Gap, Tokens};
use super::name::Name;
use super::{Named, Story};

/// What a piece is told by its neighbours.
#[derive(Clone, Copy, Default)]
pub(super) struct Link {
    /// The number of the piece that says where the place lies.
    pub(super) within: Option<u32>,
    /// How much that weighs.
    weight: f32,
    /// It stands in a list of such places.
    pub(super) listed: Option<Cue>,
}

/// `City, State`, `City (State)`.
const COMMA: f32 = 20.0;
/// `a town in State`, `Country's City`.
const SAID: f32 = 8.0;
/// `Lima and Findlay, Ohio` for Lima.
const SHARED: f32 = 6.0;

/// Longest list looked at in one go.
const LONGEST_LIST: usize = 64;

/// How two pieces are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    /// `A, B` or `A (B)`.
    Comma,
    /// `A and B`, `A, and B`.
    And,
    /// `A in B`, `A in the northern B`.
    In,
    /// `A's B`.
    Of,
}

/// Reads the links of all pieces, which are in order.
pub(super) fn read(tokens: &Tokens<'_>, pieces: &[Piece], named: &[Option<Named>]) -> Vec<Link> {
    let mut links = vec![Link::default(); pieces.len()];
    let joins: Vec<Option<Join>> =
        (0..pieces.len()).map(|k| join(tokens, pieces.get(k.checked_sub(1)?)?, &pieces[k])).collect();
    let mut start = 0;
    for k in 1..=pieces.len() {
        let goes_on = joins.get(k).is_some_and(|j| matches!(j, Some(Join::Comma | Join::And)));
        if !goes_on || k - start >= LONGEST_LIST {
            list(&joins[start..k], &named[start..k], &mut links[start..k]);
            start = k;
        }
    }
    for k in (1..pieces.len()).rev() {
        if named[k - 1].is_none() || named[k].is_none() {
            continue;
        }
        let both_listed = links[k - 1].listed.is_some() && links[k].listed.is_some();
        match joins[k] {
            Some(Join::Comma) if !both_listed => tell(&mut links[k - 1], k, COMMA),
            Some(Join::In) => tell(&mut links[k - 1], k, SAID),
            Some(Join::Of) => tell(&mut links[k], k - 1, SAID),
            Some(Join::And) if links[k].weight >= COMMA && links[k - 1].within.is_none() => {
                (links[k - 1].within, links[k - 1].weight) = (links[k].within, SHARED);
            }
            _ => {}
        }
    }
    links
}

fn tell(link: &mut Link, outer: usize, weight: f32) {
    if weight > link.weight {
        (link.within, link.weight) = (u32::try_from(outer).ok(), weight);
    }
}

fn join(tokens: &Tokens<'_>, a: &Piece, b: &Piece) -> Option<Join> {
    if b.first < a.end || b.first - a.end > 3 || (a.end..=b.first).any(|i| tokens.all[i].opens) {
        return None;
    }
    let gap = tokens.gap_before(a.end);
    if a.end == b.first {
        let possessive = a.end > 0 && tokens.all[a.end - 1].possessive;
        return match gap {
            Gap::Comma => Some(Join::Comma),
            Gap::Bracket if bracketed(tokens, b.first) => Some(Join::Comma),
            Gap::Blank if possessive => Some(Join::Of),
            _ => None,
        };
    }
    let blank = (a.end + 1..=b.first).all(|i| tokens.gap_before(i) == Gap::Blank);
    match tokens.folded(a.end) {
        "and" | "or" if b.first - a.end == 1 && blank => Some(Join::And),
        "in" | "near" | "outside" if blank => Some(Join::In),
        _ => None,
    }
}

/// Does an opening bracket stand before word `i`?
fn bracketed(tokens: &Tokens<'_>, i: usize) -> bool {
    tokens.text.get(..tokens.all[i].span.start).is_some_and(|before| before.ends_with(['(', '[']))
}

/// Tells a list of states or of countries from `City, State` and marks its members.
fn list(joins: &[Option<Join>], named: &[Option<Named>], links: &mut [Link]) {
    if named.len() < 2 || !joins[1..].contains(&Some(Join::And)) {
        return;
    }
    let members: Vec<Option<Member>> =
        named.iter().map(|n| n.filter(|n| n.cue.is_none()).and_then(|n| Member::of(n.postings))).collect();
    let of = |kind| members.iter().flatten().filter(move |m| m.leads == kind);
    let countries = of(PlaceKind::Country).count();
    let state = of(PlaceKind::State).find_map(|m| m.state);
    let states = members.iter().flatten().filter(|m| state.is_some() && m.state == state).count();
    let (cue, count) = if states > countries { (Cue::State, states) } else { (Cue::Country, countries) };
    if count < 2 || 3 * count < 2 * named.len() {
        return;
    }
    for (link, member) in links.iter_mut().zip(&members) {
        let fits = member.as_ref().is_some_and(|m| match cue {
            Cue::State => m.state == state,
            _ => m.leads == PlaceKind::Country,
        });
        link.listed = fits.then_some(cue);
    }
}

/// A name in a list: the kind of its largest place, and the country in which it is a state.
struct Member {
    leads: PlaceKind,
    state: Option<u8>,
}

impl Member {
    fn of(postings: Postings) -> Option<Member> {
        let proper = |r: &(Record, bool)| !r.1;
        let (best, _) = postings.best()?;
        let state = postings.records().filter(proper).map(|(r, _)| r).find(|r| r.kind == PlaceKind::State);
        Some(Member { leads: best.kind, state: state.and_then(|r| r.country) })
    }
}

/// Gives the places of each name what the links say.
pub(super) fn weigh(links: &[Link], story: &mut Story) {
    for (k, link) in links.iter().enumerate() {
        let (Some(inner), Some(outer)) = (story.name_of(k), link.within) else { continue };
        let Some(outer) = story.name_of(outer as usize).filter(|&o| o != inner) else { continue };
        if std::mem::replace(&mut story.names[inner].told, true) {
            continue;
        }
        let mut name = std::mem::take(&mut story.names[inner]);
        contain(&mut name, &mut story.names[outer], link.weight);
        story.names[inner] = name;
    }
}

/// Raises the places of `name` that lie in a place of `outer`, and that place.
fn contain(name: &mut Name, outer: &mut Name, weight: f32) {
    let mut best: Option<(f32, usize)> = None;
    for c in &mut name.candidates {
        let mut most = 0.0_f32;
        for (i, o) in outer.candidates.iter().enumerate().filter(|(_, o)| c.lies_in(o)) {
            // A town says less of where another lies than a state does.
            most = most.max(if o.kind == PlaceKind::City { weight / 3.0 } else { weight });
            let pair = c.prior + o.prior;
            if best.is_none_or(|(sum, _)| pair > sum) {
                best = Some((pair, i));
            }
        }
        c.raise += most;
    }
    if let Some((_, i)) = best.filter(|_| !outer.holds) {
        outer.candidates[i].raise += weight / 2.0;
        outer.holds = true;
    }
}

//! What the stories of an archive tell of two of its names.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::pairs::Edge;
use super::relate::Verdict;
use super::rule::Rule;

/// In how many stories two names are one entry, or two. Names are numbers, the smaller one first.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// Stories that use both for one person.
    pub one_entry: BTreeMap<(u32, u32), u32>,
    /// Stories that have an entry under each.
    pub two_entries: BTreeMap<(u32, u32), u32>,
}

/// Stories and genders of a name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    pub(super) stories: u64,
    pub(super) women: u64,
    pub(super) men: u64,
}

impl AddAssign for Told {
    fn add_assign(&mut self, more: Told) {
        self.stories += more.stories;
        self.women += more.women;
        self.men += more.men;
    }
}

impl Told {
    /// Whether the stories tell of a woman (true) or a man: at least two do, and four of five.
    pub(super) fn is_woman(self) -> Option<bool> {
        let (women, men) = (self.women, self.men);
        let most = women.max(men);
        (most >= 2 && most * 5 >= (women + men) * 4).then_some(women > men)
    }
}

/// One story in so many that uses both names for one person is enough.
const ONE_ENTRY_IN: u64 = 20;
/// Two names have an entry each in one story of so many, of the rarer name's: they are two people.
const TWO_ENTRIES_IN: u64 = 10;

impl Hints {
    /// The same of groups of names: `of` gives the group of each.
    pub(super) fn of_groups(&self, of: &[u32]) -> Hints {
        let sum = |counts: &BTreeMap<(u32, u32), u32>| {
            let mut out: BTreeMap<(u32, u32), u32> = BTreeMap::new();
            for (&(a, b), &n) in counts {
                let Some((&x, &y)) = of.get(a as usize).zip(of.get(b as usize)) else { continue };
                if x != y {
                    *out.entry((x.min(y), x.max(y))).or_default() += n;
                }
            }
            out
        };
        Hints { one_entry: sum(&self.one_entry), two_entries: sum(&self.two_entries) }
    }

    /// Lets the stories speak on a pair of names: for it where it fits but for more evidence, against
    /// it where more than letters differ.
    pub(super) fn weigh(&self, edge: &mut Edge, told: impl Fn(u32) -> Told) {
        let count = |counts: &BTreeMap<(u32, u32), u32>| {
            u64::from(counts.get(&(edge.a, edge.b)).copied().unwrap_or(0))
        };
        let relation = &mut edge.relation;
        if relation.verdict < Verdict::Near || relation.rules.weakest() <= Some(Rule::Transcribed) {
            return;
        }
        let (a, b) = (told(edge.a), told(edge.b));
        let (one, two) = (count(&self.one_entry), count(&self.two_entries));
        let rarer = a.stories.min(b.stories);
        let against = match () {
            () if a.is_woman().zip(b.is_woman()).is_some_and(|(a, b)| a != b) => Some(Rule::Gender),
            () if two >= 2 && two * TWO_ENTRIES_IN >= rarer => Some(Rule::TwoEntries),
            () => None,
        };
        if let Some(rule) = against {
            (relation.verdict, relation.rules) = (Verdict::Apart, relation.rules.with(rule));
        } else if relation.verdict == Verdict::Fits && one > 0 && one * ONE_ENTRY_IN >= rarer {
            (relation.verdict, relation.rules) = (Verdict::Same, relation.rules.with(Rule::OneEntry));
        }
    }
}

//! Classes: names that are one but for case, accents, hyphens, points and particles.

use std::cmp::{Ordering, Reverse};
use std::num::NonZero;

use super::census::Census;
use super::group::rank;
use super::hints::Told;
use super::name::{Suffix, Word};
use super::names::Names;
use super::surnames::{Borne, Titles};

/// The classes of an archive's names, in the order of what their names have in common.
pub(super) struct Classes {
    /// The names of all classes, one class behind the other; of each the one to show first.
    values: Vec<u32>,
    /// Where the names of each class end.
    ends: Vec<u32>,
    /// Of each class the name with the most to say about its spelling: `Müller` rather than `Muller`.
    spoken: Vec<u32>,
}

impl Classes {
    /// Puts names, which are those of the census, in classes.
    pub(super) fn of(census: &Census, names: &Names) -> Classes {
        let keys = Keys::of(census, names);
        let mut classes = Classes { values: (0..census.len()).collect(), ends: vec![], spoken: vec![] };
        classes.values.sort_unstable_by(|&a, &b| keys.order(a, b).then(a.cmp(&b)));
        let mut end = 0;
        for members in classes.values.chunk_by_mut(|&a, &b| keys.order(a, b).is_eq()) {
            members.sort_by_key(|&i| rank(census, i));
            let spellings =
                |i: u32| names.get(i as usize).words().map(|w| w.spellings().count()).sum::<usize>();
            let spoken = members.iter().enumerate().max_by_key(|&(at, &i)| (spellings(i), Reverse(at)));
            classes.spoken.extend(spoken.map(|(_, &i)| i));
            end += members.len() as u32;
            classes.ends.push(end);
        }
        classes
    }

    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// The names of a class, the one to show first.
    pub(super) fn values(&self, class: u32) -> &[u32] {
        let start = if class == 0 { 0 } else { self.ends[class as usize - 1] };
        &self.values[start as usize..self.ends[class as usize] as usize]
    }

    /// The name of a class that is shown first.
    pub(super) fn head(&self, class: u32) -> u32 {
        self.values(class).first().copied().unwrap_or_default()
    }

    /// The name of a class that is compared.
    pub(super) fn spoken(&self, class: u32) -> u32 {
        self.spoken[class as usize]
    }

    /// The class of each name.
    pub(super) fn of_values(&self) -> Vec<u32> {
        let mut of = vec![0; self.values.len()];
        for class in 0..self.len() {
            self.values(class).iter().for_each(|&i| of[i as usize] = class);
        }
        of
    }

    /// What stories tell of the names of a class.
    pub(super) fn told(&self, class: u32, census: &Census) -> Told {
        let mut told = Told::default();
        self.values(class).iter().for_each(|&i| told += census.told(i));
        told
    }

    /// The stories of the names of a class.
    pub(super) fn stories(&self, class: u32, census: &Census) -> u64 {
        self.values(class).iter().map(|&i| u64::from(census.stories()[i as usize])).sum()
    }

    /// The same with their titles.
    pub(super) fn borne<'a>(&self, class: u32, census: &'a Census) -> Borne<'a> {
        let mut titles = Titles::new();
        for (title, n) in self.values(class).iter().flat_map(|&i| census.titles(i)) {
            *titles.entry(title).or_default() += n;
        }
        Borne { told: self.told(class, census), titles }
    }
}

/// The order of what names have in common: of their words that count, each with a blank behind it, and the suffix;
/// of the name itself where it has no such words.
struct Keys<'a> {
    census: &'a Census,
    names: &'a Names,
    /// The places of the words among all words and suffixes, by their numbers; none of words with blanks in them,
    /// which may look like two.
    ranks: Vec<Option<NonZero<u32>>>,
    /// Whether the ranks of its words give the place of a name.
    ranked: Vec<bool>,
    /// The ranks of the suffixes.
    suffixes: Vec<(Option<Suffix>, NonZero<u32>)>,
}

impl<'a> Keys<'a> {
    fn of(census: &'a Census, names: &'a Names) -> Keys<'a> {
        let table = names.table();
        let mut suffixes: Vec<Option<Suffix>> = names.suffixes().collect();
        suffixes.sort_unstable();
        suffixes.dedup();
        let spelled: Vec<String> = suffixes.iter().map(|suffix| format!("{suffix:?}")).collect();
        let mut order: Vec<usize> = (0..table.len() + suffixes.len()).collect();
        let part = |at: usize| match table.get(at) {
            Some(word) => (word.text(), BEHIND),
            None => (spelled[at - table.len()].as_str(), &[][..]),
        };
        let bytes = |at: usize| part(at).0.bytes().chain(part(at).1.iter().copied());
        order.sort_unstable_by(|&a, &b| bytes(a).cmp(bytes(b)));
        let (mut rank, mut ranks) = (NonZero::<u32>::MIN, vec![None; order.len()]);
        for same in order.chunk_by(|&a, &b| part(a) == part(b)) {
            let plain = !part(same[0]).0.contains(' ');
            same.iter().for_each(|&at| ranks[at] = plain.then_some(rank));
            rank = rank.saturating_add(1);
        }
        let suffix_ranks = ranks.split_off(table.len());
        let suffixes =
            suffixes.into_iter().zip(suffix_ranks).filter_map(|(s, rank)| Some((s, rank?))).collect();
        let is_ranked = |i: u32| {
            let mut counting = names.get(i as usize).counting().peekable();
            counting.peek().is_some() && counting.all(|word| ranks[word as usize].is_some())
        };
        let ranked = (0..census.len()).map(is_ranked).collect();
        Keys { census, names, ranked, ranks, suffixes }
    }

    fn order(&self, a: u32, b: u32) -> Ordering {
        match self.ranked[a as usize] && self.ranked[b as usize] {
            true => self.ranks_of(a).cmp(self.ranks_of(b)),
            false => self.text(a).cmp(&self.text(b)),
        }
    }

    fn ranks_of(&self, i: u32) -> impl Iterator<Item = Option<NonZero<u32>>> {
        let name = self.names.get(i as usize);
        let suffix = self.suffixes.iter().find(|(suffix, _)| *suffix == name.suffix).map(|(_, rank)| *rank);
        name.counting().map(|word| self.ranks[word as usize]).chain([suffix])
    }

    fn text(&self, i: u32) -> String {
        let (name, mut out) = (self.names.get(i as usize), String::new());
        for word in name.main().map(Word::text) {
            out.push_str(word);
            out.push(' ');
        }
        if out.is_empty() { self.census.name(i).to_owned() } else { format!("{out}{:?}", name.suffix) }
    }
}

/// What stands behind a word.
const BEHIND: &[u8] = b" ";

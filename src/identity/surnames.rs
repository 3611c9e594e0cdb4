//! Surnames that stories print alone, where the archive leaves no doubt whose they are: hardly anyone else
//! bears the name, or one bearer alone has the title that the surname is printed with.

use std::collections::{BTreeMap, HashSet};

use super::hints::Told;
use super::name::Kind;
use super::names::{Name, Names};
use super::pairs::Edge;
use super::relate::{Fuller, Relation, Verdict};
use super::rule::{Rule, Rules};
use crate::text::fold::fold;

/// Titles by their last word, with the stories that have them.
pub(super) type Titles<'a> = BTreeMap<&'a str, u32>;

/// A bearer of a surname has so many stories at least before the bare surname goes to her or him.
const KNOWN: u64 = 20;
/// Stories of all other bearers, for one of the first: one in so many.
const RARE: u64 = 10;
/// Stories with a title that tell it apart from a slip of the pen.
const TITLED: u32 = 2;

/// What stands in a title for what somebody does, as far as it parts people: its last word, folded.
/// None for forms of address.
pub fn title_key(title: &str) -> Option<String> {
    let last = fold(title.rsplit([' ', '-']).next()?.trim_end_matches('.'));
    let address = matches!(
        last.as_str(),
        "mr" | "mrs" | "ms" | "miss" | "dr" | "sir" | "lord" | "lady" | "dame" | "rev" | "madam" | "prof"
    );
    (!last.is_empty() && !address).then_some(last)
}

/// One name of the archive as it counts here.
pub(super) struct Borne<'a> {
    pub(super) told: Told,
    pub(super) titles: Titles<'a>,
}

/// One person with a surname, under all her or his full names.
#[derive(Default)]
struct Bearer<'a> {
    told: Told,
    titles: Titles<'a>,
    /// The name with the most stories, and those.
    head: (u64, u32),
}

/// Links from surnames printed alone to a name of the one person that can be meant; `of` gives the group of
/// each name, `spoken` its words and `borne` what is known of it.
pub(super) fn edges<'a>(
    names: &'a Names,
    of: &[u32],
    spoken: impl Fn(u32) -> Name<'a>,
    borne: impl Fn(u32) -> Borne<'a>,
) -> Vec<Edge> {
    let all = 0..of.len() as u32;
    let alone = all.clone().filter_map(|i| Some((i, names.text(bare(spoken(i), names)?))));
    let alone: Vec<(u32, u32)> = alone.collect();
    let wanted: HashSet<u32> = alone.iter().map(|(_, surname)| *surname).collect();
    let surname = |i: u32| Some(names.text(spoken(i).ends()?.1)).filter(|surname| wanted.contains(surname));
    let mut bearing: Vec<(u32, u32, u32)> =
        all.filter_map(|i| Some((surname(i)?, of[i as usize], i))).collect();
    bearing.sort_unstable();
    let link = |(i, surname): (u32, u32)| {
        let start = bearing.partition_point(|one| one.0 < surname);
        let own = bearing[start..].chunk_by(|a, b| a.0 == b.0).next().filter(|own| own[0].0 == surname)?;
        let (rule, head) = whose(&borne(i), &bearers(own, &borne))?;
        let relation = Relation {
            verdict: Verdict::Same,
            rules: Rules::of(rule),
            fuller: if i < head { Fuller::Second } else { Fuller::First },
            cost: 100,
        };
        Some(Edge { a: i.min(head), b: i.max(head), relation })
    };
    alone.into_iter().filter_map(link).collect()
}

/// The bearers of a surname, of which `names` are all names, each behind the surname and its group.
fn bearers<'a>(names: &[(u32, u32, u32)], borne: impl Fn(u32) -> Borne<'a>) -> Vec<Bearer<'a>> {
    let bearer = |group: &[(u32, u32, u32)]| {
        let mut bearer = Bearer::default();
        for &(_, _, i) in group {
            let one = borne(i);
            bearer.head = bearer.head.max((one.told.stories, i));
            bearer.told += one.told;
            one.titles.into_iter().for_each(|(title, n)| *bearer.titles.entry(title).or_default() += n);
        }
        bearer
    };
    names.chunk_by(|a, b| a.1 == b.1).map(bearer).collect()
}

/// The word of a name of one.
fn bare(name: Name<'_>, names: &Names) -> Option<u32> {
    let mut counting = name.counting();
    let word = counting.next().filter(|_| counting.next().is_none() && name.suffix.is_none())?;
    (names.table()[word as usize].kind == Kind::Plain).then_some(word)
}

/// Whose a bare surname is, and why.
fn whose(bare: &Borne<'_>, bearers: &[Bearer<'_>]) -> Option<(Rule, u32)> {
    let fits = |b: &&Bearer<'_>| bare.told.is_woman().zip(b.told.is_woman()).is_none_or(|(a, b)| a == b);
    let bearers: Vec<&Bearer<'_>> = bearers.iter().filter(fits).collect();
    let first = bearers.iter().max_by_key(|b| (b.told.stories, b.head))?;
    let all: u64 = bearers.iter().map(|b| b.told.stories).sum();
    let stories = first.told.stories;
    let alone = stories >= KNOWN && (all - stories) * RARE <= all && bare.told.stories * 2 <= stories;
    let rule = match () {
        () if alone => Rule::Surname,
        () if stories * 2 >= all && titled(bare, first, &bearers) => Rule::Title,
        () => return None,
    };
    Some((rule, first.head.1))
}

/// Is the surname mostly printed with a title that is the first bearer's, and no one else's?
fn titled(bare: &Borne<'_>, first: &Bearer<'_>, bearers: &[&Bearer<'_>]) -> bool {
    let commonest = bare.titles.iter().max_by_key(|&(title, &n)| (n, title));
    let Some((title, &stories)) = commonest else { return false };
    let of = |bearer: &Bearer<'_>| bearer.titles.get(title).copied().unwrap_or(0);
    if of(first) < TITLED {
        return false;
    }
    let others: u32 = bearers.iter().map(|b| of(b)).filter(|&n| n >= TITLED).sum::<u32>() - of(first);
    let mostly = u64::from(stories) * 2 >= bare.told.stories;
    mostly && stories >= TITLED && others * 10 <= of(first)
}

#[cfg(test)]
mod tests {
    use crate::identity::{Hints, Value, group};

    fn value(name: &str, stories: u32, title: &str, titled: u32) -> Value {
        let titles = (titled > 0).then(|| (title.to_owned(), titled)).into_iter().collect();
        Value { name: name.to_owned(), stories, titles, ..Value::default() }
    }

    fn groups(values: &[Value]) -> Vec<Vec<&str>> {
        let mut values = values.to_vec();
        values.sort_by(|a, b| a.name.cmp(&b.name));
        let grouping = group(&values.iter().cloned().collect(), &Hints::default());
        let named = |group: &Vec<u32>| {
            let mut names: Vec<String> = group.iter().map(|&i| values[i as usize].name.clone()).collect();
            names.sort();
            names.leak().iter().map(String::as_str).collect::<Vec<&str>>()
        };
        grouping.groups().iter().map(named).filter(|names| names.len() > 1).collect()
    }

    #[test]
    fn a_surname_with_a_title_is_the_one_bearer_who_has_it() {
        let all = [
            value("Lindqvist", 90, "president", 60),
            value("Rolf Lindqvist", 9, "president", 7),
            value("Ada Lindqvist", 3, "judge", 2),
        ];
        assert_eq!(groups(&all), [["Lindqvist", "Rolf Lindqvist"]]);
        let mut sorted = all.to_vec();
        sorted.sort_by(|a, b| a.name.cmp(&b.name));
        let shown = group(&sorted.iter().cloned().collect(), &Hints::default()).shown;
        assert_eq!(shown.iter().filter(|&&i| sorted[i as usize].name == "Rolf Lindqvist").count(), 1);
    }

    #[test]
    fn two_presidents_of_one_name_keep_it_open() {
        let all = [
            value("Bosch", 20, "president", 15),
            value("George Bosch", 18, "president", 9),
            value("Henry Bosch", 17, "president", 9),
        ];
        assert!(groups(&all).is_empty());
    }

    #[test]
    fn a_surname_that_hardly_anyone_else_bears_needs_no_title() {
        let rare = |others| {
            [
                value("Sumita", 10, "", 0),
                value("Satoshi Sumita", 35, "", 0),
                value("Ken Sumita", others, "", 0),
            ]
        };
        assert_eq!(groups(&rare(1)), [["Satoshi Sumita", "Sumita"]]);
        assert!(groups(&rare(9)).is_empty());
    }

    #[test]
    fn a_man_is_not_his_wife() {
        let told = |name, stories, men, women| Value { men, women, ..value(name, stories, "", 0) };
        let all = [told("Blane", 13, 12, 0), told("Tony Blane", 150, 90, 1), told("Cherie Blane", 20, 0, 15)];
        assert_eq!(groups(&all), [["Blane", "Tony Blane"]]);
    }

    #[test]
    fn a_surname_seen_more_than_the_full_name_is_left_alone_without_a_title() {
        assert!(groups(&[value("Morgan", 60, "", 0), value("Piers Morgan", 40, "", 0)]).is_empty());
    }
}

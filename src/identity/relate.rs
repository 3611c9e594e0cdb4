//! What two names are to each other: one person's, perhaps, or surely not.

use super::align::{self, Aligned};
use super::forms;
use super::name::{Kind, Word};
use super::rule::{Rule, Rules};
use super::subject::{Ready, Subject};

/// How two names stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// One cannot be the other.
    Apart,
    /// Nothing speaks for it.
    Unlike,
    /// The spellings lie close, not close enough.
    Near,
    /// One may be the other; it would take more evidence.
    Fits,
    /// One person's names.
    Same,
}

/// Which of two names says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fuller {
    First,
    Second,
    Neither,
}

/// A verdict and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) verdict: Verdict,
    pub(super) rules: Rules,
    pub(super) fuller: Fuller,
    /// How much of the words is not the same, in hundredths of a word.
    pub(super) cost: u16,
}

impl Relation {
    fn new(verdict: Verdict, rules: Rules) -> Relation {
        Relation { verdict, rules, fuller: Fuller::Neither, cost: 0 }
    }

    fn same(rule: Rule) -> Relation {
        Relation::new(Verdict::Same, Rules::of(rule))
    }

    fn unlike() -> Relation {
        Relation::new(Verdict::Unlike, Rules::NONE)
    }
}

/// Relates two names.
pub(super) fn relate(a: &Subject, b: &Subject) -> Relation {
    let mut relation = but_suffix(a, b);
    if a.suffix() != b.suffix() && relation.verdict > Verdict::Unlike {
        relation.verdict = Verdict::Apart;
        relation.rules = relation.rules.with(Rule::Suffix);
    }
    relation
}

fn but_suffix(a: &Subject, b: &Subject) -> Relation {
    let (x, y) = (&a.words, &b.words);
    if texts(x).eq(texts(y)) {
        let same_particles = a.name.words().map(Word::text).eq(b.name.words().map(Word::text));
        return Relation::same(if same_particles { Rule::Spelling } else { Rule::Particle });
    }
    if x.len() < 2 || y.len() < 2 {
        return Relation::unlike();
    }
    if joined(a, b) {
        return Relation::same(Rule::Joined);
    }
    if a.syllables.iter().any(|s| b.syllables.contains(s)) {
        return Relation::same(Rule::Syllables);
    }
    let aligned = || align::align(a, b).map_or(Relation::unlike(), |aligned| decide(a, b, &aligned));
    turned(x, y).unwrap_or_else(aligned)
}

fn texts<'a>(words: &'a [&Ready]) -> impl Iterator<Item = &'a str> {
    words.iter().map(|w| w.text())
}

fn letters<'a>(words: impl Iterator<Item = &'a Word>) -> impl Iterator<Item = u8> {
    words.flat_map(|w| w.text().bytes())
}

/// `Abdul Rahman` and `Abdulrahman`: the same letters, cut in other places.
fn joined(a: &Subject, b: &Subject) -> bool {
    let all = letters(a.name.words()).eq(letters(b.name.words()));
    let main = || letters(a.name.main()).eq(letters(b.name.main()));
    let initials = |s: &Subject| s.words.iter().any(|w| w.word.kind == Kind::Initial);
    let close = || {
        let whole = b.whole();
        a.whole().iter().any(|w| whole.contains(w))
    };
    a.name.numbers.len() != b.name.numbers.len()
        && !initials(a)
        && !initials(b)
        && (all || main() || joined_once(&a.words, &b.words))
        && close()
}

/// Two neighbours of one name written as one word in the other, and all sounds alike.
fn joined_once(x: &[&Ready], y: &[&Ready]) -> bool {
    let (long, short) = if x.len() > y.len() { (x, y) } else { (y, x) };
    let same = |a: &Ready, b: &Ready| align::same_sound(a.text(), b.text());
    long.len() == short.len() + 1
        && (0..short.len()).any(|at| {
            let joined = || format!("{}{}", long[at].text(), long[at + 1].text());
            long[..at].iter().zip(short).all(|(l, s)| same(l, s))
                && long[at + 2..].iter().zip(&short[at + 1..]).all(|(l, s)| same(l, s))
                && align::same_sound(&joined(), short[at].text())
        })
}

/// `Orbán Viktor` and `Viktor Orbán`: the same words, the surname first or last. Where both words
/// may be given names the order is what tells two people apart.
fn turned(x: &[&Ready], y: &[&Ready]) -> Option<Relation> {
    let n = x.len();
    let same = |i: usize, j: usize| x[i].word.meets(y[j].word);
    let turns = n == y.len() && n <= 4;
    let turns = turns && ((0..n).all(|i| same(i, (i + 1) % n)) || (0..n).all(|i| same((i + 1) % n, i)));
    let given = |w: &Ready| w.given > 1 || forms::is_given(w.text());
    let both = n == 2 && given(x[0]) && given(x[1]);
    let verdict = if both { Verdict::Apart } else { Verdict::Same };
    turns.then(|| Relation::new(verdict, Rules::of(Rule::Order)))
}

/// How common what two names share is.
struct Shared {
    /// The given name, in the rarer of its two forms.
    given: u16,
    /// The given name, in the commoner form.
    commoner: u16,
    surname: u16,
}

/// Given name and surname together, up to which one bearer in the news is likely: John Kennedy is
/// at 24, John Adams beyond.
const FEW_BEARERS: u16 = 24;
/// The same where two liberties are taken at once.
const FEW_AT_TWO: u16 = 20;
/// How common a given name can be.
const MOST_COMMON: u16 = 15;
/// What a second given name takes from the commonness of the first.
const SECOND_GIVEN: u16 = 6;

impl Shared {
    fn of(x: &[&Ready], y: &[&Ready], aligned: &Aligned) -> Shared {
        let full = |&&(i, j): &&(usize, usize)| is_plain(x[i]) && is_plain(y[j]);
        let second = if aligned.pairs.iter().filter(full).count() > 2 { SECOND_GIVEN } else { 0 };
        let (i, j) = aligned.pairs.first().copied().unwrap_or_default();
        let (given, mut commoner) = (x[i].given.min(y[j].given), x[i].given.max(y[j].given));
        let short = |a: &Ready, b: &Ready| forms::is_short_of(a.text(), b.text());
        if aligned.rules.has(Rule::ShortForm) && !short(x[i], y[j]) && !short(y[j], x[i]) {
            // Ken and Kenny: neither tells how common Kenneth is.
            commoner = MOST_COMMON;
        }
        let surname = aligned.pairs.last().map_or(0, |&(i, j)| x[i].surname.max(y[j].surname));
        Shared { given: given.saturating_sub(second), commoner, surname }
    }

    fn both(&self) -> u16 {
        self.given + self.surname
    }
}

fn is_plain(word: &Ready) -> bool {
    word.word.kind == Kind::Plain
}

/// The verdict on two names that lie side by side.
fn decide(a: &Subject, b: &Subject, aligned: &Aligned) -> Relation {
    let (x, y) = (&a.words, &b.words);
    let relation =
        |verdict, rules| Relation { verdict, rules, fuller: fuller(x, y, aligned), cost: aligned.cost };
    if !aligned.left_x.is_empty() && !aligned.left_y.is_empty() {
        let ends = [aligned.pairs.first(), aligned.pairs.last()];
        let framed = ends == [Some(&(0, 0)), Some(&(x.len() - 1, y.len() - 1))];
        let verdict = if framed { Verdict::Apart } else { Verdict::Unlike };
        return relation(verdict, aligned.rules.with(Rule::MiddleDiffers));
    }
    if initials_clash(x, y, aligned) {
        return relation(Verdict::Apart, aligned.rules.with(Rule::MiddleDiffers));
    }
    let shared = Shared::of(x, y, aligned);
    let (short, long, left) =
        if aligned.left_x.is_empty() { (x, y, &aligned.left_y) } else { (y, x, &aligned.left_x) };
    let syllabic = !a.syllables.is_empty() && !b.syllables.is_empty();
    let (more, usual) = left_out(short, long, left, &shared);
    let usual = usual && (left.is_empty() || !syllabic);
    let rules = aligned.rules.and(more);
    let enough = usual && forms_carry(rules, &shared) && initials_carry(x, y, aligned, rules, &shared);
    let verdict = match () {
        () if aligned.near => Verdict::Near,
        () if enough => Verdict::Same,
        () => Verdict::Fits,
    };
    relation(verdict, rules)
}

/// The name that says more: with more words, with names for initials, with full forms for short ones.
fn fuller(x: &[&Ready], y: &[&Ready], aligned: &Aligned) -> Fuller {
    let says_more = |long: &Ready, short: &Ready| {
        is_plain(long) && !is_plain(short) || forms::is_short_of(short.text(), long.text())
    };
    let first = !aligned.left_x.is_empty() || aligned.pairs.iter().any(|&(i, j)| says_more(x[i], y[j]));
    let second = !aligned.left_y.is_empty() || aligned.pairs.iter().any(|&(i, j)| says_more(y[j], x[i]));
    match (first, second) {
        (true, false) => Fuller::First,
        (false, true) => Fuller::Second,
        _ => Fuller::Neither,
    }
}

/// George W. Bush is not George H. W. Bush: what is left out before an initial changes the initials.
fn initials_clash(x: &[&Ready], y: &[&Ready], aligned: &Aligned) -> bool {
    let middle = aligned.pairs.iter().skip(1).filter(|&&(i, j)| !is_plain(x[i]) || !is_plain(y[j]));
    let before = |left: &[usize], at: usize| left.iter().any(|&l| l > 0 && l < at);
    middle.into_iter().any(|&(i, j)| before(&aligned.left_x, i) || before(&aligned.left_y, j))
}

/// A short form or variant says less where the name is common, and still less where a name is left
/// out too: Alex Bell need not be Alexander Graham Bell.
fn forms_carry(rules: Rules, shared: &Shared) -> bool {
    let other = rules.has(Rule::ShortForm) || rules.has(Rule::Variant);
    let most = if rules.has(Rule::MiddleName) { FEW_AT_TWO } else { FEW_BEARERS };
    (!other || shared.commoner + shared.surname <= most) && (!rules.has(Rule::Abroad) || shared.surname <= 2)
}

/// A lone initial says something beside a rare surname only, two of them beside most.
fn initials_carry(x: &[&Ready], y: &[&Ready], aligned: &Aligned, rules: Rules, shared: &Shared) -> bool {
    let Some((surname, given)) = aligned.pairs.split_last() else { return false };
    let full = |&&(i, j): &&(usize, usize)| is_plain(x[i]) && is_plain(y[j]);
    let full_given = given.iter().filter(full).count();
    let initials = given.len() - full_given;
    match (initials, full_given) {
        // `Bill C` has no surname.
        (0, _) | (_, 1..) => full(&surname) && x[surname.0].text().len() > 1,
        (1, 0) => shared.surname <= 3 && !rules.has(Rule::MiddleName),
        _ => shared.surname <= 9,
    }
}

/// What of the longer name the shorter one leaves out, and whether that is usual.
fn left_out(short: &[&Ready], long: &[&Ready], left: &[usize], shared: &Shared) -> (Rules, bool) {
    let (mut rules, mut usual) = (Rules::NONE, left.len() <= 2);
    for &at in left {
        let (rule, may_go) = one_left_out(short, long, left, at, shared);
        rules = rules.with(rule);
        usual &= may_go;
    }
    (rules, usual)
}

fn one_left_out(
    short: &[&Ready],
    long: &[&Ready],
    left: &[usize],
    at: usize,
    shared: &Shared,
) -> (Rule, bool) {
    let tied = long[at].word.joined || long.get(at + 1).is_some_and(|next| next.word.joined);
    let first = (0..=at).all(|i| left.contains(&i));
    let last = (at..long.len()).all(|i| left.contains(&i));
    let few = shared.both() <= FEW_BEARERS;
    match () {
        () if tied => (Rule::HalfOfDouble, !first && !last && shared.surname <= 2),
        () if first => (Rule::FirstName, first_may_go(short, shared)),
        () if last => (Rule::SecondSurname, few && !ends_as_given(short)),
        () if !is_plain(long[at]) => (Rule::MiddleInitial, shared.both() <= FEW_BEARERS + 1),
        () => (Rule::MiddleName, few),
    }
}

/// `Tayyip Erdogan` for Recep Tayyip Erdogan: both names that remain are rare, or there are three.
fn first_may_go(short: &[&Ready], shared: &Shared) -> bool {
    let rare = short.first().is_some_and(|w| w.given <= 2 && is_plain(w));
    (rare || short.len() > 2) && shared.surname <= 4
}

/// `Muhammad Ali` may be a man's whole name, or the beginning of Muhammad Ali Jinnah.
fn ends_as_given(short: &[&Ready]) -> bool {
    let given = |w: &Ready| forms::is_given(w.text()) || w.given > 4 && w.given >= w.surname;
    short.last().is_none_or(|w| given(w) || !is_plain(w))
}

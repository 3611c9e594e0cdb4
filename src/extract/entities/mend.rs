//! What the labels of single words cannot say: `Okoro-Lind` is two people if the story has an Okoro and a
//! Lind, and a title before a name is none of it.

use std::collections::{HashMap, HashSet};

use super::classes::{
    AND, CALENDAR, COMPOUND, Class, DEMONYM, Fast, HONORIFIC, LOCATIVE, OF, ORG, PARTICLE, PLACE_PREP,
    PLACE_TAIL_STRONG, SPEECH, STATE, SUFFIX, THE, TITLE, class_of,
};
use super::gazetteer::{PlaceKind, Postings};
use super::lexicon::Weights;
use super::regions::{Kind, Piece, capital, place_at};
use super::tokens::{Case, Gap, Shape, Token, Tokens};

/// Cuts pairs of people apart, and titles and countries off, in place.
pub(super) fn mend(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    countries_off(tokens, pieces);
    add_seats(tokens, pieces);
    add_couples(tokens, pieces);
    pieces.iter_mut().for_each(|p| judge_again(tokens, p));
    pieces.retain(|p| {
        !is_no_place(tokens, p)
            && !is_month(tokens, p)
            && !is_degree(tokens, p)
            && !is_code(tokens, p)
            && !is_prize(tokens, p)
    });
    things_off(tokens, pieces);
    laws_off(tokens, pieces);
    let surnames = surnames(tokens, pieces);
    let full: HashSet<u64, Fast> = pieces.iter().filter(|p| is_full(p)).map(|p| last(tokens, p)).collect();
    let people = called_people(tokens, pieces);
    pieces
        .iter_mut()
        .filter(|p| unlisted(p) && people.contains(&tokens.all[p.first].hash))
        .for_each(|p| p.kind = Kind::Person);
    let plain = |p: &Piece| {
        is_plain_word(tokens, p)
            || is_opening_word(tokens, p)
            || is_bare_title(tokens, p)
            || is_one_of_many(tokens, p)
    };
    pieces.retain(|p| !plain(p) || full.contains(&tokens.all[p.first].hash));
    part_pairs(tokens, pieces, &surnames);
}

/// Words that are people where no list of places has them: they close a full name of the story, or stand
/// for a person more often than for a place.
fn called_people(tokens: &Tokens<'_>, pieces: &[Piece]) -> HashSet<u64, Fast> {
    let mut standing: HashMap<u64, i32, Fast> = HashMap::default();
    for p in pieces.iter().filter(|p| p.end - p.first == 1 || is_full(p)) {
        let weight = match p.kind {
            Kind::Person if is_full(p) => FULL_NAME,
            Kind::Person => 1,
            Kind::Place => -1,
            Kind::Org => 0,
        };
        *standing.entry(last(tokens, p)).or_default() += weight;
    }
    standing.into_iter().filter(|&(_, standing)| standing > 0).map(|(hash, _)| hash).collect()
}

/// What a full name counts against mentions by its last word.
const FULL_NAME: i32 = 1000;

/// `Bill and Hillary Marsden`: a given name before a full one, where the tagger saw nothing.
fn add_couples(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    let couple = |at: usize| {
        let given = tokens.all[at].weights.given() > 3 && tokens.all[at].shape == Shape::Capital;
        let and = tokens.class(at + 1).any(AND) && tokens.gap_before(at + 1) == Gap::Blank;
        given && and && tokens.gap_before(at + 2) == Gap::Blank
    };
    let free = |at: usize| pieces.get(pieces.partition_point(|p| p.end <= at)).is_none_or(|p| p.first > at);
    let before = |p: &Piece| p.first.checked_sub(2).filter(|&at| couple(at) && free(at));
    let found: Vec<usize> = pieces.iter().filter(|p| is_full(p)).filter_map(before).collect();
    if !found.is_empty() {
        pieces.extend(found.into_iter().map(|first| Piece {
            first,
            end: first + 1,
            kind: Kind::Person,
            places: None,
        }));
        pieces.sort_by_key(|p| p.first);
    }
}

/// What a name's own words say against its kind.
fn judge_again(tokens: &Tokens<'_>, p: &mut Piece) {
    match p.kind {
        Kind::Place if tokens.folded(p.first) == "sub" && p.end - p.first == 3 => {
            // `sub-Saharan Africa` lies in Africa, wherever the Sahara ends.
            p.first = p.end - 1;
            p.places = place_at(tokens, p.first).map(|(_, places)| places);
        }
        Kind::Place if is_body(tokens, p) => p.kind = Kind::Org,
        Kind::Org if is_country(tokens, p) => p.kind = Kind::Place,
        Kind::Person if is_listed_land(tokens, p) => p.kind = Kind::Place,
        Kind::Person if is_firm(tokens, p) => p.kind = Kind::Org,
        Kind::Person => without_title(tokens, p),
        _ => {}
    }
}

/// `Franz Josef Land`: a name of three words that the gazetteer has whole.
fn is_listed_land(tokens: &Tokens<'_>, p: &Piece) -> bool {
    p.end - p.first > 2
        && (p.places.is_some()
            || tokens.class(p.end - 1).any(PLACE_TAIL_STRONG)
            || tokens.folded(p.end - 1) == "land")
}

/// `Eko Lights`, `Butterworth Bells`: the plural of a plain word, behind a word that few are given.
fn is_firm(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let (first, last) = (&tokens.all[p.first], &tokens.all[p.end - 1]);
    let singular = tokens.folded(p.end - 1).strip_suffix('s').map_or(0, |word| Weights::of(word).common());
    p.end - p.first == 2
        && first.case == Case::Text
        && first.shape == Shape::Capital
        && first.weights.given() < 4
        && tokens.gap_before(p.end - 1) == Gap::Blank
        && (is_plain(last) || singular > 1 && last.weights.surname() < 4 && last.weights.given() == 0)
}

fn is_plain(token: &Token) -> bool {
    let weights = token.weights;
    let plain = weights.common() > 0 && weights.surname() == 0 && weights.given() == 0;
    plain && token.shape == Shape::Capital
}

/// `Wolves`, `Ferrymen`: one plain word that no list of names has.
fn is_plain_word(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let token = &tokens.all[p.first];
    let unlisted = token.weights == Weights::default() && token.shape == Shape::Capital;
    let plain = is_plain(token) || unlisted && tokens.folded(p.first).ends_with("men");
    p.kind == Kind::Person && p.end - p.first == 1 && plain
}

/// `Banks hold reserves`: a word that the story writes small, and large only where a sentence or headline
/// has it so.
fn is_opening_word(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let token = &tokens.all[p.first];
    let small = tokens.seen_lower(p.first) && !token.possessive || token.first && token.weights.common() > 2;
    // `Bill and Hillary Marsden` opens with a name.
    let couple = matches!(tokens.folded(p.end), "and" | "&") && capital(tokens, p.end + 1);
    let given = token.weights.given() > 3 || couple && token.weights.given() > 0;
    p.kind == Kind::Person && p.end - p.first == 1 && small && !given && !tokens.seen_capital(p.first)
}

/// `good Lord`, `the Sheikh`.
fn is_bare_title(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let token = &tokens.all[p.first];
    p.kind == Kind::Person && p.end - p.first == 1 && token.class.any(HONORIFIC) && token.weights.given() < 4
}

/// `the Americans`, `the Bill`, `Similarly`: one of a people or of a kind of things.
fn is_one_of_many(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let (token, folded) = (&tokens.all[p.first], tokens.folded(p.first));
    let singular = folded.strip_suffix('s').map_or(Class::default(), class_of);
    let the = p.first.checked_sub(1).is_some_and(|i| tokens.class(i).any(THE));
    let opens = token.first && token.weights == Weights::default() && folded.ends_with("ly");
    let thing = the && token.weights.common() > 2 && !capital(tokens, p.end);
    p.kind == Kind::Person && p.end - p.first == 1 && (singular.any(DEMONYM) || opens || thing)
}

/// `the steamer Adelaide Voss`, `Storm Ida`: what bears a person's name or a place's, wherever the story names
/// it.
fn things_off(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    let named = |&at: &usize| capital(tokens, at) && bears_name(tokens, at);
    let length = |at: usize| {
        let more =
            (at + 1..tokens.len()).take_while(|&i| capital(tokens, i) && tokens.gap_before(i) == Gap::Blank);
        1 + more.take(LONGEST_THING).count()
    };
    let things: HashSet<(u64, usize), Fast> =
        (1..tokens.len()).filter(named).map(|at| (tokens.all[at].hash, length(at))).collect();
    let name = |p: &Piece| (tokens.all[p.first].hash, p.end - p.first);
    pieces.retain(|p| p.kind == Kind::Org || !things.contains(&name(p)));
}

/// Most words of a ship's name behind the first.
const LONGEST_THING: usize = 4;

/// Does a ship, storm or the like stand before the word?
fn bears_name(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |i| tokens.folded(i));
    let bearer = matches!(
        before,
        "steamer"
            | "ferry"
            | "trawler"
            | "ship"
            | "vessel"
            | "tanker"
            | "schooner"
            | "lifeboat"
            | "freighter"
            | "yacht"
            | "tug"
            | "tugboat"
            | "barge"
            | "warship"
            | "frigate"
            | "submarine"
            | "hurricane"
            | "cyclone"
            | "typhoon"
            | "storm"
    );
    bearer && tokens.gap_before(at) == Gap::Blank
}

/// `EB-5`, `Ba-3`: letters before a number are a code; `MS-DOS`, `D-Okla`: so are those behind one. `TVs`:
/// nobody's name is a plural of capitals.
fn is_code(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let (first, written) = (&tokens.all[p.first], tokens.span(p.first, p.end).of(tokens.text));
    let number = |t: &Token| t.shape == Shape::Number && t.gap == Gap::Hyphen;
    let letters = matches!(first.shape, Shape::Upper | Shape::Initial) || written.len() < 3;
    let before = p.first.checked_sub(1).map(|i| tokens.all[i].shape);
    let behind = first.gap == Gap::Hyphen && matches!(before, Some(Shape::Upper | Shape::Initial));
    let state = first.shape == Shape::Initial
        && tokens.gap_before(p.first + 1) == Gap::Hyphen
        && tokens.class(p.first + 1).any(STATE);
    let plural =
        written.strip_suffix('s').is_some_and(|w| w.len() > 1 && w.bytes().all(|b| b.is_ascii_uppercase()));
    let code = p.end - p.first == 1 && letters && tokens.all.get(p.end).is_some_and(number);
    p.kind == Kind::Person && (code || behind || state || plural)
}

/// `Davis Cup`: what is called after somebody.
fn is_prize(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let last = tokens.folded(p.end - 1);
    p.kind == Kind::Person
        && p.end - p.first > 1
        && matches!(
            last,
            "cup" | "trophy" | "prize" | "award" | "awards" | "medal" | "shield" | "index" | "average"
        )
}

/// `the Lind-Okoro Act`: a law is called after those who wrote it, wherever the story names it.
fn laws_off(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    let pair = |p: &Piece| {
        let first = &tokens.all[p.first];
        p.kind == Kind::Person
            && p.end - p.first == 2
            && tokens.gap_before(p.first + 1) == Gap::Hyphen
            && first.weights.given() < 4
    };
    let the = |p: &&Piece| pair(p) && p.first.checked_sub(1).is_some_and(|i| tokens.class(i).any(THE));
    let name = |p: &Piece| (tokens.all[p.first].hash, tokens.all[p.first + 1].hash);
    let laws: HashSet<(u64, u64), Fast> = pieces.iter().filter(the).map(name).collect();
    pieces.retain(|p| !pair(p) || !laws.contains(&name(p)));
}

/// `104 degrees Fahrenheit`.
fn is_degree(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let before = p.first.checked_sub(1);
    p.kind == Kind::Person
        && p.end - p.first == 1
        && before.is_some_and(|i| {
            matches!(tokens.folded(i), "degree" | "degrees")
                || tokens.all[i].shape == Shape::Number
                    && matches!(tokens.folded(p.first), "fahrenheit" | "celsius")
        })
}

/// Cuts `Okoro-Lind` where the story has both, whatever the tagger saw there.
fn part_pairs(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>, surnames: &HashSet<u64, Fast>) {
    let mut pairs = Vec::new();
    for cut in (1..tokens.len()).filter(|&k| may_part(tokens, k)) {
        if surnames.contains(&tokens.all[cut - 1].hash)
            && let Some(end) =
                (cut + 1..=cut + LONGEST_SURNAME).find(|&end| ends_surname(tokens, cut, end, surnames))
        {
            pairs.push((cut, end));
        }
    }
    for (cut, end) in pairs.into_iter().take(MOST_PAIRS) {
        let first = pieces
            .iter()
            .find(|p| p.kind == Kind::Person && p.first < cut && cut < p.end)
            .map_or(cut - 1, |p| p.first);
        pieces.retain(|p| p.end <= first || p.first >= end);
        pieces.push(Piece { first, end: cut, kind: Kind::Person, places: None });
        pieces.push(Piece { first: cut, end, kind: Kind::Person, places: None });
    }
    pieces.sort_by_key(|p| p.first);
}

/// Most pairs of a story: keeps hostile texts linear.
const MOST_PAIRS: usize = 64;

/// Most words of a surname behind the hyphen of a pair.
const LONGEST_SURNAME: usize = 4;

/// Does a name end at `end` that begins behind the hyphen at `cut`?
fn ends_surname(tokens: &Tokens<'_>, cut: usize, end: usize, surnames: &HashSet<u64, Fast>) -> bool {
    let within = (cut + 1..end).all(|i| matches!(tokens.gap_before(i), Gap::Blank | Gap::Hyphen));
    let ends = tokens.all.get(end - 1).is_some_and(|t| t.capital() && surnames.contains(&t.hash));
    let more =
        tokens.gap_before(end) == Gap::Blank && capital(tokens, end) || tokens.gap_before(end) == Gap::Hyphen;
    within && ends && !more
}

/// May a pair be parted before word `k`?
fn may_part(tokens: &Tokens<'_>, k: usize) -> bool {
    tokens.gap_before(k) == Gap::Hyphen
        && capital(tokens, k - 1)
        && (capital(tokens, k) || tokens.class(k).any(PARTICLE))
}

/// A person's name of more words than one.
fn is_full(p: &Piece) -> bool {
    p.kind == Kind::Person && p.end - p.first > 1
}

/// Hash of the last word of a name, `Jr` left out.
fn last(tokens: &Tokens<'_>, p: &Piece) -> u64 {
    let words = (p.first..p.end).rev().map(|i| &tokens.all[i]);
    words.into_iter().find(|t| !t.class.any(SUFFIX)).map_or(0, |t| t.hash)
}

/// The last words of the story's people, but for those that only stand in pairs with a hyphen.
fn surnames(tokens: &Tokens<'_>, pieces: &[Piece]) -> HashSet<u64, Fast> {
    let people = pieces.iter().filter(|p| p.kind == Kind::Person);
    let plain = people.filter(|p| {
        let length = p.end - p.first;
        let hyphen = tokens.gap_before(p.end - 1) == Gap::Hyphen;
        length == 1 || !hyphen || tokens.class(p.end - 2).any(PARTICLE)
    });
    plain.map(|p| last(tokens, p)).collect()
}

/// `US` in `US Army` is a place; the organisation is the rest.
fn countries_off(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    if !pieces.iter().any(|p| headed_by_country(tokens, p)) {
        return;
    }
    let mut out = Vec::with_capacity(pieces.len() + 2);
    for piece in pieces.drain(..) {
        if !headed_by_country(tokens, &piece) {
            out.push(piece);
            continue;
        }
        let length = if tokens.folded(piece.first) == "united" { 2 } else { 1 };
        let (first, next) = (piece.first, piece.first + length);
        let places = place_at(tokens, first).filter(|&(n, _)| n == length).map(|(_, places)| places);
        out.push(Piece { first, end: next, kind: Kind::Place, places });
        out.push(Piece { first: next, ..piece });
    }
    *pieces = out;
}

/// `Denver` in `Denver-based`, where the tagger saw nothing.
fn add_seats(tokens: &Tokens<'_>, pieces: &mut Vec<Piece>) {
    let seat = |&i: &usize| {
        tokens.all[i].gap == Gap::Hyphen
            && tokens.class(i).any(COMPOUND)
            && !tokens.all[i].capital()
            && capital(tokens, i - 1)
    };
    let mut found = Vec::new();
    for end in (1..tokens.len()).filter(seat) {
        let places = place_at(tokens, end - 1).filter(|&(n, _)| n == 1).map(|(_, places)| places);
        let known = places.and_then(Postings::best).is_some_and(|(record, alternate)| {
            !alternate && (record.kind < PlaceKind::City || record.log_population > 18.0)
        });
        let told = pieces.partition_point(|p| p.end < end);
        if known && pieces.get(told).is_none_or(|p| p.first >= end) {
            found.push(Piece { first: end - 1, end, kind: Kind::Place, places });
        }
    }
    if !found.is_empty() {
        pieces.extend(found);
        pieces.sort_by_key(|p| p.first);
    }
}

fn headed_by_country(tokens: &Tokens<'_>, p: &Piece) -> bool {
    p.kind == Kind::Org
        && match tokens.folded(p.first) {
            "us" | "uk" => {
                p.end - p.first > 1
                    && tokens.all[p.first].shape == Shape::Upper
                    && tokens.gap_before(p.first + 1) != Gap::Hyphen
            }
            "united" => p.end - p.first > 2 && matches!(tokens.folded(p.first + 1), "states" | "kingdom"),
            _ => false,
        }
}

/// `DRC`, `UAE`: capitals that are a country's own name are no organisation.
fn is_country(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let best = || p.places.and_then(Postings::best);
    p.kind == Kind::Org
        && p.end - p.first == 1
        && tokens.all[p.first].shape == Shape::Upper
        && tokens.all[p.first].case == Case::Text
        && best().is_some_and(|(record, alternate)| record.kind == PlaceKind::Country && !alternate)
}

/// `China Daily`, `Mill Hill School`: what ends like an organisation and is in no list of places is one.
fn is_body(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let body = |i: usize| {
        tokens.class(i).any(ORG) || matches!(tokens.folded(i), "daily" | "airport" | "herald" | "tribune")
    };
    let agency = p.first.checked_sub(1).is_some_and(|i| tokens.folded(i) == "agency");
    p.places.is_none() && (agency || p.end - p.first > 1 && body(p.end - 1))
}

/// Words that no place of one word can be: `Ebola virus`, `US$30`, somebody who is cited.
fn is_no_place(tokens: &Tokens<'_>, p: &Piece) -> bool {
    if p.kind != Kind::Place {
        return false;
    }
    let text = tokens.text.as_bytes();
    let span = tokens.span(p.first, p.end);
    let dollar = |at: Option<usize>| at.and_then(|at| text.get(at)) == Some(&b'$');
    let money = dollar(span.start.checked_sub(1)) || dollar(Some(span.end));
    let disease = matches!(
        tokens.folded(p.end),
        "virus" | "viruses" | "fever" | "disease" | "flu" | "syndrome" | "influenza"
    );
    let strain = p.end - p.first == 1 && span.of(tokens.text).bytes().any(|b| b.is_ascii_digit());
    money
        || strain
        || p.end - p.first == 1 && is_disease(tokens.folded(p.first))
        || disease && tokens.gap_before(p.end) == Gap::Blank
        || cited(tokens, p)
        || p.places.is_none() && p.end - p.first == 1 && tokens.class(p.first).any(DEMONYM)
}

/// Diseases and germs that are written like places, some called after one.
fn is_disease(word: &str) -> bool {
    matches!(
        word,
        "ebola"
            | "zika"
            | "salmonella"
            | "listeria"
            | "legionella"
            | "dengue"
            | "chikungunya"
            | "covid"
            | "nipah"
    )
}

/// `according to Mahetic`: whoever is cited and in no list of places is none.
fn cited(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let before = |n: usize| p.first.checked_sub(n).map_or("", |i| tokens.folded(i));
    unlisted(p) && before(1) == "to" && before(2) == "according"
}

/// One word that no list of places has.
fn unlisted(p: &Piece) -> bool {
    p.kind == Kind::Place && p.places.is_none() && p.end - p.first == 1
}

/// `May 5`, `last May`: no person.
fn is_month(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let number = |i: usize| tokens.all.get(i).is_some_and(|t| t.shape == Shape::Number);
    let before = p.first.checked_sub(1);
    let dated = |i: usize| {
        tokens.class(i).any(PLACE_PREP.or(LOCATIVE).or(OF))
            || matches!(
                tokens.folded(i),
                "last" | "next" | "this" | "since" | "until" | "by" | "early" | "late" | "mid"
            )
    };
    p.kind == Kind::Person
        && p.end - p.first == 1
        && (tokens.class(p.first).any(CALENDAR) || tokens.folded(p.first) == "may")
        && (number(p.end) || before.is_some_and(|i| number(i) || dated(i)) || !acts(tokens, p))
}

/// Does a verb of speech or a possessive tell that somebody is named, or a title?
fn acts(tokens: &Tokens<'_>, p: &Piece) -> bool {
    let titled = p.first.checked_sub(1).is_some_and(|i| tokens.class(i).any(TITLE.or(HONORIFIC)));
    titled || tokens.all[p.first].possessive || tokens.class(p.end).any(SPEECH)
}

/// Leaves `Prince` out of `Prince Haldor`, unless the word is a given name that people bear: `Dean Lind`.
fn without_title(tokens: &Tokens<'_>, p: &mut Piece) {
    while p.end - p.first > 1 {
        let token = &tokens.all[p.first];
        let title = token.class.any(TITLE.or(HONORIFIC)) && token.weights.given() < 4;
        let alone = p.end - p.first == 2 && tokens.class(p.end - 1).any(SUFFIX);
        if !title || alone || matches!(tokens.gap_before(p.first + 1), Gap::Hyphen | Gap::Comma) {
            break;
        }
        p.first += 1;
    }
}

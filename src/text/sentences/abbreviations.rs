//! Words that carry a full stop without ending a sentence, and words that begin one.
//!
//! The lists follow the abbreviation chapters of newspaper style books: titles, companies,
//! months, American states, units of address.

use crate::text::calendar::{MONTHS, WEEKDAYS};

/// How far an abbreviation holds a sentence together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// Not an abbreviation: the stop ends the sentence.
    None,
    /// Holds before a number only: `No. 3`.
    Number,
    /// Ends a sentence only where the next word usually begins one: `Acme Inc. The`.
    Weak,
    /// A time of day: ends a sentence unless a day, month or zone follows.
    Clock,
    /// Never ends a sentence: `Mr.`, `vs.`.
    Strong,
}

/// What the stop behind `word` (without that stop, within the bounds of a look back) holds.
pub(super) fn hold(word: &str) -> Hold {
    if matches!(word, "a.m" | "p.m" | "A.M" | "P.M" | "am" | "pm") {
        return Hold::Clock;
    }
    if STRONG.binary_search(&word).is_ok() {
        return Hold::Strong;
    }
    if NUMBER.contains(&word) {
        return Hold::Number;
    }
    if WEAK.binary_search(&word).is_ok() || is_initial(word) || is_dotted(word) {
        return Hold::Weak;
    }
    // `Gen.` inside a compound: `Lt.-Gen. Roe`.
    match word.rsplit_once('-') {
        Some((before, last)) if !before.is_empty() => hold_of_last(last),
        _ => Hold::None,
    }
}

fn hold_of_last(last: &str) -> Hold {
    if STRONG.binary_search(&last).is_ok() { Hold::Strong } else { Hold::None }
}

/// One capital: `J` of `J. K. Rowling`.
fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// Letters parted by points, at most three to a part: `U.S`, `Ph.D`, `N.Y`.
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| (1..=3).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic))
}

/// Whether `word` is a common first word of a sentence that is no part of a name.
pub(super) fn begins_sentence(word: &str) -> bool {
    STARTERS.binary_search(&word).is_ok()
}

/// Whether `word` goes on behind a time of day: `9 a.m. Monday`, `6 p.m. EST`.
pub(super) fn goes_with_clock(word: &str) -> bool {
    CLOCK.contains(&word) || WEEKDAYS.contains(&word) || MONTHS.contains(&word)
}

/// Whether `word` is a verb that puts a name behind a quote: `"Why?" Roe asked.`
pub(super) fn is_speech_verb(word: &str) -> bool {
    SPEECH.contains(&word)
}

/// Sorted, by bytes.
const STRONG: &[&str] = &[
    "Adj", "Adm", "Amb", "Arch", "Asst", "Atty", "Bp", "Br", "Brig", "Capt", "Cdr", "Cllr", "Cmdr", "Cmr",
    "Col", "Comdr", "Cpl", "Cpt", "Det", "Dr", "Drs", "Ens", "Fr", "Ft", "Gen", "Gens", "Gov", "Govs", "Hon",
    "Insp", "Lieut", "Lt", "Maj", "Messrs", "Mgr", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Msgr", "Mt", "Mx",
    "Pfc", "Pres", "Prof", "Profs", "Pvt", "Rep", "Reps", "Rev", "Revs", "Rt", "Sen", "Sens", "Sgt", "Sis",
    "Smt", "Spc", "Sra", "St", "Ste", "Supt", "Vs", "approx", "ca", "cf", "e.g", "eg", "i.e", "ie", "incl",
    "v", "viz", "vs",
];

/// Hold before a digit only; elsewhere they are common words.
const NUMBER: &[&str] = &[
    "No", "Nos", "no", "nos", "Art", "art", "Ch", "ch", "Fig", "fig", "Figs", "Op", "op", "Para", "p", "pp",
    "Sec", "sec", "Vol", "vol", "Mar", "Sat", "Sun", "Mon", "Rs", "Pt", "Pp", "para", "Route", "Rte", "c",
];

/// Sorted, by bytes.
const WEAK: &[&str] = &[
    "Ala", "Apr", "Ariz", "Ark", "Assn", "Assoc", "Aug", "Ave", "Bhd", "Blvd", "Bros", "Calif", "Cia", "Cie",
    "Co", "Colo", "Conn", "Corp", "Corps", "Cos", "Dec", "Del", "Dept", "Dist", "Div", "Eq", "Esq", "Est",
    "Feb", "Fla", "Fri", "Ga", "Ill", "Inc", "Ind", "Intl", "Jan", "Jr", "Jul", "Jun", "Kan", "Ky", "LLC",
    "La", "Ltd", "Ltda", "Mass", "Md", "Mfg", "Mich", "Minn", "Miss", "Mont", "Natl", "Neb", "Nev", "Nov",
    "Oct", "Okla", "Ore", "Pa", "Ph", "Plc", "Pte", "Pty", "Rd", "Sep", "Sept", "Sq", "Sr", "Tenn", "Tex",
    "Thu", "Thur", "Thurs", "Tue", "Tues", "Univ", "Va", "Vt", "Wash", "Wed", "Wis", "Wyo", "al", "ave",
    "co", "dept", "est", "inc", "jr", "ltd", "plc", "sr",
];

/// Sorted, by bytes.
const STARTERS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "Again",
    "Ahead",
    "All",
    "Almost",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "At",
    "Authorities",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Critics",
    "Despite",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Few",
    "For",
    "From",
    "Given",
    "Had",
    "Has",
    "Have",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Its",
    "Just",
    "Last",
    "Later",
    "Like",
    "Many",
    "Meanwhile",
    "More",
    "Moreover",
    "Most",
    "Much",
    "My",
    "Neither",
    "Nevertheless",
    "Next",
    "Nobody",
    "None",
    "Nor",
    "Not",
    "Nothing",
    "Now",
    "Officials",
    "On",
    "Once",
    "One",
    "Only",
    "Other",
    "Others",
    "Our",
    "Over",
    "People",
    "Perhaps",
    "Police",
    "Prosecutors",
    "Residents",
    "Several",
    "She",
    "Since",
    "So",
    "Some",
    "Soon",
    "Sources",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Three",
    "Through",
    "Thus",
    "To",
    "Today",
    "Two",
    "Under",
    "Unless",
    "Until",
    "Upon",
    "Was",
    "We",
    "Were",
    "What",
    "When",
    "Whenever",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "Will",
    "With",
    "Within",
    "Without",
    "Witnesses",
    "Yes",
    "Yesterday",
    "Yet",
    "You",
    "Your",
];

const CLOCK: &[&str] = &[
    "Mon",
    "Tue",
    "Tues",
    "Wed",
    "Thu",
    "Thur",
    "Thurs",
    "Fri",
    "Sat",
    "Sun",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sept",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
    "EST",
    "EDT",
    "ET",
    "CST",
    "CDT",
    "CT",
    "MST",
    "MDT",
    "MT",
    "PST",
    "PDT",
    "PT",
    "GMT",
    "UTC",
    "BST",
    "CET",
    "CEST",
    "IST",
    "JST",
    "AEST",
    "AEDT",
    "HKT",
    "SGT",
    "MSK",
    "EAT",
    "WAT",
    "CAT",
    "SAST",
    "Eastern",
    "Central",
    "Pacific",
    "Mountain",
    "Greenwich",
    "Moscow",
    "Beijing",
    "Tokyo",
    "London",
];

const SPEECH: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "added",
    "adds",
    "shouted",
    "exclaimed",
    "wondered",
    "cried",
    "wrote",
    "writes",
    "tweeted",
    "told",
    "replied",
    "quipped",
    "joked",
    "continued",
    "explained",
    "declared",
    "recalled",
    "yelled",
    "screamed",
    "demanded",
    "remarked",
    "insisted",
    "countered",
    "responded",
    "laughed",
    "whispered",
    "muttered",
];

#[cfg(test)]
mod tests {
    use super::{STARTERS, STRONG, WEAK};

    #[test]
    fn searched_lists_are_sorted() {
        for list in [STARTERS, WEAK, STRONG] {
            let unsorted: Vec<_> = list.windows(2).filter(|w| w[0] >= w[1]).collect();
            assert!(unsorted.is_empty(), "{unsorted:?}");
        }
    }
}

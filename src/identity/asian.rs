//! Names of Chinese and Korean syllables: Wade-Giles and pinyin, and the ways to write Korean.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::subject::Ready;

/// Pinyin initials with the finals that stand behind them.
const PINYIN: [(&str, &str); 24] = [
    ("zh", "a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang"),
    ("ch", "a e ai ao ou an en ang eng ong i u ua uo uai ui uan un uang"),
    ("sh", "a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang"),
    ("b", "a o ai ei ao an en ang eng i ie iao ian in ing u"),
    ("p", "a o ai ei ao ou an en ang eng i ie iao ian in ing u"),
    ("m", "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u"),
    ("f", "a o ei ou an en ang eng u"),
    ("d", "a e ai ei ao ou an ang eng ong i ie iao iu ian ing u uo ui uan un"),
    ("t", "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un"),
    ("n", "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan ue"),
    ("l", "a e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un ue"),
    ("g", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("k", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("h", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("j", "i ia ie iao iu ian in iang ing iong u ue uan un"),
    ("q", "i ia ie iao iu ian in iang ing iong u ue uan un"),
    ("x", "i ia ie iao iu ian in iang ing iong u ue uan un"),
    ("r", "e ao ou an en ang eng ong i u uo ui uan un"),
    ("z", "a e ai ei ao ou an en ang eng ong i u uo ui uan un"),
    ("c", "a e ai ao ou an en ang eng ong i u uo ui uan un"),
    ("s", "a e ai ao ou an en ang eng ong i u uo ui uan un"),
    ("y", "a e ao ou an ang i in ing ong u ue uan un"),
    ("w", "a o ai ei an en ang eng u"),
    ("", "a o e ai ei ao ou an en ang er"),
];

static SYLLABLES: LazyLock<HashSet<String, RandomState>> = LazyLock::new(|| {
    let all =
        PINYIN.iter().flat_map(|(initial, finals)| finals.split(' ').map(move |f| format!("{initial}{f}")));
    all.collect()
});

fn is_syllable(text: &str) -> bool {
    text.len() <= 6 && SYLLABLES.contains(text)
}

/// How many pinyin syllables a word is, one or two.
pub(super) fn syllables(word: &str) -> Option<u8> {
    if is_syllable(word) {
        return Some(1);
    }
    if word.len() > 12 {
        return None;
    }
    let cuts = (1..word.len()).filter(|&at| word.is_char_boundary(at));
    cuts.into_iter().any(|at| is_syllable(&word[..at]) && is_syllable(&word[at..])).then_some(2)
}

/// A Chinese name in pinyin, without blanks: surname, a bar, given name.
fn pinyin(words: &[&Ready]) -> Option<String> {
    let [surname, given @ ..] = words else { return None };
    let count = given.iter().map(|w| w.syllables).sum::<Option<u8>>()?;
    let fits = (1..=2).contains(&count) && surname.syllables? <= 2;
    let joined: String = given.iter().map(|w| w.text()).collect();
    fits.then(|| format!("{}|{joined}", surname.text()))
}

/// Initials of Wade-Giles (aspirations are dropped in print) and what pinyin may have for them.
const INITIALS: [(&str, &[&str]); 12] = [
    ("ch", &["zh", "j", "ch", "q"]),
    ("ts", &["z", "c"]),
    ("tz", &["z", "c"]),
    ("hs", &["x"]),
    ("sh", &["sh"]),
    ("ss", &["s"]),
    ("sz", &["s"]),
    ("t", &["d", "t"]),
    ("p", &["b", "p"]),
    ("k", &["g", "k"]),
    ("j", &["r"]),
    ("", &[""]),
];
/// Finals of Wade-Giles that pinyin writes in another way.
const FINALS: [(&str, &[&str]); 12] = [
    ("ung", &["ong"]),
    ("iung", &["iong"]),
    ("ieh", &["ie"]),
    ("ueh", &["ue"]),
    ("eh", &["e"]),
    ("ien", &["ian"]),
    ("yen", &["yan"]),
    ("ih", &["i"]),
    ("zu", &["zi"]),
    ("uei", &["ui"]),
    ("o", &["uo", "e"]),
    ("u", &["i"]),
];

/// The pinyin syllables that a Wade-Giles syllable may be.
fn wade_giles(word: &str) -> Vec<String> {
    let Some((initial, mapped)) = INITIALS.iter().find(|(from, _)| word.starts_with(from)) else {
        return vec![];
    };
    let rest = &word[initial.len()..];
    let mut all = Vec::new();
    for to in *mapped {
        all.push(format!("{to}{rest}"));
        for (from, finals) in FINALS.iter().filter(|(from, _)| rest.ends_with(from)) {
            let stem = &rest[..rest.len() - from.len()];
            all.extend(finals.iter().map(|f| format!("{to}{stem}{f}")));
        }
    }
    all.retain(|s| is_syllable(s));
    all
}

/// All pinyin names that a name may be in which each syllable is written apart, as Wade-Giles does.
fn from_wade_giles(words: &[&Ready]) -> Vec<String> {
    let [surname, given @ ..] = words else { return vec![] };
    if given.len() != 2 || !given[1].word.joined {
        return vec![];
    }
    let mut all: Vec<String> = match surname.text() {
        "lee" => vec!["li".to_owned()],
        text => wade_giles(text),
    };
    for (i, word) in given.iter().enumerate() {
        let bar = if i == 0 { "|" } else { "" };
        let syllables = wade_giles(word.text());
        all = all.iter().flat_map(|a| syllables.iter().map(move |s| format!("{a}{bar}{s}"))).collect();
    }
    all
}

/// Korean surnames as papers write them, each with one way for all.
const KOREAN: [(&str, &str); 12] = [
    ("a", "an ahn"),
    ("bek", "baek paek paik back"),
    ("i", "lee yi rhee ri"),
    ("im", "lim im yim"),
    ("kim", "kim gim"),
    ("jung", "jung jeong chung"),
    ("no", "roh noh no"),
    ("pak", "park pak bak"),
    ("so", "suh seo"),
    ("yu", "yoo yu ryu"),
    ("ce", "choi choe"),
    (
        "",
        "kang cho yoon yun jang chang han shin kwon hwang song hong bong ban moon bae pae sohn son oh nam ha hyun woo yang",
    ),
];

/// A Korean name under one spelling: surname, then the syllables of the given name.
fn korean(words: &[&Ready]) -> Option<String> {
    let [a, b, c] = words else { return None };
    // `Ji-sung Park` is what western papers make of Park Ji-sung.
    let (surname, given) = if b.word.joined && !c.word.joined { (c, [a, b]) } else { (a, [b, c]) };
    let (one, _) = KOREAN.iter().find(|(_, all)| all.split(' ').any(|s| s == surname.text()))?;
    let surname = if one.is_empty() { surname.text() } else { one };
    let given = [korean_syllable(given[0].text())?, korean_syllable(given[1].text())?];
    Some(format!("{surname}|{}-{}", given[0], given[1]))
}

/// Vowels and first consonants that the systems write in two ways.
const KOREAN_LETTERS: [(&str, &str); 5] =
    [("yeo", "you"), ("eo", "u"), ("oo", "u"), ("ou", "u"), ("ee", "i")];

fn korean_syllable(word: &str) -> Option<String> {
    let vowel = |c: char| "aeiouyw".contains(c);
    let groups = word.split(|c| !vowel(c)).filter(|g| !g.is_empty()).count();
    if groups != 1 || word.len() > 6 || !word.is_ascii() {
        return None;
    }
    let mut text = word.to_owned();
    for (from, to) in KOREAN_LETTERS {
        text = text.replace(from, to);
    }
    let first =
        [("ch", "j"), ("g", "k"), ("d", "t"), ("b", "p")].iter().find(|(from, _)| text.starts_with(from));
    Some(first.map_or(text.clone(), |(from, to)| format!("{to}{}", &text[from.len()..])))
}

/// Names of syllables (by the words that count) under all spellings that they may stand for; none for other names.
pub(super) fn spellings(words: &[&Ready]) -> Vec<String> {
    if words.len() < 2 || words.len() > 3 {
        return vec![];
    }
    let mut all = from_wade_giles(words);
    all.extend(pinyin(words));
    all.extend(korean(words).map(|k| format!("k:{k}")));
    all.sort();
    all.dedup();
    all
}

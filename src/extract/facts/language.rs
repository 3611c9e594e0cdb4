//! The language of a story, where it is beyond doubt.
//!
//! English is told by its own function words, in one pass that ends once no further word can change
//! the verdict. Only a text with hardly any of them is shown to `whatlang`, whose guess counts if it
//! is reliable and, in Latin letters, if the commonest words of that language back it: tables of
//! figures and names are nobody's language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use whatlang::{Lang, Script};

use crate::extract::Page;
use crate::text::Span;
use crate::text::words::words;

/// How much of the searched lines is looked at, in bytes.
const LOOK: usize = 4096;
/// A text with fewer words says nothing.
const FEWEST: usize = 20;
/// Share of function words (in hundredths) from which a text is English.
const ENGLISH: usize = 16;
/// Share of English function words (in hundredths) up to which it may be another language.
const FOREIGN: usize = 10;
/// Share of its own function words (in hundredths) that backs a guess in Latin letters.
const BACKED: usize = 10;

#[derive(Deserialize, Default)]
struct File {
    english: String,
    languages: Vec<(String, String, String)>,
}

struct Table {
    english: ShortWords,
    /// By ISO 639-3: the 639-1 code and function words.
    others: BTreeMap<String, (String, BTreeSet<String>)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File =
        serde_json::from_str(include_str!("../../../schema/languages.v1.json")).unwrap_or_default();
    let set = |list: &str| list.split_whitespace().map(str::to_owned).collect::<BTreeSet<String>>();
    let others = file.languages.iter().map(|(three, two, list)| (three.clone(), (two.clone(), set(list))));
    Table { english: ShortWords::of(&file.english), others: others.collect() }
});

/// Words of up to eight letters of ASCII, as numbers in a table with room to spare.
struct ShortWords {
    slots: Box<[u64; 256]>,
}

impl ShortWords {
    /// The words of a list; it must be much shorter than the table.
    fn of(list: &str) -> ShortWords {
        let mut words = ShortWords { slots: Box::new([0; 256]) };
        for word in list.split_whitespace() {
            let number = ShortWords::number(word, Span::new(0, word.len()));
            let at = words.place(number);
            words.slots[at] = number;
        }
        words
    }

    fn has(&self, text: &str, word: Span) -> bool {
        let number = ShortWords::number(text, word);
        number != 0 && self.slots[self.place(number)] == number
    }

    /// The letters of a word in lower case as one number; 0 for a longer word.
    fn number(text: &str, word: Span) -> u64 {
        const LOW: u64 = u64::from_ne_bytes([b' '; 8]);
        let bytes = text.as_bytes().get(word.start..).unwrap_or_default();
        let eight = match bytes.first_chunk() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => bytes.iter().rev().fold(0, |number, &b| number << 8 | u64::from(b)),
        };
        match word.len() {
            length @ 1..=8 => (eight | LOW) & (u64::MAX >> (64 - 8 * length)),
            _ => 0,
        }
    }

    /// The slot of a number: its own, or the free one where it would go.
    fn place(&self, number: u64) -> usize {
        let mut at = (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize;
        while self.slots[at] != 0 && self.slots[at] != number {
            at = (at + 1) % self.slots.len();
        }
        at
    }
}

/// ISO 639-1 code of the language of the searched lines.
pub(super) fn language(page: Page<'_>) -> Option<String> {
    let Count { words: total, english } = Count::of(page);
    if total < FEWEST {
        return None;
    }
    let english = english * 100 / total;
    if english >= ENGLISH {
        return Some("en".to_owned());
    }
    other(&sample(page), total, english)
}

/// The language of a text of so many words, few of them English function words.
fn other(sample: &str, total: usize, english: usize) -> Option<String> {
    let info = whatlang::detect(sample).filter(|info| info.is_reliable())?;
    if info.lang() == Lang::Eng {
        return Some("en".to_owned());
    }
    let (code, own) = TABLE.others.get(info.lang().code())?;
    let latin = info.script() == Script::Latin;
    // Function words of small languages are English ones too (`in`, `is`, `was`): their own must
    // be more.
    let theirs = if latin { share(sample, total, own) } else { 100 };
    (theirs >= BACKED && theirs > english + 2 && (english <= FOREIGN || !latin)).then(|| code.clone())
}

/// Words of the head of the searched lines.
#[derive(Default)]
struct Count {
    words: usize,
    /// Those of them that are function words of English.
    english: usize,
}

impl Count {
    /// All words of the head, or as many as make it English whatever the others are.
    fn of(page: Page<'_>) -> Count {
        let mut count = Count::default();
        let mut room = LOOK;
        for line in head(page) {
            for word in words(line) {
                count.words += 1;
                if TABLE.english.has(line, word) {
                    count.english += 1;
                    if count.is_english(room - word.end) {
                        return count;
                    }
                }
            }
            room = room.saturating_sub(line.len() + 1);
        }
        count
    }

    /// Will it be English after so many more bytes? A word and what parts it from the next take two.
    fn is_english(&self, room: usize) -> bool {
        self.words >= FEWEST && self.english * 100 >= ENGLISH * (self.words + room / 2 + 1)
    }
}

/// The head of the searched lines, line by line, without what is not searched.
fn head(page: Page<'_>) -> impl Iterator<Item = &str> {
    let mut room = LOOK;
    let searched = page.anatomy.lines.iter().filter(|l| l.kind.is_searched());
    searched.map_while(move |line| {
        if room == 0 {
            return None;
        }
        let text = line.span.of(page.text);
        let end = (0..=room.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        room = room.saturating_sub(end + 1);
        text.get(..end)
    })
}

fn sample(page: Page<'_>) -> String {
    head(page).flat_map(|line| [line, "\n"]).collect()
}

/// How many in a hundred of the words are in `list`.
fn share(sample: &str, total: usize, list: &BTreeSet<String>) -> usize {
    let mut lower = String::new();
    let hits = words(sample).filter(|span| {
        let word = span.of(sample);
        if word.len() > 8 {
            return false;
        }
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        list.contains(lower.as_str())
    });
    hits.count() * 100 / total.max(1)
}

#[cfg(test)]
mod tests {
    use super::{TABLE, language};
    use crate::extract::Page;
    use crate::segment::whole;

    fn of(text: &str) -> Option<String> {
        language(Page { text, anatomy: &whole(text) })
    }

    #[test]
    fn the_table_is_read() {
        assert!(TABLE.english.slots.iter().filter(|s| **s != 0).count() > 30 && TABLE.others.len() > 50);
    }

    #[test]
    fn languages_are_told_and_doubt_gives_none() {
        for (code, text) in [
            (
                "en",
                "The mayor of Sofia said on Monday that the talks with the builders would go on until a deal on the new bridge is signed by all sides.",
            ),
            (
                "en",
                "He was not in the room when the vote was held, and he has not said whether he will be back for the next one in March.",
            ),
            (
                "en",
                "Police said the two men were held after a chase through the old town, which ended when their car hit a wall near the river.",
            ),
            (
                "de",
                "Die Bürgermeisterin von Köln sagte am Montag, dass die Gespräche mit den Bauherren weitergehen, bis ein Vertrag für die neue Brücke unterschrieben ist.",
            ),
            (
                "fr",
                "La maire de Lyon a déclaré lundi que les discussions avec les constructeurs du pont se poursuivent dans le calme et que la ville ne signera pas sans garantie.",
            ),
            (
                "es",
                "La alcaldesa de Sevilla dijo el lunes que las conversaciones con los constructores del puente siguen en marcha y que la ciudad no firmará sin garantías.",
            ),
            (
                "it",
                "La sindaca di Torino ha detto lunedì che i colloqui con i costruttori del ponte vanno avanti e che la città non firma senza una garanzia per i cittadini.",
            ),
            (
                "pt",
                "A prefeita de Recife disse na segunda-feira que as conversas com os construtores da ponte continuam e que a cidade não vai assinar sem uma garantia para os moradores.",
            ),
            (
                "nl",
                "De burgemeester van Utrecht zei maandag dat de gesprekken met de bouwers van de brug doorgaan en dat de stad niet zal tekenen voor er een garantie op tafel ligt.",
            ),
            (
                "ru",
                "Мэр Казани заявила в понедельник, что переговоры со строителями моста продолжаются и что город не подпишет договор, пока жители не получат твёрдых гарантий от подрядчика и банка.",
            ),
            (
                "el",
                "Ο δήμαρχος της Πάτρας είπε τη Δευτέρα ότι οι συζητήσεις με τους κατασκευαστές της γέφυρας συνεχίζονται και ότι η πόλη δεν θα υπογράψει χωρίς εγγύηση για τους κατοίκους.",
            ),
            (
                "",
                "Shr 18 cts vs 12 cts Net 1,200,000 vs 900,000 Revs 18.4 mln vs 16.1 mln Avg shrs 6,100,000 vs 6,000,000 Nine mths Shr 44 cts vs 31 cts",
            ),
            ("", "The talks go on."),
            ("", "Bonjour le monde"),
            (
                "",
                "Sofia Oslo Lagos Lima Quito Accra Hanoi Seoul Tunis Dakar Rabat Minsk Riga Vilnius Prague Bern Rome Paris Athens Cairo Doha Kabul",
            ),
            ("", ""),
        ] {
            assert_eq!(of(text).unwrap_or_default(), code, "{text}");
        }
    }

    #[test]
    fn lines_that_are_not_searched_do_not_count() {
        use crate::segment::LineKind;
        let text = "La maire de Lyon a déclaré que les discussions sur le pont se poursuivent dans le calme et que la ville ne signera pas sans une garantie.\n\
            Subscribe now to the paper that is read by all of the people who were there and that has been with us.";
        let mut anatomy = whole(text);
        anatomy.lines[1].kind = LineKind::Footer;
        assert_eq!(language(Page { text, anatomy: &anatomy }).as_deref(), Some("fr"));
    }
}

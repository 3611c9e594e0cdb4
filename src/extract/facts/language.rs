//! The language of a story, where it is beyond doubt.
//!
//! English is told by its own function words, in one pass. Only a text with hardly any of them is
//! shown to `whatlang`, whose guess counts if it is reliable and, in Latin letters, if the
//! commonest words of that language back it: tables of figures and names are nobody's language.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;
use whatlang::{Lang, Script};

use crate::extract::Page;
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
    english: BTreeSet<String>,
    /// By ISO 639-3: the 639-1 code and function words.
    others: BTreeMap<String, (String, BTreeSet<String>)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File =
        serde_json::from_str(include_str!("../../../schema/languages.v1.json")).unwrap_or_default();
    let set = |list: &str| list.split_whitespace().map(str::to_owned).collect::<BTreeSet<String>>();
    let others = file.languages.iter().map(|(three, two, list)| (three.clone(), (two.clone(), set(list))));
    Table { english: set(&file.english), others: others.collect() }
});

/// ISO 639-1 code of the language of the searched lines.
pub(super) fn language(page: Page<'_>) -> Option<String> {
    let sample = sample(page);
    let sample = sample.as_str();
    let total = words(sample).count();
    if total < FEWEST {
        return None;
    }
    let english = share(sample, total, &TABLE.english);
    if english >= ENGLISH {
        return Some("en".to_owned());
    }
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

/// The head of the searched lines, without what is not searched.
fn sample(page: Page<'_>) -> String {
    let mut out = String::with_capacity(LOOK + 64);
    for line in page.anatomy.lines.iter().filter(|l| l.kind.is_searched()) {
        let text = line.span.of(page.text);
        let room = LOOK.saturating_sub(out.len());
        let end = (0..=room.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        out.push_str(text.get(..end).unwrap_or(""));
        out.push('\n');
        if out.len() >= LOOK {
            break;
        }
    }
    out
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
        assert!(TABLE.english.len() > 30 && TABLE.others.len() > 50);
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

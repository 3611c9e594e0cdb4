//! Words that say one name in two spellings: `Gaddafi` and `Qaddafi`, `Larry` and `Lawrence`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::classes::Fast;

static TEXT: &str = include_str!("../../../../schema/name-forms.v1.tsv");

/// The rows of the table of given names: all forms of one name, short ones too. What papers of other
/// languages make of a name is left out: within one story nobody is called in two languages.
static ROWS: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let (kind, forms) = line.split_once('\t')?;
        (!matches!(kind, "abroad" | "common")).then(|| forms.split_whitespace().collect())
    };
    TEXT.lines().filter(|l| !l.starts_with('#')).filter_map(row).collect()
});

/// The rows that each form stands in.
static FORMS: LazyLock<HashMap<&'static str, Vec<usize>, Fast>> = LazyLock::new(|| {
    let mut forms: HashMap<&'static str, Vec<usize>, Fast> = HashMap::default();
    for (row, words) in ROWS.iter().enumerate() {
        words.iter().for_each(|word| forms.entry(word).or_default().push(row));
    }
    forms
});

/// Longest word that is compared letter by letter, in bytes.
const LONGEST: usize = 24;

/// May two folded given names be one person's: `Larry` and `Lawrence`, `Gord` and `Gordon`?
pub(super) fn one_name(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    clipped(short, long) || other_forms(a).any(|form| form == b)
}

/// What else bearers of a given name are called.
pub(super) fn other_forms(name: &str) -> impl Iterator<Item = &'static str> {
    let rows = FORMS.get(name).map_or(&[][..], Vec::as_slice);
    rows.iter().flat_map(|&row| &ROWS[row]).copied()
}

/// `Simran` for `Simranjit`, `Gracie` for `Grace`: the head of the longer one, with or without `-y`, `-ie`.
pub(super) fn clipped(short: &str, long: &str) -> bool {
    let stem = stem(short);
    stem.len() >= 3 && stem.len() < long.len() && long.starts_with(stem) && !plural(long, short)
}

/// Does a short form end in `-y` or `-ie`?
pub(super) fn pet_form(short: &str) -> bool {
    stem(short).len() < short.len()
}

/// `Dann` of `Danny` once.
fn stem(short: &str) -> &str {
    let Some(stem) = short.strip_suffix("ie").or_else(|| short.strip_suffix('y')) else { return short };
    let mut back = stem.chars().rev();
    match (back.next(), back.next()) {
        (Some(a), Some(b)) if a == b => &stem[..stem.len() - a.len_utf8()],
        _ => stem,
    }
}

/// `Nikolayevich`, `Ivanovna`: a Russian name by the father's, of fathers with common names only, since
/// surnames end so too.
pub(super) fn patronymic(folded: &str) -> bool {
    let endings = ["yevich", "ievich", "evich", "ovich", "yevna", "evna", "ovna"];
    let Some(father) = endings.iter().find_map(|e| folded.strip_suffix(e)) else { return false };
    matches!(
        father,
        "alexandr"
            | "aleksandr"
            | "alexe"
            | "alekse"
            | "anatol"
            | "andre"
            | "arkad"
            | "boris"
            | "dmitr"
            | "dmitri"
            | "fyodor"
            | "gennad"
            | "georg"
            | "igor"
            | "ivan"
            | "konstantin"
            | "leonid"
            | "maxim"
            | "mikhail"
            | "nikola"
            | "oleg"
            | "pavl"
            | "petr"
            | "roman"
            | "serge"
            | "valentin"
            | "vasil"
            | "viktor"
            | "vladimir"
            | "yur"
    )
}

/// `Clintons` and `Clinton`.
pub(super) fn plural(many: &str, one: &str) -> bool {
    many.strip_suffix('s') == Some(one)
}

/// The letter that stands for all that sound like a first one.
pub(super) fn sound_of(letter: char) -> char {
    match letter {
        'q' | 'k' | 'g' | 'c' => 'k',
        'z' => 's',
        'w' => 'v',
        'y' | 'j' => 'i',
        _ => letter,
    }
}

/// How many runs of vowels differ between two folded words whose consonants sound alike: none in
/// `Gaddafi` and `Kadhafi`, one in `Kristin` and `Kristen`; nothing if they are no spellings of one name.
///
/// The last letter counts, for it often tells a woman from a man.
pub(super) fn vowels_apart(a: &str, b: &str) -> Option<usize> {
    let long = |s: &str| s.len() >= 5 && s.len() <= LONGEST;
    if a == b || !long(a) || !long(b) || ends(a) != ends(b) {
        return None;
    }
    let (mut left, mut right) = (Sounds::new(a), Sounds::new(b));
    let mut apart = 0;
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Some(apart),
            (Some(Sound::Vowels(x)), Some(Sound::Vowels(y))) => apart += usize::from(!plain(x).eq(plain(y))),
            (Some(x), Some(y)) if x == y => {}
            _ => return None,
        }
    }
}

/// The vowel that closes a word, if any.
fn ends(word: &str) -> Option<char> {
    word.chars().next_back().map(|c| if c == 'y' { 'i' } else { c }).filter(|&c| vowel(c))
}

fn vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// The vowels of a run, `y` as `i` and doubled ones once.
fn plain(run: &str) -> impl Iterator<Item = char> + '_ {
    let mut last = ' ';
    run.chars().map(|c| if c == 'y' { 'i' } else { c }).filter(move |&c| std::mem::replace(&mut last, c) != c)
}

#[derive(PartialEq)]
enum Sound<'a> {
    Vowels(&'a str),
    Consonant(char),
}

/// A folded word as a row of sounds: like consonants are one, doubled ones too, a run of vowels is one.
struct Sounds<'a> {
    rest: &'a str,
    last: char,
}

impl<'a> Sounds<'a> {
    fn new(word: &'a str) -> Sounds<'a> {
        Sounds { rest: word, last: ' ' }
    }

    fn consonant(&self, c: char) -> Option<char> {
        let sound = match c {
            'q' | 'k' | 'g' => 'k',
            'c' if self.rest.starts_with(['e', 'i', 'y']) => 's',
            'c' if !self.rest.starts_with('h') => 'k',
            'z' => 's',
            'w' => 'v',
            'h' if self.last != ' ' => return None,
            _ => c,
        };
        (sound != self.last).then_some(sound)
    }
}

impl<'a> Iterator for Sounds<'a> {
    type Item = Sound<'a>;

    fn next(&mut self) -> Option<Sound<'a>> {
        loop {
            let c = self.rest.chars().next()?;
            if vowel(c) {
                let end = self.rest.find(|c| !vowel(c)).unwrap_or(self.rest.len());
                let run;
                (run, self.rest) = self.rest.split_at(end);
                self.last = '*';
                return Some(Sound::Vowels(run));
            }
            self.rest = &self.rest[c.len_utf8()..];
            if let Some(sound) = self.consonant(c) {
                self.last = sound;
                return Some(Sound::Consonant(sound));
            }
        }
    }
}

/// Is `odd` a slip of the pen for `name`: one letter more, less or other, two turned round?
pub(super) fn slip(odd: &str, name: &str) -> bool {
    let (a, b) = (odd.as_bytes(), name.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 5 || long.len() > LONGEST || long.len() - short.len() > 1 || a == b {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let same_tail =
        |skip_short: usize, skip_long: usize| short[head + skip_short..] == long[head + skip_long..];
    if long.len() > short.len() {
        return same_tail(0, 1);
    }
    let swapped = head + 1 < short.len()
        && short[head] == long[head + 1]
        && short[head + 1] == long[head]
        && same_tail(2, 2);
    swapped || same_tail(1, 1)
}

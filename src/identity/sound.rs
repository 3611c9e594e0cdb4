//! How a word of a name may sound: spellings that transcribe one name in different ways lie close.
//!
//! A word is read by the letters of several languages' transcriptions, each giving a string of sounds; two words are compared by an edit distance over sounds, in which
//! what transcriptions confuse (`q` and `k`, `o` and `u`, `sh` and `zh`) costs little. The costs
//! were chosen by hand after the usual tables of transcription (ISO 9, BGN/PCGN, ISO 233).

use super::letters::Reading;

/// A string of sounds. Lower-case letters stand for themselves; `S` sh, `Z` zh, `C` ch, `J` j as in
/// jam, `X` kh, `Q` gh and q, `T` ts, `E` ei and ai, `O` au and ow, `A` a long first a, `Y` y before a vowel.
pub(super) type Sounds = Vec<u8>;

/// All readings of a folded word, English first, each once.
pub(super) fn readings(word: &str) -> Vec<Sounds> {
    let mut all = vec![read(word, Reading::English)];
    for reading in Reading::ALL.into_iter().skip(1).filter(|reading| may_differ(word, *reading)) {
        let sounds = read(word, reading);
        if !all.contains(&sounds) {
            all.push(sounds);
        }
    }
    all
}

/// A folded word as English reads it.
pub(super) fn read_english(word: &str) -> Sounds {
    read(word, Reading::English)
}

/// Whether a language may read a word in another way than English does.
fn may_differ(word: &str, reading: Reading) -> bool {
    let letters = |at: usize| reading.own_beginning(word.as_bytes()[at]);
    let own = (0..word.len()).any(|at| letters(at).iter().any(|(from, _)| word[at..].starts_with(from)));
    own || match reading {
        Reading::German => word.contains('s'),
        Reading::French => word.ends_with("ine"),
        Reading::Belarusian => word.ends_with("enka"),
        _ => false,
    }
}

fn read(word: &str, reading: Reading) -> Sounds {
    let other = match reading {
        // The French write an e behind a last n, lest it be spoken through the nose: Poutine.
        Reading::French => word.strip_suffix("ine").map(|stem| format!("{stem}in")),
        Reading::Belarusian => word.strip_suffix("enka").map(|stem| format!("{stem}enko")),
        _ => None,
    };
    let word = other.as_deref().unwrap_or(word);
    let bytes = word.as_bytes();
    let mut out: Sounds = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &word[at..];
        let from = reading.beginning(bytes[at]).iter().find(|(from, _)| rest.starts_with(from));
        match from.filter(|(from, _)| applies(bytes, at, from)) {
            Some((from, to)) => {
                to.bytes().for_each(|sound| push(sound, &mut out));
                at += from.len();
            }
            None => {
                let Some(c) = rest.chars().next() else { break };
                push(single(bytes, at, c, reading), &mut out);
                at += c.len_utf8();
            }
        }
    }
    if word.starts_with("aa") {
        // Aamir is not Amir.
        out[0] = b'A';
    }
    out
}

/// Some groups of letters are none: ow and ou before a vowel, ts of two syllables.
fn applies(bytes: &[u8], at: usize, from: &str) -> bool {
    let before_vowel = bytes.get(at + from.len()).copied().is_some_and(is_vowel);
    match from {
        "ow" | "aw" | "ay" | "ey" | "iy" | "ai" | "ei" => !before_vowel,
        "yi" => at > 0,
        _ => true,
    }
}

fn single(bytes: &[u8], at: usize, c: char, reading: Reading) -> u8 {
    let next = bytes.get(at + 1).copied();
    let before_vowel = next.is_some_and(is_vowel);
    match c {
        'y' if before_vowel => b'Y',
        'y' => b'i',
        'i' if before_vowel && at > 0 => b'Y',
        's' if reading == Reading::German && before_vowel && (at == 0 || bytes[at - 1] != b's') => b'z',
        c => c as u8,
    }
}

/// Doubled sounds are one.
fn push(sound: u8, out: &mut Sounds) {
    if out.last() != Some(&sound) {
        out.push(sound);
    }
}

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

fn is_vowel_sound(s: u8) -> bool {
    matches!(s, b'a' | b'e' | b'i' | b'o' | b'u' | b'E' | b'O' | b'A')
}

/// A coarse key: what sounds close shares it, much else too. The kind of the first vowel, then the
/// consonants by kind, without h.
pub(super) fn coarse(sounds: &[u8]) -> String {
    let mut out = String::with_capacity(sounds.len());
    let dark = |s: u8| matches!(s, b'o' | b'u' | b'O');
    if let Some(&vowel) = sounds.iter().find(|s| is_vowel_sound(**s)) {
        out.push(if dark(vowel) { 'o' } else { 'a' });
    }
    let consonants = sounds.iter().filter_map(|&sound| match sound {
        b's' | b'z' | b'S' | b'Z' | b'C' | b'J' | b'T' => Some('s'),
        b'k' | b'g' | b'Q' | b'X' => Some('k'),
        b'd' | b't' => Some('t'),
        b'f' | b'v' | b'w' => Some('f'),
        b'h' | b'Y' => None,
        s if is_vowel_sound(s) => None,
        s => Some(char::from(s)),
    });
    for class in consonants {
        if !out.ends_with(class) {
            out.push(class);
        }
    }
    out
}

/// Costs are in hundredths: 100 is as good as another sound.
const NEVER: u16 = 100;

/// How far apart two strings of sounds are, in hundredths of a sound.
pub(super) fn distance(a: &[u8], b: &[u8]) -> u16 {
    let mut row: Vec<u16> = Vec::with_capacity(b.len() + 1);
    row.push(0);
    for j in 0..b.len() {
        row.push(row[j].saturating_add(skip(b, j)));
    }
    for i in 0..a.len() {
        let mut diagonal = row[0];
        row[0] = row[0].saturating_add(skip(a, i));
        for j in 0..b.len() {
            let swap = diagonal.saturating_add(swap(a, i, b, j));
            let drop_a = row[j + 1].saturating_add(skip(a, i));
            let drop_b = row[j].saturating_add(skip(b, j));
            diagonal = row[j + 1];
            row[j + 1] = swap.min(drop_a).min(drop_b);
        }
    }
    row[b.len()]
}

/// The cost of leaving a sound out.
fn skip(word: &[u8], at: usize) -> u16 {
    let inside = at > 0 && at + 1 < word.len();
    let between_consonants = inside && !is_vowel_sound(word[at - 1]) && !is_vowel_sound(word[at + 1]);
    let flows = |s: u8| matches!(s, b'r' | b'l' | b'm' | b'n' | b'h');
    let slurred = between_consonants && (flows(word[at - 1]) || flows(word[at + 1]));
    match word[at] {
        b'h' if at == 0 => 60,
        b'h' if at + 1 == word.len() => 10,
        b'h' => 25,
        b'Y' => 20,
        // Zawahiri and Zawahri, Mamata and Mamta.
        b'a' | b'e' | b'i' if slurred => 40,
        _ => NEVER,
    }
}

/// The cost of one sound for another.
fn swap(a: &[u8], i: usize, b: &[u8], j: usize) -> u16 {
    let (x, y) = (a[i].min(b[j]), a[i].max(b[j]));
    if x == y {
        return 0;
    }
    match (x, y) {
        (b'a', b'e') | (b'e', b'i') | (b'E', b'i') | (b'E', b'e') => 20,
        (b'o', b'u') => 15,
        (b'O', b'o' | b'u') | (b'E', b'a') => 30,
        // Gorbachev and Gorbachov: behind a hiss e and o are one letter.
        (b'e', b'o') if after_hiss(a, i) && after_hiss(b, j) => 10,
        (b'a', b'i') => 60,
        (b'A', b'a') => 50,
        (b'a', b'o') => 60,
        (b'Q', b'k') | (b'Q', b'g') => 15,
        (b'g', b'k') => 35,
        (b'X', b'k') => 20,
        (b'Q', b'X') => 30,
        (b'X', b'g') => 40,
        (b's', b'z') | (b'S', b'Z') | (b'S', b's') | (b'Z', b'z') => 30,
        (b'C', b'S') | (b'J', b'Z') | (b'T', b's') | (b'T', b'z') => 30,
        (b'v', b'w') => 20,
        (b'f', b'v') => 30,
        (b'Y', b'i') => 10,
        (b'd', b't') => 50,
        _ => NEVER,
    }
}

fn after_hiss(word: &[u8], at: usize) -> bool {
    at > 0 && matches!(word[at - 1], b'C' | b'S' | b'Z')
}

/// How far two spellings of one transcribed name may lie apart, by the shorter one's sounds.
pub(super) fn allowance(a: &[u8], b: &[u8]) -> u16 {
    match a.len().min(b.len()) {
        0..=2 => 0,
        3 => 15,
        4 => 25,
        5 => 40,
        6 => 60,
        _ => 80,
    }
}

/// The word as it is where only small liberties of print are taken: doubled letters, a silent h, ij.
pub(super) fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let text = word.replace("ij", "i").replace("ph", "f");
    for c in text.chars() {
        let c = match c {
            'y' => 'i',
            'c' => 'k',
            // Wernher, Fethullah; in sh, ch, kh and ph it is a part of the sound.
            'h' if out.ends_with(['r', 't', 'd', 'g', 'b', 'n']) => continue,
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Whether a word is made of Japanese syllables; its Hepburn form with long vowels short, if so.
pub(super) fn japanese(word: &str) -> Option<String> {
    if !word.ends_with(['a', 'e', 'i', 'o', 'u', 'n', 'h']) {
        return None;
    }
    let short = word.replace("ou", "o").replace("oo", "o").replace("uu", "u");
    let mut rest = short.as_str();
    let mut out = String::new();
    while !rest.is_empty() {
        let onset = [
            "sh", "ch", "ts", "ky", "gy", "ny", "hy", "my", "ry", "by", "py", "k", "g", "s", "z", "t", "d",
            "n", "h", "b", "p", "m", "y", "r", "w", "j", "f", "",
        ];
        let found = onset.iter().find_map(|o| {
            let vowel = rest.strip_prefix(o)?.chars().next()?;
            "aeiou".contains(vowel).then_some(o.len() + 1)
        });
        let (heard, read) = match found {
            Some(length) => (length, length),
            // A closing n, the h of a long o, a doubled consonant.
            None if rest.starts_with('n') => (1, 1),
            None if rest.starts_with('h') && out.ends_with('o') => (0, 1),
            None if rest.len() > 1 && rest.as_bytes()[0] == rest.as_bytes()[1] => (0, 1),
            None => return None,
        };
        out.push_str(&rest[..heard]);
        rest = &rest[read..];
    }
    Some(out)
}

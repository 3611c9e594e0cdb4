//! Cue words: the verbs that tell who speaks. The list is `schema/cues.v1.json`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::extract::entities::Fast;

/// How strongly a verb points at a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// `said`, `told`: whole statements go with it.
    Speech,
    /// `blasted`, `called`: quoted words inside a reporter's sentence go with it.
    Judgement,
    /// `dubbed`, `titled`: what follows is a name, not something said.
    Naming,
}

/// A form of a cue verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// What the verb points at.
    pub cue: Cue,
    /// `saying`: its subject is that of the whole sentence.
    pub participle: bool,
    /// `say`, `use`: the base form, which is a noun as often as not.
    pub base: bool,
}

impl Form {
    /// `said`, `says`: neither the base form nor a participle.
    pub const fn finite(self) -> bool {
        !self.base && !self.participle
    }
}

#[derive(Default, Deserialize)]
struct File {
    speech: Vec<String>,
    judgement: Vec<String>,
    naming: Vec<String>,
    phrases: Vec<String>,
}

/// What is known of a word.
#[derive(Default)]
struct Entry {
    form: Option<Form>,
    /// Second words that make a cue of it: `went` + `on`.
    seconds: Vec<String>,
}

static TABLE: LazyLock<HashMap<String, Entry, Fast>> = LazyLock::new(|| {
    let file: File = serde_json::from_str(include_str!("../../../schema/cues.v1.json")).unwrap_or_default();
    let mut entries: HashMap<String, Entry, Fast> = HashMap::default();
    let classes =
        [(&file.naming, Cue::Naming), (&file.judgement, Cue::Judgement), (&file.speech, Cue::Speech)];
    for (verbs, cue) in classes {
        for (i, form) in verbs.iter().flat_map(|line| line.split(' ').enumerate()) {
            let participle = form.len() > 4 && form.ends_with("ing");
            entries.entry(form.to_owned()).or_default().form = Some(Form { cue, participle, base: i == 0 });
        }
    }
    for (first, second) in file.phrases.iter().filter_map(|phrase| phrase.split_once(' ')) {
        entries.entry(first.to_owned()).or_default().seconds.push(second.to_owned());
    }
    entries
});

/// The first words of all cues.
pub(super) fn cue_words() -> impl Iterator<Item = &'static str> {
    TABLE.keys().map(String::as_str)
}

/// What a lower-case word is as a cue, with the word behind it for `went on`, `put it`.
pub(super) fn cue(word: &str, next: &str) -> Option<Form> {
    let entry = TABLE.get(word)?;
    if entry.seconds.iter().any(|second| second == next) {
        return Some(Form { cue: Cue::Speech, participle: word.ends_with("ing"), base: false });
    }
    entry.form
}

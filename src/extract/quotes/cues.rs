//! Cue words: the verbs that tell who speaks. The list is `schema/cues.v1.json`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

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

#[derive(Default, Deserialize)]
struct File {
    speech: Vec<String>,
    judgement: Vec<String>,
    naming: Vec<String>,
    phrases: Vec<String>,
}

struct Table {
    forms: HashMap<String, Form>,
    phrases: HashMap<String, Vec<String>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let file: File = serde_json::from_str(include_str!("../../../schema/cues.v1.json")).unwrap_or_default();
    let mut forms = HashMap::new();
    let classes =
        [(&file.naming, Cue::Naming), (&file.judgement, Cue::Judgement), (&file.speech, Cue::Speech)];
    for (verbs, cue) in classes {
        for line in verbs {
            for (i, form) in line.split(' ').enumerate() {
                let participle = form.len() > 4 && form.ends_with("ing");
                forms.insert(form.to_owned(), Form { cue, participle, base: i == 0 });
            }
        }
    }
    Table { forms, phrases: phrases(&file.phrases) }
});

fn phrases(list: &[String]) -> HashMap<String, Vec<String>> {
    let mut out: HashMap<String, Vec<String>> = HashMap::new();
    for phrase in list {
        if let Some((first, second)) = phrase.split_once(' ') {
            out.entry(first.to_owned()).or_default().push(second.to_owned());
        }
    }
    out
}

/// What a lower-case word is as a cue, with the word behind it for `went on`, `put it`.
pub(super) fn cue(word: &str, next: &str) -> Option<Form> {
    let paired = TABLE.phrases.get(word).is_some_and(|seconds| seconds.iter().any(|s| s == next));
    if paired {
        return Some(Form { cue: Cue::Speech, participle: word.ends_with("ing"), base: false });
    }
    TABLE.forms.get(word).copied()
}

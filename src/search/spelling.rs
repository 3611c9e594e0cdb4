//! Other spellings for words and names that no story has, or hardly any: from the dictionary of the index and
//! its tables of names.

use std::collections::{BTreeMap, HashMap};

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field as IndexField;
use tantivy::{TantivyError, Term};

use super::explained::{Meant, Spelling};
use super::sets::Set;
use crate::index::layout::{JOIN, MARK, STEM, stem_term};
use crate::index::names::lookup::folded;
use crate::index::{Archive, IndexError, NameTable};
use crate::query::compile::reaches;
use crate::query::leaf::{distance, tolerance};
use crate::query::plan::Planner;
use crate::query::{Field, Node, NodeKind, Value, Zone};
use crate::text::Span;
use crate::text::analyze::Analyzer;

/// Most words of a query that are looked at.
const WORDS: usize = 20;
/// Most spellings offered for one word.
const OFFERED: usize = 3;
/// A word in fewer stories than that is rare, …
const RARE: u64 = 3;
/// … and misspelt perhaps where a neighbour is in so many times more.
const TIMES: u64 = 100;

/// A word of a name is as likely meant as another word in so many times more stories.
const NAMES: u64 = 10;

fn node(kind: NodeKind) -> Node {
    Node { kind, span: Span::default() }
}

/// A name as it is asked for, of folded words.
pub(super) fn name_asked(field: Field, words: &[String]) -> Node {
    let name = words.join(" ");
    let value = if words.len() > 1 { Value::Exact(name) } else { Value::Words(name) };
    node(NodeKind::Field(field, value))
}

/// What a query asks for that may be misspelt.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    /// A word in lines that are searched by default, or in others; as typed, or in any inflection.
    Word { form: String, searched: bool, exact: bool },
    /// A name.
    Name(Field, Vec<String>),
}

/// The spellings to offer for a query, in the order of its words.
pub(super) fn spellings(archive: &Archive, root: &Node) -> Result<Vec<Spelling>, IndexError> {
    let (analyzer, planner) = (Analyzer::default(), Planner::new(archive)?);
    let mut asked = Vec::new();
    asked_for(root, None, &analyzer, &mut asked);
    let speller = Speller { archive, planner: &planner };
    let mut all: Vec<Spelling> = Vec::new();
    for asked in &asked {
        let found = match asked {
            Asked::Word { form, searched, exact } => speller.word(form, *searched, *exact)?,
            Asked::Name(field, words) => speller.name(*field, words)?,
        };
        all.extend(found.filter(|found| all.iter().all(|known| known.word != found.word)));
    }
    Ok(all)
}

/// Words and names that must not be absent, each once, the first ones.
fn asked_for(asked: &Node, zone: Option<Zone>, analyzer: &Analyzer, out: &mut Vec<Asked>) {
    let mut add = |one: Asked| {
        if out.len() < WORDS && !out.contains(&one) {
            out.push(one);
        }
    };
    match &asked.kind {
        NodeKind::Word(text) | NodeKind::Phrase(text) | NodeKind::Loose(text, _) | NodeKind::Cased(text) => {
            for token in analyzer.tokens(text) {
                let exact = !matches!(asked.kind, NodeKind::Word(_));
                add(Asked::Word { form: token.form, searched: reaches(zone, true), exact });
            }
        }
        NodeKind::Field(field, Value::Words(name) | Value::Exact(name)) => {
            add(Asked::Name(*field, folded(name)));
        }
        NodeKind::Within(zone, inner) => asked_for(inner, Some(*zone), analyzer, out),
        NodeKind::Scope(_, inner)
        | NodeKind::AtLeast(_, inner)
        | NodeKind::First(_, inner)
        | NodeKind::Boost(_, inner) => asked_for(inner, zone, analyzer, out),
        NodeKind::And(parts) | NodeKind::Or(parts) => {
            parts.iter().for_each(|part| asked_for(part, zone, analyzer, out));
        }
        NodeKind::Near(near) => {
            [&near.left, &near.right].into_iter().for_each(|side| asked_for(side, zone, analyzer, out));
        }
        _ => {}
    }
}

/// A form with how far it is from the one that was typed, and how many stories have it.
struct Neighbour {
    form: String,
    apart: usize,
    stories: u64,
    name: bool,
}

struct Speller<'a> {
    archive: &'a Archive,
    planner: &'a Planner<'a>,
}

impl Speller<'_> {
    fn count(&self, node: &Node) -> Result<u64, IndexError> {
        Ok(Set::of(self.archive, self.planner, node)?.len())
    }

    /// Other spellings of a word; none where it is not rare, or no word is near it.
    fn word(&self, form: &str, searched: bool, exact: bool) -> Result<Option<Spelling>, IndexError> {
        let fields = &self.archive.fields;
        let field = if searched { fields.body } else { fields.rest };
        if self.is_common(form, field, exact)? {
            return Ok(None);
        }
        let asked = |form: String| node(if exact { NodeKind::Phrase(form) } else { NodeKind::Word(form) });
        let stories = match searched {
            true => self.count(&asked(form.to_owned()))?,
            false => {
                self.count(&node(NodeKind::Within(Zone::Everything, Box::new(asked(form.to_owned())))))?
            }
        };
        if stories >= RARE {
            return Ok(None);
        }
        let least = if stories == 0 { 1 } else { stories * TIMES };
        let most = if stories == 0 { tolerance(form.chars().count()) } else { 1 };
        let mut near = self.neighbours(form, field, most)?;
        near.retain(|neighbour| neighbour.stories >= least && neighbour.form != form);
        self.know_names(&mut near)?;
        let weight = |n: &Neighbour| n.stories * if n.name { NAMES } else { 1 };
        near.sort_by(|a, b| (a.apart, weight(b), &a.form).cmp(&(b.apart, weight(a), &b.form)));
        let nearest = near.first().map_or(0, |first| first.apart);
        near.retain(|neighbour| neighbour.apart == nearest);
        if near.is_empty() && stories > 0 {
            return Ok(None);
        }
        let mut meant = Vec::new();
        for Neighbour { form, name, .. } in near.into_iter().take(OFFERED) {
            let stories = self.count(&asked(form.clone()))?;
            meant.push(Meant { text: form, stories, name });
        }
        Ok(Some(Spelling { word: form.to_owned(), stories, meant }))
    }

    /// Whether so many stories have the form, or its stem where that counts, that it cannot be rare.
    fn is_common(&self, form: &str, field: IndexField, exact: bool) -> Result<bool, IndexError> {
        let stem = Analyzer::english_stem(form);
        let stem = stem.as_deref().unwrap_or(form);
        let terms = [form.to_owned(), stem_term(stem)];
        for term in terms.into_iter().take(if exact { 1 } else { 2 }) {
            if self.archive.searcher().doc_freq(&Term::from_field_text(field, &term))? >= RARE {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The forms of a field that are so many letters away at most.
    fn neighbours(&self, form: &str, field: IndexField, most: usize) -> Result<Vec<Neighbour>, IndexError> {
        if most == 0 || !form.chars().any(char::is_alphabetic) {
            return Ok(Vec::new());
        }
        let fuzzy = FuzzyTermQuery::new(Term::from_field_text(field, form), most as u8, true);
        let mut stories: HashMap<String, u64> = HashMap::new();
        for reader in self.archive.searcher().segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut stream =
                index.terms().search(fuzzy.automaton()?).into_stream().map_err(TantivyError::from)?;
            while stream.advance() {
                let Ok(near) = std::str::from_utf8(stream.key()) else { continue };
                if !near.starts_with([STEM, MARK, JOIN]) {
                    *stories.entry(near.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        let letters: Vec<char> = form.chars().collect();
        let known = |(form, stories): (String, u64)| {
            let apart = distance(&letters, &form, most)?;
            // Two slips hardly ever change the first letter too.
            let likely = apart < 2 || form.chars().next() == letters.first().copied();
            likely.then_some(Neighbour { form, apart, stories, name: false })
        };
        Ok(stories.into_iter().filter_map(known).collect())
    }

    /// Tells which forms are words of names.
    fn know_names(&self, near: &mut [Neighbour]) -> Result<(), IndexError> {
        let mut by_form: HashMap<String, bool> = near.iter().map(|n| (n.form.clone(), false)).collect();
        let names = self.archive.names()?;
        for table in [&names.people, &names.places, &names.orgs].into_iter().filter(|_| !near.is_empty()) {
            for word in table.values.iter().flat_map(|entry| entry.folded.split(' ')) {
                if let Some(known) = by_form.get_mut(word) {
                    *known = true;
                }
            }
        }
        near.iter_mut().for_each(|n| n.name = by_form.get(&n.form).copied().unwrap_or(false));
        Ok(())
    }

    /// Other names for one that no story has.
    fn name(&self, field: Field, wanted: &[String]) -> Result<Option<Spelling>, IndexError> {
        let (word, words) = (name_asked(field, wanted), Value::Words(wanted.join(" ")));
        if wanted.is_empty() || self.count(&node(NodeKind::Field(field, words)))? > 0 {
            return Ok(None);
        }
        let mut near = self.names_near(field, wanted)?;
        let least = near.values().copied().min().unwrap_or(0);
        near.retain(|_, apart| *apart == least);
        let mut meant = Vec::new();
        // Counting is a search each: of very many names the first ones by the alphabet.
        for name in near.into_keys().take(WORDS) {
            let node = node(NodeKind::Field(field, Value::Exact(name)));
            meant.push(Meant { stories: self.count(&node)?, text: node.to_string(), name: true });
        }
        meant.retain(|one| one.stories > 0);
        meant.sort_by(|a, b| (b.stories, &a.text).cmp(&(a.stories, &b.text)));
        meant.truncate(OFFERED);
        Ok(Some(Spelling { word: word.to_string(), stories: 0, meant }))
    }

    /// The names of a field whose words are near the wanted ones, with how many letters they are away.
    fn names_near(&self, field: Field, wanted: &[String]) -> Result<BTreeMap<String, usize>, IndexError> {
        let letters: Vec<Vec<char>> = wanted.iter().map(|word| word.chars().collect()).collect();
        let names = self.archive.names()?;
        let fields = &self.archive.fields;
        let listed = match field {
            Field::Person | Field::Speaker => return Ok(listed_near(&names.people, &letters)),
            Field::Place | Field::Dateline => return Ok(listed_near(&names.places, &letters)),
            Field::Org => return Ok(listed_near(&names.orgs, &letters)),
            Field::Source => self.dictionary(fields.source)?,
            Field::Agency => self.dictionary(fields.agency)?,
            Field::Language => self.dictionary(fields.language)?,
        };
        let near =
            listed.into_iter().filter_map(|name| Some((away(&letters, &folded(&name).join(" "))?, name)));
        Ok(near.map(|(apart, name)| (name, apart)).collect())
    }

    fn dictionary(&self, field: IndexField) -> Result<Vec<String>, IndexError> {
        let mut all = Vec::new();
        for reader in self.archive.searcher().segment_readers() {
            let index = reader.inverted_index(field)?;
            let mut stream = index.terms().stream().map_err(TantivyError::from)?;
            while stream.advance() {
                all.push(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
        Ok(all)
    }
}

/// The names of a table that are near, under which today's identities are listed.
fn listed_near(table: &NameTable, wanted: &[Vec<char>]) -> BTreeMap<String, usize> {
    let mut near: BTreeMap<String, usize> = BTreeMap::new();
    for entry in table.values.iter() {
        let identity = entry.of.first().and_then(|&i| table.identities.get(i as usize));
        if let (Some(identity), Some(apart)) = (identity, away(wanted, entry.folded)) {
            let least = near.entry(identity.name.clone()).or_insert(apart);
            *least = apart.min(*least);
        }
    }
    near
}

/// How many letters the wanted words are away from words of a name, which blanks part; none where one of them
/// is near no word.
fn away(wanted: &[Vec<char>], name: &str) -> Option<usize> {
    let nearest = |letters: &Vec<char>| {
        name.split(' ').filter_map(|word| distance(letters, word, tolerance(letters.len()))).min()
    };
    wanted.iter().map(nearest).sum()
}

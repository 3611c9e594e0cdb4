//! Which field of a JSON record is what: `--map text=article.body,date=published`.
//!
//! A record is read field by field, and only what is asked for is kept: what else stands in it costs
//! no memory.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What can be read of a record. Their order is that of [`Mapping::paths`].
const NAMES: [&str; 5] = ["text", "headline", "date", "source", "path"];

/// Where the parts of a story stand in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// For each of [`NAMES`] the keys that lead to it.
    paths: [Vec<String>; NAMES.len()],
}

impl Default for Mapping {
    fn default() -> Self {
        Mapping { paths: NAMES.map(|name| vec![name.to_owned()]) }
    }
}

/// Why a mapping cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// There is no `=` with something on both sides.
    #[error("{0:?} does not say which field is what: write NAME=FIELD, as in text=body")]
    Shape(String),
    /// The name is not one of ours.
    #[error("a story has no {0:?}: write text, headline, date, source or path, as in text=body")]
    Name(String),
}

impl FromStr for Mapping {
    type Err = MappingError;

    /// Reads `NAME=FIELD` with commas in between; what is not named keeps its own name. A dot leads
    /// into an object: `text=article.body`.
    fn from_str(typed: &str) -> Result<Mapping, MappingError> {
        let mut mapping = Mapping::default();
        for pair in typed.split(',') {
            let (name, field) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, field) = (name.trim(), field.trim());
            let path: Vec<String> = field.split('.').map(str::to_owned).collect();
            if path.iter().any(String::is_empty) {
                return Err(MappingError::Shape(pair.to_owned()));
            }
            match NAMES.iter().position(|known| *known == name) {
                Some(number) => mapping.paths[number] = path,
                None => return Err(MappingError::Name(name.to_owned())),
            }
        }
        Ok(mapping)
    }
}

impl Mapping {
    /// Reads a record.
    ///
    /// # Errors
    /// When it is no JSON object, or its text is none; tells what is wrong and where.
    pub(super) fn read(&self, json: &str) -> Result<Record, String> {
        let mut found = Found::default();
        let wanted = self.paths.iter().enumerate().map(|(number, path)| (number, path.as_slice())).collect();
        let mut reader = serde_json::Deserializer::from_str(json);
        Pick { wanted, found: &mut found }.deserialize(&mut reader).map_err(|e| e.to_string())?;
        reader.end().map_err(|e| e.to_string())?;
        let [text, headline, date, source, path] = found.values;
        match text {
            Some(text) if found.is_object => Ok(Record { text, headline, date, source, path }),
            _ if !found.is_object => Err("it is no JSON object".to_owned()),
            _ => Err(format!("it has no text in {:?}: name the field with --map text=FIELD", self.text())),
        }
    }

    fn text(&self) -> String {
        self.paths[0].join(".")
    }
}

/// What a record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub text: String,
    pub headline: Option<String>,
    pub date: Option<String>,
    pub source: Option<String>,
    pub path: Option<String>,
}

#[derive(Default)]
struct Found {
    values: [Option<String>; NAMES.len()],
    is_object: bool,
}

/// Reads a value of which some parts are wanted: each by its number, with the keys that lead there.
struct Pick<'m, 'f> {
    wanted: Vec<(usize, &'m [String])>,
    found: &'f mut Found,
}

impl Pick<'_, '_> {
    /// Keeps a value in the places of those that lead no further.
    fn keep(self, value: &str) {
        for (number, _) in self.wanted.iter().filter(|(_, path)| path.is_empty()) {
            self.found.values[*number] = Some(value.to_owned());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Pick<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Pick<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.keep(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.keep(&value.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.keep(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.keep(&value.to_string());
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        self.found.is_object = true;
        while let Some(Key(wanted)) = object.next_key_seed(KeyOf(&self.wanted))? {
            if wanted.is_empty() {
                object.next_value::<IgnoredAny>()?;
            } else {
                object.next_value_seed(Pick { wanted, found: &mut *self.found })?;
            }
        }
        Ok(())
    }
}

/// What is wanted below a key.
struct Key<'m>(Vec<(usize, &'m [String])>);

/// Reads a key as what is wanted below it.
struct KeyOf<'w, 'm>(&'w [(usize, &'m [String])]);

impl<'de, 'm> DeserializeSeed<'de> for KeyOf<'_, 'm> {
    type Value = Key<'m>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key<'m>, D::Error> {
        let key = std::borrow::Cow::<str>::deserialize(from)?;
        let below = |(number, path): &(usize, &'m [String])| {
            let (first, rest) = path.split_first()?;
            (*first == key).then_some((*number, rest))
        };
        Ok(Key(self.0.iter().filter_map(below).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(map: &str, json: &str) -> Result<Record, String> {
        map.parse::<Mapping>().unwrap().read(json)
    }

    #[test]
    fn fields_are_found_under_their_own_names() {
        let json =
            r#"{"id": 7, "text": "Rain.\n", "date": "2017-11-21", "headline": "Wet", "tags": [{"text": 1}]}"#;
        let record = Mapping::default().read(json).unwrap();
        assert_eq!((record.text.as_str(), record.headline.as_deref()), ("Rain.\n", Some("Wet")));
        assert_eq!((record.date.as_deref(), record.source, record.path), (Some("2017-11-21"), None, None));
    }

    #[test]
    fn a_mapping_leads_into_objects() {
        let json = r#"{"article": {"body": "Rain.", "meta": {"day": 1511222400}}, "text": "no"}"#;
        let record = read("text=article.body, date=article.meta.day", json).unwrap();
        assert_eq!((record.text.as_str(), record.date.as_deref()), ("Rain.", Some("1511222400")));
        let both = read("text=a,headline=a", r#"{"a": "Rain."}"#).unwrap();
        assert_eq!(both.headline.as_deref(), Some("Rain."));
    }

    #[test]
    fn nothing_is_no_value() {
        let record = read("text=body", r#"{"body": "x", "date": null, "source": true, "path": []}"#).unwrap();
        assert_eq!((record.date, record.source, record.path), (None, None, None));
    }

    #[test]
    fn a_bad_record_says_what_is_wrong() {
        for (json, words) in [
            ("{", "EOF"),
            ("[1]", "no JSON object"),
            ("\"text\"", "no JSON object"),
            ("{} x", "trailing"),
            (r#"{"text": ["a"]}"#, "no text in \"text\""),
            (r#"{"body": "a"}"#, "--map text=FIELD"),
        ] {
            let said = Mapping::default().read(json).unwrap_err();
            assert!(said.contains(words), "{json}: {said}");
        }
        assert!(Mapping::default().read(&"[".repeat(1 << 20)).is_err());
        assert!(Mapping::default().read(&r#"{"a":"#.repeat(1 << 20)).is_err());
    }

    #[test]
    fn a_bad_mapping_says_what_is_wrong() {
        for typed in ["text", "text=", "=body", "text=a..b", ""] {
            assert!(matches!(typed.parse::<Mapping>(), Err(MappingError::Shape(_) | MappingError::Name(_))));
        }
        let said = "body=text".parse::<Mapping>().unwrap_err().to_string();
        assert!(said.contains("\"body\"") && said.contains("headline"), "{said}");
    }
}

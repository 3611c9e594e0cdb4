//! The schema file ↔ the tantivy schema. `schema/index.v1.json` is the only truth about fields.

use std::sync::LazyLock;

use serde::Deserialize;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};

use super::IndexError;
use super::terms::TOKENIZER;

const DECLARED: &str = include_str!("../../schema/index.v1.json");

/// The declared index: what `schema/index.v1.json` says.
#[derive(Debug, Deserialize)]
pub struct Declaration {
    /// Version of the declaration.
    pub version: u32,
    /// Weights of ranking.
    pub boosts: Boosts,
    fields: Vec<DeclaredField>,
}

/// Weights of the parts of a story's score, see `docs/DESIGN.md`.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Boosts {
    /// A word in the searched lines.
    pub body: f32,
    /// Added when it stands in the headline.
    pub headline: f32,
    /// Added for the typed form over its inflections.
    pub exact: f32,
}

#[derive(Debug, Deserialize)]
struct DeclaredField {
    name: String,
    kind: Kind,
    indexed: Indexed,
    fast: bool,
    #[serde(default)]
    stored: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Text,
    U64,
    I64,
    Bool,
    Bytes,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Indexed {
    No,
    Raw,
    Frequencies,
    Positions,
}

static PARSED: LazyLock<Result<Declaration, String>> =
    LazyLock::new(|| serde_json::from_str(DECLARED).map_err(|e| e.to_string()));

/// The declaration, parsed.
///
/// # Errors
/// When the embedded file is not valid; a test makes sure that it is.
pub fn declaration() -> Result<&'static Declaration, IndexError> {
    PARSED.as_ref().map_err(|e| IndexError::Declaration(e.clone()))
}

/// Hash of the declaration: part of every commit, so that an index of another schema is noticed.
pub fn declared_hash() -> String {
    blake3::hash(DECLARED.as_bytes()).to_hex()[..16].to_owned()
}

/// Builds the tantivy schema that the declaration describes.
///
/// # Errors
/// When the embedded file is not valid.
pub fn schema() -> Result<Schema, IndexError> {
    let mut builder = Schema::builder();
    for field in &declaration()?.fields {
        field.add_to(&mut builder);
    }
    Ok(builder.build())
}

impl DeclaredField {
    fn add_to(&self, builder: &mut tantivy::schema::SchemaBuilder) {
        match self.kind {
            Kind::Text => builder.add_text_field(&self.name, self.text_options()),
            Kind::U64 => builder.add_u64_field(&self.name, self.number_options()),
            Kind::I64 => builder.add_i64_field(&self.name, self.number_options()),
            Kind::Bool => builder.add_bool_field(&self.name, self.number_options()),
            Kind::Bytes => builder.add_bytes_field(&self.name, STORED),
        };
    }

    fn text_options(&self) -> TextOptions {
        let record = match self.indexed {
            Indexed::No => None,
            Indexed::Raw => Some(IndexRecordOption::Basic),
            Indexed::Frequencies => Some(IndexRecordOption::WithFreqs),
            Indexed::Positions => Some(IndexRecordOption::WithFreqsAndPositions),
        };
        let mut options = TextOptions::default();
        if let Some(record) = record {
            let norms = record != IndexRecordOption::Basic;
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(if norms { TOKENIZER } else { "raw" })
                .set_index_option(record)
                .set_fieldnorms(norms);
            options = options.set_indexing_options(indexing);
        }
        if self.fast {
            options = options | FAST;
        }
        if self.stored { options | STORED } else { options }
    }

    fn number_options(&self) -> NumericOptions {
        let mut options = NumericOptions::default();
        if self.indexed != Indexed::No {
            options = options | INDEXED;
        }
        if self.fast { options | FAST } else { options }
    }
}

/// Handles of all fields.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is described in schema/index.v1.json")]
pub struct Fields {
    pub address: Field,
    pub id: Field,
    pub body: Field,
    pub rest: Field,
    pub headline: Field,
    pub quotes: Field,
    pub people: Field,
    pub people_mentions: Field,
    pub people_quoted: Field,
    pub places: Field,
    pub places_mentions: Field,
    pub dateline: Field,
    pub orgs: Field,
    pub orgs_mentions: Field,
    pub source: Field,
    pub agency: Field,
    pub language: Field,
    pub date: Field,
    pub words: Field,
    pub extracted: Field,
    pub story: Field,
}

impl Fields {
    /// Looks the fields up in a schema.
    ///
    /// # Errors
    /// When one is missing: the index was made by another version.
    pub fn of(schema: &Schema) -> Result<Fields, IndexError> {
        let field = |name: &str| {
            schema.get_field(name).map_err(|_| IndexError::Declaration(format!("field `{name}` is missing")))
        };
        Ok(Fields {
            address: field("address")?,
            id: field("id")?,
            body: field("body")?,
            rest: field("rest")?,
            headline: field("headline")?,
            quotes: field("quotes")?,
            people: field("people")?,
            people_mentions: field("people_mentions")?,
            people_quoted: field("people_quoted")?,
            places: field("places")?,
            places_mentions: field("places_mentions")?,
            dateline: field("dateline")?,
            orgs: field("orgs")?,
            orgs_mentions: field("orgs_mentions")?,
            source: field("source")?,
            agency: field("agency")?,
            language: field("language")?,
            date: field("date")?,
            words: field("words")?,
            extracted: field("extracted")?,
            story: field("story")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_field_has_a_handle_and_every_handle_is_declared() {
        let schema = schema().unwrap();
        let fields = Fields::of(&schema).unwrap();
        let handles = format!("{fields:?}").matches("Field(").count();
        assert_eq!(handles, declaration().unwrap().fields.len());
        assert_eq!(schema.num_fields(), handles);
    }

    #[test]
    fn a_changed_declaration_is_noticed() {
        // Whoever changes schema/index.v1.json changes this line too and notes it in schema/CHANGES.md.
        assert_eq!(declaration().unwrap().version, 1);
        insta::assert_snapshot!(declared_hash(), @"ded9bac1223b73f4");
    }
}

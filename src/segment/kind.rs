//! The kinds of lines a story page is made of.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a line of a text is. [`LineKind::is_searched`] tells which kinds a search looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LineKind {
    /// The story's title.
    Headline,
    /// The summary under the title.
    Standfirst,
    /// Who wrote it: `By Jane Doe`.
    Byline,
    /// When it was published or updated.
    Timestamp,
    /// A line of its own with place and date; one that opens a paragraph is part of that body line.
    Dateline,
    /// The story's text.
    Body,
    /// A title inside the body.
    Crosshead,
    /// The words under or about a picture, and its credit.
    Caption,
    /// An appeal put between or after paragraphs: newsletter, app, donation.
    Promo,
    /// Links to other stories.
    Related,
    /// Menus, share buttons, section names, tags.
    Navigation,
    /// An agency's mark at the end: `--IANS`.
    SignOff,
    /// Editors' initials: `soni/mr`.
    Initials,
    /// A notice that disclaims or states who made the content.
    Disclaimer,
    /// A correction or clarification.
    Correction,
    /// A sentence about the author.
    AuthorBio,
    /// How to reach the author or the paper.
    Contact,
    /// Subscription, prices, log-in, copyright, legal links, cookies.
    Footer,
    /// Nothing but white space.
    Blank,
}

impl LineKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [LineKind; 19] = [
        LineKind::Headline,
        LineKind::Standfirst,
        LineKind::Byline,
        LineKind::Timestamp,
        LineKind::Dateline,
        LineKind::Body,
        LineKind::Crosshead,
        LineKind::Caption,
        LineKind::Promo,
        LineKind::Related,
        LineKind::Navigation,
        LineKind::SignOff,
        LineKind::Initials,
        LineKind::Disclaimer,
        LineKind::Correction,
        LineKind::AuthorBio,
        LineKind::Contact,
        LineKind::Footer,
        LineKind::Blank,
    ];

    /// Whether a search looks at such lines unless told otherwise.
    pub const fn is_searched(self) -> bool {
        matches!(self, LineKind::Headline | LineKind::Standfirst | LineKind::Body | LineKind::Crosshead)
    }

    /// The name in records and queries: `sign_off`.
    pub const fn name(self) -> &'static str {
        match self {
            LineKind::Headline => "headline",
            LineKind::Standfirst => "standfirst",
            LineKind::Byline => "byline",
            LineKind::Timestamp => "timestamp",
            LineKind::Dateline => "dateline",
            LineKind::Body => "body",
            LineKind::Crosshead => "crosshead",
            LineKind::Caption => "caption",
            LineKind::Promo => "promo",
            LineKind::Related => "related",
            LineKind::Navigation => "navigation",
            LineKind::SignOff => "sign_off",
            LineKind::Initials => "initials",
            LineKind::Disclaimer => "disclaimer",
            LineKind::Correction => "correction",
            LineKind::AuthorBio => "author_bio",
            LineKind::Contact => "contact",
            LineKind::Footer => "footer",
            LineKind::Blank => "blank",
        }
    }
}

impl fmt::Display for LineKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for LineKind {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        LineKind::ALL.into_iter().find(|k| k.name() == name).ok_or(())
    }
}

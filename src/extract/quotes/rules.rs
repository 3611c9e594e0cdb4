//! The attribution rules and how often each names the right speaker.

/// How a quote came by its speaker, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// `"…," X said.`
    SubjectVerb,
    /// `"…," said X.`
    VerbSubject,
    /// `"…," according to X`, `according to X, "…"`.
    According,
    /// `X said: "…"`, `X said, "…"`.
    LeadIn,
    /// `X: "…"`.
    NameColon,
    /// The paragraph before ends in `X continued:`.
    ParagraphLeadIn,
    /// `"…" — X`.
    Signed,
    /// The next piece of `"…," X said, "…"` or `"…," X said. "…"`.
    Split,
    /// The quote runs on over a paragraph's end, the mark repeated.
    Continued,
    /// Quoted words in `X said that …`.
    Indirect,
    /// Quoted words in a sentence that `X said` closes.
    ClosingCue,
    /// Another quote of the same paragraph has this speaker.
    SameParagraph,
    /// A paragraph of one quote behind a paragraph with quotes of this speaker.
    SameSpeaker,
    /// A paragraph of one quote behind a paragraph that reports what X says.
    ParagraphBefore,
    /// The person the sentence is about, without a verb of speech.
    SentenceSubject,
    /// Nobody is named.
    None,
}

impl Rule {
    /// The name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Rule::SubjectVerb => "subject-verb",
            Rule::VerbSubject => "verb-subject",
            Rule::According => "according-to",
            Rule::LeadIn => "lead-in",
            Rule::NameColon => "name-colon",
            Rule::ParagraphLeadIn => "paragraph-lead-in",
            Rule::Signed => "signed",
            Rule::Split => "split",
            Rule::Continued => "continued",
            Rule::Indirect => "indirect",
            Rule::ClosingCue => "closing-cue",
            Rule::SameParagraph => "same-paragraph",
            Rule::SameSpeaker => "same-speaker",
            Rule::ParagraphBefore => "paragraph-before",
            Rule::SentenceSubject => "sentence-subject",
            Rule::None => "none",
        }
    }

    /// The share of speakers given by name that were right under this rule: measured on 924
    /// development stories (political news; rounded, rare rules with care). A pronoun or role
    /// lowers it further when it is resolved.
    pub const fn confidence(self) -> f32 {
        match self {
            Rule::VerbSubject | Rule::SubjectVerb | Rule::Split => 0.97,
            Rule::Signed => 0.95,
            Rule::LeadIn | Rule::ClosingCue => 0.92,
            Rule::ParagraphLeadIn => 0.88,
            Rule::Indirect | Rule::SameParagraph | Rule::SameSpeaker => 0.86,
            Rule::According | Rule::NameColon | Rule::Continued => 0.8,
            Rule::SentenceSubject => 0.62,
            Rule::ParagraphBefore => 0.48,
            Rule::None => 0.0,
        }
    }
}

//! The rules by which two names are one person's or not.

use serde::{Deserialize, Serialize};

macro_rules! rules {
    ($($rule:ident $name:literal $says:literal),* $(,)?) => {
        /// What speaks for one person behind two names, the surest first, then what speaks against it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Rule {
            $(#[doc = $says] $rule,)*
        }

        impl Rule {
            /// All rules, in order.
            pub const ALL: &[Rule] = &[$(Rule::$rule),*];

            /// Its name in records.
            pub fn name(self) -> &'static str {
                match self { $(Rule::$rule => $name),* }
            }

            /// What it says, to stand behind two names.
            pub fn says(self) -> &'static str {
                match self { $(Rule::$rule => $says),* }
            }
        }
    };
}

rules! {
    Spelling "spelling" "the same but for case, accents, hyphens or points",
    Particle "particle" "the same but for a particle like al- or de",
    Joined "joined" "the same letters, cut to words in another place",
    Order "order" "the same words, the surname first or last",
    Digraph "digraph" "an accent, or two letters for it",
    Syllables "syllables" "the same syllables, written in two systems",
    Transcribed "transcribed" "forms of one transcribed name",
    Sound "sound" "letters that transcriptions take for one another",
    Variant "variant" "two spellings of one given name",
    ShortForm "short-form" "a given name and its short form",
    Abroad "abroad" "a given name and its form in another language",
    Initial "initial" "an initial for a name",
    MiddleInitial "middle-initial" "a middle initial left out",
    MiddleName "middle-name" "a middle name left out",
    SecondSurname "second-surname" "the last surname left out",
    FirstName "first-name" "the first given name left out",
    HalfOfDouble "half-of-double" "half of a double name left out",
    OneEntry "one-entry" "a story uses both for one person",
    Surname "surname" "a surname, and hardly anyone else of that name",
    Title "title" "a surname with a title that one bearer of it has",
    Close "close" "close, and no more than that",
    Common "common" "several people may bear such a name",
    Several "several" "the shorter name fits several people",
    Others "others" "one does not fit the other names of its entry",
    MiddleDiffers "middle-differs" "the names in the middle differ",
    Suffix "suffix" "only one is Jr or the like",
    Gender "gender" "one is a man's name, one a woman's, as stories tell",
    TwoEntries "two-entries" "stories name both as two people",
}

/// A set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules(u32);

impl Rules {
    /// No rule.
    pub const NONE: Rules = Rules(0);

    /// One rule.
    pub fn of(rule: Rule) -> Rules {
        Rules(1 << rule as u8)
    }

    /// The set with one more.
    pub fn with(self, rule: Rule) -> Rules {
        self.and(Rules::of(rule))
    }

    /// The rules of both.
    pub fn and(self, other: Rules) -> Rules {
        Rules(self.0 | other.0)
    }

    /// Whether a rule is in the set.
    pub fn has(self, rule: Rule) -> bool {
        self.0 & Rules::of(rule).0 != 0
    }

    /// The rules, in order.
    pub fn iter(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.iter().copied().filter(move |rule| self.has(*rule))
    }

    /// The last of the set in the order of rules.
    pub(super) fn weakest(self) -> Option<Rule> {
        self.iter().last()
    }

    /// Whether two names may be one person's all the same: nothing rules it out.
    pub fn is_open(self) -> bool {
        !self.iter().any(|rule| rule >= Rule::MiddleDiffers)
    }
}

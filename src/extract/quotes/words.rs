//! Small closed word classes of English that attribution reads: determiners, auxiliaries, titles.

use super::phrases::Who;
use crate::extract::Gender;

/// What a pronoun says of its person.
pub(super) fn pronoun(low: &str) -> Option<Who> {
    match low {
        "he" => Some(Who::Pronoun(Gender::Male)),
        "she" => Some(Who::Pronoun(Gender::Female)),
        "they" | "it" | "i" | "we" | "you" => Some(Who::Other),
        _ => None,
    }
}

/// Words that open a noun phrase.
pub(super) fn is_determiner(low: &str) -> bool {
    matches!(
        low,
        "the" | "a" | "an" | "one" | "another" | "his" | "her" | "their" | "its" | "this" | "some" | "several"
            | "both" | "many" | "two" | "three" | "my" | "our" | "each" | "any" | "no" | "most" | "other"
    )
}

/// Prepositions that go on a noun phrase.
pub(super) fn is_preposition(low: &str) -> bool {
    matches!(
        low,
        "of" | "for" | "at" | "in" | "from" | "with" | "on" | "to" | "by" | "about" | "into" | "during" | "through"
            | "over" | "under" | "near" | "against" | "amid" | "following"
    )
}

/// Small words inside names: `Ursula von der Leyen`, `Osama bin Laden`.
pub(super) fn is_particle(low: &str) -> bool {
    matches!(
        low,
        "de" | "da" | "do" | "dos" | "del" | "della" | "di" | "la" | "le" | "van" | "von" | "der" | "den" | "ter" | "ten"
            | "bin" | "bint" | "ibn" | "al" | "el" | "ul" | "ur" | "abu" | "y" | "e" | "af" | "av" | "zu" | "san" | "dela"
    )
}

/// Words between a subject and its verb: adverbs and auxiliaries.
pub(super) fn is_aside(low: &str) -> bool {
    let adverb = low.len() > 4
        && low.ends_with("ly")
        && !matches!(low, "family" | "ally" | "italy" | "assembly" | "reply" | "bully" | "july" | "emily" | "kelly" | "billy" | "sally" | "molly" | "holly" | "polly" | "lily");
    adverb
        || matches!(
            low,
            "has" | "have" | "had" | "is" | "was" | "were" | "are" | "been" | "be" | "will" | "would" | "did" | "does" | "can" | "could"
                | "may" | "might" | "should" | "must" | "also" | "then" | "later" | "once" | "often" | "now" | "still"
                | "again" | "further" | "never" | "always" | "just" | "only" | "even" | "soon" | "first" | "not" | "went"
                | "goes" | "going" | "on" | "quoted" | "as" | "to" | "both" | "however" | "meanwhile" | "instead"
                | "reportedly" | "too" | "ago" | "here" | "there" | "himself" | "herself" | "all" | "already" | "ever"
        )
}

/// Words that a speaker's phrase never runs over.
pub(super) fn is_stop(low: &str) -> bool {
    matches!(
        low,
        "who" | "which" | "whose" | "whom" | "that" | "and" | "but" | "or" | "because" | "if" | "when" | "while" | "after"
            | "before" | "until" | "since" | "where" | "why" | "how" | "what" | "than" | "so" | "yet" | "nor" | "though"
            | "although" | "there" | "these" | "those" | "not" | "if's" | "according" | "despite" | "asked" | "amid" | "during"
            | "as" | "in" | "on" | "at" | "for" | "to" | "from" | "with" | "by" | "of" | "about" | "under" | "over" | "then"
            | "also" | "still" | "now" | "meanwhile" | "however" | "yes" | "even" | "once" | "just" | "it's" | "he's" | "she's"
            | "here" | "let" | "do" | "don't" | "i'm" | "me" | "him" | "them" | "us"
    )
}

/// Days and the like: `said Monday`.
pub(super) fn is_time(low: &str) -> bool {
    matches!(
        low,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "today" | "yesterday" | "tonight"
            | "tomorrow" | "january" | "february" | "march" | "april" | "june" | "july" | "august" | "september" | "october"
            | "november" | "december" | "jan." | "feb." | "aug." | "sept." | "oct." | "nov." | "dec." | "last" | "earlier"
            | "recently" | "monday's" | "afterwards" | "afterward"
    )
}

/// Titles before a name; all up to the last one is left out of the name.
pub(super) fn is_title(low: &str) -> bool {
    let bare = low.trim_end_matches('.');
    matches!(
        bare,
        "mr" | "mrs" | "ms" | "miss" | "mx" | "dr" | "sir" | "dame" | "lord" | "lady" | "baroness" | "baron" | "sen" | "rep" | "gov"
            | "gen" | "lt" | "col" | "sgt" | "capt" | "maj" | "cmdr" | "adm" | "prof" | "rev" | "hon" | "cllr" | "supt" | "det"
            | "judge" | "justice" | "pope" | "king" | "queen" | "prince" | "princess" | "sheikh" | "ayatollah" | "imam"
            | "rabbi" | "cardinal" | "bishop" | "archbishop" | "father" | "sister" | "saint" | "sens" | "reps" | "st"
            | "del" | "atty" | "md" | "phd" | "inspector" | "constable" | "pc" | "sergeant" | "officer" | "detective"
    ) || is_office(bare)
}

/// Offices that stand before a name or alone.
pub(super) fn is_office(low: &str) -> bool {
    matches!(
        low,
        "president" | "minister" | "secretary" | "chancellor" | "premier" | "senator" | "representative" | "congressman"
            | "congresswoman" | "governor" | "mayor" | "ambassador" | "commissioner" | "chairman" | "chairwoman" | "chair"
            | "speaker" | "leader" | "director" | "general" | "colonel" | "captain" | "major" | "admiral" | "lieutenant"
            | "sheriff" | "chief" | "professor" | "doctor" | "attorney" | "counsel" | "spokesman" | "spokeswoman"
            | "spokesperson" | "coach" | "manager" | "strategist" | "nominee" | "candidate" | "councillor" | "councilman"
            | "councilwoman" | "commander" | "marshal" | "envoy" | "deputy" | "treasurer" | "editor" | "host" | "analyst" | "economist"
            | "correspondent" | "reporter" | "author" | "actor" | "actress" | "singer" | "ceo" | "cfo" | "executive"
            | "presidential" | "vice" | "vice-president" | "lawmaker" | "pollster" | "adviser" | "advisor" | "aide" | "superintendent"
    )
}

/// Nouns for people and bodies that speak: a phrase without an article may open with one.
pub(super) fn is_role(low: &str) -> bool {
    is_office(low)
        || matches!(
            low,
            "officials" | "official" | "sources" | "source" | "police" | "prosecutors" | "prosecutor" | "critics" | "critic"
                | "experts" | "expert" | "analysts" | "supporters" | "supporter" | "supporters'" | "activists" | "activist" | "protesters" | "protester"
                | "demonstrators" | "reporters" | "authorities" | "investigators" | "investigator" | "lawyers" | "lawyer" | "attorneys"
                | "witnesses" | "witness" | "residents" | "resident" | "researchers" | "researcher" | "scientists" | "scientist"
                | "doctors" | "economists" | "republicans" | "democrats" | "campaign" | "team" | "administration" | "government"
                | "company" | "ministry" | "department" | "agency" | "office" | "group" | "organisation" | "organization"
                | "party" | "union" | "committee" | "court" | "report" | "statement" | "study" | "letter" | "email" | "document" | "documents"
                | "member" | "members" | "leaders" | "lawmakers" | "voters" | "voter" | "student" | "students" | "parents" | "parent" | "friend" | "friends"
                | "wife" | "husband" | "son" | "daughter" | "mother" | "father" | "brother" | "sister" | "owner" | "founder" | "co-founder"
                | "president" | "staffer" | "consultant" | "operative" | "historian" | "journalist" | "columnist" | "anchor" | "moderator"
                | "delegate" | "delegates" | "veteran" | "businessman" | "businesswoman" | "billionaire" | "mogul" | "star" | "professor"
                | "hopeful" | "rival" | "colleague" | "running" | "mate" | "head" | "boss" | "partner" | "farmer" | "teacher" | "nurse"
                | "neighbour" | "neighbor" | "neighbours" | "neighbors" | "fans" | "crowd" | "audience" | "watchdog" | "regulators" | "regulator" | "bank" | "ad" | "article" | "editorial"
                | "people" | "man" | "woman" | "men" | "women" | "spokespeople" | "aides" | "advisers" | "insiders" | "insider" | "republican" | "democrat"
                | "chairperson" | "principal" | "developer" | "engineer" | "entrepreneur" | "investor" | "investors" | "trader" | "traders" | "diplomat" | "diplomats"
        )
}

/// Gender told by a title.
pub(super) fn title_gender(low: &str) -> Option<Gender> {
    match low.trim_end_matches('.') {
        "mr" | "sir" | "lord" | "king" | "prince" | "congressman" | "chairman" | "spokesman" | "actor" | "businessman" | "pope"
        | "councilman" | "father" | "imam" | "bishop" | "archbishop" | "cardinal" => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "lady" | "dame" | "queen" | "princess" | "baroness" | "congresswoman" | "chairwoman"
        | "spokeswoman" | "actress" | "businesswoman" | "councilwoman" | "sister" => Some(Gender::Female),
        _ => None,
    }
}

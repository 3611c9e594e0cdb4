//! Quotes through the public door: marks, scare quotes, attribution. All sentences are invented.

use morgue::extract::quotes::quotes;
use morgue::extract::{Entities, Gender, Page, Person, Quote, QuoteKind};
use morgue::segment::{Anatomy, LineKind, whole};
use morgue::text::Span;
use proptest::prelude::*;

fn found(text: &str) -> Vec<Quote> {
    found_with(text, &Entities::default())
}

fn found_with(text: &str, entities: &Entities) -> Vec<Quote> {
    let anatomy = whole(text);
    quotes(Page { text, anatomy: &anatomy }, entities)
}

/// The people of a story by full name; each last name alone is a mention too.
fn people(text: &str, names: &[(&str, Option<Gender>)]) -> Entities {
    let mut out = Entities::default();
    for &(name, gender) in names {
        let last = name.rsplit(' ').next().unwrap_or(name);
        let mut mentions: Vec<Span> =
            text.match_indices(last).map(|(i, _)| Span::new(i, i + last.len())).collect();
        for (i, _) in text.match_indices(name) {
            let full = Span::new(i, i + name.len());
            mentions.retain(|m| !full.contains(*m));
            mentions.push(full);
        }
        mentions.sort();
        out.people.push(Person { name: name.to_owned(), mentions, gender, ..Person::default() });
    }
    out
}

fn insides(text: &str) -> Vec<&str> {
    found(text).iter().map(|q| q.span.of(text)).collect()
}

#[test]
fn marks_give_all_between_them() {
    let table: &[(&str, &[&str])] = &[
        ("\"We will rebuild the bridge,\" Mora said.", &["We will rebuild the bridge,"]),
        ("“We will rebuild the bridge,” Mora said.", &["We will rebuild the bridge,"]),
        ("‘We will rebuild the bridge,’ Mora said.", &["We will rebuild the bridge,"]),
        ("'We will rebuild the bridge,' Mora said.", &["We will rebuild the bridge,"]),
        ("``We will rebuild the bridge,'' Mora said.", &["We will rebuild the bridge,"]),
        ("''We will rebuild the bridge,'' Mora said.", &["We will rebuild the bridge,"]),
        ("„We will rebuild the bridge,“ Mora said.", &["We will rebuild the bridge,"]),
        ("«We will rebuild the bridge», Mora said.", &["We will rebuild the bridge"]),
        ("“We will rebuild the bridge,\" Mora said.", &["We will rebuild the bridge,"]),
        ("\"We will rebuild the bridge,” Mora said.", &["We will rebuild the bridge,"]),
        ("“We will rebuild the bridge,“ Mora said.", &["We will rebuild the bridge,"]),
        ("”We will rebuild the bridge,” Mora said.", &["We will rebuild the bridge,"]),
        ("\" We will rebuild the bridge,\" Mora said.", &["We will rebuild the bridge,"]),
        ("“It opens in May,” Mora said. “Not a day later.”", &["It opens in May,", "Not a day later."]),
        (
            "“The mayor told me ‘go home’ and I went,” Mora said.",
            &["The mayor told me ‘go home’ and I went,"],
        ),
        (
            "\"The mayor told me 'go home' and I went,\" Mora said.",
            &["The mayor told me 'go home' and I went,"],
        ),
        (
            "‘The mayor told me “go home” and I went,’ Mora said.",
            &["The mayor told me “go home” and I went,"],
        ),
        ("“He said ‘no’,” Mora said. “I said ‘yes.’”", &["He said ‘no’,", "I said ‘yes.’"]),
        (
            "‘It’s the workers’ money and they don’t get it,’ Mora said.",
            &["It’s the workers’ money and they don’t get it,"],
        ),
        (
            "'It's the workers' money and they don't get it,' Mora said.",
            &["It's the workers' money and they don't get it,"],
        ),
        ("‘We can’t go on’, Mora said.", &["We can’t go on"]),
        ("‘We can’t go on like this!’ Mora shouted.", &["We can’t go on like this!"]),
        ("‘Why should the farmers’ sons leave?’ Mora asked.", &["Why should the farmers’ sons leave?"]),
        ("Mora said: ‘The ’90s were good to this town.’", &["The ’90s were good to this town."]),
        ("The team of the '90s and the '70s met in Porto on Monday.", &[]),
        ("The ’90s, the ‘80s and rock ’n’ roll came back to Porto.", &[]),
        ("Get 'em while they're hot, and don't tell the bosses' wives.", &[]),
        ("The pole is 6'2\" tall and the net 12\" wide in Porto.", &[]),
        ("The pole is 6’ 2” tall.", &[]),
        ("\"He is 6'2\" tall and still growing,\" Mora said.", &["He is 6'2\" tall and still growing,"]),
        ("\"We bought a 40\" screen for the hall,\" Mora said.", &["We bought a 40\" screen for the hall,"]),
        ("The players' union and the fans' club agreed.", &[]),
        ("<a href=\"one two three four\">Porto</a> is a port.", &[]),
        (
            "“A quote that nobody closes at the end of the day",
            &["A quote that nobody closes at the end of the day"],
        ),
        ("Mora said: “A quote that nobody closes\nThe next line is plain.", &["A quote that nobody closes"]),
        ("Mora went to the 3\" market and bought a fish.\nShe left.", &[]),
        ("“We go. “We stay,” Mora said.", &["We stay,"]),
        (
            "“One way or another we go,” Mora said.\n“Two boats are ready.\n“Three are not.”",
            &["One way or another we go,", "Two boats are ready.", "Three are not."],
        ),
        (
            "\"Two boats are ready and full.\n\"Three are not ready,\" Mora said.",
            &["Two boats are ready and full.", "Three are not ready,"],
        ),
        ("“The boats,” Mora said, “are ready.”", &["The boats,", "are ready."]),
        ("“The boats are ready” — Mora.", &["The boats are ready"]),
        ("(“The boats are ready,” Mora said.)", &["The boats are ready,"]),
        ("“[The] boats are ready,” Mora said.", &["[The] boats are ready,"]),
        ("“… and so the boats are ready,” Mora said.", &["… and so the boats are ready,"]),
        ("“Are the boats ready?” Mora asked.", &["Are the boats ready?"]),
        (
            "\"“The boats are ready to go,” my father said, and I went,\" Mora said.",
            &["“The boats are ready to go,” my father said, and I went,"],
        ),
        ("\"\"", &[]),
        ("\" \"", &[]),
        ("“…”", &[]),
        ("\"", &[]),
        ("'", &[]),
        ("", &[]),
    ];
    let wrong: Vec<_> = table
        .iter()
        .map(|(text, wanted)| (text, wanted, insides(text)))
        .filter(|(_, wanted, got)| got != *wanted)
        .collect();
    assert!(wrong.is_empty(), "(text, wanted, got): {wrong:#?}");
}

#[test]
fn words_nobody_says_are_dropped() {
    let table: &[&str] = &[
        "He watched “The Long Harbour” twice in Porto.",
        "The film, titled “Salt and Rain,” opens on Monday.",
        "She sang “Fado of the Quay” at the wedding in Lisbon.",
        "Robert “Bobby” Mora ran the market for years.",
        "Carla \"Kit\" Mora won the race in Turin.",
        "The so-called “smart” meters do not work.",
        "The plan was dubbed “Big Dig” in Porto.",
        "A \"philanthropub\" opened in Leeds.",
        "On CNN's \"Harbour Report,\" viewers saw the quay.",
        "The “old” quay was rebuilt in Turin.",
        "It was a ‘win’ for Leeds.",
        "They ran the 'Harbour Lights' bar in Leeds.",
        "‘Mora Wins The Cup In Leeds’",
        "Her column, “Why we left,” was read by many in Porto.",
        "The club’s motto, “Slowly but together”, is on the wall.",
        "A banner saying “Welcome home, Carla” hung from the hall.",
        "The mascot, a beet called “Beetsy,” was suspended in Leeds.",
        "The mayor said the “Bluebird” ferry would be back on Friday.",
        "Mora explained what a “mule account” is to the court.",
        "A custom called “bul”, a ban proclaimed by the chiefs, ended.",
    ];
    for text in table {
        assert_eq!(insides(text), [""; 0], "in {text:?}");
    }
}

#[test]
fn quoted_words_in_a_reporters_sentence_are_partial() {
    let table: &[&str] = &[
        "Mora said the plan was “a disaster waiting to happen” for the town.",
        "Mora called the plan “a disaster for all of us” on Monday.",
        "Mora said that \"nobody in this town was asked\" about it.",
        "The plan, Mora said, was “dead on arrival” in Porto.",
        "Mora described it as “the worst week of my life” in a letter.",
        "Mora blasted the “cruel and stupid” plan.",
    ];
    for text in table {
        let all = found(text);
        assert_eq!(all.len(), 1, "in {text:?}");
        assert_eq!(all[0].kind, QuoteKind::Partial, "in {text:?}");
    }
}

#[test]
fn words_in_a_row_are_said_together() {
    let text = "Mora called him a “tireless old liar,” a “cheat” and a “bully” on Monday.";
    assert_eq!(insides(text), ["tireless old liar,", "cheat", "bully"]);
}

#[test]
fn words_of_nobody_known_are_kept_beside_a_verb_of_speech() {
    let table: &[(&str, &str)] = &[
        ("He accused his rival of “hiding behind others.”", "hiding behind others."),
        ("The crowd answered with shouts of “shame on you” in Porto.", "shame on you"),
        (
            "The regulator told the firm its conduct was ‘wholly unacceptable’ and left.",
            "wholly unacceptable",
        ),
    ];
    for (text, wanted) in table {
        assert_eq!(insides(text), [*wanted], "in {text:?}");
    }
}

/// A story that quotes with double marks has single ones in its headings.
#[test]
fn single_marks_of_headings_are_no_statements() {
    let story = "Mora calls the new bridge ‘a danger to the whole town’.\n\
        “The bridge is a danger,” Mora said. “We told them so.”\n\
        ‘We told them so many times!’\n\
        “Nobody listened,” Mora said.";
    assert_eq!(insides(story), ["The bridge is a danger,", "We told them so.", "Nobody listened,"]);
    let british = story.replace('“', "‘").replace('”', "’");
    assert!(insides(&british).contains(&"We told them so many times!"));
}

#[test]
fn a_mark_that_opens_again_ends_the_piece_before() {
    let text = "Mora met the press. Mora said: “The bridge is safe for all of us. “It was tested in May. “It was \
        tested twice.” Reyes left.";
    for text in [text.to_owned(), text.replace(['“', '”'], "\"")] {
        let all = found(&text);
        let said: Vec<_> = all.iter().map(|q| (q.span.of(&text), q.rule.as_str(), q.group)).collect();
        let wanted = [
            ("The bridge is safe for all of us.", "lead-in", 0),
            ("It was tested in May.", "continued", 0),
            ("It was tested twice.", "continued", 0),
        ];
        assert_eq!(said, wanted);
    }
}

#[test]
fn a_mark_turned_the_wrong_way_round_opens_a_paragraph() {
    let text = "Mora spoke.\n” … what I learned is that we were right all along,” Mora said.";
    assert_eq!(insides(text), ["… what I learned is that we were right all along,"]);
}

#[test]
fn a_second_half_that_never_closes_runs_to_the_end() {
    let text = "“It is unlike any other,” said Mora. “It has changed the whole of this town.\nShe left.";
    assert_eq!(insides(text), ["It is unlike any other,", "It has changed the whole of this town."]);
}

#[test]
fn whole_statements_are_direct() {
    let table: &[&str] = &[
        "“The plan is a disaster,” Mora said.",
        "Mora said: “The plan is a disaster.”",
        "Mora said, “The plan is a disaster.”",
        "“Is the plan a disaster?” Mora asked.",
        "“Yes,” Mora said.",
        "“The plan is a disaster for this town.”",
        "‘The plan is a disaster’, Mora said.",
        "Mora told reporters: ‘The plan is a disaster.’",
    ];
    for text in table {
        let all = found(text);
        assert_eq!(all.len(), 1, "in {text:?}");
        assert_eq!(all[0].kind, QuoteKind::Direct, "in {text:?}");
    }
}

/// Sentences before each case: who is who.
const CAST: &str = "Mayor Carla Mora met Deputy Minister Tomas Okafor and Mr. Daniel Reyes in the town of Porto yesterday.\n";

#[test]
fn every_shape_of_attribution_names_its_speaker() {
    // The case's text, then speaker and rule of each quote; "" is nobody.
    let table: &[(&str, &[(&str, &str)])] = &[
        ("“The bridge is safe,” Mora said.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” said Mora.", &[("Carla Mora", "verb-subject")]),
        ("“The bridge is safe,” Carla Mora said.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mora said on Monday.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mora told reporters.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mora later told Daniel Reyes.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mora has said.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mora also said.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mora, a former teacher, said.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mora, who is 61, told a crowd.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mora (D-Porto) said Friday.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mr. Reyes said.", &[("Daniel Reyes", "subject-verb")]),
        ("“The bridge is safe!” Mora shouted.", &[("Carla Mora", "subject-verb")]),
        ("“Is the bridge safe?” asked Mora.", &[("Carla Mora", "verb-subject")]),
        ("“The bridge is safe,” said Mora, who built it.", &[("Carla Mora", "verb-subject")]),
        ("“The bridge is safe,” tweeted Mora.", &[("Carla Mora", "verb-subject")]),
        ("“The bridge is safe,” added Deputy Minister Okafor.", &[("Tomas Okafor", "verb-subject")]),
        ("“The bridge is safe”, Mora said.", &[("Carla Mora", "subject-verb")]),
        ("‘The bridge is safe’, said Mora.", &[("Carla Mora", "verb-subject")]),
        ("“The bridge is safe,” Mora went on.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” Mora laughed and said.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe,” according to Mora.", &[("Carla Mora", "according-to")]),
        ("According to Mora, “the bridge is safe for all.”", &[("Carla Mora", "according-to")]),
        ("Mora said: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("Mora said, “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("Mora told reporters: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("Mora told Okafor, “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("Mora wrote in a letter to Reyes: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("On Monday, Mora tweeted, “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("In an interview with Reyes, Mora said: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("Mora, the mayor of Porto, said: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("But Mora said: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("Mora shot back, saying: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("Added Mora: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("Mora: “The bridge is safe.”", &[("Carla Mora", "name-colon")]),
        ("Mora continued:\n“The bridge is safe for all.”", &[("Carla Mora", "paragraph-lead-in")]),
        ("“The bridge is safe.” — Carla Mora", &[("Carla Mora", "signed")]),
        (
            "“The bridge is safe,” Mora said. “It was tested.”",
            &[("Carla Mora", "subject-verb"), ("Carla Mora", "split")],
        ),
        (
            "“The bridge,” Mora said, “is safe for all.”",
            &[("Carla Mora", "subject-verb"), ("Carla Mora", "split")],
        ),
        (
            "“The bridge,” said Mora, “is safe for all.”",
            &[("Carla Mora", "verb-subject"), ("Carla Mora", "split")],
        ),
        (
            "“The bridge is safe,” Mora said. “It is not,” said Okafor.",
            &[("Carla Mora", "subject-verb"), ("Tomas Okafor", "verb-subject")],
        ),
        (
            "“The bridge is safe,” Mora said.\n“It is not,” Okafor said.",
            &[("Carla Mora", "subject-verb"), ("Tomas Okafor", "subject-verb")],
        ),
        (
            "“The bridge is safe,” Mora said.\n“It was tested in May.”",
            &[("Carla Mora", "subject-verb"), ("Carla Mora", "same-speaker")],
        ),
        (
            "“The bridge is safe,” Mora said. “It was tested.\n“It was built to last.”",
            &[("Carla Mora", "subject-verb"), ("Carla Mora", "split"), ("Carla Mora", "continued")],
        ),
        (
            "“The bridge is safe.\n“It was built to last,” Mora said.",
            &[("Carla Mora", "continued"), ("Carla Mora", "subject-verb")],
        ),
        (
            "Mora praised the workers of the bridge.\n“I am proud of every one of them.”",
            &[("Carla Mora", "paragraph-before")],
        ),
        ("Mora said the bridge was “as safe as a church” on Monday.", &[("Carla Mora", "indirect")]),
        ("Mora called the bridge “as safe as a church” on Monday.", &[("Carla Mora", "indirect")]),
        ("The bridge is “as safe as a church,” Mora said.", &[("Carla Mora", "subject-verb")]),
        ("The bridge is “as safe as a church” today, Mora said.", &[("Carla Mora", "closing-cue")]),
        ("Mora spoke. “The bridge is safe,” she said.", &[("Carla Mora", "subject-verb")]),
        ("Reyes spoke. “The bridge is safe,” he said.", &[("Daniel Reyes", "subject-verb")]),
        ("Mora heard Reyes. “The bridge is safe,” she said.", &[("Carla Mora", "subject-verb")]),
        ("Mora spoke.\nShe said: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("“The bridge is safe,” a spokesman for Mora said.", &[("a spokesman for Mora", "subject-verb")]),
        ("“The bridge is safe,” the ministry said.", &[("the ministry", "subject-verb")]),
        ("“The bridge is safe,” officials said.", &[("officials", "subject-verb")]),
        ("“The bridge is safe,” said one engineer.", &[("one engineer", "verb-subject")]),
        ("“The bridge is safe,” the mayor said.", &[("Carla Mora", "subject-verb")]),
        (
            "“The bridge is safe,” the company’s chairman, Ivo Brandt, said.",
            &[("Ivo Brandt", "subject-verb")],
        ),
        ("“The bridge is safe,” said the company’s chairman, Ivo Brandt.", &[("Ivo Brandt", "verb-subject")]),
        ("“The bridge is safe,” said Ivo Brandt, an engineer.", &[("Ivo Brandt", "verb-subject")]),
        ("“The bridge is safe,” former Porto mayor Ivo Brandt said.", &[("Ivo Brandt", "subject-verb")]),
        ("“The bridge is safe,” Sen. Ivo Brandt (D-Wis.) said.", &[("Ivo Brandt", "subject-verb")]),
        ("“The bridge is safe,” said Ursula von der Heide.", &[("Ursula von der Heide", "verb-subject")]),
        ("“The bridge is safe,” said Faisal al-Rashid.", &[("Faisal al-Rashid", "verb-subject")]),
        ("“The bridge is safe,” said Nguyễn Văn Hùng.", &[("Nguyễn Văn Hùng", "verb-subject")]),
        ("“The bridge is safe,” said Şükran Yıldız.", &[("Şükran Yıldız", "verb-subject")]),
        ("“The bridge is safe,” Ivo Brandt, the head of the works said.", &[("Ivo Brandt", "subject-verb")]),
        (
            "Ivo Brandt, head and founder of the works said: “The bridge is safe.”",
            &[("Ivo Brandt", "lead-in")],
        ),
        (
            "While Ivo Brandt, the former mayor, proposed we “tear it down at once.”",
            &[("Ivo Brandt", "indirect")],
        ),
        ("Ivo Brandt (R-Porto), said: “The bridge is safe.”", &[("Ivo Brandt", "lead-in")]),
        ("Rep. Ivo Brandt (R-Porto): “The bridge is safe.”", &[("Ivo Brandt", "name-colon")]),
        ("They will test it in May, Mora said, adding: “The bridge is safe.”", &[("Carla Mora", "lead-in")]),
        ("The crowd booed, with Mora yelling: “The bridge is safe!”", &[("Carla Mora", "lead-in")]),
        (
            "Hours later, Mora met the press, telling reporters: “The bridge is safe.”",
            &[("Carla Mora", "lead-in")],
        ),
        ("“The bridge is safe.” Mora said.", &[("Carla Mora", "subject-verb")]),
        ("“The bridge is safe.” Mora said the plan was old.", &[("", "none")]),
        ("But, said Mora, “the bridge is safe for all of us.”", &[("Carla Mora", "lead-in")]),
        ("What the town wanted, said Mora, was “a bridge that is safe.”", &[("Carla Mora", "indirect")]),
        ("Mora resisted: “The bridge is safe.”", &[("Carla Mora", "sentence-subject")]),
        ("Mora’s letter: “The bridge is safe.”", &[("Carla Mora", "name-colon")]),
        ("“The bridge is safe for all.”\n- Carla Mora.", &[("Carla Mora", "signed")]),
        ("“The bridge is safe,” US Senator Ivo Brandt said.", &[("Ivo Brandt", "subject-verb")]),
        ("“The bridge is safe,” said master of ceremonies Ivo Brandt.", &[("Ivo Brandt", "verb-subject")]),
        (
            "“The bridge is safe,” former Mora speechwriter Ivo Brandt wrote.",
            &[("Ivo Brandt", "subject-verb")],
        ),
        ("Former secretary of state Ivo Brandt: “The bridge is safe.”", &[("Ivo Brandt", "name-colon")]),
        ("Workers marching through the streets chanted: “The bridge is safe!”", &[("Workers", "lead-in")]),
        ("The governor called the bridge “a danger to all” on Monday.", &[("The governor", "indirect")]),
        ("“The bridge is safe,” they said.", &[("", "none")]),
        ("“The bridge is safe for everybody who lives here.”", &[("", "none")]),
    ];
    let wrong: Vec<_> = table
        .iter()
        .map(|(case, wanted)| (case, wanted, found(&format!("{CAST}The weather was fine.\n{case}"))))
        .map(|(case, wanted, all)| {
            let got = all.iter().map(|q| format!("{} {}", q.speaker.as_deref().unwrap_or(""), q.rule));
            let wanted: Vec<String> = wanted.iter().map(|(who, rule)| format!("{who} {rule}")).collect();
            (case, wanted, got.collect::<Vec<_>>())
        })
        .filter(|(_, wanted, got)| wanted != got)
        .collect();
    assert!(wrong.is_empty(), "(case, wanted, got): {wrong:#?}");
}

#[test]
fn people_of_the_story_are_told_by_index() {
    let text = "Carla Mora and Tomas Okafor met in Porto.\n“It is done,” Okafor said. “We sign,” she said.";
    let who = people(text, &[("Carla Mora", Some(Gender::Female)), ("Tomas Okafor", Some(Gender::Male))]);
    let all = found_with(text, &who);
    assert_eq!(all.iter().map(|q| q.speaker_id).collect::<Vec<_>>(), [Some(1), Some(0)]);
    assert_eq!(all[0].speaker.as_deref(), Some("Tomas Okafor"));
    assert_eq!(all[1].as_written.as_deref(), Some("she"));
}

/// The story before, the pronoun's sentence, and whom it means: Ana Ruiz, Tomas Okafor, Daniel Reyes.
#[test]
fn a_pronoun_means_whom_the_sentences_before_are_about() {
    let table: &[(&str, &str)] = &[
        ("Okafor met Reyes in Porto.", "Tomas Okafor"),
        ("Reyes left. Okafor said the plan of Reyes was dead.", "Tomas Okafor"),
        ("Preceded at the desk by Reyes, the port’s chief, Okafor began to speak.", "Tomas Okafor"),
        ("At a rally in Porto, Braga, Okafor put Reyes on a list.", "Tomas Okafor"),
        ("As Reyes had done, Okafor tried to win them over.", "Tomas Okafor"),
        ("The bill is a mistake, said Okafor, who once worked for Reyes.", "Tomas Okafor"),
        ("Okafor came to the rally. He is not sure about Reyes.", "Tomas Okafor"),
        ("Okafor’s biggest applause came late, long after Reyes.", "Tomas Okafor"),
        ("“It is bad,” said Okafor. The fans of Reyes booed.", "Tomas Okafor"),
        ("Okafor, a painter, told the press he would not vote for Reyes.", "Tomas Okafor"),
        ("Ruiz heard Reyes and Okafor. Reyes left with Ruiz.", "Daniel Reyes"),
    ];
    for (story, wanted) in table {
        let text = format!("Ana Ruiz, Tomas Okafor and Daniel Reyes met.\n{story}\n“We go on,” he said.");
        let men = Some(Gender::Male);
        let names = [("Ana Ruiz", Some(Gender::Female)), ("Tomas Okafor", men), ("Daniel Reyes", men)];
        let all = found_with(&text, &people(&text, &names));
        assert_eq!(all.last().and_then(|q| q.speaker.as_deref()), Some(*wanted), "in {story:?}");
    }
}

#[test]
fn a_sentence_that_he_said_closes_is_not_about_him() {
    let text = "Okafor said he would not vote. “Reyes is no friend of ours,” he said. Reyes is no liberal, he said. “He is a liar.”";
    let men = Some(Gender::Male);
    let text = format!("Tomas Okafor and Daniel Reyes met.\n{text}");
    let all = found_with(&text, &people(&text, &[("Tomas Okafor", men), ("Daniel Reyes", men)]));
    assert!(all.iter().all(|q| q.speaker.as_deref() == Some("Tomas Okafor")), "{all:#?}");
}

#[test]
fn a_pronoun_may_mean_one_of_whom_only_a_role_is_told() {
    let text = "Tomas Okafor spoke in Porto.\nA spokesman for the town criticised Okafor. He said: “It is a bad plan.”";
    let all = found_with(text, &people(text, &[("Tomas Okafor", Some(Gender::Male))]));
    assert_eq!(all[0].speaker.as_deref(), Some("A spokesman for the town"));
    assert_eq!((all[0].as_written.as_deref(), all[0].speaker_id), (Some("He"), None));
}

#[test]
fn a_pronoun_is_less_sure_than_a_name() {
    let text = "Tomas Okafor met Daniel Reyes.\n“We go on,” he said.\n“We go on,” Reyes said.";
    let men = Some(Gender::Male);
    let all = found_with(text, &people(text, &[("Tomas Okafor", men), ("Daniel Reyes", men)]));
    assert!(all[0].confidence < 0.9 && all[1].confidence > 0.9);
}

#[test]
fn pieces_of_one_statement_share_a_group() {
    let text =
        "“We go,” Mrs. Mora said, “and we stay. We won.\n“We do,” she added. “We do.”\n“No,” Reyes said.";
    let groups: Vec<u32> = found(text).iter().map(|q| q.group).collect();
    assert_eq!(groups, [0, 0, 0, 0, 1]);
}

#[test]
fn groups_ascend_from_nought_without_a_gap() {
    let text = "“We go now,” Mora said.\n“No no no,” Reyes said. “Never ever.”\n“Yes we can,” said Okafor.";
    let groups: Vec<u32> = found(text).iter().map(|q| q.group).collect();
    assert_eq!(groups, [0, 1, 1, 2]);
}

#[test]
fn a_relay_is_told_from_the_speaker() {
    let text = "“The mine is open,” Reyes said, according to the Chilean daily El Faro.";
    let all = found(text);
    assert_eq!(all[0].as_written.as_deref(), Some("Reyes"));
    assert_eq!(all[0].relay.as_deref(), Some("Chilean daily El Faro"));
    assert_eq!(all[0].cue.as_deref(), Some("said"));
}

/// A story shaped like an agency report: relay, plain attribution, a quote without a cue.
const AGENCY: &str = "Flood works on the Elbe are nearly done, Czech Environment Minister Pavel Horak has said as he hosted his German counterpart Jonas Lindt in Decin.\n\
Horak met Lindt on Friday ahead of a summit.\n\
\"The valley is striving against the water(s) ... The towns are going through very hard weeks,\" Horak said, according to Czech news agency Vltava.\n\
\"We still have a long way to go before we are safe. But the dam is indeed closing,\" Horak said.\n\
In the two-hour Lindt-Horak talks, the ministry reported that Lindt agreed to a joint office.\n\
Horak hailed Lindt's apparent readiness to pay for the locks.\n\
\"I think that now the most important thing, of course, is to move on, and I note your readiness to work with us (on the locks).\"\n\
The ministry quoted Horak as saying he would be phoning Warsaw on Tuesday.\n";

#[test]
fn an_agency_story_gives_its_three_quotes() {
    let crlf = AGENCY.replace('\n', "\r\n");
    let curly =
        AGENCY.replace(",\"", ",”").replace(".\"", ".”").replace("locks).\"", "locks).”").replace('"', "“");
    let british = curly.replace('“', "‘").replace(['”', '\''], "’");
    for text in [AGENCY, &crlf, &curly, &british] {
        let all = found(text);
        let speakers: Vec<_> = all.iter().map(|q| q.speaker.as_deref()).collect();
        assert_eq!(speakers, [Some("Pavel Horak"); 3], "{text}");
        let relays: Vec<_> = all.iter().map(|q| q.relay.as_deref()).collect();
        assert_eq!(relays, [Some("Czech news agency Vltava"), None, None]);
        assert!(all[0].span.of(text).starts_with("The valley") && all[0].span.of(text).ends_with("weeks,"));
        assert!(all[2].confidence < all[1].confidence);
    }
}

#[test]
fn a_line_break_inside_a_paragraph_is_a_blank() {
    let text = "Mayor Carla Mora spoke on Monday.\n\"The bridge is safe and it was tested\nall through May,\" Carla\nMora said.";
    let mut anatomy = whole(text);
    let second = text.find('"').unwrap();
    anatomy.paragraphs = vec![Span::new(0, second - 1), Span::new(second, text.len())];
    let all = quotes(Page { text, anatomy: &anatomy }, &Entities::default());
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].span.of(text), "The bridge is safe and it was tested\nall through May,");
    assert_eq!(all[0].speaker.as_deref(), Some("Carla Mora"));
}

#[test]
fn only_body_lines_make_statements() {
    let text = "\"We won the cup again,\" Mora says\n\"We won the cup again,\" Mora said.";
    let mut anatomy: Anatomy = whole(text);
    anatomy.lines[0].kind = LineKind::Headline;
    let all = quotes(Page { text, anatomy: &anatomy }, &Entities::default());
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].span.start, text.rfind("We won").unwrap());
}

#[test]
fn a_transcript_in_marks_is_told_by_its_capitals() {
    let text = "Carla Mora was on the radio.\nThe transcript follows:\n\"HOST: Is the bridge safe?\n\"MORA: It is safe, and it was tested.\"";
    let all = found(text);
    assert_eq!(all[1].speaker.as_deref(), Some("Carla Mora"));
}

#[test]
fn no_name_is_given_to_the_wrong_gender() {
    let text = "Mrs. Mora came to Porto. “The bridge is safe,” he said.";
    assert_eq!(found(text)[0].speaker, None);
}

#[test]
fn hostile_marks_are_read_once() {
    let nested = "“".repeat(10_000) + "we go on and on" + &"”".repeat(10_000);
    let open = "\"a ".repeat(50_000) + &"b\" ".repeat(50_000);
    let singles = "'a ".repeat(50_000) + &"s' ".repeat(50_000);
    let dots = ".\"".repeat(100_000);
    let lines = "“We go there,\n".repeat(20_000);
    let again = "\"a b c d. \"x ".repeat(100_000) + "\"yes we go.\"";
    let row = "He said \"we will go on,\" Ana Petrova said. ".repeat(5_000);
    for text in [nested, open, singles, dots, lines, again, row] {
        check(&text);
    }
}

/// Spans in range, on character borders, ascending, apart; groups ascend; confidence is a share.
fn check(text: &str) {
    let all = found(text);
    let mut end = 0;
    let mut group = 0;
    for (i, quote) in all.iter().enumerate() {
        assert!(quote.span.start >= end && quote.span.end > quote.span.start);
        assert!(text.get(quote.span.start..quote.span.end).is_some());
        assert!((0.0..=1.0).contains(&quote.confidence));
        assert!(quote.group == group || quote.group == group + 1 && i > 0);
        assert_eq!(quote.speaker.is_none(), quote.rule == "none");
        end = quote.span.end;
        group = quote.group;
    }
    assert!(all.first().is_none_or(|q| q.group == 0));
    assert_eq!(all, found(text));
}

const PIECES: [&str; 40] = [
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'",
    "``",
    "''",
    "«",
    "»",
    " ",
    " ",
    " ",
    "\n",
    "\r\n",
    ",",
    ".",
    "?",
    ":",
    "—",
    "(",
    ")",
    "said",
    "told",
    "Mora",
    "Carla Mora",
    "he",
    "she",
    "the mayor",
    "according to",
    "we go on",
    "It is",
    "6'2\"",
    "'90s",
    "Mr.",
    "é",
    "日本",
    "\u{301}",
    "=\"",
    "of the",
];

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_mixture_of_marks_and_cues_is_read(parts in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = parts.into_iter().map(|i| PIECES[i]).collect();
        check(&text);
    }

    #[test]
    fn every_quote_lies_in_lines_of_the_body(parts in proptest::collection::vec(0..PIECES.len(), 0..80), kinds in proptest::collection::vec(0usize..3, 1..12)) {
        let text: String = parts.into_iter().map(|i| PIECES[i]).collect();
        let mut anatomy = whole(&text);
        for (line, kind) in anatomy.lines.iter_mut().zip(kinds) {
            line.kind = [line.kind, LineKind::Headline, LineKind::Caption][kind];
        }
        for quote in quotes(Page { text: &text, anatomy: &anatomy }, &Entities::default()) {
            let mut under = anatomy.lines.iter().filter(|l| l.span.overlaps(quote.span));
            prop_assert!(under.all(|l| matches!(l.kind, LineKind::Body | LineKind::Blank)));
        }
    }

    /// Where every mark is paired and attributed, pairing is cutting the text at its marks.
    #[test]
    fn paired_marks_are_cut_like_a_naive_reader_would(said in proptest::collection::vec("[A-Z][a-z]{2,6}( [a-z]{2,6}){3,6}", 1..20), style in 0usize..4) {
        let (open, close) = [("\"", "\""), ("“", "”"), ("‘", "’"), ("``", "''")][style];
        let pieces: Vec<String> = said.iter().map(|words| format!("{open}{words},{close} Mora told the town.")).collect();
        let text = pieces.join(" ");
        let naive: Vec<&str> = text.split(open).flat_map(|part| part.split(close)).filter(|part| part.ends_with(',')).collect();
        prop_assert_eq!(insides(&text), naive);
    }
}

//! Help, completions and the manual.

use crate::support::Room;

const COMMANDS: [&str; 15] = [
    "index",
    "search",
    "explain",
    "quotes",
    "people",
    "places",
    "orgs",
    "facet",
    "timeline",
    "batch",
    "show",
    "extract",
    "stats",
    "completions",
    "man",
];

#[test]
fn every_shell_has_its_completions() {
    let room = Room::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = room.run(&["completions", shell]).ends(0);
        assert_eq!(script.err, "");
        for word in COMMANDS.iter().chain(&["morgue", "max-count"]) {
            assert!(script.out().contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn the_manual_names_every_command() {
    let manual = Room::new().run(&["man"]).ends(0);
    assert!(manual.out().contains(".TH morgue 1"), "{}", manual.out());
    COMMANDS
        .iter()
        .for_each(|command| assert!(manual.out().contains(&format!("morgue\\-{command}")), "{command}"));
}

#[test]
fn help_and_version_are_results_and_no_failure() {
    let room = Room::new();
    for command in COMMANDS {
        let help = room.run(&[command, "--help"]).ends(0);
        assert!(help.out().contains("Usage: morgue") && help.err.is_empty(), "{command}");
    }
    assert_eq!(room.run(&["--version"]).ends(0).out(), concat!("morgue ", env!("CARGO_PKG_VERSION"), "\n"));
}

/// A help page without the blanks at the ends of its lines.
fn help(args: &[&str]) -> String {
    let run = Room::new().run(args).ends(0);
    run.lines().into_iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn the_first_help_page() {
    insta::assert_snapshot!(help(&["--help"]), @r"
    Search your paper's morgue: a folder of news stories, with its quotes, people and places

    Usage: morgue [OPTIONS] <COMMAND>

    Commands:
      index        Index an archive: a folder of text files, packed or not, and JSON Lines
      search       Find stories, best first, with the sentences that match
      explain      Say what each clause of a query finds, and why a story is found or not
      quotes       Find quotes: who said what
      people       Count the people of the matching stories
      places       Count the places of the matching stories, with their regions and countries
      orgs         Count the organisations of the matching stories
      facet        Count the values of a field in the matching stories: person, source, year …
      timeline     Count the matching stories over time
      batch        Answer a file of queries, one a line: how many stories each finds
      names        List names that are likely one person's, or write into names.toml who is who
      show         Print a story with its parts labelled
      extract      Read stories without an index: text in, one JSON record a line out
      stats        Numbers about an archive
      doctor       Examine an index: is it what its runs wrote?
      completions  Print completions for a shell
      man          Print the manual page

    Options:
          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless NO_COLOR is set
              - always
              - never

              [default: auto]

      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version
    ");
}

#[test]
fn the_help_of_search() {
    insta::assert_snapshot!(help(&["search", "--help"]), @r#"
    Find stories, best first, with the sentences that match

    Usage: morgue search [OPTIONS] [QUERY]...

    Arguments:
      [QUERY]...
              What to look for: words, "phrases", OR, -not, person:NAME, date:2017-11 …

    Options:
      -a, --archive <DIR>
              Folder of the archive; its index lies in DIR/.morgue

          --index <DIR>
              Folder of the index, where it is not in the archive

              [env: MORGUE_INDEX=]

      -m, --max-count <N>
              Most stories to print [default: 10]

          --all
              Print all stories

          --offset <N>
              Leave out the first N stories

              [default: 0]

          --after <CURSOR>
              Go on behind a page: the `next` of its summary

          --sort <ORDER>
              Order of the stories [default: relevance; newest for queries without words]

              [possible values: relevance, newest, oldest, length, path]

          --recent <AGE>
              By relevance, halved for each AGE that a story is older than the newest of the archive:
              90d, 12w, 6m, 1y

          --facet <FIELDS>
              Count values beside the stories: FIELD or FIELD:N, several with commas, as in
              person:10,place:5,month

      -C, --context <N>
              Sentences to show before and behind each that matches

          --json
              One JSON object a line: query, hits, facets, summary

          --csv
              A table for spreadsheets

          --vimgrep
              A line `path:line:column:text` for each match in the snippets, for editors

      -l, --files-with-matches
              Only the paths of the stories; all of them unless -m is given

      -0, --null
              Like -l, with a NUL behind each path

      -c, --count
              Only the number of stories

          --color <WHEN>
              When to use colours

              Possible values:
              - auto:   On a terminal, unless NO_COLOR is set
              - always
              - never

              [default: auto]

      -h, --help
              Print help (see a summary with '-h')
    "#);
}

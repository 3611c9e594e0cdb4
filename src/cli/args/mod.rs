//! What can be typed. Nothing is decided here; see `plan`.

mod counts;
mod typed;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::corpus::Mapping;
use crate::search::Cursor;

pub(in crate::cli) use counts::{
    BatchArgs, By, FacetArgs, FacetField, FieldArgs, PeopleArgs, PeriodName, TimelineArgs,
};
pub(in crate::cli) use typed::Beside;

/// Search your paper's morgue: a folder of news stories, with its quotes, people and places.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, max_term_width = 100, disable_help_subcommand = true)]
pub(in crate::cli) struct Args {
    #[command(subcommand)]
    pub(in crate::cli) command: Command,

    /// When to use colours.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(in crate::cli) color: Color,
}

impl Args {
    /// Whether a program reads what is told on stderr.
    pub(in crate::cli) fn log_json(&self) -> bool {
        matches!(&self.command, Command::Index(typed) if typed.log_json)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Index an archive: a folder of text files, packed or not, and JSON Lines.
    Index(IndexArgs),
    /// Find stories, best first, with the sentences that match.
    Search(SearchArgs),
    /// Say what each clause of a query finds, and why a story is found or not.
    Explain(ExplainArgs),
    /// Find quotes: who said what.
    Quotes(QuotesArgs),
    /// Count the people of the matching stories.
    People(PeopleArgs),
    /// Count the places of the matching stories, with their regions and countries.
    Places(FacetArgs),
    /// Count the organisations of the matching stories.
    Orgs(FacetArgs),
    /// Count the values of a field in the matching stories: person, source, year …
    Facet(FieldArgs),
    /// Count the matching stories over time.
    Timeline(TimelineArgs),
    /// Answer a file of queries, one a line: how many stories each finds.
    Batch(BatchArgs),
    /// List names that are likely one person's, or write into names.toml who is who.
    #[command(after_long_help = NAMES_HELP)]
    Names(NamesArgs),
    /// Print a story with its parts labelled.
    Show(ShowArgs),
    /// Read stories without an index: text in, one JSON record a line out.
    Extract(ExtractArgs),
    /// Numbers about an archive.
    Stats(StatsArgs),
    /// Examine an index: is it what its runs wrote?
    Doctor(DoctorArgs),
    /// Print completions for a shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
}

/// Which archive.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Where {
    /// Folder of the archive; its index lies in DIR/.morgue.
    #[arg(short, long, value_name = "DIR")]
    pub(in crate::cli) archive: Option<PathBuf>,

    /// Folder of the index, where it is not in the archive.
    #[arg(long, value_name = "DIR", env = "MORGUE_INDEX")]
    pub(in crate::cli) index: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct IndexArgs {
    /// Folder of the archive [default: the current folder].
    #[arg(value_name = "PATH", conflicts_with = "archive")]
    pub(in crate::cli) path: Option<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) place: Where,

    #[command(flatten)]
    pub(in crate::cli) files: Files,

    /// Threads that read and extract [default: one a processor].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(in crate::cli) jobs: Option<u16>,

    /// Memory that a run of two threads may take, about, in bytes or with K, M or G [default: 200M]; the names
    /// of a large archive come on top.
    #[arg(long, value_name = "SIZE")]
    pub(in crate::cli) memory: Option<String>,

    /// Read all files again, whatever is known of them.
    #[arg(long)]
    pub(in crate::cli) full: bool,

    /// Tell what would be done, and do nothing.
    #[arg(long, conflicts_with = "report")]
    pub(in crate::cli) dry_run: bool,

    /// Write what became of each file and story to FILE, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) report: Option<PathBuf>,

    /// Tell on stderr what happens as it happens, one JSON object a line, in place of progress and summary.
    #[arg(long)]
    pub(in crate::cli) log_json: bool,
}

/// Which files of an archive.
#[derive(Clone, Debug, clap::Args)]
pub(in crate::cli) struct Files {
    /// Only files that match GLOB; those that match !GLOB not. The last one that matches decides.
    #[arg(short, long, value_name = "GLOB")]
    pub(in crate::cli) glob: Vec<String>,

    /// Read hidden files and folders too.
    #[arg(long)]
    pub(in crate::cli) hidden: bool,

    /// Skip stories over SIZE, in bytes or with K, M or G [default: 32M].
    #[arg(long, value_name = "SIZE")]
    pub(in crate::cli) max_size: Option<String>,

    /// Which fields of JSON Lines (.jsonl, .ndjson) are a story's text, headline, date, source and path,
    /// where they have other names: text=body,date=meta.published.
    #[arg(long, value_name = "NAME=FIELD,…", value_parser = typed::mapping)]
    pub(in crate::cli) map: Option<Mapping>,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SearchArgs {
    /// What to look for: words, "phrases", OR, -not, person:NAME, date:2017-11 …
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,

    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// Most stories to print [default: 10].
    #[arg(short, long, value_name = "N", conflicts_with = "all")]
    pub(in crate::cli) max_count: Option<usize>,

    /// Print all stories.
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// Leave out the first N stories.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) offset: usize,

    /// Go on behind a page: the `next` of its summary.
    #[arg(long, value_name = "CURSOR", value_parser = typed::cursor, conflicts_with = "offset")]
    pub(in crate::cli) after: Option<Cursor>,

    /// Order of the stories [default: relevance; newest for queries without words].
    #[arg(long, value_name = "ORDER", value_enum)]
    pub(in crate::cli) sort: Option<Sort>,

    /// By relevance, halved for each AGE that a story is older than the newest of the archive: 90d, 12w,
    /// 6m, 1y.
    #[arg(long, value_name = "AGE", value_parser = typed::half_life, conflicts_with = "sort")]
    pub(in crate::cli) recent: Option<u32>,

    /// Count values beside the stories: FIELD or FIELD:N, several with commas, as in person:10,place:5,month.
    #[arg(
        long,
        value_name = "FIELDS",
        value_delimiter = ',',
        value_parser = typed::beside,
        conflicts_with_all = ["files_with_matches", "null", "count", "vimgrep", "csv"]
    )]
    pub(in crate::cli) facet: Vec<Beside>,

    /// Sentences to show before and behind each that matches.
    #[arg(
        short = 'C',
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        conflicts_with_all = ["files_with_matches", "null", "count", "vimgrep"]
    )]
    pub(in crate::cli) context: usize,

    #[command(flatten)]
    pub(in crate::cli) format: SearchFormat,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExplainArgs {
    /// The query to explain.
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,

    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// Address or id of a story, or the path of its file: is it found, and why, or why not?
    #[arg(long, value_name = "ADDRESS|ID")]
    pub(in crate::cli) story: Option<String>,

    /// One JSON object a line: query, clauses, verdicts.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct QuotesArgs {
    /// In which stories: words, "phrases", OR, -not, person:NAME, date:2017-11 …
    #[arg(value_name = "QUERY")]
    pub(in crate::cli) query: Vec<String>,

    /// Who says it: words of a name, or the beginning of one with a star.
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(in crate::cli) by: Option<String>,

    /// What is said: words between the marks.
    #[arg(long, value_name = "QUERY")]
    pub(in crate::cli) about: Option<String>,

    /// Only quotes of which the story does not tell who says them.
    #[arg(long, conflicts_with = "by")]
    pub(in crate::cli) unattributed: bool,

    /// Only quotes with at least this confidence, from 0 to 1.
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub(in crate::cli) min_confidence: Option<f32>,

    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// Most quotes to print [default: 10].
    #[arg(short, long, value_name = "N", conflicts_with = "all")]
    pub(in crate::cli) max_count: Option<usize>,

    /// Print all quotes.
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// One JSON object a line: query, quotes, summary.
    #[arg(long)]
    pub(in crate::cli) json: bool,

    /// A table for spreadsheets.
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) csv: bool,
}

fn confidence(typed: &str) -> Result<f32, String> {
    let number = typed.parse().ok().filter(|x| (0.0..=1.0).contains(x));
    number.ok_or_else(|| "write a number from 0 to 1, as in 0.9".to_owned())
}

#[derive(Clone, Copy, Debug, clap::Args)]
pub(in crate::cli) struct SearchFormat {
    /// One JSON object a line: query, hits, facets, summary.
    #[arg(long, conflicts_with_all = ["files_with_matches", "null", "count"])]
    pub(in crate::cli) json: bool,

    /// A table for spreadsheets.
    #[arg(long, conflicts_with_all = ["json", "files_with_matches", "null", "count"])]
    pub(in crate::cli) csv: bool,

    /// A line `path:line:column:text` for each match in the snippets, for editors.
    #[arg(long, conflicts_with_all = ["json", "csv", "files_with_matches", "null", "count"])]
    pub(in crate::cli) vimgrep: bool,

    /// Only the paths of the stories; all of them unless -m is given.
    #[arg(short = 'l', long)]
    pub(in crate::cli) files_with_matches: bool,

    /// Like -l, with a NUL behind each path.
    #[arg(short = '0', long)]
    pub(in crate::cli) null: bool,

    /// Only the number of stories.
    #[arg(short, long, conflicts_with_all = ["files_with_matches", "null"])]
    pub(in crate::cli) count: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Sort {
    Relevance,
    Newest,
    Oldest,
    Length,
    Path,
}

/// What the user's file of names is, below the options of `morgue names`.
const NAMES_HELP: &str = r#"names.toml lies in the root folder of the archive. It is yours to edit:

  [[merge]]                     # these names are one person
  names = ["Putin", "Vladimir Putin"]

  [[split]]                     # this name is not the person it was put together with
  name = "Tom Wolfe"

  [[split]]                     # in stories of these paths the name means someone else
  name = "John Smith"
  as = "John Smith (Hull)"
  paths = ["hull/**"]

  [[pin]]                       # whoever bears this name is listed under it
  name = "Volodymyr Zelensky"

  [[ignore]]                    # this is nobody
  name = "Getty Images"

`as` gives the name to list someone under, in a merge, split or pin. Nothing is indexed again."#;

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(in crate::cli) struct NamesArgs {
    #[command(subcommand)]
    pub(in crate::cli) edit: Option<NamesEdit>,

    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// Most suggestions to print [default: 10].
    #[arg(short, long, value_name = "N", conflicts_with = "all")]
    pub(in crate::cli) max_count: Option<usize>,

    /// Print all suggestions.
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// One JSON object a line.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum NamesEdit {
    /// These names are one person.
    Merge {
        /// The names, as `morgue people` lists them or as stories write them.
        #[arg(value_name = "NAME", num_args = 2.., required = true)]
        names: Vec<String>,

        /// Name to list the person under [default: the one in most stories].
        #[arg(long = "as", value_name = "NAME")]
        shown: Option<String>,

        #[command(flatten)]
        place: Where,
    },
    /// This name is not the person that it was put together with.
    Split {
        /// The name, as stories write it.
        #[arg(value_name = "NAME")]
        name: String,

        /// Name to list its bearer under, or that of the person who bears it.
        #[arg(long = "as", value_name = "NAME")]
        shown: Option<String>,

        /// Only in stories whose addresses match GLOB.
        #[arg(long, value_name = "GLOB", requires = "shown")]
        path: Vec<String>,

        #[command(flatten)]
        place: Where,
    },
    /// List whoever bears this name under it.
    Pin {
        /// The name.
        #[arg(value_name = "NAME")]
        name: String,

        /// List them under another name.
        #[arg(long = "as", value_name = "NAME")]
        shown: Option<String>,

        #[command(flatten)]
        place: Where,
    },
    /// This name is nobody's: leave it out.
    Ignore {
        /// The name.
        #[arg(value_name = "NAME")]
        name: String,

        #[command(flatten)]
        place: Where,
    },
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ShowArgs {
    /// Address or id of the story, or the path of its file.
    #[arg(value_name = "ADDRESS|ID")]
    pub(in crate::cli) story: String,

    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// Say why each line is labelled so.
    #[arg(long, conflicts_with = "raw")]
    pub(in crate::cli) why: bool,

    /// The text as decoded, without labels.
    #[arg(long)]
    pub(in crate::cli) raw: bool,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExtractArgs {
    /// Files to read: text, packed or not, or JSON Lines.
    #[arg(value_name = "FILE", required_unless_present = "jsonl", conflicts_with = "jsonl")]
    pub(in crate::cli) files: Vec<PathBuf>,

    /// Read records from standard input, one JSON object a line: {"id", "text", "source"?, "date"?, "path"?}.
    #[arg(long)]
    pub(in crate::cli) jsonl: bool,

    /// Which fields of JSON Lines among the files are a story's text, headline, date, source and path.
    #[arg(long, value_name = "NAME=FIELD,…", value_parser = typed::mapping, conflicts_with = "jsonl")]
    pub(in crate::cli) map: Option<Mapping>,

    /// Take the whole text as body.
    #[arg(long)]
    pub(in crate::cli) no_segment: bool,

    /// Rows of `hash<TAB>count`: how many other stories of the source hold a line.
    #[arg(long, value_name = "FILE", conflicts_with = "no_segment")]
    pub(in crate::cli) furniture: Option<PathBuf>,

    /// Say why each line is labelled so.
    #[arg(long)]
    pub(in crate::cli) why: bool,

    /// Threads that extract [default: one a processor].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(in crate::cli) jobs: Option<u16>,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct DoctorArgs {
    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// Read every checksum and every story, count all again, and read some files anew.
    #[arg(long)]
    pub(in crate::cli) deep: bool,

    /// Make a damaged index again from the files of the archive, as `morgue index --full` does.
    #[arg(long)]
    pub(in crate::cli) repair: bool,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct StatsArgs {
    #[command(flatten)]
    pub(in crate::cli) place: Where,

    /// One JSON object.
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

//! What can be typed. Nothing is decided here; see `plan`.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Search your paper's morgue: a folder of news stories, with its quotes, people and places.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, max_term_width = 100, disable_help_subcommand = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,

    /// When to use colours.
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(super) color: Color,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Index an archive: a folder of text files, one story each.
    Index(IndexArgs),
    /// Find stories, best first, with the sentences that match.
    Search(SearchArgs),
    /// Find quotes: who said what.
    Quotes(QuotesArgs),
    /// Count the people of the matching stories.
    People(PeopleArgs),
    /// Count the places of the matching stories, with their regions and countries.
    Places(FacetArgs),
    /// Count the organisations of the matching stories.
    Orgs(FacetArgs),
    /// List names that are likely one person's, or write into names.toml who is who.
    #[command(after_long_help = NAMES_HELP)]
    Names(NamesArgs),
    /// Print a story with its parts labelled.
    Show(ShowArgs),
    /// Read stories without an index: text in, one JSON record a line out.
    Extract(ExtractArgs),
    /// Numbers about an archive.
    Stats(StatsArgs),
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
pub(super) struct Where {
    /// Folder of the archive; its index lies in DIR/.morgue.
    #[arg(short, long, value_name = "DIR")]
    pub(super) archive: Option<PathBuf>,

    /// Folder of the index, where it is not in the archive.
    #[arg(long, value_name = "DIR", env = "MORGUE_INDEX")]
    pub(super) index: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct IndexArgs {
    /// Folder of the archive [default: the current folder].
    #[arg(value_name = "PATH", conflicts_with = "archive")]
    pub(super) path: Option<PathBuf>,

    #[command(flatten)]
    pub(super) place: Where,

    #[command(flatten)]
    pub(super) files: Files,

    /// Threads that read and extract [default: one a processor].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) jobs: Option<u16>,

    /// Write what became of each file to FILE, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
}

/// Which files of an archive.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Files {
    /// Only files that match GLOB; those that match !GLOB not. The last one that matches decides.
    #[arg(short, long, value_name = "GLOB")]
    pub(super) glob: Vec<String>,

    /// Read hidden files and folders too.
    #[arg(long)]
    pub(super) hidden: bool,

    /// Skip files over SIZE, in bytes or with K, M or G [default: 32M].
    #[arg(long, value_name = "SIZE")]
    pub(super) max_size: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct SearchArgs {
    /// What to look for: words, "phrases", OR, -not, person:NAME, date:2017-11 …
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,

    #[command(flatten)]
    pub(super) place: Where,

    /// Most stories to print [default: 10].
    #[arg(short, long, value_name = "N", conflicts_with = "all")]
    pub(super) max_count: Option<usize>,

    /// Print all stories.
    #[arg(long)]
    pub(super) all: bool,

    /// Leave out the first N stories.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: usize,

    /// Order of the stories [default: relevance; newest for queries without words].
    #[arg(long, value_name = "ORDER", value_enum)]
    pub(super) sort: Option<Sort>,

    #[command(flatten)]
    pub(super) format: SearchFormat,
}

#[derive(Debug, clap::Args)]
pub(super) struct QuotesArgs {
    /// In which stories: words, "phrases", OR, -not, person:NAME, date:2017-11 …
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,

    /// Who says it: words of a name, or the beginning of one with a star.
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(super) by: Option<String>,

    /// What is said: words between the marks.
    #[arg(long, value_name = "QUERY")]
    pub(super) about: Option<String>,

    /// Only quotes of which the story does not tell who says them.
    #[arg(long, conflicts_with = "by")]
    pub(super) unattributed: bool,

    /// Only quotes with at least this confidence, from 0 to 1.
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub(super) min_confidence: Option<f32>,

    #[command(flatten)]
    pub(super) place: Where,

    /// Most quotes to print [default: 10].
    #[arg(short, long, value_name = "N", conflicts_with = "all")]
    pub(super) max_count: Option<usize>,

    /// Print all quotes.
    #[arg(long)]
    pub(super) all: bool,

    /// One JSON object a line: query, quotes, summary.
    #[arg(long)]
    pub(super) json: bool,
}

fn confidence(typed: &str) -> Result<f32, String> {
    let number = typed.parse().ok().filter(|x| (0.0..=1.0).contains(x));
    number.ok_or_else(|| "write a number from 0 to 1, as in 0.9".to_owned())
}

#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct SearchFormat {
    /// One JSON object a line: query, hits, summary.
    #[arg(long, conflicts_with_all = ["files_with_matches", "null", "count"])]
    pub(super) json: bool,

    /// Only the paths of the stories; all of them unless -m is given.
    #[arg(short = 'l', long)]
    pub(super) files_with_matches: bool,

    /// Like -l, with a NUL behind each path.
    #[arg(short = '0', long)]
    pub(super) null: bool,

    /// Only the number of stories.
    #[arg(short, long, conflicts_with_all = ["files_with_matches", "null"])]
    pub(super) count: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Sort {
    Relevance,
    Newest,
    Oldest,
    Length,
    Path,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum By {
    /// In how many stories a name is.
    #[default]
    Stories,
    /// How often it is mentioned in them.
    Mentions,
}

#[derive(Debug, clap::Args)]
pub(super) struct FacetArgs {
    /// Which stories to count; all without a query.
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,

    #[command(flatten)]
    pub(super) place: Where,

    /// Only names with a word that begins so.
    #[arg(long, value_name = "LETTERS")]
    pub(super) prefix: Option<String>,

    /// What the order goes by.
    #[arg(long, value_name = "COUNT", value_enum, default_value_t)]
    pub(super) by: By,

    /// Most names to print [default: 10].
    #[arg(long, value_name = "N", conflicts_with = "all")]
    pub(super) top: Option<usize>,

    /// Print all names.
    #[arg(long)]
    pub(super) all: bool,

    /// One JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct PeopleArgs {
    #[command(flatten)]
    pub(super) facet: FacetArgs,

    /// Say which names are those of NAME and why, and which are nearly.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["prefix", "by"])]
    pub(super) why: Option<String>,
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
pub(super) struct NamesArgs {
    #[command(subcommand)]
    pub(super) edit: Option<NamesEdit>,

    #[command(flatten)]
    pub(super) place: Where,

    /// Most suggestions to print [default: 10].
    #[arg(short, long, value_name = "N", conflicts_with = "all")]
    pub(super) max_count: Option<usize>,

    /// Print all suggestions.
    #[arg(long)]
    pub(super) all: bool,

    /// One JSON object a line.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum NamesEdit {
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
pub(super) struct ShowArgs {
    /// Address or id of the story, or the path of its file.
    #[arg(value_name = "ADDRESS|ID")]
    pub(super) story: String,

    #[command(flatten)]
    pub(super) place: Where,

    /// Say why each line is labelled so.
    #[arg(long, conflicts_with = "raw")]
    pub(super) why: bool,

    /// The text as decoded, without labels.
    #[arg(long)]
    pub(super) raw: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExtractArgs {
    /// Files to read.
    #[arg(value_name = "FILE", required_unless_present = "jsonl", conflicts_with = "jsonl")]
    pub(super) files: Vec<PathBuf>,

    /// Read records from standard input, one JSON object a line: {"id", "text", "source"?, "date"?, "path"?}.
    #[arg(long)]
    pub(super) jsonl: bool,

    /// Take the whole text as body.
    #[arg(long)]
    pub(super) no_segment: bool,

    /// Rows of `hash<TAB>count`: how many other stories of the source hold a line.
    #[arg(long, value_name = "FILE", conflicts_with = "no_segment")]
    pub(super) furniture: Option<PathBuf>,

    /// Say why each line is labelled so.
    #[arg(long)]
    pub(super) why: bool,

    /// Threads that extract [default: one a processor].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) jobs: Option<u16>,
}

#[derive(Debug, clap::Args)]
pub(super) struct StatsArgs {
    #[command(flatten)]
    pub(super) place: Where,

    /// One JSON object.
    #[arg(long)]
    pub(super) json: bool,
}

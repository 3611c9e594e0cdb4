//! From what was typed to what is to be done: paths resolved, defaults settled, values checked.

use std::num::NonZero;
use std::path::Path;

use anyhow::{Context, bail, ensure};

use super::args::{
    Beside, By, Color, ExplainArgs, FacetArgs, FacetField, IndexArgs, PeopleArgs, PeriodName, QuotesArgs,
    SearchArgs, Sort, TimelineArgs, Where,
};
use crate::corpus::WalkOptions;
use crate::index::BuildOptions;
use crate::index::place::IndexPlace;
use crate::print::When;
use crate::query::{Query, Value, parse};
use crate::search::{
    self, CursorError, ExplainRequest, Facet, FacetOrder, FacetRequest, Period, QuotesRequest, Request,
    TimelineRequest, Want, WhyRequest, with_person,
};
use crate::snippet::Excerpts;

/// Results of any kind, unless the user says otherwise.
const DEFAULT_RESULTS: usize = 10;
/// Fragments shown of one story.
const SNIPPETS: usize = 3;

/// The index of a finished archive, and whether it may be made first.
pub(super) fn place(typed: &Where) -> anyhow::Result<IndexPlace> {
    match (&typed.index, &typed.archive) {
        (Some(dir), Some(archive)) => {
            Ok(IndexPlace { dir: dir.clone(), archive: folder(archive)?.to_path_buf() })
        }
        (Some(dir), None) => Ok(IndexPlace::of_index(dir)?),
        (None, Some(archive)) => Ok(IndexPlace::of_archive(folder(archive)?, cache().as_deref())),
        (None, None) => IndexPlace::nearest(Path::new("."))
            .context("no index here or above: run `morgue index`, or name the archive with -a DIR"),
    }
}

/// The index that `morgue index` writes.
pub(super) fn index_place(args: &IndexArgs) -> anyhow::Result<IndexPlace> {
    let archive = args.path.as_deref().or(args.place.archive.as_deref()).unwrap_or(Path::new("."));
    let archive = folder(archive)?;
    Ok(match &args.place.index {
        Some(dir) => IndexPlace { dir: dir.clone(), archive: archive.to_path_buf() },
        None => IndexPlace::of_archive(archive, cache().as_deref()),
    })
}

fn folder(path: &Path) -> anyhow::Result<&Path> {
    let metadata = match std::fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) => bail!("cannot read {}: {error}; check the path", path.display()),
    };
    ensure!(metadata.is_dir(), "{} is not a folder: name the folder that holds the stories", path.display());
    Ok(path)
}

fn cache() -> Option<std::path::PathBuf> {
    dirs::cache_dir().map(|dir| dir.join("morgue"))
}

/// How to index.
pub(super) fn build_options(args: &IndexArgs) -> anyhow::Result<BuildOptions> {
    let files = &args.files;
    let mut walk = WalkOptions { hidden: files.hidden, globs: files.glob.clone(), ..WalkOptions::default() };
    if let Some(size) = &files.max_size {
        walk.max_size = bytes(size)?;
    }
    walk.mapping = files.map.clone().unwrap_or_default();
    let (full, dry_run) = (args.full, args.dry_run);
    let mut options =
        BuildOptions { walk, jobs: threads(args.jobs), full, dry_run, ..BuildOptions::default() };
    if let Some(size) = &args.memory {
        options.memory = usize::try_from(bytes(size)?).unwrap_or(usize::MAX);
    }
    Ok(options)
}

/// How to index a folder that is searched without ever having been indexed.
pub(super) fn default_build_options() -> BuildOptions {
    BuildOptions { jobs: threads(None), ..BuildOptions::default() }
}

pub(super) fn threads(typed: Option<u16>) -> usize {
    let all = || std::thread::available_parallelism().map_or(1, NonZero::get);
    typed.map_or_else(all, usize::from)
}

/// A size: bytes, or with K, M or G for powers of 1024.
fn bytes(typed: &str) -> anyhow::Result<u64> {
    let (digits, factor) = match typed.trim_end_matches(['b', 'B']).trim_end_matches(['i', 'I']) {
        t if t.ends_with(['k', 'K']) => (&t[..t.len() - 1], 1 << 10),
        t if t.ends_with(['m', 'M']) => (&t[..t.len() - 1], 1 << 20),
        t if t.ends_with(['g', 'G']) => (&t[..t.len() - 1], 1 << 30),
        t => (t, 1u64),
    };
    let number: Option<u64> = digits.trim().parse().ok();
    match number.and_then(|n| n.checked_mul(factor)) {
        Some(bytes) => Ok(bytes),
        None => bail!("cannot read the size {typed:?}: write bytes, or a number with K, M or G, as in 64M"),
    }
}

/// The search to run on an index at a generation.
pub(super) fn request(args: &SearchArgs, generation: u64) -> Result<Request, CursorError> {
    let format = &args.format;
    let unlimited = args.all || format.files_with_matches || format.null;
    let limit = match args.max_count {
        _ if format.count => Some(0),
        Some(most) => Some(most),
        None if unlimited => None,
        None => Some(DEFAULT_RESULTS),
    };
    let excerpts = Excerpts { most: SNIPPETS, context: args.context };
    let only_paths = format.files_with_matches || format.null || format.count;
    Ok(Request {
        query: parse(&args.query.join(" ")),
        sort: args.recent.map(search::Sort::Recent).or(args.sort.map(sort)),
        offset: args.after.map_or(Ok(args.offset), |cursor| cursor.offset_in(generation))?,
        limit,
        want: match only_paths {
            true => Want::Addresses,
            false if format.json => Want::Everything(excerpts),
            false if format.vimgrep => Want::Lines(excerpts),
            false => Want::Snippets(excerpts),
        },
    })
}

/// The query to explain, and the story asked about as typed.
pub(super) fn explain_request(args: &ExplainArgs) -> ExplainRequest {
    ExplainRequest { query: parse(&args.query.join(" ")), story: args.story.clone() }
}

fn sort(typed: Sort) -> search::Sort {
    match typed {
        Sort::Relevance => search::Sort::Relevance,
        Sort::Newest => search::Sort::Newest,
        Sort::Oldest => search::Sort::Oldest,
        Sort::Length => search::Sort::Length,
        Sort::Path => search::Sort::Path,
    }
}

/// The quotes to find.
pub(super) fn quotes_request(args: &QuotesArgs) -> QuotesRequest {
    let by = args.by.as_ref().map(|name| match name.strip_suffix('*') {
        Some(beginning) => Value::Prefix(beginning.to_owned()),
        None => Value::Words(name.clone()),
    });
    QuotesRequest {
        query: parse(&args.query.join(" ")),
        by,
        about: args.about.as_deref().map(parse),
        unattributed: args.unattributed,
        min_confidence: args.min_confidence,
        limit: amount(args.max_count, args.all),
    }
}

/// The values to count.
pub(super) fn facet_request(args: &FacetArgs, facet: Facet) -> anyhow::Result<FacetRequest> {
    let top = amount(args.top, args.all);
    let by = match args.by {
        By::Stories => FacetOrder::Stories,
        By::Mentions => FacetOrder::Mentions,
    };
    let known = by == FacetOrder::Stories || facet.has_mentions();
    ensure!(known, "mentions of a {} are not counted: leave out --by mentions", facet.field());
    Ok(FacetRequest { query: parse(&args.query.join(" ")), facet, prefix: args.prefix.clone(), by, top })
}

/// The people to count.
pub(super) fn people_request(args: &PeopleArgs) -> anyhow::Result<FacetRequest> {
    let facet = match (args.quoted, args.only_mentioned) {
        (true, _) => Facet::Speakers,
        (_, true) => Facet::Unquoted,
        _ => Facet::People,
    };
    let request = facet_request(&args.facet, facet)?;
    let query = args.with.iter().fold(request.query.clone(), |query, name| with_person(&query, name));
    Ok(FacetRequest { query, ..request })
}

/// A facet to count beside the stories of a query, and whether without the query's own choice of values.
pub(super) fn beside(beside: Beside, query: &Query) -> (FacetRequest, bool) {
    let facet = facet(beside.field);
    let widened = search::without_choice(query, facet);
    let chosen = widened.is_some();
    let query = widened.unwrap_or_else(|| query.clone());
    let top = Some(beside.top.unwrap_or(DEFAULT_RESULTS));
    (FacetRequest { query, facet, prefix: None, by: FacetOrder::Stories, top }, chosen)
}

pub(super) fn facet(typed: FacetField) -> Facet {
    match typed {
        FacetField::Person => Facet::People,
        FacetField::Speaker => Facet::Speakers,
        FacetField::Place => Facet::Places,
        FacetField::Dateline => Facet::Datelines,
        FacetField::Org => Facet::Orgs,
        FacetField::Source => Facet::Sources,
        FacetField::Agency => Facet::Agencies,
        FacetField::Lang => Facet::Languages,
        FacetField::Year => Facet::Years,
        FacetField::Month => Facet::Months,
    }
}

/// What to count over time.
pub(super) fn timeline_request(args: &TimelineArgs) -> TimelineRequest {
    let by = match args.by {
        PeriodName::Day => Period::Day,
        PeriodName::Week => Period::Week,
        PeriodName::Month => Period::Month,
        PeriodName::Year => Period::Year,
    };
    TimelineRequest { query: parse(&args.query.join(" ")), by, compare: args.per.is_some() }
}

/// The search for a line of a batch.
pub(super) fn batch_request(line: &str, most: usize) -> Request {
    Request { query: parse(line), sort: None, offset: 0, limit: Some(most), want: Want::Addresses }
}

/// The name to explain.
pub(super) fn why_request(args: &FacetArgs, name: &str) -> WhyRequest {
    let top = amount(args.top, args.all);
    WhyRequest { name: name.to_owned(), query: parse(&args.query.join(" ")), top }
}

/// How many results: as typed, all, or the default.
pub(super) fn amount(typed: Option<usize>, all: bool) -> Option<usize> {
    if all { None } else { Some(typed.unwrap_or(DEFAULT_RESULTS)) }
}

/// When to use colours.
pub(super) fn colors(typed: Color) -> When {
    match typed {
        Color::Auto => When::Auto,
        Color::Always => When::Always,
        Color::Never => When::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_bytes_or_powers_of_1024() {
        assert_eq!(bytes("512").unwrap(), 512);
        assert_eq!(bytes("64M").unwrap(), 64 << 20);
        assert_eq!(bytes("1 GiB").unwrap(), 1 << 30);
        assert!(bytes("many").is_err());
        assert!(bytes("99999999999G").is_err());
    }
}

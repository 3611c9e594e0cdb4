//! The rows as pictures: one file a question, the number of stories along the bottom.

use std::path::Path;

use plotters::prelude::*;

use super::{Outcome, Row};

/// A line of a plot: its name, and its figure for a row.
type Curve = (&'static str, fn(&Row) -> f64);

/// File, title with the unit, curves.
type Plot = (&'static str, &'static str, &'static [Curve]);

const PLOTS: [Plot; 4] = [
    (
        "time",
        "processor seconds of an index run",
        &[
            ("morgue, everything", |row| row.index.processor),
            ("tantivy, text only", |row| row.peer.processor),
            ("morgue, nothing changed", |row| row.again.processor),
        ],
    ),
    (
        "memory",
        "anonymous memory of an index run at most, MB",
        &[("morgue", |row| row.index.memory), ("tantivy", |row| row.peer.memory)],
    ),
    ("size", "bytes of the index / bytes of text", &[("morgue", |row| row.size as f64 / row.text as f64)]),
    (
        "latency",
        "a search with ten snippets, ms",
        &[
            ("morgue, median", |row| row.search.median),
            ("tantivy, median", |row| row.peer_search.median),
            ("morgue, slowest", |row| row.search.slowest),
            ("tantivy, slowest", |row| row.peer_search.slowest),
        ],
    ),
];

/// Draws all plots into a folder.
pub fn draw(rows: &[Row], folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    PLOTS.iter().try_for_each(|plot| draw_one(rows, plot, &folder.join(format!("{}.svg", plot.0))))
}

fn draw_one(rows: &[Row], (_, title, curves): &Plot, path: &Path) -> Outcome<()> {
    let most = rows.iter().flat_map(|row| curves.iter().map(move |(_, of)| of(row))).fold(0.0, f64::max);
    let stories = |row: &Row| row.stories as f64;
    let (first, last) = (rows.first().map_or(1.0, stories), rows.last().map_or(10.0, stories));
    let root = SVGBackend::new(path, (720, 420)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .caption(title, ("sans-serif", 18))
        .margin(12)
        .margin_right(40)
        .x_label_area_size(36)
        .y_label_area_size(56)
        .build_cartesian_2d((first..last).log_scale(), 0.0..most * 1.3)?;
    chart.configure_mesh().x_desc("stories").x_label_formatter(&|x| format!("{x:.0}")).draw()?;
    for (at, (name, of)) in curves.iter().enumerate() {
        let color = Palette99::pick(at).mix(1.0);
        let points = || rows.iter().map(|row| (stories(row), of(row)));
        let line = chart.draw_series(LineSeries::new(points(), color.stroke_width(2)))?;
        line.label(*name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2)));
        chart.draw_series(points().map(|point| Circle::new(point, 3, color.filled())))?;
    }
    chart.configure_series_labels().position(SeriesLabelPosition::UpperLeft).border_style(BLACK).draw()?;
    root.present()?;
    Ok(())
}

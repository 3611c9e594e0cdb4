//! Queries as people type them: of each construct any of its spellings, by the tables of docs/QUERY.md.

use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use morgue::query::{DateRange, Distance, Field, Near, Node, NodeKind, PathPart, Unit, Value, Zone};

/// A small generator of numbers (xorshift).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    pub fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len())]
    }
}

/// Every construct that [`Writer`] writes.
pub const CONSTRUCTS: &[&str] = &[
    "path:",
    "file:",
    "*",
    "word",
    "word-word",
    "word*",
    "\"phrase\"",
    "“phrase”",
    "=word",
    "==word",
    "\"phrase\"~3",
    "*word",
    "wo*rd",
    "w?rd",
    "*word*",
    "/regex/",
    "word~1",
    "word~2",
    "^2",
    "a b",
    "a AND b",
    "a OR b",
    "a | b",
    "-a",
    "NOT a",
    "w/5",
    "W/5",
    "NEAR/5",
    "pre/5",
    "PRE/5",
    "w/s",
    "w/p",
    "NOT w/5",
    "NOT pre/5",
    "NOT w/s",
    "NOT w/p",
    "sentence(",
    "para(",
    "paragraph(",
    "lead(",
    "quote(",
    "headline(",
    "CAPITALS(",
    "scope in scope(",
    "sentence(-",
    "atleast3(",
    "first50(",
    "quote(speaker:",
    "quote(speaker: word)",
    "person:word",
    "person:\"name\"",
    "person:word*",
    "place:word",
    "place:\"name\"",
    "place:word*",
    "dateline:word",
    "dateline:\"name\"",
    "org:word",
    "org:\"name\"",
    "org:word*",
    "speaker:word",
    "speaker:\"name\"",
    "speaker:word*",
    "source:word",
    "source:\"name\"",
    "source:word*",
    "agency:word",
    "agency:\"name\"",
    "lang:word",
    "date:2017",
    "date:2017-11",
    "date:2017-11-21",
    "date:2017..2018",
    "date:..2018",
    "date:2017..",
    "date:..",
    "date:>2017",
    "date:>=2017",
    "date:<2017",
    "date:<=2017",
    "date:[2017 TO 2018]",
    "date:30d",
    "words:>800",
    "words:>=800",
    "words:<800",
    "words:<=800",
    "words:100..200",
    "words:100",
    "has:quote",
    "has:(other)",
    "has:line",
    "in:kind",
    "in:footer",
    "in:all",
    "body:",
    "headline:",
    "lead:",
    "hlead:",
    "quotes:",
    "in:kind word",
];

/// Writes a query, and remembers which constructs it used, each with the part of the query that it is.
pub struct Writer<'d> {
    pub dice: &'d mut Dice,
    pub used: Vec<(&'static str, Node)>,
    /// In how many scopes it writes.
    scopes: usize,
}

impl<'d> Writer<'d> {
    pub fn new(dice: &'d mut Dice) -> Writer<'d> {
        Writer { dice, used: Vec::new(), scopes: 0 }
    }

    fn uses(&mut self, what: &'static str, node: &Node) {
        self.used.push((what, node.clone()));
    }

    /// In brackets if it has parts.
    fn part(&mut self, node: &Node) -> String {
        let text = self.text(node);
        match node.kind {
            NodeKind::And(_) | NodeKind::Or(_) | NodeKind::Near(_) | NodeKind::Not(_) | NodeKind::In(_) => {
                format!("({text})")
            }
            NodeKind::Within(..) if text.starts_with("in:") => format!("({text})"),
            _ => text,
        }
    }

    /// The query, or what stands in a bracket.
    pub fn text(&mut self, node: &Node) -> String {
        match &node.kind {
            NodeKind::All => {
                self.uses("*", node);
                "*".to_owned()
            }
            NodeKind::And(parts) => self.all(parts, node),
            NodeKind::Or(parts) => {
                let (what, between) = [("a OR b", " OR "), ("a | b", " | ")][self.dice.roll(2)];
                self.uses(what, node);
                parts.iter().map(|part| self.part(part)).collect::<Vec<_>>().join(between)
            }
            NodeKind::Not(inner) => self.not(inner, node),
            NodeKind::Near(near) => self.near(near, node),
            NodeKind::Scope(unit, inner) => self.scope(*unit, inner, node),
            NodeKind::AtLeast(n, inner) => {
                self.uses("atleast3(", node);
                format!("{}({})", self.cased(&format!("atleast{n}"), node), self.text(inner))
            }
            NodeKind::First(n, inner) => {
                self.uses("first50(", node);
                format!("{}({})", self.cased(&format!("first{n}"), node), self.text(inner))
            }
            NodeKind::Boost(weight, inner) => {
                self.uses("^2", node);
                let bare = inner.kind.is_text() && !matches!(inner.kind, NodeKind::Regex(_));
                let inner = self.text(inner);
                let inner = if bare { inner } else { format!("({inner})") };
                format!("{inner}^{}", f64::from(weight.0) / 100.0)
            }
            NodeKind::Within(zone, inner) => self.within(*zone, inner, node),
            NodeKind::Date(range) => self.date(range, node),
            NodeKind::Length(range) => self.length(range.least, range.most, node),
            NodeKind::In(zone) => {
                let (what, key) = match zone {
                    Zone::Unsearched => ("in:footer", "in"),
                    Zone::Everything => ("in:all", "in"),
                    _ => [("has:line", "has"), ("in:kind", "in")][self.dice.roll(2)],
                };
                self.uses(what, node);
                format!("{key}:{zone}")
            }
            _ => self.leaf(node),
        }
    }

    fn all(&mut self, parts: &[Node], node: &Node) -> String {
        let mut out = String::new();
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                let (what, between) = [("a b", " "), ("a AND b", " AND ")][self.dice.roll(2)];
                self.uses(what, node);
                out.push_str(between);
            }
            out.push_str(&match &part.kind {
                NodeKind::Not(inner) => self.not(inner, part),
                _ => self.part(part),
            });
        }
        out
    }

    fn not(&mut self, inner: &Node, node: &Node) -> String {
        let (what, sign) = [("-a", "-"), ("NOT a", "NOT ")][self.dice.roll(2)];
        self.uses(what, node);
        format!("{sign}{}", self.part(inner))
    }

    fn near(&mut self, near: &Near, node: &Node) -> String {
        let (what, sign, without) = match near.how {
            Distance::Words(n) => match self.dice.roll(3) {
                0 => ("w/5", format!("w/{n}"), "NOT w/5"),
                1 => ("W/5", format!("W/{n}"), "NOT w/5"),
                _ => ("NEAR/5", format!("NEAR/{n}"), "NOT w/5"),
            },
            Distance::Before(n) => match self.dice.roll(2) {
                0 => ("pre/5", format!("pre/{n}"), "NOT pre/5"),
                _ => ("PRE/5", format!("PRE/{n}"), "NOT pre/5"),
            },
            Distance::Sentence => ("w/s", self.dice.pick(&["w/s", "W/S"]).to_owned(), "NOT w/s"),
            Distance::Paragraph => ("w/p", self.dice.pick(&["w/p", "W/P"]).to_owned(), "NOT w/p"),
        };
        let left = self.part(&near.left);
        match &near.right.kind {
            NodeKind::Not(inner) => {
                self.uses(without, node);
                format!("{left} NOT {sign} {}", self.part(inner))
            }
            _ => {
                self.uses(what, node);
                format!("{left} {sign} {}", self.part(&near.right))
            }
        }
    }

    fn scope(&mut self, unit: Unit, inner: &Node, node: &Node) -> String {
        let names: &[&'static str] = match unit {
            Unit::Sentence => &["sentence("],
            Unit::Paragraph => &["para(", "paragraph("],
            Unit::Lead => &["lead("],
            Unit::Quote => &["quote("],
            Unit::Headline => &["headline("],
        };
        let name = self.dice.pick(names);
        self.uses(name, node);
        if self.scopes > 0 {
            self.uses("scope in scope(", node);
        }
        let parts = match &inner.kind {
            NodeKind::And(parts) => parts.as_slice(),
            _ => std::slice::from_ref(inner),
        };
        let speaker = |part: &Node| matches!(part.kind, NodeKind::Field(Field::Speaker, _));
        if unit == Unit::Quote && parts.iter().any(speaker) {
            self.uses("quote(speaker:", node);
            if parts.iter().any(|part| part.kind.is_text()) {
                self.uses("quote(speaker: word)", node);
            }
        }
        if unit == Unit::Sentence
            && parts.len() > 1
            && parts.iter().any(|part| matches!(part.kind, NodeKind::Not(_)))
        {
            self.uses("sentence(-", node);
        }
        self.scopes += 1;
        let text = self.text(inner);
        self.scopes -= 1;
        format!("{}({text})", self.cased(name.trim_end_matches('('), node))
    }

    /// A name before a bracket, in any capitals.
    fn cased(&mut self, name: &str, node: &Node) -> String {
        if self.dice.roll(4) > 0 {
            return name.to_owned();
        }
        self.uses("CAPITALS(", node);
        name.chars().map(|c| if self.dice.roll(4) > 0 { c.to_ascii_uppercase() } else { c }).collect()
    }

    fn within(&mut self, zone: Zone, inner: &Node, node: &Node) -> String {
        let own = match zone {
            Zone::Kind(kind) if kind.name() == "body" => Some("body:"),
            Zone::Kind(kind) if kind.name() == "headline" => Some("headline:"),
            Zone::Lead => Some("lead:"),
            Zone::HeadlineAndLead => Some("hlead:"),
            Zone::Quotes => Some("quotes:"),
            _ => None,
        };
        let only = matches!(zone, Zone::Lead | Zone::HeadlineAndLead | Zone::Quotes);
        match own.filter(|_| only || self.dice.roll(2) == 0) {
            Some(key) => {
                self.uses(key, node);
                let bare =
                    matches!(inner.kind, NodeKind::Word(_) | NodeKind::Prefix(_) | NodeKind::Phrase(_));
                let inner = self.text(inner);
                if bare && !inner.starts_with('=') {
                    format!("{key}{inner}")
                } else {
                    format!("{key}({inner})")
                }
            }
            None => {
                self.uses("in:kind word", node);
                format!("in:{zone} {}", self.part(inner))
            }
        }
    }

    fn leaf(&mut self, node: &Node) -> String {
        let what = match &node.kind {
            NodeKind::Word(text) if text.contains('-') => "word-word",
            NodeKind::Word(_) => "word",
            NodeKind::Prefix(_) => "word*",
            NodeKind::Phrase(text) if text.chars().all(char::is_alphanumeric) && self.dice.roll(2) == 0 => {
                self.uses("=word", node);
                return format!("={text}");
            }
            NodeKind::Phrase(text) if self.dice.roll(3) == 0 => {
                self.uses("“phrase”", node);
                return format!("“{text}”");
            }
            NodeKind::Phrase(_) => "\"phrase\"",
            NodeKind::Loose(..) => "\"phrase\"~3",
            NodeKind::Cased(_) => "==word",
            NodeKind::Wild(text) => match (text.starts_with('*'), text.ends_with('*')) {
                (true, true) => "*word*",
                (true, false) => "*word",
                _ if text.contains('?') => "w?rd",
                _ => "wo*rd",
            },
            NodeKind::Regex(_) => "/regex/",
            NodeKind::Fuzzy(_, 1) => "word~1",
            NodeKind::Fuzzy(..) => "word~2",
            NodeKind::Has(what) if what.to_string() == "quote" => "has:quote",
            NodeKind::Has(_) => "has:(other)",
            NodeKind::Field(field, value) => named(*field, value),
            NodeKind::Path(PathPart::Path, _) => "path:",
            NodeKind::Path(PathPart::File, _) => "file:",
            NodeKind::Path(PathPart::Id, _) => "id:",
            other => unreachable!("{other:?}"),
        };
        self.uses(what, node);
        node.to_string()
    }

    fn length(&mut self, least: u64, most: Option<u64>, node: &Node) -> String {
        let (what, text) = match (least, most, self.dice.roll(2)) {
            (1.., None, 0) => ("words:>800", format!(">{}", least - 1)),
            (_, None, _) => ("words:>=800", format!(">={least}")),
            (0, Some(most), 0) => ("words:<800", format!("<{}", most + 1)),
            (0, Some(most), _) => ("words:<=800", format!("<={most}")),
            (_, Some(most), _) if least == most => ("words:100", least.to_string()),
            (_, Some(most), _) => ("words:100..200", format!("{least}..{most}")),
        };
        self.uses(what, node);
        format!("words:{text}")
    }

    fn date(&mut self, range: &DateRange, node: &Node) -> String {
        let (what, text) = match (range.first, range.last) {
            (None, None) => ("date:..", "..".to_owned()),
            (Some(first), None) => match self.dice.roll(4) {
                0 => ("date:>2017", format!(">{}", first.yesterday().unwrap())),
                1 => ("date:>=2017", format!(">={}", self.from(first))),
                2 => ("date:[2017 TO 2018]", format!("[{first} TO *]")),
                _ => ("date:2017..", format!("{}..", self.from(first))),
            },
            (None, Some(last)) => match self.dice.roll(4) {
                0 => ("date:<2017", format!("<{}", last.tomorrow().unwrap())),
                1 => ("date:<=2017", format!("<={}", self.to(last))),
                2 => ("date:[2017 TO 2018]", format!("[* TO {}]", self.to(last))),
                _ => ("date:..2018", format!("..{}", self.to(last))),
            },
            (Some(first), Some(last)) if last == today() => {
                let days = (last - first).get_days() + 1;
                (
                    "date:30d",
                    if days % 7 == 0 && self.dice.roll(2) == 0 {
                        format!("{}w", days / 7)
                    } else {
                        format!("{days}d")
                    },
                )
            }
            (Some(first), Some(last)) => self.between(first, last),
        };
        self.uses(what, node);
        format!("date:{text}")
    }

    fn between(&mut self, first: Date, last: Date) -> (&'static str, String) {
        let (year, month) = (first.day_of_year() == 1, first.day() == 1);
        if year && last == first.last_of_year() {
            return ("date:2017", format!("{}", first.year()));
        }
        if month && last == first.last_of_month() {
            return ("date:2017-11", first.strftime("%Y-%m").to_string());
        }
        match self.dice.roll(2) {
            0 if first == last => ("date:2017-11-21", first.to_string()),
            0 => ("date:2017..2018", format!("{}..{}", self.from(first), self.to(last))),
            _ => ("date:[2017 TO 2018]", format!("[{} TO {}]", self.from(first), self.to(last))),
        }
    }

    /// A first day, as coarse as it can be, or not.
    fn from(&mut self, day: Date) -> String {
        match self.dice.roll(2) {
            0 if day.day_of_year() == 1 => day.year().to_string(),
            0 if day.day() == 1 => day.strftime("%Y-%m").to_string(),
            _ => day.to_string(),
        }
    }

    fn to(&mut self, day: Date) -> String {
        match self.dice.roll(2) {
            0 if day == day.last_of_year() => day.year().to_string(),
            0 if day == day.last_of_month() => day.strftime("%Y-%m").to_string(),
            _ => day.to_string(),
        }
    }
}

fn named(field: Field, value: &Value) -> &'static str {
    let of = match field {
        Field::Person => ["person:word", "person:\"name\"", "person:word*"],
        Field::Place => ["place:word", "place:\"name\"", "place:word*"],
        Field::Dateline => ["dateline:word", "dateline:\"name\"", "dateline:word"],
        Field::Org => ["org:word", "org:\"name\"", "org:word*"],
        Field::Speaker => ["speaker:word", "speaker:\"name\"", "speaker:word*"],
        Field::Source => ["source:word", "source:\"name\"", "source:word*"],
        Field::Agency => ["agency:word", "agency:\"name\"", "agency:word"],
        Field::Language => ["lang:word"; 3],
    };
    match value {
        Value::Words(_) => of[0],
        Value::Exact(_) => of[1],
        Value::Prefix(_) => of[2],
    }
}

/// The day from which `30d` counts back.
pub fn today() -> Date {
    Zoned::now().date()
}

/// The last so many days up to today.
pub fn last_days(many: i64) -> DateRange {
    let first = today().checked_sub((many - 1).days()).unwrap();
    DateRange { first: Some(first), last: Some(today()) }
}

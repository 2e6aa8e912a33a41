//! Tables of codes: `source,target,relation,write_back,note`, kept in a spreadsheet by people who know the cases.

use std::collections::HashMap;

use passerelle::{Code, vocabulary};

use super::children::near;
use super::{Diagnostic, Files};

/// How a national code and one of the format relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Both mean the same.
    Equivalent,
    /// The national code means a part of what the other means.
    SourceIsNarrower,
    /// The national code means more than the other.
    SourceIsBroader,
}

/// A line of a table.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) relation: Relation,
    /// Whether this code is written for the code of the format.
    pub(crate) write_back: bool,
}

/// A table that was read, with what is wrong with it.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) lines: Vec<Line>,
    pub(crate) faults: Vec<Diagnostic>,
}

const HEADER: [&str; 4] = ["source", "target", "relation", "write_back"];

impl Table {
    /// Reads a table; none where there is no such file. `list` is the code list that its targets belong to.
    pub(crate) fn read(name: &str, files: &dyn Files, list: Option<&str>) -> Option<Self> {
        let text = files.text(name)?;
        let text = text.trim_start_matches('\u{FEFF}');
        let mut table = Self { lines: Vec::new(), faults: Vec::new() };
        let mut start = 0;
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let span = start..start + line.trim_end().len();
            start += line.len();
            let mut fault = |detail: String| {
                table.faults.push(Diagnostic::new(Code::MapTable, name, text, span.clone(), detail));
            };
            // Spreadsheets of many countries write a semicolon where others write a comma.
            let cells: Vec<&str> =
                line.trim_end().splitn(5, [',', ';']).map(|cell| cell.trim().trim_matches('"')).collect();
            if index == 0 {
                if cells.iter().take(4).copied().ne(HEADER) {
                    fault("the first line is `source,target,relation,write_back,note`".to_owned());
                }
                continue;
            }
            if cells.iter().all(|cell| cell.is_empty()) {
                continue;
            }
            let [source, target, relation, write_back, ..] = cells.as_slice() else {
                fault("a line has a source, a target, a relation and whether it is written back".to_owned());
                continue;
            };
            let relation = match *relation {
                "equivalent" => Relation::Equivalent,
                "source-is-narrower" => Relation::SourceIsNarrower,
                "source-is-broader" => Relation::SourceIsBroader,
                _ => {
                    fault("the relations are `equivalent`, `source-is-narrower` and `source-is-broader`".to_owned());
                    continue;
                }
            };
            if !matches!(*write_back, "yes" | "no") {
                fault("`write_back` is `yes` or `no`".to_owned());
                continue;
            }
            if let Some(list) = list.and_then(vocabulary::list).filter(|list| list.get(target).is_none()) {
                let codes = list.entries().iter().map(vocabulary::Entry::code);
                let more = match near(target, codes) {
                    Some(code) => format!("`{code}` is near"),
                    None => format!("`passerelle vocab {}` lists them", list.name()),
                };
                fault(format!("`{target}` is no code of the list `{}`; {more}", list.name()));
                continue;
            }
            table.lines.push(Line {
                source: (*source).to_owned(),
                target: (*target).to_owned(),
                relation,
                write_back: *write_back == "yes",
            });
            let is_last = |line: &&Line| line.source == *source;
            let before = table.lines.len() - 1;
            if table.lines.iter().take(before).any(|line| is_last(&line)) {
                table.faults.push(Diagnostic::new(
                    Code::MapTable,
                    name,
                    text,
                    span.clone(),
                    "this national code stands in an earlier line too",
                ));
            }
        }
        let mut written: HashMap<&str, usize> = HashMap::new();
        for line in table.lines.iter().filter(|line| line.write_back) {
            *written.entry(&line.target).or_default() += 1;
        }
        let mut twice: Vec<_> =
            written.into_iter().filter(|(_, count)| *count > 1).map(|(target, _)| target.to_owned()).collect();
        twice.sort();
        for target in twice {
            let at = text.rfind(&target).unwrap_or_default();
            table.faults.push(Diagnostic::new(
                Code::MapTable,
                name,
                text,
                at..at + target.len(),
                format!("`{target}` is written back by two lines"),
            ));
        }
        Some(table)
    }
}

//! JUnit XML, which every build server shows.

use std::fmt::Write as _;

use super::{Report, Row, escaped};

pub(super) fn write(report: &Report) -> String {
    let bad = report.cases.iter().filter(|row| row.is_bad).count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = report.counts;
    let _ = writeln!(
        out,
        "<testsuites>\n  <testsuite name=\"passerelle conformance: {}\" tests=\"{}\" failures=\"{bad}\" skipped=\"{}\">",
        escaped(&report.implementation),
        counts.total,
        counts.skipped,
    );
    for row in &report.cases {
        let seconds = format!("{}.{:03}", row.milliseconds / 1000, row.milliseconds % 1000);
        let (area, name) = row.id.rsplit_once('/').unwrap_or(("", &row.id));
        let area = area.replace('/', ".");
        let _ =
            write!(out, "    <testcase classname=\"{}\" name=\"{}\" time=\"{seconds}\"", escaped(&area), escaped(name));
        match body(row) {
            None => out.push_str("/>\n"),
            Some(body) => {
                let _ = writeln!(out, ">{body}</testcase>");
            }
        }
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn body(row: &Row) -> Option<String> {
    if row.is_bad {
        let text = escaped(&told(row));
        return Some(format!("<failure message=\"{}: {}\">{text}</failure>", row.result, escaped(&row.title)));
    }
    let reason = row.expected.as_deref().filter(|_| row.result != "passed").or(row.why.as_deref())?;
    Some(format!("<skipped message=\"{}\"/>", escaped(reason)))
}

fn told(row: &Row) -> String {
    let mut told = row.note.clone();
    for (name, answer) in [("due", &row.due), ("came", &row.came)] {
        if let Some(answer) = answer {
            let _ = write!(told, "\n{name}: {}", serde_json::to_string(answer).unwrap_or_default());
        }
    }
    for text in row.why.iter().chain(&row.expected) {
        let _ = write!(told, "\n{text}");
    }
    told
}

//! One page that can be mailed: no script, no font and no picture from elsewhere.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::{Report, Row, escaped};
use crate::case::Level;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5a6675;--line:#d9dee5;--page:#fff;--card:#f6f8fa;--good:#1a7f4b;--bad:#b3261e;\
--skip:#8a6100;--good-bg:#e6f4ec;--bad-bg:#fbe9e7;--skip-bg:#fdf3dc}\
@media(prefers-color-scheme:dark){:root{--ink:#e8ecf1;--soft:#a3adba;--line:#37404c;--page:#14181e;--card:#1d232b;--good:#63d297;\
--bad:#ff8a80;--skip:#ffc95c;--good-bg:#163425;--bad-bg:#43201d;--skip-bg:#3b2f12}}\
*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);margin:0 auto;max-width:64rem;padding:2rem 1.25rem}\
h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:2.2rem 0 .6rem}p{margin:.3rem 0}.soft{color:var(--soft)}\
.claim{font-size:1.6rem;font-weight:650;margin:.8rem 0 .2rem}.tally{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0;padding:0;list-style:none}\
.tally li{border:1px solid var(--line);border-radius:.5rem;padding:.4rem .8rem;background:var(--card)}.tally b{font-size:1.15rem;display:block}\
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}.scroll{overflow-x:auto}\
th,td{padding:.3rem .6rem;border:1px solid var(--line);text-align:center}thead th{background:var(--card)}tbody th{text-align:left;font-weight:500}\
.good{background:var(--good-bg);color:var(--good)}.bad{background:var(--bad-bg);color:var(--bad)}.skip{background:var(--skip-bg);color:var(--skip)}\
details{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;background:var(--card)}summary{padding:.5rem .8rem;cursor:pointer}\
summary code{font-weight:600}.word{border-radius:.3rem;padding:.05rem .4rem;font-size:.85rem;margin-right:.4rem;white-space:nowrap}\
.in{padding:0 .8rem .8rem}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.4rem 0}dt{color:var(--soft)}dd{margin:0;min-width:0}\
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}code{font-size:.92em}mark{background:var(--bad-bg);color:var(--bad);font-weight:600}";

pub(super) fn write(report: &Report) -> String {
    let name = escaped(&report.implementation);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Passerelle conformance: {name}</title>\n<style>{STYLE}</style>\n\
         <h1>Passerelle conformance</h1>\n<p class=\"soft\">{name}, version {}</p>\n\
         <p class=\"claim\">{}</p>\n<p class=\"soft\">format / level / roles of which every case up to that level passed</p>\n",
        escaped(&report.version),
        escaped(&report.claim),
    );
    tally(report, &mut out);
    matrix(report, &mut out);
    let of = |wanted: &dyn Fn(&Row) -> bool| report.cases.iter().filter(|row| wanted(row)).collect::<Vec<_>>();
    section("What went wrong", &of(&|row| row.is_bad), &mut out);
    section("Expected failures", &of(&|row| !row.is_bad && row.expected.is_some() && row.result != "passed"), &mut out);
    let remarks = of(&|row| !row.is_bad && row.expected.is_none() && row.result == "right for the wrong reason");
    section("Right for the wrong reason", &remarks, &mut out);
    section("Skipped", &of(&|row| row.result == "skipped" && !row.is_bad), &mut out);
    out
}

fn tally(report: &Report, out: &mut String) {
    let counts = report.counts;
    out.push_str("<ul class=\"tally\">");
    for (number, word, class) in [
        (counts.total, "cases", ""),
        (counts.passed, "passed", "good"),
        (counts.wrong_reason, "right for the wrong reason", "bad"),
        (counts.failed, "failed", "bad"),
        (counts.expected, "of these expected", ""),
        (counts.unexpected_passes, "passed unexpectedly", "bad"),
        (counts.skipped, "skipped", "skip"),
    ] {
        if number > 0 || word == "cases" {
            let _ = write!(out, "<li class=\"{class}\"><b>{number}</b>{word}</li>");
        }
    }
    out.push_str("</ul>\n");
}

fn matrix(report: &Report, out: &mut String) {
    out.push_str("<h2>By area and level</h2>\n<div class=\"scroll\"><table><thead><tr><th>area</th>");
    for level in Level::ALL {
        let _ = write!(out, "<th>{level}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for area in report.areas() {
        let _ = write!(out, "<tr><th scope=\"row\">{}</th>", escaped(area));
        for level in Level::ALL {
            let Some(cell) = report.cell(area, level) else {
                out.push_str("<td></td>");
                continue;
            };
            let all = cell.passed + cell.skipped + cell.failed;
            let class = if cell.failed > 0 {
                "bad"
            } else if cell.skipped > 0 {
                "skip"
            } else {
                "good"
            };
            let _ = write!(out, "<td class=\"{class}\">{} of {all}", cell.passed);
            if cell.skipped > 0 {
                let _ = write!(out, ", {} skipped", cell.skipped);
            }
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

fn section(title: &str, rows: &[&Row], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h2>{title} ({})</h2>", rows.len());
    for row in rows {
        case(row, out);
    }
}

fn case(row: &Row, out: &mut String) {
    let class = if row.is_bad { "bad" } else { "skip" };
    let open = if row.is_bad { " open" } else { "" };
    let _ = write!(
        out,
        "<details{open}><summary><span class=\"word {class}\">{}</span><code>{}</code> {}</summary><div class=\"in\"><dl>",
        row.result,
        escaped(&row.id),
        escaped(&row.title),
    );
    let mut line = |name: &str, value: &str| {
        let _ = write!(out, "<dt>{name}</dt><dd>{value}</dd>");
    };
    line("level, role", &format!("{}, {}", row.level, row.role));
    if let Some(step) = row.step {
        line("step", &step.to_string());
    }
    if let Some(due) = &row.due {
        line("due", &answer(due, row.came.as_ref()));
    }
    if let Some(came) = &row.came {
        line("came", &answer(came, row.due.as_ref()));
    }
    if let Some(why) = &row.why {
        line("why", &format!("<pre>{}</pre>", escaped(why)));
    }
    if let Some(reason) = &row.expected {
        line("expected", &escaped(reason));
    }
    line("what this is", &escaped(&row.note));
    for (name, note) in &row.flags {
        line(&escaped(name), &escaped(note));
    }
    line("requirements", &escaped(&row.requirements.join(", ")));
    out.push_str("</dl></div></details>\n");
}

/// An answer, a member a line; those that the other answer does not have are marked.
fn answer(answer: &Map<String, Value>, other: Option<&Map<String, Value>>) -> String {
    let mut out = String::from("<pre>");
    for (name, value) in answer {
        let text = escaped(&format!("{name}: {value}"));
        let differs = other.is_some_and(|other| other.get(name) != Some(value));
        let _ = if differs { writeln!(out, "<mark>{text}</mark>") } else { writeln!(out, "{text}") };
    }
    out + "</pre>"
}

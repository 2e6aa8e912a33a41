//! A first `map.toml` from an export: what a vendor would type by hand, and what is in each column.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::encoding::Charset;

/// Columns of at most so many different short values are taken for codes, and their values are written down.
const CODES: usize = 16;

/// Proposes a pack for an export with delimiters and a line of names. Every column is listed as never to be exported, with a remark of
/// what is in it; so what nobody has looked at leaves nothing.
///
/// # Errors
/// The number of the first line that is no text in the encoding.
pub fn propose(bytes: &[u8], charset: &Charset, encoding: &str, delimiter: char) -> Result<String, usize> {
    let mut lines = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.is_empty() {
            lines.push(charset.decode(line).ok_or(index + 1)?.into_owned());
        }
    }
    let cells = |line: &str| -> Vec<String> {
        line.trim_start_matches('\u{FEFF}')
            .split(delimiter)
            .map(|cell| cell.trim().trim_matches('"').to_owned())
            .collect()
    };
    let names = lines.first().map(|line| cells(line)).unwrap_or_default();
    let rows: Vec<Vec<String>> = lines.iter().skip(1).map(|line| cells(line)).collect();
    let mut text = String::new();
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    let key = names.iter().enumerate().find(|(index, _)| is_key(&rows, *index)).map(|(_, name)| name.clone());
    let key = key.or_else(|| names.first().cloned()).unwrap_or_default();
    let _ = write!(
        text,
        "[map]\nid = \"example.owner.system\"\nversion = \"0.1.0\"\n\n[source]\nformat = \"csv\"\nencoding = {encoding:?}\n\
         csv = {{ delimiter = {:?} }}\nkey = [{key:?}]\ncolumns = [{}]\n\n[record]\nspec = \"1.0\"\ntype = \"profile\"\n\n\
         [issue]\nreview_after_days = 1095\n",
        delimiter.to_string(),
        quoted.join(", ")
    );
    for (index, name) in names.iter().enumerate() {
        let _ = write!(text, "\n# {name}: {}\n", remark(&rows, index));
        let is_key = *name == key;
        let mode = if is_key { "residue" } else { "never-export" };
        let reason = if is_key { "the key stays at home" } else { "nobody has mapped it yet" };
        let _ = write!(text, "[[ignore]]\ncolumns = [{name:?}]\nmode = {mode:?}\nreason = {reason:?}\n");
    }
    Ok(text)
}

fn values(rows: &[Vec<String>], column: usize) -> Vec<&str> {
    rows.iter().filter_map(|row| row.get(column)).map(String::as_str).filter(|cell| !cell.is_empty()).collect()
}

fn is_key(rows: &[Vec<String>], column: usize) -> bool {
    let mut values = values(rows, column);
    let all = values.len();
    values.sort_unstable();
    values.dedup();
    all > 0 && values.len() == all && all == rows.len()
}

fn remark(rows: &[Vec<String>], column: usize) -> String {
    let values = values(rows, column);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in &values {
        *counts.entry(value).or_default() += 1;
    }
    let filled = format!("{} of {} rows have a value", values.len(), rows.len());
    if values.is_empty() {
        return "always empty".to_owned();
    }
    if let Some(format) = date_format(&values) {
        return format!("{filled}; as = \"date\", format = \"{format}\"");
    }
    let are_codes = counts.len() <= CODES && counts.len() * 2 <= values.len();
    if are_codes && values.iter().all(|value| value.chars().count() <= 8) {
        let listed: Vec<String> = counts.iter().map(|(value, count)| format!("{value} ({count})")).collect();
        return format!("{filled}; as = \"code\", with the codes {}", listed.join(", "));
    }
    let digits = |value: &&&str| value.chars().filter(char::is_ascii_digit).count() >= 8;
    if values.iter().filter(digits).count() == values.len() {
        return format!("{filled}; numbers, perhaps as = \"phone\" or \"identifier\"");
    }
    format!("{filled}; {} different texts", counts.len())
}

/// The form that every value has, with four digits for a year and two for the rest.
fn date_format(values: &[&str]) -> Option<&'static str> {
    let shape = |value: &str| value.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect::<String>();
    let first = shape(values.first()?);
    if values.iter().any(|value| shape(value) != first) {
        return None;
    }
    match first.as_str() {
        "99/99/9999" => Some("DD/MM/YYYY"),
        "99.99.9999" => Some("DD.MM.YYYY"),
        "99-99-9999" => Some("DD-MM-YYYY"),
        "9999-99-99" => Some("YYYY-MM-DD"),
        "9999/99/99" => Some("YYYY/MM/DD"),
        "99999999"
            if values
                .iter()
                .all(|value| matches!(value.get(4..6).and_then(|month| month.parse::<u8>().ok()), Some(0..=12))) =>
        {
            Some("YYYYMMDD")
        }
        _ => None,
    }
}

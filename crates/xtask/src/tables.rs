//! `cargo xtask tables`: fills the marked places of `spec/*.md` from the schemas, the vocabularies and the registries.
//!
//! A place is what stands between `<!-- table: NAME -->` and `<!-- end -->`. NAME is `limits`, `codes STAGE`, `vocabularies`, or
//! `fields TYPE` with a name of `$defs` in a schema, or a record type or `header` for what stands at a record's root.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::registry::{Texts, errors, limit_rows, vocabularies};
use crate::{Mode, Outcome, files, generated, read};

/// Writes or checks every marked place.
pub(crate) fn run(root: &Path, mode: Mode) -> Outcome {
    let types = types(root)?;
    for path in files(&root.join("spec"), ".md")? {
        let text = read(&path)?;
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("<!-- table: ") {
            let (name, after) =
                after.split_once(" -->").ok_or_else(|| format!("{}: `-->` is missing", path.display()))?;
            let (_, after) = after
                .split_once("<!-- end -->")
                .ok_or_else(|| format!("{}: `<!-- end -->` is missing", path.display()))?;
            let table = table(root, name, &types).map_err(|error| format!("{}: {error}", path.display()))?;
            let _ = write!(out, "{before}<!-- table: {name} -->\n{table}<!-- end -->");
            rest = after;
        }
        out.push_str(rest);
        generated(&path, &out, mode)?;
    }
    Ok(())
}

fn table(root: &Path, name: &str, types: &BTreeMap<String, Value>) -> Result<String, String> {
    match name.split_once(' ') {
        None if name == "limits" => limits(root),
        None if name == "vocabularies" => vocabulary_tables(root),
        Some(("codes", stage)) => codes(root, stage),
        Some(("fields", name)) => fields(types.get(name).ok_or_else(|| format!("no type `{name}` in the schemas"))?),
        _ => Err(format!("no table `{name}`")),
    }
}

/// Every object type by name, from all schemas.
fn types(root: &Path) -> Result<BTreeMap<String, Value>, String> {
    let mut types = BTreeMap::new();
    for path in files(&root.join("spec/schema/1.0"), ".schema.json")? {
        let schema: Value =
            serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        let defs = schema.get("$defs").and_then(Value::as_object).into_iter().flatten();
        types.extend(defs.map(|(name, schema)| (name.clone(), schema.clone())));
        let name = path.file_name().map(|name| name.to_string_lossy().replace(".schema.json", "")).unwrap_or_default();
        types.insert(if name == "record" { "header".to_owned() } else { name }, schema);
    }
    Ok(types)
}

/// One row a member: name, type, how often, meaning, standard, example.
fn fields(schema: &Value) -> Result<String, String> {
    let properties = schema.get("properties").and_then(Value::as_object).ok_or("the type has no members")?;
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let mut out = "| member | type | occurs | meaning | standard | example |\n|---|---|---|---|---|---|\n".to_owned();
    for (name, member) in properties {
        let is_list = member.get("type").and_then(Value::as_str) == Some("array");
        let most = member.get("maxItems").and_then(Value::as_u64);
        let least = u64::from(required.contains(&name.as_str()));
        let occurs = match (is_list, most) {
            (true, Some(most)) => format!("{least}..{most}"),
            (true, None) => format!("{least}..n"),
            (false, _) => {
                if least == 1 {
                    "1".to_owned()
                } else {
                    "0..1".to_owned()
                }
            }
        };
        let text = |key: &str| member.get(key).and_then(Value::as_str).unwrap_or_default();
        let example = member.get("examples").and_then(Value::as_array).and_then(|examples| examples.first());
        let _ = writeln!(
            out,
            "| `{name}` | {} | {occurs} | {} | {} | {} |",
            type_of(member),
            cell(text("description")),
            cell(text("x-standard")),
            example.map_or(String::new(), |example| format!("`{}`", cell(&example.to_string()))),
        );
    }
    Ok(out)
}

/// What a member holds, in words.
fn type_of(member: &Value) -> String {
    let text = |key: &str| member.get(key).and_then(Value::as_str);
    if let Some(name) = text("$ref").and_then(|reference| reference.rsplit('/').next()) {
        return name.to_owned();
    }
    if let Some(list) = text("x-vocabulary") {
        return format!("code of `{list}`");
    }
    if let Some(constant) = member.get("const") {
        return format!("`{constant}`");
    }
    match text("type") {
        Some("array") => member.get("items").map_or("list".to_owned(), |items| format!("list of {}", type_of(items))),
        Some("string") => "text".to_owned(),
        Some(other) => other.to_owned(),
        None => member
            .get("allOf")
            .or_else(|| member.get("anyOf"))
            .and_then(Value::as_array)
            .and_then(|all| all.first())
            .map_or("any".to_owned(), type_of),
    }
}

fn limits(root: &Path) -> Result<String, String> {
    let mut out = "| limit | value | unit | what it counts | code |\n|---|---|---|---|---|\n".to_owned();
    for row in limit_rows(root)? {
        let code = row.code.as_ref().map_or(String::new(), |code| format!("`{code}`"));
        let _ = writeln!(out, "| `{}` | {} | {} | {} | {code} |", row.name, row.value, row.unit, cell(&row.meaning));
    }
    Ok(out)
}

/// The codes of a stage, in the order of the registry.
fn codes(root: &Path, stage: &str) -> Result<String, String> {
    let mut out = "| code | severity | requirement | what is wrong |\n|---|---|---|---|\n".to_owned();
    for row in errors(root)?.iter().filter(|row| row.stage == stage) {
        let name = row.rule.as_ref().map_or(String::new(), |rule| format!(" (`{rule}`)"));
        let message = english(&row.message);
        let _ = writeln!(out, "| `{}`{name} | {} | {} | {message} |", row.code, row.severity, row.requirement);
    }
    Ok(out)
}

/// A section a list.
fn vocabulary_tables(root: &Path) -> Result<String, String> {
    let mut out = String::new();
    for list in vocabularies(root)? {
        let _ = write!(
            out,
            "\n### `{}`\n\n{}. {}, edition {}. Source: {}.\n\n| code | label | meaning |\n|---|---|---|\n",
            list.name,
            english(&list.title),
            if list.openness == "open" { "Open" } else { "Closed" },
            list.version,
            list.source.trim_end_matches('.'),
        );
        for row in &list.code {
            let _ = writeln!(out, "| `{}` | {} | {} |", row.code, english(&row.label), english(&row.definition));
        }
    }
    out.push('\n');
    Ok(out)
}

fn english(texts: &Texts) -> String {
    cell(texts.get("en").map(String::as_str).unwrap_or_default())
}

/// A text that does not break its table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

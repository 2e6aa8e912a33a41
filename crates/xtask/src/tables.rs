//! `cargo xtask tables`: fills the marked places of `spec/*.md` from the schemas, the vocabularies and the registries.
//!
//! A place is what stands between `<!-- table: NAME -->` and `<!-- end -->`. NAME is one of
//!
//! - `fields TYPE`: the members of an object type, by its name in `$defs` of a schema; `fields header` for what stands at a
//!   record's root; `fields Assertion` for the members that every assertion item has;
//! - `strings`: the types of text with a form of their own, each with its pattern;
//! - `vocabulary-index` and `vocabularies`: all code lists in a table, and each with its codes;
//! - `codes STAGE`: the codes of a stage; `limits`: the limits;
//! - `redaction`, `redaction-never`, `withheld`: what may be withheld, what never, and the codes that weigh less then.
//!
//! A type is linked to the heading above the place that shows it, so that one can walk from member to member.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::registry::{CodeRow, Texts, Vocabulary, errors, limit_rows, redaction_rows, vocabularies};
use crate::{Mode, Outcome, files, generated, read};

const BEGIN: &str = "<!-- table: ";
const END: &str = "<!-- end -->";

/// The fact that tells from which edition on a code is retired; it is told in words.
const RETIRED: &str = "retired";

/// The members that an assertion item has beside its own. They are shown once, not in every table.
const ASSERTION: [&str; 5] = ["src", "evaluation", "first", "last", "negated"];

/// Writes or checks every marked place.
pub(crate) fn run(root: &Path, mode: Mode) -> Outcome {
    let chapters: Vec<(String, String)> = files(&root.join("spec"), ".md")?
        .iter()
        .map(|path| {
            let name = path.strip_prefix(root.join("spec")).unwrap_or(path).to_string_lossy().replace('\\', "/");
            Ok((name, read(path)?))
        })
        .collect::<Result<_, String>>()?;
    let book = Book { root, types: types(root)?, places: places(&chapters), lists: vocabularies(root)? };
    for (chapter, text) in &chapters {
        let filled =
            fill(text, |name| book.table(chapter, name)).map_err(|error| format!("spec/{chapter}: {error}"))?;
        generated(&root.join("spec").join(chapter), &filled, mode)?;
    }
    book.nothing_is_missing()
}

/// The text with every marked place filled anew.
fn fill(text: &str, table: impl Fn(&str) -> Result<String, String>) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (name, after) = after.split_once(" -->").ok_or("`-->` is missing")?;
        let (_, after) = after.split_once(END).ok_or("`<!-- end -->` is missing")?;
        let _ = write!(out, "{before}{BEGIN}{name} -->\n{}{END}", table(name)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Where each table stands: the chapter, and the anchor of the heading above it.
fn places(chapters: &[(String, String)]) -> BTreeMap<String, (String, String)> {
    let mut places = BTreeMap::new();
    for (chapter, text) in chapters {
        let mut anchor = String::new();
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix('#') {
                anchor = slug(heading);
            } else if let Some(name) = line.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(" -->")) {
                places.insert(name.to_owned(), (chapter.clone(), anchor.clone()));
            }
        }
    }
    places
}

/// The anchor that a Markdown reader gives to a heading.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|character| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_'));
    kept.map(|character| if character == ' ' { '-' } else { character }).collect()
}

/// Every type by name, from all schemas.
fn types(root: &Path) -> Result<BTreeMap<String, Value>, String> {
    let mut types = BTreeMap::new();
    for path in files(&root.join("spec/schema/1.0"), ".schema.json")? {
        let schema: Value =
            serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        for (name, def) in schema.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            if types.insert(name.clone(), def.clone()).is_some_and(|other| other != *def) {
                return Err(format!("{}: `{name}` is another type in another schema", path.display()));
            }
        }
        let name = path.file_name().map(|name| name.to_string_lossy().replace(".schema.json", "")).unwrap_or_default();
        types.insert(if name == "record" { "header".to_owned() } else { name }, schema);
    }
    Ok(types)
}

/// All that the tables are made from.
struct Book<'a> {
    root: &'a Path,
    types: BTreeMap<String, Value>,
    places: BTreeMap<String, (String, String)>,
    lists: Vec<Vocabulary>,
}

impl Book<'_> {
    fn table(&self, chapter: &str, name: &str) -> Result<String, String> {
        match name.split_once(' ') {
            None if name == "limits" => limits(self.root),
            None if name == "redaction" => sections(self.root),
            None if name == "redaction-never" => never(self.root),
            None if name == "withheld" => weighed_less(self.root),
            None if name == "strings" => Ok(self.strings()),
            None if name == "vocabulary-index" => Ok(self.vocabulary_index()),
            None if name == "vocabularies" => Ok(self.vocabularies()),
            Some(("codes", stage)) => codes(self.root, stage),
            Some(("fields", "Assertion")) => self.assertion(chapter),
            Some(("fields", name)) => {
                self.fields(chapter, self.types.get(name).ok_or_else(|| format!("no type `{name}` in the schemas"))?)
            }
            _ => Err(format!("no table `{name}`")),
        }
    }

    /// Every type of a record is shown in a chapter.
    fn nothing_is_missing(&self) -> Outcome {
        let record = self.types.get("header").and_then(|schema| schema.get("$defs")).and_then(Value::as_object);
        let missing: Vec<&str> = record
            .into_iter()
            .flatten()
            .filter(|(_, schema)| has_members(schema))
            .map(|(name, _)| name.as_str())
            .filter(|name| !self.places.contains_key(&format!("fields {name}")))
            .collect();
        if missing.is_empty() { Ok(()) } else { Err(format!("no chapter shows the members of {}", missing.join(", "))) }
    }

    /// One row a member, the required ones first: name, type, how often, meaning, standard, example.
    fn fields(&self, chapter: &str, schema: &Value) -> Result<String, String> {
        let none = serde_json::Map::new();
        let members = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let required: BTreeSet<&str> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let asserted = ASSERTION.iter().all(|name| members.contains_key(*name));
        let shown = |name: &str| !(asserted && ASSERTION.contains(&name));
        let mut rows: Vec<[String; 6]> = Vec::new();
        for wanted in [true, false] {
            let members = members.iter().filter(|(name, _)| required.contains(name.as_str()) == wanted && shown(name));
            rows.extend(members.map(|(name, member)| self.row(chapter, &format!("`{name}`"), member, wanted)));
        }
        if let Some(value) = schema.get("additionalProperties").filter(|value| value.is_object()) {
            rows.extend(self.rows_of_map(chapter, schema, value, &required));
        }
        if rows.is_empty() {
            return Err("the type has no members".to_owned());
        }
        let mut out = table(&["member", "type", "occurs", "meaning", "standard", "example"], &rows);
        if asserted {
            let place = self.link(chapter, "fields Assertion", "assertion item");
            let _ = writeln!(out, "\nIt is an {place}: `{}` may stand beside these.", ASSERTION.join("`, `"));
        }
        Ok(out)
    }

    /// A map from names to values: the names that must be there, and all others.
    fn rows_of_map(&self, chapter: &str, map: &Value, value: &Value, required: &BTreeSet<&str>) -> Vec<[String; 6]> {
        let names = map.get("propertyNames").map_or(String::new(), |names| self.type_of(chapter, names));
        let most = number(map, "maxProperties").unwrap_or_default();
        let meaning = cell(map.get("description").and_then(Value::as_str).unwrap_or_default());
        let named = required.iter().map(|name| (format!("`{name}`"), "1".to_owned()));
        let rows = named.chain([(format!("any {names}"), format!("0..{most}"))]);
        rows.map(|(name, occurs)| {
            let [name, kind, _, _, standard, example] = self.row(chapter, &name, value, false);
            [name, kind, occurs, meaning.clone(), standard, example]
        })
        .collect()
    }

    fn row(&self, chapter: &str, name: &str, member: &Value, required: bool) -> [String; 6] {
        let item = member.get("items").unwrap_or(member);
        let text = |key: &str| {
            let own = member.get(key).or_else(|| self.target(item).and_then(|target| target.get(key)));
            cell(own.and_then(Value::as_str).unwrap_or_default())
        };
        let occurs = match number(member, "maxItems") {
            Some(most) => format!("{}..{most}", if required { number(member, "minItems").unwrap_or(1) } else { 0 }),
            None => (if required { "1" } else { "0..1" }).to_owned(),
        };
        [
            name.to_owned(),
            self.type_of(chapter, member),
            occurs,
            text("description"),
            text("x-standard"),
            self.example(member, 0).map_or(String::new(), |example| format!("`{}`", cell(&example.to_string()))),
        ]
    }

    /// The example that stands with a member, or else the least value that it can have, made from the examples of its parts.
    fn example(&self, schema: &Value, depth: usize) -> Option<Value> {
        let own = schema.get("const").or_else(|| schema.get("examples").and_then(|examples| examples.get(0)));
        if let Some(example) = own {
            return Some(example.clone());
        }
        if let Some(target) = self.target(schema) {
            return self.example(target, depth);
        }
        if let Some(items) = schema.get("items") {
            return Some(Value::Array(vec![self.example(items, depth)?]));
        }
        if let Some(value) = schema.get("oneOf").and_then(|choices| choices.get(0)?.get("const")) {
            return Some(value.clone());
        }
        let choice = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(|choices| choices.get(0));
        let members = schema.get("properties").and_then(Value::as_object).filter(|_| depth < 4)?;
        let names = |schema: Option<&Value>| -> Vec<String> {
            let names = schema.and_then(|schema| schema.get("required")).and_then(Value::as_array);
            names.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let mut needed: Vec<String> = names(Some(schema)).into_iter().chain(names(choice)).collect();
        if needed.is_empty() {
            needed = members.keys().take(1).cloned().collect();
        }
        let values =
            needed.iter().filter_map(|name| Some((name.clone(), self.example(members.get(name)?, depth + 1)?)));
        Some(Value::Object(values.collect()))
    }

    /// The members of an assertion item, taken from a type that has them.
    fn assertion(&self, chapter: &str) -> Result<String, String> {
        let name = self.types.get("Name").and_then(|name| name.get("properties")).ok_or("no type `Name`")?;
        let rows: Vec<[String; 6]> = ASSERTION
            .iter()
            .filter_map(|member| Some(self.row(chapter, &format!("`{member}`"), name.get(member)?, false)))
            .collect();
        Ok(table(&["member", "type", "occurs", "meaning", "standard", "example"], &rows))
    }

    /// What a member holds, in words.
    fn type_of(&self, chapter: &str, member: &Value) -> String {
        if let Some(list) = self.list_of(member) {
            return format!("code of {}", self.link_to(chapter, "vocabularies", list, &format!("`{list}`")));
        }
        if let Some(name) = reference(member) {
            let is_string = self.target(member).is_some_and(|target| target.get("pattern").is_some());
            return match (is_string, name) {
                (true, _) => self.link_to(chapter, "strings", &format!("type-{}", name.to_lowercase()), name),
                (false, "ExtensionValue") => self.link(chapter, "fields Extensions", "any value"),
                (false, _) => self.link(chapter, &format!("fields {name}"), name),
            };
        }
        if let Some(constant) = member.get("const") {
            return format!("`{constant}`");
        }
        match member.get("type").and_then(Value::as_str) {
            Some("array") => {
                let items = member.get("items").map_or("anything".to_owned(), |items| self.type_of(chapter, items));
                format!("list of {}", items.replacen("code of", "codes of", 1).replacen("integer,", "integers,", 1))
            }
            Some("string") => match (member.get("pattern").and_then(Value::as_str), number(member, "maxLength")) {
                (Some(pattern), _) => format!("text `{}`", cell(pattern)),
                (None, Some(most)) => format!("text, at most {} characters", grouped(most)),
                (None, None) => "text".to_owned(),
            },
            Some("integer") => match (number(member, "minimum"), number(member, "maximum")) {
                (Some(least), Some(most)) => format!("integer, {least} to {}", grouped(most)),
                _ => "integer".to_owned(),
            },
            Some(other) => other.to_owned(),
            None => "any value".to_owned(),
        }
    }

    /// The code list of a member, whether it stands there or at the type that the member refers to.
    fn list_of<'v>(&'v self, member: &'v Value) -> Option<&'v str> {
        let list = |schema: &'v Value| schema.get("x-vocabulary").and_then(Value::as_str);
        list(member).or_else(|| self.target(member).and_then(list))
    }

    fn target(&self, member: &Value) -> Option<&Value> {
        self.types.get(reference(member)?)
    }

    /// A link to the heading above a table, or plain words where no chapter has the table.
    fn link(&self, chapter: &str, table: &str, words: &str) -> String {
        let anchor = self.places.get(table).map(|(_, anchor)| anchor.clone()).unwrap_or_default();
        self.link_to(chapter, table, &anchor, words)
    }

    /// A link to an anchor in the chapter that has a table.
    fn link_to(&self, chapter: &str, table: &str, anchor: &str, words: &str) -> String {
        match self.places.get(table) {
            Some((place, _)) if place == chapter => format!("[{words}](#{anchor})"),
            Some((place, _)) => format!("[{words}]({place}#{anchor})"),
            None => words.to_owned(),
        }
    }

    /// The types of text that have a form of their own and are no codes.
    fn strings(&self) -> String {
        let record = self.types.get("header").and_then(|schema| schema.get("$defs")).and_then(Value::as_object);
        let strings = record
            .into_iter()
            .flatten()
            .filter(|(_, schema)| schema.get("pattern").is_some() && schema.get("x-vocabulary").is_none());
        let text = |schema: &Value, key: &str| cell(schema.get(key).and_then(Value::as_str).unwrap_or_default());
        let rows: Vec<[String; 5]> = strings
            .map(|(name, schema)| {
                let examples = schema.get("examples").and_then(Value::as_array).into_iter().flatten();
                let examples: Vec<String> =
                    examples.filter_map(Value::as_str).map(|example| format!("`{}`", cell(example))).collect();
                [
                    format!("<a id=\"type-{}\"></a>{name}", name.to_lowercase()),
                    text(schema, "description"),
                    format!(
                        "`{}`, at most {}",
                        text(schema, "pattern"),
                        number(schema, "maxLength").unwrap_or_default()
                    ),
                    text(schema, "x-standard"),
                    examples.join(" "),
                ]
            })
            .collect();
        table(&["type", "meaning", "form", "standard", "examples"], &rows)
    }

    /// One row a list.
    fn vocabulary_index(&self) -> String {
        let users = self.users();
        let rows: Vec<[String; 5]> = self
            .lists
            .iter()
            .map(|list| {
                [
                    format!("[`{0}`](#{0})", list.name),
                    english(&list.title),
                    list.openness.clone(),
                    list.code.len().to_string(),
                    users.get(list.name.as_str()).map_or("no member of a record".to_owned(), |users| users.join(", ")),
                ]
            })
            .collect();
        table(&["list", "what it lists", "open or closed", "codes", "used by"], &rows)
    }

    /// The members that hold codes of each list.
    fn users(&self) -> BTreeMap<&str, Vec<String>> {
        let mut users: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let record_types = ["profile", "modus-operandi", "network", "sighting", "link", "notice"];
        for (name, schema) in self.types.iter().filter(|(name, _)| !record_types.contains(&name.as_str())) {
            let owner = if name == "header" { String::new() } else { format!("{name}.") };
            for (member, schema) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
                if let Some(list) = self.list_of(schema.get("items").unwrap_or(schema)) {
                    users.entry(list).or_default().push(format!("`{owner}{member}`"));
                }
            }
        }
        users
    }

    /// A section a list.
    fn vocabularies(&self) -> String {
        let mut out = String::new();
        for list in &self.lists {
            let _ = write!(
                out,
                "\n### `{}`\n\n{}. {}, edition {}. Source: {}.\n\n",
                list.name,
                english(&list.title),
                if list.openness == "open" { "Open" } else { "Closed" },
                list.version,
                list.source.trim_end_matches('.'),
            );
            let facts: BTreeSet<&str> = list
                .code
                .iter()
                .flat_map(|row| row.facts.keys())
                .map(String::as_str)
                .filter(|fact| *fact != RETIRED)
                .collect();
            let names: Vec<&str> = ["code", "label", "meaning"].into_iter().chain(facts.iter().copied()).collect();
            let rows: Vec<Vec<String>> = list.code.iter().map(|row| code_row(row, &facts)).collect();
            out.push_str(&table(&names, &rows));
        }
        out.push('\n');
        out
    }
}

fn code_row(row: &CodeRow, facts: &BTreeSet<&str>) -> Vec<String> {
    let retired = row.facts.get(RETIRED).map_or(String::new(), |edition| {
        let instead = row.replaced_by.as_ref().map_or(String::new(), |other| format!(", use `{other}`"));
        format!(" Retired from {} on{instead}.", edition.as_str().unwrap_or_default())
    });
    let meaning = format!("{}{retired}", english(&row.definition));
    let facts = facts.iter().map(|fact| row.facts.get(*fact).map_or(String::new(), fact_in_words));
    [format!("`{}`", row.code), english(&row.label), meaning].into_iter().chain(facts).collect()
}

fn fact_in_words(fact: &toml::Value) -> String {
    match fact {
        toml::Value::Boolean(fact) => (if *fact { "yes" } else { "no" }).to_owned(),
        toml::Value::String(text) => format!("`{text}`"),
        toml::Value::Array(items) => items.iter().map(fact_in_words).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

fn limits(root: &Path) -> Result<String, String> {
    let rows: Vec<[String; 5]> = limit_rows(root)?
        .iter()
        .map(|row| {
            let code = row.code.as_ref().map_or(String::new(), |code| format!("`{code}`"));
            [format!("`{}`", row.name), row.value.to_string(), row.unit.clone(), cell(&row.meaning), code]
        })
        .collect();
    Ok(table(&["limit", "value", "unit", "what it counts", "code"], &rows))
}

/// The parts that may be withheld.
fn sections(root: &Path) -> Result<String, String> {
    let rows: Vec<[String; 4]> = redaction_rows(root)?
        .section
        .iter()
        .map(|row| {
            let default = if row.default { "yes" } else { "" };
            [format!("`{}`", row.place), type_names(&row.types), default.to_owned(), cell(&row.why)]
        })
        .collect();
    Ok(table(&["part", "record types", "default", "because"], &rows))
}

/// The parts that may never be withheld.
fn never(root: &Path) -> Result<String, String> {
    let rows: Vec<[String; 3]> = redaction_rows(root)?
        .never
        .iter()
        .map(|row| {
            let places: Vec<String> = row.places.iter().map(|place| format!("`{place}`")).collect();
            [places.join(" "), type_names(&row.types), cell(&row.why)]
        })
        .collect();
    Ok(table(&["parts", "record types", "because"], &rows))
}

fn type_names(types: &[String]) -> String {
    let names: Vec<String> = types.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "all".to_owned() } else { names.join(" ") }
}

/// The codes that weigh less in a copy in which something is withheld.
fn weighed_less(root: &Path) -> Result<String, String> {
    let errors = errors(root)?;
    let rows = errors.iter().filter(|row| row.withheld.is_some());
    let rows: Vec<[String; 3]> =
        rows.map(|row| [format!("`{}`", row.code), row.requirement.clone(), english(&row.message)]).collect();
    Ok(table(&["code", "requirement", "what is wrong"], &rows))
}

/// The codes of a stage, in the order of the registry.
fn codes(root: &Path, stage: &str) -> Result<String, String> {
    let errors = errors(root)?;
    let rows: Vec<[String; 4]> = errors
        .iter()
        .filter(|row| row.stage == stage)
        .map(|row| {
            let name = row.rule.as_ref().map_or(String::new(), |rule| format!(" (`{rule}`)"));
            let author = row.author.as_ref().map_or(String::new(), |author| format!("; for an author {author}"));
            [
                format!("`{}`{name}", row.code),
                format!("{}{author}", row.severity),
                row.requirement.clone(),
                english(&row.message),
            ]
        })
        .collect();
    Ok(table(&["code", "severity", "requirement", "what is wrong"], &rows))
}

/// A table without the columns that are empty in every row.
fn table<R: AsRef<[String]>>(names: &[&str], rows: &[R]) -> String {
    let kept: Vec<usize> = (0..names.len())
        .filter(|column| rows.iter().any(|row| row.as_ref().get(*column).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let line = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(kept.iter().filter_map(|column| names.get(*column).copied()).collect());
    let _ = writeln!(out, "|{}", "---|".repeat(kept.len()));
    for row in rows {
        out.push_str(&line(kept.iter().filter_map(|column| row.as_ref().get(*column).map(String::as_str)).collect()));
    }
    out
}

fn reference(member: &Value) -> Option<&str> {
    member.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next())
}

fn has_members(schema: &Value) -> bool {
    schema.get("properties").is_some() || schema.get("additionalProperties").is_some_and(Value::is_object)
}

fn number(schema: &Value, key: &str) -> Option<u64> {
    schema.get(key).and_then(Value::as_u64)
}

/// A number with a comma between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

fn english(texts: &Texts) -> String {
    cell(texts.get("en").map(String::as_str).unwrap_or_default())
}

/// A text that does not break its table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_filled_and_the_rest_stays() {
        let text = "before\n<!-- table: x -->\nold\n<!-- end -->\nafter\n";
        let filled = fill(text, |name| Ok(format!("| {name} |\n")));
        assert_eq!(filled.as_deref(), Ok("before\n<!-- table: x -->\n| x |\n<!-- end -->\nafter\n"));
        assert!(fill("<!-- table: x -->\nno end", |_| Ok(String::new())).is_err());
    }

    #[test]
    fn a_table_is_known_by_the_heading_above_it() {
        let chapters = [("1.md".to_owned(), "# One\n## How sure: evaluation\n<!-- table: fields X -->\n".to_owned())];
        let places = places(&chapters);
        assert_eq!(places.get("fields X"), Some(&("1.md".to_owned(), "how-sure-evaluation".to_owned())));
        assert_eq!(slug("### `mo-phase`"), "mo-phase");
    }

    #[test]
    fn a_column_that_is_empty_everywhere_is_left_out() {
        let row = |middle: &str| ["a".to_owned(), middle.to_owned(), "c".to_owned()];
        assert_eq!(table(&["x", "y", "z"], &[row("")]), "| x | z |\n|---|---|\n| a | c |\n");
        assert_eq!(table(&["x", "y", "z"], &[row(""), row("b")]).lines().next(), Some("| x | y | z |"));
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(
            [grouped(64), grouped(1_000), grouped(9_007_199_254_740_991)],
            ["64", "1,000", "9,007,199,254,740,991"]
        );
    }
}

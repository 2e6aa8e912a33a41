//! From the document to a pack: columns, places, converters and tables, each held against the others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use passerelle::Code;
use passerelle::record::{RecordType, Timestamp};
use serde_json::{Map, Value};
use toml::Spanned;

use super::children::{children, no_column};
use super::document::{Columns, Document, FieldDocument, SourceDocument};
use super::sources::source;
use super::target::{Shape, Step, Target};
use super::zones::zones;
use super::{Child, Diagnostic, Field, Files, Group, IgnoreMode, Ignored, Pack, PackError};
use crate::convert::{Class, Owner, converter};
use crate::lens::layout::{ISSUED, Layout};
use crate::source::{Form, Source};

/// The file that every pack has.
const FILE: &str = "map.toml";

/// Collects what is wrong.
pub(super) struct Faults<'t> {
    text: &'t str,
    found: Vec<Diagnostic>,
}

/// The columns of one table, and what each of them is for.
pub(super) struct Scope {
    pub(super) columns: Vec<String>,
    /// Where a column is used.
    pub(super) users: BTreeMap<usize, Range<usize>>,
    /// Columns that must not reach a record.
    never: BTreeSet<usize>,
}

impl Scope {
    fn of(source: &Source) -> Self {
        Self { columns: source.columns.clone(), users: BTreeMap::new(), never: BTreeSet::new() }
    }

    /// The column of a name, or that there is none.
    pub(super) fn find(&self, name: &Spanned<String>, faults: &mut Faults<'_>) -> Option<usize> {
        let found = self.columns.iter().position(|column| column == name.get_ref());
        if found.is_none() {
            faults.add(Code::MapColumn, name.span(), no_column(name.get_ref(), &self.columns));
        }
        found
    }
}

impl Faults<'_> {
    pub(super) fn add(&mut self, code: Code, span: Range<usize>, detail: impl Into<String>) {
        self.found.push(Diagnostic::new(code, FILE, self.text, span, detail));
    }
}

pub(super) fn compile(files: &dyn Files) -> Result<Pack, PackError> {
    let text = files.text(FILE).unwrap_or_default();
    let mut faults = Faults { text: &text, found: Vec::new() };
    // spec: PSR-MAP-001
    let document: Document = match toml::from_str(&text) {
        Ok(document) => document,
        Err(error) => {
            faults.add(Code::MapSyntax, error.span().unwrap_or_default(), error.message());
            return Err(PackError { diagnostics: faults.found });
        }
    };
    let pack = assemble(document, files, &mut faults);
    match pack {
        Some(pack) if faults.found.is_empty() => {
            check_header(&pack, &text, &mut faults);
            if faults.found.is_empty() { Ok(pack) } else { Err(PackError { diagnostics: faults.found }) }
        }
        _ => {
            faults.found.sort_by(|left, right| {
                (&left.file, left.line, left.column).cmp(&(&right.file, right.line, right.column))
            });
            Err(PackError { diagnostics: faults.found })
        }
    }
}

fn assemble(document: Document, files: &dyn Files, faults: &mut Faults<'_>) -> Option<Pack> {
    let record_span = document.record.span();
    let template = json_of_table(document.record.get_ref());
    let named = template.get("type").and_then(Value::as_str);
    let Some(record_type) = RecordType::ALL.into_iter().find(|record_type| Some(record_type.as_str()) == named) else {
        faults.add(Code::MapOption, record_span, "`type` names the type of the records, such as `profile`");
        return None;
    };
    let source = source(&document.source, faults)?;
    let children = children(&document, &source, faults);
    // The table of the rows, and behind it the child tables.
    let mut scopes: Vec<Scope> =
        std::iter::once(&source).chain(children.iter().map(|child| &child.source)).map(Scope::of).collect();
    let names: Vec<String> = children.iter().map(|child| child.name.clone()).collect();
    let own = source.columns.len();
    let zones = scopes.first_mut().map(|scope| zones(&document, scope, faults)).unwrap_or_default();

    let mut ignored = Vec::new();
    for ignore in &document.ignore {
        if ignore.reason.get_ref().trim().is_empty() {
            faults.add(Code::MapColumn, ignore.reason.span(), "say why these columns are not mapped");
        }
        let Some(at) = scope_of(ignore.child.as_ref(), &names, faults) else { continue };
        let Some(scope) = scopes.get_mut(at) else { continue };
        for column in &ignore.columns {
            let Some(index) = scope.find(column, faults) else { continue };
            if scope.users.insert(index, column.span()).is_some() {
                faults.add(Code::MapColumn, column.span(), "this column is ignored twice");
            }
            if ignore.mode == IgnoreMode::NeverExport {
                scope.never.insert(index);
            }
            let prefix = ignore.child.as_ref().map(|child| format!("{}.", child.get_ref())).unwrap_or_default();
            ignored.push(Ignored {
                column: format!("{prefix}{}", column.get_ref()),
                mode: ignore.mode,
                reason: ignore.reason.get_ref().clone(),
            });
        }
    }
    let mut constants = Vec::new();
    let mut key = Vec::new();
    if let Some(scope) = scopes.first_mut() {
        for constant in &document.constant {
            let value = constant.value.get_ref();
            let Some(index) = scope.find(&constant.column, faults) else { continue };
            if index >= own {
                faults.add(Code::MapColumn, constant.column.span(), "a part of a zone is no column of the source");
            }
            if scope.users.insert(index, constant.column.span()).is_some() {
                faults.add(Code::MapColumn, constant.column.span(), "this column is used twice");
            }
            if value.is_empty() || source.room(index, value).is_err() {
                faults.add(Code::MapOption, constant.value.span(), "the column has no room for this, or no letters");
            }
            constants.push((index, value.clone()));
        }
        for column in &document.source.key {
            match scope.find(column, faults) {
                // spec: PSR-MAP-003
                Some(index) if scope.never.contains(&index) => {
                    faults.add(Code::MapNeverExport, column.span(), "the identifier of a record is made from the key");
                }
                Some(index) if index >= own => {
                    faults.add(Code::MapColumn, column.span(), "a part of a zone is no column of the source");
                }
                found => key.extend(found),
            }
        }
    }
    for (scope, child) in scopes.iter_mut().skip(1).zip(&children) {
        // The columns by which rows are joined are used by that.
        for column in child.key.iter().chain(&child.id) {
            scope.users.entry(*column).or_default();
        }
    }
    if key.is_empty() && faults.found.is_empty() {
        faults.add(Code::MapOption, document.source.encoding.span(), "`key` names one column at least");
    }

    // spec: PSR-MAP-004
    for name in ISSUED.iter().filter(|name| template.get(**name).is_some()) {
        faults.add(Code::MapTarget, record_span.clone(), format!("`{name}` is given when a record is issued"));
    }
    let mut layout = Layout::of(&template);
    let issuer = template.get("issuer").and_then(Value::as_str).unwrap_or_default();
    let owner = Owner { pack: &document.map.id, issuer };
    let shape = Shape::of(record_type);
    let mut fields: Vec<Field> = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut filled: Vec<(String, Range<usize>)> = Vec::new();
    for field in document.field {
        let mut field = field.into_inner();
        let Some(at) = scope_of(field.child.as_ref(), &names, faults) else { continue };
        let Some(slots) = scopes.get_mut(at).and_then(|scope| slots(&field, scope, faults)) else { continue };
        let child = at.checked_sub(1);
        let (target, place) = match Target::read(field.to.get_ref(), &shape) {
            Ok(read) => read,
            Err(detail) => {
                faults.add(Code::MapTarget, field.to.span(), detail);
                continue;
            }
        };
        if let Some(name) = target.above.first().filter(|name| ISSUED.contains(&name.as_str())) {
            faults.add(Code::MapTarget, field.to.span(), format!("`{name}` is given when a record is issued"));
        }
        let mut tables = Vec::new();
        let converter = match converter(&mut field, &place, owner, files, &mut tables) {
            Ok(converter) => converter,
            Err((code, span, detail)) => {
                faults.add(code, span, detail);
                continue;
            }
        };
        faults.found.extend(tables.into_iter().flat_map(|table| table.faults));
        for (name, span) in field.left() {
            faults.add(Code::MapOption, span, format!("the converter has no option `{name}`"));
        }
        let width = slots.first().map_or(0, Vec::len);
        if !converter.columns().contains(&width) {
            let due = converter.columns().start;
            faults.add(
                Code::MapOption,
                field.from.span(),
                format!("the converter reads {due} column(s), and here are {width}"),
            );
        }
        for path in owned_paths(&target, field.to.get_ref(), &converter.members()) {
            let is_taken = |held: &str| {
                held == path || held.starts_with(&format!("{path}/")) || path.starts_with(&format!("{held}/"))
            };
            let is_in_template = target.item.is_none() && template.pointer(&path).is_some();
            if filled.iter().any(|(held, _)| is_taken(held)) || is_in_template {
                faults.add(
                    Code::MapTarget,
                    field.to.span(),
                    "this place is filled already, by a field before or by `[record]`",
                );
            }
            filled.push((path, field.to.span()));
        }
        let split = field.split.take();
        if let Some(split) = &split {
            if target.item.is_none() || slots.len() > 1 || width != 1 {
                faults.add(Code::MapOption, split.span(), "`split` is for one column whose values fill a list");
            }
            if split.get_ref().is_empty() {
                faults.add(Code::MapOption, split.span(), "`split` is what stands between two values");
            }
        }
        if let Some(name) = &field.child {
            if target.item.is_none() {
                faults.add(Code::MapTarget, field.to.span(), "each row of a child table fills an element of a list");
            }
            if split.is_some() || slots.len() > 1 {
                faults.add(
                    Code::MapOption,
                    name.span(),
                    "a row of a child table fills one element, so neither `split` nor numbered columns are for it",
                );
            }
        }
        let group = target.item.as_ref().map(|item| {
            let found = groups.iter().position(|group| group.item.text == item.text);
            let index = found.unwrap_or_else(|| {
                if child.is_some() && groups.iter().any(|group| group.child == child) {
                    faults.add(
                        Code::MapTarget,
                        field.to.span(),
                        "a row of a child table fills one element, and this is another",
                    );
                }
                groups.push(Group {
                    above: target.above.clone(),
                    item: item.clone(),
                    list: layout.add_list(&target.above),
                    fields: Vec::new(),
                    capacity: Some(0),
                    child,
                });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(index) {
                if (split.is_some() || group.capacity.is_none() && group.child.is_none()) && !group.fields.is_empty() {
                    faults.add(Code::MapOption, field.to.span(), "an element that `split` fills has no other fields");
                }
                if group.child != child {
                    faults.add(Code::MapTarget, field.to.span(), "another table fills this element");
                }
                group.fields.push(fields.len());
                let is_open = split.is_some() || child.is_some();
                group.capacity = if is_open { None } else { group.capacity.map(|held| held.max(slots.len())) };
            }
            index
        });
        if group.is_none() {
            layout.add_field(&target.above, fields.len(), !converter.members().is_empty());
        }
        let is_bounded = target.item.is_some() && split.is_none() && child.is_none();
        let of_field = child.and_then(|child| children.get(child)).map_or(&source, |child| &child.source);
        let is_of_zone = child.is_none() && slots.iter().flatten().any(|column| *column >= own);
        let has_width = matches!(of_field.form, Form::FixedWidth(_)) || is_of_zone;
        let class = if is_bounded || has_width { Class::Bounded } else { converter.class() };
        fields.push(Field {
            child,
            from: columns_text(field.from.get_ref()),
            to: field.to.get_ref().clone(),
            slots,
            target,
            group,
            class: class.max(converter.class()),
            converter,
            converter_name: field.converter,
            needed: field.needed,
            fold: field.fold,
            unmapped: field.unmapped,
            absent: field.absent,
            split: split.map(Spanned::into_inner),
        });
    }
    // spec: PSR-MAP-002
    let described = std::iter::once(&document.source).chain(document.child.iter().map(|child| &child.source));
    for (scope, described) in scopes.iter().zip(described) {
        for (index, column) in described.columns.iter().enumerate() {
            if !scope.users.contains_key(&index) {
                let detail = "this column is neither mapped by a `[[field]]` nor listed under `[[ignore]]`";
                faults.add(Code::MapColumn, column.span(), detail);
            }
        }
    }
    if let Some(scope) = scopes.first() {
        for (zone, span) in &zones {
            let unused = zone.range().filter(|column| !scope.users.contains_key(column));
            let names: Vec<&str> = unused.filter_map(|column| Some(scope.columns.get(column)?.as_str())).collect();
            if !names.is_empty() {
                let detail =
                    format!("these parts are neither mapped nor listed under `[[ignore]]`: {}", names.join(", "));
                faults.add(Code::MapColumn, span.clone(), detail);
            }
        }
    }
    let columns = scopes.into_iter().next().map(|scope| scope.columns).unwrap_or_default();
    let new_key = new_key(&document.source, &source, &children, &key, &fields, faults);
    let needed = fields.iter().enumerate().filter(|(_, field)| field.needed);
    let needed = needed.filter_map(|(index, field)| Some((index, field.group?))).collect();
    layout.lay_out(&groups, &fields);
    Some(Pack {
        id: document.map.id,
        version: document.map.version,
        record_type,
        template,
        review_after_days: document.issue.review_after_days,
        expires_after_days: document.issue.expires_after_days,
        source,
        key,
        null: document.source.null,
        fields,
        groups,
        needed,
        layout,
        ignored,
        constants,
        children,
        zones: zones.into_iter().map(|(zone, _)| zone).collect(),
        columns,
        new_key,
        identity: None,
    })
}

/// Where a field writes, so that two fields that write one place are found out.
fn owned_paths(target: &Target, text: &str, members: &[String]) -> Vec<String> {
    let base = target.item.as_ref().map_or(String::new(), |item| item.text.clone());
    let inner = target.below.iter().fold(base, |path, step| match step {
        Step::Member(name) => format!("{path}/{name}"),
        Step::Inner(item) => item.text.clone(),
    });
    let base = if target.item.is_some() { inner } else { text.to_owned() };
    if members.is_empty() { vec![base] } else { members.iter().map(|member| format!("{base}/{member}")).collect() }
}

/// The columns of a field, for each element that it fills.
fn slots(field: &FieldDocument, scope: &mut Scope, faults: &mut Faults<'_>) -> Option<Vec<Vec<usize>>> {
    let Scope { columns, users, never } = scope;
    let span = field.from.span();
    let names = match field.from.get_ref() {
        Columns::One(name) => vec![name.clone()],
        Columns::Several(names) => names.clone(),
    };
    let expanded: Vec<Vec<String>> = names.iter().map(|name| numbered(name)).collect();
    let count = expanded.first().map_or(0, Vec::len);
    if count == 0 || expanded.iter().any(|names| names.len() != count) {
        faults.add(Code::MapColumn, span, "numbered columns are written `NAME{1..3}`, all with the same numbers");
        return None;
    }
    let mut slots = vec![Vec::new(); count];
    for (slot, name) in expanded.iter().flat_map(|names| names.iter().enumerate()) {
        match columns.iter().position(|column| column == name) {
            None => {
                faults.add(Code::MapColumn, span, no_column(name, columns));
                return None;
            }
            Some(index) if never.contains(&index) => {
                faults.add(Code::MapNeverExport, span, format!("`{name}` is listed as `never-export`"));
                return None;
            }
            Some(index) => {
                if users.insert(index, span.clone()).is_some() {
                    faults.add(Code::MapColumn, span.clone(), format!("`{name}` is used twice"));
                }
                if let Some(slot) = slots.get_mut(slot) {
                    slot.push(index);
                }
            }
        }
    }
    if count > 1 && !field.to.get_ref().contains('[') {
        faults.add(Code::MapTarget, field.to.span(), "numbered columns fill the elements of a list");
    }
    Some(slots)
}

/// `ALIAS{1..3}` as three names; another name as it is.
fn numbered(name: &str) -> Vec<String> {
    let Some((before, rest)) = name.split_once('{') else { return vec![name.to_owned()] };
    let Some((range, after)) = rest.split_once('}') else { return Vec::new() };
    let ends = range.split_once("..").and_then(|(from, to)| Some((from.parse::<u8>().ok()?, to.parse::<u8>().ok()?)));
    let Some((from, to)) = ends else { return Vec::new() };
    (from..=to).map(|number| format!("{before}{number}{after}")).collect()
}

fn columns_text(columns: &Columns) -> String {
    match columns {
        Columns::One(name) => name.clone(),
        Columns::Several(names) => names.join(" + "),
    }
}

/// The table that a name means: the first is that of the rows.
fn scope_of(child: Option<&Spanned<String>>, names: &[String], faults: &mut Faults<'_>) -> Option<usize> {
    let Some(child) = child else { return Some(0) };
    let found = names.iter().position(|name| name == child.get_ref());
    if found.is_none() {
        faults.add(Code::MapOption, child.span(), "no child table has this name");
    }
    found.map(|index| index + 1)
}

/// What stands in the key of a new row, which is due where child rows of other files are joined by it.
fn new_key(
    described: &SourceDocument,
    source: &Source,
    children: &[Child],
    key: &[usize],
    fields: &[Field],
    faults: &mut Faults<'_>,
) -> Option<String> {
    let is_nested = matches!(source.form, Form::JsonLines | Form::JsonArray);
    let is_mapped = |column: &usize| {
        fields.iter().any(|field| field.child.is_none() && field.slots.iter().flatten().any(|used| used == column))
    };
    let is_due = !children.is_empty() && !is_nested && !key.iter().any(is_mapped);
    match &described.new_key {
        Some(new_key) if !is_due => {
            let detail = "`new_key` is for packs with child tables whose key no field maps";
            faults.add(Code::MapOption, new_key.span(), detail);
            None
        }
        Some(new_key) => {
            let number = new_key.get_ref().replacen("{}", "1", 1);
            if !new_key.get_ref().contains("{}") || key.iter().any(|column| source.room(*column, &number).is_err()) {
                let detail = "`{}` stands for the number of the row, and the columns of the key have room for it";
                faults.add(Code::MapOption, new_key.span(), detail);
            }
            Some(new_key.get_ref().clone())
        }
        None if is_due => {
            let span = described.key.first().map_or_else(|| described.encoding.span(), Spanned::span);
            let detail = "child rows are joined by the key, so `new_key` says what stands there in a new row: `NEW-{}`";
            faults.add(Code::MapOption, span, detail);
            None
        }
        None => None,
    }
}

/// Holds what every record of the pack has against the rules, before any row: a mistake here would reject every row.
fn check_header(pack: &Pack, text: &str, faults: &mut Faults<'_>) {
    let Ok(now) = Timestamp::new("2026-01-01T00:00:00Z") else { return };
    let mut skeleton = pack.template.clone();
    // Members that fields fill are not missing.
    let mapped: Vec<&str> = pack.fields.iter().map(|field| field.to.as_str()).collect();
    let issuer = pack.template.get("issuer").and_then(Value::as_str).unwrap_or_default();
    let id = format!("{issuer}/00000000-0000-4000-8000-000000000000");
    crate::run::issue_into(pack, &mut skeleton, &id, now);
    let bytes = serde_json::to_vec(&skeleton).unwrap_or_default();
    let at = text.find("[record]").unwrap_or_default();
    for finding in passerelle::validate(&bytes, now).findings {
        let place = finding.pointer.as_str();
        let is_mapped = |target: &&str| target.starts_with(place) || place.starts_with(*target);
        let is_error = finding.severity == passerelle::Severity::Error;
        if is_error && !place.is_empty() && !place.starts_with("/content") && !mapped.iter().any(is_mapped) {
            faults.add(
                Code::MapOption,
                at..at + "[record]".len(),
                format!("every record would have `{}` at {place}", finding.code),
            );
        }
    }
}

fn json_of_table(table: &toml::Table) -> Value {
    Value::Object(table.iter().map(|(name, value)| (name.clone(), json_of(value))).collect::<Map<_, _>>())
}

fn json_of(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Boolean(value) => (*value).into(),
        toml::Value::Array(items) => items.iter().map(json_of).collect(),
        toml::Value::Table(table) => json_of_table(table),
        // The format has no fractions, and writes days as text.
        toml::Value::Float(number) => number.to_string().into(),
        toml::Value::Datetime(time) => time.to_string().into(),
    }
}

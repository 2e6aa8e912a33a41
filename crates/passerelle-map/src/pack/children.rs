//! Child tables: whose rows they hold, by which columns, and that none of them hangs on itself.

use std::collections::BTreeSet;

use passerelle::Code;
use toml::Spanned;

use super::Child;
use super::compile::Faults;
use super::document::{Document, SourceDocument};
use super::sources::source;
use crate::source::{Form, Source};

/// The child tables of a pack whose rows come from `above`.
pub(super) fn children(document: &Document, above: &Source, faults: &mut Faults<'_>) -> Vec<Child> {
    let names: Vec<&str> = document.child.iter().map(|child| child.name.get_ref().as_str()).collect();
    let is_nested = matches!(above.form, Form::JsonLines | Form::JsonArray);
    let mut children = Vec::new();
    for (index, child) in document.child.iter().enumerate() {
        let name = child.name.get_ref();
        let is_plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        if !is_plain {
            faults.add(Code::MapOption, child.name.span(), "the name of a child table is letters, digits, `_` and `-`");
        }
        if names.iter().take(index).any(|held| held == name) || above.columns.contains(name) {
            faults.add(Code::MapOption, child.name.span(), "a column or another child table has this name");
        }
        let Some(source) = source(&child.source, faults) else { continue };
        if is_nested && !matches!(source.form, Form::JsonLines) {
            faults.add(
                Code::MapOption,
                child.source.encoding.span(),
                "child rows of a source of JSON stand in its rows: `format = \"json-lines\"`",
            );
        }
        if let Some(new_key) = &child.source.new_key {
            faults.add(Code::MapOption, new_key.span(), "the rows of the export have a key of their own, not these");
        }
        let key = columns_of(&child.source.key, &source, faults);
        let id = columns_of(&child.id, &source, faults);
        children.push(Child { name: name.clone(), source, null: child.source.null.clone(), key, id, above: None });
    }
    if children.len() < document.child.len() {
        return children;
    }
    for (index, child) in document.child.iter().enumerate() {
        let Some(of) = &child.of else { continue };
        let Some(found) = names.iter().position(|name| name == of.get_ref()) else {
            faults.add(Code::MapOption, of.span(), "no child table has this name");
            continue;
        };
        if is_nested {
            faults.add(Code::MapOption, of.span(), "in a source of JSON child rows belong to the rows of the export");
        }
        if let Some(child) = children.get_mut(index) {
            child.above = Some(found);
        }
    }
    for (index, child) in document.child.iter().enumerate() {
        // spec: PSR-MAP-021
        if hangs_on_itself(&children, index) {
            let span = child.of.as_ref().map_or_else(|| child.name.span(), Spanned::span);
            faults.add(Code::MapCycle, span, format!("`{}` belongs to itself in the end", child.name.get_ref()));
            continue;
        }
        check_key(document, &children, index, is_nested, faults);
    }
    children
}

/// The columns of a key, each of which the source has.
fn columns_of(names: &[Spanned<String>], source: &Source, faults: &mut Faults<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    for name in names {
        match source.columns.iter().position(|column| column == name.get_ref()) {
            Some(index) => found.push(index),
            None => faults.add(Code::MapColumn, name.span(), no_column(name.get_ref(), &source.columns)),
        }
    }
    found
}

fn hangs_on_itself(children: &[Child], index: usize) -> bool {
    let mut met = BTreeSet::from([index]);
    let mut at = index;
    while let Some(above) = children.get(at).and_then(|child| child.above) {
        if !met.insert(above) {
            return above == index;
        }
        at = above;
    }
    false
}

/// The key of a child table has as many columns as what it is held against.
fn check_key(document: &Document, children: &[Child], index: usize, is_nested: bool, faults: &mut Faults<'_>) {
    let (Some(child), Some(described)) = (children.get(index), document.child.get(index)) else { return };
    let described: &SourceDocument = &described.source;
    let span = described.key.first().map_or_else(|| described.encoding.span(), Spanned::span);
    let above = child.above.and_then(|above| Some((children.get(above)?, document.child.get(above)?)));
    let (due, whose) = match above {
        Some((above, document)) if above.id.is_empty() => {
            let detail = format!("child rows belong to its rows: `id` says which columns name one of `{}`", above.name);
            faults.add(Code::MapOption, document.name.span(), detail);
            return;
        }
        Some((above, _)) => (above.id.len(), above.name.as_str()),
        None => (document.source.key.len(), "the export"),
    };
    let is_left_out = is_nested && child.key.is_empty();
    if child.key.len() != due && !is_left_out {
        let detail = format!("the key of {whose} has {due} column(s), and this one has {}", child.key.len());
        faults.add(Code::MapOption, span, detail);
    }
}

/// That a source has no such column, with the one that is meant perhaps.
pub(super) fn no_column(name: &str, columns: &[String]) -> String {
    match near(name, columns.iter().map(String::as_str)) {
        Some(column) => format!("the source has no column `{name}`; `{column}` is near"),
        None => format!("the source has no column `{name}`; it has {}", columns.join(", ")),
    }
}

/// The one of several names that is meant perhaps.
pub(super) fn near<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let (distance, near) = names.map(|known| (distance(name, known), known)).min_by_key(|(distance, _)| *distance)?;
    (distance * 3 <= name.chars().count().max(3)).then_some(near)
}

/// How many letters differ, with case and missing letters (Levenshtein).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = (0..=right.len()).collect();
    for (row, left) in left.chars().enumerate() {
        let mut diagonal = row;
        let mut last = row + 1;
        let mut next = vec![last];
        for (cell, right) in before.iter().skip(1).zip(&right) {
            last = (last + 1).min(cell + 1).min(diagonal + usize::from(left != *right));
            diagonal = *cell;
            next.push(last);
        }
        before = next;
    }
    before.last().copied().unwrap_or_default()
}

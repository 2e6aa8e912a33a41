//! Fenced blocks of a chapter.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A fenced block.
pub(crate) struct Block {
    /// The line of its fence, from 1.
    pub(crate) line: usize,
    /// The words behind the fence.
    info: Vec<String>,
    /// Its lines.
    pub(crate) body: String,
}

impl Block {
    /// The words behind the fence that stand alone.
    pub(crate) fn words(&self) -> Vec<&str> {
        self.info.iter().map(String::as_str).filter(|word| !word.contains('=')).collect()
    }

    /// What a word such as `reject=CODE` gives.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.info.iter().find_map(|word| value_of(word, name))
    }

    /// The name by which other blocks can speak of it.
    pub(crate) fn name(&self) -> Option<&str> {
        self.value("example").or_else(|| self.value("name"))
    }
}

fn value_of<'w>(word: &'w str, name: &str) -> Option<&'w str> {
    word.strip_prefix(name)?.strip_prefix('=')
}

/// The blocks of a text, in their order.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        match trimmed.strip_prefix("```") {
            Some(info) if !inside => {
                let info = info.split_whitespace().map(str::to_owned).collect();
                blocks.push(Block { line: index + 1, info, body: String::new() });
                inside = true;
            }
            Some(_) => inside = false,
            None if inside => {
                let body = &mut blocks.last_mut().unwrap().body;
                body.push_str(line);
                body.push('\n');
            }
            None => {}
        }
    }
    assert!(!inside, "a block is not closed");
    blocks
}

/// The text with the body of each block `example=NAME` as it is due.
pub(crate) fn refreshed(text: &str, shown: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut skips = false;
    for line in text.lines() {
        let fence = line.strip_prefix("```");
        if skips && fence.is_none() {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        let name = fence.and_then(|info| info.split(' ').find_map(|word| value_of(word, "example")));
        skips = name.is_some();
        if let Some(name) = name {
            out.push_str(shown.get(name).unwrap_or_else(|| panic!("there is no example `{name}`")));
        }
    }
    out
}

/// A value with others merged into it, as RFC 7396 says: `null` takes a member away.
pub(crate) fn merged(target: Value, patch: &Value) -> Value {
    let Value::Object(patch) = patch else { return patch.clone() };
    let mut members = if let Value::Object(members) = target { members } else { Map::new() };
    for (name, value) in patch {
        let held = members.remove(name).unwrap_or_default();
        if !value.is_null() {
            members.insert(name.clone(), merged(held, value));
        }
    }
    Value::Object(members)
}

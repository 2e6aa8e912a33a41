//! Fenced blocks of a chapter.

use std::collections::BTreeMap;

/// A fenced block.
pub(crate) struct Block {
    /// The line of its fence, from 1.
    pub(crate) line: usize,
    /// What stands behind the fence.
    pub(crate) info: String,
    /// Its lines.
    pub(crate) body: String,
}

/// The blocks of a text, in their order.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        match trimmed.strip_prefix("```") {
            Some(info) if !inside => {
                blocks.push(Block { line: index + 1, info: info.trim().to_owned(), body: String::new() });
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
        let name = fence.and_then(|info| info.split(' ').find_map(|word| word.strip_prefix("example=")));
        skips = name.is_some();
        if let Some(name) = name {
            out.push_str(shown.get(name).unwrap_or_else(|| panic!("there is no example `{name}`")));
        }
    }
    out
}

//! `cargo xtask dependencies`: whatever a crate of ours is made of has a row that says what for and why.

use std::collections::BTreeSet;
use std::path::Path;

use crate::{Outcome, files, read, read_toml};

/// The tables of a manifest that name crates.
const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Fails on a crate without a row, and on a row without a crate.
pub(crate) fn run(root: &Path) -> Outcome {
    let mut used = BTreeSet::new();
    let manifests = files(&root.join("crates"), "Cargo.toml")?;
    for manifest in manifests {
        let manifest: toml::Table = read_toml(&manifest)?;
        for table in TABLES.iter().filter_map(|name| manifest.get(*name)?.as_table()) {
            used.extend(table.keys().filter(|name| !name.starts_with("passerelle")).cloned());
        }
    }
    let mut explained = BTreeSet::new();
    for page in files(&root.join("spec/decisions"), ".md")? {
        if page.file_name().is_some_and(|name| name.to_string_lossy().starts_with("dependencies")) {
            explained.extend(rows(&read(&page)?));
        }
    }
    let missing: Vec<&str> = used.difference(&explained).map(String::as_str).collect();
    let stale: Vec<&str> = explained.difference(&used).map(String::as_str).collect();
    match (missing.as_slice(), stale.as_slice()) {
        ([], []) => Ok(()),
        _ => Err(format!(
            "spec/decisions/dependencies*.md: no row for {}; no crate any more for {}",
            some(&missing),
            some(&stale)
        )),
    }
}

fn some(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The names in the first cells of the tables of a page.
fn rows(page: &str) -> BTreeSet<String> {
    let cells = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" |"));
    cells
        .flat_map(|(cell, _)| format!("`{cell}").split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

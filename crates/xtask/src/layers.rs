//! `cargo xtask layers`: reads the table in ARCHITECTURE.md and holds the library's `use` lines against it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::{Outcome, files, read};

/// Fails where a module uses one that the table does not allow, or the table and the folders differ.
pub(crate) fn run(root: &Path) -> Outcome {
    let table = table(&read(&root.join("ARCHITECTURE.md"))?)?;
    let library = root.join("crates/passerelle/src");
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for path in files(&library, ".rs")? {
        let inside = path.strip_prefix(&library).unwrap_or(&path);
        let module =
            inside.components().next().map(|part| part.as_os_str().to_string_lossy().into_owned()).unwrap_or_default();
        let module = module.trim_end_matches(".rs").to_owned();
        let is_test = inside.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "testing")
            || inside.to_string_lossy().ends_with("_tests.rs")
            || inside.to_string_lossy().ends_with("tests.rs");
        if module == "lib" || is_test {
            continue;
        }
        seen.insert(module.clone());
        let Some(allowed) = table.get(&module) else {
            faults.push(format!("{}: `{module}` is not in the table of ARCHITECTURE.md", inside.display()));
            continue;
        };
        let text = read(&path)?;
        let code = text.split("#[cfg(test)]\nmod").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            for used in used_modules(line) {
                if used != module && !allowed.contains(&used) {
                    faults.push(format!("{}:{}: `{module}` must not use `{used}`", inside.display(), number + 1));
                }
            }
        }
    }
    for module in table.keys().filter(|module| !seen.contains(*module)) {
        faults.push(format!("ARCHITECTURE.md: there is no module `{module}`"));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// Rows such as `` | `schema` | `error` `finding` | … | ``: a module, and what it may use.
fn table(text: &str) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let rows = text.lines().skip_while(|line| !line.starts_with("| module |")).skip(2);
    let mut table = BTreeMap::new();
    for row in rows.take_while(|row| row.starts_with('|')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
        if let [_, module, uses, ..] = cells.as_slice() {
            table.extend(names(module).into_iter().map(|module| (module, names(uses))));
        }
    }
    if table.is_empty() { Err("ARCHITECTURE.md: no table that begins with `| module |`".to_owned()) } else { Ok(table) }
}

/// The modules that a line names after `crate::`; names in capitals are re-exports of the root and hide what is used.
fn used_modules(line: &str) -> Vec<String> {
    let line = line.split("//").next().unwrap_or_default();
    let names = line.split("crate::").skip(1).map(|rest| {
        rest.chars().take_while(|character| character.is_ascii_alphanumeric() || *character == '_').collect::<String>()
    });
    names.filter(|name| name.chars().next().is_some_and(|first| first.is_ascii_lowercase())).collect()
}

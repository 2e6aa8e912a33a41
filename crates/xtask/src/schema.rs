//! `cargo xtask schema`: the JSON Schemas under `spec/schema`, as the command prints them.

use std::path::Path;
use std::process::Command;

use crate::steps::{output, passerelle, scratch};
use crate::{Mode, Outcome, files, generated, read};

/// Writes or checks the schemas.
pub(crate) fn run(root: &Path, mode: Mode) -> Outcome {
    let fresh = scratch(root, "schema")?;
    let held = root.join("spec/schema/1.0");
    output(Command::new(passerelle(root)?).args(["schema", "--out"]).arg(&fresh))?;
    std::fs::create_dir_all(&held).map_err(|error| format!("{}: {error}", held.display()))?;
    let names = |folder: &Path| -> Result<Vec<String>, String> {
        let paths = files(folder, ".schema.json")?;
        Ok(paths.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect())
    };
    let written = names(&fresh)?;
    for name in &written {
        generated(&held.join(name), &read(&fresh.join(name))?, mode)?;
    }
    match names(&held)?.into_iter().find(|name| !written.contains(name)) {
        None => Ok(()),
        Some(name) => Err(format!("spec/schema/1.0/{name} is made from no type: delete it")),
    }
}

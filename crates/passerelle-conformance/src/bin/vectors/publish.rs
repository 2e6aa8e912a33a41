//! Writing the cases, and keeping what has been published.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use passerelle_conformance::Case;

use super::maker::Maker;
use super::world::pretty;

/// What happens to files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// New ones are written.
    Write,
    /// Nothing is written; what would be is a fault.
    Check,
    /// Old ones may be changed and dropped too.
    Replace,
}

/// Brings a folder up to date, and says what was done.
pub(crate) fn publish(maker: &Maker, folder: &Path, mode: Mode) -> Result<String, String> {
    let mut due: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    for case in maker.cases.values() {
        let value = serde_json::to_value(case).map_err(|error| error.to_string())?;
        due.insert(folder.join("cases").join(format!("{}.json", case.id)), pretty(&value));
    }
    for (name, bytes) in &maker.world.fixtures {
        due.insert(folder.join("fixtures").join(name), bytes.clone());
    }
    due.insert(folder.join("fixtures/ecdsa-signatures.json"), maker.world.kept());
    let (mut new, mut changed, mut described) = (Vec::new(), Vec::new(), Vec::new());
    for (path, bytes) in &due {
        match fs::read(path) {
            Ok(held) if held == *bytes => {}
            // Signatures are added to the file of kept ones; it is no case.
            Ok(_) if path.ends_with("ecdsa-signatures.json") => described.push(path),
            Ok(held) if is_asked_alike(&held, bytes) => described.push(path),
            Ok(_) => changed.push(path),
            Err(_) => new.push(path),
        }
    }
    let held = [folder.join("cases"), folder.join("fixtures")].into_iter().flat_map(|folder| files(&folder));
    let is_by_hand = |path: &Path| path.strip_prefix(folder).is_ok_and(|below| below.starts_with("cases/countries"));
    let dropped: Vec<PathBuf> = held
        .filter(|path| !due.contains_key(path) && !is_by_hand(path) && path.extension().is_some_and(|it| it == "json"))
        .collect();
    let shown = |paths: Vec<&PathBuf>| paths.iter().map(|path| format!("\n  {}", path.display())).collect::<String>();
    if mode != Mode::Replace && !(changed.is_empty() && dropped.is_empty()) {
        return Err(format!(
            "Published cases and fixtures stay as they are. These would change:{}\nand these would go:{}\n\
             Give a changed case a new id; or, as long as nobody has passed it, run `cargo xtask vectors --replace`.",
            shown(changed),
            shown(dropped.iter().collect()),
        ));
    }
    new.append(&mut described);
    if mode == Mode::Check && !new.is_empty() {
        return Err(format!("These are not written yet; run `cargo xtask vectors`:{}", shown(new)));
    }
    for path in new.iter().chain(&changed) {
        let fault = |error: std::io::Error| format!("{}: {error}", path.display());
        fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(fault)?;
        fs::write(path, &due[*path]).map_err(fault)?;
    }
    for path in &dropped {
        fs::remove_file(path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let said = format!(
        "{} cases: {} files written, {} changed, {} dropped",
        maker.cases.len(),
        new.len(),
        changed.len(),
        dropped.len()
    );
    Ok(said)
}

/// Whether two files of a case ask and expect the same. What stands beside that, titles, notes and what it counts for, may be improved.
fn is_asked_alike(held: &[u8], due: &[u8]) -> bool {
    let read = |bytes: &[u8]| serde_json::from_slice::<Case>(bytes).ok();
    let substance = |case: Case| (case.id, case.level, case.role, case.now, case.given, case.steps);
    read(held).map(substance).is_some_and(|held| Some(held) == read(due).map(substance))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

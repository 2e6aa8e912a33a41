//! `cargo xtask bindings hsm`: what an HSM signed in the tests of one language opens in the others, and with the command.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::python::installed;
use super::softhsm::softhsm;
use crate::Outcome;
use crate::steps::{output, passerelle, scratch, target};

/// When the tests signed.
const NOW: &str = "2026-12-01T00:00:00Z";

/// Opens in Python what is in a folder, and says with which algorithm it was signed.
const OPEN: &str = "\
import datetime, pathlib, sys
import passerelle
record, root, listed = ((pathlib.Path(sys.argv[1]) / f'{name}.json').read_bytes() for name in ('record', 'root', 'list'))
now = datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc)
opened = passerelle.open(record, passerelle.Trust.pin(root).update_list(listed, now=now), now=now)
print([(signature.alg, signature.verified) for signature in opened.signatures])
";

/// Where signed records are handed from the tests of one language to those of another.
pub(super) fn signed(root: &Path) -> Result<PathBuf, String> {
    let folder = target(root).join("xtask/signed-by-hsm");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Opens what the tests of both packages left behind; they ran before, those of Python first.
pub(crate) fn run(root: &Path) -> Outcome {
    if softhsm(root)?.is_none() {
        return Ok(());
    }
    let command = passerelle(root)?;
    let folder = signed(root)?;
    for language in ["python", "kotlin"] {
        let from = folder.join(language);
        if !from.join("record.json").exists() {
            return Err(format!(
                "nothing was signed in the tests of {language}: run cargo xtask bindings {language} first"
            ));
        }
        let trust = scratch(root, "trust-of-hsm")?;
        let say = |words: &[&str]| output(Command::new(&command).current_dir(&from).args(words).args(["--now", NOW]));
        let trust = trust.display().to_string();
        say(&["trust", "pin", "--root", "root.json", &trust])?;
        say(&["trust", "verify", "--update", "list.json", &trust])?;
        say(&["verify", "--trust", &trust, "record.json"])?;
        let said = output(Command::new(installed(root)?).args(["-I", "-c", OPEN]).arg(&from))?;
        if said.trim() != "[('ES256', True)]" {
            return Err(format!("Python says of what was signed in {language}: {said}"));
        }
    }
    if folder.join("python/opened-in-kotlin").exists() {
        Ok(())
    } else {
        Err("Kotlin did not open what was signed in Python: run the tests of Kotlin after those of Python".to_owned())
    }
}

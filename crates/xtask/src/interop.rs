//! `cargo xtask interop`: records that the command signs are verified by JOSE libraries which know nothing of Passerelle, and
//! their canonical form by an independent implementation of RFC 8785; what either seals, the other opens.

use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::steps::{passerelle, python_with, run as execute, scratch};

const PACKAGES: [&str; 5] =
    ["joserfc==1.8.0", "jwcrypto==1.6.1", "rfc8785==0.1.4", "cryptography==50.0.2", "sd-jwt==0.10.4"];

/// The packages of neighbours.
const NEIGHBOURS: [&str; 3] = ["stix2==3.0.2", "followthemoney==4.11.2", "pymisp==2.5.34.4"];

/// Runs the scripts of `conformance-tests/interop`, each in a folder of the command's own making.
pub(crate) fn run(root: &Path) -> Outcome {
    let python = python_with(root, "interop", &PACKAGES)?;
    let records = root.join("examples/records");
    let scripts = [("verify.py", records.clone()), ("seal.py", records.join("modus-operandi-sea-route-rev1.json"))];
    for (script, records) in scripts {
        let folder = scratch(root, "interop")?;
        let script = root.join("conformance-tests/interop").join(script);
        execute(Command::new(&python).arg(script).arg(passerelle(root)?).arg(&folder).arg(records))?;
    }
    Ok(())
}

/// Has documents in neighbours' formats read by the packages of those neighbours, and reads theirs.
pub(crate) fn neighbours(root: &Path) -> Outcome {
    let python = python_with(root, "neighbours", &NEIGHBOURS)?;
    let folder = scratch(root, "neighbours")?;
    let script = root.join("conformance-tests/interop/neighbours.py");
    execute(Command::new(&python).arg(script).arg(passerelle(root)?).arg(&folder).arg(root.join("examples/records")))
}

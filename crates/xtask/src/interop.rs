//! `cargo xtask interop`: records that the command signs are verified by JOSE libraries which know nothing of Passerelle, and
//! their canonical form by an independent implementation of RFC 8785; what either seals, the other opens.

use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::steps::{output, passerelle, python_with, run as execute, scratch};

const PACKAGES: [&str; 5] =
    ["joserfc==1.8.0", "jwcrypto==1.6.1", "rfc8785==0.1.4", "cryptography==50.0.2", "sd-jwt==0.10.4"];

/// The packages of neighbours.
const NEIGHBOURS: [&str; 3] = ["stix2==3.0.2", "followthemoney==4.11.2", "pymisp==2.5.34.4"];

/// Packages in which neighbours publish examples of their own documents; nothing of them is run. Later versions of the second one
/// leave the examples out.
const PUBLISHED: [&str; 3] = ["--no-deps", "stix2-validator==3.3.2", "followthemoney==3.5.6"];

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

/// Has documents in neighbours' formats read by the packages of those neighbours, and reads theirs, and the examples that they publish.
pub(crate) fn neighbours(root: &Path) -> Outcome {
    let python = python_with(root, "neighbours", &NEIGHBOURS)?;
    let scripts = root.join("conformance-tests/interop");
    let run = |script: &str, reads: &Path| {
        let folder = scratch(root, "neighbours")?;
        let words = [passerelle(root)?, folder, reads.to_owned()];
        execute(Command::new(&python).arg(scripts.join(script)).args(words))
    };
    run("neighbours.py", &root.join("examples/records"))?;
    let published = python_with(root, "published", &PUBLISHED)?;
    let folder = "import sysconfig; print(sysconfig.get_path('purelib'))";
    let folder = output(Command::new(published).args(["-c", folder]))?;
    run("published.py", Path::new(folder.trim()))
}

//! A folder of signed records that the caller holds.

use std::path::{Path, PathBuf};

use passerelle::manifest::Manifest;
use passerelle::status::Judgements;
use passerelle::{VerifiedRecord, VerifiedStatement};

use crate::batch::{Batch, Named};
use crate::command::verify::refused;
use crate::containers::{contents, is_container};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Examined;
use crate::sealed_in::Means;

/// What was found in a folder.
#[derive(Default)]
pub(crate) struct Folder {
    pub(crate) records: Vec<VerifiedRecord>,
    /// The manifests of feeds.
    pub(crate) manifests: Vec<VerifiedStatement<Manifest>>,
    /// What could not be opened.
    pub(crate) refused: Vec<Examined>,
    /// What could not be read.
    pub(crate) failures: Vec<Failure>,
}

impl Folder {
    /// Opens every `.json`, `.ndjson` and `.jsonl` file and every container in a folder and in those below it.
    ///
    /// # Errors
    /// `CMD_READ` where the folder itself cannot be read.
    pub(crate) fn open(folder: &Path, means: &Means<'_>, context: &Context) -> Result<Self, Failure> {
        let mut files = Vec::new();
        gather(folder, &mut files)?;
        files.sort();
        let mut opened = Self::default();
        let (packed, files): (Vec<PathBuf>, Vec<PathBuf>) = files.into_iter().partition(|file| is_container(file));
        for file in packed {
            match contents(&file, means, context) {
                Ok(contents) => {
                    opened.records.extend(contents.records);
                    opened.manifests.extend(contents.manifests);
                    opened.refused.extend(contents.faults);
                }
                Err(failure) => opened.failures.push(failure),
            }
        }
        let work = |input: crate::batch::Input| match means.open(&input.bytes, context.now) {
            Ok(record) => Ok(record),
            Err(error) => {
                let sealed = means.keys.look(&input.bytes);
                Err(Box::new(refused(input, error).sealed(sealed)))
            }
        };
        Batch::of(files, Named::Together).for_each(&work, |result| {
            match result {
                Ok(Ok(record)) => opened.records.push(record),
                Ok(Err(examined)) => opened.refused.push(*examined),
                Err(failure) => opened.failures.push(failure),
            }
            Ok(())
        })?;
        Ok(opened)
    }

    /// Whether nothing at all was found in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.records.is_empty() && self.manifests.is_empty() && self.refused.is_empty() && self.failures.is_empty()
    }

    /// What holds of these records at the time of the command.
    pub(crate) fn judgements(&self, context: &Context) -> Judgements {
        passerelle::status::History::of(&self.records).at(context.now)
    }
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::read(folder, &error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let kind = entry.file_type().map_err(failed)?;
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if is_hidden {
            continue;
        }
        if kind.is_dir() {
            gather(&path, files)?;
        } else if matches!(extension, "json" | "ndjson" | "jsonl" | "zst") {
            files.push(path);
        }
    }
    Ok(())
}

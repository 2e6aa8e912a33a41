//! The end of the demo: an export of one national system becomes signed records, and these become the import of another.

use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};
use passerelle::{Code, open};
use passerelle_map::Pack;
use serde_json::Value;

use super::{Demo, Verdict};
use crate::failure::Failure;
use crate::trust_store;

static FRENCH: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/national-fr");
static EGYPTIAN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/national-eg");

/// Losses of one record that are shown.
const SHOWN: usize = 12;

impl Demo<'_> {
    pub(super) fn map(&mut self) -> Result<(), Failure> {
        self.heading(
            "Earlier that day: the system of Southland, in French, reaches one in Arabic that it has never heard of",
        )?;
        self.scene.make_folder("national/signed")?;
        for (name, pack) in [("national-fr", &FRENCH), ("national-eg", &EGYPTIAN)] {
            self.copy(&format!("national/{name}"), pack)?;
        }
        for line in [
            "map key --out @national/identity.key",
            "map run @national/national-fr @national/national-fr/tests/export.csv --identity @national/identity.key \
             --state @national/state --out @national/drafts.ndjson --rejects @national/rejects.ndjson",
        ] {
            self.scene.run(line, self.out)?;
        }
        let drafts = self.scene.read("national/drafts.ndjson")?;
        let mut words = Vec::new();
        for (index, draft) in drafts.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).enumerate() {
            let (draft_name, signed) =
                (format!("national/draft-{index}.json"), format!("national/signed/person-{index}.json"));
            self.scene.write(&draft_name, draft)?;
            self.scene.run(&format!("sign @{draft_name} --key @southland/key.pem --out @{signed}"), self.out)?;
            words.push(signed);
        }
        let number = words.len().to_string();
        let line = self.told(
            "{number} rows of a CSV file with French columns became {number} signed records; case numbers and informants stayed behind.",
            &[("number", &number)],
        );
        self.say(&format!("   {line}"))?;
        // The trust of the step before holds Southland's key as stolen; this is the other side's of that morning.
        let trust = trust_store::load(&self.scene.path("northland/trust"))?;
        let pack = Pack::open(&self.scene.path("national/national-eg")).map_err(|_| Failure::new(Code::MapSyntax))?;
        let mut import = pack.import();
        for name in words {
            let bytes = self.scene.read(&name)?;
            let record =
                open(&bytes, &trust, self.scene.now).map_err(|error| Failure::new(error.code()).about(&name))?;
            let record: Value = serde_json::from_slice(&record.object().to_canonical())
                .map_err(|_| Failure::new(Code::JsonSyntax).about(&name))?;
            let put = pack.put(&record, None).map_err(|error| Failure::new(error.code).about(&name))?;
            import.push(&put.row, None);
            let content = put.losses.iter().filter(|loss| loss.place.starts_with("/content"));
            let losses: Vec<_> = content.collect();
            let file = Path::new(&name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let number = losses.len().to_string();
            let what = self.told("{number} places that the Arabic row does not hold", &[("number", &number)]);
            self.row(&file, Verdict::Good("valid", ", trusted"), &what)?;
            for loss in losses.iter().take(SHOWN) {
                let line = format!("       {:<16} {}", loss.code.as_str(), loss.place);
                self.say(&line)?;
            }
            if losses.len() > SHOWN {
                let number = (losses.len() - SHOWN).to_string();
                let line = self.told("and {number} more", &[("number", &number)]);
                self.say(&format!("       {line}"))?;
            }
        }
        let import = import.finish().map_err(|error| Failure::write(Path::new("import-windows-1256.csv"), &error))?;
        self.scene.write("national/import-windows-1256.csv", &import)?;
        self.tell("What a row does not hold is kept beside it, and comes back whole when the record is passed on.")
    }

    /// Copies a pack into the folder of the demo.
    fn copy(&self, to: &str, pack: &Dir<'_>) -> Result<(), Failure> {
        self.scene.make_folder(to)?;
        for entry in pack.entries() {
            match entry {
                DirEntry::File(file) => {
                    self.scene.write(&format!("{to}/{}", file.path().display()), file.contents())?
                }
                DirEntry::Dir(folder) => {
                    self.scene.make_folder(&format!("{to}/{}", folder.path().display()))?;
                    for file in folder.files() {
                        self.scene.write(&format!("{to}/{}", file.path().display()), file.contents())?;
                    }
                }
            }
        }
        Ok(())
    }
}

//! No file of a pack and no row ends the program, and the laws of the lens hold for every row that is taken.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use passerelle_map::{Pack, check_laws};

/// The packs of the examples.
fn packs() -> &'static [Pack; 3] {
    static PACKS: OnceLock<[Pack; 3]> = OnceLock::new();
    PACKS.get_or_init(|| {
        ["national-fr", "national-eg", "national-jp"].map(|name| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
            Pack::open(&folder).unwrap_or_else(|error| panic!("{name}: {error}"))
        })
    })
}

/// The pack as a vendor may have written it; the tables are those of the French example.
pub(crate) fn run_file(input: &[u8]) {
    static TABLES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    let Ok(text) = std::str::from_utf8(input) else { return };
    let tables = TABLES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/national-fr/tables");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (format!("tables/{name}"), std::fs::read_to_string(path).unwrap())
            })
            .collect()
    });
    let mut files = tables.clone();
    files.insert("map.toml".to_owned(), text.to_owned());
    match Pack::load(&files) {
        Ok(pack) => {
            assert!(pack.fields().iter().all(|field| !field.to.is_empty()), "every field has its place");
            let _ = pack.name();
        }
        Err(error) => assert!(!error.to_string().is_empty(), "a refusal says why"),
    }
}

/// The first byte names the pack, the rest is the file.
pub(crate) fn run_rows(input: &[u8]) {
    let Some((first, file)) = input.split_first() else { return };
    let packs = packs();
    let pack = &packs[usize::from(*first) % packs.len()];
    let mut splitter = pack.split(file);
    let _ = splitter.header();
    for split in splitter.take(200) {
        let Ok(passerelle_map::Split::Row(raw)) = split else { continue };
        let Ok(row) = pack.read(&raw) else { continue };
        if let Err(fault) = check_laws(pack, &row) {
            panic!("{fault}");
        }
        let written = pack.write(&row, None);
        let _ = (written, pack.draft_text(&row));
    }
}

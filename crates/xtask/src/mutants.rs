//! `cargo xtask mutants`: breaks a copy of the library in known ways, one after another, and shows that the conformance suite notices
//! each. `conformance-tests/mutants/README.md` is the text about it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

use crate::specification::defined;
use crate::steps::{cargo, passerelle, run as execute, target};
use crate::{Outcome, files, read, read_toml};

/// How long the adapter may take for one message: some mutants never end.
const LIMIT_SECONDS: &str = "20";

/// What is copied of the workspace, so that the adapter can be built from it and asked, whatever is edited meanwhile.
const COPIED: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "rust-toolchain.toml",
    "crates",
    "conformance-tests/cases",
    "conformance-tests/drafts",
    "conformance-tests/fixtures",
    "conformance-tests/flags.json",
    "conformance-tests/mutants",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    mutant: Vec<Mutant>,
}

/// One way to break the library.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutant {
    /// What it is called; it is never used for another one.
    name: String,
    /// What an implementation with this bug does.
    bug: String,
    /// The requirement that it breaks.
    requirement: String,
    /// The file, below the sources of the library.
    file: String,
    /// A text that stands in it exactly once.
    find: String,
    /// What takes its place.
    replace: String,
    /// Why the suite cannot notice it, where that is so.
    #[serde(default)]
    survives: Option<String>,
}

/// Which mutants, and where the table goes.
#[derive(Default)]
pub(crate) struct Options<'w> {
    filter: Option<&'w str>,
    report: Option<&'w Path>,
}

impl<'w> Options<'w> {
    /// Reads the words of the command line.
    pub(crate) fn of(words: &[&'w str]) -> Result<Self, String> {
        match words {
            [] => Ok(Self::default()),
            ["--filter", texts, rest @ ..] => Ok(Self { filter: Some(*texts), ..Self::of(rest)? }),
            ["--report", path, rest @ ..] => Ok(Self { report: Some(Path::new(*path)), ..Self::of(rest)? }),
            _ => Err("cargo xtask mutants [--check | --filter TEXT --report FILE]".to_owned()),
        }
    }
}

/// Breaks the library in every way that is asked for, and asks the suite each time.
pub(crate) fn run(root: &Path, options: &Options<'_>) -> Outcome {
    let mutants = all(root)?;
    check(root)?;
    let is_wanted =
        |mutant: &&Mutant| options.filter.is_none_or(|texts| texts.split(',').any(|text| mutant.name.contains(text)));
    let wanted: Vec<&Mutant> = mutants.iter().filter(is_wanted).collect();
    if wanted.is_empty() {
        return Err("no mutant has a name that holds this text".to_owned());
    }
    let copy = Copy::make(root)?;
    if let Some(first) = copy.ask()?.first {
        return Err(format!("the library as it is does not pass the suite: {first}"));
    }
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for (number, mutant) in wanted.iter().enumerate() {
        let noticed = copy.with(mutant, || copy.ask())?;
        println!("{:3}/{} {}", number + 1, wanted.len(), noticed.line(mutant));
        match (&noticed.first, &mutant.survives) {
            (None, None) => faults.push(format!("{} is not noticed, and has no reason", mutant.name)),
            (Some(case), Some(_)) => faults.push(format!("{} has a reason, and {case} notices it", mutant.name)),
            _ => {}
        }
        rows.push((*mutant, noticed));
    }
    let survivors = rows.iter().filter(|(_, noticed)| noticed.first.is_none()).count();
    println!("{} mutants: {} noticed, {survivors} not", rows.len(), rows.len() - survivors);
    if let Some(path) = options.report {
        std::fs::write(path, table(&rows)).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

/// Whether each mutant still fits the sources, without building anything.
pub(crate) fn check(root: &Path) -> Outcome {
    let mut faults = Vec::new();
    let requirements = defined(root, &mut faults)?;
    let mut names = BTreeSet::new();
    for mutant in &all(root)? {
        let mut fault = |why: String| faults.push(format!("{}: {why}", mutant.name));
        if !names.insert(mutant.name.clone()) {
            fault("the name is there twice".to_owned());
        }
        if !requirements.contains_key(&mutant.requirement) {
            fault(format!("no chapter defines {}", mutant.requirement));
        }
        if mutant.bug.len() < 10 || mutant.survives.as_ref().is_some_and(|reason| reason.len() < 10) {
            fault("`bug` and `survives` are sentences".to_owned());
        }
        if let Err(why) = mutant.apply(&sources(root)) {
            fault(why);
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn all(root: &Path) -> Result<Vec<Mutant>, String> {
    let tables = files(&root.join("conformance-tests/mutants"), ".toml")?;
    let read = tables.iter().map(|path| Ok(read_toml::<Table>(path)?.mutant));
    Ok(read.collect::<Result<Vec<_>, String>>()?.into_iter().flatten().collect())
}

fn sources(workspace: &Path) -> PathBuf {
    workspace.join("crates/passerelle/src")
}

impl Mutant {
    /// The broken text of its file.
    fn apply(&self, sources: &Path) -> Result<String, String> {
        let text = read(&sources.join(&self.file))?;
        match text.matches(&self.find).count() {
            _ if self.find == self.replace || self.find.trim().is_empty() => Err("it changes nothing".to_owned()),
            1 => Ok(text.replacen(&self.find, &self.replace, 1)),
            0 => Err(format!("{} does not hold the text any more; find where the check stands now", self.file)),
            many => Err(format!("{} holds the text {many} times; make it longer", self.file)),
        }
    }
}

/// A copy of the workspace, in which the library can be broken.
struct Copy {
    folder: PathBuf,
    target: PathBuf,
    /// The command as it was when the copy was made.
    command: PathBuf,
}

impl Copy {
    /// Copies what differs, so that what was built before is built on.
    fn make(root: &Path) -> Result<Self, String> {
        let (folder, target) = (target(root).join("mutants/workspace"), target(root).join("mutants/target"));
        for name in COPIED {
            mirror(&root.join(name), &folder.join(name))?;
        }
        let (built, command) = (passerelle(root)?, folder.join("passerelle"));
        std::fs::copy(&built, &command).map_err(|error| format!("{}: {error}", command.display()))?;
        Ok(Self { folder, target, command })
    }

    /// Does something while the library is broken, and mends it again.
    fn with<T>(&self, mutant: &Mutant, act: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
        let path = sources(&self.folder).join(&mutant.file);
        let sound = read(&path)?;
        write(&path, &mutant.apply(&sources(&self.folder))?)?;
        let done = act().map_err(|why| format!("{}: {why}", mutant.name));
        write(&path, &sound)?;
        done
    }

    /// Builds the adapter as it is, and asks it all cases.
    fn ask(&self) -> Result<Noticed, String> {
        let build =
            ["build", "--quiet", "--locked", "--package", "passerelle-conformance", "--bin", "passerelle-adapter"];
        // What is broken on purpose may leave a variable unused.
        let mut build = cargo(&self.folder, &build);
        build.env("CARGO_TARGET_DIR", &self.target).env("RUSTFLAGS", "--cap-lints allow");
        execute(build.env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
        let adapter = self.target.join("debug").join(format!("passerelle-adapter{}", std::env::consts::EXE_SUFFIX));
        let mut ask = Command::new(&self.command);
        ask.args(["conformance", "run", "--format", "json", "--limit", LIMIT_SECONDS, "--adapter"]);
        ask.arg(format!("'{}'", adapter.display())).arg("--suite").arg(self.folder.join("conformance-tests"));
        let output = ask.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
        Noticed::of(&output.stdout).ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// Makes a folder like another one. Files that are alike keep their times, so that they are not built again.
fn mirror(from: &Path, to: &Path) -> Outcome {
    let fault = |error: std::io::Error| format!("{}: {error}", to.display());
    if from.is_file() {
        let bytes = std::fs::read(from).map_err(|error| format!("{}: {error}", from.display()))?;
        if std::fs::read(to).is_ok_and(|held| held == bytes) {
            return Ok(());
        }
        std::fs::create_dir_all(to.parent().unwrap_or(to)).map_err(fault)?;
        return std::fs::write(to, bytes).map_err(fault);
    }
    let names = |folder: &Path| -> BTreeSet<std::ffi::OsString> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        entries.map(|entry| entry.file_name()).collect()
    };
    let due = names(from);
    for gone in names(to).difference(&due) {
        let path = to.join(gone);
        if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) }.map_err(fault)?;
    }
    due.iter().try_for_each(|name| mirror(&from.join(name), &to.join(name)))
}

fn write(path: &Path, text: &str) -> Outcome {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// What the suite noticed.
struct Noticed {
    /// The first case that did not pass.
    first: Option<String>,
    /// How many did not.
    total: usize,
}

impl Noticed {
    /// Reads the runner's report.
    fn of(report: &[u8]) -> Option<Self> {
        let report: Value = serde_json::from_slice(report).ok()?;
        let is_bad = |case: &&Value| case.get("result").and_then(Value::as_str) != Some("passed");
        let bad: Vec<&Value> = report.get("cases")?.as_array()?.iter().filter(is_bad).collect();
        let first = bad.first().and_then(|case| case.get("id")).and_then(Value::as_str);
        Some(Self { first: first.map(str::to_owned), total: bad.len() })
    }

    fn line(&self, mutant: &Mutant) -> String {
        let first = self.first.as_deref().unwrap_or("NOT NOTICED");
        format!("{:30} {:4} cases, first {first}", mutant.name, self.total)
    }
}

/// The report: what was broken, and who noticed.
fn table(rows: &[(&Mutant, Noticed)]) -> String {
    let mut text = String::from(
        "<!-- Made by `cargo xtask mutants --report`. -->\n# What the suite noticed\n\n\
         | mutant | breaks | the bug | cases | the first of them |\n|---|---|---|---|---|\n",
    );
    for (mutant, noticed) in rows {
        let first = match (&noticed.first, &mutant.survives) {
            (Some(first), _) => format!("`{first}`"),
            (None, reason) => format!("not noticed: {}", reason.as_deref().unwrap_or("no reason is given")),
        };
        let Mutant { name, requirement, bug, .. } = mutant;
        text += &format!("| `{name}` | {requirement} | {bug} | {} | {first} |\n", noticed.total);
    }
    text
}

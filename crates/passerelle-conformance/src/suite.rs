//! The cases and fixtures of a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::case::{Bytes, Case, Input, Step};
use crate::protocol::Request;

/// The suite cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SuiteError {
    /// A file or folder cannot be read.
    #[error("{path}: {why}")]
    Read {
        /// Which.
        path: String,
        /// Why.
        why: String,
    },
    /// A case is not what the schema of cases says, or names what is not there.
    #[error("{id}: {why}")]
    Case {
        /// Which.
        id: String,
        /// Why.
        why: String,
    },
}

/// All cases, and what they name.
#[derive(Clone, Debug, Default)]
pub struct Suite {
    cases: Vec<Case>,
    fixtures: BTreeMap<String, Vec<u8>>,
    flags: BTreeMap<String, Flag>,
}

/// A kind of bug.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::exhaustive_structs, reason = "the schema of flags says what there is")]
pub struct Flag {
    /// What an implementation with it lets through, and what follows from that.
    pub note: String,
    /// Where more stands about it.
    #[serde(default)]
    pub links: Vec<String>,
}

/// A key of the fixtures.
#[derive(Deserialize)]
struct Key {
    authority: String,
    pkcs8: String,
}

impl Suite {
    /// Reads `cases`, `fixtures` and `flags.json` of a folder.
    ///
    /// # Errors
    /// [`SuiteError`].
    pub fn read(folder: &Path) -> Result<Self, SuiteError> {
        let mut suite = Self::default();
        let fixtures = folder.join("fixtures");
        for path in files(&fixtures)? {
            suite.fixtures.insert(name_of(&fixtures, &path), bytes(&path)?);
        }
        suite.flags = parsed(&folder.join("flags.json"))?;
        let cases = folder.join("cases");
        for path in files(&cases)?.iter().filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
            let case: Case = parsed(path)?;
            let name = name_of(&cases, path);
            if Some(case.id.as_str()) != name.strip_suffix(".json") {
                return Err(SuiteError::Case { id: name, why: format!("its id is {}", case.id) });
            }
            suite.cases.push(case);
        }
        suite.check()?;
        Ok(suite)
    }

    /// A suite of these cases, for tests and for the generator.
    #[must_use]
    pub fn of(cases: Vec<Case>, fixtures: BTreeMap<String, Vec<u8>>) -> Self {
        Self { cases, fixtures, flags: BTreeMap::new() }
    }

    /// What cases name is there.
    fn check(&self) -> Result<(), SuiteError> {
        let ids: BTreeSet<&str> = self.cases.iter().map(|case| case.id.as_str()).collect();
        for case in &self.cases {
            let fault = |why: String| SuiteError::Case { id: case.id.clone(), why };
            if let Some(flag) = case.flags.iter().find(|flag| !self.flags.contains_key(*flag)) {
                return Err(fault(format!("flags.json does not explain {flag}")));
            }
            if let Some(mutated) = case.mutated.as_ref().filter(|mutated| !ids.contains(mutated.from.as_str())) {
                return Err(fault(format!("there is no case {}", mutated.from)));
            }
            if case.steps.is_empty() {
                return Err(fault("it has no steps".to_owned()));
            }
            self.setup(case)?;
            for step in &case.steps {
                self.request(case, step)?;
            }
        }
        Ok(())
    }

    /// The cases, by their ids.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// What a flag means.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<&Flag> {
        self.flags.get(name)
    }

    /// The messages by which the trust documents of a case are taken.
    ///
    /// # Errors
    /// [`SuiteError::Case`] where a fixture is not there.
    pub fn setup(&self, case: &Case) -> Result<Vec<Request>, SuiteError> {
        let taken = case.given.iter().map(|name| {
            let mut input = Map::new();
            let kind = if name.starts_with("trust/root") { "root" } else { "list" };
            input.insert("document".to_owned(), self.file(case, name)?);
            input.insert("kind".to_owned(), kind.into());
            Ok(Request::Run { operation: "trust".to_owned(), now: case.now.clone(), input })
        });
        taken.collect()
    }

    /// The message by which a step is asked.
    ///
    /// # Errors
    /// [`SuiteError::Case`] where a fixture is not there.
    pub fn request(&self, case: &Case, step: &Step) -> Result<Request, SuiteError> {
        let members = step.input.iter().map(|(name, input)| Ok((name.clone(), self.value(case, input)?)));
        let input: Result<Map<String, Value>, SuiteError> = members.collect();
        let now = step.now.as_ref().unwrap_or(&case.now).clone();
        Ok(Request::Run { operation: step.operation.clone(), now, input: input? })
    }

    fn value(&self, case: &Case, input: &Input) -> Result<Value, SuiteError> {
        let fault = |why: &str| SuiteError::Case { id: case.id.clone(), why: why.to_owned() };
        match input {
            Input::Word(word) => Ok(word.clone()),
            Input::List(items) => items.iter().map(|item| self.value(case, item)).collect(),
            Input::Bytes(Bytes::Base64(text)) => Ok(text.as_str().into()),
            Input::Bytes(Bytes::Fixture(name)) => self.file(case, name),
            Input::Bytes(Bytes::Pieces(pieces)) => {
                let mut whole = Vec::new();
                for piece in pieces {
                    let bytes = STANDARD.decode(&piece.base64).map_err(|_| fault("a piece is not base64"))?;
                    whole.extend(std::iter::repeat_n(bytes, piece.times).flatten());
                }
                Ok(STANDARD.encode(whole).into())
            }
            Input::Bytes(Bytes::Key(name)) => {
                let held = self.fixtures.get(&format!("keys/{name}.json")).map(Vec::as_slice).unwrap_or_default();
                let key: Key = serde_json::from_slice(held).map_err(|_| fault(&format!("there is no key {name}")))?;
                Ok(json!({ "authority": key.authority, "pkcs8": key.pkcs8 }))
            }
        }
    }

    fn file(&self, case: &Case, name: &str) -> Result<Value, SuiteError> {
        let fault = || SuiteError::Case { id: case.id.clone(), why: format!("there is no fixture {name}") };
        self.fixtures.get(name).map(|bytes| STANDARD.encode(bytes).into()).ok_or_else(fault)
    }
}

/// The files below a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, SuiteError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The path of a file below a folder, with `/` everywhere.
fn name_of(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn bytes(path: &Path) -> Result<Vec<u8>, SuiteError> {
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn parsed<T: for<'d> Deserialize<'d>>(path: &Path) -> Result<T, SuiteError> {
    serde_json::from_slice(&bytes(path)?).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> SuiteError {
    SuiteError::Read { path: path.display().to_string(), why: why.to_string() }
}

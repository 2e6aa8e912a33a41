//! Changing a trust store: one command at a time, and every change whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use passerelle::crypto::{decode_base64url, digest};
use passerelle::json::{self, Object, Value};
use passerelle::record::Timestamp;
use passerelle::trust::{Proposal, SignatureCount, Trust, TrustError, TrustListDocument};
use passerelle::{Code, Finding};

use super::{Kind, State, Taken};
use crate::failure::Failure;
use crate::write::{Existing, Lock, Readers, write};

/// A trust store that nobody else changes meanwhile.
pub(crate) struct Store {
    dir: PathBuf,
    state: State,
    /// None before the first root has all its signatures.
    trust: Option<Trust>,
    _lock: Lock,
}

/// What became of a document.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) kind: Kind,
    /// The version that it claims, where it can be read at all.
    pub(crate) version: Option<i64>,
    /// Where it stands now, if it was kept.
    pub(crate) file: Option<PathBuf>,
    pub(crate) standing: Standing,
}

#[derive(Debug)]
pub(crate) enum Standing {
    /// In use from now on; with what was left out of it.
    Taken(Vec<Finding>),
    /// In use already.
    Held,
    /// It lacks signatures.
    Pending(Vec<SignatureCount>),
    /// Not taken; what was in use stays so.
    Refused(Finding),
}

impl Store {
    /// Makes a folder ready for a first root.
    ///
    /// # Errors
    /// `CMD_EXISTS` where it holds a store already; `CMD_WRITE`.
    pub(crate) fn create(dir: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(dir).map_err(|error| Failure::write(dir, &error))?;
        let lock = Lock::take(&dir.join("lock"))?;
        let pending = pending_path(dir, Kind::Root, 1);
        for path in [dir.join("state.json"), pending] {
            if path.exists() {
                // Not the file's name: to remove it would be to forget what was seen, and so to fall for a rollback.
                let reason = "this folder keeps a trust domain already";
                return Err(Failure::new(Code::CmdExists).about(dir.display()).because(reason));
            }
        }
        Ok(Self { dir: dir.to_owned(), state: State::default(), trust: None, _lock: lock })
    }

    /// Opens a store for changes.
    ///
    /// # Errors
    /// As [`load`](super::load), and `CMD_WRITE` where another command holds it.
    pub(crate) fn open(dir: &Path) -> Result<Self, Failure> {
        let awaits_its_first_root = || !dir.join("state.json").exists() && pending_path(dir, Kind::Root, 1).exists();
        if !awaits_its_first_root() {
            State::read(dir)?;
        }
        let lock = Lock::take(&dir.join("lock"))?;
        let (state, trust) = if awaits_its_first_root() {
            (State::default(), None)
        } else {
            let state = State::read(dir)?;
            let trust = state.replay(dir)?;
            (state, Some(trust))
        };
        Ok(Self { dir: dir.to_owned(), state, trust, _lock: lock })
    }

    /// What is believed.
    ///
    /// # Errors
    /// `CMD_NO_TRUST` before the first root has all its signatures.
    pub(crate) fn trust(&self) -> Result<&Trust, Failure> {
        self.trust.as_ref().ok_or_else(|| {
            let reason = "the first root lacks signatures; `passerelle trust sign` adds them";
            Failure::new(Code::CmdNoTrust).about(self.dir.display()).because(reason)
        })
    }

    /// The list in use, or the last one that was, where a new root made it void.
    pub(crate) fn last_list(&self) -> Result<Option<TrustListDocument>, Failure> {
        if let Some(list) = self.trust.as_ref().and_then(Trust::list_document) {
            return Ok(Some(list.clone()));
        }
        let Some(last) = self.state.documents.iter().rev().find(|taken| taken.kind == Kind::List) else {
            return Ok(None);
        };
        let proposal =
            Proposal::read(&last.read(&self.dir)?).map_err(|error| refused(&error, &self.dir.join(&last.file)))?;
        Ok(proposal.list().cloned())
    }

    /// Refuses to begin a document of which another one with the same number waits for signatures: if both got them, readers
    /// would see two truths.
    pub(crate) fn refuse_second_proposal(&self, kind: Kind, version: i64) -> Result<(), Failure> {
        let path = pending_path(&self.dir, kind, version);
        if !path.exists() {
            return Ok(());
        }
        let reason = "it waits for signatures: `passerelle trust sign` adds them, or remove it to begin anew";
        Err(Failure::new(Code::CmdExists).about(path.display()).because(reason))
    }

    /// Takes a document that was made here, or keeps it until it has all its signatures.
    pub(crate) fn propose(&mut self, bytes: &[u8], now: Timestamp) -> Result<Outcome, Failure> {
        let proposal = Proposal::read(bytes).map_err(|error| refused(&error, &self.dir))?;
        let kind = if proposal.root().is_some() { Kind::Root } else { Kind::List };
        let counts = proposal.signature_counts(self.trust.as_ref());
        let version = Some(proposal.version());
        let is_complete = !counts.is_empty() && counts.iter().all(SignatureCount::is_met);
        if is_complete {
            let (file, standing) = self.take(kind, bytes, now)?.map_err(|error| refused(&error, &self.dir))?;
            return Ok(Outcome { kind, version, file: Some(file), standing });
        }
        let path = pending_path(&self.dir, kind, proposal.version());
        self.put(&path, bytes, Existing::Keep)?;
        Ok(Outcome { kind, version, file: Some(path), standing: Standing::Pending(counts) })
    }

    /// Puts a proposal with more signatures into the place of the one with fewer.
    pub(crate) fn replace_proposal(&self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        self.put(path, bytes, Existing::Replace)
    }

    /// Takes every proposal that has all its signatures now, roots first, and says how the others stand.
    pub(crate) fn settle(&mut self, now: Timestamp) -> Result<Vec<Outcome>, Failure> {
        let mut outcomes = Vec::new();
        let mut waiting = self.pending()?;
        loop {
            let mut left = Vec::new();
            let before = outcomes.len();
            for (path, proposal, bytes) in waiting {
                let kind = if proposal.root().is_some() { Kind::Root } else { Kind::List };
                let counts = proposal.signature_counts(self.trust.as_ref());
                if counts.is_empty() || !counts.iter().all(SignatureCount::is_met) {
                    left.push((path, proposal, bytes));
                    continue;
                }
                let version = Some(proposal.version());
                let (file, standing) = match self.take(kind, &bytes, now)? {
                    Ok(taken) => {
                        fs::remove_file(&path).map_err(|error| Failure::write(&path, &error))?;
                        taken
                    }
                    Err(error) => (path, Standing::Refused(error.finding)),
                };
                outcomes.push(Outcome { kind, version, file: Some(file), standing });
            }
            waiting = left;
            if outcomes.len() == before {
                break;
            }
        }
        for (path, proposal, _) in waiting {
            let kind = if proposal.root().is_some() { Kind::Root } else { Kind::List };
            let standing = Standing::Pending(proposal.signature_counts(self.trust.as_ref()));
            outcomes.push(Outcome { kind, version: Some(proposal.version()), file: Some(path), standing });
        }
        Ok(outcomes)
    }

    /// The proposals that lack signatures, roots first.
    pub(crate) fn pending(&self) -> Result<Vec<(PathBuf, Proposal, Vec<u8>)>, Failure> {
        let mut found = Vec::new();
        for path in files(&self.dir.join("pending"))? {
            let bytes = fs::read(&path).map_err(|error| Failure::read(&path, &error))?;
            let proposal = Proposal::read(&bytes).map_err(|error| refused(&error, &path))?;
            found.push((path, proposal, bytes));
        }
        found.sort_by_key(|(_, proposal, _)| (proposal.list().is_some(), proposal.version()));
        Ok(found)
    }

    /// Takes a document from outside. One that is refused in a way that should worry somebody is kept aside.
    pub(crate) fn offer(&mut self, bytes: &[u8], now: Timestamp) -> Result<Outcome, Failure> {
        let (kind, version) = claims(bytes);
        match self.take(kind, bytes, now)? {
            Ok((file, standing)) => Ok(Outcome { kind, version, file: Some(file), standing }),
            Err(error) => {
                let file = self.keep_aside(kind, version, bytes, error.finding.code)?;
                Ok(Outcome { kind, version, file, standing: Standing::Refused(error.finding) })
            }
        }
    }

    /// What the library makes of a document; where it takes it, the folder does too.
    fn take(
        &mut self,
        kind: Kind,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<Result<(PathBuf, Standing), TrustError>, Failure> {
        let taken = match (kind, &self.trust) {
            (Kind::Root, None) => Trust::pin(bytes).map(with_findings_of_root),
            (Kind::Root, Some(trust)) => trust.update_root(bytes).map(with_findings_of_root),
            (Kind::List, None) => Err(TrustError { finding: Finding::whole(Code::TlRootUnknown) }),
            (Kind::List, Some(trust)) => trust.update_list(bytes, now).map(|update| (update.trust, update.findings)),
        };
        let (trust, findings) = match taken {
            Ok(taken) => taken,
            Err(error) => return Ok(Err(error)),
        };
        let version =
            |trust: &Trust| if kind == Kind::Root { Some(trust.root_version()) } else { trust.list_version() };
        // The library takes what is held once more, under whatever signatures; there is nothing to write then.
        let held = self.state.documents.iter().rev().find(|held| held.kind == kind);
        if let (Some(held), Some(before)) = (held, &self.trust)
            && version(before) == version(&trust)
        {
            return Ok(Ok((self.dir.join(&held.file), Standing::Held)));
        }
        let file = self.put_to_use(kind, version(&trust).unwrap_or_default(), bytes, now)?;
        self.trust = Some(trust);
        Ok(Ok((file, Standing::Taken(findings))))
    }

    /// Writes the document first, and then the state that names it.
    fn put_to_use(&mut self, kind: Kind, version: i64, bytes: &[u8], now: Timestamp) -> Result<PathBuf, Failure> {
        let hash = digest(bytes).hash;
        let folder = Path::new(kind.folder());
        let plain = folder.join(format!("{version}.json"));
        // After a recovery from a stolen key the numbers of lists begin anew; nothing that was in use is overwritten.
        let file = match fs::read(self.dir.join(&plain)) {
            Ok(held) if held != bytes => folder.join(format!("{version}-{}.json", head(hash.as_str()))),
            _ => plain,
        };
        self.put(&self.dir.join(&file), bytes, Existing::Replace)?;
        let mut state = self.state.clone();
        if kind == Kind::List && state.documents.last().is_some_and(|last| last.kind == Kind::List) {
            state.documents.pop();
        }
        state.documents.push(Taken { kind, file: file.clone(), sha256: hash.as_str().to_owned(), taken: now });
        let path = self.dir.join("state.json");
        let mut text = serde_json::to_vec_pretty(&state).unwrap_or_default();
        text.push(b'\n');
        self.put(&path, &text, Existing::Replace)?;
        self.state = state;
        Ok(self.dir.join(file))
    }

    /// Keeps a document for those who look into what happened. One with a private key is not copied.
    fn keep_aside(
        &self,
        kind: Kind,
        version: Option<i64>,
        bytes: &[u8],
        code: Code,
    ) -> Result<Option<PathBuf>, Failure> {
        if !matches!(code, Code::TlRollback | Code::TlEquivocation | Code::TlRole | Code::TlTestMaterial) {
            return Ok(None);
        }
        let version = version.map(|version| format!("-{version}")).unwrap_or_default();
        let hash = digest(bytes).hash;
        let name = format!("alarms/{code}-{}{version}-{}.json", kind.as_str(), head(hash.as_str()));
        let path = self.dir.join(name);
        self.put(&path, bytes, Existing::Replace)?;
        Ok(Some(path))
    }

    fn put(&self, path: &Path, bytes: &[u8], existing: Existing) -> Result<(), Failure> {
        let folder = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
        write(path, bytes, existing, Readers::Usual)
    }
}

/// The files of a folder that may not be there, by name.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Failure::read(folder, &error)),
    };
    let paths: Result<Vec<PathBuf>, std::io::Error> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths.map_err(|error| Failure::read(folder, &error))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Ok(paths)
}

/// The documents that are in use in another folder, in the order in which they were taken there.
pub(crate) fn documents_of(dir: &Path) -> Result<Vec<(Kind, Vec<u8>)>, Failure> {
    State::read(dir)?.documents.iter().map(|taken| Ok((taken.kind, taken.read(dir)?))).collect()
}

fn with_findings_of_root(trust: Trust) -> (Trust, Vec<Finding>) {
    let findings = trust.findings().0.to_vec();
    (trust, findings)
}

fn pending_path(dir: &Path, kind: Kind, version: i64) -> PathBuf {
    dir.join("pending").join(format!("{}-{version}.json", kind.as_str()))
}

fn head(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}

fn refused(error: &TrustError, path: &Path) -> Failure {
    let place = error.finding.pointer.as_str();
    let failure = Failure::new(error.finding.code).about(path.display());
    if place.is_empty() { failure } else { failure.because(format!("at {place} of the document")) }
}

/// What a document says it is. Nothing of this is verified; it serves for messages and for the choice of what to verify it as.
pub(crate) fn claims(bytes: &[u8]) -> (Kind, Option<i64>) {
    let Ok(envelope) = json::read(bytes) else { return (Kind::List, None) };
    let member = |name: &str| envelope.get(name).and_then(Value::as_object).cloned();
    let opaque = || -> Option<Object> { json::read(&decode_base64url(envelope.get("payload")?.as_str()?)?).ok() };
    let document = member("trust_root").or_else(|| member("trust_list")).or_else(opaque).unwrap_or_default();
    let kind = if document.contains("roles") { Kind::Root } else { Kind::List };
    (kind, document.get("version").and_then(Value::as_integer))
}

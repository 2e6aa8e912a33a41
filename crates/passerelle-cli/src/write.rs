//! Writing a file whole or not at all.

use std::collections::BTreeMap;
use std::fs::{self, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use passerelle::Code;

use crate::failure::Failure;
use crate::output::Out;

/// What to do where the file exists already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Keep it, and say so.
    Keep,
    /// Put the new one into its place.
    Replace,
}

impl Existing {
    /// As `--force` says.
    pub(crate) fn force(force: bool) -> Self {
        if force { Existing::Replace } else { Existing::Keep }
    }
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Whoever the system's own settings allow to.
    Usual,
    /// The owner alone, for secrets.
    Owner,
}

/// Writes a file: beside its place first, and into its place only when every byte is on the disk.
///
/// A device or pipe is written to as it is, since it cannot be replaced.
///
/// # Errors
/// `CMD_EXISTS` where the file exists and is to be kept; `CMD_WRITE`.
pub(crate) fn write(path: &Path, bytes: &[u8], existing: Existing, readers: Readers) -> Result<(), Failure> {
    let failed = |error: &std::io::Error| Failure::write(path, error);
    let held = fs::metadata(path).ok();
    if let Some(held) = &held {
        if held.is_dir() {
            return Err(is_folder(path));
        }
        if !held.is_file() {
            let mut device = fs::OpenOptions::new().write(true).open(path).map_err(|error| failed(&error))?;
            return device.write_all(bytes).map_err(|error| failed(&error));
        }
        if existing == Existing::Keep {
            return Err(Failure::new(Code::CmdExists).about(path.display()));
        }
    }
    let mut begun = Begun::new(path, existing, readers)?;
    begun.file.write_all(bytes).map_err(|error| failed(&error))?;
    begun.place()
}

/// A file that is being written beside its place. Where it is dropped, nothing is left of it.
pub(crate) struct Begun {
    file: tempfile::NamedTempFile,
    path: PathBuf,
    target: PathBuf,
    existing: Existing,
}

impl Begun {
    /// Begins a file. One that exists and is to be kept is found out now, before any work.
    ///
    /// # Errors
    /// `CMD_EXISTS`, `CMD_WRITE`.
    pub(crate) fn new(path: &Path, existing: Existing, readers: Readers) -> Result<Self, Failure> {
        let failed = |error: &std::io::Error| Failure::write(path, error);
        if path.is_dir() {
            return Err(is_folder(path));
        }
        let is_held = path.exists();
        if is_held && existing == Existing::Keep {
            return Err(Failure::new(Code::CmdExists).about(path.display()));
        }
        // Where the name is a link, the file that it leads to is the one to replace.
        let target = if is_held { fs::canonicalize(path).map_err(|error| failed(&error))? } else { path.to_owned() };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".passerelle-");
        #[cfg(unix)]
        if readers == Readers::Usual {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder_of(&target)).map_err(|error| failed(&error))?;
        Ok(Self { file, path: path.to_owned(), target, existing })
    }

    /// Where the bytes go.
    pub(crate) fn output(&mut self) -> &mut impl Write {
        &mut self.file
    }

    /// Puts the file into its place, once every byte is on the disk.
    ///
    /// # Errors
    /// `CMD_EXISTS`, `CMD_WRITE`.
    pub(crate) fn place(self) -> Result<(), Failure> {
        let failed = |error: &std::io::Error| Failure::write(&self.path, error);
        self.file.as_file().sync_all().map_err(|error| failed(&error))?;
        let placed = match self.existing {
            Existing::Keep => self.file.persist_noclobber(&self.target),
            Existing::Replace => self.file.persist(&self.target),
        };
        match placed {
            Ok(_) => sync_folder(folder_of(&self.target)),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(Failure::new(Code::CmdExists).about(self.path.display()));
            }
            Err(error) => return Err(failed(&error.error)),
        }
        Ok(())
    }
}

/// A file that one command at a time holds, while it changes what the file stands for. It is gone when the command is.
pub(crate) struct Lock {
    path: PathBuf,
    _file: fs::File,
}

/// How long to wait for another command.
const PATIENCE: Duration = Duration::from_secs(10);

impl Lock {
    /// Waits for its turn.
    ///
    /// # Errors
    /// `CMD_WRITE`, also where another command does not come to its end.
    pub(crate) fn take(path: &Path) -> Result<Self, Failure> {
        let failed = |error: &std::io::Error| Failure::write(path, error);
        let begun = Instant::now();
        loop {
            let mut options = fs::File::options();
            let file = options.create(true).truncate(false).write(true).open(path).map_err(|error| failed(&error))?;
            match file.try_lock() {
                // Whoever held it may have taken the file away since it was opened here.
                Ok(()) if is_at(&file, path) => return Ok(Self { path: path.to_owned(), _file: file }),
                Err(TryLockError::Error(error)) => return Err(failed(&error)),
                _ if begun.elapsed() > PATIENCE => {
                    let reason = "another command is at work here";
                    return Err(Failure::new(Code::CmdWrite).about(path.display()).because(reason));
                }
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

impl Drop for Lock {
    /// The file goes first, while nobody else can hold it.
    fn drop(&mut self) {
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn is_at(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |data: &fs::Metadata| (data.dev(), data.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(held), Ok(there)) if place(&held) == place(&there))
}

/// Nobody takes it away there.
#[cfg(not(unix))]
fn is_at(_: &fs::File, _: &Path) -> bool {
    true
}

/// Files that are placed together, so that the disk is waited for once and not for each of them.
///
/// Until then they are in a folder of their own, which must be on the same disk. What an earlier call left there, because the
/// power failed, is thrown away; nothing counts that is not in its place.
pub(crate) struct Together {
    begun: PathBuf,
    /// Where each goes, and its name in the folder.
    files: BTreeMap<PathBuf, PathBuf>,
}

impl Together {
    /// # Errors
    /// `CMD_WRITE`.
    pub(crate) fn new(begun: &Path) -> Result<Self, Failure> {
        let failed = |error: &std::io::Error| Failure::write(begun, error);
        match fs::remove_dir_all(begun) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(&error)),
            _ => {}
        }
        fs::create_dir(begun).map_err(|error| failed(&error))?;
        Ok(Self { begun: begun.to_owned(), files: BTreeMap::new() })
    }

    /// What is, or will be, at a place; nothing where that cannot be read.
    pub(crate) fn read(&self, path: &Path) -> Option<Vec<u8>> {
        fs::read(self.files.get(path).map_or(path, PathBuf::as_path)).ok()
    }

    /// Begins a file, which replaces the one at its place.
    ///
    /// # Errors
    /// `CMD_WRITE`.
    pub(crate) fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
        let begun = self.begun.join(self.files.len().to_string());
        fs::write(&begun, bytes).map_err(|error| Failure::write(path, &error))?;
        self.files.insert(path.to_owned(), begun);
        Ok(())
    }

    /// Puts the files into their places, once every byte of them is on the disk; and then one that speaks of them.
    ///
    /// # Errors
    /// `CMD_WRITE`.
    pub(crate) fn place(&mut self, of_them: Option<(&Path, &[u8])>) -> Result<(), Failure> {
        let files = std::mem::take(&mut self.files);
        let last = self.begun.join("last");
        if let Some((path, bytes)) = of_them {
            fs::write(&last, bytes).map_err(|error| Failure::write(path, &error))?;
        }
        sync(&self.begun, files.values()).map_err(|error| Failure::write(&self.begun, &error))?;
        let place = |begun: &Path, path: &Path| fs::rename(begun, path).map_err(|error| Failure::write(path, &error));
        files.iter().try_for_each(|(path, begun)| place(begun, path))?;
        files.keys().next().into_iter().for_each(|path| sync_folder(folder_of(path)));
        if let Some((path, _)) = of_them {
            place(&last, path)?;
            sync_folder(folder_of(path));
        }
        Ok(())
    }
}

impl Drop for Together {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.begun);
    }
}

/// Waits until the files of a folder are on the disk: by one call for the whole file system where there is one.
#[cfg(target_os = "linux")]
fn sync<'f>(folder: &Path, _: impl Iterator<Item = &'f PathBuf>) -> std::io::Result<()> {
    Ok(rustix::fs::syncfs(fs::File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync<'f>(folder: &Path, mut files: impl Iterator<Item = &'f PathBuf>) -> std::io::Result<()> {
    files.try_for_each(|file| fs::File::open(file)?.sync_all())?;
    fs::File::open(folder.join("last")).map_or(Ok(()), |last| last.sync_all())
}

/// Writes two files, or neither: whatever can be found out is found out first, and where the second cannot be placed all the same,
/// the first is taken away again.
///
/// # Errors
/// `CMD_EXISTS` where one of them exists and is to be kept; `CMD_WRITE`; `CMD_USAGE` where both are the same.
pub(crate) fn write_both(first: (&Path, &[u8]), second: (&Path, &[u8]), existing: Existing) -> Result<(), Failure> {
    if first.0 == second.0 {
        return Err(Failure::usage("two documents cannot go into one file").about(second.0.display()));
    }
    let begin = |(path, bytes): (&Path, &[u8])| {
        let mut begun = Begun::new(path, existing, Readers::Usual)?;
        begun.file.write_all(bytes).map_err(|error| Failure::write(path, &error))?;
        Ok(begun)
    };
    let (one, other) = (begin(first)?, begin(second)?);
    one.place()?;
    other.place().inspect_err(|_| {
        let _ = fs::remove_file(first.0);
    })
}

fn is_folder(path: &Path) -> Failure {
    Failure::new(Code::CmdWrite).about(path.display()).because("this is a folder")
}

fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where a command puts the document that it makes.
#[derive(Debug, Args)]
pub(crate) struct Destination {
    /// Write to this file instead of the standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file if it exists
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

impl Destination {
    /// Writes a document that ends with a line end.
    pub(crate) fn put(&self, document: &[u8], stdout: &mut Out) -> Result<(), Failure> {
        self.put_exactly(&with_line_end(document), stdout)
    }

    /// Writes it with another document that belongs to it, and which has a file of its own: both or neither.
    pub(crate) fn put_beside(
        &self,
        document: &[u8],
        (path, beside): (&Path, &[u8]),
        stdout: &mut Out,
    ) -> Result<(), Failure> {
        let (document, beside) = (with_line_end(document), with_line_end(beside));
        if let Some(out) = self.file() {
            return write_both((path, &beside), (out, &document), self.existing());
        }
        write(path, &beside, self.existing(), Readers::Usual)?;
        stdout.bytes(&document).and_then(|()| stdout.flush()).inspect_err(|_| {
            let _ = fs::remove_file(path);
        })
    }

    fn file(&self) -> Option<&Path> {
        self.out.as_deref().filter(|path| *path != Path::new("-"))
    }

    fn existing(&self) -> Existing {
        Existing::force(self.force)
    }

    /// Writes these bytes and no others.
    pub(crate) fn put_exactly(&self, bytes: &[u8], stdout: &mut Out) -> Result<(), Failure> {
        match self.file() {
            Some(path) => write(path, bytes, self.existing(), Readers::Usual),
            None => stdout.bytes(bytes),
        }
    }
}

fn with_line_end(document: &[u8]) -> Vec<u8> {
    let mut document = document.to_vec();
    if document.last() != Some(&b'\n') {
        document.push(b'\n');
    }
    document
}

/// Makes the new name last through a loss of power. Not every system can, and the file itself is safe already.
fn sync_folder(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

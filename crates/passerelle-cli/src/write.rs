//! Writing a file whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

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
            return Err(Failure::new(Code::CmdWrite).about(path.display()).because("this is a folder"));
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
        let mut document = document.to_vec();
        if document.last() != Some(&b'\n') {
            document.push(b'\n');
        }
        self.put_exactly(&document, stdout)
    }

    /// Writes these bytes and no others.
    pub(crate) fn put_exactly(&self, bytes: &[u8], stdout: &mut Out) -> Result<(), Failure> {
        match self.out.as_deref().filter(|path| *path != Path::new("-")) {
            Some(path) => write(path, bytes, Existing::force(self.force), Readers::Usual),
            None => stdout.bytes(bytes),
        }
    }
}

/// Makes the new name last through a loss of power. Not every system can, and the file itself is safe already.
fn sync_folder(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

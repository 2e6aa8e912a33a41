//! Files of child tables, named on the command line.

use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::Args;
use passerelle::Code;
use passerelle_map::{Children, JoinError, Pack, Reject, Row, RowFault, RunError, TemporaryError, file_code};

use super::input;
use crate::failure::Failure;

/// The files of child tables.
#[derive(Args)]
pub(super) struct ChildFiles {
    /// The file of a child table; once for each child table of the pack
    #[arg(long = "child", value_name = "NAME=FILE")]
    pub(super) children: Vec<ChildFile>,
}

/// The file of one child table.
#[derive(Clone)]
pub(super) struct ChildFile {
    pub(super) name: String,
    pub(super) path: PathBuf,
}

impl FromStr for ChildFile {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, path) = text.split_once('=').ok_or("a child table and its file are written `NAME=FILE`")?;
        Ok(Self { name: name.to_owned(), path: path.into() })
    }
}

/// What stopped the reading of a file, or what was done with its rows.
pub(super) fn stopped(error: RunError, file: &Path) -> Failure {
    match error {
        RunError::Read(error) => unread(&error, file),
        RunError::Temporary(error) => no_room(error),
        RunError::State(error) => Failure::new(error.code()).because(error),
        error => Failure::new(Code::CmdWrite).because(error),
    }
}

/// A row with its child rows, or why it is none.
pub(super) fn join(children: &mut Children, pack: &Pack, mut row: Row) -> Result<Result<Row, RowFault>, Failure> {
    match children.join(pack, &mut row) {
        Ok(()) => Ok(Ok(row)),
        Err(JoinError::Row(fault)) => Ok(Err(fault)),
        Err(JoinError::Temporary(error)) => Err(no_room(error)),
        Err(_) => Err(no_room(TemporaryError::Unusable)),
    }
}

/// Why a file is not read: the system does not give it, or it is not what the pack says.
pub(super) fn unread(error: &io::Error, file: &Path) -> Failure {
    match file_code(error) {
        Some(code) => Failure::new(code).about(file.display()).because(error),
        None => Failure::read(file, error),
    }
}

fn no_room(error: TemporaryError) -> Failure {
    Failure::new(Code::CmdWrite).because(error)
}

impl ChildFiles {
    /// Reads every file, where the pack has child tables in files of their own. Each of them is due: rows that are not looked for are not
    /// missed.
    pub(super) fn read(
        &self,
        pack: &Pack,
        mut take: impl FnMut(Reject) -> std::io::Result<()>,
    ) -> Result<Option<Children>, Failure> {
        self.check(pack)?;
        if self.children.is_empty() {
            return Ok(None);
        }
        let mut children = Children::new(pack).map_err(no_room)?;
        for ChildFile { name, path } in &self.children {
            children.read(pack, name, input(path)?, &mut take).map_err(|error| stopped(error, path))?;
        }
        children.ready().map_err(no_room)?;
        Ok(Some(children))
    }

    /// That the command line names the child tables of the pack, and no others.
    pub(super) fn check(&self, pack: &Pack) -> Result<(), Failure> {
        let due: Vec<&str> = if pack.has_child_files() { pack.children().collect() } else { Vec::new() };
        if let Some(file) = self.children.iter().find(|file| !due.contains(&file.name.as_str())) {
            let detail = match due.is_empty() {
                true if pack.children().next().is_some() => {
                    "the child rows of this source stand in its rows".to_owned()
                }
                true => "the pack has no child tables".to_owned(),
                false => format!("the child tables of the pack are {}", due.join(", ")),
            };
            return Err(Failure::usage(detail).about(format!("--child {}", file.name)));
        }
        match due.iter().find(|name| !self.children.iter().any(|file| file.name == **name)) {
            Some(name) => Err(Failure::usage("the pack has this child table, and its file is due")
                .about(format!("--child {name}=FILE"))),
            None => Ok(()),
        }
    }
}

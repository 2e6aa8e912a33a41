//! The record types in Python; and the package, built, installed in a clean environment, and tried there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::definition::{Definitions, Kind, Member, Named, Shape};
use super::hsm::signed;
use super::softhsm::softhsm;
use crate::steps::{python_with, run as execute, scratch, target};
use crate::{Outcome, files};

/// What builds the package.
const BUILD: [&str; 1] = ["maturin==1.16.0"];

/// The folder in which the wheel is put.
const WHEEL: &str = "wheel";

/// What the package itself needs.
pub(super) const NEEDS: &str = "msgspec==0.22.0";

/// What reads and writes columns.
pub(super) const PYARROW: &str = "pyarrow==26.0.1";

/// What has data frames.
pub(super) const PANDAS: &str = "pandas==3.1.1";

/// What its tests need beside it.
const TEST: [&str; 11] = [
    "cryptography==50.0.2",
    "mypy==2.4.1",
    PANDAS,
    PYARROW,
    "pydantic==2.14.4",
    "pyright==1.1.414",
    "pytest==9.0.2",
    "python-pkcs11==0.10.1",
    "rich==15.0.0",
    "typing-extensions",
    NEEDS,
];

/// Whether the package is made for trying or for shipping.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// As quickly as it compiles.
    Trial,
    /// Optimised, for every system; with the source distribution.
    Release,
}

/// Builds the wheel, installs it in a clean environment, and runs the tests of the package there.
pub(crate) fn run(root: &Path, build: Build) -> Outcome {
    let wheel = match build {
        Build::Trial => trial(root)?,
        Build::Release => {
            let shipped = super::wheel::shipped(root)?.wheel;
            super::wheel::on_an_old_system(root, &shipped)?;
            let sdist = super::wheel::source_distribution(root)?;
            eprintln!("   {}\n   {}", shipped.display(), sdist.display());
            shipped
        }
    };
    let folder = scratch(root, "python-package")?;
    let python = python_with(root, "python-package", &TEST)?;
    execute(
        Command::new(&python).args(["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps"]).arg(&wheel),
    )?;
    let mut tests = Command::new(&python);
    tests
        .args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"])
        .arg(root.join("bindings/python/tests"))
        // Not in the source tree, so that what is tested is what was installed.
        .current_dir(&folder)
        .env("PASSERELLE_SOURCE", root)
        .env("PASSERELLE_SIGNED_BY_HSM", signed(root)?)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    if let Some((library, util)) = softhsm(root)? {
        tests.env("PASSERELLE_SOFTHSM", library).env("PASSERELLE_SOFTHSM_UTIL", util);
    }
    execute(&mut tests)
}

/// The Python in which the package was installed and tried.
pub(crate) fn installed(root: &Path) -> Result<PathBuf, String> {
    python_with(root, "python-package", &TEST)
}

/// The wheel that was built last; or one that is built now.
pub(crate) fn built(root: &Path) -> Result<PathBuf, String> {
    let folder = target(root).join("xtask").join(WHEEL);
    match files(&folder, ".whl").ok().and_then(|wheels| wheels.into_iter().next()) {
        Some(wheel) => Ok(wheel),
        None => trial(root),
    }
}

/// Builds the wheel for trying it, and gives its path.
pub(super) fn trial(root: &Path) -> Result<PathBuf, String> {
    let maturin = python_with(root, "maturin", &BUILD)?.with_file_name("maturin");
    let folder = scratch(root, WHEEL)?;
    // A module of an earlier build must not get into the wheel.
    let stale = target(root).join("maturin");
    if stale.exists() {
        std::fs::remove_dir_all(&stale).map_err(|error| format!("{}: {error}", stale.display()))?;
    }
    let mut command = Command::new(maturin);
    command.args(["build", "--quiet", "--locked", "--out"]).arg(&folder).current_dir(root.join("bindings/python"));
    execute(command.args(["--compatibility", "linux", "--features", "bindgen,faults"]))?;
    let wheels = files(&folder, ".whl")?;
    wheels.into_iter().next().ok_or_else(|| format!("maturin left no wheel in {}", folder.display()))
}

const HEAD: &str = r#""""The types of records.

Each is a frozen value: build it with keyword arguments, and leave out what is not known. `to_json` and `from_json` turn a record
into the bytes that are signed or sent, and back. `repr` never shows what a record says.

Made by `cargo xtask bindings` from spec/schema/1.0/record.schema.json: change the Rust types, not this.
"""

from __future__ import annotations

import datetime
from typing import Any, Dict, Literal, Optional, Tuple, Union

import msgspec

from ._value import Value, decode_record

"#;

/// The module with the record types.
pub(crate) fn types(definitions: &Definitions) -> Result<String, String> {
    let mut text = HEAD.to_owned();
    let names: Vec<&str> = definitions.types.iter().map(|named| named.name.as_str()).collect();
    let records: Vec<String> = definitions.records.iter().map(|(code, _)| record_class(code)).collect();
    text.push_str("__all__ = [\n");
    let mut exported: Vec<&str> = names.iter().copied().chain(records.iter().map(String::as_str)).collect();
    exported.extend(["Record", "RecordHeader", "record_from_json"]);
    exported.sort_unstable();
    for name in exported {
        let _ = writeln!(text, "    \"{name}\",");
    }
    text.push_str("]\n");
    for named in &definitions.types {
        if !matches!(named.shape, Shape::Object(_)) {
            alias(named, &mut text)?;
        }
    }
    for named in &definitions.types {
        if let Shape::Object(members) = &named.shape {
            class(&named.name, "Value", "", &named.doc, members, &mut text)?;
        }
    }
    class("RecordHeader", "Value", "", "What all records have, whatever their type.", &definitions.header, &mut text)?;
    for ((code, content), name) in definitions.records.iter().zip(&records) {
        let tag = format!(", tag_field=\"type\", tag=\"{code}\"");
        let member = Member {
            name: "content".to_owned(),
            doc: "The content of the record.".to_owned(),
            kind: Kind::Named(content.clone()),
            is_required: true,
        };
        class(name, "RecordHeader", &tag, &format!("A record of type `{code}`."), &[member], &mut text)?;
    }
    let _ = write!(text, "\n\nRecord = Union[{}]\n\"\"\"A record of any type.\"\"\"\n", records.join(", "));
    text.push_str(
        "\n_DECODER = msgspec.json.Decoder(Record)\n\n\ndef record_from_json(data: bytes) -> Record:\n    \"\"\"Reads a record of any type.\n\n    Members \
         that this version does not know are left out; `passerelle.validate` names them. Nothing is verified.\n\n    \
         Raises:\n        RecordFormError: The text is no record.\n    \"\"\"\n    return decode_record(_DECODER, data)\n",
    );
    Ok(text)
}

fn record_class(code: &str) -> String {
    let words = code.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    words.collect::<String>() + "Record"
}

fn alias(named: &Named, text: &mut String) -> Outcome {
    let is = match &named.shape {
        Shape::Text => "str".to_owned(),
        Shape::Words(words) => {
            format!("Literal[{}]", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "))
        }
        Shape::Timestamp => "datetime.datetime".to_owned(),
        Shape::Date => "datetime.date".to_owned(),
        Shape::Map(kind) => format!("Dict[str, {}]", annotation(kind)),
        Shape::Any => "Any".to_owned(),
        Shape::Object(_) => return Err(format!("{} is no alias", named.name)),
    };
    let _ = write!(text, "\n{} = {is}\n", named.name);
    let _ = writeln!(text, "\"\"\"{}\"\"\"", wrapped(&named.doc, 0));
    Ok(())
}

fn class(name: &str, base: &str, options: &str, doc: &str, members: &[Member], text: &mut String) -> Outcome {
    let _ = write!(
        text,
        "\n\nclass {name}({base}, frozen=True, kw_only=True{options}):\n    \"\"\"{}\"\"\"\n",
        wrapped(doc, 4)
    );
    for member in members {
        if !member.doc.is_ascii() && member.doc.contains("\"\"\"") {
            return Err(format!("{name}.{}: its text cannot be a docstring", member.name));
        }
        let attribute = attribute(&member.name);
        let kind = annotation(&member.kind);
        let is_renamed = attribute != member.name;
        let declared = match (&member.kind, member.is_required, is_renamed) {
            (_, true, false) => kind,
            (_, true, true) => format!("{kind} = msgspec.field(name=\"{}\")", member.name),
            (Kind::List(_), false, false) => format!("{kind} = ()"),
            (Kind::List(_), false, true) => format!("{kind} = msgspec.field(name=\"{}\", default=())", member.name),
            (_, false, false) => format!("Optional[{kind}] = None"),
            (_, false, true) => format!("Optional[{kind}] = msgspec.field(name=\"{}\", default=None)", member.name),
        };
        let _ = write!(text, "\n    {attribute}: {declared}\n    \"\"\"{}\"\"\"\n", wrapped(&member.doc, 4));
    }
    Ok(())
}

/// A member's name in Python, where keywords are none.
fn attribute(name: &str) -> String {
    if matches!(name, "from" | "in" | "class" | "is" | "not" | "as" | "with" | "import" | "global" | "pass" | "return")
    {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

fn annotation(kind: &Kind) -> String {
    match kind {
        Kind::Text => "str".to_owned(),
        Kind::Integer => "int".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Named(name) => name.clone(),
        Kind::List(kind) => format!("Tuple[{}, ...]", annotation(kind)),
    }
}

fn one_line(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "\\\\")
}

/// A text in lines of at most 120 columns; its paragraphs stay apart.
fn wrapped(doc: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let paragraphs = doc.split("\n\n").map(|paragraph| {
        let mut lines: Vec<String> = Vec::new();
        for word in one_line(paragraph).split(' ') {
            match lines.last_mut() {
                Some(line) if line.len() + word.len() + indent < 116 => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines.join(&format!("\n{margin}"))
    });
    paragraphs.collect::<Vec<_>>().join(&format!("\n\n{margin}"))
}

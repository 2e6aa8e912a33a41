//! `passerelle schema`.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use passerelle::forward::schema_for_forward;
use passerelle::manifest::schema_for_manifest;
use passerelle::receipt::schema_for_receipt;
use passerelle::schema::{file_name, schema_for_record, schema_for_type};
use passerelle::trust::{schema_for_trust_list, schema_for_trust_root};
use serde_json::Value;

use crate::arguments::RecordTypeName;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Out;
use crate::write::{Existing, Readers, write};

/// Write a JSON Schema, for editors and other programs
#[derive(Args)]
pub(crate) struct Arguments {
    /// A type of record, record for any of them, another signed document, or this command's reports
    #[arg(value_enum, default_value_t, conflicts_with = "out")]
    name: SchemaName,
    /// Write the schemas of all types of record and of the other signed documents into this folder
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long, requires = "out")]
    force: bool,
}

/// Which schema to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SchemaName {
    /// That of a record of any type.
    #[default]
    Record,
    /// That of one type.
    Type(RecordTypeName),
    /// That of a trust root.
    TrustRoot,
    /// That of a trust list.
    TrustList,
    /// That of a receipt.
    Receipt,
    /// That of a manifest.
    Manifest,
    /// That of a forward.
    Forward,
    /// That of this command's reports.
    Report,
}

impl ValueEnum for SchemaName {
    fn value_variants<'a>() -> &'a [Self] {
        use RecordTypeName as Name;
        &[
            Self::Record,
            Self::Type(Name::Profile),
            Self::Type(Name::ModusOperandi),
            Self::Type(Name::Network),
            Self::Type(Name::Sighting),
            Self::Type(Name::Link),
            Self::Type(Name::Notice),
            Self::TrustRoot,
            Self::TrustList,
            Self::Receipt,
            Self::Manifest,
            Self::Forward,
            Self::Report,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Self::Record => Some(PossibleValue::new("record").help("A record of any type")),
            Self::Type(name) => name.to_possible_value(),
            Self::TrustRoot => Some(PossibleValue::new("trust-root").help("Who may sign trust documents")),
            Self::TrustList => Some(PossibleValue::new("trust-list").help("The authorities and their keys")),
            Self::Receipt => Some(PossibleValue::new("receipt").help("Who held a record, and when")),
            Self::Manifest => Some(PossibleValue::new("manifest").help("What was sent together")),
            Self::Forward => Some(PossibleValue::new("forward").help("Who passed a record on, and to whom")),
            Self::Report => Some(PossibleValue::new("report").help("What --format json and ndjson write")),
        }
    }
}

const REPORT: &str = include_str!("../../../../spec/schema/command/report.schema.json");

pub(crate) fn run(arguments: &Arguments, _: &Context, out: &mut Out) -> Result<Exit, Failure> {
    match (&arguments.out, arguments.name.made()) {
        (Some(folder), _) => write_all(folder, Existing::force(arguments.force))?,
        (None, Some((_, schema))) => out.text(&text(&schema))?,
        (None, None) => out.text(REPORT)?,
    }
    Ok(Exit::Valid)
}

impl SchemaName {
    /// The file name and the schema, for one that is made from the library's types.
    fn made(self) -> Option<(String, Value)> {
        let (name, schema) = match self {
            Self::Record => (file_name(None), schema_for_record()),
            Self::Type(name) => (file_name(Some(name.into())), schema_for_type(name.into())),
            Self::TrustRoot => ("trust-root.schema.json".to_owned(), schema_for_trust_root()),
            Self::TrustList => ("trust-list.schema.json".to_owned(), schema_for_trust_list()),
            Self::Receipt => ("receipt.schema.json".to_owned(), schema_for_receipt()),
            Self::Manifest => ("manifest.schema.json".to_owned(), schema_for_manifest()),
            Self::Forward => ("forward.schema.json".to_owned(), schema_for_forward()),
            Self::Report => return None,
        };
        Some((name, schema.to_value()))
    }
}

fn text(schema: &Value) -> String {
    serde_json::to_string_pretty(schema).unwrap_or_default() + "\n"
}

fn write_all(folder: &Path, existing: Existing) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
    let schemas = SchemaName::value_variants().iter().filter_map(|name| name.made());
    for (name, schema) in schemas {
        write(&folder.join(name), text(&schema).as_bytes(), existing, Readers::Usual)?;
    }
    Ok(())
}

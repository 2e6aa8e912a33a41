//! `passerelle schema`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use passerelle::record::RecordType;
use passerelle::schema::{file_name, schema_for_record, schema_for_type};

use crate::arguments::RecordTypeName;
use crate::context::Context;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Out;
use crate::write::{Existing, Readers, write};

/// Write the JSON Schema of a record, for editors and other programs
#[derive(Args)]
pub(crate) struct Arguments {
    /// A type of record, or the word record for any of them
    #[arg(value_enum, default_value_t, conflicts_with = "out")]
    name: SchemaName,
    /// Write the schema of every type into this folder
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
            Self::Report,
        ]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        match self {
            Self::Record => Some(clap::builder::PossibleValue::new("record").help("A record of any type")),
            Self::Type(name) => name.to_possible_value(),
            Self::Report => {
                Some(clap::builder::PossibleValue::new("report").help("What --format json and ndjson write"))
            }
        }
    }
}

const REPORT: &str = include_str!("../../../../spec/schema/command/report.schema.json");

pub(crate) fn run(arguments: &Arguments, _: &Context, out: &mut Out) -> Result<Exit, Failure> {
    match &arguments.out {
        Some(folder) => write_all(folder, Existing::force(arguments.force))?,
        None => match arguments.name {
            SchemaName::Record => out.text(&text(None))?,
            SchemaName::Type(name) => out.text(&text(Some(name.into())))?,
            SchemaName::Report => out.text(REPORT)?,
        },
    }
    Ok(Exit::Valid)
}

fn text(record_type: Option<RecordType>) -> String {
    let schema = record_type.map_or_else(schema_for_record, schema_for_type).to_value();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn write_all(folder: &Path, existing: Existing) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
    let types = std::iter::once(None).chain(RecordType::ALL.into_iter().map(Some));
    types.into_iter().try_for_each(|record_type| {
        write(&folder.join(file_name(record_type)), text(record_type).as_bytes(), existing, Readers::Usual)
    })
}

//! What can be said on the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use passerelle::record::{RecordType, Timestamp};
use passerelle::{Form, Language};

use crate::command;

/// Write, check, sign, open and look at signed records of traffickers and their methods.
#[derive(Parser)]
#[command(
    name = "passerelle",
    version,
    arg_required_else_help = true,
    after_help = "Exit status: 0 valid; 1 invalid; 2 wrong usage, or an input that cannot be read or is empty; 3 not decidable with what is known here."
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) options: Options,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands, in the order in which a record meets them.
#[derive(Subcommand)]
pub(crate) enum Command {
    New(command::new::Arguments),
    Validate(command::validate::Arguments),
    Sign(command::sign::Arguments),
    Verify(command::verify::Arguments),
    Inspect(command::inspect::Arguments),
    Diff(command::diff::Arguments),
    Status(command::status::Arguments),
    Release(command::release::Arguments),
    Redact(command::redact::Arguments),
    Seal(command::seal::Arguments),
    Unseal(command::unseal::Arguments),
    Referral(command::referral::Arguments),
    Forward(command::forward::Arguments),
    Receipt(command::receipt::Arguments),
    Convert(command::convert::Arguments),
    Canonicalize(command::canonicalize::Arguments),
    Digest(command::digest::Arguments),
    Pack(command::pack::Arguments),
    Unpack(command::unpack::Arguments),
    Map(command::map::Arguments),
    Export(command::export::Arguments),
    Import(command::import::Arguments),
    Schema(command::schema::Arguments),
    Vocab(command::vocab::Arguments),
    Explain(command::explain::Arguments),
    Key(command::key::Arguments),
    Trust(command::trust::Arguments),
    Conformance(command::conformance::Arguments),
    Demo(command::demo::Arguments),
    Completions(command::completions::Arguments),
    Man(command::man::Arguments),
}

/// Options of every command.
#[derive(Args)]
pub(crate) struct Options {
    /// How the result is written
    #[arg(long, global = true, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: Format,
    /// The language of messages, labels and definitions: en, fr, es or ar
    #[arg(long, global = true, value_name = "LANG", default_value = "en", value_parser = language,
          help_heading = "Output")]
    pub(crate) lang: Language,
    /// Show the values of records in excerpts, where they are masked otherwise
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) show_values: bool,
    /// Whether to write in colour; the environment variable NO_COLOR also turns it off
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = "Output")]
    pub(crate) color: Color,
    /// Write problems only
    #[arg(long, short, global = true, help_heading = "Output")]
    pub(crate) quiet: bool,
    /// The time to judge by, instead of the clock: YYYY-MM-DDTHH:MM:SSZ
    #[arg(long, global = true, value_name = "TIME", value_parser = time)]
    pub(crate) now: Option<Timestamp>,
}

/// How a result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: the line with a caret, what is wrong, and how to mend it
    #[default]
    Human,
    /// One JSON object
    Json,
    /// One JSON object a line, as soon as it is known
    Ndjson,
    /// SARIF 2.1.0, for code scanners
    Sarif,
    /// JUnit XML, for test reports
    Junit,
    /// Annotations of GitHub workflows
    Github,
}

/// The form of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormName {
    /// The record can be read in it
    Clear,
    /// A JWS that any JOSE library checks
    Opaque,
}

impl From<FormName> for Form {
    fn from(name: FormName) -> Self {
        match name {
            FormName::Clear => Form::Clear,
            FormName::Opaque => Form::Opaque,
        }
    }
}

/// A type of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecordTypeName {
    /// A person believed to traffic or smuggle, or somebody known only by selectors
    Profile,
    /// A pattern of acting, without any person
    ModusOperandi,
    /// A group or a front
    Network,
    /// An event in which a method, a person or a group was met
    Sighting,
    /// A dated, graded relation between two records
    Link,
    /// A message about another record
    Notice,
}

impl From<RecordTypeName> for RecordType {
    fn from(name: RecordTypeName) -> Self {
        match name {
            RecordTypeName::Profile => RecordType::Profile,
            RecordTypeName::ModusOperandi => RecordType::ModusOperandi,
            RecordTypeName::Network => RecordType::Network,
            RecordTypeName::Sighting => RecordType::Sighting,
            RecordTypeName::Link => RecordType::Link,
            RecordTypeName::Notice => RecordType::Notice,
        }
    }
}

/// When to write in colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    #[default]
    Auto,
    Always,
    Never,
}

fn language(text: &str) -> Result<Language, String> {
    Language::from_tag(text).ok_or_else(|| "the languages are en, fr, es and ar".to_owned())
}

pub(crate) fn time(text: &str) -> Result<Timestamp, String> {
    Timestamp::new(text).map_err(|_| "a time is written YYYY-MM-DDTHH:MM:SSZ".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_tree_is_sound() {
        super::Arguments::command().debug_assert();
    }
}

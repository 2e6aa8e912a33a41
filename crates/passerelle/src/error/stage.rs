//! How much a finding weighs, and which stage of verification finds it.

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// It informs; the object stands.
    Warning,
    /// It cannot be decided with what is known here.
    Indeterminate,
    /// The object is refused.
    Error,
}

impl Severity {
    /// The word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Indeterminate => "indeterminate",
            Severity::Error => "error",
        }
    }
}

/// The stages of verification, in their order (specification, chapter "Verification").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names are the stages of the specification's chapter on verification")]
pub enum Stage {
    Limits,
    Encoding,
    Json,
    Profile,
    Sealing,
    Envelope,
    Header,
    Key,
    KeyPolicy,
    Cryptography,
    Quorum,
    Time,
    Redaction,
    Version,
    Schema,
    Rules,
    Chain,
    Trust,
    Signing,
    Status,
    Release,
    Manifest,
    Forward,
    Mapping,
    Command,
    Binding,
}

impl Stage {
    /// The word in reports and in the registry.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Limits => "limits",
            Stage::Encoding => "encoding",
            Stage::Json => "json",
            Stage::Profile => "profile",
            Stage::Sealing => "sealing",
            Stage::Envelope => "envelope",
            Stage::Header => "header",
            Stage::Key => "key",
            Stage::KeyPolicy => "key-policy",
            Stage::Cryptography => "cryptography",
            Stage::Quorum => "quorum",
            Stage::Time => "time",
            Stage::Redaction => "redaction",
            Stage::Version => "version",
            Stage::Schema => "schema",
            Stage::Rules => "rules",
            Stage::Chain => "chain",
            Stage::Trust => "trust",
            Stage::Signing => "signing",
            Stage::Status => "status",
            Stage::Release => "release",
            Stage::Manifest => "manifest",
            Stage::Forward => "forward",
            Stage::Mapping => "mapping",
            Stage::Command => "command",
            Stage::Binding => "binding",
        }
    }
}

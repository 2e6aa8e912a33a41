//! A case: what an implementation is asked, and what it has to answer.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What an implementation can do. Each level rests on those below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(clippy::exhaustive_enums, reason = "a further level is a further edition of the suite")]
pub enum Level {
    /// Read and canonicalise.
    L1,
    /// Verify.
    L2,
    /// Exchange: quorum, rotation, revocation, chain, relay, signing.
    L3,
    /// Redaction, manifests, receipts, forwards, sealed records.
    L4,
}

impl Level {
    /// All of them, the lowest first.
    pub const ALL: [Level; 4] = [Level::L1, Level::L2, Level::L3, Level::L4];
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// What an implementation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(clippy::exhaustive_enums, reason = "a further role is a further edition of the suite")]
pub enum Role {
    /// Reads the text of a record.
    Reader,
    /// Decides whether a record is what its signers signed.
    Verifier,
    /// Keeps the trust documents.
    TrustClient,
    /// Passes records on.
    Relay,
    /// Writes and signs records.
    Signer,
    /// Makes copies in which something is left out.
    Redactor,
    /// Opens what was sent together.
    Bundler,
}

impl Role {
    /// All of them, in the order of a report.
    pub const ALL: [Role; 7] =
        [Role::Reader, Role::Verifier, Role::TrustClient, Role::Relay, Role::Signer, Role::Redactor, Role::Bundler];

    /// The word in cases and reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Verifier => "verifier",
            Role::TrustClient => "trust-client",
            Role::Relay => "relay",
            Role::Signer => "signer",
            Role::Redactor => "redactor",
            Role::Bundler => "bundler",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One case, as its file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::exhaustive_structs, reason = "the schema of cases says what there is")]
pub struct Case {
    /// The path of its file below `cases`, without the ending. It never changes and is never used again.
    pub id: String,
    /// What it is, in one line.
    pub title: String,
    /// The lowest level that needs it.
    pub level: Level,
    /// The role that needs it.
    pub role: Role,
    /// The requirements of the specification that it tests.
    pub requirements: Vec<String>,
    /// Rows of the table of attacks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attacks: Vec<u16>,
    /// Names of kinds of bugs, explained in `flags.json`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// What an implementation does wrong that fails it.
    pub note: String,
    /// For a negative: the positive that it was made from, and the one change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutated: Option<Mutated>,
    /// What only some implementations have, and has to be there for this case: `ml-dsa`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// The time by which everything is judged, where a step has none of its own.
    pub now: String,
    /// Trust documents that are taken first, each by the name of its fixture.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    /// What is asked, one after another, of the same session.
    pub steps: Vec<Step>,
}

/// Where a negative comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::exhaustive_structs, reason = "the schema of cases says what there is")]
pub struct Mutated {
    /// The id of the positive.
    pub from: String,
    /// The one change.
    pub change: String,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::exhaustive_structs, reason = "the schema of cases says what there is")]
pub struct Step {
    /// What is to be done.
    pub operation: String,
    /// The time, where it is not that of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// With what.
    pub input: BTreeMap<String, Input>,
    /// What has to come of it. It is never sent to an adapter.
    pub answer: Map<String, Value>,
}

/// A part of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(clippy::exhaustive_enums, reason = "the schema of cases says what there is")]
pub enum Input {
    /// Bytes, or a file or key of the fixtures.
    Bytes(Bytes),
    /// Several of them.
    List(Vec<Input>),
    /// A word or a number as it is.
    Word(Value),
}

/// Bytes as a case holds them. An adapter gets base64 in place of all but the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(clippy::exhaustive_enums, reason = "the schema of cases says what there is")]
pub enum Bytes {
    /// The bytes themselves.
    Base64(String),
    /// A file of the fixtures.
    Fixture(String),
    /// Several pieces, one after another, so that a case of four megabytes has a small file.
    Pieces(Vec<Piece>),
    /// A key of the fixtures; an adapter gets `{"authority": …, "pkcs8": base64}`.
    Key(String),
}

/// Bytes, repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::exhaustive_structs, reason = "the schema of cases says what there is")]
pub struct Piece {
    /// The bytes.
    pub base64: String,
    /// How often they come.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub times: usize,
}

fn once() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_once(times: &usize) -> bool {
    *times == 1
}

impl Case {
    /// The folder that it is in: its area.
    #[must_use]
    pub fn area(&self) -> &str {
        self.id.rsplit_once('/').map_or("", |(area, _)| area)
    }

    /// Whether any answer of it is a refusal.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.steps.iter().any(Step::is_negative)
    }
}

impl Step {
    /// Whether its answer, or that of a record in it, is a refusal, or not decided; a status, that something does not hold as it is.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        let records = self.answer.get("records").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let is_other = |value: Option<&Value>, good: &str| value.is_some_and(|value| value != good);
        is_other(self.answer.get("verdict"), "accepted")
            || records.iter().any(|record| is_other(record.get("verdict"), "accepted"))
            // A status that is not active is why somebody asks.
            || records.iter().any(|record| is_other(record.get("status"), "active"))
    }
}

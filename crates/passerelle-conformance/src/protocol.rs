//! The messages between runner and adapter: one JSON object a line. `conformance-tests/PROTOCOL.md` is the text about it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of the protocol.
pub const PROTOCOL: u32 = 1;

/// What the runner says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "message", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Request {
    /// The first message.
    Start {
        /// The version of the protocol.
        protocol: u32,
        /// The version of the format that is tested.
        spec: String,
    },
    /// Forget everything: a new case begins.
    Reset,
    /// Do something, and say what comes of it.
    Run {
        /// What.
        operation: String,
        /// The time to judge by.
        now: String,
        /// With what; bytes are base64.
        input: Map<String, Value>,
    },
    /// The last message.
    Stop,
}

/// What the adapter says: one line for each line that it gets, save for `stop`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "message", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reply {
    /// To `start`.
    Started {
        /// The version of the protocol that the adapter speaks.
        protocol: u32,
        /// What is tested.
        implementation: String,
        /// Its version.
        version: String,
        /// What it has that not every implementation has.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        has: Vec<String>,
    },
    /// To `reset`.
    Ready,
    /// To `run`: what came of it.
    Answer {
        /// The members that PROTOCOL.md names for the operation.
        answer: Map<String, Value>,
    },
    /// To `run`: the implementation cannot do that.
    Skip {
        /// Why.
        reason: String,
    },
}

//! The commands, each in a file of its name: its arguments, and what it does.

pub(crate) mod canonicalize;
pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod demo;
pub(crate) mod diff;
pub(crate) mod digest;
pub(crate) mod explain;
pub(crate) mod forward;
pub(crate) mod inspect;
pub(crate) mod key;
pub(crate) mod man;
pub(crate) mod new;
pub(crate) mod receipt;
pub(crate) mod redact;
pub(crate) mod referral;
pub(crate) mod release;
pub(crate) mod schema;
pub(crate) mod seal;
pub(crate) mod sign;
pub(crate) mod status;
pub(crate) mod trust;
pub(crate) mod unseal;
pub(crate) mod validate;
pub(crate) mod verify;
pub(crate) mod vocab;

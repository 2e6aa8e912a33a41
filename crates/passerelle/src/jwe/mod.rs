//! The outside of a sealed record (specification, chapter 19): a JWE in its General JSON Serialization (RFC 7516 §7.2.1) of one
//! shape. Nothing inside it is looked at here.

mod read;
#[cfg(all(test, feature = "software-keys"))]
mod tests;
mod write;

pub use read::Seal;
pub(crate) use read::{Jwe, is_sealed};
pub(crate) use write::write;

/// How the content key gets to a recipient (RFC 7518 §4.6).
const ALG: &str = "ECDH-ES+A256KW";

/// How the content is encrypted (RFC 7518 §5.3).
const ENC: &str = "A256GCM";

/// The class of object, which nothing else can pass as.
const TYP: &str = "vnd.passerelle.sealed.v1+json";

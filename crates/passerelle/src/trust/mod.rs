//! Whom to believe: roots, lists of authorities, and how they replace one another (specification, chapter 6).

mod document;
mod list;
mod root;
mod update;

pub use document::{
    AlgorithmPolicy, AuthorityEntry, KeyEntry, KeyState, Role, Roles, RootKey, TrustListDocument, TrustPolicy,
    TrustRootDocument,
};
pub use list::{Authority, KeyStatus, TrustedKey};
pub use update::{Trust, TrustError, TrustUpdate, sign_trust_document};

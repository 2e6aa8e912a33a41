//! Whom to believe: roots, lists of authorities, and how they replace one another (specification, chapter 6).

mod document;
mod list;
mod read;
mod root;
mod sign;
mod update;

pub use document::{
    AlgorithmPolicy, AuthorityEntry, Jwk, KeyEntry, KeyState, KeyUse, Role, Roles, RootKey, TrustListDocument,
    TrustPolicy, TrustRootDocument, schema_for_trust_list, schema_for_trust_root,
};
pub use list::{Authority, EncryptionKey, KeyStatus, TrustedKey};
pub use sign::{CountedRole, Proposal, SignatureCount, cosign_trust_document, sign_trust_document};
pub use update::{Trust, TrustError, TrustUpdate};

//! What an examination comes to: the answers, and why an object was not opened.

use crate::answer::{Integrity, Standing};
use crate::crypto::KeyId;
use crate::envelope::{HeaderAlgorithm, SignatureEntry};
use crate::error::{Code, Severity, Stage};
use crate::finding::Finding;
use crate::record::Timestamp;

/// A signature of an object, as a report names it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignatureSummary {
    /// Whose key it names.
    pub key_id: KeyId,
    /// The algorithm; nothing where this version does not know it.
    pub algorithm: Option<&'static str>,
    /// When the signer says that it signed.
    pub issued_at: Option<Timestamp>,
    /// Whether it verifies with a key that is trusted.
    pub verified: bool,
}

impl SignatureSummary {
    /// A signature that nobody has looked at yet.
    pub(crate) fn unverified(entry: &SignatureEntry) -> Self {
        Self {
            key_id: entry.header.key_id().clone(),
            algorithm: match entry.header.algorithm {
                HeaderAlgorithm::Known(algorithm) => Some(algorithm.as_str()),
                HeaderAlgorithm::MlDsa | HeaderAlgorithm::Unknown => None,
            },
            issued_at: entry.header.issued_at(),
            verified: false,
        }
    }
}

/// A signed object was not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", finding.code.message(crate::Language::English))]
pub struct OpenError {
    /// The first finding that refuses it, in the order of the stages.
    pub finding: Finding,
    /// Whether the bytes are what the signers signed.
    pub integrity: Integrity,
    /// Whether the signers are ones to believe.
    pub trust: Standing,
}

impl OpenError {
    /// The code of the finding.
    #[must_use]
    pub fn code(&self) -> Code {
        self.finding.code
    }

    /// The error that a refusal is. Without one the object has the form of its class; if ever it had not, it is the schema that
    /// should have said so.
    pub(crate) fn of(refusal: Option<Finding>) -> Self {
        let finding = refusal.unwrap_or_else(|| Finding::whole(Code::SchemaType));
        let (integrity, trust) = judge(Some(&finding));
        Self { finding, integrity, trust }
    }
}

/// The first two answers, from the first finding that refuses: opening and reporting give the same ones, however much else is
/// wrong.
///
/// A fault that shows before any key was looked at says nothing of the signers; one that shows after all of them were found good
/// does not make them any worse.
///
/// spec: PSR-ANS-004
pub(crate) fn judge(refusal: Option<&Finding>) -> (Integrity, Standing) {
    let Some(finding) = refusal else { return (Integrity::Valid, Standing::Trusted) };
    if finding.severity == Severity::Indeterminate {
        return (Integrity::Indeterminate, Standing::Unknown);
    }
    // Without a current list the bytes cannot be judged, and are not at fault.
    if finding.code == Code::TlExpired {
        return (Integrity::Indeterminate, Standing::Untrusted);
    }
    let standing = match finding.stage() {
        Stage::Limits
        | Stage::Encoding
        | Stage::Json
        | Stage::Profile
        | Stage::Sealing
        | Stage::Envelope
        | Stage::Header => Standing::Unknown,
        Stage::Redaction | Stage::Version | Stage::Schema | Stage::Rules | Stage::Chain | Stage::Manifest => {
            Standing::Trusted
        }
        _ => Standing::Untrusted,
    };
    (Integrity::Invalid, standing)
}

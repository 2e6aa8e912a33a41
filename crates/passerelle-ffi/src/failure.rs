//! Why a call gave no answer, and the net that no panic gets through.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::Once;

use passerelle::trust::TrustError;
use passerelle::{Code, Finding, Language, OpenError, SignError, StatementError};

use crate::answer::{self, Refusal};

/// A call gave no answer.
///
/// `refusal` is JSON: the code, its message and hint, the answers where there are any, and every finding. It never holds a value of
/// a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[allow(clippy::exhaustive_enums, reason = "the code says which failure it is; there is one way to carry it")]
pub enum Failure {
    /// What was asked for was refused, or the call could not be made.
    #[error("{code}")]
    Refused {
        /// The code, for example `SIG_INVALID`.
        code: String,
        /// The refusal, as JSON.
        refusal: Vec<u8>,
    },
}

impl Failure {
    pub(crate) fn of(refusal: &Refusal) -> Self {
        Self::Refused { code: refusal.code.to_owned(), refusal: answer::to_json(refusal) }
    }

    /// An argument that cannot be used; `detail` names it and never quotes it.
    pub(crate) fn argument(detail: &str) -> Self {
        Self::of(&Refusal { detail: Some(detail.to_owned()), ..Refusal::of(Code::BndArgument) })
    }

    pub(crate) fn callback(detail: &str) -> Self {
        Self::of(&Refusal { detail: Some(detail.to_owned()), ..Refusal::of(Code::BndCallback) })
    }

    pub(crate) fn fault(place: Option<String>) -> Self {
        Self::of(&Refusal { detail: place, ..Refusal::of(Code::BndFault) })
    }
}

impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Self::of(&Refusal { findings: vec![answer::Finding::of(&finding)], ..Refusal::of(finding.code) })
    }
}

impl From<TrustError> for Failure {
    fn from(error: TrustError) -> Self {
        error.finding.into()
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::of(&Refusal::to_open(&error))
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        let code = error.code();
        match &error {
            SignError::InvalidDraft(validation) => {
                Self::of(&Refusal { findings: answer::findings(&validation.findings), ..Refusal::of(code) })
            }
            SignError::Envelope(finding) | SignError::Redaction(finding) => finding.as_ref().clone().into(),
            // Both say what went wrong in words of the library's own.
            SignError::Signer(error) => Self::of(&Refusal { detail: Some(error.to_string()), ..Refusal::of(code) }),
            SignError::Randomness(error) => Self::of(&Refusal { detail: Some(error.to_string()), ..Refusal::of(code) }),
            _ => Self::of(&Refusal::of(code)),
        }
    }
}

impl From<StatementError> for Failure {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::Document(finding) => (*finding).into(),
            other => Self::of(&Refusal::of(other.code())),
        }
    }
}

/// Runs a call; a panic in it becomes a failure with the code `BND_FAULT`.
///
/// The text of a panic can quote what the code was looking at, so it goes nowhere: the failure names the place in the source.
///
/// spec: PSR-ANS-007
pub(crate) fn guarded<T>(call: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let outcome = silently(|| catch_unwind(AssertUnwindSafe(call)));
    outcome.unwrap_or_else(|_| Err(Failure::fault(PLACE.take())))
}

thread_local! {
    static GUARDED: Cell<usize> = const { Cell::new(0) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics of this thread from being printed meanwhile; those of others are printed as ever.
fn silently<T>(call: impl FnOnce() -> T) -> T {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if GUARDED.get() == 0 {
                previous(panic);
            } else {
                let place = panic.location().map(|at: &Location<'_>| format!("{}:{}", at.file(), at.line()));
                PLACE.with(|held| *held.borrow_mut() = place);
            }
        }));
    });
    GUARDED.set(GUARDED.get() + 1);
    let outcome = call();
    GUARDED.set(GUARDED.get() - 1);
    outcome
}

/// The message and hint of a code, in English.
pub(crate) fn words(code: Code) -> (&'static str, &'static str) {
    (code.message(Language::English), code.hint(Language::English))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_failure_with_a_place_and_without_its_text() {
        let secret = "a name that nobody may see";
        let outcome: Result<(), Failure> = guarded(|| panic!("{secret}"));
        let Err(Failure::Refused { code, refusal }) = outcome else { panic!("no failure") };
        let refusal = String::from_utf8(refusal).unwrap();
        assert_eq!(code, "BND_FAULT");
        assert!(refusal.contains("failure.rs:"), "{refusal}");
        assert!(!refusal.contains(secret));
    }

    #[test]
    fn a_guard_inside_another_leaves_the_outer_one_whole() {
        let outcome = guarded(|| {
            let inner: Result<(), Failure> = guarded(|| panic!("inner"));
            assert!(inner.is_err());
            Ok(GUARDED.get())
        });
        assert_eq!(outcome, Ok(1));
        assert_eq!(GUARDED.get(), 0);
    }
}

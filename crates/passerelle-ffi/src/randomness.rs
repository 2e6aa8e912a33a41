//! Where random bytes come from: the operating system, or a source of the caller's such as an HSM.

use std::sync::Arc;

use passerelle::crypto::{Randomness, RandomnessError, SystemRandomness};

use crate::key::CallbackFailure;

/// A source of random bytes that nobody can foresee, in the caller's language.
#[uniffi::export(rust, foreign)]
pub trait RandomSource: Send + Sync {
    /// So many random bytes. Where it gives fewer or more, nothing is made.
    ///
    /// # Errors
    /// The source cannot be reached, or is not seeded yet.
    fn random_bytes(&self, count: u32) -> Result<Vec<u8>, CallbackFailure>;
}

/// The source that was given; that of the operating system where none was.
pub(crate) struct Given(pub(crate) Option<Arc<dyn RandomSource>>);

impl Randomness for Given {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        let Some(source) = &self.0 else { return SystemRandomness.fill(bytes) };
        let count = u32::try_from(bytes.len()).map_err(|_| RandomnessError)?;
        let given = source.random_bytes(count).map_err(|_| RandomnessError)?;
        // A call that was broken off reaches this side as no bytes at all.
        if given.len() != bytes.len() {
            return Err(RandomnessError);
        }
        bytes.copy_from_slice(&given);
        Ok(())
    }
}

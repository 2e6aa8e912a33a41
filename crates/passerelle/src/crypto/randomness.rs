//! Random bytes, which the caller gives.

/// A source of random bytes that nobody can foresee: the system's generator, or an HSM's.
///
/// The library has none of its own, so that the caller decides where they come from and tests can repeat them.
pub trait Randomness {
    /// Fills the bytes.
    ///
    /// # Errors
    /// The source cannot be reached, or is not seeded yet. Nothing is made then.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError>;
}

/// There were no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the source of random bytes gave none")]
pub struct RandomnessError;

/// The operating system's generator.
#[cfg(feature = "software-keys")]
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomness;

#[cfg(feature = "software-keys")]
impl Randomness for SystemRandomness {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        super::backend::fill_from_system(bytes).map_err(|()| RandomnessError)
    }
}

//! Signing what no reader would take, and devices that sign something else.

use passerelle::crypto::{Algorithm, Signer, SignerError};
use passerelle::{Code, Form};

use super::support::*;

#[test]
fn nobody_signs_what_no_reader_would_read() {
    let world = World::new();
    let error = passerelle::sign(&bytes(&draft()), &[], now(), Form::Clear).unwrap_err();
    assert_eq!(error.code(), Code::EnvUnsigned);
    let many: Vec<&dyn Signer> = vec![&world.north; 16];
    let full = passerelle::sign(&bytes(&draft()), &many, now(), Form::Clear).unwrap();
    assert_eq!(passerelle::cosign(&full, &world.north, now()).unwrap_err().code(), Code::LimCount);
}

type Answer<'w> = Box<dyn Fn(&[u8]) -> Result<Vec<u8>, SignerError> + 'w>;

/// A signer whose device answers something else than it should.
struct Crooked<'w> {
    honest: &'w dyn Signer,
    answer: Answer<'w>,
}

impl Signer for Crooked<'_> {
    fn authority(&self) -> &passerelle::record::AuthorityId {
        self.honest.authority()
    }

    fn public_key(&self) -> &passerelle::crypto::PublicKey {
        self.honest.public_key()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        (self.answer)(message)
    }
}

#[test]
fn a_signer_that_returns_something_else() {
    let world = World::new();
    let other = key("XX/northland", Algorithm::Ed25519);
    let answers: Vec<Answer<'_>> = vec![
        Box::new(|message| other.sign(message)),
        Box::new(|_| world.north.sign(b"other bytes")),
        Box::new(|_| Ok(Vec::new())),
        Box::new(|_| Ok(vec![0; 64])),
        Box::new(|_| Err(SignerError::Unavailable)),
    ];
    for answer in answers {
        let signer = Crooked { honest: &world.north, answer };
        let error = passerelle::sign(&bytes(&draft()), &[&signer], now(), Form::Clear).unwrap_err();
        assert_eq!(error.code(), Code::SignCallback);
    }
}

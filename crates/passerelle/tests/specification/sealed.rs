//! The sealed example. TEST ONLY: both private keys are published, in RFC 7748 and RFC 7518, and nothing in it is random.

use passerelle::crypto::{Curve, Decryptor, Randomness, RandomnessError, SoftwareDecryptor, decode_base64url, digest};
use passerelle::handling::Sender;
use passerelle::record::Timestamp;
use passerelle::sealing::{Dispatch, seal};
use passerelle::status::History;
use passerelle::trust::{KeyEntry, Trust, TrustListDocument, sign_trust_document};
use passerelle::vocabulary::code::Purpose;
use passerelle::{ObjectClass, VerifiedRecord};

use super::fixtures::{Keys, id, time, unhex};

/// A key whose secret bytes are a published example.
struct Published(Vec<u8>);

impl Randomness for Published {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        bytes.copy_from_slice(&self.0);
        Ok(())
    }
}

fn key(authority: &str, curve: Curve, secret: Vec<u8>) -> SoftwareDecryptor {
    SoftwareDecryptor::generate(id(authority), curve, &mut Published(secret)).unwrap().0
}

/// Southland's key for sealed records: Bob's of RFC 7748, section 6.1.
pub(crate) fn south() -> SoftwareDecryptor {
    let secret = unhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    key("XX/southland", Curve::X25519, secret)
}

/// Northland's: Bob's of RFC 7518, appendix C.
pub(crate) fn north() -> SoftwareDecryptor {
    let secret = decode_base64url("VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw").unwrap();
    key("XX/northland", Curve::P256, secret)
}

/// SHA-256 of 0, 1, 2 and so on, so that the example is the same each time.
struct Counted(u8);

impl Randomness for Counted {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        let drawn = unhex(digest(&[self.0]).hash.as_str());
        self.0 += 1;
        bytes.copy_from_slice(&drawn[..bytes.len()]);
        Ok(())
    }
}

/// The record, sealed to Southland by a list that has its key.
pub(crate) fn example(
    record: &VerifiedRecord,
    trust: &Trust,
    list: TrustListDocument,
    keys: &Keys,
    now: Timestamp,
) -> Vec<u8> {
    let mut list = TrustListDocument { version: list.version + 1, ..list };
    for key in [south(), north()] {
        let (from, to) = (time("2026-01-01T00:00:00Z"), time("2028-01-01T00:00:00Z"));
        let authority = list.authorities.iter_mut().find(|authority| authority.id == *key.authority()).unwrap();
        authority.keys.push(KeyEntry::for_encryption(key.authority(), key.public_key(), from, to));
    }
    let list = sign_trust_document(ObjectClass::TrustList, &list, &[&keys.list], now).unwrap();
    let trust = trust.update_list(&list, now).unwrap().trust;
    let judgements = History::of([record]).at(now);
    let dispatch = Dispatch {
        record,
        judgement: judgements.of(record).unwrap(),
        sender: &Sender::Issuer,
        recipients: &[id("XX/southland")],
        purpose: &Purpose::new("modus-operandi-exchange").unwrap(),
    };
    seal(&dispatch, &trust, now, &mut Counted(0)).unwrap()
}

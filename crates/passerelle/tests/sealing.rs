//! Sealing a record for those who may have it, opening it there, and the keys of the trust list that are for that.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod support;

use passerelle::crypto::{
    Algorithm, Curve, Decryptor, KeyId, Signer, SoftwareDecryptor, SoftwareKey, SystemRandomness, encode_base64url,
};
use passerelle::handling::{Consent, Sender};
use passerelle::record::{AuthorityId, PartyCode, Timestamp};
use passerelle::sealing::{Dispatch, SealError, seal, seal_of, unseal};
use passerelle::status::History;
use passerelle::trust::{KeyEntry, KeyState, Trust, TrustListDocument};
use passerelle::vocabulary::code::Purpose;
use passerelle::{
    Code, Integrity, Opening, Severity, Standing, VerifiedRecord, inspect, inspect_with, open, open_with,
};
use serde_json::{Value, json};
use support::held::{later, network, opened, world};
use support::trust::{Domain, entry, jwk, list, list_by};
use support::{id, key, now, time};

fn new_key(authority: &str, curve: Curve) -> (SoftwareDecryptor, Vec<u8>) {
    SoftwareDecryptor::generate(id(authority), curve, &mut SystemRandomness).unwrap()
}

fn entry_of(key: &SoftwareDecryptor) -> KeyEntry {
    let (from, to) = (time("2026-01-01T00:00:00Z"), time("2027-01-01T00:00:00Z"));
    KeyEntry::for_encryption(key.authority(), key.public_key(), from, to)
}

/// The world's trust with encryption keys in the list, each under its authority.
fn trust_with(keys: &[KeyEntry]) -> Trust {
    world().trust_with(|list| add(list, keys))
}

fn add(list: &mut TrustListDocument, keys: &[KeyEntry]) {
    for entry in keys {
        let owner = KeyId::parse(&entry.kid).unwrap();
        let authority = list.authorities.iter_mut().find(|authority| authority.id == *owner.authority()).unwrap();
        authority.keys.push(entry.clone());
    }
}

struct Order<'o> {
    record: &'o VerifiedRecord,
    sender: Sender,
    to: Vec<AuthorityId>,
    purpose: &'static str,
}

impl<'o> Order<'o> {
    fn new(record: &'o VerifiedRecord, to: &[&str]) -> Self {
        let to = to.iter().map(|authority| id(authority)).collect();
        Self { record, sender: Sender::Issuer, to, purpose: "identify" }
    }

    fn seal(&self, trust: &Trust, now: Timestamp) -> Result<Vec<u8>, SealError> {
        let judgements = History::of([self.record]).at(later());
        let judgement = judgements.of(self.record).unwrap();
        let purpose = Purpose::new(self.purpose).unwrap();
        let dispatch =
            Dispatch { record: self.record, judgement, sender: &self.sender, recipients: &self.to, purpose: &purpose };
        seal(&dispatch, trust, now, &mut SystemRandomness)
    }

    fn refusal(&self, trust: &Trust) -> Code {
        self.seal(trust, later()).unwrap_err().code()
    }
}

#[test]
fn a_recipient_opens_the_very_record_and_a_relay_does_not() {
    for curve in Curve::ALL {
        let (south, _) = new_key("XX/southland", curve);
        let (north, _) = new_key("XX/northland", Curve::X25519);
        let trust = trust_with(&[entry_of(&south), entry_of(&north)]);
        let record = opened(&network(1));
        let sealed = Order::new(&record, &["XX/southland"]).seal(&trust, later()).unwrap();

        let opening = Opening::new(&trust, later());
        let received = open_with(&sealed, &opening.key(&south)).unwrap();
        assert_eq!((received.payload(), received.signatures()), (record.payload(), record.signatures()));
        assert_eq!(unseal(&sealed, &south).unwrap(), record.to_envelope(passerelle::Form::Clear));

        let error = open(&sealed, &trust, later()).unwrap_err();
        assert_eq!(error.code(), Code::SeaLocked);
        assert_eq!((error.integrity, error.trust), (Integrity::Indeterminate, Standing::Unknown));
        assert_eq!(open_with(&sealed, &opening.key(&north)).unwrap_err().code(), Code::SeaNotForMe);

        let report = inspect(&sealed, Some(&trust), later());
        let codes: Vec<Code> = report.findings.iter().map(|finding| finding.code).collect();
        assert_eq!((codes, report.id, report.digest), (vec![Code::SeaLocked], None, None));
        let seal = seal_of(&sealed).unwrap().unwrap();
        assert_eq!(seal.recipients, [KeyId::of_encryption(south.authority(), south.public_key())]);
        assert_eq!(report.seal, Some(seal));
    }
}

/// Nothing of the record is to be seen outside: not its header, nor any text of it.
#[test]
fn a_sealed_record_shows_nothing_of_what_it_says() {
    let (south, _) = new_key("XX/southland", Curve::X25519);
    let trust = trust_with(&[entry_of(&south)]);
    let record = opened(&network(1));
    let sealed = String::from_utf8(Order::new(&record, &["XX/southland"]).seal(&trust, later()).unwrap()).unwrap();
    for word in ["Example Tide", "northland", "01890a5d", "network", "signatures", &record.digest().hash.to_string()] {
        assert!(!sealed.contains(word), "{word}");
    }
    let wrong = sealed.replacen("\"iv\":\"", "\"iv\":\"A", 1);
    for text in [&sealed, &wrong] {
        let report = format!("{:?}", inspect(text.as_bytes(), Some(&trust), later()));
        assert!(!report.contains("Example") && !report.contains("ciphertext\""), "{report}");
    }
}

#[test]
fn a_changed_cover_is_refused_and_a_changed_record_inside_is_too() {
    let (south, _) = new_key("XX/southland", Curve::X25519);
    let trust = trust_with(&[entry_of(&south)]);
    let record = opened(&network(1));
    let sealed = Order::new(&record, &["XX/southland"]).seal(&trust, later()).unwrap();
    let mut changed: Value = serde_json::from_slice(&sealed).unwrap();
    changed["tag"] = json!(encode_base64url(&[7; 16]));
    let changed = changed.to_string();
    let opening = Opening::new(&trust, later()).key(&south);
    let error = open_with(changed.as_bytes(), &opening).unwrap_err();
    assert_eq!((error.code(), error.integrity), (Code::SeaOpen, Integrity::Invalid));
    let report = inspect_with(changed.as_bytes(), &opening);
    assert_eq!((report.findings[0].code, report.is_openable()), (Code::SeaOpen, false));
    // Sealing makes no record trusted: one whose signer is not known stays so.
    let stranger = Domain::new();
    let other = stranger.trust();
    let error = open_with(&sealed, &Opening::new(&other, now()).key(&south)).unwrap_err();
    assert_eq!(error.code(), Code::KeyUnknown);
    // What is not sealed is opened as ever.
    let bare = record.to_envelope(passerelle::Form::Opaque);
    assert_eq!(open_with(&bare, &opening).unwrap(), open(&bare, &trust, later()).unwrap());
}

#[test]
fn a_record_is_sealed_only_for_whom_it_may_go_to() {
    let (south, _) = new_key("XX/southland", Curve::X25519);
    let (north, _) = new_key("XX/northland", Curve::P256);
    let trust = trust_with(&[entry_of(&south), entry_of(&north)]);
    let mut draft = network(1);
    draft["handling"]["releasable_to"] = json!(["XB"]);
    let record = opened(&draft);
    assert!(Order::new(&record, &["XX/southland"]).seal(&trust, later()).is_ok());
    // Of two recipients one may not have it: nobody gets it.
    let both = Order::new(&record, &["XX/southland", "XX/northland"]);
    let Err(SealError::Denied { recipient, reasons }) = both.seal(&trust, later()) else { unreachable!() };
    let codes: Vec<Code> = reasons.iter().map(|finding| finding.code).collect();
    assert_eq!((recipient, codes), (id("XX/northland"), vec![Code::RelNotListed]));
    assert_eq!(both.refusal(&trust), Code::SeaDenied);
    let other_purpose = Order { purpose: "prosecution", ..Order::new(&record, &["XX/southland"]) };
    assert_eq!(other_purpose.refusal(&trust), Code::SeaDenied);
    let holder = Sender::Holder { party: PartyCode::new("XA").unwrap(), consent: Consent::None };
    draft["handling"]["onward"] = json!("none");
    let kept = opened(&draft);
    assert_eq!(Order { sender: holder, ..Order::new(&kept, &["XX/southland"]) }.refusal(&trust), Code::SeaDenied);
}

#[test]
fn only_a_key_that_is_in_use_is_sealed_to() {
    let (south, _) = new_key("XX/southland", Curve::X25519);
    let record = opened(&network(1));
    let order = Order::new(&record, &["XX/southland"]);
    assert_eq!(order.refusal(&world().trust), Code::SeaNoKey, "no key for encryption at all");
    assert_eq!(Order::new(&record, &["XX/nowhere"]).refusal(&world().trust), Code::SeaNoKey);
    let changed = |change: &dyn Fn(&mut KeyEntry)| {
        let mut entry = entry_of(&south);
        change(&mut entry);
        trust_with(&[entry])
    };
    let retired = |at: &'static str| {
        changed(&move |entry| (entry.status, entry.retired_at) = (KeyState::Retired, Some(time(at))))
    };
    assert!(order.seal(&changed(&|_| ()), later()).is_ok());
    assert!(order.seal(&retired("2026-12-01T00:00:01Z"), later()).is_ok());
    assert_eq!(order.refusal(&retired("2026-12-01T00:00:00Z")), Code::SeaNoKey);
    assert_eq!(order.refusal(&changed(&|entry| entry.not_after = time("2026-11-30T23:59:59Z"))), Code::SeaNoKey);
    assert_eq!(order.refusal(&changed(&|entry| entry.not_before = time("2026-12-01T00:00:01Z"))), Code::SeaNoKey);
    let stolen = changed(&|entry| {
        (entry.status, entry.compromised_since) = (KeyState::Compromised, Some(time("2026-12-31T00:00:00Z")));
    });
    assert_eq!(
        order.refusal(&stolen),
        Code::SeaNoKey,
        "a key in wrong hands is never sealed to, whatever `since` says"
    );
}

#[test]
fn of_two_keys_the_newer_is_sealed_to_and_the_older_still_opens_what_it_got() {
    let (old, _) = new_key("XX/southland", Curve::X25519);
    let (new, _) = new_key("XX/southland", Curve::P256);
    let mut newer = entry_of(&new);
    newer.not_before = time("2026-06-01T00:00:00Z");
    let (before, after) = (trust_with(&[entry_of(&old)]), trust_with(&[entry_of(&old), newer]));
    let record = opened(&network(1));
    let order = Order::new(&record, &["XX/southland"]);
    let (first, second) = (order.seal(&before, later()).unwrap(), order.seal(&after, later()).unwrap());
    let opens = |sealed: &[u8], key: &SoftwareDecryptor| {
        open_with(sealed, &Opening::new(&after, later()).key(key)).map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!((opens(&first, &old), opens(&first, &new)), (Ok(()), Err(Code::SeaNotForMe)));
    assert_eq!((opens(&second, &new), opens(&second, &old)), (Ok(()), Err(Code::SeaNotForMe)));
}

#[test]
fn recipients_are_named_once() {
    let (south, _) = new_key("XX/southland", Curve::X25519);
    let trust = trust_with(&[entry_of(&south)]);
    let record = opened(&network(1));
    for to in [&[][..], &["XX/southland", "XX/southland"]] {
        assert_eq!(Order::new(&record, to).refusal(&trust), Code::SeaRecipients);
    }
    let many: Vec<String> = (0..65).map(|number| format!("XX/unit-{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(Order::new(&record, &many).refusal(&trust), Code::SeaRecipients);
}

#[test]
fn nothing_is_sealed_by_an_old_list_or_none() {
    let (south, _) = new_key("XX/southland", Curve::X25519);
    let trust = trust_with(&[entry_of(&south)]);
    let record = opened(&network(1));
    let order = Order::new(&record, &["XX/southland"]);
    let at = |trust: &Trust, now: &str| order.seal(trust, time(now)).unwrap_err().code();
    assert_eq!(at(&trust, "2027-01-01T00:00:00Z"), Code::TlExpiredGrace);
    assert_eq!(at(&trust, "2027-02-01T00:00:00Z"), Code::TlExpired);
    let pinned = Trust::pin(&world().root).unwrap();
    assert_eq!(at(&pinned, "2026-12-01T00:00:00Z"), Code::TlMissing);
}

// ---- keys of the trust list that are for sealing ----------------------------

/// A list of Northland with a key more.
fn list_with(domain: &Domain, more: Value) -> Value {
    let mut document = list(6, 1, &[entry(&domain.north, "XA")]);
    document["authorities"][0]["keys"].as_array_mut().unwrap().push(more);
    document
}

fn written(key: &SoftwareDecryptor) -> Value {
    serde_json::to_value(entry_of(key)).unwrap()
}

#[test]
fn a_key_is_for_signing_or_for_sealing() {
    let domain = Domain::new();
    for curve in Curve::ALL {
        let (receiving, _) = new_key("XX/northland", curve);
        let update_of = |entry: Value| domain.take(&domain.trust(), &list_with(&domain, entry));
        let update = update_of(written(&receiving)).unwrap();
        let authority = update.trust.authority(&id("XX/northland")).unwrap();
        assert_eq!((authority.keys().len(), authority.encryption_keys().len()), (1, 1));
        assert_eq!(update.findings, []);
    }
    let changed = |key: &SoftwareDecryptor, change: &dyn Fn(&mut Value)| {
        let mut entry = written(key);
        change(&mut entry);
        domain.take(&domain.trust(), &list_with(&domain, entry)).map(|update| update.findings.len())
    };
    let (edwards, _) = new_key("XX/northland", Curve::X25519);
    assert_eq!(changed(&edwards, &|entry| entry["use"] = json!("sig")), Err(Code::TlForm));
    assert_eq!(changed(&edwards, &|entry| drop(entry.as_object_mut().unwrap().remove("use"))), Err(Code::TlForm));
    assert_eq!(changed(&edwards, &|entry| entry["use"] = json!("both")), Err(Code::TlForm));
    // Ed25519 and P-384 sign, and cannot do anything else.
    for algorithm in [Algorithm::Ed25519, Algorithm::Es384] {
        let signing = key("XX/northland", algorithm);
        let mut entry = entry(&signing, "XA")["keys"][0].clone();
        entry["use"] = json!("sig");
        assert!(domain.take(&domain.trust(), &list_with(&domain, entry.clone())).is_ok());
        entry["use"] = json!("enc");
        assert_eq!(domain.take(&domain.trust(), &list_with(&domain, entry)).unwrap_err(), Code::TlForm);
    }
    // One key for both is a key that stands twice.
    let (both, _) = new_key("XX/northland", Curve::P256);
    let mut document = list_with(&domain, written(&both));
    let mut again = written(&both);
    again["use"] = json!("sig");
    document["authorities"][0]["keys"].as_array_mut().unwrap().push(again);
    assert_eq!(domain.take(&domain.trust(), &document).unwrap_err(), Code::TlForm);
    // A kind that a later version may bring is passed over for both uses.
    let later = json!({ "kty": "AKP", "alg": "ML-KEM-768", "pub": "AA" });
    assert_eq!(changed(&edwards, &|entry| entry["jwk"] = later.clone()), Ok(1));
}

#[test]
fn an_unsound_key_for_sealing_is_left_out() {
    let domain = Domain::new();
    let codes = |key: &SoftwareDecryptor, change: &dyn Fn(&mut Value)| {
        let mut entry = written(key);
        change(&mut entry);
        let update = domain.take(&domain.trust(), &list_with(&domain, entry)).unwrap();
        assert!(update.trust.authority(&id("XX/northland")).unwrap().encryption_keys().is_empty());
        update.findings.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    let (edwards, _) = new_key("XX/northland", Curve::X25519);
    let (nist, _) = new_key("XX/northland", Curve::P256);
    let zero = encode_base64url(&[0; 32]);
    assert_eq!(codes(&edwards, &|entry| entry["jwk"]["x"] = json!(zero)), [Code::TlKeyWeak]);
    assert_eq!(codes(&nist, &|entry| entry["jwk"]["x"] = json!(zero)), [Code::TlKeyWeak]);
    let other = KeyId::of_encryption(nist.authority(), nist.public_key()).to_string();
    assert_eq!(codes(&edwards, &|entry| entry["kid"] = json!(other)), [Code::TlKidMismatch]);
    let private = |entry: &mut Value| entry["jwk"]["d"] = json!("AA");
    let mut entry = written(&edwards);
    private(&mut entry);
    assert_eq!(domain.take(&domain.trust(), &list_with(&domain, entry)).unwrap_err(), Code::TlPrivateKey);
}

/// The material of a key belongs to one authority and one use, whichever uses the two entries have.
#[test]
fn a_key_for_sealing_is_shared_with_nobody() {
    let domain = Domain::new();
    let (north, document) = new_key("XX/northland", Curve::P256);
    let as_south = SoftwareDecryptor::from_pkcs8(id("XX/southland"), &document).unwrap();
    let south = key("XX/southland", Algorithm::Ed25519);
    let taken = |southern: Value| {
        let mut list = list_with(&domain, written(&north));
        list["authorities"].as_array_mut().unwrap().push(entry(&south, "XB"));
        list["authorities"][1]["keys"].as_array_mut().unwrap().push(southern);
        let update = domain.take(&domain.trust(), &list).unwrap();
        support::trust::left_out(&update)
    };
    let shared = |authority| (Code::TlKeyShared, format!("/authorities/{authority}/keys/1"));
    assert_eq!(taken(written(&as_south)), [shared(0), shared(1)]);
    let signing = SoftwareKey::from_pkcs8(id("XX/southland"), &document).unwrap();
    assert_eq!(taken(entry(&signing, "XB")["keys"][0].clone()), [shared(0), shared(1)]);
}

/// A P-256 key could sign. One that is for sealing is believed for nothing that it signs.
#[test]
fn a_key_for_sealing_signs_nothing() {
    let domain = Domain::new();
    let (receiving, document) = new_key("XX/northland", Curve::P256);
    let as_signer = SoftwareKey::from_pkcs8(id("XX/northland"), &document).unwrap();
    let trust = domain.take(&domain.trust(), &list_with(&domain, written(&receiving))).unwrap().trust;
    let error = open(&support::trust::record_by(&as_signer), &trust, now()).unwrap_err();
    assert_eq!((error.code(), error.finding.severity), (Code::KeyRole, Severity::Error));
    assert_eq!((error.integrity, error.trust), (Integrity::Invalid, Standing::Untrusted));
    // The same key with the other use is believed.
    let honest = domain.take(&domain.trust(), &list_with(&domain, entry(&as_signer, "XA")["keys"][0].clone())).unwrap();
    open(&support::trust::record_by(&as_signer), &honest.trust, now()).unwrap();
    // Nor does it sign a list.
    let next = list_by(&list(7, 1, &[entry(&domain.north, "XA")]), &[&as_signer]);
    assert_eq!(trust.update_list(&next, now()).unwrap_err().finding.code, Code::TlRole);
    assert_eq!(jwk(as_signer.public_key()), serde_json::to_value(&entry_of(&receiving).jwk).unwrap());
}

//! Areas `quorum` and `hybrid`: how many have to sign, and with what.

use passerelle::ObjectClass::Record;
use passerelle::crypto::{Algorithm, decode_base64url, encode_base64url};
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, kind};
use super::records::{link, link_by};
use super::signatures::{next_list, open, take};
use super::trust::key_entry;
use super::world::{World, envelope, time, twin};

const EXCHANGE: Kind = kind(Level::L3, Role::Verifier);

pub(crate) fn cases(maker: &mut Maker) {
    twins(maker);
    quorum(maker);
    hybrid(maker);
}

fn twins(maker: &mut Maker) {
    let record = two(&["XX/northland", "XX/eastland"], 2, "XX/northland");
    let good = maker.world.signed(Record, &record, &["northland", "eastland"]);
    let sketch = maker
        .case(EXCHANGE, "quorum/two-algorithms", "two authorities sign with two algorithms")
        .note("It refuses what is good.");
    open(sketch, &good, "accepted").done();
    let signature = decode_base64url(good["signatures"][1]["signature"].as_str().unwrap()).unwrap();
    let mut twinned = good.clone();
    let mut second = good["signatures"][1].clone();
    second["signature"] = encode_base64url(&twin(Algorithm::Es256, &signature)).into();
    twinned["signatures"] = json!([good["signatures"][1], second]);
    let sketch = maker
        .case(EXCHANGE, "quorum/bad-twin-counted", "a signature and its twin, for two")
        .from("quorum/two-algorithms")
        .requires(&["PSR-SIG-010"])
        .attacks(&[35, 37])
        .flag("quorum")
        .note("It counts signatures, and not who signed.");
    open(sketch, &twinned, "SIG_QUORUM").done();
}

/// A notice that several authorities sign.
fn two(of: &[&str], min: usize, issuer: &str) -> Value {
    link_by(issuer, &json!({ "signers": { "min": min, "of": of } }))
}

fn quorum(maker: &mut Maker) {
    let record = two(&["XX/northland", "XX/southland"], 2, "XX/northland");
    let world = &maker.world;
    let [north, south] = ["northland", "southland"].map(|name| world.entry(Record, &record, name, &json!({})));
    let mut spoilt = south.clone();
    spoilt["signature"] = encode_base64url(&[1; 64]).into();
    let stranger = world.entry(Record, &record, "stranger", &json!({}));
    let to_come = json!({ "alg": "ML-DSA-65", "kid": format!("XX/northland#{}", "A".repeat(43)) });
    let reserved = world.entry(Record, &record, "northland", &to_come);
    let later =
        world.entry(Record, &record, "northland", &json!({ "iat": time("2026-06-01T09:00:00Z").unix_seconds() }));
    let east = world.entry(Record, &record, "eastland", &json!({}));
    let rows: Vec<(&str, &str, Vec<Value>, &str, &[u16], &str)> = vec![
        (
            "bad-stripped",
            "the second signature is taken away",
            vec![north.clone()],
            "SIG_QUORUM",
            &[36],
            "It takes a record with the issuer's signature alone.",
        ),
        (
            "bad-issuer-stripped",
            "the issuer's signature is taken away",
            vec![south.clone()],
            "SIG_QUORUM",
            &[36],
            "It counts, and does not ask for the issuer.",
        ),
        (
            "bad-twice",
            "the issuer's signature twice",
            vec![north.clone(), north.clone()],
            "SIG_QUORUM",
            &[37],
            "It counts signatures, and not who signed.",
        ),
        (
            "bad-twice-other-time",
            "two signatures of the issuer at two times",
            vec![north.clone(), later],
            "SIG_QUORUM",
            &[37],
            "It counts signatures that differ.",
        ),
        (
            "bad-cosigner",
            "the second signature is a bad one",
            vec![north.clone(), spoilt.clone()],
            "SIG_COSIGNER",
            &[38],
            "It leaves out what does not verify.",
        ),
        (
            "bad-cosigner-beside",
            "both, and a bad one of the second authority",
            vec![north.clone(), south.clone(), spoilt],
            "SIG_COSIGNER",
            &[38],
            "It leaves out what does not verify.",
        ),
        (
            "bad-stranger-second",
            "the second signature is by an unknown key",
            vec![north.clone(), stranger.clone()],
            "KEY_UNKNOWN",
            &[30, 36],
            "It counts signatures that it cannot judge.",
        ),
        (
            "bad-not-asked",
            "a listed authority that the record does not name signs too",
            vec![north.clone(), south.clone(), east],
            "KEY_AUTHORITY",
            &[31],
            "It takes any known key.",
        ),
        (
            "stranger-beside",
            "both, and one by an unknown key",
            vec![north.clone(), south.clone(), stranger],
            "finds KEY_UNKNOWN",
            &[39],
            "It refuses a record for what somebody added to it.",
        ),
        (
            "reserved-beside",
            "both, and one with an algorithm to come",
            vec![north.clone(), south.clone(), reserved],
            "finds SIG_ALG_UNKNOWN",
            &[39],
            "It refuses a record for what it does not know yet.",
        ),
        (
            "other-order",
            "both in the other order",
            vec![south, north],
            "accepted",
            &[19],
            "It takes the first signature for the issuer's.",
        ),
    ];
    let good = world.signed(Record, &record, &["northland", "southland"]);
    let sketch = maker.case(EXCHANGE, "quorum/plain", "two authorities sign").note("It refuses what is good.");
    open(sketch, &good, "accepted").done();
    for (name, title, entries, due, rows, note) in rows {
        let mut sketch = maker.case(EXCHANGE, &format!("quorum/{name}"), title).attacks(rows).flag("quorum").note(note);
        if name.starts_with("bad") || due.starts_with("finds") {
            sketch = sketch.from("quorum/plain");
        }
        open(sketch, &envelope(Record, &record, entries), due).done();
    }
    // Two keys of one authority are one authority.
    let list = next_list(&maker.world, |list| {
        let second = key_entry("XX/northland", &maker.world.jwk("northland-2"));
        list["authorities"][0]["keys"].as_array_mut().unwrap().push(second);
    });
    let both = maker.world.signed(Record, &record, &["northland", "northland-2"]);
    let sketch = maker
        .case(EXCHANGE, "quorum/bad-two-keys", "two keys of one authority sign")
        .from("quorum/plain")
        .attacks(&[37])
        .flag("quorum")
        .note("It counts keys, and not authorities.");
    open(take(sketch, &list), &both, "SIG_QUORUM").done();
    let three = two(&["XX/northland", "XX/southland", "XX/eastland"], 2, "XX/northland");
    let others = maker.world.signed(Record, &three, &["southland", "eastland"]);
    let sketch = maker
        .case(EXCHANGE, "quorum/bad-two-without-issuer", "two of three sign, and the issuer does not")
        .from("quorum/two-of-three")
        .attacks(&[36])
        .flag("quorum")
        .note("It counts, and does not ask for the issuer.");
    open(sketch, &others, "SIG_QUORUM").done();
    let min_three = two(&["XX/northland", "XX/southland", "XX/eastland"], 2, "XX/northland");
    let good = maker.world.signed(Record, &min_three, &["northland", "eastland"]);
    open(
        maker.case(EXCHANGE, "quorum/two-of-three", "two of three authorities sign").note("It asks for all."),
        &good,
        "accepted",
    )
    .done();
}

fn hybrid(maker: &mut Maker) {
    let hybrid = |world: &World, from: &str| {
        let strange = json!({ "alg": "ML-DSA-65", "kty": "AKP", "pub": "AAAA" });
        next_list(world, |list| {
            list["authorities"][0]["keys"].as_array_mut().unwrap().push(key_entry("XX/northland", &strange));
            list["policy"] = json!({ "hybrid_from": from });
        })
    };
    let plain = maker.world.signed(Record, &link(), &["northland"]);
    for (name, title, from, due) in [
        (
            "bad-stripped",
            "the second algorithm is due, and its signature is missing",
            "2026-06-01T08:00:00Z",
            "SIG_HYBRID",
        ),
        ("before", "signed before the second algorithm is due", "2026-06-01T10:00:00Z", "accepted"),
    ] {
        let list = hybrid(&maker.world, from);
        let mut sketch = maker
            .case(EXCHANGE, &format!("hybrid/{name}"), title)
            .attacks(&[40])
            .flag("signature")
            .note("It is content with the weaker of two signatures: the other one can be taken away.");
        if name.starts_with("bad") {
            sketch = sketch.from("hybrid/before");
        }
        open(take(sketch, &list), &plain, due).done();
    }
    let kid = super::world::kid("XX/northland", &json!({ "alg": "ML-DSA-65", "kty": "AKP", "pub": "AAAA" }));
    let second = maker.world.entry(Record, &link(), "northland", &json!({ "alg": "ML-DSA-65", "kid": kid }));
    let both = envelope(Record, &link(), vec![plain["signatures"][0].clone(), second]);
    let list = hybrid(&maker.world, "2026-06-01T08:00:00Z");
    let sketch = maker
        .case(EXCHANGE, "hybrid/bad-undecided", "the second signature is there, and cannot be judged here")
        .from("hybrid/before")
        .attacks(&[40, 39])
        .flag("signature")
        .note("It takes for good what it cannot judge.");
    open(take(sketch, &list), &both, "SIG_HYBRID").done();
    second_signatures(maker);
}

/// Second signatures that whoever has ML-DSA can judge.
fn second_signatures(maker: &mut Maker) {
    let world = &maker.world;
    let (date, before) = ("2026-06-01T08:00:00Z", "2026-06-01T10:00:00Z");
    let list = |from: &str| {
        next_list(world, |list| {
            for (at, name) in ["northland", "southland"].into_iter().enumerate() {
                let entry = key_entry(&format!("XX/{name}"), &world.jwk(&format!("{name}-ml-dsa")));
                list["authorities"][at]["keys"].as_array_mut().unwrap().push(entry);
            }
            list["policy"] = json!({ "hybrid_from": from });
        })
    };
    let lists = [list(date), list(before)];
    let [due, not_due] = &lists;
    let pair = ["northland", "northland-ml-dsa"];
    let record = link();
    let signed = |record: &Value, names: &[&str]| world.signed(Record, record, names);
    let both = signed(&record, &pair);
    let with_second = |second: Value| envelope(Record, &record, vec![both["signatures"][0].clone(), second]);
    let second = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut second = both["signatures"][1].clone();
        let mut raw = decode_base64url(second["signature"].as_str().unwrap()).unwrap();
        change(&mut raw);
        second["signature"] = encode_base64url(&raw).into();
        with_second(second)
    };
    let mut later = record.clone();
    later["issued"] = "2026-06-01T08:00:01Z".into();
    let moved = with_second(signed(&later, &pair)["signatures"][1].clone());
    let mut two = record.clone();
    two["signers"] = json!({ "min": 2, "of": ["XX/northland", "XX/southland"] });
    let renamed = world.entry(Record, &record, pair[1], &json!({ "alg": "ML-DSA-87" }));
    let four = ["northland", "northland-ml-dsa", "southland", "southland-ml-dsa"];
    let cases = [
        ("both", "both signatures, once both are due", due, both.clone(), "accepted"),
        ("both-before", "both signatures, before they are due", not_due, both.clone(), "accepted"),
        ("both-of-two", "both signatures of each of two authorities", due, signed(&two, &four), "accepted"),
        (
            "second-renamed",
            "a second signature for which the key is not",
            not_due,
            with_second(renamed.clone()),
            "finds SIG_ALG_UNKNOWN",
        ),
        ("bad-second-renamed", "a second signature for which the key is not", due, with_second(renamed), "SIG_HYBRID"),
        ("bad-second-stripped", "the second signature is taken away", due, signed(&record, &pair[..1]), "SIG_HYBRID"),
        ("bad-second-alone", "the first signature is taken away", due, signed(&record, &pair[1..]), "HDR_ALG"),
        (
            "bad-second-bit",
            "a bit of the second signature is flipped",
            not_due,
            second(&|raw| raw[1000] ^= 1),
            "SIG_INVALID",
        ),
        (
            "bad-second-form",
            "a byte of the second signature is missing",
            not_due,
            second(&|raw| raw.truncate(3308)),
            "SIG_FORM",
        ),
        ("bad-second-moved", "the second signature is that of another record", not_due, moved, "SIG_INVALID"),
        (
            "bad-second-of-another",
            "the second signature is that of another authority",
            due,
            with_second(world.entry(Record, &record, "southland-ml-dsa", &json!({}))),
            "KEY_AUTHORITY",
        ),
        (
            "bad-second-counted",
            "two signatures of one authority are taken for two",
            due,
            signed(&two, &pair),
            "SIG_QUORUM",
        ),
        (
            "bad-second-of-one",
            "one of two authorities has no second signature",
            due,
            signed(&two, &four[..3]),
            "SIG_HYBRID",
        ),
    ];
    for (name, title, list, envelope, due) in cases {
        let sketch =
            maker.case(EXCHANGE, &format!("hybrid/{name}"), title).needs("ml-dsa").attacks(&[40]).flag("signature");
        let sketch = sketch.requires(&["PSR-SIG-006", "PSR-SIG-011"]);
        let sketch = if name.starts_with("bad") { sketch.from("hybrid/both") } else { sketch };
        open(take(sketch, list), &envelope, due).done();
    }
}

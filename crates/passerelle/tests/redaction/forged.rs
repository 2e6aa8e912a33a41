//! Attacks: envelopes that no honest signer or sender makes.

use super::*;

#[test]
fn disclosure_that_no_digest_refers_to() {
    let mut envelope = parsed(&signed(&rich()));
    let stray = disclosure(json!([SALT, "summary", [{ "lang": "en", "text": "Put in on the way." }]]));
    envelope["disclosures"].as_array_mut().unwrap().push(stray.clone().into());
    let last = envelope["disclosures"].as_array().unwrap().len() - 1;
    assert_eq!(refused(&envelope), Some((Code::RedUnreferenced, format!("/disclosures/{last}"))));
    // A record without any digest has none either.
    assert_eq!(refused(&forged(&rich(), &[stray])), Some((Code::RedUnreferenced, "/disclosures/0".to_owned())));
}

/// The same value under another salt, or one more blank in the text, is another disclosure.
#[test]
fn disclosure_changed_by_a_byte() {
    let envelope = parsed(&signed(&rich()));
    let text = envelope["disclosures"][0].as_str().unwrap();
    let inside = passerelle::crypto::decode_base64url(text).unwrap();
    let blank = String::from_utf8(inside).unwrap().replacen(',', ", ", 1);
    let mut changed = envelope.clone();
    changed["disclosures"][0] = encode_base64url(blank.as_bytes()).into();
    assert_eq!(refused(&changed), Some((Code::RedUnreferenced, "/disclosures/0".to_owned())));
    assert_eq!(refused(&envelope), None);
}

#[test]
fn disclosure_sent_twice() {
    let mut envelope = parsed(&signed(&rich()));
    let first = envelope["disclosures"][0].clone();
    envelope["disclosures"].as_array_mut().unwrap().push(first);
    let last = envelope["disclosures"].as_array().unwrap().len() - 1;
    assert_eq!(refused(&envelope), Some((Code::RedDuplicate, format!("/disclosures/{last}"))));
}

#[test]
fn digest_in_two_places() {
    let summary = disclosure(json!([SALT, "summary", [{ "lang": "en", "text": "Invented." }]]));
    let mut twice = holding("/content", &[&summary, &summary]);
    twice["content"].as_object_mut().unwrap().remove("summary");
    assert_eq!(refused(&forged(&twice, std::slice::from_ref(&summary))).unwrap().0, Code::RedDuplicate);
    let mut apart = holding("/content", &[&summary]);
    with_digests(&mut apart, &[&summary]);
    apart["content"].as_object_mut().unwrap().remove("summary");
    assert_eq!(refused(&forged(&apart, &[])), Some((Code::RedDuplicate, "/content/_sd".to_owned())));
}

/// What a disclosure holds is looked at like the record itself.
#[test]
fn digest_in_the_record_and_in_a_disclosure() {
    let reference = disclosure(json!([SALT, { "system": "test-cases", "ref": "TEST-1" }]));
    for (inner, outer) in [
        (digest(&reference), Code::RedDuplicate),
        ("no digest".to_owned(), Code::RedForm),
        (digest("y"), Code::RedPlace),
    ] {
        let list = disclosure(json!([SALT, "selectors", [{ "...": inner, }]]));
        let mut record = holding("/content", &[&list]);
        record["content"].as_object_mut().unwrap().remove("selectors");
        record["national_refs"][0] = json!({ "...": digest(&reference) });
        let found = refused(&forged(&record, &[list, reference.clone()]));
        if outer == Code::RedPlace {
            assert_eq!(found, None, "with a digest of its own it is a record");
        } else {
            assert_eq!(found, Some((outer, "/disclosures/0".to_owned())));
        }
    }
}

#[test]
fn disclosure_over_a_member_that_is_there() {
    let contact = disclosure(json!([SALT, "contact", { "role": "x", "ref": "elsewhere@desk.example" }]));
    let record = holding("", &[&contact]);
    assert_eq!(refused(&forged(&record, &[contact])), Some((Code::RedCollision, "/disclosures/0".to_owned())));
}

/// A list of which everything is withheld is not in the view, and is there all the same.
#[test]
fn disclosure_over_a_list_that_is_withheld() {
    let list = disclosure(json!([SALT, "national_refs", [{ "system": "test-cases", "ref": "TEST-3" }]]));
    let mut record = holding("", &[&list]);
    record["national_refs"] = json!([{ "...": digest("x") }]);
    assert_eq!(refused(&forged(&record, &[list])), Some((Code::RedCollision, "/disclosures/0".to_owned())));
}

/// The order of the specification, whatever is met first.
#[test]
fn of_several_faults_the_place_comes_first() {
    let summary = disclosure(json!([SALT, "notes", []]));
    let urgency = disclosure(json!([SALT, "urgency", "urgent-3d"]));
    let mut record = holding("/content", &[&summary]);
    with_digests(&mut record, &[&urgency]);
    let found = refused(&forged(&record, &[summary, urgency]));
    assert_eq!(found, Some((Code::RedMandatory, "/urgency".to_owned())));
}

#[test]
fn two_disclosures_of_one_name() {
    let text = |text: &str| disclosure(json!([SALT, "summary", [{ "lang": "en", "text": text }]]));
    let (one, other) = (text("One."), text("Other."));
    let mut record = holding("/content", &[&one, &other]);
    record["content"].as_object_mut().unwrap().remove("summary");
    assert_eq!(refused(&forged(&record, &[one.clone(), other.clone()])).unwrap().0, Code::RedCollision);
    assert_eq!(refused(&forged(&record, &[one])), None, "with one of them it is a record");
}

#[test]
fn disclosure_under_a_name_of_redaction() {
    for name in ["_sd", "...", "_sd_alg"] {
        let text = disclosure(json!([SALT, name, ["x"]]));
        let record = holding("/content", &[&text]);
        assert_eq!(refused(&forged(&record, &[text])).unwrap().0, Code::RedCollision, "{name}");
    }
}

#[test]
fn disclosure_of_another_shape() {
    let short = encode_base64url(&[7; 15]);
    let long = encode_base64url(&[7; 65]);
    for parts in [
        json!([SALT]),
        json!([SALT, "summary", "x", "y"]),
        json!([short, "summary", "x"]),
        json!([long, "summary", "x"]),
        json!(["not base64url!", "summary", "x"]),
        json!([1, "summary", "x"]),
        json!([SALT, 1, "x"]),
        json!([SALT, "Summary", "x"]),
        json!([]),
        json!({ "salt": SALT }),
        json!("text"),
    ] {
        let text = disclosure(parts.clone());
        let mut record = holding("/content", &[&text]);
        record["content"].as_object_mut().unwrap().remove("summary");
        assert_eq!(refused(&forged(&record, &[text])), Some((Code::RedForm, "/disclosures/0".to_owned())), "{parts}");
    }
    // A member where an element is due, and the other way round.
    let element = disclosure(json!([SALT, [{ "lang": "en", "text": "x" }]]));
    assert_eq!(refused(&forged(&holding("/content", &[&element]), &[element])).unwrap().0, Code::RedForm);
    let member = disclosure(json!([SALT, "kind", { "system": "x", "ref": "y" }]));
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["national_refs"][0] = json!({ "...": digest(&member) });
    assert_eq!(refused(&forged(&record, &[member])).unwrap().0, Code::RedForm);
}

#[test]
fn disclosure_that_is_no_text_of_the_profile() {
    for (text, code) in [
        ("[\"AAECAwQFBgcICQoLDA0ODw\",\"summary\",1.5]", Code::ProfileNumberForm),
        ("[\"AAECAwQFBgcICQoLDA0ODw\",\"contact\",{\"A\":1}]", Code::ProfileName),
        ("[\"AAECAwQFBgcICQoLDA0ODw\",\"contact\",{\"a\":1,\"a\":2}]", Code::JsonDuplicateName),
        ("[\"AAECAwQFBgcICQoLDA0ODw\",\"contact\",", Code::JsonSyntax),
        ("\u{feff}[]", Code::JsonEncoding),
    ] {
        let text = encode_base64url(text.as_bytes());
        let record = holding("/content", &[&text]);
        assert_eq!(refused(&forged(&record, &[text])), Some((code, "/disclosures/0".to_owned())));
    }
}

#[test]
fn disclosed_text_that_is_not_normal() {
    let text = disclosure(json!([SALT, "summary", [{ "lang": "en", "text": "e\u{301}" }]]));
    let mut record = holding("/content", &[&text]);
    record["content"].as_object_mut().unwrap().remove("summary");
    let record = super::read(&bytes(&forged(&record, &[text])));
    let finding = record.findings().iter().find(|finding| finding.code == Code::ProfileNotNfc).unwrap();
    assert_eq!(finding.pointer.as_str(), "/content/summary/0/text");
}

/// Of what nobody can put together nothing more is said.
#[test]
fn a_report_on_unsound_disclosures_ends_with_them() {
    let text = disclosure(json!([SALT, "summary"]));
    let mut record = holding("/content", &[&text]);
    record["content"]["sumary"] = json!(1);
    let envelope = bytes(&forged(&record, &[text.clone(), text]));
    let report = passerelle::inspect(&envelope, Some(&world().trust), later());
    let codes: Vec<Code> = report.findings.iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&Code::RedDuplicate) && !codes.contains(&Code::SchemaUnknownMember), "{codes:?}");
    assert!(report.withheld.is_empty() && report.redactable.is_empty());
}

#[test]
fn digest_of_another_shape() {
    let good = digest("x");
    let mut two = [digest("x"), digest("y")];
    two.sort();
    let [first, second] = two;
    for digests in [
        json!([]),
        json!("x"),
        json!([1]),
        json!([good[1..]]),
        json!([encode_base64url(&[7; 31])]),
        json!([encode_base64url(&[7; 33])]),
        json!([format!("{}=", &good[1..])]),
        json!([second, first]),
    ] {
        let mut record = rich();
        record["_sd_alg"] = json!("sha-256");
        record["content"]["_sd"] = digests.clone();
        assert_eq!(refused(&forged(&record, &[])), Some((Code::RedForm, "/content/_sd".to_owned())), "{digests}");
    }
    for stub in [json!({ "...": 1 }), json!({ "...": "x" }), json!({ "...": good, "system": "x" })] {
        let mut record = rich();
        record["_sd_alg"] = json!("sha-256");
        record["national_refs"][0] = stub.clone();
        assert_eq!(refused(&forged(&record, &[])), Some((Code::RedForm, "/national_refs/0/...".to_owned())), "{stub}");
    }
}

#[test]
fn digests_outside_the_sections_for_them() {
    for (place, at) in [
        ("/content/selectors/0", "/content/selectors/0/_sd"),
        ("/content/personas/0", "/content/personas/0/_sd"),
        ("/contact", "/contact/_sd"),
    ] {
        let hidden = disclosure(json!([SALT, "x", 1]));
        assert_eq!(refused(&forged(&holding(place, &[&hidden]), &[])), Some((Code::RedPlace, at.to_owned())));
    }
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["ext"] = json!({ "example.police:x": { "_sd": [digest("x")] } });
    assert_eq!(refused(&forged(&record, &[])).unwrap().0, Code::RedPlace);
    // In a list where nothing is redactable, and where a digest is no element.
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["content"]["personas"][0]["selector_refs"] = json!([0, { "...": digest("x") }]);
    assert_eq!(refused(&forged(&record, &[])).unwrap().0, Code::RedPlace);
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["contact"] = json!({ "...": digest("x") });
    assert_eq!(refused(&forged(&record, &[])), Some((Code::RedPlace, "/contact/...".to_owned())));
    // A disclosed name that may not be withheld, beside ones that may.
    let tip = disclosure(json!([SALT, "sex", "female"]));
    assert_eq!(
        refused(&forged(&holding("/content", &[&tip]), &[tip])),
        Some((Code::RedPlace, "/content/sex".to_owned()))
    );
}

#[test]
fn mandatory_parts_made_redactable() {
    for (name, value) in [
        ("urgency", json!("urgent-3d")),
        ("must", json!(["x"])),
        ("signers", json!({ "min": 1, "of": ["XX/northland"] })),
        ("absent", json!([])),
        ("field_handling", json!([])),
    ] {
        let hidden = disclosure(json!([SALT, name, value]));
        let record = holding("", &[&hidden]);
        assert_eq!(refused(&forged(&record, &[hidden])), Some((Code::RedMandatory, format!("/{name}"))));
    }
    let caution = disclosure(json!([SALT, "caution", ["armed"]]));
    let record = holding("/content", &[&caution]);
    assert_eq!(refused(&forged(&record, &[caution])), Some((Code::RedMandatory, "/content/caution".to_owned())));
    let hidden = digest("x");
    for place in ["/handling", "/validity"] {
        let mut record = rich();
        record["_sd_alg"] = json!("sha-256");
        record.pointer_mut(place).unwrap()["_sd"] = json!([hidden]);
        assert_eq!(refused(&forged(&record, &[])), Some((Code::RedMandatory, format!("{place}/_sd"))));
    }
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["purpose"] = json!(["identify", { "...": hidden }]);
    assert_eq!(refused(&forged(&record, &[])), Some((Code::RedMandatory, "/purpose/1/...".to_owned())));
}

#[test]
fn a_denial_made_redactable() {
    let denial =
        json!({ "kind": "email", "value": "not@example.test", "attribution": "believed-user", "negated": true });
    let hidden = disclosure(json!([SALT, denial]));
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["content"]["selectors"][0] = json!({ "...": digest(&hidden) });
    assert_eq!(refused(&forged(&record, &[hidden])), Some((Code::RedMandatory, "/content/selectors/0".to_owned())));
}

#[test]
fn another_hash_algorithm_or_none() {
    let hidden = disclosure(json!([SALT, "contact", { "role": "x", "ref": "y" }]));
    let mut record = holding("", &[&hidden]);
    record.as_object_mut().unwrap().remove("contact");
    assert_eq!(refused(&forged(&record, std::slice::from_ref(&hidden))), None);
    for name in [json!("sha-1"), json!("SHA-256"), json!("sha-512"), json!(1)] {
        let mut record = record.clone();
        record["_sd_alg"] = name;
        assert_eq!(
            refused(&forged(&record, std::slice::from_ref(&hidden))),
            Some((Code::HashAlg, "/_sd_alg".to_owned()))
        );
    }
    record.as_object_mut().unwrap().remove("_sd_alg");
    assert_eq!(refused(&forged(&record, &[hidden])), Some((Code::HashAlg, "/_sd_alg".to_owned())));
    let mut idle = rich();
    idle["_sd_alg"] = json!("sha-256");
    assert_eq!(refused(&forged(&idle, &[])), Some((Code::RedPlace, "/_sd_alg".to_owned())));
    let mut deep = rich();
    deep["content"]["_sd_alg"] = json!("sha-256");
    assert_eq!(refused(&forged(&deep, &[])), Some((Code::RedPlace, "/content/_sd_alg".to_owned())));
}

/// Each disclosure holds the digest of the next: as many levels as there are disclosures.
#[test]
fn disclosures_in_disclosures_without_end() {
    let mut inner = disclosure(json!([SALT, "x"]));
    let mut all = vec![inner.clone()];
    for _ in 0..200 {
        inner = disclosure(json!([SALT, [[[[{ "...": digest(&inner) }]]]]]));
        all.push(inner.clone());
    }
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["national_refs"][0] = json!({ "...": digest(&inner) });
    assert_eq!(refused(&forged(&record, &all)).unwrap().0, Code::LimDepth);
}

/// The record with what is disclosed has the levels and the values that a record may have, and not one more.
#[test]
fn levels_and_values_of_the_disclosed_whole() {
    let code = |value: Value| {
        let text = disclosure(json!([SALT, value]));
        let mut record = rich();
        record["_sd_alg"] = json!("sha-256");
        record["national_refs"][0] = json!({ "...": digest(&text) });
        refused(&forged(&record, &[text])).unwrap().0
    };
    // The element stands on the third level.
    let levels = passerelle::limits::DEPTH - 2;
    let lists = |count: usize| (1..count).fold(json!([1]), |inner, _| json!([inner]));
    let objects = |count: usize| (1..count).fold(json!({ "a": 1 }), |inner, _| json!({ "a": inner }));
    assert_eq!((code(lists(levels)), code(lists(levels + 1))), (Code::SchemaType, Code::LimDepth));
    assert_eq!((code(objects(levels)), code(objects(levels + 1))), (Code::SchemaUnknownMember, Code::LimDepth));
    assert_eq!(code(json!(vec![1; 40_000])), Code::SchemaType);
    let halves = ["a", "b"].map(|name| disclosure(json!([SALT, [name, vec![1; 40_000]]])));
    let mut record = rich();
    record["_sd_alg"] = json!("sha-256");
    record["national_refs"] = halves.iter().map(|text| json!({ "...": digest(text) })).collect();
    assert_eq!(refused(&forged(&record, &halves)), Some((Code::LimCount, String::new())));
}

#[test]
fn more_disclosures_or_bytes_than_a_reader_takes() {
    let many: Vec<String> = (0..257).map(|number| disclosure(json!([SALT, number]))).collect();
    assert_eq!(refused(&forged(&rich(), &many)), Some((Code::LimCount, "/disclosures".to_owned())));
    let large: Vec<String> = vec![disclosure(json!([SALT, "x".repeat(passerelle::limits::RECORD_BYTES)]))];
    assert_eq!(refused(&forged(&rich(), &large)), Some((Code::LimSize, "/disclosures".to_owned())));
    // The payload counts too: neither half is too large by itself.
    let half = vec!["x".repeat(10_000); passerelle::limits::RECORD_BYTES / 19_000];
    let mut record = rich();
    record["ext"] = json!({ "example.police:x": half });
    let too_large = forged(&record, &[disclosure(json!([SALT, half]))]);
    assert_eq!(refused(&too_large), Some((Code::LimSize, "/disclosures".to_owned())));
    // Of several faults of an envelope these come in their order.
    let mut envelope = forged(&rich(), &many);
    envelope["signatures"] = json!([]);
    assert_eq!(refused(&envelope).unwrap().0, Code::LimCount);
    envelope["note"] = json!(1);
    assert_eq!(refused(&envelope).unwrap().0, Code::EnvMember);
}

/// Digests without disclosures cost a sender nothing, and a reader the more the more there are.
#[test]
fn more_digests_than_a_reader_takes() {
    let with = |members: usize, elements: usize, disclosed: usize| {
        let mut inner = digest_list(0..disclosed);
        inner.sort();
        let part = disclosure(json!([SALT, { "_sd": inner }]));
        let mut record = rich();
        record["_sd_alg"] = json!("sha-256");
        let mut outer = digest_list(1_000..1_000 + members);
        outer.sort();
        record["_sd"] = json!(outer);
        let mut refs: Vec<Value> =
            digest_list(2_000..2_000 + elements).into_iter().map(|digest| json!({ "...": digest })).collect();
        refs.push(json!({ "...": digest(&part) }));
        record["national_refs"] = json!(refs);
        refused(&forged(&record, &[part])).map(|(code, place)| (code, place.is_empty()))
    };
    // The last one is that of the disclosure. What it holds may not be there; that is looked at only where they are not too many.
    assert_eq!(with(100, 100, 55), Some((Code::RedPlace, false)));
    for (members, elements, disclosed) in [(101, 100, 55), (100, 101, 55), (100, 100, 56)] {
        assert_eq!(with(members, elements, disclosed), Some((Code::LimCount, true)));
    }
    // Nor is their form looked at before.
    let mut record = rich();
    record["_sd"] = json!(vec![1; 257]);
    assert_eq!(refused(&forged(&record, &[])).unwrap().0, Code::HashAlg);
    record["_sd_alg"] = json!("sha-256");
    assert_eq!(refused(&forged(&record, &[])), Some((Code::LimCount, String::new())));
    record["_sd"] = json!(vec![1; 256]);
    assert_eq!(refused(&forged(&record, &[])), Some((Code::RedForm, "/_sd".to_owned())));
}

fn digest_list(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| digest(&format!("nothing {number}"))).collect()
}

#[test]
fn disclosures_that_are_no_list_of_texts_or_not_base64() {
    for disclosures in [json!([]), json!({}), json!("x"), json!([1]), json!([["x"]])] {
        let mut envelope = world().forge(&rich(), &world().header());
        envelope["disclosures"] = disclosures;
        assert_eq!(refused(&envelope), Some((Code::EnvMember, "/disclosures".to_owned())));
    }
    let padded = format!("{}=", disclosure(json!([SALT, "a"])));
    assert_eq!(refused(&forged(&rich(), &[padded])), Some((Code::EnvBase64, "/disclosures/0".to_owned())));
}

/// Nobody can turn a signed part into a withheld one, or the other way round.
#[test]
fn part_taken_out_of_the_signed_record() {
    let full = parsed(&signed(&rich()));
    let mut envelope = full.clone();
    envelope["record"]["national_refs"] = json!([envelope["record"]["national_refs"][0]]);
    assert_eq!(refused(&envelope).unwrap().0, Code::SigInvalid);
    let mut envelope = full;
    envelope["record"]["_sd"] = json!([digest("x")]);
    assert_eq!(refused(&envelope).unwrap().0, Code::SigInvalid);
}

#[test]
fn errors_hold_nothing_of_a_disclosure() {
    let secret = disclosure(json!([SALT, "sex", "a-value-to-keep"]));
    let error =
        open(&bytes(&forged(&holding("/content", &[&secret]), &[secret])), &world().trust, later()).unwrap_err();
    let said = format!("{error} {error:?}");
    assert!(!said.contains("a-value-to-keep") && !said.contains(SALT));
    let record = read(&signed(&rich()));
    assert!(!format!("{record:?}").contains("safe_travel"));
}

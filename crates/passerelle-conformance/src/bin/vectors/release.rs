//! Areas `release`, `referral` and `attachments`: who may get a record, and what comes with it.

use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, kind, word};
use super::records::{link, network, notice, profile};
use super::world::{digest_of, merged};

const HOLDS: Kind = kind(Level::L3, Role::Verifier);

const SENDS: Kind = kind(Level::L3, Role::Relay);

/// When everything has been issued.

pub(crate) fn cases(maker: &mut Maker) {
    releases(maker);
    referrals(maker);
    attachments(maker);
}

fn releases(maker: &mut Maker) {
    let base = link();
    let rows: Vec<(&str, &str, Value, &str, &str, &str, Option<&str>, Option<&str>, &str)> = vec![
        (
            "plain",
            "to a country that is named",
            json!({}),
            "XB",
            "test",
            "modus-operandi-exchange",
            None,
            None,
            "accepted",
        ),
        (
            "bad-not-listed",
            "to a country that is not named",
            json!({}),
            "XC",
            "test",
            "modus-operandi-exchange",
            None,
            None,
            "REL_NOT_LISTED",
        ),
        (
            "bad-environment",
            "a test record to a live system",
            json!({}),
            "XB",
            "live",
            "modus-operandi-exchange",
            None,
            None,
            "REL_ENVIRONMENT",
        ),
        (
            "bad-purpose",
            "for a purpose that it does not have",
            json!({}),
            "XB",
            "test",
            "arrest",
            None,
            None,
            "REL_PURPOSE",
        ),
        (
            "bad-denied",
            "to a country that is excluded",
            json!({ "handling": { "releasable_to": ["all-members"], "not_releasable_to": ["XC"] } }),
            "XC",
            "test",
            "modus-operandi-exchange",
            None,
            None,
            "REL_DENIED",
        ),
        (
            "bad-onward-none",
            "onward, although nobody may pass it on",
            json!({ "handling": { "onward": "none" } }),
            "XB",
            "test",
            "modus-operandi-exchange",
            Some("XA"),
            None,
            "REL_ONWARD",
        ),
        (
            "bad-onward-country",
            "onward to another country",
            json!({}),
            "XA",
            "test",
            "modus-operandi-exchange",
            Some("XB"),
            None,
            "REL_ONWARD",
        ),
        (
            "onward-country",
            "onward within the country",
            json!({}),
            "XB",
            "test",
            "modus-operandi-exchange",
            Some("XB"),
            None,
            "accepted",
        ),
        (
            "bad-onward-consent",
            "onward with consent, without it",
            json!({ "handling": { "onward": "with-consent" } }),
            "XB",
            "test",
            "modus-operandi-exchange",
            Some("XA"),
            None,
            "REL_ONWARD",
        ),
        (
            "onward-consent",
            "onward with consent that was given",
            json!({ "handling": { "onward": "with-consent" } }),
            "XB",
            "test",
            "modus-operandi-exchange",
            Some("XA"),
            Some("given"),
            "accepted",
        ),
        (
            "bad-tlp-red",
            "TLP red to one that is not named",
            json!({ "handling": { "tlp": "red", "releasable_to": ["XA"] } }),
            "XB",
            "test",
            "modus-operandi-exchange",
            None,
            None,
            "REL_NOT_LISTED",
        ),
        (
            "bad-field",
            "a part that this country may not have",
            json!({ "field_handling": [{ "paths": ["/contact"], "handling": { "tlp": "green", "releasable_to": ["XA"], "onward": "within-country", "judicial_use": "permitted" } }] }),
            "XB",
            "test",
            "modus-operandi-exchange",
            None,
            None,
            "REL_FIELD",
        ),
        (
            "bad-not-yet",
            "before its first day",
            json!({ "validity": { "from": "2026-07-01" } }),
            "XB",
            "test",
            "modus-operandi-exchange",
            None,
            None,
            "REL_NOT_YET",
        ),
        (
            "bad-must",
            "what must be understood is not known",
            json!({ "must": ["example.police:unit_code"], "ext": { "example.police:unit_code": 1 } }),
            "XB",
            "test",
            "modus-operandi-exchange",
            None,
            None,
            "REL_MUST",
        ),
        (
            "bad-unknown-code",
            "a marking that is not known",
            json!({ "vocab": { "passerelle": "2027.1" }, "handling": { "onward": "by-moonlight" } }),
            "XB",
            "test",
            "modus-operandi-exchange",
            None,
            None,
            "REL_UNKNOWN_CODE",
        ),
        (
            "bad-organisation",
            "to an organisation, where all members may have it",
            json!({ "handling": { "releasable_to": ["all-members"] } }),
            "EUP",
            "test",
            "modus-operandi-exchange",
            None,
            None,
            "REL_NOT_LISTED",
        ),
        (
            "bad-h2",
            "passed on without the consent that H2 asks for",
            json!({ "handling": { "onward": "as-marked", "europol": ["H2"] } }),
            "XB",
            "test",
            "modus-operandi-exchange",
            Some("XA"),
            None,
            "REL_ONWARD",
        ),
    ];
    for (name, title, members, to, environment, purpose, holder, consent, due) in rows {
        let record = maker.world.record(&merged(base.clone(), &members));
        let attacks: &[u16] = match name {
            "bad-must" => &[86],
            "bad-unknown-code" => &[88],
            _ => &[],
        };
        let mut sketch = maker
            .case(SENDS, &format!("release/{name}"), title)
            .attacks(attacks)
            .flag("handling")
            .note("It sends a record to somebody who may not have it.");
        if name.starts_with("bad") {
            sketch = sketch.from("release/plain");
        }
        if name == "bad-field" {
            sketch = sketch.requires(&["PSR-RED-015"]);
        }
        let mut input = vec![("to", word(to)), ("environment", word(environment)), ("purpose", word(purpose))];
        input.extend(holder.map(|holder| ("holder", word(holder))));
        input.extend(consent.map(|consent| ("consent", word(consent))));
        let kept = match name {
            "bad-must" => "finds VER_MUST",
            "bad-unknown-code" => "finds VOC_HANDLING",
            _ => "accepted",
        };
        sketch.keeps(&record, kept).ask("release", input, due).done();
    }
    let record = maker.world.record(&base);
    let ask = || vec![("to", word("XB")), ("environment", word("test")), ("purpose", word("modus-operandi-exchange"))];
    let due = maker.world.record(&merged(base.clone(), &json!({ "validity": { "review_by": "2026-08-01" } })));
    let sketch = maker
        .case(SENDS, "release/bad-review-due", "its review is due")
        .from("release/plain")
        .flag("handling")
        .note("It sends what nobody has looked at for too long.");
    let september = Some("2026-09-01T00:00:00Z");
    sketch.keeps(&due, "accepted").ask_at("release", september, ask(), "REL_REVIEW_DUE").done();
    let ended = maker.world.record(&merged(base.clone(), &json!({ "validity": { "expires": "2026-06-30" } })));
    let sketch = maker
        .case(SENDS, "release/bad-expired", "it has expired")
        .from("release/plain")
        .flag("handling")
        .note("It sends what must not be used any more.");
    sketch.keeps(&ended, "accepted").ask_at("release", Some("2026-07-01T00:00:00Z"), ask(), "REL_EXPIRED").done();
    let withdrawal = maker
        .world
        .record(&merged(notice("northland", 94, "withdraw", &base), &json!({ "issued": "2026-06-01T09:00:00Z" })));
    let sketch = maker
        .case(SENDS, "release/bad-withdrawn", "it is withdrawn")
        .from("release/plain")
        .attacks(&[71])
        .flag("handling")
        .note("It sends what its issuer has taken back.");
    sketch.keeps(&withdrawal, "accepted").keeps(&record, "accepted").ask("release", ask(), "REL_STATUS").done();
}

fn referrals(maker: &mut Maker) {
    let rows: Vec<(&str, &str, Value, Option<&str>, &str)> = vec![
        ("plain", "the account of a profile", json!({}), None, "accepted"),
        ("bad-holder", "somebody else tells the platform", json!({}), Some("XB"), "REL_ONWARD"),
        (
            "bad-pap-red",
            "the subject must not notice anything",
            json!({ "handling": { "pap": "red" } }),
            None,
            "REL_ONWARD",
        ),
        (
            "bad-empty",
            "nothing that a platform may get",
            json!({ "content": { "selectors": [{ "kind": "phone", "value": "+447700900123", "attribution": "believed-user" }] } }),
            None,
            "REL_REFERRAL_EMPTY",
        ),
        (
            "bad-person-data",
            "the account's name is a telephone number",
            json!({ "content": { "selectors": [{ "kind": "social-account", "value": "+447700900123", "platform": "telegram", "attribution": "believed-user" }] } }),
            None,
            "REL_REFERRAL_EMPTY",
        ),
        (
            "bad-name",
            "the account's name is that of the subject",
            json!({ "content": {
                "names": [{ "full": "Zoe Testova", "script": "Latn", "kind": "alias", "quality": "probable" }],
                "selectors": [{ "kind": "social-account", "value": "zoe.testova.1", "platform": "telegram", "attribution": "believed-user" }],
            } }),
            None,
            "REL_REFERRAL_EMPTY",
        ),
    ];
    for (name, title, members, holder, due) in rows {
        let record = maker.world.record(&merged(profile(31), &members));
        let mut sketch = maker
            .case(SENDS, &format!("referral/{name}"), title)
            .flag("handling")
            .note("It tells a platform more about a person than a platform may know.");
        if name.starts_with("bad") {
            sketch = sketch.from("referral/plain");
        }
        let input = holder.map(|holder| ("holder", word(holder))).into_iter().collect();
        sketch.keeps(&record, "accepted").ask("referral", input, due).done();
    }
    let record = maker.world.record(&network(32));
    let sketch = maker
        .case(SENDS, "referral/bad-no-account", "a group without an account")
        .from("referral/plain")
        .flag("handling")
        .note("It makes a referral of anything.");
    sketch.keeps(&record, "accepted").ask("referral", Vec::new(), "REL_REFERRAL_EMPTY").done();
}

fn attachments(maker: &mut Maker) {
    let file = b"An invented picture.";
    let attached =
        json!([{ "hash": digest_of(file), "media_type": "image/png", "size": file.len(), "persons_shown": "no" }]);
    let record = maker.world.record(&merged(link(), &json!({ "attachments": attached })));
    for (name, title, files, due) in [
        ("plain", "the file is the one", super::maker::list(&[file]), "accepted"),
        (
            "bad-changed",
            "the file is another one",
            super::maker::list(&[b"An invented pictura."]),
            "RULE_ATTACHMENT_HASH",
        ),
        ("missing", "the file did not come", super::maker::list(&[b""]), "finds RULE_ATTACHMENT_MISSING"),
    ] {
        let mut sketch = maker
            .case(HOLDS, &format!("attachments/{name}"), title)
            .flag("record-rule")
            .note("It shows a file that was put in place of the signed one.");
        if name != "plain" {
            sketch = sketch.from("attachments/plain");
        }
        sketch.keeps(&record, "accepted").ask("attachments", vec![("files", files)], due).done();
    }
}

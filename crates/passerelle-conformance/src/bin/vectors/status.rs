//! Areas `chain`, `status`, `release` and `referral`: what holds of the records that are kept, and who may get them.

use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, Sketch, base64, kind, word};
use super::records::{link, link_of, network, notice, profile, sighting};
use super::world::{canonical, digest_of, merged};

const HOLDS: Kind = kind(Level::L3, Role::Verifier);
const SENDS: Kind = kind(Level::L3, Role::Relay);

/// When everything has been issued.
const LATER: &str = "2026-12-01T00:00:00Z";

pub(crate) fn cases(maker: &mut Maker) {
    chains(maker);
    statuses(maker);
    releases(maker);
    referrals(maker);
    attachments(maker);
}

/// The next revision of a record, with a change.
fn next(before: &Value, rev: i64, members: &Value) -> Value {
    let prev = digest_of(&canonical(before));
    let issued = format!("2026-{:02}-15T08:00:00Z", 5 + rev);
    merged(before.clone(), &merged(json!({ "rev": rev, "prev": prev, "issued": issued }), members))
}

fn summary(text: &str) -> Value {
    json!({ "content": { "summary": [{ "lang": "en", "text": text }] } })
}

impl Sketch<'_> {
    /// Keeps a record.
    pub(crate) fn keeps(self, signed: &[u8], due: &str) -> Self {
        self.ask("keep", vec![("envelope", base64(signed))], due)
    }
}

/// A case that keeps some records, in this order, and asks for their status.
fn status(
    maker: &mut Maker,
    name: &str,
    title: &str,
    records: &[(&Value, &str)],
    from: Option<&str>,
    rows: &[u16],
    found: &str,
) {
    let signed: Vec<(Vec<u8>, &str)> = records.iter().map(|(record, due)| (maker.world.record(record), *due)).collect();
    let mut sketch = maker
        .case(HOLDS, &format!("status/{name}"), title)
        .now(LATER)
        .attacks(rows)
        .flag("chain")
        .note("It believes the order in which records come, or what they say of themselves.");
    if let Some(from) = from {
        sketch = sketch.from(from);
    }
    sketch = sketch.requires(match name {
        "active" => &["PSR-NTC-004", "PSR-REV-013", "PSR-REV-012"],
        "withdrawal-withdrawn" | "disputed" => &["PSR-NTC-004"],
        "type-changed" | "issued-order" | "withdrawn-by-stranger" => &["PSR-REV-013"],
        _ => &[],
    });
    for (record, due) in &signed {
        sketch = sketch.keeps(record, due);
    }
    let due = if found.is_empty() { "any".to_owned() } else { format!("finds {found}") };
    sketch.ask("status", Vec::new(), &due).done();
}

fn chains(maker: &mut Maker) {
    let first = network(1);
    let second = next(&first, 2, &summary("Invented again."));
    let rows: Vec<(&str, &str, Value, &str, u16)> = vec![
        ("plain", "the next revision", second.clone(), "accepted", 67),
        (
            "bad-prev",
            "the hash of the revision before is another one",
            merged(second.clone(), &json!({ "prev": { "hash": "0".repeat(64) } })),
            "REV_CHAIN",
            67,
        ),
        (
            "gap",
            "the revision before is not held",
            merged(next(&first, 3, &summary("Invented.")), &json!({})),
            "finds REV_GAP",
            68,
        ),
        (
            "bad-first-with-prev",
            "revision 1 has one before it",
            merged(first.clone(), &json!({ "prev": { "alg": "sha-256", "hash": "0".repeat(64) } })),
            "REV_FORM",
            69,
        ),
        (
            "bad-second-without-prev",
            "revision 2 has none before it",
            merged(second.clone(), &json!({ "prev": null })),
            "REV_FORM",
            69,
        ),
        (
            "bad-authority",
            "the next revision is issued by another authority",
            merged(second.clone(), &json!({ "issuer": "XX/southland" })),
            "REV_AUTHORITY",
            70,
        ),
        (
            "bad-hash-alg",
            "the hash is SHA-1",
            merged(second.clone(), &json!({ "prev": { "alg": "sha-1", "hash": "0".repeat(40) } })),
            "HASH_ALG",
            73,
        ),
        (
            "bad-hash-md5",
            "the hash is MD5",
            merged(second.clone(), &json!({ "prev": { "alg": "md5" } })),
            "HASH_ALG",
            73,
        ),
        (
            "bad-hash-short",
            "the hash is too short",
            merged(second.clone(), &json!({ "prev": { "hash": "00" } })),
            "SCHEMA_FORM",
            73,
        ),
    ];
    let kept = maker.world.record(&first);
    for (name, title, record, due, row) in rows {
        let signed = maker.world.record(&record);
        let mut sketch = maker
            .case(HOLDS, &format!("chain/{name}"), title)
            .now(LATER)
            .attacks(&[row])
            .flag("chain")
            .note("It does not hold a revision against the one before it.");
        if due != "accepted" {
            sketch = sketch.from("chain/plain");
        }
        sketch.keeps(&kept, "accepted").keeps(&signed, due).done();
    }
}

fn statuses(maker: &mut Maker) {
    let first = network(1);
    let second = next(&first, 2, &summary("Invented again."));
    let third = next(&second, 3, &summary("Invented once more."));
    let twin = next(&first, 2, &summary("Invented otherwise."));
    let by = |issuer: &str, action: &str| notice(issuer, 90, action, &first);
    let ok = "accepted";
    status(maker, "active", "one record", &[(&first, ok)], None, &[], "");
    let active = Some("status/active");
    status(maker, "superseded", "two revisions", &[(&first, ok), (&second, ok)], active, &[65], "REV_SUPERSEDED");
    status(
        maker,
        "superseded-backwards",
        "two revisions, the newer one first",
        &[(&second, ok), (&first, ok)],
        active,
        &[65],
        "REV_SUPERSEDED",
    );
    status(
        maker,
        "superseded-replayed",
        "the older revision comes again",
        &[(&first, ok), (&second, ok), (&first, ok)],
        active,
        &[65],
        "REV_SUPERSEDED",
    );
    status(
        maker,
        "gap",
        "the revision between is missing",
        &[(&first, ok), (&third, "finds REV_GAP")],
        active,
        &[68],
        "REV_GAP",
    );
    status(
        maker,
        "forked",
        "two contents of one revision",
        &[(&first, ok), (&second, ok), (&twin, ok)],
        active,
        &[66],
        "REV_EQUIVOCATION",
    );
    status(
        maker,
        "forked-first",
        "two contents of the first revision",
        &[(&first, ok), (&merged(first.clone(), &summary("Other.")), ok)],
        active,
        &[66],
        "REV_EQUIVOCATION",
    );
    status(
        maker,
        "withdrawn",
        "a notice of the issuer withdraws it",
        &[(&first, ok), (&by("northland", "withdraw"), ok)],
        active,
        &[71],
        "REV_RETRACTED",
    );
    status(
        maker,
        "withdrawn-first",
        "the notice comes before the record",
        &[(&by("northland", "withdraw"), ok), (&first, ok)],
        active,
        &[71],
        "REV_RETRACTED",
    );
    status(
        maker,
        "withdrawn-replayed",
        "the record comes again after its withdrawal",
        &[(&first, ok), (&by("northland", "withdraw"), ok), (&first, ok)],
        active,
        &[71],
        "REV_RETRACTED",
    );
    status(
        maker,
        "withdrawn-by-stranger",
        "a notice of somebody else withdraws it",
        &[(&first, ok), (&by("southland", "withdraw"), ok)],
        active,
        &[72],
        "RET_AUTHORITY",
    );
    status(
        maker,
        "corrected-by-stranger",
        "a notice of somebody else corrects it",
        &[(&first, ok), (&by("southland", "correct"), ok)],
        active,
        &[72],
        "RET_AUTHORITY",
    );
    status(
        maker,
        "disputed",
        "somebody disputes it",
        &[(&first, ok), (&by("southland", "dispute"), ok)],
        active,
        &[],
        "REV_DISPUTED",
    );
    let dispute = by("southland", "dispute");
    let undo = merged(notice("southland", 91, "withdraw", &dispute), &json!({ "issued": "2026-08-01T08:00:00Z" }));
    status(
        maker,
        "dispute-withdrawn",
        "a dispute is withdrawn",
        &[(&first, ok), (&dispute, ok), (&undo, ok)],
        None,
        &[],
        "REV_RETRACTED",
    );
    let withdrawal = by("northland", "withdraw");
    let undo = merged(notice("northland", 92, "withdraw", &withdrawal), &json!({ "issued": "2026-08-01T08:00:00Z" }));
    status(
        maker,
        "withdrawal-withdrawn",
        "a withdrawal cannot be taken back",
        &[(&first, ok), (&withdrawal, ok), (&undo, ok)],
        active,
        &[71],
        "REV_RETRACTED",
    );
    let narrow = merged(withdrawal.clone(), &json!({ "handling": { "releasable_to": ["XA"] } }));
    status(
        maker,
        "withdrawal-too-narrow",
        "a withdrawal goes to fewer than the record",
        &[(&first, ok), (&narrow, ok)],
        active,
        &[71],
        "RULE_WITHDRAW_AUDIENCE_COVERS",
    );
    status(
        maker,
        "notice-unknown-target",
        "a notice about a record that is not held",
        &[(&withdrawal, ok)],
        active,
        &[],
        "RULE_NOTICE_KNOWN_TARGET",
    );
    let after = next(&first, 2, &merged(summary("Late."), &json!({ "issued": "2026-09-01T08:00:00Z" })));
    status(
        maker,
        "revised-after-withdrawal",
        "a revision after the withdrawal",
        &[(&first, ok), (&withdrawal, ok), (&after, ok)],
        active,
        &[71],
        "RULE_VERSION_AFTER_WITHDRAW",
    );
    let empty = next(&first, 2, &json!({}));
    status(
        maker,
        "revision-empty",
        "a revision that changes nothing",
        &[(&first, ok), (&empty, ok)],
        active,
        &[],
        "RULE_REVISION_EMPTY",
    );
    let looser = next(
        &first,
        2,
        &merged(summary("Looser."), &json!({ "handling": { "tlp": "clear", "releasable_to": ["all-members"] } })),
    );
    status(
        maker,
        "handling-loosened",
        "a revision with a laxer marking",
        &[(&first, ok), (&looser, ok)],
        active,
        &[],
        "RULE_HANDLING_LOOSENED",
    );
    let typed = merged(
        profile(1),
        &json!({ "rev": 2, "prev": digest_of(&canonical(&first)), "issued": "2026-07-15T08:00:00Z" }),
    );
    status(
        maker,
        "type-changed",
        "a revision of another type",
        &[(&first, ok), (&typed, ok)],
        active,
        &[],
        "RULE_TYPE_CHANGED",
    );
    let early = next(&first, 2, &merged(summary("Early."), &json!({ "issued": "2026-05-15T08:00:00Z" })));
    status(
        maker,
        "issued-order",
        "a revision that is issued before the one before it",
        &[(&first, ok), (&early, ok)],
        active,
        &[],
        "RULE_PREV_ISSUED_ORDER",
    );
    let past = merged(network(3), &json!({ "validity": { "review_by": "2026-11-30" } }));
    status(maker, "review-due", "its review is due", &[(&past, ok)], active, &[], "RULE_EXPIRED_NOT_USABLE");
    let expired = merged(network(4), &json!({ "validity": { "expires": "2026-11-30" } }));
    status(maker, "expired", "it has expired", &[(&expired, ok)], active, &[], "RULE_EXPIRED_NOT_USABLE");
    relations(maker);
}

fn relations(maker: &mut Maker) {
    let (a, b) = (profile(11), profile(12));
    let group = network(13);
    let member = link_of(14, "member-of", &a, &group);
    let ok = "accepted";
    status(maker, "link-whole", "a link and its ends", &[(&a, ok), (&group, ok), (&member, ok)], None, &[], "");
    let whole = Some("status/link-whole");
    status(
        maker,
        "link-dangling",
        "a link of which an end is not held",
        &[(&a, ok), (&member, ok)],
        whole,
        &[],
        "RULE_LINK_DANGLING",
    );
    let withdrawal = notice("northland", 93, "withdraw", &group);
    status(
        maker,
        "link-end-withdrawn",
        "an end of a link is withdrawn",
        &[(&a, ok), (&group, ok), (&member, ok), (&withdrawal, ok)],
        whole,
        &[71],
        "REV_RETRACTED",
    );
    let same = link_of(15, "same-person-as", &a, &b);
    let apart = sighting(16, "disproved", &[&a, &b]);
    status(
        maker,
        "same-and-different",
        "two are the same, and are not",
        &[(&a, ok), (&b, ok), (&same, ok), (&apart, ok)],
        whole,
        &[],
        "RULE_SAME_AND_DIFFERENT",
    );
    let exercise = merged(link_of(17, "member-of", &a, &group), &json!({ "environment": "exercise" }));
    status(
        maker,
        "exercise-mixed",
        "a link of an exercise between records of a test",
        &[(&a, ok), (&group, ok), (&exercise, ok)],
        whole,
        &[],
        "RULE_EXERCISE_ISOLATION",
    );
    let ended = merged(network(18), &json!({ "content": { "active_from": "2020", "active_to": "2021" } }));
    let late =
        merged(link_of(19, "member-of", &a, &ended), &json!({ "content": { "from_date": "2025", "to_date": "2026" } }));
    status(
        maker,
        "member-outside-period",
        "a membership after the group had ended",
        &[(&a, ok), (&ended, ok), (&late, ok)],
        whole,
        &[],
        "RULE_NETWORK_MEMBER_PERIOD",
    );
    let next = next(&a, 2, &summary("Newer."));
    let seen = merged(sighting(20, "exact", &[&a]), &json!({ "issued": "2026-08-01T08:00:00Z" }));
    status(
        maker,
        "sighting-of-old",
        "a sighting of a revision that was superseded by then",
        &[(&a, ok), (&next, ok), (&seen, ok)],
        whole,
        &[],
        "RULE_SIGHTING_LIVE_TARGET_VERSION",
    );
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
        let kept = if matches!(name, "bad-must" | "bad-unknown-code") { "any" } else { "accepted" };
        sketch.keeps(&record, kept).ask("release", input, due).done();
    }
    let record = maker.world.record(&base);
    let ask = || vec![("to", word("XB")), ("environment", word("test")), ("purpose", word("modus-operandi-exchange"))];
    for (name, title, now, due) in [("bad-review-due", "its review is due", "2027-06-02T00:00:00Z", "REL_REVIEW_DUE")] {
        let sketch = maker
            .case(SENDS, &format!("release/{name}"), title)
            .from("release/plain")
            .flag("handling")
            .note("It sends what nobody has looked at for too long.");
        sketch.keeps(&record, "accepted").ask_at("release", Some(now), ask(), due).done();
    }
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
            "any",
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
        ("missing", "the file did not come", super::maker::list(&[b""]), "any"),
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

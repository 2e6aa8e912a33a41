//! Areas `chain` and `status`: what holds of the records that are kept.

use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, Sketch, base64, kind};
use super::records::{link_of, network, notice, profile, sighting};
use super::world::{canonical, digest_of, merged};

const HOLDS: Kind = kind(Level::L3, Role::Verifier);

/// When everything has been issued.
const LATER: &str = "2026-12-01T00:00:00Z";

pub(crate) fn cases(maker: &mut Maker) {
    chains(maker);
    statuses(maker);
}

/// The next revision of a record, with a change.
pub(crate) fn next(before: &Value, rev: i64, members: &Value) -> Value {
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
        "last-day" => &["PSR-REC-022"],
        "withdrawal-to-come" => &["PSR-REV-011"],
        "active" => &["PSR-NTC-004", "PSR-REV-013", "PSR-REV-012"],
        "withdrawal-withdrawn" | "disputed" => &["PSR-NTC-004"],
        "type-changed" | "issued-order" | "withdrawn-by-stranger" => &["PSR-REV-013"],
        _ => &[],
    });
    for (record, due) in &signed {
        sketch = sketch.keeps(record, due);
    }
    let due = if found.is_empty() { "all active".to_owned() } else { format!("finds {found}") };
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
    let last = merged(network(5), &json!({ "validity": { "expires": "2026-12-01", "review_by": "2026-12-01" } }));
    status(maker, "last-day", "it is the last day on which it holds", &[(&last, ok)], None, &[], "");
    let to_come = merged(by("northland", "withdraw"), &json!({ "content": { "effective": "2026-12-01T00:00:01Z" } }));
    let title = "a notice withdraws it from the next second on";
    status(maker, "withdrawal-to-come", title, &[(&first, ok), (&to_come, ok)], None, &[], "");
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

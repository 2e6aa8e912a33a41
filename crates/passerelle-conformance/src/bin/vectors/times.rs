//! Area `times`: when something was signed, and what became of its key since.

use passerelle::ObjectClass::Record;
use passerelle_conformance::case::{Level, Role};
use serde_json::{Value, json};

use super::maker::{Kind, Maker, base64, kind};
use super::records::link;
use super::signatures::{next_list, open, take};
use super::world::{World, bytes, envelope, merged, time};

const EXCHANGE: Kind = kind(Level::L3, Role::Verifier);

pub(crate) fn cases(maker: &mut Maker) {
    let record = link();
    let at = |world: &World, iat: &str| {
        envelope(
            Record,
            &record,
            vec![world.entry(Record, &record, "northland", &json!({ "iat": time(iat).unix_seconds() }))],
        )
    };
    for (name, title, iat, due, row) in [
        ("bad-before-window", "signed a second before the key begins", "2025-12-31T23:59:59Z", "KEY_WINDOW", 42),
        ("bad-future", "signed more than five minutes from now", "2026-06-01T12:05:01Z", "TIME_FUTURE", 43),
        ("skew", "signed five minutes from now", "2026-06-01T12:05:00Z", "accepted", 43),
        ("before-issued", "signed before it was issued", "2026-06-01T07:50:00Z", "finds TIME_BEFORE_ISSUED", 42),
        ("now", "signed this very second", "2026-06-01T12:00:00Z", "accepted", 43),
    ] {
        let envelope = at(&maker.world, iat);
        let mut sketch = maker
            .case(EXCHANGE, &format!("times/{name}"), title)
            .attacks(&[row])
            .flag("time")
            .note("It does not look at the time of a signature, or looks at its own clock's day only.");
        if due != "accepted" {
            sketch = sketch.from("times/now");
        }
        open(sketch, &envelope, due).done();
    }
    let state = |world: &World, members: Value| {
        next_list(world, |list| {
            let key = &mut list["authorities"][0]["keys"][0];
            *key = merged(key.clone(), &members);
        })
    };
    let since = "2026-06-01T09:00:00Z";
    let rows = [
        (
            "retired-before",
            "retired later than it signed",
            json!({ "retired_at": since, "status": "retired" }),
            "2026-06-01T08:30:00Z",
            "accepted",
            45,
        ),
        (
            "bad-retired-at",
            "retired in the second in which it signed",
            json!({ "retired_at": since, "status": "retired" }),
            since,
            "KEY_RETIRED",
            44,
        ),
        (
            "bad-retired-after",
            "retired before it signed",
            json!({ "retired_at": since, "status": "retired" }),
            "2026-06-01T10:00:00Z",
            "KEY_RETIRED",
            44,
        ),
        (
            "bad-compromised",
            "stolen before it signed",
            json!({ "compromised_since": since, "status": "compromised" }),
            "2026-06-01T10:00:00Z",
            "KEY_COMPROMISED",
            46,
        ),
        (
            "bad-compromised-back-dated",
            "stolen, and the signature says that it is older",
            json!({ "compromised_since": since, "status": "compromised" }),
            "2026-06-01T08:30:00Z",
            "KEY_COMPROMISED",
            46,
        ),
        (
            "window-first-second",
            "signed in the first second of the key",
            json!({ "not_before": since }),
            since,
            "accepted",
            42,
        ),
        (
            "window-last-second",
            "signed in the last second of the key",
            json!({ "not_after": since }),
            since,
            "accepted",
            42,
        ),
        (
            "bad-window-end",
            "signed after the key's end",
            json!({ "not_after": "2026-06-01T09:00:00Z" }),
            "2026-06-01T09:30:00Z",
            "KEY_WINDOW",
            42,
        ),
        (
            "window-end",
            "signed before the key's end, which is past",
            json!({ "not_after": "2026-06-01T09:00:00Z" }),
            "2026-06-01T08:30:00Z",
            "accepted",
            42,
        ),
    ];
    for (name, title, members, iat, due, row) in rows {
        let list = state(&maker.world, members);
        let envelope = at(&maker.world, iat);
        let mut sketch = maker
            .case(EXCHANGE, &format!("times/{name}"), title)
            .attacks(&[row])
            .flag("time")
            .note("It does not look at what became of a key; who stole it writes any time.");
        if due != "accepted" {
            sketch = sketch.from("times/retired-before");
        }
        open(take(sketch, &list), &envelope, due).done();
    }
    for (name, title, sunset, due) in [
        ("bad-sunset", "the algorithm had its end before the signature", "2026-06-01T08:00:00Z", "ALG_SUNSET"),
        ("bad-sunset-now", "the algorithm has its end now", "2026-06-01T12:00:00Z", "ALG_SUNSET"),
        ("sunset-to-come", "the algorithm has its end tomorrow", "2026-06-02T12:00:00Z", "accepted"),
    ] {
        let list = next_list(&maker.world, |list| {
            list["policy"] = json!({ "algorithms": [{ "alg": "Ed25519", "sunset": sunset }] })
        });
        let envelope = at(&maker.world, "2026-06-01T08:30:00Z");
        let mut sketch = maker
            .case(EXCHANGE, &format!("times/{name}"), title)
            .attacks(&[48])
            .flag("time")
            .note("It takes an algorithm that is broken by now.");
        if name.starts_with("bad") {
            sketch = sketch.from("times/sunset-to-come");
        }
        open(take(sketch, &list), &envelope, due).done();
    }
    for (name, title, now, due, row) in [
        ("list-last-second", "the last second of the list", "2027-04-30T23:59:59Z", "accepted", 50),
        (
            "bad-list-grace",
            "the list is past its end, within the grace",
            "2027-05-01T00:00:00Z",
            "TL_EXPIRED_GRACE",
            50,
        ),
        ("bad-list-grace-end", "the last second of the grace", "2027-05-07T23:59:59Z", "TL_EXPIRED_GRACE", 50),
        ("bad-list-expired", "the grace is over", "2027-05-08T00:00:00Z", "TL_EXPIRED", 50),
    ] {
        let envelope = at(&maker.world, "2026-06-01T08:30:00Z");
        let mut sketch = maker
            .case(EXCHANGE, &format!("times/{name}"), title)
            .attacks(&[row])
            .flag("time")
            .note("It goes on with an old list: who holds back a new one decides which keys count.");
        if name.starts_with("bad") {
            sketch = sketch.from("times/list-last-second");
        }
        // The list was taken while it was good.
        let sketch = sketch.ask_at("open", Some(now), vec![("envelope", base64(&bytes(&envelope)))], due);
        sketch.done();
    }
}

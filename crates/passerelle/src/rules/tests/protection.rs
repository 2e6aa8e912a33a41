//! Cases about the protection of people.

use serde_json::json;

use super::{Case, remove};
use crate::error::Code;
use crate::record::RecordType::{Link, ModusOperandi, Network, Profile, Sighting};

pub(super) const CASES: &[Case] = &[
    // Victims, witnesses and smuggled migrants have no profile.
    Case::breaks(Code::RuleSubjectNotVictim, Profile, &["/content/roles/0/code"], |record| {
        record["content"]["roles"][0]["code"] = json!("x-xa-victim");
    })
    .beside(&[(Code::VocUnknown, "/content/roles/0/code")]),
    Case::breaks(
        Code::RuleSubjectNotVictim,
        Profile,
        &["/ext/example.police:case/smuggled_migrant", "/ext/example.police:case/status"],
        |record| {
            record["ext"] = json!({ "example.police:case": { "status": "Witness", "smuggled_migrant": true } });
        },
    ),
    Case::breaks(Code::RuleSubjectNotVictim, Profile, &["/ext/example.police:victim_file"], |record| {
        record["ext"] = json!({ "example.police:victim_file": 7 });
    }),
    Case::keeps(Code::RuleSubjectNotVictim, Profile, |record| {
        record["ext"] = json!({ "example.victim-support:case": { "colour": "green", "migrants_smuggled": 12 } });
        record["content"]["summary"] = json!([{ "lang": "en", "text": "Is believed to have threatened a victim." }]);
        record["provenance"]["source_type"] = json!("debrief-victim");
    }),
    Case::keeps(Code::RuleSubjectNotVictim, ModusOperandi, |record| {
        record["content"]["recruitment"] = json!({ "channels": ["returning-victim"] });
    }),
    // Small numbers.
    Case::breaks(
        Code::RuleSmallCellAggregate,
        Sighting,
        &["/content/persons/dead/max", "/content/persons/minors/max"],
        |record| {
            record["content"]["persons"]["dead"] = json!({ "min": 1, "max": 1 });
            record["content"]["persons"]["minors"] = json!({ "max": 2 });
        },
    ),
    Case::breaks(
        Code::RuleSmallCellAggregate,
        ModusOperandi,
        &["/content/legs/0/persons/max", "/content/victims/count/max"],
        |record| {
            record["content"]["legs"][0]["persons"] = json!({ "min": 2, "max": 2 });
            record["content"]["victims"]["count"] = json!({ "min": 1, "max": 2 });
        },
    ),
    Case::keeps(Code::RuleSmallCellAggregate, Sighting, |record| {
        record["content"]["persons"] = json!({
            "migrants": { "min": 3, "max": 3 },
            "minors": { "min": 1, "max": 4 },
            "dead": { "min": 0, "max": 0 },
            "missing": { "min": 1 },
            "suspects": { "min": 2, "max": 2 }
        });
    }),
    Case::keeps(Code::RuleSmallCellAggregate, Network, |record| {
        record["content"]["kind"] = json!("cell");
        record["content"]["size"] = json!({ "min": 2, "max": 2 });
    }),
    // Identifiers in free text.
    Case::breaks(Code::RuleFreeTextIdentifier, Profile, &["/content/summary/0/text"], |record| {
        record["content"]["summary"] = json!([{ "lang": "en", "text": "His brother carries passport XA1234567." }]);
    }),
    Case::breaks(
        Code::RuleFreeTextIdentifier,
        Sighting,
        &["/content/text/0/text", "/handling/caveats/0/text"],
        |record| {
            record["content"]["text"] = json!([{ "lang": "en", "text": "Call +1 202 555 0123." }]);
            record["handling"]["caveats"] = json!([{ "lang": "en", "text": "Ask ann@unit-a.example first." }]);
        },
    ),
    Case::breaks(Code::RuleFreeTextIdentifier, ModusOperandi, &["/handling/caveats/0/text"], |record| {
        record["handling"]["caveats"] = json!([{ "lang": "en", "text": "Ask ann@unit-a.example first." }]);
    }),
    Case::keeps(Code::RuleFreeTextIdentifier, Profile, |record| {
        record["content"]["summary"] = json!([{ "lang": "en", "text": "Drove 12 persons from XA to XB in 2025." }]);
        record["contact"] = json!({ "role": "duty-desk", "ref": "desk-7@unit-a.example" });
        record["ext"] = json!({ "example.police:memo": { "lang": "en", "text": "ann@unit-a.example" } });
    }),
    // Specially protected data.
    Case::breaks(
        Code::RuleSensitiveNeedsBasis,
        Profile,
        &["/ext/example.police:health", "/ext/example.police:more/0/religion"],
        |record| {
            record["ext"] = json!({
                "example.police:health": "asthma",
                "example.police:more": [{ "religion": "invented" }]
            });
        },
    ),
    // A necessity without the article of a law is not enough, nor is an article without a necessity.
    Case::breaks(Code::RuleSensitiveNeedsBasis, Profile, &["/ext/example.police:file/ethnic-group"], |record| {
        record["ext"] =
            json!({ "example.police:file": { "ethnic-group": "invented", "necessity": "To tell two apart." } });
    }),
    Case::breaks(Code::RuleSensitiveNeedsBasis, Profile, &["/ext/example.police:file/ethnic-group"], |record| {
        record["legal_basis"][0]["article"] = json!("Art. 10");
        record["ext"] = json!({ "example.police:file": { "ethnic-group": "invented" } });
    }),
    Case::keeps(Code::RuleSensitiveNeedsBasis, Profile, |record| {
        record["legal_basis"][0]["article"] = json!("Art. 10");
        record["ext"] =
            json!({ "example.police:file": { "ethnic-group": "invented", "necessity": "To tell two apart." } });
    }),
    // The owner of the extension is a ministry of health; that says nothing about the data.
    Case::keeps(Code::RuleSensitiveNeedsBasis, Profile, |record| {
        record["ext"] = json!({ "example.health.union:colour": { "trace": "green", "traced": "religion" } });
    }),
    // A method has no person in it.
    Case::breaks(
        Code::RuleMoNoPerson,
        ModusOperandi,
        &["/content/equipment/0/brand", "/content/summary/0/text", "/content/title/0/text"],
        |record| {
            record["content"]["title"][0]["text"] = json!("The method of GB82WEST12345698765432");
            record["content"]["summary"][0]["text"] = json!("Write to ann@mail.example.");
            record["content"]["equipment"] = json!([{ "kind": "sat-phone", "brand": "490154203237518" }]);
        },
    ),
    Case::breaks(Code::RuleMoNoPerson, ModusOperandi, &["/content/equipment/0/brand"], |record| {
        record["content"]["equipment"] = json!([{ "kind": "sat-phone", "brand": "490154203237518" }]);
    }),
    Case::keeps(Code::RuleMoNoPerson, ModusOperandi, |record| {
        record["content"]["summary"][0]["text"] =
            json!("Engines of 40 hp, serial numbers filed off; 15 to 20 persons.");
        record["ext"] = json!({ "example.police:contact": "ann@mail.example" });
    }),
    Case::keeps(Code::RuleMoNoPerson, Network, |record| {
        record["content"]["selectors"] = json!([
            { "kind": "email", "value": "ann@mail.example", "attribution": "believed-user" }
        ]);
    }),
    // Pictures and recordings.
    Case::breaks(
        Code::RuleAttachmentVictimRisk,
        Link,
        &["/attachments/0/persons_shown", "/attachments/1/persons_shown"],
        |record| {
            let hash = json!({ "alg": "sha-256", "hash": "0".repeat(64) });
            record["attachments"] = json!([
                { "hash": hash, "media_type": "video/mp4", "size": 1 },
                { "hash": hash, "media_type": "application/pdf", "size": 1, "persons_shown": "unknown" }
            ]);
        },
    ),
    Case::keeps(Code::RuleAttachmentVictimRisk, Link, |record| {
        let hash = json!({ "alg": "sha-256", "hash": "0".repeat(64) });
        record["attachments"] = json!([
            { "hash": hash, "media_type": "image/png", "size": 1, "persons_shown": "yes" },
            { "hash": hash, "media_type": "text/plain", "size": 1, "persons_shown": "no" },
            { "hash": hash, "media_type": "application/gpx+xml", "size": 1 }
        ]);
    }),
    // Subjects under 18.
    Case::breaks(Code::RuleJuvenileStrict, Profile, &["/handling/releasable_to"], |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["content"]["caution"] = json!(["minor"]);
    }),
    Case::breaks(Code::RuleJuvenileStrict, Profile, &["/handling/releasable_to"], |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["content"]["births"] = json!([
            { "date": "2008-03-18", "basis": "document" },
            { "date": "2009~", "basis": "self-claimed" },
            { "date": "1985", "basis": "estimate", "negated": true }
        ]);
    }),
    // 17 on the day of issue itself.
    Case::breaks(Code::RuleJuvenileStrict, Profile, &["/handling/releasable_to"], |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["content"]["births"] =
            json!([{ "age_on": { "years": 17, "date": "2026-03-17" }, "basis": "medical-estimate" }]);
    }),
    // 16 on that day, so 17 or less now.
    Case::breaks(Code::RuleJuvenileStrict, Profile, &["/handling/releasable_to"], |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["content"]["births"] =
            json!([{ "age_on": { "years": 16, "date": "2025-06-01" }, "basis": "medical-estimate" }]);
    }),
    Case::keeps(Code::RuleJuvenileStrict, Profile, |record| {
        record["content"]["caution"] = json!(["minor"]);
    }),
    Case::keeps(Code::RuleJuvenileStrict, Profile, |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["content"]["births"] = json!([
            { "date": "2008-03-17", "basis": "document" },
            { "date": "2010", "basis": "self-claimed" }
        ]);
    }),
    Case::keeps(Code::RuleJuvenileStrict, Profile, |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["content"]["births"] = json!([
            { "age_on": { "years": 17, "date": "2025-06-01" }, "basis": "medical-estimate" },
            { "place": { "country": "XA" }, "basis": "self-claimed" }
        ]);
    }),
    Case::keeps(Code::RuleJuvenileStrict, Profile, |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        record["content"]["births"] = json!([{ "date": "../2010", "basis": "estimate" }]);
    }),
    Case::keeps(Code::RuleJuvenileStrict, Profile, |record| {
        record["handling"]["releasable_to"] = json!(["all-members"]);
        remove(record, "/content/births");
    }),
    Case::breaks(Code::RuleMinorShorterReview, Profile, &["/validity/review_by"], |record| {
        record["validity"]["review_by"] = json!("2027-03-18");
        record["content"]["births"][0]["date"] = json!("2010");
    }),
    Case::keeps(Code::RuleMinorShorterReview, Profile, |record| {
        record["validity"]["review_by"] = json!("2027-03-17");
        record["content"]["births"][0]["date"] = json!("2010");
    }),
    Case::keeps(Code::RuleMinorShorterReview, Profile, |record| {
        record["validity"]["review_by"] = json!("2029-03-17");
    }),
];

proptest::proptest! {
    /// A glance that leaves most texts out leaves out none that has such a word.
    #[test]
    fn no_word_for_victims_is_overlooked(pieces in proptest::collection::vec(proptest::sample::select(PIECES.as_slice()), 0..8)) {
        let text = pieces.concat();
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let marks = words.iter().any(|word| matches!(*word, "victim" | "witness"))
            || words.windows(2).any(|pair| pair == ["smuggled", "migrant"]);
        proptest::prop_assert_eq!(crate::rules::protection::marks_victim(&text), marks, "{}", text);
    }
}

const PIECES: [&str; 14] =
    ["victim", "VicTim", "witness", "WITNESS", "smuggled", "Smuggled", "migrant", "s", "g", "v", " ", "_", "-", "é"];

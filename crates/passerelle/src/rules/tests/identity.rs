//! Cases about places, countries, languages, names, births and deaths.

use serde_json::{Value, json};

use super::{Case, remove};
use crate::error::Code;
use crate::record::RecordType::{ModusOperandi, Network, Notice, Profile, Sighting};

pub(super) const CASES: &[Case] = &[
    // Languages
    Case::breaks(Code::RuleLangTagValid, ModusOperandi, &["/content/title/0/lang", "/lang"], |record| {
        record["lang"] = json!("xq");
        record["content"]["title"][0]["lang"] = json!("en-Abcd");
    }),
    Case::breaks(Code::RuleLangTagValid, ModusOperandi, &["/content/recruitment/languages/1"], |record| {
        record["content"]["recruitment"] = json!({ "languages": ["ti", "eng"] });
    }),
    Case::breaks(Code::RuleLangTagValid, Profile, &["/content/languages/0/tag"], |record| {
        record["content"]["languages"] = json!([{ "tag": "fr-QJ" }]);
    }),
    Case::keeps(Code::RuleLangTagValid, Profile, |record| {
        record["content"]["languages"] =
            json!([{ "tag": "ckb" }, { "tag": "ber" }, { "tag": "es-419" }, { "tag": "rhg-Rohg" }]);
    }),
    Case::breaks(Code::RuleLangUndetermined, Profile, &["/content/summary/0/lang", "/lang"], |record| {
        record["lang"] = json!("und-Latn");
        record["content"]["summary"] = json!([{ "lang": "und", "text": "Invented." }]);
    }),
    Case::keeps(Code::RuleLangUndetermined, Profile, |record| {
        record["content"]["names"][0]["lang"] = json!("und");
        record["content"]["summary"] = json!([{ "lang": "mul", "text": "Invented." }]);
    }),
    Case::breaks(Code::RuleScriptAgrees, Profile, &["/content/summary/0/lang"], |record| {
        record["content"]["summary"] = json!([{ "lang": "sr-Cyrl", "text": "Izmišljeno." }]);
    }),
    Case::keeps(Code::RuleScriptAgrees, Profile, |record| {
        record["content"]["summary"] = json!([
            { "lang": "sr-Cyrl", "text": "Измишљено (Telegram)." },
            { "lang": "zh-Hans", "text": "虚构" },
            { "lang": "ja-Jpan", "text": "テスト用の架空の記録" },
            { "lang": "ku-Arab", "text": "42" }
        ]);
    }),
    // Countries
    Case::breaks(Code::RuleCountryCodeKnown, Profile, &["/handling/releasable_to/1"], |record| {
        record["handling"]["releasable_to"] = json!(["FR", "UK"]);
    }),
    Case::breaks(
        Code::RuleCountryCodeKnown,
        Network,
        &["/content/front_business/country", "/content/nationalities/0", "/content/activity_area/0/country"],
        |record| {
            record["content"]["nationalities"] = json!(["ZZ", "FR"]);
            record["content"]["front_business"] = json!({ "country": "AB", "reg_no": "TEST-1" });
            record["content"]["activity_area"] = json!([{ "country": "EU" }]);
        },
    ),
    Case::breaks(
        Code::RuleCountryCodeKnown,
        Sighting,
        &["/content/where/country", "/handling/releasable_to/0", "/issuer"],
        |record| {
            record["environment"] = json!("live");
            record["handling"]["releasable_to"] = json!(["XB", "FR"]);
        },
    ),
    Case::breaks(Code::RuleCountryCodeKnown, Profile, &["/content/births/0/place/country"], |record| {
        record["content"]["births"][0] = json!({ "date": "1995", "place": { "country": "SU" }, "basis": "document" });
    }),
    Case::breaks(
        Code::RuleCountryCodeKnown,
        Profile,
        &["/content/nationalities/1/country", "/content/residences/0/place/country"],
        |record| {
            record["content"]["nationalities"] =
                json!([{ "country": "YU", "kind": "former" }, { "country": "YU", "kind": "confirmed" }]);
            record["content"]["residences"] = json!([{ "place": { "country": "DD" } }]);
        },
    ),
    Case::keeps(Code::RuleCountryCodeKnown, Profile, |record| {
        record["content"]["births"][0] = json!({ "date": "199X", "place": { "country": "SU" }, "basis": "document" });
        record["content"]["residences"] = json!([{ "place": { "country": "YU" }, "first": "1999", "last": "2006" }]);
        record["handling"]["releasable_to"] = json!(["FR", "XZ", "EUE"]);
    }),
    Case::breaks(Code::RuleCountryUserAssigned, Profile, &["/content/conveyances/0/plate_country"], |record| {
        record["content"]["conveyances"] =
            json!([{ "kind": "van", "plate": "TEST001", "plate_country": "XK", "use": "driven" }]);
    }),
    Case::keeps(Code::RuleCountryUserAssigned, Profile, |record| {
        record["content"]["conveyances"] =
            json!([{ "kind": "van", "plate": "TEST001", "plate_country": "XA", "use": "driven" }]);
    }),
    // Places
    Case::breaks(Code::RuleSubdivisionBelongs, Sighting, &["/content/where/subdivision"], |record| {
        record["content"]["where"] = json!({ "country": "FR", "subdivision": "ES-CT" });
    }),
    Case::breaks(Code::RuleSubdivisionBelongs, Sighting, &["/content/where/subdivision"], |record| {
        record["content"]["where"] = json!({ "country": "FR", "subdivision": "FR-QQQ" });
    }),
    Case::keeps(Code::RuleSubdivisionBelongs, ModusOperandi, |record| {
        record["content"]["legs"][0]["from"] = json!({ "country": "FR", "subdivision": "FR-HDF" });
        record["content"]["legs"][0]["to"] = json!({ "country": "XB", "subdivision": "XB-01" });
    }),
    Case::breaks(Code::RulePlaceHasAnchor, Sighting, &["/content/where"], |record| {
        record["content"]["where"] = json!({ "name": [{ "lang": "en", "text": "Testville" }], "kind": "city" });
    }),
    Case::breaks(Code::RulePlaceHasAnchor, Sighting, &["/content/where"], |record| {
        record["content"]["where"] = json!({ "country": "XA", "lat": "0.5", "lon": "-30.25" });
    }),
    Case::keeps(Code::RulePlaceHasAnchor, Sighting, |record| {
        record["content"]["where"] = json!({ "lat": "0.5", "lon": "-30.25", "precision_m": 5000 });
    }),
    Case::keeps(Code::RulePlaceHasAnchor, Profile, |record| {
        record["content"]["activity_area"] = json!([{ "unlocode": "FRCQF" }]);
    }),
    Case::breaks(
        Code::RuleUnlocodeCountryAgrees,
        ModusOperandi,
        &["/content/legs/0/border_point/unlocode"],
        |record| {
            record["content"]["legs"][0]["border_point"] = json!({ "country": "GB", "unlocode": "FRCQF" });
        },
    ),
    Case::keeps(Code::RuleUnlocodeCountryAgrees, ModusOperandi, |record| {
        record["content"]["legs"][0]["border_point"] = json!({ "country": "FR", "unlocode": "FRCQF" });
    }),
    // Latitude and longitude of Calais, exchanged.
    Case::breaks(Code::RuleCoordinatesOutsideCountry, Notice, &["/content/hit/where/lat"], |record| {
        record["content"]["action"] = json!("hit");
        record["content"]["hit"] = json!({
            "when": "2026-03-01",
            "where": { "country": "FR", "lat": "1.86", "lon": "50.95", "precision_m": 5000 },
            "nature": "vehicle-seen"
        });
    }),
    // In the strait, some kilometres off the coast.
    Case::keeps(Code::RuleCoordinatesOutsideCountry, Sighting, |record| {
        record["content"]["where"] = json!({ "country": "FR", "lat": "51.05", "lon": "1.6", "precision_m": 2000 });
    }),
    Case::keeps(Code::RuleCoordinatesOutsideCountry, Sighting, |record| {
        record["content"]["where"] = json!({ "country": "XA", "lat": "51.05", "lon": "1.6", "precision_m": 2000 });
    }),
    // Names
    Case::breaks(Code::RuleNameScriptMatches, Network, &["/content/names/0/script"], |record| {
        record["content"]["names"][0]["script"] = json!("Arab");
    }),
    Case::keeps(Code::RuleNameScriptMatches, Profile, |record| {
        record["content"]["names"][0] = json!({ "full": "山田 タロウ", "script": "Jpan", "kind": "legal" });
    }),
    Case::breaks(Code::RuleNameScriptMixed, Profile, &["/content/names/0/full"], |record| {
        record["content"]["names"][0]["full"] = json!("Anna Тестова");
    }),
    Case::keeps(Code::RuleNameScriptMixed, Profile, |record| {
        record["content"]["names"][0]["full"] = json!("Anna-Maria O'Testová 2");
    }),
    Case::breaks(Code::RuleTranslitSourceExists, Profile, &["/content/names/0/translit_of"], |record| {
        record["content"]["names"][0]["translit_of"] = json!(0);
    }),
    Case::breaks(
        Code::RuleTranslitSourceExists,
        Profile,
        &["/content/names/0/translit_of", "/content/names/1/translit_of"],
        |record| {
            record["content"]["names"][0]["translit_of"] = json!(7);
            record["content"]["names"]
                .as_array_mut()
                .unwrap()
                .push(json!({ "full": "Ana Testova", "script": "Latn", "kind": "transliteration", "translit_of": 0 }));
        },
    ),
    Case::keeps(Code::RuleTranslitSourceExists, Profile, |record| {
        record["content"]["names"] = json!([
            { "full": "Анна Тестова", "script": "Cyrl", "kind": "legal" },
            { "full": "Anna Testova", "script": "Latn", "kind": "transliteration", "translit_of": 0 }
        ]);
    }),
    // A Cyrillic о in the family name.
    Case::breaks(
        Code::RuleConfusableName,
        Profile,
        &["/content/names/0/full", "/content/names/0/parts/family/0"],
        |record| {
            record["content"]["names"][0]["full"] = json!("Anna Testоva");
            record["content"]["names"][0]["parts"] = json!({ "given": ["Anna"], "family": ["Testоva"] });
        },
    )
    .beside(&[(Code::RuleNameScriptMixed, "/content/names/0/full")]),
    Case::keeps(Code::RuleConfusableName, Profile, |record| {
        record["content"]["names"][0] = json!({ "full": "محمد\u{200C}رضا", "script": "Arab", "kind": "legal" });
    }),
    // Births and deaths
    Case::breaks(
        Code::RuleBirthPlausible,
        Profile,
        &["/content/births/0/date", "/content/births/1/date", "/content/births/2/date"],
        |record| births(record, &["2026-03-18", "../1899", "1906-03-16"]),
    ),
    Case::keeps(Code::RuleBirthPlausible, Profile, |record| {
        births(record, &["2026~", "19XX", "1906-03-17", "1890/.."])
    }),
    Case::keeps(Code::RuleBirthPlausible, Profile, |record| {
        births(record, &["1850"]);
        record["content"]["births"][0]["negated"] = json!(true);
    }),
    Case::breaks(Code::RuleBirthConflict, Profile, &["/content/births/1/date"], |record| {
        births(record, &["1985-03", "1986", "198X"]);
        for birth in record["content"]["births"].as_array_mut().unwrap() {
            birth["basis"] = json!("register");
        }
    }),
    Case::keeps(Code::RuleBirthConflict, Profile, |record| {
        births(record, &["1985-03", "1986"]);
        record["content"]["births"][0]["basis"] = json!("document");
    }),
    Case::breaks(
        Code::RuleAgeOnVsBirth,
        Profile,
        &["/content/births/0/age_on", "/content/births/1/age_on"],
        |record| {
            births(record, &["1985-03", "198X"]);
            record["content"]["births"][0]["age_on"] = json!({ "years": 41, "date": "2026-02-28" });
            record["content"]["births"][1]["age_on"] = json!({ "years": 35, "date": "2026-02-28" });
        },
    ),
    Case::keeps(Code::RuleAgeOnVsBirth, Profile, |record| {
        births(record, &["1985-03", "198X", "../1990"]);
        record["content"]["births"][0]["age_on"] = json!({ "years": 40, "date": "2026-03-15" });
        record["content"]["births"][1]["age_on"] = json!({ "years": 46, "date": "2026-02-28" });
        record["content"]["births"][2]["age_on"] = json!({ "years": 36, "date": "2026-02-28" });
    }),
    Case::breaks(Code::RuleDeathBeforeBirth, Profile, &["/content/death/date"], |record| {
        births(record, &["1985-03", "1984"]);
        record["content"]["death"] = json!({ "date": "1983~" });
    }),
    Case::keeps(Code::RuleDeathBeforeBirth, Profile, |record| {
        births(record, &["1985-03", "1981/1984"]);
        record["content"]["death"] = json!({ "date": "1983~" });
    }),
    Case::keeps(Code::RuleDeathBeforeBirth, Profile, |record| {
        remove(record, "/content/births");
        record["content"]["death"] = json!({ "date": "1983~" });
    }),
];

/// Gives the subject births that were only claimed.
fn births(record: &mut Value, dates: &[&str]) {
    let births = dates.iter().map(|date| json!({ "date": date, "basis": "self-claimed" }));
    record["content"]["births"] = births.collect();
}

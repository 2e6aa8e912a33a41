//! Cases about documents, selectors, accounts, vehicles and currencies: what has a number or an address.

use serde_json::{Value, json};

use super::Case;
use crate::error::Code;
use crate::record::RecordType::{ModusOperandi, Network, Profile};

/// The specimen passport of ICAO Doc 9303-4.
const SPECIMEN: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

pub(super) const CASES: &[Case] = &[
    // Machine-readable zones
    Case::breaks(Code::RuleMrzCheckdigit, Profile, &["/content/documents/0/mrz/1"], |record| {
        specimen(record)["mrz"][1] = json!("L898902C36UTO7408122F1204159ZE184226B<<<<<20");
    }),
    Case::breaks(Code::RuleMrzCheckdigit, Profile, &["/content/documents/0/mrz/1"], |record| {
        specimen(record)["number"] = json!("L898902C4");
    }),
    Case::breaks(Code::RuleMrzCheckdigit, Profile, &["/content/documents/0/mrz/1"], |record| {
        specimen(record)["expires"] = json!("2012-04-16");
    }),
    Case::breaks(Code::RuleMrzCheckdigit, Profile, &["/content/documents/0/mrz/0"], |record| {
        specimen(record)["issuer"] = json!("XXA");
    }),
    Case::breaks(Code::RuleMrzCheckdigit, Profile, &["/content/documents/0/mrz"], |record| {
        specimen(record)["mrz"][0] = json!("P<UTOERIKSSON<<ANNA<MARIA");
    }),
    // A TD1 card has its number in the first line and its dates in the second.
    Case::breaks(
        Code::RuleMrzCheckdigit,
        Profile,
        &["/content/documents/0/mrz/0", "/content/documents/0/mrz/1"],
        |record| {
            *specimen(record) = json!({
                "type": "id-card", "number": "D23145890", "issuer": "UTO", "authenticity": "not-checked",
                "mrz": ["I<UTOD231458906<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]
            });
        },
    ),
    Case::keeps(Code::RuleMrzCheckdigit, Profile, |record| {
        let _ = specimen(record);
    }),
    Case::keeps(Code::RuleMrzCheckdigit, Profile, |record| {
        specimen(record)["expires"] = json!("2012-04");
    }),
    // A forgery is recorded with its mistakes.
    Case::keeps(Code::RuleMrzCheckdigit, Profile, |record| {
        let document = specimen(record);
        document["mrz"][1] = json!("L898902C36UTO7408122F1204159ZE184226B<<<<<20");
        document["authenticity"] = json!("suspected");
    }),
    Case::breaks(Code::RuleMrzNameAgrees, Profile, &["/content/documents/0/mrz/0"], |record| {
        specimen(record)["name_used"] = json!(0);
    }),
    Case::breaks(Code::RuleMrzNameAgrees, Profile, &["/content/documents/0/mrz/0"], |record| {
        let _ = specimen(record);
        record["content"]["names"][0]["kind"] = json!("document");
    }),
    Case::keeps(Code::RuleMrzNameAgrees, Profile, |record| {
        specimen(record)["name_used"] = json!(1);
        add_name(record, json!({ "full": "Anna Maria Eriksson", "script": "Latn", "kind": "document" }));
    }),
    Case::keeps(Code::RuleMrzNameAgrees, Profile, |record| {
        specimen(record)["name_used"] = json!(1);
        add_name(
            record,
            json!({ "full": "آنا إريكسون", "script": "Arab", "kind": "document", "mrz": "ERIKSSON<<ANNA<MARIA" }),
        );
    }),
    Case::breaks(Code::RuleMrzIssuerCode, Profile, &["/content/documents/0/issuer"], |record| {
        record["content"]["documents"][0]["issuer"] = json!("DEU");
    }),
    Case::breaks(Code::RuleMrzIssuerCode, ModusOperandi, &["/content/legs/0/documents/0/issuer"], |record| {
        record["content"]["legs"][0]["documents"] = json!([{ "type": "passport", "issuer": "ABC" }, { "type": "passport", "issuer": "ABC", "fraud_type": "pseudo" }]);
    }),
    Case::keeps(Code::RuleMrzIssuerCode, Profile, |record| {
        record["content"]["documents"][0] =
            json!({ "type": "passport", "number": "C01X00T47", "issuer": "D", "authenticity": "genuine" });
    }),
    Case::keeps(Code::RuleMrzIssuerCode, Profile, |record| {
        record["content"]["documents"][0] = json!({
            "type": "passport", "number": "1", "issuer": "ABC", "authenticity": "fraudulent", "fraud_type": "pseudo"
        });
    }),
    // Documents
    Case::breaks(
        Code::RuleUtopiaInLive,
        Profile,
        &["/content/documents/0/issuer", "/content/documents/0/number"],
        |record| {
            let _ = specimen(record);
            live(record);
        },
    ),
    Case::breaks(
        Code::RuleUtopiaInLive,
        Profile,
        &["/content/documents/0/mrz/0", "/content/documents/0/number"],
        |record| {
            let document = specimen(record);
            document["issuer"] = json!("SWE");
            document["authenticity"] = json!("suspected");
            live(record);
        },
    ),
    Case::breaks(Code::RuleUtopiaInLive, Profile, &["/content/documents/0/number"], |record| {
        record["content"]["documents"][0] =
            json!({ "type": "passport", "number": "L8988901C", "issuer": "SWE", "authenticity": "suspected" });
        live(record);
    }),
    Case::keeps(Code::RuleUtopiaInLive, Profile, |record| {
        record["content"]["documents"][0] =
            json!({ "type": "passport", "number": "TEST00001", "issuer": "SWE", "authenticity": "genuine" });
        live(record);
    }),
    Case::breaks(Code::RuleDocumentNumberShape, Profile, &["/content/documents/0/number"], |record| {
        record["content"]["documents"][0] =
            json!({ "type": "passport", "number": "TEST00001", "issuer": "FRA", "authenticity": "genuine" });
    }),
    Case::keeps(Code::RuleDocumentNumberShape, Profile, |record| {
        record["content"]["documents"] = json!([
            { "type": "passport", "number": "00TT00000", "issuer": "FRA", "authenticity": "genuine" },
            { "type": "passport", "number": "TEST00001", "issuer": "FRA", "authenticity": "suspected" },
            { "type": "visa", "number": "TEST00001", "issuer": "FRA", "authenticity": "genuine" }
        ]);
    }),
    Case::breaks(Code::RuleDocumentExpiredAtUse, Profile, &["/content/documents/0/expires"], |record| {
        record["content"]["documents"][0]["expires"] = json!("2025-06-30");
        record["content"]["documents"][0]["first"] = json!("2025-07");
    }),
    Case::keeps(Code::RuleDocumentExpiredAtUse, Profile, |record| {
        record["content"]["documents"][0]["expires"] = json!("2025-06");
        record["content"]["documents"][0]["first"] = json!("2025-06-30");
        record["content"]["documents"][0]["issued"] = json!("2020");
    }),
    Case::breaks(
        Code::RuleFraudTypeConsistent,
        Profile,
        &["/content/documents/0/fraud_type", "/content/documents/1/fraud_type", "/content/documents/2/fraud_type"],
        |record| {
            record["content"]["documents"] = json!([
                { "type": "passport", "number": "T1", "issuer": "UTO", "authenticity": "genuine", "fraud_type": "counterfeit" },
                { "type": "passport", "number": "T2", "issuer": "UTO", "authenticity": "genuine", "fraud_type": "imposter" },
                { "type": "passport", "number": "T3", "issuer": "UTO", "authenticity": "fraudulent", "fraud_type": "genuine" }
            ]);
        },
    ),
    Case::keeps(Code::RuleFraudTypeConsistent, Profile, |record| {
        record["content"]["documents"] = json!([
            { "type": "passport", "number": "T1", "issuer": "UTO", "authenticity": "genuine", "fraud_type": "fog" },
            {
                "type": "passport", "number": "T2", "issuer": "UTO", "authenticity": "genuine", "fraud_type": "imposter",
                "name_used": 0
            },
            { "type": "passport", "number": "T3", "issuer": "UTO", "authenticity": "fraudulent", "fraud_type": "counterfeit" }
        ]);
    }),
    // Selectors
    Case::breaks(Code::RuleDupSelector, Profile, &["/content/selectors/1", "/content/selectors/3"], |record| {
        selectors(
            record,
            &[
                ("email", "anna@Example.org"),
                ("email", "anna@example.org"),
                ("url", "https://example.org/A"),
                ("url", "HTTPS://EXAMPLE.org/A"),
            ],
        );
    }),
    Case::keeps(Code::RuleDupSelector, Profile, |record| {
        selectors(
            record,
            &[
                ("email", "Anna@example.org"),
                ("email", "anna@example.org"),
                ("url", "https://example.org/A"),
                ("url", "https://example.org/a"),
                ("messaging-account", "test"),
                ("social-account", "test"),
            ],
        );
    }),
    Case::breaks(
        Code::RulePhoneE164,
        Network,
        &["/content/selectors/0/value", "/content/selectors/1/value"],
        |record| {
            selectors(record, &[("phone", "0639980010"), ("phone", "+99912345678")]);
        },
    ),
    Case::keeps(Code::RulePhoneE164, Network, |record| {
        selectors(record, &[("phone", "+33639980010"), ("phone", "+447700900123"), ("phone", "+353209112345")]);
    }),
    Case::breaks(Code::RulePhoneUnassigned, Profile, &["/content/selectors/0/value"], |record| {
        selectors(record, &[("phone", "+33099999999")]);
    })
    .for_author(),
    // Numbers of fiction have no place in a live record.
    Case::breaks(Code::RulePhoneUnassigned, Profile, &["/content/selectors/0/value"], |record| {
        selectors(record, &[("phone", "+447700900123")]);
        record["content"]["documents"][0]["issuer"] = json!("SWE");
        live(record);
    })
    .for_author(),
    // A reader's plans may be older than the number.
    Case::keeps(Code::RulePhoneUnassigned, Profile, |record| selectors(record, &[("phone", "+33099999999")])),
    Case::keeps(Code::RulePhoneUnassigned, Profile, |record| {
        selectors(record, &[("phone", "+447700900123"), ("phone", "+33199001234")]);
    })
    .for_author(),
    // 490154203237518 is the worked example of many descriptions of the scheme.
    Case::breaks(
        Code::RuleImeiLuhn,
        Profile,
        &["/content/selectors/0/value", "/content/selectors/1/value"],
        |record| {
            selectors(record, &[("imei", "490154203237519"), ("imei", "4901542032375181")]);
        },
    ),
    Case::keeps(Code::RuleImeiLuhn, Profile, |record| selectors(record, &[("imei", "490154203237518")])),
    Case::breaks(
        Code::RuleSelectorForm,
        Profile,
        &[
            "/content/selectors/0/value",
            "/content/selectors/1/value",
            "/content/selectors/2/value",
            "/content/selectors/3/value",
            "/content/selectors/4/value",
            "/content/selectors/5/value",
            "/content/selectors/6/value",
        ],
        |record| {
            selectors(
                record,
                &[
                    ("email", "anna.example.org"),
                    ("url", "example.org"),
                    ("onion", "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscrye.onion"),
                    ("ip", "192.0.2.256"),
                    ("mac", "00:00:5E:00:53"),
                    ("imsi", "0010112345"),
                    ("iccid", "8991101200003204510"),
                ],
            );
        },
    ),
    Case::keeps(Code::RuleSelectorForm, Profile, |record| {
        selectors(
            record,
            &[
                ("email", "anna@example.org"),
                ("url", "https://example.org/a"),
                ("onion", "pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion"),
                ("ip", "2001:db8::1"),
                ("mac", "00:00:5E:00:53:01"),
                ("imsi", "001010123456789"),
                ("iccid", "8991101200003204514"),
                ("game-account", "test player"),
            ],
        );
    }),
    // Accounts
    Case::breaks(
        Code::RuleIbanMod97,
        Network,
        &["/content/financial/0/value", "/content/financial/1/value"],
        |record| {
            record["content"]["financial"] = json!([
                { "kind": "iban", "value": "GB29NWBK60161331926818" },
                { "kind": "iban", "value": "GB29 NWBK 6016 1331 9268 19" }
            ]);
        },
    ),
    Case::keeps(Code::RuleIbanMod97, Profile, |record| {
        record["content"]["financial"] = json!([
            { "kind": "iban", "value": "GB29NWBK60161331926819" },
            { "kind": "bank-account", "value": "GB29NWBK60161331926818" }
        ]);
    }),
    Case::breaks(
        Code::RuleCryptoAddressForm,
        Profile,
        &["/content/financial/0/value", "/content/selectors/0/value"],
        |record| {
            selectors(record, &[("crypto-address", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")]);
            record["content"]["financial"] =
                json!([{ "kind": "crypto-address", "value": "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed" }]);
        },
    ),
    Case::keeps(Code::RuleCryptoAddressForm, Profile, |record| {
        selectors(record, &[("crypto-address", "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]);
        record["content"]["financial"] = json!([{
            "kind": "crypto-address",
            "value": "bip122:000000000019d6689c085ae165831e93:bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs"
        }]);
    }),
    Case::breaks(Code::RuleCryptoChainUnknown, Profile, &["/content/selectors/0/value"], |record| {
        selectors(record, &[("crypto-address", "cosmos:cosmoshub-3:cosmos1test")]);
    }),
    Case::keeps(Code::RuleCryptoChainUnknown, Profile, |record| {
        selectors(record, &[("crypto-address", "tron:mainnet:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")]);
    }),
    // Vehicles
    Case::breaks(
        Code::RuleVinCheck,
        Profile,
        &["/content/conveyances/0/vin", "/content/conveyances/1/hull_id"],
        |record| {
            record["content"]["conveyances"] = json!([
                { "kind": "van", "vin": "1M8GDM9A1KP042788", "use": "driven" },
                { "kind": "rigid-inflatable", "hull_id": "XATST1", "use": "driven" }
            ]);
        },
    ),
    Case::keeps(Code::RuleVinCheck, Profile, |record| {
        record["content"]["conveyances"] = json!([
            { "kind": "van", "vin": "1M8GDM9AXKP042788", "use": "driven" },
            { "kind": "rigid-inflatable", "hull_id": "XATST00001A626", "use": "driven" }
        ]);
    }),
    Case::breaks(
        Code::RuleImoChecksum,
        Profile,
        &["/content/conveyances/0/imo", "/content/conveyances/0/mmsi"],
        |record| {
            record["content"]["conveyances"] =
                json!([{ "kind": "cargo-ship", "imo": "9074728", "mmsi": "200000001", "use": "rented" }]);
        },
    ),
    Case::keeps(Code::RuleImoChecksum, Profile, |record| {
        record["content"]["conveyances"] = json!([
            { "kind": "cargo-ship", "imo": "9074729", "mmsi": "247000000", "use": "rented" },
            { "kind": "cargo-ship", "mmsi": "000000001", "use": "rented" }
        ]);
    }),
    Case::breaks(Code::RulePlateNeedsCountry, Profile, &["/content/conveyances/0/plate"], |record| {
        record["content"]["conveyances"] = json!([{ "kind": "van", "plate": "TEST001", "use": "driven" }]);
    }),
    Case::keeps(Code::RulePlateNeedsCountry, Profile, |record| {
        record["content"]["conveyances"] =
            json!([{ "kind": "van", "plate": "TEST001", "plate_country": "XA", "use": "driven" }]);
    }),
    // Currencies
    Case::breaks(
        Code::RulePricesNeedCurrency,
        ModusOperandi,
        &["/content/legs/0/price/observed", "/content/payment/prices/0/currency"],
        |record| {
            record["content"]["payment"]["prices"][0]["currency"] = json!("EUO");
            record["content"]["legs"][0]["price"] =
                json!({ "amount": "900", "currency": "XTS", "basis": "per-person", "observed": "2026-04" });
        },
    ),
    Case::breaks(Code::RulePricesNeedCurrency, ModusOperandi, &["/content/payment/prices/0/currency"], |record| {
        let prices = &mut record["content"]["payment"]["prices"];
        prices[1]["currency"] = json!("EUR");
        prices[2]["currency"] = json!("TND");
        for leg in record["content"]["legs"].as_array_mut().unwrap() {
            leg["from"] = json!({ "country": "FR" });
            leg["to"] = json!({ "country": "FR" });
        }
        live(record);
    }),
    Case::keeps(Code::RulePricesNeedCurrency, ModusOperandi, |record| {
        record["content"]["payment"]["prices"][0]["currency"] = json!("EUR");
        record["content"]["payment"]["prices"][0]["observed"] = json!("2026-03/..");
    }),
];

/// Makes the subject's document the specimen passport, and gives it back.
fn specimen(record: &mut Value) -> &mut Value {
    let document = &mut record["content"]["documents"][0];
    *document = json!({
        "type": "passport", "number": "L898902C3", "issuer": "UTO", "expires": "2012-04-15", "authenticity": "genuine",
        "mrz": SPECIMEN
    });
    document
}

/// Gives the subject a further name.
fn add_name(record: &mut Value, name: Value) {
    record["content"]["names"].as_array_mut().unwrap().push(name);
}

/// Gives the record selectors of the given kinds and values.
fn selectors(record: &mut Value, selectors: &[(&str, &str)]) {
    let selectors =
        selectors.iter().map(|(kind, value)| json!({ "kind": kind, "value": value, "attribution": "believed-user" }));
    record["content"]["selectors"] = selectors.collect();
}

/// Makes a record a live one, of a country that exists.
fn live(record: &mut Value) {
    record["environment"] = json!("live");
    record["id"] = json!("FR/test-unit-a/01890a5d-ac96-774b-bcce-b302099a8057");
    record["issuer"] = json!("FR/test-unit-a");
    record["handling"]["releasable_to"] = json!(["FR"]);
}

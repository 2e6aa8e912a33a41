//! A second algorithm: the policy of a domain, and with aws-lc-rs the signatures that it demands.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use serde_json::{Value, json};
use shell::Shell;

const NOW: &str = "--now 2026-06-01T12:00:00Z";
const BEFORE: &str = "--now 2026-06-01T11:59:59Z";

/// A domain in which Northland signs records, and Southland gives receipts, passes on and sends.
fn domain() -> Shell {
    let shell = Shell::new();
    for name in ["trust", "northland", "southland"] {
        shell.ok(&format!("key new --authority XX/{name} --out {name}.pem --no-passphrase"));
    }
    shell.ok(&format!(
        "trust init trust --domain XX/trust --root-key trust.pub.json --list-key trust.pub.json --sign-with trust.pem {BEFORE}"
    ));
    for (name, country, roles) in [("northland", "XA", "record,manifest"), ("southland", "XB", "receipt,forward")] {
        shell.ok(&format!(
            "trust add trust --authority XX/{name} --country {country} --roles {roles} --key {name}.pub.json \
             --sign-with trust.pem {BEFORE}"
        ));
    }
    let mut record: Value =
        serde_json::from_str(&shell.ok(&format!("new profile --issuer XX/northland --quiet {BEFORE}"))).unwrap();
    record["handling"] = json!({ "tlp": "green", "releasable_to": ["XA", "XB", "XC"], "onward": "as-marked", "judicial_use": "permitted" });
    record["purpose"] = json!(["identify"]);
    shell.write("draft.json", &record.to_string());
    shell
}

fn policy(shell: &Shell, words: &str) -> Value {
    shell.ok(&format!("trust policy trust {words} --sign-with trust.pem {NOW}"));
    let shown: Value = serde_json::from_str(&shell.ok(&format!("trust show trust --format json {NOW}"))).unwrap();
    shown["list"]["policy"].clone()
}

#[test]
fn a_domain_says_when_a_second_algorithm_is_due_and_when_one_ends() {
    let shell = domain();
    shell.ok(&format!("sign draft.json --key northland.pem --out early.json {BEFORE}"));
    shell.ok(&format!("sign draft.json --key northland.pem --out late.json {NOW}"));
    let noon = "2026-06-01T12:00:00Z";
    assert_eq!(policy(&shell, &format!("--hybrid-from {noon}")), json!({ "hybrid_from": noon }));
    shell.ok(&format!("verify early.json --trust trust {NOW}"));
    shell.fails(&format!("verify late.json --trust trust {NOW}"), 1, "SIG_HYBRID");
    let end = "2031-01-01T00:00:00Z";
    let both = policy(&shell, "--sunset ES256=2030-01-01 --sunset ES384=2031-01-01");
    assert_eq!(both["hybrid_from"], noon, "what was said before stays");
    let both = policy(&shell, "--sunset ES256=2031-01-01");
    let ends = json!([{ "alg": "ES384", "sunset": end }, { "alg": "ES256", "sunset": end }]);
    assert_eq!(both["algorithms"], ends, "each algorithm ends once");
    let shown = shell.ok(&format!("trust show trust {NOW}"));
    assert!(shown.contains(&format!("from {noon} on")) && shown.contains(&format!("ES256 ends at {end}")), "{shown}");
    policy(&shell, "--sunset Ed25519=2026-06-01");
    shell.fails(&format!("verify early.json --trust trust {NOW}"), 1, "ALG_SUNSET");
}

#[test]
fn a_policy_needs_something_to_say_and_knows_its_algorithms() {
    let shell = domain();
    shell.fails(&format!("trust policy trust --sign-with trust.pem {NOW}"), 2, "--hybrid-from");
    for wrong in ["ed25519=2030-01-01", "RS256=2030-01-01", "ES256", "ES256=soon"] {
        shell.fails(&format!("trust policy trust --sunset {wrong} --sign-with trust.pem {NOW}"), 2, "--sunset");
    }
}

#[cfg(not(feature = "aws-lc"))]
#[test]
fn a_build_without_ml_dsa_says_which_keys_it_has() {
    let shell = Shell::new();
    let told =
        shell.fails("key new --authority XX/northland --alg ML-DSA-65 --out key.pem --no-passphrase", 2, "CMD_USAGE");
    assert!(told.contains("Ed25519, ES256, ES384"), "{told}");
}

#[cfg(feature = "aws-lc")]
mod with_ml_dsa {
    use super::*;

    fn prepared() -> Shell {
        let shell = domain();
        for (name, alg) in [("northland", "ML-DSA-65"), ("southland", "ML-DSA-87")] {
            shell.ok(&format!("key new --authority XX/{name} --alg {alg} --out {name}-2.pem"));
            shell.ok(&format!(
                "trust add trust --authority XX/{name} --key {name}-2.pub.json --sign-with trust.pem {BEFORE}"
            ));
        }
        policy(&shell, "--hybrid-from 2026-06-01T12:00:00Z");
        shell
    }

    #[test]
    fn everything_that_is_signed_gets_both_signatures() {
        let shell = prepared();
        let north = "--key northland.pem --key northland-2.pem";
        let south = "--key southland.pem --key southland-2.pem";
        shell.ok(&format!("sign draft.json {north} --out signed.json {NOW}"));
        shell.ok(&format!("verify signed.json --trust trust {NOW}"));
        shell.ok(&format!("sign draft.json --key northland.pem --out one.json {NOW}"));
        shell.fails(&format!("verify one.json --trust trust {NOW}"), 1, "SIG_HYBRID");
        shell.ok(&format!("sign one.json --cosign --key northland-2.pem --out two.json {NOW}"));
        shell.ok(&format!("verify two.json --trust trust {NOW}"));
        shell.ok(&format!("receipt signed.json --trust trust {south} --out receipt.json {NOW}"));
        shell.fails(
            &format!("receipt signed.json --trust trust --key southland.pem --out r.json {NOW}"),
            2,
            "SIG_HYBRID",
        );
        shell.ok(&format!("verify signed.json --trust trust --receipt receipt.json {NOW}"));
        shell.ok(&format!(
            "forward signed.json --to XC --purpose identify --trust trust {south} --out forward.json {NOW}"
        ));
        shell.ok(&format!("pack signed.json {north} --feed daily --out day.psr.zst {NOW}"));
        shell.ok(&format!("unpack day.psr.zst --trust trust --out-dir received {NOW}"));
        shell.ok(&format!("pack signed.json --key northland.pem --feed hourly --out hour.psr.zst {NOW}"));
        shell.fails(&format!("unpack hour.psr.zst --trust trust --out-dir other {NOW}"), 1, "SIG_HYBRID");
    }

    #[test]
    fn two_keys_that_are_no_pair_sign_no_statement() {
        let shell = prepared();
        shell.ok(&format!("sign draft.json --key northland.pem --key northland-2.pem --out signed.json {NOW}"));
        for keys in [
            "--key southland-2.pem",
            "--key southland.pem --key northland-2.pem",
            "--key southland.pem --key southland.pem",
            "--key southland.pem --key southland-2.pem --key southland-2.pem",
        ] {
            shell.fails(&format!("receipt signed.json --trust trust {keys} --out r.json {NOW}"), 2, "CMD_USAGE");
        }
    }

    #[test]
    fn a_key_of_ml_dsa_is_shown_like_any_other() {
        let shell = prepared();
        let shown: Value = serde_json::from_str(&shell.ok("key show northland-2.pem --format json")).unwrap();
        let public: Value = serde_json::from_str(&shell.read("northland-2.pub.json")).unwrap();
        assert_eq!(shown, public);
        assert_eq!(
            (&public["kty"], &public["alg"], &public["use"]),
            (&json!("AKP"), &json!("ML-DSA-65"), &json!("sig"))
        );
    }
}

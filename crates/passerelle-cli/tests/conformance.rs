//! `passerelle conformance`: an adapter that does not work is told apart from a call that is wrong.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]

mod shell;

use shell::{Said, Shell};

const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../conformance-tests");

fn ask(adapter: &str) -> Said {
    let words =
        ["conformance", "run", "--suite", SUITE, "--filter", "json/arabic", "--limit", "1", "--adapter", adapter];
    shell::said(&mut Shell::new().command(&words))
}

#[test]
fn an_adapter_that_is_broken_has_a_code_of_its_own() {
    for (adapter, why) in [
        ("./no-such-program", "the adapter cannot be started: ./no-such-program"),
        (
            "/bin/sh -c 'echo oops >&2; exit 3'",
            "the adapter ended without a reply (exit status: 3); its standard error ends with",
        ),
        ("/bin/sh -c 'echo rubbish; read line'", "is no reply to `start`: rubbish"),
        ("/bin/sh -c 'read line; sleep 5'", "no reply within 1 s"),
        (
            r#"/bin/sh -c 'echo "{\"message\":\"started\",\"protocol\":2,\"implementation\":\"x\",\"version\":\"1\"}"; read line'"#,
            "the adapter speaks version 2 of the protocol",
        ),
    ] {
        let said = ask(adapter);
        assert_eq!(said.status, Some(2), "{adapter}\n{}{}", said.out, said.err);
        assert!(said.err.starts_with("passerelle: CMD_ADAPTER: --adapter: "), "{}", said.err);
        assert!(said.err.contains(why), "{adapter}\n{}", said.err);
    }
}

#[test]
fn a_command_line_that_is_wrong_is_still_a_wrong_call() {
    for adapter in ["", "'an open quotation mark"] {
        let said = ask(adapter);
        assert_eq!(said.status, Some(2));
        assert!(said.err.starts_with("passerelle: CMD_USAGE: "), "{}", said.err);
    }
}

#[test]
fn the_messages_of_a_case_can_be_looked_at_and_say_nothing_of_what_is_due() {
    let words = ["conformance", "requests", "--suite", SUITE, "--filter", "chain/plain"];
    let said = shell::said(&mut Shell::new().command(&words));
    assert_eq!(said.status, Some(0), "{}", said.err);
    let messages: Vec<serde_json::Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = messages.iter().map(|message| message["message"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["start", "reset", "run", "run", "run", "run", "stop"]);
    assert!(!said.out.contains("verdict") && !said.out.contains("chain/plain"), "{}", said.out);
}

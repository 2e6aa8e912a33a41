//! `passerelle conformance`: an adapter that does not work is told apart from a call that is wrong.
#![cfg(unix)]

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

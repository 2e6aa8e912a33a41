//! The suite in the repository is what its schemas say, and messages are what the protocol says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use passerelle_conformance::Suite;
use passerelle_conformance::protocol::{Reply, Request};
use passerelle_conformance::session::Session;
use serde_json::{Value, json};

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance-tests")
}

fn schema(name: &str) -> Validator {
    let text = fs::read_to_string(suite().join(name)).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

#[test]
fn every_case_is_what_the_schema_says() {
    let (schema, suite) = (schema("case.schema.json"), Suite::read(&suite()).unwrap());
    for case in suite.cases() {
        let value = serde_json::to_value(case).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {}", case.id, faults.join("\n"));
    }
}

#[test]
fn the_schema_of_cases_refuses_what_is_none() {
    let (schema, suite) = (schema("case.schema.json"), Suite::read(&suite()).unwrap());
    let good = serde_json::to_value(&suite.cases()[0]).unwrap();
    for (pointer, value) in
        [("/level", json!("L5")), ("/role", json!("x")), ("/steps", json!([])), ("/now", json!("2026"))]
    {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        assert!(!schema.is_valid(&bad), "{pointer}");
    }
}

#[test]
fn messages_are_what_their_schema_says() {
    let schema = schema("messages.schema.json");
    let suite = Suite::read(&suite()).unwrap();
    let mut session = Session::default();
    let mut exchange = |request: Request| {
        let message = serde_json::to_value(&request).unwrap();
        assert!(schema.is_valid(&message), "{message}");
        assert!(!message.to_string().contains("\"answer\""), "an expectation is sent");
        let reply: Reply = session.reply(request).unwrap();
        let message = serde_json::to_value(&reply).unwrap();
        assert!(schema.is_valid(&message), "{message}");
    };
    exchange(Request::Start { protocol: 1, spec: "1.0".to_owned() });
    // Megabytes are the same messages, only longer.
    for case in suite.cases().iter().filter(|case| case.area() != "limits").step_by(5) {
        exchange(Request::Reset);
        suite.setup(case).unwrap().into_iter().for_each(&mut exchange);
        for step in &case.steps {
            exchange(suite.request(case, step).unwrap());
        }
    }
    assert!(!schema.is_valid(&json!({ "message": "start" })));
    assert!(!schema.is_valid(&Value::Null));
}

//! The formats for programs, and that no report gives away what a record says.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where something is not as it should be")]

mod shell;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shell::Shell;

const FORMATS: [&str; 6] = ["human", "json", "ndjson", "sarif", "junit", "github"];
const NOW: &str = "2027-01-15T10:00:00Z";

/// A valid draft, one with several faults, one that is no JSON, and one that is not there.
fn folder() -> Shell {
    let shell = Shell::new();
    shell.ok(&format!("new profile --quiet --out good.json --now {NOW}"));
    let mut bad: Value = serde_json::from_str(&shell.read("good.json")).unwrap();
    bad["content"]["names"][0].as_object_mut().unwrap().remove("kind");
    bad["content"]["selectors"][0]["platform"] = json!("some-new-platform");
    bad["handling"]["tlp"] = json!("mauve");
    shell.write("bad, 100% <odd>.json", &serde_json::to_string_pretty(&bad).unwrap());
    shell.write("broken.json", "{\"spec\": \"1.0\",");
    shell
}

const FILES: [&str; 4] = ["good.json", "bad, 100% <odd>.json", "broken.json", "missing.json"];

fn report(shell: &Shell, format: &str) -> String {
    let words: Vec<&str> = ["validate", "--format", format, "--now", NOW].into_iter().chain(FILES).collect();
    let said = shell::said(&mut shell.command(&words));
    assert_eq!(said.status, Some(2), "{}{}", said.out, said.err);
    assert!(said.err.starts_with("passerelle: CMD_READ: missing.json"), "{}", said.err);
    said.out
}

fn schema(name: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(format!("{}/../../{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    jsonschema::draft202012::new(&serde_json::from_str(&text).unwrap()).unwrap()
}

#[track_caller]
fn assert_fits(schema: &jsonschema::Validator, value: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{value:#}");
}

#[test]
fn json_reports_fit_their_schema() {
    let shell = folder();
    let schema = schema("spec/schema/command/report.schema.json");
    let whole: Value = serde_json::from_str(&report(&shell, "json")).unwrap();
    assert_fits(&schema, &whole);
    assert_eq!(whole["result"], "unusable");
    assert_eq!(whole["counts"], json!({ "valid": 1, "invalid": 2, "undecided": 0, "unreadable": 1 }));
    assert_eq!(whole["errors"][0]["code"], "CMD_READ");
    let codes: BTreeSet<&str> = whole["inputs"][1]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, BTreeSet::from(["SCHEMA_REQUIRED", "VOC_CLOSED", "VOC_UNKNOWN"]));

    let text =
        std::fs::read_to_string(format!("{}/../../spec/schema/command/report.schema.json", env!("CARGO_MANIFEST_DIR")));
    let mut of_input: Value = serde_json::from_str(&text.unwrap()).unwrap();
    of_input = json!({ "$ref": "#/$defs/input", "$defs": of_input["$defs"] });
    let of_input = jsonschema::draft202012::new(&of_input).unwrap();
    let lines: Vec<Value> = report(&shell, "ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    lines[..3].iter().for_each(|line| assert_fits(&of_input, line));
    assert_eq!(lines[3]["error"]["code"], "CMD_READ");

    shell.ok("key new --authority XX/test-unit --out key.pem --no-passphrase");
    shell.ok(&format!("sign good.json --key key.pem --out signed.json --now {NOW}"));
    shell.ok(&format!("sign good.json --key key.pem --form opaque --out opaque.json --now {NOW}"));
    for line in [
        "validate good.json signed.json opaque.json",
        "inspect signed.json opaque.json broken.json good.json",
        "digest good.json signed.json",
        "explain JSON_SYNTAX iban-mod97 PSR-LIM-001",
        "vocab",
        "vocab concealment",
        "vocab pap amber --lang ar",
    ] {
        let said = shell.run(&format!("{line} --format json --now {NOW}"));
        assert_fits(&schema, &serde_json::from_str(&said.out).unwrap());
    }
    let said = shell.run(&format!("canonicalize broken.json --format json --now {NOW}"));
    assert_eq!((said.status, said.out.as_str()), (Some(1), ""));
    assert_fits(&schema, &serde_json::from_str(&said.err).unwrap());
}

#[test]
fn sarif_is_sound() {
    let shell = folder();
    let log: Value = serde_json::from_str(&report(&shell, "sarif")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "passerelle");
    let ids = |list: &Value| -> BTreeSet<String> {
        list.as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap().to_owned()).collect()
    };
    let rules = ids(&driver["rules"]);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        assert!(rules.contains(result["ruleId"].as_str().unwrap()), "{result}");
        assert!(["error", "warning", "note", "none"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let location = &result["locations"][0]["physicalLocation"];
        let uri = location["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
        for member in ["startLine", "startColumn"] {
            assert!(location["region"][member].as_u64().unwrap() >= 1);
        }
    }
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let notification = &run["invocations"][0]["toolExecutionNotifications"][0];
    assert!(ids(&driver["notifications"]).contains(notification["descriptor"]["id"].as_str().unwrap()));
    let empty: Value =
        serde_json::from_str(&shell.ok(&format!("validate good.json --format sarif --now {NOW}"))).unwrap();
    assert_eq!(empty["runs"][0]["results"], json!([]));
    assert_eq!(empty["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn junit_is_sound() {
    use quick_xml::events::Event;
    let shell = folder();
    let text = report(&shell, "junit");
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut cases, mut failures, mut errors, mut open) = (Vec::new(), 0, 0, Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                let attributes: Vec<(String, String)> = start
                    .attributes()
                    .map(|attribute| {
                        let attribute = attribute.unwrap();
                        let value =
                            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned();
                        (attribute.key.as_ref().to_owned(), value)
                    })
                    .collect();
                let value = |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone());
                match name.as_str() {
                    "testsuite" | "testsuites" => {
                        let counts = ["tests", "failures", "errors"].map(|key| value(key).unwrap());
                        assert_eq!(counts, ["4", "2", "1"]);
                    }
                    "testcase" => cases.push(value("name").unwrap()),
                    "failure" => failures += 1,
                    _ => {}
                }
                open.push(name);
            }
            Event::Empty(empty) => errors += usize::from(empty.name().as_ref() == "error"),
            Event::End(end) => assert_eq!(open.pop().unwrap().as_str(), end.name().as_ref()),
            _ => {}
        }
    }
    assert!(open.is_empty());
    assert_eq!(cases, FILES);
    assert_eq!((failures, errors), (2, 1));
}

#[test]
fn annotations_are_one_line_each_and_escaped() {
    let text = report(&folder(), "github");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert!(lines.iter().all(|line| line.starts_with("::error ") || line.starts_with("::warning ")));
    assert!(lines.iter().any(|line| line.contains("file=bad%2C 100%25 <odd>.json,line=")), "{text}");
    assert!(lines[4].starts_with("::error title=CMD_READ::passerelle: CMD_READ: missing.json"), "{text}");
}

/// What a record says of a person, in every place where a fault can be: no report shows it, whatever the format.
#[test]
fn no_report_gives_away_what_a_record_says() {
    const SECRET: &str = "Zebulonova";
    let shell = folder();
    let good: Value = serde_json::from_str(&shell.read("good.json")).unwrap();
    let mut spoilt: Vec<String> = Vec::new();
    let mut spoil = |change: &dyn Fn(&mut Value)| {
        let mut record = good.clone();
        change(&mut record);
        spoilt.push(serde_json::to_string_pretty(&record).unwrap());
        spoilt.push(record.to_string());
    };
    spoil(&|record| record["content"]["names"][0]["full"] = json!(format!("{SECRET}\u{202E}")));
    spoil(&|record| record["content"]["names"][0]["kind"] = json!(SECRET));
    spoil(&|record| record["content"]["names"][0]["script"] = json!(SECRET));
    spoil(&|record| record["content"]["names"][0][SECRET] = json!("x"));
    spoil(&|record| record["content"]["births"][0]["date"] = json!(SECRET));
    spoil(&|record| record["content"]["births"][0]["age_on"] = json!({ "years": SECRET, "date": SECRET }));
    spoil(&|record| record["content"]["summary"][0]["text"] = json!(format!("{SECRET} e\u{301}")));
    spoil(&|record| record["content"]["crime"] = json!([SECRET]));
    for member in ["spec", "type", "id", "issuer", "issued", "environment", "lang", "rev", "urgency"] {
        spoil(&|record| record[member] = json!(SECRET));
    }
    for member in ["handling", "evaluation", "validity", "provenance", "vocab", "content", "purpose", "must"] {
        spoil(&|record| record[member] = json!({ "a": SECRET, "b": [SECRET, 1.5] }));
    }
    spoil(&|record| record["handling"]["releasable_to"] = json!([SECRET]));
    let text = shell.read("good.json");
    for (from, to) in [
        ("\"full\": \"Anna Testova\"", "\"full\": \"Zebulonova".to_owned()),
        ("\"full\": \"Anna Testova\"", "\"full\": Zebulonova".to_owned()),
        ("\"full\": \"Anna Testova\"", "\"full\" \"Zebulonova\": 1".to_owned()),
        ("\"full\": \"Anna Testova\"", "full\": \"Zebulonova\"".to_owned()),
        ("\"full\": \"Anna Testova\"", "\"full: \"Zebulonova\"".to_owned()),
        ("\"full\": \"Anna Testova\"", "\"full\": 'Zebulonova'".to_owned()),
        ("\"full\": \"Anna Testova\"", "\"full\": \"Zebulonova\" \"Zebulonova\"".to_owned()),
        ("\"full\": \"Anna Testova\"", "\"full\": \"Zebulonova\\ud800\"".to_owned()),
        ("\"full\": \"Anna Testova\"", "\"full\": \"Zebulonova\u{1}\"".to_owned()),
        ("\"full\": \"Anna Testova\"", "\"full\": \"Zebulonova\", \"full\": \"Zebulonova\"".to_owned()),
    ] {
        assert!(text.contains(from));
        spoilt.push(text.replace(from, &to));
    }
    spoilt.push(SECRET.to_owned());
    spoilt.push(format!("[\"{SECRET}\"]"));
    spoilt.push(format!("\"{SECRET}\""));
    for (index, text) in spoilt.iter().enumerate() {
        assert!(text.contains(SECRET));
        shell.write(format!("spoilt-{index}.json"), text);
    }
    let files: Vec<String> = (0..spoilt.len()).map(|index| format!("spoilt-{index}.json")).collect();
    shell.write("all.ndjson", &spoilt.iter().map(|text| text.replace('\n', " ") + "\n").collect::<String>());
    for format in FORMATS {
        for command in ["validate", "inspect"] {
            let words = [command, "all.ndjson", "--format", format, "--now", NOW];
            let all: Vec<&str> = words.into_iter().chain(files.iter().map(String::as_str)).collect();
            let said = shell::said(&mut shell.command(&all));
            let all = said.out + &said.err;
            assert_eq!(said.status, Some(1));
            assert!(!all.to_lowercase().contains("zebul"), "{command} {format}: {}", context(&all));
        }
    }
    for file in &files {
        for command in ["canonicalize", "digest", "convert --form clear"] {
            let said = shell.run(&format!("{command} {file}"));
            assert!(!said.err.contains(SECRET), "{command} {file}: {}", said.err);
        }
    }
    let words = ["validate", "spoilt-2.json", "--show-values", "--now", NOW];
    assert!(shell::said(&mut shell.command(&words)).out.contains(SECRET), "unless it is asked for");
}

fn context(text: &str) -> &str {
    let at = text.to_lowercase().find("zebul").unwrap_or_default();
    text.get(at.saturating_sub(200)..).unwrap_or(text)
}

#[test]
fn an_input_without_a_record_is_not_taken_for_a_good_one() {
    let shell = Shell::new();
    shell.write("empty.ndjson", "");
    shell.write("blank.jsonl", "\n  \n");
    for line in ["validate empty.ndjson", "validate blank.jsonl", "validate --ndjson -", "inspect empty.ndjson"] {
        let told = shell.fails(line, 2, "CMD_READ");
        assert!(told.contains("no line with a record"), "{line}: {told}");
    }
}

#[test]
fn help_is_coloured_where_it_is_asked_for_and_not_where_it_is_not() {
    let shell = Shell::new();
    for (line, is_coloured) in [
        ("--help", false),
        ("--help --color never", false),
        ("--color always --help", true),
        ("verify --help --color=always", true),
        ("--color always verify --help --color never", false),
    ] {
        assert_eq!(shell.ok(line).contains('\u{1b}'), is_coloured, "{line}");
    }
}

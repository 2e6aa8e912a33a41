//! Making a case: what is asked, what must come of it, and what it is good for.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passerelle::Code;
use passerelle_conformance::case::{Bytes, Case, Input, Level, Mutated, Piece, Role, Step};
use passerelle_conformance::protocol::{Reply, Request};
use passerelle_conformance::session::Session;
use passerelle_conformance::suite::Suite;
use serde_json::{Map, Value, json};

use super::world::{NOW, World};

/// The trust documents of most cases.
pub(crate) const TRUST: [&str; 2] = ["trust/root-1.json", "trust/list-7.json"];

/// All cases so far, and the faults of the generator's own tables.
pub(crate) struct Maker {
    pub(crate) world: World,
    pub(crate) cases: BTreeMap<String, Case>,
    pub(crate) faults: Vec<String>,
}

/// What every case of a table has in common.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) level: Level,
    pub(crate) role: Role,
}

pub(crate) const fn kind(level: Level, role: Role) -> Kind {
    Kind { level, role }
}

/// A case in the making.
pub(crate) struct Sketch<'m> {
    maker: &'m mut Maker,
    case: Case,
    due: Vec<String>,
}

impl Maker {
    pub(crate) fn new(world: World) -> Self {
        Self { world, cases: BTreeMap::new(), faults: Vec::new() }
    }

    /// A case that begins with the usual trust.
    pub(crate) fn case(&mut self, kind: Kind, id: &str, title: &str) -> Sketch<'_> {
        self.bare(kind, id, title).given(&TRUST)
    }

    /// A case that begins with nothing.
    pub(crate) fn bare(&mut self, kind: Kind, id: &str, title: &str) -> Sketch<'_> {
        let case = Case {
            id: id.to_owned(),
            title: title.to_owned(),
            level: kind.level,
            role: kind.role,
            requirements: Vec::new(),
            attacks: Vec::new(),
            flags: Vec::new(),
            note: String::new(),
            mutated: None,
            needs: Vec::new(),
            now: NOW.to_owned(),
            given: Vec::new(),
            steps: Vec::new(),
        };
        Sketch { maker: self, case, due: Vec::new() }
    }

    /// Gives each positive the requirements of the negatives that were made from it.
    pub(crate) fn finish(&mut self) {
        let mut earned: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for case in self.cases.values() {
            if let Some(mutated) = &case.mutated {
                earned.entry(mutated.from.clone()).or_default().extend(case.requirements.iter().cloned());
            }
        }
        for (id, requirements) in earned {
            match self.cases.get_mut(&id) {
                Some(case) => {
                    let own = case.requirements.drain(..).collect::<BTreeSet<_>>();
                    case.requirements = own.union(&requirements).cloned().collect();
                }
                None => self.faults.push(format!("a case is made from {id}, which is not there")),
            }
        }
        for (id, requirements) in OF_LONE_POSITIVES {
            match self.cases.get_mut(id) {
                Some(case) => {
                    case.requirements.extend(requirements.iter().map(|id| (*id).to_owned()));
                    case.requirements.sort();
                    case.requirements.dedup();
                }
                None => self.faults.push(format!("{id} has requirements and is not there")),
            }
        }
        let aimless = self.cases.values().filter(|case| case.requirements.is_empty());
        self.faults.extend(aimless.map(|case| format!("{} tests no requirement", case.id)));
    }
}

/// What positives test from which no negative was made.
const OF_LONE_POSITIVES: [(&str, &[&str]); 21] = [
    ("forwards/two-steps", &["PSR-FWD-001", "PSR-FWD-003"]),
    ("quorum/other-order", &["PSR-SIG-005"]),
    ("quorum/two-of-three", &["PSR-SIG-005"]),
    ("release/onward-consent", &["PSR-HND-019"]),
    ("release/onward-country", &["PSR-HND-019"]),
    ("rotation/keys-of-an-authority", &["PSR-TIM-001"]),
    ("rotation/list-role-new", &["PSR-TRU-006", "PSR-TRU-010"]),
    ("rotation/new-root-key", &["PSR-TRU-007"]),
    ("rotation/root-again", &["PSR-TRU-011"]),
    ("signatures/es256-twin", &["PSR-SIG-010"]),
    ("signatures/es384-twin", &["PSR-SIG-010"]),
    ("signing/two", &["PSR-SIG-007"]),
    ("signing/white-space", &["PSR-SIG-007"]),
    ("times/skew", &["PSR-TIM-002"]),
    ("times/window-end", &["PSR-TIM-001"]),
    ("times/window-first-second", &["PSR-TIM-001"]),
    ("times/window-last-second", &["PSR-TIM-001"]),
    ("trust/entry-ml-dsa-form", &["PSR-KEY-005"]),
    ("trust/list-again", &["PSR-TRU-011"]),
    ("trust/list-skips", &["PSR-TRU-009"]),
    ("trust/root-two", &["PSR-TRU-006"]),
];

impl Sketch<'_> {
    pub(crate) fn given(mut self, names: &[&str]) -> Self {
        self.case.given = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    pub(crate) fn now(mut self, now: &str) -> Self {
        self.case.now = now.to_owned();
        self
    }

    pub(crate) fn attacks(mut self, rows: &[u16]) -> Self {
        self.case.attacks = rows.to_vec();
        self
    }

    pub(crate) fn flag(mut self, name: &str) -> Self {
        self.case.flags.push(name.to_owned());
        self
    }

    pub(crate) fn note(mut self, note: &str) -> Self {
        self.case.note = note.to_owned();
        self
    }

    pub(crate) fn requires(mut self, ids: &[&str]) -> Self {
        self.case.requirements.extend(ids.iter().map(|id| (*id).to_owned()));
        self
    }

    /// What an implementation has to have for it, and need not have.
    pub(crate) fn needs(mut self, what: &str) -> Self {
        self.case.needs.push(what.to_owned());
        self
    }

    /// The positive that it was made from. The title is the one change.
    pub(crate) fn from(mut self, id: &str) -> Self {
        self.case.mutated = Some(Mutated { from: id.to_owned(), change: self.case.title.clone() });
        self
    }

    /// Asks, and says what must come of it: `accepted`, a code, `finds CODE` for what does not refuse all of it, or `all active` for
    /// records that hold and of which there is nothing to say.
    pub(crate) fn ask(self, operation: &str, input: Vec<(&str, Input)>, due: &str) -> Self {
        self.ask_at(operation, None, input, due)
    }

    pub(crate) fn ask_at(mut self, operation: &str, now: Option<&str>, input: Vec<(&str, Input)>, due: &str) -> Self {
        let input = input.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let now = now.map(str::to_owned);
        self.case.steps.push(Step { operation: operation.to_owned(), now, input, answer: Map::new() });
        self.due.push(due.to_owned());
        self
    }

    /// Asks the library, and holds its answers against what must come.
    pub(crate) fn done(self) {
        self.made(None);
    }

    /// The same where the code is found; for a table that reaches further than one operation.
    pub(crate) fn done_if(self, code: &str) {
        self.made(Some(code));
    }

    fn made(self, wanted: Option<&str>) {
        let Sketch { maker, mut case, due } = self;
        let id = case.id.clone();
        let suite = Suite::of(Vec::new(), maker.world.fixtures.clone());
        let mut faults = Vec::new();
        let mut session = Session::default();
        for request in suite.setup(&case).unwrap_or_else(|error| panic!("{error}")) {
            match said(&mut session, request) {
                Ok(answer) if answer["verdict"] == "accepted" => {}
                other => faults.push(format!("{id}: a trust document was not taken: {other:?}")),
            }
        }
        for at in 0..case.steps.len() {
            let request = suite.request(&case, &case.steps[at]).unwrap_or_else(|error| panic!("{error}"));
            match said(&mut session, request) {
                Err(why) => faults.push(format!("{id}: step {} was not answered: {why}", at + 1)),
                Ok(answer) => {
                    if !is_due(&answer, &due[at]) {
                        let shown = serde_json::to_string(&answer).unwrap();
                        faults.push(format!("{id}: {} is due, and {} came", due[at], &shown[..shown.len().min(600)]));
                    }
                    case.steps[at].answer = answer;
                }
            }
        }
        let found: BTreeSet<String> = case.steps.iter().flat_map(|step| codes(&step.answer)).collect();
        if wanted.is_some_and(|wanted| !found.contains(wanted)) {
            return;
        }
        case.requirements.extend(found.iter().filter_map(|code| Some(Code::find(code)?.requirement().to_owned())));
        case.requirements.sort();
        case.requirements.dedup();
        if case.note.is_empty() {
            case.note = found.iter().find_map(|code| Code::find(code)).map_or_else(
                || "It refuses what is good.".to_owned(),
                |code| format!("It does not see this: {}", code.message(passerelle::Language::English)),
            );
        }
        if maker.cases.insert(id.clone(), case).is_some() {
            faults.push(format!("{id} is there twice"));
        }
        maker.faults.extend(faults);
    }
}

fn said(session: &mut Session, request: Request) -> Result<Map<String, Value>, String> {
    match session.reply(request) {
        Some(Reply::Answer { answer }) => Ok(answer),
        Some(Reply::Skip { reason }) => Err(reason),
        other => Err(format!("{other:?}")),
    }
}

fn is_due(answer: &Map<String, Value>, due: &str) -> bool {
    match due.strip_prefix("finds ") {
        _ if due == "all active" => {
            let records = answer.get("records").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let is_active = |record: &Value| record["status"] == "active" && record["findings"] == json!([]);
            !records.is_empty() && records.iter().all(is_active)
        }
        Some(code) => {
            answer.get("verdict").is_none_or(|verdict| verdict == "accepted")
                && codes(answer).iter().any(|found| found == code)
        }
        None if due == "accepted" => answer.get("verdict").is_some_and(|verdict| verdict == "accepted"),
        None => answer.get("code").is_some_and(|code| code == due),
    }
}

/// Every code that an answer names.
pub(crate) fn codes(answer: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in answer {
        match value {
            Value::String(code) if name == "code" => found.push(code.clone()),
            Value::Array(items) => {
                found.extend(items.iter().filter_map(Value::as_object).flat_map(codes));
            }
            _ => {}
        }
    }
    found
}

pub(crate) fn base64(bytes: &[u8]) -> Input {
    Input::Bytes(Bytes::Base64(STANDARD.encode(bytes)))
}

pub(crate) fn pieces(parts: &[(&[u8], usize)]) -> Input {
    let piece = |(bytes, times): &(&[u8], usize)| Piece { base64: STANDARD.encode(bytes), times: *times };
    Input::Bytes(Bytes::Pieces(parts.iter().map(piece).collect()))
}

pub(crate) fn key(name: &str) -> Input {
    Input::Bytes(Bytes::Key(name.to_owned()))
}

pub(crate) fn keys(names: &[&str]) -> Input {
    Input::List(names.iter().map(|name| key(name)).collect())
}

pub(crate) fn list(items: &[&[u8]]) -> Input {
    Input::List(items.iter().map(|item| base64(item)).collect())
}

pub(crate) fn word(text: &str) -> Input {
    Input::Word(text.into())
}

pub(crate) fn words(texts: &[&str]) -> Input {
    Input::List(texts.iter().map(|text| word(text)).collect())
}

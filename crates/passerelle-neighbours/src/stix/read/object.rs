//! One object of a bundle, and which of its members were used.

use std::cell::RefCell;
use std::collections::BTreeSet;

use passerelle::Code;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::Fault;
use crate::loss::escaped;
use crate::value::text;

/// Members that say what an object is, and nothing of its subject.
const FORM: [&str; 5] = ["type", "spec_version", "id", "object_marking_refs", "granular_markings"];

pub(super) struct Object<'d> {
    pub(super) index: usize,
    pub(super) id: &'d str,
    pub(super) kind: &'d str,
    pub(super) value: &'d Value,
    members: &'d Map<String, Value>,
    used: RefCell<BTreeSet<&'d str>>,
}

impl<'d> Object<'d> {
    pub(super) fn new(index: usize, value: &'d Value) -> Result<Self, Fault> {
        let fault = |code, member: &str, detail| Err(Fault::new(code, format!("/objects/{index}{member}"), detail));
        let Some(members) = value.as_object() else { return fault(Code::NbrObject, "", "an object") };
        let Some(kind) = text(value, "/type") else { return fault(Code::NbrObject, "/type", "a text") };
        let Some(id) = text(value, "/id") else { return fault(Code::NbrObject, "/id", "a text") };
        let is_sound = id
            .rsplit_once("--")
            .is_some_and(|(of, uuid)| of == kind && uuid.len() == 36 && Uuid::try_parse(uuid).is_ok());
        if !is_sound {
            return fault(Code::NbrId, "/id", "the type, two hyphens and a UUID");
        }
        // A cyber-observable object need not say its version: it is then that of the bundle's specification.
        let is_observable = !members.contains_key("created") && !members.contains_key("modified");
        match members.get("spec_version") {
            Some(version) if version == "2.1" => {}
            None if is_observable => {}
            _ => return fault(Code::NbrVersion, "/spec_version", "STIX 2.1 is read"),
        }
        Ok(Self { index, id, kind, value, members, used: RefCell::default() })
    }

    /// The place of a member.
    pub(super) fn place(&self, member: &str) -> String {
        if member.is_empty() { format!("/objects/{}", self.index) } else { format!("/objects/{}/{member}", self.index) }
    }

    pub(super) fn use_member(&self, name: &'d str) {
        self.used.borrow_mut().insert(name);
    }

    pub(super) fn use_all(&self) {
        self.used.borrow_mut().extend(self.members.keys().map(String::as_str));
    }

    /// The places of members that nobody used.
    pub(super) fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        let names = self.members.keys().filter(|name| !used.contains(name.as_str()) && !FORM.contains(&name.as_str()));
        names.map(|name| self.place(&escaped(name))).collect()
    }

    fn member<T>(&self, name: &'d str, of: impl Fn(&'d Value) -> Option<T>, wanted: &str) -> Result<Option<T>, Fault> {
        self.use_member(name);
        let Some(value) = self.members.get(name) else { return Ok(None) };
        match of(value) {
            Some(found) => Ok(Some(found)),
            None => Err(Fault::new(Code::NbrObject, self.place(name), wanted)),
        }
    }

    pub(super) fn text(&self, name: &'d str) -> Result<Option<&'d str>, Fault> {
        self.member(name, Value::as_str, "a text")
    }

    /// The text of a member that the type demands.
    pub(super) fn due(&self, name: &'d str) -> Result<&'d str, Fault> {
        self.text(name)?.ok_or_else(|| Fault::new(Code::NbrObject, self.place(name), "a text, which is due here"))
    }

    pub(super) fn flag(&self, name: &'d str) -> Result<Option<bool>, Fault> {
        self.member(name, Value::as_bool, "true or false")
    }

    pub(super) fn integer(&self, name: &'d str) -> Result<Option<i64>, Fault> {
        self.member(name, Value::as_i64, "a whole number")
    }

    pub(super) fn number(&self, name: &'d str) -> Result<Option<f64>, Fault> {
        self.member(name, Value::as_f64, "a number")
    }

    pub(super) fn list(&self, name: &'d str) -> Result<&'d [Value], Fault> {
        Ok(self.member(name, Value::as_array, "a list")?.map_or(&[], Vec::as_slice))
    }

    pub(super) fn texts(&self, name: &'d str) -> Result<Vec<&'d str>, Fault> {
        let texts = |value: &'d Value| value.as_array()?.iter().map(Value::as_str).collect();
        Ok(self.member(name, texts, "a list of texts")?.unwrap_or_default())
    }

    /// The record that an object of ours was made from, and the members of its header.
    pub(super) fn source(&self, extension: &str) -> Option<(Value, &'d Map<String, Value>)> {
        let extensions = self.members.get("extensions")?.as_object()?;
        let own = extensions.get(extension)?;
        passerelle::record::RecordId::new(text(own, "/record_id")?).ok()?;
        let rev = own.get("revision").and_then(Value::as_i64).filter(|rev| *rev >= 1)?;
        if extensions.len() == 1 {
            self.use_member("extensions");
        }
        let source = json!({"id": own.get("record_id"), "rev": rev, "digest": own.get("digest")});
        Some((source, own.get("header")?.as_object()?))
    }
}

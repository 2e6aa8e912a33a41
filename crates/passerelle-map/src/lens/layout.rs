//! The layout of a pack's records: where its constants and its fields stand in the canonical text.
//!
//! Most of a record is the same for every row of a pack. It is written once, when the pack is compiled; a row fills the gaps. So the
//! text of a draft is made in one pass, and no tree of it is needed.

use serde_json::Value;

/// The members that issuing gives a record, in canonical order. No pack fills them.
pub(crate) const ISSUED: [&str; 5] = ["id", "issued", "prev", "rev", "validity"];

/// What stands at a place.
#[derive(Debug)]
enum Node {
    /// The same text in every record.
    Constant(Vec<u8>),
    /// The value of a field.
    Field(usize),
    Object(Object),
    /// The elements that every record has, and those of a list that rows fill.
    List {
        constants: Vec<Vec<u8>>,
        filled: Option<usize>,
    },
}

#[derive(Debug, Default)]
struct Object {
    members: Vec<Member>,
    /// Fields whose values are objects: their members stand here too.
    merged: Vec<usize>,
    /// It stands in every record, also when a row fills nothing in it.
    is_constant: bool,
}

#[derive(Debug)]
struct Member {
    name: String,
    /// The name as it is written, with its colon.
    label: Vec<u8>,
    node: Node,
}

/// Where everything stands in the records of a pack.
#[derive(Debug)]
pub(crate) struct Layout {
    root: Object,
    /// The lists that rows fill, by the members that lead to them.
    lists: Vec<Vec<String>>,
}

/// What a row fills the layout with.
#[derive(Default)]
pub(crate) struct Filling {
    /// The value of each field that fills a place by itself.
    pub(crate) values: Vec<(usize, Value)>,
    /// The elements of each list.
    pub(crate) lists: Vec<Vec<Value>>,
}

/// The canonical text of a draft, and where in it the members of [`ISSUED`] will stand.
pub(crate) struct Written {
    pub(crate) text: Vec<u8>,
    at: [usize; ISSUED.len()],
}

impl Layout {
    /// The layout of what every record has.
    pub(crate) fn of(template: &Value) -> Self {
        let root = match node(template) {
            Node::Object(root) => root,
            _ => Object::default(),
        };
        Self { root, lists: Vec::new() }
    }

    /// Adds a field that fills a place by itself; where it makes an object, its members stand beside others.
    pub(crate) fn add_field(&mut self, members: &[String], field: usize, is_object: bool) {
        let Some((last, above)) = members.split_last() else { return };
        let Some(object) = self.root.descend(above) else { return };
        if is_object {
            if let Some(object) = object.descend(std::slice::from_ref(last)) {
                object.merged.push(field);
            }
        } else {
            let _ = object.member(last, || Node::Field(field));
        }
    }

    /// Adds a list that rows fill, and gives its number; the same list has one number.
    pub(crate) fn add_list(&mut self, members: &[String]) -> usize {
        if let Some(held) = self.lists.iter().position(|held| held == members) {
            return held;
        }
        let number = self.lists.len();
        if let Some((last, above)) = members.split_last()
            && let Some(object) = self.root.descend(above)
        {
            let fresh = || Node::List { constants: Vec::new(), filled: None };
            if let Node::List { filled, .. } = object.member(last, fresh) {
                *filled = Some(number);
            }
        }
        self.lists.push(members.to_vec());
        number
    }

    /// How many lists rows fill.
    pub(crate) fn lists(&self) -> usize {
        self.lists.len()
    }

    /// How many elements a list has in every record, before those of a row.
    pub(crate) fn constants_of(&self, list: usize) -> usize {
        let mut object = &self.root;
        for (index, name) in self.lists.get(list).into_iter().flatten().enumerate() {
            let Some(member) = object.members.iter().find(|member| member.name == *name) else { return 0 };
            match &member.node {
                Node::Object(inner) => object = inner,
                Node::List { constants, .. } if self.lists.get(list).is_some_and(|path| path.len() == index + 1) => {
                    return constants.len();
                }
                _ => return 0,
            }
        }
        0
    }

    /// Writes the record of a row.
    pub(crate) fn write(&self, filling: &Filling) -> Written {
        let mut text = Vec::with_capacity(2048);
        let mut at = [0; ISSUED.len()];
        let mut places = ISSUED.iter().zip(&mut at).peekable();
        text.push(b'{');
        for member in &self.root.members {
            while let Some((_, place)) = places.next_if(|(name, _)| ***name < *member.name) {
                *place = text.len();
            }
            write_member(member, filling, &mut text, 1);
        }
        for (_, place) in places {
            *place = text.len();
        }
        text.push(b'}');
        Written { text, at }
    }
}

impl Written {
    /// The record with the members that issuing gives it: for each its value as it is written, or none.
    pub(crate) fn issued(&self, values: [Option<&[u8]>; ISSUED.len()]) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.text.len() + 256);
        let mut taken = 0;
        for ((name, at), value) in ISSUED.iter().zip(self.at).zip(values) {
            let Some(value) = value else { continue };
            out.extend_from_slice(self.text.get(taken..at).unwrap_or_default());
            taken = at;
            let is_first = at == 1;
            if !is_first {
                out.push(b',');
            }
            out.push(b'"');
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            out.extend_from_slice(value);
            if is_first {
                out.push(b',');
            }
        }
        out.extend_from_slice(self.text.get(taken..).unwrap_or_default());
        out
    }
}

impl Object {
    /// The object that members lead to, made where there is none.
    fn descend(&mut self, members: &[String]) -> Option<&mut Object> {
        let mut object = self;
        for name in members {
            match object.member(name, || Node::Object(Object::default())) {
                Node::Object(inner) => object = inner,
                _ => return None,
            }
        }
        Some(object)
    }

    fn member(&mut self, name: &str, fresh: impl FnOnce() -> Node) -> &mut Node {
        let index = match self.members.binary_search_by(|held| (*held.name).cmp(name)) {
            Ok(index) => index,
            Err(index) => {
                let mut label = canonical(&Value::from(name));
                label.push(b':');
                self.members.insert(index, Member { name: name.to_owned(), label, node: fresh() });
                index
            }
        };
        #[expect(clippy::indexing_slicing, reason = "it was found or put there just now")]
        &mut self.members[index].node
    }
}

fn node(value: &Value) -> Node {
    match value {
        Value::Object(members) => {
            let mut object = Object { is_constant: true, ..Object::default() };
            for (name, value) in members {
                let _ = object.member(name, || node(value));
            }
            Node::Object(object)
        }
        Value::Array(items) => Node::List { constants: items.iter().map(canonical).collect(), filled: None },
        value => Node::Constant(canonical(value)),
    }
}

/// Writes a member with the comma before it, or nothing where it has no value. `start` is where its object's first member stands.
fn write_member(member: &Member, filling: &Filling, out: &mut Vec<u8>, start: usize) {
    let before = out.len();
    if before > start {
        out.push(b',');
    }
    out.extend_from_slice(&member.label);
    if !write_node(&member.node, filling, out) {
        out.truncate(before);
    }
}

/// Writes what stands at a place, and says whether anything does.
fn write_node(node: &Node, filling: &Filling, out: &mut Vec<u8>) -> bool {
    match node {
        Node::Constant(text) => {
            out.extend_from_slice(text);
            true
        }
        Node::Field(field) => {
            let value = filling.values.iter().rev().find(|(held, _)| held == field);
            value.inspect(|(_, value)| write_value(value, out)).is_some()
        }
        Node::List { constants, filled } => {
            let elements = filled.and_then(|list| filling.lists.get(list)).map(Vec::as_slice).unwrap_or_default();
            out.push(b'[');
            let start = out.len();
            for constant in constants {
                separate(start, out);
                out.extend_from_slice(constant);
            }
            for element in elements {
                separate(start, out);
                write_value(element, out);
            }
            let is_filled = out.len() > start || filled.is_none();
            out.push(b']');
            is_filled
        }
        Node::Object(object) => write_object(object, filling, out),
    }
}

fn write_object(object: &Object, filling: &Filling, out: &mut Vec<u8>) -> bool {
    out.push(b'{');
    let start = out.len();
    let mut merged: Vec<(&String, &Value)> = Vec::new();
    for field in &object.merged {
        let value = filling.values.iter().find(|(held, _)| held == field);
        merged.extend(value.and_then(|(_, value)| value.as_object()).into_iter().flatten());
    }
    merged.sort_by_key(|(name, _)| *name);
    let mut merged = merged.into_iter().peekable();
    for member in &object.members {
        while let Some((name, value)) = merged.next_if(|(name, _)| **name < member.name) {
            write_merged(name, value, out, start);
        }
        write_member(member, filling, out, start);
    }
    for (name, value) in merged {
        write_merged(name, value, out, start);
    }
    let is_filled = out.len() > start || object.is_constant;
    out.push(b'}');
    is_filled
}

fn write_merged(name: &str, value: &Value, out: &mut Vec<u8>, start: usize) {
    separate(start, out);
    write_text(name, out);
    out.push(b':');
    write_value(value, out);
}

fn separate(start: usize, out: &mut Vec<u8>) {
    if out.len() > start {
        out.push(b',');
    }
}

/// The canonical form of a value: names of the format are ASCII and the members of a `serde_json` object are sorted. A test holds it
/// against the library's own writer.
pub(crate) fn canonical(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    write_value(value, &mut out);
    out
}

fn write_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push(b'[');
            let start = out.len();
            for item in items {
                separate(start, out);
                write_value(item, out);
            }
            out.push(b']');
        }
        Value::Object(members) => {
            out.push(b'{');
            let start = out.len();
            for (name, value) in members {
                write_merged(name, value, out, start);
            }
            out.push(b'}');
        }
        value => {
            // Writing to memory cannot fail.
            let _: serde_json::Result<()> = serde_json::to_writer(out, value);
        }
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    let needs_escape = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    if text.as_bytes().iter().any(needs_escape) {
        let _: serde_json::Result<()> = serde_json::to_writer(out, text);
        return;
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('/').map(str::to_owned).collect()
    }

    #[test]
    fn constants_and_values_stand_in_canonical_order() {
        let mut layout = Layout::of(&json!({ "spec": "1.0", "content": { "crime": ["som"], "z": {} }, "lang": "fr" }));
        layout.add_field(&path("content/sex"), 0, false);
        layout.add_field(&path("content/physical/height_cm"), 1, true);
        layout.add_field(&path("content/physical/height_cm/note"), 2, false);
        assert_eq!((layout.add_list(&path("content/crime")), layout.add_list(&path("content/roles"))), (0, 1));
        assert_eq!(layout.add_list(&path("content/crime")), 0, "one list, one number");
        assert_eq!((layout.constants_of(0), layout.constants_of(1)), (1, 0));
        let written = |filling: &Filling| String::from_utf8(layout.write(filling).text).unwrap();
        let empty = Filling { values: Vec::new(), lists: vec![Vec::new(), Vec::new()] };
        assert_eq!(written(&empty), r#"{"content":{"crime":["som"],"z":{}},"lang":"fr","spec":"1.0"}"#);
        let filling = Filling {
            values: vec![(0, "M".into()), (1, json!({ "min": 1, "max": 2 })), (2, "a\"\n".into())],
            lists: vec![vec!["tip".into()], vec![json!({ "code": "é" })]],
        };
        assert_eq!(
            written(&filling),
            r#"{"content":{"crime":["som","tip"],"physical":{"height_cm":{"max":2,"min":1,"note":"a\"\n"}},"roles":[{"code":"é"}],"sex":"M","z":{}},"lang":"fr","spec":"1.0"}"#
        );
        let issued =
            layout.write(&filling).issued([Some(b"\"XX/a/1\""), Some(b"\"now\""), None, Some(b"1"), Some(b"{}")]);
        let issued = String::from_utf8(issued).unwrap();
        assert!(
            issued.contains(r#"},"id":"XX/a/1","issued":"now","lang":"fr","rev":1,"spec":"1.0","validity":{}}"#),
            "{issued}"
        );
    }

    #[test]
    fn what_comes_first_is_told_apart_from_what_follows() {
        let written = Layout::of(&json!({ "spec": "1.0", "type": "profile" })).write(&Filling::default());
        let issued = written.issued([Some(b"1"), Some(b"2"), Some(b"3"), Some(b"4"), Some(b"5")]);
        assert_eq!(
            String::from_utf8(issued).unwrap(),
            r#"{"id":1,"issued":2,"prev":3,"rev":4,"spec":"1.0","type":"profile","validity":5}"#
        );
    }
}

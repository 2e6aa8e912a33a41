//! The layout of a pack's records: where its constants and its fields stand in the canonical text.
//!
//! Most of a record is the same for every row of a pack. It is written once, when the pack is compiled; a row fills the gaps. So the
//! text of a draft is made in one pass, and no tree of it is needed.

use serde_json::Value;

use crate::pack::target::Step;
use crate::pack::{Field, Group};

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
    /// What the elements of each group look like, where that is the same for all of them.
    groups: Vec<Option<Node>>,
}

/// A value that a field reads: for its place, or for one element of its list.
pub(crate) struct Cell {
    pub(crate) field: usize,
    pub(crate) slot: usize,
    pub(crate) value: Value,
}

/// An element of a list that a row fills.
pub(crate) struct Element {
    pub(crate) list: usize,
    /// Which group it is of, and which of its slots: the values of that slot fill it.
    pub(crate) group: usize,
    pub(crate) slot: usize,
    /// The element itself, where the layout has none for its group.
    pub(crate) made: Option<Value>,
}

/// What a row fills the layout with.
#[derive(Default)]
pub(crate) struct Filling {
    pub(crate) cells: Vec<Cell>,
    /// The elements of all lists, in the order of each.
    pub(crate) elements: Vec<Element>,
}

impl Filling {
    /// The values of a field, in one slot of its group or wherever they are.
    fn values(&self, field: usize, slot: Option<usize>) -> impl DoubleEndedIterator<Item = &Value> {
        let is_meant = move |cell: &&Cell| cell.field == field && slot.is_none_or(|slot| cell.slot == slot);
        self.cells.iter().filter(is_meant).map(|cell| &cell.value)
    }
}

/// The canonical text of a draft, and where in it the members of [`ISSUED`] will stand.
pub(crate) struct Written {
    pub(crate) text: Vec<u8>,
    at: [usize; ISSUED.len()],
}

/// A draft with the members of [`ISSUED`]: its bytes, where these were put in, and how long each of them is.
pub(crate) struct Issued {
    pub(crate) bytes: Vec<u8>,
    at: [usize; ISSUED.len()],
    lengths: [usize; ISSUED.len()],
}

impl Layout {
    /// The layout of what every record has.
    pub(crate) fn of(template: &Value) -> Self {
        let root = match node(template) {
            Node::Object(root) => root,
            _ => Object::default(),
        };
        Self { root, lists: Vec::new(), groups: Vec::new() }
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

    /// Lays out the elements of all groups.
    pub(crate) fn lay_out(&mut self, groups: &[Group], fields: &[Field]) {
        self.groups = groups.iter().map(|group| element(group, fields)).collect();
    }

    /// Whether the elements of a group have a layout.
    pub(crate) fn has_element(&self, group: usize) -> bool {
        self.groups.get(group).is_some_and(Option::is_some)
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

    /// Writes the record of a row into a buffer, whatever that held before.
    pub(crate) fn write(&self, filling: &Filling, buffer: Vec<u8>) -> Written {
        let mut text = buffer;
        text.clear();
        let mut at = [0; ISSUED.len()];
        let mut places = ISSUED.iter().zip(&mut at).peekable();
        text.push(b'{');
        for member in &self.root.members {
            while let Some((_, place)) = places.next_if(|(name, _)| ***name < *member.name) {
                *place = text.len();
            }
            self.write_member(member, filling, None, &mut text, 1);
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
    pub(crate) fn issued(&self, values: [Option<&[u8]>; ISSUED.len()]) -> Issued {
        // A name has quotation marks, a colon and a comma.
        let added =
            ISSUED.iter().zip(values).map(|(name, value)| value.map_or(0, |value| name.len() + value.len() + 4));
        let mut out = Vec::with_capacity(self.text.len() + added.sum::<usize>());
        let mut lengths = [0; ISSUED.len()];
        let mut taken = 0;
        for (((name, at), value), length) in ISSUED.iter().zip(self.at).zip(values).zip(&mut lengths) {
            let Some(value) = value else { continue };
            out.extend_from_slice(self.text.get(taken..at).unwrap_or_default());
            taken = at;
            let before = out.len();
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
            *length = out.len() - before;
        }
        out.extend_from_slice(self.text.get(taken..).unwrap_or_default());
        Issued { bytes: out, at: self.at, lengths }
    }
}

impl Issued {
    /// The draft before it was issued.
    pub(crate) fn written(&self) -> Written {
        let mut text = Vec::with_capacity(self.bytes.len());
        let (mut rest, mut taken) = (self.bytes.as_slice(), 0);
        for (at, length) in self.at.iter().zip(self.lengths).filter(|(_, length)| *length > 0) {
            let (piece, after) = rest.split_at_checked(at - taken).unwrap_or((rest, &[]));
            text.extend_from_slice(piece);
            rest = after.get(length..).unwrap_or_default();
            taken = *at;
        }
        text.extend_from_slice(rest);
        Written { text, at: self.at }
    }
}

/// What the elements of a group look like; none where they differ, or where a value goes over what stands there already.
fn element(group: &Group, fields: &[Field]) -> Option<Node> {
    let fields = group.fields.iter().filter_map(|index| Some((*index, fields.get(*index)?)));
    let mut object = Object { is_constant: true, ..Object::default() };
    for (name, value) in group.item.fresh() {
        let _ = object.member(&name, || node(&value));
    }
    let mut names: Vec<String> = group.item.fresh().keys().cloned().collect();
    for (index, field) in fields {
        let members = field.converter.members();
        let below: Option<Vec<String>> = field
            .target
            .below
            .iter()
            .map(|step| match step {
                Step::Member(name) => Some(name.clone()),
                Step::Inner(_) => None,
            })
            .collect();
        let below = below?;
        let taken = if below.is_empty() { members.clone() } else { below.iter().take(1).cloned().collect() };
        if taken.iter().any(|name| names.contains(name)) {
            return None;
        }
        names.extend(taken);
        match (below.split_last(), members.is_empty()) {
            // The element is the value.
            (None, true) => return (group.fields.len() == 1).then_some(Node::Field(index)),
            (None, false) => object.merged.push(index),
            (Some((last, above)), true) => {
                let _ = object.descend(above)?.member(last, || Node::Field(index));
            }
            (Some(_), false) => object.descend(&below)?.merged.push(index),
        }
    }
    group.item.equal.is_none().then_some(Node::Object(object))
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

impl Layout {
    /// Writes a member with the comma before it, or nothing where it has no value. `start` is where its object's first member stands, and
    /// `slot` which element of a list it is in.
    fn write_member(&self, member: &Member, filling: &Filling, slot: Option<usize>, out: &mut Vec<u8>, start: usize) {
        let before = out.len();
        if before > start {
            out.push(b',');
        }
        out.extend_from_slice(&member.label);
        if !self.write_node(&member.node, filling, slot, out) {
            out.truncate(before);
        }
    }

    /// Writes what stands at a place, and says whether anything does.
    fn write_node(&self, node: &Node, filling: &Filling, slot: Option<usize>, out: &mut Vec<u8>) -> bool {
        match node {
            Node::Constant(text) => {
                out.extend_from_slice(text);
                true
            }
            Node::Field(field) => {
                let value = filling.values(*field, slot).next_back();
                value.inspect(|value| write_value(value, out)).is_some()
            }
            Node::List { constants, filled } => {
                out.push(b'[');
                let start = out.len();
                for constant in constants {
                    separate(start, out);
                    out.extend_from_slice(constant);
                }
                for element in filling.elements.iter().filter(|element| Some(element.list) == *filled) {
                    separate(start, out);
                    match (&element.made, self.groups.get(element.group)) {
                        (Some(made), _) => write_value(made, out),
                        (None, Some(Some(node))) => {
                            let _ = self.write_node(node, filling, Some(element.slot), out);
                        }
                        (None, _) => {}
                    }
                }
                let is_filled = out.len() > start || filled.is_none();
                out.push(b']');
                is_filled
            }
            Node::Object(object) => self.write_object(object, filling, slot, out),
        }
    }

    fn write_object(&self, object: &Object, filling: &Filling, slot: Option<usize>, out: &mut Vec<u8>) -> bool {
        out.push(b'{');
        let start = out.len();
        let mut merged: Vec<(&String, &Value)> = Vec::new();
        for field in &object.merged {
            let value = filling.values(*field, slot).next();
            merged.extend(value.and_then(Value::as_object).into_iter().flatten());
        }
        if object.merged.len() > 1 {
            merged.sort_by_key(|(name, _)| *name);
        }
        let mut merged = merged.into_iter().peekable();
        for member in &object.members {
            while let Some((name, value)) = merged.next_if(|(name, _)| **name < member.name) {
                write_merged(name, value, out, start);
            }
            self.write_member(member, filling, slot, out, start);
        }
        for (name, value) in merged {
            write_merged(name, value, out, start);
        }
        let is_filled = out.len() > start || object.is_constant;
        out.push(b'}');
        is_filled
    }
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
        let written = |filling: &Filling| String::from_utf8(layout.write(filling, Vec::new()).text).unwrap();
        let empty = Filling::default();
        assert_eq!(written(&empty), r#"{"content":{"crime":["som"],"z":{}},"lang":"fr","spec":"1.0"}"#);
        let filling = Filling {
            cells: [(0, "M".into()), (1, json!({ "min": 1, "max": 2 })), (2, "a\"\n".into())]
                .map(|(field, value)| Cell { field, slot: 0, value })
                .into(),
            elements: [(0, "tip".into()), (1, json!({ "code": "é" }))]
                .map(|(list, made)| Element { list, group: 0, slot: 0, made: Some(made) })
                .into(),
        };
        assert_eq!(
            written(&filling),
            r#"{"content":{"crime":["som","tip"],"physical":{"height_cm":{"max":2,"min":1,"note":"a\"\n"}},"roles":[{"code":"é"}],"sex":"M","z":{}},"lang":"fr","spec":"1.0"}"#
        );
        let draft = layout.write(&filling, Vec::new());
        let issued = draft.issued([Some(b"\"XX/a/1\""), Some(b"\"now\""), None, Some(b"1"), Some(b"{}")]);
        assert_eq!(issued.written().text, draft.text);
        let issued = String::from_utf8(issued.bytes).unwrap();
        assert!(
            issued.contains(r#"},"id":"XX/a/1","issued":"now","lang":"fr","rev":1,"spec":"1.0","validity":{}}"#),
            "{issued}"
        );
    }

    #[test]
    fn what_comes_first_is_told_apart_from_what_follows() {
        let written = Layout::of(&json!({ "spec": "1.0", "type": "profile" })).write(&Filling::default(), Vec::new());
        let issued = written.issued([Some(b"1"), Some(b"2"), Some(b"3"), Some(b"4"), Some(b"5")]);
        assert_eq!(issued.written().text, written.text);
        assert_eq!(
            String::from_utf8(issued.bytes).unwrap(),
            r#"{"id":1,"issued":2,"prev":3,"rev":4,"spec":"1.0","type":"profile","validity":5}"#
        );
    }
}

//! What a record of a type is made of: its schema, made ready to be walked along with a record.

use std::collections::BTreeMap;

use serde_json::Value as Schema;

use super::forms::{self, Form};
use crate::json::{NameNumber, UNKNOWN, first_eight, is_same, number_of, spread};
use crate::record::RecordType;
use crate::rules::protection::marks_victim;
use crate::schema::{DATES, INDEXES, schema_for_type};
use crate::vocabulary::{self, Openness};

/// A schema as a list of nodes that refer to one another by number.
pub(super) struct Plan {
    nodes: Vec<Node>,
    root: usize,
}

/// What may stand at a place.
pub(super) enum Node {
    Members(Members),
    List(List),
    Text(Text),
    Integer {
        least: i64,
        most: i64,
    },
    Bool {
        only: Option<bool>,
    },
    /// Whatever an extension may hold.
    Extension,
    /// A schema that this plan does not follow; the stage itself has to look.
    Unclear,
}

/// An object.
pub(super) struct Members {
    /// Those that it may have, in canonical order.
    pub(super) known: Vec<Member>,
    pub(super) required: usize,
    pub(super) least: usize,
    pub(super) most: usize,
    /// How many of the members that are alternatives it has at least and at most.
    pub(super) alternatives: (usize, usize),
    /// The form of other names, and what stands there; nothing where there may be no others.
    pub(super) others: Option<(Text, usize)>,
    /// Whether it is a text for people: a member for the language, and one for the text.
    pub(super) is_text: bool,
    /// Whether it may have bounds: a member for the least, and one for the most.
    pub(super) has_bounds: bool,
}

/// A member of an object.
pub(super) struct Member {
    pub(super) number: NameNumber,
    pub(super) node: usize,
    pub(super) role: Role,
    pub(super) is_required: bool,
    pub(super) is_alternative: bool,
}

/// What a name means wherever it stands.
#[derive(Clone, Copy)]
pub(super) enum Role {
    Plain,
    /// A date that has to exist.
    Date,
    Latitude,
    Longitude,
    /// A place, or places, in the list that the path names.
    Index(&'static [&'static str]),
    Language,
    Languages,
    ReleasableTo,
    Evaluation,
}

/// An array.
pub(super) struct List {
    pub(super) items: usize,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) is_unique: bool,
    /// Whether the items are texts for people.
    pub(super) is_of_texts: bool,
}

/// A string.
pub(super) struct Text {
    /// In characters.
    pub(super) least: usize,
    /// In characters.
    pub(super) most: usize,
    pub(super) forms: Vec<Form>,
    /// The values that are allowed, where not all are.
    pub(super) only: Option<Vec<String>>,
    /// The codes of its list of which nothing needs to be said.
    pub(super) codes: Option<Codes>,
}

/// Some codes of a list, each at the place that its first eight bytes lead to or, where that is taken, at the next that is free.
pub(super) struct Codes {
    /// With the first eight bytes of each; less than half of the places are taken.
    places: Vec<Option<(u64, &'static str)>>,
}

impl Codes {
    fn of(codes: impl Iterator<Item = &'static str>) -> Self {
        let codes: Vec<_> = codes.collect();
        let mut placed = Self { places: vec![None; (2 * codes.len() + 1).next_power_of_two()] };
        for code in codes {
            let first_eight = first_eight(code.len(), code.as_bytes());
            let mut at = placed.place(first_eight);
            while placed.places.get(at).is_some_and(Option::is_some) {
                at = placed.next(at);
            }
            if let Some(place) = placed.places.get_mut(at) {
                *place = Some((first_eight, code));
            }
        }
        placed
    }

    fn place(&self, first_eight: u64) -> usize {
        usize::try_from(spread(first_eight) >> 32).unwrap_or_default() & (self.places.len() - 1)
    }

    fn next(&self, place: usize) -> usize {
        (place + 1) & (self.places.len() - 1)
    }

    pub(super) fn contains(&self, code: &str) -> bool {
        let first_eight = first_eight(code.len(), code.as_bytes());
        let mut at = self.place(first_eight);
        while let Some(Some((first, held))) = self.places.get(at) {
            if *first == first_eight && is_same(held.as_bytes(), code.as_bytes()) {
                return true;
            }
            at = self.next(at);
        }
        false
    }
}

impl Plan {
    pub(super) fn of(record_type: RecordType) -> Self {
        let schema = schema_for_type(record_type).to_value();
        let mut making = Making { root: &schema, nodes: Vec::new(), made: BTreeMap::new() };
        let root = making.node(&schema);
        Self { nodes: making.nodes, root }
    }

    pub(super) fn root(&self) -> usize {
        self.root
    }

    pub(super) fn node(&self, index: usize) -> &Node {
        self.nodes.get(index).unwrap_or(&Node::Unclear)
    }

    /// How many schemas the plan does not follow.
    #[cfg(test)]
    pub(super) fn unclear(&self) -> usize {
        self.nodes.iter().filter(|node| matches!(node, Node::Unclear)).count()
    }
}

impl Text {
    /// Whether it is one of the values that are allowed, where not all are.
    pub(super) fn allows(&self, value: &str) -> bool {
        let is_this = |only: &String| is_same(only.as_bytes(), value.as_bytes());
        self.only.as_ref().is_none_or(|only| only.iter().any(is_this))
    }

    /// What both this and a wider schema take.
    fn within(self, wider: Self) -> Self {
        Self {
            least: self.least.max(wider.least),
            most: self.most.min(wider.most),
            forms: self.forms.into_iter().chain(wider.forms).collect(),
            only: self.only.or(wider.only),
            codes: self.codes.or(wider.codes),
        }
    }
}

struct Making<'s> {
    root: &'s Schema,
    nodes: Vec<Node>,
    /// The nodes of definitions.
    made: BTreeMap<&'s str, usize>,
}

/// Keywords that say nothing about what is valid.
const REMARKS: [&str; 10] = [
    "$defs",
    "$id",
    "$schema",
    "description",
    "examples",
    "title",
    "x-standard",
    "x-vocabulary",
    "x-redactable",
    "default",
];

impl<'s> Making<'s> {
    fn node(&mut self, schema: &'s Schema) -> usize {
        let Some(reference) = schema.get("$ref").and_then(Schema::as_str) else {
            let node = self.plain(schema).unwrap_or(Node::Unclear);
            self.nodes.push(node);
            return self.nodes.len() - 1;
        };
        let has_more = schema.as_object().is_some_and(|all| all.keys().any(|key| key != "$ref" && !is_remark(key)));
        if has_more {
            // A text that a member narrows further.
            let narrowed = text(self.resolve(schema)).zip(text(schema)).map(|(wide, narrow)| narrow.within(wide));
            self.nodes.push(narrowed.map_or(Node::Unclear, Node::Text));
            return self.nodes.len() - 1;
        }
        if let Some(made) = self.made.get(reference) {
            return *made;
        }
        // The number is known before the node is made, so that a definition may hold itself.
        self.nodes.push(Node::Unclear);
        let index = self.nodes.len() - 1;
        self.made.insert(reference, index);
        let target = reference.strip_prefix('#').and_then(|path| self.root.pointer(path));
        let node = match target {
            _ if reference == "#/$defs/ExtensionValue" => Some(Node::Extension),
            Some(target) => self.plain(target),
            None => None,
        };
        if let (Some(place), Some(node)) = (self.nodes.get_mut(index), node) {
            *place = node;
        }
        index
    }

    /// The node of a schema that is no reference; nothing where it says something that a plan cannot.
    fn plain(&mut self, schema: &'s Schema) -> Option<Node> {
        let kind = schema.get("type").and_then(Schema::as_str);
        match kind {
            Some("object") => self.members(schema).map(Node::Members),
            Some("array") => self.list(schema).map(Node::List),
            Some("string") => text(schema).map(Node::Text),
            Some("integer") => {
                only_keywords(schema, &["type", "minimum", "maximum"])?;
                let limit = |name| schema.get(name).and_then(Schema::as_i64);
                Some(Node::Integer { least: limit("minimum")?, most: limit("maximum")? })
            }
            Some("boolean") => {
                only_keywords(schema, &["type", "const"])?;
                Some(Node::Bool { only: schema.get("const").and_then(Schema::as_bool) })
            }
            _ => constants(schema).map(Node::Text),
        }
    }

    fn members(&mut self, schema: &'s Schema) -> Option<Members> {
        only_keywords(
            schema,
            &[
                "type",
                "properties",
                "required",
                "additionalProperties",
                "minProperties",
                "maxProperties",
                "propertyNames",
                "anyOf",
                "oneOf",
            ],
        )?;
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Schema::as_array)
            .into_iter()
            .flatten()
            .filter_map(Schema::as_str)
            .collect();
        let (alternatives, at_most) = match (schema.get("anyOf"), schema.get("oneOf")) {
            (None, None) => (Vec::new(), 0),
            (Some(choices), None) => (alternatives(choices)?, usize::MAX),
            (None, Some(choices)) => (alternatives(choices)?, 1),
            (Some(_), Some(_)) => return None,
        };
        let properties = schema.get("properties").and_then(Schema::as_object);
        let mut known = Vec::new();
        for (name, schema) in properties.into_iter().flatten() {
            known.push(Member {
                number: known_number(name)?,
                node: self.node(schema),
                role: role(name),
                is_required: required.contains(&name.as_str()),
                is_alternative: alternatives.contains(&name.as_str()),
            });
        }
        known.sort_by_key(|member| member.number);
        let others = match schema.get("additionalProperties")? {
            Schema::Bool(false) => None,
            more @ Schema::Object(_) => Some((text(self.resolve(schema.get("propertyNames")?))?, self.node(more))),
            _ => return None,
        };
        let is_known = |name: &&&str| known.iter().any(|member| member.number == number_of(name));
        if others.is_none() && !required.iter().chain(&alternatives).all(|name| is_known(&name)) {
            return None;
        }
        // A name that is required among names that are open stands in no list of members; it is asked for by its own.
        if others.is_some() {
            for name in required.iter().filter(|name| !is_known(name)).copied().collect::<Vec<_>>() {
                let node = others.as_ref().map_or(0, |(_, node)| *node);
                known.push(Member {
                    number: known_number(name)?,
                    node,
                    role: role(name),
                    is_required: true,
                    is_alternative: false,
                });
            }
            known.sort_by_key(|member| member.number);
        }
        let has = |name: &str| known.iter().any(|member| member.number == number_of(name));
        Some(Members {
            required: required.len(),
            least: limit(schema, "minProperties").unwrap_or(0),
            most: limit(schema, "maxProperties").unwrap_or(usize::MAX),
            alternatives: if alternatives.is_empty() { (0, usize::MAX) } else { (1, at_most) },
            others,
            is_text: has("lang") && has("text"),
            has_bounds: has("min") && has("max"),
            known,
        })
    }

    fn list(&mut self, schema: &'s Schema) -> Option<List> {
        only_keywords(schema, &["type", "items", "minItems", "maxItems", "uniqueItems"])?;
        let items = self.node(schema.get("items")?);
        let item = self.nodes.get(items);
        Some(List {
            items,
            is_of_texts: matches!(item, Some(Node::Members(members)) if members.is_text),
            least: limit(schema, "minItems")?,
            most: limit(schema, "maxItems")?,
            is_unique: schema.get("uniqueItems").and_then(Schema::as_bool).unwrap_or(false),
        })
    }

    fn resolve(&self, schema: &'s Schema) -> &'s Schema {
        let reference = schema.get("$ref").and_then(Schema::as_str).and_then(|reference| reference.strip_prefix('#'));
        reference.and_then(|path| self.root.pointer(path)).unwrap_or(schema)
    }
}

fn is_remark(keyword: &str) -> bool {
    REMARKS.contains(&keyword)
}

/// Nothing where the schema has a keyword that is neither one of these nor a remark.
fn only_keywords(schema: &Schema, known: &[&str]) -> Option<()> {
    let all = schema.as_object()?;
    all.keys().all(|keyword| known.contains(&keyword.as_str()) || is_remark(keyword)).then_some(())
}

fn limit(schema: &Schema, keyword: &str) -> Option<usize> {
    schema.get(keyword).and_then(Schema::as_u64).and_then(|limit| usize::try_from(limit).ok())
}

fn text(schema: &Schema) -> Option<Text> {
    only_keywords(schema, &["$ref", "type", "minLength", "maxLength", "pattern", "format", "const"])?;
    let text = |keyword: &str| schema.get(keyword).map(|value| value.as_str());
    let pattern = match (text("pattern"), text("format")) {
        // A date has a pattern too; its own function is the stricter one.
        (_, Some(format)) => Some(forms::of_format(format?)?),
        (Some(pattern), None) => Some(forms::of_pattern(pattern?)?),
        (None, None) => None,
    };
    Some(Text {
        least: limit(schema, "minLength").unwrap_or(0),
        most: limit(schema, "maxLength").unwrap_or(usize::MAX),
        forms: pattern.into_iter().collect(),
        only: match text("const") {
            Some(constant) => Some(vec![constant?.to_owned()]),
            None => None,
        },
        codes: codes(schema),
    })
}

/// A constant, or a choice of constants.
fn constants(schema: &Schema) -> Option<Text> {
    let constant = |schema: &Schema| {
        only_keywords(schema, &["type", "const"])?;
        schema.get("const").and_then(Schema::as_str).map(str::to_owned)
    };
    let only = match schema.get("oneOf").and_then(Schema::as_array) {
        Some(choices) => {
            only_keywords(schema, &["oneOf"])?;
            choices.iter().map(constant).collect::<Option<Vec<_>>>()?
        }
        None => vec![constant(schema)?],
    };
    Some(Text { least: 0, most: usize::MAX, forms: Vec::new(), only: Some(only), codes: codes(schema) })
}

/// The codes of which nothing has to be said: they are in the list from its beginning, and not retired; they ask for no text
/// beside them, and no rule stumbles at their words.
fn codes(schema: &Schema) -> Option<Codes> {
    let list = schema.get("x-vocabulary").and_then(Schema::as_str).and_then(vocabulary::list)?;
    let is_plain = |entry: &&vocabulary::Entry| {
        let asks_for_text = entry.code() == "other" && list.openness() == Openness::Open;
        let is_current = entry.retired().is_none()
            && vocabulary::edition_key(entry.since()) <= vocabulary::edition_key(vocabulary::edition());
        is_current && !asks_for_text && !marks_victim(entry.code())
    };
    Some(Codes::of(list.entries().iter().filter(is_plain).map(vocabulary::Entry::code)))
}

/// The names of a choice between members that must be there: `[{"required": ["a"]}, {"required": ["b"]}]`.
fn alternatives(choices: &Schema) -> Option<Vec<&str>> {
    let name = |choice: &'_ Schema| {
        only_keywords(choice, &["required"])?;
        match choice.get("required")?.as_array()?.as_slice() {
            [name] => name.as_str().map(str::to_owned),
            _ => None,
        }
    };
    let names = choices.as_array()?.iter().map(name).collect::<Option<Vec<_>>>()?;
    let found = choices.as_array()?.iter().zip(names);
    found.map(|(choice, _)| choice.get("required")?.get(0)?.as_str()).collect()
}

/// The number of a name of the schemas, all of which are known.
fn known_number(name: &str) -> Option<NameNumber> {
    Some(number_of(name)).filter(|number| *number != UNKNOWN)
}

fn role(name: &str) -> Role {
    let index = INDEXES.iter().find(|(member, _)| *member == name);
    match name {
        "lat" => Role::Latitude,
        "lon" => Role::Longitude,
        "lang" | "tag" => Role::Language,
        "languages" => Role::Languages,
        "releasable_to" => Role::ReleasableTo,
        "evaluation" => Role::Evaluation,
        _ if DATES.contains(&name) => Role::Date,
        _ => index.map_or(Role::Plain, |(_, path)| Role::Index(path)),
    }
}

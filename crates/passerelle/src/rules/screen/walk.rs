//! The walk along a plan.

use super::Screened;
use super::plan::{List, Members, Node, Plan, Role, Text};
use crate::json::{Object, Value};
use crate::record::Feature;
use crate::rules::{evaluation, identifiers, identity, text};
use crate::schema::beyond;
use crate::vocabulary;

/// Extensions are as deep as the reader lets them be, so this ends.
pub(super) struct Walk<'r> {
    record: &'r Object,
    plan: &'static Plan,
    /// What has been cleared so far, apart from the form.
    cleared: Screened,
}

impl<'r> Walk<'r> {
    /// Walks through a record.
    pub(super) fn of(record: &'r Object, plan: &'static Plan) -> Screened {
        let cleared = Screened {
            form: true,
            strings: true,
            codes: names_current_editions(record),
            languages: true,
            texts: true,
            grades: true,
        };
        let mut walk = Self { record, plan, cleared };
        let Node::Members(root) = plan.node(plan.root()) else { return Screened::default() };
        if walk.members(root, Role::Plain, record) && beyond::of_the_whole(record).is_empty() {
            walk.cleared
        } else {
            Screened::default()
        }
    }

    /// Whether a value has the form of a node.
    fn value(&mut self, node: &'static Node, role: Role, value: &Value) -> bool {
        match (node, value) {
            (Node::Members(members), Value::Object(object)) => self.members(members, role, object),
            (Node::List(list), Value::Array(items)) => self.list(list, role, items),
            (Node::Text(text), Value::String(value)) => self.text(text, role, value),
            (Node::Integer { least, most }, Value::Integer(number)) => {
                (*least..=*most).contains(number) && self.points_at_something(role, *number)
            }
            (Node::Bool { only }, Value::Bool(value)) => only.is_none_or(|only| only == *value),
            (Node::Extension, value) => self.extension(value),
            _ => false,
        }
    }

    fn members(&mut self, members: &'static Members, role: Role, object: &Object) -> bool {
        let (mut required, mut alternatives) = (0, 0);
        let mut known = members.known.iter();
        // Both are in canonical order, so each is gone through once.
        for (name, value) in object.iter() {
            let (node, role) = match known.as_slice().iter().position(|member| member.name == name) {
                Some(skipped) => {
                    let Some(member) = known.nth(skipped) else { return false };
                    required += usize::from(member.is_required);
                    alternatives += usize::from(member.is_alternative);
                    (member.node, member.role)
                }
                None => match &members.others {
                    Some((names, node)) if fits(names, name) => (*node, Role::Plain),
                    _ => return false,
                },
            };
            if !self.value(self.plan.node(node), role, value) {
                return false;
            }
        }
        if members.is_text {
            self.text_for_people(object);
        }
        if matches!(role, Role::Evaluation) {
            if beyond::lacks_information(object) {
                return false;
            }
            self.cleared.grades &= evaluation::is_consistent(object);
        }
        let (least, most) = members.alternatives;
        required == members.required
            && (least..=most).contains(&alternatives)
            && (members.least..=members.most).contains(&object.len())
            && !beyond::bounds_are_reversed(object)
    }

    fn list(&mut self, list: &'static List, role: Role, items: &[Value]) -> bool {
        let node = self.plan.node(list.items);
        let item_role = match role {
            Role::Index(_) => role,
            Role::Languages => Role::Language,
            _ => Role::Plain,
        };
        (list.least..=list.most).contains(&items.len())
            && items.iter().all(|item| self.value(node, item_role, item))
            && !(list.is_unique && beyond::repeats_an_item(items))
            && !beyond::repeats_a_language(items)
            && !(matches!(role, Role::ReleasableTo) && beyond::names_all_and_more(items))
    }

    fn text(&mut self, text: &'static Text, role: Role, value: &str) -> bool {
        self.look_for_unseen(value);
        if let Some(codes) = &text.codes {
            if codes.binary_search(&value).is_ok() {
                // It is a code of this library, so it has the form of one.
                return text.only.as_ref().is_none_or(|only| only.iter().any(|only| only == value));
            }
            self.cleared.codes = false;
        }
        match role {
            Role::Date if !beyond::is_date(value) => return false,
            Role::Latitude if beyond::exceeds(value, beyond::LATITUDE) => return false,
            Role::Longitude if beyond::exceeds(value, beyond::LONGITUDE) => return false,
            Role::Language => self.cleared.languages &= identity::is_registered_tag(value),
            _ => {}
        }
        fits(text, value)
    }

    /// Texts are in one spelling, and hold nothing that nobody sees.
    fn look_for_unseen(&mut self, value: &str) {
        self.cleared.strings &= text::is_seen(value);
    }

    /// What people read is in the script that its language tag names, and names nobody.
    fn text_for_people(&mut self, object: &Object) {
        let member = |name| object.get(name).and_then(Value::as_str);
        let Some((tag, content)) = member("lang").zip(member("text")) else { return };
        self.cleared.languages &= identity::is_in_its_script(tag, content);
        self.cleared.texts &= !identifiers::looks_personal(content);
    }

    fn points_at_something(&self, role: Role, index: i64) -> bool {
        let Role::Index(path) = role else { return true };
        !beyond::is_beyond_list(self.record, path, index)
    }

    /// The schema of an extension's values: no null, nothing empty, and an upper limit for everything.
    fn extension(&mut self, value: &Value) -> bool {
        match value {
            Value::Null => false,
            Value::Bool(_) | Value::Integer(_) => true,
            Value::String(text) => {
                self.look_for_unseen(text);
                has_length(text, 1, 8192)
            }
            Value::Array(items) => (1..=256).contains(&items.len()) && items.iter().all(|item| self.extension(item)),
            Value::Object(object) => {
                (1..=256).contains(&object.len())
                    && object.iter().all(|(name, value)| Feature::FORM.1(name) && self.extension(value))
            }
        }
    }
}

/// Whether a text has the length and the forms, and is one of the values, that a node asks for.
fn fits(text: &Text, value: &str) -> bool {
    has_length(value, text.least, text.most)
        && text.forms.iter().all(|form| form(value))
        && text.only.as_ref().is_none_or(|only| only.iter().any(|only| only == value))
}

/// Lengths are counted in characters, of which no text has more than bytes.
fn has_length(text: &str, least: usize, most: usize) -> bool {
    if text.len() <= most && (text.len() >= 4 * least || text.is_ascii()) {
        return text.len() >= least;
    }
    (least..=most).contains(&text.chars().count())
}

/// Whether the record names the editions of this library and no others.
fn names_current_editions(record: &Object) -> bool {
    let editions = record.get("vocab").and_then(Value::as_object);
    editions.is_some_and(|editions| editions.iter().all(|(_, edition)| edition.as_str() == Some(vocabulary::edition())))
}

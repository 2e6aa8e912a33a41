//! The walk along a plan.

use super::Screened;
use super::plan::{List, Members, Node, Plan, Role, Text};
use crate::json::{Seen, View};
use crate::record::{Feature, RecordType};
use crate::rules::protection::{self, is_harmless_name};
use crate::rules::{evaluation, identifiers, identity, text};
use crate::schema::beyond;
use crate::vocabulary;

/// Extensions are as deep as the reader lets them be, so this ends.
pub(super) struct Walk<'r> {
    record: View<'r>,
    plan: &'static Plan,
    /// The last language tags that were seen to be registered; most texts of a record have the same few.
    tags: [&'r str; 4],
    /// What has been cleared so far, apart from the form.
    cleared: Screened,
}

impl<'r> Walk<'r> {
    /// Walks through a record; nothing where it has not the form of its type.
    pub(super) fn of(record: View<'r>, record_type: RecordType, plan: &'static Plan) -> Option<Screened> {
        let cleared = Screened {
            form: true,
            strings: true,
            codes: names_current_editions(record),
            languages: true,
            texts: true,
            impersonal: record_type == RecordType::ModusOperandi && is_impersonal(record),
            extensions: record.get("ext").is_none_or(|ext| ext.members().all(|(name, _)| is_harmless_name(name))),
            grades: true,
        };
        let mut walk = Self { record, plan, tags: [""; 4], cleared };
        let Node::Members(root) = plan.node(plan.root()) else { return None };
        let has_its_form = walk.members(root, Role::Plain, record) && beyond::of_the_whole(record.into()).is_empty();
        has_its_form.then_some(walk.cleared)
    }

    /// Whether a value has the form of a node.
    fn value(&mut self, node: &'static Node, role: Role, value: View<'r>) -> bool {
        match node {
            Node::Text(text) => value.as_str().is_some_and(|said| self.text(text, role, said, value.is_plain())),
            Node::Members(members) => value.is_object() && self.members(members, role, value),
            Node::List(list) => value.is_array() && self.list(list, role, value),
            Node::Integer { least, most } => value
                .as_integer()
                .is_some_and(|number| (*least..=*most).contains(&number) && self.points_at_something(role, number)),
            Node::Bool { only } => value.as_bool().is_some_and(|value| only.is_none_or(|only| only == value)),
            Node::Extension => self.extension(value.seen()),
            Node::Unclear => false,
        }
    }

    fn members(&mut self, members: &'static Members, role: Role, object: View<'r>) -> bool {
        let (mut count, mut required, mut alternatives) = (0, 0, 0);
        let mut known = members.known.as_slice();
        // Both are in canonical order, so each is gone through once.
        for member in object.members().named() {
            while let [first, rest @ ..] = known
                && first.number < member.number()
            {
                known = rest;
            }
            let (node, role) = match known.split_first() {
                Some((first, rest)) if first.number == member.number() => {
                    known = rest;
                    required += usize::from(first.is_required);
                    alternatives += usize::from(first.is_alternative);
                    (first.node, first.role)
                }
                _ => match &members.others {
                    Some((names, node)) if fits(names, member.name()) => (*node, Role::Plain),
                    _ => return false,
                },
            };
            let value = member.value;
            if !self.value(self.plan.node(node), role, value) {
                return false;
            }
            count += 1;
        }
        if members.is_text {
            self.text_for_people(object);
        }
        if matches!(role, Role::Evaluation) {
            if beyond::lacks_information(object.into()) {
                return false;
            }
            self.cleared.grades &= evaluation::is_consistent(object.into());
        }
        let (least, most) = members.alternatives;
        required == members.required
            && (least..=most).contains(&alternatives)
            && (members.least..=members.most).contains(&count)
            && !(members.has_bounds && beyond::bounds_are_reversed(object.into()))
    }

    fn list(&mut self, list: &'static List, role: Role, items: View<'r>) -> bool {
        let node = self.plan.node(list.items);
        let item_role = match role {
            Role::Index(_) => role,
            Role::Languages => Role::Language,
            _ => Role::Plain,
        };
        let mut count = 0;
        for item in items.items() {
            if !self.value(node, item_role, item) {
                return false;
            }
            count += 1;
        }
        let is_repetitive = || {
            list.is_unique && beyond::repeats_an_item(items.into())
                || list.is_of_texts && beyond::repeats_a_language(items.into())
                || matches!(role, Role::ReleasableTo) && beyond::names_all_and_more(items.into())
        };
        (list.least..=list.most).contains(&count) && (count < 2 || !is_repetitive())
    }

    fn text(&mut self, text: &'static Text, role: Role, value: &'r str, is_plain: bool) -> bool {
        self.cleared.strings &= is_plain || text::is_seen(value);
        if let Some(codes) = &text.codes {
            if codes.contains(value) {
                // It is a code of this library, so it has the form of one.
                return text.allows(value);
            }
            self.cleared.codes = false;
        }
        match role {
            Role::Date if !beyond::is_date(value) => return false,
            Role::Latitude if beyond::exceeds(value, beyond::LATITUDE) => return false,
            Role::Longitude if beyond::exceeds(value, beyond::LONGITUDE) => return false,
            Role::Language if self.tags.contains(&value) => {}
            Role::Language if identity::is_registered_tag(value) => {
                let [first, second, third, _] = self.tags;
                self.tags = [value, first, second, third];
            }
            Role::Language => self.cleared.languages = false,
            _ => {}
        }
        fits(text, value)
    }

    /// What people read is in the script that its language tag names, and names nobody.
    fn text_for_people(&mut self, object: View<'_>) {
        let member = |name| object.get(name).and_then(View::as_str);
        let Some((tag, content)) = member("lang").zip(member("text")) else { return };
        self.cleared.languages &= identity::is_in_its_script(tag, content);
        self.cleared.texts &= !identifiers::looks_personal(content);
    }

    fn points_at_something(&self, role: Role, index: i64) -> bool {
        let Role::Index(path) = role else { return true };
        !beyond::is_beyond_list(self.record.into(), path, index)
    }

    /// The schema of an extension's values: no null, nothing empty, and an upper limit for everything.
    fn extension(&mut self, value: Seen<'_>) -> bool {
        match value {
            Seen::Null => false,
            Seen::Bool(_) | Seen::Integer(_) => true,
            Seen::String(text) => {
                self.cleared.strings &= text::is_seen(text);
                self.cleared.extensions &= !protection::marks_victim(text);
                has_length(text, 1, 8192)
            }
            Seen::Array(mut items) => {
                (1..=256).contains(&items.count()) && items.all(|item| self.extension(item.seen()))
            }
            Seen::Object(mut members) => {
                (1..=256).contains(&members.count())
                    && members.all(|(name, value)| {
                        self.cleared.extensions &= is_harmless_name(name);
                        Feature::FORM.1(name) && self.extension(value.seen())
                    })
            }
        }
    }
}

/// Whether nothing in the content of a method looks as if it named a person, an account or a device.
fn is_impersonal(record: View<'_>) -> bool {
    let is_harmless = |text: &str| !identifiers::looks_personal(text) && !identifiers::holds_account_or_device(text);
    record.get("content").is_some_and(|content| content.has_only(is_harmless))
}

/// Whether a text has the length and the forms, and is one of the values, that a node asks for.
fn fits(text: &Text, value: &str) -> bool {
    has_length(value, text.least, text.most) && text.forms.iter().all(|form| form(value)) && text.allows(value)
}

/// Lengths are counted in characters, of which no text has more than bytes.
fn has_length(text: &str, least: usize, most: usize) -> bool {
    if text.len() <= most && (text.len() >= 4 * least || text.is_ascii()) {
        return text.len() >= least;
    }
    (least..=most).contains(&text.chars().count())
}

/// Whether the record names the editions of this library and no others.
fn names_current_editions(record: View<'_>) -> bool {
    let editions = record.get("vocab").filter(|editions| editions.is_object());
    let is_current = |edition: View<'_>| edition.as_str() == Some(vocabulary::edition());
    editions.is_some_and(|editions| editions.members().all(|(_, edition)| is_current(edition)))
}

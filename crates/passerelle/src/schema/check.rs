//! Checking an object against the schema of its type, with findings that hold no value of it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{ValidationError, Validator};
use schemars::Schema;
use serde::Deserialize as _;

use super::beyond;
use super::generate::{schema_for_record, schema_for_type};
use crate::error::Code;
use crate::finding::Finding;
use crate::json::{Canonical, Node, Object, Pointer};
use crate::record::RecordType;

/// What is expected of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// It is of this library's version: a member that the schema does not name is an error.
    Exact,
    /// It is of a newer minor version: such a member is kept and passed over.
    NewerMinor,
}

/// Every way in which the object breaks the schema of its type, sorted by pointer.
pub(crate) fn check(record: &Canonical, strictness: Strictness) -> Vec<Finding> {
    let validator = validator(type_of(record.node()), strictness);
    sorted(faults(record.node(), validator).into_iter().chain(beyond::check(record.tree())))
}

/// A record of a newer minor version without the members that this version does not know, at any depth. What they mean is not
/// known, so nothing in them is judged, however familiar a name may look.
///
/// spec: PSR-VER-002
pub(crate) fn known_part(object: &Object) -> Object {
    let mut known = object.clone();
    loop {
        let unknown = faults((&known).into(), validator(type_of((&known).into()), Strictness::Exact)).into_iter();
        let unknown = unknown.filter(|(_, code)| *code == Code::SchemaUnknownMember);
        let removed = unknown.filter(|(pointer, _)| known.remove_at(pointer)).count();
        if removed == 0 {
            return known;
        }
    }
}

/// Every way in which a document that is not a record breaks its schema, sorted by pointer.
pub(crate) fn check_document(document: &Object, validator: &Validator) -> Vec<Finding> {
    sorted(faults(document.into(), validator).into_iter())
}

fn faults(object: Node<'_>, validator: &Validator) -> Vec<(Pointer, Code)> {
    // Every value can be one of that library's, and only whole numbers come over.
    let instance = serde_json::Value::deserialize(object).unwrap_or_default();
    // Most objects have no fault, and to say so much takes a part of the time that it takes to look for every one.
    if validator.is_valid(&instance) {
        return Vec::new();
    }
    validator.iter_errors(&instance).flat_map(|error| translate(&error)).collect()
}

fn sorted(faults: impl Iterator<Item = (Pointer, Code)>) -> Vec<Finding> {
    let mut found: Vec<(Pointer, Code)> = faults.collect();
    found.sort();
    found.dedup();
    // An empty text breaks its pattern too; one finding says it.
    let empty: BTreeSet<Pointer> =
        found.iter().filter(|(_, code)| *code == Code::SchemaEmpty).map(|(pointer, _)| pointer.clone()).collect();
    found.retain(|(pointer, code)| *code != Code::SchemaForm || !empty.contains(pointer));
    found.into_iter().map(|(pointer, code)| Finding::new(code, pointer)).collect()
}

/// The type that an object says it is of.
fn type_of(object: Node<'_>) -> Option<RecordType> {
    RecordType::of(object.get("type").and_then(Node::as_str))
}

/// The schema of the type that an object says it is of.
pub(super) fn schema_of(object: &Object) -> Option<&'static serde_json::Value> {
    static SCHEMAS: [OnceLock<serde_json::Value>; 7] = [const { OnceLock::new() }; 7];
    let record_type = type_of(object.into())?;
    Some(cell_of(&SCHEMAS, Some(record_type)).get_or_init(|| schema_for_type(record_type).to_value()))
}

/// The place of a type among what is kept for each, and of no type at its end.
fn cell_of<T>(cells: &[T; 7], record_type: Option<RecordType>) -> &T {
    let [profile, modus_operandi, network, sighting, link, notice, any] = cells;
    match record_type {
        Some(RecordType::Profile) => profile,
        Some(RecordType::ModusOperandi) => modus_operandi,
        Some(RecordType::Network) => network,
        Some(RecordType::Sighting) => sighting,
        Some(RecordType::Link) => link,
        Some(RecordType::Notice) => notice,
        None => any,
    }
}

/// A schema is compiled when it is first needed, and kept.
fn validator(record_type: Option<RecordType>, strictness: Strictness) -> &'static Validator {
    static VALIDATORS: [[OnceLock<Validator>; 7]; 2] = [const { [const { OnceLock::new() }; 7] }; 2];
    let [exact, newer] = &VALIDATORS;
    let row = if strictness == Strictness::Exact { exact } else { newer };
    cell_of(row, record_type)
        .get_or_init(|| compile(record_type.map_or_else(schema_for_record, schema_for_type), strictness))
}

/// Where a document that is not a record breaks its schema first.
pub(crate) fn first_fault(object: &Object, validator: &Validator) -> Option<Pointer> {
    faults(object.into(), validator).into_iter().map(|(pointer, _)| pointer).min()
}

/// Makes a schema of this library ready for use.
#[expect(clippy::expect_used, reason = "the schemas are this library's own, and tests compile every one of them")]
pub(crate) fn compile(schema: Schema, strictness: Strictness) -> Validator {
    let mut schema = schema.to_value();
    if strictness == Strictness::NewerMinor {
        allow_unknown_members(&mut schema);
    }
    // `date` and `date-time` are asserted, since a pattern lets 30 February through.
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(&schema).expect("a schema of the library compiles")
}

fn allow_unknown_members(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(members) => {
            members.retain(|name, value| !(name == "additionalProperties" && value == &serde_json::Value::Bool(false)));
            members.values_mut().for_each(allow_unknown_members);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(allow_unknown_members),
        _ => {}
    }
}

/// Where an error lies and which code it has.
fn translate(error: &ValidationError<'_>) -> Vec<(Pointer, Code)> {
    let at = Pointer::parse(error.instance_path().as_str()).unwrap_or_default();
    let code = match error.kind() {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let of_selector =
                name == "attribution" && at.parent().tokens().last().is_some_and(|last| last == "selectors");
            let code = if of_selector { Code::RuleSelectorAttribution } else { Code::SchemaRequired }; // spec: PSR-PRO-020
            return vec![(at.child(name), code)];
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            return unexpected.iter().map(|name| (at.child(name), Code::SchemaUnknownMember)).collect();
        }
        _ if error.instance().is_null() => Code::SchemaEmpty,
        Kind::Type { .. } => Code::SchemaType,
        Kind::Constant { .. } | Kind::Enum { .. } => Code::SchemaValue,
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => match branch_of_its_type(context, &at) {
            Some(faults) => return faults.iter().flat_map(translate).collect(),
            None => choice_code(context),
        },
        Kind::MinItems { limit: 1 } if at.tokens().last().is_some_and(|last| last == "releasable_to") => {
            Code::RuleReleasableNotEmpty // spec: PSR-HND-001
        }
        Kind::MinItems { limit: 1 } | Kind::MinLength { limit: 1 } | Kind::MinProperties { limit: 1 } => {
            Code::SchemaEmpty
        }
        Kind::MinItems { .. }
        | Kind::MinLength { .. }
        | Kind::MinProperties { .. }
        | Kind::MaxItems { .. }
        | Kind::MaxLength { .. }
        | Kind::MaxProperties { .. }
        | Kind::Maximum { .. }
        | Kind::Minimum { .. }
        | Kind::ExclusiveMaximum { .. }
        | Kind::ExclusiveMinimum { .. } => Code::SchemaRange,
        Kind::UniqueItems => Code::SchemaDuplicateItem,
        Kind::Pattern { .. } | Kind::Format { .. } | Kind::PropertyNames { .. } => Code::SchemaForm,
        _ => Code::SchemaCombination,
    };
    vec![(at, code)]
}

/// What is wrong with a value as the one branch of a choice sees it that is for its JSON type, where there is one.
fn branch_of_its_type<'c, 'e>(
    branches: &'c [Vec<ValidationError<'e>>],
    at: &Pointer,
) -> Option<&'c [ValidationError<'e>]> {
    let is_of_another = |fault: &ValidationError<'_>| {
        matches!(fault.kind(), Kind::Type { .. }) && fault.instance_path().as_str() == at.as_str()
    };
    let mut of_its_type = branches.iter().filter(|faults| !faults.iter().any(is_of_another));
    let branch = of_its_type.next().filter(|_| of_its_type.next().is_none())?;
    Some(branch.as_slice())
}

/// A choice of constants is a list of values, however the schema spells it.
fn choice_code(branches: &[Vec<ValidationError<'_>>]) -> Code {
    let every_branch =
        |is: fn(&Kind) -> bool| branches.iter().all(|errors| errors.iter().any(|error| is(error.kind())));
    if every_branch(|kind| matches!(kind, Kind::Type { .. })) {
        Code::SchemaType
    } else if every_branch(|kind| matches!(kind, Kind::Constant { .. } | Kind::Enum { .. })) {
        Code::SchemaValue
    } else {
        Code::SchemaCombination
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    #[test]
    fn an_empty_text_is_told_once() {
        let text = include_str!("../record/tests/link.json");
        let mut record = read(text.as_bytes()).unwrap();
        record.insert("lang", crate::json::Value::String(String::new()));
        let found = check(&Canonical::of(record), Strictness::Exact);
        let found: Vec<_> = found.iter().map(|finding| (finding.code, finding.pointer.as_str())).collect();
        assert_eq!(found, [(Code::SchemaEmpty, "/lang")]);
    }

    #[test]
    fn every_schema_compiles_in_both_strictnesses() {
        for record_type in RecordType::ALL.into_iter().map(Some).chain([None]) {
            for strictness in [Strictness::Exact, Strictness::NewerMinor] {
                let _ = validator(record_type, strictness);
            }
        }
    }
}

"""What the JSON Schemas say about an object: each fault with its code and place (PSR-REC-001 to PSR-REC-009)."""

import re
from functools import cache

from jsonschema import Draft202012Validator

from . import dates
from .finding import Finding
from .specification import schema

BY_KEYWORD = {
    "type": "SCHEMA_TYPE",
    "required": "SCHEMA_REQUIRED",
    "additionalProperties": "SCHEMA_UNKNOWN_MEMBER",
    "minItems": "SCHEMA_RANGE",
    "minLength": "SCHEMA_EMPTY",
    "minProperties": "SCHEMA_EMPTY",
    "const": "SCHEMA_VALUE",
    "enum": "SCHEMA_VALUE",
    "pattern": "SCHEMA_FORM",
    "format": "SCHEMA_FORM",
    "propertyNames": "SCHEMA_FORM",
    "minimum": "SCHEMA_RANGE",
    "maximum": "SCHEMA_RANGE",
    "maxLength": "SCHEMA_RANGE",
    "maxItems": "SCHEMA_RANGE",
    "maxProperties": "SCHEMA_RANGE",
    "uniqueItems": "SCHEMA_DUPLICATE_ITEM",
    "anyOf": "SCHEMA_COMBINATION",
    "oneOf": "SCHEMA_COMBINATION",
    "not": "SCHEMA_COMBINATION",
    "dependentRequired": "SCHEMA_COMBINATION",
}

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}


@cache
def _validator(name):
    return Draft202012Validator(schema(name))


def faults(value, name):
    """Every fault that the schema of this name finds."""
    for error in _validator(name).iter_errors(value):
        yield from _of(error, ())


def _of(error, base):
    path = base + tuple(error.relative_path)
    keyword, value = error.validator, error.instance
    if value is None:
        yield Finding("SCHEMA_EMPTY", path)
    elif keyword in ("if", "allOf", "$ref") or (keyword == "oneOf" and _is_by_type(error)):
        for inner in _branch(error):
            yield from _of(inner, path)
    elif keyword == "oneOf" and all("const" in branch for branch in error.validator_value):
        yield Finding("SCHEMA_VALUE" if isinstance(value, str) else "SCHEMA_TYPE", path)
    elif keyword == "required":
        # One error a member: jsonschema says which one in its message only.
        missing = re.match(r"'(.*)' is a required property", error.message)
        yield Finding("SCHEMA_REQUIRED", (*path, missing[1]))
    elif keyword == "additionalProperties":
        known = error.schema.get("properties", {})
        yield from (Finding("SCHEMA_UNKNOWN_MEMBER", (*path, member)) for member in value if member not in known)
    elif keyword == "propertyNames" or "propertyNames" in error.absolute_schema_path:
        yield Finding("SCHEMA_FORM" if keyword != "maxLength" else "SCHEMA_RANGE", path)
    elif keyword == "minItems" and not value:
        yield Finding("SCHEMA_EMPTY", path)
    else:
        yield Finding(BY_KEYWORD[keyword], path)


def _is_by_type(error):
    """Whether a `oneOf` is a choice by the JSON type, as the value of an extension is."""
    return all("type" in branch and "const" not in branch for branch in error.validator_value)


def _branch(error):
    if error.validator != "oneOf":
        return error.context
    for at, branch in enumerate(error.validator_value):
        if _has_type(error.instance, branch["type"]):
            return [inner for inner in error.context if inner.schema_path[0] == at]
    return []


def _has_type(value, name):
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def resolve(part, root):
    """A schema with its `$ref` followed; members beside `$ref` are kept."""
    while "$ref" in part:
        target = root["$defs"][part["$ref"].rpartition("/")[2]]
        part = {**target, **{key: value for key, value in part.items() if key != "$ref"}}
    return part


def walk(value, part, root, path=()):
    """Each value with its place, its schema and the name of its definition, as far as the schema knows it."""
    name = part.get("$ref", "").rpartition("/")[2]
    part = resolve(part, root)
    for branch in part.get("allOf", ()):
        condition = branch["if"]["properties"]["type"]["const"]
        if isinstance(value, dict) and value.get("type") == condition:
            part = {**part, "properties": {**part["properties"], **branch["then"]["properties"]}}
    yield path, value, part, name
    if isinstance(value, dict):
        known = part.get("properties", {})
        rest = part.get("additionalProperties")
        for member in sorted(value):
            inner = known.get(member, rest if isinstance(rest, dict) else None)
            if inner is not None:
                yield from walk(value[member], inner, root, (*path, member))
    elif isinstance(value, list) and isinstance(part.get("items"), dict):
        for at, item in enumerate(value):
            yield from walk(item, part["items"], root, (*path, at))


def exists(name, text):
    """Whether a date or time that has the form of its type exists (PSR-REC-006)."""
    try:
        if name == "Timestamp":
            return dates.seconds(text) is not None
        if name == "Date":
            return dates.day(text) is not None
        if name == "Edtf":
            dates.span(text)
    except ValueError:
        return False
    return True

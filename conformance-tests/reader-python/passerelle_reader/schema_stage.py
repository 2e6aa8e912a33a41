"""The stage schema: the JSON Schemas, and what chapter 1 adds to them."""

import re

from . import shape
from .finding import Finding
from .specification import MINOR
from .trust import SPEC

EDITION = re.compile(r"([0-9]{4})\.([1-9][0-9]{0,2})")
WITH_INFORMATION = ("europol-4x4", "admiralty", "uk-3x5x2")
NOTICE_PARTS = (("review_by", "extend-review"), ("hit", "hit"), ("dispute", "dispute"))


def edition(text):
    """An edition as two numbers, or None."""
    match = EDITION.fullmatch(text)
    return match and (int(match[1]), int(match[2]))


def faults(record):
    """Every fault of the stage; the caller sorts them."""
    spec = record.get("spec")
    version = SPEC.fullmatch(spec) if isinstance(spec, str) else None
    is_newer = bool(version) and int(version[2]) > MINOR
    root = shape.schema("record")
    values = list(shape.walk(record, root, root))
    empty = {path for path, value, part, _ in values if _is_empty(value) and not (value == {} and "required" in part)}
    if "ext" in record:
        empty |= {path for path, value in _within(record["ext"], ("ext",)) if _is_empty(value)}
    for fault in shape.faults(record, "record"):
        if fault.code == "SCHEMA_EMPTY" or (fault.code == "SCHEMA_FORM" and fault.path in empty):
            continue
        if fault.code == "SCHEMA_UNKNOWN_MEMBER" and is_newer:
            continue
        if fault.code == "SCHEMA_REQUIRED" and fault.path[:2] == ("content", "selectors") and fault.path[3:] == ("attribution",):
            fault = Finding("RULE_SELECTOR_ATTRIBUTION", fault.path)
        yield fault
    for path in empty:
        is_nobody = path[-1:] == ("releasable_to",) and path[0] != "ext" and _at(record, path) == []
        yield Finding("RULE_RELEASABLE_NOT_EMPTY" if is_nobody else "SCHEMA_EMPTY", path)
    yield from _beyond_schemas(record, values)


def _within(value, path):
    """A value and everything in it."""
    yield path, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _within(inner, (*path, key))


def _is_empty(value):
    """PSR-REC-004. What the reader does not know is not looked at, and an object that needs members lacks each of them."""
    return value is None or (isinstance(value, (str, list, dict)) and not value)


def _at(value, path):
    for part in path:
        value = value[part]
    return value


def _beyond_schemas(record, values):
    """What the keywords of JSON Schema cannot say (PSR-REC-006 to PSR-REC-009)."""
    for path, value, part, name in values:
        if isinstance(value, str):
            yield from _text(path, value, part, name)
        elif isinstance(value, dict):
            yield from _object(path, value, name)
        elif isinstance(value, list):
            yield from _list(path, value, part)
        elif isinstance(value, int) and not isinstance(value, bool):
            yield from _index(record, path, value)
    yield from _signers(record)


def _text(path, value, part, name):
    if name in ("Timestamp", "Date", "Edtf") and re.search(part["pattern"], value) and not value.endswith("\n"):
        if not shape.exists(name, value):
            yield Finding("SCHEMA_FORM", path)
    for member, limit in (("lat", 90), ("lon", 180)):
        if path[-1:] == (member,) and name == "Decimal" and re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", value):
            whole, _, fraction = value.lstrip("-").partition(".")
            if int(whole) > limit or (int(whole) == limit and fraction.strip("0")):
                yield Finding("SCHEMA_RANGE", path)


def _object(path, value, name):
    low, high = value.get("min"), value.get("max")
    if name in ("CountRange", "MeasureRange") and _is_int(low) and _is_int(high) and low > high:
        yield Finding("SCHEMA_RANGE", (*path, "min"))
    if name == "Evaluation" and value.get("scheme") in WITH_INFORMATION and "information" not in value:
        yield Finding("SCHEMA_COMBINATION", (*path, "information"))
    if name == "Notice":
        for member, action in NOTICE_PARTS:
            if (member in value) != (value.get("action") == action):
                yield Finding("SCHEMA_COMBINATION", (*path, member))


def _list(path, value, part):
    items = part.get("items", {}).get("$ref", "").rpartition("/")[2]
    if items == "Audience" and "all-members" in value and len(value) > 1:
        yield Finding("SCHEMA_COMBINATION", path)
    if items == "Text":
        seen = set()
        for at, item in enumerate(value):
            lang = item.get("lang") if isinstance(item, dict) else None
            if isinstance(lang, str) and lang in seen:
                yield Finding("SCHEMA_DUPLICATE_ITEM", (*path, at))
            seen.add(lang if isinstance(lang, str) else None)


INDEXES = {
    "src": ("provenance", "sources"),
    "name_used": ("content", "names"),
    "image": ("attachments",),
    "images": ("attachments",),
    "name_ref": ("content", "names"),
    "selector_refs": ("content", "selectors"),
    "document_refs": ("content", "documents"),
}


def _index(record, path, value):
    name = path[-1] if isinstance(path[-1], str) else path[-2]
    if name not in INDEXES or path[0] == "ext" or value < 0:
        return
    held = record
    for part in INDEXES[name]:
        held = held.get(part) if isinstance(held, dict) else None
    if value >= (len(held) if isinstance(held, list) else 0):
        yield Finding("SCHEMA_RANGE", path)


def _signers(record):
    signers = record.get("signers")
    if isinstance(signers, dict) and isinstance(signers.get("of"), list) and _is_int(signers.get("min")):
        authorities = {name for name in (*signers["of"], record.get("issuer")) if isinstance(name, str)}
        if signers["min"] > len(authorities):
            yield Finding("SCHEMA_COMBINATION", ("signers", "min"))


def _is_int(value):
    return isinstance(value, int) and not isinstance(value, bool)

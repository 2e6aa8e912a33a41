"""Codes of lists (chapter 2)."""

from ..schema_stage import edition
from ..specification import EDITION, MINOR, vocabulary
from ..trust import SPEC
from .subject import finding


def codes_of(subject):
    """Each code of a list in the record: its place, the list's name and the code."""
    for path, value, part, name in subject.values:
        if not isinstance(value, str):
            continue
        if name == "Technique":  # it names its list itself
            listed, _, code = value.partition("/")
            yield path, listed, code
        elif "x-vocabulary" in part:
            yield path, part["x-vocabulary"], value


def findings(subject):
    newer = int(SPEC.fullmatch(subject.record["spec"])[2]) > MINOR
    for path, name, code in codes_of(subject):
        pinned = edition(subject.record["vocab"].get(name, subject.record["vocab"]["passerelle"]))
        listed = vocabulary(name)
        row = listed and listed["codes"].get(code)
        if row and edition(row["since"]) <= pinned:
            if "retired" in row and edition(row["retired"]) <= pinned:
                yield finding("VOC_DEPRECATED", *path)
            if code == "other" and listed["openness"] == "open" and not _is_explained(subject, path):
                yield finding("RULE_OTHER_NEEDS_TEXT", *path)
        elif listed and listed.get("handling") and path[-2:-1] != ("techniques",):
            yield finding("VOC_HANDLING", *path)
        elif listed and listed["openness"] == "open" or newer or pinned > EDITION:
            yield finding("VOC_UNKNOWN", *path)
        else:
            yield finding("VOC_CLOSED", *path)


def _is_explained(subject, path):
    """PSR-VOC-006: by a note about the code, its list or its object; or by texts or an `instrument` in that object."""
    holder = path[:-1]
    if isinstance(path[-1], int):
        holder = path[:-2]
    places = {tuple(map(str, path[:length])) for length in range(len(holder), len(path) + 1)} - {(), ("content",)}
    if places & subject.notes:
        return True
    held = subject.at(*holder)
    if holder in ((), ("content",)) or not isinstance(held, dict):
        return False
    return "instrument" in held or any(_is_texts(value) for value in held.values())


def _is_texts(value):
    return isinstance(value, list) and all(isinstance(item, dict) and set(item) == {"lang", "text"} for item in value)

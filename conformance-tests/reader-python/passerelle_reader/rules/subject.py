"""A record of the right form, with what the rules ask of it again and again."""

from functools import cached_property

from .. import dates, shape
from ..finding import Finding


class Subject:
    """What the rules judge: a record that passed the schema, and the reader's clock."""

    def __init__(self, record, now):
        self.record = record
        self.content = record["content"]
        self.type = record["type"]
        self.now = now
        self.issued = dates.seconds(record["issued"])
        self.issued_day = self.issued // 86400
        self.is_live = record["environment"] == "live"

    @cached_property
    def values(self):
        """Each value with its place, its schema and the name of its definition."""
        root = shape.schema("record")
        return list(shape.walk(self.record, root, root))

    def all(self, name):
        """Each object of a definition, with its place."""
        return [(path, value) for path, value, _, found in self.values if found == name]

    def at(self, *path):
        """The value at a place, or None."""
        return at(self.record, path)

    def items(self, *path):
        """The items of a list that are not negated, each with its place; none where there is no list."""
        held = self.at(*path)
        return [((*path, place), item) for place, item in enumerate(held or ()) if not item.get("negated")]

    @cached_property
    def notes(self):
        """The places that the notes are about."""
        return {parts(note["about"]) for note in self.content.get("notes", ())}

    def has_note(self, *path):
        """Whether a note is about this place, or about anything in it."""
        return any(about[: len(path)] == tuple(map(str, path)) for about in self.notes)


def at(value, path):
    """The value at a place, or None where there is none."""
    for part in path:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and str(part).isdigit() and str(int(part)) == str(part) and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def parts(pointer):
    """A JSON Pointer as the names and numbers that it is made of."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def finding(code, *path):
    return Finding(code, path)

"""Chapter 16: disclosures, what may be withheld, and the view that a reader has."""

import hashlib
from dataclasses import dataclass, field

from . import base64url, text
from .finding import Finding
from .specification import limits, toml

NAMES = ("_sd", "_sd_alg", "...")


@dataclass(frozen=True)
class Disclosure:
    """One part, its name where it is a member, and its place in the input."""

    index: int
    digest: str
    value: list

    @property
    def path(self):
        return ("disclosures", self.index)

    @property
    def is_member(self):
        return len(self.value) == 3

    @property
    def has_form(self):
        """PSR-RED-003."""
        if not isinstance(self.value, list) or len(self.value) not in (2, 3):
            return False
        salt = base64url.decode(self.value[0])
        if salt is None or not 16 <= len(salt) <= 64:
            return False
        name = self.value[1] if self.is_member else "a"
        return isinstance(name, str) and text.NAME.fullmatch(name) is not None


def disclosures(written):
    """The disclosures of an envelope, as they are written there."""
    for index, encoded in enumerate(written):
        digest = base64url.encode(hashlib.sha256(encoded.encode("ascii")).digest())
        yield Disclosure(index, digest, text.read(base64url.decode(encoded), text.disclosure_bounds()))


@dataclass
class View:
    """The record with all that is disclosed, and what was found on the way."""

    record: dict
    is_copy: bool = False
    findings: list = field(default_factory=list)


def view(signed, disclosed):
    """Puts each disclosed part into its place, in the order of checks of chapter 16."""
    return _Maker(signed, disclosed).view()


def holds_digests(value):
    """Whether one of the names of redaction stands anywhere in a value."""
    return any(name in held for _, held in _objects(value, ()) for name in NAMES)


def _objects(value, path):
    if isinstance(value, dict):
        yield path, value
        for name in sorted(value):
            yield from _objects(value[name], (*path, name))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _objects(item, (*path, at))


def _digests(held):
    """The digests that stand in one object, as far as they have their form."""
    listed = held.get("_sd")
    return [one for one in (listed if isinstance(listed, list) else []) + [held.get("...")] if _is_digest(one)]


def _digest_count(held):
    listed = held.get("_sd")
    return (len(listed) if isinstance(listed, list) else 0) + ("..." in held)


def _is_digest(one):
    return len(base64url.decode(one) or b"") == 32


class _Maker:
    def __init__(self, signed, disclosed):
        self.signed = signed
        self.type = signed.get("type")
        self.disclosed = list(disclosed)
        self.by_digest = {one.digest: one for one in self.disclosed}
        self.placed = set()
        self.is_copy = False
        self.moved = {}
        self.late = {code: [] for code in ("RED_FORM", "RED_PLACE", "RED_MANDATORY", "RED_COLLISION")}

    def view(self):
        if not self.disclosed and not holds_digests(self.signed):
            return View(self.signed)
        if self.count() > limits()["digests"]:
            return View(self.signed, findings=[*self.algorithm(), Finding("LIM_COUNT")])
        first = [*self.algorithm(), *self.form(), *self.duplicates()]
        if first:
            return View(self.signed, findings=first)
        record = self.resolve(self.signed, ())
        if _depth(record) > limits()["depth"]:
            return View(self.signed, findings=[Finding("LIM_DEPTH")])
        found = [Finding("LIM_COUNT")] if _count(record) > limits()["values"] else []
        if "_sd_alg" in self.signed and not any(_digests(held) for _, held in _objects(self.signed, ())):
            self.late["RED_PLACE"].append(Finding("RED_PLACE", ("_sd_alg",)))
        for code in self.late:
            found += self.late[code]
        found += [Finding("RED_UNREFERENCED", one.path) for one in self.disclosed if one.digest not in self.placed]
        return View(_Places(self, record).mended(), self.is_copy, found)

    def count(self):
        """How many digests there are, disclosed or not, whatever stands in their places (PSR-RED-018)."""
        texts = [self.signed, *(one.value for one in self.disclosed)]
        return sum(_digest_count(held) for text in texts for _, held in _objects(text, ()))

    def texts(self):
        """The signed record and the values of the disclosures, each with the place at which a fault is reported."""
        yield (), self.signed, None
        for one in self.disclosed:
            yield one.path, one.value[-1] if one.has_form else None, one

    def algorithm(self):
        due = any(_has_digest_member(held) for _, held in _objects(self.signed, ()))
        if (due or "_sd_alg" in self.signed) and self.signed.get("_sd_alg") != "sha-256":
            yield Finding("HASH_ALG", ("_sd_alg",))

    def form(self):
        for path, value, disclosure in self.texts():
            if disclosure and not disclosure.has_form:
                yield Finding("RED_FORM", path)
            for inside, held in _objects(value, ()):
                for name in ("_sd", "..."):
                    if name in held and not _has_form(held, name, inside):
                        yield Finding("RED_FORM", path if disclosure else (*inside, name))

    def duplicates(self):
        seen, places = set(), set()
        for one in self.disclosed:
            if one.digest in seen:
                yield Finding("RED_DUPLICATE", one.path)
            seen.add(one.digest)
        for path, value, disclosure in self.texts():
            for inside, held in _objects(value, ()):
                for name in ("_sd", "..."):
                    digests = _digests({name: held[name]}) if name in held else []
                    if any(digest in places for digest in digests) or len(digests) != len(set(digests)):
                        yield Finding("RED_DUPLICATE", path if disclosure else (*inside, name))
                    places.update(digests)

    def resolve(self, value, path):
        if isinstance(value, list):
            return self.items(value, path)
        if not isinstance(value, dict):
            return value
        held = {name: self.resolve(inner, (*path, name)) for name, inner in value.items() if name not in NAMES}
        for digest in value.get("_sd", ()):
            one = self.take(digest, path, None)
            if one:
                name, part = one.value[1:]
                if name in held or name in NAMES:
                    self.late["RED_COLLISION"].append(Finding("RED_COLLISION", one.path))
                else:
                    held[name] = self.resolve(part, (*path, name))
        if path and "_sd_alg" in value:
            self.late["RED_PLACE"].append(Finding("RED_PLACE", (*path, "_sd_alg")))
        return {name: inner for name, inner in held.items() if inner is not GONE} or (GONE if value and path else {})

    def items(self, value, path):
        kept, moved = [], {}
        for at, item in enumerate(value):
            place = (*path, at)
            if isinstance(item, dict) and "..." in item:
                one = self.take(item["..."], place, at)
                part = GONE if one is None else self.resolve(one.value[1], place)
            else:
                part = self.resolve(item, place)
            if part is not GONE:
                moved[at] = len(kept)
                kept.append(part)
        self.moved[path] = moved
        return kept or (GONE if value else kept)

    def take(self, digest, path, at):
        """The disclosure of a digest; judges the place of a part whether it is disclosed or not."""
        one = self.by_digest.get(digest)
        if one and one.is_member != (at is None):
            self.late["RED_FORM"].append(Finding("RED_FORM", one.path))
            self.placed.add(digest)
            return None
        place = path if at is not None or one is None else (*path, one.value[1])
        allowed = _may_be_withheld(place, self.type) if at is not None or one else _may_hold_digests(place, self.type)
        here = place if at is not None or one else (*path, "_sd")
        if (not allowed and _is_mandatory(place, self.type)) or (one and _is_negated(one.value[-1])):
            self.late["RED_MANDATORY"].append(Finding("RED_MANDATORY", here))
        elif not allowed and not (one and place[-1] in NAMES):
            self.late["RED_PLACE"].append(Finding("RED_PLACE", here))
        if one is None:
            self.is_copy = True
        else:
            self.placed.add(digest)
        return one


GONE = object()
"""What stands where something was withheld."""


def _has_digest_member(held):
    return "_sd" in held or "..." in held


def _has_form(held, name, path):
    """PSR-RED-001, for one member of one object."""
    if name == "_sd":
        listed = held["_sd"]
        return isinstance(listed, list) and listed != [] and all(map(_is_digest, listed)) and listed == sorted(listed)
    return set(held) == {"..."} and _is_digest(held["..."]) and bool(path) and isinstance(path[-1], int)


def _is_negated(value):
    return any(held.get("negated") is True for _, held in _objects(value, ()))


def _rows(kind, record_type):
    for row in toml("registry/redaction.toml")[kind]:
        if record_type in row.get("types", [record_type]):
            yield from ([row["place"]] if "place" in row else row["places"])


def _fits(place, pattern):
    """Whether a place is one of a pattern, in which `*` stands for one element of a list."""
    expected = pattern.split("/")[1:]
    return len(expected) == len(place) and all(
        isinstance(part, int) if wanted == "*" else part == wanted for part, wanted in zip(place, expected)
    )


def _may_be_withheld(place, record_type):
    return any(_fits(place, pattern) for pattern in _rows("section", record_type))


def _may_hold_digests(place, record_type):
    """Whether an object may hold digests of members whose names are hidden."""
    patterns = [pattern.rpartition("/") for pattern in _rows("section", record_type)]
    return any(last != "*" and _fits(place, parent) for parent, _, last in patterns)


def _is_mandatory(place, record_type):
    return any(_fits(place[: pattern.count("/")], pattern) for pattern in _rows("never", record_type))


def _depth(value):
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(_depth, inside), default=0)


def _count(value):
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_count, inside))


INDEXES = {
    "src": ("provenance", "sources"),
    "translit_of": ("content", "names"),
    "name_ref": ("content", "names"),
    "name_used": ("content", "names"),
    "selector_refs": ("content", "selectors"),
    "document_refs": ("content", "documents"),
    "image": ("attachments",),
    "images": ("attachments",),
}


class _Places:
    """Makes places that are stated inside a record lead to the same parts in the view (PSR-RED-009)."""

    def __init__(self, maker, record):
        self.moved = maker.moved
        self.record = record

    def mended(self):
        if all(moved == {at: at for at in moved} for moved in self.moved.values()):
            return self.record
        record = self.indexes(self.record, ())
        for name in ("field_handling", "field_evaluation"):
            self.entries(record, name, "paths")
        self.entries(record, "absent", "path")
        self.entries(record.get("content", {}), "notes", "about")
        return record

    def indexes(self, value, path):
        if isinstance(value, list):
            return [self.indexes(item, (*path, at)) for at, item in enumerate(value)]
        if not isinstance(value, dict) or path == ("ext",):
            return value
        held = {}
        for name, inner in value.items():
            moved = self.moved.get(INDEXES.get(name, ())) if name in INDEXES else None
            if moved is None:
                held[name] = self.indexes(inner, (*path, name))
            elif isinstance(inner, list):
                kept = [moved[one] for one in inner if one in moved]
                held.update({name: kept} if kept else {})
            elif inner in moved:
                held[name] = moved[inner]
        return held

    def entries(self, holder, name, member):
        """Moves the pointers of the entries of a list, and leaves out an entry that has lost them all."""
        if not isinstance(holder, dict) or not isinstance(holder.get(name), list):
            return
        kept = []
        for entry in holder[name]:
            pointers = entry.get(member) if isinstance(entry, dict) else None
            if isinstance(pointers, str):
                moved = self.pointer(pointers)
            elif isinstance(pointers, list):
                moved = [one for one in map(self.pointer, pointers) if one]
            else:
                moved = pointers
            if moved:
                kept.append({**entry, member: moved})
        holder[name] = kept
        if not kept:
            del holder[name]

    def pointer(self, pointer):
        """The same part in the view, or None where it is withheld."""
        if not isinstance(pointer, str):
            return pointer
        old, new = (), []
        for part in pointer.split("/")[1:]:
            moved = self.moved.get(old)
            if moved is not None and part.isdigit():
                if int(part) not in moved:
                    return None
                new.append(str(moved[int(part)]))
                old = (*old, int(part))
            else:
                new.append(part)
                old = (*old, part)
        return "/" + "/".join(new)

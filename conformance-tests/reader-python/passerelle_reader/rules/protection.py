"""The protection of people (chapter 10)."""

import re

from .. import dates
from .codes import codes_of
from .identifiers import is_iban, is_imei
from .subject import finding

WORDS = re.compile(r"[^\W_]+")
ZONE = re.compile(r"[A-Z0-9<]{30,}")
PATTERNS = (
    re.compile(r"[A-Za-z0-9._%+-]@[A-Za-z0-9-]+\.[A-Za-z0-9-]"),
    re.compile(r"\+[0-9](?:[ .()-]?[0-9]){7,}"),
    re.compile(r"(?<![^\W_])[A-Z]{1,3}[0-9]{6,9}(?![^\W_])"),
)
SENSITIVE = set(
    "religion religious faith ethnicity ethnic race health medical disease orientation sexuality political union genetic".split()
)
SHOWN = ("image/", "video/", "audio/", "text/", "message/")
CHILD = 18


def words(text):
    return [word.lower() for word in WORDS.findall(text)]


def has_identifier(text):
    """Whether one of the patterns of PSR-PPL-003 is in the text."""
    return any("<<" in run for run in ZONE.findall(text)) or any(pattern.search(text) for pattern in PATTERNS)


def findings(subject):
    if subject.type == "profile":
        yield from _subject_not_victim(subject)
        yield from _child(subject)
    yield from _counts(subject)
    yield from _texts(subject)
    yield from _sensitive(subject)
    for at, attachment in enumerate(subject.record.get("attachments", ())):
        kind = attachment["media_type"]
        if kind.startswith(SHOWN) or kind in ("application/json", "application/pdf"):
            if attachment.get("persons_shown") not in ("yes", "no"):
                yield finding("RULE_ATTACHMENT_VICTIM_RISK", "attachments", at, "persons_shown")
    refused = {"warn", "threat-alert", "arrest-with-view-to-extradition"}
    for at, action in enumerate(subject.record.get("requested_action", ())):
        if subject.content.get("subject_status") == "acquitted" and action in refused:
            yield finding("RULE_ACQUITTED_NO_WARNING", "requested_action", at)


def _names_victim(text):
    found = words(text)
    return "victim" in found or "witness" in found or ("smuggled", "migrant") in zip(found, found[1:])


def _subject_not_victim(subject):
    for path, _, code in codes_of(subject):
        if path[0] == "content" and _names_victim(code):
            yield finding("RULE_SUBJECT_NOT_VICTIM", *path)
    for path, name, value in _extension(subject.record.get("ext", {}), ("ext",)):
        if _names_victim(name) or (isinstance(value, str) and _names_victim(value)):
            yield finding("RULE_SUBJECT_NOT_VICTIM", *path)


def _extension(value, path):
    """Each value within `ext`, with the name that it stands under; of an extension's name only the owner's own part."""
    if isinstance(value, dict):
        for name, inner in value.items():
            own = name.partition(":")[2] if path == ("ext",) else name
            yield (*path, name), own, inner
            yield from _extension(inner, (*path, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield (*path, at), "", inner
            yield from _extension(inner, (*path, at))


def _counts(subject):
    places = [("content", "victims", "count")]
    places += [("content", "legs", at, "persons") for at in range(len(subject.at("content", "legs") or ()))]
    places += [("content", "persons", who) for who in ("migrants", "minors", "dead", "missing", "injured")]
    for path in places:
        if (subject.at(*path) or {}).get("max") in (1, 2):
            yield finding("RULE_SMALL_CELL_AGGREGATE", *path, "max")


def _texts(subject):
    is_method = subject.type == "modus-operandi"
    for path, text in subject.all("Text"):
        if not (is_method and path[0] == "content") and has_identifier(text["text"]):
            yield finding("RULE_FREE_TEXT_IDENTIFIER", *path, "text")
    if is_method:
        for path, value, _, _ in subject.values:
            if path[:1] == ("content",) and isinstance(value, str):
                if has_identifier(value) or any(is_iban(word) or is_imei(word) for word in WORDS.findall(value)):
                    yield finding("RULE_MO_NO_PERSON", *path)


def _sensitive(subject):
    has_article = any("article" in ground for ground in subject.record["legal_basis"])
    for name, value in subject.record.get("ext", {}).items():
        necessity = value.get("necessity") if isinstance(value, dict) else None
        if has_article and isinstance(necessity, (str, list)):
            continue
        for path, own, _ in _extension({name: value}, ("ext",)):
            if SENSITIVE & set(words(own)):
                yield finding("RULE_SENSITIVE_NEEDS_BASIS", *path)


def _child(subject):
    if not _is_child(subject):
        return
    if subject.record["handling"]["releasable_to"] == ["all-members"]:
        yield finding("RULE_JUVENILE_STRICT", "handling", "releasable_to")
    if dates.day(subject.record["validity"]["review_by"]) > dates.later_by_years(subject.issued_day, 1):
        yield finding("RULE_MINOR_SHORTER_REVIEW", "validity", "review_by")


def _is_child(subject):
    if "minor" in subject.content.get("caution", ()):
        return True
    births = [birth for _, birth in subject.items("content", "births") if "date" in birth or "age_on" in birth]
    return bool(births) and all(_is_certainly_child(birth, subject.issued_day) for birth in births)


def _is_certainly_child(birth, day):
    if "date" in birth:
        earliest = dates.span(birth["date"])[0]
        return earliest is not None and day < dates.later_by_years(earliest, CHILD)
    stated = birth["age_on"]
    left = CHILD - 1 - stated["years"]
    return left >= 0 and day <= dates.later_by_years(dates.day(stated["date"]), left)

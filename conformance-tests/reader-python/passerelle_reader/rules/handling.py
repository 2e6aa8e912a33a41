"""Markings (chapter 9)."""

from ..specification import vocabulary
from .subject import finding

ORDERED = {
    "tlp": "tlp",
    "onward": "onward",
    "judicial_use": "judicial-use",
    "pap": "pap",
    "interpol": "interpol-confidentiality",
}
EVERYBODY = "all-members"


def findings(subject):
    whole = subject.record["handling"]
    for path, handling in subject.all("Handling"):
        yield from _alone(path, handling)
        if path != ("handling",):
            yield from _beside(path, handling, whole)


def _alone(path, handling):
    released, europol = handling["releasable_to"], handling.get("europol", ())
    for at, party in enumerate(handling.get("not_releasable_to", ())):
        if party in released:
            yield finding("RULE_DENY_BEATS_ALLOW", *path, "not_releasable_to", at)
    if handling["tlp"] == "clear":
        if {"H1", "H2", "H3"} & set(europol) or handling.get("pap") == "red" or released != [EVERYBODY]:
            yield finding("RULE_TLP_CLEAR_WITH_RESTRICTIONS", *path, "tlp")
    if "H3" in europol and "caveats" not in handling:
        yield finding("RULE_H3_NEEDS_CAVEAT", *path, "caveats")
    if "H1" in europol and handling["judicial_use"] == "permitted":
        yield finding("RULE_H1_IMPLIES_JUDICIAL_USE", *path, "judicial_use")
    if EVERYBODY in released and (handling.get("interpol") == "confidential" or handling["tlp"] == "red"):
        yield finding("RULE_CONFIDENTIAL_TO_ALL", *path, "releasable_to")


def _beside(path, part, whole):
    for at, party in enumerate(part["releasable_to"]):
        if party in whole.get("not_releasable_to", ()):
            yield finding("RULE_RELEASE_CONTRADICTION", *path, "releasable_to", at)
    for member in _weakened(part, whole):
        yield finding("RULE_MARKING_NOT_WEAKENED", *path, member)


def _weakened(part, whole):
    """The members in which a part is less strict than the whole."""
    for member, name in ORDERED.items():
        ours, theirs = _rank(part, member, name), _rank(whole, member, name)
        if ours is not None and theirs is not None and ours < theirs:
            yield member
    if not set(whole.get("europol", ())) <= set(part.get("europol", ())):
        yield "europol"
    # A party to which the part goes although the record denies it is reported there.
    if not set(whole.get("not_releasable_to", ())) <= {*part.get("not_releasable_to", ()), *part["releasable_to"]}:
        yield "not_releasable_to"
    if whole["releasable_to"] != [EVERYBODY] and not set(part["releasable_to"]) <= set(whole["releasable_to"]):
        yield "releasable_to"


def _rank(handling, member, name):
    """How strict a code is; None for a code that is not known, which is not compared."""
    if member not in handling:
        return 0 if member == "pap" else -1
    row = vocabulary(name)["codes"].get(handling[member])
    return row and row["strictness"]

"""The header: times, languages, what is absent, attachments (chapter 1)."""

from .. import dates
from ..specification import limits
from .subject import at, finding, parts


def findings(subject):
    record = subject.record
    ahead = subject.issued - subject.now
    if ahead > limits()["issued_skew_seconds"]:
        yield finding("RULE_ISSUED_NOT_FUTURE", "issued")
    elif ahead > 0:
        yield finding("RULE_ISSUED_SKEW", "issued")
    validity = record["validity"]
    review_by, begin = dates.day(validity["review_by"]), dates.day(validity["from"])
    if review_by <= subject.issued_day or review_by > dates.later_by_years(begin, limits()["review_years"]):
        yield finding("RULE_REVIEW_WINDOW", "validity", "review_by")
    if record["lang"] == "und":
        yield finding("RULE_LANG_UNDETERMINED", "lang")
    for path, text in subject.all("Text"):
        if text["lang"] == "und":
            yield finding("RULE_LANG_UNDETERMINED", *path, "lang")
    for place, absent in enumerate(record.get("absent", ())):
        if at(record, parts(absent["path"])) is not None:
            yield finding("RULE_ABSENT_AND_PRESENT", "absent", place, "path")
    for place, _ in enumerate(record.get("attachments", ())):
        yield finding("RULE_ATTACHMENT_MISSING", "attachments", place)

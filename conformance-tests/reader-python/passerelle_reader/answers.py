"""Chapter 8: the three answers."""

from dataclasses import dataclass, field

from . import dates
from .finding import Finding

BEFORE_KEYS = ("limits", "encoding", "json", "profile", "envelope", "header")
HYBRID_UNDECIDED = ("SIG_HYBRID", "indeterminate")
SIGNERS = ("key", "key-policy", "cryptography", "quorum", "time")


@dataclass
class Report:
    """What is said about one input. It names what a record claims to be only where the record verified."""

    integrity: str
    trust: str
    status: str = "unknown"
    form: str | None = None
    digest: str | None = None
    record: dict | None = None
    findings: list = field(default_factory=list)

    @property
    def code(self):
        """The first code that refuses, or None."""
        return next((finding.code for finding in self.findings if finding.refuses), None)


def answers(findings):
    """Integrity and trust follow from the first finding that refuses (PSR-ANS-004)."""
    first = next((finding for finding in findings if finding.refuses), None)
    if first is None:
        integrity, trust = "valid", "trusted"
    elif first.code in ("TL_MISSING", "TL_EXPIRED_GRACE", "KEY_UNKNOWN") or (first.code, first.severity) == HYBRID_UNDECIDED:
        integrity, trust = "indeterminate", "unknown"
    elif first.code == "TL_EXPIRED":
        integrity, trust = "indeterminate", "untrusted"
    elif first.code == "TL_ROLE" or first.stage in SIGNERS:
        integrity, trust = "invalid", "untrusted"
    elif first.stage in BEFORE_KEYS:
        integrity, trust = "invalid", "unknown"
    else:
        integrity, trust = "invalid", "trusted"
    return {"integrity": integrity, "trust": trust}


def dates_past(record, now):
    """Whether a day of the record is past: the warning of a reader, and an error of an author (PSR-REC-022)."""
    held = status(record, [], now)
    place = {"expired": "expires", "review-due": "review_by"}.get(held)
    return [Finding("RULE_EXPIRED_NOT_USABLE", ("validity", place))] if place else []


def status(record, findings, now):
    """What the dates say; a reader that keeps no records gives `unknown` in place of `active` (PSR-REV-012)."""
    if any(finding.refuses for finding in findings):
        return "unknown"
    today = now // 86400
    validity = record["validity"]
    if "expires" in validity and today > dates.day(validity["expires"]):
        return "expired"
    return "review-due" if today > dates.day(validity["review_by"]) else "unknown"

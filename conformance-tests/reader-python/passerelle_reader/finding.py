"""Findings: a code and a place."""

from dataclasses import dataclass

from .specification import codes

OPEN_THOUGH_UNDECIDED = ("VER_MUST", "REV_GAP")


@dataclass(frozen=True)
class Finding:
    """What is wrong, and where. It never holds a value of the record."""

    code: str
    path: tuple = ()
    offset: int | None = None
    weight: str = ""

    @property
    def severity(self):
        """`error`, `indeterminate` or `warning`: the registry's, unless this place has one of its own."""
        return self.weight or codes()[self.code]["severity"]

    @property
    def stage(self):
        return codes()[self.code]["stage"]

    @property
    def refuses(self):
        """Whether opening stops here (PSR-ANS-004)."""
        return self.severity == "error" or (self.severity == "indeterminate" and self.code not in OPEN_THOUGH_UNDECIDED)

    @property
    def refuses_author(self):
        """Whether an author may not sign with it: what an author can still mend is often an error (chapter 8)."""
        return (self.weight or codes()[self.code].get("author") or self.severity) != "warning"

    @property
    def pointer(self):
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in self.path)

    def as_json(self):
        row = {
            "code": self.code,
            "stage": self.stage,
            "severity": self.severity,
            "requirement": codes()[self.code]["requirement"],
            "pointer": self.pointer,
        }
        return row if self.offset is None else {**row, "offset": self.offset}


class Refused(Exception):
    """A fault that ends the reading."""

    def __init__(self, finding):
        super().__init__(finding.code)
        self.finding = finding


def refuse(code, path=(), offset=None):
    """Ends the reading with this code."""
    raise Refused(Finding(code, tuple(path), offset))


def in_order(findings):
    """Sorted by place in the canonical form, and at one place by the registry (PSR-ANS-003)."""
    return sorted(findings, key=lambda finding: (finding.path, codes()[finding.code]["order"]))

"""What was found, as data."""

from __future__ import annotations

import html
from typing import Iterable, Optional

import msgspec

__all__ = ["Finding", "Signature", "Withheld", "findings_table"]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, or worth knowing. It never holds a value of the record."""

    code: str
    """What it is, for example `RULE_IBAN_MOD97`."""
    stage: str
    """The stage that finds it, for example `rules`."""
    severity: str
    """`error` refuses, `indeterminate` means that it cannot be decided, `warning` informs."""
    pointer: str
    """Where it is, as a JSON Pointer; empty for the whole."""
    requirement: str
    """The requirement of the specification that is not met."""
    message: str
    """What is wrong, in one sentence."""
    hint: str
    """How to mend it."""
    rule: Optional[str] = None
    """The public name of the rule, where it is one."""
    offset: Optional[int] = None
    """Bytes before the place in the text that was given, where it leads into that."""
    line: Optional[int] = None
    """The line there, from 1."""
    column: Optional[int] = None
    """The column there, from 1."""

    def __str__(self) -> str:
        place = f"{self.line}:{self.column}: " if self.line is not None else ""
        return f"{place}{self.severity} {self.code} at {self.pointer or 'the whole'}: {self.message} {self.hint}"


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """A signature of a record."""

    kid: str
    """Whose key it names: `<authority>#<thumbprint>`."""
    verified: bool
    """Whether it verifies with a key that is trusted."""
    alg: Optional[str] = None
    """The algorithm, where it is known."""
    signed: Optional[str] = None
    """When the signer says that it signed."""


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """A part of which a copy holds no more than a digest."""

    place: str
    """Where it stands: the element, or the object that a member belongs to."""
    kind: str
    """`element` or `member`."""
    digest_at: str
    """Where its digest stands in the signed record."""


def findings_table(findings: Iterable[Finding]) -> str:
    """The findings as a table in HTML."""
    rows = "".join(
        f"<tr><td>{html.escape(finding.severity)}</td><td><code>{html.escape(finding.code)}</code></td>"
        f"<td><code>{html.escape(finding.pointer)}</code></td><td>{html.escape(finding.message)}"
        f"<br><small>{html.escape(finding.hint)}</small></td></tr>"
        for finding in findings
    )
    if not rows:
        return "<p>No findings.</p>"
    return f"<table><tr><th>severity</th><th>code</th><th>place</th><th>what, and how to mend it</th></tr>{rows}</table>"

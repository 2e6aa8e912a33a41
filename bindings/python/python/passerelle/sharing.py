"""Records among others: what changed, which hold, and who may have one."""

from __future__ import annotations

import datetime
import html
from typing import List, Optional, Sequence, Tuple

import msgspec

from . import _boundary, _native, trust as _trust
from ._boundary import Data
from ._findings import Finding, findings_table
from .authoring import Draft, Form, draft_bytes, form_of
from .errors import DiffError, OpenError, ReleaseError
from .trust import Trust

__all__ = [
    "Change",
    "Decision",
    "Judgement",
    "Referral",
    "Revision",
    "Status",
    "Unopened",
    "diff",
    "redact_for",
    "referral",
    "release",
    "status",
]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between two revisions."""

    kind: str
    """`added`, `removed`, `changed` or `withheld`."""
    section: str
    """The section of the record, for example `legs`."""
    section_label: str
    """What people call the section."""
    pointer: str
    """Where it is."""
    text: str
    """The change in words; with values of the record only where that was asked for."""
    earlier_pointer: Optional[str] = None
    """Where it was in the earlier revision."""

    def __repr__(self) -> str:
        return f"Change({self.kind} at {self.pointer})"


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """One revision of a record."""

    id: str
    rev: int


class Judgement(msgspec.Struct, frozen=True, kw_only=True, rename={"record_type": "type"}):
    """What holds of one content of one revision."""

    id: str
    rev: int
    digest: str
    record_type: str
    environment: str
    status: str
    """`active`, `superseded`, `withdrawn`, `expired`, `review-due`, `disputed`, `forked` or `unknown`."""
    holds: Tuple[str, ...]
    """Every status that holds."""
    review_by: datetime.date
    """The last day before the review is due, extensions included."""
    notices: Tuple[Revision, ...]
    """The notices about it."""
    findings: Tuple[Finding, ...]
    replaced_by: Optional[Revision] = None


class Unopened(msgspec.Struct, frozen=True, kw_only=True):
    """A record that did not open, and so has no effect."""

    input: int
    """Its place in the list that was given."""
    integrity: str
    trust: str
    findings: Tuple[Finding, ...]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What holds of many records."""

    judgements: Tuple[Judgement, ...]
    refused: Tuple[Unopened, ...]

    def of(self, id: str, rev: int) -> Tuple[Judgement, ...]:
        """What holds of a revision: several judgements where it was forked."""
        return tuple(judgement for judgement in self.judgements if (judgement.id, judgement.rev) == (id, rev))

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(judgement.id)}</td><td>{judgement.rev}</td><td>{html.escape(judgement.status)}</td></tr>"
            for judgement in self.judgements
        )
        return f"<table><tr><th>record</th><th>revision</th><th>status</th></tr>{rows}</table>"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a record may go to a recipient. It is true where it may."""

    allowed: bool
    reasons: Tuple[Finding, ...]
    """Every reason against it."""
    withheld: Tuple[str, ...]
    """The parts that this recipient may not have, though it could have the rest."""

    def __bool__(self) -> bool:
        return self.allowed

    def _repr_html_(self) -> str:
        return f"<p><b>{'Allowed' if self.allowed else 'Denied'}</b></p>{findings_table(self.reasons)}"


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """What an on-line platform may get of a record: its own accounts, channels and addresses, and hashes of evidence."""

    json: bytes
    """The view, as canonical JSON."""
    left_out: Tuple[Finding, ...]
    """What could not be taken into it without bringing data on a person."""

    def __repr__(self) -> str:
        return f"Referral({len(self.json)} bytes)"


_CHANGES = msgspec.json.Decoder(List[Change])
_STATUS = msgspec.json.Decoder(Status)
_DECISION = msgspec.json.Decoder(Decision)
_FINDINGS = msgspec.json.Decoder(Tuple[Finding, ...])


def diff(before: Draft, after: Draft, *, lang: str = "en", values: bool = False) -> List[Change]:
    """What changed from one revision to another, drafts or signed. Nothing is verified.

    Args:
        lang: The language of the texts: `en`, `fr`, `es` or `ar`.
        values: Whether the texts may hold values of the record, such as names.
    """
    if not isinstance(values, bool):
        _boundary.argument("values: bool")
    arguments = (draft_bytes(before), draft_bytes(after), _boundary.text(lang, "lang"), values)
    return _CHANGES.decode(_boundary.call(DiffError, _native.diff, *arguments))


def holdings(records: Sequence[Data], receipts: Sequence[Data], name: str = "held") -> _native.Holdings:
    """What is held beside a record, as the native side takes it."""
    return _native.Holdings(records=_boundary.many(records, name), receipts=_boundary.many(receipts, "receipts"))


def status(
    envelopes: Sequence[Data],
    trust: Trust,
    *,
    receipts: Sequence[Data] = (),
    now: Optional[datetime.datetime] = None,
) -> Status:
    """Which of the records that are held still hold: give all of them, revisions and notices, in any order.

    Args:
        receipts: Signed receipts, which save records whose key was stolen later.
    """
    arguments = (holdings(envelopes, receipts, "envelopes"), _trust.native(trust), _boundary.seconds(now))
    return _STATUS.decode(_boundary.call(OpenError, _native.status, *arguments))


def release(
    envelope: Data,
    trust: Trust,
    *,
    to: str,
    purpose: str,
    environment: str,
    holder: Optional[str] = None,
    consent: bool = False,
    held: Sequence[Data] = (),
    receipts: Sequence[Data] = (),
    now: Optional[datetime.datetime] = None,
) -> Decision:
    """Decides whether a signed record may go to somebody.

    Args:
        to: The country or organisation that is to get it.
        purpose: What for: a code of the list `purpose`.
        environment: The environment of the recipient's system: `live`, `exercise` or `test`.
        holder: Who sends it, where that is not its issuer.
        consent: Whether the issuer has agreed to this one transfer.
        held: The other records that are held; newer revisions and notices count only where they are among them.
        receipts: Signed receipts, which save a record whose key was stolen later.

    Raises:
        ReleaseError: The record, or one of those held, does not open.
    """
    going = transfer(to, purpose, environment, holder, consent)
    arguments = (_boundary.data(envelope, "envelope"), holdings(held, receipts), going)
    answer = _boundary.call(ReleaseError, _native.release, *arguments, _trust.native(trust), _boundary.seconds(now))
    return _DECISION.decode(answer)


def redact_for(
    envelope: Data,
    trust: Trust,
    *,
    to: str,
    purpose: str,
    environment: str,
    holder: Optional[str] = None,
    consent: bool = False,
    held: Sequence[Data] = (),
    receipts: Sequence[Data] = (),
    now: Optional[datetime.datetime] = None,
    form: Form = "clear",
) -> bytes:
    """The copy of a signed record that may go to somebody: the whole of it, or one without the parts that the recipient may not have.

    Raises:
        ReleaseError: It may not go; `error.findings` has every reason.
    """
    going = transfer(to, purpose, environment, holder, consent)
    arguments = (_boundary.data(envelope, "envelope"), holdings(held, receipts), going, _trust.native(trust))
    return _boundary.call(ReleaseError, _native.redact_for, *arguments, _boundary.seconds(now), form_of(form))


def transfer(to: str, purpose: str, environment: str, holder: Optional[str], consent: bool) -> _native.Transfer:
    """A transfer that somebody has in mind, as the native side takes it."""
    if not isinstance(consent, bool):
        _boundary.argument("consent: bool")
    return _native.Transfer(
        to=_boundary.text(to, "to"),
        purpose=_boundary.text(purpose, "purpose"),
        environment=_boundary.text(environment, "environment"),
        holder=None if holder is None else _boundary.text(holder, "holder"),
        consent=consent,
    )


def referral(
    envelope: Data,
    trust: Trust,
    *,
    holder: Optional[str] = None,
    consent: bool = False,
    held: Sequence[Data] = (),
    receipts: Sequence[Data] = (),
    now: Optional[datetime.datetime] = None,
) -> Referral:
    """The view of a signed record for an on-line platform.

    Raises:
        ReleaseError: It may not go; `error.findings` has every reason.
    """
    if not isinstance(consent, bool):
        _boundary.argument("consent: bool")
    party = None if holder is None else _boundary.text(holder, "holder")
    arguments = (_boundary.data(envelope, "envelope"), holdings(held, receipts), party, consent, _trust.native(trust))
    made = _boundary.call(ReleaseError, _native.referral, *arguments, _boundary.seconds(now))
    return Referral(json=made.referral, left_out=_FINDINGS.decode(made.left_out))

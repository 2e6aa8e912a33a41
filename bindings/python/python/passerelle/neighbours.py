"""Formats of neighbours: STIX 2.1, FollowTheMoney and MISP out; STIX, FollowTheMoney and HTCDS in.

    made = passerelle.export_as("stix", envelopes, trust, to="XA", purpose="crime-analysis", environment="live")
    drafts = passerelle.import_from("stix", bundle, issuer="XX/northland", header=header).drafts

Every conversion says what is lost in it. What is read is a draft: look at it before you sign it.
"""

from __future__ import annotations

import datetime
from typing import Literal, Optional, Sequence, Tuple

import msgspec

from . import _boundary, _native, trust as _trust
from ._boundary import Data
from ._findings import Finding
from .errors import NeighbourError
from .sharing import holdings, transfer
from .trust import Trust

__all__ = ["Drafted", "Exported", "Inward", "NeighbourLoss", "NeighbourReject", "Outward", "export_as", "import_from"]

Outward = Literal["stix", "ftm", "misp"]
"""A format that records are written in."""

Inward = Literal["stix", "ftm", "htcds"]
"""A format that drafts are made of."""


class NeighbourLoss(msgspec.Struct, frozen=True, kw_only=True):
    """Something that one side says and the other does not, or says otherwise."""

    of: str
    """The record by its identifier, or the neighbour's object by its identifier or place."""
    pointer: str
    """In the record that was signed, or in the neighbour's document or object."""
    code: str
    """What happened, for example `NBR_NOT_CARRIED`."""
    reason: str
    """The same in words."""


class NeighbourReject(msgspec.Struct, frozen=True, kw_only=True):
    """An object of the neighbour's that makes no valid draft."""

    of: str
    """The object, by its identifier or place."""
    code: str
    """`NBR_INVALID`, `NBR_HANDLING` or `NBR_REFERENCE`."""
    pointer: str
    """In the draft."""
    reason: str
    """The code in words."""
    finding: Optional[Finding] = None
    """The first error of the draft."""


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """Records in a neighbour's format. It is true where all of them are in it."""

    document: bytes
    """JSON text, the same bytes for the same records."""
    records: int
    """How many were asked for."""
    left_out: Tuple[NeighbourLoss, ...]
    """The records that the format cannot say at all."""
    losses: Tuple[NeighbourLoss, ...]
    """What whoever reads the document does not see, or sees otherwise."""

    def __bool__(self) -> bool:
        return not self.left_out

    def __repr__(self) -> str:
        return f"Exported({len(self.document)} bytes, {len(self.losses)} losses)"


class Drafted(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of a neighbour's document. It is true where nothing was rejected."""

    drafts: Tuple[bytes, ...]
    """Valid, unsigned, in canonical form."""
    of: Tuple[str, ...]
    """Of which object each draft was made."""
    rejects: Tuple[NeighbourReject, ...]
    """Objects that make no valid draft."""
    losses: Tuple[NeighbourLoss, ...]
    """What of the document is in no draft, or is there otherwise."""

    def __bool__(self) -> bool:
        return not self.rejects

    def __repr__(self) -> str:
        return f"Drafted({len(self.drafts)} drafts, {len(self.rejects)} rejects, {len(self.losses)} losses)"


class _AboutExport(msgspec.Struct):
    records: int
    left_out: Tuple[NeighbourLoss, ...]
    losses: Tuple[NeighbourLoss, ...]


class _AboutImport(msgspec.Struct):
    of: Tuple[str, ...]
    rejects: Tuple[NeighbourReject, ...]
    losses: Tuple[NeighbourLoss, ...]


_EXPORT = msgspec.json.Decoder(_AboutExport)
_IMPORT = msgspec.json.Decoder(_AboutImport)


def export_as(
    format: Outward,
    envelopes: Sequence[Data],
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
) -> Exported:
    """Writes signed records in a neighbour's format. What belongs together goes in one call.

    Args:
        format: `stix`, `ftm` or `misp`.
        to: The country or organisation that is to get it: whoever runs the system that reads the document.
        purpose: What for: a code of the list `purpose`.
        environment: The environment of that system: `live`, `exercise` or `test`.
        holder: Who sends it, where that is not the issuer.
        consent: Whether the issuer has agreed to this one transfer.
        held: The other records that are held; newer revisions and notices count only where they are among them.
        receipts: Signed receipts, which save a record whose key was stolen later.

    Raises:
        NeighbourError: A record does not open, or may not go; nothing is written then. `error.findings` has every reason, `error.detail` says
            which record it is.
    """
    arguments = (_boundary.text(format, "format"), _boundary.many(envelopes, "envelopes"), holdings(held, receipts))
    going = transfer(to, purpose, environment, holder, consent)
    made = _boundary.call(
        NeighbourError, _native.export_as, *arguments, going, _trust.native(trust), _boundary.seconds(now)
    )
    about = _EXPORT.decode(made.about)
    return Exported(document=made.document, records=about.records, left_out=about.left_out, losses=about.losses)


def import_from(
    format: Inward, document: Data, *, issuer: str, header: Data, now: Optional[datetime.datetime] = None
) -> Drafted:
    """Makes drafts of a neighbour's document.

    Args:
        format: `stix`, `ftm` or `htcds`.
        issuer: Who issues the drafts.
        header: A JSON object with what the document does not say: purpose, legal basis, handling, evaluation, validity, provenance,
            environment and language; and under `content`, by type of record, members for where the document has none.
        now: The time of issue; that of this machine's clock unless told.

    Raises:
        NeighbourError: The document or the header cannot be used; `error.detail` says where.
    """
    arguments = (_boundary.text(format, "format"), _boundary.data(document, "document"), _boundary.text(issuer, "issuer"))
    made = _boundary.call(
        NeighbourError, _native.import_from, *arguments, _boundary.data(header, "header"), _boundary.seconds(now)
    )
    about = _IMPORT.decode(made.about)
    return Drafted(drafts=tuple(made.drafts), of=about.of, rejects=about.rejects, losses=about.losses)

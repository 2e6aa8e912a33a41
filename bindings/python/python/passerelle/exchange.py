"""What goes along with records: receipts, forwards, manifests, and containers of many records."""

from __future__ import annotations

import datetime
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import msgspec

from . import _boundary, _native, trust as _trust
from ._boundary import Data
from ._findings import Finding, Signature
from .errors import ForwardError, OpenError, PackError, PasserelleError, ReceiptError, failure
from .keys import DecryptionKey, Decryptor, Signatories, Signer, SoftwareKey, asking, decryption
from .reading import About, Opened, of_parts
from .records import Handling
from .sharing import holdings
from .trust import Trust

__all__ = [
    "Arrived",
    "Batch",
    "Damage",
    "Feed",
    "FeedFault",
    "ForwardCheck",
    "ForwardFault",
    "Mismatch",
    "Packed",
    "Segment",
    "Statement",
    "Unpacked",
    "check_feeds",
    "check_forward",
    "forward",
    "open_batch",
    "open_forward",
    "open_manifest",
    "open_receipt",
    "pack",
    "receipt",
    "unpack",
]

Key = Union[None, DecryptionKey, Decryptor]
Now = Optional[datetime.datetime]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt, a forward or a manifest whose signature was verified, and which is what its issuer signed."""

    digest: str
    """The SHA-256 digest of what was signed."""
    signatures: Tuple[Signature, ...]
    findings: Tuple[Finding, ...]
    """Warnings."""
    document: Mapping[str, Any]
    """What is stated, with the members that the specification gives it."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.digest[:12]}…)"


_STATEMENT = msgspec.json.Decoder(Statement)


# -- receipts -----------------------------------------------------------------------------------------------------------------------


def receipt(
    envelope: Data, trust: Trust, signer: Union[Signer, SoftwareKey], *, received: datetime.datetime, now: Now = None
) -> bytes:
    """Signs the receipt for a record that opens.

    Args:
        received: When the record came, by the clock of whoever gives the receipt; never a time that the sender says.
    """
    signatories = Signatories([signer])
    arguments = (_boundary.data(envelope, "envelope"), _trust.native(trust), signatories.native[0])
    times = (_boundary.seconds(received), _boundary.seconds(now))
    signed: bytes = asking(ReceiptError, signatories.devices, _native.receipt, *arguments, *times)
    return signed


def open_receipt(data: Data, trust: Trust, *, now: Now = None) -> Statement:
    """Opens a receipt."""
    return _opened(_native.open_receipt, data, trust, now)


def _opened(function: Any, data: Data, trust: Trust, now: Now) -> Statement:
    arguments = (_boundary.data(data), _trust.native(trust), _boundary.seconds(now))
    return _STATEMENT.decode(_boundary.call(OpenError, function, *arguments))


# -- forwards -----------------------------------------------------------------------------------------------------------------------


def forward(
    envelope: Data,
    trust: Trust,
    signer: Union[Signer, SoftwareKey],
    *,
    to: Sequence[str],
    purpose: Sequence[str],
    earlier: Sequence[Data] = (),
    consent: Optional[str] = None,
    handling: Optional[Handling] = None,
    held: Sequence[Data] = (),
    receipts: Sequence[Data] = (),
    now: Now = None,
) -> bytes:
    """Signs to whom a record of somebody else is passed on, after judging it as whoever gets it will.

    Args:
        to: Who is to get it: codes of countries and organisations, or authorities.
        purpose: What for: codes of the list `purpose`.
        earlier: The forwards by which it came.
        consent: Where the consent of the issuer is kept, such as the number of a letter.
        handling: The marking under which it goes; that by which it came unless told.

    Raises:
        ForwardError: It may not go there (`FWD_…`, with every reason), or a record or a forward does not open.
    """
    if isinstance(to, str) or isinstance(purpose, str):
        _boundary.argument("to and purpose: lists of texts")
    forwarding = _native.Forwarding(
        to=[_boundary.text(name, "to") for name in to],
        purpose=[_boundary.text(code, "purpose") for code in purpose],
        consent=None if consent is None else _boundary.text(consent, "consent"),
        handling=None if handling is None else handling.to_json(),
    )
    signatories = Signatories([signer])
    came = (_boundary.data(envelope, "envelope"), holdings(held, receipts), _boundary.many(earlier, "earlier"))
    arguments = (*came, forwarding, signatories.native[0], _trust.native(trust), _boundary.seconds(now))
    signed: bytes = asking(ForwardError, signatories.devices, _native.forward, *arguments)
    return signed


def open_forward(data: Data, trust: Trust, *, now: Now = None) -> Statement:
    """Opens a forward, for itself. Whether it fits the record is for `check_forward` to say."""
    return _opened(_native.open_forward, data, trust, now)


class ForwardFault(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is wrong with a forward."""

    step: int
    """Which forward of the way it is, from 0."""
    finding: Finding
    reasons: Tuple[Finding, ...]
    """Why the record may not go there, for `FWD_RELEASE`."""


class ForwardCheck(Statement, frozen=True, kw_only=True):
    """A forward that was opened and held against the record. It is true where there are no faults."""

    faults: Tuple[ForwardFault, ...]

    def __bool__(self) -> bool:
        return not self.faults


_FORWARD_CHECK = msgspec.json.Decoder(ForwardCheck)


def check_forward(
    data: Data,
    envelope: Data,
    trust: Trust,
    *,
    earlier: Sequence[Data] = (),
    held: Sequence[Data] = (),
    receipts: Sequence[Data] = (),
    now: Now = None,
) -> ForwardCheck:
    """Holds a forward, and those before it, against the copy that came with it.

    Raises:
        OpenError: The forward, one before it, the record, or one of those held does not open.
    """
    came = (_boundary.data(data), _boundary.many(earlier, "earlier"), _boundary.data(envelope, "envelope"))
    arguments = (*came, holdings(held, receipts), _trust.native(trust), _boundary.seconds(now))
    return _FORWARD_CHECK.decode(_boundary.call(OpenError, _native.check_forward, *arguments))


# -- manifests ----------------------------------------------------------------------------------------------------------------------


class Mismatch(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which records are not what their manifest lists."""

    kind: str
    """`missing`, `closed` (it may be a sealed record that stayed closed), `extra` or `repeated`."""
    at: int
    """The place: of the entry in the manifest where it is missing or closed, else among the records that came."""
    code: str
    severity: str


class Arrived:
    """One record of several: either opened, or refused."""

    __slots__ = ("opened", "error", "envelope", "segment", "line")

    def __init__(self, opened: Optional[Opened], error: Optional[PasserelleError], envelope: bytes, segment: int, line: int):
        self.opened = opened
        """The record, where it opened."""
        self.error = error
        """The `OpenError` that says why it did not."""
        self.envelope = envelope
        """The envelope as it came."""
        self.segment = segment
        """The segment of the container that it stood in, from 1; 0 where it came otherwise."""
        self.line = line
        """The line of the container that it stood in, from 1; 0 where it came otherwise."""

    def __bool__(self) -> bool:
        return self.opened is not None

    def __repr__(self) -> str:
        return f"Arrived({self.opened!r})" if self.opened is not None else f"Arrived({self.error!r})"


class _Outcome(msgspec.Struct, frozen=True, kw_only=True):
    opened: Optional[About] = None
    refused: msgspec.Raw = msgspec.Raw()
    segment: int = 0
    line: int = 0

    def arrived(self, envelope: bytes, content: bytes) -> Arrived:
        opened = None if self.opened is None else of_parts(content, self.opened)
        return Arrived(opened, _error(self.refused), envelope, self.segment, self.line)


class _Manifest(msgspec.Struct, frozen=True, kw_only=True):
    opened: Optional[Statement] = None
    refused: msgspec.Raw = msgspec.Raw()


def _error(refused: msgspec.Raw) -> Optional[PasserelleError]:
    text = bytes(refused)
    return failure(OpenError, text) if text else None


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest and the records that came with it, opened. Records that are good by themselves stand, whatever the manifest says."""

    manifest: Optional[Statement]
    """The manifest, where it opened."""
    error: Optional[PasserelleError]
    """The `OpenError` that says why it did not."""
    records: Tuple[Arrived, ...]
    """The records, in the order in which they were given."""
    mismatches: Tuple[Mismatch, ...]
    """How they differ from what the manifest lists."""

    def __repr__(self) -> str:
        return f"Batch({len(self.records)} records, {len(self.mismatches)} mismatches)"


class _Batch(msgspec.Struct, frozen=True):
    manifest: _Manifest
    records: List[_Outcome]
    mismatches: Tuple[Mismatch, ...]


_BATCH = msgspec.json.Decoder(_Batch)


def open_manifest(data: Data, trust: Trust, *, now: Now = None) -> Statement:
    """Opens a manifest."""
    return _opened(_native.open_manifest, data, trust, now)


def open_batch(
    manifest: Data,
    records: Sequence[Data],
    trust: Trust,
    *,
    receipts: Sequence[Data] = (),
    key: Key = None,
    now: Now = None,
) -> Batch:
    """Opens a manifest and the records that came with it. Where the manifest is good, that is faster than opening each by itself."""
    secret, device = decryption(key)
    came, vouching = _boundary.many(records, "records"), _boundary.many(receipts, "receipts")
    arguments = (_boundary.data(manifest, "manifest"), came, _trust.native(trust), _boundary.seconds(now), vouching, secret)
    opened = asking(OpenError, (device,), _native.open_batch, *arguments)
    about = _BATCH.decode(opened.about)
    rows = zip(about.records, came, opened.records)
    return Batch(
        manifest=about.manifest.opened,
        error=_error(about.manifest.refused),
        records=tuple(outcome.arrived(envelope, content) for outcome, envelope, content in rows),
        mismatches=about.mismatches,
    )


class FeedFault(msgspec.Struct, frozen=True, kw_only=True):
    """How a manifest fails to follow another."""

    code: str
    fault: str
    """`gap`, `repeat`, `fork` or `overdue`."""
    severity: str
    sequence: int = 0
    """The number that it is about; the first of them where numbers are missing."""
    through: int = 0
    """The last of them."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one feed of one issuer."""

    issuer: str
    feed: str
    first: int
    """The lowest number that is held."""
    last: int
    """The highest."""
    next_by: datetime.datetime
    """When the next one is due at the latest."""
    faults: Tuple[FeedFault, ...]
    digest: Optional[str] = None
    """The digest of the last; none where two contents are held for its number."""


_FEEDS = msgspec.json.Decoder(Tuple[Feed, ...])


def check_feeds(manifests: Sequence[Data], trust: Trust, *, now: Now = None) -> Tuple[Feed, ...]:
    """Says of each feed whether its manifests follow one another. They may come in any order, and be of any feeds."""
    arguments = (_boundary.many(manifests, "manifests"), _trust.native(trust), _boundary.seconds(now))
    return _FEEDS.decode(_boundary.call(OpenError, _native.check_feeds, *arguments))


# -- containers ---------------------------------------------------------------------------------------------------------------------


class Packed(msgspec.Struct, frozen=True, kw_only=True):
    """A container that was written."""

    container: bytes
    last: bytes
    """Its last manifest: keep it, and give it as `after` to the next container of the feed."""

    def __repr__(self) -> str:
        return f"Packed({len(self.container)} bytes)"


def pack(
    records: Sequence[Data],
    signer: Union[Signer, SoftwareKey],
    *,
    feed: str,
    next_by: datetime.datetime,
    after: Optional[Data] = None,
    compressed: bool = True,
    now: Now = None,
) -> Packed:
    """Writes signed records into a container, with a signed list of them, as the next of a feed.

    Args:
        feed: The name of the feed.
        next_by: When the next container of the feed is due.
        after: What `last` of the container before it said. Whoever forgets it makes a fork.
        compressed: Whether it is compressed.

    Raises:
        PackError: One of the records is none; `error.detail` says which.
    """
    if not isinstance(compressed, bool):
        _boundary.argument("compressed: bool")
    signatories = Signatories([signer])
    arguments = (_boundary.many(records, "records"), signatories.native[0], _boundary.text(feed, "feed"))
    link = None if after is None else _boundary.data(after, "after")
    times = (_boundary.seconds(next_by), link, compressed, _boundary.seconds(now))
    packed = asking(PackError, signatories.devices, _native.pack, *arguments, *times)
    return Packed(container=packed.container, last=packed.last)


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """Where a container cannot be read on, and why."""

    code: str
    message: str
    hint: str
    segment: int = 0
    line: int = 0


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """What is to say about one segment of a container as a whole."""

    segment: int
    line: int
    manifest: Optional[Statement]
    """Its manifest, where that opened."""
    error: Optional[PasserelleError]
    """The `OpenError` that says why it did not."""
    mismatches: Tuple[Mismatch, ...]
    fault: Optional[FeedFault] = None
    """How it fails to follow the manifest before it in the container."""


class Unpacked(msgspec.Struct, frozen=True, kw_only=True):
    """What was in a container. It is true where the container is whole and every record opened."""

    records: Tuple[Arrived, ...]
    segments: Tuple[Segment, ...]
    damage: Optional[Damage]
    """Where it could not be read on. What was read before that stands."""

    def __bool__(self) -> bool:
        segments = all(part.error is None and part.fault is None and not part.mismatches for part in self.segments)
        return self.damage is None and segments and all(self.records)

    def __repr__(self) -> str:
        return f"Unpacked({len(self.records)} records{', damaged' if self.damage else ''})"


class _Segment(msgspec.Struct, frozen=True):
    segment: int
    line: int
    manifest: _Manifest
    mismatches: Tuple[Mismatch, ...]
    fault: Optional[FeedFault] = None

    def public(self) -> Segment:
        members: Dict[str, Any] = {"segment": self.segment, "line": self.line, "mismatches": self.mismatches}
        held = self.manifest
        return Segment(manifest=held.opened, error=_error(held.refused), fault=self.fault, **members)


class _Unpacked(msgspec.Struct, frozen=True):
    records: List[_Outcome]
    segments: List[_Segment]
    damage: Optional[Damage] = None


_UNPACKED = msgspec.json.Decoder(_Unpacked)


def unpack(container: Data, trust: Trust, *, receipts: Sequence[Data] = (), key: Key = None, now: Now = None) -> Unpacked:
    """Reads a container and opens every record on the way, to its end or its first damage."""
    secret, device = decryption(key)
    arguments = (_boundary.data(container, "container"), _trust.native(trust), _boundary.seconds(now))
    vouching = _boundary.many(receipts, "receipts")
    unpacked = asking(OpenError, (device,), _native.unpack, *arguments, vouching, secret)
    about = _UNPACKED.decode(unpacked.about)
    rows = zip(about.records, unpacked.envelopes, unpacked.records)
    return Unpacked(
        records=tuple(outcome.arrived(envelope, content) for outcome, envelope, content in rows),
        segments=tuple(segment.public() for segment in about.segments),
        damage=about.damage,
    )

"""Opening a record, and reporting on one."""

from __future__ import annotations

import datetime
import html
from typing import TYPE_CHECKING, Any, NoReturn, Optional, Sequence, Tuple, Union

import msgspec

from . import _boundary, _native, trust as _trust
from ._boundary import Data
from ._findings import Finding, Signature, Withheld, findings_table
from ._opening import open_record
from .errors import OpenError
from .keys import DecryptionKey, Decryptor, asking, decryption
from .records import Record, record_from_json

if TYPE_CHECKING:
    from .revisions import Revisions
    from .trust import Trust

__all__ = ["Opened", "Report", "check_attachments", "inspect", "open"]


class About(msgspec.Struct, frozen=True, rename={"record_type": "type"}):
    """What there is to say of a record that was opened, beside its content."""

    id: str
    record_type: str
    rev: int
    digest: str
    environment: str
    actionable: bool
    status: str
    signatures: Tuple[Signature, ...]
    withheld: Tuple[Withheld, ...]
    redactable: Tuple[str, ...]
    findings: Tuple[Finding, ...]


_ABOUT = msgspec.json.Decoder(About)
_FINDINGS = msgspec.json.Decoder(Tuple[Finding, ...])


class Opened:
    """A record whose signatures were verified, and which is what its signers signed.

    `record` is its content as typed values, `json` the same as canonical JSON. Only `passerelle.open` makes one.
    """

    __slots__ = ("_json", "_about", "_record")
    _json: bytes
    _about: About
    _record: Optional[Record]

    def __init__(self) -> None:
        _boundary.argument("an Opened is made by passerelle.open")

    @property
    def record(self) -> Record:
        """The record as typed values. Members that this version does not know are only in `json`."""
        if self._record is None:
            object.__setattr__(self, "_record", record_from_json(self._json))
        assert self._record is not None
        return self._record

    @property
    def json(self) -> bytes:
        """The record as canonical JSON, without what is withheld in this copy."""
        return self._json

    @property
    def id(self) -> str:
        """The identifier of the record."""
        return self._about.id

    @property
    def record_type(self) -> str:
        """The type of the record, for example `profile`."""
        return self._about.record_type

    @property
    def rev(self) -> int:
        """The revision."""
        return self._about.rev

    @property
    def digest(self) -> str:
        """The SHA-256 digest of what was signed, which the next revision names in `prev`."""
        return self._about.digest

    @property
    def environment(self) -> str:
        """`live`, `exercise` or `test`."""
        return self._about.environment

    @property
    def actionable(self) -> bool:
        """Whether the reader may act on it; where not, it may only be shown."""
        return self._about.actionable

    @property
    def own_status(self) -> str:
        """What its own dates say: `expired`, `review-due` or else `unknown`. See `passerelle.status` for more."""
        return self._about.status

    @property
    def signatures(self) -> Tuple[Signature, ...]:
        """The signatures, in the order of the envelope."""
        return self._about.signatures

    @property
    def withheld(self) -> Tuple[Withheld, ...]:
        """What is withheld in this copy."""
        return self._about.withheld

    @property
    def redactable(self) -> Tuple[str, ...]:
        """What is disclosed and could be withheld by whoever passes it on."""
        return self._about.redactable

    @property
    def findings(self) -> Tuple[Finding, ...]:
        """Warnings."""
        return self._about.findings

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("Opened is frozen")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Opened):
            return NotImplemented
        return (self._json, self._about) == (other._json, other._about)

    def __hash__(self) -> int:
        return hash((self._json, self._about))

    def __reduce__(self) -> Any:
        return _opened, (self._json, msgspec.json.encode(self._about))

    def __repr__(self) -> str:
        return f"Opened({self.record_type} {self.id} rev {self.rev})"

    def _repr_html_(self) -> str:
        facts = {
            "type": self.record_type,
            "id": self.id,
            "revision": str(self.rev),
            "environment": self.environment,
            "may be acted on": "yes" if self.actionable else "no",
            "signed by": ", ".join(signature.kid.split("#")[0] for signature in self.signatures if signature.verified),
            "withheld parts": str(len(self.withheld)),
        }
        rows = "".join(f"<tr><th>{html.escape(name)}</th><td>{html.escape(fact)}</td></tr>" for name, fact in facts.items())
        return f"<table>{rows}</table>{findings_table(self.findings)}"


def _opened(record: bytes, about: bytes) -> Opened:
    return of_parts(record, _ABOUT.decode(about))


def of_parts(record: bytes, about: About) -> Opened:
    """An opened record, from what the native side says of it."""
    opened = object.__new__(Opened)
    put = object.__setattr__
    put(opened, "_json", record)
    put(opened, "_about", about)
    put(opened, "_record", None)
    return opened


class Report(msgspec.Struct, frozen=True, kw_only=True, rename={"record_type": "type", "own_status": "status"}):
    """Everything that can be said of a signed record, without its content.

    It has three answers and is therefore neither true nor false: ask `openable`, `integrity` or `trust`.
    """

    openable: bool
    """Whether `passerelle.open` would open it."""
    integrity: str
    """`valid`, `invalid` or `indeterminate`."""
    trust: str
    """`trusted`, `untrusted` or `unknown`."""
    own_status: str
    """What its own dates say."""
    sealed: bool
    """Whether it is sealed."""
    signatures: Tuple[Signature, ...]
    withheld: Tuple[Withheld, ...]
    redactable: Tuple[str, ...]
    findings: Tuple[Finding, ...]
    """Everything that was found, in the order of the stages."""
    form: Optional[str] = None
    """`clear` or `opaque`."""
    id: Optional[str] = None
    """The identifier that it claims."""
    record_type: Optional[str] = None
    """The type that it claims."""
    rev: Optional[int] = None
    """The revision that it claims."""
    digest: Optional[str] = None
    """The SHA-256 digest of what was signed."""

    def __bool__(self) -> NoReturn:
        raise TypeError("a report has three answers: ask openable, integrity or trust")

    def __repr__(self) -> str:
        return f"Report(integrity {self.integrity}, trust {self.trust}, {len(self.findings)} findings)"

    def _repr_html_(self) -> str:
        answers = f"<p>Integrity <b>{html.escape(self.integrity)}</b>, trust <b>{html.escape(self.trust)}</b></p>"
        return answers + findings_table(self.findings)


_REPORT = msgspec.json.Decoder(Report)


def open(
    data: Data,
    trust: Trust,
    *,
    now: Optional[datetime.datetime] = None,
    revisions: Optional[Revisions] = None,
    receipts: Sequence[Data] = (),
    key: Union[None, DecryptionKey, Decryptor] = None,
) -> Opened:
    """Opens a signed record: the one way from bytes to a record that can be believed.

    Args:
        data: The envelope, in either form.
        trust: Whom to believe.
        now: The time to judge by; that of this machine's clock unless told.
        revisions: What is held, to hold the record against the revision before it.
        receipts: Signed receipts, which save a record whose key was stolen later.
        key: What opens a sealed record; one that is not sealed is opened as ever.

    Raises:
        OpenError: The record is refused; `error.code` says why, and `error.integrity` whether it may be good.
        CallbackError: The store of revisions failed.
        ArgumentError: An argument is missing or of the wrong kind.
    """
    if type(data) is not bytes or len(data) > _boundary.LARGEST:
        data = _boundary.data(data)
    held, at = _trust.native(trust), _boundary.seconds(now)
    if revisions is None and key is None and isinstance(receipts, (tuple, list)) and not receipts:
        return _opened(*_boundary.call(OpenError, open_record, data, held, at))
    from .revisions import Store

    store = None if revisions is None else Store(revisions)
    secret, device = decryption(key)
    arguments = (data, held, at, store, _boundary.many(receipts, "receipts"), secret)
    opened = asking(OpenError, (store, device), _native.open_with, *arguments)
    return _opened(opened.record.encode(), opened.about.encode())


def inspect(
    data: Data,
    trust: Optional[Trust] = None,
    *,
    now: Optional[datetime.datetime] = None,
    receipts: Sequence[Data] = (),
    key: Union[None, DecryptionKey, Decryptor] = None,
) -> Report:
    """Reports on a signed record with everything that is wrong, and without its content. Without trust no signature is judged."""
    held = None if trust is None else _trust.native(trust)
    secret, device = decryption(key)
    arguments = (_boundary.data(data), held, _boundary.seconds(now), _boundary.many(receipts, "receipts"), secret)
    return _REPORT.decode(asking(OpenError, (device,), _native.inspect_with, *arguments))


def check_attachments(
    envelope: Data,
    files: Sequence[Optional[Data]],
    trust: Trust,
    *,
    now: Optional[datetime.datetime] = None,
    receipts: Sequence[Data] = (),
) -> Tuple[Finding, ...]:
    """Compares the files that came with a record with what it says of them: every finding, none where all fit.

    Args:
        files: The files, in the order of its attachments; `None` where one did not come.

    Raises:
        OpenError: The record does not open.
    """
    came = _boundary.many([b"" if file is None else file for file in files], "files")
    arguments = (_boundary.data(envelope, "envelope"), came, _trust.native(trust), _boundary.seconds(now))
    found = _boundary.call(OpenError, _native.check_attachments, *arguments, _boundary.many(receipts, "receipts"))
    return _FINDINGS.decode(found)

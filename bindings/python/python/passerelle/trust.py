"""Whom to believe."""

from __future__ import annotations

import datetime
from types import TracebackType
from typing import Iterable, List, Optional, Protocol, Tuple, Type, runtime_checkable

import msgspec

from . import _boundary, _native
from ._boundary import Data
from ._findings import Finding
from .errors import TrustError

__all__ = [
    "Authority",
    "AuthorityKey",
    "MemoryTrustStore",
    "Trust",
    "TrustAbout",
    "TrustDocument",
    "TrustKeeper",
    "TrustStore",
]


class AuthorityKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key of an authority."""

    kid: str
    """`<authority>#<thumbprint>`."""
    use: str
    """`sig`, to sign, or `enc`, to have records sealed to it."""
    not_before: datetime.datetime
    """From when on it may be used."""
    not_after: datetime.datetime
    """Until when it may be used."""
    status: str
    """`active`, `retired` or `compromised`."""


class AuthorityName(msgspec.Struct, frozen=True, kw_only=True):
    """What an authority is called, in one language."""

    lang: str
    text: str


class Authority(msgspec.Struct, frozen=True, kw_only=True):
    """An authority of the trust list."""

    id: str
    country: str
    keys: Tuple[AuthorityKey, ...]
    name: Tuple[AuthorityName, ...] = ()


class TrustAbout(msgspec.Struct, frozen=True, kw_only=True):
    """What is trusted."""

    domain: str
    """Who runs the trust domain."""
    test: bool
    """Whether it vouches for test authorities, and for no others."""
    root_version: int
    root_digest: str
    """SHA-256 of the root, by which people can compare it over another way."""
    root_expires: datetime.datetime
    authorities: Tuple[Authority, ...]
    findings: Tuple[Finding, ...]
    """What was left out of root and list."""
    list_version: Optional[int] = None
    list_expires: Optional[datetime.datetime] = None


_ABOUT = msgspec.json.Decoder(TrustAbout)


class Trust:
    """One trust root, and the list that follows from it. It never changes: an update gives a new one.

    It can be used from any thread. It holds memory outside Python, which goes with it; `close`, or a `with` block, gives it back at
    once.
    """

    __slots__ = ("_held", "_about")

    def __init__(self, native: _native.Trust) -> None:
        if not isinstance(native, _native.Trust):
            _boundary.argument("a Trust is made by Trust.pin")
        self._held: Optional[_native.Trust] = native
        self._about: Optional[TrustAbout] = None

    @classmethod
    def pin(cls, root: Data) -> Trust:
        """Begins with a root that came by a way that is trusted: a courier, a device's delivery.

        Raises:
            TrustError: The root is not as it must be (`TL_…`).
        """
        return cls(_boundary.call(TrustError, _native.Trust.pin, _boundary.data(root, "root")))

    def update_root(self, root: Data) -> Trust:
        """Takes the next root; gives the trust from then on.

        Raises:
            TrustError: The root does not follow from this one; this trust stays as it was.
        """
        return Trust(_boundary.call(TrustError, self._handle.update_root, _boundary.data(root, "root")))

    def update_list(self, trust_list: Data, *, now: Optional[datetime.datetime] = None) -> Trust:
        """Takes a trust list; gives the trust from then on.

        Raises:
            TrustError: The list does not follow from what is held; this trust stays as it was.
        """
        held = self._handle
        document, at = _boundary.data(trust_list, "trust_list"), _boundary.seconds(now)
        return Trust(_boundary.call(TrustError, held.update_list, document, at))

    @property
    def about(self) -> TrustAbout:
        """Domain, versions and authorities."""
        native = self._handle
        if self._about is None:
            self._about = _ABOUT.decode(_boundary.call(TrustError, native.about))
        return self._about

    def close(self) -> None:
        """Lets go of it. Calls that run at this moment end well; later ones raise `ClosedError`."""
        self._held = None

    @property
    def _handle(self) -> _native.Trust:
        held = self._held
        if held is None:
            raise _boundary.refused("BND_CLOSED", "Trust")
        return held

    def __enter__(self) -> Trust:
        self._handle
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._held is None:
            return "Trust(closed)"
        return f"Trust({self.about.domain}, root {self.about.root_version}, list {self.about.list_version})"


def native(trust: Trust) -> _native.Trust:
    """The handle of a trust."""
    if not isinstance(trust, Trust):
        _boundary.argument(f"trust: Trust, not {type(trust).__name__}")
    return trust._handle


class TrustDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A trust document that was taken, and when."""

    kind: str
    """`root` or `list`."""
    data: bytes
    taken: datetime.datetime
    """The time by which it was judged."""

    def __repr__(self) -> str:
        return f"TrustDocument({self.kind}, taken {self.taken.isoformat()})"


@runtime_checkable
class TrustStore(Protocol):
    """Where trust documents are kept, so that trust outlives the process. Write one over your database."""

    def documents(self) -> Iterable[TrustDocument]:
        """Every document, in the order in which it was taken."""
        ...

    def append(self, document: TrustDocument) -> None:
        """Keeps one more. It must be durable when this returns."""
        ...


class MemoryTrustStore:
    """A store that lasts as long as the process."""

    def __init__(self) -> None:
        self._documents: List[TrustDocument] = []

    def documents(self) -> Iterable[TrustDocument]:
        """Every document, in the order in which it was taken."""
        return tuple(self._documents)

    def append(self, document: TrustDocument) -> None:
        """Keeps one more."""
        self._documents.append(document)


class TrustKeeper:
    """Trust together with the store that it is kept in.

    A document is judged first and stored then, and only after that is it believed. An error of the store leaves everything as it was.
    """

    def __init__(self, store: Optional[TrustStore] = None) -> None:
        self._store: TrustStore = MemoryTrustStore() if store is None else store
        self._trust: Optional[Trust] = None
        for document in self._store.documents():
            self._trust = self._judge(document)

    @property
    def trust(self) -> Trust:
        """What is believed now.

        Raises:
            ArgumentError: No root was pinned yet.
        """
        if self._trust is None:
            _boundary.argument("no root was pinned yet")
        return self._trust

    def pin(self, root: Data, *, now: Optional[datetime.datetime] = None) -> Trust:
        """Begins with a root that came by a way that is trusted.

        Raises:
            ArgumentError: There is trust already; take a new root by `take_root`.
            TrustError: The root is not as it must be.
        """
        if self._trust is not None:
            _boundary.argument("a root is pinned already")
        return self._take("root", root, now)

    def take_root(self, root: Data, *, now: Optional[datetime.datetime] = None) -> Trust:
        """Takes the next root."""
        self.trust
        return self._take("root", root, now)

    def take_list(self, trust_list: Data, *, now: Optional[datetime.datetime] = None) -> Trust:
        """Takes a trust list."""
        self.trust
        return self._take("list", trust_list, now)

    def _take(self, kind: str, document: Data, now: Optional[datetime.datetime]) -> Trust:
        taken = datetime.datetime.fromtimestamp(_boundary.seconds(now), datetime.timezone.utc)
        kept = TrustDocument(kind=kind, data=_boundary.data(document, kind), taken=taken)
        trust = self._judge(kept)
        self._store.append(kept)
        self._trust = trust
        return trust

    def _judge(self, document: TrustDocument) -> Trust:
        if self._trust is None:
            return Trust.pin(document.data)
        if document.kind == "root":
            return self._trust.update_root(document.data)
        return self._trust.update_list(document.data, now=document.taken)

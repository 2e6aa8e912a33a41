"""Which revisions are held, so that a record can be held against the one before it."""

from __future__ import annotations

from typing import Dict, Iterable, List, Optional, Protocol, Sequence, Set, Tuple, runtime_checkable

from . import _native
from .keys import Callback
from .reading import Opened

__all__ = ["MemoryRevisions", "Revisions"]


@runtime_checkable
class Revisions(Protocol):
    """A store of revisions. Write one over your database; it may be asked from any thread.

    Where it raises, nothing is opened (`CallbackError`).
    """

    def digests(self, id: str, rev: int) -> Sequence[str]:
        """The SHA-256 digests that are held of a revision, in hexadecimal digits: none where it is not held, several where two contents
        of it came."""
        ...


class MemoryRevisions:
    """A store that lasts as long as the process."""

    def __init__(self, opened: Iterable[Opened] = ()) -> None:
        self._digests: Dict[Tuple[str, int], Set[str]] = {}
        for record in opened:
            self.add(record)

    def add(self, opened: Opened) -> None:
        """Keeps the digest of a record that was opened."""
        self._digests.setdefault((opened.id, opened.rev), set()).add(opened.digest)

    def digests(self, id: str, rev: int) -> Sequence[str]:
        """The digests that are held of a revision."""
        return sorted(self._digests.get((id, rev), ()))


class Store(Callback, _native.RevisionStore):
    """A store as the native side calls it: the answer names the question, so that no other value passes for it."""

    def __init__(self, revisions: Revisions) -> None:
        self._revisions = revisions

    def digests(self, id: str, rev: int) -> _native.RevisionAnswer:
        try:
            held: List[str] = list(self._revisions.digests(id, rev))
            if not all(isinstance(digest, str) for digest in held):
                raise TypeError("digests returned something other than texts")
            return _native.RevisionAnswer(id=id, rev=rev, digests=held)
        except BaseException as error:  # An interrupt too: the native side would take it for an answer.
            self.raised = error
            raise _native.CallbackFailure.Failed() from None  # type: ignore[attr-defined]

"""What the bridge is told, and what it keeps for itself."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import pathlib
from dataclasses import dataclass
from typing import Any, Dict, Iterable, Iterator, List, Optional, Union

import passerelle

from .fichier import Connection

LOCK = 0x70617373
"""Two runs at once wait for one another."""

MARKINGS = ("clear", "green", "amber", "amber-strict", "red")


@dataclass(frozen=True)
class Bridge:
    """The authority at this end, and whom it trusts."""

    trust: passerelle.Trust
    signer: Union[passerelle.Signer, passerelle.SoftwareKey]
    identity: str
    """The key from which identifiers are made: 64 hexadecimal digits, as secret as the database."""
    country: str
    """Whose system this is: records that are not released to it do not get into its rows."""
    purpose: str = "crime-analysis"
    """What the national rows are used for."""
    environment: str = "test"
    highest: str = "amber"
    """The strictest marking of a record that gets into a row. The rows know no markings: everybody who may use the system sees them."""
    now: Optional[datetime.datetime] = None
    """The time; that of the clock unless told."""

    def open(self, envelope: bytes, revisions: Optional[passerelle.Revisions] = None) -> passerelle.Opened:
        """Opens a record, by the time of this run."""
        return passerelle.open(envelope, self.trust, now=self.now, revisions=revisions)


class Revisions:
    """The digests of what was received, and of what opened earlier in this run."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._opened = passerelle.MemoryRevisions()

    def add(self, opened: passerelle.Opened) -> None:
        """Keeps what has just opened."""
        self._opened.add(opened)

    def digests(self, id: str, rev: int) -> List[str]:
        """See `passerelle.Revisions`."""
        found = self._connection.execute("SELECT digest FROM passerelle.received WHERE (record_id, rev) = (%s, %s)", (id, rev))
        return sorted({digest for (digest,) in found} | set(self._opened.digests(id, rev)))


def install(connection: Connection) -> None:
    """Makes the bridge's own schema, where it is not there yet."""
    connection.execute(pathlib.Path(__file__).with_name("schema.sql").read_bytes())
    connection.commit()


@contextlib.contextmanager
def run(connection: Connection) -> Iterator[None]:
    """One run: alone, in one transaction, which counts as a whole or not at all."""
    connection.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
    connection.commit()
    try:
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))
        connection.commit()


def write_lines(path: pathlib.Path, lines: Iterable[Union[bytes, Dict[str, Any]]]) -> None:
    """Puts a file in its place as a whole: whoever looks there finds the old one or the new one. Nobody else may read it."""
    beside = path.with_name(path.name + ".new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for line in lines:
            file.write(line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode())
            file.write(b"\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)

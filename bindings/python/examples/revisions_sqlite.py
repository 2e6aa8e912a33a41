"""A store of revisions over a database that is there already."""

from __future__ import annotations

import sqlite3
from typing import List

import passerelle


class SqliteRevisions:
    """The table `revisions (id, rev, digest)`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.execute("CREATE TABLE IF NOT EXISTS revisions (id TEXT, rev INTEGER, digest TEXT, UNIQUE (id, rev, digest))")

    def add(self, opened: passerelle.Opened) -> None:
        with self._database:
            row = (opened.id, opened.rev, opened.digest)
            self._database.execute("INSERT OR IGNORE INTO revisions VALUES (?, ?, ?)", row)

    def digests(self, id: str, rev: int) -> List[str]:
        found = self._database.execute("SELECT digest FROM revisions WHERE id = ? AND rev = ?", (id, rev))
        return [digest for (digest,) in found]


def receive(envelope: bytes, trust: passerelle.Trust, revisions: SqliteRevisions) -> passerelle.Opened:
    """Opens a record, holds it against the revision before it, and keeps its digest."""
    opened = passerelle.open(envelope, trust, revisions=revisions)
    revisions.add(opened)
    return opened

"""A PostgreSQL of the tests' own, and a fresh national system in it for each test."""

from __future__ import annotations

import json
import pathlib
import sys
from dataclasses import dataclass, replace
from typing import Any, Dict, Iterator, List

import psycopg
import pytest

HERE = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from bridge import fichier, incoming, outgoing, own, server, world  # noqa: E402

RECORDS = HERE.parent / "records"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with server.server() as address:
        yield address


@pytest.fixture(scope="session")
def exchange() -> world.World:
    return world.make()


@dataclass
class National:
    """The national system, its bridge, and a folder for files."""

    connection: fichier.Connection
    bridge: own.Bridge
    exchange: world.World
    folder: pathlib.Path

    def send(self, **options: Any) -> outgoing.Sent:
        return outgoing.send(self.connection, self.bridge, self.folder / "out.ndjson", **options)

    def sent(self) -> List[bytes]:
        return (self.folder / "out.ndjson").read_bytes().splitlines()

    def take(self, *lines: bytes) -> incoming.Taken:
        return incoming.take(self.connection, self.bridge, lines, self.folder / "refused.ndjson")

    def signed(self, name: str, **content: Any) -> bytes:
        """An example, signed by its issuer, with other members of its content."""
        draft = example(name)
        draft["content"] |= content
        return self.exchange.signed(draft)

    def ask(self, query: str, *values: Any) -> List[Any]:
        found = self.connection.execute(query, values).fetchall()
        self.connection.commit()
        return found

    def do(self, statement: str, *values: Any) -> None:
        """What a clerk does."""
        self.connection.execute(statement, values)
        self.connection.commit()

    def tables(self, schema: str) -> Dict[str, List[Any]]:
        """Everything that stands in a schema."""
        names = [name for (name,) in self.ask("SELECT tablename FROM pg_tables WHERE schemaname = %s", schema)]
        return {name: sorted(map(repr, self.ask(f"SELECT * FROM {schema}.{name}"))) for name in names}

    def definition(self) -> List[Any]:
        """The national schema: its columns, constraints, indexes, views and triggers."""
        return [
            self.ask("SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns "
                     "WHERE table_schema = 'fichier' ORDER BY 1, ordinal_position"),
            self.ask("SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
                     "WHERE connamespace = 'fichier'::regnamespace ORDER BY 1, 2"),
            self.ask("SELECT relname, relkind FROM pg_class WHERE relnamespace = 'fichier'::regnamespace ORDER BY 1"),
            self.ask("SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid "
                     "WHERE c.relnamespace = 'fichier'::regnamespace AND NOT tgisinternal"),
        ]


def example(name: str) -> Dict[str, Any]:
    """A draft of the repository."""
    draft: Dict[str, Any] = json.loads((RECORDS / f"{name}.json").read_text("utf-8"))
    return draft


def next_revision(draft: Dict[str, Any], digest: str, **content: Any) -> Dict[str, Any]:
    """The next revision of a draft, a day later."""
    issued = draft["issued"][:8] + f"{int(draft['issued'][8:10]) + 1:02}" + draft["issued"][10:]
    return {
        **draft, "rev": draft["rev"] + 1, "prev": {"alg": "sha-256", "hash": digest}, "issued": issued,
        "content": {**draft["content"], **content},
    }


@pytest.fixture
def national(address: str, exchange: world.World, tmp_path: pathlib.Path) -> Iterator[National]:
    with psycopg.connect(address) as connection:
        for statement in ("DROP SCHEMA IF EXISTS fichier CASCADE", "DROP SCHEMA IF EXISTS passerelle CASCADE"):
            connection.execute(statement)
        for file in ("fichier.sql", "fichier-data.sql"):
            connection.execute((HERE / file).read_bytes())
        connection.commit()
        own.install(connection)
        bridge = own.Bridge(exchange.trust, exchange.keys["XX/southland"], "5" * 64, "XB", now=world.NOW)
        yield National(connection, bridge, exchange, tmp_path)


__all__ = ["National", "example", "next_revision", "replace"]

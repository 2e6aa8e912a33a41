"""The whole exchange in one go, with an invented national system and three test countries."""

from __future__ import annotations

import contextlib
import json
import pathlib
import tempfile
from typing import Any, Dict, Optional

import psycopg

from . import fichier, incoming, outgoing, own, server, world

RECORDS = fichier.HERE.parent / "records"
FROM_ABROAD = (
    "network-example-tide", "profile-forger-latin-diacritics", "profile-hawaladar-minimal", "link-member-forger", "link-member-hawaladar",
)


def run(database: Optional[str]) -> int:
    """Exports, imports, alters, exports again, and forges. Ends with 0."""
    with contextlib.ExitStack() as stack:
        address = database or stack.enter_context(server.server())
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="passerelle-bridge-")))
        connection = stack.enter_context(psycopg.connect(address))
        for file in ("fichier.sql", "fichier-data.sql"):
            connection.execute((fichier.HERE / file).read_bytes())
        own.install(connection)
        exchange = world.make()
        bridge = own.Bridge(exchange.trust, exchange.keys["XX/southland"], "5" * 64, "XB", now=world.NOW)
        out, refused = folder / "out.ndjson", folder / "refused.ndjson"

        print("1. The rows of Southland go out")
        _sent(outgoing.send(connection, bridge, out))
        print("2. A clerk takes back an alias; everything else stays as it is")
        connection.execute("DELETE FROM fichier.alias WHERE alias = 'Milo'")
        connection.commit()
        _sent(outgoing.send(connection, bridge, out))
        print("3. Records of other countries come in, and a forged one")
        lines = [exchange.signed(_draft(name)) for name in FROM_ABROAD]
        lines.append(lines[1].replace(b"forger", b"driver"))
        _taken(incoming.take(connection, bridge, lines, refused))
        for number, name in connection.execute("SELECT no_filiere, nom FROM fichier.filiere WHERE agent_saisie = 'PASSERELLE'"):
            print(f"   fichier.filiere has {number}: {name}")
        for number, name, given in connection.execute("SELECT no_dossier, nom, prenom FROM fichier.personne WHERE agent_saisie = 'PASSERELLE'"):
            print(f"   fichier.personne has {number}: {name} {given or ''}")
        print("4. The same file once more")
        connection.commit()
        _taken(incoming.take(connection, bridge, lines, refused))
    return 0


def _draft(name: str) -> Dict[str, Any]:
    draft: Dict[str, Any] = json.loads((RECORDS / f"{name}.json").read_text("utf-8"))
    return draft


def _sent(sent: outgoing.Sent) -> None:
    print(f"   {sent.rows} rows: {sent.new} new, {sent.revised} revised, {sent.unchanged} unchanged, {len(sent.rejected)} rejected")
    for reject in sent.rejected:
        print(f"   rejected {reject['table']} {reject['key']}: {reject['code']} {reject['column'] or ''}: {reject['reason']}")


def _taken(taken: incoming.Taken) -> None:
    print(f"   {taken.lines} records: {taken.new} new, {taken.again} held already, {len(taken.refused)} refused")
    for refused in taken.refused:
        print(f"   refused line {refused['line']}: {refused['code']} at {refused['pointer']}: {refused['reason']}")
    print(f"   {len(taken.written)} stand in rows, {taken.lost} places of them in residues; {len(taken.kept)} are kept beside the tables alone")
    for record, reason in taken.kept.items():
        print(f"   kept {record}: {reason}")

"""`python -m bridge demo`, or `export` and `import` for a database that is there."""

from __future__ import annotations

import argparse
import base64
import json
import pathlib
import re
import sys
from dataclasses import asdict
from typing import Any, Dict, List, Optional

import passerelle
import psycopg

from . import demo, incoming, outgoing, own
from .server import ServerError


def main(words: Optional[List[str]] = None) -> int:
    """Ends with 0, with 1 where a row was rejected or a record refused, with 2 where it could not be tried."""
    parser = argparse.ArgumentParser(prog="bridge", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("demo", help="starts a PostgreSQL with an invented national system, and exchanges records with it")
    show.add_argument("--database", help="a database of your own, which gets the schemas `fichier` and `passerelle`")
    for name, help in (("export", "rows go out as signed records"), ("import", "signed records come in")):
        command = commands.add_parser(name, help=help)
        command.add_argument("file", type=pathlib.Path, help="signed records, one a line")
        command.add_argument("--database", required=True, help="a connection string of PostgreSQL; secrets come from ~/.pgpass")
        command.add_argument("--root", type=pathlib.Path, required=True, help="the trust root")
        command.add_argument("--list", type=pathlib.Path, required=True, help="the trust list")
        command.add_argument("--authority", required=True, help="whose system this is, for example XX/southland")
        command.add_argument("--country", required=True, help="its code, for example XB")
        command.add_argument("--key", type=pathlib.Path, required=True, help="its signing key (PKCS#8, PEM, without passphrase)")
        command.add_argument("--identity", type=pathlib.Path, required=True, help="the file of `passerelle map key`")
        if name == "export":
            command.add_argument("--withdraw", action="store_true", help="take back what has no row any more")
        else:
            command.add_argument("--refused", type=pathlib.Path, default=pathlib.Path("refused.ndjson"), help="where refused lines go")
    options = parser.parse_args(words)
    try:
        if options.command == "demo":
            return demo.run(options.database)
        return _run(options)
    except (OSError, ServerError, psycopg.OperationalError, passerelle.PasserelleError, ValueError) as error:
        print(f"bridge: {error}", file=sys.stderr)
        return 2


def _run(options: argparse.Namespace) -> int:
    trust = passerelle.Trust.pin(options.root.read_bytes()).update_list(options.list.read_bytes())
    key = passerelle.SoftwareKey.from_pkcs8(options.authority, _der(options.key))
    bridge = own.Bridge(trust, key, options.identity.read_text("ascii").strip(), options.country)
    with psycopg.connect(options.database) as connection:
        own.install(connection)
        if options.command == "export":
            sent = outgoing.send(connection, bridge, options.file, withdraw=options.withdraw)
            _tell(asdict(sent))
            return 1 if sent.rejected else 0
        with options.file.open("rb") as lines:
            taken = incoming.take(connection, bridge, lines, options.refused)
        _tell(asdict(taken))
        return 1 if taken.refused else 0


def _der(path: pathlib.Path) -> bytes:
    found = re.search(r"-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", path.read_text("ascii"), re.DOTALL)
    if not found:
        raise ValueError(f"{path}: a private key without passphrase is due (PKCS#8, PEM); in earnest write a Signer over your HSM")
    return base64.b64decode(found[1])


def _tell(summary: Dict[str, Any]) -> None:
    print(json.dumps(summary, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())

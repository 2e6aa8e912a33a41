"""Writes what `cargo xtask bench bindings` measures into a folder: 1,000 signed records of 4 KB, a line each, whom to trust, and the key
alone."""

from __future__ import annotations

import datetime
import json
import pathlib
import sys

import passerelle

NOW = datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc)
RECORDS, SIZE = 1000, 4096


def main(example: pathlib.Path, folder: pathlib.Path) -> None:
    root, north = passerelle.SoftwareKey.generate("XX/trust"), passerelle.SoftwareKey.generate("XX/northland")
    role = {"kids": [root.kid], "threshold": 1}
    head = {"spec": "1.0", "domain": "XX/trust", "version": 1, "issued": "2026-01-01T00:00:00Z", "expires": "2036-01-01T00:00:00Z"}
    key = {"kid": north.kid, "jwk": north.public_jwk, "status": "active"}
    key |= {"not_before": "2026-01-01T00:00:00Z", "not_after": "2030-01-01T00:00:00Z"}
    authority = {"id": north.authority, "country": "XA", "roles": ["record"], "keys": [key]}
    documents = {
        "root": {**head, "keys": [{"kid": root.kid, "jwk": root.public_jwk}], "roles": {"root": role, "list": role}},
        "list": {**head, "root_version": 1, "authorities": [authority]},
    }
    for name, document in documents.items():
        signed = passerelle.sign_trust_document(json.dumps(document).encode(), root, now=NOW)
        (folder / f"{name}.json").write_bytes(signed)
    (folder / "key.json").write_text(json.dumps(north.public_jwk))
    draft = json.loads(example.read_bytes())
    draft["issuer"] = north.authority

    def signed(number: int) -> bytes:
        draft["id"] = f"XX/northland/01890a5d-ac96-774b-bcce-{number:012x}"
        return passerelle.sign(json.dumps(draft).encode(), north, now=NOW)

    missing = SIZE - len(signed(0))
    draft["content"]["summary"][0]["text"] += (" Invented for a measurement." * SIZE)[: missing - 1] + "."
    records = [signed(number) for number in range(RECORDS)]
    assert {len(record) for record in records} == {SIZE}
    (folder / "records.ndjson").write_bytes(b"".join(record + b"\n" for record in records))


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))

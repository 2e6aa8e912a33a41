"""Opens records with the usual packages for Python, and prints nanoseconds a record for each stack."""

import base64
import json
import sys
import time
from pathlib import Path

import jcs
import jsonschema
import jsonschema_rs
import orjson
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc import jws
from joserfc.jwk import OKPKey


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def stacks(schema, jwk):
    """What opens a record with each stack, by its name, under this schema and this public key."""
    key = Ed25519PublicKey.from_public_bytes(decode(jwk["x"]))
    slow = jsonschema.validators.validator_for(schema)(schema)
    fast = jsonschema_rs.validator_for(schema)
    jose = OKPKey.import_key(jwk)
    # The header has `iat`, which joserfc knows of tokens only.
    registry = jws.JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)

    def standard(line):
        envelope = json.loads(line)
        slow.validate(envelope["record"])
        entry = envelope["signatures"][0]
        message = entry["protected"] + "." + encode(rfc8785.dumps(envelope["record"]))
        key.verify(decode(entry["signature"]), message.encode())

    def fastest(line):
        envelope = orjson.loads(line)
        if not fast.is_valid(envelope["record"]):
            raise ValueError
        entry = envelope["signatures"][0]
        message = entry["protected"] + "." + encode(jcs.canonicalize(envelope["record"]))
        key.verify(decode(entry["signature"]), message.encode())

    def with_jose(line):
        envelope = orjson.loads(line)
        if not fast.is_valid(envelope["record"]):
            raise ValueError
        entry = envelope["signatures"][0]
        text = entry["protected"] + "." + encode(jcs.canonicalize(envelope["record"])) + "." + entry["signature"]
        jws.deserialize_compact(text, jose, registry=registry)

    return {
        "json + jsonschema + rfc8785 + cryptography": standard,
        "orjson + jsonschema-rs + jcs + cryptography": fastest,
        "orjson + jsonschema-rs + jcs + joserfc": with_jose,
    }


def main(folder):
    lines = (folder / "clear.ndjson").read_bytes().splitlines()
    schema, jwk = (json.loads((folder / name).read_bytes()) for name in ("schema.json", "key.json"))
    for name, open_record in stacks(schema, jwk).items():
        # The slow one gets fewer.
        count = 25 if name.startswith("json ") else len(lines)
        open_record(lines[0])
        best = None
        for _ in range(3):
            begun = time.perf_counter_ns()
            for line in lines[:count]:
                open_record(line)
            each = (time.perf_counter_ns() - begun) / count
            best = each if best is None else min(best, each)
        print(f"{best:.0f} Python: {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

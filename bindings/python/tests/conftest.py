"""A test domain with two countries, made by the package itself."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
from dataclasses import dataclass
from typing import Any, Dict

import pytest

import passerelle

SOURCE = pathlib.Path(os.environ.get("PASSERELLE_SOURCE", pathlib.Path(__file__).parents[3]))
RECORDS = SOURCE / "examples" / "records"
ROLES = ["record", "receipt", "forward", "manifest"]
NOW = datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc)


def entry(key: Any) -> Dict[str, Any]:
    """A key as trust documents name it."""
    kid = getattr(key, "kid", None)
    return {"kid": kid, "jwk": dict(key.public_jwk)}


@dataclass(frozen=True)
class World:
    """Northland and Southland, and whoever vouches for them."""

    root: passerelle.SoftwareKey
    north: passerelle.SoftwareKey
    south: passerelle.SoftwareKey
    signed_root: bytes
    signed_list: bytes
    trust: passerelle.Trust
    sealed_to_north: passerelle.DecryptionKey

    def signed(self, name: str, **options: Any) -> bytes:
        """An example, signed by its issuer."""
        draft = example(name)
        issuer = json.loads(draft)["issuer"]
        key = self.south if issuer == "XX/southland" else self.north
        return passerelle.sign(draft, key, now=NOW, **options)


def example(name: str) -> bytes:
    """An example of the repository."""
    return (RECORDS / f"{name}.json").read_bytes()


def make_world(algorithm: str = "Ed25519", *others: Any) -> World:
    """A domain whose authorities have keys of an algorithm; `others` are further signers, each with its country."""
    root = passerelle.SoftwareKey.generate("XX/trust")
    north = passerelle.SoftwareKey.generate("XX/northland", algorithm)
    south = passerelle.SoftwareKey.generate("XX/southland", algorithm)
    role = {"kids": [root.kid], "threshold": 1}
    days = {"issued": "2026-01-01T00:00:00Z", "expires": "2036-01-01T00:00:00Z"}
    window = {"not_before": "2026-01-01T00:00:00Z", "not_after": "2030-01-01T00:00:00Z", "status": "active"}
    document = {
        "spec": "1.0",
        "domain": "XX/trust",
        "version": 1,
        "keys": [entry(root)],
        "roles": {"root": role, "list": role},
        **days,
    }
    authorities = [
        {"id": key.authority, "country": country, "roles": ROLES, "keys": [{**entry(key), **window}]}
        for key, country in [(north, "XA"), (south, "XB"), *others]
    ]
    sealed_to_north = passerelle.DecryptionKey.generate("XX/northland")
    authorities[0]["keys"].append({**entry(sealed_to_north), **window, "use": "enc"})
    trust_list = {
        "spec": "1.0",
        "domain": "XX/trust",
        "version": 1,
        "root_version": 1,
        "authorities": authorities,
        **days,
    }
    signed_root = passerelle.sign_trust_document(json.dumps(document).encode(), root, now=NOW)
    signed_list = passerelle.sign_trust_document(json.dumps(trust_list).encode(), root, now=NOW)
    trust = passerelle.Trust.pin(signed_root).update_list(signed_list, now=NOW)
    return World(root, north, south, signed_root, signed_list, trust, sealed_to_north)


@pytest.fixture(scope="session")
def world() -> World:
    return make_world()

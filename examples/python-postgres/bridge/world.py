"""A test domain with three countries. In earnest trust documents come from whoever runs the exchange, and keys live in an HSM."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, Dict

import passerelle

NOW = datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc)
COUNTRIES = {"XX/northland": "XA", "XX/southland": "XB", "XX/eastland": "XC"}


@dataclass(frozen=True)
class World:
    """The keys of three test authorities, and the trust that all of them have."""

    keys: Dict[str, passerelle.SoftwareKey]
    trust: passerelle.Trust

    def signed(self, draft: Dict[str, Any]) -> bytes:
        """A draft, signed by its issuer."""
        return passerelle.sign(json.dumps(draft).encode(), self.keys[draft["issuer"]], now=NOW)


def make() -> World:
    """Makes keys, and trust documents that vouch for them."""
    root = passerelle.SoftwareKey.generate("XX/trust")
    keys = {authority: passerelle.SoftwareKey.generate(authority) for authority in COUNTRIES}
    role = {"kids": [root.kid], "threshold": 1}
    head = {"spec": "1.0", "domain": "XX/trust", "version": 1, "issued": "2026-01-01T00:00:00Z", "expires": "2036-01-01T00:00:00Z"}
    window = {"not_before": "2026-01-01T00:00:00Z", "not_after": "2036-01-01T00:00:00Z", "status": "active"}
    authorities = [
        {"id": id, "country": COUNTRIES[id], "roles": ["record"], "keys": [{"kid": key.kid, "jwk": key.public_jwk, **window}]}
        for id, key in keys.items()
    ]
    documents = (
        {**head, "keys": [{"kid": root.kid, "jwk": root.public_jwk}], "roles": {"root": role, "list": role}},
        {**head, "root_version": 1, "authorities": authorities},
    )
    signed = [passerelle.sign_trust_document(json.dumps(document).encode(), root, now=NOW) for document in documents]
    return World(keys, passerelle.Trust.pin(signed[0]).update_list(signed[1], now=NOW))

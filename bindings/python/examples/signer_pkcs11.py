"""A signer over an HSM, through PKCS#11: the private key never leaves the device.

    python signer_pkcs11.py /usr/lib/softhsm/libsofthsm2.so TOKEN PIN LABEL AUTHORITY draft.json > signed.json
"""

from __future__ import annotations

import base64
import hashlib
import sys
from typing import Any, Dict

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.util.ec import encode_named_curve_parameters

import passerelle


class Pkcs11Signer:
    """An ECDSA key on P-256 in a token. Close the session when you are done."""

    def __init__(self, session: Any, label: str, authority: str) -> None:
        self._key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=label)
        self._authority = authority
        public = session.get_key(object_class=ObjectClass.PUBLIC_KEY, label=label)
        # A DER octet string: 04, length, and the uncompressed point.
        point: bytes = public[Attribute.EC_POINT][-64:]
        self._jwk = {"kty": "EC", "crv": "P-256", "x": _base64url(point[:32]), "y": _base64url(point[32:])}

    @property
    def authority(self) -> str:
        return self._authority

    @property
    def public_jwk(self) -> Dict[str, str]:
        return self._jwk

    def sign(self, message: bytes) -> bytes:
        # Not every device knows CKM_ECDSA_SHA256; all sign a hash. PKCS#11 gives r and s behind one another, as the format wants them.
        signature: bytes = self._key.sign(hashlib.sha256(message).digest(), mechanism=Mechanism.ECDSA)
        return signature


def make_key(session: Any, label: str) -> None:
    """Makes a key pair on P-256 in the token."""
    parameters = session.create_domain_parameters(
        KeyType.EC, {Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}, local=True
    )
    parameters.generate_keypair(label=label, store=True)


def _base64url(number: bytes) -> str:
    return base64.urlsafe_b64encode(number).rstrip(b"=").decode()


def main() -> None:
    library, token, pin, label, authority, draft = sys.argv[1:]
    with pkcs11.lib(library).get_token(token_label=token).open(user_pin=pin) as session:
        with open(draft, "rb") as file:
            sys.stdout.buffer.write(passerelle.sign(file.read(), Pkcs11Signer(session, label, authority)))


if __name__ == "__main__":
    main()

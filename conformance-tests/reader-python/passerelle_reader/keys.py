"""Chapter 5: public keys, and signatures by them."""

import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from . import base64url
from .canonical import canonical


@dataclass(frozen=True)
class Kind:
    """A kind of key, and the one algorithm that is for it; X25519 signs nothing, and has none."""

    alg: str | None
    members: tuple
    size: int
    order: int


ED25519_ORDER = 0x1000000000000000000000000000000014DEF9DEA2F79CD65812631A5CF5D3ED
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P384_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973

KINDS = {
    ("OKP", "Ed25519"): Kind("Ed25519", ("x",), 32, ED25519_ORDER),
    ("OKP", "X25519"): Kind(None, ("x",), 32, 0),
    ("EC", "P-256"): Kind("ES256", ("x", "y"), 32, P256_ORDER),
    ("EC", "P-384"): Kind("ES384", ("x", "y"), 48, P384_ORDER),
}
BY_ALG = {kind.alg: kind for kind in KINDS.values() if kind.alg}

CURVES = {"ES256": (ec.SECP256R1(), hashes.SHA256()), "ES384": (ec.SECP384R1(), hashes.SHA384())}


@dataclass(frozen=True)
class PublicKey:
    """A key of a kind that is known here. Two are equal where their material is."""

    alg: str | None
    point: bytes
    thumbprint: str

    def verifies(self, signature, message):
        """Whether a signature of the right form (see `has_form`) is by this key, over the message."""
        try:
            if self.alg == "Ed25519":
                ed25519.Ed25519PublicKey.from_public_bytes(self.point).verify(signature, message)
            else:
                curve, hashing = CURVES[self.alg]
                half = len(signature) // 2
                pair = (int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
                key = ec.EllipticCurvePublicKey.from_encoded_point(curve, b"\x04" + self.point)
                key.verify(encode_dss_signature(*pair), message, ec.ECDSA(hashing))
        except InvalidSignature:
            return False
        return True


def has_form(alg, signature):
    """PSR-SIG-001: length, and the range of r, s and S."""
    kind = BY_ALG[alg]
    if len(signature) != 2 * kind.size:
        return False
    first, second = signature[: kind.size], signature[kind.size :]
    if alg == "Ed25519":
        return int.from_bytes(second, "little") < kind.order
    return all(0 < int.from_bytes(part, "big") < kind.order for part in (first, second))


def read(jwk):
    """The key of a JWK, or the code that is due: `TL_FORM`, `TL_KEY_TYPE` or `TL_KEY_WEAK`."""
    kty, crv = jwk.get("kty"), jwk.get("crv")
    if not isinstance(kty, str):
        return "TL_FORM"
    kind = KINDS.get((kty, crv)) if isinstance(crv, str) else None
    if kind is None:
        return "TL_KEY_TYPE"
    coordinates = [base64url.decode(jwk.get(member)) for member in kind.members]
    if any(part is None or len(part) != kind.size for part in coordinates):
        return "TL_FORM"
    if not _is_sound(kind, coordinates):
        return "TL_KEY_WEAK"
    required = {"kty": kty, "crv": crv, **{member: jwk[member] for member in kind.members}}
    thumbprint = base64url.encode(hashlib.sha256(canonical(required)).digest())
    return PublicKey(kind.alg, b"".join(coordinates), thumbprint)


def fits_use(jwk, use):
    """PSR-TRU-017: whether a key of this kind can have this use. One of an unknown kind can."""
    crv = jwk.get("crv")
    kind = KINDS.get((jwk.get("kty"), crv)) if isinstance(crv, str) else None
    return kind is None or (crv in ("X25519", "P-256") if use == "enc" else kind.alg is not None)


FIELD = 2**255 - 19
D = -121665 * pow(121666, -1, FIELD) % FIELD


SMALL_ORDER = (
    0,
    1,
    FIELD - 1,
    0xB8495F16056286FDB1329CEB8D09DA6AC49FF1FAE35616AEB8413B7C7AEBE0,
    0x57119FD0DD4E22D8868E1C58C45C44045BEF839C55B1D0B1248C50A3BC959C5F,
)
"""The u of points of X25519 and its twist whose order is 1, 2, 4 or 8."""


def _is_sound(kind, coordinates):
    """PSR-TRU-015."""
    if kind.alg == "Ed25519":
        return _is_sound_edwards_point(coordinates[0])
    if kind.alg is None:
        number = int.from_bytes(coordinates[0], "little")
        return number < FIELD and number not in SMALL_ORDER
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVES[kind.alg][0], b"\x04" + b"".join(coordinates))
    except ValueError:
        return False
    return True


def _is_sound_edwards_point(encoded):
    """PSR-TRU-015: the canonical encoding of a point of edwards25519 whose order is not 1, 2, 4 or 8 (RFC 8032, 5.1.3)."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= FIELD:
        return False
    u, v = (y * y - 1) % FIELD, (D * y * y + 1) % FIELD
    x = u * pow(v, 3, FIELD) * pow(u * pow(v, 7, FIELD), (FIELD - 5) // 8, FIELD) % FIELD
    if v * x * x % FIELD == -u % FIELD:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    if v * x * x % FIELD != u or (x == 0 and sign):
        return False
    if x & 1 != sign:
        x = FIELD - x
    for _ in range(3):
        x, y = _double(x, y)
    return (x, y) != (0, 1)


def _double(x, y):
    product = D * x * x * y * y
    return (
        2 * x * y * pow(1 + product, -1, FIELD) % FIELD,
        (y * y + x * x) * pow(1 - product, -1, FIELD) % FIELD,
    )

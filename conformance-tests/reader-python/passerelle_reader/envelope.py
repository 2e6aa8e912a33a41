"""Chapter 4: the envelope in both forms, and its protected headers."""

import re
from dataclasses import dataclass

from . import base64url, redaction, text
from .canonical import canonical
from .finding import Finding, Refused, refuse
from .keys import BY_ALG
from .specification import limits


@dataclass(frozen=True)
class Class:
    """A class of signed object: its member in the clear form, and its `typ`."""

    member: str
    typ: str


RECORD = Class("record", "vnd.passerelle.record.v1+json")
TRUST_ROOT = Class("trust_root", "vnd.passerelle.trust-root.v1+json")
TRUST_LIST = Class("trust_list", "vnd.passerelle.trust-list.v1+json")


@dataclass(frozen=True)
class Signature:
    """One entry of `signatures`, taken apart."""

    index: int
    alg: str
    kid: str
    iat: int | None
    signed: bytes
    value: bytes

    @property
    def authority(self):
        return self.kid.partition("#")[0]

    @property
    def thumbprint(self):
        return self.kid.partition("#")[2]

    @property
    def is_known(self):
        """Whether the algorithm is one of this version; one that is not is set aside (PSR-SIG-003)."""
        return self.alg in BY_ALG

    @property
    def path(self):
        return ("signatures", self.index)


@dataclass(frozen=True)
class Envelope:
    form: str
    object: dict
    payload: bytes
    signatures: tuple
    disclosures: tuple = ()


def open_envelope(data, expected):
    """Takes an envelope of the expected class apart. Raises `Refused` with the first fault."""
    envelope = text.read(data, text.input_bounds())
    clear, opaque = expected.member in envelope, "payload" in envelope
    if clear == opaque or (clear and not isinstance(envelope[expected.member], dict)):
        refuse("ENV_CONTENT")
    if opaque and not isinstance(envelope["payload"], str):
        refuse("ENV_CONTENT")
    content = expected.member if clear else "payload"
    for name in sorted(set(envelope) - {content, "signatures"}):
        if name != "disclosures" or expected is not RECORD or not _are_disclosures(envelope[name]):
            refuse("ENV_MEMBER", (name,))
    disclosed = envelope.get("disclosures", [])
    if len(disclosed) > limits()["disclosures"]:
        refuse("LIM_COUNT", ("disclosures",))
    entries = envelope.get("signatures")
    if not isinstance(entries, list) or not entries:
        refuse("ENV_UNSIGNED", ("signatures",))
    if len(entries) > limits()["signatures"]:
        refuse("LIM_COUNT", ("signatures",))
    for index, entry in enumerate(entries):
        if not _is_entry(entry):
            refuse("ENV_MEMBER", ("signatures", index, *_stranger(entry)))
    _check_base64(envelope, entries)
    if clear:
        held = envelope[content]
        if _count(held) > limits()["values"]:
            refuse("LIM_COUNT", (content,))
        payload = canonical(held)
        if len(payload) > limits()["record_bytes"]:
            refuse("LIM_SIZE", (content,))
    else:
        payload = base64url.decode(envelope["payload"])
        held = _within(("payload",), lambda: text.read(payload, text.object_bounds()))
        if canonical(held) != payload:
            refuse("ENV_NOT_CANONICAL", ("payload",))
    parts = _read_disclosures(disclosed, payload)
    encoded = base64url.encode(payload)
    signatures = tuple(_signature(index, entry, encoded, expected) for index, entry in enumerate(entries))
    if not any(signature.is_known for signature in signatures):
        refuse("HDR_ALG", ("signatures", 0, "protected"))
    return Envelope("clear" if clear else "opaque", held, payload, signatures, parts)


def _are_disclosures(listed):
    """Of more than are allowed none is looked at."""
    if not isinstance(listed, list) or not listed:
        return False
    return len(listed) > limits()["disclosures"] or all(isinstance(one, str) for one in listed)


def _read_disclosures(written, payload):
    if len(payload) + sum(len(base64url.decode(one)) for one in written) > limits()["record_bytes"]:
        refuse("LIM_SIZE", ("disclosures",))
    for at in range(len(written)):
        _within(("disclosures", at), lambda: list(redaction.disclosures(written[at : at + 1])))
    return tuple(redaction.disclosures(written))


def _is_entry(entry):
    return (
        isinstance(entry, dict)
        and set(entry) == {"protected", "signature"}
        and all(isinstance(member, str) for member in entry.values())
    )


def _stranger(entry):
    """The name of a member that an entry may not have."""
    return sorted(set(entry) - {"protected", "signature"})[:1] if isinstance(entry, dict) else ()


def _check_base64(envelope, entries):
    if "payload" in envelope and base64url.decode(envelope["payload"]) is None:
        refuse("ENV_BASE64", ("payload",))
    for index, entry in enumerate(entries):
        for name in ("protected", "signature"):
            if base64url.decode(entry[name]) is None:
                refuse("ENV_BASE64", ("signatures", index, name))
    for index, one in enumerate(envelope.get("disclosures", ())):
        if base64url.decode(one) is None:
            refuse("ENV_BASE64", ("disclosures", index))


def _count(value):
    """Values in a value, itself included; names do not count."""
    if isinstance(value, dict):
        return 1 + sum(map(_count, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_count, value))
    return 1


def _within(path, reading):
    """A fault inside a text that stands in base64url is reported at the member that holds the text."""
    try:
        return reading()
    except Refused as refused:
        raise Refused(Finding(refused.finding.code, path)) from None


MEMBERS = {"alg", "kid", "typ", "iat", "x5t#S256"}
REFUSED_ALGORITHMS = {
    name.lower() for name in "none HS256 HS384 HS512 RS1 RS256 RS384 RS512 PS256 PS384 PS512 ES256K ES512 EdDSA".split()
}
KID = re.compile(r"([A-Z]{2,3}/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)#([A-Za-z0-9_-]{43})")
EARLIEST, LATEST = -62167219200, 253402300799
"""The years 0000 to 9999, in seconds since 1970."""


def _signature(index, entry, encoded, expected):
    path = ("signatures", index, "protected")
    header = _within(path, lambda: text.read(base64url.decode(entry["protected"]), text.header_bounds()))
    code = _header_fault(header, expected)
    if code:
        refuse(code, path)
    return Signature(
        index,
        header["alg"],
        header["kid"],
        header.get("iat"),
        f"{entry['protected']}.{encoded}".encode("ascii"),
        base64url.decode(entry["signature"]),
    )


def _header_fault(header, expected):
    """The first code of one header, in the order of chapter 4, or None."""
    if not _has_shape(header):
        return "HDR_FORM"
    if set(header) - MEMBERS - {"crit"}:
        return "HDR_FORBIDDEN"
    if "crit" in header:
        return "HDR_CRIT"
    if header.get("typ") != expected.typ:
        return "HDR_TYP"
    if header["alg"].lower() in REFUSED_ALGORITHMS:
        return "HDR_ALG"
    if not is_kid(header["kid"]):
        return "HDR_KID_FORM"
    if expected is RECORD and "iat" not in header:
        return "HDR_FORM"
    return None


def _has_shape(header):
    for name in ("alg", "kid"):
        if not isinstance(header.get(name), str):
            return False
    if not isinstance(header.get("typ", ""), str):
        return False
    iat = header.get("iat", 0)
    if isinstance(iat, bool) or not isinstance(iat, int) or not EARLIEST <= iat <= LATEST:
        return False
    certificate = header.get("x5t#S256")
    return "x5t#S256" not in header or len(base64url.decode(certificate) or b"") == 32


def is_kid(kid):
    """PSR-HDR-006."""
    match = KID.fullmatch(kid)
    return bool(match) and len(kid) <= limits()["kid_bytes"] and len(match[1]) <= 64 and base64url.decode(match[2]) is not None

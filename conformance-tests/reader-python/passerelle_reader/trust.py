"""Chapter 6: trust roots, trust lists, and what a reader believes because of them."""

import re
from dataclasses import dataclass, field

from . import dates, keys, shape
from .canonical import digest
from .envelope import TRUST_LIST, TRUST_ROOT, open_envelope
from .finding import Finding, refuse
from .keys import PublicKey
from .specification import MINOR, limits

SPEC = re.compile(r"([1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")
SECRET = ("d", "priv", "k")


@dataclass(frozen=True)
class Document:
    """A trust document that has the required form."""

    content: dict
    payload: bytes
    signatures: tuple

    @property
    def version(self):
        return self.content["version"]

    @property
    def digest(self):
        return digest(self.payload)


@dataclass(frozen=True)
class Role:
    keys: dict
    threshold: int

    def is_met_by(self, document):
        """PSR-TRU-006: enough different keys of the role have signed. Keys are counted by their material."""
        signers = set()
        for signature in document.signatures:
            key = self.keys.get(signature.kid)
            if key and key.alg == signature.alg and keys.has_form(key.alg, signature.value):
                if key.verifies(signature.value, signature.signed):
                    signers.add(key.point)
        return len(signers) >= self.threshold

    def names(self, document):
        return any(signature.kid in self.keys for signature in document.signatures)

    @property
    def meaning(self):
        return self.threshold, {key.point for key in self.keys.values()}


@dataclass(frozen=True)
class Root:
    document: Document
    keys: dict
    roles: dict

    @property
    def version(self):
        return self.document.version

    @property
    def domain(self):
        return self.document.content["domain"]

    @property
    def expires(self):
        return dates.seconds(self.document.content["expires"])


@dataclass(frozen=True)
class ListedKey:
    """A key of an authority that may be used."""

    kid: str
    authority: str
    key: PublicKey
    not_before: int
    not_after: int
    retired_at: int | None
    is_compromised: bool
    signs: bool


@dataclass(frozen=True)
class TrustList:
    document: Document
    authorities: dict
    keys: dict
    unknown_kinds: frozenset
    sunsets: dict
    hybrid_from: int | None

    @property
    def version(self):
        return self.document.version

    @property
    def expires(self):
        return dates.seconds(self.document.content["expires"])


@dataclass
class Trust:
    """What a reader holds: a chain of roots, and one list at a time."""

    root: Root
    first_version: int
    previous_root: Root | None = None
    list: TrustList | None = None
    void_version: int = 0
    warnings: list = field(default_factory=list)

    @classmethod
    def pin(cls, data):
        """Begins with a root that came by hand."""
        root, warnings = _read_root(data)
        if not root.roles["root"].is_met_by(root.document):
            refuse("TL_THRESHOLD")
        return cls(root, root.version, warnings=warnings)

    def update_root(self, data):
        """Takes the next root. A document that is refused changes nothing."""
        new, warnings = _read_root(data)
        held = self.root
        if new.domain != held.domain:
            refuse("TL_TEST_MATERIAL" if _is_test(new.domain) != _is_test(held.domain) else "TL_FORM", ("domain",))
        if new.version < held.version:
            refuse("TL_ROLLBACK", ("version",))
        if new.version > held.version + 1:
            refuse("TL_ROOT_GAP", ("version",))
        own = new.roles["root"].is_met_by(new.document)
        if new.version == held.version:
            if new.document.digest == held.document.digest:
                return
            before = [root for root in (held, self.previous_root) if root]
            if own and any(root.roles["root"].is_met_by(new.document) for root in before):
                refuse("TL_EQUIVOCATION", ("version",))
            refuse("TL_THRESHOLD")
        if not own or not held.roles["root"].is_met_by(new.document):
            refuse("TL_THRESHOLD")
        self.previous_root, self.root = held, new
        self.warnings += warnings
        if new.roles["list"].meaning != held.roles["list"].meaning:
            self.void_version = self.list.version if self.list else self.void_version
            self.first_version, self.list = new.version, None
        elif self.list:
            # A key of the new root may stand in the held list: then its entry is used no more (PSR-TRU-014).
            self.list, _ = _list(self.list.document, new)

    def update_list(self, data, now):
        """Takes a newer list. A document that is refused changes nothing."""
        document = _read_document(data, TRUST_LIST, "trust-list")
        content = document.content
        domain = self.root.domain
        if content["domain"] != domain:
            refuse("TL_TEST_MATERIAL" if _is_test(content["domain"]) != _is_test(domain) else "TL_FORM", ("domain",))
        if content["root_version"] > self.root.version:
            refuse("TL_ROOT_UNKNOWN", ("root_version",))
        if not self.root.roles["list"].is_met_by(document):
            others = self.root.roles["root"].names(document) or any(
                signature.kid in (self.list.keys if self.list else {}) for signature in document.signatures
            )
            refuse("TL_ROLE" if others else "TL_THRESHOLD")
        if content["root_version"] < self.first_version:
            refuse("TL_ROLLBACK", ("root_version",))
        warnings = []
        if self.list:
            if document.version < self.list.version:
                refuse("TL_ROLLBACK", ("version",))
            if document.version == self.list.version:
                if document.digest != self.list.document.digest:
                    refuse("TL_EQUIVOCATION", ("version",))
        elif document.version <= self.void_version:
            warnings.append(Finding("TL_FAST_FORWARD", ("version",)))
        if dates.seconds(content["expires"]) + limits()["trust_grace_seconds"] <= now:
            refuse("TL_EXPIRED", ("expires",))
        taken, left_out = _list(document, self.root)
        self.list = taken
        self.void_version = 0
        self.warnings = [*self.warnings, *warnings, *left_out]

    def expires(self):
        return min(self.root.expires, self.list.expires)


def _is_test(domain):
    return domain.startswith("XX/")


def _read_document(data, expected, schema):
    """The checks 1 to 4 of both kinds of document."""
    envelope = open_envelope(data, expected)
    content = envelope.object
    spec = content.get("spec")
    version = SPEC.fullmatch(spec) if isinstance(spec, str) else None
    if version and version[1] != "1":
        refuse("VER_MAJOR", ("spec",))
    for path, value in _objects(content, ()):
        if any(name in value for name in SECRET) and ("kty" in value or path[-1:] == ("jwk",)):
            refuse("TL_PRIVATE_KEY", path)
    is_newer = bool(version) and int(version[2]) > MINOR
    found = [fault for fault in shape.faults(content, schema) if not (is_newer and fault.code == "SCHEMA_UNKNOWN_MEMBER")]
    root = shape.schema(schema)
    for path, value, _, name in shape.walk(content, root, root):
        if isinstance(value, str) and name == "Timestamp" and not shape.exists(name, value):
            found.append(Finding("TL_FORM", path))
    if found:
        refuse("TL_FORM", min(fault.path for fault in found))
    return Document(content, envelope.payload, envelope.signatures)


def _objects(value, path):
    if isinstance(value, dict):
        yield path, value
        for name in sorted(value):
            yield from _objects(value[name], (*path, name))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _objects(item, (*path, at))


def _check_times(content):
    if dates.seconds(content["issued"]) >= dates.seconds(content["expires"]):
        refuse("TL_FORM", ("expires",))


def _read_root(data):
    document = _read_document(data, TRUST_ROOT, "trust-root")
    content = document.content
    _check_times(content)
    usable, listed, warnings = {}, set(), []
    for at, entry in enumerate(content["keys"]):
        path = ("keys", at)
        if entry["kid"] in listed:
            refuse("TL_FORM", path)
        listed.add(entry["kid"])
        # A key of a root signs. One of a kind that cannot is as good as one of an unknown kind.
        key = keys.read(entry["jwk"]) if keys.fits_use(entry["jwk"], "sig") else "TL_KEY_TYPE"
        if key == "TL_KEY_TYPE":
            warnings.append(Finding(key, path))
            continue
        if isinstance(key, str):
            refuse(key, path)
        if entry["kid"] != f"{content['domain']}#{key.thumbprint}":
            refuse("TL_KID_MISMATCH", path)
        usable[entry["kid"]] = key
    roles = {}
    for name in ("root", "list"):
        role = content["roles"][name]
        if not set(role["kids"]) <= listed:
            refuse("TL_FORM", ("roles", name, "kids"))
        roles[name] = Role({kid: usable[kid] for kid in role["kids"] if kid in usable}, role["threshold"])
        if role["threshold"] > len({key.point for key in roles[name].keys.values()}):
            refuse("TL_FORM", ("roles", name, "threshold"))
    return Root(document, usable, roles), warnings


def _list(document, root):
    """The checks 11 to 13 of a list: what of it is usable, and what is left out."""
    content = document.content
    _check_times(content)
    authorities, usable, findings, places = {}, [], [], {}
    for at, authority in enumerate(content["authorities"]):
        path = ("authorities", at)
        code = authority["id"].partition("/")[0]
        if (code == "XX") != _is_test(content["domain"]):
            refuse("TL_TEST_MATERIAL", (*path, "id"))
        if not _country_fits(code, authority["country"]):
            refuse("TL_FORM", (*path, "country"))
        usable += _keys(authority, path, findings, places)
        if authority["id"] in authorities:
            refuse("TL_FORM", path)
        authorities[authority["id"]] = authority
    roots = {key.point for key in root.keys.values()}
    shared = set()
    for listed in usable:
        owners = {other.authority for other in usable if other.key.point == listed.key.point}
        if len(owners) > 1 or listed.key.point in roots:
            shared.add(listed.kid)
            findings.append(Finding("TL_KEY_SHARED", places[listed.kid]))
    policy, sunsets = content.get("policy", {}), {}
    for entry in policy.get("algorithms", ()):
        sunset = dates.seconds(entry["sunset"])
        sunsets[entry["alg"]] = min(sunset, sunsets.get(entry["alg"], sunset))
    listed = {entry.kid: entry for entry in usable if entry.kid not in shared}
    entries = [key for authority in authorities.values() for key in authority["keys"]]
    unknown = frozenset(entry["kid"] for entry in entries if keys.read(entry["jwk"]) == "TL_KEY_TYPE")
    hybrid_from = dates.seconds(policy["hybrid_from"]) if "hybrid_from" in policy else None
    held = TrustList(document, authorities, listed, unknown, sunsets, hybrid_from)
    return held, findings


def _country_fits(code, country):
    if code == "XX":
        return re.fullmatch("X[A-Z]", country) is not None
    return country == code


def _keys(authority, path, findings, places):
    usable, seen = [], set()
    for at, entry in enumerate(authority["keys"]):
        place = (*path, "keys", at)
        if entry["kid"] in seen:
            refuse("TL_FORM", place)
        seen.add(entry["kid"])
        key = keys.read(entry["jwk"])
        if key == "TL_FORM" or not keys.fits_use(entry["jwk"], entry.get("use", "sig")):
            refuse("TL_FORM", place)
        if isinstance(key, str):
            findings.append(Finding(key, place))
        elif entry["kid"] != f"{authority['id']}#{key.thumbprint}":
            findings.append(Finding("TL_KID_MISMATCH", place))
            key = "TL_KID_MISMATCH"
        _check_status(entry, place)
        if isinstance(key, PublicKey):
            places[entry["kid"]] = place
            usable.append(
                ListedKey(
                    entry["kid"],
                    authority["id"],
                    key,
                    dates.seconds(entry["not_before"]),
                    dates.seconds(entry["not_after"]),
                    dates.seconds(entry["retired_at"]) if "retired_at" in entry else None,
                    entry["status"] == "compromised",
                    entry.get("use", "sig") == "sig",
                )
            )
    return usable


def _check_status(entry, place):
    for status, member in (("retired", "retired_at"), ("compromised", "compromised_since")):
        if (entry["status"] == status) != (member in entry):
            refuse("TL_FORM", place)
    if dates.seconds(entry["not_before"]) >= dates.seconds(entry["not_after"]):
        refuse("TL_FORM", place)

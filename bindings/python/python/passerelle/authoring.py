"""Making records: validating, signing, and what needs no key."""

from __future__ import annotations

import datetime
from typing import Literal, Optional, Sequence, Tuple, Union

import msgspec

from . import _boundary, _native
from ._boundary import Data
from ._findings import Finding, findings_table
from ._value import Value
from .errors import CanonicalizeError, ConvertError, PasserelleError, RedactError, SignError, TrustError
from .keys import RandomSource, Signatories, Signer, SoftwareKey, asking, random_source

__all__ = ["Form", "Validation", "canonicalize", "convert", "cosign", "redact", "sign", "sign_trust_document", "validate"]

Form = Literal["clear", "opaque"]
"""`clear`: the record as JSON beside its signatures. `opaque`: an RFC 7515 General JWS."""

Draft = Union[Data, Value]
"""A draft: typed values, or the text."""


class Validation(msgspec.Struct, frozen=True, kw_only=True):
    """What validation found. It is true where the draft may be signed."""

    valid: bool
    """Whether the draft may be signed: it has no error."""
    findings: Tuple[Finding, ...]
    """Everything that was found, warnings too."""

    def __bool__(self) -> bool:
        return self.valid

    def __repr__(self) -> str:
        return f"Validation({'valid' if self.valid else 'invalid'}, {len(self.findings)} findings)"

    def _repr_html_(self) -> str:
        return f"<p>The draft is <b>{'valid' if self.valid else 'invalid'}</b>.</p>{findings_table(self.findings)}"


_VALIDATION = msgspec.json.Decoder(Validation)


def draft_bytes(draft: Draft) -> bytes:
    """A draft as text."""
    return draft.to_json() if isinstance(draft, Value) else _boundary.data(draft, "draft")


def form_of(form: Form) -> _native.EnvelopeForm:
    """A form as the native side names it."""
    if form == "clear":
        return _native.EnvelopeForm.CLEAR
    if form == "opaque":
        return _native.EnvelopeForm.OPAQUE
    _boundary.argument("form: clear or opaque")


def validate(draft: Draft, *, now: Optional[datetime.datetime] = None) -> Validation:
    """Validates a draft: everything that its author should mend, at once."""
    answer = _boundary.call(PasserelleError, _native.validate, draft_bytes(draft), _boundary.seconds(now))
    return _VALIDATION.decode(answer)


def sign(
    draft: Draft,
    *signers: Union[Signer, SoftwareKey],
    now: Optional[datetime.datetime] = None,
    form: Form = "clear",
    redactable: Optional[Sequence[str]] = None,
    randomness: Optional[RandomSource] = None,
) -> bytes:
    """Signs a draft, and gives the envelope.

    Args:
        draft: The record, as typed values or as text.
        signers: Who signs: the issuer, and the co-signers that are at hand.
        now: The time of signing; that of this machine's clock unless told.
        form: The form of the envelope.
        redactable: Parts that can be withheld later, as JSON Pointers; `default` stands for what the specification proposes.
        randomness: Where the salts of those come from; the operating system unless told.

    Raises:
        SignError: `SIGN_INVALID_DRAFT` with every finding, `SIGN_KEY`, `SIGN_CALLBACK`, or a code of redaction.
    """
    signatories = Signatories(list(signers))
    parts = None if redactable is None else [_boundary.text(part, "redactable") for part in redactable]
    source = random_source(randomness)
    arguments = (draft_bytes(draft), signatories.native, _boundary.seconds(now), form_of(form), parts, source)
    signed: bytes = asking(SignError, [*signatories.devices, source], _native.sign, *arguments)
    return signed


def cosign(envelope: Data, signer: Union[Signer, SoftwareKey], *, now: Optional[datetime.datetime] = None) -> bytes:
    """Adds a signature to a signed record; the record itself is not changed by a byte."""
    signatories = Signatories([signer])
    arguments = (_boundary.data(envelope, "envelope"), signatories.native[0], _boundary.seconds(now))
    signed: bytes = asking(SignError, signatories.devices, _native.cosign, *arguments)
    return signed


def sign_trust_document(
    document: Data, *signers: Union[Signer, SoftwareKey], now: Optional[datetime.datetime] = None
) -> bytes:
    """Signs a trust root or a trust list."""
    signatories = Signatories(list(signers))
    arguments = (_boundary.data(document, "document"), signatories.native, _boundary.seconds(now))
    signed: bytes = asking(TrustError, signatories.devices, _native.sign_trust_document, *arguments)
    return signed


def convert(envelope: Data, form: Form) -> bytes:
    """Writes an envelope in the other form; no key is needed, and every signature stays as good as it was."""
    return _boundary.call(ConvertError, _native.convert, _boundary.data(envelope, "envelope"), form_of(form))


def redact(envelope: Data, parts: Sequence[str]) -> bytes:
    """Makes a copy of a signed record in which parts are withheld; no key is needed, and every signature holds.

    Raises:
        RedactError: A part may never be withheld, or its author did not make it redactable.
    """
    if isinstance(parts, str):
        _boundary.argument("parts: a list of JSON Pointers")
    places = [_boundary.text(part, "parts") for part in parts]
    return _boundary.call(RedactError, _native.redact, _boundary.data(envelope, "envelope"), places)


def canonicalize(data: Data) -> bytes:
    """The canonical form (RFC 8785) of an object, which is what is signed."""
    return _boundary.call(CanonicalizeError, _native.canonicalize, _boundary.data(data))

"""What can go wrong, as exceptions.

Each exception belongs to two families. One says *which operation* was refused: `OpenError`, `SignError` and so on. The other says
*at which stage* of the specification: `CryptographyError`, `SchemaError` and so on. Catch whichever you need:

    try:
        opened = passerelle.open(data, trust)
    except passerelle.errors.KeyStageError:      # the signer is not in the trust list
        ...
    except passerelle.OpenError as error:        # anything else that keeps it closed
        log.warning("%s: %s", error.code, error.hint)

`error.findings` holds everything that was found, as data. No exception holds a value of a record.
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple, Type

import msgspec

from ._findings import Finding

__all__ = [
    "ArgumentError",
    "BindingError",
    "CallbackError",
    "CanonicalizeError",
    "ChainError",
    "ClosedError",
    "ConvertError",
    "CryptographyError",
    "DiffError",
    "EncodingError",
    "EnvelopeError",
    "FaultError",
    "ForwardError",
    "ForwardStageError",
    "HeaderError",
    "JsonError",
    "KeyPolicyError",
    "KeyStageError",
    "LimitsError",
    "ManifestStageError",
    "MapError",
    "NeighbourError",
    "OpenError",
    "PackError",
    "PasserelleError",
    "ProfileError",
    "QuorumError",
    "ReceiptError",
    "RecordFormError",
    "RedactError",
    "RedactionStageError",
    "ReleaseError",
    "ReleaseStageError",
    "RulesError",
    "SchemaError",
    "SealError",
    "SealingError",
    "SignError",
    "SigningStageError",
    "TimeError",
    "TrustError",
    "TrustStageError",
    "VersionError",
]


class _Refusal(msgspec.Struct, frozen=True):
    code: str
    message: str
    hint: str
    detail: Optional[str] = None
    integrity: Optional[str] = None
    trust: Optional[str] = None
    findings: Tuple[Finding, ...] = ()
    withheld: Tuple[str, ...] = ()


_REFUSAL = msgspec.json.Decoder(_Refusal)


class PasserelleError(Exception):
    """Something was refused, or could not be done."""

    code: str
    """The code, for example `SIG_INVALID`. Codes never change their meaning."""
    message: str
    """What is wrong, in one sentence."""
    hint: str
    """How to mend it."""
    detail: Optional[str]
    """What more there is to say, such as which argument is meant."""
    integrity: Optional[str]
    """`valid`, `invalid` or `indeterminate`, where a record was looked at."""
    trust: Optional[str]
    """`trusted`, `untrusted` or `unknown`, where a record was looked at."""
    findings: Tuple[Finding, ...]
    """Everything that was found."""
    withheld: Tuple[str, ...]
    """The parts that a recipient may not have, where a release was refused."""

    def __init__(self, refusal: bytes) -> None:
        read = _REFUSAL.decode(refusal)
        super().__init__(refusal)
        self.code = read.code
        self.message = read.message
        self.hint = read.hint
        self.detail = read.detail
        self.integrity = read.integrity
        self.trust = read.trust
        self.findings = read.findings
        self.withheld = read.withheld

    @property
    def finding(self) -> Optional[Finding]:
        """The first finding that refuses."""
        refusing = (finding for finding in self.findings if finding.severity != "warning")
        return next(refusing, None)

    def __str__(self) -> str:
        place = f" at {self.finding.pointer or 'the whole'}" if self.finding else ""
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.code}{place}: {self.message}{detail} {self.hint}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code})"

    def __reduce__(self) -> Any:
        return _revive, (self._operation().__name__, self.args[0])

    def _operation(self) -> Type["PasserelleError"]:
        return next(base for base in type(self).__mro__ if base.__name__ in _OPERATIONS)


# -- by operation -------------------------------------------------------------------------------------------------------------------


class OpenError(PasserelleError):
    """A signed record was not opened."""


class SignError(PasserelleError):
    """Nothing was signed."""


class ConvertError(PasserelleError):
    """An envelope was not written in another form."""


class RedactError(PasserelleError):
    """No copy was made in which something is withheld."""


class CanonicalizeError(PasserelleError):
    """A text has no canonical form."""


class DiffError(PasserelleError):
    """Two revisions were not compared."""


class ReleaseError(PasserelleError):
    """A record may not go to this recipient, or it could not be decided."""


class ReceiptError(PasserelleError):
    """No receipt was given."""


class SealError(PasserelleError):
    """A record was not sealed, or its cover was not taken off."""


class ForwardError(PasserelleError):
    """No forward was signed: the record may not go there, or it could not be decided."""


class PackError(PasserelleError):
    """No container was written."""


class MapError(PasserelleError):
    """The map pack does not compile, or rows or records do not fit it."""


class NeighbourError(PasserelleError):
    """Records were not written in a neighbour's format, or its document was not read."""


class TrustError(PasserelleError):
    """A trust document was not taken or not signed; what was held stays as it was."""


# -- by stage -----------------------------------------------------------------------------------------------------------------------


class LimitsError(PasserelleError):
    """Something is too large, too deep or too many."""


class EncodingError(PasserelleError):
    """The text is not UTF-8."""


class JsonError(PasserelleError):
    """The text is not JSON."""


class ProfileError(PasserelleError):
    """The text is outside the profile of JSON that records are written in."""


class SealingError(PasserelleError):
    """The record is sealed and does not open here."""


class EnvelopeError(PasserelleError):
    """The envelope has another form."""


class HeaderError(PasserelleError):
    """The header of a signature is not as it must be."""


class KeyStageError(PasserelleError):
    """The key of a signature is not known."""


class KeyPolicyError(PasserelleError):
    """The key may not sign this."""


class CryptographyError(PasserelleError):
    """A signature does not verify."""


class QuorumError(PasserelleError):
    """Signatures are missing."""


class TimeError(PasserelleError):
    """Something is past its time, or before it."""


class RedactionStageError(PasserelleError):
    """What is withheld or disclosed does not fit what was signed."""


class VersionError(PasserelleError):
    """The record is of a version that is not known here."""


class SchemaError(PasserelleError):
    """The record does not fit its type."""


class RulesError(PasserelleError):
    """Members of the record contradict one another."""


class ChainError(PasserelleError):
    """The revision does not follow from the one that is held."""


class TrustStageError(PasserelleError):
    """There is no current trust list, or a trust document is not as it must be."""


class SigningStageError(PasserelleError):
    """The draft, the key or the device does not allow a signature."""


class ReleaseStageError(PasserelleError):
    """A marking, a purpose, a date or a status forbids the release."""


class ManifestStageError(PasserelleError):
    """A manifest, a feed or a container is not whole."""


class ForwardStageError(PasserelleError):
    """A forward does not fit the record, the forwards before it, or what the issuer allows."""


# -- of the binding itself ----------------------------------------------------------------------------------------------------------


class BindingError(PasserelleError):
    """The call itself failed; it says nothing about a record."""


class ArgumentError(BindingError, ValueError):
    """An argument is missing or of the wrong kind (`BND_ARGUMENT`)."""


class CallbackError(BindingError):
    """A store failed, or answered about something else (`BND_CALLBACK`)."""


class ClosedError(BindingError):
    """The object was closed (`BND_CLOSED`)."""


class FaultError(BindingError):
    """The library itself has a fault; nothing was decided (`BND_FAULT`)."""


class RecordFormError(ValueError):
    """A text cannot be read as a value of this type. It names a place and nothing that stands there."""

    code = "BND_ARGUMENT"
    """As of every argument that a call cannot take."""

    def __str__(self) -> str:
        return f"{self.code}: {super().__str__()}"


_OPERATIONS: Dict[str, Type[PasserelleError]] = {
    kind.__name__: kind
    for kind in (
        PasserelleError,
        OpenError,
        SignError,
        ConvertError,
        RedactError,
        CanonicalizeError,
        DiffError,
        ReleaseError,
        ReceiptError,
        SealError,
        ForwardError,
        PackError,
        MapError,
        NeighbourError,
        TrustError,
    )
}

_STAGES: Dict[str, Type[PasserelleError]] = {
    "limits": LimitsError,
    "encoding": EncodingError,
    "json": JsonError,
    "profile": ProfileError,
    "sealing": SealingError,
    "envelope": EnvelopeError,
    "header": HeaderError,
    "key": KeyStageError,
    "key-policy": KeyPolicyError,
    "cryptography": CryptographyError,
    "quorum": QuorumError,
    "time": TimeError,
    "redaction": RedactionStageError,
    "version": VersionError,
    "schema": SchemaError,
    "rules": RulesError,
    "chain": ChainError,
    "trust": TrustStageError,
    "signing": SigningStageError,
    "release": ReleaseStageError,
    "manifest": ManifestStageError,
    "forward": ForwardStageError,
}

_BINDING: Dict[str, Type[BindingError]] = {
    "BND_ARGUMENT": ArgumentError,
    "BND_CALLBACK": CallbackError,
    "BND_CLOSED": ClosedError,
    "BND_FAULT": FaultError,
}

_BOTH: Dict[Tuple[str, str], Type[PasserelleError]] = {}


def failure(operation: Type[PasserelleError], refusal: bytes) -> PasserelleError:
    """The exception that a refusal is, in an operation."""
    read = _REFUSAL.decode(refusal)
    if read.code in _BINDING:
        return _BINDING[read.code](refusal)
    stage = "signing" if read.code.startswith("SIGN_") else read.findings[0].stage if read.findings else ""
    of_stage = _STAGES.get(stage)
    if of_stage is None:
        return operation(refusal)
    key = (operation.__name__, stage)
    if key not in _BOTH:
        _BOTH[key] = type(operation.__name__, (operation, of_stage), {"__doc__": operation.__doc__, "__module__": __name__})
    return _BOTH[key](refusal)


def _revive(operation: str, refusal: bytes) -> PasserelleError:
    return failure(_OPERATIONS[operation], refusal)

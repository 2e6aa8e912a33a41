"""Who signs: a key in this process, or a device."""

from __future__ import annotations

from types import TracebackType
from typing import Dict, List, Mapping, Optional, Protocol, Type, Union, runtime_checkable

import msgspec

from . import _boundary, _native
from ._boundary import Data
from .errors import SignError

__all__ = ["Signer", "SoftwareKey"]


@runtime_checkable
class Signer(Protocol):
    """A key that is held elsewhere: in an HSM, a KMS, a smart card. Write one over your device.

    What it returns is verified with `public_jwk` before it is used: another key's signature, a DER signature, an empty one, an error and
    an interrupt all end in `SIGN_CALLBACK`, and nothing is signed.
    """

    @property
    def authority(self) -> str:
        """Whose key it is, for example `XX/northland`."""
        ...

    @property
    def public_jwk(self) -> Mapping[str, str]:
        """The public key, as a JWK. The algorithm follows from its kind."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Signs the message: 64 bytes for Ed25519; `r` and `s`, each as long as the curve's field, for ECDSA (not DER)."""
        ...


class SoftwareKey:
    """A private key that is held in this process. For tests and small systems; elsewhere write a `Signer` over your HSM."""

    __slots__ = ("_held",)

    def __init__(self, native: _native.SoftwareKey) -> None:
        if not isinstance(native, _native.SoftwareKey):
            _boundary.argument("a SoftwareKey is made by generate or from_pkcs8")
        self._held: Optional[_native.SoftwareKey] = native

    @classmethod
    def generate(cls, authority: str, algorithm: str = "Ed25519") -> SoftwareKey:
        """Makes a new key, for `Ed25519`, `ES256` or `ES384`."""
        authority, algorithm = _boundary.text(authority, "authority"), _boundary.text(algorithm, "algorithm")
        return cls(_boundary.call(SignError, _native.SoftwareKey.generate, authority, algorithm))

    @classmethod
    def from_pkcs8(cls, authority: str, document: Data) -> SoftwareKey:
        """Reads a private key (PKCS#8, DER)."""
        authority, document = _boundary.text(authority, "authority"), _boundary.data(document, "document")
        return cls(_boundary.call(SignError, _native.SoftwareKey.from_pkcs8, authority, document))

    @property
    def authority(self) -> str:
        """Whose key it is."""
        return self._handle.authority()

    @property
    def kid(self) -> str:
        """The identifier of the key, `<authority>#<thumbprint>`."""
        return self._handle.kid()

    @property
    def public_jwk(self) -> Dict[str, str]:
        """The public key, as a JWK."""
        return msgspec.json.decode(self._handle.public_jwk(), type=Dict[str, str])

    def to_pkcs8(self) -> bytes:
        """The private key (PKCS#8, DER), which is secret."""
        return self._handle.to_pkcs8()

    def close(self) -> None:
        """Lets go of it; later calls raise `ClosedError`."""
        self._held = None

    @property
    def _handle(self) -> _native.SoftwareKey:
        held = self._held
        if held is None:
            raise _boundary.refused("BND_CLOSED", "SoftwareKey")
        return held

    def __enter__(self) -> SoftwareKey:
        self._handle
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return "SoftwareKey(closed)" if self._held is None else f"SoftwareKey({self.kid})"


class Device(_native.SigningDevice):
    """A signer as the native side calls it. What it raises is kept here, since nothing of it may cross."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        self.raised: Optional[BaseException] = None

    def sign(self, message: bytes) -> bytes:
        try:
            signature = self._signer.sign(message)
            if not isinstance(signature, (bytes, bytearray, memoryview)):
                raise TypeError(f"sign returned {type(signature).__name__}, not bytes")
            return bytes(signature)
        except BaseException as error:  # An interrupt too: the native side would take it for an answer.
            self.raised = error
            raise _native.CallbackFailure.Failed() from None  # type: ignore[attr-defined]


class Signatories:
    """The signatories of one call."""

    def __init__(self, signers: "List[Union[Signer, SoftwareKey]]") -> None:
        self._devices: List[Device] = []
        self.native = [self._signatory(signer) for signer in signers]

    def _signatory(self, signer: Union[Signer, SoftwareKey]) -> _native.Signatory:
        if isinstance(signer, SoftwareKey):
            return _native.Signatory.SOFTWARE(key=signer._handle)
        if not isinstance(signer, Signer):
            _boundary.argument(f"signer: SoftwareKey or Signer, not {type(signer).__name__}")
        device = Device(signer)
        self._devices.append(device)
        jwk = msgspec.json.encode(dict(signer.public_jwk))
        authority = _boundary.text(signer.authority, "authority")
        return _native.Signatory.DEVICE(authority=authority, public_jwk=jwk, device=device)

    def cause(self) -> Optional[BaseException]:
        """What a device raised. An interrupt goes on as what it is."""
        for device in self._devices:
            if device.raised is not None and not isinstance(device.raised, Exception):
                raise device.raised
        return next((device.raised for device in self._devices if device.raised is not None), None)

"""Who signs and who opens what is sealed: a key in this process, or a device."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Protocol, Tuple, Type, Union, runtime_checkable

import msgspec

from . import _boundary, _native
from ._boundary import Data
from .errors import PasserelleError, SealError, SignError

__all__ = ["Decryptor", "DecryptionKey", "RandomSource", "Signer", "SoftwareKey"]


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


@runtime_checkable
class Decryptor(Protocol):
    """An encryption key that is held elsewhere: in an HSM, a KMS, a smart card. Write one over your device.

    Nothing but the agreement is asked of it. Whatever it returns besides the right bytes, and whatever it raises, nothing is opened.
    """

    @property
    def authority(self) -> str:
        """Whose key it is, for example `XX/northland`."""
        ...

    @property
    def public_jwk(self) -> Mapping[str, str]:
        """The public key, as a JWK: X25519 or P-256."""
        ...

    def agree(self, ephemeral_jwk: Mapping[str, str]) -> bytes:
        """Agrees with a key of the same curve: the 32 bytes of the u-coordinate of X25519, or of the x-coordinate of the common point of
        P-256, with no function applied to them. PKCS#11 calls it `CKM_ECDH1_DERIVE` with `CKD_NULL`."""
        ...


class DecryptionKey:
    """A private key for opening what is sealed, as a value. For tests and small systems; elsewhere write a `Decryptor` over your HSM."""

    __slots__ = ("_authority", "_parts")

    def __init__(self, authority: str, pkcs8: Data) -> None:
        """Reads a private key (PKCS#8, DER)."""
        self._authority = _boundary.text(authority, "authority")
        self._parts = _boundary.call(SealError, _native.read_encryption_key, authority, _boundary.data(pkcs8, "pkcs8"))

    @classmethod
    def generate(cls, authority: str, curve: str = "X25519") -> DecryptionKey:
        """Makes a new key, on the curve `X25519` or `P-256`."""
        arguments = (_boundary.text(authority, "authority"), _boundary.text(curve, "curve"))
        return cls(authority, _boundary.call(SealError, _native.generate_encryption_key, *arguments).pkcs8)

    @property
    def authority(self) -> str:
        """Whose key it is."""
        return self._authority

    @property
    def kid(self) -> str:
        """The identifier of the key, `<authority>#<thumbprint>`."""
        return self._parts.kid

    @property
    def public_jwk(self) -> Dict[str, str]:
        """The public key, as a JWK."""
        return msgspec.json.decode(self._parts.public_jwk, type=Dict[str, str])

    def to_pkcs8(self) -> bytes:
        """The private key (PKCS#8, DER), which is secret."""
        return self._parts.pkcs8

    def __repr__(self) -> str:
        return f"DecryptionKey({self.kid})"


@runtime_checkable
class RandomSource(Protocol):
    """A source of random bytes that nobody can foresee, such as an HSM's. Where it gives fewer or more, nothing is made."""

    def random_bytes(self, count: int) -> bytes:
        """So many random bytes."""
        ...


class Callback:
    """What the native side calls. What it raises is kept here, since nothing of it may cross."""

    raised: Optional[BaseException] = None

    def answer(self, ask: Callable[[], bytes]) -> bytes:
        """The bytes that the caller's code returns."""
        try:
            answer = ask()
            if not isinstance(answer, (bytes, bytearray, memoryview)):
                raise TypeError(f"it returned {type(answer).__name__}, not bytes")
            return bytes(answer)
        except BaseException as error:  # An interrupt too: the native side would take it for an answer.
            self.raised = error
            raise _native.CallbackFailure.Failed() from None  # type: ignore[attr-defined]


def asking(operation: Type[PasserelleError], callbacks: Iterable[Optional[Callback]], function: Any, *arguments: Any) -> Any:
    """Calls the native side, which may ask the caller's code. What that raised is the cause; an interrupt goes on as what it is."""
    try:
        return _boundary.call(operation, function, *arguments)
    except PasserelleError as error:
        raise error from cause(callbacks)
    finally:
        cause(callbacks)


def cause(callbacks: Iterable[Optional[Callback]]) -> Optional[BaseException]:
    """What the caller's code raised. An interrupt goes on as what it is."""
    raised = [callback.raised for callback in callbacks if callback is not None and callback.raised is not None]
    for error in raised:
        if not isinstance(error, Exception):
            raise error
    return raised[0] if raised else None


class Device(Callback, _native.SigningDevice):
    """A signer as the native side calls it."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def sign(self, message: bytes) -> bytes:
        return self.answer(lambda: self._signer.sign(message))


class Agreement(Callback, _native.AgreementDevice):
    """A decryptor as the native side calls it."""

    def __init__(self, decryptor: Decryptor) -> None:
        self._decryptor = decryptor

    def agree(self, ephemeral_jwk: bytes) -> bytes:
        return self.answer(lambda: self._decryptor.agree(msgspec.json.decode(ephemeral_jwk, type=Dict[str, str])))


class Source(Callback, _native.RandomSource):
    """A source of random bytes as the native side calls it."""

    def __init__(self, source: RandomSource) -> None:
        self._source = source

    def random_bytes(self, count: int) -> bytes:
        return self.answer(lambda: self._source.random_bytes(count))


def random_source(source: Optional[RandomSource]) -> Optional[Source]:
    """A source as the native side takes it."""
    if source is None:
        return None
    if not isinstance(source, RandomSource):
        _boundary.argument(f"randomness: RandomSource, not {type(source).__name__}")
    return Source(source)


def decryption(
    key: Union[None, DecryptionKey, Decryptor],
) -> Tuple[Optional[_native.Decryption], Optional[Agreement]]:
    """A key as the native side takes it, and the device that it asks, where it is one."""
    if key is None:
        return None, None
    if isinstance(key, DecryptionKey):
        return _native.Decryption.SOFTWARE(authority=key.authority, pkcs8=key.to_pkcs8()), None
    if not isinstance(key, Decryptor):
        _boundary.argument(f"key: DecryptionKey or Decryptor, not {type(key).__name__}")
    device = Agreement(key)
    authority, jwk = _boundary.text(key.authority, "authority"), msgspec.json.encode(dict(key.public_jwk))
    return _native.Decryption.DEVICE(authority=authority, public_jwk=jwk, device=device), device


class Signatories:
    """The signatories of one call."""

    def __init__(self, signers: "List[Union[Signer, SoftwareKey]]") -> None:
        self.devices: List[Device] = []
        self.native = [self._signatory(signer) for signer in signers]

    def _signatory(self, signer: Union[Signer, SoftwareKey]) -> _native.Signatory:
        if isinstance(signer, SoftwareKey):
            return _native.Signatory.SOFTWARE(key=signer._handle)
        if not isinstance(signer, Signer):
            _boundary.argument(f"signer: SoftwareKey or Signer, not {type(signer).__name__}")
        device = Device(signer)
        self.devices.append(device)
        jwk = msgspec.json.encode(dict(signer.public_jwk))
        authority = _boundary.text(signer.authority, "authority")
        return _native.Signatory.DEVICE(authority=authority, public_jwk=jwk, device=device)


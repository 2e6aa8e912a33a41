"""Sealing a record for those who may have it, and taking the cover off."""

from __future__ import annotations

import datetime
from typing import Optional, Sequence, Tuple, Union

import msgspec

from . import _boundary, _native, trust as _trust
from ._boundary import Data
from .errors import SealError
from .keys import DecryptionKey, Decryptor, RandomSource, asking, decryption, random_source
from .sharing import holdings
from .trust import Trust

__all__ = ["Seal", "seal", "seal_of", "unseal"]


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody sees of a sealed record."""

    recipients: Tuple[str, ...]
    """The keys that it is sealed to; they name the recipients."""
    content_bytes: int
    """How many bytes are inside."""


_SEAL = msgspec.json.Decoder(Optional[Seal])


def seal(
    envelope: Data,
    trust: Trust,
    *,
    to: Sequence[str],
    purpose: str,
    holder: Optional[str] = None,
    consent: bool = False,
    held: Sequence[Data] = (),
    receipts: Sequence[Data] = (),
    randomness: Optional[RandomSource] = None,
    now: Optional[datetime.datetime] = None,
) -> bytes:
    """Seals a signed record for authorities, each of which may have it. Each gets it under its key of the trust list.

    Args:
        to: The authorities that are to open it, each once.
        purpose: What for: a code of the list `purpose`.
        holder: The country or organisation that sends it, where that is not its issuer.
        consent: Whether the issuer has agreed to this one transfer.
        held: The other records that are held; newer revisions and notices count only where they are among them.
        receipts: Signed receipts, which save a record whose key was stolen later.
        randomness: Where the keys come from; the operating system unless told.

    Raises:
        SealError: `SEA_DENIED` with every reason where one of them may not have it, `SEA_NO_KEY`, and so on. Nothing is sealed for
            anybody then.
    """
    if isinstance(to, str):
        _boundary.argument("to: a list of authorities")
    if not isinstance(consent, bool):
        _boundary.argument("consent: bool")
    dispatch = _native.Dispatch(
        recipients=[_boundary.text(name, "to") for name in to],
        purpose=_boundary.text(purpose, "purpose"),
        holder=None if holder is None else _boundary.text(holder, "holder"),
        consent=consent,
    )
    source = random_source(randomness)
    arguments = (_boundary.data(envelope, "envelope"), holdings(held, receipts), dispatch, _trust.native(trust))
    sealed: bytes = asking(SealError, (source,), _native.seal, *arguments, _boundary.seconds(now), source)
    return sealed


def unseal(data: Data, key: Union[DecryptionKey, Decryptor]) -> bytes:
    """Takes the cover off a sealed record. What comes out is an envelope that nobody has verified yet: `passerelle.open` does both.

    Raises:
        SealError: It is not sealed (`SEA_FORM`), or not for this key (`SEA_NOT_FOR_ME`), or the key gave nothing (`SEA_LOCKED`).
    """
    secret, device = decryption(key)
    if secret is None:
        _boundary.argument("key: DecryptionKey or Decryptor, not NoneType")
    envelope: bytes = asking(SealError, (device,), _native.unseal, _boundary.data(data), secret)
    return envelope


def seal_of(data: Data) -> Optional[Seal]:
    """What everybody sees of a sealed record; `None` where it is not sealed."""
    return _SEAL.decode(_boundary.call(SealError, _native.seal_of, _boundary.data(data)))

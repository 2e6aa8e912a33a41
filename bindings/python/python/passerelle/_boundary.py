"""The one place that speaks to the native module: arguments in, exceptions out."""

from __future__ import annotations

import datetime
import struct
import time
from typing import Any, Callable, List, NoReturn, Optional, Sequence, Type, TypeVar, Union

from . import _native
from .errors import ArgumentError, FaultError, PasserelleError, failure

_T = TypeVar("_T")

Data = Union[bytes, bytearray, memoryview]
"""What a text of JSON can come in."""

LARGEST = 2**31 - 1
"""The native side counts bytes in 32 bits."""


def argument(detail: str) -> NoReturn:
    """Says which argument cannot be used."""
    raise refused("BND_ARGUMENT", detail)


def refused(code: str, detail: str) -> PasserelleError:
    """The exception of a failure of the binding itself."""
    import msgspec

    read = msgspec.json.decode(_native.explain(code, "en"))
    refusal = {"code": code, "message": read["message"], "hint": read["hint"], "detail": detail, "findings": []}
    return failure(PasserelleError, msgspec.json.encode(refusal))


def call(operation: Type[PasserelleError], function: Callable[..., _T], *arguments: Any) -> _T:
    """Calls the native side; whatever it refuses becomes an exception of this operation."""
    try:
        return function(*arguments)
    except _native.Failure.Refused as error:  # type: ignore[attr-defined]
        raise failure(operation, error.refusal) from None
    except _native.InternalError:
        raise refused("BND_FAULT", "the call did not come back") from None
    except (TypeError, ValueError, OverflowError, AttributeError, struct.error) as error:
        if isinstance(error, PasserelleError):
            raise
        raise refused("BND_ARGUMENT", "of a type that this call does not take") from None


def data(value: Data, name: str = "data") -> bytes:
    """A text as bytes."""
    if type(value) is not bytes:
        if not isinstance(value, (bytes, bytearray, memoryview)):
            argument(f"{name}: bytes, not {type(value).__name__}")
        value = bytes(value)
    if len(value) > LARGEST:
        argument(f"{name}: at most 2 GiB in one call")
    return value


def many(values: Sequence[Data], name: str) -> List[bytes]:
    """Several texts as bytes."""
    if isinstance(values, (bytes, bytearray, memoryview, str)):
        argument(f"{name}: a list of bytes")
    try:
        return [data(value, name) for value in values]
    except TypeError:
        argument(f"{name}: a list of bytes, not {type(values).__name__}")


def text(value: str, name: str) -> str:
    """A text that can be written in UTF-8."""
    if not isinstance(value, str):
        argument(f"{name}: str, not {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError:
        argument(f"{name}: half a surrogate pair")
    return value


def seconds(now: Optional[datetime.datetime]) -> int:
    """A time in whole seconds since 1970; that of this machine's clock where none is given."""
    if now is None:
        return int(time.time())
    if not isinstance(now, datetime.datetime):
        argument(f"now: datetime, not {type(now).__name__}")
    if now.tzinfo is None:
        argument("now: a datetime with a time zone")
    return int(now.timestamp() // 1)


__all__ = ["ArgumentError", "Data", "FaultError", "argument", "call", "data", "many", "refused", "seconds", "text"]

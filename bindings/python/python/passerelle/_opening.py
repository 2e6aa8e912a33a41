"""The one call that is made for every single record, by a shorter way than the generated one.

It is the same function of the native side, with the structures and the errors of the generated module. What is left out are the
objects that module makes on the way, which cost more than a third of what opening a record does.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Tuple

from ._native import passerelle as _generated  # type: ignore[attr-defined]

if TYPE_CHECKING:
    from . import _native

_GIVEN: Any = _generated._UniffiForeignBytes
_STATUS: Any = _generated._UniffiRustCallStatus
_FAILURE: Any = _generated._UniffiFfiConverterTypeFailure
_CHECK: Any = _generated._uniffi_check_call_status
_OPEN: Any = _generated._UniffiLib.uniffi_passerelle_ffi_fn_func_open
_CLONE: Any = _generated._UniffiLib.uniffi_passerelle_ffi_fn_clone_trust
_FREE: Any = _generated._UniffiLib.ffi_passerelle_ffi_rustbuffer_free

_POINTER = ctypes.POINTER(ctypes.c_char)
_LENGTH = 4
"""Bytes of the length before a text."""


def open_record(data: bytes, trust: _native.Trust, now: int) -> Tuple[bytes, bytes]:
    """The record and what there is to say of it, as JSON; what the generated `open` gives and raises."""
    status = _STATUS()
    said = ctypes.byref(status)
    # Bytes stay where they are as long as `data` names them.
    given = _GIVEN(len(data), ctypes.cast(data, _POINTER))
    # The native side keeps a handle of its own for the length of the call.
    handle = _CLONE(trust._handle, said)
    if status.code:
        _CHECK(None, status)
    buffer = _OPEN(given, handle, now, said)
    if status.code:
        _CHECK(_FAILURE, status)
    try:
        text = ctypes.string_at(buffer.data, buffer.len)
    finally:
        _FREE(buffer, said)
    end = _LENGTH + int.from_bytes(text[:_LENGTH], "big")
    return text[_LENGTH:end], text[end + _LENGTH :]

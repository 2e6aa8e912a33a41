"""What all value types share."""

from __future__ import annotations

from typing import Any, Iterator, Type, TypeVar

import msgspec

from .errors import RecordFormError

_T = TypeVar("_T")
_ENCODER = msgspec.json.Encoder()


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A frozen value. Two are equal where all their members are. What it says is never in its `repr`."""

    @classmethod
    def from_json(cls: Type[_T], data: bytes) -> _T:
        """Reads a value from JSON. Members that this version does not know are left out.

        Raises:
            RecordFormError: The text is no JSON of this type.
        """
        return decode_record(msgspec.json.Decoder(cls), data)

    def to_json(self) -> bytes:
        """Writes the value as JSON, without what was left out."""
        return _ENCODER.encode(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __rich_repr__(self) -> Iterator[Any]:
        return iter(())


def decode_record(decoder: msgspec.json.Decoder[_T], data: bytes) -> _T:
    """Decodes, and keeps what was read out of the error."""
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
        raise RecordFormError(_where(error)) from None


def _where(error: Exception) -> str:
    """The place that the decoder names; what it says besides can quote the text."""
    if isinstance(error, msgspec.ValidationError):
        _, mark, place = str(error).rpartition(" - at `")
        return f"at {place.rstrip('`')}" if mark else "it does not fit its type"
    return "it is no JSON"

"""Codes in words, and what this library is."""

from __future__ import annotations

from typing import Optional

import msgspec

from . import _boundary, _native
from .errors import PasserelleError

__all__ = ["Explanation", "explain", "version"]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a code means."""

    code: str
    stage: str
    severity: str
    requirement: str
    message: str
    hint: str
    rule: Optional[str] = None


def explain(code: str, *, lang: str = "en") -> Explanation:
    """What a code means, in English (`en`), French (`fr`), Spanish (`es`) or Arabic (`ar`)."""
    arguments = (_boundary.text(code, "code"), _boundary.text(lang, "lang"))
    return msgspec.json.decode(_boundary.call(PasserelleError, _native.explain, *arguments), type=Explanation)


def version() -> str:
    """The version of the library."""
    return _native.version()

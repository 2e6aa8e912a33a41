"""PSR-ENV-004: base64url in its strict form, so that each value has one spelling."""

import base64
import re

LETTERS = re.compile(r"[A-Za-z0-9_-]*")


def decode(text):
    """The bytes, or None where the text is no strict base64url, or no text."""
    if not isinstance(text, str) or not LETTERS.fullmatch(text) or len(text) % 4 == 1:
        return None
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if encode(data) == text else None


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")

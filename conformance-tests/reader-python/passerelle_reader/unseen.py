"""PSR-PRF-006: characters that nobody sees."""

import re

ALONE = "\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
ALONE += "\ufeff\uffa0\ufff0-\ufffb"
ALONE += "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"

UNSEEN = re.compile(f"[{ALONE}]|(?<![^\\x00-\\x7f{ALONE}{SELECTORS}])[{SELECTORS}]")
"""A variation selector is seen only directly behind a character above U+007F that is none of these."""


def is_in(text):
    return UNSEEN.search(text) is not None

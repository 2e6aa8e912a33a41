"""Chapter 3: the canonical form, and the digest over it."""

import hashlib
import re

ESCAPED = re.compile(r'["\\]')


def canonical(value):
    """The one byte string of a value inside the profile."""
    return "".join(_parts(value)).encode("utf-8")


def digest(payload):
    """The digest of a record: SHA-256 of its payload, in small hexadecimal digits."""
    return hashlib.sha256(payload).hexdigest()


def _parts(value):
    if value is None:
        yield "null"
    elif value is True:
        yield "true"
    elif value is False:
        yield "false"
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, str):
        yield '"' + ESCAPED.sub(r"\\\g<0>", value) + '"'
    elif isinstance(value, list):
        yield "["
        for index, item in enumerate(value):
            if index:
                yield ","
            yield from _parts(item)
        yield "]"
    else:
        yield "{"
        for index, name in enumerate(sorted(value)):
            if index:
                yield ","
            yield from _parts(name)
            yield ":"
            yield from _parts(value[name])
        yield "}"

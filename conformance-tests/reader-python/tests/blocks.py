"""The runnable blocks of the chapters: what a block is read as, and the code that the text promises."""

import json
import re
from dataclasses import dataclass
from functools import cache

from passerelle_reader.specification import FOLDER

FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<body>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block with an info string such as `json reject=CODE envelope after=NAME`."""

    chapter: str
    line: int
    kind: tuple
    words: dict
    reads_as: str | None
    text: str

    @property
    def where(self):
        return f"{self.chapter}:{self.line}"

    @property
    def reject(self):
        """The code that is due first, or None where the block is accepted."""
        return self.words.get("reject")

    @property
    def joined(self):
        """A long value is broken into lines for reading only."""
        return self.text.replace("\n", "")

    @property
    def data(self):
        """What is read: the block, merged into another one where it says so (RFC 7396)."""
        if "onto" not in self.words:
            return self.text.encode("utf-8")
        merged = merge(json.loads(named(self.words["onto"]).data), json.loads(self.text))
        return json.dumps(merged).encode("utf-8")


def merge(target, patch):
    """RFC 7396: `null` takes a member away, and a list replaces a list."""
    if not isinstance(patch, dict):
        return patch
    target = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = merge(target.get(name), value)
    return target


@cache
def blocks():
    """Every block with an info string, in the order of the chapters."""
    return list(_read())


def _read():
    for chapter in sorted(FOLDER.glob("*.md")):
        text = chapter.read_text("utf-8")
        for found in FENCE.finditer(text):
            info = found["info"].split()
            words = dict(word.split("=", 1) for word in info if "=" in word)
            reads_as = words.get("accept") or next((word for word in info[2:] if "=" not in word), None)
            kind = tuple(word for word in info if "=" not in word)
            line = text.count("\n", 0, found.start()) + 1
            yield Block(chapter.name, line, kind, words, reads_as, found["body"].rstrip("\n"))


def named(name):
    """The first block that bears this name."""
    return next(block for block in blocks() if name in (block.words.get("example"), block.words.get("name")))

"""The runnable blocks of the chapters: what a block is read as, and the code that the text promises."""

import re
from dataclasses import dataclass

from passerelle_reader.specification import FOLDER

FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<body>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    chapter: str
    line: int
    words: tuple
    text: str

    @property
    def name(self):
        return f"{self.chapter}:{self.line}"

    @property
    def reject(self):
        """The code that is due, or None where the block is accepted."""
        return next((word.partition("=")[2] for word in self.words if word.startswith("reject=")), None)

    @property
    def example(self):
        return next((word.partition("=")[2] for word in self.words if word.startswith("example=")), None)

    @property
    def reads_as(self):
        return self.words[2] if len(self.words) > 2 and "=" not in self.words[2] else None

    @property
    def joined(self):
        """A long value is broken into lines for reading only."""
        return self.text.replace("\n", "")

    @property
    def data(self):
        return self.text.encode("utf-8")


def blocks():
    """Every fenced block with an info string, in the order of the chapters.

    The last line end of a block is not part of it. `json accept=object` is written with the word as the value.
    """
    for chapter in sorted(FOLDER.glob("*.md")):
        text = chapter.read_text("utf-8")
        for found in FENCE.finditer(text):
            words = found["info"].split()
            if len(words) > 1 and words[1].startswith("accept="):
                words = [words[0], words[1], words[1].partition("=")[2], *words[2:]]
            line = text.count("\n", 0, found.start()) + 1
            yield Block(chapter.name, line, tuple(words), found["body"].rstrip("\n"))


def example(name):
    """The text of the block that bears this name."""
    return next(block for block in blocks() if block.example == name)

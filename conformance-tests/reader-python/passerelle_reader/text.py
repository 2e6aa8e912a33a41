"""Chapter 3: a text is read in one way, or not at all."""

import re
from dataclasses import dataclass

from .finding import Finding, Refused
from .specification import limits

SPACE = re.compile(r"[ \t\n\r]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
PLAIN = re.compile(r'[^"\\\x00-\x1f\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]*')
HEX = re.compile(r"[0-9A-Fa-f]{4}")
NAME = re.compile(r"[a-z][a-z0-9_.:/#-]*|_sd|_sd_alg|\.\.\.")
SHORT = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
WORDS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class Bounds:
    """What one text may hold. Names are free in protected headers only."""

    bytes: int
    depth: int
    values: int
    free_names: bool = False
    root: str | None = "PROFILE_ROOT"


def object_bounds():
    """A record, a draft, a payload."""
    return Bounds(limits()["record_bytes"], limits()["depth"], limits()["values"])


def input_bounds():
    """The input as a whole: an envelope has one level and 1,024 values more."""
    return Bounds(limits()["input_bytes"], limits()["depth"] + 1, limits()["values"] + 1024)


def disclosure_bounds():
    """A disclosure: a list around a part, and what stands at its root is judged elsewhere."""
    return Bounds(limits()["input_bytes"], limits()["depth"] + 1, limits()["values"], root=None)


def draft_bounds():
    """An object that is the input itself."""
    return Bounds(limits()["input_bytes"], limits()["depth"], limits()["values"])


def header_bounds():
    return Bounds(limits()["header_bytes"], limits()["depth"], limits()["values"], True, "HDR_FORM")


def read(data, bounds):
    """The object that a text holds. Raises `Refused` with the first fault of the text."""
    if len(data) > bounds.bytes:
        raise Refused(Finding("LIM_SIZE", (), 0))
    return _Reader(_decode(data), bounds).object()


def _decode(data):
    if data.startswith(b"\xef\xbb\xbf") or b"\0" in data[:2]:
        raise Refused(Finding("JSON_ENCODING", (), 0))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(Finding("JSON_ENCODING", (), error.start)) from None


def is_forbidden(char):
    """Controls below U+0020 and the 66 noncharacters (PSR-JSN-005)."""
    code = ord(char)
    return code < 0x20 or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


class _Reader:
    """Goes through the text once. Grammar, depth and count end it at once; other faults are kept until the end."""

    def __init__(self, text, bounds):
        self.text = text
        self.bounds = bounds
        self.at = 0
        self.values = 0
        self.depth = 0
        self.path = []
        self.json_faults = []
        self.profile_faults = []

    def object(self):
        value = self.value()
        self.space()
        if self.at < len(self.text):
            self.end("JSON_SYNTAX")
        if self.bounds.root and not isinstance(value, dict):
            self.profile_faults.append((-1, Finding(self.bounds.root, (), 0)))
        faults = sorted(self.json_faults, key=lambda fault: fault[0]) or sorted(self.profile_faults, key=lambda fault: fault[0])
        if faults:
            raise Refused(faults[0][1])
        return value

    def end(self, code):
        raise Refused(self.finding(code, self.at))

    def finding(self, code, at):
        return Finding(code, tuple(self.path), len(self.text[:at].encode("utf-8")))

    def note(self, faults, code, at):
        # Only the first fault of a kind is of interest, so a text with a million of them costs nothing more.
        if not faults or at < faults[0][0]:
            faults[:] = [(at, self.finding(code, at))]

    def space(self):
        self.at = SPACE.match(self.text, self.at).end()

    def peek(self):
        return self.text[self.at : self.at + 1]

    def expect(self, char):
        self.space()
        if self.peek() != char:
            self.end("JSON_SYNTAX")
        self.at += 1

    def value(self):
        self.space()
        self.values += 1
        if self.values > self.bounds.values:
            self.end("LIM_COUNT")
        char = self.peek()
        if char == "{":
            return self.nested(self.members)
        if char == "[":
            return self.nested(self.items)
        if char == '"':
            return self.string()
        if char == "-" or "0" <= char <= "9":
            return self.number()
        for word, value in WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        return self.end("JSON_SYNTAX")

    def nested(self, inside):
        if self.depth == self.bounds.depth:
            self.end("LIM_DEPTH")
        self.depth += 1
        self.at += 1
        held = inside()
        self.depth -= 1
        return held

    def members(self):
        held = {}
        self.space()
        if self.peek() == "}":
            self.at += 1
            return held
        while True:
            self.space()
            begin = self.at
            if self.peek() != '"':
                self.end("JSON_SYNTAX")
            name = self.string()
            self.path.append(name)
            if name in held:
                self.note(self.json_faults, "JSON_DUPLICATE_NAME", begin)
            if not self.bounds.free_names and not NAME.fullmatch(name):
                self.note(self.profile_faults, "PROFILE_NAME", begin)
            self.expect(":")
            held[name] = self.value()
            self.path.pop()
            self.space()
            if self.peek() == "}":
                self.at += 1
                return held
            self.expect(",")

    def items(self):
        held = []
        self.space()
        if self.peek() == "]":
            self.at += 1
            return held
        while True:
            self.path.append(len(held))
            held.append(self.value())
            self.path.pop()
            self.space()
            if self.peek() == "]":
                self.at += 1
                return held
            self.expect(",")

    def number(self):
        begin = self.at
        match = NUMBER.match(self.text, begin)
        if not match:
            self.at += 1
            self.end("JSON_SYNTAX")
        self.at = match.end()
        digits = match.group()
        if not WHOLE.fullmatch(digits) or digits == "-0":
            self.note(self.profile_faults, "PROFILE_NUMBER_FORM", begin)
            return 0
        # Judged by its digits: a number may have a million of them.
        if len(digits) > 17 or abs(int(digits)) > limits()["integer_max"]:
            self.note(self.profile_faults, "PROFILE_NUMBER_RANGE", begin)
            return 0
        return int(digits)

    def string(self):
        self.at += 1
        parts = []
        while True:
            match = PLAIN.match(self.text, self.at)
            parts.append(match.group())
            self.at = match.end()
            char = self.peek()
            if char == '"':
                self.at += 1
                return "".join(parts)
            if char == "\\":
                parts.append(self.escape())
            elif char:
                if is_forbidden(char):
                    self.note(self.json_faults, "JSON_FORBIDDEN_CHAR", self.at)
                parts.append(char)
                self.at += 1
            else:
                self.end("JSON_SYNTAX")

    def escape(self):
        begin = self.at
        letter = self.text[begin + 1 : begin + 2]
        if letter == "u":
            char = self.unit()
            if "\ud800" <= char <= "\udbff" and self.text.startswith("\\u", self.at):
                here = self.at
                low = self.unit()
                if "\udc00" <= low <= "\udfff":
                    char = (char + low).encode("utf-16", "surrogatepass").decode("utf-16")
                else:
                    self.at = here  # it is an escape of its own, and the first one has no partner
        elif letter in SHORT and letter:
            self.at += 2
            char = SHORT[letter]
        else:
            self.at += 1
            return self.end("JSON_SYNTAX")
        if "\ud800" <= char <= "\udfff":
            self.note(self.json_faults, "JSON_SURROGATE", begin)
        elif is_forbidden(char):
            self.note(self.json_faults, "JSON_FORBIDDEN_CHAR", begin)
        return char

    def unit(self):
        digits = HEX.match(self.text, self.at + 2)
        if not digits:
            self.end("JSON_SYNTAX")
        self.at = digits.end()
        return chr(int(digits.group(), 16))

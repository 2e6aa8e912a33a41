"""Every runnable block of the chapters gives what the text says."""

import json
import re
import unittest
from pathlib import Path

import rfc8785

import passerelle_reader
from passerelle_reader import base64url, dates, keys, text
from passerelle_reader.canonical import canonical, digest
from passerelle_reader.envelope import RECORD, open_envelope
from passerelle_reader.finding import Refused
from passerelle_reader.rules import MISSING
from passerelle_reader.specification import FOLDER
from passerelle_reader.trust import Trust
from passerelle_reader.verification import check_draft, verify

from .blocks import blocks, named

NOW = "2026-06-01T12:00:00Z"
READ = ("object", "record", "envelope", "trust-root", "next-root", "trust-list")
"""As what this reader can read a block. It knows no other class of object, and takes no receipts as proof (`with=`)."""


def read(block):
    """The codes that are found when a block is read as its info string says, and the first one that refuses."""
    now = dates.seconds(block.words.get("at", NOW))
    found = []
    try:
        if block.reads_as == "object":
            text.read(block.data, text.draft_bounds())
        elif block.reads_as == "record":
            found = check_draft(block.data, now)
            return found, next((finding.code for finding in found if finding.refuses_author), None)
        elif block.reads_as == "envelope":
            report = verify(block.data, trust_for(block), now)
            return report.findings, report.code
        elif block.reads_as == "trust-root":
            Trust.pin(block.data)
        else:
            found = take(trust_for(block), block, now)
    except Refused as refused:
        return [refused.finding], refused.finding.code
    return found, None


def take(trust, block, now):
    """Takes a trust document, and gives what was reported about it."""
    trust.warnings = []
    if block.reads_as == "next-root":
        trust.update_root(block.data)
    else:
        trust.update_list(block.data, now)
    return trust.warnings


def trust_for(block):
    """The root and the list of the introduction, and what has come after them."""
    now = dates.seconds(NOW)
    trust = Trust.pin(named("trust.psr-root.json").data)
    if block.words.get("without") != "trust-list":
        trust.update_list(named("trust.psr-list.json").data, now)
    if "after" in block.words:
        take(trust, named(block.words["after"]), now)
    return trust


def due(block):
    return {word for word in (block.reject, block.words.get("finds")) if word}


def known_codes():
    """The codes that this reader can give: those that its source names, save for what it says that it lacks."""
    source = "".join(path.read_text("utf-8") for path in Path(passerelle_reader.__file__).parent.rglob("*.py"))
    return set(re.findall(r'"([A-Z]+(?:_[A-Z0-9]+)+)"', source)) - set(MISSING)


def is_within_reach(block, known):
    return block.reads_as in READ and "with" not in block.words and due(block) <= known


class Chapters(unittest.TestCase):
    def test_blocks_give_the_codes_of_the_text(self):
        runnable = [block for block in blocks() if {"accept", "reject"} & set(block.words)]
        within = [block for block in runnable if is_within_reach(block, known_codes())]
        self.assertGreater(len(within), 150)
        for block in within:
            with self.subTest(block.where):
                found, first = read(block)
                self.assertEqual(first, block.reject)
                if "finds" in block.words:
                    self.assertIn(block.words["finds"], [finding.code for finding in found])

    def test_canonical_blocks_follow_from_the_block_before(self):
        for before, block in zip(blocks(), blocks()[1:]):
            if block.kind == ("text", "canonical"):
                with self.subTest(block.where):
                    value = text.read(before.data, text.draft_bounds())
                    self.assertEqual(canonical(value).decode("utf-8"), block.text)
                    self.assertEqual(canonical(value), rfc8785.dumps(json.loads(before.text)))

    def test_fragments_are_json_inside_the_profile(self):
        for block in blocks():
            if "fragment" in block.kind:
                with self.subTest(block.where):
                    text.read(b'{"fragment": ' + block.data + b"}", text.draft_bounds())

    def test_the_record_of_the_introduction_byte_by_byte(self):
        payload = canonical(text.read(named("draft.json").data, text.draft_bounds()))
        self.assertEqual(payload.decode("utf-8"), named("canonical").joined)
        self.assertEqual(digest(payload), named("digest").text)
        protected = base64url.encode(named("header").joined.encode("ascii"))
        self.assertEqual(protected, named("protected").joined)
        self.assertEqual(f"{protected}.{base64url.encode(payload)}", named("signing-input").joined)
        for name in ("record.psr.json", "record-opaque.psr.json"):
            signature = open_envelope(named(name).data, RECORD).signatures[0]
            self.assertEqual(base64url.encode(signature.value), named("signature").joined)
            self.assertEqual(signature.signed.decode("ascii"), named("signing-input").joined)

    def test_the_key_of_chapter_5(self):
        key = keys.read(json.loads(named("jwk-canonical").text))
        self.assertEqual(f"XX/northland#{key.thumbprint}", named("kid").text)

    def test_files_of_the_examples_are_their_blocks(self):
        for path in sorted((FOLDER / "examples").glob("*.json")):
            with self.subTest(path.name):
                self.assertEqual(
                    json.loads(path.read_bytes()),
                    json.loads(named(path.name.removesuffix(".psr.json") if path.name.startswith("redact") else path.name).text),
                )

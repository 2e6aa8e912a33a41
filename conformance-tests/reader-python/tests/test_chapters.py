"""Every runnable block of the chapters gives what the text says."""

import json
import unittest

import rfc8785
from passerelle_reader import base64url, dates, keys, text
from passerelle_reader.canonical import canonical, digest
from passerelle_reader.envelope import RECORD, open_envelope
from passerelle_reader.finding import Refused
from passerelle_reader.specification import FOLDER
from passerelle_reader.trust import Trust
from passerelle_reader.verification import check_draft, verify

from .blocks import blocks, example

NOW = dates.seconds("2026-06-01T12:00:00Z")


def trust():
    """The root and the list of the introduction."""
    held = Trust.pin(example("trust.psr-root.json").data)
    held.update_list(example("trust.psr-list.json").data, NOW)
    return held


def first_code(block):
    """The first code that refuses the block, read as its info string says."""
    try:
        if block.reads_as == "object":
            text.read(block.data, text.draft_bounds())
        elif block.reads_as == "record":
            return next((finding.code for finding in check_draft(block.data, NOW) if finding.refuses_author), None)
        elif block.reads_as == "envelope":
            return verify(block.data, trust(), NOW).code
        elif block.reads_as == "trust-root":
            Trust.pin(block.data)
        elif block.reads_as == "trust-list":
            Trust.pin(example("trust.psr-root.json").data).update_list(block.data, NOW)
        else:
            raise AssertionError(f"{block.name}: read as what?")
    except Refused as refused:
        return refused.finding.code
    return None


class Chapters(unittest.TestCase):
    def test_blocks_give_the_codes_of_the_text(self):
        runnable = [block for block in blocks() if block.words[0] == "json" and "fragment" not in block.words]
        self.assertGreater(len(runnable), 60)
        for block in runnable:
            with self.subTest(block.name):
                self.assertEqual(first_code(block), block.reject)

    def test_canonical_blocks_follow_from_the_block_before(self):
        held = list(blocks())
        for before, block in zip(held, held[1:]):
            if block.words == ("text", "canonical"):
                with self.subTest(block.name):
                    read = text.read(before.data, text.draft_bounds())
                    self.assertEqual(canonical(read).decode("utf-8"), block.text)
                    self.assertEqual(canonical(read), rfc8785.dumps(json.loads(before.text)))

    def test_fragments_are_json_inside_the_profile(self):
        for block in blocks():
            if "fragment" in block.words:
                with self.subTest(block.name):
                    text.read(b'{"fragment": ' + block.data + b"}", text.draft_bounds())

    def test_the_record_of_the_introduction_byte_by_byte(self):
        payload = canonical(text.read(example("draft.json").data, text.draft_bounds()))
        self.assertEqual(payload.decode("utf-8"), example("canonical").joined)
        self.assertEqual(digest(payload), example("digest").text)
        protected = base64url.encode(example("header").joined.encode("ascii"))
        self.assertEqual(protected, example("protected").joined)
        self.assertEqual(f"{protected}.{base64url.encode(payload)}", example("signing-input").joined)
        for name in ("record.psr.json", "record-opaque.psr.json"):
            signature = open_envelope(example(name).data, RECORD).signatures[0]
            self.assertEqual(base64url.encode(signature.value), example("signature").joined)
            self.assertEqual(signature.signed.decode("ascii"), example("signing-input").joined)

    def test_the_key_of_chapter_5(self):
        key = keys.read(json.loads(example("jwk-canonical").text))
        self.assertEqual(f"XX/northland#{key.thumbprint}", example("kid").text)

    def test_files_of_the_introduction_are_its_blocks(self):
        for path in sorted((FOLDER / "examples").glob("*.json")):
            with self.subTest(path.name):
                self.assertEqual(json.loads(path.read_bytes()), json.loads(example(path.name).text))

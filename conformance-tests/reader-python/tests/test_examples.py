"""The records among the examples pass, and the drafts with mistakes do not."""

import unittest

from passerelle_reader import dates, schema_stage, text
from passerelle_reader.specification import FOLDER
from passerelle_reader.verification import check_draft

EXAMPLES = FOLDER.parent / "examples"
NOW = dates.seconds("2026-12-01T12:00:00Z")


class Examples(unittest.TestCase):
    def test_records_pass_the_schema_and_the_rules(self):
        paths = sorted((EXAMPLES / "records").glob("*.json"))
        self.assertTrue(paths)
        for path in paths:
            with self.subTest(path.name):
                data = path.read_bytes()
                self.assertEqual(list(schema_stage.faults(text.read(data, text.draft_bounds()))), [])
                self.assertEqual([finding.code for finding in check_draft(data, NOW) if finding.refuses_author], [])

    def test_mistakes_are_found(self):
        paths = sorted((EXAMPLES / "drafts-with-mistakes").glob("*.json"))
        self.assertTrue(paths)
        for path in paths:
            with self.subTest(path.name):
                first = next(finding for finding in check_draft(path.read_bytes(), NOW) if finding.refuses_author)
                self.assertIn(first.code, path.with_suffix(".expected.txt").read_text("utf-8"))

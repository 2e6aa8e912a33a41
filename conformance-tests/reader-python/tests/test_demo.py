"""What `passerelle demo` makes gets the verdicts that its story tells.

The command is named by `PASSERELLE_COMMAND`; without it this test is skipped.
"""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from passerelle_reader import dates
from passerelle_reader.__main__ import hold
from passerelle_reader.verification import verify

COMMAND = os.environ.get("PASSERELLE_COMMAND")
NOW_TEXT = "2026-12-01T12:00:00Z"
NOW = dates.seconds(NOW_TEXT)
ATTACKS = {"tampered": "SIG_INVALID", "forged": "SIG_INVALID", "not-theirs": "KEY_AUTHORITY"}


def demo(command, folder):
    """Makes the files of the demo, and gives their folder."""
    subprocess.run([command, "demo", folder / "demo", "--now", NOW_TEXT], capture_output=True, check=True)
    return folder / "demo"


@unittest.skipUnless(COMMAND, "PASSERELLE_COMMAND names no command")
class Demo(unittest.TestCase):
    def test_what_was_received_is_trusted_and_attacks_are_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            made = demo(COMMAND, Path(folder))
            trust = hold(made / "northland" / "trust", NOW)
            received = sorted((made / "northland" / "received").glob("*.json"))
            self.assertTrue(received)
            for path in received:
                with self.subTest(path.name):
                    report = verify(path.read_bytes(), trust, NOW)
                    self.assertEqual((report.integrity, report.trust, report.code), ("valid", "trusted", None))
                    store = store_of(received, trust)
                    self.assertIsNone(verify(path.read_bytes(), trust, NOW, store).code)
            for name, code in ATTACKS.items():
                with self.subTest(name):
                    report = verify((made / "attacks" / f"{name}.json").read_bytes(), trust, NOW)
                    self.assertEqual((report.integrity, report.trust, report.code), ("invalid", "untrusted", code))


def store_of(paths, trust):
    """The digests that are held, by id and revision."""
    store = {}
    for path in paths:
        report = verify(path.read_bytes(), trust, NOW)
        store.setdefault((report.record["id"], report.record["rev"]), set()).add(report.digest)
    return store

"""The command: `verify FILE --trust DIR --now TIME` and `canonicalize FILE`. It writes JSON."""

import argparse
import json
import sys
import time
from pathlib import Path

from . import dates, text
from .canonical import canonical, digest
from .finding import Refused
from .trust import Trust
from .verification import verify


def main(words=None):
    """Runs the command and gives its exit status: 0 valid, 1 invalid, 2 wrong usage, 3 undecided."""
    parser = argparse.ArgumentParser(prog="passerelle_reader", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("verify", help="open a signed record and give the three answers")
    one.add_argument("file", type=Path)
    one.add_argument("--trust", type=Path, required=True, help="a folder with trust documents; the first root is believed")
    one.add_argument("--now", type=_time, default=int(time.time()), help="the time to judge by: YYYY-MM-DDTHH:MM:SSZ")
    two = commands.add_parser("canonicalize", help="write the canonical form of an object and its digest")
    two.add_argument("file", type=Path)
    given = parser.parse_args(words)
    try:
        data = given.file.read_bytes()
        trust = hold(given.trust, given.now) if given.command == "verify" else None
    except OSError as error:
        print(json.dumps({"error": "CMD_READ", "file": error.filename}))
        return 2
    except Refused as refused:
        print(json.dumps({"error": "CMD_NO_TRUST", "because": refused.finding.as_json()}))
        return 2
    if given.command == "canonicalize":
        return _canonicalize(data)
    report = verify(data, trust, given.now)
    print(json.dumps(_report(report), indent=2))
    return {"valid": 0, "invalid": 1, "indeterminate": 3}[report.integrity]


def hold(folder, now):
    """The trust that a folder gives: `*root*` and `*list*` files, or what is in `roots/` and `lists/`, by version."""
    roots, lists = ([path.read_bytes() for path in _documents(folder, kind)] for kind in ("root", "list"))
    if not roots:
        return None
    trust = Trust.pin(roots[0])
    for data in roots[1:]:
        trust.update_root(data)
    for data in lists:
        trust.update_list(data, now)
    return trust


def _documents(folder, kind):
    found = [path for path in folder.glob(f"{kind}s/*.json")] or [path for path in folder.glob(f"*{kind}*.json")]
    return sorted(found, key=lambda path: (int(path.stem) if path.stem.isdigit() else 0, path.name))


def _time(word):
    at = dates.seconds(word)
    if at is None:
        raise argparse.ArgumentTypeError("a time is written YYYY-MM-DDTHH:MM:SSZ")
    return at


def _canonicalize(data):
    try:
        payload = canonical(text.read(data, text.draft_bounds()))
    except Refused as refused:
        print(json.dumps({"findings": [refused.finding.as_json()]}, indent=2))
        return 1
    print(json.dumps({"canonical": payload.decode("utf-8"), "digest": digest(payload), "findings": []}, ensure_ascii=False))
    return 0


def _report(report):
    claims = {name: report.record[name] for name in ("id", "rev", "type")} if report.record else None
    return {
        "integrity": report.integrity,
        "trust": report.trust,
        "status": report.status,
        "code": report.code,
        "form": report.form,
        "digest": report.digest,
        "record": claims,
        "findings": [finding.as_json() for finding in report.findings],
    }


if __name__ == "__main__":
    sys.exit(main())

"""Compares this reader with the command on mutated texts: `python compare.py COMMAND [COUNT] [SEED]`.

It is no test of a gate: it needs the command, and some minutes. Where the two differ it keeps the text and says both answers.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from passerelle_reader import base64url, text
from passerelle_reader.__main__ import hold
from passerelle_reader.canonical import canonical
from passerelle_reader.envelope import RECORD, open_envelope
from passerelle_reader.finding import Refused
from passerelle_reader.verification import verify
from tests.test_demo import NOW, NOW_TEXT, demo

PLAIN = b'{"a": "\\u0041\\/\\ud83d\\ude00", "b": [1, -2, true, false, "\xc3\xa9"], "c": {}}'
FRAGMENTS = [
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b",",
        b":",
        b" ",
        b"=",
        b"+",
        b"-",
        b"[]",
        b"{}",
        b'""',
        b"null",
        b"true",
        b"[" * 33,
        b'{"a":' * 33,
    ),
    *(
        b"1.5",
        b"-0",
        b"1e2",
        b"01",
        b"9007199254740993",
        b'"a":1,',
        b'"A":1,',
        b'"a":1,"a":2,',
        b'"signatures":[],',
        b'"payload":"e30",',
    ),
    *(
        b"\\ud83d",
        b"\\ude00",
        b"\\u0000",
        b"\\uffff",
        b"\\u0061",
        b"\\n",
        b"\\x",
        b"\\u12",
        b"\n",
        b"\t",
        b"\x00",
        b"\xff",
        b"\xc3",
    ),
    *(b"\xef\xbf\xbe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf", b"e\xcc\x81", b"\xe2\x80\xae"),
]
HEADER = [
    ("alg", ["none", "ES256", "ed25519", "EdDSA", "X", 1, None]),
    ("kid", ["x", "XX/southland#1", 2]),
    ("iat", [0, -1, "1", 1.5, 2**60, None]),
    ("typ", ["x", 1, None]),
    ("crit", [[], None]),
    ("jku", ["x"]),
    ("x5t#S256", ["x", "A" * 43, 1]),
    ("Å", [1]),
]


def mutate(data, chance):
    """A text with one to three faults."""
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            del data[at : at + chance.choice([1, 1, 2, 8])]
        elif kind == 1:
            data[at:at] = chance.choice(FRAGMENTS)
        elif kind == 2 and at < len(data):
            data[at] = chance.randrange(256)
        elif kind == 3:
            data[at : at + chance.choice([1, 2, 5])] = chance.choice(FRAGMENTS)
        else:
            other = chance.randrange(len(data) + 1)
            data[at:at] = data[other : other + chance.randrange(40)]
    return bytes(data)


def tamper(data, chance):
    """An envelope with a fault in a header, in the record, or in the envelope itself; then perhaps in its bytes."""
    envelope = json.loads(data)
    entry = chance.choice(envelope["signatures"])
    kind = chance.randrange(6)
    if kind == 0:
        header = json.loads(base64url.decode(entry["protected"]))
        for _ in range(chance.choice([1, 1, 2])):
            name, values = chance.choice(HEADER)
            value = chance.choice(values)
            header.pop(name, None) if value is None else header.update({name: value})
        written = json.dumps(header).encode("ascii")
        entry["protected"] = base64url.encode(mutate(written, chance) if chance.random() < 0.3 else written)
    elif kind == 1:
        entry[chance.choice(["protected", "signature", "header"])] = chance.choice(["", "e30", "A", "AA==", 1, None, "AAAA"])
    elif kind == 2:
        name = chance.choice(["record", "payload", "disclosures", "signatures", "trust_list", "x"])
        envelope[name] = chance.choice([[], {}, "", "e30", "eyB9", 1, None, [entry] * 17, [entry, entry], [1]])
    elif kind == 3:
        payload = canonical(open_envelope(data, RECORD).object)
        written = mutate(payload, chance) if chance.random() < 0.8 else payload
        envelope = {"payload": base64url.encode(written), "signatures": envelope["signatures"]}
    elif kind == 4:
        name = chance.choice(list(envelope["record"]))
        envelope["record"][name] = chance.choice([1, "", None, [], {}, "x", {"min": 3, "of": ["XX/northland", 1]}])
    written = json.dumps(envelope).encode("utf-8")
    return mutate(written, chance) if chance.random() < 0.4 else written


def ask(command, words, path):
    """What the command says: its first code that refuses, with the offset, or nothing."""
    run = subprocess.run([command, *words, path, "--format", "json"], capture_output=True, check=False)
    try:
        # Where the standard output is for the canonical form, the report is on the other one.
        found = json.loads(run.stdout or run.stderr)["inputs"][0]
    except (ValueError, KeyError):
        return "accepted", None, None, None
    for finding in found["findings"]:
        weight = finding["severity"]
        if weight == "error" or (weight == "indeterminate" and finding["code"] not in ("VER_MUST", "REV_GAP")):
            return finding["code"], finding.get("offset"), finding["pointer"], found.get("answers")
    return None, None, None, found.get("answers")


def canonicalized(data):
    """What this reader says of a text: its first code with the offset, or its canonical form."""
    try:
        return canonical(text.read(data, text.draft_bounds()))
    except Refused as refused:
        return _without_open_place(refused.finding.code, refused.finding.offset)


def canonicalized_by(command, path):
    said = subprocess.run([command, "canonicalize", path], capture_output=True, check=False)
    return said.stdout if said.returncode == 0 else _without_open_place(*ask(command, ["canonicalize"], path)[:2])


def _without_open_place(code, offset):
    """The byte at which `JSON_SYNTAX` is reported may differ between programs."""
    return code, None if code == "JSON_SYNTAX" else offset


def verified(data, trust):
    report = verify(data, trust, NOW)
    return report.code, report.integrity, report.trust


def verified_by(command, path, folder):
    code, _, _, answers = ask(command, ["verify", "--trust", str(folder), "--now", NOW_TEXT], path)
    return (code, answers["integrity"], answers["trust"]) if answers else (code, None, None)


def main(command, count=2000, seed=1):
    chance = random.Random(int(seed))
    kept = Path("differences")
    seen, differences = Counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        made = demo(command, Path(folder))
        signed = [path.read_bytes() for path in sorted((made / "northland" / "received").glob("*.json"))]
        believed = made / "northland" / "trust"
        trust = hold(believed, NOW)
        path = Path(folder) / "text.json"
        for number in range(int(count)):
            if number % 2:
                data = mutate(chance.choice([PLAIN, *signed]), chance)
                path.write_bytes(data)
                mine, theirs = canonicalized(data), canonicalized_by(command, path)
            else:
                data = tamper(chance.choice(signed), chance)
                path.write_bytes(data)
                mine, theirs = verified(data, trust), verified_by(command, path, believed)
            seen[mine[0] if isinstance(mine, tuple) else "canonical"] += 1
            if mine != theirs:
                differences += 1
                kept.mkdir(exist_ok=True)
                (kept / f"{number}.json").write_bytes(data)
                print(number, "reader", mine, "command", theirs)
    print(f"{count} texts, {differences} differences; first codes: {dict(sorted(seen.items(), key=str))}")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

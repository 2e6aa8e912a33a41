"""The side of Python in `cargo xtask bench bindings`: reads the name of a task from each line of its input, and answers with the
nanoseconds that it took. What is measured is in the folder that its first argument names; the second names the module with the usual
packages that it is measured against."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import runpy
import sys
import threading
import time
from typing import Callable

import pyarrow

import passerelle

NOW = datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc)
FOLDER = pathlib.Path(sys.argv[1])
LINES = (FOLDER / "records.ndjson").read_bytes()
RECORDS = LINES.splitlines()
COLUMN = pyarrow.array(RECORDS, type=pyarrow.large_binary())
TRUST = passerelle.Trust.pin((FOLDER / "root.json").read_bytes()).update_list((FOLDER / "list.json").read_bytes(), now=NOW)


STANDARD, FASTEST = (
    runpy.run_path(sys.argv[2])["stacks"](*(json.loads((FOLDER / name).read_bytes()) for name in ("schema.json", "key.json")))[name]
    for name in ("json + jsonschema + rfc8785 + cryptography", "orjson + jsonschema-rs + jcs + cryptography")
)


def many(records: passerelle.batch.Records) -> None:
    assert len(passerelle.verify_many(records, TRUST, now=NOW)) == len(RECORDS)


def one_by_one() -> None:
    for record in RECORDS:
        passerelle.open(record, TRUST, now=NOW)


def typed() -> None:
    for record in RECORDS:
        passerelle.open(record, TRUST, now=NOW).record


def two_threads() -> None:
    threads = [threading.Thread(target=one_by_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def on_one_core() -> None:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        many(LINES)
    finally:
        os.sched_setaffinity(0, cores)


def usual(open_record: Callable[[bytes], None], share: int) -> int:
    """The time for all records, from that for one of so many of them."""
    begun = time.perf_counter_ns()
    for record in RECORDS[::share]:
        open_record(record)
    return (time.perf_counter_ns() - begun) * share


TASKS = {
    "lines": lambda: many(LINES),
    "one-core": on_one_core,
    "standard": lambda: usual(STANDARD, 50),
    "fastest": lambda: usual(FASTEST, 5),
    "list": lambda: many(RECORDS),
    "arrow": lambda: many(COLUMN),
    "open": one_by_one,
    "typed": typed,
    "threads": two_threads,
}

assert passerelle.verify_many(LINES, TRUST, now=NOW).all_ok
for task in map(str.strip, sys.stdin):
    begin = time.perf_counter_ns()
    told = TASKS[task]()
    print(told or time.perf_counter_ns() - begin, flush=True)

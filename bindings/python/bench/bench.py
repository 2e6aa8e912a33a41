"""The side of Python in `cargo xtask bench bindings`: reads the name of a task from each line of its input, and answers with the
nanoseconds that it took. What is measured is in the folder that its one argument names."""

from __future__ import annotations

import datetime
import pathlib
import sys
import threading
import time

import pyarrow

import passerelle

NOW = datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc)
FOLDER = pathlib.Path(sys.argv[1])
LINES = (FOLDER / "records.ndjson").read_bytes()
RECORDS = LINES.splitlines()
COLUMN = pyarrow.array(RECORDS, type=pyarrow.large_binary())
TRUST = passerelle.Trust.pin((FOLDER / "root.json").read_bytes()).update_list((FOLDER / "list.json").read_bytes(), now=NOW)


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


TASKS = {
    "lines": lambda: many(LINES),
    "list": lambda: many(RECORDS),
    "arrow": lambda: many(COLUMN),
    "open": one_by_one,
    "typed": typed,
    "threads": two_threads,
}

assert passerelle.verify_many(LINES, TRUST, now=NOW).all_ok
for task in map(str.strip, sys.stdin):
    begin = time.perf_counter_ns()
    TASKS[task]()
    print(time.perf_counter_ns() - begin, flush=True)

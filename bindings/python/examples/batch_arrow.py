"""A day's records from a Parquet file, verified in one call; what was refused, by code."""

from __future__ import annotations

import collections
import sys
from typing import Any

import pyarrow.parquet

import passerelle


def verify(table: Any, trust: passerelle.Trust) -> Any:
    """The table, with the verdict on the column `envelope` in columns of its own."""
    verdicts = passerelle.verify_many(table.column("envelope"), trust).to_arrow()
    for name in ("ok", "code", "id", "type", "rev"):
        table = table.append_column(name, verdicts.column(name))
    return table


def main() -> None:
    source, root, trust_list = sys.argv[1:]
    with open(root, "rb") as file:
        trust = passerelle.Trust.pin(file.read())
    with open(trust_list, "rb") as file:
        trust = trust.update_list(file.read())
    table = verify(pyarrow.parquet.read_table(source), trust)
    print(collections.Counter(table.column("code").to_pylist()))


if __name__ == "__main__":
    main()

"""The parts of the specification that are data: registry, code lists, schemas."""

import json
import os
from functools import cache
from pathlib import Path

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

FOLDER = Path(os.environ.get("PASSERELLE_SPEC", Path(__file__).resolve().parents[3] / "spec"))

MINOR = 0
"""The minor version of the format that this reader knows; the major is 1."""

EDITION = (2026, 1)
"""The edition of the code lists that this reader knows."""


@cache
def toml(path):
    """A TOML file of the specification."""
    return tomllib.loads((FOLDER / path).read_text("utf-8"))


@cache
def codes():
    """Each code with its row, and its place in the registry as `order`."""
    rows = toml("registry/errors.toml")["error"]
    return {row["code"]: {**row, "order": order} for order, row in enumerate(rows)}


@cache
def limits():
    """Each limit with its value."""
    return {row["name"]: row["value"] for row in toml("registry/limits.toml")["limit"]}


@cache
def vocabulary(name):
    """A code list with its codes by name, or None where there is no such list."""
    path = f"vocabulary/{name}.toml"
    if not (FOLDER / path).is_file():
        return None
    listed = toml(path)
    return {**listed, "codes": {row["code"]: row for row in listed["code"]}}


@cache
def schema(name):
    """A JSON Schema of version 1.0."""
    return json.loads((FOLDER / "schema" / "1.0" / f"{name}.schema.json").read_text("utf-8"))

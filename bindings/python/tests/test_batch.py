"""Many records at once."""

from __future__ import annotations

import pytest
from conftest import NOW, example

import passerelle
from passerelle import errors

ROUTE = "modus-operandi-sea-route-rev1"


@pytest.fixture(scope="module")
def rows(world):
    good = world.signed(ROUTE)
    return [good, good.replace(b"09:20:00Z", b"09:20:01Z", 1), b"{}", world.signed("network-example-tide")] * 20


def singly(row, trust):
    try:
        opened = passerelle.open(row, trust, now=NOW)
    except passerelle.OpenError as error:
        return False, error.code, None, error.findings
    return True, None, opened.json, opened.findings


def test_a_batch_says_what_single_calls_say(world, rows):
    expected = [singly(row, world.trust) for row in rows]
    for records in (rows, tuple(rows), b"\n".join(rows) + b"\n"):
        verdicts = passerelle.open_many(records, world.trust, now=NOW)
        assert len(verdicts) == len(rows) and not verdicts.all_ok
        found = [(verdict.ok, verdict.code, verdict.json, verdict.findings) for verdict in verdicts]
        assert found == expected
    assert passerelle.inspect_many(rows, world.trust, now=NOW).column("code") == [code for _, code, _, _ in expected]
    assert verdicts[0].record == passerelle.record_from_json(example(ROUTE))
    assert verdicts[-1].record_type == "network" and len(verdicts[:3]) == 3
    with pytest.raises(IndexError):
        verdicts[len(rows)]


def test_verifying_hands_out_no_content(world, rows):
    verdicts = passerelle.verify_many(rows, world.trust, now=NOW)
    assert verdicts[0].ok and verdicts[0].json is None
    with pytest.raises(KeyError):
        verdicts.column("record")


def test_drafts_are_validated_in_one_call():
    verdicts = passerelle.validate_many([example(ROUTE), b"{}"], now=NOW)
    assert verdicts.column("ok") == [True, False]
    assert verdicts[1].code == "SCHEMA_REQUIRED"


def test_nothing_gives_nothing(world):
    for records in ([], b"", ()):
        assert len(passerelle.open_many(records, world.trust, now=NOW)) == 0


def test_columns_of_arrow_go_in_and_come_out(world, rows):
    pyarrow = pytest.importorskip("pyarrow")
    expected = passerelle.open_many(rows, world.trust, now=NOW).to_arrow()
    columns = [
        pyarrow.array(rows, pyarrow.binary()),
        pyarrow.array(rows, pyarrow.large_binary()),
        pyarrow.array([row.decode() for row in rows]),
        pyarrow.chunked_array([rows[:7], rows[7:]]),
        pyarrow.array([b"before", *rows]).slice(1),
    ]
    for column in columns:
        batch = passerelle.open_many(column, world.trust, now=NOW).to_arrow()
        batch.validate(full=True)
        assert batch.equals(expected)
    assert expected.column("code").to_pylist()[:3] == [None, "SIG_INVALID", "ENV_CONTENT"]
    assert expected.column("record").to_pylist()[1] is None
    missing = passerelle.open_many(pyarrow.array([rows[0], None], pyarrow.binary()), world.trust, now=NOW)
    assert missing.column("ok") == [True, False]
    assert len(passerelle.open_many(pyarrow.array([], pyarrow.binary()), world.trust, now=NOW)) == 0


def test_columns_of_pandas_go_in_and_come_out(world, rows):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"raw": rows})
    verdicts = passerelle.verify_many(frame["raw"], world.trust, now=NOW).to_pandas()
    assert list(verdicts["ok"][:4]) == [True, False, False, True]
    assert verdicts.groupby("code").size()["SIG_INVALID"] == 20


@pytest.mark.parametrize("records", [None, "text", 7, [b"{}", None], [b"{}", "text"], {"a": 1}, object()])
def test_what_is_no_batch_is_an_argument_error(world, records):
    with pytest.raises(errors.ArgumentError):
        passerelle.open_many(records, world.trust, now=NOW)


def test_a_column_of_numbers_is_an_argument_error(world):
    pyarrow = pytest.importorskip("pyarrow")
    with pytest.raises(errors.ArgumentError):
        passerelle.open_many(pyarrow.array([1, 2]), world.trust, now=NOW)
    with pytest.raises(errors.ArgumentError):
        passerelle.open_many([b"{}"], None, now=NOW)

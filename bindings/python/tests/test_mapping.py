"""Map packs: rows of a database become drafts, records become rows, and everything that is lost is told."""

from __future__ import annotations

import datetime
import json
import pathlib
from typing import Any, Dict, List

import pytest

import passerelle
from passerelle import errors

from conftest import NOW, SOURCE, World

FRENCH = SOURCE / "examples" / "national-fr"
EGYPTIAN = SOURCE / "examples" / "national-eg"
IDENTITY = "1" * 64
ROW: Dict[str, Any] = {"NO_DOSSIER": "N-1", "NOM": "EXEMPLE", "PRENOM": "Émile", "ROLE": "PAS", "STATUT": "MEC", "MAJ": 20260301}


def test_rows_become_drafts_that_are_valid() -> None:
    mapping = passerelle.Mapping.load(FRENCH)
    assert (mapping.record_type, mapping.columns[0]) == ("profile", "NO_DOSSIER")
    assert [ignored.column for ignored in mapping.ignored if ignored.never_export] == ["INFORMATEUR"]
    mapped = mapping.forward([ROW, {**ROW, "NO_DOSSIER": "N-2", "ROLE": "XYZ"}, {**ROW, "NO_DOSSIER": None}], IDENTITY, now=NOW)
    assert (len(mapped), len(mapped.drafts), mapped[1]) == (3, 1, None)
    assert [(reject.row, reject.code, reject.column) for reject in mapped.rejects] == [
        (2, "MAP_CODE", "ROLE"),
        (3, "MAP_KEY", "NO_DOSSIER"),
    ]
    assert passerelle.validate(mapped.drafts[0], now=NOW)
    assert next(mapped.records).issuer == "XX/southland"
    again = mapping.forward(json.dumps(ROW).encode(), IDENTITY, now=NOW)
    assert again.drafts == mapped.drafts, "the same row, the same record"
    assert "EXEMPLE" not in repr(mapped) and b"N-1" not in mapped.drafts[0]


def test_a_file_says_what_its_rows_say() -> None:
    mapping = passerelle.Mapping.load(FRENCH)
    mapped = mapping.forward_file((FRENCH / "tests" / "export.csv").read_bytes(), IDENTITY, now=NOW)
    assert (len(mapped), mapped.rejects) == (4, ())
    with pytest.raises(errors.ArgumentError) as wrong:
        mapping.forward_file(b"A;B\n", IDENTITY)
    assert "first line" in str(wrong.value.detail)


def test_a_signed_record_becomes_a_row_of_another_country(world: World) -> None:
    drafts = passerelle.Mapping.load(FRENCH).forward([ROW], IDENTITY, now=NOW).drafts
    opened = passerelle.open(passerelle.sign(drafts[0], world.south, now=NOW), world.trust, now=NOW)
    egyptian = passerelle.Mapping.load(EGYPTIAN)
    written = egyptian.backward([opened])
    assert written.rows[0]["الدور"] == "03"
    assert written.file.decode("windows-1256").splitlines()[0].startswith("رقم_الملف;")
    assert {loss.code for loss in written.losses[0]} >= {"MAP_NOT_CARRIED"}
    restored = egyptian.restore(written.rows, written.residues)
    assert json.loads(restored[0]) == json.loads(opened.json), "with its residue the record is whole"
    with pytest.raises(errors.ArgumentError):
        egyptian.backward([passerelle.sign(drafts[0], world.south, now=NOW)])


def test_data_frames_and_tables_are_rows() -> None:
    pandas = pytest.importorskip("pandas")
    pyarrow = pytest.importorskip("pyarrow")
    mapping = passerelle.Mapping.load(FRENCH)
    rows: List[Dict[str, Any]] = [{**ROW, "TAILLE": 178}, {**ROW, "NO_DOSSIER": "N-2", "NOM": None}]
    due = mapping.forward(rows, IDENTITY, now=NOW)
    frame = pandas.DataFrame(rows)
    assert str(frame["TAILLE"].dtype) == "float64", "a gap makes a column of numbers one of floats"
    assert mapping.forward(frame, IDENTITY, now=NOW).drafts == due.drafts
    assert mapping.forward(frame.convert_dtypes(), IDENTITY, now=NOW).drafts == due.drafts
    table = pyarrow.Table.from_pylist([{name: row.get(name) for name in rows[0]} for row in rows])
    assert mapping.forward(table, IDENTITY, now=NOW).drafts == due.drafts
    told = due.to_pandas()
    assert list(told.columns) == ["draft", "code", "column", "detail"] and len(told) == 2
    written = mapping.backward(due.drafts)
    assert list(written.to_pandas().columns) == list(mapping.columns)
    assert written.to_arrow().column("NOM").to_pylist() == ["EXEMPLE", None]


def test_child_rows_come_with_their_row_and_go_with_it(tmp_path: pathlib.Path) -> None:
    pandas = pytest.importorskip("pandas")
    pyarrow = pytest.importorskip("pyarrow")
    files = {path.relative_to(FRENCH).as_posix(): path.read_text("utf-8") for path in FRENCH.rglob("*.csv") if path.parent.name == "tables"}
    phones = '[[child]]\nname = "phones"\nsource = { format = "csv", encoding = "utf-8", key = ["NO"], columns = ["NO", "TEL"] }\n'
    files["map.toml"] = (
        (FRENCH / "map.toml").read_text("utf-8")
        .replace('key = ["NO_DOSSIER"]', 'key = ["NO_DOSSIER"]\nnew_key = "NEW-{}"')
        .replace("[record]", phones + "[record]")
        .replace('from = "TEL{1..2}"', 'child = "phones"\nfrom = "TEL"')
        .replace('"TEL1", "TEL2", ', "")
    )
    mapping = passerelle.Mapping.load(files)
    rows: List[Dict[str, Any]] = [{**ROW, "phones": [{"TEL": "06 39 98 00 10"}, {"TEL": 639980021}]}, {**ROW, "NO_DOSSIER": "N-2"}]
    mapped = mapping.forward(rows, IDENTITY, now=NOW)
    assert mapped.rejects == ()
    selectors = json.loads(mapped.drafts[0])["content"]["selectors"]
    assert [selector["value"] for selector in selectors] == ["+33639980010", "+33639980021"]
    assert mapping.forward(pandas.DataFrame(rows), IDENTITY, now=NOW).drafts[0] == mapped.drafts[0]
    table = pyarrow.Table.from_pylist([{**row, "phones": [{"TEL": str(phone["TEL"])} for phone in row.get("phones", [])]} for row in rows])
    assert mapping.forward(table, IDENTITY, now=NOW).drafts == mapped.drafts
    written = mapping.backward(mapped.drafts)
    assert written.rows[0]["phones"] == [{"TEL": "0639980010"}, {"TEL": "0639980021"}]
    assert written.child_files == {"phones": b"NO,TEL\nNEW-1,0639980010\nNEW-1,0639980021\n"}
    assert json.loads(mapping.restore(written.rows, written.residues)[0]) == json.loads(mapped.drafts[0])
    with pytest.raises(errors.ArgumentError):
        mapping.forward_file(written.file, IDENTITY)
    with pytest.raises(errors.ArgumentError):
        mapping.forward([{**ROW, "phones": ["06 39 98 00 10"]}], IDENTITY)


def test_days_and_numbers_are_cells() -> None:
    mapping = passerelle.Mapping.load(FRENCH)
    import decimal

    row = {**ROW, "MAJ": decimal.Decimal("20260301"), "TAILLE": 178.0, "AGENT_SAISIE": datetime.date(2026, 3, 1)}
    assert mapping.forward([row], IDENTITY, now=NOW).rejects == ()
    for wrong in ({**ROW, "NOM": ["EXEMPLE"]}, "text", 7):
        with pytest.raises(errors.ArgumentError):
            mapping.forward([wrong], IDENTITY)  # type: ignore[list-item]


def test_a_pack_that_does_not_compile_says_where(tmp_path: pathlib.Path) -> None:
    files = {"map.toml": (FRENCH / "map.toml").read_text("utf-8").replace('"never-export"', '"never"')}
    with pytest.raises(errors.MapError) as wrong:
        passerelle.Mapping.load(files)
    assert wrong.value.code == "MAP_SYNTAX" and "map.toml:" in str(wrong.value.detail)
    with pytest.raises(OSError):
        passerelle.Mapping.load(tmp_path)
    with pytest.raises(errors.ArgumentError):
        passerelle.Mapping.load(FRENCH).forward([ROW], "no key")

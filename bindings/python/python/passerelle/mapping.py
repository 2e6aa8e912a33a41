"""Map packs: rows of a national system become drafts of records, and records become its rows.

    mapping = passerelle.Mapping.load("national-fr")
    mapped = mapping.forward(frame, identity)          # a data frame, a table, dictionaries, or lines of JSON
    for draft in mapped.drafts: ...
    mapped.rejects                                     # each with its row, column, code and reason
    written = mapping.backward(opened_records)
    written.file                                       # what the national system imports
    written.losses                                     # what it cannot hold, record by record
"""

from __future__ import annotations

import datetime
import decimal
import os
import pathlib
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Mapping as Dictionary, Optional, Sequence, Tuple, Union

import msgspec

from . import _boundary, _native
from ._boundary import Data
from ._value import Value
from .errors import MapError
from .reading import Opened
from .records import Record, record_from_json

if TYPE_CHECKING:
    import pandas
    import pyarrow

__all__ = ["Field", "Ignored", "Loss", "Mapped", "Mapping", "Reject", "Rows", "Written"]

Rows = Union[Data, Sequence[Dictionary[str, Any]], "pandas.DataFrame", "pyarrow.Table", "pyarrow.RecordBatch"]
"""Rows: dictionaries, a data frame of pandas, a table of PyArrow, or lines of JSON (NDJSON). Columns have the names of the pack. Child
rows are a list of dictionaries under the name of their table."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A lens of a pack: columns, a place in the record, and what is kept on the way there and back."""

    columns: str
    place: str
    converter: str
    kept: str = msgspec.field(name="class")
    """`exact`, `normalising`, `coarsening` or `bounded`."""


class Ignored(msgspec.Struct, frozen=True, kw_only=True):
    """A column that stands for no member of a record."""

    column: str
    never_export: bool
    reason: str


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """The first finding about a draft that is not valid."""

    code: str
    pointer: str


class Reject(msgspec.Struct, frozen=True, kw_only=True):
    """A row that makes no record, and why. It holds no value of the row."""

    row: int
    """The number of the row, from 1."""
    line: int
    code: str
    message: str
    detail: str
    column: Optional[str] = None
    finding: Optional[Finding] = None


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """A place at which the row alone says less than the record, or something else."""

    place: str
    code: str
    columns: Optional[str] = None


class _About(msgspec.Struct, frozen=True):
    name: str
    type: str
    columns: Tuple[str, ...]
    fields: Tuple[Field, ...]
    ignored: Tuple[Ignored, ...]


class _Mapped(msgspec.Struct, frozen=True):
    rows: int
    rejected: Tuple[Reject, ...]


_ABOUT = msgspec.json.Decoder(_About)
_MAPPED = msgspec.json.Decoder(_Mapped)
_LOSSES = msgspec.json.Decoder(Tuple[Tuple[Loss, ...], ...])
_ROW = msgspec.json.Decoder(Dict[str, Any])
_ENCODER = msgspec.json.Encoder()


class Mapped(Sequence[Optional[bytes]]):
    """The draft of each row, in the order of the rows: canonical JSON that is valid, or none where the row was rejected."""

    def __init__(self, native: _native.Mapped) -> None:
        self._drafts = [draft or None for draft in native.drafts]
        self.rejects: Tuple[Reject, ...] = _MAPPED.decode(native.about).rejected
        """The rows that make no record, in order."""

    @property
    def drafts(self) -> List[bytes]:
        """The drafts alone, ready to be signed as they are."""
        return [draft for draft in self._drafts if draft is not None]

    @property
    def records(self) -> Iterator[Record]:
        """The drafts as typed values."""
        return (record_from_json(draft) for draft in self.drafts)

    def __len__(self) -> int:
        return len(self._drafts)

    def __getitem__(self, row: Any) -> Any:
        return self._drafts[row]

    def __repr__(self) -> str:
        return f"Mapped({len(self)} rows, {len(self.rejects)} rejected)"

    def to_arrow(self) -> pyarrow.Table:
        """A row for each row: `draft`, `code`, `column` and `detail`."""
        import pyarrow

        rejects = {reject.row: reject for reject in self.rejects}
        told = [rejects.get(row + 1) for row in range(len(self))]
        columns = {
            name: pyarrow.array([getattr(reject, name, None) for reject in told], pyarrow.string())
            for name in ("code", "column", "detail")
        }
        return pyarrow.table({"draft": pyarrow.array(self._drafts, pyarrow.large_binary()), **columns})

    def to_pandas(self) -> pandas.DataFrame:
        """The same as a data frame."""
        frame: pandas.DataFrame = self.to_arrow().to_pandas()
        return frame


class Written:
    """Records as rows of the national system."""

    def __init__(self, native: _native.Imported, columns: Tuple[str, ...]) -> None:
        self.file: bytes = native.file
        """The file that the national system imports, in its own form and encoding."""
        self.child_files: Dict[str, bytes] = dict(native.child_files)
        """The files of child tables, by their names, where the system has such beside it."""
        self.residues: List[bytes] = list(native.residues)
        """What each row cannot hold: keep it beside the row, and send it to nobody."""
        self.losses: Tuple[Tuple[Loss, ...], ...] = _LOSSES.decode(native.about)
        """For each record, what whoever sees the row alone does not see."""
        self._rows = native.rows
        self._columns = columns

    @property
    def rows(self) -> List[Dict[str, Any]]:
        """The rows as dictionaries of texts, without columns that have no value; child rows as a list under the name of their table."""
        return [_ROW.decode(row) for row in self._rows]

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"Written({len(self)} rows)"

    def to_arrow(self) -> pyarrow.Table:
        """The rows as a table of texts, with every column of the pack."""
        import pyarrow

        rows = self.rows
        columns = {name: pyarrow.array([row.get(name) for row in rows], pyarrow.string()) for name in self._columns}
        return pyarrow.table(columns)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame of texts, with every column of the pack."""
        frame: pandas.DataFrame = self.to_arrow().to_pandas()
        return frame


class Mapping:
    """A map pack that compiles. It never changes and can be used from any thread."""

    def __init__(self, native: _native.Mapping) -> None:
        self._native = native
        about = _ABOUT.decode(_boundary.call(MapError, native.about))
        self.name: str = about.name
        """Its name and version: `example.northland.suspects@1.2.0`."""
        self.record_type: str = about.type
        self.columns: Tuple[str, ...] = about.columns
        self.fields: Tuple[Field, ...] = about.fields
        self.ignored: Tuple[Ignored, ...] = about.ignored

    @classmethod
    def load(cls, pack: Union[str, os.PathLike[str], Dictionary[str, str]]) -> Mapping:
        """Reads the pack in a folder; or its files by their names, `map.toml` and `tables/…`.

        Raises:
            MapError: The pack does not compile. The detail has every mistake with its file, line and column.
            OSError: There is no such folder, or a file cannot be read.
        """
        if isinstance(pack, (str, os.PathLike)):
            folder = pathlib.Path(pack)
            tables = [path for path in sorted(folder.rglob("*.csv")) if path.relative_to(folder).parts[0] != "tests"]
            files = {path.relative_to(folder).as_posix(): _text(path) for path in [folder / "map.toml", *tables]}
        elif isinstance(pack, Dictionary):
            files = {_boundary.text(name, "pack"): _boundary.text(text, "pack") for name, text in pack.items()}
        else:
            _boundary.argument("pack: a folder, or a dictionary of texts")
        return cls(_boundary.call(MapError, _native.Mapping.load, files))

    def forward(self, rows: Rows, identity: str, *, now: Optional[datetime.datetime] = None) -> Mapped:
        """Makes the first revision of a record of each row, on every core.

        Args:
            rows: The rows; columns that have no value can be left out.
            identity: The key of `passerelle map key`. The same row gets the same identifier under it, and nobody else can tell which.
            now: The time of issue; that of this machine's clock unless told.

        What was issued before is not known here: for further revisions and withdrawals there is `passerelle map run`.
        """
        lines = _boundary.data(_lines(rows), "rows")
        return self._forward(lines, False, identity, now)

    def forward_file(self, data: Data, identity: str, *, now: Optional[datetime.datetime] = None) -> Mapped:
        """The same of a file of the national system, in its own form and encoding."""
        return self._forward(_boundary.data(data), True, identity, now)

    def _forward(self, data: bytes, is_file: bool, identity: str, now: Optional[datetime.datetime]) -> Mapped:
        key, at = _boundary.text(identity, "identity"), _boundary.seconds(now)
        return Mapped(_boundary.call(MapError, self._native.forward, data, is_file, key, at))

    def backward(self, records: Sequence[Union[Opened, Data, Value]]) -> Written:
        """Writes records as rows of the national system.

        Args:
            records: What `passerelle.open` gave, or drafts. Signed bytes are refused: what is signed is opened before.
        """
        if isinstance(records, (bytes, bytearray, memoryview, str)) or not isinstance(records, Sequence):
            _boundary.argument("records: a list of records")
        texts = [_record(record) for record in records]
        return Written(_boundary.call(MapError, self._native.backward, texts), self.columns)

    def restore(self, rows: Rows, residues: Sequence[Data]) -> List[bytes]:
        """Reads rows with what was kept beside them: the records that were written into them, with what a clerk has changed since."""
        lines = _boundary.data(_lines(rows), "rows")
        kept = _boundary.many(residues, "residues")
        return list(_boundary.call(MapError, self._native.restore, lines, kept))

    def __repr__(self) -> str:
        return f"Mapping({self.name})"


def _text(path: pathlib.Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        _boundary.argument(f"pack: {path.name} is not UTF-8")


def _record(record: Any) -> bytes:
    if isinstance(record, Opened):
        return record.json
    return record.to_json() if isinstance(record, Value) else _boundary.data(record, "records")


def _lines(rows: Any) -> bytes:
    """Rows as lines of JSON."""
    if isinstance(rows, (bytes, bytearray, memoryview)):
        return bytes(rows)
    module = type(rows).__module__.partition(".")[0]
    if module == "pandas":
        return _of_columns(list(rows.columns), [rows.iloc[:, column].tolist() for column in range(rows.shape[1])])
    if module == "pyarrow":
        return _of_columns(rows.schema.names, [column.to_pylist() for column in rows.columns])
    if isinstance(rows, str) or not isinstance(rows, Sequence):
        _boundary.argument("rows: dictionaries, a data frame, a table, or lines of JSON")
    lines = []
    for row in rows:
        lines.append(_ENCODER.encode(_row(row, _children)))
    return b"\n".join(lines)


_PLAIN = frozenset((str, int, bool, type(None)))


def _of_columns(names: Sequence[Any], columns: Sequence[Sequence[Any]]) -> bytes:
    """Rows of whole columns. Cells are looked at one by one only in columns that hold more than texts and whole numbers."""
    checked = [_boundary.text(name, "rows") for name in names]
    plain = [values if _PLAIN.issuperset(map(type, values)) else [_children(value) for value in values] for values in columns]
    try:
        return _ENCODER.encode_lines([dict(zip(checked, row)) for row in zip(*plain)])
    except UnicodeEncodeError:
        _boundary.argument("rows: a text is not Unicode")


def _row(row: Any, value_of: Callable[[Any], Any]) -> Dict[str, Any]:
    if not isinstance(row, Dictionary):
        _boundary.argument("rows: a row is a dictionary")
    return {_boundary.text(name, "rows"): value_of(value) for name, value in row.items()}


def _children(value: Any) -> Any:
    """A cell, or child rows."""
    return [_row(row, _cell) for row in value] if isinstance(value, (list, tuple)) else _cell(value)


def _cell(value: Any) -> Union[str, int, bool, None]:
    """A value as a cell. A whole number is one also where a column with gaps has made it a float."""
    if value is None or isinstance(value, (bool, int, str)):
        return _boundary.text(value, "rows") if isinstance(value, str) else value
    if isinstance(value, float):
        if value != value:
            return None
        return int(value) if value.is_integer() else repr(float(value))
    if isinstance(value, datetime.datetime):
        if value != value:  # NaT of pandas
            return None
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return None if value.is_nan() else format(value, "f")
    if hasattr(value, "item"):  # a scalar of NumPy
        return _cell(value.item())
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    _boundary.argument(f"rows: a cell is a text, a number, a truth value or a day, not {type(value).__name__}")

"""Many records in one call, on every core, without a loop in Python."""

from __future__ import annotations

import array
import datetime
import itertools
import sys
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Sequence, Tuple, Union, cast

import msgspec

from . import _boundary, _native, trust as _trust
from ._boundary import Data
from ._findings import Finding
from .errors import OpenError
from .records import Record, record_from_json

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from .trust import Trust

__all__ = ["Records", "Verdict", "Verdicts", "inspect_many", "open_many", "validate_many", "verify_many"]

Records = Union[Data, Sequence[Data], "pyarrow.Array[Any]", "pyarrow.ChunkedArray[Any]", "pandas.Series[Any]"]
"""Many records: one buffer of lines (NDJSON), a list of byte strings, or a column of PyArrow or pandas."""

_FINDINGS = msgspec.json.Decoder(Tuple[Finding, ...])


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on one record of a batch."""

    ok: bool
    """Whether it opened, would open, or is valid."""
    code: Optional[str]
    """The code of the first finding that refuses."""
    pointer: Optional[str]
    line: Optional[int]
    integrity: Optional[str]
    trust: Optional[str]
    own_status: Optional[str]
    id: Optional[str]
    record_type: Optional[str]
    rev: Optional[int]
    digest: Optional[str]
    findings: Tuple[Finding, ...]
    json: Optional[bytes] = None
    """The record as canonical JSON, where it was opened by `open_many`."""

    @property
    def record(self) -> Optional[Record]:
        """The record as typed values, where it was opened by `open_many`."""
        return None if self.json is None else record_from_json(self.json)

    def __bool__(self) -> bool:
        return self.ok

    def __repr__(self) -> str:
        return f"Verdict({'ok' if self.ok else self.code})"


class Verdicts(Sequence[Verdict]):
    """The verdicts on many records, in the order of the input: a row each, kept as columns.

    Columns: `ok`, `integrity`, `trust`, `status`, `code`, `pointer`, `line`, `id`, `type`, `rev`, `digest`, `findings` (as JSON), and after
    `open_many` `record` (as JSON).
    """

    def __init__(self, native: _native.Verdicts) -> None:
        self._rows: int = native.rows
        self._columns: Dict[str, _native.Column] = {column.name: column for column in native.columns}
        self._read: Dict[str, List[Any]] = {}

    def __len__(self) -> int:
        return self._rows

    def column(self, name: str) -> List[Any]:
        """One column as a list."""
        if name not in self._read:
            if name not in self._columns:
                raise KeyError(name)
            self._read[name] = _values(self._columns[name], self._rows)
        return self._read[name]

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return [self[index] for index in range(*row.indices(self._rows))]
        if not -self._rows <= row < self._rows:
            raise IndexError(row)
        value = {name: self.column(name)[row] for name in self._columns}
        findings = value.pop("findings")
        return Verdict(
            findings=() if findings is None else _FINDINGS.decode(findings),
            record_type=value.pop("type"),
            own_status=value.pop("status"),
            json=value.pop("record", None),
            **value,
        )

    def __iter__(self) -> Iterator[Verdict]:
        return (self[row] for row in range(self._rows))

    @property
    def all_ok(self) -> bool:
        """Whether every record opened, would open, or is valid."""
        return all(self.column("ok"))

    def __repr__(self) -> str:
        refused = self._rows - sum(self.column("ok"))
        return f"Verdicts({self._rows} records, {refused} not ok)"

    def to_arrow(self) -> pyarrow.RecordBatch:
        """The columns as a record batch of PyArrow; nothing is copied."""
        import pyarrow

        kinds = {
            _native.ColumnKind.BOOLEAN: pyarrow.bool_(),
            _native.ColumnKind.INT64: pyarrow.int64(),
            _native.ColumnKind.TEXT: pyarrow.large_string(),
            _native.ColumnKind.BINARY: pyarrow.large_binary(),
        }
        arrays = []
        for column in self._columns.values():
            parts = [column.validity, column.offsets, column.data] if column.offsets else [column.validity, column.data]
            buffers = [pyarrow.py_buffer(part) for part in parts]
            arrays.append(pyarrow.Array.from_buffers(kinds[column.kind], self._rows, buffers))
        return pyarrow.RecordBatch.from_arrays(arrays, names=list(self._columns))

    def to_pandas(self) -> pandas.DataFrame:
        """The columns as a data frame of pandas."""
        return cast("pandas.DataFrame", self.to_arrow().to_pandas())


def _values(column: _native.Column, rows: int) -> List[Any]:
    """A column as a list."""
    bits = [column.validity[row >> 3] >> (row & 7) & 1 for row in range(rows)]
    if column.kind == _native.ColumnKind.BOOLEAN:
        return [bool(column.data[row >> 3] >> (row & 7) & 1) for row in range(rows)]
    if column.kind == _native.ColumnKind.INT64:
        numbers = _int64(column.data)
        return [numbers[row] if bits[row] else None for row in range(rows)]
    ends = _int64(column.offsets)
    pieces = (column.data[start:end] for start, end in zip(ends, ends[1:]))
    if column.kind == _native.ColumnKind.TEXT:
        return [piece.decode() if valid else None for piece, valid in zip(pieces, bits)]
    return [piece if valid else None for piece, valid in zip(pieces, bits)]


def _int64(data: bytes) -> array.array[int]:
    numbers = array.array("q", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def verify_many(records: Records, trust: Trust, *, now: Optional[datetime.datetime] = None) -> Verdicts:
    """Opens many signed records and says of each whether it is good, without handing out the content.

    What is wrong with a record is in its row: only a wrong argument raises.
    """
    return _run(_native.Task.VERIFY, records, trust, now)


def open_many(records: Records, trust: Trust, *, now: Optional[datetime.datetime] = None) -> Verdicts:
    """Opens many signed records; the column `record` has the content of those that opened."""
    return _run(_native.Task.OPEN, records, trust, now)


def inspect_many(
    records: Records, trust: Optional[Trust] = None, *, now: Optional[datetime.datetime] = None
) -> Verdicts:
    """Reports on many signed records, with everything that is wrong."""
    return _run(_native.Task.INSPECT, records, trust, now)


def validate_many(records: Records, *, now: Optional[datetime.datetime] = None) -> Verdicts:
    """Validates many drafts."""
    return _run(_native.Task.VALIDATE, records, None, now)


def _run(task: _native.Task, records: Records, trust: Optional[Trust], now: Optional[datetime.datetime]) -> Verdicts:
    held = None if trust is None else _trust.native(trust)
    at = _boundary.seconds(now)
    if isinstance(records, (bytes, bytearray, memoryview)):
        lines = _boundary.data(records, "records")
        return Verdicts(_boundary.call(OpenError, _native.batch_lines, task, lines, held, at))
    buffer, offsets = _packed(records)
    return Verdicts(_boundary.call(OpenError, _native.batch_packed, task, _boundary.data(buffer, "records"), offsets, held, at))


def _packed(records: Any) -> Tuple[bytes, bytes]:
    """The records behind one another, and where each begins."""
    module = type(records).__module__.partition(".")[0]
    if module in ("pyarrow", "pandas"):
        return _packed_arrow(records)
    if isinstance(records, str) or not isinstance(records, Sequence):
        _boundary.argument("records: a buffer of lines, a list of bytes, or a column of bytes")
    try:
        buffer = b"".join(records)
        ends = array.array("q", itertools.accumulate(map(len, records), initial=0))
    except TypeError:
        _boundary.argument("records: every one must be bytes")
    if sys.byteorder == "big":
        ends.byteswap()
    return buffer, ends.tobytes()


def _packed_arrow(column: Any) -> Tuple[bytes, bytes]:
    import pyarrow

    try:
        if not isinstance(column, (pyarrow.Array, pyarrow.ChunkedArray)):
            column = pyarrow.array(column, type=pyarrow.large_binary(), from_pandas=True)
        if isinstance(column, pyarrow.ChunkedArray):
            column = column.combine_chunks()
            if isinstance(column, pyarrow.ChunkedArray):
                column = pyarrow.concat_arrays(column.chunks)
        column = column.cast(pyarrow.large_binary())
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, pyarrow.ArrowNotImplementedError):
        _boundary.argument("records: a column of bytes")
    _, offsets, data = column.buffers()
    first, rows = column.offset, len(column)
    ends = offsets.slice(8 * first, 8 * (rows + 1)).to_pybytes() if rows else bytes(8)
    return (data.to_pybytes() if data is not None else b""), ends

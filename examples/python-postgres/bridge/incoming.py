"""Records come in: verified, kept byte for byte, and written into national rows as far as those can hold them.

Which revision of a record a row shows follows from all that is held, by `passerelle.status`, and not from the order in which things
came: a record that is withdrawn, superseded or disputed leaves the row.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import pathlib
from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, Iterator, List, Optional, Set, Tuple

import passerelle
import psycopg
from psycopg.types.json import Jsonb

from .fichier import TABLES, Connection, Row, Table
from .own import MARKINGS, Bridge, Revisions, run, write_lines

OF_TYPE = {table.record_type: table for table in TABLES}
ORDER = {table.record_type: place for place, table in enumerate(TABLES)}


@dataclass
class Taken:
    """What became of the lines: `lines` is always the sum of `new`, `again` and `refused`. And what became of the records in the rows."""

    lines: int = 0
    new: int = 0
    again: int = 0
    refused: List[Dict[str, Any]] = field(default_factory=list)
    """Lines that did not open: line, code, stage, pointer, reason. They change nothing in the database."""
    written: List[str] = field(default_factory=list)
    """Records that stand in a national row since this run, or stand there otherwise."""
    removed: List[str] = field(default_factory=list)
    """Records that stand in no row since this run."""
    kept: Dict[str, str] = field(default_factory=dict)
    """Records that are kept beside the national tables alone, each with the reason."""
    conflicts: Dict[str, str] = field(default_factory=dict)
    """Rows that are not as their record has it, since they were altered here or are needed here. Somebody has to look at them."""
    lost: int = 0
    """How many places of the written records their rows cannot hold: they are in the residues."""


def take(connection: Connection, bridge: Bridge, lines: Iterable[bytes], refused: pathlib.Path) -> Taken:
    """Takes signed records, one a line. What did not open goes to the file `refused` as it came, and why to one beside it."""
    taken, opened, returned = Taken(), [], []
    revisions = Revisions(connection)
    for line, data in enumerate(lines, 1):
        data = data.strip()
        if not data:
            continue
        taken.lines += 1
        try:
            record = bridge.open(data, revisions)
        except passerelle.OpenError as error:
            taken.refused.append({"line": line, **_reason(error)})
            returned.append(data)
        else:
            revisions.add(record)
            opened.append((record, data))
    # The questions of the store have begun a transaction that nothing came of.
    connection.rollback()
    write_lines(refused, returned)
    write_lines(refused.with_suffix(".reasons.ndjson"), taken.refused)
    with run(connection):
        touched = {record.id for record, data in opened if _keep(connection, bridge, record, data, taken)}
        _settle(connection, bridge, touched, taken)
    return taken


def _reason(error: passerelle.OpenError) -> Dict[str, Any]:
    """Why a record was refused, without a value of it."""
    finding = error.finding
    place = {"stage": finding.stage, "pointer": finding.pointer} if finding else {}
    return {"code": error.code, **place, "integrity": error.integrity, "trust": error.trust, "reason": error.message, "hint": error.hint}


def _keep(connection: Connection, bridge: Bridge, record: passerelle.Opened, data: bytes, taken: Taken) -> bool:
    """Keeps a record as it came, once, and of several copies the fullest; says whether it is new."""
    refers = _refers(record)
    came = bridge.now or datetime.datetime.now(datetime.timezone.utc)
    kept = connection.execute(
        """INSERT INTO passerelle.received VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (record_id, rev, digest) DO UPDATE SET envelope = EXCLUDED.envelope, withheld = EXCLUDED.withheld
        WHERE received.withheld > EXCLUDED.withheld""",
        (record.id, record.rev, record.digest, record.record_type, refers, data, came, len(record.withheld)),
    )
    is_new = kept.rowcount == 1
    taken.new += is_new
    taken.again += not is_new
    return is_new


def _refers(record: passerelle.Opened) -> List[str]:
    """What a notice is about, or what a link ties."""
    content = json.loads(record.json)["content"]
    named = [content.get(name) for name in ("about", "from", "to")]
    return [name["id"] for name in named if isinstance(name, dict) and "id" in name]


def _settle(connection: Connection, bridge: Bridge, touched: Set[str], taken: Taken) -> None:
    """Makes the rows of the records that something new is known of as they have to be; and tries again what waited for other records."""
    waiting = connection.execute("SELECT record_id FROM passerelle.standing WHERE reason LIKE 'waits for %'").fetchall()
    ids = _around(connection, touched) | {id for (id,) in waiting}
    # A notice acts on others, and others act on what they refer to.
    held = connection.execute(
        """SELECT envelope FROM passerelle.received r WHERE record_id = ANY(%(ids)s) OR refers && %(ids)s
        OR record_id IN (SELECT unnest(refers) FROM passerelle.received WHERE record_id = ANY(%(ids)s))
        OR type = 'notice' AND refers && (SELECT array_agg(record_id) FROM passerelle.received WHERE refers && %(ids)s)""",
        {"ids": list(ids)},
    ).fetchall()
    envelopes = [bytes(envelope) for (envelope,) in held]
    status = passerelle.status(envelopes, bridge.trust, now=bridge.now)
    opened = _opened(bridge, envelopes)
    leaving: Set[str] = set()
    pending = []
    # First what has to go, links before their ends; then what has to come, ends before their links.
    for record, reason in sorted(_wanted(ids, status, opened), key=lambda want: ORDER.get(want[0].record_type, len(ORDER))):
        made = _Made(reason)
        if reason is None:
            made = _row(bridge, record)
            gone = leaving & set(_refers(record))
            if record.record_type == "link" and gone:
                made = _Made(f"waits for {min(gone)}")
        if made.reason is not None:
            leaving.add(record.id)
        pending.append((record, made))
    for record, made in reversed(pending):
        if made.reason is not None:
            _stand_beside(connection, record, made.reason, taken)
    for record, made in pending:
        if made.reason is None:
            _stand_in_row(connection, record, made, taken)
    closed = ids - {record.id for record, _ in pending}
    rows = connection.execute("SELECT record_id, table_name, row_key FROM passerelle.standing WHERE record_id = ANY(%s)", (list(closed),))
    for id, name, key in rows.fetchall():
        if key is not None:
            _conflict(connection, id, name, key, "the record that it was written for does not open any more", taken)


def _opened(bridge: Bridge, envelopes: List[bytes]) -> Dict[str, passerelle.Opened]:
    """What still opens of what was received: a key can have been stolen since."""
    opened = {}
    for envelope in envelopes:
        with contextlib.suppress(passerelle.OpenError):
            record = bridge.open(envelope)
            opened[record.digest] = record
    return opened


def _wanted(
    ids: Set[str], status: passerelle.Status, opened: Dict[str, passerelle.Opened]
) -> Iterator[Tuple[passerelle.Opened, Optional[str]]]:
    """The revision of each record that is in force; or its latest, with what holds of it instead."""
    for id in sorted(ids):
        judged = [judgement for judgement in status.judgements if judgement.id == id]
        for judgement in sorted(judged, key=lambda judgement: (judgement.status == "active", judgement.rev))[-1:]:
            yield opened[judgement.digest], None if judgement.status == "active" else judgement.status


def _around(connection: Connection, ids: Set[str]) -> Set[str]:
    """Records, what notices among them are about, and the links to any of those."""
    around = connection.execute(
        """WITH near AS (
            SELECT unnest(%(ids)s::text[]) AS id
            UNION SELECT unnest(refers) FROM passerelle.received WHERE type = 'notice' AND record_id = ANY(%(ids)s))
        SELECT id FROM near UNION SELECT record_id FROM passerelle.received, near WHERE type = 'link' AND near.id = ANY(refers)""",
        {"ids": list(ids)},
    )
    return {id for (id,) in around}


@dataclass
class _Made:
    """The row of a record, with what is lost in it and what is kept beside it; or the reason why it may be in none."""

    reason: Optional[str] = None
    row: Row = field(default_factory=dict)
    losses: Tuple[passerelle.Loss, ...] = ()
    residue: bytes = b""


def _row(bridge: Bridge, opened: passerelle.Opened) -> _Made:
    table = OF_TYPE.get(opened.record_type)
    record = json.loads(opened.json)
    handling = record["handling"]
    if table is None:
        return _Made("no table holds such a record")
    if record["issuer"] == bridge.signer.authority:
        return _Made("it is one's own")
    if opened.environment != bridge.environment or not opened.actionable:
        return _Made("it may not be acted on here")
    if MARKINGS.index(handling["tlp"]) > MARKINGS.index(bridge.highest):
        return _Made("its marking is stricter than these rows can keep")
    if not {bridge.country, "all-members"} & set(handling["releasable_to"]) or bridge.country in handling.get("not_releasable_to", ()):
        return _Made("it is not released to this country")
    if bridge.purpose not in record["purpose"]:
        return _Made("its purposes are others than those of these rows")
    written = passerelle.Mapping.load(table.pack).backward([opened])
    losses = written.losses[0]
    for place in table.must:
        if any(loss.place == place or place.startswith(loss.place + "/") for loss in losses):
            return _Made(f"the row cannot say {place}")
    return _Made(None, dict(written.rows[0]), losses, written.residues[0])


def _held_row(connection: Connection, opened: passerelle.Opened) -> Tuple[Optional[str], bool]:
    """The key of the row in which a record stands, and whether somebody here has altered that row since."""
    table = OF_TYPE.get(opened.record_type)
    found = connection.execute("SELECT row_key, row FROM passerelle.standing WHERE record_id = %s", (opened.id,)).fetchone()
    if table is None or not found or found[0] is None:
        return None, False
    return found[0], table.row(connection, found[0]) != found[1]


def _conflict(connection: Connection, id: str, table: str, key: str, reason: str, taken: Taken) -> None:
    connection.execute("UPDATE passerelle.standing SET reason = %s WHERE record_id = %s", (reason, id))
    taken.conflicts[id] = f"{table} {key}: {reason}"


def _stand_beside(connection: Connection, opened: passerelle.Opened, reason: str, taken: Taken) -> None:
    """A record that may be in no row leaves the one it is in."""
    key, is_altered = _held_row(connection, opened)
    if key is not None:
        if is_altered:
            return _conflict(connection, opened.id, OF_TYPE[opened.record_type].name, key, f"the row was altered here; of the record holds: {reason}", taken)
        try:
            with connection.transaction():
                OF_TYPE[opened.record_type].take(connection, key)
        except psycopg.IntegrityError:
            return _conflict(connection, opened.id, OF_TYPE[opened.record_type].name, key, f"other rows need the row; of the record holds: {reason}", taken)
        taken.removed.append(opened.id)
    _stand(connection, opened, None, None, _Made(reason))
    taken.kept[opened.id] = reason


def _stand_in_row(connection: Connection, opened: passerelle.Opened, made: _Made, taken: Taken) -> None:
    """Writes a record into its row, or into a new one."""
    table, row = OF_TYPE[opened.record_type], made.row
    key, is_altered = _held_row(connection, opened)
    if key is not None and is_altered:
        return _conflict(connection, opened.id, OF_TYPE[opened.record_type].name, key, f"the row was altered here, and revision {opened.rev} says something else", taken)
    missing = _ends(connection, table, opened, row)
    if missing is not None:
        return _stand_beside(connection, opened, f"waits for {missing}", taken)
    try:
        with connection.transaction():
            if key is not None:
                row |= dict(zip(table.key, key.split(" ")))
            elif table.number:
                row |= table.next_key(connection)
            elif table.row(connection, table.key_of(row)) is not None:
                return _stand_beside(connection, opened, "there is such a row already", taken)
            table.put(connection, row)
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        # What the database says can hold values; its code and the name of a column do not.
        column = f", column {error.diag.column_name}" if error.diag.column_name else ""
        return _stand_beside(connection, opened, f"the table does not take the row (SQLSTATE {error.sqlstate}{column})", taken)
    made.row = table.row(connection, table.key_of(row)) or row
    _stand(connection, opened, table.name, table.key_of(row), made)
    taken.written.append(opened.id)
    taken.lost += len(made.losses)


def _ends(connection: Connection, table: Table, opened: passerelle.Opened, row: Row) -> Optional[str]:
    """Gives a row of two others their keys; or says which record is still missing."""
    for end, (column, of) in table.ends.items():
        id = json.loads(opened.json)["content"][end]["id"]
        found = connection.execute(
            """SELECT row_key FROM passerelle.standing WHERE record_id = %(id)s AND table_name = %(of)s
            UNION ALL SELECT row_key FROM passerelle.issued WHERE record_id = %(id)s AND table_name = %(of)s AND NOT withdrawn""",
            {"id": id, "of": of},
        ).fetchone()
        if not found:
            return str(id)
        row[column] = found[0]
    return None


def _stand(connection: Connection, opened: passerelle.Opened, table: Optional[str], key: Optional[str], made: _Made) -> None:
    losses = [{"place": loss.place, "code": loss.code, "columns": loss.columns} for loss in made.losses]
    connection.execute(
        """INSERT INTO passerelle.standing VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (record_id) DO UPDATE SET rev = EXCLUDED.rev, digest = EXCLUDED.digest, table_name = EXCLUDED.table_name,
            row_key = EXCLUDED.row_key, row = EXCLUDED.row, residue = EXCLUDED.residue, losses = EXCLUDED.losses, reason = EXCLUDED.reason""",
        (opened.id, opened.rev, opened.digest, table, key, Jsonb(made.row or None), made.residue.decode(), Jsonb(losses), made.reason),
    )

"""Rows go out: each is a record, an altered one the next revision, a vanished one a withdrawal where that is asked for."""

from __future__ import annotations

import datetime
import hashlib
import json
import pathlib
import uuid
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple

import passerelle

from .fichier import TABLES, Connection, Row, Table
from .own import Bridge, run, write_lines

ISSUED = ("id", "rev", "prev", "issued", "validity")
"""What issuing gives a record, and a row does not say."""


@dataclass
class Sent:
    """What became of the rows. `rows` is always the sum of `new`, `revised`, `unchanged`, `foreign` and `rejected`."""

    rows: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    foreign: int = 0
    """Rows that the bridge wrote for a record from abroad: they are their issuer's, and not sent on as one's own."""
    rejected: List[Dict[str, Any]] = field(default_factory=list)
    """Rows that make no record: table, key, code, column and reason. What was sent of them before is `still_out`."""
    vanished: List[Dict[str, str]] = field(default_factory=list)
    """What was sent of rows that are gone, and still holds abroad."""
    withdrawn: int = 0


def send(connection: Connection, bridge: Bridge, out: pathlib.Path, *, withdraw: bool = False) -> Sent:
    """Writes what is new since the last run into a file of signed records, one a line; and why a row is not there into one beside it."""
    sent, lines = Sent(), []
    with run(connection):
        for table in TABLES:
            lines += _table(connection, bridge, table, sent, withdraw)
        # The files are in their place before the run counts: if it does not, the next one makes the same records again.
        write_lines(out, lines)
        write_lines(out.with_suffix(".rejects.ndjson"), sent.rejected)
    return sent


def _table(connection: Connection, bridge: Bridge, table: Table, sent: Sent, withdraw: bool) -> List[bytes]:
    foreign = {key for (key,) in connection.execute("SELECT row_key FROM passerelle.standing WHERE table_name = %s", (table.name,))}
    rows = table.rows(connection)
    own = [row for row in rows if table.key_of(row) not in foreign]
    sent.rows += len(rows)
    sent.foreign += len(rows) - len(own)
    mapped = passerelle.Mapping.load(table.pack).forward(own, bridge.identity, now=bridge.now)
    rejects = {reject.row - 1: reject for reject in mapped.rejects}
    lines, met = [], set()
    for place, row in enumerate(own):
        key, draft = table.key_of(row), None
        if place in rejects:
            reject = rejects[place]
            told: Dict[str, Any] = {"code": reject.code, "column": reject.column, "reason": reject.detail}
        else:
            draft, missing = _with_ends(connection, table, row, json.loads(mapped[place]))
            told = {"code": "END_NOT_SENT", "column": missing, "reason": "what this row refers to is not sent"}
        if draft is not None:
            try:
                line = _issue(connection, bridge, table, key, draft, sent)
            except passerelle.SignError as error:
                told = {"code": error.code, "column": None, "reason": error.hint}
            except Withdrawn:
                told = {"code": "WITHDRAWN", "column": None, "reason": "it was withdrawn for good: give the file a new number"}
            else:
                met.add(key)
                lines += [line] if line else []
                continue
        out = connection.execute(
            "SELECT record_id FROM passerelle.issued WHERE (table_name, row_key) = (%s, %s) AND NOT withdrawn", (table.name, key)
        ).fetchone()
        sent.rejected.append({"table": table.name, "key": key, **told, "still_out": bool(out) and not withdraw})
    return lines + _vanished(connection, bridge, table, met, {table.key_of(row) for row in own}, sent, withdraw)


class Withdrawn(Exception):
    """A record that was taken back stays so."""


def _with_ends(connection: Connection, table: Table, row: Row, draft: Dict[str, Any]) -> Tuple[Optional[Dict[str, Any]], Optional[str]]:
    """A link names what its rows are abroad: one's own records, or those that others sent."""
    for end, (column, of) in table.ends.items():
        found = connection.execute(
            """SELECT record_id FROM passerelle.issued WHERE (table_name, row_key) = (%(of)s, %(key)s) AND NOT withdrawn
            UNION ALL SELECT record_id FROM passerelle.standing WHERE (table_name, row_key) = (%(of)s, %(key)s)""",
            {"of": of, "key": row[column]},
        ).fetchone()
        if not found:
            return None, column
        draft["content"][end] = {"id": found[0]}
    return draft, None


def _issue(connection: Connection, bridge: Bridge, table: Table, key: str, draft: Dict[str, Any], sent: Sent) -> Optional[bytes]:
    """The signed record of a row; nothing where it says what it said before."""
    said = {name: value for name, value in draft.items() if name not in ISSUED}
    content = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    held = connection.execute(
        "SELECT record_id, rev, content, digest, withdrawn FROM passerelle.issued WHERE (table_name, row_key) = (%s, %s)", (table.name, key)
    ).fetchone()
    if held:
        record_id, rev, before, digest, is_withdrawn = held
        if is_withdrawn:
            raise Withdrawn
        if before == content:
            sent.unchanged += 1
            return None
        draft |= {"id": record_id, "rev": rev + 1, "prev": {"alg": "sha-256", "hash": digest}}
    opened, envelope = _sign(bridge, draft)
    connection.execute(
        """INSERT INTO passerelle.issued VALUES (%s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (table_name, row_key) DO UPDATE
        SET rev = EXCLUDED.rev, content = EXCLUDED.content, digest = EXCLUDED.digest, envelope = EXCLUDED.envelope""",
        (table.name, key, opened.id, opened.rev, content, opened.digest, envelope),
    )
    if held:
        sent.revised += 1
    else:
        sent.new += 1
    return envelope


def _sign(bridge: Bridge, draft: Dict[str, Any]) -> Tuple[passerelle.Opened, bytes]:
    """Signs, and opens what is to go out as the other side will: a key that nobody trusts any more shows here."""
    envelope = passerelle.sign(json.dumps(draft).encode(), bridge.signer, now=bridge.now)
    return bridge.open(envelope), envelope


def _vanished(
    connection: Connection, bridge: Bridge, table: Table, met: "set[str]", there: "set[str]", sent: Sent, withdraw: bool
) -> List[bytes]:
    """What was sent, and has no row any more that says so."""
    issued = connection.execute(
        "SELECT row_key, record_id, envelope FROM passerelle.issued WHERE table_name = %s AND NOT withdrawn ORDER BY row_key", (table.name,)
    ).fetchall()
    lines = []
    for key, record_id, envelope in issued:
        if key in met:
            continue
        if not withdraw:
            if key not in there:
                sent.vanished.append({"table": table.name, "key": key, "record": record_id})
            continue
        lines.append(_sign(bridge, _withdrawal(bridge, record_id, json.loads(bridge.open(bytes(envelope)).json)))[1])
        connection.execute("UPDATE passerelle.issued SET withdrawn = true WHERE record_id = %s", (record_id,))
        sent.withdrawn += 1
    return lines


def _withdrawal(bridge: Bridge, record_id: str, record: Dict[str, Any]) -> Dict[str, Any]:
    """The notice that takes a record back. It repeats nothing of it, and goes to everybody who could hold it."""
    header = {name: record[name] for name in ("spec", "environment", "lang", "vocab", "purpose", "legal_basis", "evaluation")}
    now = (bridge.now or datetime.datetime.now(datetime.timezone.utc)).astimezone(datetime.timezone.utc)
    today, review = now.date(), now.date() + datetime.timedelta(days=365)
    return {
        **header,
        "type": "notice",
        "id": f"{record['issuer']}/{uuid.uuid4()}",
        "rev": 1,
        "issuer": record["issuer"],
        "issued": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "validity": {"from": today.isoformat(), "review_by": review.isoformat()},
        "handling": {"tlp": "green", "releasable_to": ["all-members"], "onward": "as-marked", "judicial_use": "with-consent"},
        "provenance": {"source_type": "official-register", "collected": today.isoformat()},
        "content": {"about": {"id": record_id, "all": True}, "action": "withdraw", "reason": "case-closed"},
    }

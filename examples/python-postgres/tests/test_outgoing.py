"""Rows of the national system go out."""

from __future__ import annotations

import json

import passerelle
import pytest
from bridge import outgoing, world
from conftest import National


def opened(national: National) -> "list[passerelle.Opened]":
    return [passerelle.open(line, national.exchange.trust, now=world.NOW) for line in national.sent()]


def test_rows_become_records_that_open_abroad(national: National) -> None:
    before = national.definition(), national.tables("fichier")
    sent = national.send()
    # Six persons, of whom one has a birth that no calendar has, and one a status that goes to nobody; two networks; four memberships.
    assert (sent.rows, sent.new, sent.unchanged, len(sent.rejected)) == (12, 9, 0, 3)
    assert [(reject["key"], reject["code"], reject["column"]) for reject in sent.rejected] == [
        ("N-00421", "MAP_VALUE", "DATE_NAISS"),
        ("N-00422", "MAP_CODE", "STATUT"),
        ("F-0032 N-00422", "END_NOT_SENT", "NO_DOSSIER"),
    ]
    reasons = [json.loads(line) for line in (national.folder / "out.rejects.ndjson").read_text("utf-8").splitlines()]
    assert reasons == sent.rejected and all(reason["reason"] for reason in reasons)
    records = opened(national)
    assert sorted(record.record_type for record in records) == ["link"] * 3 + ["network"] * 2 + ["profile"] * 4
    text = b"".join(record.json for record in records).decode()
    assert "Les Gardiens" in text and '"+33639980010"' in text and '"country":"XC"' in text
    for secret in ("N-00417", "F-0031", "SRC-9", "k.modele", "ÉBAUCHE"):
        assert secret not in text
    ids = {record.id for record in records}
    for link in (json.loads(record.json) for record in records if record.record_type == "link"):
        assert {link["content"]["from"]["id"], link["content"]["to"]["id"]} < ids, "a link leads to records that were sent"
    assert (national.definition(), national.tables("fichier")) == before, "the national system is as it was"


def test_what_has_not_changed_is_not_sent_again(national: National) -> None:
    national.send()
    kept = national.tables("passerelle")
    again = national.send()
    assert (again.rows, again.new, again.revised, again.unchanged, len(again.rejected)) == (12, 0, 0, 9, 3)
    assert national.sent() == [] and national.tables("passerelle") == kept


def test_an_altered_row_is_the_next_revision(national: National) -> None:
    national.send()
    first = next(record for record in opened(national) if b"Milo" in record.json)
    national.do("DELETE FROM fichier.alias WHERE alias = 'Milo'")
    national.do("UPDATE fichier.personne SET agent_saisie = 'j.autre' WHERE no_dossier = 'N-00418'")
    sent = national.send()
    assert (sent.new, sent.revised, sent.unchanged) == (0, 1, 8), "who typed it in is nobody's business"
    revisions = passerelle.MemoryRevisions([first])
    second = passerelle.open(national.sent()[0], national.exchange.trust, now=world.NOW, revisions=revisions)
    assert (second.id, second.rev, second.findings) == (first.id, 2, first.findings), "it follows from the one before"
    assert b"Milo" not in second.json
    assert json.loads(second.json)["prev"]["hash"] == first.digest


def test_what_vanished_is_named_and_taken_back_on_demand(national: National) -> None:
    national.send()
    earlier = national.sent()
    national.do("DELETE FROM fichier.appartenance WHERE no_dossier = 'N-00420'")
    national.do("DELETE FROM fichier.personne WHERE no_dossier = 'N-00420'")
    national.do("UPDATE fichier.personne SET statut = 'TEM' WHERE no_dossier = 'N-00419'")
    sent = national.send()
    assert national.sent() == [] and {gone["key"] for gone in sent.vanished} == {"N-00420", "F-0031 N-00420"}
    assert [reject["key"] for reject in sent.rejected if reject["still_out"]] == ["N-00419"], "what was sent of it still holds abroad"
    sent = national.send(withdraw=True)
    # The witness who was a suspect is taken back too, and with both of them that they belonged to a network.
    assert sent.withdrawn == len(national.sent()) == 4
    status = passerelle.status([*earlier, *national.sent()], national.exchange.trust, now=world.NOW)
    assert sorted(judgement.status for judgement in status.judgements).count("withdrawn") == 4
    assert all(b"MAQUETTE" not in line for line in national.sent()), "a withdrawal repeats nothing"
    national.do("UPDATE fichier.personne SET statut = 'MEC' WHERE no_dossier = 'N-00419'")
    back = [reject for reject in national.send().rejected if reject["key"] == "N-00419"]
    assert back[0]["code"] == "WITHDRAWN" and national.sent() == []


def test_a_run_counts_as_a_whole_or_not_at_all(national: National, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(outgoing, "write_lines", full)
        with pytest.raises(OSError):
            national.send()
    assert national.tables("passerelle")["issued"] == []
    assert national.send().new == 9

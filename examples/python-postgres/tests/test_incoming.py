"""Records of other countries come in."""

from __future__ import annotations

import json

import passerelle
from bridge import fichier, world
from conftest import National, example, next_revision, replace

RECRUITER = "profile-recruiter-greek"


def suspect(**content: object) -> "dict[str, object]":
    """A suspect of Eastland whom a national row can hold, with much that it cannot."""
    draft = example(RECRUITER)
    draft["purpose"] = ["crime-analysis"]
    draft["content"]["names"].append({"full": "Nick Example", "script": "Latn", "kind": "alias"})
    draft["content"]["names"].append(
        {"full": "Nikos SPECIMEN", "parts": {"family": ["SPECIMEN"], "given": ["Nikos"]}, "script": "Latn", "lang": "fr", "kind": "legal"}
    )
    draft["content"] |= content
    return draft


def test_records_become_rows_and_nothing_is_lost(national: National) -> None:
    before = national.definition()
    draft, network = suspect(), national.signed("network-example-tide")
    nameless = national.signed("profile-hawaladar-minimal", names=[{"full": "Δείγμα", "script": "Grek", "lang": "el", "kind": "alias"}])
    taken = national.take(national.exchange.signed(draft), network, nameless, b"")
    assert (taken.lines, taken.new, taken.again, taken.refused) == (3, 3, 0, [])
    assert sorted(taken.written) == sorted([draft["id"], example("network-example-tide")["id"]])
    assert taken.kept == {example("profile-hawaladar-minimal")["id"]: "the row cannot say /content/names"}
    row = fichier.PERSON.row(national.connection, "N-00423")
    assert row is not None and (row["NOM"], row["PRENOM"], row["ALIAS1"], row["STATUT"], row["ROLE"], row["TEL1"]) == (
        "SPECIMEN", "Nikos", "Nick Example", "REN", "REC", "0061491570156"
    )
    assert row["TEL2"] is None, "a telephone that the record says is not his"
    assert national.ask("SELECT nom, pays FROM fichier.filiere JOIN fichier.itineraire USING (no_filiere) WHERE no_filiere = 'F-0033'") == [
        ("Example Tide", "XA")
    ]
    assert national.definition() == before, "no column, no view, no trigger of the national schema is another"
    # With what was kept beside it the row is the whole record again.
    for table, key, sent in ((fichier.PERSON, "N-00423", draft), (fichier.NETWORK, "F-0033", example("network-example-tide"))):
        row, residue, losses = national.ask("SELECT row, residue, losses FROM passerelle.standing WHERE row_key = %s", key)[0]
        assert len(losses) > 20
        restored = passerelle.Mapping.load(table.pack).restore([row], [residue.encode()])
        assert json.loads(restored[0]) == sent


def test_what_came_already_changes_nothing(national: National) -> None:
    lines = [national.exchange.signed(suspect()), national.signed("profile-hawaladar-minimal"), national.signed("network-example-tide")]
    national.take(*lines)
    before = national.tables("fichier"), national.tables("passerelle")
    taken = national.take(*reversed(lines))
    assert (taken.lines, taken.new, taken.again, taken.written, taken.removed) == (3, 0, 3, [], [])
    assert (national.tables("fichier"), national.tables("passerelle")) == before
    # Nor are they sent on as one's own.
    sent = national.send()
    assert (sent.foreign, sent.new) == (3, 9)


def test_a_forged_record_changes_nothing_in_the_database(national: National) -> None:
    good = national.exchange.signed(suspect())
    stranger = world.make().keys["XX/eastland"]
    forged = [
        good.replace(b"SPECIMEN", b"EXEMPLE!"),
        passerelle.sign(json.dumps(suspect()).encode(), stranger, now=world.NOW),
        json.dumps(suspect()).encode(),
        b"DROP TABLE fichier.personne",
        b"\xff\xfe",
    ]
    before = national.tables("fichier"), national.tables("passerelle")
    taken = national.take(*forged)
    assert (national.tables("fichier"), national.tables("passerelle")) == before
    assert (taken.lines, len(taken.refused), taken.new) == (5, 5, 0)
    assert [(refused["line"], refused["code"]) for refused in taken.refused][:2] == [(1, "SIG_INVALID"), (2, "KEY_UNKNOWN")]
    reasons = (national.folder / "refused.reasons.ndjson").read_text("utf-8")
    assert [json.loads(line) for line in reasons.splitlines()] == taken.refused and "EXEMPLE" not in reasons
    assert (national.folder / "refused.ndjson").read_bytes().splitlines() == forged, "they are kept as they came"
    assert national.take(*forged, good).new == 1, "a forged record keeps no good one out"


def test_the_next_revision_takes_the_place_of_the_row(national: National) -> None:
    draft = suspect()
    national.take(national.exchange.signed(draft))
    digest = national.ask("SELECT digest FROM passerelle.received")[0][0]
    second = next_revision(draft, digest, subject_status="suspect")
    # The later one comes, and then the earlier one again.
    taken = national.take(national.exchange.signed(second), national.exchange.signed(draft))
    assert (taken.new, taken.again, taken.written) == (1, 1, [draft["id"]])
    assert national.ask("SELECT no_dossier, statut FROM fichier.personne WHERE nom = 'SPECIMEN'") == [("N-00423", "MEC")]


def test_who_is_acquitted_leaves_the_rows(national: National) -> None:
    draft = suspect(subject_status="charged")
    link = example("link-member-recruiter")
    network = national.signed("network-example-tide")
    national.take(national.exchange.signed(draft), network, national.exchange.signed(link))
    assert national.ask("SELECT fonction FROM fichier.appartenance WHERE no_dossier = 'N-00423'") == [("REC",)]
    digest = national.ask("SELECT digest FROM passerelle.received WHERE record_id = %s", draft["id"])[0][0]
    taken = national.take(national.exchange.signed(next_revision(draft, digest, subject_status="acquitted")))
    # The national system has no word for it, and may not go on saying the contrary.
    assert sorted(taken.removed) == sorted([draft["id"], link["id"]]) and taken.conflicts == {}
    assert taken.kept[draft["id"]] == "the row cannot say /content/subject_status"
    assert national.ask("SELECT 1 FROM fichier.personne WHERE nom = 'SPECIMEN'") == []
    assert len(national.ask("SELECT 1 FROM passerelle.received")) == 4, "what came is kept"


def test_what_its_issuer_withdraws_leaves_the_rows(national: National) -> None:
    withdrawn = example("profile-duplicate-withdrawn")
    withdrawn["content"]["names"] = suspect()["content"]["names"][-1:]  # type: ignore[index]
    notice = national.signed("notice-withdraw")
    assert json.loads(notice)["payload" if "payload" in json.loads(notice) else "record"]["content"]["about"]["id"] == withdrawn["id"]
    assert national.take(national.exchange.signed(withdrawn)).written == [withdrawn["id"]]
    taken = national.take(notice)
    assert taken.removed == [withdrawn["id"]] and taken.kept[withdrawn["id"]] == "withdrawn"
    # The other way round it never gets there.
    national.do("TRUNCATE passerelle.received, passerelle.standing")
    taken = national.take(notice, national.exchange.signed(withdrawn))
    assert taken.written == [] and taken.kept[withdrawn["id"]] == "withdrawn"


def test_a_link_waits_for_its_ends(national: National) -> None:
    link = example("link-member-recruiter")
    taken = national.take(national.exchange.signed(link))
    assert taken.kept[link["id"]].startswith("waits for XX/")
    national.take(national.exchange.signed(suspect()))
    taken = national.take(national.signed("network-example-tide"))
    assert link["id"] in taken.written
    assert national.ask("SELECT no_filiere, no_dossier FROM fichier.appartenance WHERE fonction = 'REC'") == [("F-0033", "N-00423")]
    # A clerk ties a person of ours to it: the link that goes out names the record of the other country.
    national.do("INSERT INTO fichier.appartenance VALUES ('F-0033', 'N-00417', 'PAS', NULL, '2026-11-30')")
    assert national.send().new == 10
    ends = [passerelle.open(line, national.exchange.trust, now=world.NOW) for line in national.sent()]
    assert any(example("network-example-tide")["id"] in record.json.decode() for record in ends if record.record_type == "link")


def test_what_a_clerk_has_altered_is_not_overwritten(national: National) -> None:
    draft = suspect()
    national.take(national.exchange.signed(draft))
    national.do("UPDATE fichier.personne SET prenom = 'Nicolas' WHERE no_dossier = 'N-00423'")
    digest = national.ask("SELECT digest FROM passerelle.received")[0][0]
    taken = national.take(national.exchange.signed(next_revision(draft, digest, subject_status="suspect")))
    assert taken.written == [] and taken.conflicts[draft["id"]].startswith("personne N-00423: the row was altered here")
    assert national.ask("SELECT prenom, statut FROM fichier.personne WHERE no_dossier = 'N-00423'") == [("Nicolas", "REN")]


def test_what_may_not_be_in_these_rows_is_kept_beside_them(national: National) -> None:
    handling = suspect()["handling"]
    cases = {
        "its marking is stricter than these rows can keep": {"handling": {**handling, "tlp": "red"}},  # type: ignore[dict-item]
        "it is not released to this country": {"handling": {**handling, "releasable_to": ["XA"]}},  # type: ignore[dict-item]
        "its purposes are others than those of these rows": {"purpose": ["identify"]},
        "it may not be acted on here": {"environment": "exercise"},
        "it is one's own": {"issuer": "XX/southland", "id": suspect()["id"].replace("eastland", "southland")},  # type: ignore[attr-defined]
        "no table holds such a record": example("sighting-interception-at-sea"),
    }
    for reason, members in cases.items():
        draft = {**suspect(), **members}
        taken = national.take(national.exchange.signed(draft))
        assert (taken.new, list(taken.kept.values()), taken.written) == (1, [reason], []), (reason, taken)
        national.do("TRUNCATE passerelle.received, passerelle.standing")


def test_a_row_that_the_table_does_not_take_is_kept_beside_it(national: National) -> None:
    draft = suspect(summary=[{"lang": "fr", "text": "Très long. " * 40}])
    other = national.signed("network-example-tide")
    taken = national.take(national.exchange.signed(draft), other)
    assert taken.kept == {draft["id"]: "the table does not take the row (SQLSTATE 22001)"}
    assert len(taken.written) == 1, "the others of the run are not held up"


def test_a_stolen_key_is_noticed_in_the_rows(national: National) -> None:
    national.take(national.exchange.signed(suspect()))
    national.bridge = replace(national.bridge, trust=world.make().trust)
    link = world.make()
    assert national.take(link.signed(example("link-member-recruiter"))).refused[0]["code"] == "KEY_UNKNOWN"
    national.do("UPDATE passerelle.standing SET reason = 'waits for a second look'")
    taken = national.take()
    assert list(taken.conflicts.values()) == ["personne N-00423: the record that it was written for does not open any more"]


def test_two_national_systems_understand_one_another(national: National) -> None:
    """What Southland sends, taken by the same software at another authority."""
    national.send()
    lines = national.sent()
    national.do("TRUNCATE passerelle.issued")
    for table in ("appartenance", "itineraire", "filiere", "alias", "telephone", "piece", "personne"):
        national.do(f"DELETE FROM fichier.{table}")
    national.bridge = replace(national.bridge, signer=national.exchange.keys["XX/northland"], country="XA")
    taken = national.take(*lines)
    assert (taken.new, len(taken.written), taken.kept) == (9, 9, {})
    assert national.ask("SELECT alias FROM fichier.alias ORDER BY alias") == [('Le "Fictif"',), ("Le Grand",), ("Milo",)]
    assert len(national.ask("SELECT 1 FROM fichier.appartenance")) == 3

"""Neighbours' formats: records out, drafts in, and what is lost either way."""

from __future__ import annotations

import json

import pytest
from conftest import NOW, SOURCE

import passerelle

TO = {"to": "XB", "purpose": "modus-operandi-exchange", "environment": "test", "now": NOW}
METHOD = "modus-operandi-online-recruitment-scam-compound"
HEADER = (SOURCE / "examples" / "neighbours" / "header.json").read_bytes()


@pytest.fixture(scope="module")
def signed(world):
    return world.signed(METHOD)


def test_records_go_out_and_what_is_lost_is_told(world, signed):
    for form, part in [("stix", b'"attack-pattern"'), ("misp", b'"attack-pattern"')]:
        made = passerelle.export_as(form, [signed], world.trust, **TO)
        assert made and made.records == 1 and part in made.document
        assert made.losses and {loss.of for loss in made.losses} == {json.loads(signed)["record"]["id"]}
        assert all(loss.code.startswith("NBR_") and loss.pointer.startswith("/") and loss.reason for loss in made.losses)
        assert made == passerelle.export_as(form, [signed], world.trust, **TO)
    unsaid = passerelle.export_as("ftm", [signed], world.trust, **TO)
    assert not unsaid and unsaid.document == b""
    assert [loss.code for loss in unsaid.left_out] == ["NBR_NOT_SAID"]


def test_what_may_not_go_goes_nowhere(world, signed):
    driver = world.signed("profile-driver-han")
    with pytest.raises(passerelle.NeighbourError) as refused:
        passerelle.export_as("stix", [signed, driver], world.trust, **TO)
    assert (refused.value.code, refused.value.detail) == ("REL_NOT_LISTED", "envelopes/1")
    assert isinstance(refused.value, passerelle.errors.ReleaseStageError)
    assert "REL_PURPOSE" in [finding.code for finding in refused.value.findings]
    forged = signed.replace(b'"rev":1', b'"rev":2')
    with pytest.raises(passerelle.NeighbourError) as closed:
        passerelle.export_as("misp", [forged], world.trust, **TO)
    assert closed.value.code == "SIG_INVALID"
    for wrong in ({"format": "xml"}, {"format": "htcds"}, {"to": "nobody"}, {"consent": 1}, {"environment": "moon"}):
        arguments = {"format": "stix", **TO, **wrong}
        with pytest.raises(passerelle.ArgumentError):
            passerelle.export_as(arguments.pop("format"), [signed], world.trust, **arguments)


def test_documents_come_in_as_drafts(world, signed):
    bundle = passerelle.export_as("stix", [signed], world.trust, **TO).document
    made = passerelle.import_from("stix", bundle, issuer="XX/southland", header=HEADER, now=NOW)
    assert made and len(made.drafts) == len(made.of) == 1 and made.of[0].startswith("attack-pattern--")
    assert passerelle.validate(made.drafts[0], now=NOW)
    draft = json.loads(made.drafts[0])
    assert draft["issuer"] == "XX/southland" and draft["provenance"]["derived_from"][0]["id"] == json.loads(signed)["record"]["id"]
    trailer = passerelle.export_as("stix", [world.signed("modus-operandi-land-refrigerated-trailer")], world.trust, **TO).document
    made = passerelle.import_from("stix", trailer, issuer="XX/southland", header=HEADER, now=NOW)
    assert not made and made.rejects[0].finding.code == "RULE_OTHER_NEEDS_TEXT", "the note that says what it means stayed behind"
    entities = passerelle.export_as("ftm", [world.signed("network-example-tide")], world.trust, **{**TO, "purpose": "crime-analysis"})
    made = passerelle.import_from("ftm", entities.document, issuer="XX/southland", header=HEADER.replace(b'"modus-operandi-exchange", ', b""), now=NOW)
    assert [json.loads(draft)["type"] for draft in made.drafts] == ["network"]


def test_cases_make_methods_and_nothing_of_a_person():
    header = json.loads(HEADER)
    header["content"]["modus-operandi"] = {
        "title": [{"lang": "en", "text": "Out of case data"}],
        "summary": [{"lang": "en", "text": "Terms of one or more cases."}],
        "tip": {"acts": ["recruitment"], "means": ["deception"], "purposes": ["forced-labour"], "child_victims": "unknown"},
        "phases": [{"code": "exploitation", "seq": 1}],
    }
    case = {"prs_FirstName": "Anna", "vic_MethodsOfControl": "DebtBondage;TakesEarnings", "vic_TypeOfExploitation": "ForcedLabour"}
    made = passerelle.import_from("htcds", json.dumps(case).encode(), issuer="XX/southland", header=json.dumps(header).encode(), now=NOW)
    assert json.loads(made.drafts[0])["content"]["control"] == ["debt-bondage", "takes-earnings"]
    assert [(loss.of, loss.pointer, loss.code) for loss in made.losses] == [("case 1", "/prs_FirstName", "NBR_VICTIM")]
    assert b"Anna" not in made.drafts[0] and "Anna" not in repr(made)


def test_a_bad_document_or_header_is_named():
    def refused(form, document, header=HEADER, issuer="XX/southland"):
        with pytest.raises(passerelle.PasserelleError) as caught:
            passerelle.import_from(form, document, issuer=issuer, header=header, now=NOW)
        return caught.value

    broken = refused("stix", b'{"type": "bundle",\n "objects": [}')
    assert (type(broken).__name__, broken.code) == ("NeighbourError", "NBR_SYNTAX") and "line 2, column" in broken.detail
    assert refused("htcds", b'[{"vic_MethodsOfControl": {"Anna": 1}}]').code == "NBR_OBJECT"
    assert refused("stix", b'{"type": "bundle"}', header=b'{"id": "1"}').code == "NBR_HEADER"
    invalid = passerelle.import_from("htcds", b'{"vic_MethodsOfControl": "Threats"}', issuer="XX/southland", header=HEADER, now=NOW)
    assert not invalid and invalid.drafts == () and invalid.rejects[0].code == "NBR_INVALID"
    assert invalid.rejects[0].finding.code == "SCHEMA_REQUIRED"
    for wrong in ("misp", "STIX", "", 7):
        assert isinstance(refused(wrong, b"{}"), passerelle.ArgumentError)
    assert isinstance(refused("stix", b"{}", issuer="nobody at all"), passerelle.ArgumentError)
    assert isinstance(refused("stix", "{}"), passerelle.ArgumentError)

"""The types of records."""

from __future__ import annotations

import datetime
import io
import json
import pickle

import pytest
from conftest import NOW, RECORDS, example

import passerelle
from passerelle import records


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.json")), ids=lambda path: path.stem)
def test_every_example_is_read_and_written_without_loss(path):
    text = path.read_bytes()
    record = passerelle.record_from_json(text)
    assert passerelle.canonicalize(record.to_json()) == passerelle.canonicalize(text)
    assert type(record).from_json(text) == record
    assert pickle.loads(pickle.dumps(record)) == record


def profile(**changes):
    members = dict(
        spec="1.0",
        id="XX/northland/01890a5d-ac96-774b-bcce-b302099a8057",
        rev=1,
        issuer="XX/northland",
        issued=datetime.datetime(2026, 6, 1, 8, tzinfo=datetime.timezone.utc),
        environment="test",
        lang="en",
        vocab={"passerelle": "2026.1"},
        purpose=("identify",),
        legal_basis=(records.LegalGround(code="som-protocol"),),
        handling=records.Handling(
            tlp="green", releasable_to=("XA", "XB"), onward="as-marked", judicial_use="with-consent"
        ),
        evaluation=records.Evaluation(scheme="europol-4x4", source="B", information="2"),
        validity=records.Validity(from_=datetime.date(2026, 6, 1), review_by=datetime.date(2029, 5, 31)),
        provenance=records.Provenance(source_type="police-observation", collected="2026-05"),
        content=records.Profile(
            identified="unidentified",
            subject_status="suspect",
            crime=("som",),
            roles=(records.HeldRole(code="recruiter"),),
            selectors=(
                records.Selector(
                    kind="social-account",
                    value="safe_travel_test",
                    platform="telegram",
                    platform_id="1000000001",
                    attribution="believed-user",
                ),
            ),
            summary=(records.Text(lang="en", text="Invented for a test."),),
        ),
    )
    return records.ProfileRecord(**{**members, **changes})


def test_a_profile_is_built_with_keyword_arguments():
    draft = profile()
    assert passerelle.validate(draft, now=NOW).findings == ()
    written = json.loads(draft.to_json())
    assert written["type"] == "profile"
    assert written["issued"] == "2026-06-01T08:00:00Z"
    assert written["validity"]["from"] == "2026-06-01"
    assert "attachments" not in written and "contact" not in written


def test_what_lacks_a_member_is_not_built_and_what_is_built_does_not_change():
    with pytest.raises(TypeError):
        records.Text(lang="en")
    text = records.Text(lang="en", text="Invented.")
    with pytest.raises(AttributeError):
        text.text = "Changed."
    assert text == records.Text(lang="en", text="Invented.")
    assert {text: 1}[records.Text(lang="en", text="Invented.")] == 1


def test_a_record_shows_nothing_of_what_it_says():
    from rich.console import Console

    record = passerelle.record_from_json(example("profile-driver-han"))
    output = io.StringIO()
    Console(file=output).print(record, record.content, record.content.names)
    shown = repr(record) + str(record) + repr(record.content.names) + output.getvalue()
    for name in record.content.names:
        assert name.full not in shown
    assert "safe_travel" not in repr(profile())


@pytest.mark.parametrize("text", [b"", b"{}", b"\xff", b"null", b'{"type": "profile"}', b'{"type": "person"}', None, "{}x"])
def test_what_is_no_record_is_refused_without_a_quotation(text):
    with pytest.raises(passerelle.RecordFormError) as caught:
        passerelle.record_from_json(text)
    assert caught.value.code == "BND_ARGUMENT" and str(caught.value).startswith("BND_ARGUMENT: ")


def test_the_error_of_a_value_that_does_not_fit_names_its_place_only():
    text = json.loads(example("profile-driver-han"))
    text["content"]["names"][0]["full"] = ["Secret Name"]
    with pytest.raises(passerelle.RecordFormError) as caught:
        passerelle.record_from_json(json.dumps(text).encode())
    assert "content.names" in str(caught.value) and "Secret" not in str(caught.value)


def test_every_type_and_member_says_what_it_means():
    types = [getattr(records, name) for name in records.__all__]
    for kind in types:
        if isinstance(kind, type) and issubclass(kind, records.Value):
            assert kind.__doc__

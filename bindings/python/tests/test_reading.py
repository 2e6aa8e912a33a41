"""Opening, inspecting, and what can be wrong."""

from __future__ import annotations

import json
import pickle

import pytest
from conftest import NOW, example

import passerelle
from passerelle import _native, _opening, errors, trust

ROUTE = "modus-operandi-sea-route-rev1"


def test_what_is_signed_opens(world):
    opened = passerelle.open(world.signed(ROUTE), world.trust, now=NOW)
    assert opened.json == passerelle.canonicalize(example(ROUTE))
    assert (opened.record_type, opened.rev, opened.actionable) == ("modus-operandi", 1, True)
    assert opened.record.content.legs
    assert [signature.kid for signature in opened.signatures] == [world.south.kid]
    assert opened == passerelle.open(world.signed(ROUTE, form="opaque"), world.trust, now=NOW)
    assert pickle.loads(pickle.dumps(opened)) == opened


def test_the_shorter_way_answers_as_the_generated_one(world):
    good = world.signed(ROUTE)
    at, held = int(NOW.timestamp()), trust.native(world.trust)
    opened = _native.open(good, held, at)
    assert _opening.open_record(good, held, at) == (opened.record.encode(), opened.about.encode())
    for data in (b"", b"\0", b"{}", "é".encode(), good[:-1], good.replace(b"09:20:00Z", b"09:20:01Z", 1)):
        refusals = []
        for way in (_native.open, _opening.open_record):
            with pytest.raises(_native.Failure.Refused) as caught:
                way(data, held, at)
            refusals.append((caught.value.code, caught.value.refusal))
        assert refusals[0] == refusals[1]
    for way in (_native.open, _opening.open_record):
        with pytest.raises(_native.Failure.Refused) as caught:
            way(good, held, 2**62)
        assert caught.value.code == "BND_ARGUMENT"


def test_an_opened_record_is_made_by_open_alone():
    with pytest.raises(errors.ArgumentError):
        passerelle.Opened()


def test_an_opened_record_is_frozen_and_shows_only_what_it_is(world):
    opened = passerelle.open(world.signed("profile-driver-han"), world.trust, now=NOW)
    with pytest.raises(AttributeError):
        opened.json = b"{}"
    shown = repr(opened) + opened._repr_html_()
    assert opened.id in shown
    for name in opened.record.content.names:
        assert name.full not in shown


def test_a_changed_byte_is_refused_at_its_stage(world):
    changed = world.signed(ROUTE).replace(b"09:20:00Z", b"09:20:01Z", 1)
    with pytest.raises(errors.CryptographyError) as caught:
        passerelle.open(changed, world.trust, now=NOW)
    error = caught.value
    assert isinstance(error, passerelle.OpenError)
    assert (error.code, error.integrity, error.trust) == ("SIG_INVALID", "invalid", "untrusted")
    assert error.finding.stage == "cryptography" and error.finding.requirement.startswith("PSR-SIG-")
    assert error.hint and error.code in str(error)
    report = passerelle.inspect(changed, world.trust, now=NOW)
    assert (report.openable, report.integrity, report.findings[0]) == (False, "invalid", error.finding)
    assert "SIG_INVALID" in report._repr_html_()
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.findings) == (type(error), error.findings)


def test_a_report_is_neither_true_nor_false(world):
    with pytest.raises(TypeError):
        bool(passerelle.inspect(world.signed(ROUTE), world.trust, now=NOW))


def test_a_stranger_is_not_known(world):
    stranger = passerelle.SoftwareKey.generate("XX/southland")
    signed = passerelle.sign(example(ROUTE), stranger, now=NOW)
    with pytest.raises(errors.KeyStageError) as caught:
        passerelle.open(signed, world.trust, now=NOW)
    assert (caught.value.code, caught.value.integrity) == ("KEY_UNKNOWN", "indeterminate")
    with pytest.raises(errors.TrustStageError):
        passerelle.open(signed, passerelle.Trust.pin(world.signed_root), now=NOW)


@pytest.mark.parametrize(
    ("text", "stage", "code"),
    [
        (b"\xff", errors.EncodingError, "JSON_ENCODING"),
        (b"{", errors.JsonError, "JSON_SYNTAX"),
        (b'{"a": 1.5}', errors.ProfileError, "PROFILE_NUMBER_FORM"),
        (b"{}", errors.EnvelopeError, "ENV_CONTENT"),
        (b"[" * 100, errors.LimitsError, "LIM_DEPTH"),
    ],
)
def test_each_stage_has_its_exception(world, text, stage, code):
    with pytest.raises(stage) as caught:
        passerelle.open(text, world.trust, now=NOW)
    assert caught.value.code == code


def test_a_draft_is_told_everything_at_once(world):
    validation = passerelle.validate(b'{"specs": "1.0",\n "rev": 0}', now=NOW)
    assert not validation and len(validation.findings) > 5
    assert any(finding.line == 2 for finding in validation.findings)
    with pytest.raises(passerelle.SignError) as caught:
        passerelle.sign(b'{"specs": "1.0",\n "rev": 0}', world.south, now=NOW)
    assert caught.value.code == "SIGN_INVALID_DRAFT"
    assert caught.value.findings == validation.findings


def test_codes_are_explained_in_four_languages():
    words = {passerelle.explain("SIG_INVALID", lang=lang).message for lang in ("en", "fr", "es", "ar")}
    assert len(words) == 4
    with pytest.raises(errors.ArgumentError):
        passerelle.explain("NO_SUCH_CODE")


def test_status_release_and_differences(world):
    first, second = (world.signed(f"modus-operandi-sea-route-rev{rev}") for rev in (1, 2))
    told = passerelle.status([second, b"no record", first], world.trust, now=NOW)
    identifier = json.loads(example(ROUTE))["id"]
    assert told.of(identifier, 1)[0].status == "superseded"
    assert [unopened.input for unopened in told.refused] == [1]
    asked = dict(to="XA", purpose="crime-analysis", environment="test", now=NOW)
    assert passerelle.release(second, world.trust, held=[first], **asked)
    denied = passerelle.release(first, world.trust, held=[second], **asked)
    assert not denied and denied.reasons[0].code == "REL_STATUS"
    with pytest.raises(errors.ReleaseStageError):
        passerelle.redact_for(first, world.trust, held=[second], **asked)
    assert passerelle.redact_for(second, world.trust, **asked) == second
    changes = passerelle.diff(first, second, lang="es")
    assert changes and changes == passerelle.diff(
        example("modus-operandi-sea-route-rev1"), example("modus-operandi-sea-route-rev2"), lang="es"
    )


def test_parts_can_be_left_out_of_a_copy(world):
    signed = world.signed(ROUTE, redactable=["default"])
    opened = passerelle.open(signed, world.trust, now=NOW)
    copy = passerelle.open(passerelle.redact(signed, opened.redactable[:1]), world.trust, now=NOW)
    assert copy.digest == opened.digest and len(copy.withheld) == 1
    with pytest.raises(errors.RedactionStageError):
        passerelle.redact(signed, ["/content/type"])


def test_a_receipt_is_given_and_taken(world):
    signed = world.signed(ROUTE)
    receipt = passerelle.receipt(signed, world.trust, world.north, received=NOW, now=NOW)
    assert passerelle.open(signed, world.trust, now=NOW, receipts=[receipt]).rev == 1
    with pytest.raises(passerelle.OpenError):
        passerelle.open(signed, world.trust, now=NOW, receipts=[signed])


def test_a_co_signer_adds_a_signature(world):
    draft = example("profile-organiser-arabic")
    signed = passerelle.sign(draft, world.north, now=NOW)
    with pytest.raises(errors.QuorumError):
        passerelle.open(signed, world.trust, now=NOW)
    both = passerelle.cosign(signed, world.south, now=NOW)
    assert len(passerelle.open(both, world.trust, now=NOW).signatures) == 2

"""What two countries exchange beside records: sealed records, statements, manifests and containers."""

from __future__ import annotations

import datetime
import hashlib
import json

import pytest
from conftest import NOW, SOURCE, example

import passerelle

ROUTE = "modus-operandi-sea-route-rev1"
TOMORROW = NOW + datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def signed(world):
    return world.signed(ROUTE)


@pytest.fixture(scope="module")
def sealed(world, signed):
    return passerelle.seal(signed, world.trust, to=["XX/northland"], purpose="crime-analysis", now=NOW)


def test_what_is_sealed_opens_with_its_key_only(world, signed, sealed):
    opened = passerelle.open(sealed, world.trust, key=world.sealed_to_north, now=NOW)
    assert opened == passerelle.open(signed, world.trust, now=NOW)
    seal = passerelle.seal_of(sealed)
    assert seal is not None and seal.recipients == (world.sealed_to_north.kid,)
    assert passerelle.seal_of(signed) is None
    bare = passerelle.unseal(sealed, world.sealed_to_north)
    assert passerelle.open(bare, world.trust, now=NOW) == opened
    with pytest.raises(passerelle.OpenError) as locked:
        passerelle.open(sealed, world.trust, now=NOW)
    assert (locked.value.code, type(locked.value).__mro__[2].__name__) == ("SEA_LOCKED", "SealingError")
    stranger = passerelle.DecryptionKey.generate("XX/northland", "P-256")
    with pytest.raises(passerelle.SealError) as other:
        passerelle.unseal(sealed, stranger)
    assert other.value.code == "SEA_NOT_FOR_ME"
    assert not passerelle.inspect(sealed, world.trust, now=NOW).openable
    assert passerelle.inspect(sealed, world.trust, key=world.sealed_to_north, now=NOW).openable
    copy = passerelle.DecryptionKey("XX/northland", world.sealed_to_north.to_pkcs8())
    assert (copy.kid, copy.public_jwk["crv"]) == (world.sealed_to_north.kid, "X25519")


def test_nothing_is_sealed_for_whom_may_not_have_it(world, signed):
    def refused(**changed):
        arguments = {"to": ["XX/northland"], "purpose": "crime-analysis", "now": NOW, **changed}
        with pytest.raises(passerelle.PasserelleError) as caught:
            passerelle.seal(signed, world.trust, **arguments)
        return caught.value

    denied = refused(purpose="prosecution")
    assert (denied.code, denied.detail) == ("SEA_DENIED", "XX/northland")
    assert denied.findings[0].code.startswith("REL_")
    assert refused(to=["XX/southland"]).code == "SEA_NO_KEY"
    for wrong in ({"to": "XX/northland"}, {"to": ["nobody"]}, {"consent": 1}, {"randomness": object()}):
        assert isinstance(refused(**wrong), passerelle.ArgumentError)


class Agrees:
    """A device that gives, or does, whatever it is told to."""

    authority = "XX/northland"

    def __init__(self, world, answer):
        self.public_jwk, self._answer, self.asked = world.sealed_to_north.public_jwk, answer, None

    def agree(self, ephemeral_jwk):
        self.asked = ephemeral_jwk
        return self._answer(ephemeral_jwk)


def fails(error):
    def fail(*_):
        raise error

    return fail


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda _: b"", "SEA_LOCKED"),
        (lambda _: bytes(31), "SEA_LOCKED"),
        (lambda _: bytes(32), "SEA_OPEN"),
        (lambda _: None, "SEA_LOCKED"),
        (lambda _: "yes", "SEA_LOCKED"),
        (lambda _: True, "SEA_LOCKED"),
        (fails(OSError("gone")), "SEA_LOCKED"),
    ],
)
def test_a_device_that_does_not_agree_opens_nothing(world, sealed, answer, code):
    device = Agrees(world, answer)
    with pytest.raises(passerelle.OpenError) as caught:
        passerelle.open(sealed, world.trust, key=device, now=NOW)
    assert caught.value.code == code
    assert device.asked["crv"] == "X25519"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_interrupt_of_a_device_goes_on_and_opens_nothing(world, sealed, error):
    with pytest.raises(error):
        passerelle.open(sealed, world.trust, key=Agrees(world, fails(error())), now=NOW)
    with pytest.raises(error):
        passerelle.unseal(sealed, Agrees(world, fails(error())))


def test_a_device_that_agrees_opens(world, signed, sealed):
    x25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.x25519")
    import base64

    secret = x25519.X25519PrivateKey.from_private_bytes(world.sealed_to_north.to_pkcs8()[-32:])

    def agree(jwk):
        point = base64.urlsafe_b64decode(jwk["x"] + "=")
        return secret.exchange(x25519.X25519PublicKey.from_public_bytes(point))

    opened = passerelle.open(sealed, world.trust, key=Agrees(world, agree), now=NOW)
    assert opened == passerelle.open(signed, world.trust, now=NOW)


class Counts:
    """Bytes that can be foreseen, for tests."""

    def __init__(self, change=lambda given: given):
        self._count, self._change = 0, change

    def random_bytes(self, count):
        self._count += 1
        return self._change((hashlib.sha512(str(self._count).encode()).digest() * 2)[:count])


def test_random_bytes_come_from_where_the_caller_says(world, signed):
    draft, parts = example(ROUTE), ["/content/countermeasures"]
    first, second = (
        passerelle.sign(draft, world.south, redactable=parts, randomness=Counts(), now=NOW) for _ in range(2)
    )
    assert first == second
    for change in (lambda given: given[1:], lambda given: given + b"0", lambda _: b"", lambda _: None, fails(OSError())):
        with pytest.raises(passerelle.SignError) as caught:
            passerelle.sign(draft, world.south, redactable=parts, randomness=Counts(change), now=NOW)
        assert caught.value.code == "SIGN_CALLBACK"
        with pytest.raises(passerelle.SealError) as caught:
            to = {"to": ["XX/northland"], "purpose": "crime-analysis"}
            passerelle.seal(signed, world.trust, randomness=Counts(change), now=NOW, **to)
        assert caught.value.code == "SEA_RANDOMNESS"


def test_receipts_and_forwards(world, signed):
    given = passerelle.receipt(signed, world.trust, world.north, received=NOW, now=NOW)
    read = passerelle.open_receipt(given, world.trust, now=NOW)
    assert read.document["issuer"] == "XX/northland" and read.signatures[0].verified
    assert "northland" not in repr(read)
    assert passerelle.status([signed], world.trust, receipts=[given], now=NOW).judgements[0].status == "active"
    with pytest.raises(passerelle.OpenError):
        passerelle.open_receipt(signed, world.trust, now=NOW)
    way = {"to": ["XA"], "purpose": ["crime-analysis"], "now": NOW}
    passed = passerelle.forward(signed, world.trust, world.south, **way)
    assert passerelle.open_forward(passed, world.trust, now=NOW).document["to"] == ["XA"]
    assert passerelle.check_forward(passed, signed, world.trust, now=NOW)
    other = passerelle.check_forward(passed, world.signed("modus-operandi-sea-route-rev2"), world.trust, now=NOW)
    assert not other and other.faults[0].finding.code == "FWD_RECORD"
    with pytest.raises(passerelle.ForwardError) as denied:
        passerelle.forward(signed, world.trust, world.north, earlier=[passed], **{**way, "to": ["XZ"]})
    assert isinstance(denied.value, passerelle.errors.ForwardStageError)
    assert denied.value.code == "FWD_RELEASE" and len(denied.value.findings) > 1


@pytest.mark.parametrize("compressed", [True, False])
def test_a_container_gives_back_what_was_packed(world, signed, compressed):
    records = [signed, world.signed("modus-operandi-sea-route-rev2")]
    options = {"feed": "daily", "next_by": TOMORROW, "compressed": compressed, "now": NOW}
    packed = passerelle.pack(records, world.south, **options)
    unpacked = passerelle.unpack(packed.container, world.trust, now=NOW)
    assert unpacked
    assert [arrived.opened for arrived in unpacked.records] == [
        passerelle.open(record, world.trust, now=NOW) for record in records
    ]
    assert passerelle.open(unpacked.records[0].envelope, world.trust, now=NOW).rev == 1
    assert [len(segment.manifest.document.get("records", ())) for segment in unpacked.segments] == [2, 0]
    cut = passerelle.unpack(packed.container[:-300], world.trust, now=NOW)
    assert not cut and cut.damage.code == "BND_DAMAGED"
    following = passerelle.pack([], world.south, after=packed.last, **options)
    assert json.loads(following.last)["sequence"] == 3
    with pytest.raises(passerelle.PackError) as spoilt:
        passerelle.pack([signed, b"{}"], world.south, **options)
    assert (spoilt.value.code, spoilt.value.detail) == ("ENV_CONTENT", "records: number 1")


def test_a_manifest_says_what_is_missing_and_a_feed_what_was_skipped(world, signed):
    records = [signed, world.signed("modus-operandi-sea-route-rev2")]
    options = {"feed": "daily", "next_by": TOMORROW, "compressed": False, "now": NOW}
    packed = passerelle.pack(records, world.south, **options)
    manifest, skipped = (packed.container.splitlines()[at] for at in (0, 3))
    following = passerelle.pack([], world.south, after=packed.last, **options).container.splitlines()[0]
    batch = passerelle.open_batch(manifest, [signed, b"{}"], world.trust, now=NOW)
    assert batch.manifest.document["count"] == 2
    assert [bool(arrived) for arrived in batch.records] == [True, False]
    assert batch.records[1].error.code == "ENV_CONTENT"
    assert [(mismatch.kind, mismatch.at) for mismatch in batch.mismatches] == [("missing", 1), ("extra", 1)]
    refused = passerelle.open_batch(signed, records, world.trust, now=NOW)
    assert refused.manifest is None and refused.error.code == "ENV_CONTENT" and all(refused.records)
    (feed,) = passerelle.check_feeds([manifest, following], world.trust, now=NOW)
    assert (feed.last, [(fault.fault, fault.sequence) for fault in feed.faults]) == (3, [("gap", 2)])
    (feed,) = passerelle.check_feeds([following, skipped, manifest], world.trust, now=NOW)
    assert feed.faults == ()


def test_a_sealed_record_that_stays_closed_is_not_missing(world, signed, sealed):
    packed = passerelle.pack([signed], world.south, feed="daily", next_by=TOMORROW, compressed=False, now=NOW)
    manifest = packed.container.splitlines()[0]
    closed = passerelle.open_batch(manifest, [sealed], world.trust, now=NOW)
    (mismatch,) = closed.mismatches
    assert (mismatch.kind, mismatch.at, mismatch.code, mismatch.severity) == ("closed", 0, "BND_CONTENT", "indeterminate")
    assert closed.records[0].error.code == "SEA_LOCKED"
    opened = passerelle.open_batch(manifest, [sealed], world.trust, key=world.sealed_to_north, now=NOW)
    assert opened.mismatches == () and opened.records[0].opened.rev == 1


def test_files_and_platforms(world):
    signed = world.signed("modus-operandi-land-refrigerated-trailer")
    file = (SOURCE / "examples" / "attachments" / "trailer-false-wall.svg").read_bytes()
    found = [passerelle.check_attachments(signed, [sent], world.trust, now=NOW) for sent in (file, None, b"other")]
    codes = [[finding.code for finding in findings] for findings in found]
    assert codes == [[], ["RULE_ATTACHMENT_MISSING"], ["RULE_ATTACHMENT_HASH"]]
    draft = example("profile-recruiter-greek").replace(b"XX/eastland", b"XX/northland").replace(b'"pap": "red"', b'"pap": "green"')
    referral = passerelle.referral(passerelle.sign(draft, world.north, now=NOW), world.trust, now=NOW)
    assert json.loads(referral.json)["selectors"]
    with pytest.raises(passerelle.ReleaseError) as denied:
        passerelle.referral(signed, world.trust, now=NOW)
    assert denied.value.findings


def test_a_closed_trust_and_wrong_kinds_are_said(world, signed):
    for call in (
        lambda: passerelle.open(signed, world.trust, key="key"),
        lambda: passerelle.unseal(signed, None),
        lambda: passerelle.open_batch(signed, signed, world.trust),
        lambda: passerelle.forward(signed, world.trust, world.south, to="XA", purpose=["x"]),
        lambda: passerelle.pack([signed], world.south, feed="A feed", next_by=TOMORROW),
        lambda: passerelle.pack([signed], world.south, feed="daily", next_by=TOMORROW, after=b"{}"),
        lambda: passerelle.DecryptionKey("XX/northland", b"no key"),
        lambda: passerelle.DecryptionKey.generate("XX/northland", "P-384"),
    ):
        with pytest.raises(passerelle.ArgumentError):
            call()

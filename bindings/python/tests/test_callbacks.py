"""The caller's own signers and stores: what they fail to say is never taken for an approval."""

from __future__ import annotations

import json

import pytest
from conftest import NOW, example, make_world

import passerelle
from passerelle import errors

ROUTE = "modus-operandi-sea-route-rev1"


class Device:
    """A signer that does what a test tells it."""

    def __init__(self, key, answer):
        self.authority, self.public_jwk, self._answer = key.authority, key.public_jwk, answer

    def sign(self, message):
        return self._answer(message)


def raises(error):
    def answer(message):
        raise error

    return answer


@pytest.mark.parametrize("algorithm", ["Ed25519", "ES256", "ES384"])
@pytest.mark.parametrize(
    "answer",
    [
        raises(RuntimeError("the device hung up")),
        raises(ConnectionResetError()),
        lambda message: b"",
        lambda message: bytes(64),
        lambda message: b"\x30\x44\x02\x20" + b"\x01" * 66,
        lambda message: None,
        lambda message: True,
        lambda message: "yes",
        lambda message: bytearray(64),
    ],
    ids=["raises", "hangs-up", "empty", "zeros", "der", "none", "true", "text", "bytearray"],
)
def test_what_is_no_signature_signs_nothing(algorithm, answer):
    world = make_world(algorithm)
    with pytest.raises(passerelle.SignError) as caught:
        passerelle.sign(example(ROUTE), Device(world.south, answer), now=NOW)
    assert caught.value.code == "SIGN_CALLBACK"


def test_a_signature_of_another_key_or_another_message_signs_nothing():
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    world = make_world("ES256")

    def der(key):
        private = load_der_private_key(key.to_pkcs8(), None)
        return lambda message: private.sign(message, ec.ECDSA(hashes.SHA256()))

    def raw(key):
        return lambda message: b"".join(
            number.to_bytes(32, "big") for number in utils.decode_dss_signature(der(key)(message))
        )

    own = raw(world.south)
    signed = passerelle.sign(example(ROUTE), Device(world.south, own), now=NOW)
    assert passerelle.open(signed, world.trust, now=NOW).rev == 1
    for answer in (raw(world.north), der(world.south), lambda message: own(message + b"."), lambda message: own(message)[1:]):
        with pytest.raises(passerelle.SignError) as caught:
            passerelle.sign(example(ROUTE), Device(world.south, answer), now=NOW)
        assert caught.value.code == "SIGN_CALLBACK"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), GeneratorExit()])
def test_an_interrupt_signs_nothing_and_goes_on_as_an_interrupt(world, error):
    with pytest.raises(type(error)):
        passerelle.sign(example(ROUTE), Device(world.south, raises(error)), now=NOW)


def test_what_the_device_raised_is_the_cause(world):
    raised = RuntimeError("PIN locked")
    with pytest.raises(passerelle.SignError) as caught:
        passerelle.sign(example(ROUTE), Device(world.south, raises(raised)), now=NOW)
    assert caught.value.__cause__ is raised
    assert "PIN locked" not in str(caught.value)


class Store:
    """A store that does what a test tells it."""

    def __init__(self, answer):
        self._answer, self.asked = answer, []

    def digests(self, id, rev):
        self.asked.append((id, rev))
        return self._answer()


def fails(error):
    def answer():
        raise error

    return answer


def test_a_record_is_held_against_the_revision_before_it(world):
    first, second = (world.signed(f"modus-operandi-sea-route-rev{rev}") for rev in (1, 2))
    held = passerelle.MemoryRevisions([passerelle.open(first, world.trust, now=NOW)])
    assert passerelle.open(second, world.trust, now=NOW, revisions=held).rev == 2
    other = Store(lambda: ["0" * 64])
    with pytest.raises(errors.ChainError) as caught:
        passerelle.open(second, world.trust, now=NOW, revisions=other)
    assert caught.value.code == "REV_CHAIN"
    assert other.asked[0] == (json.loads(example(ROUTE))["id"], 1)


@pytest.mark.parametrize(
    "answer",
    [fails(OSError("database gone")), lambda: None, lambda: [None], lambda: ["approved"], lambda: True, lambda: 0],
    ids=["raises", "none", "a-none", "no-digest", "true", "zero"],
)
def test_a_store_that_fails_opens_nothing(world, answer):
    with pytest.raises(errors.CallbackError) as caught:
        passerelle.open(world.signed("modus-operandi-sea-route-rev2"), world.trust, now=NOW, revisions=Store(answer))
    assert caught.value.code == "BND_CALLBACK"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3)])
def test_an_interrupt_in_a_store_opens_nothing(world, error):
    with pytest.raises(type(error)):
        passerelle.open(
            world.signed("modus-operandi-sea-route-rev2"), world.trust, now=NOW, revisions=Store(fails(error))
        )


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_a_native_callback_that_dies_is_no_answer(world, error):
    """Below the facade: what a broken-off call leaves behind, a value of zeros, approves nothing."""
    from passerelle import _native

    class Dying(_native.SigningDevice, _native.RevisionStore):
        def sign(self, message):
            raise error

        def digests(self, id, rev):
            raise error

    jwk = json.dumps(world.south.public_jwk).encode()
    signatory = _native.Signatory.DEVICE(authority="XX/southland", public_jwk=jwk, device=Dying())
    seconds = int(NOW.timestamp())
    with pytest.raises((_native.Failure.Refused, _native.InternalError)):
        _native.sign(example(ROUTE), [signatory], seconds, _native.EnvelopeForm.CLEAR, None, None)
    signed = world.signed("modus-operandi-sea-route-rev2")
    with pytest.raises((_native.Failure.Refused, _native.InternalError)):
        _native.open_with(signed, world.trust._handle, seconds, Dying(), [], None)


def test_trust_outlives_the_process_in_a_store(world):
    store = passerelle.MemoryTrustStore()
    keeper = passerelle.TrustKeeper(store)
    with pytest.raises(errors.ArgumentError):
        keeper.trust
    keeper.pin(world.signed_root, now=NOW)
    keeper.take_list(world.signed_list, now=NOW)
    again = passerelle.TrustKeeper(store)
    assert again.trust.about == keeper.trust.about == world.trust.about
    assert [authority.id for authority in again.trust.about.authorities] == ["XX/northland", "XX/southland"]
    with pytest.raises(passerelle.TrustError):
        keeper.take_list(world.signed_root, now=NOW)


def test_a_trust_store_that_fails_changes_nothing(world):
    class Full(passerelle.MemoryTrustStore):
        def append(self, document):
            if document.kind == "list":
                raise OSError("disk full")
            super().append(document)

    keeper = passerelle.TrustKeeper(Full())
    keeper.pin(world.signed_root, now=NOW)
    with pytest.raises(OSError):
        keeper.take_list(world.signed_list, now=NOW)
    assert keeper.trust.about.list_version is None

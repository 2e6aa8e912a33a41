"""Whatever comes in: an exception with a code, and a process that lives."""

from __future__ import annotations

import concurrent.futures
import datetime
import gc
import os
import subprocess
import sys
import threading

import pytest
from conftest import NOW, SOURCE, example

import passerelle
from passerelle import _native, errors

ROUTE = "modus-operandi-sea-route-rev1"
WRONG = [None, 7, 1.5, True, "text", [], {}, object(), b"".join]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: type(wrong).__name__)
def test_a_value_of_the_wrong_type_is_an_argument_error(world, wrong):
    calls = [
        lambda: passerelle.open(wrong, world.trust),
        lambda: passerelle.inspect(wrong),
        lambda: passerelle.validate(wrong),
        lambda: passerelle.sign(wrong, world.south),
        lambda: passerelle.cosign(wrong, world.south),
        lambda: passerelle.convert(wrong, "clear"),
        lambda: passerelle.redact(wrong, []),
        lambda: passerelle.canonicalize(wrong),
        lambda: passerelle.diff(wrong, b"{}"),
        lambda: passerelle.diff(b"{}", wrong),
        lambda: passerelle.Trust.pin(wrong),
        lambda: world.trust.update_list(wrong),
        lambda: passerelle.sign_trust_document(wrong, world.root),
        lambda: passerelle.SoftwareKey.from_pkcs8("XX/northland", wrong),
        lambda: passerelle.receipt(wrong, world.trust, world.north, received=NOW),
        lambda: passerelle.open(b"{}", wrong),
        lambda: passerelle.sign(example(ROUTE), wrong),
        lambda: passerelle.Trust(wrong),
        lambda: passerelle.SoftwareKey(wrong),
        lambda: passerelle.seal(wrong, world.trust, to=["XX/northland"], purpose="crime-analysis"),
        lambda: passerelle.unseal(wrong, world.sealed_to_north),
        lambda: passerelle.unseal(b"{}", wrong),
        lambda: passerelle.seal_of(wrong),
        lambda: passerelle.DecryptionKey("XX/northland", wrong),
        lambda: passerelle.open_receipt(wrong, world.trust),
        lambda: passerelle.forward(wrong, world.trust, world.south, to=["XA"], purpose=["crime-analysis"]),
        lambda: passerelle.forward(b"{}", world.trust, wrong, to=["XA"], purpose=["crime-analysis"]),
        lambda: passerelle.open_forward(wrong, world.trust),
        lambda: passerelle.check_forward(wrong, b"{}", world.trust),
        lambda: passerelle.check_forward(b"{}", wrong, world.trust),
        lambda: passerelle.open_manifest(wrong, world.trust),
        lambda: passerelle.open_batch(wrong, [], world.trust),
        lambda: passerelle.pack([], wrong, feed="daily", next_by=NOW),
        lambda: passerelle.unpack(wrong, world.trust),
        lambda: passerelle.check_attachments(wrong, [], world.trust),
        lambda: passerelle.release(wrong, world.trust, to="XA", purpose="crime-analysis", environment="test"),
        lambda: passerelle.referral(wrong, world.trust),
        lambda: passerelle.open_receipt(b"{}", wrong),
        lambda: passerelle.unpack(b"", wrong),
    ]
    for number, call in enumerate(calls):
        with pytest.raises(errors.ArgumentError) as caught:
            call()
            pytest.fail(f"call {number} took it")
        assert caught.value.code == "BND_ARGUMENT"


@pytest.mark.parametrize("wrong", [None, 7, "text", b"bytes", [None], [7], ["text"], object()], ids=repr)
def test_a_list_of_the_wrong_kind_is_an_argument_error(world, wrong):
    calls = [
        lambda: passerelle.status(wrong, world.trust),
        lambda: passerelle.open_batch(b"{}", wrong, world.trust),
        lambda: passerelle.check_feeds(wrong, world.trust),
        lambda: passerelle.pack(wrong, world.south, feed="daily", next_by=NOW),
        lambda: passerelle.check_forward(b"{}", b"{}", world.trust, earlier=wrong),
        lambda: passerelle.open(b"{}", world.trust, receipts=wrong),
        lambda: passerelle.Mapping.load(SOURCE / "examples" / "national-fr").backward(wrong),
    ]
    if wrong != b"bytes":  # Which is a buffer with one line.
        calls.append(lambda: passerelle.verify_many(wrong, world.trust))
    for number, call in enumerate(calls):
        with pytest.raises(errors.ArgumentError) as caught:
            call()
            pytest.fail(f"call {number} took it")
        assert caught.value.code == "BND_ARGUMENT"


@pytest.mark.parametrize("text", [b"\xff", b'{"a":"\xc3"}', b'{"a":"\xed\xa0\x80"}'], ids=["byte", "cut", "surrogate"])
def test_what_is_no_utf_8_has_a_code(world, text):
    calls = [
        lambda: passerelle.open(text, world.trust),
        lambda: passerelle.sign(text, world.south),
        lambda: passerelle.canonicalize(text),
        lambda: passerelle.diff(text, b"{}"),
        lambda: passerelle.Trust.pin(text),
        lambda: passerelle.open_receipt(text, world.trust),
        lambda: passerelle.open_manifest(text, world.trust),
        lambda: passerelle.unseal(text, world.sealed_to_north),
    ]
    for call in calls:
        with pytest.raises(passerelle.PasserelleError) as caught:
            call()
        codes = {caught.value.code, *(finding.code for finding in caught.value.findings)}
        assert "JSON_ENCODING" in codes
    assert [finding.code for finding in passerelle.inspect(text).findings] == ["JSON_ENCODING"]
    assert [finding.code for finding in passerelle.validate(text).findings] == ["JSON_ENCODING"]
    assert passerelle.verify_many([text], world.trust).column("code") == ["JSON_ENCODING"]
    assert passerelle.unpack(text, world.trust).damage is not None


@pytest.mark.parametrize("wrong", [None, 7, b"bytes", "no such", "\ud800", "", object()], ids=repr)
def test_a_word_that_is_none_is_an_argument_error(world, wrong):
    signed = world.signed(ROUTE)
    asked = dict(to="XA", purpose="crime-analysis", environment="test")
    calls = [
        lambda: passerelle.explain(wrong),
        lambda: passerelle.explain("SIG_INVALID", lang=wrong),
        lambda: passerelle.convert(signed, wrong),
        lambda: passerelle.SoftwareKey.generate(wrong),
        lambda: passerelle.SoftwareKey.generate("XX/northland", wrong),
        lambda: passerelle.release(signed, world.trust, **{**asked, "to": wrong}),
        lambda: passerelle.release(signed, world.trust, **{**asked, "environment": wrong}),
        lambda: passerelle.redact(signed, [wrong] if wrong != "" else "/content"),
    ]
    for call in calls:
        with pytest.raises(errors.ArgumentError):
            call()


def test_a_time_without_a_zone_or_out_of_range_is_an_argument_error(world):
    for now in (datetime.datetime(2026, 12, 1), "2026-12-01", 7, datetime.date(2026, 12, 1)):
        with pytest.raises(errors.ArgumentError):
            passerelle.validate(b"{}", now=now)


def test_consent_must_be_said_outright(world):
    for consent in ("no", 1, None):
        with pytest.raises(errors.ArgumentError):
            passerelle.release(
                world.signed(ROUTE), world.trust, to="XA", purpose="x", environment="test", consent=consent
            )


def test_other_buffers_are_taken(world):
    signed = world.signed(ROUTE)
    for buffer in (bytearray(signed), memoryview(signed)):
        assert passerelle.open(buffer, world.trust, now=NOW).rev == 1


def test_a_hundred_megabytes_are_refused_quickly(world):
    large = b'{"a":"' + b"x" * 100_000_000 + b'"}'
    for call in (
        lambda: passerelle.open(large, world.trust, now=NOW),
        lambda: passerelle.canonicalize(large),
        lambda: passerelle.Trust.pin(large),
        lambda: passerelle.diff(large, b"{}"),
        lambda: passerelle.open_receipt(large, world.trust, now=NOW),
        lambda: passerelle.open_manifest(large, world.trust, now=NOW),
        lambda: passerelle.unseal(large, world.sealed_to_north),
    ):
        with pytest.raises(errors.LimitsError) as caught:
            call()
        assert caught.value.code == "LIM_SIZE"
    assert passerelle.verify_many([large, b"{}"], world.trust, now=NOW).column("code") == ["LIM_SIZE", "ENV_CONTENT"]


def test_what_was_closed_is_closed(world):
    with passerelle.Trust.pin(world.signed_root) as trust:
        assert trust.about.domain == "XX/trust"
    with passerelle.SoftwareKey.generate("XX/southland") as key:
        assert key.kid.startswith("XX/southland#")
    calls = [
        lambda: trust.about,
        lambda: trust.update_list(world.signed_list, now=NOW),
        lambda: passerelle.open(world.signed(ROUTE), trust, now=NOW),
        lambda: passerelle.verify_many([b"{}"], trust),
        lambda: key.kid,
        lambda: passerelle.sign(example(ROUTE), key, now=NOW),
        trust.__enter__,
        key.__enter__,
    ]
    for call in calls:
        with pytest.raises(errors.ClosedError) as caught:
            call()
        assert caught.value.code == "BND_CLOSED"
    trust.close()
    assert "closed" in repr(trust) and "closed" in repr(key)


def test_a_fault_of_the_library_is_an_exception_and_says_nothing(capfd):
    if not hasattr(_native, "panic_within"):
        pytest.skip("a package as it is shipped has no fault to show")
    from passerelle import _boundary

    for _ in range(3):
        with pytest.raises(errors.FaultError) as caught:
            _boundary.call(passerelle.PasserelleError, _native.panic_within, "a secret name")
        assert caught.value.code == "BND_FAULT" and ".rs:" in caught.value.detail
    output = capfd.readouterr()
    assert "secret" not in output.out + output.err + str(caught.value)
    assert passerelle.validate(b"{}").findings


def test_a_call_from_many_threads_at_once(world):
    signed = world.signed(ROUTE)
    start = threading.Barrier(8)

    def work(number):
        start.wait()
        for _ in range(10):
            assert passerelle.open(signed, world.trust, now=NOW).rev == 1
            with pytest.raises(passerelle.OpenError):
                passerelle.open(signed[: 100 * number], world.trust, now=NOW)
        return passerelle.verify_many([signed] * 40, world.trust, now=NOW).all_ok

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))


def test_closing_in_one_thread_while_another_works(world):
    signed = world.signed(ROUTE)
    for _ in range(20):
        trust = passerelle.Trust.pin(world.signed_root).update_list(world.signed_list, now=NOW)

        def work():
            try:
                return passerelle.open(signed, trust, now=NOW).rev
            except errors.ClosedError:
                return 1

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            outcome = pool.submit(work)
            trust.close()
            assert outcome.result() == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_process_may_fork_after_a_batch(world):
    rows = [world.signed(ROUTE)] * 64
    assert passerelle.verify_many(rows, world.trust, now=NOW).all_ok
    child = os.fork()
    if child == 0:
        os._exit(0 if passerelle.verify_many(rows, world.trust, now=NOW).all_ok else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="this system does not tell")
def test_a_hundred_thousand_calls_leave_memory_flat(world):
    class Device:
        authority, public_jwk = world.south.authority, world.south.public_jwk

        def sign(self, message):
            raise RuntimeError

    draft, changed = b'{"a": 1}', b"{"
    unsigned = example("link-member-driver")

    def thousand():
        for _ in range(480):
            passerelle.validate(changed, now=NOW)
            try:
                passerelle.open(draft, world.trust, now=NOW)
            except passerelle.OpenError:
                pass
        for _ in range(20):
            passerelle.verify_many([draft, changed], world.trust, now=NOW)
            passerelle.SoftwareKey.generate("XX/northland").close()

    def rare():
        for _ in range(10):
            try:
                passerelle.sign(unsigned, Device(), now=NOW)
            except passerelle.SignError:
                pass

    for _ in range(10):
        thousand()
    rare()
    gc.collect()
    before = resident()
    for _ in range(100):
        thousand()
    rare()
    gc.collect()
    assert resident() - before < 8_000_000


def test_the_module_is_imported_where_nothing_else_is(tmp_path):
    """In a fresh interpreter, without the folder of these tests."""
    code = "import passerelle, sys; print(passerelle.__file__); sys.exit(0 if passerelle.validate(b'{}').findings else 1)"
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "site-packages" in done.stdout

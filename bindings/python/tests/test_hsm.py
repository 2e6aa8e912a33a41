"""An HSM signs: SoftHSM2, through PKCS#11."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from conftest import NOW, SOURCE, example, make_world

import passerelle

LIBRARY = os.environ.get("PASSERELLE_SOFTHSM", "/usr/lib/softhsm/libsofthsm2.so")
PIN = "0000-test"


@pytest.fixture(scope="module")
def signer(tmp_path_factory):
    pkcs11 = pytest.importorskip("pkcs11")
    if not pathlib.Path(LIBRARY).exists():
        pytest.skip(f"no SoftHSM2 at {LIBRARY}")
    folder = tmp_path_factory.mktemp("tokens")
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder}\nobjectstore.backend = file\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    util = os.environ.get("PASSERELLE_SOFTHSM_UTIL", "softhsm2-util")
    words = ["--init-token", "--free", "--label", "test", "--pin", PIN, "--so-pin", PIN, "--module", LIBRARY]
    subprocess.run([util, *words], check=True, capture_output=True)
    sys.path.insert(0, str(SOURCE / "bindings" / "python" / "examples"))
    from signer_pkcs11 import Pkcs11Signer, make_key

    with pkcs11.lib(LIBRARY).get_token(token_label="test").open(user_pin=PIN, rw=True) as session:
        make_key(session, "eastland")
        yield Pkcs11Signer(session, "eastland", "XX/eastland")


class Listed:
    """The signer as the trust list names it."""

    def __init__(self, signer):
        self.authority, self.public_jwk = signer.authority, signer.public_jwk
        # RFC 7638: the required members, in order, without spaces.
        import base64
        import hashlib
        import json

        members = {name: self.public_jwk[name] for name in ("crv", "kty", "x", "y")}
        digest = hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest()
        self.kid = f"{signer.authority}#{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def test_an_hsm_signs_and_the_record_opens(signer):
    world = make_world("ES256", (Listed(signer), "XE"))
    draft = example("profile-forger-latin-diacritics")
    for _ in range(20):  # Half of all ECDSA signatures have a high s, which is made low.
        signed = passerelle.sign(draft, signer, now=NOW)
        opened = passerelle.open(signed, world.trust, now=NOW)
        assert [(signature.alg, signature.verified) for signature in opened.signatures] == [("ES256", True)]
    assert opened.json == passerelle.canonicalize(draft)
    if "PASSERELLE_SIGNED_BY_HSM" in os.environ:  # For the other languages to open.
        folder = pathlib.Path(os.environ["PASSERELLE_SIGNED_BY_HSM"]) / "python"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, content in (("record", signed), ("root", world.signed_root), ("list", world.signed_list)):
            (folder / f"{name}.json").write_bytes(content)


def test_the_wrong_key_of_an_hsm_signs_nothing(signer):
    class Mixed:
        authority, public_jwk = signer.authority, passerelle.SoftwareKey.generate("XX/eastland", "ES256").public_jwk
        sign = staticmethod(signer.sign)

    with pytest.raises(passerelle.SignError) as caught:
        passerelle.sign(example("profile-forger-latin-diacritics"), Mixed(), now=NOW)
    assert caught.value.code == "SIGN_CALLBACK"

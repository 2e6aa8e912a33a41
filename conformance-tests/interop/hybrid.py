"""Second signatures by ML-DSA, against an implementation that knows nothing of Passerelle: OpenSSL's, through the package cryptography.

It verifies what the command signs, from the bytes of the envelope and the JWK alone (RFC 9964). Then a key that it made signs, once by
the command and once by it, and the command verifies both.

Usage: hybrid.py PASSERELLE FOLDER RECORD
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import mldsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

KINDS = {
    "ML-DSA-65": (mldsa.MLDSA65PrivateKey, mldsa.MLDSA65PublicKey),
    "ML-DSA-87": (mldsa.MLDSA87PrivateKey, mldsa.MLDSA87PublicKey),
}
NOW = "2026-06-01T12:00:00Z"


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def canonical(value):
    """RFC 8785, as far as these objects need it: their names are ASCII, and they have no fractions."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def jwk_of(algorithm, public):
    return {"alg": algorithm, "kty": "AKP", "pub": encode(public.public_bytes_raw())}


def kid_of(jwk):
    return f"XX/northland#{encode(hashlib.sha256(canonical(jwk)).digest())}"


def accepts(public, message, signature):
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def main():
    passerelle, folder, draft = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

    def run(*words, exit_code=0):
        done = subprocess.run([passerelle, *map(str, words)], cwd=folder, capture_output=True)
        assert done.returncode == exit_code, (words, done.returncode, done.stderr.decode())
        return done.stdout

    record = json.loads(draft.read_bytes())
    record["issuer"] = "XX/northland"
    record["id"] = "XX/northland/" + record["id"].split("/")[-1]
    (folder / "draft.json").write_bytes(canonical(record))
    run("key", "new", "--authority", "XX/trust", "--out", "root.pem", "--no-passphrase")
    run("key", "new", "--authority", "XX/northland", "--out", "first.pem", "--no-passphrase")
    run("trust", "init", "trust", "--domain", "XX/trust", "--root-key", "root.pub.json", "--list-key", "root.pub.json",
        "--sign-with", "root.pem", "--now", NOW)
    add = ["trust", "add", "trust", "--authority", "XX/northland", "--country", "XA", "--sign-with", "root.pem", "--now", NOW]
    run(*add, "--key", "first.pub.json")
    for algorithm, (private_kind, public_kind) in KINDS.items():
        name = algorithm.lower()
        # A key of the command's, and one of the other implementation's in the form that both read (RFC 9881).
        run("key", "new", "--authority", "XX/northland", "--alg", algorithm, "--out", f"{name}-ours.pem", "--no-passphrase")
        theirs = private_kind.generate()
        pem = theirs.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        path = folder / f"{name}-theirs.pem"
        path.touch(0o600)
        path.write_text(f"authority: XX/northland\n{pem}")
        jwk = jwk_of(algorithm, theirs.public_key())
        shown = json.loads(run("key", "show", path, "--format", "json"))
        assert (shown["pub"], shown["kid"]) == (jwk["pub"], kid_of(jwk)), "both make the same public key of a seed"
        (folder / f"{name}-theirs.pub.json").write_bytes(canonical(shown))
        ours = json.loads((folder / f"{name}-ours.pub.json").read_bytes())
        block = (folder / f"{name}-ours.pem").read_bytes().split(b"\n", 1)[1]
        assert jwk_of(algorithm, load_pem_private_key(block, None).public_key())["pub"] == ours["pub"]
        run(*add, "--key", f"{name}-ours.pub.json", "--key", f"{name}-theirs.pub.json")
    run("trust", "policy", "trust", "--hybrid-from", NOW, "--sign-with", "root.pem", "--now", NOW)

    def verify(path, exit_code=0):
        run("verify", path, "--trust", "trust", "--now", NOW, exit_code=exit_code)

    for algorithm, (_, public_kind) in KINDS.items():
        name = algorithm.lower()
        for origin in ["ours", "theirs"]:
            signed = folder / f"{name}-{origin}.json"
            key = f"{name}-{origin}.pem"
            signed.write_bytes(run("sign", "draft.json", "--key", "first.pem", "--key", key, "--now", NOW))
            verify(signed)
            envelope = json.loads(signed.read_bytes())
            first, second = envelope["signatures"]
            header = json.loads(decode(second["protected"]))
            jwk = json.loads((folder / f"{name}-{origin}.pub.json").read_bytes())
            assert header["alg"] == algorithm and header["kid"] == kid_of({part: jwk[part] for part in ("alg", "kty", "pub")})
            public = public_kind.from_public_bytes(decode(jwk["pub"]))
            message = f"{second['protected']}.{encode(canonical(envelope['record']))}".encode()
            assert accepts(public, message, decode(second["signature"]))
            assert not accepts(public, message + b" ", decode(second["signature"]))
            # One signature alone is not enough any more, whoever made it.
            lone = folder / "lone.json"
            lone.write_bytes(canonical({**envelope, "signatures": [first]}))
            verify(lone, exit_code=1)
        # The other implementation signs with its own key, under a header that was written here.
        private = load_pem_private_key((folder / f"{name}-theirs.pem").read_bytes().split(b"\n", 1)[1], None)
        header = {**header, "kid": kid_of(jwk_of(algorithm, private.public_key()))}
        protected = encode(canonical(header))
        message = f"{protected}.{encode(canonical(envelope['record']))}".encode()
        made = {"protected": protected, "signature": encode(private.sign(message))}
        by_them = folder / f"{name}-by-them.json"
        by_them.write_bytes(canonical({**envelope, "signatures": [first, made]}))
        verify(by_them)
        made["signature"] = encode(private.sign(message + b" "))
        by_them.write_bytes(canonical({**envelope, "signatures": [first, made]}))
        verify(by_them, exit_code=1)
        print(f"{algorithm}: verified in both directions")


main()

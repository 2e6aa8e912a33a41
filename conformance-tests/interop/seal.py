"""Sealed records across libraries which know nothing of Passerelle.

What the command seals, joserfc and jwcrypto open; what each of them seals, the command opens. Then each is tampered with, and
must stay closed everywhere. The private keys of the command are read from their PKCS#8 files by the package cryptography.

Usage: seal.py PASSERELLE FOLDER RECORD
"""

import base64
import json
import pathlib
import subprocess
import sys

import joserfc.errors
from cryptography.hazmat.primitives import serialization
from joserfc import jwe as joserfc_jwe
from joserfc import jwk as joserfc_jwk
from jwcrypto import jwe as jwcrypto_jwe
from jwcrypto import jwk as jwcrypto_jwk

ALGORITHMS = ["ECDH-ES+A256KW", "A256GCM"]
HEADER = {"cty": "vnd.passerelle.record.v1+json", "enc": "A256GCM", "typ": "vnd.passerelle.sealed.v1+json"}
PURPOSE = "crime-analysis"
NOW = "2026-12-01T12:00:00Z"


def registry():
    return joserfc_jwe.JWERegistry(algorithms=ALGORITHMS)


def joserfc_opens(sealed, key):
    # joserfc wants a key for every entry. A recipient has one, and the entries are not covered by the tag.
    mine = [entry for entry in sealed["recipients"] if entry["header"]["kid"] == key["kid"]]
    try:
        token = joserfc_jwe.decrypt_json({**sealed, "recipients": mine}, joserfc_jwk.import_key(key), registry=registry())
        return token.plaintext
    except (joserfc.errors.JoseError, ValueError):
        return None


def jwcrypto_opens(sealed, key):
    token = jwcrypto_jwe.JWE(algs=ALGORITHMS)
    try:
        token.deserialize(json.dumps(sealed), jwcrypto_jwk.JWK(**key))
    except (jwcrypto_jwe.InvalidJWEData, ValueError):
        return None
    return token.payload


def joserfc_seals(plaintext, public):
    made = joserfc_jwe.GeneralJSONEncryption(dict(HEADER), plaintext)
    made.add_recipient({"alg": "ECDH-ES+A256KW", "kid": public["kid"]}, joserfc_jwk.import_key(required(public)))
    return joserfc_jwe.encrypt_json(made, None, registry=registry())


def jwcrypto_seals(plaintext, public):
    token = jwcrypto_jwe.JWE(plaintext, json.dumps(HEADER), algs=ALGORITHMS)
    header = {"alg": "ECDH-ES+A256KW", "kid": public["kid"]}
    token.add_recipient(jwcrypto_jwk.JWK(**required(public)), json.dumps(header))
    sealed = json.loads(token.serialize())
    # With one recipient jwcrypto writes the flattened form. What it calls the same in the general one is a list of one.
    if "recipients" not in sealed:
        sealed["recipients"] = [{name: sealed.pop(name) for name in ("header", "encrypted_key")}]
    return sealed


def required(public):
    return {name: public[name] for name in ("kty", "crv", "x", "y") if name in public}


def private_jwk(path, public):
    """The private key of a file of the command, whose line above the PEM block other software passes over."""
    key = serialization.load_pem_private_key(pathlib.Path(path).read_bytes(), password=None)
    if public["crv"] == "X25519":
        secret = key.private_bytes_raw()
    else:
        secret = key.private_numbers().private_value.to_bytes(32, "big")
    return {**required(public), "kid": public["kid"], "d": encode(secret)}


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def changed(sealed, part):
    """The same with its first byte another one."""
    text = sealed[part]
    return {**sealed, part: ("B" if text[0] == "A" else "A") + text[1:]}


def main():
    passerelle, folder, draft = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

    def run(*words, status=0):
        ended = subprocess.run([passerelle, *map(str, words)], capture_output=True, check=False)
        assert ended.returncode == status, (words, ended.returncode, ended.stdout.decode(), ended.stderr.decode())
        return ended.stdout

    record = json.loads(draft.read_bytes())
    record["issuer"], record["id"] = "XX/northland", "XX/northland/" + record["id"].split("/")[-1]
    record["handling"]["releasable_to"], record["purpose"] = ["XB", "XC"], [PURPOSE]
    record.pop("field_handling", None)
    written = folder / "draft.json"
    written.write_text(json.dumps(record))
    run("key", "new", "--authority", "XX/trust", "--no-passphrase", "--out", folder / "root.pem")
    run("key", "new", "--authority", "XX/northland", "--no-passphrase", "--out", folder / "northland.pem")
    root, trust = folder / "root.pub.json", folder / "trust"
    signing = ("--sign-with", folder / "root.pem", "--now", NOW)
    run("trust", "init", trust, "--domain", "XX/trust", "--root-key", root, "--list-key", root, *signing)
    listing = ("--not-before", "2026-01-01", *signing)
    run("trust", "add", trust, "--authority", "XX/northland", "--country", "XA",
        "--key", folder / "northland.pub.json", *listing)
    recipients = {"XX/southland": ("XB", "X25519"), "XX/eastland": ("XC", "P-256")}
    keys = {}
    for authority, (country, curve) in recipients.items():
        name = folder / f"{authority.split('/')[1]}.pem"
        run("key", "new", "--authority", authority, "--use", "enc", "--alg", curve, "--no-passphrase", "--out", name)
        public = json.loads(name.with_suffix(".pub.json").read_text())
        run("trust", "add", trust, "--authority", authority, "--country", country,
            "--key", name.with_suffix(".pub.json"), *listing)
        keys[authority] = (name, public, private_jwk(name, public))
    signed, sealed_file = folder / "signed.json", folder / "sealed.json"
    run("sign", written, "--key", folder / "northland.pem", "--now", NOW, "--out", signed)
    envelope = signed.read_bytes().rstrip(b"\n")
    run("seal", signed, "--trust", trust, "--to", "XX/southland", "--to", "XX/eastland", "--purpose", PURPOSE,
        "--now", NOW, "--out", sealed_file)
    sealed = json.loads(sealed_file.read_text())
    assert len(sealed["recipients"]) == 2

    checked = 0
    for name, public, private in keys.values():
        for opens in (joserfc_opens, jwcrypto_opens):
            assert opens(sealed, private) == envelope, (opens.__name__, public["crv"])
            for part in ("ciphertext", "tag", "iv", "protected"):
                assert opens(changed(sealed, part), private) is None, (opens.__name__, part)
            checked += 1
        for seals in (joserfc_seals, jwcrypto_seals):
            theirs = seals(envelope, public)
            path = folder / "theirs.json"
            path.write_text(json.dumps(theirs))
            assert run("unseal", path, "--key", name).rstrip(b"\n") == envelope, (seals.__name__, public["crv"])
            run("verify", path, "--key", name, "--trust", trust, "--now", NOW)
            for part in ("ciphertext", "tag", "iv"):
                path.write_text(json.dumps(changed(theirs, part)))
                run("unseal", path, "--key", name, status=1)
            checked += 1
    print(f"{checked} sealed records crossed between Passerelle, joserfc and jwcrypto, and none of the tampered ones opened")


if __name__ == "__main__":
    main()

"""Records that the command signs, verified by libraries which know nothing of Passerelle.

joserfc and jwcrypto check the opaque form, which is a JWS in General JSON Serialization; the clear form is brought into that shape
by hand, from the specification's text. sd-jwt reads a record with redactable parts, and a copy with less of them. The canonical form is made anew by the package rfc8785. Then each record is tampered with,
and both libraries must refuse it.

Usage: verify.py PASSERELLE FOLDER RECORDS
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys

import joserfc.errors
import rfc8785
from joserfc import jwk as joserfc_jwk
from joserfc import jws as joserfc_jws
from jwcrypto import jwk as jwcrypto_jwk
from jwcrypto import jws as jwcrypto_jws
from sd_jwt.verifier import SDJWTVerifier

ALGORITHMS = ["Ed25519", "ES256", "ES384"]


def decode(text):
    """base64url without padding, as the specification wants it."""
    assert "=" not in text
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def joserfc_accepts(envelope, key):
    # joserfc refuses header parameters that it does not know, unless told; `iat` is one (RFC 7519, section 5.3).
    registry = joserfc_jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        joserfc_jws.deserialize_json(envelope, joserfc_jwk.import_key(key), registry=registry)
    except joserfc.errors.BadSignatureError:
        return False
    return True


def jwcrypto_accepts(envelope, key):
    token = jwcrypto_jws.JWS()
    token.allowed_algs = ALGORITHMS
    try:
        token.deserialize(json.dumps(envelope), jwcrypto_jwk.JWK(**key))
    except jwcrypto_jws.InvalidJWSSignature:
        return False
    return True


def sd_jwt_payload(text, key):
    """What the library for SD-JWT shows of a record, after it has verified the signature and every disclosure."""
    verifier = SDJWTVerifier(text, lambda issuer, header: jwcrypto_jwk.JWK(**key))
    return verifier.get_verified_payload()


def check_redaction(run, folder, draft, key_file, key):
    """The library and the command make the same of a record with redactable parts: of the whole, and of a copy."""
    record = json.loads(draft.read_bytes())
    now = record["issued"]
    full, copy = folder / "redactable.psr.json", folder / "redacted.psr.json"
    full.write_bytes(run("sign", draft, "--key", key_file, "--redactable", "default", "--now", now))
    payload = sd_jwt_payload(run("convert", full, "--form", "sd-jwt").decode().strip(), key)
    payload.pop("_sd_alg", None)
    assert payload == record, "the library sees what the author wrote"
    places = ["/content/countermeasures", "/provenance/sources"]
    copy.write_bytes(run("redact", full, "--withhold", ",".join(places)))
    partial = sd_jwt_payload(run("convert", copy, "--form", "sd-jwt").decode().strip(), key)
    assert "countermeasures" in record["content"] and "countermeasures" not in partial["content"]
    assert "sources" in record["provenance"] and "sources" not in partial["provenance"]
    assert partial["content"]["phases"] == record["content"]["phases"]
    first, second = json.loads(full.read_bytes()), json.loads(copy.read_bytes())
    assert first["record"] == second["record"] and first["signatures"] == second["signatures"]


def thumbprint(key):
    """RFC 7638 over the required members only."""
    required = {name: key[name] for name in ("crv", "kty", "x", "y") if name in key}
    return encode(hashlib.sha256(json.dumps(required, separators=(",", ":"), sort_keys=True).encode()).digest())


def main():
    passerelle, folder, records = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

    def run(*words):
        ended = subprocess.run([passerelle, *map(str, words)], capture_output=True, check=False)
        assert ended.returncode == 0, (words, ended.returncode, ended.stdout.decode(), ended.stderr.decode())
        return ended.stdout

    drafts = [path for path in sorted(records.glob("*.json"))]
    assert len(drafts) >= 12, f"only {len(drafts)} records in {records}"
    checked = 0
    for algorithm in ALGORITHMS:
        # Every record with one algorithm; with the others, enough to see that nothing hangs on the record.
        for draft in drafts if algorithm == "Ed25519" else drafts[:8]:
            record = json.loads(draft.read_bytes())
            if record.get("signers"):
                continue
            issuer = record["issuer"]
            name = f"{issuer.split('/')[1]}-{algorithm}"
            key_file = folder / f"{name}.pem"
            if not key_file.exists():
                run("key", "new", "--authority", issuer, "--alg", algorithm, "--out", key_file, "--no-passphrase")
            public = json.loads(run("key", "show", key_file, "--format", "json"))
            key = {member: public[member] for member in ("kty", "crv", "x", "y") if member in public}
            assert public["kid"] == f"{issuer}#{thumbprint(key)}", "kid is the authority and the RFC 7638 thumbprint"

            now = record["issued"]
            opaque = json.loads(run("sign", draft, "--key", key_file, "--form", "opaque", "--now", now))
            clear = json.loads(run("sign", draft, "--key", key_file, "--form", "clear", "--now", now))
            canonical = rfc8785.dumps(record)
            assert decode(opaque["payload"]) == canonical, "the payload is the RFC 8785 form"
            by_hand = {"payload": encode(rfc8785.dumps(clear["record"])), "signatures": clear["signatures"]}
            digest = run("digest", draft).decode().split()[0]
            assert digest == hashlib.sha256(canonical).hexdigest(), "the digest is SHA-256 of the payload"

            for envelope in (opaque, by_hand):
                header = json.loads(decode(envelope["signatures"][0]["protected"]))
                assert header["alg"] == algorithm and header["kid"] == public["kid"]
                assert header["typ"] == "vnd.passerelle.record.v1+json"
                assert joserfc_accepts(envelope, key), (draft, algorithm)
                assert jwcrypto_accepts(envelope, key), (draft, algorithm)
                record["rev"] += 1
                tampered = {**envelope, "payload": encode(rfc8785.dumps(record))}
                record["rev"] -= 1
                assert not joserfc_accepts(tampered, key), "a tampered record must not verify"
                assert not jwcrypto_accepts(tampered, key), "a tampered record must not verify"
                checked += 1
    draft, key_file = records / "modus-operandi-sea-route-rev1.json", folder / "redaction-ES256.pem"
    issuer = json.loads(draft.read_bytes())["issuer"]
    run("key", "new", "--authority", issuer, "--alg", "ES256", "--out", key_file, "--no-passphrase")
    public = json.loads(run("key", "show", key_file, "--format", "json"))
    check_redaction(run, folder, draft, key_file, {member: public[member] for member in ("kty", "crv", "x", "y")})
    print("sd-jwt reads a record with redactable parts, and a copy with less of them")
    print(f"{checked} envelopes verified by joserfc and jwcrypto, and as many tampered ones refused")


if __name__ == "__main__":
    main()

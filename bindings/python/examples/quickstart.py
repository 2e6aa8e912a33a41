"""Two test countries exchange a record; a forged one is refused."""

from __future__ import annotations

import datetime
import json
from typing import Dict, List

import passerelle
from passerelle import records

NOW = datetime.datetime(2026, 6, 2, tzinfo=datetime.timezone.utc)


def test_trust(root: passerelle.SoftwareKey, keys: Dict[str, passerelle.SoftwareKey]) -> passerelle.Trust:
    """A trust domain for tests: in earnest it comes from whoever runs the exchange."""
    role = {"kids": [root.kid], "threshold": 1}
    days = {"issued": "2026-01-01T00:00:00Z", "expires": "2030-01-01T00:00:00Z"}
    document = {
        "spec": "1.0", "domain": "XX/trust", "version": 1, **days,
        "keys": [{"kid": root.kid, "jwk": root.public_jwk}], "roles": {"root": role, "list": role},
    }
    window = {"not_before": "2026-01-01T00:00:00Z", "not_after": "2030-01-01T00:00:00Z", "status": "active"}
    authorities: List[Dict[str, object]] = [
        {"id": key.authority, "country": country, "roles": ["record"],
         "keys": [{"kid": key.kid, "jwk": key.public_jwk, **window}]}
        for country, key in keys.items()
    ]
    trust_list = {
        "spec": "1.0", "domain": "XX/trust", "version": 1, "root_version": 1, **days, "authorities": authorities,
    }
    trust = passerelle.Trust.pin(passerelle.sign_trust_document(json.dumps(document).encode(), root, now=NOW))
    return trust.update_list(passerelle.sign_trust_document(json.dumps(trust_list).encode(), root, now=NOW), now=NOW)


def draft() -> records.ProfileRecord:
    """Somebody who is known by an account alone. All of it is invented."""
    return records.ProfileRecord(
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
                    kind="social-account", value="safe_travel_test", platform="telegram",
                    platform_id="1000000001", attribution="believed-user",
                ),
            ),
            summary=(records.Text(lang="en", text="Invented for a test."),),
        ),
    )


def main() -> None:
    northland = passerelle.SoftwareKey.generate("XX/northland")
    trust = test_trust(passerelle.SoftwareKey.generate("XX/trust"), {"XA": northland})

    record = draft()
    for finding in passerelle.validate(record, now=NOW).findings:
        print(finding)
    envelope = passerelle.sign(record, northland, now=NOW)

    opened = passerelle.open(envelope, trust, now=NOW)
    assert opened.record == record
    if isinstance(opened.record, records.ProfileRecord):
        print("opened:", opened.id, "roles:", [role.code for role in opened.record.content.roles])

    try:
        passerelle.open(envelope.replace(b"recruiter", b"organiser"), trust, now=NOW)
    except passerelle.OpenError as error:
        print("refused:", error.code, error.integrity, "-", error.hint)

    decision = passerelle.release(envelope, trust, to="XC", purpose="identify", environment="test", now=NOW)
    print("to XC:", "yes" if decision else [reason.code for reason in decision.reasons])


if __name__ == "__main__":
    main()

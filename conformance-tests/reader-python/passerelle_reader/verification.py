"""Chapter 7: the stages in their order. Opening stops at the first finding that refuses."""

import unicodedata
from dataclasses import replace

from . import dates, redaction, schema_stage, text, unseen
from .answers import Report, answers, dates_past, status
from .canonical import digest
from .chain import alone as chain_alone
from .chain import with_store as chain_with_store
from .envelope import RECORD, open_envelope
from .finding import Finding, Refused, in_order
from .keys import has_form
from .rules import rules
from .specification import EDITION, MINOR, codes, limits
from .trust import SPEC

ML_DSA = ("ML-DSA-65", "ML-DSA-87")


def verify(data, trust, now, store=None):
    """Opens a signed record, as far as it goes, and gives the three answers with the findings so far."""
    findings = []
    try:
        envelope = open_envelope(data, RECORD)
    except Refused as refused:
        return Report(findings=[refused.finding], **answers([refused.finding]))
    record = envelope.object
    for stage in _stages(envelope, trust, now, store):
        findings += stage
        if any(finding.refuses for finding in stage):
            break
    return Report(
        form=envelope.form,
        digest=digest(envelope.payload),
        record=record if not any(finding.refuses for finding in findings) else None,
        findings=_until_refusal(findings),
        **answers(findings),
        status=status(record, findings, now),
    )


def check_draft(data, now):
    """Checks a draft as its author has to, and gives the findings; an author's weight is often higher."""
    try:
        record = text.read(data, text.draft_bounds())
    except Refused as refused:
        return [refused.finding]
    # An author signs about now, so the draft has to be issued by then (PSR-TIM-005).
    findings = [Finding("TIME_BEFORE_ISSUED", ("issued",))] if _is_before_issued(record, now) else []
    for stage in _draft_stages(record, now):
        stage = [_to_author(finding) for finding in stage]
        findings += stage
        if any(finding.refuses_author for finding in stage):
            return findings
    # Who writes a draft must not sign what is past its days (PSR-REC-022).
    return findings + dates_past(record, now)


def _to_author(finding):
    """The lists of a marking are closed to an author (PSR-VOC-003)."""
    return replace(finding, code="VOC_CLOSED") if finding.code == "VOC_HANDLING" else finding


def _until_refusal(findings):
    for at, finding in enumerate(findings):
        if finding.refuses:
            return findings[: at + 1]
    return findings


def _stages(envelope, trust, now, store):
    record, signatures = envelope.object, envelope.signatures
    if trust is None or trust.list is None:
        yield [Finding("TL_MISSING")]
        return
    yield list(_currency(trust, now))
    known = [signature for signature in signatures if signature.is_known]
    yield list(_key(record, known, trust))
    # A signature by an unknown key takes no part from here on: whose it is nobody knows.
    listed = [(signature, trust.list.keys[signature.kid]) for signature in known if signature.kid in trust.list.keys]
    yield list(_key_policy(record, [one for one, _ in listed], trust))
    yield [Finding("SIG_FORM", one.path) for one, _ in listed if not has_form(one.alg, one.value)]
    good = [(one, key) for one, key in listed if key.key.verifies(one.value, one.signed)]
    bad = [one for one, key in listed if (one, key) not in good]
    issuer = _issuer(record)
    yield [Finding("SIG_INVALID", one.path) for one in bad if one.authority == issuer]
    yield [Finding("SIG_ALG_UNKNOWN", one.path) for one in signatures if not one.is_known]
    yield [Finding("SIG_COSIGNER", one.path) for one in bad if one.authority != issuer]
    if not _is_quorum(record, [key for _, key in good]):
        yield [Finding("SIG_QUORUM")]
    yield list(_hybrid(signatures, good, trust.list))
    yield list(_time(record, good, trust, now))
    view = redaction.view(record, envelope.disclosures)
    yield in_order(_strings(view.record, ()))
    yield view.findings or in_order(_hashes(view.record))
    yield from ([_as_in_a_copy(one, view) for one in stage] for stage in _view_stages(view.record, now))
    record = view.record
    if store is not None:
        yield chain_with_store(record, store)


def _draft_stages(record, now):
    yield in_order(_strings(record, ()))
    # An author names the parts that may be withheld; the signer makes the digests (PSR-RED-005).
    yield [Finding("RED_PLACE")] if redaction.holds_digests(record) else in_order(_hashes(record))
    yield from _view_stages(record, now)


def _view_stages(record, now):
    yield in_order(_version(record))
    yield in_order(set(schema_stage.faults(record)))
    yield in_order(rules(record, now))
    yield in_order(chain_alone(record))


def _as_in_a_copy(finding, view):
    """What a code misses may be withheld: then it weighs less to the reader of a copy (PSR-RED-010)."""
    weight = codes()[finding.code].get("withheld") if view.is_copy else None
    return Finding(finding.code, finding.path, finding.offset, weight) if weight else finding


def _currency(trust, now):
    """PSR-TRU-012: how old the trust is."""
    overdue = now - trust.expires()
    if overdue >= limits()["trust_grace_seconds"]:
        yield Finding("TL_EXPIRED")
    elif overdue >= 0:
        yield Finding("TL_EXPIRED_GRACE")


def _key(record, known, trust):
    roots = {key.thumbprint for key in trust.root.keys.values()}
    yield from (Finding("TL_ROLE", one.path) for one in known if one.thumbprint in roots)
    listed = [trust.list.keys[one.kid] for one in known if one.kid in trust.list.keys]
    enough = _is_quorum(record, [key for key in listed if key.signs])
    for one in known:
        if one.kid not in trust.list.keys:
            yield Finding("KEY_UNKNOWN", one.path, weight="warning" if enough else "")
    for one in known:
        key = trust.list.keys.get(one.kid)
        if key and key.signs and key.key.alg != one.alg:
            yield Finding("KEY_ALG_MISMATCH", one.path)


def _key_policy(record, known, trust):
    may_sign = {_issuer(record), *_cosigners(record)}
    yield from (Finding("KEY_AUTHORITY", one.path) for one in known if one.authority not in may_sign)
    for one in known:
        authority = trust.list.authorities[one.authority]
        may_issue = "record_types" not in authority or record.get("type") in authority["record_types"]
        if not (trust.list.keys[one.kid].signs and "record" in authority["roles"] and may_issue):
            yield Finding("KEY_ROLE", one.path)


def _issuer(record):
    issuer = record.get("issuer")
    return issuer if isinstance(issuer, str) else None


def _cosigners(record):
    signers = record.get("signers")
    listed = signers.get("of") if isinstance(signers, dict) else None
    return [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []


def _minimum(record):
    signers = record.get("signers")
    least = signers.get("min") if isinstance(signers, dict) else None
    return max(least, 1) if isinstance(least, int) and not isinstance(least, bool) else 1


def _is_quorum(record, signers):
    """PSR-SIG-005, for signatures by these listed keys."""
    issuer = _issuer(record)
    counted = {key.authority for key in signers if key.authority == issuer or key.authority in _cosigners(record)}
    return issuer in counted and len(counted) >= _minimum(record)


def _hybrid(signatures, good, held):
    """PSR-SIG-006, by a reader that has no ML-DSA: it refuses, and says whether it could not tell."""
    for one, _ in good:
        if held.hybrid_from is None or one.iat < held.hybrid_from:
            continue
        there = any(
            other.alg in ML_DSA and other.authority == one.authority and other.kid in held.unknown_kinds for other in signatures
        )
        yield Finding("SIG_HYBRID", one.path, weight="indeterminate" if there else "")


def _time(record, good, trust, now):
    for one, key in good:
        if not key.not_before <= one.iat <= key.not_after:
            yield Finding("KEY_WINDOW", one.path)
    for one, _ in good:
        if one.iat > now + limits()["clock_skew_seconds"]:
            yield Finding("TIME_FUTURE", one.path)
    for one, key in good:
        if key.retired_at is not None and one.iat >= key.retired_at:
            yield Finding("KEY_RETIRED", one.path)
    for one, key in good:
        if key.is_compromised:
            yield Finding("KEY_COMPROMISED", one.path)
    for one, _ in good:
        if one.alg in trust.list.sunsets and now >= trust.list.sunsets[one.alg]:
            yield Finding("ALG_SUNSET", one.path)
    yield from (Finding("TIME_BEFORE_ISSUED", one.path) for one, _ in good if _is_before_issued(record, one.iat))


def _is_before_issued(record, at):
    """PSR-TIM-005, where `issued` is a time."""
    issued = record.get("issued")
    issued = dates.seconds(issued) if isinstance(issued, str) else None
    return issued is not None and issued - at > limits()["clock_skew_seconds"]


def _strings(value, path):
    """PSR-PRF-005 and PSR-PRF-006, once for a string."""
    if isinstance(value, str):
        if not unicodedata.is_normalized("NFC", value):
            yield Finding("PROFILE_NOT_NFC", path)
        if unseen.is_in(value):
            yield Finding("PROFILE_BIDI", path)
    elif isinstance(value, dict):
        for name in sorted(value):
            yield from _strings(value[name], (*path, name))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _strings(item, (*path, at))


def _hashes(record):
    """PSR-ALG-002. A digest of another form is left to the schema."""
    places = [(("prev", "alg"), record.get("prev"))]
    attachments = record.get("attachments")
    for at, attachment in enumerate(attachments if isinstance(attachments, list) else ()):
        if isinstance(attachment, dict):
            places.append((("attachments", at, "hash", "alg"), attachment.get("hash")))
    for path, held in places:
        if isinstance(held, dict) and isinstance(held.get("alg"), str) and held["alg"] != "sha-256":
            yield Finding("HASH_ALG", path)


def minor_of(record):
    """The minor version that a record bears, or None where `spec` has another form."""
    spec = record.get("spec")
    match = SPEC.fullmatch(spec) if isinstance(spec, str) else None
    return match and (int(match[1]), int(match[2]))


def _version(record):
    version = minor_of(record)
    if version and version[0] != 1:
        yield Finding("VER_MAJOR", ("spec",))
    elif version and version[1] > MINOR:
        yield Finding("VER_NEWER", ("spec",))
    must = record.get("must")
    if isinstance(must, list):
        yield from (Finding("VER_MUST", ("must", at)) for at, name in enumerate(must) if isinstance(name, str))
    editions = record.get("vocab")
    if isinstance(editions, dict):
        for name, edition in editions.items():
            if isinstance(edition, str) and schema_stage.edition(edition) and schema_stage.edition(edition) > EDITION:
                yield Finding("VOC_VERSION_FUTURE", ("vocab", name))

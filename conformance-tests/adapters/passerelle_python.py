"""The adapter for the Python package: lines of JSON in, lines of JSON out. It only uses what the package offers to everybody."""

import base64
import datetime
import hashlib
import json
import sys

import passerelle

WITHOUT_PLACE = ("limits", "encoding", "json")
"""Stages in which programs may stop at different bytes of a text."""


class Lacking(Exception):
    """The package does not do this."""


# -- input --------------------------------------------------------------------------------------------------------------------------


def time(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)


def decoded(text):
    return base64.b64decode(text)


def encoded(data):
    return base64.b64encode(data).decode("ascii")


def sender(given):
    """The issuer sends, unless `holder` names who passes the record on."""
    if "holder" not in given:
        return {}
    return {"holder": given["holder"], "consent": given.get("consent") == "given"}


class Device:
    """A device that signs as it is told to, whatever it is asked."""

    def __init__(self, key, returns):
        self.authority, self.public_jwk, self.returns = key.authority, key.public_jwk, returns

    def sign(self, message):
        return self.returns


class Salts:
    """Salts that the case gives."""

    def __init__(self, salts):
        self.salts = iter(salts)

    def random_bytes(self, count):
        return next(self.salts)


# -- answers ------------------------------------------------------------------------------------------------------------------------


def located(finding):
    return {"code": finding.code} if finding.stage in WITHOUT_PLACE else {"code": finding.code, "pointer": finding.pointer}


def listed(findings):
    return [{**located(finding), "severity": finding.severity} for finding in findings]


def accepted(**members):
    return {"verdict": "accepted", **members}


def refused(error, **members):
    """A refusal: its first finding, or where there is none its code, which is then about the whole."""
    is_drafts = error.code.startswith("SIGN_")
    place = {"code": error.code, "pointer": ""} if is_drafts or error.finding is None else located(error.finding)
    return {"verdict": "refused", **place, **members}


def not_opened(error):
    verdict = "undecided" if error.integrity == "indeterminate" else "refused"
    return {**refused(error, integrity=error.integrity, trust=error.trust), "verdict": verdict}


def opened(record):
    withheld = [part.digest_at for part in record.withheld]
    return accepted(
        integrity="valid",
        trust="trusted",
        digest=record.digest,
        seen=hashlib.sha256(record.json).hexdigest(),
        actionable=record.actionable,
        findings=listed(record.findings),
        **({"withheld": withheld} if withheld else {}),
    )


def statement(taken):
    return accepted(integrity="valid", trust="trusted", digest=taken.digest, findings=listed(taken.findings))


def denied(reasons):
    reasons = [located(reason) for reason in reasons]
    return {"verdict": "refused", "code": reasons[0]["code"], "reasons": reasons}


def envelope(made):
    try:
        signed = made()
    except passerelle.PasserelleError as error:
        return refused(error)
    return accepted(envelope=encoded(passerelle.canonicalize(signed)))


# -- what is held -------------------------------------------------------------------------------------------------------------------


class Session:
    """What is held between two messages."""

    def __init__(self):
        self.trust, self.root = None, None
        self.kept, self.revisions = [], passerelle.MemoryRevisions()
        self.receipts, self.forwards, self.manifests = [], [], []

    def trusting(self):
        if self.trust is None:
            raise Lacking("statements are opened with trust only")
        return self.trust

    def last(self):
        """The record that was kept last, and what is held beside it."""
        if not self.kept:
            raise Lacking("no record is kept")
        return self.kept[-1], {"held": self.kept[:-1], "receipts": self.receipts}

    # -- reading and trusting

    def read(self, now, given):
        try:
            canonical = passerelle.canonicalize(decoded(given["text"]))
        except passerelle.CanonicalizeError as error:
            return refused(error)
        return accepted(canonical=encoded(canonical), digest=hashlib.sha256(canonical).hexdigest())

    def validate(self, now, given):
        findings = passerelle.validate(decoded(given["draft"]), now=now).findings
        fault = next((finding for finding in findings if finding.severity == "error"), None)
        return {"verdict": "refused", **located(fault)} if fault else accepted(findings=listed(findings))

    def take(self, now, given):
        document, is_root = decoded(given["document"]), given["kind"] == "root"
        if self.trust is None and not is_root:
            raise Lacking("a list is taken under a root only")
        try:
            if self.trust is None:
                self.trust = passerelle.Trust.pin(document)
            elif is_root:
                self.trust = self.trust.update_root(document)
            else:
                self.trust = self.trust.update_list(document, now=now)
        except passerelle.TrustError as error:
            return refused(error, **self.versions())
        self.root = document if is_root else self.root
        # The findings of the root come before those of the list.
        of_root = len(passerelle.Trust.pin(self.root).about.findings)
        findings = self.trust.about.findings
        return accepted(**self.versions(), findings=listed(findings[:of_root] if is_root else findings[of_root:]))

    def versions(self):
        if self.trust is None:
            return {}
        about = self.trust.about
        versions = {"root": about.root_version, "list": about.list_version}
        return {name: version for name, version in versions.items() if version is not None}

    # -- opening and keeping

    def opening(self, now, given):
        data = decoded(given["envelope"])
        key = passerelle.DecryptionKey(given["key"]["authority"], decoded(given["key"]["pkcs8"])) if "key" in given else None
        if self.trust is None:
            report = passerelle.inspect(data, None, now=now, key=key)
            fault = next(finding for finding in report.findings if finding.severity != "warning")
            verdict = "undecided" if report.integrity == "indeterminate" else "refused"
            return {"verdict": verdict, **located(fault), "integrity": report.integrity, "trust": report.trust}, None
        revisions = self.revisions if self.kept else None
        try:
            record = passerelle.open(data, self.trust, now=now, revisions=revisions, receipts=self.receipts, key=key)
        except passerelle.OpenError as error:
            return not_opened(error), None
        return opened(record), record

    def open(self, now, given):
        return self.opening(now, given)[0]

    def keep(self, now, given):
        answer, record = self.opening(now, given)
        if record is not None:
            self.kept.append(decoded(given["envelope"]))
            self.revisions.add(record)
        return answer

    def status(self, now, given):
        if not self.kept:
            return {"records": []}
        judged = passerelle.status(self.kept, self.trusting(), receipts=self.receipts, now=now).judgements
        rows = [
            {"digest": held.digest, "status": held.status, "holds": list(held.holds), "findings": listed(held.findings)}
            for held in judged
        ]
        return {"records": sorted(rows, key=lambda row: row["digest"])}

    def attachments(self, now, given):
        record, beside = self.last()
        files = [decoded(file) or None for file in given["files"]]
        found = passerelle.check_attachments(record, files, self.trusting(), now=now, receipts=beside["receipts"])
        fault = next((finding for finding in found if finding.severity == "error"), None)
        return {"verdict": "refused", **located(fault)} if fault else accepted(findings=listed(found))

    # -- making

    def convert(self, now, given):
        return envelope(lambda: passerelle.convert(decoded(given["envelope"]), given["form"]))

    def keys(self, given):
        return [passerelle.SoftwareKey.from_pkcs8(key["authority"], decoded(key["pkcs8"])) for key in given["keys"]]

    def sign(self, now, given):
        signers, parts = self.keys(given), given.get("redactable")
        if "returns" in given:
            signers = [Device(key, decoded(given["returns"])) for key in signers]
        more = {"redactable": parts, "randomness": Salts(map(decoded, given["salts"]))} if parts else {}
        draft, form = decoded(given["draft"]), given.get("form", "clear")
        return envelope(lambda: passerelle.sign(draft, *signers, now=now, form=form, **more))

    def cosign(self, now, given):
        return envelope(lambda: passerelle.cosign(decoded(given["envelope"]), self.keys(given)[0], now=now))

    def redact(self, now, given):
        return envelope(lambda: passerelle.redact(decoded(given["envelope"]), given["withhold"]))

    # -- statements and many records

    def manifest(self, now, given):
        data, records = decoded(given["manifest"]), [decoded(record) for record in given["records"]]
        key = passerelle.DecryptionKey(given["key"]["authority"], decoded(given["key"]["pkcs8"])) if "key" in given else None
        batch = passerelle.open_batch(data, records, self.trusting(), receipts=self.receipts, key=key, now=now)
        answer = not_opened(batch.error) if batch.manifest is None else statement(batch.manifest)
        if batch.manifest is not None:
            self.manifests.append(data)
            if batch.mismatches:
                first = batch.mismatches[0]
                place = f"/records/{first.at}" if first.kind in ("missing", "closed") else ""
                answer = {"verdict": "refused", "code": first.code, "pointer": place}
        answer["records"] = [opened(came.opened) if came else not_opened(came.error) for came in batch.records]
        answer["mismatches"] = [{"kind": row.kind, "at": row.at} for row in batch.mismatches]
        return answer

    def feeds(self, now, given):
        feeds = passerelle.check_feeds(self.manifests, self.trusting(), now=now) if self.manifests else ()
        faults = [fault for feed in feeds for fault in feed.faults if fault.severity == "error"]
        answer = {"verdict": "refused", "code": faults[0].code, "pointer": ""} if faults else accepted()
        names = ("code", "fault", "sequence", "through")
        rows = [[{name: getattr(fault, name) for name in names} for fault in feed.faults] for feed in feeds]
        feeds = [{"issuer": feed.issuer, "feed": feed.feed, "last": feed.last} for feed in feeds]
        return {**answer, "feeds": [{**feed, "faults": row} for feed, row in zip(feeds, rows)]}

    def receipt(self, now, given):
        data = decoded(given["receipt"])
        try:
            answer = statement(passerelle.open_receipt(data, self.trusting(), now=now))
        except passerelle.OpenError as error:
            return not_opened(error)
        self.receipts.append(data)
        return answer

    def forward(self, now, given):
        data = decoded(given["forward"])
        try:
            answer = statement(passerelle.open_forward(data, self.trusting(), now=now))
        except passerelle.OpenError as error:
            return not_opened(error)
        record, beside = self.last()
        check = passerelle.check_forward(data, record, self.trusting(), earlier=self.forwards, now=now, **beside)
        if check.faults:
            answer = {"verdict": "refused", **located(check.faults[0].finding)}
        self.forwards.append(data)
        faults = [{**located(row.finding), "step": row.step, "reasons": listed(row.reasons)} for row in check.faults]
        return {**answer, "faults": faults}

    # -- handing on

    def release(self, now, given):
        record, beside = self.last()
        transfer = {"to": given["to"], "purpose": given["purpose"], "environment": given["environment"], **sender(given)}
        decision = passerelle.release(record, self.trusting(), now=now, **transfer, **beside)
        return accepted() if decision else denied(decision.reasons)

    def referral(self, now, given):
        record, beside = self.last()
        try:
            made = passerelle.referral(record, self.trusting(), now=now, **sender(given), **beside)
        except passerelle.ReleaseError as error:
            return denied(error.findings)
        return accepted(referral=encoded(made.json), left_out=listed(made.left_out))

    def seal(self, now, given):
        record, beside = self.last()
        try:
            passerelle.seal(record, self.trusting(), to=given["to"], purpose=given["purpose"], now=now, **sender(given), **beside)
        except passerelle.SealError as error:
            return {"verdict": "refused", "code": error.code}
        return accepted()


OPERATIONS = {
    name: getattr(Session, name)
    for name in (
        "attachments convert cosign feeds forward keep manifest open read receipt redact referral release seal sign status validate"
    ).split()
}
OPERATIONS["trust"] = Session.take


def run(session, message):
    operation = OPERATIONS.get(message["operation"])
    if operation is None:
        return {"message": "skip", "reason": "the package does not do this"}
    try:
        return {"message": "answer", "answer": operation(session, time(message["now"]), message["input"])}
    except Lacking as error:
        return {"message": "skip", "reason": str(error)}


def ordered(reply):
    """The kind of the message first, and all that it says sorted."""
    answer = {"answer": json.loads(json.dumps(reply["answer"], sort_keys=True))} if "answer" in reply else {}
    return {**reply, **answer}


def main():
    session = Session()
    for line in sys.stdin:
        message = json.loads(line)
        if message["message"] == "stop":
            break
        if message["message"] == "start":
            version = passerelle.version()
            reply = {"message": "started", "protocol": 1, "implementation": "passerelle (Python)", "version": version}
        elif message["message"] == "reset":
            session, reply = Session(), {"message": "ready"}
        else:
            reply = run(session, message)
        # As the adapter for Rust writes: no white space, and members sorted.
        print(json.dumps(ordered(reply), ensure_ascii=False, separators=(",", ":")), flush=True)


if __name__ == "__main__":
    main()

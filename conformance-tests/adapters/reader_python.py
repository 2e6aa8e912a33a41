"""The adapter for the independent reader in Python: lines of JSON in, lines of JSON out."""

import base64
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "reader-python"))

from passerelle_reader import dates, redaction, text  # noqa: E402
from passerelle_reader.canonical import canonical, digest  # noqa: E402
from passerelle_reader.envelope import RECORD, open_envelope  # noqa: E402
from passerelle_reader.finding import Refused  # noqa: E402
from passerelle_reader.trust import Trust  # noqa: E402
from passerelle_reader.verification import check_draft, verify  # noqa: E402


WITHOUT_PLACE = ("limits", "encoding", "json")
"""Stages in which programs may stop at different bytes of a text."""


def located(finding):
    return {"code": finding.code} if finding.stage in WITHOUT_PLACE else {"code": finding.code, "pointer": finding.pointer}


def listed(findings):
    return [{**located(finding), "severity": finding.severity} for finding in findings]


def for_author(findings):
    return [{**row, "severity": author(finding)} for row, finding in zip(listed(findings), findings)]


def author(finding):
    return "error" if finding.refuses_author else "warning"


def refused(finding, **members):
    return {"verdict": "refused", **located(finding), **members}


class Lacking(Exception):
    """The reader does not do this."""


class Session:
    """What the reader holds between two messages: whom it trusts."""

    trust = None

    def read(self, now, text_):
        canonical_form = canonical(text.read(text_, text.draft_bounds()))
        said = base64.b64encode(canonical_form).decode("ascii")
        return {"verdict": "accepted", "canonical": said, "digest": digest(canonical_form)}

    def validate(self, now, draft):
        findings = check_draft(draft, now)
        fault = next((finding for finding in findings if finding.refuses_author), None)
        return refused(fault) if fault else {"verdict": "accepted", "findings": for_author(findings)}

    def take(self, now, document, kind):
        try:
            if self.trust is None:
                self.trust = Trust.pin(document)
            else:
                self.trust.warnings = []
                self.trust.update_root(document) if kind == "root" else self.trust.update_list(document, now)
        except Refused as error:
            return refused(error.finding, **self.versions())
        return {"verdict": "accepted", **self.versions(), "findings": listed(self.trust.warnings)}

    def versions(self):
        if self.trust is None:
            return {}
        held = {"root": self.trust.root.version}
        return {**held, "list": self.trust.list.version} if self.trust.list else held

    def open(self, now, envelope):
        report = verify(envelope, self.trust, now)
        answers = {"integrity": report.integrity, "trust": report.trust}
        fault = next((finding for finding in report.findings if finding.refuses), None)
        if fault:
            verdict = "undecided" if report.integrity == "indeterminate" else "refused"
            return {**refused(fault), **answers, "verdict": verdict}
        opened = open_envelope(envelope, RECORD)
        view = redaction.view(opened.object, opened.disclosures)
        if view.is_copy:
            raise Lacking("it does not say what is withheld in a copy")
        return {
            "verdict": "accepted",
            **answers,
            "digest": report.digest,
            "seen": digest(canonical(view.record)),
            "actionable": all(finding.code != "VER_MUST" for finding in report.findings),
            "findings": listed(report.findings),
        }


BYTES = {"text": "text_", "draft": "draft", "document": "document", "envelope": "envelope"}
OPERATIONS = {"read": Session.read, "validate": Session.validate, "trust": Session.take, "open": Session.open}


def run(session, message):
    operation, given = OPERATIONS.get(message["operation"]), message["input"]
    if operation is None or "key" in given:
        return {"message": "skip", "reason": "it does not do this"}
    given = {BYTES.get(name, name): base64.b64decode(value) if name in BYTES else value for name, value in given.items()}
    try:
        answer = operation(session, dates.seconds(message["now"]), **given)
    except Refused as error:
        answer = refused(error.finding)
    except Lacking as error:
        return {"message": "skip", "reason": str(error)}
    return {"message": "answer", "answer": answer}


def main():
    session = Session()
    for line in sys.stdin:
        message = json.loads(line)
        if message["message"] == "stop":
            break
        if message["message"] == "start":
            reply = {"message": "started", "protocol": 1, "implementation": "passerelle-reader (Python)", "version": "0.1.0"}
        elif message["message"] == "reset":
            session, reply = Session(), {"message": "ready"}
        else:
            reply = run(session, message)
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()

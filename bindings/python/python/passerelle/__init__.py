"""Signed, versioned records of traffickers and their methods: read, validate, sign and open them.

    import passerelle

    trust = passerelle.Trust.pin(root).update_list(trust_list)
    opened = passerelle.open(data, trust)           # raises OpenError where anything is wrong
    opened.record.content                           # typed values
    passerelle.validate(draft).findings             # what an author should mend
    passerelle.sign(draft, signer)                  # the envelope, as bytes

`passerelle.open` is the one way from bytes to a record that can be believed. Everything is thread-safe, and calls release the GIL. Times
are arguments (`now`); without them the clock of this machine counts.
"""

from . import errors, records
from ._findings import Finding, Signature, Withheld
from ._info import Explanation, explain, version
from .authoring import (
    Form,
    Validation,
    canonicalize,
    convert,
    cosign,
    redact,
    sign,
    sign_trust_document,
    validate,
)
from .batch import Verdict, Verdicts, inspect_many, open_many, validate_many, verify_many
from .errors import (
    ArgumentError,
    BindingError,
    CallbackError,
    CanonicalizeError,
    ClosedError,
    ConvertError,
    DiffError,
    FaultError,
    OpenError,
    PasserelleError,
    ReceiptError,
    RecordFormError,
    RedactError,
    ReleaseError,
    SignError,
    TrustError,
)
from .keys import Signer, SoftwareKey
from .reading import Opened, Report, inspect, open
from .records import Record, record_from_json
from .revisions import MemoryRevisions, Revisions
from .sharing import Change, Decision, Judgement, Revision, Status, diff, receipt, redact_for, release, status
from .trust import MemoryTrustStore, Trust, TrustAbout, TrustDocument, TrustKeeper, TrustStore

__version__ = version()

__all__ = [
    "ArgumentError",
    "BindingError",
    "CallbackError",
    "CanonicalizeError",
    "Change",
    "ClosedError",
    "ConvertError",
    "Decision",
    "DiffError",
    "Explanation",
    "FaultError",
    "Finding",
    "Form",
    "Judgement",
    "MemoryRevisions",
    "MemoryTrustStore",
    "OpenError",
    "Opened",
    "PasserelleError",
    "ReceiptError",
    "Record",
    "RecordFormError",
    "RedactError",
    "ReleaseError",
    "Report",
    "Revision",
    "Revisions",
    "SignError",
    "Signature",
    "Signer",
    "SoftwareKey",
    "Status",
    "Trust",
    "TrustAbout",
    "TrustDocument",
    "TrustError",
    "TrustKeeper",
    "TrustStore",
    "Validation",
    "Verdict",
    "Verdicts",
    "Withheld",
    "canonicalize",
    "convert",
    "cosign",
    "diff",
    "errors",
    "explain",
    "inspect",
    "inspect_many",
    "open",
    "open_many",
    "receipt",
    "record_from_json",
    "records",
    "redact",
    "redact_for",
    "release",
    "sign",
    "sign_trust_document",
    "status",
    "validate",
    "validate_many",
    "verify_many",
    "version",
]

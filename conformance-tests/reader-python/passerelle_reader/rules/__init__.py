"""The stage rules: whether the members of a record agree with one another (chapters 1, 2, 9 and 10)."""

from . import codes, documents, evaluation, handling, header, identifiers, method, person, place, protection
from .subject import Subject

MISSING = (
    "RULE_LANG_TAG_VALID",
    "RULE_SCRIPT_AGREES",
    "RULE_COUNTRY_CODE_KNOWN",
    "RULE_COUNTRY_USER_ASSIGNED",
    "RULE_SUBDIVISION_BELONGS",
    "RULE_NAME_SCRIPT_MATCHES",
    "RULE_NAME_SCRIPT_MIXED",
    "RULE_CONFUSABLE_NAME",
    "RULE_MRZ_NAME_AGREES",
    "RULE_MRZ_ISSUER_CODE",
    "RULE_PHONE_UNASSIGNED",
    "RULE_ATTACHMENT_HASH",
    "RULE_PRICES_NEED_CURRENCY",
)
"""Rules that this reader lacks: they need tables that the specification does not hold (ISO 3166, IANA, Unicode, ICAO, numbering
plans), or the bytes of an attachment. Of the last one only the currency is missing (ISO 4217); of `RULE_IBAN_MOD97` the structure
that each country has is."""


def rules(record, now):
    """Every finding of the stage; the caller sorts them."""
    subject = Subject(record, now)
    for part in (codes, header, place, handling, evaluation, protection, person, documents, identifiers, method):
        yield from part.findings(subject)

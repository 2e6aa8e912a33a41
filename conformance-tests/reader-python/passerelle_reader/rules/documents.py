"""Identity documents and their machine-readable zones (chapter 1)."""

import re

from .. import dates
from ..specification import toml
from .subject import finding

LAYOUTS = {
    # lines, length: (line, first, last, check digit) of each field, then the fields under the composite digit
    (3, 30): (((0, 5, 14, 14), (1, 0, 6, 6), (1, 8, 14, 14)), (((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)), (1, 29))),
    (2, 36): (((1, 0, 9, 9), (1, 13, 19, 19), (1, 21, 27, 27)), (((1, 0, 10), (1, 13, 20), (1, 21, 35)), (1, 35))),
    (2, 44): (((1, 0, 9, 9), (1, 13, 19, 19), (1, 21, 27, 27)), (((1, 0, 10), (1, 13, 20), (1, 21, 43)), (1, 43))),
}
OPTIONAL = (1, 28, 42, 42)
WITH_A_FRAUD = {"imposter", "fog", "breeder-based", "morph", "genuine", "not-checked"}
FORMS = {"9": "[0-9]", "A": "[A-Z]", "G": "[0-9CF-HJ-NPRTV-Z]", "N": "[0-9A-NP-Z]"}


def check_digit(text):
    """The check digit of ICAO Doc 9303: weights 7, 3, 1, modulo 10."""
    values = (0 if char == "<" else int(char, 36) for char in text)
    return str(sum(value * (7, 3, 1)[at % 3] for at, value in enumerate(values)) % 10)


def findings(subject):
    registry = toml("registry/documents.toml")
    for at, document in enumerate(subject.content.get("documents", ()) if subject.type == "profile" else ()):
        path = ("content", "documents", at)
        is_doubtful = document["authenticity"] in ("suspected", "fraudulent")
        zone = document.get("mrz")
        if zone and not is_doubtful:
            yield from (finding("RULE_MRZ_CHECKDIGIT", *path, "mrz", *line) for line in sorted(set(_wrong_lines(document, zone))))
        if subject.is_live:
            if document["issuer"] == "UTO":
                yield finding("RULE_UTOPIA_IN_LIVE", *path, "issuer")
            elif zone and zone[0][2:5] == "UTO":
                yield finding("RULE_UTOPIA_IN_LIVE", *path, "mrz", 0)
            if document["number"] in registry["specimens"]["numbers"]:
                yield finding("RULE_UTOPIA_IN_LIVE", *path, "number")
        if not is_doubtful and not _has_known_form(document, registry):
            yield finding("RULE_DOCUMENT_NUMBER_SHAPE", *path, "number")
        yield from _times(document, path)
        yield from _fraud(document, path)


def _has_known_form(document, registry):
    for row in registry["number"]:
        if row["issuer"] == document["issuer"] and document["type"] in row["types"]:
            return any(re.fullmatch(_pattern(form), document["number"]) for form in row["forms"])
    return True


def _pattern(form):
    return "".join(FORMS[letter] for letter in form)


def _times(document, path):
    if "expires" not in document or document.get("negated"):
        return
    expires = dates.span(document["expires"])[1]
    begins = [dates.span(document[name])[0] for name in ("first", "issued") if name in document]
    if expires is not None and any(begin is not None and expires < begin for begin in begins):
        yield finding("RULE_DOCUMENT_EXPIRED_AT_USE", *path, "expires")


def _fraud(document, path):
    fraud, authenticity = document.get("fraud_type"), document["authenticity"]
    if (
        (authenticity == "genuine" and fraud is not None and fraud not in WITH_A_FRAUD)
        or (authenticity == "fraudulent" and fraud == "genuine")
        or (fraud == "imposter" and "name_used" not in document)
    ):
        yield finding("RULE_FRAUD_TYPE_CONSISTENT", *path, "fraud_type")


def _wrong_lines(document, zone):
    """The lines with a fault, each as the rest of its place; an empty one for a zone of no known layout."""
    lengths = {len(line) for line in zone}
    layout = LAYOUTS.get((len(zone), *lengths)) if len(lengths) == 1 else None
    if layout is None:
        yield ()
    elif zone[0].startswith("IDFRA") and len(zone[0]) == 36:
        if not _is_right_french(zone):
            yield (1,)
    else:
        fields, (parts, (line, place)) = layout
        is_visa = zone[0].startswith("V")
        for field in fields:
            if not _digit_fits(zone, field):
                yield (field[0],)
        if not is_visa:
            if len(zone[0]) == 44 and not _digit_fits(zone, OPTIONAL, may_be_empty=True):
                yield (1,)
            if zone[line][place] != check_digit("".join(zone[at][first:last] for at, first, last in parts)):
                yield (line,)
        yield from _disagreeing_lines(document, zone, fields)


def _digit_fits(zone, field, may_be_empty=False):
    line, first, last, place = field
    text, digit = zone[line][first:last], zone[line][place]
    if digit == "<":
        if may_be_empty:
            return not text.strip("<")
        # A number that is too long for its field in TD1 goes on in the optional field, behind a filler in place of the digit.
        return len(zone) == 3 and (line, place) == (0, 14) and _long_number(zone) is not None
    return digit == check_digit(text)


def _long_number(zone):
    rest = zone[0][15:30].split("<")[0]
    number = zone[0][5:14] + rest[:-1]
    return number if rest and rest[-1] == check_digit(number) else None


def _is_right_french(zone):
    first, second = zone
    return (
        second[12] == check_digit(second[:12])
        and second[33] == check_digit(second[27:33])
        and second[35] == check_digit(first + second[:35])
    )


def _disagreeing_lines(document, zone, fields):
    """Where the zone says something else than the members beside it."""
    line, first, last, _ = fields[0]
    in_zone = zone[line][first:last].rstrip("<")
    if len(zone) == 3 and zone[0][14] == "<":
        in_zone = _long_number(zone) or in_zone
    number = re.sub("[^A-Z0-9]", "", document["number"].upper())
    if in_zone != number and not (len(number) > len(in_zone) == last - first and number.startswith(in_zone)):
        yield (line,)
    if zone[0][2:5].rstrip("<") != document["issuer"]:
        yield (0,)
    line, first, last, _ = fields[2]
    expires = document.get("expires", "")
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", expires) and zone[line][first:last] != expires[2:].replace("-", ""):
        yield (line,)

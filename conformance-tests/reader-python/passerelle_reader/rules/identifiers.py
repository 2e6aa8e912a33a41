"""Telephones, devices, accounts, vehicles and ships: numbers with a form or a check digit of their own (chapter 1)."""

import ipaddress
import re
from urllib.parse import urlsplit

from ..specification import toml
from .addresses import crypto_fault, is_onion
from .subject import finding

PHONE = re.compile(r"\+[1-9][0-9]{1,14}")
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
MAC = re.compile(r"[0-9A-F]{2}([:-])(?:[0-9A-F]{2}\1){4}[0-9A-F]{2}(?:(?:\1[0-9A-F]{2}){2})?", re.I)
EMAIL = re.compile(r"[^@\s\"]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[^@\s\"]+@\[[^\]\s]+\]")
HULL = re.compile(r"(?:[A-Z]{2}-?)?[A-Z0-9]{3}[A-Z0-9]{7}[0-9]{2}")
VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9)))


def luhn(digits):
    """The Luhn sum modulo 10."""
    doubled = (int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10


def is_imei(text):
    return re.fullmatch("[0-9]{15}", text) is not None and luhn(text) == 0


def is_iban(text):
    """Form and check digits of ISO 13616. The structure of each country is in a registry that the specification does not hold."""
    return IBAN.fullmatch(text) is not None and int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1


def findings(subject):
    yield from _selectors(subject)
    for path, account in subject.all("FinancialAccount"):
        if account["kind"] == "iban" and not is_iban(account["value"]):
            yield finding("RULE_IBAN_MOD97", *path, "value")
        if account["kind"] == "crypto-address" and crypto_fault(account["value"]):
            yield finding(crypto_fault(account["value"]), *path, "value")
    for name in ("Vehicle", "SeizedItem"):
        for path, vehicle in subject.all(name):
            yield from _vehicle(subject, path, vehicle)


def _selectors(subject):
    seen = set()
    for path, selector in subject.all("Selector"):
        kind, value = selector["kind"], selector["value"]
        if kind == "phone" and not _is_phone(value):
            yield finding("RULE_PHONE_E164", *path, "value")
        elif kind == "imei" and not is_imei(value):
            yield finding("RULE_IMEI_LUHN", *path, "value")
        elif kind == "crypto-address" and crypto_fault(value):
            yield finding(crypto_fault(value), *path, "value")
        elif not _has_form(kind, value):
            yield finding("RULE_SELECTOR_FORM", *path, "value")
        same = (kind, selector.get("platform"), _normal(kind, value))
        if same in seen:
            yield finding("RULE_DUP_SELECTOR", *path)
        seen.add(same)


def _is_phone(value):
    codes = {str(code) for code in toml("registry/phones.toml")["country_codes"]}
    return PHONE.fullmatch(value) is not None and any(value[1 : 1 + length] in codes for length in (1, 2, 3))


def _has_form(kind, value):
    if kind == "imsi":
        return re.fullmatch("[0-9]{14,15}", value) is not None
    if kind == "iccid":
        return re.fullmatch("89[0-9]{16,18}", value) is not None and (len(value) != 19 or luhn(value) == 0)
    if kind == "email":
        return EMAIL.fullmatch(value) is not None
    if kind == "url":
        return _is_url(value)
    if kind == "onion":
        return is_onion(value)
    if kind == "ip":
        return _address(value) is not None
    return kind != "mac" or MAC.fullmatch(value) is not None


def _is_url(value):
    try:
        split = urlsplit(value)
        return bool(split.scheme and split.hostname) and not re.search(r"[\s<>\"{}|\\^`]", value)
    except ValueError:
        return False


def _address(value):
    try:
        return ipaddress.ip_address(value)
    except ValueError:
        return None


def _normal(kind, value):
    """PSR-PRO-021."""
    if kind == "phone":
        return re.sub(r"[ .()\[\]-]", "", value)
    if kind == "email":
        local, at, domain = value.rpartition("@")
        return local + at + domain.lower()
    if kind == "onion":
        return value.lower()
    if kind == "url":
        return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]*://)([^/?#]*)", lambda found: found[0].lower(), value)
    if kind == "mac":
        return value.lower().replace("-", ":")
    if kind == "ip":
        return str(_address(value) or value)
    if kind == "crypto-address":
        chain, _, address = value.rpartition(":")
        return f"{chain}:{address.lower()}" if re.match("0x|bc1|ltc1|tb1", address.lower()) else value
    return value


def _vehicle(subject, path, vehicle):
    if "vin" in vehicle and not _is_vin(vehicle["vin"]):
        yield finding("RULE_VIN_CHECK", *path, "vin")
    if "hull_id" in vehicle and not HULL.fullmatch(vehicle["hull_id"]):
        yield finding("RULE_VIN_CHECK", *path, "hull_id")
    if "imo" in vehicle and not _is_imo(vehicle["imo"]):
        yield finding("RULE_IMO_CHECKSUM", *path, "imo")
    if "mmsi" in vehicle and not _is_mmsi(vehicle["mmsi"], subject.is_live):
        yield finding("RULE_IMO_CHECKSUM", *path, "mmsi")
    if "plate" in vehicle and "plate_country" not in vehicle:
        yield finding("RULE_PLATE_NEEDS_COUNTRY", *path, "plate")


def _is_vin(vin):
    if not VIN.fullmatch(vin):
        return False
    if vin[0] not in "12345L":
        return True
    total = sum(weight * (int(char) if char.isdigit() else VIN_VALUES[char]) for weight, char in zip(VIN_WEIGHTS, vin))
    return vin[8] == "0123456789X"[total % 11]


def _is_imo(number):
    if not re.fullmatch("[0-9]{7}", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, range(7, 1, -1)))
    return number[6] == str(total % 10)


def _is_mmsi(number, is_live):
    if not re.fullmatch("[0-9]{9}", number):
        return False
    if number.startswith(("970", "972", "974")) or (not is_live and number.startswith("000")):
        return True
    digits = number[2:5] if number.startswith("98") else number[1:4] if number.startswith("8") else number[:3]
    runs = (run if isinstance(run, list) else [run, run] for run in toml("registry/ships.toml")["assigned"])
    return any(low <= int(digits) <= high for low, high in runs)

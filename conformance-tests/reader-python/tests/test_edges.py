"""Limits, signatures and trust at their edges, where the chapters have no block."""

import unittest

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from passerelle_reader import base64url, dates, keys, text
from passerelle_reader.finding import Refused
from passerelle_reader.rules.addresses import keccak256
from passerelle_reader.specification import limits


def code_of(data, bounds):
    try:
        text.read(data, bounds)
    except Refused as refused:
        return refused.finding.code
    return None


class Texts(unittest.TestCase):
    def test_values_are_counted_where_they_must_begin(self):
        most = limits()["values"]
        full = b'{"a": [' + b"1," * (most - 3) + b"1"
        self.assertIsNone(code_of(full + b"]}", text.draft_bounds()))
        self.assertEqual(code_of(full + b",x]}", text.draft_bounds()), "LIM_COUNT")
        self.assertEqual(code_of(full + b"x]}", text.draft_bounds()), "JSON_SYNTAX")

    def test_size_comes_before_everything(self):
        most = limits()["header_bytes"]
        self.assertEqual(code_of(b"\xff" * (most + 1), text.header_bounds()), "LIM_SIZE")
        self.assertEqual(code_of(b"\xff" * most, text.header_bounds()), "JSON_ENCODING")

    def test_a_number_of_a_million_digits_is_judged_by_its_digits(self):
        self.assertEqual(code_of(b'{"a": ' + b"9" * 1_000_000 + b"}", text.draft_bounds()), "PROFILE_NUMBER_RANGE")

    def test_a_million_faults_cost_no_more_than_one(self):
        self.assertEqual(code_of(b'{"a": "' + b"\\u0000" * 500_000 + b'"}', text.draft_bounds()), "JSON_FORBIDDEN_CHAR")


class Signatures(unittest.TestCase):
    def test_both_twins_of_an_ecdsa_signature_verify(self):
        for alg, curve, hashing in (("ES256", ec.SECP256R1(), hashes.SHA256()), ("ES384", ec.SECP384R1(), hashes.SHA384())):
            with self.subTest(alg):
                kind = keys.BY_ALG[alg]
                private = ec.generate_private_key(curve)
                key = keys.read(jwk(private, kind.size))
                r, s = decode_dss_signature(private.sign(b"message", ec.ECDSA(hashing)))
                for twin in (s, kind.order - s):
                    signature = r.to_bytes(kind.size, "big") + twin.to_bytes(kind.size, "big")
                    self.assertTrue(keys.has_form(alg, signature))
                    self.assertTrue(key.verifies(signature, b"message"))
                    self.assertFalse(key.verifies(signature, b"another"))

    def test_signatures_out_of_range_have_no_form(self):
        for alg, kind in keys.BY_ALG.items():
            with self.subTest(alg):
                above = kind.order.to_bytes(kind.size, "little" if alg == "Ed25519" else "big")
                self.assertFalse(keys.has_form(alg, bytes(kind.size - 1) + b"\x01" + above))
                self.assertFalse(keys.has_form(alg, bytes(2 * kind.size - 1)))
        self.assertFalse(keys.has_form("ES256", bytes(64)))
        self.assertTrue(keys.has_form("Ed25519", bytes(64)))

    def test_points_of_small_order_and_second_encodings_are_weak(self):
        order_4, order_1, off_the_curve = bytes(32), b"\x01" + bytes(31), b"\x02" + bytes(31)
        order_2, second_spelling = (last + b"\xff" * 30 + b"\x7f" for last in (b"\xec", b"\xee"))
        for encoded in (order_1, order_2, order_4, second_spelling, off_the_curve):
            with self.subTest(encoded.hex()):
                self.assertEqual(keys.read({"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(encoded)}), "TL_KEY_WEAK")


def jwk(private, size):
    point = private.public_key().public_numbers()
    curve = {32: "P-256", 48: "P-384"}[size]
    return {"kty": "EC", "crv": curve, **{name: base64url.encode(getattr(point, name).to_bytes(size, "big")) for name in "xy"}}


class Dates(unittest.TestCase):
    def test_uncertain_dates_as_chapter_1_shows_them(self):
        for written, first, last in (
            ("1985-03", "1985-03-01", "1985-03-31"),
            ("198X", "1980-01-01", "1989-12-31"),
            ("19XX", "1900-01-01", "1999-12-31"),
            ("1960/1961-02", "1960-01-01", "1961-02-28"),
            ("0000-02-29", "0000-02-29", "0000-02-29"),
        ):
            with self.subTest(written):
                self.assertEqual(dates.span(written), (dates.day(first), dates.day(last)))
        self.assertEqual(dates.span("../1990"), (None, dates.day("1990-12-31")))
        self.assertEqual(dates.day("1970-01-01"), 0)

    def test_the_hash_of_eip_55(self):
        self.assertEqual(keccak256(b"").hex(), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")

"""Addresses that prove themselves: crypto addresses by their chain (CAIP-10), and onion services."""

import base64
import hashlib
import re

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BITCOIN_KIN = {
    "000000000019d6689c085ae165831e93": ((0, 5), "bc"),
    "12a765e31ffd4059bada1e25190f6e98": ((48, 50, 5), "ltc"),
    "1a91e3dace36e2be3bf030a65679fe82": ((30, 22), None),
    "000000000933ea01ad0ee984209779ba": ((111, 196), "tb"),
}
CAIP10 = re.compile(r"([-a-z0-9]{3,8}):([-_a-zA-Z0-9]{1,32}):([-.%a-zA-Z0-9]{1,128})")
ONION = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[a-z0-9-]+\.)*([a-z2-7]{56}|[a-z2-7]{16})\.onion(?::[0-9]+)?(?:[/?#]\S*)?")


def crypto_fault(value):
    """The code that is due, or None where the address is right (PSR-PRO-025)."""
    match = CAIP10.fullmatch(value)
    if not match:
        return "RULE_CRYPTO_ADDRESS_FORM"
    namespace, reference, address = match.groups()
    if namespace == "bip122" and reference in BITCOIN_KIN:
        versions, prefix = BITCOIN_KIN[reference]
        right = _base58check(address) in versions or (prefix is not None and _is_segwit(address, prefix))
    elif namespace == "eip155" and reference.isdigit():
        right = _is_ethereum(address)
    elif namespace == "tron":
        right = _base58check(address) == 65
    elif namespace == "solana":
        right = len(_base58(address) or b"") == 32
    else:
        return "RULE_CRYPTO_CHAIN_UNKNOWN"
    return None if right else "RULE_CRYPTO_ADDRESS_FORM"


def _base58(text):
    number = 0
    for char in text:
        if char not in BASE58:
            return None
        number = number * 58 + BASE58.index(char)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _base58check(text):
    """The version of an address of 20 bytes whose check sum is right, or None."""
    data = _base58(text)
    if data is None or len(data) != 25:
        return None
    check = hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4]
    return data[0] if check == data[-4:] else None


def _is_segwit(text, prefix):
    """BIP-173 and BIP-350: a program of witness version 0 under bech32, a later one under bech32m."""
    if text not in (text.lower(), text.upper()) or len(text) > 90:
        return False
    text = text.lower()
    data = [BECH32.find(char) for char in text[len(prefix) + 1 :]]
    if not text.startswith(prefix + "1") or len(data) < 8 or -1 in data or data[0] > 16:
        return False
    spread = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    if _polymod(spread + data) != (1 if data[0] == 0 else 0x2BC830A3):
        return False
    bits = "".join(f"{value:05b}" for value in data[1:-6])
    size, rest = divmod(len(bits), 8)
    if rest > 4 or "1" in bits[len(bits) - rest :] or not 2 <= size <= 40:
        return False
    return data[0] != 0 or size in (20, 32)


def _polymod(values):
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> at & 1 else 0
    return check


def _is_ethereum(address):
    if not re.fullmatch("0x[0-9a-fA-F]{40}", address):
        return False
    digits = address[2:]
    if digits in (digits.lower(), digits.upper()):
        return True
    hashed = keccak256(digits.lower().encode("ascii")).hex()
    return all(not char.isalpha() or char.isupper() == (int(nibble, 16) >= 8) for char, nibble in zip(digits, hashed))


ROTATIONS = ((0, 36, 3, 41, 18), (1, 44, 10, 45, 2), (62, 6, 43, 15, 61), (28, 55, 25, 21, 56), (27, 20, 39, 8, 14))
MASK = (1 << 64) - 1


def keccak256(data):
    """The hash of EIP-55: Keccak as it was before it became SHA-3, which pads differently."""
    rate = 136
    padded = bytearray(data + b"\x01" + bytes(-(len(data) + 1) % rate))
    padded[-1] |= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for begin in range(0, len(padded), rate):
        for at in range(rate // 8):
            lanes[at % 5][at // 5] ^= int.from_bytes(padded[begin + 8 * at : begin + 8 * at + 8], "little")
        _permute(lanes)
    return b"".join(lanes[at % 5][at // 5].to_bytes(8, "little") for at in range(4))


def _permute(lanes):
    register = 1
    for _ in range(24):
        parity = [lanes[x][0] ^ lanes[x][1] ^ lanes[x][2] ^ lanes[x][3] ^ lanes[x][4] for x in range(5)]
        mixed = [parity[(x + 4) % 5] ^ _rotate(parity[(x + 1) % 5], 1) for x in range(5)]
        moved = [[0] * 5 for _ in range(5)]
        for x in range(5):
            for y in range(5):
                moved[y][(2 * x + 3 * y) % 5] = _rotate(lanes[x][y] ^ mixed[x], ROTATIONS[x][y])
        for x in range(5):
            for y in range(5):
                lanes[x][y] = moved[x][y] ^ (~moved[(x + 1) % 5][y] & MASK & moved[(x + 2) % 5][y])
        for power in range(7):
            register = (register << 1 ^ (register >> 7) * 0x171) & 0xFF
            if register & 2:
                lanes[0][0] ^= 1 << ((1 << power) - 1)


def _rotate(lane, by):
    return (lane << by | lane >> (64 - by)) & MASK


def is_onion(value):
    """A host of 56 characters whose check sum is right (Tor, rend-spec-v3), or of 16."""
    match = ONION.fullmatch(value.lower())
    if not match:
        return False
    if len(match[1]) == 16:
        return True
    data = base64.b32decode(match[1].upper())
    key, check, version = data[:32], data[32:34], data[34:]
    return version == b"\x03" and hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2] == check

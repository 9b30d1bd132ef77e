"""One hash of folded letters that plain Python and numpy compute alike.

The hash is the number whose digits in base 65536 are the letters' UTF-16 code units, modulo a
prime. Python gets it from a string in one call (`int.from_bytes`), so a listed name is found
without importing numpy; numpy gets it for any span of a text from prefix sums, so that words can be
joined without hashing them again. It only proposes: every hit is compared letter by letter.
"""

from __future__ import annotations

MODULUS = 2_147_483_629  # prime; the powers of 65536 repeat only after 536,870,907
BASE = 1 << 16
SPREAD = 0x9E3779B97F4A7C15  # 2**64 / golden ratio: spreads neighbouring hashes (Knuth 6.4)
_MASK = (1 << 64) - 1

WHOLE, PREFIX = 1, 2
"""Bits of the probe table: the hash of a whole form, and of the beginning of a longer one."""


def narrow(letters: str) -> str:
    """Return letters with each character beyond U+FFFF replaced by one of the private use area.

    Args:
        letters: Folded letters.

    Returns:
        As many characters, all of them one UTF-16 code unit.
    """
    if letters.isascii() or max(letters) <= "\uffff":
        return letters
    return "".join([char if char <= "\uffff" else chr(narrow_code(ord(char))) for char in letters])


def narrow_code(code: int) -> int:
    """Return the private use code point that stands for a code point beyond U+FFFF."""
    return 0xE000 + code % 6400


def letters_hash(letters: str) -> int:
    """Return the hash of folded letters, below `MODULUS`."""
    encoded = narrow(letters).encode("utf-16-be", "surrogatepass")
    return int.from_bytes(encoded, "big") % MODULUS


def probe_slot(value: int, bits: int) -> int:
    """Return the slot of a hash in a probe table of ``2**bits`` bytes."""
    return ((value * SPREAD) & _MASK) >> (64 - bits)

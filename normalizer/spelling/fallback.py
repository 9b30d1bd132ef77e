"""Romanisation of scripts for which this package has no table of its own.

The only module that uses Unidecode. Unidecode is GPL-2.0-or-later, so it stays a separate,
replaceable dependency behind this one function and is imported only when a letter needs it.
"""

from __future__ import annotations


def fallback(letter: str) -> str:
    """Romanise one letter with Unidecode.

    Args:
        letter: One character.

    Returns:
        Lower-case ASCII letters and digits, without spaces; possibly empty.

    Source: the character tables of Unidecode (T. Solc, after S. M. Burke's Text::Unidecode);
        for Han these are Mandarin readings without tones.
    """
    from unidecode import unidecode  # noqa: PLC0415 - GPL: only where it is needed

    return "".join(c for c in unidecode(letter, errors="ignore").lower() if c.isalnum())

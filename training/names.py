"""Read the name data and make the pairs the fits learn from."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from rapidfuzz.fuzz import ratio

from normalizer.spelling.fold import fold
from normalizer.spelling.script import LATIN, script_of

# What writers of Latin letters do differently for the same sounds. Each step is tried at most once.
_SWAPS = (
    ("sh", "ch"), ("sh", "sch"), ("ch", "tch"), ("ch", "tsch"), ("kh", "h"), ("kh", "ch"),
    ("gh", "g"), ("ou", "u"), ("u", "ou"), ("oo", "u"), ("u", "oo"), ("ee", "i"), ("i", "ee"),
    ("i", "y"), ("y", "i"), ("y", "j"), ("j", "dj"), ("j", "g"), ("q", "k"), ("k", "q"),
    ("c", "k"), ("w", "v"), ("v", "w"), ("e", "a"), ("a", "e"), ("o", "u"), ("u", "o"),
    ("ai", "ay"), ("ei", "ai"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("z", "s"), ("ss", "s"),
    ("aa", "a"), ("a", "aa"), ("ya", "ia"), ("ia", "iya"), ("h ", " "), ("al ", "el "),
    ("al ", "al-"), ("x", "ks"), ("ts", "tz"), ("iy", "i"), ("ii", "iy"),
)  # fmt: skip
_ENDINGS = ("ia", "ian", "s", "an", "in", "er", "ov", "i", "en", "is", "us", "land", "stan", "ova")
_VOWELS = "aeiou"
_CONSONANTS = "bcdfghjklmnpqrstvwxz"


T = TypeVar("T")

FULL_LENGTHS = (2, 3, 3, 3, 4, 5)
"""How many words a made-up full name has, each as likely."""


class Pair(NamedTuple):
    """Two spellings of one name: the language of the first, the query, the listed form."""

    language: str
    query: str
    name: str


def held_out(name: str) -> bool:
    """Tell whether a name is kept from the sound tables, for the fit of the score."""
    return zlib.crc32(name.casefold().encode()) % 5 == 0


def read_pairs(folder: Path, part: str = "train") -> dict[str, list[Pair]]:
    """Return the pairs of train.tsv.gz, or of another part, by language, native form first."""
    by_language: dict[str, list[Pair]] = defaultdict(list)
    with gzip.open(folder / f"{part}.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            language, english, native, *_ = line.rstrip("\n").split("\t")
            by_language[language].append(Pair(language, native, english))
    return dict(sorted(by_language.items()))


def read_parts(folder: Path) -> Iterator[dict[str, list[str]]]:
    """Yield the forms of each name part in parts_train.jsonl.gz, by script."""
    with gzip.open(folder / "parts_train.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            forms: dict[str, list[str]] = defaultdict(list)
            for form in json.loads(line)["forms"]:
                forms[script_of(form)].append(form)
            yield forms


def noisy(name: str, rng: random.Random) -> str:
    """Return a Latin name as another writer may spell it: schemes, doubling, articles, slips."""
    text = name.casefold()
    for _ in range(rng.choice((1, 1, 2, 3))):
        old, new = rng.choice(_SWAPS)
        if old in text:
            at = rng.choice([i for i in range(len(text)) if text.startswith(old, i)])
            if at or old[0] not in "aeo":  # Aden is not Eden
                text = text[:at] + new + text[at + len(old) :]
    if rng.random() < 0.15:
        at = rng.randrange(len(text))
        if text[at].isalpha():
            text = text[:at] + text[at] + text[at:]
    if rng.random() < 0.05 and len(text) > 7:
        at = rng.randrange(1, len(text) - 1)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    words = text.split()
    if len(words) > 1 and rng.random() < 0.1:
        text = " ".join([words[-1] + ",", *words[:-1]])
    elif len(words) > 1 and rng.random() < 0.05:
        text = text.replace(" ", "", 1)
    return text


def reordered(name: str, rng: random.Random) -> str:
    """Return a full name as lists write it: the last word first, or a middle word left out."""
    words = name.split()
    kind = rng.random()
    if len(words) > 2 and kind < 0.3:
        del words[rng.randrange(1, len(words) - 1)]
    if kind < 0.15 or kind > 0.5:
        at = rng.randrange(1, len(words))
        words = [*words[at:], *words[:at]]
    return " ".join(words)


def shortened(words: Sequence[T], rng: random.Random) -> list[T]:
    """Return the words of a full name that another list has of it.

    Args:
        words: The words of a full name, in order.
        rng: Where chance comes from.

    Returns:
        The first and the last, and half of those between; of many words sometimes without the
        last, of the others sometimes with it first.
    """
    kept = [
        word for at, word in enumerate(words) if at in (0, len(words) - 1) or rng.random() < 0.5
    ]
    if len(words) > 3 and rng.random() < 0.15:
        return kept[:-1]
    return [kept[-1], *kept[:-1]] if rng.random() < 0.25 else kept


def look_alikes(
    name: str, others: list[str], similar: Callable[[str], list[str]], rng: random.Random
) -> list[str]:
    """Return names that look like a name and are others.

    Args:
        name: A name.
        others: Names to borrow words from.
        similar: Gives words that are like a word and are not it.
        rng: Where chance comes from.

    Returns:
        With the first or last word missing, a word more, a word exchanged for another and for a
        similar one, and one root letter changed, left out or added.
    """
    words = name.split()
    other = rng.choice(rng.choice(others).split() or ["x"])
    made = [f"{name} {other}" if rng.random() < 0.5 else f"{other} {name}"]
    if len(words) > 1:
        at = rng.randrange(len(words))
        # A middle word may be left out: see `shortened`.
        end = rng.choice((0, len(words) - 1))
        made.append(" ".join(words[:end] + words[end + 1 :]))
        made.append(" ".join([*words[:at], other, *words[at + 1 :]]))
        for word in similar(words[at])[:2]:
            made.append(" ".join([*words[:at], word, *words[at + 1 :]]))
    changed = _other_root(name, rng)
    return [form for form in (*made, changed) if form and form.casefold() != name.casefold()]


def one_spelling(form: str, other: str) -> bool:
    """Tell whether two forms of a name part are spellings of one name, not just cognates.

    The data has Jakub beside Iakovos and feminine endings beside masculine ones.

    Args:
        form: A form.
        other: Another in the same script.

    Returns:
        True where they begin alike, and neither only adds an ending to the other.
    """
    one, two = fold(form), fold(other)
    longer, shorter = (one, two) if len(one) > len(two) else (two, one)
    if not shorter or (longer.startswith(shorter) and len(longer) - len(shorter) > 1):
        return False
    if one[0] != two[0] and (one[0] in _VOWELS or two[0] in _VOWELS):
        return False
    return ratio(one, two) > 60


# Consonants that schemes and languages write for one another.
_ALIKE = ("bpvfw", "dt", "gkqcxhj", "szcxj", "m", "n", "lr", "jyw")


def other_root(name: str, rng: random.Random) -> str:
    """Return a Latin name with one consonant exchanged for one that no scheme writes for it.

    Args:
        name: A name in Latin letters.
        rng: Where chance comes from.

    Returns:
        Another name, in lower case; with a consonant put before it where it has none.
    """
    text = name.casefold()
    places = [at for at, letter in enumerate(text) if letter in _CONSONANTS]
    if not places:
        return rng.choice(_CONSONANTS) + text
    at = rng.choice(places)
    alike = "".join(group for group in _ALIKE if text[at] in group)
    others = [letter for letter in _CONSONANTS if letter not in alike and letter != "h"]
    return text[:at] + rng.choice(others) + text[at + 1 :]


def _other_root(name: str, rng: random.Random) -> str:
    """A name with one root letter changed, left out or added."""
    script = script_of(name)
    letters = _CONSONANTS if script == LATIN else "".join(sorted({c for c in name if c.isalpha()}))
    if script == LATIN and len(name) < 12 and rng.random() < 0.35:
        return _other_end(name, rng)
    places = [
        i for i, c in enumerate(name)
        if (c.casefold() in _CONSONANTS if script == LATIN else c.isalpha())
    ]  # fmt: skip
    if not places or not letters or len(name) > 14:
        return ""
    at = rng.choice(places)
    kind = rng.random()
    if kind < 0.6:
        return name[:at] + rng.choice(letters) + name[at + 1 :]
    if kind < 0.8:
        return name[:at] + name[at + 1 :]
    return name[:at] + rng.choice(letters) + name[at:]


def _other_end(name: str, rng: random.Random) -> str:
    """A Latin name with an ending more, an ending less, or another first vowel."""
    kind = rng.random()
    if name[:1].casefold() in _VOWELS and kind < 0.5:
        return rng.choice([c for c in _VOWELS if c != name[0].casefold()]) + name[1:]
    if kind < 0.8 or len(name) < 6:
        return name + rng.choice(_ENDINGS)
    return name[:-2]

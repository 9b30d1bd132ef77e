"""Make the tables of how names in Han characters are read in five languages.

    python -m training.han_readings --sudachi system.dic --unihan Unihan_Readings.txt
        --shinjitai JPShinjitaiCharacters.txt

reads the dictionary of the package SudachiDict-core (Apache-2.0), the Unihan database of Unicode
(14.0, Unicode licence) and a table of OpenCC (Apache-2.0), and writes ``japanese.tsv``,
``syllables.tsv`` and ``shinjitai.tsv`` into normalizer/spelling/data/han. Same input, same files.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise, product
from math import prod
from pathlib import Path

import numpy as np

from normalizer.spelling.fold import fold_key
from normalizer.spelling.han_readings import japanese_key, surnames
from normalizer.spelling.romanise import romanise

_OUT = Path(__file__).parent.parent / "normalizer" / "spelling" / "data" / "han"
_CLASSES = {1347: "given", 1348: "surname"}
"""Numbers of the parts of speech 名詞,固有名詞,人名,名 and 姓 in the edition of 2026-10-15."""
_UNSEEN = 10_000
"""The cost of names that the dictionary's texts do not hold."""
_SURNAMES, _GIVEN = 17_000, 12_000
"""So many of the most frequent surnames are kept; of so many given names those that are read
otherwise than their characters."""
_LONGEST, _MOST = 3, 2
"""How many characters a name has at most, and how many readings."""
_ROUNDS, _LEAST, _SEEN, _EACH, _COMPOSED = 8, 0.03, 3.0, 6, 3
"""Rounds of learning; the least share of a reading, the least count of a character, how many
readings of one are kept, and among how many composed readings a name's own must be."""
_BLOCKS = ("Strings", "Entries")


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of seven bits a byte; return it and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _names(path: Path) -> Iterator[tuple[str, str, str, int]]:
    """Yield class, written name, reading in katakana and cost from a binary dictionary."""
    data = path.read_bytes()
    blocks = {}
    for name in _BLOCKS:
        start, at = _number(data, data.index(name.encode()) + len(name))
        blocks[name] = (start, _number(data, at)[0])
    first, size = blocks["Entries"]
    strings = blocks["Strings"][0]
    entries = np.frombuffer(data[first : first + size // 8 * 8], "<i2").reshape(-1, 4)
    words = entries.view("<u4").reshape(-1, 2)
    of_names = np.isin(entries[:, 3], list(_CLASSES)) & (entries[:, 0] == entries[:, 1])

    def text(pointer: int) -> str:
        begin = strings + 2 * (pointer & 0x7FFFFFF)
        return data[begin : begin + 2 * (pointer >> 27)].decode("utf-16-le", "replace")

    for at in np.flatnonzero(of_names & (entries[:, 0] > 4780) & (entries[:, 0] < 4800)).tolist():
        written, reading = (text(int(pointer)) for pointer in words[at + 1])
        yield _CLASSES[int(entries[at, 3])], written, reading, int(entries[at, 2])


def _japanese(path: Path, unihan: Path) -> Iterator[str]:
    """Yield lines of surnames, of the characters of given names, and of given names apart."""
    readings = _fields(unihan)["kJapaneseOn"].items()
    on = {japanese_key(char): value.lower().split() for char, value in readings}
    chinese = set(map(japanese_key, surnames("zh")))
    found: dict[str, dict[str, dict[str, int]]] = {kind: {} for kind in _CLASSES.values()}
    for kind, written, reading, cost in _names(path):
        if all("\u4e00" <= char <= "\u9fff" or char == "々" for char in written):
            kana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in reading)
            key = japanese_key(written)
            if kind == "surname" and key in chinese and romanise(kana) in on.get(key, ()):
                continue  # 張 read as チョウ is a Chinese in Japan
            costs = found[kind].setdefault(key, {})
            costs[kana] = min(cost, costs.get(kana, cost))
    usual = [it for it in found["surname"].items() if len(it[0]) <= _LONGEST]
    yield from _by_reading("surname", sorted(usual, key=_least_cost)[:_SURNAMES])
    given = {key: costs for key, costs in found["given"].items() if len(key) <= _LONGEST}
    chances = _chances(given)
    for char, each in sorted(chances.items()):
        yield f"character\t{char}\t{' '.join(f'{kana}:{p:.2f}' for kana, p in each)}"
    frequent = sorted(given.items(), key=_least_cost)[:_GIVEN]
    yield from _by_reading("given", [it for it in frequent if not _is_composed(*it, chances)])


def _least_cost(named: tuple[str, dict[str, int]]) -> tuple[int, str]:
    return min(named[1].values()), named[0]


def _by_reading(kind: str, names: list[tuple[str, dict[str, int]]]) -> Iterator[str]:
    """Yield lines: kind, reading, the names that are mostly read so."""
    read: dict[str, list[str]] = defaultdict(list)
    for key, costs in names:
        for kana in sorted(costs, key=lambda it: (costs[it], it))[:_MOST]:
            read[kana].append(key)
    for kana, keys in sorted(read.items()):
        yield f"{kind}\t{kana}\t{' '.join(keys)}"


def _chances(given: dict[str, dict[str, int]]) -> dict[str, list[tuple[str, float]]]:
    """Return how each character of given names is read, the likeliest first, with its share.

    Which kana belong to which character is learned by expectation maximisation.
    """
    ways: list[tuple[float, list[list[tuple[str, str]]]]] = []
    for key, costs in given.items():
        for kana, cost in costs.items():
            cuts = combinations(range(1, len(kana)), len(key) - 1)
            bounds = [(0, *cut, len(kana)) for cut in cuts]
            splits = [[kana[a:b] for a, b in pairwise(each)] for each in bounds]
            weight = 1.0 if cost == _UNSEEN else 4.0
            ways.append((weight, [list(zip(key, split, strict=True)) for split in splits]))
    shares: dict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    for _ in range(_ROUNDS):
        counts: dict[tuple[str, str], float] = defaultdict(float)
        for weight, splits in ways:
            chances = [prod(shares[pair] for pair in split) for split in splits]
            whole = sum(chances)
            for chance, split in zip(chances, splits, strict=True):
                for pair in split:
                    counts[pair] += weight * chance / whole if whole else 0.0
        totals: dict[str, float] = defaultdict(float)
        for (char, _), count in counts.items():
            totals[char] += count
        shares = defaultdict(float, {pair: n / totals[pair[0]] for pair, n in counts.items()})
    read: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (char, kana), share in sorted(shares.items(), key=lambda it: (-it[1], it[0])):
        if share >= _LEAST and totals[char] >= _SEEN and len(read[char]) < _EACH:
            read[char].append((kana, share))
    return read


def _is_composed(
    key: str, costs: dict[str, int], chances: dict[str, list[tuple[str, float]]]
) -> bool:
    """Tell whether a name's first reading is among the likeliest its characters give."""
    first = min(costs, key=lambda it: (costs[it], it))
    ways = product(*(chances.get(char, []) for char in key))
    ordered = sorted(ways, key=lambda way: -prod(share for _, share in way))
    return first in ["".join(kana for kana, _ in way) for way in ordered[:_COMPOSED]]


def _fields(path: Path) -> dict[str, dict[str, str]]:
    """Return the values of Unihan's fields by character."""
    fields: dict[str, dict[str, str]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            fields[field][chr(int(code[2:], 16))] = value
    return fields


def _syllables(path: Path) -> Iterator[str]:
    """Yield lines: a language, a syllable, the characters that are read so."""
    fields = _fields(path)
    usual = {fold_key(char) for char in fields["kTGHZ2013"]}
    for language, (field, spelled) in _SPELLED.items():
        syllables: dict[str, set[str]] = defaultdict(set)
        known: set[str] = set()
        # Characters as they are folded come first: what folds to them may be read in other ways.
        for char, value in sorted(
            fields[field].items(), key=lambda it: (fold_key(it[0]) != it[0], it)
        ):
            key = fold_key(char)
            if (key in usual or language == "ko") and key not in known:
                known.add(key)
                syllables[spelled(value)].add(key)
        for syllable, chars in sorted(syllables.items()):
            yield f"{language}\t{syllable}\t{''.join(sorted(chars))}"


def _hangul(value: str) -> str:
    """Return the reading of the schools or of the names where there are several."""
    readings = sorted(value.split(), key=lambda it: ("E" not in it, "N" not in it))
    return readings[0].partition(":")[0]


def _plain(value: str) -> str:
    """Return the first reading without its tones."""
    marked = unicodedata.normalize("NFD", value.split(maxsplit=1)[0].lower().replace("đ", "d"))
    return "".join(char for char in marked if "a" <= char <= "z")


def _pinyin(value: str) -> str:
    return _plain(value.replace("ü", "yu").replace("ǚ", "yu").replace("ǜ", "yu"))


def _replaced(syllable: str, rules: tuple[tuple[str, str], ...]) -> str:
    """Apply the first rule of each group that fits: one for the beginning, one for the end."""
    for ending in (False, True):
        for old, becomes in rules:
            if ending and old.startswith("-") and syllable.endswith(old[1:]):
                syllable = syllable[: len(syllable) - len(old) + 1] + becomes
                break
            if not ending and old.endswith("-") and syllable.startswith(old[:-1]):
                syllable = becomes + syllable[len(old) - 1 :]
                break
    return syllable


def _wade_giles(value: str) -> str:
    pinyin = _plain(value)
    return _WHOLE.get(pinyin) or _replaced(pinyin, _WADE_GILES)


def _hong_kong(value: str) -> str:
    return _replaced(value.split(maxsplit=1)[0].rstrip("123456"), _HONG_KONG)


def _write(name: str, head: str, lines: Iterator[str]) -> None:
    (_OUT / name).write_text("\n".join([*head.splitlines(), *lines]) + "\n", encoding="utf-8")


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser("training.han_readings")
    for option in ("sudachi", "unihan", "shinjitai"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    options = parser.parse_args()
    lines = options.shinjitai.read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    new = {row[1]: row[0] for row in rows if row[0] not in {it[1] for it in rows}}
    _write("shinjitai.tsv", _SHINJITAI, (f"{old}\t{it}" for it, old in sorted(new.items())))
    _write("japanese.tsv", _JAPANESE, _japanese(options.sudachi, options.unihan))
    _write("syllables.tsv", _SYLLABLES, _syllables(options.unihan))


_MADE = "# Made by python -m training.han_readings."
_SHINJITAI = f"""\
# Characters as Japan simplified them, and the traditional ones they stand for.
# Columns: Japanese, traditional. Source: the table of characters of OpenCC (Apache-2.0).
{_MADE}"""
_JAPANESE = f"""\
# Japanese surnames and given names and how they are read; names and characters as folded
# (han_readings.japanese_key). Lines: surname or given, reading, the names that are read
# so; and for the characters of given names, character, and its readings with their shares.
# Source: SudachiDict-core 20261015 (Apache-2.0, Works Applications; after UniDic, NINJAL).
{_MADE}"""
_SYLLABLES = f"""\
# How characters are read in the names of Mandarin (cmn in pinyin, tw after Wade and Giles),
# Cantonese (yue, as Hong Kong writes it), Korean (ko, without the changes at the beginning of a
# word) and Vietnamese (vi). Columns: reading, syllable, folded characters.
# Source: fields kMandarin, kCantonese, kHangul, kVietnamese of the Unihan database 14.0 (Unicode
# licence), of the characters in its field kTGHZ2013, for Korean of all.
{_MADE}"""

_WHOLE = {
    "shi": "shih", "zhi": "chih", "chi": "chih", "ri": "jih", "si": "szu", "zi": "tzu",
    "ci": "tzu", "yi": "i", "ye": "yeh", "yan": "yen", "yong": "yung", "you": "yu", "er": "erh",
    "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "gui": "kuei", "kui": "kuei", "guo": "kuo",
    "kuo": "kuo", "shuo": "shuo", "huo": "huo", "yue": "yueh",
}  # fmt: skip
_WADE_GILES = (
    ("zh-", "ch"), ("ch-", "ch"), ("sh-", "sh"), ("q-", "ch"), ("j-", "ch"), ("x-", "hs"),
    ("z-", "ts"), ("c-", "ts"), ("r-", "j"), ("b-", "p"), ("d-", "t"), ("g-", "k"),
    ("-iong", "iung"), ("-ong", "ung"), ("-ian", "ien"), ("-ie", "ieh"), ("-ue", "ueh"),
    ("-uo", "o"),
)  # fmt: skip
"""From pinyin, without the apostrophes and marks that names in the press do not have."""
_HONG_KONG = (
    ("gw-", "kw"), ("g-", "k"), ("z-", "ch"), ("c-", "ch"), ("j-", "y"),
    ("-aai", "ai"), ("-aau", "au"), ("-aam", "am"), ("-aan", "an"), ("-aang", "ang"),
    ("-aap", "ap"), ("-aat", "at"), ("-aak", "ak"), ("-aa", "a"), ("-oeng", "eung"),
    ("-oek", "euk"), ("-oe", "eu"), ("-eoi", "ui"), ("-eon", "un"), ("-eot", "ut"), ("-yun", "uen"),
    ("-yut", "uet"), ("-yyu", "yu"), ("-yu", "u"), ("-ou", "o"),
)  # fmt: skip
"""From Jyutping, after the romanisation of names by the government of Hong Kong."""
_SPELLED = {
    "cmn": ("kMandarin", _pinyin),
    "tw": ("kMandarin", _wade_giles),
    "yue": ("kCantonese", _hong_kong),
    "ko": ("kHangul", _hangul),
    "vi": ("kVietnamese", _plain),
}
"""By reading: the field of Unihan, and what makes a syllable of its value."""

if __name__ == "__main__":
    main()

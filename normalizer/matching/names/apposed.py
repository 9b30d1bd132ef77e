"""What a cell tells beside a single name: another name, its acronym, its place, a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from normalizer.matching.texts.initials import acronym_letters, spell_out, words_of
from normalizer.spelling import fold
from normalizer.spelling.data_rows import data_rows

_BRACKETS = re.compile(r"^(?P<outer>[^()（）]+?)\s*[(（](?P<inner>[^()（）]+)[)）]$")
_SLASH = re.compile(r"^(?P<outer>[^/]+?)\s*/\s*(?P<inner>[^/]+)$")
_COLON = re.compile(r"^(?P<inner>[^\s:：]{2,14})\s*[:：]\s*(?P<outer>[^\s:：][^:：]*)$")
_REMARK = re.compile(r"^(?P<name>.*?[^\s(（\[])\s*[(（\[](?P<remark>[^()（）\[\]]+)[)）\]]$")
_YEAR = r"(?:1[6-9]|20)\d\d"
_YEARS = re.compile(rf"^(?:since |from )?{_YEAR}(?:\s*[-–—]\s*(?:{_YEAR}|present|now)?)?$")
_COMMA = re.compile(r"\s*[,،、，]\s*")
_MAY_DESCRIBE = re.compile(r"[(（,،、，;؛]|\s[-–—/|]\s")
_DESCRIBED = (
    _BRACKETS,
    re.compile(r"^(?P<outer>[^,،、，;؛()（）]+?)\s*[,،、，;؛]\s*(?P<inner>[^()（）]+)$"),
    re.compile(r"^(?P<outer>[^()（）]+?)\s+[-–—/|]\s+(?P<inner>[^()（）]+)$"),
    re.compile(r"^(?P<outer>[^\s,()（）][^,()（）]*?)\s*[(（](?P<inner>[^()（）]+[)）],?\s.+)$"),
)
_DIVIDERS = re.compile(r"\s*[()（）\[\]/|][,;]?\s*|\s[-–—]\s")
_MOST_PLACES = 3
_ANYHOW = "*"
_ANY = "any"

_DIVIDING = r"[\s,،;(（\[]"
_TATWEEL = "ـ"


class Located(NamedTuple):
    """A name and the places that stand behind it: ``Mosul (Iraq)``, ``Mosul, Nineveh, Iraq``."""

    name: str
    places: tuple[str, ...]


class Described(NamedTuple):
    """A person's name and what is told of him or her.

    Attributes:
        name: The name, as written.
        told: What stands behind it, without the marks that part them.
    """

    name: str
    told: str


class Remarked(NamedTuple):
    """A name, what is remarked on it, and the type of what may be meant, if the remark tells."""

    name: str
    remark: str = ""
    type: str = ""


@lru_cache(maxsize=1)
def _also_known() -> re.Pattern[str]:
    """Return what matches a name, the words of `also_known.tsv`, and another name."""
    rows = data_rows(__file__, "also_known.tsv")
    phrases = sorted({phrase for _, words in rows for phrase in words.split()}, key=len)
    any_of_them = "|".join(
        re.escape(phrase).replace("_", r"\s+") + ("" if phrase.endswith(_TATWEEL) else r"(?!\w)")
        for phrase in reversed(phrases)
    )
    # What divides them is tried once where it begins, or many spaces would take long.
    between = rf"(?<!{_DIVIDING}){_DIVIDING}+(?:{any_of_them})[\s:]*"
    return re.compile(rf"(?P<own>.+?){between}(?P<other>\S.*?)[)）\]]?", re.IGNORECASE)


def own_and_other(text: str) -> tuple[str, str]:
    """Part a name from what the text says it is called besides; empty where it says nothing.

    Args:
        text: A name, such as ``"Islamic State (a.k.a. ISIS)"``, or with an acronym that its words
            spell out: ``"ADF: Allied Democratic Forces"``.

    Returns:
        Both.
    """
    match = _also_known().fullmatch(text)
    if match:
        return match["own"], match["other"]
    match = _BRACKETS.match(text) or _COLON.match(text)
    if match and _abbreviates(match["inner"].strip(), match["outer"]):
        return match["outer"], match["inner"].strip()
    return text, ""


def _abbreviates(short: str, long: str) -> bool:
    """Tell whether a word in capitals is made of the beginnings of a name's words."""
    if not short.isupper() or " " in short:
        return False
    return spell_out(acronym_letters(short), words_of(long, 0, len(long)))


def twice_named(text: str) -> tuple[str, str] | None:
    """Return the two names of ``Popular … Units (PMU)``, ``ISIS/ISIL`` or ``ISIS: Islamic …``."""
    match = _BRACKETS.match(text) or _SLASH.match(text) or _COLON.match(text)
    return (match["outer"].strip(), match["inner"].strip()) if match else None


def located(text: str) -> Located | None:
    """Part a name from what may be the places it lies in, behind commas or in brackets.

    Args:
        text: A name.

    Returns:
        The name and the places; None where nothing stands there.
    """
    match = _BRACKETS.match(text)
    behind = f"{match['outer']},{match['inner']}" if match else text
    name, *places = (part.strip() for part in _COMMA.split(behind))
    if not name or not places or len(places) > _MOST_PLACES or not all(places):
        return None
    return Located(name, tuple(places))


def described(text: str) -> Iterator[Described]:
    """Yield how a text may part into a person's name and what is told of the person.

    Args:
        text: A name without spaces around it, such as ``"Hassan Nasrallah (Hezbollah)"``,
            ``"Vladimir Putin, President of Russia"`` or ``"Qasem Soleimani - IRGC"``.
    """
    if not _MAY_DESCRIBE.search(text):
        return
    for pattern in _DESCRIBED:
        match = pattern.match(text)
        if match:
            yield Described(match["outer"], " ".join(_DIVIDERS.sub(", ", match["inner"]).split()))


@lru_cache(maxsize=1)
def _remarks() -> tuple[dict[str, str], dict[str, str]]:
    """Return the folded remarks that are all, and those that may go on, each with its type."""
    whole: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for type, _language, words in data_rows(__file__, "remarks.tsv"):
        for word in words.split():
            kept = beginnings if word.endswith(_ANYHOW) else whole
            kept[fold.fold(word.replace("_", " "))] = "" if type == _ANY else type
    return whole, beginnings


def without_remark(text: str) -> Remarked:
    """Part a name from a remark in brackets behind it that names nothing, see `remarks.tsv`.

    Args:
        text: A name, such as ``"ИГИЛ (запрещена в РФ)"`` or ``"Military Forces of Iraq (2016-)"``.

    Returns:
        The name and the remark, which is empty where none stands there.
    """
    match = _REMARK.match(text)
    if not match:
        return Remarked(text)
    remark = match["remark"].strip()
    if _YEARS.match(remark):
        return Remarked(match["name"], remark)
    folded = fold.fold(remark)
    whole, beginnings = _remarks()
    if folded in whole:
        return Remarked(match["name"], remark, whole[folded])
    for beginning, type in beginnings.items():
        if folded.startswith(beginning):
            return Remarked(match["name"], remark, type)
    return Remarked(text)

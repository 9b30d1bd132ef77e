"""How languages, scripts and relations are called on the pages, and which way a name is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from normalizer.gazetteer.scripts import scripts_in

_DATA = Path(__file__).parent / "data"
_NO_LETTERS = "Zyyy"
_ONE_SCRIPT = {
    frozenset({"Hira", "Kana"}): "Jpan",
    frozenset({"Hani", "Hira"}): "Jpan",
    frozenset({"Hani", "Kana"}): "Jpan",
    frozenset({"Hani", "Hira", "Kana"}): "Jpan",
    frozenset({"Hira"}): "Jpan",
    frozenset({"Kana"}): "Jpan",
    frozenset({"Hang", "Hani"}): "Kore",
}


def language_name(tag: str) -> str:
    """Return what a language is called in English.

    Args:
        tag: A BCP 47 tag; a script subtag is named too, other subtags are added as they are.

    Returns:
        For example ``"Serbian (Latin)"``; the tag itself for a language that has no name here.
    """
    names = _names()
    language, *subtags = tag.split("-")
    if ("language", language) not in names:
        return tag
    details = [names.get(("script", subtag), (subtag, ""))[0] for subtag in subtags]
    return names["language", language][0] + (f" ({', '.join(details)})" if details else "")


def script_code(text: str) -> str:
    """Return the script a name is written in.

    Args:
        text: A name.

    Returns:
        An ISO 15924 code, ``"Jpan"`` and ``"Kore"`` for the mixtures of these languages,
        ``"Zyyy"`` without letters; of another mixture the first script of the alphabet.
    """
    scripts = scripts_in(text)
    return _ONE_SCRIPT.get(scripts) or min(scripts, default=_NO_LETTERS)


def script_name(code: str) -> str:
    """Return what a script is called in English, or its code where it has no name here."""
    return _names().get(("script", code), (code, ""))[0]


def direction(text: str) -> str:
    """Return ``"rtl"`` for a name in a script that runs from right to left, else ``"ltr"``."""
    return _names().get(("script", script_code(text)), ("", ""))[1] or "ltr"


@cache
def relation_words() -> dict[str, tuple[str, str]]:
    """Return by type of relation how it is said of this entity, and of the other one."""
    rows = [line.split("\t") for line in _lines("relation_words.tsv")]
    return {type_: (forth, back) for type_, forth, back in rows}


@cache
def _names() -> dict[tuple[str, str], tuple[str, str]]:
    """Name and direction by kind (language or script) and code."""
    rows = [line.split("\t") for line in _lines("display_names.tsv")]
    return {(kind, code): (name, way.replace("-", "")) for kind, code, name, way in rows}


def _lines(file: str) -> list[str]:
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]

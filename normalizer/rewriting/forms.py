"""The form in which an entity is written: name, ID, a language's label, a template, a style."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from normalizer.errors import UsageError


class Named(Protocol):
    """What a form is made from: a mention, or a resolution that is no abstention."""

    @property
    def id(self) -> str | None:
        """The entity's ID."""

    @property
    def name(self) -> str | None:
        """The entity's canonical name."""

    @property
    def type(self) -> str | None:
        """The entity's type."""

    @property
    def labels(self) -> Mapping[str, str]:
        """The entity's display forms by language."""


class Register(Protocol):
    """What some forms need to know of the gazetteer besides the mention."""

    @property
    def date(self) -> str | None:
        """The date of the text."""

    def knows(self, entity_id: str) -> bool:
        """Tell whether there is an entity of this ID."""

    def name_in_use(self, named: Named, language: str) -> str:
        """Return the name that an entity had in a language at the date."""


Render = Callable[[Named], str]

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_FIELD = re.compile(r"\{([\w-]+)(?::([\w-]+))?\}")
_FIELDS = ("id", "name", "type", "label", "text", "as-of")
_STYLE, _AS_OF = "style:", "as-of"
ENGLISH = "en"
"""The language of canonical names."""


def as_it_is(text: str) -> str:
    """Return a text unchanged: what plain text asks to be done to a form."""
    return text


def renderer(
    to: str, escape: Callable[[str], str] = as_it_is, register: Register | None = None
) -> Render:
    """Return the function that gives an entity's wanted form.

    Args:
        to: ``"name"``, ``"id"``, a language (``"ar"``: its label, or the canonical name where
            there is none), ``"as-of"`` or ``"as-of:ar"`` (the form in use at a date),
            ``"style:FILE"`` or ``"style:FILE:ar"`` (a house style, `normalizer.rewriting.styles`),
            or a template with fields in braces: ``"{name} [{id}]"``. The fields are id, name,
            type, text (as it stood), label:LANGUAGE, as-of and as-of:LANGUAGE.
        escape: Makes a name into what stands for it in the text's markup. The words of a
            template are taken to be markup already.
        register: Knows names by date, needed for ``as-of``, and the IDs there are, by which those
            of a style are checked.

    Returns:
        A function from a mention or resolution to text.

    Raises:
        UsageError: If it is none of these, or asks for a date where there is none.
        GazetteerError: If the style cannot be read; it names file and line.
    """
    if "{" in to:
        return _template(to, escape, register)
    plain = _plain(to, register)
    return plain if escape is as_it_is else lambda named: escape(plain(named))


def _plain(to: str, register: Register | None) -> Render:
    if to == "name":
        return lambda named: named.name or ""
    if to == "id":
        return lambda named: named.id or ""
    if to.startswith(_STYLE):
        return _style(to[len(_STYLE) :], register)
    if to == _AS_OF or (to.startswith(f"{_AS_OF}:") and _LANGUAGE.match(to[len(_AS_OF) + 1 :])):
        dated, language = _dated(register), to[len(_AS_OF) + 1 :] or ENGLISH
        return lambda named: dated.name_in_use(named, language)
    if _LANGUAGE.match(to):
        return lambda named: label_of(named, to)
    raise UsageError(
        f"Cannot rewrite to {to!r}. Use name, id, a language such as ar, as-of, style:FILE, "
        'or a template such as "{name} [{id}]".'
    )


def label_of(named: Named, language: str) -> str:
    """Return an entity's display form in a language or its main language, else its name."""
    labels = named.labels
    return labels.get(language) or labels.get(language.split("-", 1)[0]) or named.name or ""


def _style(place: str, register: Register | None) -> Render:
    from normalizer.rewriting.styles import read_style, styled  # noqa: PLC0415  # yaml

    path, _, language = place.rpartition(":")
    if not path or not _LANGUAGE.match(language):
        path, language = place, ""
    return styled(read_style(path, register.knows if register else None), language)


def _dated(register: Register | None) -> Register:
    if register is None or register.date is None:
        raise UsageError("as-of needs the date of the text; give --date (date= in Python).")
    return register


def _template(template: str, escape: Callable[[str], str], register: Register | None) -> Render:
    for match in _FIELD.finditer(template):
        if match[1] not in _FIELDS:
            raise UsageError(
                f"The template {template!r} has the unknown field {match[1]!r}. "
                f"Use {', '.join(_FIELDS[:3])}, text, as-of, or label:LANGUAGE."
            )
        if match[1] == _AS_OF:
            _dated(register)
    if _FIELD.sub("", template).count("{"):
        raise UsageError(f"The template {template!r} has an unclosed brace; close it with }}.")

    def value(named: Named, field: str, language: str | None) -> str:
        if field == "label":
            return escape(label_of(named, language or ENGLISH))
        if field == _AS_OF:
            return escape(_dated(register).name_in_use(named, language or ENGLISH))
        stands = str(getattr(named, field, "") or "")
        return stands if field == "text" else escape(stands)  # the text is in its markup already

    return lambda named: _FIELD.sub(lambda match: value(named, match[1], match[2]), template)

"""The form in which an entity is written: name, ID, a language's label, a template, a style."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from normalizer.errors import UsageError
from normalizer.spelling.inflection import inflected


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

    def label_languages(self) -> Sequence[str]:
        """Return the languages in which entities have labels, the most frequent first."""

    def name_languages(self) -> Sequence[str]:
        """Return the languages in which entities have names, the most frequent first."""

    def name_in_use(self, named: Named, language: str) -> str:
        """Return the name that an entity had in a language at the date."""


Render = Callable[[Named], str]

GivenRender = Callable[[Named], str | None]
"""A caller's function; None leaves the mention as it stands."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_FIELD = re.compile(r"\{([\w-]+)(?::([\w-]+))?\}")
_FIELDS = ("id", "name", "type", "label", "text", "as-of")
_STYLE, _AS_OF = "style:", "as-of"
ENGLISH = "en"
"""The language of canonical names."""
_MOST_LANGUAGES = 20


def as_it_is(text: str) -> str:
    """Return a text unchanged: what plain text asks to be done to a form."""
    return text


def reads_file(to: str) -> bool:
    """Tell whether a wanted form, as for `renderer`, stands in a file."""
    return to.startswith(_STYLE)


def gives_names(to: str) -> bool:
    """Tell whether a wanted form, as for `renderer`, is a name: no ID, and no template."""
    return to != "id" and "{" not in to


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
        UsageError: If it is none of these, asks for a language that no entity has a label (or,
            with a date, a name) in, or for a date where there is none.
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
    if reads_file(to):
        return _style(to[len(_STYLE) :], register)
    if to == _AS_OF or (to.startswith(f"{_AS_OF}:") and _LANGUAGE.match(to[len(_AS_OF) + 1 :])):
        dated, language = _dated(register), to[len(_AS_OF) + 1 :] or ENGLISH
        _check_language(language, dated, "name")
        return lambda named: dated.name_in_use(named, language)
    if _LANGUAGE.match(to):
        _check_language(to, register)
        return lambda named: _label_in_case(named, to)
    raise UsageError(
        f"Cannot rewrite to {to!r}. Use name, id, a language such as ar, as-of, style:FILE, "
        'or a template such as "{name} [{id}]".'
    )


def _check_language(language: str, register: Register | None, what: str = "label") -> None:
    """Refuse a language that would silently give canonical names everywhere.

    Args:
        language: The language.
        register: Knows the languages; an empty gazetteer has none, and nothing to write either.
        what: What must be in the language of some entity: a label or a name.

    Raises:
        UsageError: If nothing is in it or its main language, and it is not English.
    """
    if register is None or not register.name_languages():
        return
    known = register.label_languages() if what == "label" else register.name_languages()
    if {language, language.split("-", 1)[0]} & {*known, ENGLISH}:
        return
    more = len(known) - _MOST_LANGUAGES
    rest = f"one of {more} more, or name" if more > 0 else "or name"
    raise UsageError(
        f"No entity of the gazetteer has a {what} in the language {language!r}; give "
        f"{', '.join((*known[:_MOST_LANGUAGES], rest))}."
    )


def label_of(named: Named, language: str) -> str:
    """Return an entity's display form in a language or its main language, else its name."""
    labels = named.labels
    return labels.get(language) or labels.get(language.split("-", 1)[0]) or named.name or ""


def _label_in_case(named: Named, language: str) -> str:
    """Return a label, or what stands in the text where that is a case of it: Izraela of Izrael.

    The same letters may be listed as another language's name (Latvian Izraēla).
    """
    label = label_of(named, language)
    spelled = getattr(named, "text", label)
    if spelled != label and spelled in inflected(label, language, named.type or ""):
        return str(spelled)
    return label


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
        language = match[2] or ENGLISH
        if match[1] == _AS_OF:
            _check_language(language, _dated(register), "name")
        elif match[1] == "label":
            _check_language(language, register)
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

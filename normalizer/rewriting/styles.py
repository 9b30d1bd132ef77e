"""A house style: which form of a name a publication wants, in a YAML file of its own.

about: What the style is, for people.
base: name                # what is not listed: the canonical name, or a language's label
forms:
  kyiv: Kiev              # by entity: a form in the language of the base
  turkey: {en: Türkiye, fr: Türkiye}
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from normalizer.errors import GazetteerError
from normalizer.gazetteer.faults import Faults
from normalizer.gazetteer.yaml_nodes import At, Document, load
from normalizer.rewriting.forms import ENGLISH, Named, Render, label_of

_FIELDS = ("about", "base", "forms")
_CANONICAL = "name"
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Style:
    """A house style.

    Attributes:
        base: The language of what it does not list; ``"name"`` for canonical names.
        forms: Form by language, by entity ID.
    """

    base: str
    forms: Mapping[str, Mapping[str, str]]

    @property
    def language(self) -> str:
        """The language in which it is written."""
        return ENGLISH if self.base == _CANONICAL else self.base


def read_style(path: str | os.PathLike[str], knows: Callable[[str], bool] | None = None) -> Style:
    """Read a house style strictly.

    Args:
        path: A YAML file.
        knows: Tells whether there is an entity of an ID; IDs are not checked without it.

    Returns:
        The style.

    Raises:
        GazetteerError: If the file cannot be read, is not strict YAML, has unknown fields or
            IDs, or forms that are no single line of text; each problem names file and line.
    """
    document = load(path)
    faults = Faults()
    style = _style_of(document, faults, knows or (lambda _: True))
    if faults:
        located = sorted((document.line(fault.at), fault.message) for fault in faults)
        raise GazetteerError([f"{document.path}:{line}: {text}" for line, text in located])
    return style


def styled(style: Style, language: str = "") -> Render:
    """Return the function that gives an entity's form in a style.

    Args:
        style: The style.
        language: The language wanted, if not that of the style's base.
    """
    wanted = language or style.language
    forms = {key: form[wanted] for key, form in style.forms.items() if wanted in form}
    canonical = wanted == ENGLISH and style.base == _CANONICAL

    def render(named: Named) -> str:
        form = forms.get(named.id or "")
        return form or (named.name or "" if canonical else label_of(named, wanted))

    return render


def _style_of(document: Document, faults: Faults, knows: Callable[[str], bool]) -> Style:
    data: Any = document.data
    if not isinstance(data, Mapping):
        faults.wrong_shape(data, "a style", "a mapping with base and forms", ())
        return Style(_CANONICAL, {})
    faults.unknown_fields(data, "a style", _FIELDS, ())
    base = data.get("base", _CANONICAL)
    if not isinstance(base, str) or not (base == _CANONICAL or _LANGUAGE.fullmatch(base)):
        faults.add("base", ("base",), 'base must be "name" or a language such as fr.')
        base = _CANONICAL
    listed = data.get("forms", {})
    if not isinstance(listed, Mapping):
        faults.wrong_shape(listed, "forms", "a mapping from IDs to forms", ("forms",))
        return Style(base, {})
    language = ENGLISH if base == _CANONICAL else base
    forms = {}
    for entity_id, form in listed.items():
        at: At = ("forms", entity_id)
        if not knows(entity_id):
            message = f'there is no entity "{entity_id}"; look it up: normalizer resolve NAME.'
            faults.add("unknown-id", at, message)
        by_language = form if isinstance(form, Mapping) else {language: form}
        forms[entity_id] = _checked(by_language, at, faults)
    return Style(base, forms)


def _checked(by_language: Mapping[str, object], at: At, faults: Faults) -> dict[str, str]:
    """Return the forms of an entity that are in order."""
    forms: dict[str, str] = {}
    for language, form in by_language.items():
        place = (*at, language)
        if not _LANGUAGE.fullmatch(language):
            faults.add(
                "language", place, f'"{language}" is not a language; write a tag such as en.'
            )
        elif not isinstance(form, str) or not form.strip() or "\n" in form:
            faults.wrong_shape(form, "a form", "one line of text", place)
        else:
            forms[language] = form
    return forms

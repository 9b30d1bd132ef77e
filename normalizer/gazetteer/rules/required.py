"""Rules for what an entry must say, and for the form of tags, addresses and identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer, Rule, Violation
from normalizer.gazetteer.scripts import scripts_of_language

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_ID_FORMS = {"wikidata": re.compile(r"Q[1-9][0-9]*"), "geonames": re.compile(r"[1-9][0-9]*")}


def _required(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    if not source.entity.sources:
        yield (), "there are no sources."
    if not source.entity.examples:
        yield (), "there are no examples."
    data = source.document.data
    names = data.get("names", []) if isinstance(data, Mapping) else []
    for number, name in enumerate(names):
        if not isinstance(name, Mapping) or "language" not in name:
            yield ("names", number), "a name has no language."


def _tags(source: Source) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for language in source.entity.labels:
        yield ("labels", language), language
    for number, name in enumerate(source.entity.names):
        yield ("names", number, "language"), name.language


def is_language(tag: str) -> bool:
    """Tell whether a text is a language tag of a language that the table of scripts knows."""
    return bool(_TAG.fullmatch(tag)) and scripts_of_language(tag) is not None


def is_external_id(authority: str, identifier: str) -> bool:
    """Tell whether a text has the form of an authority's identifiers, as far as it is known."""
    form = _ID_FORMS.get(authority)
    return form is None or bool(form.fullmatch(identifier))


def _language_tag(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for at, tag in _tags(source):
        if not _TAG.fullmatch(tag):
            yield at, f'"{tag}" is not a language tag.'


def _language_known(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for at, tag in _tags(source):
        unlabelled = tag == "und" and at[0] == "names"
        if _TAG.fullmatch(tag) and not unlabelled and scripts_of_language(tag) is None:
            yield at, f'the language "{tag}" is unknown.'


def _source_address(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for number, address in enumerate(source.entity.sources):
        if not is_address(address):
            yield ("sources", number), f'"{address}" is not an http or https address.'


def is_address(address: str) -> bool:
    """Tell whether a text is a whole http or https address."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as an unclosed bracket in the host
        return False
    whole = not any(character.isspace() for character in address)
    return whole and parts.scheme in ("http", "https") and "." in parts.netloc


def _external_id(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for authority, identifier in source.entity.external_ids.items():
        if not is_external_id(authority, identifier):
            yield ("external_ids", authority), f'"{identifier}" is not an ID of {authority}.'


RULES = (
    Rule(
        "required-field",
        "Without a source nobody can check an entry; without examples nothing tests it; without a "
        "language nothing says what script a name must be in.",
        "Add it; gazetteer/README.md shows an entry with everything.",
        find=_required,
        curated=True,
    ),
    Rule(
        "language-tag",
        "Labels are chosen by tag, and tags are compared letter by letter.",
        "Write a BCP 47 tag such as ar, sr-Latn or pt-BR.",
        find=_language_tag,
    ),
    Rule(
        "language-known",
        "The script of a name is checked against its language.",
        "Correct the tag, or add the language to normalizer/gazetteer/data/scripts.json.",
        find=_language_known,
        curated=True,
    ),
    Rule(
        "source-address",
        "A reader follows a source with one click.",
        "Give an address that begins with https://.",
        find=_source_address,
    ),
    Rule(
        "external-id",
        "Other data is joined by these identifiers; a malformed one joins nothing.",
        "Wikidata's look like Q16930297, those of GeoNames are numbers.",
        find=_external_id,
    ),
)

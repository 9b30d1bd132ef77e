"""Rules for names against each other, and for names that are easily something else."""

from __future__ import annotations

from collections.abc import Iterator

from normalizer.entity import MASKS, NO_CONDITIONS
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import (
    Form,
    Gazetteer,
    Rule,
    Violation,
    has_context,
    is_dated,
)
from normalizer.gazetteer.scripts import script_table, scripts_in

SHORT = 4


def is_short(form: Form) -> bool:
    """Tell whether a form has so few letters that it is likely to be a word or initials, too.

    Args:
        form: The form.

    Returns:
        True for up to four letters of an alphabet with capitals.
    """
    letters = sum(character.isalpha() for character in form.name.text)
    return letters <= SHORT and bool(scripts_in(form.name.text) & script_table().cased)


def _duplicate(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    entity = source.entity
    shown = {entity.name: "name", **dict.fromkeys(entity.labels.values(), "labels")}
    seen: dict[str, list[Form]] = {}
    for form in gazetteer.forms(source):
        text, listed = form.name.text, form.at[0] == "names"
        conditioned = form.name.conditions != NO_CONDITIONS
        # A canonical name or label may be listed again to give it conditions, and only for that;
        # the labels of several languages may differ in nothing but accents.
        if listed and text in shown and not conditioned and form.name.kind == "name":
            yield form.at, f'"{text}" is already under {shown[text]}; this adds nothing.'
        elif listed:
            for other in seen.get(form.key, ()):
                repeated = conditioned and (text in shown or other.at[0] == "labels")
                if _is_same(form, other) and not repeated:
                    line = source.document.line(other.at)
                    yield form.at, f'"{text}" is "{other.name.text}" of line {line}.'
                    break
        seen.setdefault(form.key, []).append(form)


def _shared(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for form in gazetteer.forms(source):
        if _is_guarded(form):
            continue
        others = sorted(
            {
                f"{other.source.document.path}:{other.source.document.line(other.at)}"
                for other in gazetteer.by_key[form.key]
                if other.source.entity.id != source.entity.id and _is_same(form, other)
            }
        )
        if others:
            yield form.at, f'"{form.name.text}" is also a name in {" and ".join(others)}.'


def _is_same(form: Form, other: Form) -> bool:
    """Tell whether some text would be both forms. Their comparison forms are equal."""
    both_exact = form.name.conditions.case == other.name.conditions.case == "exact"
    return not both_exact or form.name.text == other.name.text


def _is_guarded(form: Form) -> bool:
    return has_context(form.name.conditions) or is_dated(form.name.conditions)


def _acronym(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for form in gazetteer.forms(source):
        text, conditions = form.name.text, form.name.conditions
        has_capitals = text.lower() != text
        if form.name.kind == "acronym" and has_capitals and conditions.case != "exact":
            yield form.at, f'the acronym "{text}" counts in any capitalisation.'


def _short(source: Source, gazetteer: Gazetteer) -> Iterator[Violation]:
    for form in gazetteer.forms(source):
        conditions = form.name.conditions
        if form.name.kind == "acronym" and form.name.text.lower() != form.name.text:
            continue  # the rule before this one speaks
        if form.name.kind in MASKS or _is_name_of_place(form):
            continue
        if is_short(form) and conditions.case != "exact" and not has_context(conditions):
            yield form.at, f'"{form.name.text}" is short and counts in any capitalisation.'


def _is_name_of_place(form: Form) -> bool:
    # Iran, Ирак, Oman: four letters, in twenty languages, and hardly ever another thing.
    letters = sum(map(str.isalpha, form.name.text))
    return (
        form.source.entity.type == "place"
        and letters == SHORT
        and form.name.kind in ("name", "native")
    )


RULES = (
    Rule(
        "duplicate-name",
        "Case, accents, marks and hyphens never count: the second line adds nothing, and leaves "
        "readers wondering why it is there.",
        "Delete one of the two. A label that needs conditions is listed under names with them.",
        find=_duplicate,
    ),
    Rule(
        "shared-name",
        "A name of two things means neither unless something tells them apart.",
        "Give the name requires_context, forbids_context or dates in each of the files (list a "
        "canonical name or a label under names to do so).",
        find=_shared,
    ),
    Rule(
        "acronym-case",
        "us is not US, and Isis Brantley is not ISIS.",
        "Add `conditions: {case: exact}`; if it is read as a word and written like one (Daesh, "
        "Hamas), its kind is name.",
        find=_acronym,
    ),
    Rule(
        "short-name",
        "Up to four letters are a word or somebody's initials in one language or another.",
        "Add `conditions: {case: exact}`, or context words (list a canonical name or a label "
        "under names to do so).",
        find=_short,
    ),
)

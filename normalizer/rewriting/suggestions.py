"""Suggestions for a gazetteer: what unresolved values may be names of, existing or new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count

from normalizer.entity import Name
from normalizer.gazetteer.drafts import slug
from normalizer.gazetteer.name_drafts import name_draft
from normalizer.gazetteer.rules.required import is_language
from normalizer.gazetteer.scripts import LATIN, scripts_in
from normalizer.matching.names.alike import alike
from normalizer.matching.names.listed import NOTHING_ASKED, ListedNames
from normalizer.matching.names.results import Candidate, Resolution
from normalizer.rewriting.row_columns import GIVEN
from normalizer.rewriting.tally import Unresolved, worth_a_look
from normalizer.spelling.fold import fold_key

MOST = 5_000
"""Values that are grouped, those with the most rows; the others wait for the next time."""
LIKELY = 0.5
"""Probability from which a candidate is proposed, which is less than it takes to resolve."""

EXTEND, NEW, DECIDE = "extend", "new", "decide"
Pair = tuple[Unresolved, Resolution]
_SHOWN = 5
_LONGEST = 72  # letters of an ID, which leaves room for a number


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do about a group of values.

    Attributes:
        action: ``"extend"`` an entity that is there, add a ``"new"`` one, or ``"decide"``: the
            values are listed, and what hinders them (several entities share them, or their
            conditions) is nothing that another name would help.
        id: ID of the entity; empty where there is nothing to add.
        type: Its type.
        name: Its canonical name.
        rows: Rows with one of the values.
        values: The values, the most rows first.
        candidates: Entities that may be meant, the likeliest first.
        names: Names to add; of values written alike, one.
        left_out: Why a value can be no name of a gazetteer, a sentence each.
    """

    action: str
    id: str
    type: str
    name: str
    rows: int
    values: tuple[Unresolved, ...]
    candidates: tuple[Candidate, ...]
    names: tuple[Name, ...]
    left_out: tuple[str, ...]


def suggestions(
    values: Sequence[Unresolved],
    resolutions: Sequence[Resolution],
    listed: ListedNames,
    is_taken: Callable[[str], bool],
    entity_type: str,
) -> list[Suggestion]:
    """Group unresolved values and propose what each group is.

    Args:
        values: The values, the most rows first; at most `MOST` are of use.
        resolutions: What each resolves to, an abstention with candidates.
        listed: The listed names.
        is_taken: Tells whether an ID is in use.
        entity_type: Type of the new entities whose rows tell none.

    Returns:
        The suggestions, the most rows first.
    """
    known: list[Pair] = []
    unlisted: list[Pair] = []
    for value, resolution in zip(values[:MOST], resolutions, strict=False):
        is_listed = listed.senses(value.text, NOTHING_ASKED)
        (known if is_listed else unlisted).append((value, resolution))
    groups: dict[str, list[Pair]] = defaultdict(list)
    close = [_is_close(found) for _, found in unlisted]
    firsts = alike([value.text for value, _ in unlisted], close)
    for pair, first in zip(unlisted, firsts, strict=True):
        group = unlisted[first][1].candidates[0].id if close[first] else f"\0{first}"
        groups[group].append(pair)
    made: set[str] = set()
    found = [_of_listed(value, resolution) for value, resolution in known]
    for group, pairs in groups.items():
        if group.startswith("\0"):
            suggestion = new_entity(
                (value for value, _ in pairs),
                entity_type,
                lambda it: it in made or is_taken(it),
                worth_a_look(pairs[0][1], 1),
            )
            made.add(suggestion.id)
        else:
            suggestion = _extending(group, pairs)
        found.append(suggestion)
    return sorted(found, key=lambda it: (-it.rows, it.values[0].text))


def _is_close(found: Resolution) -> bool:
    return bool(found.candidates) and found.candidates[0].score >= LIKELY


def _of_listed(value: Unresolved, found: Resolution) -> Suggestion:
    return Suggestion(DECIDE, "", "", "", value.rows, (value,), worth_a_look(found, _SHOWN), (), ())


def _extending(entity_id: str, pairs: Sequence[Pair]) -> Suggestion:
    best: dict[str, Candidate] = {}
    for _, found in pairs:
        for candidate in found.candidates:
            known = best.get(candidate.id)
            if known is None or known.score < candidate.score:
                best[candidate.id] = candidate
    chosen = best.pop(entity_id)
    others = sorted(best.values(), key=lambda it: (-it.score, it.id))
    candidates = (chosen, *(it for it in others if it.score >= LIKELY))
    values = _in_order(value for value, _ in pairs)
    names, left_out = _names(values)
    return Suggestion(
        EXTEND, entity_id, chosen.type, chosen.name, _rows(values), values, candidates, names,
        left_out,
    )  # fmt: skip


def new_entity(
    values: Iterable[Unresolved],
    entity_type: str,
    is_taken: Callable[[str], bool],
    candidates: tuple[Candidate, ...] = (),
) -> Suggestion:
    """Propose an entity whose names values are.

    Args:
        values: The values.
        entity_type: Its type, unless the rows of the values tell one.
        is_taken: Tells whether an ID is in use.
        candidates: Entities that it might be, too.

    Returns:
        The suggestion: canonical is the name in most rows that is written in Latin letters, if
        there is one. Where no value can be a name of a gazetteer, there is only to decide.
    """
    ordered = _in_order(values)
    names, left_out = _names(ordered)
    rows = _rows(ordered)
    if not names:
        return Suggestion(DECIDE, "", "", "", rows, ordered, candidates, (), left_out)
    canonical = next((it for it in names if scripts_in(it.text) <= {LATIN}), names[0])
    stem = slug(canonical.text)[:_LONGEST].strip("-") or "entity"
    ids = chain([stem], (f"{stem}-{number}" for number in count(2)))
    new_id = next(it for it in ids if not is_taken(it))
    type_ = _told(ordered, "type") or entity_type
    return Suggestion(
        NEW, new_id, type_, canonical.text, rows, ordered, candidates, names, left_out
    )


def _in_order(values: Iterable[Unresolved]) -> tuple[Unresolved, ...]:
    return tuple(sorted(values, key=lambda it: (-it.rows, it.text)))


def _rows(values: Sequence[Unresolved]) -> int:
    return sum(value.rows for value in values)


def _names(values: Sequence[Unresolved]) -> tuple[tuple[Name, ...], tuple[str, ...]]:
    """Return names for values, one for those written alike, and why some can be none."""
    names: dict[str, Name] = {}
    left_out = []
    for value in values:
        text = " ".join(value.text.split())
        key = fold_key(text)
        if key in names:
            continue
        language = _told([value], "language")
        known = language if language and is_language(language) else None
        name, why = name_draft(text, known)
        if name is None:
            left_out.append(why)
        else:
            names[key] = name
    return tuple(names.values()), tuple(left_out)


def _told(values: Sequence[Unresolved], what: str) -> str | None:
    """Return what the rows of values say most often, None if nothing."""
    at = GIVEN.index(what)
    told = Counter[str]()
    for value in values:
        if value.given and value.given[at]:
            told[value.given[at] or ""] += value.rows
    return told.most_common(1)[0][0] if told else None

"""Search a gazetteer by any spelling of a name or a part of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from normalizer.matching.compiled.index import Index
from normalizer.matching.names.results import Candidate
from normalizer.spelling import fold, words

_LIKELY = 0.5
_WORTH_SHOWING = 0.05
_SHORTEST_PART = 2


def search(
    index: Index,
    candidates: Callable[[str, int], list[Candidate]],
    query: str,
    limit: int = 10,
    entity_type: str | None = None,
) -> list[Candidate]:
    """Return entities for a query: what it probably spells, what contains it, what is near.

    Args:
        index: The compiled gazetteer.
        candidates: Ranks what a name may mean, such as `Normalizer.candidates`.
        query: A spelling, or letters that a name holds.
        limit: How many at most.
        entity_type: The entity type that counts.

    Returns:
        Candidates, one an entity. First those that the query is probably a spelling of, then
        those with a name that contains it (score 0), then other likely ones.
    """
    ranked = candidates(query, limit)
    likely = [candidate for candidate in ranked if candidate.score >= _LIKELY]
    rest = [c for c in ranked if _WORTH_SHOWING <= c.score < _LIKELY]
    found: dict[str, Candidate] = {}
    for candidate in (*likely, *_containing(index, query), *rest):
        if entity_type in (None, candidate.type):
            found.setdefault(candidate.id, candidate)
        if len(found) == limit:
            break
    return list(found.values())


def _containing(index: Index, query: str) -> Iterator[Candidate]:
    """Yield entities with a name that contains the query: at its beginning first, short first."""
    part = fold.fold_key(query)
    if len(part) < _SHORTEST_PART:
        return
    hits = []
    for number in range(index.form_count):
        letters = words.letters_of(index.form(number))
        at = letters.find(part)
        if at >= 0:
            hits.append((at > 0, len(letters), letters, number))
    for *_, number in sorted(hits):
        for record in index.names_of_form(number):
            entity = index.entity(record.entity)
            told = f"“{record.name.text}” contains it"
            yield Candidate(entity.id, entity.name, entity.type, 0.0, (told,), record.name.text)

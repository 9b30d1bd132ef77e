"""Resolve one given name to an entity, or abstain and say why.

Listed names first (as written, then folded, then without title, possessive or inversion), then
names spelled in a way that nobody has listed: candidates, compared one by one, of which the best
is taken only if it is probable and stands clear of the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from normalizer.collector import collector_paused
from normalizer.matching.compiled.index import EntityRecord, Index
from normalizer.matching.conditions import ContextWords, Surroundings, refusal
from normalizer.matching.names import results
from normalizer.matching.names.apposed import described, own_and_other, without_remark
from normalizer.matching.names.listed import (
    LONGEST_QUERY,
    NOTHING_ASKED,
    Asked,
    ListedNames,
    Sense,
)
from normalizer.matching.names.results import Candidate, Resolution
from normalizer.matching.names.variants import Reading, variants
from normalizer.spelling import fold

if TYPE_CHECKING:
    from normalizer.matching.names.listed_many import ListedMany
    from normalizer.matching.names.spellings import Likeness, SpellingSearch
    from normalizer.matching.names.workers import Workers

TOGETHER = 512
"""Names that are not listed are looked up so many at a time."""

_MANY = 2048
"""From so many names on looking listed ones up together is worth the import of numpy."""
_FEW = 16
"""From so many names on it is worth what numpy's functions cost, once it is there."""

_MARGIN = 0.05
_SEVERAL = 2
_LIKELY = 0.5
_FAINT = 0.1  # below it even the closest is nothing that a reader would think of


class Resolver:
    """Resolves single names against an index.

    Args:
        index: The compiled gazetteer.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._names = ListedNames(index)
        self._search: SpellingSearch | None = None
        self._types = index.types if index.entity_count else frozenset()
        self._many: ListedMany | None = None

    def resolve(self, text: object, asked: Asked = NOTHING_ASKED) -> Resolution:
        """Resolve a name.

        Args:
            text: The name. What is no text (None, numbers) is passed through with an abstention.
            asked: Context, type, date, language and threshold.

        Returns:
            The resolution.
        """
        found = self._listed(text, asked)
        if found is None:
            assert isinstance(text, str)
            found = self._from_spelling(text, text.strip(), asked)
        return found

    def resolve_many(
        self, questions: Sequence[tuple[object, Asked]], workers: Workers | None = None
    ) -> list[Resolution]:
        """Resolve many names; most are looked up together, which is faster.

        Args:
            questions: What is to be resolved, each with what is asked of it.
            workers: Processes for the names that are not listed.

        Returns:
            A resolution for each, in order.
        """
        with collector_paused(len(questions)):
            return self._in_parts(questions, workers)

    def _in_parts(
        self, questions: Sequence[tuple[object, Asked]], workers: Workers | None
    ) -> list[Resolution]:
        found: list[Resolution | None] = []
        # The same names stand together however many processes there are: what a matrix gives for
        # one name may differ in the last digits with the others beside it.
        parts = _parts(self._unlisted(questions, found))
        spelled: Iterator[list[Resolution]]
        if workers is None:
            spelled = map(self.resolve_unlisted, parts)
        else:
            # Others begin with the first parts while this process looks for the next.
            begin = list(islice(parts, workers.least_parts))
            everything = chain(begin, parts)
            if len(begin) == workers.least_parts:
                spelled = workers.resolve_unlisted(everything)
            else:
                spelled = map(self.resolve_unlisted, everything)
        resolved = list(chain.from_iterable(spelled))
        places = [at for at, it in enumerate(found) if it is None]
        for at, resolution in zip(places, resolved, strict=True):
            found[at] = resolution
        return [it for it in found if it is not None]

    def _unlisted(
        self, questions: Sequence[tuple[object, Asked]], found: list[Resolution | None]
    ) -> Iterator[tuple[str, Asked]]:
        """Yield what is not listed, and add to `found` the resolution of what is; else None."""
        found += self._plainly_listed(questions)
        for at in [at for at, it in enumerate(found) if it is None]:
            text, asked = questions[at]
            found[at] = self._listed(text, asked)
            if found[at] is None:
                yield str(text), asked

    def _plainly_listed(
        self, questions: Sequence[tuple[object, Asked]]
    ) -> Sequence[Resolution | None]:
        """Return the resolutions of what is listed plainly, if there is enough; else None."""
        if len(questions) < (_FEW if self._many else _MANY):
            return [None] * len(questions)
        if self._many is None:
            from normalizer.matching.names.listed_many import ListedMany  # noqa: PLC0415  # seldom used

            self._many = ListedMany(self._index)
        return self._many.resolutions(questions)

    def resolve_unlisted(self, questions: Sequence[tuple[str, Asked]]) -> list[Resolution]:
        """Resolve names that are not listed.

        Args:
            questions: `TOGETHER` names at most, each with what is asked of it.

        Returns:
            A resolution for each, in order.
        """
        together: dict[tuple[str | None, str | None, str], list[int]] = {}
        for at, (_, asked) in enumerate(questions):
            wanted = asked.language, asked.type, asked.strictness
            together.setdefault(wanted, []).append(at)
        found: dict[int, Resolution] = {}
        for wanted, places in together.items():
            texts = [questions[at][0].strip() for at in places]
            readings = [_readings(text) for text in texts]
            readings += [_readings(it.name) for text in texts for it in described(text)]
            with collector_paused():
                self._spellings().prepare(readings, wanted)
                for at in places:
                    text, asked = questions[at]
                    found[at] = self._from_spelling(text, text.strip(), asked)
        return [found[at] for at in range(len(questions))]

    def _listed(self, text: object, asked: Asked) -> Resolution | None:
        """Resolve a listed name or what is no name; None for a name that is not listed."""
        if not isinstance(text, str):
            return Resolution(text, reason=results.NOT_TEXT)
        if len(text) > LONGEST_QUERY:
            note = f"longer than {LONGEST_QUERY} characters, so not a name"
            return Resolution(text, reason=results.TOO_LONG, evidence=(note,))
        stripped = text.strip()
        if not fold.fold_key(stripped):
            return Resolution(text, reason=results.EMPTY, evidence=("it has no letters or digits",))
        if asked.type is not None and self._types and asked.type not in self._types:
            note = f"no entity has the type “{asked.type}”"
            return Resolution(text, reason=results.UNKNOWN_TYPE, evidence=(note,))
        senses = self._names.senses(stripped, asked)
        if senses:
            return self._from_listed(text, senses)
        if not _may_be_spelled(stripped):
            note = "numbers match only as listed"
            return Resolution(text, reason=results.UNKNOWN, evidence=(note,))
        return None

    def candidates(self, text: str, limit: int, asked: Asked = NOTHING_ASKED) -> list[Candidate]:
        """Return the entities that a name may mean, the likeliest first, whether or not it counts.

        Args:
            text: The name.
            limit: How many at most.
            asked: Context, type, date, language.

        Returns:
            Candidates, one an entity.
        """
        stripped = text.strip()
        if len(text) > LONGEST_QUERY or not fold.fold_key(stripped):
            return []
        found = self._names.by_entity(self._names.senses(stripped, asked))
        if len(found) < limit and _may_be_spelled(stripped):
            for likeness in self._likenesses(stripped, asked, limit):
                entity = self._index.entity(likeness.record.entity)
                if entity.id not in found:
                    found[entity.id] = _like_candidate(entity, likeness)
        return sorted(found.values(), key=lambda c: (-c.score, c.id))[:limit]

    def _from_listed(self, text: str, senses: list[Sense]) -> Resolution:
        accepted = [sense for sense in senses if sense.refused is None]
        if len({sense.record.entity for sense in accepted}) > 1:
            # A name that asked for its context and found it outweighs one that did not ask.
            asked = [s for s in accepted if s.record.name.conditions.requires_context]
            accepted = asked or accepted
        candidates = self._names.candidates(accepted or senses)
        if not accepted:
            why = tuple(dict.fromkeys(sense.refused for sense in senses if sense.refused))
            return Resolution(
                text,
                score=candidates[0].score,
                reason=results.REFUSED,
                evidence=why,
                candidates=candidates,
            )
        if len(candidates) > 1:
            names = ", ".join(candidate.id for candidate in candidates)
            return Resolution(
                text,
                score=candidates[0].score,
                reason=results.AMBIGUOUS,
                evidence=(f"listed as a name of {names}",),
                candidates=candidates,
            )
        best = min(accepted, key=lambda s: (not s.exact, s.record.number))
        method = results.EXACT if best.exact and not best.note else results.FOLDED
        entity = self._index.entity(best.record.entity)
        return _resolved(text, entity, candidates[0], method, candidates)

    def _written_out(
        self, text: str, stripped: str, likenesses: Sequence[Likeness], asked: Asked
    ) -> Resolution | None:
        """Resolve a name that is listed once its initials are written out: Recep T. Erdogan.

        They are written out as the given names of the people whose names it is like.
        """
        from normalizer.matching.names.abbreviated import written_out  # noqa: PLC0415  # unlisted

        for likeness in likenesses:
            entity = likeness.record.entity
            for whole, note in written_out(stripped, self._names.names_of_person(entity)):
                found = self._listed(whole, asked)
                if found and found.id == self._index.entity(entity).id:
                    evidence = (*found.evidence, note)
                    return replace(found, text=text, method=results.FOLDED, evidence=evidence)
        return None

    def _described(self, text: str, stripped: str, asked: Asked) -> Resolution | None:
        """Resolve an unlisted spelling of a person's name with what tells who that is."""
        for parts in described(stripped):
            if self._listed(parts.name, asked) is not None:
                continue
            found = self._from_spelling(parts.name, parts.name, asked)
            entity = self._index.entity_by_id(found.id) if found.id else None
            if entity and self._names.descriptions.tells_of(parts, entity.name, entity.number):
                evidence = (*found.evidence, f"described as “{parts.told}”")
                return replace(found, text=text, evidence=evidence)
        return None

    def _likenesses(self, text: str, asked: Asked, entities: int = 2) -> list[Likeness]:
        wanted = asked.language, asked.type, asked.strictness
        return self._spellings().likenesses(_readings(text), wanted, entities)

    def _by_initials(self, text: str, likenesses: list[Likeness]) -> list[Likeness]:
        """Return of several that are as likely those whose names a name's initials may stand for.

        «Abu B. al-Baghdadi» is like Abu Omar as well as Abu Bakr.
        """
        if len(likenesses) < _SEVERAL or likenesses[0].score - likenesses[1].score >= _MARGIN:
            return likenesses
        from normalizer.matching.names.abbreviated import initials_of_another  # noqa: PLC0415

        bare = without_remark(text).name
        fitting = [
            it
            for it in likenesses
            if not initials_of_another(bare, self._names.names_of_person(it.record.entity))
        ]
        return fitting or likenesses

    def _spellings(self) -> SpellingSearch:
        if self._search is None:
            from normalizer.matching.names.spellings import SpellingSearch  # noqa: PLC0415  # numpy

            self._search = SpellingSearch(self._index)
        return self._search

    def _from_spelling(self, text: str, stripped: str, asked: Asked) -> Resolution:
        likenesses = self._by_initials(stripped, self._likenesses(stripped, asked))
        if not likenesses:
            note = "no name with a similar spelling is listed"
            return Resolution(text, reason=results.UNKNOWN, evidence=(note,))
        candidates = tuple(
            _like_candidate(self._index.entity(likeness.record.entity), likeness)
            for likeness in likenesses[:10]
        )
        best = likenesses[0]
        top = candidates[0]

        def abstain(reason: str, *evidence: str) -> Resolution:
            return Resolution(
                text, score=top.score, reason=reason, evidence=evidence, candidates=candidates
            )

        from normalizer.matching.names.spellings import is_too_short  # noqa: PLC0415  # numpy

        if is_too_short(stripped, asked.language):
            note = "names of up to four letters match only as listed"
            return abstain(results.BELOW_THRESHOLD, note, *top.evidence)
        needed = asked.min_score
        if needed is None:
            needed = best.threshold(asked.strictness)
        if best.score < needed:
            whole = self._written_out(text, stripped, likenesses, asked)
            whole = whole or self._described(text, stripped, asked)
            if whole is not None:
                return whole
            if best.score < _FAINT:
                return abstain(results.UNKNOWN, "no similar name is listed")
            if best.score < _LIKELY:
                return abstain(results.UNKNOWN, f"closest to “{top.name}” ({top.id})")
            closest = f"closest to “{best.record.name.text}” ({top.id})"
            return abstain(results.BELOW_THRESHOLD, closest, *top.evidence)
        if len(likenesses) > 1 and best.score - likenesses[1].score < _MARGIN:
            other = candidates[1]
            return abstain(results.AMBIGUOUS, f"as close to {other.id} as to {top.id}")
        bare = without_remark(stripped).name
        _, other_name = own_and_other(bare)
        if self._names.names_others(other_name, best.record.entity):
            return abstain(results.AMBIGUOUS, f"“{other_name}” is not a name of {top.id}")
        elsewhere = self._names.has_elsewhere(bare, best.record.entity)
        if elsewhere:
            return abstain(results.AMBIGUOUS, f"“{elsewhere}” is not a name of {top.id}")
        from normalizer.matching.names.abbreviated import initials_of_another  # noqa: PLC0415

        names = self._names.names_of_person(best.record.entity)
        initials = initials_of_another(bare, names)
        if initials:
            told = f"“{' '.join(initials)}” does not match the given names of {top.id}"
            return abstain(results.AMBIGUOUS, told)
        surroundings = Surroundings(ContextWords(asked.context)) if asked.context else None
        why = refusal(best.record.name, best.record.name.text, surroundings, asked.date)
        if why:
            return abstain(results.REFUSED, *top.evidence, why)
        entity = self._index.entity(best.record.entity)
        return _resolved(text, entity, top, results.SPELLING, candidates)


def _parts(questions: Iterator[tuple[str, Asked]]) -> Iterator[list[tuple[str, Asked]]]:
    """Yield questions `TOGETHER` at a time."""
    while part := list(islice(questions, TOGETHER)):
        yield part


def _may_be_spelled(text: str) -> bool:
    """Tell whether a text has letters; another number is another name, not another spelling."""
    return any(map(str.isalpha, text))


def _readings(text: str) -> list[Reading]:
    """A text as it is, and other readings of it."""
    readings = [Reading(text), *variants(text)]
    if not text.isascii():
        from normalizer.matching.names.read_aloud import read_aloud  # noqa: PLC0415  # seldom used

        readings += read_aloud(text)
    return readings


def _like_candidate(entity: EntityRecord, likeness: Likeness) -> Candidate:
    return Candidate(
        entity.id,
        entity.name,
        entity.type,
        likeness.score,
        likeness.evidence,
        likeness.record.name.text,
    )


def _resolved(
    text: str,
    entity: EntityRecord,
    best: Candidate,
    method: str,
    candidates: tuple[Candidate, ...],
) -> Resolution:
    return Resolution(
        text,
        entity.id,
        entity.name,
        entity.type,
        best.score,
        method,
        "",
        best.evidence,
        candidates,
        entity.labels,
    )

"""Rules that ask the real resolver: examples, names taken for another's, names that are reached."""

from __future__ import annotations

from collections.abc import Collection

from normalizer.gazetteer.check import finding
from normalizer.gazetteer.findings import WARNING, Finding, RuleText
from normalizer.gazetteer.read import Source
from normalizer.gazetteer.rules.base import Gazetteer
from normalizer.gazetteer.yaml_nodes import At
from normalizer.matching.compiled.index import Index, NameRecord
from normalizer.matching.names.near_names import NameNeighbours, NearNames
from normalizer.matching.texts.examples import failed_examples
from normalizer.matching.texts.find import Finder

EXAMPLE = RuleText(
    "example",
    "Examples are the entry's own tests, run against the names of the whole gazetteer.",
    "Correct the example, the names, or their conditions.",
)
COLLISION = RuleText(
    "collision",
    "The resolver would otherwise take this spelling for another entity's name: what meant that "
    "entity before means this one now, and spellings between the two are anybody's guess.",
    "Correct the name, or give it conditions; if both are right, say that they are distinct: "
    "`relations: [{type: different_from, target: …}]`.",
)
REDUNDANT = RuleText(
    "redundant",
    "In single names and tables this spelling is recognised from another one, so it need not be "
    "listed. In running text only listed names are found: a spelling that texts use is not "
    "redundant there.",
    "Delete it, unless running text uses this spelling.",
    WARNING,
)
RULES = (EXAMPLE, COLLISION, REDUNDANT)


def example_findings(gazetteer: Gazetteer, index: Index) -> list[Finding]:
    """Run all examples.

    Args:
        gazetteer: The files.
        index: The compiled gazetteer.

    Returns:
        A finding for each example that does not come out as it says.
    """
    finder = Finder(index)
    return [
        finding(EXAMPLE, source.document, ("examples", failure.number), str(failure))
        for source in gazetteer.sources
        for failure in failed_examples(finder, [source.entity])
    ]


def collision_findings(
    gazetteer: Gazetteer, index: Index, changed: Collection[str] | None = None
) -> list[Finding]:
    """Look for names that the resolver would take for another entity's.

    Args:
        gazetteer: The files.
        index: The compiled gazetteer.
        changed: IDs of the entities whose names to look at; None for all that have a file.

    Returns:
        A finding for each such name of entities that no relation keeps apart.
    """
    related = {
        frozenset((source.entity.id, relation.target))
        for source in gazetteer.sources
        for relation in source.entity.relations
    }
    findings = []
    for near in NameNeighbours(index).collisions(_numbers(gazetteer, index, changed)):
        one, other = (index.entity(it.entity).id for it in (near.name, near.like.record))
        if frozenset((one, other)) in related:
            continue
        place = _place(gazetteer, one, near.name)
        if place is None:
            continue  # a name of a layer below
        source, at = place
        there = _place(gazetteer, other, near.like.record)
        line = f"{there[0].document.path}:{there[0].document.line(there[1])}" if there else other
        what = f'"{_text(near)}" would be "{near.like.record.name.text}" ({line}), were it not'
        findings.append(finding(COLLISION, source.document, at, f"{what} listed here."))
    return findings


def redundant_findings(
    gazetteer: Gazetteer, index: Index, changed: Collection[str] | None = None
) -> list[Finding]:
    """Look for names that the resolver reaches from another name of the same entity.

    Args:
        gazetteer: The files.
        index: The compiled gazetteer.
        changed: IDs of the entities whose names to look at; None for all that have a file.

    Returns:
        A finding for each such name that is neither canonical nor a label.
    """
    neighbours = NameNeighbours(index)
    findings = []
    for number in sorted(_numbers(gazetteer, index, changed)):
        for near in neighbours.reached(number):
            place = _place(gazetteer, index.entity(number).id, near.name)
            if place is not None and place[1][:1] == ("names",):
                source, at = place
                what = f'"{_text(near)}" is recognised from "{near.like.record.name.text}"'
                score = f"with a probability of {near.like.score:.2f}"
                findings.append(finding(REDUNDANT, source.document, at, f"{what} {score}."))
    return findings


def _text(near: NearNames) -> str:
    return near.name.name.text


def _numbers(gazetteer: Gazetteer, index: Index, changed: Collection[str] | None) -> set[int]:
    """Return the numbers of changed entities; of a layer's own ones where all are asked for."""
    ids = gazetteer.by_id if changed is None else changed
    records = (index.entity_by_id(id_) for id_ in ids)
    return {record.number for record in records if record is not None}


def _place(gazetteer: Gazetteer, entity_id: str, record: NameRecord) -> tuple[Source, At] | None:
    """Return the file and the place of a listed name, or None where a layer below lists it."""
    for source in gazetteer.by_id.get(entity_id, ()):
        for form in gazetteer.forms(source):
            if form.name.text == record.name.text:
                return source, form.at
    return None

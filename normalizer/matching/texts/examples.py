"""Run the example sentences of a gazetteer against the names it lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from normalizer.entity import Entity, Example
from normalizer.matching.texts.find import Finder
from normalizer.matching.texts.options import Options


@dataclass(frozen=True, slots=True)
class Failure:
    """An example in which something else was found than it says.

    Attributes:
        entity: The entity.
        number: The example's number among the entity's examples, from 0.
        example: The example.
        found: The mentions of the entity that were found.
        taken: What was found instead where the example has a mention, and the entity's ID.
    """

    entity: Entity
    number: int
    example: Example
    found: tuple[str, ...]
    taken: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return what is wrong in a sentence."""
        wanted = ", ".join(f"“{text}”" for text in self.example.finds) or "nothing"
        found = ", ".join(f"“{text}”" for text in self.found) or "nothing"
        taken = "".join(f"; “{text}” is found as a name of {id_}" for text, id_ in self.taken)
        return f"The example “{self.example.text}” should find {wanted} but finds {found}{taken}."


def failed_examples(finder: Finder, entities: Iterable[Entity]) -> list[Failure]:
    """Return the examples that do not come out as they say.

    Args:
        finder: Finds the names of the whole gazetteer.
        entities: The entities whose examples to run.

    Returns:
        The failures, in the order of the entities.
    """
    failures = []
    for entity in entities:
        for number, example in enumerate(entity.examples):
            mentions = finder.find(example.text, Options())
            found = tuple(mention.text for mention in mentions if mention.id == entity.id)
            if found != example.finds:
                missing = [text for text in example.finds if text not in found]
                taken = tuple(
                    (mention.text, mention.id)
                    for mention in mentions
                    if mention.id != entity.id and any(_meet(mention.text, it) for it in missing)
                )
                failures.append(Failure(entity, number, example, found, taken))
    return failures


def _meet(one: str, other: str) -> bool:
    return one in other or other in one

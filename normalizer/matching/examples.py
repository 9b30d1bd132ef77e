"""Run the example sentences of a gazetteer against the names it lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from normalizer.entity import Entity, Example
from normalizer.matching.find import Finder, Options


@dataclass(frozen=True, slots=True)
class Failure:
    """An example in which something else was found than it says.

    Attributes:
        entity: The entity.
        number: The example's number among the entity's examples, from 0.
        example: The example.
        found: The mentions of the entity that were found.
    """

    entity: Entity
    number: int
    example: Example
    found: tuple[str, ...]

    def __str__(self) -> str:
        """Return what is wrong in a sentence."""
        wanted = ", ".join(f"“{text}”" for text in self.example.finds) or "nothing"
        found = ", ".join(f"“{text}”" for text in self.found) or "nothing"
        return (
            f"The example “{self.example.text}” should find {wanted} but finds {found}. "
            "Correct the example, the names, or their conditions."
        )


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
                failures.append(Failure(entity, number, example, found))
    return failures

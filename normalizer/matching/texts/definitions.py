"""Give acronyms the meaning that their text defines: Popular Mobilization Units (PMU).

An acronym that a text defines means the same in all of it. Where the words beside it are a listed
name, it means that name's entity; where they spell it out and are none (PMU, the phasor measurement
unit), it means something else and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from normalizer.matching.compiled.index import NameRecord
from normalizer.matching.conditions import cased_letters
from normalizer.matching.texts.definition_reader import (
    Accepted,
    Definition,
    DefinitionReader,
    EntityWords,
)
from normalizer.matching.texts.memory import Memory, Sense
from normalizer.matching.texts.spans import Option
from normalizer.matching.texts.surfaces import Surface

if TYPE_CHECKING:
    from normalizer.matching.texts.in_columns import OptionsInColumns

BACK = 6000
"""How many characters before a definition it counts: in a headline, in a summary."""


def settled(
    text: str, found: Sequence[Option], words: EntityWords, memory: Memory, accepted: Accepted
) -> Sequence[Option]:
    """Give the acronyms of a text the meaning that it defines.

    Args:
        text: The text at hand, all of the document or the surroundings of a part of it.
        found: The spans that may be names, in order.
        words: The words of entities' names.
        memory: What was told before; takes what the part tells.
        accepted: Tells by which name an option counts where it stands.

    Returns:
        The spans: those of acronyms that mean something else are taken away, those of acronyms
        that mean an entity stand for nothing else.
    """
    # Among options in columns acronyms are no plain names.
    some = found if isinstance(found, list) else cast("OptionsInColumns", found).others
    acronyms = [option for option in some if option.surface.is_acronym]
    if not acronyms:
        return found
    reader = DefinitionReader(text, found, words, accepted)
    definitions = [made for option in acronyms if (made := reader.definition(option))]
    if not definitions and not memory.senses:
        return found
    given = dict(_given(text, acronyms, definitions, memory))
    for definition in definitions:
        if memory.holds(definition.start):
            memory.learn(definition.key, definition.sense)
    kept: list[Option] = []
    for option in found:
        sense = given.get(option.start) if option.surface.is_acronym else None
        if sense is None:
            kept.append(option)
        elif sense.record is not None:
            surface = _surface(option.surface, sense.record, sense.words)
            kept.append(option._replace(surface=surface))
    return kept


def _given(
    text: str, acronyms: list[Option], definitions: list[Definition], memory: Memory
) -> Iterator[tuple[int, Sense]]:
    """Yield where acronyms stand to which the text gives one meaning, and the meaning."""
    own = {definition.start: definition.sense for definition in definitions}
    in_force = {key: dict(senses) for key, senses in memory.senses.items()}
    at = 0
    for option in acronyms:
        while at < len(definitions) and definitions[at].start - BACK <= option.start:
            _, key, sense = definitions[at]
            in_force.setdefault(key, {}).setdefault(sense.entity, sense)
            at += 1
        senses = in_force.get(cased_letters(text[option.start : option.end]), {})
        if option.start in own:
            yield option.start, own[option.start]
        elif len(senses) == 1:  # two meanings: each only by what stands around it
            yield option.start, next(iter(senses.values()))


def _surface(surface: Surface, record: NameRecord, words: str) -> Surface:
    """Return what an acronym stands for that means one entity."""
    own = [name for name in surface.names if name.entity == record.entity]
    best = own[0] if own else record
    note = f"defined in the text as “{' '.join(words.split())}”"
    return surface._replace(names=(best,), best=best, evidence=(note,))
